-- Plans belong to the programme, and have documents of their own: a document is either a meeting's or a plan's.
-- What is decided about a plan is a stream of the log, named by the plan's id.

CREATE TABLE plan (
    id            TEXT    NOT NULL PRIMARY KEY,
    programme_id  TEXT    NOT NULL REFERENCES programme (id),
    kind          TEXT    NOT NULL, -- 'action-plan' or 'restructuring-plan'
    year          BIGINT  NOT NULL, -- the calendar year it is for, or the first of them
    body          TEXT    NOT NULL,
    UNIQUE (programme_id, kind, year)
);

-- What stood in a plan's documents when a version was kept.
CREATE TABLE plan_version (
    plan_id       TEXT    NOT NULL REFERENCES plan (id),
    id            TEXT    NOT NULL,
    at            BIGINT  NOT NULL,
    body          BYTEA   NOT NULL, -- server/src/store/snapshots.rs, around JSON
    PRIMARY KEY (plan_id, id)
);

-- A plan's stream folded up to and including the log row `seq`, when something was taken out of it for good.
CREATE TABLE docket_snapshot (
    plan_id       TEXT    NOT NULL PRIMARY KEY REFERENCES plan (id),
    seq           BIGINT  NOT NULL,
    at            BIGINT  NOT NULL,
    body          BYTEA   NOT NULL -- server/src/store/snapshots.rs, around JSON
);

CREATE TABLE document_before (
    id            TEXT    NOT NULL,
    meeting_id    TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    generation    TEXT    NOT NULL,
    schema        BIGINT  NOT NULL
);
CREATE TABLE document_client_before (
    document_id   TEXT    NOT NULL,
    client_id     BIGINT  NOT NULL,
    person_id     TEXT    NOT NULL,
    bound_at      BIGINT  NOT NULL
);
INSERT INTO document_before SELECT id, meeting_id, kind, generation, schema FROM document;
INSERT INTO document_client_before SELECT document_id, client_id, person_id, bound_at FROM document_client;
DROP TABLE document_client;
DROP TABLE document;

CREATE TABLE document (
    id            TEXT    COLLATE "C" NOT NULL PRIMARY KEY, -- also its stream in the log; sorts as in SQLite
    meeting_id    TEXT    REFERENCES meeting (id),
    plan_id       TEXT    REFERENCES plan (id),
    kind          TEXT    NOT NULL,
    generation    TEXT    NOT NULL,
    schema        BIGINT  NOT NULL,
    CHECK ((meeting_id IS NULL) <> (plan_id IS NULL))
);
CREATE INDEX document_by_meeting ON document (meeting_id);
CREATE INDEX document_by_plan ON document (plan_id);

-- Bound at the first block under a client id, and never rebound: "who wrote this" cannot be forged.
CREATE TABLE document_client (
    document_id   TEXT    NOT NULL REFERENCES document (id),
    client_id     BIGINT  NOT NULL, -- below 2^53
    person_id     TEXT    NOT NULL REFERENCES person (id),
    bound_at      BIGINT  NOT NULL,
    PRIMARY KEY (document_id, client_id)
);

INSERT INTO document (id, meeting_id, kind, generation, schema)
    SELECT id, meeting_id, kind, generation, schema FROM document_before;
INSERT INTO document_client SELECT document_id, client_id, person_id, bound_at FROM document_client_before;
DROP TABLE document_client_before;
DROP TABLE document_before;
