//! The fields of a row: shared words, values that are typed, and choices. What cannot be read is said beside the field
//! and stays as it was typed. Of two who change a value the last one wins, and the other is told softly.

use std::sync::Arc;

use leptos::prelude::*;
use shared::document::plan::{Field, TextField, TextKey, path};
use shared::plan::Row;

use super::desk::{element_id, use_desk};
use super::names;
use crate::text::shared_text::{Kind, SharedText};

pub mod input;
pub mod typed;

use typed::PEOPLE_ID;

/// "Kari skriver her".
#[component]
pub fn Writing(#[prop(into)] path: String) -> impl IntoView {
    let desk = use_desk();
    let writers = desk.writers(move |at| at == path);
    move || {
        let said = desk.words.pl_writing_here(&desk.words.list(&writers.get()));
        (!writers.with(Vec::is_empty)).then(|| view! { <p class="xs pl-sign">{said}</p> })
    }
}

fn read_value(label: String, shown: Signal<String>) -> AnyView {
    (move || {
        let label = label.clone();
        let shown = shown.get();
        (!shown.is_empty()).then(|| {
            view! { <p class="pl-read"><span class="pl-label">{label}</span><span>{shown}</span></p> }
        })
    })
    .into_any()
}

/// Shared words under their name.
#[component]
pub fn WordsField(
    row: Row,
    field: TextField,
    /// In place of the field's usual name.
    #[prop(optional, into)]
    label: Option<String>,
    #[prop(optional)] is_long: bool,
) -> impl IntoView {
    let desk = use_desk();
    let label = label.unwrap_or_else(|| names::text_field(desk.words, field).to_owned());
    let key = StoredValue::new(TextKey::new(row.clone(), field));
    let text = desk.text(&row, field);
    let reading = {
        let label = label.clone();
        move || {
            let text = text.get();
            let lang = desk.lang;
            (!text.trim().is_empty()).then(|| {
                view! { <p class="pl-read"><span class="pl-label">{label.clone()}</span><span lang=lang>{text}</span></p> }
            })
        }
    };
    let writing = move || {
        let key = key.get_value()?;
        let path = key.to_string();
        let id = element_id(&path);
        Some(view! {
            <div class="pl-field pl-words" class:pl-long=is_long>
                <label class="ds-label" for=id.clone()>{label.clone()}</label>
                <SharedText
                    model=desk.model
                    key=key
                    kind=if is_long { Kind::Note } else { Kind::Title }
                    id=id
                    lang=desk.lang
                />
                <Writing path=path/>
            </div>
        })
    };
    move || {
        if desk.writes.get() {
            writing().into_any()
        } else {
            reading().into_any()
        }
    }
}

/// A choice of few. `write` makes the change of the option at a place.
pub struct Choice {
    pub row: Row,
    pub label: &'static str,
    pub options: Vec<String>,
    /// The place of the option that is chosen.
    pub chosen: Signal<Option<usize>>,
    pub write: Arc<dyn Fn(Option<usize>) -> Field + Send + Sync>,
    /// What an empty choice is called, where nothing need be chosen.
    pub none: Option<&'static str>,
}

#[component]
pub fn ChoiceField(choice: Choice) -> impl IntoView {
    let desk = use_desk();
    let Choice {
        row,
        label,
        options,
        chosen,
        write,
        none,
    } = choice;
    let path = path(&row, &write(None).key());
    let names = options.clone();
    let shown = Signal::derive(move || {
        let name = chosen.get().and_then(|place| names.get(place).cloned());
        name.unwrap_or_default()
    });
    let parts = StoredValue::new((row, path, options, write));
    let writing = move || {
        let (row, path, options, write) = parts.get_value();
        let id = element_id(&path);
        let focused = path.clone();
        let left = path.clone();
        let change = move |event: leptos::ev::Event| {
            let place = event_target_value(&event).parse().ok();
            desk.model.set(&row, &write(place));
        };
        let options = options.into_iter().enumerate().map(|(place, name)| {
            view! { <option value=place.to_string() prop:selected=move || chosen.get() == Some(place)>{name}</option> }
        });
        let empty = none.map(|none| {
            view! { <option value="" prop:selected=move || chosen.get().is_none()>{none}</option> }
        });
        let may_write = desk.model.may_write();
        view! {
            <div class="pl-field">
                <label class="ds-label" for=id.clone()>{label}</label>
                <select
                    class="ds-input"
                    id=id
                    disabled=move || !may_write.get()
                    on:change=change
                    on:focus=move |_| desk.model.focus_value(focused.clone())
                    on:blur=move |_| desk.model.blur(&left)
                >
                    {empty}
                    {options.collect_view()}
                </select>
                <Writing path=path/>
            </div>
        }
    };
    move || {
        if desk.writes.get() {
            writing().into_any()
        } else {
            read_value(label.to_owned(), shown)
        }
    }
}

/// The people of the programme, as suggestions for every name on the page.
#[component]
pub fn PeopleList() -> impl IntoView {
    let people = use_desk().view().people.clone();
    let option = |person: shared::programme::Person| view! { <option value=person.name></option> };
    view! { <datalist id=PEOPLE_ID>{people.into_iter().map(option).collect_view()}</datalist> }
}
