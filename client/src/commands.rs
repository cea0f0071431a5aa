//! What a person does in a meeting, from tap to answer: kept on the device, shown at once, sent in order, sent again
//! until there is an answer.
//!
//! [`Queue`] says what stands where, [`overlay`] what it looks like meanwhile, [`kept`] keeps it. A refusal stays until
//! the person has seen it, with what they said. Callbacks may come after the page is gone, so they use `try_` accessors.

mod kept;
pub mod overlay;
mod pause;
pub mod queue;

use std::sync::Arc;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{MeetingId, PersonId, RequestId};
use shared::proceedings::command::{Command, CommandRequest};
use shared::time::Timestamp;
use shared::view::CommandDone;

use self::pause::pause_ms;
use self::queue::{Entry, Queue, Waiting};
use crate::api::commands::{self as api, CommandFailure, PATIENCE_MS};
use crate::{clock, mint};

const STORAGE_FAILED: &str = "storage-failed";
/// What the server says when it is about this moment and not about the command.
const PASSING: [&str; 4] = [
    "too-many-requests",
    "room-not-ready",
    "texts-missing",
    STORAGE_FAILED,
];
/// When the view that shows an answered command has not come by then, it is not waited for any more.
const SHOWN_WITHIN_MS: u32 = 5_000;

/// Whether what was done is with the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Stored,
    Saving,
    OnDevice,
    /// The device cannot keep it, or the server cannot take it.
    Failing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    pub state: State,
    pub waiting: Waiting,
    /// When the server last answered.
    pub at: Option<Timestamp>,
}

/// A handle to what one person does in one meeting; lives as long as the page that opened it.
#[derive(Clone, Copy)]
pub struct Commands {
    inner: StoredValue<Inner, LocalStorage>,
    pending: RwSignal<Arc<Vec<Entry>>>,
    refused: RwSignal<Vec<Entry>>,
    status: RwSignal<Status>,
}

struct Inner {
    person: PersonId,
    meeting: MeetingId,
    queue: Queue,
    /// Counts what was done on this page.
    n_done: u64,
    /// The device would not keep something that is not answered yet.
    is_not_kept: bool,
    /// Since the last answer, how many times in a row nobody answered.
    n_silent: u32,
    /// The server answered with something that is no answer.
    is_broken: bool,
    is_signed_out: bool,
    stored_at: Option<Timestamp>,
    patience: Option<Timeout>,
    pause: Option<Timeout>,
}

impl Commands {
    /// Takes up what the device has kept, and begins to send it.
    pub fn open(person: &PersonId, meeting: &MeetingId) -> Self {
        let inner = Inner {
            person: person.clone(),
            meeting: meeting.clone(),
            queue: Queue::load(kept::load(person, meeting)),
            n_done: 0,
            is_not_kept: false,
            n_silent: 0,
            is_broken: false,
            is_signed_out: false,
            stored_at: None,
            patience: None,
            pause: None,
        };
        let status = Status {
            state: State::Stored,
            waiting: Waiting::default(),
            at: None,
        };
        let this = Self {
            inner: StoredValue::new_local(inner),
            pending: RwSignal::new(Arc::default()),
            refused: RwSignal::new(Vec::new()),
            status: RwSignal::new(status),
        };
        this.watch_the_page();
        this.publish();
        this.go_on();
        this
    }

    /// What the server has not shown yet, in order.
    pub fn pending(self) -> Signal<Arc<Vec<Entry>>> {
        self.pending.into()
    }

    /// What the server said no to, and the person has not put away.
    pub fn refused(self) -> Signal<Vec<Entry>> {
        self.refused.into()
    }

    pub fn status(self) -> Signal<Status> {
        self.status.into()
    }

    /// Whether something would be lost if the page closed now.
    pub fn would_lose(self) -> bool {
        self.inner
            .try_with_value(|inner| inner.is_not_kept && inner.queue.waiting().n_all > 0)
            .unwrap_or(false)
    }

