//! The part of the model that serves a replica elsewhere on the page: Yjs in the prose island.
//!
//! The model's own replica stays the one that counts: it has the outbox, the line and the save state. The mirror is told
//! everything that is merged here, in order, and hands over each change that it makes; so neither ever has a hole
//! (decision 0013).

use std::rc::Rc;

use leptos::prelude::*;
use shared::document::Sticky;
use shared::document::schema::Schema;
use shared::id::DocumentId;

use super::{DocumentModel, Focus};

/// What a mirror has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// An update of somebody else's.
    Merged(Vec<u8>),
    /// The replica is another one: begin anew from [`DocumentModel::whole`].
    Anew,
}

/// All that a mirror begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// The model's replica writes nothing itself, so the mirror writes under its id.
    pub client_id: u64,
    pub snapshot: Vec<u8>,
}

impl<S: Schema> DocumentModel<S> {
    /// `hear` is called outside of any call made here. A document has one mirror.
    pub fn serve_mirror(self, hear: Rc<dyn Fn(Heard)>) {
        self.inner
            .try_update_value(|inner| inner.mirror = Some(hear));
    }

    /// None before the device was asked what it has.
    pub fn whole(self) -> Option<Whole> {
        self.with_sync(|sync| Whole {
            client_id: sync.replica().client_id(),
            snapshot: sync.replica().snapshot(),
        })
    }

    /// None when the page is gone.
    pub fn document(self) -> Option<DocumentId> {
        self.inner.try_with_value(|inner| inner.document.clone())
    }

    /// Takes over a change that the mirror made, in the texts of these paths.
    pub fn adopt(self, update: Vec<u8>, paths: Vec<String>) {
        self.inner
            .try_update_value(|inner| inner.touched.extend(paths));
        let mut outcome = Ok(false);
        self.type_in(|replica| {
            outcome = replica.apply(&update);
            (outcome == Ok(true)).then_some(update)
        });
        if outcome.is_err() {
            // Yjs wrote it, so it is not expected; the mirror begins anew from what can be merged.
            self.start_over();
        }
    }

    /// The person is in a field of the mirror now, with the selection between these places.
    pub fn focus_mirrored(self, path: String, places: (Sticky, Sticky)) {
        self.set_focus(Focus::Mirrored { path, places });
    }

    pub(super) fn tell_mirror(self, heard: Heard) {
        let mirror = self.inner.try_with_value(|inner| inner.mirror.clone());
        if let Some(mirror) = mirror.flatten() {
            mirror(heard);
        }
    }
}
