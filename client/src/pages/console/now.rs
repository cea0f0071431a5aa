//! What is happening now: where the group is, who is done, the tool of the step, and the ways past it.

use leptos::prelude::*;
use shared::proceedings::command::Command;
use shared::proceedings::state::{Grade, Phase, Position, Tool};
use shared::proceedings::steps;

use super::big_button::{BigButton, Middle};
use super::gather::{Gather, GatherView};
use super::keys;
use super::lead::Lead;
use super::parts::{Look, press};
use super::scene::{Count, Scene};
use super::seminar;
use super::sheet::{go, place_title};
use super::tasks::Tasks;
use super::timer::{Clock, ClockButtons};
use super::{end, park, round, vote};
use crate::announce;
use crate::components::icon::{Glyph, Icon};
use crate::pages::seminar::face::{Face as SeminarFace, face as seminar_face};
use crate::pages::seminar::words::board_phase;
use crate::words::Words;

#[component]
pub fn Now(middle: Middle) -> impl IntoView {
    let (lead, words) = (middle.lead, middle.lead.words);
    let at = Memo::new(move |_| lead.read(|scene| scene.at.clone()));
    // What was asked about one place is not asked about the next.
    Effect::new(move || {
        at.with(|_| ());
        middle.asks.set(false);
    });
    Effect::new(move |before: Option<Option<Position>>| {
        let at = at.get();
        if before.is_some_and(|before| before != at) {
            announce::polite(untrack(|| words.con_now_at(&title(lead), &kicker(lead))));
        }
        at
    });
    // What needs room stands below, so that the big button stays in sight.
    let is_long = Memo::new(move |_| {
        let is_long = lead.read(|scene| {
            let phase = scene.at.phase;
            let tool = scene.step.tool;
            matches!(phase, Phase::Gather | Phase::Result)
                || tool == Tool::LinkToPlan
                || tool.is_group_work() && phase == Phase::Whole
        });
        is_long == Some(true)
    });
    keys::listen(move || middle.press(), move || back(lead));
    view! {
        <section class="card con-nowc" aria-labelledby="con-now">
            <div class="con-now-head">
                <p class="sub sm">{move || kicker(lead)}</p>
                <Clock lead=lead/>
            </div>
            <h2 class="disp con-title" id="con-now">{move || title(lead)}</h2>
            <Done lead=lead/>
            {move || (!is_long.get()).then(|| view! { <Body middle=middle/> })}
            <BigButton middle=middle/>
            <Others middle=middle/>
            {move || is_long.get().then(|| view! { <div class="con-long"><Body middle=middle/></div> })}
        </section>
    }
}

/// "Nå · indikator 3 av 8 · samtale".
fn kicker(lead: Lead) -> String {
    let words = lead.words;
    let kicker = lead.read(|scene| {
        let phase = phase_of(words, scene, scene.at);
        match (scene.place(), phase) {
            (Some((nth, n)), phase) => {
                let place = words.con_indicator_of(&nth.to_string(), &n.to_string());
                format!(
                    "{} · {place} · {}",
                    words.con_now_cap(),
                    phase.unwrap_or_default()
                )
            }
            (None, Some(phase)) => format!("{} · {phase}", words.con_now_cap()),
            (None, None) => words.con_now_cap().to_owned(),
        }
    });
    kicker.unwrap_or_default()
}

/// What a place in a step is called, in a step that has more than one.
pub fn phase_of(words: Words, scene: Scene<'_>, at: &Position) -> Option<&'static str> {
    let step = steps::find(&scene.day.steps, &at.step)?;
    board_phase(words, step.tool, at.phase).or_else(|| phase_name(words, at.phase))
}

fn phase_name(words: Words, phase: Phase) -> Option<&'static str> {
    Some(match phase {
        Phase::Whole => return None,
        Phase::Waiting => words.con_ph_waiting(),
        Phase::Talk => words.con_ph_talk(),
        Phase::Grade => words.con_ph_grade(),
        Phase::Write => words.con_ph_write(),
        Phase::Gather => words.con_ph_gather(),
        Phase::Vote => words.con_ph_vote(),
        Phase::Result => words.con_ph_result(),
    })
}

