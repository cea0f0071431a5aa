//! Goals with their numbers: a sentence each, and fields when one is open.

use std::sync::Arc;

use leptos::prelude::*;
use shared::document::plan::{Field, TextField};
use shared::id::{FocusAreaId, GoalId};
use shared::plan::number::Tenths;
use shared::plan::{Goal, Row, Unit};

use super::card::{ListHead, RowCard, quiet};
use super::desk::{Desk, use_desk};
use super::fields::input::TypedField;
use super::fields::typed::Typed;
use super::fields::{Choice, ChoiceField, WordsField};
use super::names;
use crate::mint;
use crate::words::Words;

/// Those of a focus area, or of the programme as a whole.
#[component]
pub fn Goals(#[prop(optional_no_strip)] area: Option<FocusAreaId>) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let of = area.clone();
    let ids = Memo::new(move |_| {
        desk.plan.with(|plan| {
            let goals = plan.goals.iter().filter(|goal| goal.focus_area == of);
            goals.map(|goal| goal.id.clone()).collect::<Vec<_>>()
        })
    });
    let add = Callback::new(move |()| {
        desk.add(&Goal {
            id: mint::row_id(),
            focus_area: area.clone(),
            title: String::new(),
            indicator: String::new(),
            unit: Unit::default(),
            baseline: None,
            period_target: None,
            targets: std::collections::BTreeMap::new(),
            achieved: None,
            achieved_on: None,
            source: String::new(),
            from_proposals: std::collections::BTreeSet::new(),
        });
    });
    let is_empty = Signal::derive(move || ids.with(Vec::is_empty));
    view! {
        <section class="pl-block" aria-label=words.pl_goals()>
            <ListHead heading=words.pl_goals() sum=Signal::derive(String::new) add=words.pl_add_goal() on_add=add/>
            {quiet(is_empty, words.pl_goals_empty())}
            <div class="pl-cards">
                <For each=move || ids.get() key=Clone::clone let(id)><GoalCard id=id/></For>
            </div>
        </section>
    }
}

fn goal(desk: Desk, id: &GoalId) -> Memo<Option<Goal>> {
    let id = id.clone();
    desk.row(None, move |plan| {
        let goal = plan.goals.iter().find(|goal| goal.id == id)?;
        let mut goal = goal.clone();
        goal.title.clear();
        goal.indicator.clear();
        goal.source.clear();
        Some(Some(goal))
    })
}

#[component]
fn GoalCard(id: GoalId) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let goal = goal(desk, &id);
    let row = Row::Goal(id);
    let indicator = desk.text(&row, TextField::Indicator);
    let about = move || {
        let says = move || goal.with(|goal| goal.as_ref().map(|goal| says_in(desk, goal)));
        let counted = move || indicator.get();
        let misses = move || {
            let lacks = goal.with(|goal| {
                let goal = goal.as_ref()?;
                Some(!goal.targets.contains_key(&desk.year()))
            });
            (lacks == Some(true) && !desk.is_for_period())
                .then(|| super::card::missing(words.pl_no_year_target()))
        };
        view! { <div class="pl-meta"><span lang=desk.lang>{counted}</span><span class="sub">{says}</span>{misses}</div> }
    };
    let (of, body_row) = (row.clone(), row.clone());
    let items = Callback::new(move |()| items(desk, &of));
    let body = move || view! { <Body row=body_row.clone() goal=goal/> };
    view! { <RowCard row=row about=about body=body items=items/> }
}

fn items(desk: Desk, row: &Row) -> Vec<super::menu::Item> {
    let (siblings, all, area) = desk.plan.with_untracked(|plan| {
        let row_of = |goal: &Goal| Row::Goal(goal.id.clone());
        let area = plan.goals.iter().find(|goal| row_of(goal) == *row);
        let area = area.and_then(|goal| goal.focus_area.clone());
        let siblings = plan.goals.iter().filter(|goal| goal.focus_area == area);
        let siblings: Vec<Row> = siblings.map(row_of).collect();
        (siblings, plan.goals.iter().map(row_of).collect(), area)
    });
    let mut items = desk.items(row, siblings, all);
    items.extend(desk.area_items(row, area.as_ref()));
    items.push(desk.remove_item(row));
    items
}

/// A goal as its plan tells it: for the year, or year by year.
fn says_in(desk: Desk, goal: &Goal) -> String {
    if desk.is_for_period() {
        says_all(desk.words, goal)
    } else {
        says(desk.words, goal, desk.year())
    }
}

fn number(words: Words, goal: &Goal, number: Tenths) -> String {
    match goal.unit {
        Unit::Nok => shared::plan::money::Kroner(number.0 / 10).in_millions(words.0),
        Unit::Fte | Unit::Count => number.written(words.0),
    }
}

