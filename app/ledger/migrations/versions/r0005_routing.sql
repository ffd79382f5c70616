CREATE TABLE location_fee (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    location_id INTEGER NOT NULL,
    field TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    sku TEXT NOT NULL,
    size_tier TEXT NOT NULL,
    first_month INTEGER,
    last_month INTEGER,
    from_days INTEGER NOT NULL,
    by_order INTEGER NOT NULL,
    CONSTRAINT fk_location_fee_location_id FOREIGN KEY(location_id) REFERENCES location (id)
)
 STRICT;

CREATE INDEX ix_location_fee_location_id ON location_fee (location_id);

CREATE TABLE location_limit (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    location_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    storage_type TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    amount INTEGER NOT NULL,
    CONSTRAINT uq_location_limit_location_id_kind_storage_type_valid_from UNIQUE (location_id, kind, storage_type, valid_from),
    CONSTRAINT fk_location_limit_location_id FOREIGN KEY(location_id) REFERENCES location (id)
)
 STRICT;

CREATE TABLE location_plan (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    location_id INTEGER NOT NULL,
    lead_days INTEGER,
    target_days INTEGER,
    uplift INTEGER NOT NULL,
    CONSTRAINT uq_location_plan_location_id UNIQUE (location_id),
    CONSTRAINT fk_location_plan_location_id FOREIGN KEY(location_id) REFERENCES location (id)
)
 STRICT;

CREATE TABLE sku_serving (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    sku_id INTEGER NOT NULL,
    size_tier TEXT NOT NULL,
    storage_type TEXT NOT NULL,
    return_rate INTEGER,
    CONSTRAINT uq_sku_serving_sku_id UNIQUE (sku_id),
    CONSTRAINT fk_sku_serving_sku_id FOREIGN KEY(sku_id) REFERENCES sku (id)
)
 STRICT;

CREATE TABLE sku_barred (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    sku_id INTEGER NOT NULL,
    location_id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT uq_sku_barred_sku_id_location_id UNIQUE (sku_id, location_id),
    CONSTRAINT fk_sku_barred_sku_id FOREIGN KEY(sku_id) REFERENCES sku (id),
    CONSTRAINT fk_sku_barred_location_id FOREIGN KEY(location_id) REFERENCES location (id)
)
 STRICT;

CREATE TABLE routing_override (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    sku TEXT NOT NULL,
    channel_id INTEGER NOT NULL,
    location_id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    until TEXT NOT NULL,
    CONSTRAINT fk_routing_override_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id),
    CONSTRAINT fk_routing_override_location_id FOREIGN KEY(location_id) REFERENCES location (id)
)
 STRICT;

CREATE INDEX ix_routing_override_sku ON routing_override (sku);

CREATE TABLE routing_terms (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    days INTEGER NOT NULL,
    holding INTEGER NOT NULL
)
 STRICT;
