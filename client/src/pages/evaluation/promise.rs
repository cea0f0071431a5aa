//! One promise: read, and opened in place to say who is responsible and by when. Each field is changed by itself.

use jiff::civil::Date;
use leptos::prelude::*;
use shared::id::{PersonId, PromiseId, QuestionId};
use shared::proceedings::evaluation::state::BoardPromise;
use shared::proceedings::evaluation::{Ask, PromisePart};
use shared::rights::Role;

use super::desk::Desk;
use super::row::anchor;
use crate::clock;
use crate::components::avatar::PersonAvatar;
use crate::components::icon::{Glyph, Icon};
use crate::dates;

#[component]
pub fn PromiseLine(desk: Desk, id: PromiseId, may: Memo<bool>) -> impl IntoView {
    let words = desk.words;
    let promise = {
        let id = id.clone();
        desk.read(move |view| {
            view.promises
                .iter()
                .find(|promise| promise.id == id)
                .cloned()
        })
    };
    let is_open = RwSignal::new(false);
    let text = Memo::new(move |_| {
        promise
            .get()
            .map(|promise| promise.text)
            .unwrap_or_default()
    });
    let edit = move || {
        may.get().then(|| {
            view! {
                <button class="ds-button ev-edit" type="button" data-variant="tertiary" data-size="sm" data-color="neutral" aria-expanded=move || is_open.get().to_string() on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)>
                    <Icon glyph=Glyph::Pencil/>
                    {move || if is_open.get() { words.ev_promise_close() } else { words.ses_change() }}
                    <span class="ds-sr-only">": "{text}</span>
                </button>
            }
        })
    };
    let id = StoredValue::new(id);
    view! {
        <li class="ev-pr">
            <h3 class="h-card" lang=desk.lang()>{text}</h3>
            {move || promise.get().map(|promise| about(desk, &promise))}
            {edit}
            <Show when=move || may.get() && is_open.get()>
                <Fields desk=desk id=id.get_value() promise=promise/>
            </Show>
        </li>
    }
}

/// Who, by when, and where it came from; what is missing is a soft word.
fn about(desk: Desk, promise: &BoardPromise) -> impl IntoView + use<> {
    let words = desk.words;
    let missing = |text: &'static str| {
        view! { <span class="wn"><Icon glyph=Glyph::ExclamationmarkTriangle/>{text}</span> }
            .into_any()
    };
    let who = match promise.responsible.as_ref().and_then(|id| desk.person(id)) {
        Some(person) => {
            let name = person.name.clone();
            view! { <span class="ev-person"><PersonAvatar person=person size="tiny"/>{name}</span> }
                .into_any()
        }
        None => missing(words.ev_no_responsible()),
    };
    let when = match promise.deadline {
        Some(date) => {
            let is_past = date < clock::today();
            let text = dates::day_month_year(words, date);
            let past =
                is_past.then(|| view! { <span class="wn">{words.ev_deadline_past()}</span> });
            view! { <span><Icon glyph=Glyph::Calendar/>{text}" "{past}</span> }.into_any()
        }
        None => missing(words.ev_no_deadline()),
    };
    let source = promise.source.as_ref().and_then(|id| {
        let form = desk.form().get()?;
        let text = form.statement(id)?.text.get(words.0).to_owned();
        let href = format!("#{}", anchor(id));
        Some(view! { <a class="ev-source" href=href><Icon glyph=Glyph::Branching/>{text}</a> })
    });
    view! { <p class="sm ev-about">{who}{when}</p>{source} }
}

#[component]
fn Fields(desk: Desk, id: PromiseId, promise: Memo<Option<BoardPromise>>) -> impl IntoView {
    let words = desk.words;
    let key = StoredValue::new(id.clone());
    let field = |name: &str| format!("ev-{name}-{id}");
    // One field changes and the others stay as they are now.
    let change = move |part: PromisePart| {
        let id = key.get_value();
        desk.ask(Ask::ChangePromise { id, part }, words.ev_kept());
    };
    let set_text = move |event| {
        let text = event_target_value(&event);
        if !text.trim().is_empty() {
            change(PromisePart::Text { text });
        }
    };
    let set_deadline = move |event| {
        let date = event_target_value(&event).parse::<Date>().ok();
        change(PromisePart::Deadline { date });
    };
    let set_responsible = move |event| {
        let person = PersonId::parse(&event_target_value(&event)).ok();
        change(PromisePart::Responsible { person });
    };
    let set_source = move |event| {
        let statement = QuestionId::parse(&event_target_value(&event)).ok();
        change(PromisePart::Source { statement });
    };
    let drop = move |_| {
        let id = key.get_value();
        desk.ask(Ask::DropPromise { id }, words.ev_promise_dropped());
    };
    view! {
        <div class="ev-fields">
            <label class="sm" for=field("text")>{words.ev_promise()}</label>
            <textarea class="ds-input ev-area" id=field("text") rows="2" lang=desk.lang() prop:value=move || promise.get().map(|one| one.text).unwrap_or_default() on:change=set_text></textarea>
            <label class="sm" for=field("who")>{words.ev_responsible()}</label>
            <select class="ds-input" id=field("who") on:change=set_responsible>{people(desk, promise)}</select>
            <label class="sm" for=field("when")>{words.ev_deadline()}</label>
            <input class="ds-input" type="date" id=field("when") prop:value=move || promise.get().and_then(|one| one.deadline).map(|date| date.to_string()).unwrap_or_default() on:change=set_deadline/>
            <label class="sm" for=field("source")>{words.ev_source()}</label>
            <select class="ds-input" id=field("source") on:change=set_source>{sources(desk, promise)}</select>
            <button class="ds-button" type="button" data-variant="tertiary" data-color="danger" on:click=drop><Icon glyph=Glyph::Trash/>{words.ev_promise_drop()}</button>
        </div>
    }
}

fn people(desk: Desk, promise: Memo<Option<BoardPromise>>) -> impl IntoView {
    let chosen = Memo::new(move |_| promise.get().and_then(|one| one.responsible));
    let all = Memo::new(move |_| {
        desk.room.with(|room| {
            let people = room.people.iter().map(|one| &one.person);
            let people = people.filter(|person| person.role != Role::Guest);
            people
                .map(|person| (person.id.clone(), person.name.clone()))
                .collect::<Vec<_>>()
        })
    });
    move || {
        let chosen = chosen.get();
        let options = all.get().into_iter().map(|(id, name)| {
            let is_chosen = chosen.as_ref() == Some(&id);
            view! { <option value=id.to_string() selected=is_chosen>{name}</option> }
        });
        view! { <option value="" selected=chosen.is_none()>{desk.words.ev_nobody_yet()}</option>{options.collect_view()} }
    }
}

fn sources(desk: Desk, promise: Memo<Option<BoardPromise>>) -> impl IntoView {
    let words = desk.words;
    let chosen = Memo::new(move |_| promise.get().and_then(|one| one.source));
    let form = desk.form();
    move || {
        let chosen = chosen.get();
        let statements = form.get().into_iter().flat_map(|form| {
            let all = form
                .statements()
                .map(|one| (one.id.clone(), one.text.get(words.0).to_owned()));
            all.collect::<Vec<_>>()
        });
        let options = statements.map(|(id, text)| {
            let is_chosen = chosen.as_ref() == Some(&id);
            view! { <option value=id.to_string() selected=is_chosen>{text}</option> }
        });
        view! { <option value="" selected=chosen.is_none()>{words.ev_no_source()}</option>{options.collect_view()} }
    }
}
