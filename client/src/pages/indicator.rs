//! One indicator: what to think about, last year's answer, and the three texts the group writes.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::document::assessment::TextKey;
use shared::id::IndicatorId;
use shared::template::Indicator;

use super::steps::{BottomBar, StepBar, StepIdx, StepLinks};
use crate::components::message::NotFoundHere;
use crate::components::page_title::PageTitle;
use crate::components::proposals::Proposals;
use crate::components::text_card::TextCard;
use crate::meeting::{MeetingContext, use_meeting};

/// What fits in one to three sentences.
const RATIONALE_ROOM: u32 = 400;

#[component]
pub fn IndicatorPage() -> impl IntoView {
    let params = use_params_map();
    let meeting = use_meeting();
    let place = Memo::new({
        let meeting = meeting.clone();
        move |_| {
            let id = params
                .with(|params| params.get("indicator"))
                .and_then(|id| IndicatorId::parse(&id).ok())?;
            meeting
                .form
                .indicators
                .iter()
                .position(|indicator| indicator.id == id)
        }
    });
    move || match place.get() {
        Some(idx) => view! { <Step meeting=meeting.clone() idx=idx/> }.into_any(),
        None => view! { <NotFoundHere/> }.into_any(),
    }
}

#[component]
fn Step(meeting: MeetingContext, idx: StepIdx) -> impl IntoView {
    let words = meeting.words;
    let indicator = meeting.form.indicators[idx].clone();
    let id = indicator.id.clone();
    let part = meeting
        .form
        .part(&indicator.part)
        .map_or_else(String::new, |part| part.title.get(words.0).to_owned());
    let title = meeting.title_of(&indicator);
    let bar = meeting.clone();
    let (number, all) = (
        (idx + 1).to_string(),
        meeting.form.indicators.len().to_string(),
    );
    view! {
        <main class="two-cols" id="main">
            <div class="step">
                <StepBar meeting=meeting.clone() idx=idx/>
                <p class="sub sm">{words.indicator_of(&number, &all, &part)}</p>
                <PageTitle tab=title.clone()>{title}</PageTitle>
                <p class="lead">{indicator.question.get(words.0).to_owned()}</p>
                <Background meeting=meeting.clone() indicator=indicator/>
                <TextCard
                    key=TextKey::Rationale(id.clone())
                    id="rationale"
                    heading=words.rationale()
                    help=words.rationale_help()
                    room=RATIONALE_ROOM
                />
                <div class="pair">
                    <TextCard
                        key=TextKey::Strengths(id.clone())
                        id="strengths"
                        heading=words.strengths()
                        help=words.strengths_help()
                    />
                    <TextCard
                        key=TextKey::Weaknesses(id.clone())
                        id="weaknesses"
                        heading=words.weaknesses()
                        help=words.weaknesses_help()
                    />
                </div>
                <StepLinks meeting=meeting.clone() idx=idx/>
            </div>
            <aside class="card side"><Proposals indicator=Some(id)/></aside>
        </main>
        <BottomBar meeting=bar idx=Some(idx)/>
    }
}

/// Last year, facts, factors and what the numbers mean. The last is folded: most know it by heart.
#[component]
fn Background(meeting: MeetingContext, indicator: Indicator) -> impl IntoView {
    let words = meeting.words;
    let factors = indicator
        .factors
        .iter()
        .map(|factor| view! { <li>{factor.text.get(words.0).to_owned()}</li> });
    let factors = factors.collect_view();
    let facts = meeting
        .view
        .meeting
        .facts
        .get(&indicator.id)
        .filter(|facts| !facts.is_empty())
        .map(|facts| {
            let lang = meeting.lang();
            let lines = facts
                .iter()
                .map(|fact| view! { <li>{fact.clone()}</li> })
                .collect_view();
            view! {
                <div class="bg-part">
                    <h2 class="h-card">{words.facts_title()}</h2>
                    <ul class="ds-list bullets sm" lang=lang>{lines}</ul>
                </div>
            }
        });
    let steps = meeting.form.scale.steps.iter().map(|step| {
        view! {
            <li class="row top">
                <span class=format!("tile small s{}", step.value) aria-hidden="true">{step.value}</span>
                <span>
                    <b><span class="ds-sr-only">{step.value}": "</span>{step.label.get(words.0).to_owned()}</b>
                    <br/>
                    <span class="sm sub">{step.meaning.get(words.0).to_owned()}</span>
                </span>
            </li>
        }
    });
    let steps = steps.collect_view();
    let has_factors = !indicator.factors.is_empty();
    view! {
        <section class="card bg">
            <LastYear meeting=meeting.clone() indicator=indicator.id.clone()/>
            <div class="bg-parts">
                {has_factors.then(|| view! {
                    <div class="bg-part">
                        <h2 class="h-card">{words.factors_title()}</h2>
                        <ul class="ds-list bullets sm">{factors}</ul>
                    </div>
                })}
                {facts}
            </div>
            <details class="more">
                <summary>{words.scale_title()}</summary>
                <ul class="col scale">{steps}</ul>
            </details>
        </section>
    }
}

#[component]
fn LastYear(meeting: MeetingContext, indicator: IndicatorId) -> impl IntoView {
    let words = meeting.words;
    if meeting.view.last_year.is_none() {
        return view! { <p class="sm sub">{words.first_year()}</p> }.into_any();
    }
    let Some(result) = meeting.last_result(&indicator) else {
        return ().into_any();
    };
    let lang = meeting.lang();
    let rationale = result
        .rationale
        .map(|text| view! { <p class="sm sub" lang=lang>{text}</p> });
    match result.grade {
        Some(grade) => {
            let word = meeting
                .form
                .step(grade)
                .map_or_else(String::new, |step| step.label.get(words.0).to_owned());
            view! {
                <div class="row top last-year">
                    <span class="grade" aria-hidden="true">{grade}</span>
                    <div><p><b>{words.grade_last_year(&grade.to_string(), &word)}</b></p>{rationale}</div>
                </div>
            }
            .into_any()
        }
        None => view! {
            <div class="row top last-year">
                <span class="grade none" aria-hidden="true">"–"</span>
                <div><p><b>{words.no_grade_last_year_text()}</b></p>{rationale}</div>
            </div>
        }
        .into_any(),
    }
}
