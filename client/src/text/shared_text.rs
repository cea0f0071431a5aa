//! A text area that many write in at once.
//!
//! What is typed becomes the smallest change and goes to the model; what others type comes back and is shown without
//! moving the caret. While the person composes a character (an input method, dictation), the words of others wait.

use std::rc::Rc;

use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::web_sys::{ClipboardEvent, HtmlTextAreaElement, KeyboardEvent};
use shared::document::assessment::MAX_TEXT_UNITS;
use shared::document::schema::Schema;
use shared::document::splice::{splice_between, utf16_len};

use super::carets::Mirror;
use super::rebase::{rebase, shift};
use super::selection;
use crate::announce;
use crate::model::DocumentModel;
use crate::words::{Words, use_words};

/// How a field looks and behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A framed field of several lines.
    Text,
    /// A line that may wrap but holds no line breaks; a frame only when it has focus.
    Title,
    /// Like a title, in several lines.
    Note,
}

/// One field and its state between two events.
struct Field<S: Schema> {
    model: DocumentModel<S>,
    key: StoredValue<S::Key>,
    kind: Kind,
    area: NodeRef<Textarea>,
    /// What the area shows. Differs from the shared text only while composing.
    shown: RwSignal<String>,
    is_composing: StoredValue<bool>,
    with_carets: RwSignal<bool>,
    was_too_long: RwSignal<bool>,
    is_missing: Signal<bool>,
}

impl<S: Schema> Clone for Field<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: Schema> Copy for Field<S> {}

/// `labelled_by` is the id of the element that names the field; `label` names it where nothing visible does.
#[component]
pub fn SharedText<S: Schema>(
    model: DocumentModel<S>,
    key: S::Key,
    kind: Kind,
    #[prop(into)] id: String,
    /// Language of the words, for the browser's spelling.
    lang: &'static str,
    #[prop(optional, into)] labelled_by: Option<String>,
    #[prop(optional, into)] described_by: Option<String>,
    #[prop(optional, into)] label: Option<String>,
    #[prop(optional, into)] placeholder: Option<&'static str>,
) -> impl IntoView {
    let words = use_words();
    let text = model.text(&key);
    let field = Field {
        model,
        key: StoredValue::new(key.clone()),
        kind,
        area: NodeRef::new(),
        shown: RwSignal::new(text.get_untracked()),
        is_composing: StoredValue::new(false),
        with_carets: RwSignal::new(true),
        was_too_long: RwSignal::new(false),
        is_missing: model.is_missing(&key).into(),
    };
    let read_text = text.clone();
    Effect::new(move || field.show(&text.get()));
    on_cleanup(move || field.leave());
    let error_id = format!("{id}-error");
    let describes = {
        let (error_id, described_by) = (error_id.clone(), described_by.unwrap_or_default());
        move || match field.error(words) {
            Some(_) => format!("{described_by} {error_id}"),
            None => described_by.clone(),
        }
    };
    let class = match kind {
        Kind::Text => "sh",
        Kind::Title => "sh quiet sh-title",
        Kind::Note => "sh quiet",
    };
    let may_write = model.may_write();
    let is_field = model.could_write();
    let is_closed = move || !may_write.get() || field.is_missing.get();
    let reading = move || {
        let text = read_text.get();
        let is_empty = text.is_empty();
        let shown = match (is_empty, kind) {
            (true, Kind::Text) => words.nothing_written().to_owned(),
            (true, Kind::Title) => words.untitled().to_owned(),
            _ => text,
        };
        view! { <p class="ro" class:sub=is_empty class:ro-title=kind == Kind::Title lang=lang>{shown}</p> }
    };
    let writing = StoredValue::new((id, labelled_by, label));
    let describes = StoredValue::new(describes);
    view! {
        <Show when=move || is_field.get() fallback=reading.clone()>
            <div class=class>
                {
                    let (id, labelled_by, label) = writing.get_value();
                    view! {
                        <textarea
                            id=id
                            node_ref=field.area
                            class="ds-input"
                            rows="1"
                            lang=lang
                            spellcheck="true"
                            autocapitalize="sentences"
                            autocomplete="off"
                            aria-labelledby=labelled_by
                            aria-label=label
                            aria-describedby=move || describes.get_value()()
                            aria-invalid=move || field.was_too_long.get().then_some("true")
                            readonly=is_closed
                            placeholder=move || if is_closed() { None } else { placeholder }
                            prop:value=field.shown.get_untracked()
                            on:input=move |_| field.typed()
                            on:paste=move |event| field.pasted(&event)
                            on:keydown=move |event| field.pressed(&event)
                            on:keyup=move |_| model.caret_moved()
                            on:pointerup=move |_| model.caret_moved()
                            on:select=move |_| model.caret_moved()
                            on:focus=move |_| field.enter()
                            on:blur=move |_| field.leave()
                            on:compositionstart=move |_| field.compose(true)
                            on:compositionend=move |_| field.compose(false)
                        ></textarea>
                    }
                }
                <Mirror model=model key=key.clone() words=field.shown with_carets=field.with_carets/>
            </div>
        </Show>
        <Show when=move || field.error(words).is_some()>
            <p class="ds-validation-message" data-color="danger" data-size="sm" id=error_id.clone()>
                {move || field.error(words)}
            </p>
        </Show>
    }
}

