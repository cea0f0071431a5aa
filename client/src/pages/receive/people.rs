//! Everybody of the meeting, in four lists: here, expected, gone home, absent.

use leptos::prelude::*;
use shared::lobby::{RoomPerson, RoomView};

use super::actions::Actions;
use super::person::PersonRow;
use crate::components::ring::n_expected;
use crate::room::RoomContext;
use crate::words::Words;

/// Where somebody is, as far as the meeting knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    Here,
    Expected,
    Gone,
    Absent,
}

impl Where {
    const ALL: [Self; 4] = [Self::Here, Self::Expected, Self::Gone, Self::Absent];

    pub fn of(one: &RoomPerson) -> Self {
        match (one.is_here, one.is_coming) {
            (true, _) => Self::Here,
            (false, false) => Self::Absent,
            (false, true) if one.times.is_empty() => Self::Expected,
            (false, true) => Self::Gone,
        }
    }

    fn heading(self, words: Words) -> &'static str {
        match self {
            Self::Here => words.people_here(),
            Self::Expected => words.people_expected(),
            Self::Gone => words.people_gone(),
            Self::Absent => words.people_absent(),
        }
    }
}

#[component]
pub fn People(context: RoomContext, actions: Actions) -> impl IntoView {
    let words = context.words;
    let view = context.view;
    let count = move || {
        view.with(|view| {
            words.lobby_here(&view.n_here().to_string(), &n_expected(view).to_string())
        })
    };
    let lists = Where::ALL.map(|place| {
        view! { <List context=context.clone() place=place actions=actions/> }
    });
    view! {
        <section class="card desk-people" aria-labelledby="people-title">
            <div class="row wrap">
                <h2 class="disp h-sec" id="people-title">{words.people_title()}</h2>
                <span class="sp"></span>
                <span class="sub sm">{count}</span>
            </div>
            {lists}
        </section>
    }
}

#[component]
fn List(context: RoomContext, place: Where, actions: Actions) -> impl IntoView {
    let words = context.words;
    let view = context.view;
    let people = Memo::new(move |_| view.with(|view| in_list(view, place)));
    let row = move |id: shared::id::PersonId| {
        view! { <PersonRow view=view id=id actions=actions/> }
    };
    let ids = move || {
        people.with(|people| {
            let ids = people.iter().map(|one| one.person.id.clone());
            ids.collect::<Vec<_>>()
        })
    };
    view! {
        <Show when=move || people.with(|people| !people.is_empty())>
            <h3 class="h-card list-head">
                {place.heading(words)}" "<span class="cnt tn">{move || people.with(Vec::len)}</span>
            </h3>
            <ul class="lines received"><For each=ids key=Clone::clone children=row/></ul>
        </Show>
    }
}

/// Those who may need help first: without a line, then without a try.
fn in_list(view: &RoomView, place: Where) -> Vec<RoomPerson> {
    let people = view.people.iter().filter(|one| Where::of(one) == place);
    let mut people: Vec<RoomPerson> = people.cloned().collect();
    if place == Where::Here {
        people.sort_by_key(|one| one.is_connected == Some(true));
    }
    people
}
