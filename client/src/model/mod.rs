//! One document on this page: the only writer of its signals.
//!
//! [`DocumentModel`] joins `ClientSync` (what to do), [`Connection`] (the wire) and [`Outbox`] (the device), and turns
//! what comes of it into signals that components read. Components come back with intents; they never see a replica.
//! Callbacks from sockets and timers may arrive after the page is gone, so they use `try_` accessors only.

mod asides;
mod assessment;
mod engine;
pub mod facts;
mod line;
pub mod mirror;
mod plan;
mod presence;
mod reading;
mod texts;

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::document::Sticky;
use shared::document::assessment::Assessment;
use shared::document::chapters::Chapters;
use shared::document::plan::Plan;
use shared::document::schema::Schema;
use shared::document::splice::Splice;
use shared::id::{DocumentId, PersonId};
use shared::sync::{ClientSync, SaveState};
use shared::time::Timestamp;

use self::facts::{Offline, Peer, Save, Trouble};
use self::mirror::Heard;
use self::texts::{Shared, TextSignals};
use crate::aside::Aside;
use crate::connection::Connection;
use crate::outbox::Outbox;

const TICK_MS: u32 = 1_000;
/// At most ten caret positions a second leave this page.
const CARET_MS: u32 = 100;

/// A handle to the document; cheap to copy, lives as long as the page that opened it.
pub struct DocumentModel<S: Schema> {
    inner: StoredValue<Inner<S>, LocalStorage>,
    signals: Signals,
    rows: RwSignal<S::Rows>,
    /// The text whose row another took off the page while this person was writing in it.
    taken_away: RwSignal<Option<S::Key>>,
}

/// The document of a status review.
pub type AssessmentModel = DocumentModel<Assessment>;
/// The prose of a plan.
pub type ChaptersModel = DocumentModel<Chapters>;
/// The rows of a plan.
pub type PlanModel = DocumentModel<Plan>;

#[expect(
    clippy::expl_impl_clone_on_copy,
    reason = "deriving would ask that rows can be copied, too"
)]
impl<S: Schema> Clone for DocumentModel<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: Schema> Copy for DocumentModel<S> {}

#[derive(Clone, Copy)]
struct Signals {
    is_ready: RwSignal<bool>,
    is_synced: RwSignal<bool>,
    may_write: RwSignal<bool>,
    save: RwSignal<Save>,
    offline: RwSignal<Offline>,
    trouble: RwSignal<Option<Trouble>>,
    peers: RwSignal<Vec<Peer>>,
    /// Counts how often the connection came back after the page had said that it was away.
    n_returns: RwSignal<usize>,
    asides: RwSignal<Vec<Aside>>,
}

struct Inner<S: Schema> {
    document: DocumentId,
    outbox: Outbox,
    sync: Option<ClientSync>,
    connection: Option<Connection>,
    texts: HashMap<S::Key, TextSignals>,
    focus: Option<Focus<S>>,
    /// Where on the page the person is while they are in no field.
    rests_at: Option<String>,
    /// Where the selection of the focused field stands after the last frame.
    landed: Option<(S::Key, (u32, u32))>,
    /// The paths of texts changed here since everything was stored: what a person may want to copy.
    touched: BTreeSet<String>,
    /// Shown, but not on the device before the next copy is saved.
    to_lay_aside: Vec<Aside>,
    down_since: Option<Timestamp>,
    /// The close code of the connection before this one.
    lost_by: u16,
    has_said_offline: bool,
    /// Since when a change is on its way without an answer.
    saving_since: Option<Timestamp>,
    stored_at: Option<Timestamp>,
    copy_is_old: bool,
    copied_at: Timestamp,
    /// The server has every change up to this key on disk.
    forget_up_to: u64,
    caret_timer: Option<Timeout>,
    rows_timer: Option<Timeout>,
    /// How long the rows are left alone after they were read.
    rests_ms: u32,
    tick: Option<Interval>,
    /// Tells a replica elsewhere on the page; see [`mirror`].
    mirror: Option<Rc<dyn Fn(Heard)>>,
}

/// The field a person is in.
enum Focus<S: Schema> {
    Text {
        key: S::Key,
        /// Asks the field for its selection.
        selection: Rc<dyn Fn() -> Option<(u32, u32)>>,
    },
    /// A field with one value, by its path.
    Value(String),
    /// A field of a mirror, which knows places itself.
    Mirrored {
        path: String,
        places: (Sticky, Sticky),
    },
}

