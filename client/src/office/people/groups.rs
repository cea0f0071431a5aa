//! The groups of people, each person a line that opens the panel.

use leptos::prelude::*;
use shared::id::PersonId;
use shared::rights::Role;
use shared::view::PersonCard;

use super::seen::seen;
use super::{House, Panel, line_id};
use crate::components::avatar::PersonAvatar;
use crate::components::icon::Icon;
use crate::words::{Words, use_words};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Board,
    Programme,
    Observers,
    Guests,
    Former,
}

impl Group {
    /// The screen on the wall is nobody.
    fn of(card: &PersonCard) -> Option<Self> {
        if card.person.role == Role::Projector {
            return None;
        }
        if !card.is_active {
            return Some(Self::Former);
        }
        Some(match card.person.role {
            Role::Chair | Role::ViceChair | Role::BoardMember | Role::Deputy => Self::Board,
            Role::ProgrammeManager | Role::ProjectManager | Role::Facilitator => Self::Programme,
            Role::Observer => Self::Observers,
            Role::Guest | Role::Projector => Self::Guests,
        })
    }

    fn id(self) -> &'static str {
        match self {
            Self::Board => "group-board",
            Self::Programme => "group-programme",
            Self::Observers => "group-observers",
            Self::Guests => "group-guests",
            Self::Former => "group-former",
        }
    }

    fn title(self, words: Words) -> &'static str {
        match self {
            Self::Board => words.group_board(),
            Self::Programme => words.group_programme(),
            Self::Observers => words.group_observers(),
            Self::Guests => words.group_guests(),
            Self::Former => words.group_former(),
        }
    }
}

#[component]
pub fn Groups(house: House) -> impl IntoView {
    view! {
        <div class="groups">
            <div class="col g16"><GroupCard house=house group=Group::Board/></div>
            <div class="col g16">
                <GroupCard house=house group=Group::Programme/>
                <GroupCard house=house group=Group::Observers/>
                <GroupCard house=house group=Group::Guests/>
                <Former house=house/>
            </div>
        </div>
    }
}

/// The people of a group: the board by role, everybody else as they come.
fn members(house: House, group: Group) -> Memo<Vec<PersonId>> {
    Memo::new(move |_| {
        house.people.with(|people| {
            let mut found: Vec<&PersonCard> = people
                .iter()
                .filter(|card| Group::of(card) == Some(group))
                .collect();
            let place = |role| Role::ALL.iter().position(|known| *known == role);
            found.sort_by_key(|card| place(card.person.role));
            found.iter().map(|card| card.person.id.clone()).collect()
        })
    })
}

#[component]
fn GroupCard(house: House, group: Group) -> impl IntoView {
    let words = use_words();
    let ids = members(house, group);
    let about = move || match group {
        Group::Board => {
            let n_deputies = house.people.with(|people| {
                let is_deputy =
                    |card: &&PersonCard| card.is_active && card.person.role == Role::Deputy;
                people.iter().filter(is_deputy).count()
            });
            let members = words.group_members(ids.with(Vec::len).saturating_sub(n_deputies));
            if n_deputies == 0 {
                members
            } else {
                format!("{members}, {}", words.group_deputies(n_deputies))
            }
        }
        Group::Programme => words.group_programme_about().to_owned(),
        Group::Observers => words.group_observers_about().to_owned(),
        Group::Guests | Group::Former => words.group_guests_about().to_owned(),
    };
    let is_shown = move || group == Group::Board || ids.with(|ids| !ids.is_empty());
    view! {
        <Show when=is_shown>
            <section class="card gp" aria-labelledby=group.id()>
                <div class="row wrap g8">
                    <h2 class="h-card" id=group.id()>{group.title(words)}</h2>
                    <span class="sub sm">{about}</span>
                </div>
                <Lines house=house ids=ids/>
            </section>
        </Show>
    }
}

#[component]
fn Former(house: House) -> impl IntoView {
    let words = use_words();
    let ids = members(house, Group::Former);
    view! {
        <Show when=move || ids.with(|ids| !ids.is_empty())>
            <details class="card gp more">
                <summary>{move || words.group_former_n(ids.with(Vec::len))}</summary>
                <Lines house=house ids=ids/>
            </details>
        </Show>
    }
}

#[component]
fn Lines(house: House, ids: Memo<Vec<PersonId>>) -> impl IntoView {
    view! {
        <ul>
            <For each=move || ids.get() key=|id| id.clone() let(id)>
                <li><Line house=house id=id/></li>
            </For>
        </ul>
    }
}

#[component]
fn Line(house: House, id: PersonId) -> impl IntoView {
    let words = use_words();
    let card = house.card(id.clone());
    let element = line_id(&id);
    let id = StoredValue::new(id);
    let is_open = Memo::new(move |_| {
        house.panel.with(|panel| match panel {
            Some(Panel::Person(open) | Panel::Edit(open)) => id.with_value(|id| open == id),
            _ => false,
        })
    });
    let shown = move || {
        card.get().map(|card| {
            let seen = seen(words, &card);
            let class = if seen.is_warning { "xs wn end" } else { "xs sub end" };
            view! {
                <PersonAvatar person=card.person.clone()/>
                <span class="nm"><b>{card.person.name.clone()}</b><small>{subtitle(words, &card)}</small></span>
                <span class=class>
                    {seen.glyph.map(|glyph| view! { <Icon glyph=glyph/> })}
                    {seen.text}
                </span>
            }
        })
    };
    view! {
        <button
            type="button"
            class="pp"
            id=element
            class:on=move || is_open.get()
            aria-current=move || is_open.get().then_some("true")
            on:click=move |_| house.panel.set(Some(Panel::Person(id.get_value())))
        >
            {shown}
        </button>
    }
}

/// The role on the board, the title in the programme, and whom an observer is from.
fn subtitle(words: Words, card: &PersonCard) -> String {
    let person = &card.person;
    let own = match person.role {
        Role::Observer => person.represents.as_ref().or(person.title.as_ref()),
        Role::ProjectManager => person.title.as_ref(),
        _ => None,
    };
    own.cloned()
        .unwrap_or_else(|| capitalised(words.role(person.role)))
}

/// With a large first letter.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
