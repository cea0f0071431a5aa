-- Getting in and being received: addresses of people, devices, codes, knocks, attendance, mails, and who changed what.

ALTER TABLE person ADD COLUMN email TEXT; -- in lower case; nobody but the person and the manager sees it
ALTER TABLE person ADD COLUMN since TEXT; -- YYYY-MM-DD
ALTER TABLE person ADD COLUMN until TEXT;
ALTER TABLE person ADD COLUMN erased_at BIGINT; -- the name is gone and comes back no more
CREATE UNIQUE INDEX person_by_email ON person (programme_id, email);
CREATE INDEX person_by_address ON person (email);

UPDATE meeting SET body = REPLACE(body, '"is_closed":false', '"state":"open"');
UPDATE meeting SET body = REPLACE(body, '"is_closed":true', '"state":"closed"');

-- Everybody signs in once more: what is kept of a session has changed too much.
DROP TABLE session;
CREATE TABLE session (
    id            TEXT    NOT NULL PRIMARY KEY,
    token_hash    BYTEA   NOT NULL UNIQUE,      -- SHA-256
    previous_hash BYTEA,                         -- what the token was before it last changed
    previous_until BIGINT,                       -- how long that is good; none until the new token is first shown
    person_id     TEXT    NOT NULL REFERENCES person (id),
    kind          TEXT    NOT NULL,             -- 'cookie' or 'bearer': how the token is shown
    way           TEXT    NOT NULL,             -- how the person signed in
    device        TEXT    NOT NULL,             -- 'phone', 'tablet', 'computer', 'screen', 'program'
    meeting_id    TEXT,                         -- the only meeting it opens, for somebody who was let in
    created_at    BIGINT  NOT NULL,
    rotated_at    BIGINT  NOT NULL,
    last_seen_at  BIGINT  NOT NULL,
    is_remembered BIGINT  NOT NULL,             -- whether the cookie outlives the browser
    idle_ms       BIGINT  NOT NULL,             -- unseen for this long, it is over
    expires_at    BIGINT  NOT NULL
);
CREATE INDEX session_by_person ON session (person_id);
CREATE INDEX session_by_previous ON session (previous_hash);

-- A request for a code has one row for each person of the address; for an unknown address it has one without a person.
CREATE TABLE sign_in_code (
    request_hash  BYTEA   NOT NULL,             -- SHA-256 of what the browser holds
    person_id     TEXT    REFERENCES person (id),
    code_hash     BYTEA   NOT NULL,             -- SHA-256 of the request and the code together
    n_tries       BIGINT  NOT NULL,
    created_at    BIGINT  NOT NULL,
    expires_at    BIGINT  NOT NULL,
    used_at       BIGINT
);
CREATE INDEX sign_in_code_by_request ON sign_in_code (request_hash);

CREATE TABLE knock (
    id            TEXT    NOT NULL PRIMARY KEY,
    token_hash    BYTEA   NOT NULL UNIQUE,      -- SHA-256 of what the knocker holds
    meeting_id    TEXT    NOT NULL REFERENCES meeting (id),
    body          TEXT    NOT NULL,             -- who knocks
    phrase        TEXT    NOT NULL,
    asked_at      BIGINT  NOT NULL,
    expires_at    BIGINT  NOT NULL,
    person_id     TEXT    REFERENCES person (id), -- who was let in
    answered_at   BIGINT,
    entered_at    BIGINT
);
CREATE INDEX knock_by_meeting ON knock (meeting_id, asked_at);

CREATE TABLE attendance (
    meeting_id    TEXT    NOT NULL REFERENCES meeting (id),
    person_id     TEXT    NOT NULL REFERENCES person (id),
    arrived_at    BIGINT  NOT NULL,
    left_at       BIGINT,
    PRIMARY KEY (meeting_id, person_id, arrived_at)
);

CREATE TABLE calendar_feed (
    token_hash    BYTEA   NOT NULL PRIMARY KEY, -- SHA-256
    person_id     TEXT    NOT NULL UNIQUE REFERENCES person (id),
    created_at    BIGINT  NOT NULL
);

-- That a mail was written, and how it went; its words are kept nowhere, because they open a door.
CREATE TABLE mail (
    id            TEXT    NOT NULL PRIMARY KEY,
    person_id     TEXT    NOT NULL REFERENCES person (id),
    kind          TEXT    NOT NULL,             -- 'invitation' or 'code'
    at            BIGINT  NOT NULL,
    state         TEXT    NOT NULL              -- 'sending', 'sent', 'written', 'failed'
);
CREATE INDEX mail_by_person ON mail (person_id, at);

CREATE TABLE audit (
    id            TEXT    NOT NULL PRIMARY KEY,
    programme_id  TEXT    NOT NULL REFERENCES programme (id),
    at            BIGINT  NOT NULL,
    person_id     TEXT,                         -- who did it; none for the command line
    subject_id    TEXT,                         -- whom or what it is about
    body          TEXT    NOT NULL
);
CREATE INDEX audit_by_programme ON audit (programme_id, at);