impl<S: Schema> Field<S> {
    /// Why nothing, or nothing more, can be written here.
    fn error(self, words: Words) -> Option<String> {
        if self.is_missing.get() {
            return Some(words.no_text_here().to_owned());
        }
        let is_too_long = self.was_too_long.get();
        is_too_long.then(|| words.too_long(&MAX_TEXT_UNITS.to_string()))
    }

    fn area(self) -> Option<HtmlTextAreaElement> {
        self.area.try_get_untracked().flatten()
    }

    /// The shared text has changed, here or elsewhere.
    fn show(self, words: &str) {
        let is_composing = self.is_composing.try_get_value().unwrap_or(true);
        if is_composing || self.shown.with_untracked(|shown| shown == words) {
            return;
        }
        if let Some(area) = self.area() {
            let place = selection::is_in(&area)
                .then(|| self.landing(&area, words))
                .flatten();
            selection::show(&area, words, place);
        }
        self.shown.set(words.to_owned());
    }

    /// Where the selection stands in the new words: the model knows, or the change itself tells.
    fn landing(self, area: &HtmlTextAreaElement, words: &str) -> Option<selection::Range> {
        let held = self.key.with_value(|key| self.model.landed(key));
        held.or_else(|| {
            let (start, end) = selection::of(area)?;
            let change = self
                .shown
                .with_untracked(|shown| splice_between(shown, words, None))?;
            Some((shift(start, &change), shift(end, &change)))
        })
    }

    fn typed(self) {
        let Some(area) = self.area() else { return };
        let mut value = area.value();
        if self.kind == Kind::Title && value.contains(['\n', '\r']) {
            value = value.replace(['\n', '\r'], " ");
            selection::show(&area, &value, selection::of(&area));
        }
        let shown = self.shown.get_untracked();
        if utf16_len(&value) > MAX_TEXT_UNITS && value.len() > shown.len() {
            let end = utf16_len(&shown);
            selection::show(&area, &shown, Some((end, end)));
            return self.refuse_length();
        }
        self.was_too_long.set(false);
        let caret = selection::of(&area).map(|(_, end)| end);
        if let Some(local) = splice_between(&shown, &value, caret) {
            let change = match splice_between(&shown, &self.shared(), None) {
                Some(waiting) => rebase(local, &waiting),
                None => local,
            };
            if self.key.with_value(|key| self.model.splice(key, &change)) {
                return self.shown.set(value);
            }
            // Never show words as written that nobody has.
            selection::show(&area, &shown, None);
            announce::assertive(use_words().no_text_here());
        }
    }

    fn pasted(self, event: &ClipboardEvent) {
        let pasted = event
            .clipboard_data()
            .and_then(|data| data.get_data("text/plain").ok())
            .unwrap_or_default();
        // Cheap first: most of what is too long is far too long.
        let room =
            MAX_TEXT_UNITS.saturating_sub(self.shown.with_untracked(|shown| utf16_len(shown)));
        if pasted.len() > MAX_TEXT_UNITS as usize * 4
            || utf16_len(&pasted) > room + self.n_selected()
        {
            event.prevent_default();
            self.refuse_length();
        }
    }

    fn n_selected(self) -> u32 {
        self.area()
            .and_then(|area| selection::of(&area))
            .map_or(0, |(start, end)| end - start)
    }

    fn refuse_length(self) {
        self.was_too_long.set(true);
        announce::polite(use_words().too_long(&MAX_TEXT_UNITS.to_string()));
    }

    /// A title has one line; Enter is done with it.
    fn pressed(self, event: &KeyboardEvent) {
        if self.kind == Kind::Title && event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
        }
    }

    fn compose(self, is_composing: bool) {
        self.is_composing.set_value(is_composing);
        self.with_carets.set(!is_composing);
        if !is_composing {
            self.typed();
            self.show(&self.shared());
        }
    }

    fn enter(self) {
        let ask = move || {
            let shows_all = !self.is_composing.try_get_value()?;
            let area = self.area()?;
            if shows_all {
                selection::of(&area)
            } else {
                None
            }
        };
        self.model.focus(self.key.get_value(), Rc::new(ask));
    }

    fn leave(self) {
        self.was_too_long.try_set(false);
        if let Some(key) = self.key.try_get_value() {
            self.model.blur(&key.to_string());
        }
    }

    fn shared(self) -> String {
        self.key
            .with_value(|key| self.model.text(key))
            .get_untracked()
    }
}
