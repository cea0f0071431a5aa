//! A focus area: its goals, its measures and its risks.

use leptos::prelude::*;
use shared::id::FocusAreaId;
use shared::plan::measure::Measure;

use super::card::{ListHead, quiet};
use super::desk::use_desk;
use super::goals::Goals;
use super::measure::MeasureCard;
use super::risks::Risks;
use super::trace::pick::{PickButton, PickPanel};
use crate::mint;

#[component]
pub fn FocusAreaBody(id: FocusAreaId) -> impl IntoView {
    let has_measures = !use_desk().is_for_period();
    let of_year = has_measures.then(|| {
        view! {
            <Measures area=Some(id.clone())/>
            <Risks area=Some(id.clone())/>
        }
    });
    view! {
        <Goals area=Some(id)/>
        {of_year}
    }
}

/// Those of a focus area, or those that stand in none.
#[component]
pub fn Measures(area: Option<FocusAreaId>) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let of = area.clone();
    let ids = Memo::new(move |_| {
        desk.plan.with(|plan| {
            let measures = plan.measures.iter().filter(|it| it.focus_area == of);
            measures.map(|it| it.id.clone()).collect::<Vec<_>>()
        })
    });
    let of = area.clone();
    let sum = Signal::derive(move || {
        let n = ids.with(Vec::len);
        let budget = desk.sums.with(|sums| match &of {
            Some(area) => sums.by_focus_area.get(area).map(|cost| cost.budget),
            None => Some(sums.outside_focus_areas.budget),
        });
        let budget = budget.unwrap_or_default().in_kroner(words.0);
        words.pl_n_measures_for(n, &budget)
    });
    let (is_picking, of) = (RwSignal::new(false), area.clone());
    let add = Callback::new(move |()| {
        let mut measure = Measure::new(mint::row_id());
        measure.focus_area.clone_from(&area);
        desk.add(&measure);
    });
    let is_empty = Signal::derive(move || ids.with(Vec::is_empty));
    view! {
        <section class="pl-block" aria-label=words.pl_measures()>
            <ListHead heading=words.pl_measures() sum=sum add=words.pl_add_measure() on_add=add>
                <PickButton is_open=is_picking/>
            </ListHead>
            <PickPanel is_open=is_picking area=of/>
            {quiet(is_empty, words.pl_measures_empty())}
            <div class="pl-cards">
                <For each=move || ids.get() key=Clone::clone let(id)><MeasureCard id=id/></For>
            </div>
        </section>
    }
}
