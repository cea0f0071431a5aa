//! One piece of prose on a page: read until somebody may and wants to write, then the editor in its place.

use leptos::prelude::*;
use serde_json::json;
use shared::document::chapters::{Block, ProseKey};

use super::host::{IslandHost, IslandState};
use super::marked::Marked;
use super::reading::ProseText;
use crate::words::{Words, use_words};

/// `label` names the editor for whoever does not see the heading above it. `editable` says whether the person wants to
/// write here; whether they may is the model's. With `comments` the toolbar has a tool for it, see [`IslandHost::quoted`];
/// with `takes_focus` the caret is in the editor once it is there.
#[component]
pub fn Prose(
    host: IslandHost,
    key: ProseKey,
    #[prop(into)] label: String,
    /// Language of the words, for the browser's spelling.
    lang: &'static str,
    #[prop(into)] editable: Signal<bool>,
    #[prop(optional)] comments: bool,
    #[prop(optional)] takes_focus: bool,
    /// What somebody has said something about.
    #[prop(optional, into)]
    marked: Signal<Vec<Marked>>,
) -> impl IntoView {
    let could_write = host.model().could_write();
    let is_written = Memo::new(move |_| editable.get() && could_write.get());
    let blocks = blocks_of(host, key.clone());
    let (key, label) = (StoredValue::new(key), StoredValue::new(label));
    move || {
        if !is_written.get() {
            host.model().read_waiting_rows();
            return view! { <ProseText blocks=blocks marked=marked/> }.into_any();
        }
        let written = Written {
            label: label.get_value(),
            lang,
            comments,
            takes_focus,
            marked,
        };
        editor(host, key.get_value(), blocks, written)
    }
}

/// The blocks of one piece, drawn anew only when they are others.
pub fn blocks_of(host: IslandHost, key: ProseKey) -> Memo<Vec<Block>> {
    let rows = host.model().rows();
    Memo::new(move |_| rows.with(|rows| rows.get(&key).cloned().unwrap_or_default()))
}

struct Written {
    label: String,
    lang: &'static str,
    comments: bool,
    takes_focus: bool,
    marked: Signal<Vec<Marked>>,
}

fn editor(host: IslandHost, key: ProseKey, blocks: Memo<Vec<Block>>, written: Written) -> AnyView {
    let words = use_words();
    let document = host.model().document().map(|document| document.to_string());
    let field = key.to_string();
    let gone = key.clone();
    on_cleanup(move || host.is_gone(&gone));
    host.fetch();
    let is_shown = Memo::new(move |_| host.is_shown(&key));
    let marked = written.marked;
    let marks = move || serde_json::to_string(&marked.get()).ok();
    view! {
        <prose-island
            doc=document
            field=field
            lang=written.lang
            label=written.label
            words=labels(words)
            editable=true
            comments=written.comments
            takes-focus=written.takes_focus
            marks=marks
        ></prose-island>
        <Show when=move || !is_shown.get()>
            <Waiting host=host/>
            <ProseText blocks=blocks marked=marked/>
        </Show>
    }
    .into_any()
}

/// What is said while the editor is not there.
#[component]
fn Waiting(host: IslandHost) -> impl IntoView {
    let words = use_words();
    move || {
        match host.state().get() {
        IslandState::Failed => view! {
            <div class="pi-note">
                <p>{words.prose_failed()}</p>
                <button class="ds-button" data-variant="secondary" type="button" on:click=move |_| host.fetch()>
                    {words.prose_retry()}
                </button>
            </div>
        }
        .into_any(),
        IslandState::TooOld => view! { <p class="pi-note">{words.prose_too_old()}</p> }.into_any(),
        IslandState::Away | IslandState::Coming | IslandState::Here => {
            view! { <p class="pi-note sub">{words.prose_opening()}</p> }.into_any()
        }
    }
    }
}

/// Every word of the editor, as `client/island/src/words.ts` names them.
fn labels(words: Words) -> String {
    json!({
        "toolbar": words.prose_toolbar(),
        "bold": words.prose_bold(),
        "bold_short": words.prose_bold_short(),
        "italic": words.prose_italic(),
        "italic_short": words.prose_italic_short(),
        "heading": words.prose_heading(),
        "subheading": words.prose_subheading(),
        "bullets": words.prose_bullets(),
        "numbers": words.prose_numbers(),
        "link": words.prose_link(),
        "undo": words.prose_undo(),
        "comment": words.prose_comment(),
        "address": words.prose_address(),
        "address_wrong": words.prose_address_wrong(),
        "save": words.prose_save(),
        "remove": words.prose_remove(),
        "cancel": words.prose_cancel(),
    })
    .to_string()
}
