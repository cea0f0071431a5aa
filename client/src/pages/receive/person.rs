//! One person in the lists of those who receive: what is known, and what can be changed.

use std::sync::Arc;

use leptos::prelude::*;
use shared::id::PersonId;
use shared::lobby::{RoomPerson, RoomView};
use shared::rights::Role;

use super::actions::Actions;
use super::people::Where;
use crate::components::avatar::PersonAvatar;
use crate::components::icon::{Glyph, Icon};
use crate::words::Words;
use crate::{clock, dates};

#[component]
pub fn PersonRow(view: Signal<Arc<RoomView>>, id: PersonId, actions: Actions) -> impl IntoView {
    let words = actions.words;
    let find = move |view: &Arc<RoomView>| {
        let mut people = view.people.iter();
        people.find(|one| one.person.id == id).cloned()
    };
    let one = Memo::new(move |_| view.with(&find));
    let is_open = RwSignal::new(false);
    let Some(first) = one.get_untracked() else {
        return ().into_any();
    };
    let person = first.person;
    let name = person.name.clone();
    let line = words.who_line(&person);
    let line = move || {
        let seat = one.with(|one| one.as_ref()?.seated_for.clone());
        let member = seat.and_then(|seat| view.with(|view| name_of(view, &seat)));
        match member {
            Some(member) => format!("{line} · {}", words.seated_for(&member)),
            None => line.clone(),
        }
    };
    let facts = move || one.get().map(|one| facts(words, &one));
    let change = move || {
        is_open.get().then(|| {
            one.get()
                .map(|one| view! { <Change view=view one=one actions=actions/> })
        })
    };
    view! {
        <li>
            <div class="ppl-row">
                <PersonAvatar person=person/>
                <span class="ppl-who"><b>{name.clone()}</b><small>{line}</small></span>
                <span class="ppl-facts">{facts}</span>
                <button
                    class="btn-i"
                    type="button"
                    aria-label=words.change_person(&name)
                    aria-expanded=move || if is_open.get() { "true" } else { "false" }
                    on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
                >
                    <Icon glyph=Glyph::Pencil/>
                </button>
            </div>
            {change}
        </li>
    }
    .into_any()
}

fn name_of(view: &RoomView, id: &PersonId) -> Option<String> {
    let mut people = view.people.iter();
    people
        .find(|one| one.person.id == *id)
        .map(|one| one.person.name.clone())
}

/// "kom 09.02", a lost line, and whether the test tap has come.
fn facts(words: Words, one: &RoomPerson) -> AnyView {
    let last = one.times.last();
    let times = last.map(|last| match last.left_at {
        Some(left_at) => words.left_at(&dates::time(words, left_at)),
        None => words.came_at(&dates::time(words, last.arrived_at)),
    });
    let is_lost = one.is_here && one.is_connected == Some(false);
    let has_tried = one.is_here && one.has_tried == Some(true);
    view! {
        {times.map(|times| view! { <span class="sub sm tn">{times}</span> })}
        {is_lost.then(|| view! { <span class="sm off"><Icon glyph=Glyph::CloudSlash/>{words.disconnected()}</span> })}
        {has_tried.then(|| view! { <span class="sm okk"><Icon glyph=Glyph::CheckmarkCircleFill/>{words.has_tried()}</span> })}
    }
    .into_any()
}

#[component]
fn Change(view: Signal<Arc<RoomView>>, one: RoomPerson, actions: Actions) -> impl IntoView {
    let buttons = match Where::of(&one) {
        Where::Here => view! { <OfHere one=one.clone() actions=actions/> }.into_any(),
        Where::Expected => view! { <OfExpected one=one.clone() actions=actions/> }.into_any(),
        Where::Gone => view! { <OfGone one=one.clone() actions=actions/> }.into_any(),
        Where::Absent => view! { <OfAbsent view=view one=one.clone() actions=actions/> }.into_any(),
    };
    view! { <div class="ppl-change">{buttons}<LetGo view=view one=one actions=actions/></div> }
}

#[component]
fn Quiet(#[prop(into)] label: String, on_press: impl FnMut() + 'static) -> impl IntoView {
    let mut on_press = on_press;
    view! {
        <button class="ds-button" type="button" data-variant="secondary" data-color="neutral" on:click=move |_| on_press()>{label}</button>
    }
}

#[component]
fn OfHere(one: RoomPerson, actions: Actions) -> impl IntoView {
    let words = actions.words;
    let leaving = one.clone();
    view! {
        <Times one=one actions=actions/>
        <Quiet label=words.left_now() on_press=move || actions.has_left(&leaving)/>
    }
}

#[component]
fn OfExpected(one: RoomPerson, actions: Actions) -> impl IntoView {
    let words = actions.words;
    let absent = (
        one.person.id.clone(),
        words.is_absent(one.person.first_name()),
    );
    view! {
        <Quiet label=words.is_here_now() on_press=move || actions.has_come(&one)/>
        <Quiet
            label=words.report_absent()
            on_press=move || actions.set_coming(absent.0.clone(), false, absent.1.clone())
        />
    }
}

