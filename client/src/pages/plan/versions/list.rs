//! The list of versions, the newest first, and keeping one more.

use leptos::prelude::*;
use shared::id::VersionId;
use shared::plan::docket::command::Command;
use shared::plan::docket::state::Version;
use shared::plan::outline::{Block, Place, blocks};

use super::sides::{Side, address};
use super::{name, why};
use crate::components::page_title::PageTitle;
use crate::pages::plan::desk::{At, Desk, focus_when_drawn};
use crate::pages::plan::hand::HandingOver;
use crate::pages::plan::names;
use crate::pages::plan::room::{Asking, Docket, Fault, use_docket};
use crate::{dates, mint};

const N_TRIES: u32 = 10;
const MAX_NAME: &str = "120";

/// Versions with their ids, the newest first.
pub fn newest_first(docket: Docket) -> Vec<(VersionId, Version)> {
    let versions = docket.read(|view| view.docket.versions.clone());
    let mut versions: Vec<_> = versions.unwrap_or_default().into_iter().collect();
    versions.sort_by_key(|(_, version)| std::cmp::Reverse(version.number));
    versions
}

#[component]
pub fn List() -> impl IntoView {
    let docket = use_docket();
    let desk = docket.desk;
    let words = desk.words;
    let ids = Memo::new(move |_| {
        let versions = newest_first(docket);
        versions.into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    });
    let may_keep = Memo::new(move |_| docket.may.get().edit);
    let is_known = Memo::new(move |_| docket.read(|_| ()).is_some());
    let front = Memo::new(move |_| front(desk));
    let back = move || {
        let front = front.get().map(|place| desk.href(&At::Page(place)));
        front.unwrap_or_else(|| desk.path())
    };
    let nothing = move || {
        let says = match (is_known.get(), docket.is_away()) {
            (true, _) => words.ve_none(),
            (false, true) => words.ve_away(),
            (false, false) => words.ve_fetching(),
        };
        ids.with(Vec::is_empty)
            .then(|| view! { <p class="note" role="status">{says}</p> })
    };
    view! {
        <div class="ve-list">
            <p class="back"><a class="ds-link" href=back>{desk.title()}</a></p>
            <PageTitle tab=words.ve_versions()>{words.ve_versions()}</PageTitle>
            <p class="sub ve-lead">{words.ve_about()}</p>
            <Show when=move || may_keep.get()><Keep docket=docket/></Show>
            {nothing}
            <ul class="col g16">
                <For each=move || ids.get() key=Clone::clone let(id)><One docket=docket id=id/></For>
            </ul>
            // A plan whose chapters have no front says here how far it has come.
            <Show when=move || front.with(Option::is_none)><HandingOver/></Show>
        </div>
    }
}

/// The chapter that tells how far the plan has come.
fn front(desk: Desk) -> Option<Place> {
    desk.entries.with(|entries| {
        let places = entries.iter().map(|entry| &entry.place);
        let is_front = |place: &&Place| {
            matches!(place, Place::Section(id) if blocks(id).contains(&Block::Head))
        };
        places.into_iter().find(is_front).cloned()
    })
}

#[component]
fn One(docket: Docket, id: VersionId) -> impl IntoView {
    let desk = docket.desk;
    let words = desk.words;
    let find = {
        let id = id.clone();
        move || {
            docket
                .read(|view| view.docket.versions.get(&id).cloned())
                .flatten()
        }
    };
    let first = untrack(&find)?;
    let before = previous(docket, first.number);
    let may_name = {
        let is_mine = first.by == desk.me().id;
        Memo::new(move |_| {
            let may = docket.may.get();
            may.edit && (is_mine || may.decide)
        })
    };
    let version = Memo::new(move |known: Option<&Version>| {
        find().unwrap_or_else(|| known.cloned().unwrap_or_else(|| first.clone()))
    });
    let title = Signal::derive(move || version.with(|version| name(words, version)));
    let about = move || {
        let version = version.get();
        let (by, at) = (
            docket.name_of(&version.by),
            dates::day_and_time(words, version.at),
        );
        format!("{} {}", why(docket, &version), words.ho_by(&by, &at))
    };
    let state = move || version.with(|version| version.state);
    let since = address(desk, &Side::Kept(id.clone()), &Side::Now);
    let step = before.map(|before| {
        let href = address(desk, &Side::Kept(before), &Side::Kept(id.clone()));
        view! { <a class="ds-link" href=href>{words.ve_against_previous()}<span class="ds-sr-only">": "{title}</span></a> }
    });
    Some(view! {
        <li class="card ve-one">
            <div class="row wrap g8">
                <h2 class="h-card">{title}</h2>
                <span class="ds-tag" data-size="sm" data-color=move || names::state_colour(state())>
                    {move || names::state(words, state())}
                </span>
            </div>
            <p class="sub sm">{about}</p>
            <div class="row wrap ve-acts">
                <a class="ds-link" href=since>{words.ve_since()}<span class="ds-sr-only">": "{title}</span></a>
                {step}
                <Show when=move || may_name.get()><Name docket=docket id=id.clone() version=version/></Show>
            </div>
        </li>
    })
}

