//! The fact sheet and what came of last year's recommendations, in short; all of it is one tap away.

use leptos::prelude::*;
use shared::fact_sheet::FactSheet;
use shared::meeting::FollowUp;
use shared::proceedings::command::Command;
use shared::proceedings::state::Step;

use super::day::Day;
use super::foot::HandFoot;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::places;

#[component]
pub fn Facts(day: Day, step: Step) -> impl IntoView {
    let words = day.words;
    let sheet = day.read(|view| view.fact_sheet.sheet.clone());
    let has_read = day.read(|view| view.fact_sheet.i_have_read);
    let title = step.title.get(words.0).to_owned();
    let href = day.meeting().path("faktaark");
    let rel = places::rel(&href);
    let summary = move || match sheet.get() {
        Some(sheet) => view! { <Short day=day sheet=sheet/> }.into_any(),
        None => view! { <p class="note">{words.ses_facts_none()}</p> }.into_any(),
    };
    let read = move || {
        if has_read.get() {
            view! { <p class="try-ok ses-read"><Icon glyph=Glyph::CheckmarkCircleFill/>{words.ses_facts_read()}</p> }
                .into_any()
        } else {
            view! {
                <button class="ds-button" type="button" data-variant="secondary" on:click=move |_| day.give(Command::MarkFactSheetRead)>
                    <Icon glyph=Glyph::Checkmark/>{words.ses_facts_mark()}
                </button>
            }
            .into_any()
        }
    };
    let is_there = Memo::new(move |_| sheet.with(Option::is_some));
    view! {
        <main class="ses-main ses-mid" id="main">
            <PageTitle tab=title.clone()>{title}</PageTitle>
            {summary}
            <Show when=move || is_there.get()>
                <div class="row wrap g8 ses-gap">
                    <a class="ds-button" href=href.clone() rel=rel><Icon glyph=Glyph::FileText/>{words.ses_facts_all()}</a>
                    {read}
                </div>
            </Show>
            <Recommendations day=day/>
        </main>
        <HandFoot day=day/>
    }
}

#[component]
fn Short(day: Day, sheet: FactSheet) -> impl IntoView {
    let words = day.words;
    let lang = day.meeting().lang();
    let goals = sheet.goals.iter().map(|goal| {
        view! {
            <li class="row"><span class="bar-text">{goal.title.clone()}</span><span class="tn"><b>{goal.achieved.clone()}</b>" "{words.ses_of_target(&goal.target)}</span></li>
        }
    });
    let goals = goals.collect_view();
    let has_goals = !sheet.goals.is_empty();
    let measures = sheet.measures;
    let n_measures = measures.in_progress + measures.done + measures.stopped + measures.not_started;
    let measures = (n_measures > 0).then(|| {
        let text = words.ses_measures(
            &measures.done.to_string(),
            &measures.in_progress.to_string(),
            &n_measures.to_string(),
        );
        view! { <p class="sm tn">{text}</p> }
    });
    let summary = sheet.summary.trim().to_owned();
    view! {
        <section class="card ses-pad ses-gap ses-sheet" lang=lang>
            {(!summary.is_empty()).then(|| view! { <p class="ses-words">{summary}</p> })}
            {has_goals.then(|| view! { <ul class="lines">{goals}</ul> })}
            {measures}
        </section>
    }
}

/// What was recommended last time, and what became of it.
#[component]
fn Recommendations(day: Day) -> impl IntoView {
    let words = day.words;
    let follow_ups = day.read(|view| view.fact_sheet.follow_ups.clone());
    let list = move || {
        let room = day.room_view().get()?;
        let last = room.last_review.as_ref()?;
        if last.recommendations.is_empty() {
            return None;
        }
        let lines = last.recommendations.iter().enumerate().map(|(idx, one)| {
            let note = follow_ups.with(|notes| notes.get(&idx).cloned());
            let follow_up = note.as_ref().map(|note| note.follow_up).or(one.follow_up);
            let happened = note
                .map(|note| note.what_happened)
                .filter(|text| !text.is_empty())
                .or_else(|| one.what_happened.clone());
            let (color, word) = match follow_up {
                Some(FollowUp::Done) => ("success", words.follow_done()),
                Some(FollowUp::Partly) => ("warning", words.follow_partly()),
                Some(FollowUp::NotDone) => ("neutral", words.follow_not_done()),
                None => ("neutral", words.follow_unknown()),
            };
            view! {
                <li>
                    <div class="row wrap g8"><p class="bar-text">{one.text.clone()}</p><span class="ds-tag" data-color=color data-size="sm">{word}</span></div>
                    {happened.map(|text| view! { <p class="sm sub">{text}</p> })}
                </li>
            }
        });
        let title = words.ses_last_promises(&last.year.to_string());
        Some(view! {
            <h2 class="h-card ses-list-head">{title}</h2>
            <ol class="card lines ses-result" lang=day.meeting().lang()>{lines.collect_view()}</ol>
        })
    };
    view! { {list} }
}
