//! Afterwards: thanks, one question, and the way to what came of it.

use leptos::prelude::*;
use shared::proceedings::command::Command;
use shared::proceedings::state::ReportState;

use super::day::Day;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::places;
use crate::words::Words;

#[component]
pub fn After(day: Day) -> impl IntoView {
    let words = day.words;
    let meeting = day.meeting();
    let state = day.read(|view| view.report.state);
    let report = move || match state.get() {
        ReportState::Draft => words.ses_report_draft(),
        ReportState::InReview => words.ses_report_review(),
        ReportState::Final => words.ses_report_final(),
    };
    let link = |glyph: Glyph, title: &'static str, page: &str| {
        let href = meeting.path(page);
        let rel = places::rel(&href);
        (glyph, title, href, rel)
    };
    let results = link(Glyph::Table, words.ses_results(), "resultat");
    let papers = link(Glyph::FileText, words.ses_report(), "rapport");
    let documents = link(Glyph::Folder, words.ses_documents(), "");
    let card = |(glyph, title, href, rel): (Glyph, &'static str, String, Option<&'static str>),
                what: AnyView| {
        view! {
            <a class="card facts" href=href rel=rel>
                <Icon glyph=glyph/><span><b>{title}</b><small>{what}</small></span><Icon glyph=Glyph::ChevronRight/>
            </a>
        }
    };
    view! {
        <main class="ses-main ses-mid ses-after" id="main">
            <PageTitle tab=words.ses_after()>{words.ses_after_title()}</PageTitle>
            <p class="sub ses-help">{words.ses_after_help()}</p>
            {card(results, words.ses_results_what().into_any())}
            {card(papers, report.into_any())}
            {card(documents, words.ses_documents_what().into_any())}
            <Worth day=day/>
        </main>
    }
}

/// "Var møtet verdt tiden?"
#[component]
pub fn Worth(day: Day) -> impl IntoView {
    let words = day.words;
    let mine = day.read(|view| view.my_worth);
    let counts = day.read(|view| view.worth.clone());
    let choices = (1..=3_u8).map(|value| {
        view! {
            <label class="ses-opt card ses-worth-one">
                <input
                    type="radio"
                    name="worth"
                    value=value.to_string()
                    prop:checked=move || mine.get() == Some(value)
                    on:change=move |_| day.give(Command::JudgeWorth { value })
                />
                <span><b>{worth(words, value)}</b></span>
                <span class="ses-tick"><Show when=move || mine.get() == Some(value)><Icon glyph=Glyph::CheckmarkCircleFill/></Show></span>
            </label>
        }
    });
    let choices = choices.collect_view();
    let thanks = move || {
        mine.get()
            .map(|_| view! { <p class="sm sub">{words.ses_worth_thanks()}</p> })
    };
    let said = move || {
        counts.get().map(|counts| {
            let parts: Vec<String> = (1..=3_u8)
                .zip(counts)
                .map(|(value, n)| format!("{}: {n}", worth(words, value)))
                .collect();
            view! { <p class="sm sub tn">{parts.join(" · ")}</p> }
        })
    };
    view! {
        <section class="ses-worth">
            <fieldset class="ses-rows">
                <legend class="disp h-sec">{words.ses_worth()}</legend>
                {choices}
            </fieldset>
            {thanks}
            {said}
        </section>
    }
}

fn worth(words: Words, value: u8) -> &'static str {
    match value {
        1 => words.ses_worth_no(),
        2 => words.ses_worth_partly(),
        _ => words.ses_worth_yes(),
    }
}
