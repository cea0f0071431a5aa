//! A participant's own page of the day, `/m/:code/deltaker`: one thing at a time, where the group is.
//!
//! [`day`] holds what all parts stand on, [`follow`] where the page is; each face of the meeting has a file of its own.
//! What is written together comes from the meeting's document, everything else from the room and the commands.

pub mod after;
mod answers;
pub mod bars;
mod chart;
mod conclusion;
pub mod day;
mod facts;
pub mod follow;
pub mod foot;
mod gather;
mod grade;
pub mod menu;
mod panel;
mod park;
mod pen;
pub mod proposals;
mod refused;
pub mod result;
mod score;
mod talk;
mod tasks;
mod thought;
mod timer;
pub mod top;
pub mod vote;
mod waiting;
pub mod welcome;
mod width;
mod write;

use leptos::prelude::*;
use shared::meeting::MeetingState;
use shared::proceedings::state::{Phase, Position, Tool};

use self::after::After;
use self::answers::Scoring;
use self::bars::DayBars;
use self::conclusion::Conclusion;
use self::day::{Day, use_day};
use self::facts::Facts;
use self::follow::Place;
use self::gather::Gathering;
use self::grade::CommonGrade;
use self::refused::RefusedScores;
use self::result::VoteOutcome;
use self::talk::Talk;
use self::tasks::Tasks;
use self::top::Top;
use self::vote::DotVote;
use self::waiting::WaitingFor;
use self::welcome::{Break, NotBegun, PlainStep, Welcome};
use self::write::Writing;
use crate::announce;
use crate::components::icon::{Glyph, Icon};

#[component]
pub fn DayPage() -> impl IntoView {
    let day = use_day();
    day.follow.begin(move |place| {
        if let Place::At(position) = place {
            announce::polite(day.words.ses_new_phase(&day.name_of(position)));
        }
    });
    let shown = day.follow.shown();
    let ended = Memo::new(move |_| {
        day.room_view().with(|room| {
            room.as_ref()
                .is_some_and(|room| room.meeting.state == MeetingState::Closed)
        })
    });
    let is_seen = Memo::new(move |_| day.view().with(Option::is_some));
    let looks_up = day.read(|view| view.looks_up);
    let put_away = RwSignal::new(false);
    Effect::new(move || {
        if looks_up.get() {
            // Who is writing is not pulled away: a bar says it, and the page stays.
            put_away.set(follow::is_busy());
            announce::polite(day.words.ses_look_up());
        }
    });
    let is_dimmed = Memo::new(move |_| looks_up.get() && !put_away.get());
    let face = move || {
        if !is_seen.get() {
            return view! { <Unseen/> }.into_any();
        }
        match shown.get() {
            place if ended.get() && !matches!(place, Place::At(_)) => {
                view! { <After day=day/> }.into_any()
            }
            Place::Before => view! { <Before day=day/> }.into_any(),
            Place::At(_) if ended.get() && !day.follow.is_elsewhere().get() => {
                view! { <After day=day/> }.into_any()
            }
            Place::At(position) => face(day, position),
        }
    };
    view! {
        <div class="ses" inert=move || is_dimmed.get()>
            <Top day=day/>
            <DayBars day=day looks_up=looks_up of_document=bars::of_document(day)/>
            {face}
        </div>
        <Show when=move || is_dimmed.get()>
            <LookUp day=day put_away=put_away/>
        </Show>
        <RefusedScores day=day/>
    }
}

/// "Vi ser på skjermen nå". Nobody is trapped: one tap brings the page back.
#[component]
pub fn LookUp(day: Day, put_away: RwSignal<bool>) -> impl IntoView {
    let words = day.words;
    view! {
        <div class="ses-up" role="status">
            <Icon glyph=Glyph::Megaphone/>
            <p class="disp">{words.ses_look_up()}</p>
            <button class="ds-button" type="button" data-variant="secondary" data-color="neutral" on:click=move |_| put_away.set(true)>
                {words.ses_look_up_back()}
            </button>
        </div>
    }
}

#[component]
fn Unseen() -> impl IntoView {
    let day = use_day();
    view! {
        <main class="boot" id="main" aria-busy="true">
            <p class="sub" role="status">{day.words.loading()}</p>
            <div class="boot-bone short"></div>
            <div class="boot-bone"></div>
        </main>
    }
}

/// Before the day people may score at home, when somebody has opened it.
#[component]
fn Before(day: Day) -> impl IntoView {
    let is_open = day.read(|view| view.scoring.is_open);
    move || {
        if is_open.get() {
            view! { <Scoring day=day indicator=None/> }.into_any()
        } else {
            view! { <NotBegun day=day/> }.into_any()
        }
    }
}

fn face(day: Day, position: Position) -> AnyView {
    let Some(step) = day.step(&position) else {
        return view! { <NotBegun day=day/> }.into_any();
    };
    let indicator = position.indicator.as_ref().and_then(|id| {
        let form = day.form_untracked();
        form.indicator(id).cloned()
    });
    match (step.tool, position.phase, indicator) {
        (_, Phase::Waiting, Some(indicator)) => {
            view! { <WaitingFor day=day indicator=indicator/> }.into_any()
        }
        (_, Phase::Talk, Some(indicator)) => {
            view! { <Talk day=day indicator=indicator/> }.into_any()
        }
        (_, Phase::Grade, Some(indicator)) => {
            view! { <CommonGrade day=day indicator=indicator/> }.into_any()
        }
        (_, Phase::Write, _) => view! { <Writing day=day/> }.into_any(),
        (_, Phase::Gather, _) => view! { <Gathering day=day/> }.into_any(),
        (_, Phase::Vote, _) => view! { <DotVote day=day/> }.into_any(),
        (_, Phase::Result, _) => view! { <VoteOutcome day=day/> }.into_any(),
        (Tool::Lobby, ..) => view! { <Welcome day=day step=step/> }.into_any(),
        (Tool::FactView, ..) => view! { <Facts day=day step=step/> }.into_any(),
        (Tool::SilentScoring, ..) => view! { <Scoring day=day indicator=None/> }.into_any(),
        (Tool::Pause, ..) => view! { <Break day=day step=step/> }.into_any(),
        (Tool::LinkToPlan, ..) => view! { <Tasks day=day/> }.into_any(),
        (Tool::Conclusion, ..) => view! { <Conclusion day=day/> }.into_any(),
        _ => view! { <PlainStep day=day step=step/> }.into_any(),
    }
}
