//! The ring of the lobby: a place for everybody who is expected, and a face on each that is taken.

use std::sync::Arc;

use leptos::prelude::*;
use shared::id::PersonId;
use shared::lobby::{RoomPerson, RoomView};

use super::avatar::PersonAvatar;
use crate::words::Words;

/// More places than this do not fit; the number in the middle counts everybody.
const MAX_PLACES: usize = 28;
/// From so many places on, the faces are smaller.
const CROWDED: usize = 16;
const PACKED: usize = 22;
/// Between two faces that were here when the page came.
const LANDS_EVERY_MS: usize = 70;

/// Those who are here, in the order they came as seen from this page: a face that has landed stays where it is.
#[derive(Debug, Clone, Default, PartialEq)]
struct Landed {
    people: Vec<RoomPerson>,
    /// How many were here when the page came; they land one by one.
    n_first: usize,
}

impl Landed {
    fn next(before: Option<&Self>, view: &RoomView) -> Self {
        let here = |id: &PersonId| {
            view.people
                .iter()
                .find(|person| person.is_here && person.person.id == *id)
        };
        let known = before.map_or(&[][..], |before| &before.people[..]);
        let mut people: Vec<RoomPerson> = known
            .iter()
            .filter_map(|one| here(&one.person.id).cloned())
            .collect();
        for person in view.people.iter().filter(|person| person.is_here) {
            if !people.iter().any(|one| one.person.id == person.person.id) {
                people.push(person.clone());
            }
        }
        let n_first = before.map_or(people.len(), |before| before.n_first);
        Self { people, n_first }
    }
}

#[component]
pub fn Ring(view: Signal<Arc<RoomView>>, me: PersonId, words: Words) -> impl IntoView {
    let landed =
        Memo::new(move |before: Option<&Landed>| view.with(|view| Landed::next(before, view)));
    let n_all = Memo::new(move |_| view.with(|view| n_expected(view)));
    let n_here = move || landed.with(|landed| landed.people.len());
    let n_places = Memo::new(move |_| n_all.get().clamp(1, MAX_PLACES));
    let size = move || match n_places.get() {
        n if n > PACKED => "ring-places packed",
        n if n > CROWDED => "ring-places crowded",
        _ => "ring-places",
    };
    let faces = move || {
        landed.with(|landed| {
            let people = landed.people.iter().take(n_places.get()).cloned();
            people.enumerate().collect::<Vec<_>>()
        })
    };
    let says = move || {
        landed.with(|landed| {
            let names = landed.people.iter();
            let names: Vec<String> = names
                .map(|one| one.person.first_name().to_owned())
                .collect();
            let count = words.lobby_here(&n_here().to_string(), &n_all.get().to_string());
            if names.is_empty() {
                count
            } else {
                format!("{count}: {}", words.list(&names))
            }
        })
    };
    let n_first = landed.with_untracked(|landed| landed.n_first);
    let face = move |(idx, one): (usize, RoomPerson)| {
        let is_me = one.person.id == me;
        let delay_ms = if idx < n_first {
            idx * LANDS_EVERY_MS
        } else {
            0
        };
        view! {
            <span class="place" style=("--at", idx.to_string())>
                <span class="lands" class:me=is_me style=("animation-delay", format!("{delay_ms}ms"))>
                    <PersonAvatar person=one.person size="lg"/>
                </span>
            </span>
        }
    };
    let empty = move || {
        let taken = n_here().min(n_places.get());
        (taken..n_places.get())
            .map(|at| view! { <span class="place" style=("--at", at.to_string())><span class="av lg emp"></span></span> })
            .collect_view()
    };
    view! {
        <div class="lobby-ring">
            <div class=size role="img" aria-label=says style=("--n", move || n_places.get().to_string())>
                <For each=faces key=|(idx, one)| (*idx, one.person.id.clone()) children=face/>
                {empty}
            </div>
            <div class="ring-mid" aria-hidden="true">
                <span class="num">{n_here}</span>
                <span class="sub">{move || words.lobby_of(&n_all.get().to_string())}</span>
            </div>
        </div>
    }
}

/// Everybody who is expected or has come anyway.
pub fn n_expected(view: &RoomView) -> usize {
    let people = view.people.iter();
    people
        .filter(|person| person.is_coming || person.is_here)
        .count()
}
