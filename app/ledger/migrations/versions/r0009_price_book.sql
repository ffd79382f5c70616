CREATE TABLE base_price (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER,
    "row" INTEGER,
    channel_id INTEGER,
    sku TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    tax_inside INTEGER NOT NULL,
    note TEXT NOT NULL,
    in_force INTEGER NOT NULL,
    CONSTRAINT fk_base_price_document_id FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT fk_base_price_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT;

CREATE INDEX ix_base_price_document_id ON base_price (document_id);

CREATE INDEX ix_base_price_sku_valid_from ON base_price (sku, valid_from);

CREATE TRIGGER base_price_facts_stay BEFORE UPDATE OF id, document_id, "row", channel_id, sku, amount, currency, valid_from, valid_to, tax_inside, note ON base_price WHEN OLD.document_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an imported price of base_price is never changed'); END;

CREATE TRIGGER base_price_rows_stay BEFORE DELETE ON base_price WHEN OLD.document_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an imported price of base_price is never deleted'); END;
