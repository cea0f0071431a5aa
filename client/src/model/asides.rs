//! The part of the model that keeps words which may not flow into the document: shown, copied, deleted by the person,
//! never merged.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::document::Replica;
use shared::document::schema::Schema;
use shared::id::Generation;
use shared::sync::aside::{AsideText, put_aside, worth_reading};

use super::{DocumentModel, set_if_new};
use crate::aside::{self, Aside, Contents, united};
use crate::connection::Connection;
use crate::{clock, mint};

impl<S: Schema> DocumentModel<S> {
    /// What this device has laid aside of the document, oldest first.
    pub fn asides(self) -> Signal<Vec<Aside>> {
        self.signals.asides.into()
    }

    /// Those texts that a person may miss in the document as it is now.
    pub fn worth_reading(self, texts: &[AsideText]) -> Vec<AsideText> {
        let worth = self.with_sync(|sync| worth_reading::<S>(texts, sync.replica()));
        worth.unwrap_or_else(|| texts.to_vec())
    }

    /// `done` is called when it is gone from the device.
    pub fn delete_aside(self, id: String, done: impl FnOnce() + 'static) {
        spawn_local(async move {
            if aside::delete(&id).await.is_err() {
                return;
            }
            let forget = |asides: &mut Vec<Aside>| asides.retain(|aside| aside.id != id);
            self.inner
                .try_update_value(|inner| forget(&mut inner.to_lay_aside));
            self.signals.asides.try_update(forget);
            done();
        });
    }

    /// The server does not take what waits here: lays the document aside as it stands, and fetches it anew.
    pub fn lay_aside(self) {
        self.signals.trouble.try_set(None);
        self.signals.is_ready.try_set(false);
        self.signals.is_synced.try_set(false);
        self.run(|sync, todo| sync.set_aside(mint::client_id(), todo));
        self.with_connection(Connection::resume);
    }

    pub(super) fn set_aside(self, generation: &Generation, snapshot: &[u8]) {
        // What one replica encodes, another one merges.
        let mut replica = Replica::new(mint::client_id());
        if replica.apply(snapshot).is_err() {
            return;
        }
        self.inner.try_update_value(|inner| {
            let texts = put_aside::<S>(&replica, &inner.touched);
            inner.touched.clear();
            inner.to_lay_aside.push(Aside {
                id: inner.outbox.aside_id(generation),
                at: clock::now(),
                contents: Contents::Texts(texts),
            });
        });
        let known = self.signals.asides.try_get_untracked();
        self.show_asides(known.unwrap_or_default());
    }

    /// Shows those that are on the device, and those that are on their way there.
    pub(super) fn show_asides(self, mut asides: Vec<Aside>) {
        let waiting = self
            .inner
            .try_with_value(|inner| inner.to_lay_aside.clone());
        for Aside { id, at, contents } in waiting.unwrap_or_default() {
            let known = asides.extract_if(.., |known| known.id == id).last();
            let contents = united(known.map(|known| known.contents), contents);
            asides.push(Aside { id, at, contents });
        }
        set_if_new(self.signals.asides, asides);
    }

    pub(super) fn laid_aside(self, asides: &[Aside]) {
        self.inner.try_update_value(|inner| {
            inner
                .to_lay_aside
                .retain(|waiting| !asides.contains(waiting));
        });
    }
}
