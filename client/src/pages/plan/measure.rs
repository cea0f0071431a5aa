//! A measure: a card of sentences that opens in place into its fields.

use std::sync::Arc;

use leptos::prelude::*;
use shared::document::plan::{Field, TextField};
use shared::id::{MeasureId, MilestoneId};
use shared::plan::measure::{Measure, MeasureStatus, Milestone};
use shared::plan::money::Kroner;
use shared::plan::sums::Cost;
use shared::plan::{FundingSource, Row, Unit};

use super::card::{Fact, RowCard, missing};
use super::desk::{Desk, use_desk};
use super::fields::input::TypedField;
use super::fields::typed::Typed;
use super::fields::{Choice, ChoiceField, WordsField};
use super::menu::{Item, RowMenu};
use super::names;
use super::trace::from::FromThemes;
use crate::components::avatar::Avatar;
use crate::components::icon::{Glyph, Icon};
use crate::words::Words;
use crate::{dates, mint};

#[component]
pub fn MeasureCard(id: MeasureId) -> impl IntoView {
    let desk = use_desk();
    let measure = desk.measure(&id);
    let row = Row::Measure(id);
    let number = Signal::derive(move || {
        let number = measure.with(|measure| measure.number);
        number.map_or_else(String::new, |number| number.place.to_string())
    });
    let end = Signal::derive(move || {
        let budget = measure.with(|measure| measure.budget);
        budget.map_or_else(String::new, |budget| budget.in_kroner(desk.words.0))
    });
    let of = row.clone();
    let items = Callback::new(move |()| items(desk, &of));
    let body_row = row.clone();
    let from = Signal::derive(move || measure.with(|measure| measure.from_proposals.clone()));
    let about = move || view! { <About measure=measure/><FromThemes proposals=from/> };
    let body = move || view! { <Body row=body_row.clone() measure=measure/> };
    view! { <RowCard row=row number=number end=end about=about body=body items=items/> }
}

/// Among those of its focus area.
fn items(desk: Desk, row: &Row) -> Vec<Item> {
    let (siblings, all, area) = desk.plan.with_untracked(|plan| {
        let is_this = |measure: &&Measure| Row::Measure(measure.id.clone()) == *row;
        let area = plan.measures.iter().find(is_this);
        let area = area.and_then(|measure| measure.focus_area.clone());
        let row_of = |measure: &Measure| Row::Measure(measure.id.clone());
        let all: Vec<Row> = plan.measures.iter().map(row_of).collect();
        let siblings = plan.measures.iter().filter(|it| it.focus_area == area);
        (siblings.map(row_of).collect(), all, area)
    });
    let mut items = desk.items(row, siblings, all);
    items.extend(desk.area_items(row, area.as_ref()));
    items.push(desk.remove_item(row));
    items
}

/// Who, when, which phase, and who pays: what is missing is said softly.
#[component]
fn About(measure: Memo<Measure>) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let people = StoredValue::new(desk.view());
    move || {
        let measure = measure.get();
        let who = match responsible(&measure) {
            None => missing(words.pl_no_responsible()),
            Some(name) => {
                let hue = people.with_value(|view| {
                    let person = view.people.iter().find(|person| person.name == name);
                    person.map_or(0, shared::programme::Person::hue)
                });
                view! { <span><Avatar name=name.clone() hue=hue/>{name}</span> }.into_any()
            }
        };
        let when = match measure.deadline {
            None => missing(words.pl_no_deadline()),
            Some(date) => {
                let date = dates::day_month_year(words, date);
                view! { <Fact glyph=Glyph::Calendar>{date}</Fact> }.into_any()
            }
        };
        let phase = measure.plp_phase.map(|phase| {
            view! { <Fact glyph=Glyph::Tasklist>{names::phase(words, phase)}</Fact> }
        });
        let status = (measure.status != MeasureStatus::Planned).then(|| {
            let name = names::status(words, measure.status);
            view! { <Fact glyph=names::status_glyph(measure.status)>{name}</Fact> }
        });
        let money = funding_line(words, &measure);
        let gap = gap(words, &measure).map(|gap| view! { <span class="wn">{gap}</span> });
        view! { <div class="pl-meta">{who}{when}{phase}{status}<span class="sub">{money}</span>{gap}</div> }
    }
}

/// Who answers for it, or else who runs it.
pub fn responsible(measure: &Measure) -> Option<String> {
    let mut names = [&measure.responsible.pa, &measure.responsible.pl]
        .into_iter()
        .flatten();
    names.find(|name| !name.trim().is_empty()).cloned()
}

