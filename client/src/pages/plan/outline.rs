//! The outline: every page of the plan, who is where, and what can be done with chapters and focus areas.

use leptos::prelude::*;
use shared::document::plan::{RemovedRow, row_at};
use shared::plan::Row;
use shared::plan::outline::{Entry, Place, place_of};

use super::desk::{At, Desk, use_desk};
use super::menu::{Item, RowMenu};
use super::revisions::RevisionsLink;
use super::room::{Docket, use_docket};
use super::section::{add_focus_area, add_section, titled};
use crate::components::icon::{Glyph, Icon};

/// Somebody on a page: first name and hue.
type Here = (String, usize);

/// `on_leave` is called when a line was chosen, for the sheet that holds the list on a phone.
#[component]
pub fn Outline(#[prop(optional)] on_leave: Option<Callback<()>>) -> impl IntoView {
    let (desk, docket) = (use_desk(), use_docket());
    let words = desk.words;
    let places = Memo::new(move |_| {
        desk.entries.with(|entries| {
            let places = entries.iter().map(|entry| entry.place.clone());
            places.collect::<Vec<_>>()
        })
    });
    view! {
        <nav class="pl-out" aria-label=words.pl_contents()>
            <h2 class="xs sub pl-out-head">{words.pl_contents()}</h2>
            <ol>
                <For each=move || places.get() key=Clone::clone let(place)>
                    <Line place=place on_leave=on_leave/>
                </For>
            </ol>
            <RevisionsLink on_leave=on_leave/>
            <Show when=move || !desk.is_for_period() && docket.has_review.get() == Some(true)>
                <a
                    class="ds-link tk-out"
                    href=desk.href(&At::Trace)
                    aria-current=move || desk.at.with(|at| *at == At::Trace).then_some("page")
                    on:click=move |_| left(on_leave)
                >
                    <Icon glyph=Glyph::Branching/>
                    {words.tk_what_became()}
                </a>
            </Show>
            <Show when=move || has_versions(docket)>
                <a
                    class="ds-link tk-out"
                    href=desk.href(&At::Versions)
                    aria-current=move || desk.at.with(|at| *at == At::Versions).then_some("page")
                    on:click=move |_| left(on_leave)
                >
                    <Icon glyph=Glyph::Clock/>
                    {words.ve_versions()}
                </a>
            </Show>
            <Show when=move || desk.writes.get() && desk.model.may_write().get()>
                <div class="pl-out-acts">
                    <button class="link" type="button" on:click=move |_| { left(on_leave); add_focus_area(desk); }>
                        {words.pl_add_area()}
                    </button>
                    <button class="link" type="button" on:click=move |_| { left(on_leave); add_section(desk); }>
                        {words.pl_add_chapter()}
                    </button>
                </div>
            </Show>
            <Removed/>
        </nav>
    }
}

/// For those who see them; who may keep one sees the page before there is any.
fn has_versions(docket: Docket) -> bool {
    let is_any = docket.read(|view| !view.docket.versions.is_empty());
    docket.may.get().edit || is_any == Some(true)
}

fn left(on_leave: Option<Callback<()>>) {
    if let Some(on_leave) = on_leave {
        on_leave.run(());
    }
}

