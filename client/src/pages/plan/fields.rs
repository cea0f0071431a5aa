//! The fields of a row: shared words, values that are typed, and choices. What cannot be read is said beside the field
//! and stays as it was typed. Of two who change a value the last one wins, and the other is told softly.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use shared::document::plan::{Field, TextField, TextKey, path};
use shared::plan::money::Kroner;
use shared::plan::number::Tenths;
use shared::plan::{Row, Unit, typed_date};

use super::desk::{Desk, element_id, use_desk};
use super::names;
use crate::text::shared_text::{Kind, SharedText};
use crate::{clock, dates};

/// How long it is said that somebody changed a value.
const SIGN_STAYS_MS: u32 = 10_000;

/// Turns what is typed into a change, or says what is wrong with it.
type Reading = Arc<dyn Fn(&str) -> Result<Field, String> + Send + Sync>;

/// A value that is typed.
#[derive(Clone)]
pub struct Typed {
    pub row: Row,
    /// The last part of its path.
    name: String,
    pub label: String,
    /// As it is written now.
    pub shown: Signal<String>,
    pub read: Reading,
    /// Something to know about it that stops nobody.
    pub hint: Option<Signal<Option<String>>>,
    /// The id of a list of suggestions.
    list: Option<&'static str>,
}

impl Typed {
    pub fn amount(
        desk: Desk,
        row: &Row,
        label: &str,
        value: impl Fn() -> Option<Kroner> + Send + Sync + 'static,
        field: impl Fn(Option<Kroner>) -> Field + Send + Sync + 'static,
    ) -> Self {
        let words = desk.words;
        let written = move |amount: Kroner| amount.in_kroner(words.0);
        Self {
            name: field(None).name(),
            shown: Signal::derive(move || value().map(written).unwrap_or_default()),
            read: Arc::new(move |typed| match Kroner::parse(typed, words.0) {
                Ok(amount) => Ok(field(amount)),
                Err(fault) => Err(names::number_fault(words, fault).to_owned()),
            }),
            ..Self::bare(row, label)
        }
    }

    pub fn number(
        desk: Desk,
        row: &Row,
        label: &str,
        unit: Signal<Unit>,
        value: impl Fn() -> Option<Tenths> + Send + Sync + 'static,
        field: impl Fn(Option<Tenths>) -> Field + Send + Sync + 'static,
    ) -> Self {
        let words = desk.words;
        let written = move |number: Tenths| number.written(words.0);
        Self {
            name: field(None).name(),
            shown: Signal::derive(move || value().map(written).unwrap_or_default()),
            read: Arc::new(move |typed| {
                match Tenths::parse(typed, unit.get_untracked(), words.0) {
                    Ok(number) => Ok(field(number)),
                    Err(fault) => Err(names::number_fault(words, fault).to_owned()),
                }
            }),
            ..Self::bare(row, label)
        }
    }

    /// A date that has passed is worth a word, unless `is_over` says that nothing waits for it any more.
    pub fn date(
        desk: Desk,
        row: &Row,
        label: &str,
        value: impl Fn() -> Option<Date> + Send + Sync + Copy + 'static,
        is_over: impl Fn() -> bool + Send + Sync + 'static,
        field: impl Fn(Option<Date>) -> Field + Send + Sync + 'static,
    ) -> Self {
        let (words, year) = (desk.words, desk.year());
        let passed = move || {
            let is_past = value().is_some_and(|date| date < clock::today());
            (is_past && !is_over()).then(|| words.pl_passed().to_owned())
        };
        Self {
            name: field(None).name(),
            shown: Signal::derive(move || {
                let date = value().map(|date| dates::day_month_year(words, date));
                date.unwrap_or_default()
            }),
            read: Arc::new(move |typed| match typed_date::parse(typed, year) {
                Ok(date) => Ok(field(date)),
                Err(_) => Err(words.pl_not_a_date().to_owned()),
            }),
            hint: Some(Signal::derive(passed)),
            ..Self::bare(row, label)
        }
    }

    /// Somebody's name; those of the programme are suggested.
    pub fn name(
        row: &Row,
        label: &str,
        value: impl Fn() -> Option<String> + Send + Sync + 'static,
        field: impl Fn(Option<String>) -> Field + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: field(None).name(),
            shown: Signal::derive(move || value().unwrap_or_default()),
            read: Arc::new(move |typed| {
                let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
                Ok(field((!name.is_empty()).then_some(name)))
            }),
            list: Some(PEOPLE_ID),
            ..Self::bare(row, label)
        }
    }

    #[must_use]
    pub fn with_hint(self, hint: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        Self {
            hint: Some(Signal::derive(hint)),
            ..self
        }
    }

    pub fn path(&self) -> String {
        path(&self.row, &self.name)
    }

    fn bare(row: &Row, label: &str) -> Self {
        Self {
            row: row.clone(),
            name: String::new(),
            label: label.to_owned(),
            shown: Signal::derive(String::new),
            read: Arc::new(|_| Err(String::new())),
            hint: None,
            list: None,
        }
    }
}

/// The id of the list of the programme's people.
pub const PEOPLE_ID: &str = "pl-people";

/// A typed value between two events.
#[derive(Clone, Copy)]
struct Editing {
    desk: Desk,
    typed: StoredValue<Typed>,
    path: StoredValue<String>,
    /// What stands in the field while it is being typed, or could not be read.
    draft: RwSignal<Option<String>>,
    problem: RwSignal<Option<String>>,
    /// What was written here last: what may be taken back after another wrote over it.
    mine: RwSignal<Option<Field>>,
    /// As it was written when this page last knew.
    known: StoredValue<String>,
    sign: RwSignal<Option<String>>,
    sign_timer: StoredValue<Option<gloo_timers::callback::Timeout>, LocalStorage>,
}

