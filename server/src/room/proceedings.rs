//! Meetings in which something happens: one task each, found here. It drains its mailbox, lets the rules decide, stores
//! what happened in one log row, and only then answers and shows it.

pub mod answered;
pub mod around;
mod forget;
pub mod history;
pub mod own;
mod scribe;
mod task;

use std::sync::Arc;

use shared::id::{MeetingId, ProgrammeId, RequestId};
use shared::meeting::Meeting;
use shared::proceedings::command::Command;
use shared::proceedings::refusal::Refusal;
use shared::proceedings::state::Proceedings;
use shared::programme::Person;
use shared::rights::{Act, Lock};
use shared::time::Timestamp;
use tokio::sync::{broadcast, oneshot, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::mailboxes::Mailboxes;
use super::registry::Registry;
use crate::room::access::AccessChange;
use crate::store::{Store, StoreError};
use task::MeetingTask;

/// How many mails may wait before those who ask wait too.
const MAILBOX_LEN: usize = 1_024;

/// The meetings that somebody follows or changes now.
pub struct Meetings {
    store: Store,
    registry: Arc<Registry>,
    access_changes: broadcast::Sender<AccessChange>,
    tracker: TaskTracker,
    shutdown: CancellationToken,
    mailboxes: Mailboxes<MeetingId, Mail>,
}

/// What somebody asks, and what stands in their way: the rights of their role, and of the way they came in.
pub struct Asking {
    pub person: Person,
    pub request: RequestId,
    pub command: Command,
    pub lock: Box<LockFn>,
}

pub type LockFn = dyn Fn(&Meeting, Act) -> Option<Lock> + Send + Sync;

/// Why an asking was not carried out.
#[derive(Debug, Clone)]
pub enum Denial {
    Refused(Refusal),
    NoSuchMeeting,
    Storage(StoreError),
}

/// When it happened; every [`Sight`] with at least this number shows it.
pub type Answer = Result<Timestamp, Denial>;

/// The proceedings at one moment, uncut.
#[derive(Debug, Clone)]
pub struct Sight {
    pub proceedings: Arc<Proceedings>,
    /// Greater than that of everything that has happened, and at most that of everything that will.
    pub seq: Timestamp,
    /// The number the next log row takes: whoever changes what the proceedings are about takes it, so that nobody else
    /// has meanwhile.
    pub next_row: i64,
}

enum Mail {
    Ask(Box<Asking>, oneshot::Sender<Answer>),
    Look(oneshot::Sender<Sight>),
    /// Changes with everything that happens; while somebody holds it, the task stays.
    Follow(oneshot::Sender<watch::Receiver<Arc<Proceedings>>>),
    Fold(Box<FoldFn>, oneshot::Sender<Result<bool, StoreError>>),
}

pub type FoldFn = dyn Fn(&mut Proceedings) + Send + Sync;

impl Meetings {
    pub fn new(
        store: Store,
        registry: Arc<Registry>,
        access_changes: broadcast::Sender<AccessChange>,
        tracker: TaskTracker,
        shutdown: CancellationToken,
    ) -> Arc<Self> {
        Arc::new(Self {
            store,
            registry,
            access_changes,
            tracker,
            shutdown,
            mailboxes: Mailboxes::new(MAILBOX_LEN),
        })
    }

    /// Carries out what somebody asks, once.
    pub async fn ask(
        self: &Arc<Self>,
        programme: &ProgrammeId,
        meeting: &MeetingId,
        asking: Asking,
    ) -> Answer {
        let (reply, answer) = oneshot::channel();
        let mail = Mail::Ask(Box::new(asking), reply);
        self.send(programme, meeting, mail, answer)
            .await
            .unwrap_or_else(|error| Err(Denial::Storage(error)))
    }

    pub async fn look(
        self: &Arc<Self>,
        programme: &ProgrammeId,
        meeting: &MeetingId,
    ) -> Result<Sight, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.send(programme, meeting, Mail::Look(reply), answer)
            .await
    }

    pub async fn follow(
        self: &Arc<Self>,
        programme: &ProgrammeId,
        meeting: &MeetingId,
    ) -> Result<watch::Receiver<Arc<Proceedings>>, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.send(programme, meeting, Mail::Follow(reply), answer)
            .await
    }

    /// Takes something out of a meeting for good: what is left is kept as a folded state, and the rows of the log that
    /// said more are deleted. False when nothing had to be taken out.
    pub async fn fold(
        self: &Arc<Self>,
        programme: &ProgrammeId,
        meeting: &MeetingId,
        change: impl Fn(&mut Proceedings) + Send + Sync + 'static,
    ) -> Result<bool, StoreError> {
        let (reply, answer) = oneshot::channel();
        let mail = Mail::Fold(Box::new(change), reply);
        self.send(programme, meeting, mail, answer).await?
    }

    /// Takes out of every meeting of a programme what goes with people who are erased.
    pub async fn forget_erased(
        self: &Arc<Self>,
        programme: &ProgrammeId,
    ) -> Result<(), StoreError> {
        let erased = self.store.load_erased(programme).await?;
        if erased.is_empty() {
            return Ok(());
        }
        for meeting in self.store.load_meetings(programme).await? {
            let erased = erased.clone();
            let change = move |proceedings: &mut Proceedings| {
                for person in &erased {
                    forget::forget(proceedings, person);
                }
            };
            self.fold(programme, &meeting.id, change).await?;
        }
        Ok(())
    }

    async fn send<T>(
        self: &Arc<Self>,
        programme: &ProgrammeId,
        meeting: &MeetingId,
        mail: Mail,
        answer: oneshot::Receiver<T>,
    ) -> Result<T, StoreError> {
        let begin = |mails| {
            let task = MeetingTask {
                meetings: Arc::clone(self),
                programme: programme.clone(),
                meeting: meeting.clone(),
            };
            self.tracker.spawn(task::run(task, mails));
        };
        self.mailboxes.send(meeting, mail, answer, begin).await
    }
}
