-- Whose each client id is, the folded log, and bytes that broke a document.

-- Bound at the first block under a client id, and never rebound: "who wrote this" cannot be forged.
CREATE TABLE document_client (
    document_id   TEXT    NOT NULL REFERENCES document (id),
    client_id     BIGINT  NOT NULL, -- below 2^53
    person_id     TEXT    NOT NULL REFERENCES person (id),
    bound_at      BIGINT  NOT NULL,
    PRIMARY KEY (document_id, client_id)
);

-- A stream folded up to and including the log row `seq`. The two newest whole ones are kept.
CREATE TABLE snapshot (
    stream        TEXT    NOT NULL,
    seq           BIGINT  NOT NULL,
    at            BIGINT  NOT NULL,
    body          BYTEA   NOT NULL, -- server/src/store/snapshots.rs
    PRIMARY KEY (stream, seq)
);

-- No references: evidence is kept whatever becomes of the document.
CREATE TABLE quarantine (
    id            TEXT    NOT NULL PRIMARY KEY,
    document_id   TEXT    NOT NULL,
    person_id     TEXT    NOT NULL, -- who sent it
    at            BIGINT  NOT NULL,
    reason        TEXT    NOT NULL,
    body          BYTEA   NOT NULL  -- the update as received
);
