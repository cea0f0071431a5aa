//! The task of one plan. On any store error it ends: whoever waited hears so, and the next asking opens it from disk.

use std::sync::Arc;
use std::time::Duration;

use shared::id::{PersonId, RequestId};
use shared::plan::docket::decide::{Actor, decide};
use shared::plan::docket::event::{Entry, Event};
use shared::plan::docket::is_frozen;
use shared::plan::docket::refusal::Refusal;
use shared::plan::docket::state::{Docket, Occasion};
use shared::time::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until, timeout};

use super::around::Around;
use super::history::{History, row};
use super::{Answer, Asking, Denial, Locks, Mail, Plans, versions};
use crate::clock;
use crate::room::access::AccessChange;
use crate::store::StoreError;
use crate::store::import::OwnerId;
use crate::store::plans::{NewVersion, StoredPlan};
use crate::store::proceedings::NewFold;
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
    task.plans.mailboxes.sweep();
}

impl<'a> OpenPlan<'a> {
    async fn load(task: &'a PlanTask) -> Result<Self, StoreError> {
        let history = task.read().await?;
        let shown = watch::Sender::new(Arc::new(history.state.clone()));
        let plan = Self {
            task,
            last: history.state.at,
            history,
            shown,
        };
        plan.hold(is_frozen(&plan.history.state)).await?;
        Ok(plan)
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
            Mail::Forget(people, reply) => {
                let outcome = self.forget(&people).await;
                let failed = outcome.as_ref().err().cloned();
                drop(reply.send(outcome));
                if let Some(error) = failed {
                    return Err(error);
                }
            }
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
        if !asking.command.is_of_whole_text() {
            return self.decide_and_write(asking).await;
        }
        // Nobody is kept from writing for what is refused anyway.
        if let Err(denial) = self.decide(asking).await? {
            return Ok(Err(denial));
        }
        // Held before anything of it is read again: the checks, the hash and the versions are of one text.
        self.hold(true).await?;
        let answer = self.decide_and_write(asking).await?;
        self.hold(is_frozen(&self.history.state)).await?;
        Ok(answer)
    }

    async fn decide(&mut self, asking: &Asking) -> Result<Result<Entry, Denial>, StoreError> {
        let state = &self.history.state;
        let around = self.task.look_around(state, &asking.command).await?;
        let locks = (asking.locks)().await?;
        let at = clock::now().max(self.last.plus_ms(1));
        self.last = at;
        let decided = decide_now(state, &around, asking, locks, at);
        Ok(decided.map_err(Denial::Refused).map(|events| Entry {
            at,
            by: asking.person.id.clone(),
            request: asking.request.clone(),
            events,
        }))
    }

    async fn decide_and_write(&mut self, asking: &Asking) -> Result<Answer, StoreError> {
        let mut entry = match self.decide(asking).await? {
            Ok(entry) => entry,
            Err(denial) => return Ok(Err(denial)),
        };
        if let Some(first) = kept_first(&mut entry)
            && let Err(refusal) = self.write_down(&first).await?
        {
            return Ok(Err(Denial::Refused(refusal)));
        }
        match self.write_down(&entry).await {
            Ok(Ok(())) => {}
            Ok(Err(refusal)) => return Ok(Err(Denial::Refused(refusal))),
            Err(error) => {
                // Whether it is on disk is not known here: the next life of this task reads it there, and lets the
                // documents go or not.
                self.announce(&entry);
                return Err(error);
            }
        }
        self.announce(&entry);
        Ok(Ok(entry.at))
    }

    /// First the words, then that it happened: if the server stops in between, asking again finds the words there.
    async fn write_down(&mut self, entry: &Entry) -> Result<Result<(), Refusal>, StoreError> {
        let mut kept = Vec::new();
        if entry.events.iter().any(touches_words) {
            kept = match self.write_words(entry).await? {
                Ok(kept) => kept,
                Err(refusal) => return Ok(Err(refusal)),
            };
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
        let opens = |event: &Event| matches!(event, Event::Unlocked { .. });
        if entry.events.iter().any(opens) && !is_frozen(&self.history.state) {
            self.hold(false).await?;
        }
        Ok(Ok(()))
    }

    /// Writes what the events bring, and answers the versions they keep.
    async fn write_words(
        &self,
        entry: &Entry,
    ) -> Result<Result<Vec<NewVersion>, Refusal>, StoreError> {
        let head = || self.history.state.head.clone();
        let Some(before) = self.task.whole_stand(head()).await? else {
            return Ok(Err(Refusal::TextsMissing));
        };
        for event in &entry.events {
            if let Err(refusal) = self.task.write(&self.history.state, event).await? {
                return Ok(Err(refusal));
            }
        }
        let Some(after) = self.task.whole_stand(head()).await? else {
            return Ok(Err(Refusal::TextsMissing));
        };
        Ok(Ok(versions::bodies(&entry.events, &before, &after)))
    }

    /// A document that does not answer has no session that could write in it.
    async fn hold(&self, is_held: bool) -> Result<(), StoreError> {
        let documents = [self.task.rows().await?, self.task.chapters().await?];
        for document in documents.into_iter().flatten() {
            let _is_away = document.hold(is_held).await;
        }
        Ok(())
    }

    /// Takes out for good what only these people could still see, and keeps the rest in the place of all entries.
    async fn forget(&mut self, people: &[PersonId]) -> Result<bool, StoreError> {
        loop {
            let mut next = self.history.clone();
            for person in people {
                next.state.forget(person);
            }
            if next == self.history {
                return Ok(false);
            }
            let fold = Write::FoldProceedings(NewFold {
                owner: OwnerId::Plan(self.task.plan.id.clone()),
                seq: next.next_seq - 1,
                at: clock::now(),
                body: next.fold(),
            });
            if self.task.plans.store.write(fold).await? {
                self.history = next;
                self.show();
                return Ok(true);
            }
            // Somebody else has folded more than is known here.
            self.history = self.task.read().await?;
            self.show();
        }
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
    locks: Locks,
    at: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    let lock = |act| locks.of(act);
    let actor = Actor {
        person: &asking.person,
        lock: &lock,
    };
    let command = asking.command.clone();
    decide(docket, &around.surroundings(), &actor, command, at)
}

/// What stood before it is brought back to something else is on disk before anything of it is written over.
fn kept_first(entry: &mut Entry) -> Option<Entry> {
    let is_first = |event: &Event| {
        let kept = |occasion: &Occasion| *occasion == Occasion::BeforeRestoring;
        matches!(event, Event::VersionKept { occasion, .. } if kept(occasion))
    };
    let (first, rest): (Vec<Event>, Vec<Event>) = entry.events.drain(..).partition(is_first);
    entry.events = rest;
    let at = entry.at;
    entry.at = at.plus_ms(1);
    (!first.is_empty()).then(|| Entry {
        at,
        by: entry.by.clone(),
        request: RequestId::parse(&clock::new_id()).expect("a new id is an id"),
        events: first,
    })
}

/// Whether the documents are written, or read, for it.
fn touches_words(event: &Event) -> bool {
    matches!(
        event,
        Event::SuggestionAnswered { .. } | Event::VersionKept { .. } | Event::MovedOn { .. }
    )
}

impl PlanTask {
    async fn read(&self) -> Result<History, StoreError> {
        let log = self.plans.store.load_docket(&self.plan.id).await?;
        History::open(&self.plan.id, &log)
    }
}
