//! One indicator: its question, what is known, the steps of the scale. Choosing marks at once and goes nowhere.

use leptos::prelude::*;
use shared::proceedings::command::Command;
use shared::proceedings::view::MyScore;
use shared::rights::Act;
use shared::template::{Indicator, ScaleStep};

use super::answers::{Page, day_fill};
use super::day::Day;
use super::foot::Foot;
use super::thought::ThoughtField;
use super::width::{Width, use_width};
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;

/// A longer question than this stands in smaller letters, so that the whole scale is above the bar on a phone.
const LONG_TITLE: usize = 46;

#[component]
pub fn ScoreOne(day: Day, idx: usize, page: RwSignal<Page>) -> impl IntoView {
    let words = day.words;
    let form = day.form_untracked();
    let Some(indicator) = form.indicators.get(idx).cloned() else {
        return ().into_any();
    };
    let last = idx + 1 == form.indicators.len();
    let next = move |_| page.set(if last { Page::List } else { Page::At(idx + 1) });
    let back = idx.checked_sub(1).map(|before| {
        view! {
            <button class="btn-i ses-back" type="button" aria-label=words.previous() on:click=move |_| page.set(Page::At(before))>
                <Icon glyph=Glyph::ArrowLeft/>
            </button>
        }
    });
    let title = indicator.title.get(words.0).to_owned();
    let question = indicator.question.get(words.0).to_owned();
    let is_long = question.chars().count() > LONG_TITLE;
    let width = use_width();
    let is_wide = Memo::new(move |_| width.get() == Width::Laptop);
    let class = move || {
        let frame = if is_wide.get() { "ses-two-cols" } else { "ph" };
        let title = if is_long { "long" } else { "" };
        format!("ses-main ses-score {frame} {title}")
    };
    let known = indicator.clone();
    let beside = move || {
        is_wide.get().then(|| {
            view! {
                <aside class="card ses-pad ses-beside" aria-label=words.facts_title()>
                    <h2 class="h-card">{words.facts_title()}</h2>
                    <Known day=day indicator=known.clone()/>
                </aside>
            }
        })
    };
    let next_text = if last {
        words.ses_to_answers()
    } else {
        words.next()
    };
    view! {
        <main class=class id="main">
            <div class="ses-one">
            <div class="ses-line">
                <p class="sm sub">{day.indicator_line(&indicator)}</p>
                <button class="ses-lnk" type="button" on:click=move |_| page.set(Page::List)>{words.ses_answers()}</button>
            </div>
            <Segments day=day idx=idx/>
            <PageTitle tab=title>{question}</PageTitle>
            <Help day=day indicator=indicator.clone() is_wide=is_wide/>
            <Rows day=day indicator=indicator.clone()/>
            </div>
            {beside}
        </main>
        <Foot day=day with_save=true>
            {back}
            <span class="sp"></span>
            <button class="ds-button" type="button" on:click=next>{next_text}<Icon glyph=Glyph::ArrowRight/></button>
        </Foot>
    }
    .into_any()
}

/// What is scored, and where one is.
#[component]
fn Segments(day: Day, idx: usize) -> impl IntoView {
    let words = day.words;
    let form = day.form_untracked();
    let ids: Vec<_> = form.indicators.iter().map(|it| it.id.clone()).collect();
    let scored = day.read(move |view| {
        let is_scored = |id| {
            view.rounds
                .get(id)
                .is_some_and(|round| round.my_score.is_some())
        };
        ids.iter().map(is_scored).collect::<Vec<bool>>()
    });
    let label = move || {
        let scored = scored.get();
        let n_done = scored.iter().filter(|done| **done).count();
        words.ses_progress(&n_done.to_string(), &scored.len().to_string())
    };
    let bars = move || {
        let bars = scored.get().into_iter().enumerate().map(|(at, is_done)| {
            view! { <i class:on=is_done class:now=at == idx></i> }
        });
        bars.collect_view()
    };
    view! { <div class="seg ses-seg" role="img" aria-label=label>{bars}</div> }
}

/// One sentence, and what is known, which unfolds in place.
#[component]
fn Help(day: Day, indicator: Indicator, is_wide: Memo<bool>) -> impl IntoView {
    let words = day.words;
    let is_open = RwSignal::new(false);
    let name = indicator.title.get(words.0).to_owned();
    let indicator = StoredValue::new(indicator);
    view! {
        <p class="sub ses-help">
            {words.ses_score_help(&name)}" "
            <Show when=move || !is_wide.get()>
                <button
                    class="ses-fakta"
                    type="button"
                    aria-expanded=move || is_open.get().to_string()
                    on:click=move |_| is_open.update(|open| *open = !*open)
                >
                    {words.facts_title()}<Icon glyph=Glyph::ChevronDown/>
                </button>
            </Show>
        </p>
        <Show when=move || is_open.get() && !is_wide.get()>
            <Known day=day indicator=indicator.get_value()/>
        </Show>
    }
}

