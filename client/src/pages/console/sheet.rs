//! The run sheet: every step with its planned and its actual time, and the one the group is in unfolded. What can be
//! done with each stands in [`super::step_menu`].

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use shared::id::StepId;
use shared::proceedings::command::Command;
use shared::proceedings::state::{Position, Step};
use shared::proceedings::steps::{is_reached, minutes_behind};
use shared::proceedings::view::{Outcome, RoundView};

use super::lead::Lead;
use super::scene::Scene;
use super::step_menu::{StepMenu, focus, menu_id};
use crate::components::icon::{Glyph, Icon};
use crate::words::Words;
use crate::{clock, dates};

const LATE_TICK_MS: u32 = 15_000;
/// A meeting on another day than planned is not late.
const MOST_LATE: i64 = 6 * 60;

#[component]
pub fn RunSheet(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let ids = Memo::new(move |_| {
        let ids = lead.read(|scene| {
            let steps = scene.day.steps.iter();
            steps.map(|step| step.id.clone()).collect::<Vec<_>>()
        });
        ids.unwrap_or_default()
    });
    let open = RwSignal::new(None::<StepId>);
    view! {
        <nav class="card con-plan" aria-labelledby="con-plan-title">
            <div class="con-plan-head">
                <h2 class="h-card" id="con-plan-title">{words.con_run_sheet()}</h2>
                <span class="xs sub">{words.con_planned()}</span>
                <span class="xs sub">{words.con_actual()}</span>
            </div>
            <ol><For each=move || ids.get() key=Clone::clone let(id)><Row lead=lead id=id open=open/></For></ol>
        </nav>
    }
}

/// How a step stands to where the group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    Done,
    Now,
    Ahead,
    Skipped,
}

impl Stands {
    fn of(scene: Scene<'_>, step: &Step) -> Self {
        match step {
            step if step.id == scene.at.step => Self::Now,
            step if step.is_skipped => Self::Skipped,
            step if step.ended_at.is_some() => Self::Done,
            _ => Self::Ahead,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Done => "con-st done",
            Self::Now => "con-st now",
            Self::Ahead => "con-st",
            Self::Skipped => "con-st skipped",
        }
    }

    fn spoken(self, words: Words) -> Option<&'static str> {
        match self {
            Self::Done => Some(words.con_st_done()),
            Self::Now => Some(words.con_st_now()),
            Self::Skipped => Some(words.con_st_skipped()),
            Self::Ahead => None,
        }
    }
}

#[component]
fn Row(lead: Lead, id: StepId, open: RwSignal<Option<StepId>>) -> impl IntoView {
    let words = lead.words;
    let known = id.clone();
    let step = Memo::new(move |_| {
        lead.read(|scene| {
            let step = scene.day.steps.iter().find(|step| step.id == known)?;
            Some((step.clone(), Stands::of(scene, step)))
        })
        .flatten()
    });
    let known = id.clone();
    // The first step of each day, in a meeting of several.
    let begins = Memo::new(move |_| {
        lead.read(|scene| {
            let steps = &scene.day.steps;
            let place = steps.iter().position(|step| step.id == known)?;
            let day = steps[place].day;
            let is_first = place == 0 || steps[place - 1].day != day;
            let has_more = steps.iter().any(|step| step.day != day);
            (is_first && has_more).then_some(day)
        })
        .flatten()
    });
    let day = move || {
        begins
            .get()
            .map(|day| view! { <li class="sm-day-head sm">{words.sm_day(&day.to_string())}</li> })
    };
    let key = StoredValue::new(id);
    let is_open = Memo::new(move |_| open.with(|open| *open == Some(key.get_value())));
    let stands =
        move || step.with(|step| step.as_ref().map_or(Stands::Ahead, |(_, stands)| *stands));
    let title = move || {
        step.with(|step| {
            let step = step.as_ref().map(|(step, _)| step);
            step.map_or_else(String::new, |step| step.title.get(words.0).to_owned())
        })
    };
    let planned = move || {
        step.with(|step| {
            step.as_ref()
                .map(|(step, _)| dates::hh_mm(words, &step.start))
        })
    };
    let actual = move || {
        let at = step.with(|step| step.as_ref()?.0.started_at);
        at.map(|at| dates::time(words, at))
    };
    let mark = move || match stands() {
        Stands::Done => Some(view! { <Icon glyph=Glyph::Checkmark/> }),
        Stands::Now => Some(view! { <Icon glyph=Glyph::Play/> }),
        Stands::Skipped => Some(view! { <Icon glyph=Glyph::Minus/> }),
        Stands::Ahead => None,
    };
    let toggle = move |_| {
        open.update(|open| {
            let own = key.get_value();
            *open = (open.as_ref() != Some(&own)).then_some(own);
        });
    };
    let close = move |event: KeyboardEvent| {
        if event.key() == "Escape" && is_open.get_untracked() {
            event.stop_propagation();
            open.set(None);
            focus(&menu_id(&key.get_value()));
        }
    };
    let inside = move || (stands() == Stands::Now).then(|| view! { <Inside lead=lead/> });
    let late = move || (stands() == Stands::Now).then(|| view! { <Late lead=lead/> });
    let menu = move || {
        is_open
            .get()
            .then(|| view! { <StepMenu lead=lead id=key.get_value() open=open/> })
    };
    view! {
        {day}
        <li
            class=move || stands().class()
            aria-current=move || (stands() == Stands::Now).then_some("step")
            on:keydown=close
        >
            <span class="con-m" aria-hidden="true">{mark}</span>
            <span class="con-nm">
                {move || stands().spoken(words).map(|said| view! { <span class="ds-sr-only">{said}" "</span> })}
                {title}
            </span>
            <time class="con-pl">{planned}</time>
            <time class="con-ac">{actual}</time>
            <button
                class="btn-i"
                type="button"
                id=menu_id(&key.get_value())
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                aria-label=move || words.con_step_more(&title())
                on:click=toggle
            >
                <Icon glyph=Glyph::MenuElipsisHorizontal/>
            </button>
            {late}
            {menu}
            {inside}
        </li>
    }
}