fn title(lead: Lead) -> String {
    let title = lead.read(|scene| match scene.indicator() {
        Some(indicator) => {
            let question = indicator.question.get(lead.words.0);
            let title = indicator.title.get(lead.words.0);
            (if question.is_empty() { title } else { question }).to_owned()
        }
        None => scene.step.title.get(lead.words.0).to_owned(),
    });
    title.unwrap_or_default()
}

/// How many are done, who is not, and the clock's buttons beside it.
#[component]
fn Done(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let count = Memo::new(move |_| lead.read(|scene| scene.count()).flatten());
    let what = move |n_all: usize| {
        let phase = lead.read(|scene| scene.at.phase);
        match phase {
            Some(Phase::Grade) => words.con_have_answered(&n_all.to_string()),
            Some(Phase::Vote) => words.con_have_voted(&n_all.to_string()),
            _ => words.con_are_done(&n_all.to_string()),
        }
    };
    let counted = move || {
        count.get().map(|Count { n_done, n_all, missing }| {
            view! {
                <span class="num con-n">{n_done}</span>
                <span class="con-n-text"><b class="sm">{what(n_all)}</b><span class="sm sub">{still(lead, &missing)}</span></span>
            }
        })
    };
    let segments = move || {
        let count = count
            .get()
            .filter(|count| (1..=40).contains(&count.n_all))?;
        let all = (0..count.n_all).map(|idx| view! { <i class:on=idx < count.n_done></i> });
        Some(view! { <div class="con-segs" aria-hidden="true">{all.collect_view()}</div> })
    };
    view! {
        <div class="con-done">
            {counted}
            <div class="con-clock-acts"><ClockButtons lead=lead/></div>
        </div>
        {segments}
    }
}

/// "Mona svarer fortsatt, Odd er frakoblet."
fn still(lead: Lead, missing: &[shared::id::PersonId]) -> String {
    let words = lead.words;
    if missing.is_empty() {
        return words.con_all_done().to_owned();
    }
    if missing.len() > 4 {
        return words.con_n_missing(missing.len());
    }
    let (here, lost) = lead.view.with(|view| {
        let is_lost = |id: &shared::id::PersonId| {
            let one = view.people.iter().find(|one| one.person.id == *id);
            one.is_some_and(|one| one.is_connected == Some(false))
        };
        let (lost, here): (Vec<_>, Vec<_>) = missing.iter().cloned().partition(is_lost);
        (here, lost)
    });
    let mut parts = Vec::new();
    if !here.is_empty() {
        parts.push(words.con_still(&lead.names(&here)));
    }
    if !lost.is_empty() {
        parts.push(words.con_lost(&lead.names(&lost)));
    }
    parts.join(", ")
}

/// What the tool of the step shows.
#[component]
fn Body(middle: Middle) -> impl IntoView {
    let lead = middle.lead;
    let face = Memo::new(move |_| {
        lead.read(|scene| (scene.step.tool, scene.at.phase, scene.at.indicator.clone()))
    });
    move || match face.get() {
        Some((_, Phase::Waiting, Some(id))) => {
            view! { <round::Before lead=lead id=id/> }.into_any()
        }
        Some((_, Phase::Talk, Some(id))) => view! { <round::Talk lead=lead id=id/> }.into_any(),
        Some((_, Phase::Grade, Some(id))) => {
            view! { <round::GradeTool lead=lead id=id/> }.into_any()
        }
        Some((tool, phase, _)) if is_seminars(tool, phase) => {
            view! { <seminar::Body middle=middle tool=tool phase=phase/> }.into_any()
        }
        Some((_, Phase::Write, _)) => view! { <end::Writing lead=lead/> }.into_any(),
        Some((_, Phase::Gather, _)) => view! { <Gathering lead=lead middle=middle/> }.into_any(),
        Some((_, Phase::Vote, _)) => view! { <vote::Vote middle=middle/> }.into_any(),
        Some((_, Phase::Result, _)) => view! { <vote::Result lead=lead/> }.into_any(),
        Some((Tool::LinkToPlan, ..)) => view! { <TaskTable lead=lead/> }.into_any(),
        Some((Tool::Conclusion, ..)) => view! { <end::Conclusion lead=lead/> }.into_any(),
        Some((Tool::FactView, ..)) => view! { <end::Facts lead=lead/> }.into_any(),
        _ => ().into_any(),
    }
}