/// The version before this one, by number.
fn previous(docket: Docket, number: u32) -> Option<VersionId> {
    let before = docket.look(|view| {
        let versions = view.docket.versions.iter();
        let earlier = versions.filter(|(_, version)| version.number < number);
        let last = earlier.max_by_key(|(_, version)| version.number);
        last.map(|(id, _)| id.clone())
    });
    before.flatten()
}

/// A name in a form that opens in place.
#[component]
fn Name(docket: Docket, id: VersionId, version: Memo<Version>) -> impl IntoView {
    let words = docket.desk.words;
    let is_open = RwSignal::new(false);
    let typed = RwSignal::new(version.with_untracked(|version| version.name.clone()));
    let asking = Asking::new(docket);
    let field_id = format!("ve-name-{id}");
    let opened = field_id.clone();
    let toggle = move |_| {
        is_open.update(|is_open| *is_open = !*is_open);
        if is_open.get_untracked() {
            focus_when_drawn(opened.clone(), N_TRIES);
        }
    };
    let id = StoredValue::new(id);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let name = typed.get_untracked();
        let said = words.ve_named(&name);
        let command = Command::RenameVersion {
            id: id.get_value(),
            name,
        };
        asking.ask(command, said, move || {
            is_open.try_set(false);
            focus_when_drawn(format!("ve-rename-{}", id.get_value()), N_TRIES);
        });
    };
    let field_id = StoredValue::new(field_id);
    view! {
        <button
            class="ds-button"
            type="button"
            data-variant="tertiary"
            id=format!("ve-rename-{}", id.get_value())
            aria-expanded=move || is_open.get().to_string()
            on:click=toggle
        >
            {words.ve_name()}
            <span class="ds-sr-only">" "{move || version.with(|version| words.ve_version(&version.number.to_string()))}</span>
        </button>
        <Show when=move || is_open.get()>
            <form class="ve-name" on:submit=send novalidate>
                <NameField id=field_id.get_value() typed=typed lang=docket.desk.lang label=words.ve_name_label()/>
                <button class="ds-button" type="submit" aria-busy=move || asking.is_busy.get().then_some("true")>
                    {words.tk_save()}
                </button>
                <Fault asking=asking/>
            </form>
        </Show>
    }
}

#[component]
fn Keep(docket: Docket) -> impl IntoView {
    let words = docket.desk.words;
    let asking = Asking::new(docket);
    let typed = RwSignal::new(String::new());
    // Asked for again after no answer, it is the same version.
    let id = StoredValue::new(mint::version_id());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let name = typed.get_untracked();
        if name.trim().is_empty() {
            return asking.fault.set(Some(words.ve_name_missing().to_owned()));
        }
        let said = words.ve_kept(&name);
        let command = Command::KeepVersion {
            id: id.get_value(),
            name,
            day: None,
        };
        asking.ask(command, said, move || {
            typed.try_set(String::new());
            id.try_set_value(mint::version_id());
        });
    };
    view! {
        <form class="card ve-keep" on:submit=send novalidate>
            <h2 class="h-card">{words.ve_keep()}</h2>
            <NameField id="ve-keep-name".to_owned() typed=typed lang=docket.desk.lang label=words.ve_keep_label()/>
            <button class="ds-button" type="submit" aria-busy=move || asking.is_busy.get().then_some("true")>
                {words.ve_do_keep()}
            </button>
            <Fault asking=asking/>
        </form>
    }
}

#[component]
fn NameField(
    id: String,
    typed: RwSignal<String>,
    lang: &'static str,
    label: &'static str,
) -> impl IntoView {
    view! {
        <div class="pl-field">
            <label class="ds-label" for=id.clone()>{label}</label>
            <input
                class="ds-input"
                type="text"
                id=id
                lang=lang
                maxlength=MAX_NAME
                autocomplete="off"
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
        </div>
    }
}
