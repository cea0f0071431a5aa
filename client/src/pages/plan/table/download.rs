//! The table as a file for a spreadsheet, with amounts in whole kroner.

use leptos::prelude::*;
use shared::plan::measure::Measure;
use shared::plan::money::Kroner;
use shared::plan::{ActionPlan, Row};

use super::keys::{Column, columns};
use crate::components::copy::SaveSheet;
use crate::pages::plan::desk::Desk;
use crate::pages::plan::names;
use crate::pages::plan::room::{Docket, use_docket};
use crate::pages::plan::trace::from::themes_of;

#[component]
pub fn Download() -> impl IntoView {
    let docket = use_docket();
    let words = docket.desk.words;
    let name = format!("{} – {}", docket.desk.title(), words.pl_all_measures());
    let lines = move || untrack(|| docket.desk.plan.with(|plan| lines(docket, plan)));
    view! { <SaveSheet label=words.pl_download() name=name lines=lines/> }
}

fn lines(docket: Docket, plan: &ActionPlan) -> Vec<Vec<String>> {
    let words = docket.desk.words;
    let columns = columns(plan, docket.has_review.get() == Some(true));
    let names = columns.iter().map(|column| column.name(words).to_owned());
    let head = [words.pl_number(), words.pl_focus_area()].map(str::to_owned);
    let head: Vec<String> = head.into_iter().chain(names).collect();
    let measures = plan.measures.iter();
    let lines = measures.map(|measure| line(docket, plan, &columns, measure));
    std::iter::once(head).chain(lines).collect()
}

fn line(docket: Docket, plan: &ActionPlan, columns: &[Column], measure: &Measure) -> Vec<String> {
    let number = measure.number.map(|number| number.to_string());
    let mut areas = plan.focus_areas.iter();
    let area = areas.find(|area| Some(&area.id) == measure.focus_area.as_ref());
    let area = area.map(|area| area.title.clone());
    let cells = columns.iter().map(|column| cell(docket, *column, measure));
    [number, area]
        .into_iter()
        .map(Option::unwrap_or_default)
        .chain(cells)
        .collect()
}

fn cell(docket: Docket, column: Column, measure: &Measure) -> String {
    let Desk { words, .. } = docket.desk;
    let amount = |amount: Option<&Kroner>| amount.map(|it| it.0.to_string()).unwrap_or_default();
    match column {
        Column::Title => {
            let row = Row::Measure(measure.id.clone());
            docket.desk.title_of(&row).get()
        }
        Column::Phase => measure
            .plp_phase
            .map(|phase| names::phase(words, phase).to_owned())
            .unwrap_or_default(),
        Column::Responsible => measure.responsible.pa.clone().unwrap_or_default(),
        Column::Deadline => measure
            .deadline
            .map(|date| date.to_string())
            .unwrap_or_default(),
        Column::Budget => amount(measure.budget.as_ref()),
        Column::Share(source) => amount(measure.funding.get(&source)),
        Column::Status => names::status(words, measure.status).to_owned(),
        Column::From => {
            let themes = themes_of(docket, &measure.from_proposals).into_iter();
            let themes: Vec<String> = themes.map(|theme| theme.title).collect();
            themes.join(", ")
        }
    }
}