impl<S: Schema> Focus<S> {
    fn key(&self) -> Option<&S::Key> {
        match self {
            Self::Text { key, .. } => Some(key),
            Self::Value(_) | Self::Mirrored { .. } => None,
        }
    }

    fn path(&self) -> String {
        match self {
            Self::Text { key, .. } => key.to_string(),
            Self::Value(path) | Self::Mirrored { path, .. } => path.clone(),
        }
    }
}

impl<S: Schema> DocumentModel<S> {
    /// Opens the document for a person. `may_write` is what the API said; the server's word over the socket replaces it.
    pub fn open(document: &DocumentId, person: &PersonId, may_write: bool) -> Self {
        let inner = Inner {
            document: document.clone(),
            outbox: Outbox::of(person, document),
            sync: None,
            connection: None,
            texts: HashMap::new(),
            focus: None,
            rests_at: None,
            landed: None,
            touched: BTreeSet::new(),
            to_lay_aside: Vec::new(),
            down_since: None,
            lost_by: 0,
            has_said_offline: false,
            saving_since: None,
            stored_at: None,
            copy_is_old: false,
            copied_at: Timestamp::default(),
            forget_up_to: 0,
            caret_timer: None,
            rows_timer: None,
            rests_ms: reading::FRAMES_MS,
            tick: None,
            mirror: None,
        };
        let signals = Signals {
            is_ready: RwSignal::new(false),
            is_synced: RwSignal::new(false),
            may_write: RwSignal::new(may_write),
            save: RwSignal::new(Save {
                state: SaveState::Stored,
                at: None,
            }),
            offline: RwSignal::new(Offline::No),
            trouble: RwSignal::new(None),
            peers: RwSignal::new(Vec::new()),
            n_returns: RwSignal::new(0),
            asides: RwSignal::new(Vec::new()),
        };
        let model = Self {
            inner: StoredValue::new_local(inner),
            signals,
            rows: RwSignal::new(S::Rows::default()),
            taken_away: RwSignal::new(None),
        };
        let tick = Interval::new(TICK_MS, move || model.tick());
        model.inner.update_value(|inner| inner.tick = Some(tick));
        on_cleanup(move || model.close());
        spawn_local(async move { model.load().await });
        model
    }

    /// Whether the texts can be shown: from the device's copy, or once the server has sent them.
    pub fn is_ready(self) -> Signal<bool> {
        self.signals.is_ready.into()
    }

    /// Whether the server has told what it has, once at least: before that the device's copy may be old.
    pub fn is_synced(self) -> Signal<bool> {
        self.signals.is_synced.into()
    }

    pub fn may_write(self) -> Signal<bool> {
        self.signals.may_write.into()
    }

    /// Whether the person may write, or could earlier in this component's life: what stood there for writing stays, so
    /// that neither focus nor place is lost when the right is.
    pub fn could_write(self) -> Memo<bool> {
        let may_write = self.signals.may_write;
        let could_write =
            Memo::new(move |could: Option<&bool>| could == Some(&true) || may_write.get());
        // A memo remembers only what somebody has read.
        could_write.with_untracked(|_| ());
        could_write
    }

    pub fn save(self) -> Signal<Save> {
        self.signals.save.into()
    }

    pub fn offline(self) -> Signal<Offline> {
        self.signals.offline.into()
    }

    pub fn trouble(self) -> Signal<Option<Trouble>> {
        self.signals.trouble.into()
    }

    /// Up to a moment behind the texts while somebody types; see [`reading`].
    pub fn rows(self) -> Signal<S::Rows> {
        self.rows.into()
    }

    pub fn peers(self) -> Signal<Vec<Peer>> {
        self.signals.peers.into()
    }

    /// The text whose row another removed while this person was writing in it.
    pub fn taken_away(self) -> Signal<Option<S::Key>> {
        self.taken_away.into()
    }

    pub fn n_returns(self) -> Signal<usize> {
        self.signals.n_returns.into()
    }

    /// The words of one text.
    pub fn text(self, key: &S::Key) -> ArcReadSignal<String> {
        self.signals_of(key).words.read_only()
    }

    /// Whether something that is no text stands where the text should be, so that nothing can be written there.
    pub fn is_missing(self, key: &S::Key) -> ArcReadSignal<bool> {
        self.signals_of(key).is_missing.read_only()
    }

