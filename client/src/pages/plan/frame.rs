//! The frame of a plan's page: who is here and whether it is saved, the outline at the left, the strip at the bottom.

use std::sync::Arc;

use leptos::prelude::*;

use super::desk::{At, Desk, Room, use_desk};
use super::fields::PeopleList;
use super::findings::Findings;
use super::follow::FollowButton;
use super::names;
use super::outline::Outline;
use super::prose::{PlanProse, ProseBars};
use super::revisions::RevisionsPage;
use super::section::Page;
use super::strip::BudgetStrip;
use super::table::TablePage;
use super::talk::{TalkColumn, TalkSheet};
use super::trace::TracePage;
use super::versions::VersionsPage;
use crate::components::asides::{Asides, Naming};
use crate::components::bars::Bars;
use crate::components::dialog::Dialog;
use crate::components::header::Header;
use crate::components::icon::{Glyph, Icon};
use crate::components::presence::{FieldName, Presence};
use crate::components::save_state::Saved;
use crate::components::toast::ToastPlace;

#[component]
pub fn Frame() -> impl IntoView {
    let desk = use_desk();
    let (words, model) = (desk.words, desk.model);
    let ready = model.is_ready();
    let prose = use_context::<PlanProse>();
    let saved = Signal::derive(move || match prose {
        Some(prose) => model.save().get().and(prose.model().save().get()),
        None => model.save().get(),
    });
    let waiting = move || {
        view! {
            <main class="boot" id="main" aria-busy="true">
                <p class="sub" role="status">{words.pl_fetching()}</p>
                <div class="boot-bone short"></div>
                <div class="boot-bone"></div>
            </main>
        }
    };
    view! {
        <Header place=desk.title() person=Some(desk.me())>
            <StateTag/>
            <Saved save=saved is_ready=ready/>
            <Presence model=model me=desk.me() field_name=field_name(desk)/>
            {(!desk.is_for_period()).then(|| view! { <Views/> })}
            <Show when=move || desk.room.get() != Room::Narrow><FollowButton/></Show>
        </Header>
        <Bars model=model/>
        {prose.map(|prose| view! { <ProseBars prose=prose/> })}
        <ReadsOnly/>
        <Asides model=model naming=naming(desk) lang=desk.lang/>
        <Show when=move || ready.get() fallback=waiting><Body/></Show>
        <PeopleList/>
        <ToastPlace toasts=desk.toasts/>
    }
}

#[component]
fn Body() -> impl IntoView {
    let desk = use_desk();
    let body = move || match desk.at.get() {
        At::Table => view! { <TablePage/> }.into_any(),
        At::Revisions => view! { <RevisionsPage/> }.into_any(),
        At::Trace => view! { <TracePage/> }.into_any(),
        At::Versions => view! { <VersionsPage/> }.into_any(),
        At::Page(place) => view! { <Page place=place/> }.into_any(),
    };
    let is_wide = move || {
        desk.at
            .with(|at| !matches!(at, At::Page(_) | At::Revisions))
    };
    let has_outline = move || desk.room.get() == Room::Wide && !is_wide();
    view! {
        <div class="pl-body" class:wide=is_wide>
            <Show when=has_outline>
                <div class="pl-left"><Outline/><Findings/></div>
            </Show>
            <main class="pl-doc" id="main">{body}</main>
            <TalkColumn/>
        </div>
        <div class="pl-foot">
            <Show when=move || !has_outline()><Contents/></Show>
            <TalkSheet/>
            <Show when=move || desk.room.get() == Room::Narrow><FollowButton/></Show>
            {(!desk.is_for_period()).then(|| view! { <BudgetStrip/> })}
        </div>
    }
}

/// The outline in a sheet, where there is no room beside the document.
#[component]
fn Contents() -> impl IntoView {
    let words = use_desk().words;
    let is_open = RwSignal::new(false);
    let close = Callback::new(move |()| is_open.set(false));
    view! {
        <button
            class="ds-button"
            type="button"
            data-variant="secondary"
            aria-haspopup="dialog"
            on:click=move |_| is_open.set(true)
        >
            <Icon glyph=Glyph::BulletList/>
            {words.pl_contents()}
        </button>
        <Dialog is_open=is_open id="pl-contents" heading=Signal::derive(move || words.pl_contents().to_owned()) class="sheet pl-sheet">
            <Show when=move || is_open.get()>
                <Outline on_leave=close/>
                <Findings on_leave=close/>
            </Show>
        </Dialog>
    }
}

#[component]
fn StateTag() -> impl IntoView {
    let desk = use_desk();
    let state = Memo::new(move |_| desk.head.with(|head| head.state));
    view! {
        <span class="ds-tag" data-size="sm" data-color=move || names::state_colour(state.get())>
            {move || names::state(desk.words, state.get())}
        </span>
    }
}

/// As a document or as a table.
#[component]
fn Views() -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let is_table = move || desk.at.with(|at| *at == At::Table);
    let is_document = move || desk.at.with(|at| matches!(at, At::Page(_)));
    let table = desk.href(&At::Table);
    view! {
        <nav class="pl-views" aria-label=words.pl_view()>
            <a href=desk.path() aria-current=move || is_document().then_some("true")>
                <Icon glyph=Glyph::FileText/>
                {words.pl_document()}
            </a>
            <a href=table aria-current=move || is_table().then_some("true")>
                <Icon glyph=Glyph::Table/>
                {words.pl_table()}
            </a>
        </nav>
    }
}

/// Why one reads and does not write, in one line.
#[component]
fn ReadsOnly() -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let is_frozen = Memo::new(move |_| desk.head.with(|head| head.state.is_frozen()));
    let says = move || match desk.lock.get() {
        Some(_) if is_frozen.get() => words.ho_is_frozen(),
        Some(lock) => words.lock(lock),
        None => words.rights_read(),
    };
    view! {
        <Show when=move || !desk.model.may_write().get()>
            <aside class="reads" aria-label=words.pl_read_only()>{says}</aside>
        </Show>
    }
}

fn field_name(desk: Desk) -> FieldName {
    Arc::new(move |path: &str| {
        names::at_path(desk.words, path, |row| desk.title_of(row).get_untracked())
    })
}

/// In the order of the document.
fn naming(desk: Desk) -> Naming {
    Arc::new(move |_, worth| {
        let name = |path: &str| {
            let title = |row: &shared::plan::Row| desk.title_of(row).get_untracked();
            names::at_path(desk.words, path, title).unwrap_or_else(|| path.to_owned())
        };
        worth
            .into_iter()
            .map(|text| (name(&text.key), text))
            .collect()
    })
}
