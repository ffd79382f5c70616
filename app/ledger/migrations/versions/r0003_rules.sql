CREATE TABLE rule_set (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    family TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    published_at TEXT NOT NULL,
    published_by TEXT NOT NULL,
    settings TEXT NOT NULL,
    CONSTRAINT uq_rule_set_family_number UNIQUE (family, number)
)
 STRICT;

CREATE TABLE rule (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    rule_set_id INTEGER NOT NULL,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    params TEXT NOT NULL,
    sku TEXT NOT NULL,
    category TEXT NOT NULL,
    channel_id INTEGER,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    note TEXT NOT NULL,
    CONSTRAINT fk_rule_rule_set_id FOREIGN KEY(rule_set_id) REFERENCES rule_set (id),
    CONSTRAINT fk_rule_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT;

CREATE INDEX ix_rule_rule_set_id ON rule (rule_set_id);

CREATE TABLE override (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    family TEXT NOT NULL,
    sku TEXT NOT NULL,
    channel_id INTEGER NOT NULL,
    units INTEGER NOT NULL,
    reason TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    until TEXT NOT NULL,
    CONSTRAINT fk_override_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT;

CREATE INDEX ix_override_family_sku ON override (family, sku);

CREATE TABLE allocation_run (
    id INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    day TEXT NOT NULL,
    rule_set_id INTEGER,
    rules_digest TEXT NOT NULL,
    input_digest TEXT NOT NULL,
    engine_version INTEGER NOT NULL,
    CONSTRAINT pk_allocation_run PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE allocation_case (
    id INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    sku TEXT NOT NULL,
    input TEXT NOT NULL,
    supply INTEGER NOT NULL,
    pool INTEGER NOT NULL,
    buffer INTEGER NOT NULL,
    unassigned INTEGER NOT NULL,
    tier TEXT NOT NULL,
    blocked TEXT NOT NULL,
    CONSTRAINT pk_allocation_case PRIMARY KEY (id),
    CONSTRAINT fk_allocation_case_run_id FOREIGN KEY(run_id) REFERENCES allocation_run (id)
)
 STRICT;

CREATE INDEX ix_allocation_case_run_id ON allocation_case (run_id);

CREATE INDEX ix_allocation_case_sku_run_id ON allocation_case (sku, run_id);

CREATE TABLE award (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    rung INTEGER NOT NULL,
    rule TEXT NOT NULL,
    kind TEXT NOT NULL,
    units INTEGER NOT NULL,
    line TEXT NOT NULL,
    CONSTRAINT pk_award PRIMARY KEY (id),
    CONSTRAINT fk_award_case_id FOREIGN KEY(case_id) REFERENCES allocation_case (id),
    CONSTRAINT fk_award_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT;

CREATE INDEX ix_award_case_id ON award (case_id);

CREATE TRIGGER allocation_run_facts_stay BEFORE UPDATE OF id, made_at, made_by, day, rule_set_id, rules_digest, input_digest, engine_version ON allocation_run
BEGIN SELECT RAISE(ABORT, 'facts of allocation_run are never changed'); END;

CREATE TRIGGER allocation_run_rows_stay BEFORE DELETE ON allocation_run
BEGIN SELECT RAISE(ABORT, 'rows of allocation_run are never deleted'); END;

CREATE TRIGGER allocation_case_facts_stay BEFORE UPDATE OF id, run_id, sku, input, supply, pool, buffer, unassigned, tier, blocked ON allocation_case
BEGIN SELECT RAISE(ABORT, 'facts of allocation_case are never changed'); END;

CREATE TRIGGER allocation_case_rows_stay BEFORE DELETE ON allocation_case
BEGIN SELECT RAISE(ABORT, 'rows of allocation_case are never deleted'); END;

CREATE TRIGGER award_facts_stay BEFORE UPDATE OF id, case_id, channel_id, rung, rule, kind, units, line ON award
BEGIN SELECT RAISE(ABORT, 'facts of award are never changed'); END;

CREATE TRIGGER award_rows_stay BEFORE DELETE ON award
BEGIN SELECT RAISE(ABORT, 'rows of award are never deleted'); END;
