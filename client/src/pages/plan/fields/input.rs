//! The field of a typed value. What cannot be read stays as it was typed; who writes over somebody is told about.

use std::sync::Arc;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use shared::document::plan::Field;
use shared::plan::Row;

use super::typed::Typed;
use super::{Writing, read_value};
use crate::model::facts::Peer;
use crate::pages::plan::desk::{Desk, element_id, use_desk};

/// How long it is said that somebody changed a value.
const SIGN_STAYS_MS: u32 = 10_000;

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
    sign_timer: StoredValue<Option<Timeout>, LocalStorage>,
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
            peer.map(Peer::first_name)
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
        let end = Timeout::new(SIGN_STAYS_MS, move || {
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
