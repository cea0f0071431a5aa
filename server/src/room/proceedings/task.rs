//! The task of one meeting. On any store error it ends: whoever waited hears so, and the next asking opens it from disk.

use std::sync::Arc;
use std::time::Duration;

use shared::id::{MeetingId, ProgrammeId};
use shared::proceedings::command::Command;
use shared::proceedings::decide::{Actor, Surroundings, decide};
use shared::proceedings::event::{Entry, Event};
use shared::proceedings::refusal::Refusal;
use shared::proceedings::state::Proceedings;
use shared::time::Timestamp;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep_until, timeout};

use super::around::{Around, load_lobby, look_into, needs_document};
use super::history::{History, encode};
use super::{Answer, Asking, Denial, FoldFn, Mail, Meetings, Sight, scribe};
use crate::room::access::AccessChange;
use crate::room::handle::DocumentHandle;
use crate::store::StoreError;
use crate::store::import::OwnerId;
use crate::store::log::LogRow;
use crate::store::proceedings::NewFold;
use crate::store::writer::Write;
use crate::{clock, reports};

const MAX_BATCH: usize = 256;
/// How long a meeting in which nobody asks and which nobody follows stays open.
const IDLE: Duration = Duration::from_secs(30);
/// A write that takes longer has failed as far as people are concerned.
const WRITE_PATIENCE: Duration = Duration::from_secs(4);
/// The scribe follows too, and keeps nobody here.
const N_OWN_FOLLOWERS: usize = 1;

/// What a meeting's task is born with.
pub struct MeetingTask {
    pub meetings: Arc<Meetings>,
    pub programme: ProgrammeId,
    pub meeting: MeetingId,
}

struct OpenMeeting<'a> {
    task: &'a MeetingTask,
    history: History,
    document: Option<DocumentHandle>,
    shown: watch::Sender<Arc<Proceedings>>,
    /// The last number given to anything.
    last: Timestamp,
}

type Waiting = (Box<Asking>, oneshot::Sender<Answer>);

fn finishes_report((asking, _): &Waiting) -> bool {
    matches!(asking.command, Command::FinaliseReport)
}

/// Runs until nobody asks and nobody follows, or the store fails.
pub async fn run(task: MeetingTask, mut mails: mpsc::Receiver<Mail>) {
    match OpenMeeting::load(&task).await {
        Ok(mut meeting) => {
            if let Err(error) = meeting.serve(&mut mails).await {
                tracing::error!(meeting.id = %task.meeting, %error, "what happens in the meeting cannot be stored");
            }
        }
        Err(error) => {
            tracing::error!(meeting.id = %task.meeting, %error, "the proceedings cannot be read");
        }
    }
    // Whoever is still in the mailbox hears that nothing was stored when their mail is dropped with it.
    mails.close();
    task.meetings.mailboxes.sweep();
    tracing::debug!(meeting.id = %task.meeting, "meeting closed");
}

impl<'a> OpenMeeting<'a> {
    async fn load(task: &'a MeetingTask) -> Result<Self, StoreError> {
        let meetings = &task.meetings;
        let document =
            DocumentHandle::of_assessment(&meetings.store, &meetings.registry, &task.meeting)
                .await?;
        let history = task.read().await?;
        let shown = watch::Sender::new(Arc::new(history.state.clone()));
        if let Some(document) = &document {
            let scribe = scribe::run(document.clone(), shown.subscribe());
            meetings.tracker.spawn(scribe);
        }
        Ok(Self {
            task,
            last: history.state.at,
            history,
            document,
            shown,
        })
    }

    async fn serve(&mut self, mails: &mut mpsc::Receiver<Mail>) -> Result<(), StoreError> {
        let mut batch = Vec::with_capacity(MAX_BATCH);
        let mut idle_at = Instant::now() + IDLE;
        loop {
            tokio::select! {
                biased;
                () = self.task.meetings.shutdown.cancelled() => {
                    while let Ok(mail) = mails.try_recv() {
                        batch.push(mail);
                    }
                    return self.take(&mut batch).await;
                }
                n_taken = mails.recv_many(&mut batch, MAX_BATCH) => {
                    if n_taken == 0 {
                        return Ok(()); // nobody can knock any more
                    }
                    self.take(&mut batch).await?;
                }
                () = sleep_until(idle_at) => {
                    if !self.is_followed() {
                        return Ok(());
                    }
                }
            }
            idle_at = Instant::now() + IDLE;
        }
    }