/// Whether a face is one that only a seminar has.
fn is_seminars(tool: Tool, phase: Phase) -> bool {
    !matches!(
        seminar_face(tool, phase),
        SeminarFace::Welcome
            | SeminarFace::Vote
            | SeminarFace::Result
            | SeminarFace::Break
            | SeminarFace::Plain
    )
}

#[component]
fn Gathering(lead: Lead, middle: Middle) -> impl IntoView {
    let view = Signal::derive(move || lead.view.with(|view| GatherView::of(view)));
    let ask = Callback::new(move |(command, said): (Command, Option<String>)| {
        lead.ask_all(vec![command], said);
    });
    view! {
        <Gather view=view ask=ask/>
        <vote::Dots middle=middle/>
    }
}

#[component]
fn TaskTable(lead: Lead) -> impl IntoView {
    let ask = Callback::new(move |(command, said): (Command, Option<String>)| {
        lead.ask_all(vec![command], said);
    });
    view! { <Tasks view=lead.view ask=ask may=Signal::derive(|| true)/> }
}

/// "4", or "2–4".
pub fn grade_text(words: Words, grade: Grade) -> String {
    match grade {
        Grade::One(grade) => grade.to_string(),
        Grade::Range { lowest, highest } => {
            words.con_range(&lowest.to_string(), &highest.to_string())
        }
    }
}

fn back(lead: Lead) {
    let way = lead.look(|scene| Some((scene.at.clone(), scene.back()?)));
    if let Some((from, to)) = way.flatten()
        && !lead.is_busy()
    {
        go(lead, from, to);
    }
}

/// Past what is left of the indicator, or of the step, which is then marked as skipped.
fn skip(lead: Lead) {
    let way = lead.look(|scene| {
        let to = scene.beyond()?;
        let step = scene.at.step.clone();
        let leaves = (scene.at.indicator.is_none()).then_some(Command::SkipStep {
            step,
            is_skipped: true,
        });
        let title = place_title(lead.words, scene, scene.at);
        let go = Command::Move {
            from: scene.at.clone(),
            to,
        };
        Some((leaves.into_iter().chain([go]).collect(), title))
    });
    if let Some((commands, title)) = way.flatten() {
        lead.ask_all(commands, Some(lead.words.con_skipped(&title)));
    }
}

#[component]
fn Others(middle: Middle) -> impl IntoView {
    let (lead, words) = (middle.lead, middle.lead.words);
    let has_back = Memo::new(move |_| lead.read(|scene| scene.back().is_some()) == Some(true));
    let has_beyond = Memo::new(move |_| lead.read(|scene| scene.beyond().is_some()) == Some(true));
    let looks_up = Memo::new(move |_| lead.read(|scene| scene.day.looks_up) == Some(true));
    let is_parking = RwSignal::new(false);
    let look_up = move |_| {
        let is_on = !looks_up.get_untracked();
        let said = if is_on {
            words.con_look_up_on()
        } else {
            words.con_look_up_off()
        };
        lead.ask_and_say(Command::LookUp { is_on }, said);
    };
    view! {
        <div class="con-others">
            {move || has_back.get().then(|| press(Look::Bare, Some(Glyph::ArrowLeft), words.con_back(), move || back(lead)))}
            {move || has_beyond.get().then(|| press(Look::Bare, None, words.con_skip(), move || skip(lead)))}
            <button
                class="ds-button"
                type="button"
                data-variant="tertiary"
                data-color="neutral"
                aria-pressed=move || if looks_up.get() { "true" } else { "false" }
                on:click=look_up
            >
                <Icon glyph=Glyph::Megaphone/>
                {move || if looks_up.get() { words.con_look_down() } else { words.con_look_up() }}
            </button>
            <button
                class="ds-button"
                type="button"
                data-variant="tertiary"
                data-color="neutral"
                aria-expanded=move || if is_parking.get() { "true" } else { "false" }
                on:click=move |_| is_parking.update(|is_parking| *is_parking = !*is_parking)
            >
                <Icon glyph=Glyph::LightBulb/>
                {words.con_park()}
            </button>
        </div>
        {move || is_parking.get().then(|| view! { <park::Park lead=lead is_open=is_parking/> })}
    }
}
