//! What the year costs and who pays: frames by source, costs by focus area, and what is paid beside the measures.

use leptos::prelude::*;
use shared::document::plan::{Field, TextField};
use shared::id::OperatingCostId;
use shared::plan::money::Kroner;
use shared::plan::number::Tenths;
use shared::plan::sums::{Cost, Sums};
use shared::plan::{Funding, FundingSource, OperatingCost, Row};

use super::card::{ListHead, RowCard, quiet};
use super::desk::{Desk, use_desk};
use super::fields::WordsField;
use super::fields::input::TypedField;
use super::fields::typed::Typed;
use super::menu::Item;
use super::names;
use crate::mint;
use crate::words::Words;

#[component]
pub fn Budget() -> impl IntoView {
    view! {
        <Frames/>
        <Costs/>
        <Operating/>
    }
}

/// One source: what there is of it this year and the next, and what is left.
#[component]
fn Frames() -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let next_year = (desk.year() + 1).to_string();
    let lines = FundingSource::ALL.map(|source| {
        let row = Row::Frame(source);
        let frame = move || desk.plan.with(|plan| plan.frames.get(&source)?.frame);
        let next = move || desk.plan.with(|plan| plan.frames.get(&source)?.next_year);
        let next_label = words.pl_f_next_year(&next_year);
        view! {
            <li class="pl-frame" id=super::desk::card_id(&row) tabindex="-1">
                <h3 class="h-card">{names::source(words, source)}</h3>
                <p class="sm sub">{move || desk.sums.with(|sums| frame_says(words, sums, source))}</p>
                <div class="pl-fields">
                    <TypedField typed=Typed::amount(desk, &row, words.pl_f_frame(), frame, Field::Frame)/>
                    <TypedField typed=Typed::amount(desk, &row, &next_label, next, Field::NextYear)/>
                </div>
            </li>
        }
    });
    view! {
        <section class="pl-block" aria-label=words.pl_frames()>
            <h2 class="disp h-sec">{words.pl_frames()}</h2>
            <ul class="card pl-frames lines">{lines.into_iter().collect_view()}</ul>
        </section>
    }
}

/// "350 000 kr fordelt av 400 000 kr, 50 000 kr igjen. Begge år: 8 mill. kr".
fn frame_says(words: Words, sums: &Sums, source: FundingSource) -> String {
    let sum = sums.by_source.get(&source).copied().unwrap_or_default();
    let kroner = |amount: Kroner| amount.in_kroner(words.0);
    let this_year = match (sum.frame, sum.left()) {
        (Some(_), Some(left)) if left < Kroner::ZERO => {
            words.pl_allocated_over(&kroner(sum.allocated), &kroner(Kroner(-left.0)))
        }
        (Some(_), Some(left)) => words.pl_allocated_left(&kroner(sum.allocated), &kroner(left)),
        _ => words.pl_allocated(&kroner(sum.allocated)),
    };
    match sum.both_years.filter(|_| sum.next_year.is_some()) {
        Some(both) => format!(
            "{this_year} {}",
            words.pl_both_years(&both.in_millions(words.0))
        ),
        None => this_year,
    }
}

/// What each focus area costs, its share, and how much of it is granted.
#[component]
fn Costs() -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let lines = move || {
        let sums = desk.sums.get();
        let areas = desk.plan.with(|plan| plan.focus_areas.clone());
        let areas = areas.into_iter().map(|area| {
            let cost = sums
                .by_focus_area
                .get(&area.id)
                .copied()
                .unwrap_or_default();
            (area.title, cost)
        });
        let others = [
            (words.pl_no_area().to_owned(), sums.outside_focus_areas),
            (words.pl_operating().to_owned(), sums.operating),
        ];
        let others = others.into_iter().filter(|(_, cost)| cost.budget.0 > 0);
        let all = areas.chain(others).collect::<Vec<_>>();
        let line = |(title, cost): (String, Cost)| {
            view! { <li><b lang=desk.lang>{title}</b><span class="sub">{cost_says(words, &sums, cost)}</span></li> }
        };
        all.into_iter().map(line).collect_view()
    };
    let total = move || {
        let sums = desk.sums.get();
        words.pl_costs_total(
            &sums.plan.budget.in_kroner(words.0),
            &sums.plan.funding.in_kroner(words.0),
        )
    };
    view! {
        <section class="pl-block" aria-label=words.pl_costs()>
            <h2 class="disp h-sec">{words.pl_costs()}</h2>
            <ul class="lines pl-says">{lines}</ul>
            <p class="pl-total">{total}</p>
        </section>
    }
}

