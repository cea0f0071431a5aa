//! The plan of the days with where the group is, and what came of last year's measures.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::proceedings::evaluation::state::BoardPromise;
use shared::proceedings::state::Step;
use shared::view::MeasureGlimpse;

use super::links::ground;
use super::words;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::dates;
use crate::pages::fact_sheet::follow_up_name;
use crate::pages::session::day::Day;
use crate::pages::session::foot::HandFoot;

#[component]
pub fn Agenda(day: Day, step: Step) -> impl IntoView {
    let words = day.words;
    let title = step.title.get(words.0).to_owned();
    view! {
        <main class="ses-main ses-mid" id="main">
            <p class="sm sub">{words.sm_day(&step.day.to_string())}</p>
            <PageTitle tab=title.clone()>{title}</PageTitle>
            <Days day=day/>
            <Promises day=day/>
            <SinceLast day=day/>
        </main>
        <HandFoot day=day/>
    }
}

/// How a step stands to where the group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    Done,
    Now,
    Ahead,
}

/// A line of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    day: u8,
    start: String,
    title: String,
    stands: Stands,
}

#[component]
fn Days(day: Day) -> impl IntoView {
    let words = day.words;
    let lines = day.read(move |view| {
        let at = view.position.as_ref().map(|at| &at.step);
        let steps = view.steps.iter().filter(|step| !step.is_skipped);
        let line = |step: &Step| Line {
            day: step.day,
            start: dates::hh_mm(words, &step.start),
            title: step.title.get(words.0).to_owned(),
            stands: match step.ended_at {
                _ if Some(&step.id) == at => Stands::Now,
                Some(_) => Stands::Done,
                None => Stands::Ahead,
            },
        };
        steps.map(line).collect::<Vec<_>>()
    });
    move || {
        let lines = lines.get();
        let last = lines.iter().map(|line| line.day).max().unwrap_or(1);
        let days = (1..=last).map(|number| {
            let rows = lines.iter().filter(|line| line.day == number).cloned();
            let rows = rows.map(|one| row(day, one)).collect_view();
            view! {
                <section class="sm-day">
                    <h2 class="h-card">{words.sm_day(&number.to_string())}</h2>
                    <ol class="card lines sm-steps">{rows}</ol>
                </section>
            }
        });
        days.collect_view()
    }
}

fn row(day: Day, line: Line) -> impl IntoView + use<> {
    let words = day.words;
    let (class, mark) = match line.stands {
        Stands::Done => ("done", Some(Glyph::Checkmark)),
        Stands::Now => ("now", Some(Glyph::Play)),
        Stands::Ahead => ("", None),
    };
    let is_now = line.stands == Stands::Now;
    let here = is_now.then(|| {
        view! { <span class="ds-tag" data-color="brand1" data-size="sm">{words.ses_group_is_here()}</span> }
    });
    view! {
        <li class=class aria-current=is_now.then_some("step")>
            <span class="tn sub">{line.start}</span>
            <span class="ses-grow">{line.title}</span>
            {here}
            {mark.map(|glyph| view! { <Icon glyph=glyph/> })}
        </li>
    }
}

/// What the board promised at the seminar before this one, and what came of it.
#[component]
fn Promises(day: Day) -> impl IntoView {
    let words = day.words;
    let room = day.room_view();
    let earlier = Memo::new(move |_| room.with(|room| room.as_ref()?.earlier_promises.clone()));
    let follow_ups = day.read(|view| {
        let evaluation = view.evaluation.as_ref();
        evaluation.map_or_else(BTreeMap::new, |it| it.follow_ups.clone())
    });
    let row = move |promise: BoardPromise| {
        let note = follow_ups.with(|notes| notes.get(&promise.id).cloned());
        let end = note.as_ref().map(|note| note.follow_up);
        let happened = note.map(|note| note.what_happened);
        let happened = happened.filter(|text| !text.is_empty());
        let who = promise.responsible.as_ref().and_then(|id| day.person(id));
        let more = happened.or(who.map(|person| person.name));
        line(
            day,
            promise.text,
            more,
            follow_up_name(words, end),
            "neutral",
        )
    };
    move || {
        earlier.get().map(|earlier| {
            view! {
                <section class="sm-day" aria-labelledby="sm-promises">
                    <h2 class="h-card" id="sm-promises">{words.ev_earlier(&earlier.year.to_string())}</h2>
                    <ul class="card lines sm-rows">{earlier.promises.into_iter().map(row).collect_view()}</ul>
                </section>
            }
        })
    }
}

/// What came of last year's measures. Nothing where nothing is known of them.
#[component]
fn SinceLast(day: Day) -> impl IntoView {
    let words = day.words;
    let measures = ground(day, |ground| ground.last_year.clone());
    let row = move |measure: MeasureGlimpse| measure_row(day, measure);
    move || {
        let measures = measures.get();
        (!measures.is_empty()).then(|| {
            view! {
                <section class="sm-day" aria-labelledby="sm-since">
                    <h2 class="h-card" id="sm-since">{words.sm_since_last()}</h2>
                    <ul class="card lines sm-rows">{measures.into_iter().map(row).collect_view()}</ul>
                </section>
            }
        })
    }
}

fn measure_row(day: Day, measure: MeasureGlimpse) -> impl IntoView + use<> {
    let (said, color) = words::came(day.words, measure.status);
    let happened = (!measure.note.is_empty()).then_some(measure.note);
    line(day, measure.title, happened.or(measure.who), said, color)
}

/// What was to be done, what is known of it, and how far it came.
fn line(
    day: Day,
    title: String,
    more: Option<String>,
    said: &'static str,
    color: &'static str,
) -> impl IntoView + use<> {
    view! {
        <li>
            <span class="ses-grow" lang=day.lang()>
                <span class="ses-block">{title}</span>
                {more.map(|more| view! { <small class="sub">{more}</small> })}
            </span>
            <span class="ds-tag" data-color=color data-size="sm">{said}</span>
        </li>
    }
}