impl Editing {
    fn new(desk: Desk, typed: Typed) -> Self {
        let (path, shown) = (typed.path(), typed.shown);
        let editing = Self {
            desk,
            typed: StoredValue::new(typed),
            path: StoredValue::new(path),
            draft: RwSignal::new(None),
            problem: RwSignal::new(None),
            mine: RwSignal::new(None),
            known: StoredValue::new(shown.get_untracked()),
            sign: RwSignal::new(None),
            sign_timer: StoredValue::new_local(None),
        };
        Effect::new(move || editing.see(&shown.get()));
        editing
    }

    /// The value is another; it may have become so elsewhere.
    fn see(self, now: &str) {
        if self.known.with_value(|known| known == now) {
            return;
        }
        self.known.set_value(now.to_owned());
        let path = self.path.get_value();
        let peers = self.desk.model.peers();
        let who = peers.with_untracked(|peers| {
            let peer = peers
                .iter()
                .find(|peer| peer.field.as_deref() == Some(&path));
            peer.map(crate::model::facts::Peer::first_name)
        });
        let words = self.desk.words;
        let said = match who {
            Some(name) => words.pl_changed_now(&name),
            None if self.mine.with_untracked(Option::is_some) => {
                words.pl_changed_by_other().to_owned()
            }
            None => return,
        };
        self.sign.set(Some(said));
        let end = gloo_timers::callback::Timeout::new(SIGN_STAYS_MS, move || {
            self.sign.try_set(None);
            self.mine.try_set(None);
        });
        self.sign_timer.set_value(Some(end));
    }

    fn enter(self) {
        self.desk.model.focus_value(self.path.get_value());
    }

    fn leave(self) {
        self.commit();
        if let Some(path) = self.path.try_get_value() {
            self.desk.model.blur(&path);
        }
    }

    fn type_in(self, value: String) {
        self.draft.set(Some(value));
    }

    /// Writes what was typed, unless it cannot be read.
    fn commit(self) {
        let Some(draft) = self.draft.try_get_untracked().flatten() else {
            return;
        };
        let (row, shown, read) = self
            .typed
            .with_value(|typed| (typed.row.clone(), typed.shown, Arc::clone(&typed.read)));
        match read(&draft) {
            Ok(field) => {
                self.write(&row, field, shown);
                self.draft.set(None);
                self.problem.set(None);
            }
            Err(problem) => self.problem.set(Some(problem)),
        }
    }

    fn write(self, row: &Row, field: Field, shown: Signal<String>) {
        self.desk.model.set(row, &field);
        self.known.set_value(shown.get_untracked());
        self.mine.set(Some(field));
        self.sign.set(None);
    }

    fn take_back(self) {
        let (row, shown) = self
            .typed
            .with_value(|typed| (typed.row.clone(), typed.shown));
        if let Some(field) = self.mine.get_untracked() {
            self.write(&row, field, shown);
        }
    }

    /// Escape takes back what was typed and not written yet.
    fn drop_draft(self) {
        self.draft.set(None);
        self.problem.set(None);
    }
}

#[component]
pub fn TypedField(typed: Typed) -> impl IntoView {
    let desk = use_desk();
    let editing = Editing::new(desk, typed.clone());
    let typed = StoredValue::new(typed);
    let writing = move || typed.with_value(|typed| typed_input(editing, typed));
    let reading = move || {
        let (label, shown) = typed.with_value(|typed| (typed.label.clone(), typed.shown));
        read_value(label, shown)
    };
    move || {
        if desk.writes.get() {
            writing()
        } else {
            reading()
        }
    }
}

fn typed_input(editing: Editing, typed: &Typed) -> AnyView {
    let (shown, hint, list) = (typed.shown, typed.hint, typed.list);
    let id = element_id(&typed.path());
    let said_id = format!("{id}-said");
    let may_write = editing.desk.model.may_write();
    let pressed = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => editing.commit(),
        "Escape" => editing.drop_draft(),
        _ => {}
    };
    view! {
        <div class="pl-field">
            <label class="ds-label" for=id.clone()>{typed.label.clone()}</label>
            <input
                class="ds-input"
                type="text"
                id=id
                list=list
                autocomplete="off"
                readonly=move || !may_write.get()
                aria-describedby=said_id.clone()
                aria-invalid=move || editing.problem.get().is_some().then_some("true")
                prop:value=move || editing.draft.get().unwrap_or_else(|| shown.get())
                on:input=move |event| editing.type_in(event_target_value(&event))
                on:keydown=pressed
                on:focus=move |_| editing.enter()
                on:blur=move |_| editing.leave()
            />
            <div class="pl-under" id=said_id>
                {move || editing.problem.get().map(|problem| {
                    view! { <p class="ds-validation-message" data-color="danger" data-size="sm">{problem}</p> }
                })}
                {move || hint.and_then(|hint| hint.get()).map(|hint| view! { <p class="xs wn">{hint}</p> })}
                {move || sign(editing)}
                <Writing path=typed.path()/>
            </div>
        </div>
    }
    .into_any()
}

/// "Per endret dette nå", with a way back when it stood in the place of one's own.
fn sign(editing: Editing) -> Option<AnyView> {
    let said = editing.sign.get()?;
    let words = editing.desk.words;
    let back = editing.mine.with(Option::is_some).then(|| {
        view! {
            <button class="link pl-back" type="button" on:click=move |_| editing.take_back()>{words.pl_take_back()}</button>
        }
    });
    Some(view! { <p class="xs pl-sign"><span>{said}</span>{back}</p> }.into_any())
}

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
    let path = path(&row, &write(None).name());
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
