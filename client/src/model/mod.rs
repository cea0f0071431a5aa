//! One document on this page: the only writer of its signals.
//!
//! [`DocumentModel`] joins `ClientSync` (what to do), [`Connection`] (the wire) and [`Outbox`] (the device), and turns
//! what comes of it into signals that components read. Components come back with intents; they never see a replica.
//! Callbacks from sockets and timers may arrive after the page is gone, so they use `try_` accessors only.

pub mod facts;
mod presence;

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::document::assessment::{self, NewProposal, TextKey};
use shared::document::splice::Splice;
use shared::document::{Replica, Sticky};
use shared::id::{DocumentId, Generation, IndicatorId, PersonId, ProposalId};
use shared::protocol::{Rights, close};
use shared::sync::{ClientSync, Effect as Todo, LocalCopy, SaveState, SyncError};
use shared::time::Timestamp;

use self::facts::{Offline, Peer, Row, Save, Trouble};
use crate::connection::{Connection, Event};
use crate::outbox::{Copy as KeptCopy, Outbox};
use crate::{clock, mint};

const TICK_MS: u32 = 1_000;
/// How often a copy is saved while others write and nothing of ours waits.
const SAVES_COPY_EVERY_MS: i64 = 3_000;
/// The server answers within milliseconds; if it has not after this, the socket may be dead.
const DOUBTS_AFTER_MS: i64 = 3_000;
/// At most ten caret positions a second leave this page.
const CARET_MS: u32 = 100;

/// A handle to the document; cheap to copy, lives as long as the page that opened it.
#[derive(Clone, Copy)]
pub struct DocumentModel {
    inner: StoredValue<Inner, LocalStorage>,
    signals: Signals,
}

#[derive(Clone, Copy)]
struct Signals {
    is_ready: RwSignal<bool>,
    may_write: RwSignal<bool>,
    save: RwSignal<Save>,
    offline: RwSignal<Offline>,
    trouble: RwSignal<Option<Trouble>>,
    rows: RwSignal<Vec<Row>>,
    peers: RwSignal<Vec<Peer>>,
    /// Counts how often the connection came back after the page had said that it was away.
    n_returns: RwSignal<usize>,
}

struct Inner {
    document: DocumentId,
    outbox: Outbox,
    sync: Option<ClientSync>,
    connection: Option<Connection>,
    texts: HashMap<TextKey, ArcRwSignal<String>>,
    focus: Option<Focus>,
    /// Where the selection of the focused field stands after the last frame.
    landed: Option<(TextKey, (u32, u32))>,
    /// Texts changed here since everything was stored: what a person may want to copy.
    touched: BTreeSet<TextKey>,
    down_since: Option<Timestamp>,
    has_said_offline: bool,
    /// Since when a change is on its way without an answer.
    saving_since: Option<Timestamp>,
    stored_at: Option<Timestamp>,
    copy_is_old: bool,
    copied_at: Timestamp,
    /// The server has every change up to this key on disk.
    forget_up_to: u64,
    caret_timer: Option<Timeout>,
    tick: Option<Interval>,
}

/// The field a person is in, and how to ask it for its selection.
struct Focus {
    key: TextKey,
    selection: Rc<dyn Fn() -> Option<(u32, u32)>>,
}

