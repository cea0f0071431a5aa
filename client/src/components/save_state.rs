//! What the header says about saving: always one of four, and never a lie.

use leptos::prelude::*;
use shared::document::schema::Schema;
use shared::sync::SaveState as State;

use super::icon::{Glyph, Icon};
use crate::dates;
use crate::model::DocumentModel;
use crate::model::facts::Save;
use crate::words::{Words, use_words};

#[component]
pub fn SaveState<S: Schema>(model: DocumentModel<S>) -> impl IntoView {
    let words = use_words();
    let (save, is_ready) = (model.save(), model.is_ready());
    let shown = move || {
        if !is_ready.get() {
            return view! { <span class="save"></span> }.into_any();
        }
        let save = save.get();
        let (glyph, class) = match save.state {
            State::Stored => (Glyph::CheckmarkCircle, "save"),
            State::Saving => (Glyph::PencilWriting, "save"),
            State::OnDevice { .. } => (Glyph::Mobile, "save warn"),
            State::Failing(_) => (Glyph::ExclamationmarkTriangle, "save bad"),
        };
        view! { <span class=class><Icon glyph=glyph/><span>{says(words, save)}</span></span> }
            .into_any()
    };
    view! { <div class="saving" role="group" aria-label=words.save_label()>{shown}</div> }
}

fn says(words: Words, save: Save) -> String {
    match (save.state, save.at) {
        (State::Stored, Some(at)) => words.save_done(&dates::time(words, at)),
        (State::Saving, _) => words.save_saving().to_owned(),
        (State::Stored, None) | (State::OnDevice { .. }, _) => words.save_device().to_owned(),
        (State::Failing(_), _) => words.save_failed().to_owned(),
    }
}
