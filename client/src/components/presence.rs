//! Who is here: a button with the number, and a list behind it.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use shared::document::schema::Schema;
use shared::id::PersonId;
use shared::programme::Person;

use super::avatar::Avatar;
use super::dialog::Dialog;
use crate::model::DocumentModel;
use crate::model::facts::Peer;
use crate::words::use_words;

/// What a person would call the field of this path.
pub type FieldName = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// How many faces the button shows before it counts.
const N_FACES: usize = 3;

/// One line of the list: a person, on however many devices.
#[derive(Debug, Clone, PartialEq)]
struct Present {
    name: String,
    hue: usize,
    role: &'static str,
    is_me: bool,
    writes_in: Option<String>,
}

#[component]
pub fn Presence<S: Schema>(
    model: DocumentModel<S>,
    me: Person,
    field_name: FieldName,
) -> impl IntoView {
    let words = use_words();
    let is_open = RwSignal::new(false);
    let peers = model.peers();
    let present = Memo::new(move |_| peers.with(|peers| everybody(&me, &field_name, peers)));
    let faces = move || {
        present.with(|present| {
            let faces = present.iter().take(N_FACES);
            let more = present.len().saturating_sub(N_FACES);
            view! {
                {faces.map(|one| view! { <Avatar name=one.name.clone() hue=one.hue/> }).collect_view()}
                {(more > 0).then(|| view! { <span class="av more">{format!("+{more}")}</span> })}
            }
        })
    };
    let list = move || {
        present
            .get()
            .into_iter()
            .map(|one| view! { <Line one/> })
            .collect_view()
    };
    view! {
        <button class="pres" type="button" aria-haspopup="dialog" on:click=move |_| is_open.set(true)>
            <span class="avs" aria-hidden="true">{faces}</span>
            <span>{move || words.presence(present.with(Vec::len))}</span>
        </button>
        <Dialog is_open=is_open id="presence" heading=Signal::derive(move || words.presence_title().to_owned())>
            <ul class="lines people">{list}</ul>
        </Dialog>
    }
}

#[component]
fn Line(one: Present) -> impl IntoView {
    let name = if one.is_me {
        format!("{} ({})", one.name, use_words().you())
    } else {
        one.name.clone()
    };
    let under = one.writes_in.unwrap_or_else(|| one.role.to_owned());
    view! {
        <li class="row">
            <Avatar name=one.name hue=one.hue/>
            <span>{name}<br/><span class="sm sub">{under}</span></span>
        </li>
    }
}

/// Oneself first, then the others by name; a person with two devices stands once.
fn everybody(me: &Person, field_name: &FieldName, peers: &[Peer]) -> Vec<Present> {
    let words = use_words();
    let mine = Present {
        name: me.name.clone(),
        hue: me.hue(),
        role: words.role(me.role),
        is_me: true,
        writes_in: None,
    };
    let mut others: BTreeMap<(String, PersonId), Present> = BTreeMap::new();
    for peer in peers.iter().filter(|peer| peer.person != me.id) {
        let writes_in = peer
            .field
            .as_ref()
            .and_then(|path| field_name(path))
            .map(|field| words.writes_in(&field));
        let one = others
            .entry((peer.name.clone(), peer.person.clone()))
            .or_insert_with(|| Present {
                name: peer.name.clone(),
                hue: peer.hue,
                role: words.role(peer.role),
                is_me: false,
                writes_in: None,
            });
        one.writes_in = writes_in.or(one.writes_in.take());
    }
    std::iter::once(mine).chain(others.into_values()).collect()
}
