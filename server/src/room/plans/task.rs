//! The task of one plan. On any store error it ends: whoever waited hears so, and the next asking opens it from disk.

use std::sync::Arc;
use std::time::Duration;

use shared::document::splice::Splice;
use shared::document::{Replica, plan as rows};
use shared::id::VersionId;
use shared::plan::ActionPlan;
use shared::plan::docket::decide::{Actor, decide};
use shared::plan::docket::event::{Entry, Event};
use shared::plan::docket::place::PlanText;
use shared::plan::docket::refusal::Refusal;
use shared::plan::docket::state::{Docket, Occasion};
use shared::time::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until, timeout};

use super::around::{Around, read};
use super::history::{History, row};
use super::{Answer, Asking, Denial, Mail, Plans, versions};
use crate::clock;
use crate::room::access::AccessChange;
use crate::store::StoreError;
use crate::store::plans::StoredPlan;
use crate::store::writer::Write;

/// How long a plan about which nobody asks and which nobody follows stays open.
const IDLE: Duration = Duration::from_secs(30);
/// A write that takes longer has failed as far as people are concerned.
const WRITE_PATIENCE: Duration = Duration::from_secs(4);

/// What a plan's task is born with.
pub struct PlanTask {
    pub plans: Arc<Plans>,
    pub plan: StoredPlan,
}

struct OpenPlan<'a> {
    task: &'a PlanTask,
    history: History,
    shown: watch::Sender<Arc<Docket>>,
    /// The last moment given to anything.
    last: Timestamp,
}

/// Runs until nobody asks and nobody follows, or the store fails.
pub async fn run(task: PlanTask, mut mails: mpsc::Receiver<Mail>) {
    match OpenPlan::load(&task).await {
        Ok(mut plan) => {
            if let Err(error) = plan.serve(&mut mails).await {
                tracing::error!(plan.id = %task.plan.id, %error, "what is decided about the plan cannot be stored");
            }
        }
        Err(error) => {
            tracing::error!(plan.id = %task.plan.id, %error, "the plan's docket cannot be read");
        }
    }
    // Whoever is still in the mailbox hears that nothing was stored when their mail is dropped with it.
    mails.close();
    task.plans.sweep();
}

impl<'a> OpenPlan<'a> {
    async fn load(task: &'a PlanTask) -> Result<Self, StoreError> {
        let history = task.read().await?;
        let shown = watch::Sender::new(Arc::new(history.state.clone()));
        Ok(Self {
            task,
            last: history.state.at,
            history,
            shown,
        })
    }

    async fn serve(&mut self, mails: &mut mpsc::Receiver<Mail>) -> Result<(), StoreError> {
        let mut idle_at = Instant::now() + IDLE;
        loop {
            tokio::select! {
                biased;
                () = self.task.plans.shutdown.cancelled() => {
                    while let Ok(mail) = mails.try_recv() {
                        self.take(mail).await?;
                    }
                    return Ok(());
                }
                mail = mails.recv() => match mail {
                    Some(mail) => self.take(mail).await?,
                    None => return Ok(()), // nobody can knock any more
                },
                () = sleep_until(idle_at) => {
                    if self.shown.receiver_count() == 0 {
                        return Ok(());
                    }
                }
            }
            idle_at = Instant::now() + IDLE;
        }
    }

    /// Whoever waits for an answer may have left meanwhile; what happened stays so.
    async fn take(&mut self, mail: Mail) -> Result<(), StoreError> {
        match mail {
            Mail::Look(reply) => drop(reply.send(Arc::clone(&self.shown.borrow()))),
            Mail::Follow(reply) => drop(reply.send(self.shown.subscribe())),
            Mail::Ask(asking, reply) => match self.carry_out(&asking).await {
                Ok(answer) => drop(reply.send(answer)),
                Err(error) => {
                    drop(reply.send(Err(Denial::Storage(error.clone()))));
                    return Err(error);
                }
            },
        }
        Ok(())
    }

    /// When somebody else has written meanwhile, theirs comes first, and it is decided once more.
    async fn carry_out(&mut self, asking: &Asking) -> Result<Answer, StoreError> {
        match self.try_once(asking).await {
            Err(error @ StoreError::Conflict { .. }) => {
                tracing::warn!(plan.id = %self.task.plan.id, %error, "the plan's docket is read again");
                self.history = self.task.read().await?;
                self.last = self.last.max(self.history.state.at);
                self.show();
                self.try_once(asking).await
            }
            outcome => outcome,
        }
    }

    async fn try_once(&mut self, asking: &Asking) -> Result<Answer, StoreError> {
        let person = &asking.person.id;
        if let Some(at) = self.history.answered.find(person, &asking.request) {
            return Ok(Ok(at));
        }
        let state = &self.history.state;
        let around = self.task.look_around(state, &asking.command).await?;
        let at = clock::now().max(self.last.plus_ms(1));
        self.last = at;
        let events = match decide_now(state, &around, asking, at) {
            Ok(events) => events,
            Err(refusal) => return Ok(Err(Denial::Refused(refusal))),
        };
        let entry = Entry {
            at,
            by: person.clone(),
            request: asking.request.clone(),
            events,
        };
        match self.write_down(&entry, &around).await? {
            Ok(()) => {}
            Err(refusal) => return Ok(Err(Denial::Refused(refusal))),
        }
        self.announce(&entry);
        Ok(Ok(at))
    }

