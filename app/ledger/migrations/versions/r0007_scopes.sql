ALTER TABLE sku ADD COLUMN brand TEXT DEFAULT '' NOT NULL;

ALTER TABLE listed_price ADD COLUMN brand TEXT DEFAULT '' NOT NULL;

DROP TRIGGER listed_price_facts_stay;

CREATE TRIGGER listed_price_facts_stay BEFORE UPDATE OF id, document_id, "row", day, channel_id, sku, title, barcode, category, price, compare_at, currency, brand ON listed_price
BEGIN SELECT RAISE(ABORT, 'facts of listed_price are never changed'); END;

ALTER TABLE rule RENAME TO rule_before;

CREATE TABLE rule (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    rule_set_id INTEGER NOT NULL,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    params TEXT NOT NULL,
    skus TEXT NOT NULL,
    category TEXT NOT NULL,
    brand TEXT NOT NULL,
    channels TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    note TEXT NOT NULL,
    CONSTRAINT fk_rule_rule_set_id FOREIGN KEY(rule_set_id) REFERENCES rule_set (id)
)
 STRICT;

INSERT INTO rule (id, rule_set_id, place, kind, params, skus, category, brand, channels, valid_from, valid_to, note)
SELECT id, rule_set_id, place, kind, params, CASE sku WHEN '' THEN '[]' ELSE json_array(sku) END, category, '',
CASE WHEN channel_id IS NULL THEN '[]' ELSE json_array(channel_id) END, valid_from, valid_to, note
FROM rule_before ORDER BY id;

DELETE FROM sqlite_sequence WHERE name = 'rule';

INSERT INTO sqlite_sequence (name, seq) SELECT 'rule', seq FROM sqlite_sequence WHERE name = 'rule_before';

DROP TABLE rule_before;

CREATE INDEX ix_rule_rule_set_id ON rule (rule_set_id);

CREATE TRIGGER channel_that_rules_name_stays BEFORE DELETE ON channel
WHEN EXISTS (SELECT 1 FROM rule, json_each(rule.channels) AS named WHERE named.value = OLD.id)
BEGIN SELECT RAISE(ABORT, 'a rule is for this channel'); END;
