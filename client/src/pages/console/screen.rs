//! What the wall shows now, small, and what comes next; never an answer of what is not shown yet.

use leptos::prelude::*;
use shared::proceedings::state::{Phase, Position, Tool};
use shared::proceedings::steps;

use super::lead::Lead;
use super::now::grade_text;
use super::scene::{Does, Scene};
use super::sheet::place_title;
use crate::components::icon::{Glyph, Icon};
use crate::meeting::meeting_title;
use crate::pages::wall::show::WallShow;
use crate::room::shared_proposals;
use crate::words::Words;

/// A picture of the wall in four lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Picture {
    kicker: String,
    title: String,
    big: String,
    text: String,
}

#[component]
pub fn Screens(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let now = Memo::new(move |_| lead.read(|scene| now(words, scene)).unwrap_or_default());
    // The picture itself is for eyes; this is the same in words.
    let said = move || now.with(|now| format!("{} {} {}", now.title, now.big, now.text));
    let next = Memo::new(move |_| lead.read(|scene| next(words, scene)).flatten());
    let looks_up = Memo::new(move |_| lead.read(|scene| scene.day.looks_up) == Some(true));
    view! {
        <div class="con-two">
            <section class="card con-thumb" aria-labelledby="con-wall-now">
                <h3 class="sm con-thumb-head" id="con-wall-now">
                    <i class="con-live" aria-hidden="true"></i><b>{words.con_on_wall()}</b>
                    <span class="sp"></span>
                    {move || looks_up.get().then(|| view! { <span class="con-up xs"><Icon glyph=Glyph::Megaphone/>{words.con_looking_up()}</span> })}
                </h3>
                <p class="ds-sr-only">{said}</p>
                <div class="con-wall" aria-hidden="true" inert><WallShow view=lead.view/></div>
            </section>
            <section class="card con-thumb" aria-labelledby="con-wall-next">
                <h3 class="sm con-thumb-head" id="con-wall-next"><b>{words.con_next()}</b></h3>
                <div class="con-scr">
                    {move || match next.get() {
                        Some(picture) => drawn(picture),
                        None => view! { <p class="con-scr-mid sub">{words.con_next_none()}</p> }.into_any(),
                    }}
                </div>
            </section>
        </div>
    }
}

fn drawn(picture: Picture) -> AnyView {
    let big =
        (!picture.big.is_empty()).then(|| view! { <p class="num con-scr-big">{picture.big}</p> });
    view! {
        <p class="xs sub">{picture.kicker}</p>
        <p class="disp con-scr-title">{picture.title}</p>
        <div class="con-scr-mid">{big}<p class="sm sub">{picture.text}</p></div>
    }
    .into_any()
}

fn kicker(words: Words, scene: Scene<'_>, at: &Position) -> String {
    let meeting = &scene.room.meeting;
    let meeting = meeting_title(words, meeting.kind, meeting.year);
    let place = at.indicator.as_ref().and_then(|id| {
        let form = scene.form?;
        let nth = form.indicators.iter().position(|one| one.id == *id)? + 1;
        Some(words.con_indicator_of(&nth.to_string(), &form.indicators.len().to_string()))
    });
    match place {
        Some(place) => format!("{meeting} · {place}"),
        None => meeting,
    }
}

fn now(words: Words, scene: Scene<'_>) -> Picture {
    let of = |n_done: usize, n_all: usize| words.con_n_of(&n_done.to_string(), &n_all.to_string());
    let (big, text) = match (scene.step.tool, scene.at.phase) {
        (Tool::SilentScoring, _) | (_, Phase::Waiting) => {
            let count = scene.count().unwrap_or_default();
            (
                of(count.n_done, count.n_all),
                words.con_wall_done().to_owned(),
            )
        }
        (_, Phase::Talk) => {
            let tally = scene
                .round()
                .and_then(|round| round.reveal.as_ref())
                .map(|reveal| &reveal.tally);
            let n_given = tally.map_or(0, |tally| tally.n_given);
            (n_given.to_string(), words.con_wall_answers().to_owned())
        }
        (_, Phase::Grade) => {
            let round = scene.round();
            let settled = round
                .and_then(|round| round.settled.as_ref())
                .map(|settled| settled.grade);
            let proposed = round
                .and_then(|round| round.proposed.as_ref())
                .map(|proposed| proposed.grade);
            match (settled, proposed) {
                (Some(grade), _) => (
                    grade_text(words, grade),
                    words.con_wall_settled().to_owned(),
                ),
                (None, Some(grade)) => (
                    grade_text(words, grade),
                    words.con_wall_proposed().to_owned(),
                ),
                (None, None) => ("?".to_owned(), words.con_wall_no_grade().to_owned()),
            }
        }
        (Tool::SwotBoard, Phase::Write) => {
            let n = scene.day.seminar.swot.n_all;
            (n.to_string(), words.sm_wall_written(usize::from(n)))
        }
        (Tool::SwotBoard, _) => {
            let text = words.sm_n_notes(scene.day.seminar.swot.notes.len());
            (String::new(), text)
        }
        (_, Phase::Write) => (
            scene.day.proposals.n_all.to_string(),
            words.con_wall_written().to_owned(),
        ),
        (_, Phase::Gather) => {
            let proposals = &scene.day.proposals;
            let text = words.con_wall_groups(proposals.groups.len());
            (shared_proposals(scene.room).len().to_string(), text)
        }
        (_, Phase::Vote) => {
            let count = scene.count().unwrap_or_default();
            (
                of(count.n_done, count.n_all),
                words.con_wall_voted().to_owned(),
            )
        }
        (_, Phase::Result) => (String::new(), words.con_wall_result().to_owned()),
        _ => (String::new(), String::new()),
    };
    Picture {
        kicker: kicker(words, scene, scene.at),
        title: place_title(words, scene, scene.at),
        big,
        text,
    }
}

/// Of what comes, only its name and what kind of thing it is.
fn next(words: Words, scene: Scene<'_>) -> Option<Picture> {
    let at = match scene.primary(None, None) {
        Does::Go(to) => to,
        _ => scene.next()?,
    };
    let is_board =
        steps::find(&scene.day.steps, &at.step).is_some_and(|step| step.tool == Tool::SwotBoard);
    let text = match at.phase {
        Phase::Whole => "",
        Phase::Write if is_board => words.sm_next_write(),
        Phase::Gather if is_board => words.sm_next_board(),
        Phase::Waiting => words.con_next_waiting(),
        Phase::Talk if scene.at.phase == Phase::Waiting => words.con_next_reveal(),
        Phase::Talk => words.con_ph_talk(),
        Phase::Grade => words.con_next_grade(),
        Phase::Write => words.con_next_write(),
        Phase::Gather => words.con_next_gather(),
        Phase::Vote => words.con_next_vote(),
        Phase::Result => words.con_next_result(),
    };
    Some(Picture {
        kicker: kicker(words, scene, &at),
        title: place_title(words, scene, &at),
        big: String::new(),
        text: text.to_owned(),
    })
}
