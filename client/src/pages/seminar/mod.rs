//! A participant's own page of a seminar, `/m/:code/seminar`: where the group is, and the way to what is written there.
//!
//! It stands on the same day as a review's pages ([`super::session`]), without a document: what is written together is
//! the plan, and each step of the plan leads to its place there.

mod agenda;
pub mod board;
mod end;
pub mod face;
pub mod groups;
pub mod links;
mod notes;
mod proposals;
pub mod words;
pub mod work;

use leptos::prelude::*;
use shared::meeting::MeetingState;
use shared::proceedings::state::Position;

use self::agenda::Agenda;
use self::board::BoardPage;
use self::end::{After, End};
use self::face::{Face, face};
use self::notes::Writing;
use self::proposals::Proposals;
use self::work::{LinkedStep, PlanStep};
use super::console::lead::Lead;
use super::room::RoomPage;
use super::session::LookUp;
use super::session::bars::DayBars;
use super::session::day::Day;
use super::session::follow::{self, Place};
use super::session::result::VoteOutcome;
use super::session::top::Top;
use super::session::vote::DotVote;
use super::session::welcome::{Break, NotBegun, PlainStep, Welcome};
use crate::announce;
use crate::components::toast::{ToastPlace, Toasts};
use crate::room::RoomContext;

#[component]
pub fn SeminarPage() -> impl IntoView {
    view! { <RoomPage page=seminar/> }
}

fn seminar(context: RoomContext) -> impl IntoView {
    let day = Day::in_seminar(&context);
    let toasts = Toasts::new();
    provide_context(day);
    provide_context(toasts);
    let lead = Lead::new(&context, toasts);
    day.follow.begin(move |place| {
        if let Place::At(position) = place {
            announce::polite(day.words.ses_new_phase(&day.name_of(position)));
        }
    });
    let shown = day.follow.shown();
    let ended = Memo::new(move |_| {
        let room = day.room_view();
        room.with(|room| {
            room.as_ref()
                .is_some_and(|room| room.meeting.state == MeetingState::Closed)
        })
    });
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
    let body = move || match shown.get() {
        Place::At(position) if !ended.get() || day.follow.is_elsewhere().get() => {
            draw(day, lead, &position)
        }
        _ if ended.get() => view! { <After day=day/> }.into_any(),
        _ => view! { <NotBegun day=day/> }.into_any(),
    };
    view! {
        <div class="ses" inert=move || is_dimmed.get()>
            <Top day=day/>
            <DayBars day=day looks_up=looks_up/>
            {body}
        </div>
        <Show when=move || is_dimmed.get()>
            <LookUp day=day put_away=put_away/>
        </Show>
        <ToastPlace toasts=toasts/>
    }
}

fn draw(day: Day, lead: Lead, position: &Position) -> AnyView {
    let Some(step) = day.step(position) else {
        return view! { <NotBegun day=day/> }.into_any();
    };
    match face(step.tool, position.phase) {
        Face::Welcome => view! { <Welcome day=day step=step/> }.into_any(),
        Face::Agenda => view! { <Agenda day=day step=step/> }.into_any(),
        Face::Proposals => view! { <Proposals day=day step=step/> }.into_any(),
        Face::Notes => view! { <Writing day=day step=step/> }.into_any(),
        Face::Board => view! { <BoardPage day=day lead=lead step=step/> }.into_any(),
        Face::Plan(work) => view! { <PlanStep day=day step=step work=work/> }.into_any(),
        Face::Linked(page) => view! { <LinkedStep day=day step=step page=page/> }.into_any(),
        Face::Vote => view! { <DotVote day=day/> }.into_any(),
        Face::Result => view! { <VoteOutcome day=day/> }.into_any(),
        Face::Break => view! { <Break day=day step=step/> }.into_any(),
        Face::End => view! { <End day=day step=step/> }.into_any(),
        Face::Plain => view! { <PlainStep day=day step=step/> }.into_any(),
    }
}