/// Facts, last year's grade, and what to think about.
#[component]
pub fn Known(day: Day, indicator: Indicator) -> impl IntoView {
    let words = day.words;
    let id = indicator.id.clone();
    let meeting = day.meeting();
    let planned = meeting.view.meeting.facts.get(&id).cloned();
    let facts = day.read(move |view| {
        let sheet = view.fact_sheet.sheet.as_ref();
        sheet.and_then(|sheet| sheet.facts.get(&id).cloned())
    });
    let facts = move || {
        let facts = facts.get().or_else(|| planned.clone()).unwrap_or_default();
        (!facts.is_empty()).then(|| {
            let lines = facts.into_iter().map(|fact| view! { <li>{fact}</li> });
            view! { <ul class="ds-list bullets sm" lang=day.meeting().lang()>{lines.collect_view()}</ul> }
        })
    };
    let id = indicator.id.clone();
    let last = move || {
        day.last_grade(&id).map(|grade| {
            let label = super::answers::label(day, grade);
            view! { <p class="sm">{words.grade_last_year(&grade.to_string(), &label)}</p> }
        })
    };
    let factors = indicator
        .factors
        .iter()
        .map(|factor| view! { <li>{factor.text.get(words.0).to_owned()}</li> })
        .collect_view();
    let has_factors = !indicator.factors.is_empty();
    view! {
        <div class="note ses-known">
            {facts}
            {last}
            {has_factors.then(|| view! {
                <p class="sm"><b>{words.factors_title()}</b></p>
                <ul class="ds-list bullets sm">{factors}</ul>
            })}
        </div>
    }
}

/// What one has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mine {
    None,
    Skipped,
    Given(u8),
}

/// The steps of the scale: the whole row is the target.
#[component]
fn Rows(day: Day, indicator: Indicator) -> impl IntoView {
    let words = day.words;
    let form = day.form_untracked();
    let round = day.round(&indicator.id);
    let may = day.may(Act::Score);
    let is_open = day.read(|view| view.scoring.is_open);
    let is_revealed = Memo::new(move |_| round.with(|round| round.reveal.is_some()));
    let why_not = Memo::new(move |_| {
        if is_revealed.get() {
            Some(words.ses_revealed_locked())
        } else if !may.get() {
            Some(day.why_not(Act::Score))
        } else if !is_open.get() {
            Some(words.ses_not_open())
        } else {
            None
        }
    });
    let mine = Memo::new(move |_| {
        round.with(|round| match &round.my_score {
            None => Mine::None,
            Some(MyScore { value: None, .. }) => Mine::Skipped,
            Some(MyScore {
                value: Some(value), ..
            }) => Mine::Given(*value),
        })
    });
    let id = StoredValue::new(indicator.id.clone());
    let choose = move |value: Option<u8>| {
        if why_not.get_untracked().is_none() {
            day.give(Command::Score {
                indicator: id.get_value(),
                value,
                on_behalf_of: None,
            });
        }
    };
    let rows = form.scale.steps.iter().map(|step| {
        view! { <Row day=day step=step.clone() mine=mine why_not=why_not choose=choose/> }
    });
    let rows = rows.collect_view();
    let name = indicator.title.get(words.0).to_owned();
    let is_skipped = move || mine.get() == Mine::Skipped;
    view! {
        <Show when=move || why_not.get().is_some()>
            <p class="note sm ses-why" id="ses-why"><Icon glyph=Glyph::PadlockLocked/>{move || why_not.get()}</p>
        </Show>
        <fieldset class="ses-rows">
            <legend class="ds-sr-only">{words.ses_score_legend(&name)}</legend>
            {rows}
        </fieldset>
        <ThoughtField day=day indicator=indicator.id.clone()>
            <button
                class="ses-lnk"
                type="button"
                aria-pressed=move || is_skipped().to_string()
                aria-disabled=move || why_not.get().is_some().to_string()
                on:click=move |_| choose(None)
            >
                <Show when=is_skipped><Icon glyph=Glyph::Checkmark/></Show>
                {words.ses_skip()}
            </button>
        </ThoughtField>
    }
}

#[component]
fn Row(
    day: Day,
    step: ScaleStep,
    mine: Memo<Mine>,
    why_not: Memo<Option<&'static str>>,
    choose: impl Fn(Option<u8>) + Copy + 'static,
) -> impl IntoView {
    let words = day.words;
    let value = step.value;
    let is_mine = move || mine.get() == Mine::Given(value);
    view! {
        <label class="ses-opt card">
            <input
                type="radio"
                name="score"
                value=value.to_string()
                prop:checked=is_mine
                disabled=move || why_not.get().is_some()
                on:change=move |_| choose(Some(value))
            />
            <span class=format!("tile {}", day_fill(day, value)) aria-hidden="true">{value}</span>
            <span>
                <b><span class="ds-sr-only">{value}": "</span>{step.label.get(words.0).to_owned()}</b>
                <small>{step.meaning.get(words.0).to_owned()}</small>
            </span>
            <span class="ses-tick"><Show when=is_mine><Icon glyph=Glyph::CheckmarkCircleFill/></Show></span>
        </label>
    }
}
