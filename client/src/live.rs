//! The room of a meeting, or of a plan, as this page may see it: a line to `/live/{room}`, and plain questions where no line holds.
//!
//! The line brings the view once, and then what has changed in it; see [`crate::frame`]. When changes do not fit what
//! the line brought before, or it has been silent for a while, or is down, the room is asked for over HTTP: an answer
//! means that nobody needs to hear about the network.

use std::rc::Rc;
use std::sync::Arc;

use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::lobby::RoomView;
use shared::merge_patch::merge;
use shared::protocol::close;
use shared::sync::redial::patience_ms;
use shared::time::Timestamp;
use shared::view::{PlanRoomView, RoomSays};

use crate::api::{ApiError, rooms};
use crate::clock;
use crate::connection::{Connection, Event, Speech};
use crate::frame::{self, Frame, Says};
use crate::model::facts::{Offline, Trouble};

const TICK_MS: u32 = 1_000;
/// How often the room is asked for while no line holds.
const ASKS_EVERY_MS: i64 = 4_000;

/// How long something must wait before anybody else is told.
const UNSENT_AFTER_MS: i64 = 3_000;

/// The room of a meeting.
pub type Room = LiveRoom<RoomView>;

/// The room of a plan.
pub type PlanRoom = LiveRoom<PlanRoomView>;

/// A handle to the room; cheap to copy, lives as long as the page that opened it. `V` is what is seen of it.
pub struct LiveRoom<V: 'static> {
    inner: StoredValue<Inner, LocalStorage>,
    view: RwSignal<Option<Arc<V>>>,
    seq: RwSignal<i64>,
    offline: RwSignal<Offline>,
    trouble: RwSignal<Option<Trouble>>,
}

impl<V> Clone for LiveRoom<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for LiveRoom<V> {}

/// What can be seen of a room.
pub trait Seen: DeserializeOwned + PartialEq + Send + Sync + 'static {}

impl Seen for RoomView {}
impl Seen for PlanRoomView {}

struct Inner {
    /// The meeting's code or id, or the plan's id.
    room: String,
    connection: Option<Connection>,
    /// The number of the view that is shown.
    seq: Option<i64>,
    /// The latest view that came over the line.
    line: Option<Line>,
    down_since: Option<Timestamp>,
    lost_by: u16,
    asked_at: Timestamp,
    checks_line: Option<Timeout>,
    tick: Option<Interval>,
    unsent: Unsent,
}

/// What waits on this device, as whoever leads may be told.
#[derive(Clone, Copy)]
struct Unsent {
    n: u16,
    since: Timestamp,
    /// What this line has said.
    said: u16,
}

impl Unsent {
    /// What to say now: what is answered within a moment is nobody's trouble.
    fn news(&self, now: Timestamp) -> Option<u16> {
        let stands = self.n == 0 || now >= self.since.plus_ms(UNSENT_AFTER_MS);
        (stands && self.n != self.said).then_some(self.n)
    }
}

/// What changes are made to.
struct Line {
    seq: i64,
    view: Value,
}

impl Inner {
    /// The view as the line has it after this frame; none when the changes do not fit.
    fn follow(&mut self, frame: Frame) -> Option<String> {
        let view = match frame.says {
            Says::View(view) => view,
            Says::Changes { from, changes } => {
                let line = self.line.take().filter(|line| line.seq == from)?;
                let mut view = line.view;
                merge(&mut view, changes);
                view
            }
        };
        let json = view.to_string();
        self.line = Some(Line {
            seq: frame.seq,
            view,
        });
        Some(json)
    }
}

impl<V: Seen> LiveRoom<V> {
    /// Opens the room of a meeting by its code or its id, or that of a plan by its id.
    pub fn open(room: &str) -> Self {
        let inner = Inner {
            room: room.to_owned(),
            connection: None,
            seq: None,
            line: None,
            down_since: Some(clock::now()),
            lost_by: 0,
            asked_at: clock::now(),
            checks_line: None,
            tick: None,
            unsent: Unsent {
                n: 0,
                since: clock::now(),
                said: 0,
            },
        };
        let this = Self {
            inner: StoredValue::new_local(inner),
            view: RwSignal::new(None),
            seq: RwSignal::new(0),
            offline: RwSignal::new(Offline::No),
            trouble: RwSignal::new(None),
        };
        let speech = Speech {
            subprotocol: None,
            question: None,
        };
        let on_event = Rc::new(move |event| this.happened(event));
        let connection = Connection::dial(format!("/live/{room}"), speech, on_event);
        let tick = Interval::new(TICK_MS, move || this.tick());
        this.inner.update_value(|inner| {
            inner.connection = Some(connection);
            inner.tick = Some(tick);
        });
        on_cleanup(move || this.close());
        this
    }

