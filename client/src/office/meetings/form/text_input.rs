//! One text of the form, in the language that is chosen.

use leptos::prelude::*;
use shared::template::{ReviewForm, Words as Texts};

use super::editor::{Editor, language_of, words_of, written};
use crate::words::tag;

#[component]
pub fn TextInput(
    editor: Editor,
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    read: impl Fn(&ReviewForm) -> Option<&Texts> + Copy + Send + Sync + 'static,
    write: impl Fn(&mut ReviewForm) -> Option<&mut Texts> + Copy + Send + Sync + 'static,
    /// Whether the label is there for screen readers only.
    #[prop(optional)]
    is_bare: bool,
    #[prop(optional)] is_long: bool,
) -> impl IntoView {
    let now = move || {
        let language = editor.language.get();
        editor
            .draft
            .with(|form| read(form).map(|texts| written(texts, language).to_owned()))
    };
    // What stands there in the form's own language helps whoever translates.
    let hint = move || {
        let own = language_of(editor.own);
        let is_other = editor.language.get() != own;
        let text = editor
            .draft
            .with(|form| read(form).map(|texts| written(texts, own).to_owned()));
        is_other.then_some(text).flatten().unwrap_or_default()
    };
    let input = move |event| {
        let typed = event_target_value(&event);
        let language = editor.language.get_untracked();
        editor.change(|form| {
            if let Some(texts) = write(form) {
                *words_of(texts, language) = typed;
            }
        });
    };
    let lang = move || tag(editor.language.get());
    let class = if is_bare { "ds-sr-only" } else { "ds-label" };
    let field = if is_long {
        view! {
            <textarea class="ds-input pap-area" id=id.clone() rows="2" lang=lang placeholder=hint prop:value=now on:input=input></textarea>
        }
        .into_any()
    } else {
        view! { <input class="ds-input" id=id.clone() autocomplete="off" lang=lang placeholder=hint prop:value=now on:input=input/> }
            .into_any()
    };
    view! { <div class="fld"><label class=class for=id>{move || label.get()}</label>{field}</div> }
}