    /// First the words, then that it happened: if the server stops in between, asking again finds the words there.
    async fn write_down(
        &mut self,
        entry: &Entry,
        around: &Around,
    ) -> Result<Result<(), Refusal>, StoreError> {
        let mut kept = Vec::new();
        let keeps = |event: &Event| matches!(event, Event::VersionKept { .. });
        if entry.events.iter().any(writes) || entry.events.iter().any(keeps) {
            let Some(before) = self.stand().await? else {
                return Ok(Err(Refusal::TextsMissing));
            };
            for event in &entry.events {
                if let Err(refusal) = self.write_words(event, around).await? {
                    return Ok(Err(refusal));
                }
            }
            let Some(after) = self.stand().await? else {
                return Ok(Err(Refusal::TextsMissing));
            };
            kept = versions::bodies(&entry.events, &before, &after);
        }
        let plan = self.task.plan.id.clone();
        let write = self.task.plans.store.write(Write::AppendDocket {
            row: row(&plan, self.history.next_seq, entry),
            plan,
            versions: kept,
        });
        timeout(WRITE_PATIENCE, write)
            .await
            .unwrap_or(Err(StoreError::TooSlow))?;
        self.history.add(entry);
        self.history.next_seq += 1;
        self.show();
        Ok(Ok(()))
    }

    /// The rows now; none while the document does not answer.
    async fn stand(&self) -> Result<Option<ActionPlan>, StoreError> {
        let head = self.history.state.head.clone();
        Ok(match self.task.rows().await? {
            Some(document) => read(&document, head).await,
            None => Some(ActionPlan::default()),
        })
    }

    async fn write_words(
        &self,
        event: &Event,
        around: &Around,
    ) -> Result<Result<(), Refusal>, StoreError> {
        match event {
            Event::SuggestionAnswered { id, state } => {
                let suggestion = self.history.state.suggestions.get(id);
                let standing = around.text(id);
                let (Some(suggestion), Some(standing)) = (suggestion, standing) else {
                    return Ok(Ok(()));
                };
                let splice = match suggestion.splice(*state, standing) {
                    Ok(splice) => splice,
                    Err(refusal) => return Ok(Err(refusal)),
                };
                self.splice(&suggestion.draft.text, splice).await
            }
            Event::VersionKept {
                occasion: Occasion::Restored { version },
                ..
            } => self.restore(version).await,
            _ => Ok(Ok(())),
        }
    }

    async fn splice(
        &self,
        text: &PlanText,
        splice: Option<Splice>,
    ) -> Result<Result<(), Refusal>, StoreError> {
        let (Some(splice), PlanText::Row(key)) = (splice, text.clone()) else {
            return Ok(Ok(()));
        };
        let change = move |replica: &mut Replica| {
            let update = rows::splice_text(replica, &key, &splice);
            update.into_iter().collect()
        };
        self.write(change).await
    }

    async fn restore(&self, version: &VersionId) -> Result<Result<(), Refusal>, StoreError> {
        let kept = self.task.plans.version(&self.task.plan, version).await?;
        let Some(kept) = kept else {
            return Ok(Err(Refusal::NoSuchVersion));
        };
        self.write(move |replica| rows::rewrite(replica, &kept.rows).into_iter().collect())
            .await
    }

    async fn write(
        &self,
        change: impl FnOnce(&mut Replica) -> Vec<Vec<u8>> + Send + 'static,
    ) -> Result<Result<(), Refusal>, StoreError> {
        let Some(document) = self.task.rows().await? else {
            return Ok(Err(Refusal::TextsMissing));
        };
        Ok(document
            .write(change)
            .await
            .map_err(|_| Refusal::TextsMissing))
    }

    fn show(&self) {
        self.shown
            .send_replace(Arc::new(self.history.state.clone()));
    }

    /// Whether the plan is a draft decides who may write in its documents.
    fn announce(&self, entry: &Entry) {
        let moves = |event: &Event| matches!(event, Event::MovedOn { .. } | Event::Unlocked { .. });
        if entry.events.iter().any(moves) {
            let change = AccessChange::Plan(self.task.plan.id.clone());
            drop(self.task.plans.access_changes.send(change)); // an error only says that nobody is connected
        }
    }
}

fn decide_now(
    docket: &Docket,
    around: &Around,
    asking: &Asking,
    at: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    let lock = |act| asking.locks.of(act);
    let actor = Actor {
        person: &asking.person,
        lock: &lock,
    };
    let command = asking.command.clone();
    decide(docket, &around.surroundings(), &actor, command, at)
}

fn writes(event: &Event) -> bool {
    matches!(event, Event::SuggestionAnswered { .. })
}

impl PlanTask {
    async fn read(&self) -> Result<History, StoreError> {
        let log = self.plans.store.load_docket(&self.plan.id).await?;
        History::open(&self.plan.id, &log)
    }
}