impl DocumentModel {
    /// Opens the document for a person. `may_write` is what the API said; the server's word over the socket replaces it.
    pub fn open(document: &DocumentId, person: &PersonId, may_write: bool) -> Self {
        let inner = Inner {
            document: document.clone(),
            outbox: Outbox::of(person, document),
            sync: None,
            connection: None,
            texts: HashMap::new(),
            focus: None,
            landed: None,
            touched: BTreeSet::new(),
            down_since: None,
            has_said_offline: false,
            saving_since: None,
            stored_at: None,
            copy_is_old: false,
            copied_at: Timestamp::default(),
            forget_up_to: 0,
            caret_timer: None,
            tick: None,
        };
        let signals = Signals {
            is_ready: RwSignal::new(false),
            may_write: RwSignal::new(may_write),
            save: RwSignal::new(Save {
                state: SaveState::Stored,
                at: None,
            }),
            offline: RwSignal::new(Offline::No),
            trouble: RwSignal::new(None),
            rows: RwSignal::new(Vec::new()),
            peers: RwSignal::new(Vec::new()),
            n_returns: RwSignal::new(0),
        };
        let model = Self {
            inner: StoredValue::new_local(inner),
            signals,
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

    pub fn may_write(self) -> Signal<bool> {
        self.signals.may_write.into()
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

    pub fn rows(self) -> Signal<Vec<Row>> {
        self.signals.rows.into()
    }

    pub fn peers(self) -> Signal<Vec<Peer>> {
        self.signals.peers.into()
    }

    pub fn n_returns(self) -> Signal<usize> {
        self.signals.n_returns.into()
    }

    /// The words of one text. A keystroke in one text wakes nobody who reads another.
    pub fn text(self, key: &TextKey) -> ArcReadSignal<String> {
        let mut signal = None;
        self.inner.update_value(|inner| {
            let words = inner
                .sync
                .as_ref()
                .and_then(|sync| assessment::text(sync.replica(), key))
                .unwrap_or_default();
            let known = inner
                .texts
                .entry(key.clone())
                .or_insert_with(|| ArcRwSignal::new(words));
            signal = Some(known.read_only());
        });
        signal.expect("the model outlives the components that read it")
    }

    /// Whether something typed would be lost if the page closed now.
    pub fn would_lose(self) -> bool {
        self.with_sync(ClientSync::would_lose).unwrap_or(false)
    }

    /// Whether a text has changes from here that the server has not confirmed.
    pub fn is_waiting(self, key: &TextKey) -> bool {
        self.inner
            .try_with_value(|inner| inner.touched.contains(key))
            .unwrap_or(false)
    }

    /// The words the person changed here that the server has not confirmed, for copying.
    pub fn own_words(self) -> String {
        let words = |inner: &Inner| {
            let sync = inner.sync.as_ref()?;
            let texts = inner
                .touched
                .iter()
                .filter_map(|key| assessment::text(sync.replica(), key));
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

    pub fn splice(self, key: &TextKey, splice: &Splice) {
        self.inner.try_update_value(|inner| {
            inner.touched.insert(key.clone());
            inner.landed = None;
        });
        self.edit(|replica| assessment::splice_text(replica, key, splice));
        self.caret_moved();
    }

    pub fn add_proposal(self, indicator: Option<IndicatorId>, author: PersonId) -> ProposalId {
        let id = mint::proposal_id();
        let proposal = NewProposal {
            id: id.clone(),
            title: String::new(),
            text: String::new(),
            indicator,
            author: Some(author),
            owner: None,
            deadline: None,
        };
        self.edit(|replica| assessment::add_proposal(replica, &proposal, mint::jitter()));
        id
    }

    pub fn remove_proposal(self, id: &ProposalId) {
        self.edit(|replica| assessment::remove_proposal(replica, id));
    }

    pub fn restore_proposal(self, id: &ProposalId) {
        self.edit(|replica| assessment::restore_proposal(replica, id));
    }

    pub fn link_proposal(self, id: &ProposalId, indicator: Option<&IndicatorId>) {
        self.edit(|replica| assessment::link_proposal(replica, id, indicator));
    }

    /// Puts a proposal right before another one, or last.
    pub fn move_proposal(self, id: &ProposalId, before: Option<&ProposalId>) {
        self.edit(|replica| assessment::move_proposal(replica, id, before, mint::jitter()));
    }

    /// The person is in this field now. `selection` answers its selection in UTF-16 units while it shows the text.
    pub fn focus(self, key: TextKey, selection: Rc<dyn Fn() -> Option<(u32, u32)>>) {
        self.inner
            .try_update_value(|inner| inner.focus = Some(Focus { key, selection }));
        self.caret_moved();
    }

    /// The person has left the field, unless they are in another one already.
    pub fn blur(self, key: &TextKey) {
        self.inner.try_update_value(|inner| {
            if inner.focus.as_ref().is_some_and(|focus| focus.key == *key) {
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
    pub fn landed(self, key: &TextKey) -> Option<(u32, u32)> {
        let take = |inner: &mut Inner| {
            inner
                .landed
                .take_if(|(field, _)| field == key)
                .map(|(_, selection)| selection)
        };
        self.inner.try_update_value(take).flatten()
    }

    /// Where a place stands now in a text.
    pub fn offset(self, key: &TextKey, sticky: &Sticky) -> Option<u32> {
        self.with_sync(|sync| assessment::offset(sync.replica(), key, sticky))
            .flatten()
    }

    async fn load(self) {
        let Some((document, outbox)) = self
            .inner
            .try_with_value(|inner| (inner.document.clone(), inner.outbox.clone()))
        else {
            return;
        };
        let (copy, saved_at) = outbox.load().await.unwrap_or_default();
        let has_copy = copy.generation.is_some() && !copy.snapshot.is_empty();
        // A copy this build cannot read is left where it is; the server has the document.
        let sync = ClientSync::new(mint::client_id(), copy)
            .or_else(|_| ClientSync::new(mint::client_id(), LocalCopy::default()))
            .expect("a client that starts from nothing has nothing to choke on");
        let connection = Connection::dial(&document, Rc::new(move |event| self.happened(event)));
        let opened = self.inner.try_update_value(|inner| {
            inner.sync = Some(sync);
            inner.stored_at = saved_at;
            inner.down_since = Some(clock::now());
            inner.connection = Some(connection.clone());
        });
        if opened.is_none() {
            return connection.hang_up();
        }
        self.refresh_document();
        self.signals.is_ready.try_set(has_copy);
        self.say_presence();
        self.publish();
    }

    fn close(self) {
        self.save_copy();
        self.with_connection(Connection::hang_up);
        self.inner.try_update_value(|inner| {
            inner.tick = None;
            inner.caret_timer = None;
        });
    }

    fn happened(self, event: Event) {
        match event {
            Event::Opened => self.run(|sync, _| sync.opened()),
            Event::Frame(frame) => self.frame(&frame),
            Event::Closed { code, is_final } => {
                self.inner.try_update_value(|inner| {
                    inner.down_since.get_or_insert_with(clock::now);
                });
                self.run(ClientSync::closed);
                if is_final {
                    self.stopped(code);
                }
            }
        }
    }

    fn frame(self, frame: &[u8]) {
        let held = self.hold_selection();
        let mut outcome = Ok(());
        self.run(|sync, todo| outcome = sync.frame(frame, clock::now(), todo));
        let landed = held.and_then(|(key, (start, end))| {
            let selection = (self.offset(&key, &start)?, self.offset(&key, &end)?);
            Some((key, selection))
        });
        self.inner.try_update_value(|inner| inner.landed = landed);
        match outcome {
            Ok(()) => self.greeted(),
            Err(SyncError::Decode(_)) => self.with_connection(Connection::redial),
            Err(SyncError::Damaged(_)) => self.start_over(),
        }
    }

    /// Merging broke half-way: this replica is thrown away and the device's copy opened again.
    fn start_over(self) {
        self.with_connection(Connection::hang_up);
        self.inner.try_update_value(|inner| {
            inner.sync = None;
            inner.connection = None;
        });
        spawn_local(async move { self.load().await });
    }

    fn greeted(self) {
        let Some((is_synced, rights)) = self.with_sync(|sync| (sync.is_synced(), sync.rights()))
        else {
            return;
        };
        if is_synced {
            self.inner.try_update_value(|inner| inner.down_since = None);
            set_if_new(self.signals.is_ready, true);
            set_if_new(self.signals.may_write, rights == Rights::Write);
            let was_refused = |trouble: &Option<Trouble>| matches!(trouble, Some(Trouble::Refused));
            if rights == Rights::Write
                && self.signals.trouble.try_with_untracked(was_refused) == Some(true)
            {
                self.signals.trouble.try_set(None);
            }
            self.publish();
            self.save_copy_when_due();
        }
    }

    fn stopped(self, code: u16) {
        let trouble = match code {
            close::NOT_SIGNED_IN => Trouble::SignedOut,
            close::NOT_ALLOWED => Trouble::NotAllowed,
            close::GONE => Trouble::Gone,
            close::CLIENT_TOO_OLD => Trouble::TooOld,
            _ => Trouble::Stopped,
        };
        self.signals.trouble.try_set(Some(trouble));
    }

    fn tick(self) {
        self.run(|sync, todo| sync.tick(clock::now(), todo));
        let doubts = |inner: &mut Inner| {
            let doubts = inner
                .saving_since
                .is_some_and(|since| clock::now() >= since.plus_ms(DOUBTS_AFTER_MS));
            if doubts {
                inner.saving_since = None;
            }
            doubts
        };
        if self.inner.try_update_value(doubts).unwrap_or(false) {
            self.with_connection(Connection::probe);
        }
        self.save_copy_when_due();
    }

    /// The first copy is saved as soon as the document is here, so that a reload without network finds it; later ones
    /// not at every keystroke. Confirmed rows that stay a little longer do no harm: sending them again changes nothing.
    fn save_copy_when_due(self) {
        let is_due = |inner: &Inner| {
            inner.copy_is_old && clock::now() >= inner.copied_at.plus_ms(SAVES_COPY_EVERY_MS)
        };
        if self.inner.try_with_value(is_due).unwrap_or(false) {
            self.save_copy();
        }
    }

    fn edit(self, change: impl FnOnce(&mut Replica) -> Option<Vec<u8>>) {
        self.run(|sync, todo| sync.edit(change, todo));
    }

    /// Lets the state machine take a step, and does what it asks for.
    fn run(self, step: impl FnOnce(&mut ClientSync, &mut Vec<Todo>)) {
        let mut todo = Vec::new();
        self.inner.try_update_value(|inner| {
            if let Some(sync) = &mut inner.sync {
                step(sync, &mut todo);
            }
        });
        for todo in todo {
            self.carry_out(todo);
        }
        self.publish();
    }

    fn carry_out(self, todo: Todo) {
        match todo {
            Todo::Keep { key, update } => self.keep(key, update),
            Todo::Forget { up_to } => self.forget(up_to),
            Todo::Send(frame) => self.with_connection(|connection| {
                // What does not go out now is sent again after the reconnect that follows.
                connection.send(&frame);
            }),
            Todo::DocumentChanged => self.refresh_document(),
            Todo::PresenceChanged => self.refresh_peers(),
            Todo::RightsChanged => self.greeted(),
            Todo::SetAside {
                generation,
                snapshot,
            } => self.set_aside(generation, snapshot),
            Todo::Refused(_) => {
                self.signals.trouble.try_set(Some(Trouble::Refused));
            }
            Todo::TooOld => {
                self.signals.trouble.try_set(Some(Trouble::TooOld));
                self.with_connection(Connection::hang_up);
            }
        }
    }

    fn keep(self, key: u64, update: Vec<u8>) {
        let known = self.inner.try_with_value(|inner| {
            let generation = inner.sync.as_ref()?.generation()?.clone();
            Some((inner.outbox.clone(), generation))
        });
        let Some((outbox, generation)) = known.flatten() else {
            return;
        };
        spawn_local(async move {
            let kept = outbox.keep(key, &update, &generation).await.is_ok();
            self.run(|sync, todo| {
                if kept {
                    sync.kept(key, todo);
                } else {
                    sync.not_kept(key, todo);
                }
            });
        });
    }

    fn forget(self, up_to: u64) {
        self.inner.try_update_value(|inner| {
            inner.stored_at = Some(clock::now());
            inner.saving_since = None;
            inner.forget_up_to = up_to;
            inner.copy_is_old = true;
            if inner
                .sync
                .as_ref()
                .is_some_and(|sync| sync.n_waiting() == 0)
            {
                inner.touched.clear();
            }
        });
        self.save_copy_when_due();
    }

    /// Writes the copy and forgets what the server has; a device that cannot is no danger to words the server has.
    /// A copy holds every change made here, so it waits while one of them has no row of its own: after a reload that one
    /// would look stored.
    fn save_copy(self) {
        let prepared = self.inner.try_update_value(|inner| {
            let sync = inner.sync.as_ref().filter(|sync| !sync.would_lose())?;
            let generation = sync.generation()?.clone();
            let snapshot = sync.replica().snapshot();
            inner.copy_is_old = false;
            inner.copied_at = clock::now();
            let saved_at = inner.stored_at.unwrap_or(inner.copied_at);
            let copy = KeptCopy {
                generation,
                snapshot,
                saved_at,
            };
            Some((inner.outbox.clone(), copy, inner.forget_up_to))
        });
        if let Some((outbox, copy, forget_up_to)) = prepared.flatten() {
            spawn_local(async move {
                if outbox.save(&copy, forget_up_to).await.is_ok() {
                    self.run(|sync, _| sync.forgotten());
                }
            });
        }
    }

    fn set_aside(self, generation: Generation, snapshot: Vec<u8>) {
        let known = self.inner.try_with_value(|inner| {
            let keys: Vec<TextKey> = inner.texts.keys().cloned().collect();
            (inner.outbox.clone(), words_in(&snapshot, &keys))
        });
        let Some((outbox, words)) = known else { return };
        self.signals
            .trouble
            .try_set(Some(Trouble::SetAside { words }));
        let copy = KeptCopy {
            generation,
            snapshot,
            saved_at: clock::now(),
        };
        spawn_local(async move { drop(outbox.set_aside(&copy).await) });
    }

    fn refresh_document(self) {
        let changed = self.inner.try_update_value(|inner| {
            let sync = inner.sync.as_ref()?;
            inner.copy_is_old = true;
            let mut changed = Vec::new();
            for (key, signal) in &inner.texts {
                let words = assessment::text(sync.replica(), key).unwrap_or_default();
                if signal.with_untracked(|shown| *shown != words) {
                    changed.push((signal.clone(), words));
                }
            }
            let rows: Vec<Row> = assessment::proposals(sync.replica())
                .into_iter()
                .map(Row::from)
                .collect();
            Some((changed, rows))
        });
        let Some((changed, rows)) = changed.flatten() else {
            return;
        };
        for (signal, words) in changed {
            signal.try_set(words);
        }
        set_if_new(self.signals.rows, rows);
    }

    /// Brings the signals about saving and the connection up to date.
    fn publish(self) {
        let facts = self.inner.try_update_value(|inner| {
            let state = inner.sync.as_ref()?.save_state();
            if state == SaveState::Saving {
                inner.saving_since.get_or_insert_with(clock::now);
            } else {
                inner.saving_since = None;
            }
            let offline = Offline::after(inner.down_since.map(|since| clock::now().0 - since.0));
            inner.has_said_offline |= offline.is_shown();
            let is_back =
                inner.down_since.is_none() && inner.has_said_offline && state == SaveState::Stored;
            if is_back {
                inner.has_said_offline = false;
            }
            if inner.down_since.is_none() && state == SaveState::Stored {
                inner.stored_at.get_or_insert_with(clock::now);
            }
            Some((
                Save {
                    state,
                    at: inner.stored_at,
                },
                offline,
                is_back,
            ))
        });
        let Some((save, offline, is_back)) = facts.flatten() else {
            return;
        };
        set_if_new(self.signals.save, save);
        set_if_new(self.signals.offline, offline);
        if is_back {
            self.signals
                .n_returns
                .try_update(|n_returns| *n_returns += 1);
        }
    }

    fn with_sync<T>(self, read: impl FnOnce(&ClientSync) -> T) -> Option<T> {
        self.inner
            .try_with_value(|inner| inner.sync.as_ref().map(read))
            .flatten()
    }

    fn with_connection(self, call: impl FnOnce(&Connection)) {
        let connection = self
            .inner
            .try_with_value(|inner| inner.connection.clone())
            .flatten();
        if let Some(connection) = connection {
            call(&connection);
        }
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

/// The words of a document that was set aside, as far as this page has shown them.
fn words_in(snapshot: &[u8], keys: &[TextKey]) -> String {
    let mut replica = Replica::new(mint::client_id());
    if replica.apply(snapshot).is_err() {
        return String::new();
    }
    let mut keys = keys.to_vec();
    for proposal in assessment::proposals(&replica) {
        keys.extend([
            TextKey::ProposalTitle(proposal.id.clone()),
            TextKey::ProposalText(proposal.id),
        ]);
    }
    keys.sort();
    keys.dedup();
    let words = keys
        .iter()
        .filter_map(|key| assessment::text(&replica, key))
        .filter(|text| !text.is_empty());
    words.collect::<Vec<_>>().join("\n\n")
}
