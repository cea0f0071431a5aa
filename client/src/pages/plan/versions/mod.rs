//! How the plan stood at other times: the list of versions, and what has changed between two of them.
//!
//! [`list`] keeps and names versions. [`compare`] is the page of a comparison: [`sides`] says which two, [`chapters`] sorts
//! what is another, and [`prose`], [`rows`] and [`sums`] show it.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::plan::docket::state::{Occasion, Version};

use super::names;
use super::room::Docket;
use crate::words::Words;

mod chapters;
mod compare;
mod fields;
mod list;
mod marks;
mod prose;
mod restore;
mod rows;
mod sides;
mod sums;
mod writers;

use compare::Compare;
use list::List;

#[component]
pub fn VersionsPage() -> impl IntoView {
    let desk = super::desk::use_desk();
    desk.rest_at(&super::desk::At::Versions);
    let query = use_query_map();
    let compares = Memo::new(move |_| query.with(|query| query.get(sides::FROM).is_some()));
    move || {
        if compares.get() {
            view! { <Compare/> }.into_any()
        } else {
            view! { <List/> }.into_any()
        }
    }
}

/// "Versjon 3 · Før lunsj".
fn name(words: Words, version: &Version) -> String {
    let number = words.ve_version(&version.number.to_string());
    if version.name.is_empty() {
        return number;
    }
    format!("{number} · {}", version.name)
}

/// Why a version was kept.
fn why(docket: Docket, version: &Version) -> String {
    let words = docket.desk.words;
    match &version.occasion {
        Occasion::Asked => words.ve_was_asked().to_owned(),
        Occasion::State { to } => words.ve_at_state(names::state(words, *to)),
        Occasion::DayEnd { day } => words.ve_day_end(&day.to_string()),
        Occasion::BeforeRestoring => words.ve_before_restoring().to_owned(),
        Occasion::Restored { version } => {
            let from = docket.look(|view| {
                let from = view.docket.versions.get(version);
                from.map(|from| words.ve_version(&from.number.to_string()))
            });
            words.ve_restored_from(&from.flatten().unwrap_or_default())
        }
    }
}
