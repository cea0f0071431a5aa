//! What is being written: a comment, or other words for a text of the plan. It stays as it is until it has been sent.

use leptos::prelude::*;
use shared::id::NoteId;
use shared::plan::docket::command::Command;
use shared::plan::docket::place::Place;

use super::mention::{Mentioning, mentioned};
use super::suggest::{SuggestInProse, SuggestInRow};
use super::{Talk, Writing, named, use_talk};
use crate::mint;
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
            <section class="card tk-write" aria-label=words.tk_suggest()><SuggestInRow row=row/></section>
        }
        .into_any(),
        Writing::SuggestProse(key) => view! {
            <section class="card tk-write" aria-label=words.tk_suggest()><SuggestInProse key=key/></section>
        }
        .into_any(),
    }
}

pub(super) fn done(talk: Talk) {
    talk.writing.try_set(None);
    talk.text.try_set(String::new());
    talk.new_text.try_set(None);
    talk.close();
}

/// Sends it, or lets it be.
#[component]
pub(super) fn Sending(asking: Asking, label: &'static str) -> impl IntoView {
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
