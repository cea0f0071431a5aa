//! A suggested change: the old words struck, the new ones underlined, and the answer of whoever decides.

use leptos::prelude::*;
use shared::id::SuggestionId;
use shared::plan::docket::command::Command;
use shared::plan::docket::place::Place;
use shared::plan::docket::state::{Suggestion, SuggestionState};

use super::use_talk;
use super::write::AboutLine;
use crate::components::avatar::PersonAvatar;
use crate::components::icon::{Glyph, Icon};
use crate::pages::plan::room::{Asking, Fault};

#[component]
pub fn SuggestionCard(id: SuggestionId) -> impl IntoView {
    let docket = use_talk().docket;
    let desk = docket.desk;
    let words = desk.words;
    let find = {
        let id = id.clone();
        move || {
            docket
                .read(|view| view.docket.suggestions.get(&id).cloned())
                .flatten()
        }
    };
    let first = untrack(&find)?;
    let about = Place::Words {
        text: first.draft.text.clone(),
        quote: None,
    };
    let person = docket.person(&first.by);
    let name = person
        .as_ref()
        .map_or_else(|| words.tk_somebody().to_owned(), |it| it.name.clone());
    let is_mine = first.by == desk.me().id;
    let suggestion = Memo::new(move |known: Option<&Suggestion>| {
        find().unwrap_or_else(|| known.cloned().unwrap_or_else(|| first.clone()))
    });
    let change = move || {
        let draft = suggestion.with(|one| one.draft.clone());
        let old = (!draft.old_text.is_empty()).then(|| {
            view! { <del><span class="ds-sr-only">{words.tk_old()}" "</span>{draft.old_text}</del>" " }
        });
        let new = (!draft.new_text.is_empty()).then(|| {
            view! { <ins><span class="ds-sr-only">{words.tk_new()}" "</span>{draft.new_text}</ins> }
        });
        let reason = draft
            .reason
            .map(|reason| view! { <p class="sub">{reason}</p> });
        view! { <p class="tk-change" lang=desk.lang>{old}{new}</p>{reason} }
    };
    let state = Memo::new(move |_| suggestion.with(|one| one.state));
    let answered = move || {
        let by = suggestion.with(|one| one.answered.as_ref().map(|mark| mark.by.clone()))?;
        let by = docket.person(&by);
        let by = by.map_or_else(|| words.tk_somebody().to_owned(), |it| it.name);
        let says = match state.get() {
            SuggestionState::Open => return None,
            SuggestionState::Accepted => words.tk_accepted_by(&by),
            SuggestionState::Left => words.tk_left_by(&by),
            SuggestionState::Withdrawn => words.tk_withdrawn().to_owned(),
        };
        Some(view! { <p class="sub sm">{says}</p> })
    };
    Some(view! {
        <li class="card tk-one" class:done=move || state.get() != SuggestionState::Open>
            <p class="row wrap g8">
                {person.map(|person| view! { <PersonAvatar person=person size="tiny"/> })}
                <b>{name}</b>
                <span class="ds-tag" data-size="sm" data-color="info">{words.tk_change()}</span>
            </p>
            <AboutLine about=about/>
            {change}
            {answered}
            <Answers id=id state=state is_mine=is_mine/>
        </li>
    })
}

#[component]
fn Answers(id: SuggestionId, state: Memo<SuggestionState>, is_mine: bool) -> impl IntoView {
    let talk = use_talk();
    let docket = talk.docket;
    let words = docket.desk.words;
    let asking = Asking::new(docket);
    let id = StoredValue::new(id);
    let answer = move |state: SuggestionState| {
        let command = Command::AnswerSuggestion {
            id: id.get_value(),
            state,
        };
        let said = match state {
            SuggestionState::Accepted => words.tk_now_accepted(),
            SuggestionState::Open => words.tk_now_open(),
            _ => words.tk_now_left(),
        };
        asking.ask(command, said.to_owned(), move || talk.close());
    };
    let withdraw = move |_| {
        let command = Command::WithdrawSuggestion {
            id: id.get_value(),
            is_withdrawn: true,
        };
        asking.ask(command, words.tk_now_withdrawn().to_owned(), move || {
            talk.close();
        });
    };
    let buttons = move || {
        let (may, is_open) = (docket.may.get(), state.get() == SuggestionState::Open);
        // While the board decides nobody writes in the plan.
        let writes = may.decide && may.edit;
        let accept = (writes && is_open).then(|| {
            view! {
                <button class="ds-button" type="button" data-size="sm" data-variant="secondary" on:click=move |_| answer(SuggestionState::Accepted)>
                    {words.tk_accept()}
                </button>
            }
        });
        let leave = (may.decide && is_open).then(|| {
            view! {
                <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" on:click=move |_| answer(SuggestionState::Left)>
                    {words.tk_leave()}
                </button>
            }
        });
        let may_reopen = match state.get() {
            SuggestionState::Accepted => writes,
            SuggestionState::Left => may.decide,
            SuggestionState::Open | SuggestionState::Withdrawn => false,
        };
        let again = may_reopen.then(|| {
            view! {
                <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" on:click=move |_| answer(SuggestionState::Open)>
                    <Icon glyph=Glyph::ArrowUndo/>
                    {words.tk_reopen()}
                </button>
            }
        });
        let own = (is_mine && may.speak && is_open).then(|| {
            view! {
                <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" on:click=withdraw>
                    {words.tk_withdraw()}
                </button>
            }
        });
        view! { {accept}{leave}{again}{own} }
    };
    view! { <Fault asking=asking/><div class="row wrap g8">{buttons}</div> }
}
