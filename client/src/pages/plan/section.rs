//! The page that is open: its name, which everybody may change, and the rows it holds.

use leptos::prelude::*;
use shared::document::plan::{TextField, TextKey};
use shared::id::SectionId;
use shared::plan::outline::{Block, Place, blocks};
use shared::plan::{FocusArea, Row};

use super::budget::Budget;
use super::card::ListHead;
use super::communication::Communication;
use super::desk::{At, Desk, Room, title_id, use_desk};
use super::fields::Writing;
use super::focus_area::{FocusAreaBody, Measures};
use super::goals::{Goals, Results};
use super::hand::HandingOver;
use super::last_year::LastYear;
use super::meetings::Meetings;
use super::prose::ProseParts;
use super::revisions::RevisionsHere;
use super::risks::Risks;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::mint;
use crate::text::shared_text::{Kind, SharedText};

#[component]
pub fn Page(place: Place) -> impl IntoView {
    let desk = use_desk();
    let row = place.row();
    desk.rest_at(&At::Page(place.clone()));
    // On a phone each chapter is opened for writing by itself.
    desk.is_editing.set(false);
    let body = match &place {
        Place::FocusArea(id) => view! { <FocusAreaBody id=id.clone()/> }.into_any(),
        Place::Section(id) => blocks(id)
            .iter()
            .filter(|block| !desk.is_for_period() || **block != Block::Budget)
            .map(|block| block_view(*block))
            .collect_view()
            .into_any(),
    };
    view! {
        <Head place=place.clone() row=row/>
        <ProseParts place=place.clone()/>
        {body}
        <RevisionsHere place=place/>
    }
}

fn block_view(block: Block) -> AnyView {
    match block {
        Block::Head => view! { <Facts/><HandingOver/> }.into_any(),
        Block::Goals => view! { <Goals area=None/> }.into_any(),
        Block::Results => view! { <LastYear/><Results/> }.into_any(),
        Block::FocusAreas => view! { <FocusAreas/> }.into_any(),
        Block::Budget => view! { <Budget/> }.into_any(),
        Block::Communication => view! { <Communication/> }.into_any(),
        Block::Meetings => view! { <Meetings/> }.into_any(),
    }
}

/// "3.1 · Innsatsområde", and the name as a field that looks like the heading it is.
#[component]
fn Head(place: Place, row: Row) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let title = desk.title_of(&row);
    let of = place.clone();
    let number = move || {
        let number = desk.entries.with(|entries| {
            let mut entries = entries.iter();
            entries.find(|entry| entry.place == of)?.number.clone()
        });
        let kind = match &of {
            Place::FocusArea(_) => words.pl_focus_area(),
            Place::Section(_) => words.pl_chapter(),
        };
        match number {
            Some(number) => format!("{number} · {kind}"),
            None => kind.to_owned(),
        }
    };
    let key = StoredValue::new(TextKey::new(row.clone(), TextField::Title));
    let id = StoredValue::new(title_id(&row));
    let path = shared::document::plan::path(&row, "title");
    let writes = Memo::new(move |_| desk.writes.get() && desk.model.may_write().get());
    let field = move || {
        let key = key.get_value()?;
        Some(view! {
            <div class="pl-h1">
                <SharedText
                    model=desk.model
                    key=key
                    kind=Kind::Title
                    id=id.get_value()
                    lang=desk.lang
                    label=words.pl_f_title()
                />
            </div>
        })
    };
    view! {
        <div class="pl-head">
            <div class="row wrap g8">
                <p class="sub sm">{number}</p>
                <span class="sp"></span>
                <EditHere/>
            </div>
            <div class:ds-sr-only=move || writes.get()>
                <PageTitle tab=desk.title()><span lang=desk.lang>{move || title.get()}</span></PageTitle>
            </div>
            {move || writes.get().then(field)}
            <Writing path=path/>
        </div>
    }
}

/// On a phone one reads, and writes on purpose.
#[component]
fn EditHere() -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let is_asked = move || desk.room.get() == Room::Narrow && desk.model.may_write().get();
    view! {
        <Show when=is_asked>
            <button
                class="ds-button"
                type="button"
                data-size="sm"
                data-variant="secondary"
                aria-pressed=move || desk.is_editing.get().to_string()
                on:click=move |_| desk.is_editing.update(|is_editing| *is_editing = !*is_editing)
            >
                <Icon glyph=Glyph::Pencil/>
                {move || if desk.is_editing.get() { words.pl_edit_done() } else { words.pl_edit() }}
            </button>
        </Show>
    }
}

