CREATE TABLE live_price (
    id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    day TEXT NOT NULL,
    channel_id INTEGER,
    sku TEXT NOT NULL,
    price INTEGER NOT NULL,
    currency TEXT NOT NULL,
    compare_at INTEGER,
    tax_inside INTEGER,
    in_force INTEGER NOT NULL,
    CONSTRAINT pk_live_price PRIMARY KEY (id),
    CONSTRAINT fk_live_price_document_id FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT fk_live_price_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT;

CREATE INDEX ix_live_price_channel_id_sku_day ON live_price (channel_id, sku, day);

CREATE INDEX ix_live_price_document_id ON live_price (document_id);

CREATE TABLE competitor_price (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER,
    "row" INTEGER,
    channel_id INTEGER,
    sku TEXT NOT NULL,
    seller TEXT NOT NULL,
    price INTEGER NOT NULL,
    shipping INTEGER NOT NULL,
    currency TEXT NOT NULL,
    in_stock INTEGER NOT NULL,
    condition TEXT NOT NULL,
    seen TEXT NOT NULL,
    note TEXT NOT NULL,
    in_force INTEGER NOT NULL,
    CONSTRAINT fk_competitor_price_document_id FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT fk_competitor_price_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT;

CREATE INDEX ix_competitor_price_document_id ON competitor_price (document_id);

CREATE INDEX ix_competitor_price_sku_seen ON competitor_price (sku, seen);

CREATE TABLE price_answer (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    channel_id INTEGER NOT NULL,
    sku TEXT NOT NULL,
    "before" INTEGER NOT NULL,
    proposed INTEGER NOT NULL,
    applied INTEGER NOT NULL,
    currency TEXT NOT NULL,
    reason TEXT NOT NULL,
    base_price_id INTEGER NOT NULL,
    CONSTRAINT fk_price_answer_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT;

CREATE INDEX ix_price_answer_channel_id_sku ON price_answer (channel_id, sku);

CREATE TABLE upload_price (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    upload_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    listing TEXT NOT NULL,
    sku TEXT NOT NULL,
    price INTEGER NOT NULL,
    currency TEXT NOT NULL,
    live INTEGER,
    CONSTRAINT fk_upload_price_upload_id FOREIGN KEY(upload_id) REFERENCES upload (id)
)
 STRICT;

CREATE INDEX ix_upload_price_upload_id ON upload_price (upload_id);

CREATE TRIGGER live_price_facts_stay BEFORE UPDATE OF id, document_id, "row", day, channel_id, sku, price, currency, compare_at, tax_inside ON live_price
BEGIN SELECT RAISE(ABORT, 'facts of live_price are never changed'); END;

CREATE TRIGGER live_price_rows_stay BEFORE DELETE ON live_price
BEGIN SELECT RAISE(ABORT, 'rows of live_price are never deleted'); END;

CREATE TRIGGER competitor_price_facts_stay BEFORE UPDATE OF id, document_id, "row", channel_id, sku, seller, price, shipping, currency, in_stock, condition, seen, note ON competitor_price WHEN OLD.document_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an imported price of competitor_price is never changed'); END;

CREATE TRIGGER competitor_price_rows_stay BEFORE DELETE ON competitor_price WHEN OLD.document_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an imported price of competitor_price is never deleted'); END;
