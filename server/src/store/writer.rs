//! The only task that writes. It takes everything that waits, carries it out in one transaction, commits, and then
//! answers: a commit costs the same for one room as for ten.

use std::time::Duration;

use shared::id::{DeviceId, MeetingId, PersonId, PlanId};
use shared::meeting::Meeting;
use shared::programme::Person;
use shared::time::Timestamp;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::StoreError;
use super::attendance::AttendanceSet;
use super::audit::NewAudit;
use super::clients::ClientBinding;
use super::codes::{CodeUse, NewCode};
use super::database::{Connection, Database};
use super::house::{self, HouseWrite};
use super::import::NewProgramme;
use super::knocks::{KnockReply, NewKnock};
use super::links::NewLink;
use super::log::LogRow;
use super::mails::{MailState, NewMail};
use super::pen::Pen;
use super::plans::NewVersion;
use super::proceedings::NewFold;
use super::quarantine::Quarantined;
use super::sessions::{NewSession, Rotation, Shown};
use super::snapshots::NewSnapshot;
use super::{
    attendance, audit, clients, codes, import, knocks, links, log, mails, meetings, people, plans,
    proceedings, quarantine, sessions, snapshots,
};
use crate::on;
use crate::secret::TokenHash;

/// How many requests may wait before those who ask wait too.
pub const QUEUE_LEN: usize = 1_024;
const MAX_BATCH: usize = 256;
/// The least time from one commit to the next: what comes in between shares one. A commit after a pause does not wait.
const PACE: Duration = Duration::from_millis(2);
/// A batch that takes longer has lost its connection: over a network the other end can vanish without a word.
const PATIENCE: Duration = Duration::from_secs(5);

/// Something to write. Each is carried out whole or not at all.
#[derive(Debug)]
pub enum Write {
    /// A row of a document, and the client ids that are used in it for the first time. False never; a taken number is a
    /// [`StoreError::Conflict`].
    AppendLog {
        row: LogRow,
        bindings: Vec<ClientBinding>,
    },
    /// What has happened in a meeting. Nothing is stored when the row is taken, or when the meeting is deleted: see
    /// [`StoreError::Conflict`] and [`StoreError::Gone`].
    AppendEntries(LogRow),
    /// What was decided about a plan, and the versions kept with it. False never; a taken row is a
    /// [`StoreError::Conflict`].
    AppendDocket {
        plan: PlanId,
        row: LogRow,
        versions: Vec<NewVersion>,
    },
    /// See [`proceedings::fold`].
    FoldProceedings(NewFold),
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
    /// See [`house::HouseChange`] for when it is false.
    House(Box<HouseWrite>),
    CreateLink(NewLink),
    CreateSession(NewSession),
    /// Spends a sign-in link and opens the session; false when the link was spent or too old.
    SpendLink {
        link: TokenHash,
        session: NewSession,
    },
    MarkSeen {
        session: DeviceId,
        shown: Shown,
        at: Timestamp,
    },
    /// False when somebody else has changed the token meanwhile.
    RotateSession(Rotation),
    /// False when the person has no such session.
    EndSession {
        session: DeviceId,
        person: PersonId,
    },
    NoteAudit(NewAudit),
    AddMail(NewMail),
    /// False when there is no such mail.
    MarkMail {
        id: String,
        state: MailState,
    },
    /// A request for codes, with the links of the same mails.
    CreateCodes {
        links: Vec<NewLink>,
        codes: Vec<NewCode>,
    },
    /// See [`codes::count_try`].
    CountTry {
        request: TokenHash,
        max_tries: i64,
        at: Timestamp,
    },
    /// Spends a code and opens the session; false when the code was spent or too old.
    SpendCode {
        spent: CodeUse,
        session: NewSession,
    },
    /// See [`knocks::create`].
    CreateKnock(NewKnock),
    /// See [`knocks::reply`].
    ReplyToKnock(Box<KnockReply>),
    /// Goes through the door and opens the session; see [`knocks::enter`].
    EnterByKnock {
        token: TokenHash,
        again_since: Timestamp,
        session: NewSession,
    },
    /// Somebody comes to a meeting; false when they are here already.
    Arrive {
        meeting: MeetingId,
        person: PersonId,
        at: Timestamp,
    },
    SetAttendance(AttendanceSet),
    /// Deletes sessions and links that have been of no use for a while.
    DeleteExpired {
        before: Timestamp,
    },
}