/// "Fylkeskommunen 250, bedriftene 100", in thousands.
fn funding_line(words: Words, measure: &Measure) -> String {
    let paying = measure.funding.iter().filter(|(_, amount)| amount.0 > 0);
    let parts = paying.map(|(source, amount)| {
        let name = names::source_short(words, *source);
        format!("{name} {}", amount.in_thousands(words.0))
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// "Mangler 50 000 kr i finansiering", when budget and funding differ.
fn gap(words: Words, measure: &Measure) -> Option<String> {
    let cost = Cost::of(measure.budget, &measure.funding);
    let difference = cost.budget - cost.funding;
    match difference.0 {
        0 => None,
        more if more > 0 => Some(words.pl_gap(&difference.in_kroner(words.0))),
        less => Some(words.pl_gap_over(&Kroner(-less).in_kroner(words.0))),
    }
}

#[component]
fn Body(row: Row, measure: Memo<Measure>) -> impl IntoView {
    let words = use_desk().words;
    let text = |field, is_long| view! { <WordsField row=row.clone() field=field is_long=is_long/> };
    view! {
        <div class="pl-fields">
            {text(TextField::Title, false)}
            {text(TextField::Background, true)}
            {text(TextField::Strategy, true)}
            {text(TextField::ResultGoal, true)}
            {text(TextField::EffectGoal, true)}
        </div>
        <h4 class="pl-sub">{words.pl_who_and_when()}</h4>
        <WhoAndWhen row=row.clone() measure=measure/>
        <Milestones row=row.clone() measure=measure/>
        <h4 class="pl-sub">{words.pl_money()}</h4>
        <Money row=row.clone() measure=measure/>
        <h4 class="pl-sub">{words.pl_progress()}</h4>
        <Progress row=row.clone() measure=measure/>
        <Interests row=row measure=measure/>
    }
}

#[component]
fn WhoAndWhen(row: Row, measure: Memo<Measure>) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let is_over = move || {
        let status = measure.with(|measure| measure.status);
        matches!(status, MeasureStatus::Done | MeasureStatus::Stopped)
    };
    let pa = move || measure.with(|measure| measure.responsible.pa.clone());
    let pl = move || measure.with(|measure| measure.responsible.pl.clone());
    let start = move || measure.with(|measure| measure.start);
    let deadline = move || measure.with(|measure| measure.deadline);
    let decision = move || measure.with(|measure| measure.decision_point.date);
    // Nothing waits for a start.
    let begun = || true;
    view! {
        <div class="pl-fields">
            <TypedField typed=Typed::name(&row, words.pl_f_pa(), pa, Field::Pa)/>
            <TypedField typed=Typed::name(&row, words.pl_f_pl(), pl, Field::Pl)/>
            <TypedField typed=Typed::date(desk, &row, words.pl_f_start(), start, begun, Field::Start)/>
            <TypedField typed=Typed::date(desk, &row, words.pl_f_deadline(), deadline, is_over, Field::Deadline)/>
            <TypedField typed=Typed::date(desk, &row, words.pl_f_decision_date(), decision, is_over, Field::DecisionDate)/>
            <WordsField row=row field=TextField::Decision/>
        </div>
    }
}

#[component]
fn Milestones(row: Row, measure: Memo<Measure>) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let ids = Memo::new(move |_| {
        let milestones = measure.with(|measure| measure.milestones.clone());
        milestones.into_iter().map(|it| it.id).collect::<Vec<_>>()
    });
    let add = move |_| {
        let Row::Measure(measure) = row.clone() else {
            return;
        };
        desk.add(&Milestone {
            id: mint::row_id(),
            measure,
            date: None,
            title: String::new(),
        });
    };
    view! {
        <h4 class="pl-sub">{words.pl_milestones()}</h4>
        <ul class="pl-miles">
            <For each=move || ids.get() key=Clone::clone let(id)>
                <MilestoneLine id=id measure=measure/>
            </For>
        </ul>
        <Show when=move || desk.writes.get() && desk.model.may_write().get()>
            <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" on:click=add.clone()>
                <Icon glyph=Glyph::Plus/>
                {words.pl_add_milestone()}
            </button>
        </Show>
    }
}

#[component]
fn MilestoneLine(id: MilestoneId, measure: Memo<Measure>) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let row = Row::Milestone(id.clone());
    let id = StoredValue::new(id);
    let date = move || {
        measure.with(|measure| {
            let mut milestones = measure.milestones.iter();
            milestones
                .find(|milestone| id.with_value(|id| milestone.id == *id))?
                .date
        })
    };
    // A milestone that was reached is no news.
    let is_over = || true;
    let title = desk.title_of(&row);
    let label = Signal::derive(move || words.pl_more_for(&title.get()));
    let of = row.clone();
    let items = Callback::new(move |()| vec![desk.remove_item(&of)]);
    view! {
        <li class="pl-mile">
            <TypedField typed=Typed::date(desk, &row, words.pl_f_date(), date, is_over, Field::Date)/>
            <WordsField row=row field=TextField::Title label=words.pl_milestone()/>
            <Show when=move || desk.writes.get() && desk.model.may_write().get()>
                <RowMenu label=label items=items/>
            </Show>
        </li>
    }
}

