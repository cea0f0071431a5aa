-- The programme, its people and meetings, who is signed in, and the log that documents are made of.
-- Ids and times come from the server; times are milliseconds since 1970, bodies are JSON unless a comment says otherwise.

CREATE TABLE programme (
    id          TEXT    NOT NULL PRIMARY KEY,
    body        TEXT    NOT NULL
);

CREATE TABLE person (
    id            TEXT    NOT NULL PRIMARY KEY,
    programme_id  TEXT    NOT NULL REFERENCES programme (id),
    position      BIGINT  NOT NULL,
    is_active     BIGINT  NOT NULL,
    body          TEXT    NOT NULL
);

CREATE INDEX person_by_programme ON person (programme_id, position);

CREATE TABLE meeting (
    id            TEXT    NOT NULL PRIMARY KEY,
    programme_id  TEXT    NOT NULL REFERENCES programme (id),
    code          TEXT    UNIQUE, -- what people type to join; a finished meeting has none
    body          TEXT    NOT NULL
);

CREATE INDEX meeting_by_programme ON meeting (programme_id);

CREATE TABLE wheel_event (
    programme_id  TEXT    NOT NULL REFERENCES programme (id),
    position      BIGINT  NOT NULL,
    body          TEXT    NOT NULL,
    PRIMARY KEY (programme_id, position)
);

CREATE TABLE document (
    id            TEXT    COLLATE "C" NOT NULL PRIMARY KEY, -- also its stream in the log; sorts as in SQLite
    meeting_id    TEXT    NOT NULL REFERENCES meeting (id),
    kind          TEXT    NOT NULL,
    generation    TEXT    NOT NULL,
    schema        BIGINT  NOT NULL
);

CREATE INDEX document_by_meeting ON document (meeting_id);

CREATE TABLE session (
    token_hash    BYTEA   NOT NULL PRIMARY KEY, -- SHA-256
    person_id     TEXT    NOT NULL REFERENCES person (id),
    kind          TEXT    NOT NULL,             -- 'cookie' or 'bearer': how the token is shown
    created_at    BIGINT  NOT NULL,
    last_seen_at  BIGINT  NOT NULL,
    expires_at    BIGINT  NOT NULL
);

CREATE TABLE sign_in_link (
    token_hash    BYTEA   NOT NULL PRIMARY KEY, -- SHA-256
    person_id     TEXT    NOT NULL REFERENCES person (id),
    created_at    BIGINT  NOT NULL,
    expires_at    BIGINT  NOT NULL,
    used_at       BIGINT
);

-- Append-only. One row per stream and commit; the primary key fences a second writer.
CREATE TABLE log (
    stream        TEXT    NOT NULL,
    seq           BIGINT  NOT NULL, -- from 1, without gaps
    at            BIGINT  NOT NULL,
    body          BYTEA   NOT NULL, -- server/src/store/log.rs
    PRIMARY KEY (stream, seq)
);
