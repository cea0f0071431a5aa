//! The half of the model that is about people: where this caret is, and where the others' are.

use leptos::prelude::*;
use shared::awareness::PeerState;
use shared::document::Sticky;
use shared::document::schema::Schema;

use super::facts::Peer;
use super::{DocumentModel, Focus, Inner, set_if_new};
use crate::clock;

impl<S: Schema> DocumentModel<S> {
    /// Says where the caret stands now.
    pub(super) fn say_presence(self) {
        let state = self.inner.try_update_value(|inner| {
            inner.caret_timer = None;
            own_state(inner)
        });
        if let Some(state) = state {
            self.run(|sync, todo| sync.set_presence(state, clock::now(), todo));
        }
    }

    /// The selection of the focused field as places that survive the next frame.
    pub(super) fn hold_selection(self) -> Option<(S::Key, (Sticky, Sticky))> {
        self.inner.try_with_value(|inner| {
            let (start, end) = held(inner)?;
            Some((inner.focus.as_ref()?.key()?.clone(), (start, end)))
        })?
    }

    pub(super) fn refresh_peers(self) {
        let now = clock::now();
        let before = self.signals.peers.try_get_untracked().unwrap_or_default();
        let mut peers: Vec<Peer> = self
            .with_sync(|sync| {
                sync.peers()
                    .filter_map(|(id, state)| peer(id, state))
                    .collect()
            })
            .unwrap_or_default();
        for peer in &mut peers {
            let known = before
                .iter()
                .find(|known| known.client_id == peer.client_id);
            let stands = known.filter(|known| known.field == peer.field && known.head == peer.head);
            peer.moved_at = stands.map_or(now, |known| known.moved_at);
        }
        set_if_new(self.signals.peers, peers);
    }
}

fn own_state<S: Schema>(inner: &Inner<S>) -> PeerState {
    let places = match inner.focus.as_ref() {
        Some(Focus::Mirrored { places, .. }) => Some(places.clone()),
        _ => held(inner),
    };
    let field = inner.focus.as_ref().map(Focus::path);
    PeerState {
        user: None,
        field: field.or_else(|| inner.rests_at.clone()),
        anchor: places.as_ref().map(|(start, _)| start.clone()),
        head: places.map(|(_, end)| end),
    }
}

fn held<S: Schema>(inner: &Inner<S>) -> Option<(Sticky, Sticky)> {
    let Focus::Text { key, selection } = inner.focus.as_ref()? else {
        return None;
    };
    let replica = inner.sync.as_ref()?.replica();
    let (start, end) = selection()?;
    let place = |offset| S::sticky(replica, key, offset);
    Some((place(start)?, place(end)?))
}

/// None for a peer that the server has not put a person to.
fn peer(client_id: u64, state: &PeerState) -> Option<Peer> {
    let user = state.user.as_ref()?;
    Some(Peer {
        client_id,
        person: user.id.clone(),
        name: user.name.clone(),
        role: user.role,
        hue: user.hue,
        field: state.field.clone(),
        head: state.head.clone(),
        moved_at: clock::now(),
    })
}
