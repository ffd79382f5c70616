CREATE TABLE conflict_run (
    id INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    day TEXT NOT NULL,
    CONSTRAINT pk_conflict_run PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE conflict_name (
    id INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    code TEXT NOT NULL,
    entities TEXT NOT NULL,
    starts TEXT NOT NULL,
    CONSTRAINT pk_conflict_name PRIMARY KEY (id),
    CONSTRAINT uq_conflict_name_fingerprint UNIQUE (fingerprint)
)
 STRICT;

CREATE TABLE conflict_found (
    id INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    name_id INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    stake INTEGER NOT NULL,
    severity INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    formula TEXT NOT NULL,
    channels TEXT NOT NULL,
    across INTEGER NOT NULL,
    CONSTRAINT pk_conflict_found PRIMARY KEY (id),
    CONSTRAINT fk_conflict_found_run_id FOREIGN KEY(run_id) REFERENCES conflict_run (id),
    CONSTRAINT fk_conflict_found_name_id FOREIGN KEY(name_id) REFERENCES conflict_name (id)
)
 STRICT;

CREATE INDEX ix_conflict_found_name_id ON conflict_found (name_id);

CREATE INDEX ix_conflict_found_run_id ON conflict_found (run_id);

CREATE TABLE conflict_decision (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    fingerprint TEXT NOT NULL,
    run_id INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    what TEXT NOT NULL,
    person TEXT NOT NULL,
    reason TEXT NOT NULL,
    until TEXT NOT NULL
)
 STRICT;

CREATE INDEX ix_conflict_decision_fingerprint ON conflict_decision (fingerprint);

CREATE TABLE conflict_terms (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    most_cover INTEGER NOT NULL,
    claim INTEGER NOT NULL,
    featured INTEGER NOT NULL,
    shift INTEGER NOT NULL,
    tolerance INTEGER NOT NULL,
    margin INTEGER NOT NULL,
    dispute INTEGER NOT NULL
)
 STRICT;

CREATE TRIGGER conflict_run_facts_stay BEFORE UPDATE OF id, made_at, made_by, day ON conflict_run
BEGIN SELECT RAISE(ABORT, 'facts of conflict_run are never changed'); END;

CREATE TRIGGER conflict_run_rows_stay BEFORE DELETE ON conflict_run
BEGIN SELECT RAISE(ABORT, 'rows of conflict_run are never deleted'); END;

CREATE TRIGGER conflict_name_facts_stay BEFORE UPDATE OF id, fingerprint, code, entities, starts ON conflict_name
BEGIN SELECT RAISE(ABORT, 'facts of conflict_name are never changed'); END;

CREATE TRIGGER conflict_name_rows_stay BEFORE DELETE ON conflict_name
BEGIN SELECT RAISE(ABORT, 'rows of conflict_name are never deleted'); END;

CREATE TRIGGER conflict_found_facts_stay BEFORE UPDATE OF id, run_id, name_id, gone, stake, severity, sentence, formula, channels, across ON conflict_found
BEGIN SELECT RAISE(ABORT, 'facts of conflict_found are never changed'); END;

CREATE TRIGGER conflict_found_rows_stay BEFORE DELETE ON conflict_found
BEGIN SELECT RAISE(ABORT, 'rows of conflict_found are never deleted'); END;
