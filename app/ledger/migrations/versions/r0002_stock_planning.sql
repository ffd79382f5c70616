CREATE TABLE location (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    allocatable INTEGER NOT NULL,
    channel_id INTEGER,
    CONSTRAINT uq_location_name UNIQUE (name),
    CONSTRAINT fk_location_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT;

CREATE TABLE sku_plan (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    sku_id INTEGER NOT NULL,
    case_pack INTEGER NOT NULL,
    volume INTEGER,
    supplier TEXT NOT NULL,
    lead_days INTEGER,
    lead_spread INTEGER,
    moq INTEGER NOT NULL,
    CONSTRAINT uq_sku_plan_sku_id UNIQUE (sku_id),
    CONSTRAINT fk_sku_plan_sku_id FOREIGN KEY(sku_id) REFERENCES sku (id)
)
 STRICT;

CREATE TABLE listing_plan (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    channel_id INTEGER NOT NULL,
    sku_id INTEGER NOT NULL,
    moq INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    CONSTRAINT uq_listing_plan_channel_id_sku_id UNIQUE (channel_id, sku_id),
    CONSTRAINT fk_listing_plan_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id),
    CONSTRAINT fk_listing_plan_sku_id FOREIGN KEY(sku_id) REFERENCES sku (id)
)
 STRICT;

CREATE TABLE inbound (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER,
    "row" INTEGER,
    reference TEXT NOT NULL,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    expected TEXT NOT NULL,
    location TEXT NOT NULL,
    received INTEGER NOT NULL,
    received_on TEXT NOT NULL,
    ordered TEXT NOT NULL,
    supplier TEXT NOT NULL,
    in_force INTEGER NOT NULL,
    CONSTRAINT fk_inbound_document_id FOREIGN KEY(document_id) REFERENCES document (id)
)
 STRICT;

CREATE INDEX ix_inbound_document_id ON inbound (document_id);

CREATE INDEX ix_inbound_sku_expected ON inbound (sku, expected);

CREATE TABLE commitment (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER,
    "row" INTEGER,
    channel_id INTEGER NOT NULL,
    reference TEXT NOT NULL,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    ship_by TEXT NOT NULL,
    ship_from TEXT NOT NULL,
    shipped INTEGER NOT NULL,
    fill TEXT NOT NULL,
    in_force INTEGER NOT NULL,
    CONSTRAINT fk_commitment_document_id FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT fk_commitment_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT;

CREATE INDEX ix_commitment_document_id ON commitment (document_id);

CREATE INDEX ix_commitment_sku_ship_by ON commitment (sku, ship_by);

CREATE TRIGGER inbound_facts_stay BEFORE UPDATE OF id, document_id, "row", reference, sku, quantity, expected, location, received, received_on, ordered, supplier ON inbound WHEN OLD.document_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an imported line of inbound is never changed'); END;

CREATE TRIGGER inbound_rows_stay BEFORE DELETE ON inbound WHEN OLD.document_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an imported line of inbound is never deleted'); END;

CREATE TRIGGER commitment_facts_stay BEFORE UPDATE OF id, document_id, "row", channel_id, reference, sku, quantity, ship_by, ship_from, shipped, fill ON commitment WHEN OLD.document_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an imported commitment is never changed'); END;

CREATE TRIGGER commitment_rows_stay BEFORE DELETE ON commitment WHEN OLD.document_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an imported commitment is never deleted'); END;