/// The focus areas with what they cost, and what stands in none of them.
#[component]
fn FocusAreas() -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let areas = Memo::new(move |_| {
        desk.entries.with(|entries| {
            let inner = entries.iter().filter(|entry| entry.is_inner);
            inner.cloned().collect::<Vec<_>>()
        })
    });
    let add = Callback::new(move |()| add_focus_area(desk));
    let lines = move || {
        let line = |entry: shared::plan::outline::Entry| {
            let says = area_says(desk, &entry.place);
            let href = desk.href(&At::Page(entry.place));
            view! {
                <li>
                    <a class="pl-area" href=href>
                        <span class="tn sub">{entry.number}</span>
                        <b lang=desk.lang>{titled(desk, entry.title)}</b>
                        <span class="sub sm">{says}</span>
                        <Icon glyph=Glyph::ChevronRight/>
                    </a>
                </li>
            }
        };
        areas.get().into_iter().map(line).collect_view()
    };
    let has_outside = Memo::new(move |_| {
        if desk.is_for_period() {
            return (false, false);
        }
        desk.plan.with(|plan| {
            let measures = plan.measures.iter().any(|it| it.focus_area.is_none());
            (
                measures,
                plan.risks.iter().any(|it| it.focus_area.is_none()),
            )
        })
    });
    view! {
        <section class="pl-block" aria-label=words.pl_focus_areas()>
            <ListHead heading=words.pl_focus_areas() sum=Signal::derive(String::new) add=words.pl_add_area() on_add=add/>
            <ul class="card pl-areas lines">{lines}</ul>
        </section>
        <Show when=move || has_outside.get().0>
            <p class="note">{words.pl_outside()}</p>
            <Measures area=None/>
        </Show>
        <Show when=move || has_outside.get().1><Risks area=None/></Show>
    }
}

pub fn titled(desk: Desk, title: String) -> String {
    if title.trim().is_empty() {
        desk.words.untitled().to_owned()
    } else {
        title
    }
}

fn area_says(desk: Desk, place: &Place) -> Option<String> {
    let Place::FocusArea(id) = place else {
        return None;
    };
    if desk.is_for_period() {
        return None;
    }
    let (n_measures, budget) = desk.plan.with(|plan| {
        let of = plan.measures.iter();
        let n_measures = of.filter(|it| it.focus_area.as_ref() == Some(id)).count();
        let cost = desk.sums.with(|sums| sums.by_focus_area.get(id).copied());
        (n_measures, cost.unwrap_or_default().budget)
    });
    let budget = budget.in_kroner(desk.words.0);
    Some(desk.words.pl_n_measures_for(n_measures, &budget))
}

pub fn add_focus_area(desk: Desk) {
    let area = FocusArea {
        id: mint::row_id(),
        number: 0,
        title: String::new(),
    };
    let row = Row::FocusArea(area.id.clone());
    desk.add(&area);
    desk.go_to(&row);
}

pub fn add_section(desk: Desk) {
    let id: SectionId = mint::row_id();
    let row = Row::Section(id.clone());
    desk.add(&shared::plan::Section {
        id,
        title: String::new(),
    });
    desk.go_to(&row);
}

/// What the plan is of. How far it has come stands below.
#[component]
fn Facts() -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let view = desk.view();
    let head = desk.head;
    let programme = view.programme.clone();
    let facts = move || {
        let head = head.get();
        let of_years = words.pl_year_of(
            &head.programme_year.to_string(),
            &programme.n_years.to_string(),
        );
        let case_number = head.case_number.clone().unwrap_or_default();
        [
            (words.pl_h_programme(), programme.name.clone()),
            (words.pl_h_year(), format!("{} · {of_years}", head.year)),
            (words.pl_h_version(), head.version.clone()),
            (words.pl_h_case(), case_number),
        ]
    };
    let vision = view.programme.vision.clone();
    let line = |(name, said): (&'static str, String)| {
        (!said.is_empty()).then(|| view! { <div><dt>{name}</dt><dd>{said}</dd></div> })
    };
    view! {
        <section class="card pl-facts" aria-label=words.pl_about_plan()>
            {(!vision.is_empty()).then(|| view! { <p class="disp pl-vision" lang=desk.lang>{vision}</p> })}
            <dl>{move || facts().into_iter().map(line).collect_view()}</dl>
        </section>
    }
}