    fn is_followed(&self) -> bool {
        let n_own = if self.document.is_some() {
            N_OWN_FOLLOWERS
        } else {
            0
        };
        self.shown.receiver_count() > n_own
    }

    /// All askings of a batch share one row; whoever only looks sees what they did.
    async fn take(&mut self, batch: &mut Vec<Mail>) -> Result<(), StoreError> {
        let (mut askings, mut looks, mut folds) = (Vec::new(), Vec::new(), Vec::new());
        for mail in batch.drain(..) {
            match mail {
                Mail::Ask(asking, reply) => askings.push((asking, reply)),
                Mail::Look(reply) => looks.push(reply),
                Mail::Fold(change, reply) => folds.push((change, reply)),
                // An error only says that whoever asked has left.
                Mail::Follow(reply) => drop(reply.send(self.shown.subscribe())),
            }
        }
        // A report says what was so before it was asked for, so what came before it is carried out first.
        while let Some(place) = askings.iter().skip(1).position(finishes_report) {
            let rest = askings.split_off(place + 1);
            self.carry_out(std::mem::replace(&mut askings, rest))
                .await?;
        }
        if !askings.is_empty() {
            self.carry_out(askings).await?;
        }
        for (change, reply) in folds {
            let outcome = self.fold(change).await;
            let failed = outcome.as_ref().err().cloned();
            let _left_already = reply.send(outcome);
            if let Some(error) = failed {
                return Err(error);
            }
        }
        for reply in looks {
            let sight = Sight {
                seq: self.stamp(),
                next_row: self.history.next_seq,
                proceedings: Arc::clone(&self.shown.borrow()),
            };
            drop(reply.send(sight)); // whoever looked may have left
        }
        Ok(())
    }

    async fn carry_out(&mut self, askings: Vec<Waiting>) -> Result<(), StoreError> {
        match self.decide_and_store(&askings).await {
            Ok(answers) => {
                for ((_, reply), answer) in askings.into_iter().zip(answers) {
                    drop(reply.send(answer)); // whoever asked may have left; what happened stays so
                }
                Ok(())
            }
            Err(error) => {
                let denial = match &error {
                    StoreError::Gone { .. } => Denial::NoSuchMeeting,
                    error => Denial::Storage(error.clone()),
                };
                for (_, reply) in askings {
                    drop(reply.send(Err(denial.clone())));
                }
                Err(error)
            }
        }
    }

    /// When somebody else has written meanwhile, theirs comes first, and everything is decided once more.
    async fn decide_and_store(&mut self, askings: &[Waiting]) -> Result<Vec<Answer>, StoreError> {
        match self.try_once(askings).await {
            Err(error @ StoreError::Conflict { .. }) => {
                tracing::warn!(meeting.id = %self.task.meeting, %error, "the meeting is read again");
                self.history = self.task.read().await?;
                self.last = self.last.max(self.history.state.at);
                self.show();
                self.try_once(askings).await
            }
            outcome => outcome,
        }
    }

    async fn try_once(&mut self, askings: &[Waiting]) -> Result<Vec<Answer>, StoreError> {
        let Some(around) = self.look_around(askings).await? else {
            return Ok(vec![Err(Denial::NoSuchMeeting); askings.len()]);
        };
        let mut next = self.history.clone();
        let mut entries = Vec::new();
        let mut answers = Vec::with_capacity(askings.len());
        for (asking, _) in askings {
            let at = self.stamp();
            answers.push(match next.decide(asking, &around, at) {
                Ok(Outcome::Answered(at)) => Ok(at),
                Ok(Outcome::Happened(entry)) => {
                    next.add(&entry);
                    entries.push(entry);
                    Ok(at)
                }
                Err(refusal) => Err(Denial::Refused(refusal)),
            });
        }
        if !entries.is_empty() {
            self.store(&entries).await?;
            next.next_seq += 1;
            let before = std::mem::replace(&mut self.history, next);
            self.show();
            self.announce(&before.state, &entries);
        }
        Ok(answers)
    }