    /// None until the room has been seen.
    pub fn view(self) -> Signal<Option<Arc<V>>> {
        self.view.into()
    }

    /// The number of the view that is shown.
    pub fn seq(self) -> Signal<i64> {
        self.seq.into()
    }

    pub fn offline(self) -> Signal<Offline> {
        self.offline.into()
    }

    pub fn trouble(self) -> Signal<Option<Trouble>> {
        self.trouble.into()
    }

    pub fn try_now(self) {
        self.with_connection(Connection::try_now);
        self.ask();
    }

    /// How much of what was done and written on this device is not answered.
    pub fn has_unsent(self, n: usize) {
        let n = u16::try_from(n).unwrap_or(u16::MAX);
        self.inner.try_update_value(|inner| {
            let unsent = &mut inner.unsent;
            if unsent.n == 0 {
                unsent.since = clock::now();
            }
            unsent.n = n;
        });
    }

    fn happened(self, event: Event) {
        match event {
            // A new line has said nothing yet.
            Event::Opened => {
                self.inner.try_update_value(|inner| inner.unsent.said = 0);
            }
            Event::Frame(_) => {}
            Event::Text(text) => self.heard(&text),
            Event::Doubted => self.ask(),
            Event::Closed { code, is_final } => self.closed(code, is_final),
        }
    }

    fn heard(self, text: &str) {
        // What is no view is about something this page did not ask.
        let Some(frame) = frame::read(text) else {
            return;
        };
        clock::hear(frame.now);
        let seq = frame.seq;
        let is_whole = matches!(frame.says, Says::View(_));
        // An answer over HTTP may have been faster than changes over the line.
        let is_old = !is_whole
            && self
                .inner
                .try_with_value(|inner| inner.seq.is_some_and(|shown| shown > seq))
                .unwrap_or(true);
        match self.inner.try_update_value(|inner| inner.follow(frame)) {
            Some(Some(_)) if is_old => self.is_up(),
            Some(Some(json)) => self.show(seq, &json),
            // A frame was missed, so no change that follows fits either; a new line begins with the whole view.
            Some(None) => {
                self.ask();
                self.with_connection(Connection::redial);
            }
            None => {}
        }
    }

    fn show(self, seq: i64, json: &str) {
        // A newer server says something this page does not know: as good as no line.
        let Some(view) = frame::view::<V>(json) else {
            return self.is_down();
        };
        self.is_up();
        self.say_offline(Offline::No);
        self.inner.try_update_value(|inner| inner.seq = Some(seq));
        let is_new = self
            .view
            .try_with_untracked(|shown| shown.as_deref() != Some(&view));
        if is_new == Some(true) {
            self.inner
                .try_with_value(|inner| rooms::keep(&inner.room, json));
            self.view.try_set(Some(Arc::new(view)));
        }
        // After the view: who waits for a number wants to see what it brought.
        self.seq.try_set(seq);
    }

    fn closed(self, code: u16, is_final: bool) {
        self.inner.try_update_value(|inner| {
            if inner.down_since.is_none() || code != close::ABNORMAL {
                inner.lost_by = code;
            }
            // What was stopped is not offline.
            inner.down_since = (!is_final).then(|| inner.down_since.unwrap_or_else(clock::now));
            inner.line = None;
        });
        if is_final {
            let trouble = match code {
                close::NOT_SIGNED_IN => Trouble::SignedOut,
                close::NOT_ALLOWED => Trouble::NotAllowed,
                close::GONE => Trouble::Gone,
                _ => Trouble::Malformed,
            };
            self.stopped(trouble);
        }
    }

    fn stopped(self, trouble: Trouble) {
        self.with_connection(Connection::hang_up);
        self.inner.try_update_value(|inner| inner.tick = None);
        self.say_offline(Offline::No);
        self.trouble.try_set(Some(trouble));
    }