#[component]
fn OfGone(one: RoomPerson, actions: Actions) -> impl IntoView {
    let back = one.clone();
    view! {
        <Times one=one actions=actions/>
        <Quiet label=actions.words.is_back() on_press=move || actions.has_come(&back)/>
    }
}

#[component]
fn OfAbsent(view: Signal<Arc<RoomView>>, one: RoomPerson, actions: Actions) -> impl IntoView {
    let words = actions.words;
    let comes = (
        one.person.id.clone(),
        words.comes_after_all(one.person.first_name()),
    );
    let has_seat = one.person.role.has_seat();
    view! {
        <Quiet
            label=words.comes_anyway()
            on_press=move || actions.set_coming(comes.0.clone(), true, comes.1.clone())
        />
        {has_seat.then(|| view! { <SeatDeputy view=view member=one actions=actions/> })}
    }
}

/// Chooses a deputy for an absent member.
#[component]
fn SeatDeputy(view: Signal<Arc<RoomView>>, member: RoomPerson, actions: Actions) -> impl IntoView {
    let words = actions.words;
    let id = member.person.id.clone();
    let label = words.seat_for(&member.person.name);
    let free = Memo::new(move |_| {
        view.with(|view| {
            if view
                .people
                .iter()
                .any(|one| one.seated_for.as_ref() == Some(&id))
            {
                return Vec::new();
            }
            let people = view.people.iter().filter(|one| is_free_deputy(one));
            people.map(|one| one.person.clone()).collect::<Vec<_>>()
        })
    });
    let member = StoredValue::new(member.person);
    let choices = move || {
        free.get()
            .into_iter()
            .map(|deputy| {
                let said = words.is_seated(deputy.first_name(), member.get_value().first_name());
                let seat = move || {
                    actions.seat(deputy.id.clone(), Some(member.get_value().id), said.clone());
                };
                view! { <Quiet label=deputy.name.clone() on_press=seat/> }
            })
            .collect_view()
    };
    view! {
        <Show when=move || free.with(|free| !free.is_empty())>
            <fieldset class="seat"><legend class="sm sub">{label.clone()}</legend>{choices}</fieldset>
        </Show>
    }
}

fn is_free_deputy(one: &RoomPerson) -> bool {
    one.person.role == Role::Deputy && one.is_coming && one.seated_for.is_none()
}

/// A deputy who sits for somebody can be let go again.
#[component]
fn LetGo(view: Signal<Arc<RoomView>>, one: RoomPerson, actions: Actions) -> impl IntoView {
    let words = actions.words;
    let member = one.seated_for.as_ref()?;
    let member = view.with_untracked(|view| name_of(view, member))?;
    let said = words.is_unseated(one.person.first_name());
    let deputy = one.person.id;
    let let_go = move || actions.seat(deputy.clone(), None, said.clone());
    Some(view! { <Quiet label=words.unseat(&member) on_press=let_go/> })
}

/// When somebody came and left, to be corrected.
#[component]
fn Times(one: RoomPerson, actions: Actions) -> impl IntoView {
    let words = actions.words;
    let last = one.times.last().cloned()?;
    let arrived = RwSignal::new(hh_mm(last.arrived_at));
    let left = RwSignal::new(last.left_at.map(hh_mm));
    let person = one.person.id.clone();
    let save = move || {
        let left = left.get_untracked();
        let left = left.as_deref().and_then(parse);
        actions.correct(&one, parse(&arrived.get_untracked()), left);
    };
    let field =
        move |name: &str, label: &'static str, value: Signal<String>, set: Callback<String>| {
            let id = format!("{name}-{person}");
            let labels = id.clone();
            view! {
                <label class="time" for=labels>
                    <span class="sm">{label}</span>
                    <input
                        class="ds-input"
                        type="time"
                        id=id
                        prop:value=move || value.get()
                        on:change=move |event| set.run(event_target_value(&event))
                    />
                </label>
            }
        };
    let came = field(
        "came",
        words.time_came(),
        arrived.into(),
        Callback::new(move |value| arrived.set(value)),
    );
    let went = last.left_at.map(|_| {
        field(
            "went",
            words.time_left(),
            Signal::derive(move || left.get().unwrap_or_default()),
            Callback::new(move |value| left.set(Some(value))),
        )
    });
    Some(view! { {came}{went}<Quiet label=words.save_times() on_press=save/> })
}

fn hh_mm(at: shared::time::Timestamp) -> String {
    let (hour, minute) = clock::hour_and_minute(at);
    format!("{hour:02}:{minute:02}")
}

fn parse(hh_mm: &str) -> Option<(u32, u32)> {
    let (hour, minute) = hh_mm.split_once(':')?;
    Some((hour.parse().ok()?, minute.get(..2)?.parse().ok()?))
}
