CREATE TABLE upload (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    channel_id INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    after_batch INTEGER NOT NULL,
    day TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    layout TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    CONSTRAINT fk_upload_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id)
)
 STRICT;

CREATE INDEX ix_upload_channel_id ON upload (channel_id);

CREATE TABLE upload_line (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    upload_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    listing TEXT NOT NULL,
    sku TEXT NOT NULL,
    place TEXT NOT NULL,
    units INTEGER NOT NULL,
    written INTEGER NOT NULL,
    lying INTEGER,
    CONSTRAINT fk_upload_line_upload_id FOREIGN KEY(upload_id) REFERENCES upload (id)
)
 STRICT;

CREATE INDEX ix_upload_line_upload_id ON upload_line (upload_id);
