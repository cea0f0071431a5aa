//! The line of the four states.

use leptos::prelude::*;
use shared::plan::PlanState;
use shared::plan::docket::state::StateMove;

use super::stations::{Station, stations};
use crate::components::icon::{Glyph, Icon};
use crate::dates;
use crate::pages::plan::room::Docket;
use crate::words::Words;

#[component]
pub fn Line(docket: Docket) -> impl IntoView {
    let words = docket.desk.words;
    let moves = Memo::new(move |_| {
        let moves = docket.read(|view| view.docket.moves.clone());
        moves.unwrap_or_default()
    });
    let head = docket.desk.head;
    let line = move || {
        let stations = moves.with(|moves| head.with(|head| stations(head, moves)));
        stations
            .into_iter()
            .map(|station| one(docket, station))
            .collect_view()
    };
    let reopened = move || {
        let last = moves.with(|moves| moves.last().cloned())?;
        let reason = last.reason.clone()?;
        Some(opened(docket, &last, &reason))
    };
    view! { <ol class="ho-line" aria-label=words.pl_h_state()>{line}</ol>{reopened} }
}

/// The last thing that happened to it was that somebody took it back.
fn opened(docket: Docket, last: &StateMove, reason: &str) -> AnyView {
    let words = docket.desk.words;
    let (by, at) = (
        docket.name_of(&last.by),
        dates::day_and_time(words, last.at),
    );
    let said = if last.to.is_frozen() {
        words.ho_was_taken_back(&by, &at)
    } else {
        words.ho_was_opened(&by, &at)
    };
    view! {
        <p class="note ho-opened">
            {said}" "
            <span lang=docket.desk.lang>{words.ho_reason(reason)}</span>
        </p>
    }
    .into_any()
}

pub fn name(words: Words, state: PlanState) -> &'static str {
    match state {
        PlanState::Draft => words.pl_state_draft(),
        PlanState::BoardProposal => words.pl_h_board(),
        PlanState::Adopted => words.pl_h_council(),
        PlanState::Funded => words.ho_granted(),
    }
}

fn one(docket: Docket, station: Station) -> AnyView {
    let words = docket.desk.words;
    let glyph = match (station.is_current, station.is_reached) {
        (false, false) => Glyph::Circle,
        (true, _) => Glyph::CheckmarkCircleFill,
        (false, true) => Glyph::CheckmarkCircle,
    };
    let date = station
        .date
        .map(|date| dates::day_month_year(words, date))
        .or_else(|| (!station.is_reached).then(|| words.pl_not_yet().to_owned()));
    let case = station
        .case_number
        .map(|number| view! { <p>{words.ho_case(&number)}</p> });
    let conditions = (!station.conditions.is_empty()).then(|| {
        view! { <p><span class="sub">{words.ho_conditions()}": "</span><span class="ho-words" lang=docket.desk.lang>{station.conditions}</span></p> }
    });
    let by = station.by.map(|(by, at)| {
        let said = words.ho_put_down(&docket.name_of(&by), &dates::day_and_time(words, at));
        view! { <p class="sub xs">{said}</p> }
    });
    let here = station
        .is_current
        .then(|| view! { <p class="ho-here">{words.ho_is_here()}</p> });
    view! {
        <li class:reached=station.is_reached aria-current=station.is_current.then_some("step")>
            <Icon glyph=glyph/>
            <div>
                <p><b>{name(words, station.state)}</b></p>
                {here}
                {date.map(|date| view! { <p>{date}</p> })}
                {case}
                {conditions}
                {by}
            </div>
        </li>
    }
    .into_any()
}
