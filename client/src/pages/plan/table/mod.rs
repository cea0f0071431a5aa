//! All measures as a dense table: grouped by focus area, summed, led by keys. On a narrow screen it is cards.

use leptos::prelude::*;
use shared::id::{FocusAreaId, MeasureId};
use shared::plan::checks::PlanCheck;

use super::card::quiet;
use super::desk::{At, Room, use_desk};
use super::findings::counted;
use super::focus_area::Measures;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;

mod cells;
mod download;
mod editor;
mod grid;
mod keys;
mod paste;

use download::Download;
use grid::Grid;
use paste::{PasteDialog, Pasting};

/// The measures of a focus area, or those in none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub area: Option<FocusAreaId>,
    pub measures: Vec<MeasureId>,
}

#[component]
pub fn TablePage() -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    desk.rest_at(&At::Table);
    let groups = Memo::new(move |_| desk.plan.with(groups));
    let pasting = Pasting::new(desk);
    let n_measures = Memo::new(move |_| desk.plan.with(|plan| plan.measures.len()));
    let n_areas = Memo::new(move |_| desk.plan.with(|plan| plan.focus_areas.len()));
    let says = move || {
        let measures = words.pl_n_measures(n_measures.get());
        words.pl_in_areas(&measures, &words.pl_n_areas(n_areas.get()))
    };
    let no_deadline = move || {
        let counts = desk.findings.with(|findings| counted(findings));
        let n = counts
            .into_iter()
            .find(|(check, _)| *check == PlanCheck::MeasureHasDeadline);
        n.map(|(_, n)| {
            view! { <span class="wn sm"><Icon glyph=Glyph::ExclamationmarkTriangle/>" "{words.pl_n_no_deadline(n)}</span> }
        })
    };
    let is_empty = Signal::derive(move || n_measures.get() == 0);
    let body = move || {
        if desk.room.get() == Room::Narrow {
            let of = |group: Group| view! { <GroupCards area=group.area/> };
            return groups.get().into_iter().map(of).collect_view().into_any();
        }
        let grid = Grid::new(desk, groups, pasting);
        view! { <grid::GridView grid=grid/> }.into_any()
    };
    let may_add = move || desk.model.may_write().get() && desk.writes.get();
    view! {
        <div class="row wrap g16 pl-table-head">
            <PageTitle tab=desk.title()>{words.pl_all_measures()}</PageTitle>
            <span class="sub">{says}</span>
            <span class="sp"></span>
            {no_deadline}
            <Show when=may_add>
                <button class="ds-button" type="button" data-size="sm" data-variant="secondary" on:click=move |_| pasting.open(String::new())>
                    <Icon glyph=Glyph::Plus/>
                    {words.pl_paste()}
                </button>
            </Show>
            <Show when=move || !is_empty.get()><Download/></Show>
        </div>
        {quiet(is_empty, words.pl_table_empty())}
        {body}
        <PasteDialog pasting=pasting/>
    }
}

/// In the order of the plan; what stands in no focus area comes last.
fn groups(plan: &shared::plan::ActionPlan) -> Vec<Group> {
    let areas = plan.focus_areas.iter().map(|area| Some(area.id.clone()));
    let all = areas.chain([None]).map(|area| {
        let of = plan.measures.iter().filter(|it| it.focus_area == area);
        let measures = of.map(|it| it.id.clone()).collect();
        Group { area, measures }
    });
    all.filter(|group| group.area.is_some() || !group.measures.is_empty())
        .collect()
}

#[component]
fn GroupCards(area: Option<FocusAreaId>) -> impl IntoView {
    let desk = use_desk();
    let title = match &area {
        Some(id) => desk.title_of(&shared::plan::Row::FocusArea(id.clone())),
        None => Signal::derive(move || desk.words.pl_no_area().to_owned()),
    };
    view! {
        <section class="pl-block">
            <p class="sub sm" lang=desk.lang>{move || title.get()}</p>
            <Measures area=area/>
        </section>
    }
}
