//! What this device has laid aside of the document: a calm line on the page, and a dialog to read it in.

use std::sync::Arc;

use leptos::prelude::*;
use shared::document::schema::Schema;
use shared::sync::aside::AsideText;

use super::copy::{CopyButton, download};
use super::dialog::Dialog;
use super::icon::{Glyph, Icon};
use super::page_title::TITLE_ID;
use super::proposals::focus_soon;
use crate::announce;
use crate::aside::{Aside, Contents};
use crate::dates;
use crate::model::DocumentModel;
use crate::words::{Words, use_words};

/// A text with its name.
pub type Named = (String, AsideText);
/// Puts those of the texts that are worth reading in the order of the pages, and names them; the first list has all.
pub type Naming = Arc<dyn Fn(&[AsideText], Vec<AsideText>) -> Vec<Named> + Send + Sync>;

/// Nothing when nothing is laid aside. `lang` is the language form of the texts.
#[component]
pub fn Asides<S: Schema>(
    model: DocumentModel<S>,
    naming: Naming,
    lang: &'static str,
) -> impl IntoView {
    let words = use_words();
    let asides = model.asides();
    let is_open = RwSignal::new(false);
    let is_words = |aside: &Aside| matches!(aside.contents, Contents::Texts(_));
    let has_words = Memo::new(move |_| asides.with(|asides| asides.iter().any(is_words)));
    let said = Memo::new(move |_| {
        let is_none = asides.with(Vec::is_empty);
        let said = if has_words.get() {
            words.aside_line()
        } else {
            words.aside_line_unreadable()
        };
        (!is_none).then_some(said)
    });
    let shows = move || {
        if has_words.get() {
            words.aside_show()
        } else {
            words.aside_show_more()
        }
    };
    Effect::new(move || {
        if let Some(said) = said.get() {
            announce::polite(said);
        } else {
            is_open.set(false);
        }
    });
    let all = move || {
        let one =
            |aside| view! { <One model=model naming=Arc::clone(&naming) lang=lang aside=aside/> };
        asides.get().into_iter().map(one).collect_view()
    };
    let all = StoredValue::new(all);
    view! {
        <Show when=move || said.get().is_some()>
            <aside class="laid" aria-label=words.aside_title()>
                <Icon glyph=Glyph::Folder/>
                <span class="bar-text">{move || said.get()}</span>
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-variant="secondary"
                    data-color="neutral"
                    aria-haspopup="dialog"
                    on:click=move |_| is_open.set(true)
                >
                    {shows}
                </button>
            </aside>
        </Show>
        <Dialog is_open=is_open id="laid-aside" heading=words.aside_title() class="sheet wide">
            <Show when=move || is_open.get()>
                <Show when=move || has_words.get()><p class="sub sm">{words.aside_lead()}</p></Show>
                {move || all.with_value(|all| all())}
            </Show>
        </Dialog>
    }
}

/// One that is laid aside, with what can be done with it.
#[component]
fn One<S: Schema>(
    model: DocumentModel<S>,
    naming: Naming,
    lang: &'static str,
    aside: Aside,
) -> impl IntoView {
    let words = use_words();
    let when = words.aside_when(&dates::day_and_time(words, aside.at));
    let label = when.clone();
    let (shown, file) = match &aside.contents {
        Contents::Texts(texts) => {
            let named = naming(texts, model.worth_reading(texts));
            let file = as_text(words, &named);
            (Some(named), file)
        }
        Contents::Unreadable { file, .. } => (None, file.clone()),
    };
    let is_readable = shown.is_some();
    let kept = file.clone();
    let save = move |_| {
        // A browser that cannot make files still shows the words and copies them.
        drop(download(words.aside_file(), &kept));
    };
    let has_words = !file.is_empty();
    let texts = match shown {
        None => view! { <p class="note">{words.aside_unreadable()}</p> }.into_any(),
        Some(texts) if texts.is_empty() => {
            view! { <p class="note">{words.aside_same()}</p> }.into_any()
        }
        Some(texts) => view! { <Texts texts=texts lang=lang/> }.into_any(),
    };
    view! {
        <section class="laid-one" aria-label=label>
            <p class="xs sub">{when}</p>
            {texts}
            <div class="row wrap g8 gap-top">
                {(is_readable && has_words).then(|| {
                    let file = file.clone();
                    view! { <CopyButton label=words.aside_copy() text=move || file.clone()/> }
                })}
                {has_words.then(|| view! {
                    <button class="ds-button" type="button" data-size="sm" data-variant="secondary" data-color="neutral" on:click=save>
                        {if is_readable { words.aside_download() } else { words.aside_download_file() }}
                    </button>
                })}
                <Delete model=model id=aside.id/>
            </div>
        </section>
    }
}

/// What is copied and written to a file.
fn as_text(words: Words, texts: &[Named]) -> String {
    let parts = texts.iter().map(|(name, text)| {
        let mark = text
            .is_unconfirmed
            .then(|| format!(" ({})", words.aside_unconfirmed()));
        format!("{name}{}\n{}", mark.unwrap_or_default(), text.words)
    });
    parts.collect::<Vec<_>>().join("\n\n")
}

#[component]
fn Texts(texts: Vec<Named>, lang: &'static str) -> impl IntoView {
    let words = use_words();
    let rows = texts.into_iter().map(|(name, text)| {
        let mark = text.is_unconfirmed.then(|| {
            view! { <span class="xs wn">{words.aside_unconfirmed()}</span> }
        });
        view! {
            <li>
                <div class="row wrap g8"><h3 class="h-card">{name}</h3>{mark}</div>
                <p class="laid-words" lang=lang>{text.words}</p>
            </li>
        }
    });
    view! { <ul class="lines laid-texts">{rows.collect_view()}</ul> }
}

/// Deleting asks once: the words may exist nowhere else.
#[component]
fn Delete<S: Schema>(model: DocumentModel<S>, id: String) -> impl IntoView {
    let words = use_words();
    let is_asking = RwSignal::new(false);
    let delete = move |_| {
        model.delete_aside(id.clone(), move || {
            announce::polite(words.aside_deleted());
            if model.asides().with_untracked(Vec::is_empty) {
                focus_soon(TITLE_ID.to_owned());
            }
        });
    };
    let delete = StoredValue::new(delete);
    let ask = move || {
        view! {
            <button
                class="ds-button"
                type="button"
                data-size="sm"
                data-variant="tertiary"
                data-color="neutral"
                on:click=move |_| is_asking.set(true)
            >
                {words.aside_delete()}
            </button>
        }
    };
    let keep = NodeRef::<leptos::html::Button>::new();
    Effect::new(move || {
        if let Some(keep) = keep.get() {
            // The safe answer is the nearest one.
            drop(keep.focus());
        }
    });
    view! {
        <Show when=move || is_asking.get() fallback=ask>
            <div class="row wrap g8 note" role="group" aria-label=words.aside_sure()>
                <span class="sm bar-text">{words.aside_sure()}</span>
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-variant="secondary"
                    data-color="neutral"
                    node_ref=keep
                    on:click=move |_| is_asking.set(false)
                >
                    {words.aside_keep()}
                </button>
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-color="danger"
                    on:click=move |event| delete.with_value(|delete| delete(event))
                >
                    {words.aside_delete_yes()}
                </button>
            </div>
        </Show>
    }
}
