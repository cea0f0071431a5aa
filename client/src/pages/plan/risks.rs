//! What may go wrong, how likely and how bad, and what is done about it.

use std::sync::Arc;

use leptos::prelude::*;
use shared::document::plan::{Field, TextField};
use shared::id::{FocusAreaId, RiskId};
use shared::plan::{Risk, Row};

use super::card::{ListHead, RowCard, quiet};
use super::desk::{Desk, use_desk};
use super::fields::input::TypedField;
use super::fields::typed::Typed;
use super::fields::{Choice, ChoiceField, WordsField};
use super::menu::Item;
use crate::mint;

/// From here on a risk is worth a word.
const SERIOUS_FROM: u8 = 12;

/// Those of a focus area, or of none.
#[component]
pub fn Risks(#[prop(optional_no_strip)] area: Option<FocusAreaId>) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let of = area.clone();
    let ids = Memo::new(move |_| {
        desk.plan.with(|plan| {
            let risks = plan.risks.iter().filter(|risk| risk.focus_area == of);
            risks.map(|risk| risk.id.clone()).collect::<Vec<_>>()
        })
    });
    let add = Callback::new(move |()| {
        desk.add(&Risk {
            id: mint::row_id(),
            focus_area: area.clone(),
            measure: None,
            title: String::new(),
            likelihood: None,
            consequence: None,
            response: String::new(),
            responsible: None,
        });
    });
    let is_empty = Signal::derive(move || ids.with(Vec::is_empty));
    view! {
        <section class="pl-block" aria-label=words.pl_risks()>
            <ListHead heading=words.pl_risks() sum=Signal::derive(String::new) add=words.pl_add_risk() on_add=add/>
            {quiet(is_empty, words.pl_risks_empty())}
            <div class="pl-cards">
                <For each=move || ids.get() key=Clone::clone let(id)><RiskCard id=id/></For>
            </div>
        </section>
    }
}

#[component]
fn RiskCard(id: RiskId) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let of = id.clone();
    let risk = desk.row(None, move |plan| {
        let risk = plan.risks.iter().find(|risk| risk.id == of)?;
        let mut risk = risk.clone();
        risk.title.clear();
        risk.response.clear();
        Some(Some(risk))
    });
    let row = Row::Risk(id);
    let response = desk.text(&row, TextField::Response);
    let about = move || {
        let graded = move || {
            let risk = risk.get()?;
            let (likelihood, consequence) = (risk.likelihood?, risk.consequence?);
            let said = words.pl_risk_graded(&likelihood.to_string(), &consequence.to_string());
            let is_serious = likelihood * consequence >= SERIOUS_FROM;
            Some(view! { <span class:wn=is_serious>{said}</span> })
        };
        let who = move || risk.with(|risk| risk.as_ref()?.responsible.clone());
        view! {
            <div class="pl-meta">
                <span lang=desk.lang>{move || response.get()}</span>
                {graded}
                <span class="sub">{who}</span>
            </div>
        }
    };
    let (of, body_row) = (row.clone(), row.clone());
    let items = Callback::new(move |()| items(desk, &of));
    let body = move || view! { <Body row=body_row.clone() risk=risk/> };
    view! { <RowCard row=row about=about body=body items=items/> }
}

fn items(desk: Desk, row: &Row) -> Vec<Item> {
    let (siblings, all, area) = desk.plan.with_untracked(|plan| {
        let row_of = |risk: &Risk| Row::Risk(risk.id.clone());
        let area = plan.risks.iter().find(|risk| row_of(risk) == *row);
        let area = area.and_then(|risk| risk.focus_area.clone());
        let siblings = plan.risks.iter().filter(|risk| risk.focus_area == area);
        let siblings: Vec<Row> = siblings.map(row_of).collect();
        (siblings, plan.risks.iter().map(row_of).collect(), area)
    });
    let mut items = desk.items(row, siblings, all);
    items.extend(desk.area_items(row, area.as_ref()));
    items.push(desk.remove_item(row));
    items
}

#[component]
fn Body(row: Row, risk: Memo<Option<Risk>>) -> impl IntoView {
    let words = use_desk().words;
    let grade = |label, read: fn(&Risk) -> Option<u8>, field: fn(Option<u8>) -> Field| Choice {
        row: row.clone(),
        label,
        options: words.pl_grades().split('|').map(str::to_owned).collect(),
        chosen: Signal::derive(move || {
            let grade = risk.with(|risk| risk.as_ref().and_then(read))?;
            usize::from(grade).checked_sub(1)
        }),
        write: Arc::new(move |place| {
            let grade = place.and_then(|place| u8::try_from(place + 1).ok());
            field(grade)
        }),
        none: Some(words.pl_not_chosen()),
    };
    let likelihood = grade(
        words.pl_f_likelihood(),
        |risk| risk.likelihood,
        Field::Likelihood,
    );
    let consequence = grade(
        words.pl_f_consequence(),
        |risk| risk.consequence,
        Field::Consequence,
    );
    let who = move || risk.with(|risk| risk.as_ref()?.responsible.clone());
    let who = Typed::name(&row, words.pl_f_responsible(), who, Field::Responsible);
    view! {
        <div class="pl-fields">
            <WordsField row=row.clone() field=TextField::Title label=words.pl_risk()/>
            <ChoiceField choice=likelihood/>
            <ChoiceField choice=consequence/>
            <WordsField row=row field=TextField::Response is_long=true/>
            <TypedField typed=who/>
        </div>
    }
}