impl Write {
    /// Whether this is a transaction by itself.
    fn is_one_statement(&self) -> bool {
        match self {
            Self::AppendLog { bindings, .. } => bindings.is_empty(),
            Self::AppendEntries(_) => true,
            _ => false,
        }
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
    pen.put_down().await;
}

/// Carries out a batch and answers everyone in it.
async fn commit(pen: &mut Pen, batch: &mut Vec<Request>) {
    let outcome = timeout(PATIENCE, carry_out(pen, batch))
        .await
        .unwrap_or(Err(StoreError::TooSlow));
    if outcome.is_err() && timeout(PATIENCE, pen.throw_away()).await.is_err() {
        tracing::warn!("a broken database connection does not close and is left behind");
    }
    for (idx, request) in batch.drain(..).enumerate() {
        let answer = match &outcome {
            Ok(answers) => answers[idx].clone(),
            Err(error) => Err(error.clone()),
        };
        drop(request.reply.send(answer)); // whoever asked may have left; what is written stays written
    }
}

/// What each request of a batch is answered; an error outside means that none was carried out.
type Answers = Vec<Result<bool, StoreError>>;

/// Each statement is a way to the database and back, so a batch is first tried as a whole; only when a request fails is it
/// begun again with a savepoint for each, and the one that fails takes no other with it.
async fn carry_out(pen: &mut Pen, batch: &[Request]) -> Result<Answers, StoreError> {
    let begin = match pen.options() {
        Database::Sqlite(_) => "BEGIN IMMEDIATE",
        Database::Postgres(_) => "BEGIN",
    };
    let mut connection = on!(pen.connection().await?, |connection| Connection::from(
        connection
    ));
    if let [request] = batch
        && request.write.is_one_statement()
    {
        return alone(&mut connection, request).await;
    }
    match together(&mut connection, begin, batch).await? {
        Some(answers) => Ok(answers),
        None => apart(&mut connection, begin, batch).await,
    }
}

async fn alone(connection: &mut Connection<'_>, request: &Request) -> Result<Answers, StoreError> {
    match execute(connection, &request.write).await {
        // It may be the connection that is broken.
        Err(error @ StoreError::Database(_)) => Err(error),
        answer => Ok(vec![answer]),
    }
}

/// One transaction; none, and nothing written, when a request fails.
async fn together(
    connection: &mut Connection<'_>,
    begin: &'static str,
    batch: &[Request],
) -> Result<Option<Answers>, StoreError> {
    say(connection, begin).await?;
    let mut answers = Vec::with_capacity(batch.len());
    for request in batch {
        match execute(connection, &request.write).await {
            Err(error) if is_late(&error) => return Err(error),
            Err(_) => {
                say(connection, "ROLLBACK").await?;
                return Ok(None);
            }
            answer => answers.push(answer),
        }
    }
    say(connection, "COMMIT").await?;
    Ok(Some(answers))
}

/// One transaction with a savepoint for each request.
async fn apart(
    connection: &mut Connection<'_>,
    begin: &'static str,
    batch: &[Request],
) -> Result<Answers, StoreError> {
    say(connection, begin).await?;
    let mut answers = Vec::with_capacity(batch.len());
    for request in batch {
        say(connection, "SAVEPOINT request").await?;
        let answer = execute(connection, &request.write).await;
        match &answer {
            Ok(_) => {}
            Err(error) if is_late(error) => return answer.map(|_| Vec::new()),
            Err(_) => say(connection, "ROLLBACK TO SAVEPOINT request").await?,
        }
        say(connection, "RELEASE SAVEPOINT request").await?;
        answers.push(answer);
    }
    say(connection, "COMMIT").await?;
    Ok(answers)
}

/// Begins, ends and parts transactions. Not by the library: whatever goes wrong on the way costs the connection, so
/// nothing needs to be undone behind it.
async fn say(connection: &mut Connection<'_>, sql: &'static str) -> Result<(), StoreError> {
    on!(connection, |connection| sqlx::raw_sql(sql)
        .execute(&mut **connection)
        .await
        .map(drop)?);
    Ok(())
}

/// Whether PostgreSQL gave up waiting. Whatever blocks this request would make every later one of the batch wait as long.
fn is_late(error: &StoreError) -> bool {
    const QUERY_CANCELED: &str = "57014";
    const LOCK_NOT_AVAILABLE: &str = "55P03";
    let StoreError::Database(error) = error else {
        return false;
    };
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| [QUERY_CANCELED, LOCK_NOT_AVAILABLE].contains(&&*code))
}