    async fn look_around(&self, askings: &[Waiting]) -> Result<Option<Around>, StoreError> {
        let task = self.task;
        let lobby = load_lobby(&task.meetings.store, &task.programme, &task.meeting).await?;
        let Some(lobby) = lobby else {
            return Ok(None);
        };
        let mut commands = askings.iter().map(|(asking, _)| &asking.command);
        let texts = if commands.any(needs_document) {
            look_into(self.document.as_ref()).await
        } else {
            None
        };
        let report = if askings.iter().any(finishes_report) {
            let state = &self.history.state;
            reports::freeze(&task.meetings.store, &lobby, state, self.document.as_ref()).await?
        } else {
            None
        };
        Ok(Some(Around {
            lobby,
            texts,
            report,
        }))
    }

    async fn store(&self, entries: &[Entry]) -> Result<(), StoreError> {
        let row = LogRow {
            stream: (&self.task.meeting).into(),
            seq: self.history.next_seq,
            at: entries.last().map_or(self.last, |entry| entry.at),
            body: encode(entries),
        };
        let write = self.task.meetings.store.write(Write::AppendEntries(row));
        timeout(WRITE_PATIENCE, write)
            .await
            .unwrap_or(Err(StoreError::TooSlow))
            .map(drop)
    }

    /// Keeps the state as it is after a change that no entry tells of, in the place of all entries before it.
    async fn fold(&mut self, change: Box<FoldFn>) -> Result<bool, StoreError> {
        loop {
            let mut next = self.history.clone();
            change(&mut next.state);
            if next == self.history {
                return Ok(false);
            }
            let fold = Write::FoldProceedings(NewFold {
                owner: OwnerId::Meeting(self.task.meeting.clone()),
                seq: next.next_seq - 1,
                at: clock::now(),
                body: next.fold(),
            });
            if self.task.meetings.store.write(fold).await? {
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

    /// Some things that happen change who may write in the meeting's documents, or in the plans.
    fn announce(&self, before: &Proceedings, entries: &[Entry]) {
        let mut events = entries.iter().flat_map(|entry| &entry.events);
        let changes_rights = |event: &Event| {
            matches!(
                event,
                Event::Concluded { .. } | Event::ReportFinalised { .. } | Event::Formal { .. }
            )
        };
        // Where something is decided nobody edits the plans.
        let changes_plans = before.is_deciding() != self.history.state.is_deciding();
        if changes_plans || events.any(changes_rights) {
            let change = AccessChange::Meeting(self.task.meeting.clone());
            drop(self.task.meetings.access_changes.send(change)); // an error only says that nobody is connected
        }
    }

    /// The time now, and later than anything before.
    fn stamp(&mut self) -> Timestamp {
        self.last = clock::now().max(self.last.plus_ms(1));
        self.last
    }
}

impl MeetingTask {
    async fn read(&self) -> Result<History, StoreError> {
        let loaded = self.meetings.store.load_proceedings(&self.meeting).await?;
        History::open(&self.meeting, &loaded)
    }
}

enum Outcome {
    /// It is so already, or was asked before.
    Answered(Timestamp),
    Happened(Entry),
}

impl History {
    fn decide(&self, asking: &Asking, around: &Around, at: Timestamp) -> Result<Outcome, Refusal> {
        if let Some(at) = self.answered.find(&asking.person.id, &asking.request) {
            return Ok(Outcome::Answered(at));
        }
        if needs_document(&asking.command) && around.texts.is_none() {
            return Err(Refusal::TextsMissing);
        }
        let lock = |act| (asking.lock)(&around.lobby.meeting, act);
        let actor = Actor {
            person: &asking.person,
            lock: &lock,
        };
        let surroundings: Surroundings<'_> = around.surroundings();
        let events = decide(
            &self.state,
            &surroundings,
            &actor,
            asking.command.clone(),
            at,
        )?;
        Ok(Outcome::Happened(Entry {
            at,
            by: asking.person.id.clone(),
            request: asking.request.clone(),
            events,
        }))
    }
}
