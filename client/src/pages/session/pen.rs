//! The document of a page, as far as bars, menu and save state need to know it; so that they stand on pages without one
//! too.

use leptos::prelude::*;
use shared::document::assessment::TextKey;
use shared::id::ProposalId;
use shared::sync::SaveState;

use crate::model::AssessmentModel;
use crate::model::facts::{Offline, Save};

#[derive(Clone, Copy)]
pub struct Pen {
    pub save: Signal<Save>,
    pub offline: Signal<Offline>,
    /// How many texts are not sent yet.
    pub n_waiting: Signal<usize>,
    pub try_now: Callback<()>,
    /// The title of a shared proposal.
    pub title_of: Callback<ProposalId, String>,
}

impl Pen {
    pub fn of(model: AssessmentModel) -> Self {
        let save = model.save();
        Self {
            save,
            offline: model.offline(),
            n_waiting: Signal::derive(move || {
                save.track();
                model.n_waiting_texts()
            }),
            try_now: Callback::new(move |()| model.try_now()),
            title_of: Callback::new(move |id: ProposalId| {
                model.text(&TextKey::ProposalTitle(id)).get()
            }),
        }
    }

    /// Nothing is written on the page but by commands.
    pub fn none() -> Self {
        let save = Save {
            state: SaveState::Stored,
            at: None,
        };
        Self {
            save: Signal::stored(save),
            offline: Signal::stored(Offline::No),
            n_waiting: Signal::stored(0),
            try_now: Callback::new(|()| ()),
            title_of: Callback::new(|_| String::new()),
        }
    }
}