    fn say_unsent(self, now: Timestamp) {
        let news = self.inner.try_with_value(|inner| inner.unsent.news(now));
        let Some(n) = news.flatten() else {
            return;
        };
        let Ok(text) = serde_json::to_string(&RoomSays::Unsent { n }) else {
            return;
        };
        self.with_connection(|line| {
            if line.say(&text) {
                self.inner.try_update_value(|inner| inner.unsent.said = n);
            }
        });
    }

    fn tick(self) {
        let now = clock::now();
        self.say_unsent(now);
        let read = |inner: &Inner| (inner.down_since, inner.lost_by, inner.asked_at);
        let Some((down_since, lost_by, asked_at)) = self.inner.try_with_value(read) else {
            return;
        };
        let down_ms = down_since.map(|since| now.0 - since.0);
        let is_late = now >= asked_at.plus_ms(ASKS_EVERY_MS);
        let has_no_line = self.inner.try_with_value(|inner| inner.line.is_none());
        if has_no_line == Some(true) && is_late {
            self.ask();
        }
        self.say_offline(Offline::after(down_ms, lost_by));
    }

    /// Asks for the room over HTTP.
    fn ask(self) {
        let Some((room, since)) = self
            .inner
            .try_with_value(|inner| (inner.room.clone(), inner.seq))
        else {
            return;
        };
        self.inner
            .try_update_value(|inner| inner.asked_at = clock::now());
        spawn_local(async move {
            match rooms::room(&room, since).await {
                Ok(Some(text)) => self.answered(&text),
                Ok(None) => self.is_up(),
                Err(ApiError::NotSignedIn) => self.stopped(Trouble::SignedOut),
                Err(ApiError::NotAllowed) => self.stopped(Trouble::NotAllowed),
                Err(ApiError::NotFound) => self.stopped(Trouble::Gone),
                Err(ApiError::Unreachable | ApiError::Broken(_)) => self.is_down(),
            }
        });
    }

    /// An answer that the line has not brought says that the line is dead, unless it is only slower.
    fn answered(self, text: &str) {
        let Some(Frame {
            seq,
            now,
            says: Says::View(view),
        }) = frame::read(text)
        else {
            return self.is_up();
        };
        clock::hear(now);
        let is_newer = self.inner.try_with_value(|inner| inner.seq < Some(seq));
        if is_newer != Some(true) {
            return self.is_up();
        }
        self.show(seq, &view.to_string());
        let check = Timeout::new(patience_ms(0), move || {
            let is_behind = |inner: &Inner| inner.line.as_ref().is_some_and(|line| line.seq < seq);
            if self.inner.try_with_value(is_behind) == Some(true) {
                self.with_connection(Connection::redial);
            }
        });
        self.inner
            .try_update_value(|inner| inner.checks_line = Some(check));
    }

    fn is_up(self) {
        self.inner.try_update_value(|inner| inner.down_since = None);
    }

    /// Neither the line nor a question reaches the server.
    fn is_down(self) {
        let had_line = self.inner.try_update_value(|inner| {
            inner.down_since.get_or_insert_with(clock::now);
            inner.line.is_some()
        });
        if had_line == Some(true) {
            self.with_connection(Connection::redial);
        }
        // A page that was opened without network shows what it saw last.
        let is_empty = self.view.try_with_untracked(Option::is_none);
        let room = self.inner.try_with_value(|inner| inner.room.clone());
        if let (Some(true), Some(room)) = (is_empty, room)
            && let Some(view) = rooms::kept::<V>(&room)
        {
            self.view.try_set(Some(Arc::new(view)));
        }
    }

    fn say_offline(self, offline: Offline) {
        let is_new = self.offline.try_with_untracked(|shown| *shown != offline);
        if is_new == Some(true) {
            self.offline.try_set(offline);
        }
    }

    fn with_connection(self, call: impl FnOnce(&Connection)) {
        let connection = self.inner.try_with_value(|inner| inner.connection.clone());
        if let Some(connection) = connection.flatten() {
            call(&connection);
        }
    }

    fn close(self) {
        self.with_connection(Connection::hang_up);
        self.inner.try_update_value(|inner| {
            inner.tick = None;
            inner.checks_line = None;
        });
    }
}
