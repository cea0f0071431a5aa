//! The foot of the wall: the way in for those who come late, where the group is, and the timer.

use std::sync::Arc;

use leptos::prelude::*;
use shared::lobby::RoomView;
use shared::proceedings::state::{Phase, Step, Tool};
use shared::time::Timestamp;

use super::face::here;
use crate::components::code_input::grouped;
use crate::components::icon::{Glyph, Icon};
use crate::components::qr::{QrCode, host};
use crate::countdown::{left_s, minutes_and_seconds};
use crate::pages::seminar::words::board_phase;
use crate::words::Words;

/// `now` moves; `status` is what the face counts, such as "11 av 14 er enige".
#[component]
pub fn Foot(
    view: Signal<Arc<RoomView>>,
    now: Signal<Timestamp>,
    is_away: Signal<bool>,
    words: Words,
    #[prop(into)] status: ViewFn,
) -> impl IntoView {
    let code = Memo::new(move |_| view.with(|view| view.meeting.code.clone()));
    let is_rehearsal = Memo::new(move |_| view.with(|view| view.meeting.is_rehearsal));
    let way_in = move || {
        code.get().map(|code| {
            let digits = grouped(&code);
            view! {
                <QrCode code=code words=words/>
                <span class="wl-way">
                    {words.wall_join_at()}" "<b>{host()}</b><br/>{words.wall_code()}" "<b class="tn">{digits}</b>
                </span>
            }
        })
    };
    let phase = Memo::new(move |_| {
        view.with(|view| {
            let (step, phase, _) = here(view)?;
            Some(phase_name(words, step, phase))
        })
    });
    view! {
        <footer class="wall-foot wl-foot">
            {way_in}
            <span class="sp"></span>
            {move || is_rehearsal.get().then(|| view! { <b class="wl-rehearsal">{words.ses_rehearsal()}</b> })}
            <Away is_away=is_away words=words/>
            {move || status.run()}
            <span>{move || phase.get()}</span>
            <Clock view=view now=now words=words/>
        </footer>
    }
}

/// The last picture stays when the network is gone; this says so.
#[component]
pub fn Away(is_away: Signal<bool>, words: Words) -> impl IntoView {
    move || {
        is_away.get().then(|| {
            view! {
                <span class="wall-off" role="img" aria-label=words.wall_offline()><Icon glyph=Glyph::CloudSlash/></span>
            }
        })
    }
}

#[component]
fn Clock(view: Signal<Arc<RoomView>>, now: Signal<Timestamp>, words: Words) -> impl IntoView {
    let timer = Memo::new(move |_| {
        view.with(|view| {
            view.proceedings
                .as_ref()
                .and_then(|proceedings| proceedings.timer)
        })
    });
    let left_s = Memo::new(move |_| timer.get().map(|timer| left_s(&timer, now.get())));
    move || {
        left_s.get().map(|left_s| {
            if left_s <= 0 {
                return view! { <span class="wl-over">{words.wall_time_over()}</span> }.into_any();
            }
            let left = minutes_and_seconds(left_s);
            view! { <b class="tn" role="timer" aria-live="off">{left}</b> }.into_any()
        })
    }
}

/// "Samtale"; the step's own title where the tool has nothing of its own.
pub fn phase_name(words: Words, step: &Step, phase: Phase) -> String {
    let name = match (step.tool, phase) {
        (Tool::IndicatorRound, Phase::Waiting) => words.wall_phase_waiting(),
        (Tool::IndicatorRound, Phase::Talk) => words.wall_phase_talk(),
        (Tool::IndicatorRound, Phase::Grade) => words.wall_phase_grade(),
        (Tool::FactView, _) => words.wall_phase_facts(),
        (Tool::SilentScoring, _) => words.wall_phase_scoring(),
        (Tool::Pause, _) => words.wall_phase_pause(),
        (Tool::Proposals, Phase::Gather) => words.wall_phase_gather(),
        (Tool::Proposals, _) => words.wall_phase_write(),
        (Tool::DotVote, Phase::Result) => words.wall_phase_result(),
        (Tool::DotVote, _) => words.wall_phase_vote(),
        (Tool::LinkToPlan, _) => words.wall_phase_owners(),
        (Tool::Conclusion, _) => words.wall_phase_conclusion(),
        (tool, phase) => board_phase(words, tool, phase).unwrap_or(step.title.get(words.0)),
    };
    name.to_owned()
}