/// "41 så langt · 20 i 2025, 45 i 2026 · 120 i hele perioden"
fn says_all(words: Words, goal: &Goal) -> String {
    let achieved = goal.achieved.map(|it| number(words, goal, it));
    let targets = goal
        .targets
        .iter()
        .map(|(year, target)| words.rv_target_in(&number(words, goal, *target), &year.to_string()));
    let targets = targets.collect::<Vec<_>>().join(", ");
    let whole = goal.period_target.map(|it| number(words, goal, it));
    let parts = [
        achieved.map(|achieved| words.pl_goal_achieved(&achieved)),
        Some(targets).filter(|targets| !targets.is_empty()),
        whole.map(|target| words.pl_goal_period(&target)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}

/// "41 av 75 innen utgangen av 2027, 120 i hele perioden."
pub fn says(words: Words, goal: &Goal, year: i16) -> String {
    let number = |it: Tenths| number(words, goal, it);
    let (achieved, target) = (goal.achieved.map(number), goal.targets.get(&year));
    let target = target.copied().map(number);
    let year = year.to_string();
    let this_year = match (achieved, target) {
        (Some(achieved), Some(target)) => words.pl_goal_both(&achieved, &target, &year),
        (None, Some(target)) => words.pl_goal_target(&target, &year),
        (Some(achieved), None) => words.pl_goal_achieved(&achieved),
        (None, None) => String::new(),
    };
    let whole = goal.period_target.map(number);
    let whole = whole.map(|target| words.pl_goal_period(&target));
    let parts = [Some(this_year), whole].into_iter().flatten();
    let parts = parts.filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

#[component]
fn Body(row: Row, goal: Memo<Option<Goal>>) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let unit = Signal::derive(move || {
        goal.with(|goal| goal.as_ref().map(|goal| goal.unit))
            .unwrap_or_default()
    });
    let of = move |read: fn(&Goal) -> Option<Tenths>| {
        move || goal.with(|goal| goal.as_ref().and_then(read))
    };
    let achieved_on = move || goal.with(|goal| goal.as_ref()?.achieved_on);
    let choice = Choice {
        row: row.clone(),
        label: words.pl_f_unit(),
        options: names::UNITS
            .map(|it| names::unit(words, it).to_owned())
            .to_vec(),
        chosen: Signal::derive(move || names::UNITS.iter().position(|it| *it == unit.get())),
        write: Arc::new(|place| Field::Unit(names::UNITS[place.unwrap_or_default()])),
        none: None,
    };
    let of_row = row.clone();
    let target = move |year: i16| {
        let label = words.pl_f_target_of(&year.to_string());
        let now = move || goal.with(|goal| goal.as_ref()?.targets.get(&year).copied());
        let write = move |number| Field::YearTarget(year, number);
        view! { <TypedField typed=Typed::number(desk, &of_row, &label, unit, now, write)/> }
    };
    let targets = desk.years().map(target).collect_view();
    // What has been reached lies behind.
    let is_over = || true;
    view! {
        <div class="pl-fields">
            <WordsField row=row.clone() field=TextField::Title/>
            <WordsField row=row.clone() field=TextField::Indicator/>
            <ChoiceField choice=choice/>
            <TypedField typed=Typed::number(desk, &row, words.pl_f_baseline(), unit, of(|goal| goal.baseline), Field::Baseline)/>
            {targets}
            <TypedField typed=Typed::number(desk, &row, words.pl_f_period(), unit, of(|goal| goal.period_target), Field::PeriodTarget)/>
            <TypedField typed=Typed::number(desk, &row, words.pl_f_achieved(), unit, of(|goal| goal.achieved), Field::Achieved)/>
            <TypedField typed=Typed::date(desk, &row, words.pl_f_achieved_on(), achieved_on, is_over, Field::AchievedOn)/>
            <WordsField row=row field=TextField::Source/>
        </div>
    }
}

/// What the goals have come to, as sentences.
#[component]
pub fn Results() -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let goals = Memo::new(move |_| desk.plan.with(|plan| plan.goals.clone()));
    let lines = move || {
        let reached = goals
            .get()
            .into_iter()
            .filter(|goal| goal.achieved.is_some());
        let line = |goal: Goal| {
            let says = says_in(desk, &goal);
            view! { <li><b lang=desk.lang>{goal.title}</b><span class="sub">{says}</span></li> }
        };
        reached.map(line).collect_view()
    };
    let is_empty = Signal::derive(move || {
        goals.with(|goals| goals.iter().all(|goal| goal.achieved.is_none()))
    });
    view! {
        <section class="pl-block" aria-label=words.pl_results()>
            <h2 class="disp h-sec">{words.pl_results()}</h2>
            {quiet(is_empty, words.pl_results_empty())}
            <ul class="lines pl-says">{lines}</ul>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::template::Language;

    #[test]
    fn a_goal_is_told_as_far_as_it_is_known() {
        let mut goal = Goal {
            id: GoalId::parse("nye").unwrap(),
            focus_area: None,
            title: String::new(),
            indicator: String::new(),
            unit: Unit::Fte,
            baseline: None,
            period_target: None,
            targets: [(2027, Tenths::whole(75))].into(),
            achieved: Some(Tenths(415)),
            achieved_on: None,
            source: String::new(),
            from_proposals: std::collections::BTreeSet::new(),
        };
        let words = Words(Language::Nb);
        assert_eq!(
            says(words, &goal, 2027),
            "41,5 av 75 innen utgangen av 2027"
        );
        goal.period_target = Some(Tenths::whole(120));
        assert!(says(words, &goal, 2028).ends_with("120 i hele perioden"));
        goal.unit = Unit::Nok;
        goal.achieved = Some(Tenths::whole(36_500_000));
        assert!(says(words, &goal, 2028).starts_with("36,5\u{A0}mill.\u{A0}kr"));
        goal.unit = Unit::Count;
        goal.achieved = None;
        goal.targets.insert(2028, Tenths::whole(90));
        let expected = "75 i 2027, 90 i 2028 · 120 i hele perioden";
        assert_eq!(says_all(words, &goal), expected);
    }
}
