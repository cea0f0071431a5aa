//! A shared text with its name, who writes in it, and how much room is left.

use leptos::prelude::*;
use shared::document::assessment::TextKey;
use shared::document::splice::utf16_len;
use shared::sync::SaveState as State;

use super::icon::{Glyph, Icon};
use crate::meeting::use_meeting;
use crate::model::facts::Peer;
use crate::text::shared_text::{Kind, SharedText};

/// `room` is how many characters the text should have at most; more is said, never cut. A card without it says nothing
/// below the field.
#[component]
pub fn TextCard(
    key: TextKey,
    id: &'static str,
    heading: &'static str,
    help: &'static str,
    #[prop(optional)] room: Option<u32>,
) -> impl IntoView {
    let meeting = use_meeting();
    let (words, model) = (meeting.words, meeting.model);
    let text = model.text(&key);
    let heading_id = format!("{id}-heading");
    let help_id = format!("{id}-help");
    let labelled_by = heading_id.clone();
    let could_write = model.could_write();
    let has_room = room.is_some();
    let left = room.map(|room| {
        let n_units = Memo::new(move |_| text.with(|text| utf16_len(text)));
        move || {
            let n_units = n_units.get();
            let text = match room.checked_sub(n_units) {
                Some(left) => words.chars_left(&left.to_string()),
                None => words.chars_over(&(n_units - room).to_string()),
            };
            view! { <span class="tn" class:wn={n_units > room}>{text}</span> }
        }
    });
    view! {
        <section class="card ra" aria-labelledby=heading_id.clone()>
            <div class="row wrap ra-head">
                <h2 class="disp h-sec" id=heading_id.clone()>{heading}</h2>
                <span class="sp"></span>
                <Writers key=key.clone()/>
            </div>
            <p class="sm sub" id=help_id.clone()>{help}</p>
            <SharedText
                model=model
                key=key.clone()
                kind=Kind::Text
                id=id
                lang=meeting.lang()
                labelled_by=labelled_by
                described_by=help_id
            />
            <Show when=move || has_room && could_write.get()>
                <p class="row wrap xs sub ra-foot"><span>{words.all_see()}</span><span class="sp"></span>{left}</p>
            </Show>
            <Unsent key=key/>
        </section>
    }
}

/// "Kari og Per skriver".
#[component]
fn Writers(key: TextKey) -> impl IntoView {
    let meeting = use_meeting();
    let path = key.to_string();
    let writers =
        Memo::new(move |_| writers_in(&meeting.model.peers().get(), |field| field == path));
    view! { <p class="xs sub">{move || meeting.words.writers(&writers.get())}</p> }
}

/// First names of those who are in a field, each once.
pub fn writers_in(peers: &[Peer], is_here: impl Fn(&str) -> bool) -> Vec<String> {
    let mut names: Vec<String> = peers
        .iter()
        .filter(|peer| peer.field.as_deref().is_some_and(&is_here))
        .map(Peer::first_name)
        .collect();
    names.sort();
    names.dedup();
    names
}

/// Said at the field once the network has been away long enough to be shown.
#[component]
fn Unsent(key: TextKey) -> impl IntoView {
    let meeting = use_meeting();
    let (words, model) = (meeting.words, meeting.model);
    let n_unsent = move || match model.save().get().state {
        State::OnDevice { n_waiting }
            if model.offline().get().is_shown() && model.is_waiting(&key) =>
        {
            Some(n_waiting)
        }
        _ => None,
    };
    move || {
        n_unsent().map(|n| view! { <p class="dev"><Icon glyph=Glyph::Mobile/><span>{words.unsent(n)}</span></p> })
    }
}
