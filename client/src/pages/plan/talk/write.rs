//! What is being written: a comment, or other words for a text of the plan. It stays as it is until it has been sent.

use leptos::prelude::*;
use shared::document::plan::{TextField, TextKey};
use shared::id::{NoteId, SuggestionId};
use shared::plan::Row;
use shared::plan::docket::command::Command;
use shared::plan::docket::place::Place;
use shared::plan::docket::state::SuggestionDraft;

use super::changed::changed;
use super::mention::{Mentioning, mentioned};
use super::{Talk, Writing, named, text_of, use_talk};
use crate::mint;
use crate::pages::plan::desk::{Desk, focus_when_drawn};
use crate::pages::plan::names;
use crate::pages::plan::room::{Asking, Fault};
use crate::pages::plan::trace::place::RowLink;

#[component]
pub fn Composer(writing: Writing) -> impl IntoView {
    let talk = use_talk();
    let words = talk.docket.desk.words;
    match writing {
        Writing::Comment(about) => view! {
            <section class="card tk-write" aria-label=words.tk_comment()><CommentForm about=about/></section>
        }
        .into_any(),
        Writing::Suggest(row) => view! {
            <section class="card tk-write" aria-label=words.tk_suggest()><SuggestForm row=row/></section>
        }
        .into_any(),
    }
}

fn done(talk: Talk) {
    talk.writing.try_set(None);
    talk.text.try_set(String::new());
    talk.new_text.try_set(None);
    talk.close();
}

/// Sends it, or lets it be.
#[component]
fn Sending(asking: Asking, label: &'static str) -> impl IntoView {
    let talk = use_talk();
    let words = talk.docket.desk.words;
    view! {
        <Fault asking=asking/>
        <div class="row wrap g8">
            <button class="ds-button" type="submit" aria-busy=move || asking.is_busy.get().then_some("true")>{label}</button>
            <button
                class="ds-button"
                type="button"
                data-variant="tertiary"
                data-color="neutral"
                on:click=move |_| done(talk)
            >
                {words.tk_cancel()}
            </button>
        </div>
    }
}

#[component]
fn CommentForm(about: Place) -> impl IntoView {
    let talk = use_talk();
    let desk = talk.docket.desk;
    let words = desk.words;
    let asking = Asking::new(talk.docket);
    let id: NoteId = mint::note_id();
    let about = RwSignal::new(about);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = talk.text.get_untracked();
        if text.trim().is_empty() {
            return asking.fault.set(Some(words.tk_write_first().to_owned()));
        }
        let command = Command::Comment {
            id: id.clone(),
            place: about.get_untracked(),
            mentions: mentioned(&text, &desk.view().people),
            text,
        };
        asking.ask(command, words.tk_commented().to_owned(), move || done(talk));
    };
    let wholly = move || {
        about.with(|about| *about != Place::Plan).then(|| {
            view! {
                <button class="link sm" type="button" on:click=move |_| about.set(Place::Plan)>
                    {words.tk_about_whole()}
                </button>
            }
        })
    };
    view! {
        <form on:submit=send novalidate>
            {move || view! { <AboutLine about=about.get()/> }}
            {wholly}
            <Mentioning text=talk.text id="tk-comment" label=words.tk_your_comment() takes_focus=true/>
            <p class="sub sm">{words.tk_who_sees()}</p>
            <Sending asking=asking label=words.tk_send()/>
        </form>
    }
}

/// What it is about, with the words that were marked.
#[component]
pub fn AboutLine(about: Place) -> impl IntoView {
    let talk = use_talk();
    let desk = talk.docket.desk;
    let what = named(desk.words, &about);
    let what = what.map(|what| view! { <span class="sub">{what}</span> });
    let leave = Callback::new(move |()| {
        talk.close();
    });
    let row = about.row().cloned();
    let row = row.map(|row| view! { <RowLink row=row on_leave=leave/> });
    let quote = match &about {
        Place::Words { quote, .. } => quote.as_ref().map(|quote| quote.text.clone()),
        _ => None,
    };
    let quote = quote
        .map(|quote| view! { <blockquote class="tk-quote" lang=desk.lang>{quote}</blockquote> });
    view! { <p class="tk-about sm">{row}{what}</p>{quote} }
}

