//! The inner half of the model: lets the state machine take its steps, and carries out what it asks for.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::document::Replica;
use shared::document::schema::Schema;
use shared::sync::{ClientSync, Effect as Todo, LocalCopy, SaveState};

use super::facts::{Offline, Save, Trouble};
use super::mirror::Heard;
use super::{DocumentModel, Inner, set_if_new};
use crate::connection::Connection;
use crate::outbox::Copy as KeptCopy;
use crate::{clock, mint};

/// How often a copy is saved while others write and nothing of ours waits.
const SAVES_COPY_EVERY_MS: i64 = 3_000;
/// The server answers within milliseconds; if it has not after this, the socket may be dead.
const DOUBTS_AFTER_MS: i64 = 3_000;

impl<S: Schema> DocumentModel<S> {
    pub(super) async fn load(self) {
        let Some((document, outbox)) = self
            .inner
            .try_with_value(|inner| (inner.document.clone(), inner.outbox.clone()))
        else {
            return;
        };
        let kept = outbox.load(clock::now()).await.unwrap_or_default();
        let has_copy = kept.copy.generation.is_some() && !kept.copy.snapshot.is_empty();
        let sync = ClientSync::new(mint::client_id(), kept.copy)
            .or_else(|_| ClientSync::new(mint::client_id(), LocalCopy::default()))
            .expect("a client that starts from nothing has nothing to choke on");
        let opened = self.inner.try_update_value(|inner| {
            inner.sync = Some(sync);
            inner.forget_up_to = 0; // keys are the new one's own
            inner.stored_at = kept.saved_at;
            inner.down_since.get_or_insert_with(clock::now);
            inner.touched = kept.touched;
            inner.to_lay_aside.extend(kept.unreadable);
            inner.connection.clone()
        });
        match opened {
            None => return, // the page is gone
            Some(Some(connection)) => connection.resume(),
            Some(None) => self.dial(&document),
        }
        self.show_asides(kept.asides);
        self.read_texts();
        self.read_rows();
        self.signals.is_ready.try_set(has_copy);
        self.tell_mirror(Heard::Anew);
        self.say_presence();
        self.publish();
    }

    /// Saves nothing: signing out removes the copy just before, and it must not come back.
    pub(super) fn close(self) {
        self.with_connection(Connection::hang_up);
        self.inner.try_update_value(|inner| {
            inner.tick = None;
            inner.caret_timer = None;
            inner.rows_timer = None;
        });
    }

    pub(super) fn tick(self) {
        self.run(|sync, todo| sync.tick(clock::now(), todo));
        let doubts = |inner: &mut Inner<S>| {
            let doubts = inner
                .saving_since
                .is_some_and(|since| clock::now() >= since.plus_ms(DOUBTS_AFTER_MS));
            if doubts {
                inner.saving_since = None;
            }
            doubts
        };
        if self.inner.try_update_value(doubts).unwrap_or(false) {
            self.with_connection(|connection| connection.doubt(DOUBTS_AFTER_MS));
        }
        self.save_copy_when_due();
    }

    /// The first copy is saved as soon as the document is here, so that a reload without network finds it; later ones
    /// not at every keystroke. Confirmed rows that stay a little longer do no harm: sending them again changes nothing.
    pub(super) fn save_copy_when_due(self) {
        let is_due = |inner: &Inner<S>| {
            let is_time = clock::now() >= inner.copied_at.plus_ms(SAVES_COPY_EVERY_MS);
            inner.copy_is_old && (is_time || !inner.to_lay_aside.is_empty())
        };
        if self.inner.try_with_value(is_due).unwrap_or(false) {
            self.save_copy();
        }
    }

    /// Changes rows, and shows them at once.
    pub(super) fn edit(self, change: impl FnOnce(&mut Replica) -> Option<Vec<u8>>) {
        self.type_in(change);
        self.read_rows();
    }

    /// Changes words.
    pub(super) fn type_in(self, change: impl FnOnce(&mut Replica) -> Option<Vec<u8>>) {
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
            Todo::Merged(update) => self.tell_mirror(Heard::Merged(update)),
            Todo::DocumentChanged => {
                self.read_texts();
                self.read_rows_soon();
            }
            Todo::PresenceChanged => self.refresh_peers(),
            Todo::RightsChanged => self.greeted(),
            Todo::SetAside {
                generation,
                snapshot,
            } => {
                self.set_aside(&generation, &snapshot);
                self.tell_mirror(Heard::Anew);
            }
            Todo::Redial => self.with_connection(Connection::redial),
            // The save state says it for as long as it is true.
            Todo::Refused(_) => {}
            Todo::TooOld => {
                self.signals.trouble.try_set(Some(Trouble::TooOld));
                self.with_connection(Connection::hang_up);
            }
        }
    }

    fn keep(self, key: u64, update: Vec<u8>) {
        let known = self.inner.try_with_value(|inner| {
            let generation = inner.sync.as_ref()?.generation()?.clone();
            Some((inner.outbox.clone(), generation, inner.touched.clone()))
        });
        let Some((outbox, generation, touched)) = known.flatten() else {
            // The document is not known yet, so neither is where this would be kept.
            return self.run(|sync, todo| sync.not_kept(key, todo));
        };
        spawn_local(async move {
            let kept = outbox.keep(key, &update, &generation, &touched).await;
            let kept = kept.is_ok();
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
    /// What is to be laid aside goes in the same breath: it would be lost with the old copy.
    /// A copy holds every change made here, so it waits while one of them has no row of its own: after a reload that one
    /// would look stored.
    fn save_copy(self) {
        let prepared = self.inner.try_update_value(|inner| {
            let sync = inner.sync.as_ref();
            let sync = sync.filter(|sync| sync.is_synced() && !sync.would_lose())?;
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
            let asides = inner.to_lay_aside.clone();
            Some((inner.outbox.clone(), copy, inner.forget_up_to, asides))
        });
        if let Some((outbox, copy, forget_up_to, asides)) = prepared.flatten() {
            spawn_local(async move {
                if outbox.save(&copy, forget_up_to, &asides).await.is_ok() {
                    self.laid_aside(&asides);
                    self.run(|sync, _| sync.forgotten());
                }
            });
        }
    }

    /// Brings the signals about saving and the connection up to date.
    pub(super) fn publish(self) {
        let facts = self.inner.try_update_value(|inner| {
            let sync = inner.sync.as_ref()?;
            let state = sync.save_state();
            if let Some(connection) = &inner.connection {
                connection.carries(sync.largest_in_flight());
            }
            if state == SaveState::Saving {
                inner.saving_since.get_or_insert_with(clock::now);
            } else {
                inner.saving_since = None;
            }
            let down_ms = inner.down_since.map(|since| clock::now().0 - since.0);
            let offline = Offline::after(down_ms, inner.lost_by);
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