    /// Does it: here at once, and there as soon as it arrives.
    pub fn give(self, command: Command) {
        self.inner.try_update_value(|inner| inner.add(command));
        self.publish();
        self.go_on();
    }

    /// The person has seen why not.
    pub fn dismiss(self, request_id: &RequestId) {
        self.inner.try_update_value(|inner| {
            if let Some(entry) = inner.queue.dismiss(request_id) {
                inner.forget(&entry);
            }
        });
        self.publish();
    }

    /// The view with this number is on the page.
    pub fn seen(self, seq: i64) {
        let is_new = self
            .inner
            .try_update_value(|inner| inner.queue.seen(seq))
            .unwrap_or(false);
        if is_new {
            self.publish();
        }
    }

    /// The network may be back.
    pub fn try_now(self) {
        self.inner.try_update_value(|inner| inner.pause = None);
        self.go_on();
    }

    fn watch_the_page(self) {
        let woke = move || {
            if !document().hidden() {
                self.try_now();
            }
        };
        // Comes up to the window from the document.
        let listeners = ["visibilitychange", "online", "pageshow"]
            .map(|name| window_event_listener_untyped(name, move |_| woke()));
        on_cleanup(move || {
            for listener in listeners {
                listener.remove();
            }
            self.inner.try_update_value(|inner| {
                inner.pause = None;
                inner.patience = None;
            });
        });
    }

    fn go_on(self) {
        let started = self.inner.try_update_value(Inner::start).flatten();
        let Some((meeting, entry)) = started else {
            return;
        };
        self.publish();
        let request_id = entry.request_id.clone();
        let silent = request_id.clone();
        let patience = Timeout::new(PATIENCE_MS, move || {
            self.answered(&silent, &Err(CommandFailure::Unreachable));
        });
        self.inner
            .try_update_value(|inner| inner.patience = Some(patience));
        let request = CommandRequest {
            request_id: entry.request_id,
            command: entry.command,
        };
        spawn_local(async move {
            let answer = api::command(meeting.as_str(), &request).await;
            self.answered(&request_id, &answer);
        });
    }

    /// May come twice, when the patience ended before the answer came.
    fn answered(self, request_id: &RequestId, answer: &Result<CommandDone, CommandFailure>) {
        let pause_ms = self
            .inner
            .try_update_value(|inner| inner.answered(request_id, answer))
            .flatten();
        if let Ok(done) = answer {
            let seq = done.seq;
            Timeout::new(SHOWN_WITHIN_MS, move || self.seen(seq)).forget();
        }
        self.publish();
        match pause_ms {
            Some(pause_ms) => {
                let pause = Timeout::new(pause_ms, move || self.try_now());
                self.inner
                    .try_update_value(|inner| inner.pause = Some(pause));
            }
            None => self.go_on(),
        }
    }

    fn publish(self) {
        let read = |inner: &Inner| {
            let pending: Vec<Entry> = inner.queue.pending().cloned().collect();
            (pending, inner.queue.refused().to_vec(), inner.status())
        };
        let Some((pending, refused, status)) = self.inner.try_with_value(read) else {
            return;
        };
        if self.pending.try_with_untracked(|shown| **shown != pending) == Some(true) {
            self.pending.try_set(Arc::new(pending));
        }
        if self.refused.try_with_untracked(|shown| *shown != refused) == Some(true) {
            self.refused.try_set(refused);
        }
        if self.status.try_with_untracked(|shown| *shown != status) == Some(true) {
            self.status.try_set(status);
        }
    }
}

impl Inner {
    fn add(&mut self, command: Command) {
        self.n_done += 1;
        let entry = Entry {
            request_id: mint::request_id(),
            command,
            at: clock::now(),
            n: self.n_done,
            refused: None,
        };
        // On the device before it is anywhere else.
        self.keep(&entry);
        for needless in self.queue.add(entry) {
            self.forget(&needless);
        }
    }

