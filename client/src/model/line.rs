//! The half of the model that is about the connection: what comes over it, and what its end means.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::document::schema::Schema;
use shared::id::DocumentId;
use shared::protocol::{Message, Rights, SUBPROTOCOL, close};
use shared::sync::{ClientSync, SyncError};

use super::facts::Trouble;
use super::{DocumentModel, set_if_new};
use crate::clock;
use crate::connection::{Connection, Event, Speech};

impl<S: Schema> DocumentModel<S> {
    pub(super) fn dial(self, document: &DocumentId) {
        let speech = Speech {
            subprotocol: Some(SUBPROTOCOL),
            question: Some(Message::QueryAwareness.encode()),
        };
        let on_event = Rc::new(move |event| self.happened(event));
        let connection = Connection::dial(format!("/sync/{document}"), speech, on_event);
        let kept = self
            .inner
            .try_update_value(|inner| inner.connection = Some(connection.clone()));
        if kept.is_none() {
            connection.hang_up();
        }
    }

    fn happened(self, event: Event) {
        match event {
            Event::Opened => self.run(|sync, _| sync.opened()),
            Event::Frame(frame) => self.frame(&frame),
            // A document's line is binary, and asks its own question.
            Event::Text(_) | Event::Doubted => {}
            Event::Closed { code, is_final } => self.closed(code, is_final),
        }
    }

    fn closed(self, code: u16, is_final: bool) {
        let has_lost_rights = self.with_sync(ClientSync::has_lost_rights) == Some(true);
        self.inner.try_update_value(|inner| {
            // The dials that follow say nothing about why it was lost.
            if inner.down_since.is_none() || code != close::ABNORMAL {
                inner.lost_by = code;
            }
            // What was stopped is not offline.
            inner.down_since = (!is_final).then(|| inner.down_since.unwrap_or_else(clock::now));
        });
        self.run(|sync, todo| sync.ended(code, clock::now(), todo));
        if code == close::NOT_ALLOWED && has_lost_rights {
            self.with_connection(Connection::resume);
        } else if is_final {
            self.stopped(code);
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
    pub(super) fn start_over(self) {
        self.with_connection(Connection::hold);
        self.inner.try_update_value(|inner| inner.sync = None);
        spawn_local(async move { self.load().await });
    }

    pub(super) fn greeted(self) {
        let Some((is_synced, rights)) = self.with_sync(|sync| (sync.is_synced(), sync.rights()))
        else {
            return;
        };
        if is_synced {
            self.inner.try_update_value(|inner| inner.down_since = None);
            if self.signals.is_synced.try_get_untracked() == Some(false) {
                self.read_rows();
                self.signals.is_synced.try_set(true);
            }
            set_if_new(self.signals.is_ready, true);
            set_if_new(self.signals.may_write, rights == Rights::Write);
            self.publish();
            self.save_copy_when_due();
        }
    }

    /// Nobody dials again by itself. What stands in the fields stays there.
    fn stopped(self, code: u16) {
        let trouble = match code {
            close::NOT_SIGNED_IN => Trouble::SignedOut,
            close::NOT_ALLOWED => Trouble::NotAllowed,
            close::GONE => Trouble::Gone,
            close::CLIENT_TOO_OLD => Trouble::TooOld,
            close::TOO_LARGE => Trouble::TooLarge,
            _ => Trouble::Malformed,
        };
        if matches!(trouble, Trouble::NotAllowed | Trouble::Gone) {
            self.signals.may_write.try_set(false);
        }
        self.signals.trouble.try_set(Some(trouble));
        self.publish();
    }
}
