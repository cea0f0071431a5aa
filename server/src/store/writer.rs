//! The only task that writes. It takes everything that waits, carries it out in one transaction, commits, and then
//! answers: a commit costs the same for one room as for ten.

use std::time::Duration;

use shared::meeting::Meeting;
use shared::programme::Person;
use shared::time::Timestamp;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::StoreError;
use super::clients::ClientBinding;
use super::import::NewProgramme;
use super::log::LogRow;
use super::quarantine::Quarantined;
use super::sessions::{NewLink, NewSession};
use super::snapshots::NewSnapshot;
use super::{clients, import, log, meetings, people, quarantine, sessions, snapshots};
use crate::secret::TokenHash;

/// How many requests may wait before those who ask wait too.
pub const QUEUE_LEN: usize = 1_024;
const MAX_BATCH: usize = 256;
/// The least time from one commit to the next: what comes in between shares one. A commit after a pause does not wait.
const PACE: Duration = Duration::from_millis(2);

/// Something to write. Each is carried out whole or not at all.
#[derive(Debug)]
pub enum Write {
    /// A row of a document, and the client ids that are used in it for the first time. False never; a taken number is a
    /// [`StoreError::Conflict`].
    AppendLog {
        row: LogRow,
        bindings: Vec<ClientBinding>,
    },
    /// See [`snapshots::compact`].
    Compact(NewSnapshot),
    Quarantine(Quarantined),
    /// False when the programme is there already.
    CreateProgramme(Box<NewProgramme>),
    /// False when there is no such person.
    SavePerson {
        person: Person,
        is_active: bool,
    },
    /// False when there is no such meeting.
    SaveMeeting(Box<Meeting>),
    CreateLink(NewLink),
    CreateSession(NewSession),
    /// Spends a sign-in link and opens the session; false when the link was spent or too old.
    SpendLink {
        link: TokenHash,
        session: NewSession,
    },
    MarkSeen {
        session: TokenHash,
        at: Timestamp,
    },
    /// False when there was no such session.
    EndSession {
        session: TokenHash,
    },
    /// Deletes sessions and links that have been of no use for a while.
    DeleteExpired {
        before: Timestamp,
    },
}

impl Write {
    /// Whether this is a transaction by itself.
    fn is_one_statement(&self) -> bool {
        matches!(self, Self::AppendLog { bindings, .. } if bindings.is_empty())
    }
}

/// A write and where its answer goes.
#[derive(Debug)]
pub struct Request {
    write: Write,
    reply: oneshot::Sender<Result<bool, StoreError>>,
}

impl Request {
    pub fn new(write: Write) -> (Self, oneshot::Receiver<Result<bool, StoreError>>) {
        let (reply, answer) = oneshot::channel();
        (Self { write, reply }, answer)
    }
}

/// The writing connection. After a full disk SQLite rolls back by itself and sqlx no longer knows how deep it stands,
/// so whatever goes wrong around the requests costs the connection; the next batch gets a new one.
pub struct Pen {
    options: SqliteConnectOptions,
    connection: Option<SqliteConnection>,
}

impl Pen {
    pub async fn open(options: SqliteConnectOptions) -> Result<Self, sqlx::Error> {
        let connection = Some(SqliteConnection::connect_with(&options).await?);
        Ok(Self {
            options,
            connection,
        })
    }

    pub async fn connection(&mut self) -> Result<&mut SqliteConnection, sqlx::Error> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => SqliteConnection::connect_with(&self.options).await?,
        };
        Ok(self.connection.insert(connection))
    }

    async fn throw_away(&mut self) {
        if let Some(connection) = self.connection.take()
            && let Err(error) = connection.close_hard().await
        {
            tracing::warn!(%error, "a broken database connection did not close");
        }
    }
}

/// Runs until `closing` and the queue is empty.
pub async fn run(mut pen: Pen, mut requests: mpsc::Receiver<Request>, closing: CancellationToken) {
    let mut batch = Vec::with_capacity(MAX_BATCH);
    let mut next_at = Instant::now();
    loop {
        let n_taken = tokio::select! {
            biased;
            () = closing.cancelled(), if !requests.is_closed() => {
                requests.close();
                continue;
            }
            n_taken = requests.recv_many(&mut batch, MAX_BATCH) => n_taken,
        };
        if n_taken == 0 {
            break;
        }
        if Instant::now() < next_at {
            sleep_until(next_at).await;
            while batch.len() < MAX_BATCH
                && let Ok(request) = requests.try_recv()
            {
                batch.push(request);
            }
        }
        next_at = Instant::now() + PACE;
        commit(&mut pen, &mut batch).await;
    }
    if let Some(connection) = pen.connection
        && let Err(error) = connection.close().await
    {
        tracing::warn!(%error, "the database did not close cleanly; it repairs itself at the next start");
    }
}

/// Carries out a batch and answers everyone in it.
async fn commit(pen: &mut Pen, batch: &mut Vec<Request>) {
    let outcome = carry_out(pen, batch).await;
    if outcome.is_err() {
        pen.throw_away().await;
    }
    for (idx, request) in batch.drain(..).enumerate() {
        let answer = match &outcome {
            Ok(answers) => answers[idx].clone(),
            Err(error) => Err(error.clone()),
        };
        drop(request.reply.send(answer)); // whoever asked may have left; what is written stays written
    }
}

