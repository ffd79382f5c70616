CREATE TABLE backup (
    id INTEGER NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    chain_head TEXT NOT NULL,
    verified_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT pk_backup PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE channel (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    platform TEXT NOT NULL,
    kind TEXT NOT NULL,
    owner TEXT NOT NULL,
    colour TEXT NOT NULL,
    recognition TEXT NOT NULL,
    active INTEGER NOT NULL,
    CONSTRAINT uq_channel_name UNIQUE (name)
)
 STRICT;

CREATE TABLE fixed (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_fixed PRIMARY KEY (name)
)
 STRICT;

CREATE TABLE link (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    digest TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT pk_link PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE sku (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    category TEXT NOT NULL,
    active INTEGER NOT NULL,
    CONSTRAINT uq_sku_code UNIQUE (code)
)
 STRICT;

CREATE TABLE component (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    bundle_id INTEGER NOT NULL,
    sku_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    CONSTRAINT uq_component_bundle_id_sku_id UNIQUE (bundle_id, sku_id),
    CONSTRAINT fk_component_bundle_id FOREIGN KEY(bundle_id) REFERENCES sku (id),
    CONSTRAINT fk_component_sku_id FOREIGN KEY(sku_id) REFERENCES sku (id)
)
 STRICT;

CREATE TABLE listing (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    channel_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    sku_id INTEGER,
    CONSTRAINT uq_listing_channel_id_code UNIQUE (channel_id, code),
    CONSTRAINT fk_listing_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id),
    CONSTRAINT fk_listing_sku_id FOREIGN KEY(sku_id) REFERENCES sku (id)
)
 STRICT;

CREATE INDEX ix_listing_sku_id ON listing (sku_id);

CREATE TABLE source_file (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    file_time TEXT NOT NULL,
    export TEXT NOT NULL,
    channel_id INTEGER,
    dialect TEXT NOT NULL,
    options TEXT NOT NULL,
    stamp TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    rows INTEGER NOT NULL,
    currency TEXT NOT NULL,
    control_name TEXT NOT NULL,
    control_total INTEGER,
    control_sum INTEGER,
    importer_version INTEGER NOT NULL,
    content BLOB,
    CONSTRAINT pk_source_file PRIMARY KEY (id),
    CONSTRAINT fk_source_file_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT;

CREATE INDEX ix_source_file_sha256 ON source_file (sha256);

CREATE TABLE batch (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    source_file_id INTEGER,
    reverts_id INTEGER,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    app_version TEXT NOT NULL,
    rules_version INTEGER NOT NULL,
    counts TEXT NOT NULL,
    digest TEXT NOT NULL,
    active INTEGER NOT NULL,
    CONSTRAINT pk_batch PRIMARY KEY (id),
    CONSTRAINT fk_batch_source_file_id FOREIGN KEY(source_file_id) REFERENCES source_file (id),
    CONSTRAINT fk_batch_reverts_id FOREIGN KEY(reverts_id) REFERENCES batch (id)
)
 STRICT;

CREATE INDEX ix_batch_reverts_id ON batch (reverts_id);

CREATE INDEX ix_batch_source_file_id ON batch (source_file_id);

CREATE TABLE change (
    id INTEGER NOT NULL,
    label TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    topics TEXT NOT NULL,
    reverts_id INTEGER,
    batch_id INTEGER,
    CONSTRAINT pk_change PRIMARY KEY (id),
    CONSTRAINT fk_change_reverts_id FOREIGN KEY(reverts_id) REFERENCES change (id),
    CONSTRAINT fk_change_batch_id FOREIGN KEY(batch_id) REFERENCES batch (id)
)
 STRICT;

CREATE INDEX ix_change_reverts_id ON change (reverts_id);

CREATE TABLE document (
    id INTEGER NOT NULL,
    batch_id INTEGER NOT NULL,
    channel_id INTEGER,
    source TEXT NOT NULL,
    fact TEXT NOT NULL,
    "key" TEXT NOT NULL,
    occurrence INTEGER NOT NULL,
    stamp TEXT NOT NULL,
    day TEXT NOT NULL,
    subject TEXT NOT NULL,
    rank INTEGER NOT NULL,
    billed INTEGER NOT NULL,
    digest TEXT NOT NULL,
    standing TEXT NOT NULL,
    CONSTRAINT pk_document PRIMARY KEY (id),
    CONSTRAINT fk_document_batch_id FOREIGN KEY(batch_id) REFERENCES batch (id),
    CONSTRAINT fk_document_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT;

CREATE INDEX ix_document_batch_id ON document (batch_id);

CREATE UNIQUE INDEX ix_document_identity ON document (source, channel_id, "key", occurrence, batch_id);

CREATE INDEX ix_document_subject ON document (channel_id, fact, subject) WHERE subject <> '';

CREATE TABLE remark (
    id INTEGER NOT NULL,
    batch_id INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    "column" TEXT NOT NULL,
    reason TEXT NOT NULL,
    amount INTEGER,
    currency TEXT NOT NULL,
    CONSTRAINT pk_remark PRIMARY KEY (id),
    CONSTRAINT fk_remark_batch_id FOREIGN KEY(batch_id) REFERENCES batch (id)
)
 STRICT;

CREATE INDEX ix_remark_batch_id ON remark (batch_id);

CREATE TABLE bundle_part (
    id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    bundle TEXT NOT NULL,
    component TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    in_force INTEGER NOT NULL,
    CONSTRAINT pk_bundle_part PRIMARY KEY (id),
    CONSTRAINT fk_bundle_part_document_id FOREIGN KEY(document_id) REFERENCES document (id)
)
 STRICT;

CREATE INDEX ix_bundle_part_bundle_component ON bundle_part (bundle, component);

CREATE INDEX ix_bundle_part_document_id ON bundle_part (document_id);

CREATE TABLE changed_row (
    id INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    "before" TEXT,
    "after" TEXT,
    CONSTRAINT pk_changed_row PRIMARY KEY (id),
    CONSTRAINT fk_changed_row_change_id FOREIGN KEY(change_id) REFERENCES change (id)
)
 STRICT;

CREATE INDEX ix_changed_row_change_id ON changed_row (change_id);

CREATE INDEX ix_changed_row_table_name_row_id ON changed_row (table_name, row_id);

CREATE TABLE cost (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER,
    "row" INTEGER,
    sku TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    known_since TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    note TEXT NOT NULL,
    in_force INTEGER NOT NULL,
    CONSTRAINT fk_cost_document_id FOREIGN KEY(document_id) REFERENCES document (id)
)
 STRICT;

CREATE INDEX ix_cost_document_id ON cost (document_id);

CREATE INDEX ix_cost_sku_valid_from ON cost (sku, valid_from);

CREATE TABLE listed_price (
    id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    day TEXT NOT NULL,
    channel_id INTEGER,
    sku TEXT NOT NULL,
    title TEXT NOT NULL,
    barcode TEXT NOT NULL,
    category TEXT NOT NULL,
    price INTEGER,
    compare_at INTEGER,
    currency TEXT NOT NULL,
    in_force INTEGER NOT NULL,
    CONSTRAINT pk_listed_price PRIMARY KEY (id),
    CONSTRAINT fk_listed_price_document_id FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT fk_listed_price_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT;

CREATE INDEX ix_listed_price_channel_id_sku ON listed_price (channel_id, sku);

CREATE INDEX ix_listed_price_document_id ON listed_price (document_id);

CREATE TABLE posting (
    id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    day TEXT NOT NULL,
    posted_day TEXT NOT NULL,
    channel_id INTEGER,
    account TEXT NOT NULL,
    sku TEXT NOT NULL,
    order_ref TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    orders INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    base_minor INTEGER,
    in_force INTEGER NOT NULL,
    CONSTRAINT pk_posting PRIMARY KEY (id),
    CONSTRAINT fk_posting_document_id FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT fk_posting_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT;

CREATE INDEX ix_posting_document ON posting (document_id);

CREATE INDEX ix_posting_read ON posting (channel_id, account, day, base_minor, quantity, orders) WHERE in_force = 1;

CREATE INDEX ix_posting_sku ON posting (sku, day) WHERE in_force = 1 AND sku <> '';

CREATE INDEX ix_posting_untranslated ON posting (base_minor, day) WHERE in_force = 1 AND base_minor IS NULL;

CREATE TABLE rate (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER,
    "row" INTEGER,
    day TEXT NOT NULL,
    currency TEXT NOT NULL,
    into_currency TEXT NOT NULL,
    rate TEXT NOT NULL,
    in_force INTEGER NOT NULL,
    CONSTRAINT fk_rate_document_id FOREIGN KEY(document_id) REFERENCES document (id)
)
 STRICT;

CREATE INDEX ix_rate_currency_into_currency_day ON rate (currency, into_currency, day);

CREATE INDEX ix_rate_document_id ON rate (document_id);

CREATE TABLE stock_level (
    id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    day TEXT NOT NULL,
    channel_id INTEGER,
    location TEXT NOT NULL,
    sku TEXT NOT NULL,
    on_hand INTEGER,
    available INTEGER,
    committed INTEGER,
    unavailable INTEGER,
    incoming INTEGER,
    in_force INTEGER NOT NULL,
    CONSTRAINT pk_stock_level PRIMARY KEY (id),
    CONSTRAINT fk_stock_level_document_id FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT fk_stock_level_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT;

CREATE INDEX ix_stock_level_document_id ON stock_level (document_id);

CREATE INDEX ix_stock_level_sku_location_day ON stock_level (sku, location, day);

CREATE TRIGGER backup_facts_stay BEFORE UPDATE OF id, path, sha256, chain_head, verified_at, reason ON backup
BEGIN SELECT RAISE(ABORT, 'facts of backup are never changed'); END;

CREATE TRIGGER backup_rows_stay BEFORE DELETE ON backup
BEGIN SELECT RAISE(ABORT, 'rows of backup are never deleted'); END;

CREATE TRIGGER link_facts_stay BEFORE UPDATE OF id, kind, subject_id, digest, hash ON link
BEGIN SELECT RAISE(ABORT, 'facts of link are never changed'); END;

CREATE TRIGGER link_rows_stay BEFORE DELETE ON link
BEGIN SELECT RAISE(ABORT, 'rows of link are never deleted'); END;

CREATE TRIGGER source_file_facts_stay BEFORE UPDATE OF id, name, sha256, size, file_time, export, channel_id, dialect, options, stamp, first_day, last_day, rows, currency, control_name, control_total, control_sum, importer_version, content ON source_file
BEGIN SELECT RAISE(ABORT, 'facts of source_file are never changed'); END;

CREATE TRIGGER source_file_rows_stay BEFORE DELETE ON source_file
BEGIN SELECT RAISE(ABORT, 'rows of source_file are never deleted'); END;

CREATE TRIGGER batch_facts_stay BEFORE UPDATE OF id, kind, source_file_id, reverts_id, made_at, made_by, app_version, rules_version, counts, digest ON batch WHEN OLD.digest <> ''
BEGIN SELECT RAISE(ABORT, 'facts of batch are never changed'); END;

CREATE TRIGGER batch_rows_stay BEFORE DELETE ON batch
BEGIN SELECT RAISE(ABORT, 'rows of batch are never deleted'); END;

CREATE TRIGGER change_facts_stay BEFORE UPDATE OF id, label, made_at, made_by, topics, reverts_id, batch_id ON change
BEGIN SELECT RAISE(ABORT, 'facts of change are never changed'); END;

CREATE TRIGGER change_rows_stay BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'rows of change are never deleted'); END;

CREATE TRIGGER document_facts_stay BEFORE UPDATE OF id, batch_id, channel_id, source, fact, key, occurrence, stamp, day, subject, rank, billed, digest ON document
BEGIN SELECT RAISE(ABORT, 'facts of document are never changed'); END;

CREATE TRIGGER document_rows_stay BEFORE DELETE ON document
BEGIN SELECT RAISE(ABORT, 'rows of document are never deleted'); END;

CREATE TRIGGER remark_facts_stay BEFORE UPDATE OF id, batch_id, "row", verdict, "column", reason, amount, currency ON remark
BEGIN SELECT RAISE(ABORT, 'facts of remark are never changed'); END;

CREATE TRIGGER remark_rows_stay BEFORE DELETE ON remark
BEGIN SELECT RAISE(ABORT, 'rows of remark are never deleted'); END;

CREATE TRIGGER bundle_part_facts_stay BEFORE UPDATE OF id, document_id, "row", bundle, component, quantity ON bundle_part
BEGIN SELECT RAISE(ABORT, 'facts of bundle_part are never changed'); END;

CREATE TRIGGER bundle_part_rows_stay BEFORE DELETE ON bundle_part
BEGIN SELECT RAISE(ABORT, 'rows of bundle_part are never deleted'); END;

CREATE TRIGGER changed_row_facts_stay BEFORE UPDATE OF id, change_id, table_name, row_id, before, after ON changed_row
BEGIN SELECT RAISE(ABORT, 'facts of changed_row are never changed'); END;

CREATE TRIGGER changed_row_rows_stay BEFORE DELETE ON changed_row
BEGIN SELECT RAISE(ABORT, 'rows of changed_row are never deleted'); END;

CREATE TRIGGER listed_price_facts_stay BEFORE UPDATE OF id, document_id, "row", day, channel_id, sku, title, barcode, category, price, compare_at, currency ON listed_price
BEGIN SELECT RAISE(ABORT, 'facts of listed_price are never changed'); END;

CREATE TRIGGER listed_price_rows_stay BEFORE DELETE ON listed_price
BEGIN SELECT RAISE(ABORT, 'rows of listed_price are never deleted'); END;

CREATE TRIGGER posting_facts_stay BEFORE UPDATE OF id, document_id, "row", day, posted_day, channel_id, account, sku, order_ref, quantity, orders, amount, currency ON posting
BEGIN SELECT RAISE(ABORT, 'facts of posting are never changed'); END;

CREATE TRIGGER posting_rows_stay BEFORE DELETE ON posting
BEGIN SELECT RAISE(ABORT, 'rows of posting are never deleted'); END;

CREATE TRIGGER stock_level_facts_stay BEFORE UPDATE OF id, document_id, "row", day, channel_id, location, sku, on_hand, available, committed, unavailable, incoming ON stock_level
BEGIN SELECT RAISE(ABORT, 'facts of stock_level are never changed'); END;

CREATE TRIGGER stock_level_rows_stay BEFORE DELETE ON stock_level
BEGIN SELECT RAISE(ABORT, 'rows of stock_level are never deleted'); END;

CREATE TRIGGER cost_facts_stay BEFORE UPDATE OF id, document_id, "row", sku, valid_from, known_since, amount, currency, note ON cost WHEN OLD.document_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an imported cost is never changed'); END;

CREATE TRIGGER cost_rows_stay BEFORE DELETE ON cost WHEN OLD.document_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an imported cost is never deleted'); END;

CREATE TRIGGER rate_facts_stay BEFORE UPDATE OF id, document_id, "row", day, currency, into_currency, rate ON rate WHEN OLD.document_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an imported rate is never changed'); END;

CREATE TRIGGER rate_rows_stay BEFORE DELETE ON rate WHEN OLD.document_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an imported rate is never deleted'); END;
