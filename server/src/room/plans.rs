//! Plans about which something is decided: one task each, found here. It lets the rules decide, writes the words that
//! follow from it, stores what happened, and only then answers and shows it.

mod around;
pub mod history;
pub mod review;
mod task;
pub mod versions;
mod writing;
mod written;

use std::pin::Pin;
use std::sync::Arc;

use shared::id::{PersonId, PlanId, ProgrammeId, RequestId};
use shared::meeting::{Meeting, MeetingKind, MeetingState};
use shared::plan::docket::command::Command;
use shared::plan::docket::refusal::Refusal;
use shared::plan::docket::state::Docket;
use shared::proceedings::state::Proceedings;
use shared::programme::Person;
use shared::rights::{Act, Lock};
use shared::time::Timestamp;
use tokio::sync::{broadcast, oneshot, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::mailboxes::Mailboxes;
use super::proceedings::Meetings;
use super::registry::Registry;
use crate::room::access::AccessChange;
use crate::store::plans::StoredPlan;
use crate::store::{Store, StoreError};
use task::PlanTask;

pub use history::begun;

/// How many mails may wait before those who ask wait too.
const MAILBOX_LEN: usize = 256;

/// The plans that somebody follows or changes now.
pub struct Plans {
    store: Store,
    registry: Arc<Registry>,
    meetings: Arc<Meetings>,
    access_changes: broadcast::Sender<AccessChange>,
    tracker: TaskTracker,
    shutdown: CancellationToken,
    mailboxes: Mailboxes<PlanId, Mail>,
}

/// What somebody asks, and what stands in their way.
pub struct Asking {
    pub person: Person,
    pub request: RequestId,
    pub command: Command,
    /// Looked up when the asking is taken up: what stands in the way then, not when it was sent.
    pub locks: Box<dyn Fn() -> LooksUp + Send + Sync>,
}

/// What stands in somebody's way, while it is looked up.
pub type LooksUp = Pin<Box<dyn Future<Output = Result<Locks, StoreError>> + Send>>;

/// What stands in somebody's way in the plans, for the acts that rules ask about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locks {
    pub read: Option<Lock>,
    pub edit: Option<Lock>,
    pub decide: Option<Lock>,
}

/// Why an asking was not carried out.
#[derive(Debug, Clone)]
pub enum Denial {
    Refused(Refusal),
    Storage(StoreError),
}

/// When it happened; every docket shown from then on shows it.
pub type Answer = Result<Timestamp, Denial>;

enum Mail {
    Ask(Box<Asking>, oneshot::Sender<Answer>),
    /// False when nothing had to go.
    Forget(Vec<PersonId>, oneshot::Sender<Result<bool, StoreError>>),
    Look(oneshot::Sender<Arc<Docket>>),
    /// Changes with everything that happens; while somebody holds it, the task stays.
    Follow(oneshot::Sender<watch::Receiver<Arc<Docket>>>),
}

impl Locks {
    pub fn of(&self, act: Act) -> Option<Lock> {
        match act {
            Act::ReadMaterial | Act::FollowShared => self.read,
            Act::EditPlan => self.edit,
            Act::DecidePlan => self.decide,
            // No rule of a plan asks about anything else.
            _ => Some(Lock::Role),
        }
    }
}

impl Plans {
    pub fn new(
        store: Store,
        registry: Arc<Registry>,
        meetings: Arc<Meetings>,
        access_changes: broadcast::Sender<AccessChange>,
        tracker: TaskTracker,
        shutdown: CancellationToken,
    ) -> Arc<Self> {
        Arc::new(Self {
            store,
            registry,
            meetings,
            access_changes,
            tracker,
            shutdown,
            mailboxes: Mailboxes::new(MAILBOX_LEN),
        })
    }

    /// Carries out what somebody asks, once.
    pub async fn ask(self: &Arc<Self>, plan: &StoredPlan, asking: Asking) -> Answer {
        let (reply, answer) = oneshot::channel();
        let mail = Mail::Ask(Box::new(asking), reply);
        self.send(plan, mail, answer)
            .await
            .unwrap_or_else(|error| Err(Denial::Storage(error)))
    }

    pub async fn look(self: &Arc<Self>, plan: &StoredPlan) -> Result<Arc<Docket>, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.send(plan, Mail::Look(reply), answer).await
    }

    pub async fn follow(
        self: &Arc<Self>,
        plan: &StoredPlan,
    ) -> Result<watch::Receiver<Arc<Docket>>, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.send(plan, Mail::Follow(reply), answer).await
    }

    /// Takes out of every plan of a programme what only people who are erased could still see.
    pub async fn forget_erased(
        self: &Arc<Self>,
        programme: &ProgrammeId,
    ) -> Result<(), StoreError> {
        let erased = self.store.load_erased(programme).await?;
        if erased.is_empty() {
            return Ok(());
        }
        for plan in self.store.load_plans(programme).await? {
            let (reply, answer) = oneshot::channel();
            let mail = Mail::Forget(erased.clone(), reply);
            self.send(&plan, mail, answer).await??;
        }
        Ok(())
    }

    /// What happens in the seminars that are being held.
    pub async fn held_seminars(
        self: &Arc<Self>,
        programme: &ProgrammeId,
    ) -> Result<Vec<Arc<Proceedings>>, StoreError> {
        let meetings = self.store.load_meetings(programme).await?;
        let mut held = Vec::new();
        for meeting in meetings.iter().filter(|meeting| is_held_seminar(meeting)) {
            let sight = self.meetings.look(programme, &meeting.id).await?;
            held.push(sight.proceedings);
        }
        Ok(held)
    }

    async fn send<T>(
        self: &Arc<Self>,
        plan: &StoredPlan,
        mail: Mail,
        answer: oneshot::Receiver<T>,
    ) -> Result<T, StoreError> {
        let begin = |mails| {
            let task = PlanTask {
                plans: Arc::clone(self),
                plan: plan.clone(),
            };
            self.tracker.spawn(task::run(task, mails));
        };
        self.mailboxes.send(&plan.id, mail, answer, begin).await
    }
}

/// Whether the plans are written in this meeting now.
pub fn is_held_seminar(meeting: &Meeting) -> bool {
    meeting.kind == MeetingKind::BoardSeminar
        && matches!(meeting.state, MeetingState::Open | MeetingState::Running)
}