/// One transaction for the batch. Only when a request fails is it begun again with a savepoint for each, so that the one
/// that fails takes no other with it: each statement is a way to the database's thread and back.
async fn carry_out(
    pen: &mut Pen,
    batch: &[Request],
) -> Result<Vec<Result<bool, StoreError>>, StoreError> {
    let connection = pen.connection().await?;
    if let [request] = batch
        && request.write.is_one_statement()
    {
        return Ok(vec![execute(connection, &request.write).await]);
    }
    if let Some(answers) = carry_out_together(connection, batch).await? {
        return Ok(answers);
    }
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let mut answers = Vec::with_capacity(batch.len());
    for request in batch {
        let mut savepoint = transaction.begin().await?;
        let answer = execute(&mut savepoint, &request.write).await;
        if answer.is_ok() {
            savepoint.commit().await?;
        } else {
            savepoint.rollback().await?;
        }
        answers.push(answer);
    }
    transaction.commit().await?;
    Ok(answers)
}

/// None, and nothing has changed, when any request fails.
async fn carry_out_together(
    connection: &mut SqliteConnection,
    batch: &[Request],
) -> Result<Option<Vec<Result<bool, StoreError>>>, StoreError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let mut answers = Vec::with_capacity(batch.len());
    for request in batch {
        let answer = execute(&mut transaction, &request.write).await;
        if answer.is_err() {
            transaction.rollback().await?;
            return Ok(None);
        }
        answers.push(answer);
    }
    transaction.commit().await?;
    Ok(Some(answers))
}

async fn execute(connection: &mut SqliteConnection, write: &Write) -> Result<bool, StoreError> {
    match write {
        Write::AppendLog { row, bindings } => append(connection, row, bindings).await,
        Write::Compact(snapshot) => snapshots::compact(connection, snapshot).await,
        Write::Quarantine(quarantined) => quarantine::insert(connection, quarantined).await,
        Write::CreateProgramme(programme) => import::create_programme(connection, programme).await,
        Write::SavePerson { person, is_active } => {
            people::save(connection, person, *is_active).await
        }
        Write::SaveMeeting(meeting) => meetings::save(connection, meeting).await,
        Write::CreateLink(link) => sessions::create_link(connection, link).await,
        Write::CreateSession(session) => sessions::create_session(connection, session).await,
        Write::SpendLink { link, session } => {
            Ok(
                sessions::spend_link(connection, *link, session.created_at).await?
                    && sessions::create_session(connection, session).await?,
            )
        }
        Write::MarkSeen { session, at } => sessions::mark_seen(connection, *session, *at).await,
        Write::EndSession { session } => sessions::end_session(connection, *session).await,
        Write::DeleteExpired { before } => sessions::delete_expired(connection, *before).await,
    }
}

async fn append(
    connection: &mut SqliteConnection,
    row: &LogRow,
    bindings: &[ClientBinding],
) -> Result<bool, StoreError> {
    log::append(connection, row).await?;
    for binding in bindings {
        clients::bind(connection, &row.stream, binding, row.at).await?;
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use shared::id::DocumentId;

    use super::*;
    use crate::store::Store;

    fn row(stream: &str, seq: i64) -> Write {
        let row = LogRow {
            stream: DocumentId::parse(stream).unwrap(),
            seq,
            at: Timestamp(0),
            body: log::encode(std::iter::empty()),
        };
        let bindings = Vec::new();
        Write::AppendLog { row, bindings }
    }

    #[tokio::test]
    async fn a_request_that_fails_takes_no_other_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let store = Store::open(&path).await.unwrap();
        store.write(row("taken", 1)).await.unwrap();

        let streams: Vec<String> = (0..50).map(|n| format!("s{n}")).collect();
        let writes = streams.iter().map(|stream| store.write(row(stream, 1)));
        let (conflict, written) = tokio::join!(
            store.write(row("taken", 1)),
            futures_util::future::join_all(writes)
        );
        assert!(matches!(conflict, Err(StoreError::Conflict { seq: 1, .. })));
        assert!(written.iter().all(Result::is_ok));
        store.close().await;
        assert!(matches!(
            store.write(row("late", 1)).await,
            Err(StoreError::Closed)
        ));

        let store = Store::open(&path).await.unwrap();
        for stream in ["taken", "s0", "s49"] {
            let id = DocumentId::parse(stream).unwrap();
            assert_eq!(
                store.load_document(&id).await.unwrap().next_seq,
                2,
                "{stream}"
            );
        }
    }

    #[tokio::test]
    async fn writing_goes_on_once_the_disk_has_room_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let store = Store::open(&path).await.unwrap();
        // What a full disk does: SQLite rolls the whole transaction back under the library's hands.
        let options = SqliteConnectOptions::new().filename(&path);
        let mut other = SqliteConnection::connect_with(&options).await.unwrap();
        let full = "CREATE TRIGGER full BEFORE INSERT ON log BEGIN SELECT RAISE(ROLLBACK, 'disk is full'); END";
        sqlx::query(full).execute(&mut other).await.unwrap();
        for _ in 0..3 {
            assert!(store.write(row("s", 1)).await.is_err());
        }
        sqlx::query("DROP TRIGGER full")
            .execute(&mut other)
            .await
            .unwrap();
        store.write(row("s", 1)).await.unwrap();
        store.write(row("s", 2)).await.unwrap();
    }
}