#[component]
fn Line(place: Place, on_leave: Option<Callback<()>>) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let of = place.clone();
    let entry = Memo::new(move |known: Option<&Option<Entry>>| {
        let found = desk.entries.with(|entries| {
            let mut entries = entries.iter();
            entries.find(|entry| entry.place == of).cloned()
        });
        found.or_else(|| known.cloned().flatten())
    });
    let of = place.clone();
    let here = Memo::new(move |_| who_is_at(desk, &of));
    let of = place.clone();
    let is_current = move || desk.at.with(|at| *at == At::Page(of.clone()));
    let row = place.row();
    let href = desk.href(&At::Page(place.clone()));
    let is_inner = matches!(place, Place::FocusArea(_));
    let title = move || entry.get().map(|entry| titled(desk, entry.title));
    let label = Signal::derive(move || words.pl_more_for(&title().unwrap_or_default()));
    let items = Callback::new(move |()| items(desk, &row));
    let dots = move || {
        let here = here.get();
        let names: Vec<String> = here.iter().map(|(name, _)| name.clone()).collect();
        (!here.is_empty()).then(|| {
            let said = words.pl_is_here(&words.list(&names));
            let dots = here
                .into_iter()
                .map(|(_, hue)| view! { <i class=format!("hue-{hue}")></i> });
            view! { <span class="pl-hues" role="img" aria-label=said>{dots.collect_view()}</span> }
        })
    };
    view! {
        <li class="pl-line" class:inner=is_inner>
            <a
                href=href
                aria-current=move || is_current().then_some("page")
                on:click=move |_| left(on_leave)
            >
                <span class="tn">{move || entry.get().and_then(|entry| entry.number)}</span>
                <span class="pl-line-title" lang=desk.lang>{title}</span>
                {dots}
            </a>
            <Show when=move || desk.writes.get() && desk.model.may_write().get()>
                <RowMenu label=label items=items/>
            </Show>
        </li>
    }
}

/// Each once, also with two devices.
fn who_is_at(desk: Desk, place: &Place) -> Vec<Here> {
    let peers = desk.model.peers();
    let me = desk.me().id;
    let mut here: Vec<(shared::id::PersonId, Here)> = Vec::new();
    peers.with(|peers| {
        desk.plan.with(|plan| {
            for peer in peers.iter().filter(|peer| peer.person != me) {
                let row = peer.field.as_deref().and_then(row_at);
                let at = row.and_then(|row| place_of(plan, &row));
                if at.as_ref() == Some(place) && here.iter().all(|(id, _)| *id != peer.person) {
                    here.push((peer.person.clone(), (peer.first_name(), peer.hue)));
                }
            }
        });
    });
    here.into_iter().map(|(_, here)| here).collect()
}

fn items(desk: Desk, row: &Row) -> Vec<Item> {
    let all: Vec<Row> = desk.plan.with_untracked(|plan| {
        if matches!(row, Row::FocusArea(_)) {
            let areas = plan.focus_areas.iter();
            return areas.map(|area| Row::FocusArea(area.id.clone())).collect();
        }
        let sections = plan.sections.iter();
        sections
            .map(|section| Row::Section(section.id.clone()))
            .collect()
    });
    let rename = {
        let row = row.clone();
        let name = super::desk::title_id(&row);
        Item::new(desk.words.pl_rename(), Glyph::Pencil, move || {
            desk.go_to(&row);
            super::desk::focus_when_drawn(name.clone(), 20);
        })
    };
    let mut items = vec![rename];
    items.extend(desk.items(row, all.clone(), all));
    items.push(desk.remove_item(row));
    items
}

/// What was taken off the plan, each with a way back.
#[component]
fn Removed() -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let n_removed = Memo::new(move |_| desk.removed.with(Vec::len));
    let lines = move || {
        let line = |RemovedRow { row, title }: RemovedRow| {
            let title = titled(desk, title);
            let label = words.pl_restore(&title);
            let said = title.clone();
            view! {
                <li>
                    <span class="sm" lang=desk.lang>{title}</span>
                    <button
                        class="btn-i"
                        type="button"
                        aria-label=label
                        on:click=move |_| desk.restore(&row, &said)
                    >
                        <Icon glyph=Glyph::ArrowUndo/>
                    </button>
                </li>
            }
        };
        desk.removed.get().into_iter().map(line).collect_view()
    };
    let lines = StoredValue::new(lines);
    view! {
        <Show when=move || n_removed.get() != 0 && desk.writes.get() && desk.model.may_write().get()>
            <details class="more pl-removed">
                <summary>{move || words.pl_n_removed(n_removed.get())}</summary>
                <ul>{move || lines.with_value(|lines| lines())}</ul>
            </details>
        </Show>
    }
}
