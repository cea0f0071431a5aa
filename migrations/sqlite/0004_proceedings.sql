-- What happens in a meeting is a stream of the log, named by the meeting's id; one entry per command, as JSON.

-- The stream folded up to and including the log row `seq`, when single scores have been deleted: then the rows are gone.
CREATE TABLE proceedings_snapshot (
    meeting_id    TEXT    NOT NULL PRIMARY KEY REFERENCES meeting (id),
    seq           BIGINT  NOT NULL,
    at            BIGINT  NOT NULL,
    body          BLOB    NOT NULL -- server/src/store/snapshots.rs, around JSON
);
