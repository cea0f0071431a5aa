//! Places in the plan that a proposal may lead to: what they are called, and the way there.

use leptos::prelude::*;
use shared::plan::outline::place_of;
use shared::plan::{ActionPlan, Row};

use crate::pages::plan::desk::{At, Desk, use_desk};
use crate::words::Words;

/// The rows that can come from a proposal, by kind, without those in `taken`.
pub fn places(words: Words, plan: &ActionPlan, taken: &[Row]) -> Vec<(&'static str, Vec<Row>)> {
    let measures = plan.measures.iter().map(|it| Row::Measure(it.id.clone()));
    let goals = plan.goals.iter().map(|it| Row::Goal(it.id.clone()));
    let lines = plan.communication.iter();
    let lines = lines.map(|it| Row::Communication(it.id.clone()));
    let groups = [
        (words.pl_measures(), measures.collect::<Vec<_>>()),
        (words.pl_goals(), goals.collect()),
        (words.pl_communication(), lines.collect()),
    ];
    let without_taken = |(name, mut rows): (&'static str, Vec<Row>)| {
        rows.retain(|row| !taken.contains(row));
        (name, rows)
    };
    let groups = groups.into_iter().map(without_taken);
    groups.filter(|(_, rows)| !rows.is_empty()).collect()
}

/// "1.2 Tareanlegg".
pub fn named(desk: Desk, row: &Row) -> String {
    let title = desk.title_of(row).get_untracked();
    let number = desk.plan.with_untracked(|plan| number(plan, row));
    match number {
        Some(number) => format!("{number} {title}"),
        None => title,
    }
}

fn number(plan: &ActionPlan, row: &Row) -> Option<String> {
    let Row::Measure(id) = row else { return None };
    let measure = plan.measures.iter().find(|it| it.id == *id)?;
    measure.number.map(|number| number.to_string())
}

/// A link to a row: its page opens, and the row on it. Plain words where it stands on no page.
#[component]
pub fn RowLink(
    row: Row,
    /// In place of the row's own name.
    #[prop(optional, into)]
    label: Option<String>,
    #[prop(optional)] on_leave: Option<Callback<()>>,
) -> impl IntoView {
    let desk = use_desk();
    let title = desk.title_of(&row);
    let of = row.clone();
    let number = Memo::new(move |_| desk.plan.with(|plan| number(plan, &of)));
    let says = move || match (&label, number.get()) {
        (Some(label), _) => label.clone(),
        (None, Some(number)) => format!("{number} {}", title.get()),
        (None, None) => title.get(),
    };
    let of = row.clone();
    let href = Memo::new(move |_| {
        let place = desk.plan.with(|plan| place_of(plan, &of))?;
        Some(desk.href(&At::Page(place)))
    });
    let press = move |event: leptos::ev::MouseEvent| {
        if href.with_untracked(Option::is_none) || event.ctrl_key() || event.meta_key() {
            return;
        }
        event.prevent_default();
        if let Some(on_leave) = on_leave {
            on_leave.run(());
        }
        desk.go_to(&row);
    };
    view! { <a class="ds-link tk-row" href=move || href.get() lang=desk.lang on:click=press>{says}</a> }
}