/// "+6 min" at the step the group is in.
#[component]
fn Late(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let behind = behind(lead);
    move || {
        let minutes = behind.get()?;
        Some(
            view! { <span class="con-late xs"><b class="tn">{words.con_plus_min(&minutes.to_string())}</b></span> },
        )
    }
}

/// How many minutes the group is behind its plan, when it is.
pub fn behind(lead: Lead) -> Memo<Option<i64>> {
    let now = clock::ticking(LATE_TICK_MS);
    Memo::new(move |_| {
        let now = now.get();
        let date = lead.view.with(|view| view.meeting.date);
        let behind = lead.read(|scene| minutes_behind(&scene.day.steps, scene.at, date, now));
        behind
            .flatten()
            .filter(|minutes| (1..=MOST_LATE).contains(minutes))
    })
}

/// The indicators of the step the group is in, and their grades so far.
#[component]
fn Inside(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let rows = Memo::new(move |_| {
        let rows = lead.read(|scene| {
            let indicators = scene.indicators_of(scene.step).into_iter();
            let rows = indicators.map(|indicator| {
                let round = scene.day.rounds.get(&indicator.id);
                let outcome = round.map_or(Outcome::Open, RoundView::outcome);
                let is_now = scene.at.indicator.as_ref() == Some(&indicator.id);
                let title = indicator.title.get(words.0).to_owned();
                (
                    indicator.id.clone(),
                    indicator.code.clone(),
                    title,
                    outcome,
                    is_now,
                )
            });
            rows.collect::<Vec<_>>()
        });
        rows.unwrap_or_default()
    });
    let n_steps = Memo::new(move |_| lead.view.with(|view| view.meeting.scale.len()));
    move || {
        let rows = rows.get();
        if rows.is_empty() {
            return ().into_any();
        }
        let rows = rows.into_iter().map(|(id, code, title, outcome, is_now)| {
            let go = move |_| go_to_indicator(lead, &id);
            let end = match outcome {
                Outcome::Grade(grade, _) => grade_tile(words, grade, n_steps.get()),
                Outcome::Range(low, high) => {
                    view! { <span class="con-range tn">{words.con_range(&low.to_string(), &high.to_string())}</span> }.into_any()
                }
                Outcome::Open if is_now => view! { <span class="con-now">{words.con_now()}</span> }.into_any(),
                Outcome::Open => ().into_any(),
            };
            view! {
                <li>
                    <button type="button" class:cur=is_now aria-current=is_now.then_some("true") on:click=go>
                        <span class="tn">{code}</span><span class="con-ind">{title}</span>{end}
                    </button>
                </li>
            }
        });
        view! { <ol class="con-subs">{rows.collect_view()}</ol> }.into_any()
    }
}

/// A grade in the colour of the scale, with its number.
pub fn grade_tile(words: Words, grade: u8, n_steps: usize) -> AnyView {
    let fill = if n_steps == 5 {
        format!("con-g tn s{grade}")
    } else {
        "con-g tn".to_owned()
    };
    view! { <span class=fill><span class="ds-sr-only">{words.con_grade()}" "</span>{grade}</span> }
        .into_any()
}

fn go_to_indicator(lead: Lead, id: &shared::id::IndicatorId) {
    let command = lead.look(|scene| {
        let faces = shared::proceedings::steps::faces(scene.step, scene.form);
        let to = faces
            .into_iter()
            .find(|face| face.indicator.as_ref() == Some(id))?;
        Some((scene.at.clone(), to))
    });
    if let Some((from, to)) = command.flatten() {
        go(lead, from, to);
    }
}

/// Goes somewhere; says that nothing is lost by it when it is back.
pub fn go(lead: Lead, from: Position, to: Position) {
    let words = lead.words;
    let said = lead.look(|scene| {
        let title = place_title(words, scene, &to);
        if is_reached(&scene.day.steps, scene.form, &from, &to) {
            words.con_went_back(&title)
        } else {
            words.con_went_to(&title)
        }
    });
    let said = said.unwrap_or_default();
    lead.ask_and_say(Command::Move { from, to }, said);
}

/// What a place is called: its indicator, or its step.
pub fn place_title(words: Words, scene: Scene<'_>, at: &Position) -> String {
    let indicator = at
        .indicator
        .as_ref()
        .and_then(|id| scene.form?.indicator(id));
    if let Some(indicator) = indicator {
        return indicator.title.get(words.0).to_owned();
    }
    let step = scene.day.steps.iter().find(|step| step.id == at.step);
    step.map_or_else(String::new, |step| step.title.get(words.0).to_owned())
}
