-- Documents that can be trusted: whose each client id is, snapshots of the log, and bytes that broke a document.

CREATE TABLE document_client (
    document_id   TEXT    NOT NULL REFERENCES document (id),
    client_id     BIGINT  NOT NULL,
    person_id     TEXT    NOT NULL, -- who wrote the first block under it; only they may write more
    bound_at      BIGINT  NOT NULL,
    PRIMARY KEY (document_id, client_id)
);

-- A document folded up to and including row `seq` of its log. The newest two are kept, with the log after the older one.
CREATE TABLE snapshot (
    stream        TEXT    NOT NULL,
    seq           BIGINT  NOT NULL,
    at            BIGINT  NOT NULL,
    body          BLOB    NOT NULL, -- server/src/store/snapshots.rs
    PRIMARY KEY (stream, seq)
);

CREATE TABLE quarantine (
    id            TEXT    NOT NULL PRIMARY KEY,
    document_id   TEXT    NOT NULL,
    person_id     TEXT    NOT NULL,
    at            BIGINT  NOT NULL,
    reason        TEXT    NOT NULL,
    body          BLOB    NOT NULL -- the update as it was received
);