async fn execute(connection: &mut Connection<'_>, write: &Write) -> Result<bool, StoreError> {
    match write {
        Write::AppendLog { row, bindings } => append(connection, row, bindings).await,
        Write::AppendEntries(row) => log::append_to_meeting(connection, row).await,
        Write::AppendDocket {
            plan,
            row,
            versions,
        } => plans::append(connection, plan, row, versions).await,
        Write::FoldProceedings(new) => proceedings::fold(connection, new).await,
        Write::Compact(snapshot) => snapshots::compact(connection, snapshot).await,
        Write::Quarantine(quarantined) => quarantine::insert(connection, quarantined).await,
        Write::CreateProgramme(programme) => import::create_programme(connection, programme).await,
        Write::SavePerson { person, is_active } => {
            people::save(connection, person, *is_active).await
        }
        Write::SaveMeeting(meeting) => meetings::save(connection, meeting).await,
        Write::House(write) => house::carry_out(connection, write).await,
        Write::CreateLink(link) => links::create(connection, link).await,
        Write::CreateSession(session) => sessions::create(connection, session).await,
        Write::SpendLink { link, session } => {
            Ok(links::spend(connection, *link, session.created_at).await?
                && sessions::create(connection, session).await?)
        }
        Write::MarkSeen { session, shown, at } => {
            sessions::mark_seen(connection, session, *shown, *at).await
        }
        Write::RotateSession(rotation) => sessions::rotate(connection, rotation).await,
        Write::EndSession { session, person } => sessions::end(connection, session, person).await,
        Write::NoteAudit(entry) => audit::insert(connection, entry).await,
        Write::AddMail(mail) => mails::insert(connection, mail).await,
        Write::MarkMail { id, state } => mails::mark(connection, id, *state).await,
        Write::CreateCodes { links, codes } => codes::create(connection, links, codes).await,
        Write::CountTry {
            request,
            max_tries,
            at,
        } => codes::count_try(connection, *request, *max_tries, *at).await,
        Write::SpendCode { spent, session } => {
            Ok(codes::spend(connection, spent).await?
                && sessions::create(connection, session).await?)
        }
        Write::CreateKnock(knock) => knocks::create(connection, knock).await,
        Write::ReplyToKnock(reply) => knocks::reply(connection, reply).await,
        Write::EnterByKnock {
            token,
            again_since,
            session,
        } => Ok(
            knocks::enter(connection, *token, *again_since, session.created_at).await?
                && sessions::create(connection, session).await?,
        ),
        Write::Arrive {
            meeting,
            person,
            at,
        } => attendance::arrive(connection, meeting, person, *at).await,
        Write::SetAttendance(new) => attendance::set(connection, new).await,
        Write::DeleteExpired { before } => sessions::delete_expired(connection, *before).await,
    }
}

async fn append(
    connection: &mut Connection<'_>,
    row: &LogRow,
    bindings: &[ClientBinding],
) -> Result<bool, StoreError> {
    log::append(connection, row).await?;
    for binding in bindings {
        clients::bind(connection, &row.stream, binding, row.at).await?;
    }
    Ok(true)
}