    fn keep(&mut self, entry: &Entry) {
        self.is_not_kept |= !kept::keep(&self.person, &self.meeting, entry);
    }

    fn forget(&self, entry: &Entry) {
        kept::forget(&self.person, &self.meeting, entry);
    }

    /// The next one to send. None while one is on its way, or while it is better to wait.
    fn start(&mut self) -> Option<(MeetingId, Entry)> {
        if self.pause.is_some() || self.is_signed_out {
            return None;
        }
        for stale in self.queue.take_stale(clock::now()) {
            self.forget(&stale);
        }
        let entry = self.queue.start()?;
        Some((self.meeting.clone(), entry))
    }

    /// Answers how long to wait before the next one, if at all.
    fn answered(
        &mut self,
        request_id: &RequestId,
        answer: &Result<CommandDone, CommandFailure>,
    ) -> Option<u32> {
        let is_awaited = self.queue.is_sending(request_id);
        if is_awaited {
            self.patience = None;
        }
        match answer {
            Ok(done) => {
                let entry = self.queue.done(request_id, done.seq);
                self.is_answered(entry);
                self.stored_at = Some(clock::now());
                None
            }
            // Of an attempt that was given up: it says nothing of the one that is on its way.
            Err(failure) if !is_awaited && is_passing(failure) => None,
            Err(CommandFailure::Refused(code)) if PASSING.contains(&code.as_str()) => {
                Some(self.wait(request_id, code == STORAGE_FAILED))
            }
            Err(CommandFailure::Refused(code)) => self.refuse(request_id, code),
            Err(CommandFailure::Locked(_)) => self.refuse(request_id, "locked"),
            Err(CommandFailure::SignedOut) => {
                self.queue.put_back(request_id);
                self.is_signed_out = true;
                None
            }
            Err(CommandFailure::Unreachable) => Some(self.wait(request_id, false)),
            Err(CommandFailure::Broken) => Some(self.wait(request_id, true)),
        }
    }

    /// It is asked again after a pause. `is_broken` when the server is there and cannot take it.
    fn wait(&mut self, request_id: &RequestId, is_broken: bool) -> u32 {
        self.queue.put_back(request_id);
        self.is_broken = is_broken;
        let pause_ms = pause_ms(self.n_silent, mint::share());
        self.n_silent = self.n_silent.saturating_add(1);
        pause_ms
    }

    fn refuse(&mut self, request_id: &RequestId, code: &str) -> Option<u32> {
        let entry = self.queue.refuse(request_id, code);
        if let Some(refused) = &entry {
            // What was said stays on the device, now with the reason.
            self.keep(refused);
        }
        self.n_silent = 0;
        self.is_broken = false;
        None
    }

    fn is_answered(&mut self, entry: Option<Entry>) {
        if let Some(entry) = entry {
            self.forget(&entry);
        }
        self.n_silent = 0;
        self.is_broken = false;
        if self.queue.waiting().n_all == 0 {
            self.is_not_kept = false;
        }
    }

    fn status(&self) -> Status {
        let waiting = self.queue.waiting();
        let state = match waiting.n_all {
            0 => State::Stored,
            _ if self.is_not_kept || self.is_broken => State::Failing,
            _ if self.n_silent > 0 || self.is_signed_out => State::OnDevice,
            _ => State::Saving,
        };
        Status {
            state,
            waiting,
            at: self.stored_at,
        }
    }
}

/// Whether it may be another answer when it is asked again.
fn is_passing(failure: &CommandFailure) -> bool {
    match failure {
        CommandFailure::Refused(code) => PASSING.contains(&code.as_str()),
        CommandFailure::Unreachable | CommandFailure::Broken => true,
        CommandFailure::Locked(_) | CommandFailure::SignedOut => false,
    }
}