    fn signals_of(self, key: &S::Key) -> TextSignals {
        let find = |inner: &mut Inner<S>| {
            let sync = inner.sync.as_ref();
            let shared = || match sync {
                Some(sync) => Shared::of::<S>(sync.replica(), key),
                None => Shared::default(),
            };
            let known = inner.texts.entry(key.clone());
            known.or_insert_with(|| TextSignals::new(shared())).clone()
        };
        let signals = self.inner.try_update_value(find);
        signals.expect("the model outlives the components that read it")
    }

    /// Whether something typed would be lost if the page closed now.
    pub fn would_lose(self) -> bool {
        let is_only_here = |inner: &Inner<S>| !inner.to_lay_aside.is_empty();
        self.with_sync(ClientSync::would_lose).unwrap_or(false)
            || self.inner.try_with_value(is_only_here).unwrap_or(false)
    }

    /// Whether a text has changes from here that the server has not confirmed.
    pub fn is_waiting(self, key: &S::Key) -> bool {
        self.inner
            .try_with_value(|inner| inner.touched.contains(&key.to_string()))
            .unwrap_or(false)
    }

    /// How many texts have changes from here that the server has not confirmed.
    pub fn n_waiting_texts(self) -> usize {
        self.inner
            .try_with_value(|inner| inner.touched.len())
            .unwrap_or(0)
    }

    /// The words the person changed here that the server has not confirmed, for copying.
    pub fn own_words(self) -> String {
        let words = |inner: &Inner<S>| {
            let sync = inner.sync.as_ref()?;
            let texts = inner
                .touched
                .iter()
                .filter_map(|key| S::text(sync.replica(), &key.parse().ok()?));
            Some(
                texts
                    .filter(|text| !text.is_empty())
                    .collect::<Vec<_>>()
                    .join("\n\n"),
            )
        };
        self.inner
            .try_with_value(words)
            .flatten()
            .unwrap_or_default()
    }

    pub fn try_now(self) {
        self.with_connection(Connection::try_now);
    }

    /// Answers whether the document took it; see [`Self::is_missing`].
    #[must_use]
    pub fn splice(self, key: &S::Key, splice: &Splice) -> bool {
        let is_text = |sync: &ClientSync| S::text(sync.replica(), key).is_some();
        if self.with_sync(is_text) != Some(true) {
            return false;
        }
        self.inner.try_update_value(|inner| {
            inner.touched.insert(key.to_string());
            inner.landed = None;
        });
        self.type_in(|replica| S::splice_text(replica, key, splice));
        self.caret_moved();
        true
    }

    /// The person is in this field now. `selection` answers its selection in UTF-16 units while it shows the text.
    pub fn focus(self, key: S::Key, selection: Rc<dyn Fn() -> Option<(u32, u32)>>) {
        self.set_focus(Focus::Text { key, selection });
    }

    /// The person is in a field with one value now; `path` is what the others know it by.
    pub fn focus_value(self, path: String) {
        self.set_focus(Focus::Value(path));
    }

    /// What the person looks at, by its path: said to the others while they are in no field.
    pub fn rest_at(self, path: String) {
        self.inner
            .try_update_value(|inner| inner.rests_at = Some(path));
        self.caret_moved();
    }

    fn set_focus(self, focus: Focus<S>) {
        self.inner
            .try_update_value(|inner| inner.focus = Some(focus));
        self.caret_moved();
    }

    /// The person has left the field, unless they are in another one already.
    pub fn blur(self, path: &str) {
        self.inner.try_update_value(|inner| {
            if inner
                .focus
                .as_ref()
                .is_some_and(|focus| focus.path() == path)
            {
                inner.focus = None;
            }
        });
        self.caret_moved();
    }

    /// Tells the others where the caret is, soon.
    pub fn caret_moved(self) {
        self.inner.try_update_value(|inner| {
            inner
                .caret_timer
                .get_or_insert_with(|| Timeout::new(CARET_MS, move || self.say_presence()));
        });
    }

    /// Where the selection of a field should stand after the change that was just shown, once.
    pub fn landed(self, key: &S::Key) -> Option<(u32, u32)> {
        let take = |inner: &mut Inner<S>| {
            inner
                .landed
                .take_if(|(field, _)| field == key)
                .map(|(_, selection)| selection)
        };
        self.inner.try_update_value(take).flatten()
    }

    /// Where a place stands now in a text.
    pub fn offset(self, key: &S::Key, sticky: &Sticky) -> Option<u32> {
        self.with_sync(|sync| S::offset(sync.replica(), key, sticky))
            .flatten()
    }
}

fn set_if_new<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal
        .try_with_untracked(|shown| *shown != value)
        .unwrap_or(false)
    {
        signal.try_set(value);
    }
}