/// "950 000 kr, 9,6 %. 350 000 kr er innvilget."
fn cost_says(words: Words, sums: &Sums, cost: Cost) -> String {
    let amount = cost.budget.in_kroner(words.0);
    let share = sums.share_permille(cost.budget).unwrap_or_default();
    let said = words.pl_cost(&amount, &Tenths(share).written(words.0));
    if cost.granted == Kroner::ZERO {
        return said;
    }
    let rest = (cost.budget - cost.granted).in_kroner(words.0);
    let granted = words.pl_granted(&cost.granted.in_kroner(words.0), &rest);
    format!("{said} {granted}")
}

#[component]
fn Operating() -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let ids = Memo::new(move |_| {
        desk.plan.with(|plan| {
            let items = plan.operating_costs.iter();
            items.map(|item| item.id.clone()).collect::<Vec<_>>()
        })
    });
    let add = Callback::new(move |()| {
        desk.add(&OperatingCost {
            id: mint::row_id(),
            title: String::new(),
            budget: None,
            funding: Funding::new(),
        });
    });
    let sum = Signal::derive(move || {
        desk.sums
            .with(|sums| sums.operating.budget.in_kroner(words.0))
    });
    let is_empty = Signal::derive(move || ids.with(Vec::is_empty));
    view! {
        <section class="pl-block" aria-label=words.pl_operating()>
            <ListHead heading=words.pl_operating() sum=sum add=words.pl_add_operating() on_add=add/>
            {quiet(is_empty, words.pl_operating_empty())}
            <div class="pl-cards">
                <For each=move || ids.get() key=Clone::clone let(id)><Card id=id/></For>
            </div>
        </section>
    }
}

#[component]
fn Card(id: OperatingCostId) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let of = id.clone();
    let item = desk.row((None, Funding::new()), move |plan| {
        let item = plan.operating_costs.iter().find(|item| item.id == of)?;
        Some((item.budget, item.funding.clone()))
    });
    let row = Row::OperatingCost(id);
    let end = Signal::derive(move || {
        let budget = item.with(|(budget, _)| *budget);
        budget.map_or_else(String::new, |budget| budget.in_kroner(words.0))
    });
    let apart = move || {
        item.with(|(budget, funding)| {
            let cost = Cost::of(*budget, funding);
            let (budget, funding) = (
                cost.budget.in_kroner(words.0),
                cost.funding.in_kroner(words.0),
            );
            (cost.budget != cost.funding).then(|| words.pl_apart(&budget, &funding))
        })
    };
    let about = move || view! { <div class="pl-meta">{move || apart().map(|said| view! { <span class="wn">{said}</span> })}</div> };
    let (of, body_row) = (row.clone(), row.clone());
    let items = Callback::new(move |()| items(desk, &of));
    let body = move || {
        let row = body_row.clone();
        let budget = move || item.with(|(budget, _)| *budget);
        let budget = Typed::amount(desk, &row, words.pl_f_budget(), budget, Field::Budget);
        let shares = FundingSource::ALL.map(|source| {
            let share = move || item.with(|(_, funding)| funding.get(&source).copied());
            let label = names::source(words, source);
            let field = move |amount| Field::Funding(source, amount);
            view! { <TypedField typed=Typed::amount(desk, &row, label, share, field)/> }
        });
        view! {
            <div class="pl-fields">
                <WordsField row=row.clone() field=TextField::Title label=words.pl_item()/>
                <TypedField typed=budget/>
                {shares.into_iter().collect_view()}
            </div>
        }
    };
    view! { <RowCard row=row end=end about=about body=body items=items/> }
}

fn items(desk: Desk, row: &Row) -> Vec<Item> {
    let all: Vec<Row> = desk.plan.with_untracked(|plan| {
        let items = plan.operating_costs.iter();
        items
            .map(|item| Row::OperatingCost(item.id.clone()))
            .collect()
    });
    let mut items = desk.items(row, all.clone(), all);
    items.push(desk.remove_item(row));
    items
}
