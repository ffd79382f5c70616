CREATE TABLE promotion (
    id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    channel_id INTEGER,
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    params TEXT NOT NULL,
    skus TEXT NOT NULL,
    category TEXT NOT NULL,
    brand TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    note TEXT NOT NULL,
    in_force INTEGER NOT NULL,
    CONSTRAINT pk_promotion PRIMARY KEY (id),
    CONSTRAINT fk_promotion_document_id FOREIGN KEY(document_id) REFERENCES document (id),
    CONSTRAINT fk_promotion_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT;

CREATE INDEX ix_promotion_document_id ON promotion (document_id);

CREATE TRIGGER promotion_facts_stay BEFORE UPDATE OF id, document_id, "row", channel_id, code, kind, params, skus, category, brand, valid_from, valid_to, note ON promotion
BEGIN SELECT RAISE(ABORT, 'facts of promotion are never changed'); END;

CREATE TRIGGER promotion_rows_stay BEFORE DELETE ON promotion
BEGIN SELECT RAISE(ABORT, 'rows of promotion are never deleted'); END;