/// The texts of a row that have words, or else its title.
fn texts(desk: Desk, row: &Row) -> Vec<TextKey> {
    let keys = TextField::of(row).iter();
    let keys = keys.filter_map(|field| TextKey::new(row.clone(), *field));
    let is_written = |key: &TextKey| !desk.model.text(key).get_untracked().trim().is_empty();
    let written: Vec<TextKey> = keys.clone().filter(is_written).collect();
    if written.is_empty() {
        return keys.take(1).collect();
    }
    written
}

#[component]
fn SuggestForm(row: Row) -> impl IntoView {
    let talk = use_talk();
    let desk = talk.docket.desk;
    let words = desk.words;
    let asking = Asking::new(talk.docket);
    let id: SuggestionId = mint::row_id();
    let keys = texts(desk, &row);
    let place = RwSignal::new(0_usize);
    let keys = StoredValue::new(keys);
    let key = move || keys.with_value(|keys| keys.get(place.get()).cloned());
    let stands = move || key().map_or_else(String::new, |key| desk.model.text(&key).get());
    let shown = move || talk.new_text.get().unwrap_or_else(stands);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let new = untrack(shown);
        let found = untrack(key).and_then(|key| {
            let (from, old_text, new_text) = changed(&untrack(stands), &new)?;
            let from = desk.model.sticky(&key, from);
            Some(SuggestionDraft {
                text: text_of(&key),
                old_text,
                new_text,
                reason: Some(talk.text.get_untracked()).filter(|why| !why.trim().is_empty()),
                from: from.and_then(|from| serde_json::to_string(&from).ok()),
            })
        });
        let Some(draft) = found else {
            return asking.fault.set(Some(words.tk_change_first().to_owned()));
        };
        let command = Command::Suggest {
            id: id.clone(),
            draft,
        };
        asking.ask(command, words.tk_suggested().to_owned(), move || done(talk));
    };
    let option = move |(value, key): (usize, &TextKey)| {
        let name = names::text_field(words, key.field());
        view! { <option value=value.to_string()>{name}</option> }
    };
    let options = keys.with_value(|keys| keys.iter().enumerate().map(option).collect_view());
    let choose = move |event| {
        talk.new_text.set(None);
        place.set(event_target_value(&event).parse().unwrap_or_default());
    };
    focus_when_drawn("tk-new".to_owned(), 10);
    view! {
        <form on:submit=send novalidate>
            <h3 class="h-card">{words.tk_suggest()}</h3>
            <p class="tk-about sm"><RowLink row=row/></p>
            <label class="ds-label" for="tk-which">{words.tk_which_text()}</label>
            <select class="ds-input" id="tk-which" on:change=choose>{options}</select>
            <div class="note"><p class="sub sm">{words.tk_stands_now()}</p><p class="tk-now" lang=desk.lang>{stands}</p></div>
            <label class="ds-label" for="tk-new">{words.tk_i_suggest()}</label>
            <textarea
                class="ds-input tk-area"
                id="tk-new"
                rows="4"
                lang=desk.lang
                spellcheck="true"
                prop:value=shown
                on:input=move |event| talk.new_text.set(Some(event_target_value(&event)))
            ></textarea>
            <label class="ds-label" for="tk-reason">{words.tk_reason()}</label>
            <input
                class="ds-input"
                id="tk-reason"
                maxlength="500"
                prop:value=move || talk.text.get()
                on:input=move |event| talk.text.set(event_target_value(&event))
            />
            <p class="sub sm">{words.tk_who_decides()}</p>
            <Sending asking=asking label=words.tk_send_suggestion()/>
        </form>
    }
}
