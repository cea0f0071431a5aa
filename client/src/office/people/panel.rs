//! One person, read: who they are, what the role means, and what can be done about it.

use gloo_net::http::Method;
use leptos::prelude::*;
use shared::id::PersonId;
use shared::rights::Role;
use shared::view::{ActivityChange, PersonCard};

use super::can::can;
use super::devices::Devices;
use super::groups::capitalised;
use super::invite::InviteAgain;
use super::seen::last_seen;
use super::{House, Panel};
use crate::components::avatar::PersonAvatar;
use crate::components::icon::{Glyph, Icon};
use crate::dates;
use crate::meeting::meeting_title;
use crate::office::parts::Confirm;
use crate::words::{Words, use_words};

/// A question that waits for an answer in the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    End,
    Erase,
}

#[component]
pub fn Details(house: House, id: PersonId) -> impl IntoView {
    let words = use_words();
    let card = house.card(id.clone());
    // The panel is drawn when it opens; what changes meanwhile changes in its parts.
    let Some(first) = card.get_untracked() else {
        return view! { <p class="sub" id="panel-title">{words.trouble_gone()}</p> }.into_any();
    };
    let role = Memo::new(move |_| card.get().map_or(Role::Guest, |card| card.person.role));
    let first_name = StoredValue::new(first.person.first_name().to_owned());
    let means = move || can(words, role.get(), &first_name.get_value());
    view! {
        <PanelHead house=house card=first.clone()/>
        <p class="sub sm">{move || card.get().map(|card| last_seen(words, &card))}</p>
        {move || card.get().map(|card| facts(words, &card))}
        <hr/>
        <h3 class="h-card">{words.panel_roles()}</h3>
        {move || card.get().map(|card| roles(words, house, &card))}
        <p class="note sm means">
            <b>{words.means_that(first.person.first_name())}</b>
            {means}
        </p>
        <Devices house=house id=id.clone()/>
        <Acts house=house id=id card=card/>
    }
    .into_any()
}

#[component]
pub fn PanelHead(house: House, card: PersonCard) -> impl IntoView {
    let words = use_words();
    let node = NodeRef::<leptos::html::H2>::new();
    Effect::new(move || {
        if let Some(heading) = node.get() {
            drop(heading.focus());
        }
    });
    let name = card.person.name.clone();
    view! {
        <div class="row top">
            <PersonAvatar person=card.person size="xl"/>
            <span class="sp"></span>
            <button class="btn-i" type="button" aria-label=words.close_person(&name) on:click=move |_| house.close()>
                <Icon glyph=Glyph::XMark/>
            </button>
        </div>
        <h2 class="disp h-sec" id="panel-title" tabindex="-1" node_ref=node>{name.clone()}</h2>
    }
}

fn facts(words: Words, card: &PersonCard) -> AnyView {
    let line = |name: &'static str, value: Option<String>| {
        value.map(|value| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
    };
    let email = match &card.email {
        Some(email) => view! { <dd>{email.clone()}</dd> }.into_any(),
        None => view! { <dd class="wn">{words.panel_no_email()}</dd> }.into_any(),
    };
    view! {
        <dl class="dl">
            <div><dt>{words.person_email()}</dt>{email}</div>
            {line(words.person_title(), card.person.title.clone())}
            {line(words.person_represents(), card.person.represents.clone())}
        </dl>
    }
    .into_any()
}

fn roles(words: Words, house: House, card: &PersonCard) -> AnyView {
    let day = |date| dates::day_month_year(words, date);
    let span = match (card.since, card.until) {
        (Some(since), Some(until)) => words.from_to(&day(since), &day(until)),
        (Some(since), None) => words.from_now_on(&day(since)),
        (None, Some(until)) => words.until(&day(until)),
        (None, None) => words.no_dates().to_owned(),
    };
    let seats = card.seats.iter().filter_map(|seat| {
        let meeting = house.meetings.with_value(|meetings| {
            let found = meetings.iter().find(|card| card.id == seat.meeting);
            found.map(|card| (meeting_title(words, card.kind, card.year), card.date))
        });
        let (title, date) = meeting?;
        let name = house.name(&seat.seated_for);
        let only = words.seat_only(&title, &dates::day_month(words, date));
        Some(view! { <li><b>{words.role_sits_for(&name)}</b><span class="sub xs">{only}</span></li> })
    });
    let seats = seats.collect_view();
    view! {
        <ul class="rl">
            <li><b>{capitalised(words.role(card.person.role))}</b><span class="sub xs">{span}</span></li>
            {seats}
        </ul>
    }
    .into_any()
}

