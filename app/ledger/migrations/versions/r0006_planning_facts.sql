CREATE TABLE planning_fact (
    id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    sku TEXT NOT NULL,
    case_pack INTEGER NOT NULL,
    volume INTEGER,
    supplier TEXT NOT NULL,
    lead_days INTEGER,
    lead_spread INTEGER,
    moq INTEGER NOT NULL,
    category TEXT NOT NULL,
    in_force INTEGER NOT NULL,
    CONSTRAINT pk_planning_fact PRIMARY KEY (id),
    CONSTRAINT fk_planning_fact_document_id FOREIGN KEY(document_id) REFERENCES document (id)
)
 STRICT;

CREATE INDEX ix_planning_fact_sku ON planning_fact (sku);

CREATE INDEX ix_planning_fact_document_id ON planning_fact (document_id);

CREATE TRIGGER planning_fact_facts_stay BEFORE UPDATE OF id, document_id, "row", sku, case_pack, volume, supplier, lead_days, lead_spread, moq, category ON planning_fact
BEGIN SELECT RAISE(ABORT, 'facts of planning_fact are never changed'); END;

CREATE TRIGGER planning_fact_rows_stay BEFORE DELETE ON planning_fact
BEGIN SELECT RAISE(ABORT, 'rows of planning_fact are never deleted'); END;

DROP INDEX ix_posting_sku;

CREATE INDEX ix_posting_sku ON posting (sku, channel_id, account, day, base_minor, quantity) WHERE in_force = 1 AND sku <> '';