/// What it costs and who pays; how far they are from each other is said under the budget.
#[component]
fn Money(row: Row, measure: Memo<Measure>) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let budget = move || measure.with(|measure| measure.budget);
    let apart = move || measure.with(|measure| gap(words, measure));
    let budget = Typed::amount(desk, &row, words.pl_f_budget(), budget, Field::Budget);
    let shares = FundingSource::ALL.map(|source| {
        let share = move || measure.with(|measure| measure.funding.get(&source).copied());
        let label = names::source(words, source);
        let field = move |amount| Field::Funding(source, amount);
        view! { <TypedField typed=Typed::amount(desk, &row, label, share, field)/> }
    });
    view! {
        <div class="pl-fields">
            <TypedField typed=budget.with_hint(apart)/>
            {shares.into_iter().collect_view()}
        </div>
    }
}

#[component]
fn Progress(row: Row, measure: Memo<Measure>) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let phase = Choice {
        row: row.clone(),
        label: words.pl_f_phase(),
        options: names::PHASES
            .map(|it| names::phase(words, it).to_owned())
            .to_vec(),
        chosen: Signal::derive(move || {
            let phase = measure.with(|measure| measure.plp_phase)?;
            names::PHASES.iter().position(|it| *it == phase)
        }),
        write: Arc::new(|place| Field::PlpPhase(place.map(|place| names::PHASES[place]))),
        none: Some(words.pl_not_chosen()),
    };
    let grant = Choice {
        row: row.clone(),
        label: words.pl_f_grant(),
        options: names::GRANTS
            .map(|it| names::grant(words, it).to_owned())
            .to_vec(),
        chosen: Signal::derive(move || {
            let grant = measure.with(|measure| measure.grant_status);
            names::GRANTS.iter().position(|it| *it == grant)
        }),
        write: Arc::new(|place| Field::GrantStatus(names::GRANTS[place.unwrap_or_default()])),
        none: None,
    };
    let target = move || measure.with(|measure| measure.target);
    // Whatever it counts, a measure's target may have a decimal.
    let unit = Signal::derive(|| Unit::Fte);
    let target = Typed::number(desk, &row, words.pl_f_target(), unit, target, Field::Target);
    view! {
        <div class="pl-fields">
            <ChoiceField choice=phase/>
            <ChoiceField choice=status_choice(words, &row, measure)/>
            <ChoiceField choice=grant/>
            <WordsField row=row field=TextField::Indicator/>
            <TypedField typed=target/>
        </div>
    }
}

pub fn status_choice(words: Words, row: &Row, measure: Memo<Measure>) -> Choice {
    Choice {
        row: row.clone(),
        label: words.pl_f_status(),
        options: names::STATUSES
            .map(|it| names::status(words, it).to_owned())
            .to_vec(),
        chosen: Signal::derive(move || {
            let status = measure.with(|measure| measure.status);
            names::STATUSES.iter().position(|it| *it == status)
        }),
        write: Arc::new(|place| Field::Status(names::STATUSES[place.unwrap_or_default()])),
        none: None,
    }
}

/// Who is known to have an interest in it: a reminder to the chair, and no decision.
#[component]
fn Interests(row: Row, measure: Memo<Measure>) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let people: Vec<_> = (desk.view().people.iter())
        .filter(|person| person.role.is_board())
        .cloned()
        .collect();
    let lines = people.into_iter().map(|person| {
        let (row, id) = (row.clone(), person.id.clone());
        let has = Memo::new(move |_| measure.with(|measure| measure.interests.contains(&id)));
        let toggle = move |_| {
            let field = Field::Interest(person.id.clone(), !has.get_untracked());
            desk.model.set(&row, &field);
        };
        let name = person.name.clone();
        view! {
            <li>
                <label class="pick">
                    <input
                        class="ds-input"
                        type="checkbox"
                        disabled=move || !(desk.writes.get() && desk.model.may_write().get())
                        prop:checked=move || has.get()
                        on:change=toggle
                    />
                    {name}
                </label>
            </li>
        }
    });
    let n_known = move || measure.with(|measure| measure.interests.len());
    view! {
        <details class="more">
            <summary>{move || words.pl_interests(n_known())}</summary>
            <p class="xs sub">{words.pl_interests_help()}</p>
            <ul class="pl-picks">{lines.collect_view()}</ul>
        </details>
    }
}