#[component]
fn Acts(house: House, id: PersonId, card: Memo<Option<PersonCard>>) -> impl IntoView {
    let words = use_words();
    let question = RwSignal::<Option<Question>>::new(None);
    let is_active = Memo::new(move |_| card.get().is_some_and(|card| card.is_active));
    let is_me = house.me.with_value(|me| *me == id);
    let id = StoredValue::new(id);
    let first_name = move || {
        let card = card.get_untracked();
        card.map(|card| card.person.first_name().to_owned())
            .unwrap_or_default()
    };
    let resume = move |_| {
        set_active(
            house,
            &id.get_value(),
            true,
            words.role_resumed(&first_name()),
        );
    };
    let end_or_resume = move || {
        if is_me {
            ().into_any()
        } else if is_active.get() {
            view! { <Quiet label=words.role_end() on_press=Callback::new(move |()| question.set(Some(Question::End)))/> }
                .into_any()
        } else {
            view! {
                <button class="ds-button" type="button" data-size="sm" data-variant="secondary" on:click=resume>
                    {words.role_resume()}
                </button>
            }
            .into_any()
        }
    };
    let erase = (!is_me).then(|| {
        view! { <Quiet label=words.person_erase() on_press=Callback::new(move |()| question.set(Some(Question::Erase)))/> }
    });
    view! {
        <div class="pan-end">
            <div class="row wrap g8">
                <Show when=move || is_active.get()><InviteAgain house=house id=id.get_value()/></Show>
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-variant="secondary"
                    data-color="neutral"
                    on:click=move |_| house.panel.set(Some(Panel::Edit(id.get_value())))
                >
                    <Icon glyph=Glyph::Pencil/>
                    {words.change()}
                </button>
                {end_or_resume}
                {erase}
            </div>
            {move || question.get().map(|asked| ask(house, id.get_value(), asked, question, &first_name()))}
            <p class="xs sub">{move || words.words_stay(&first_name())}</p>
        </div>
    }
}

#[component]
fn Quiet(label: &'static str, on_press: Callback<()>) -> impl IntoView {
    view! {
        <button
            class="ds-button"
            type="button"
            data-size="sm"
            data-variant="tertiary"
            data-color="neutral"
            on:click=move |_| on_press.run(())
        >
            {label}
        </button>
    }
}

fn ask(
    house: House,
    id: PersonId,
    asked: Question,
    question: RwSignal<Option<Question>>,
    first_name: &str,
) -> AnyView {
    let words = house.words;
    let never_mind = Callback::new(move |()| question.set(None));
    let name = first_name.to_owned();
    match asked {
        Question::End => {
            let yes = Callback::new(move |()| {
                question.set(None);
                set_active(house, &id, false, words.role_ended(&name));
            });
            view! {
                <Confirm
                    text=words.role_end_ask(first_name)
                    yes=words.role_end_yes()
                    no=words.never_mind()
                    on_yes=yes
                    on_no=never_mind
                />
            }
            .into_any()
        }
        Question::Erase => {
            let yes = Callback::new(move |()| {
                question.set(None);
                house.close();
                let path = format!("/api/people/{id}/erase");
                house.change(Method::POST, path, (), words.person_erased(&name));
            });
            view! {
                <Confirm
                    text=words.person_erase_ask(first_name)
                    yes=words.person_erase_yes()
                    no=words.never_mind()
                    on_yes=yes
                    on_no=never_mind
                    is_final=true
                />
            }
            .into_any()
        }
    }
}

fn set_active(house: House, id: &PersonId, is_active: bool, done: String) {
    let path = format!("/api/people/{id}/activity");
    house.change(Method::POST, path, ActivityChange { is_active }, done);
}
