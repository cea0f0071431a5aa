//! The inner half of the model: lets the state machine take its steps, and carries out what it asks for.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::document::Replica;
use shared::document::assessment::{self, TextKey};
use shared::id::Generation;
use shared::protocol::{Rights, close};
use shared::sync::{ClientSync, Effect as Todo, LocalCopy, SaveState, SyncError};

use super::facts::{Offline, Row, Save, Trouble};
use super::{DocumentModel, Inner, set_if_new};
use crate::connection::{Connection, Event};
use crate::outbox::Copy as KeptCopy;
use crate::{clock, mint};

/// How often a copy is saved while others write and nothing of ours waits.
const SAVES_COPY_EVERY_MS: i64 = 3_000;
/// The server answers within milliseconds; if it has not after this, the socket may be dead.
const DOUBTS_AFTER_MS: i64 = 3_000;

impl DocumentModel {
    pub(super) async fn load(self) {
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
            inner.forget_up_to = 0; // keys are the new one's own
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

    /// Saves nothing: signing out removes the copy just before, and it must not come back.
    pub(super) fn close(self) {
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

    pub(super) fn tick(self) {
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

    pub(super) fn edit(self, change: impl FnOnce(&mut Replica) -> Option<Vec<u8>>) {
        self.run(|sync, todo| sync.edit(change, todo));
    }

    /// Lets the state machine take a step, and does what it asks for.
    pub(super) fn run(self, step: impl FnOnce(&mut ClientSync, &mut Vec<Todo>)) {
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
            let field = inner.focus.as_ref().map(|focus| focus.key.clone());
            Some((changed, rows, field))
        });
        let Some((changed, rows, field)) = changed.flatten() else {
            return;
        };
        // Whoever removes a proposal here has left its fields for the button, so this is another's doing.
        if let Some(TextKey::ProposalTitle(id) | TextKey::ProposalText(id)) = field {
            let has = |rows: &[Row]| rows.iter().any(|row| row.id == id);
            let was_here = self.signals.rows.try_with_untracked(|rows| has(rows));
            if was_here == Some(true) && !has(&rows) {
                self.signals.taken_away.try_set(Some(id));
            }
        }
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

    pub(super) fn with_sync<T>(self, read: impl FnOnce(&ClientSync) -> T) -> Option<T> {
        self.inner
            .try_with_value(|inner| inner.sync.as_ref().map(read))
            .flatten()
    }

    pub(super) fn with_connection(self, call: impl FnOnce(&Connection)) {
        let connection = self
            .inner
            .try_with_value(|inner| inner.connection.clone())
            .flatten();
        if let Some(connection) = connection {
            call(&connection);
        }
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
