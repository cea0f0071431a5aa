//! A review at a glance: the indicators by part, what has been written, and who writes where.

use leptos::prelude::*;
use shared::document::assessment::TextKey;
use shared::template::{Indicator, Part};

use super::session::day::use_day;
use super::steps::BottomBar;
use crate::components::grade::LastGrade;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::proposals::Proposals;
use crate::components::text_card::writers_in;
use crate::meeting::{MeetingContext, use_meeting, when_and_where};

#[component]
pub fn OverviewPage() -> impl IntoView {
    let meeting = use_meeting();
    let words = meeting.words;
    let about = &meeting.view.meeting;
    let when = when_and_where(
        words,
        about.date,
        about.start.as_deref(),
        about.place.as_deref(),
    );
    let n_indicators = meeting.form.indicators.len().to_string();
    let parts = meeting
        .form
        .parts
        .iter()
        .map(|part| view! { <PartCard meeting=meeting.clone() part=part.clone()/> });
    let parts = parts.collect_view();
    let start = meeting.form.indicators.first().map(|first| {
        let href = meeting.path(first.id.as_str());
        view! {
            <a class="ds-button" href=href>{words.go_on()}<Icon glyph=Glyph::ArrowRight/></a>
        }
    });
    let day = meeting.path("deltaker");
    let day_link = use_day_link();
    let to_day = move || {
        day_link
            .get()
            .map(|text| view! { <a class="ds-button" data-variant="secondary" href=day.clone()>{text}</a> })
    };
    view! {
        <main class="two-cols" id="main">
            <div class="step">
                <p class="sub sm">{when}" "<a class="ds-link to-lobby" rel="external" href=meeting.path("lobby")>{words.lobby()}</a></p>
                <PageTitle tab=meeting.title()>{words.overview_title()}</PageTitle>
                <p class="lead sub">{words.overview_lead(&n_indicators)}</p>
                <div class="row wrap g8 start">{start}{to_day}</div>
                {parts}
                <ConclusionLine meeting=meeting.clone()/>
            </div>
            <aside class="card side"><Proposals indicator=None/></aside>
        </main>
        <BottomBar meeting=meeting idx=None/>
    }
}

/// The way to the day's own page, while there is something to do there.
fn use_day_link() -> Memo<Option<&'static str>> {
    let day = use_day();
    let words = day.words;
    Memo::new(move |_| {
        let view = day.view().get()?;
        if view.position.is_some() {
            return Some(words.ses_to_the_day());
        }
        view.scoring.is_open.then(|| words.ses_score_now())
    })
}

#[component]
fn PartCard(meeting: MeetingContext, part: Part) -> impl IntoView {
    let words = meeting.words;
    let weighs = meeting
        .form
        .emphasis_in(meeting.view.meeting.programme_year)
        .is_some_and(|emphasis| emphasis.part == part.id);
    let tag = weighs.then(|| view! { <span class="ds-tag" data-color="brand2" data-size="sm">{words.emphasis()}</span> });
    let why = weighs
        .then(|| {
            meeting
                .form
                .emphasis_in(meeting.view.meeting.programme_year)
        })
        .flatten();
    let why =
        why.map(|emphasis| view! { <p class="sm sub">{emphasis.text.get(words.0).to_owned()}</p> });
    let heading_id = format!("part-{}", part.id);
    let lines = meeting.form.indicators_of(&part.id).map(|indicator| {
        view! { <IndicatorLine meeting=meeting.clone() indicator=indicator.clone()/> }
    });
    let lines = lines.collect_view();
    view! {
        <section class="card part" aria-labelledby=heading_id.clone()>
            <div class="row wrap g8">
                <h2 class="disp h-sec" id=heading_id.clone()>{part.title.get(words.0).to_owned()}</h2>
                {tag}
            </div>
            <p class="sub sm">{part.lead.get(words.0).to_owned()}</p>
            {why}
            <ol class="lines inds">{lines}</ol>
        </section>
    }
}

#[component]
fn IndicatorLine(meeting: MeetingContext, indicator: Indicator) -> impl IntoView {
    let words = meeting.words;
    let id = indicator.id.clone();
    let rationale = meeting.model.text(&TextKey::Rationale(id.clone()));
    let lang = meeting.lang();
    let line = move || {
        let text = rationale.get();
        match text.trim().lines().next() {
            Some(first) => {
                view! { <span class="sm ind-text" lang=lang>{first.to_owned()}</span> }.into_any()
            }
            None => {
                view! { <span class="sm sub ind-text">{words.no_rationale()}</span> }.into_any()
            }
        }
    };
    let writers = {
        let id = id.clone();
        let is_here = move |path: &str| match path.parse() {
            Ok(TextKey::Rationale(at) | TextKey::Strengths(at) | TextKey::Weaknesses(at)) => {
                at == id
            }
            _ => false,
        };
        Memo::new(move |_| writers_in(&meeting.model.peers().get(), &is_here))
    };
    let result = meeting.last_result(&id);
    view! {
        <li>
            <a class="ind" href=meeting.path(id.as_str())>
                <span class="ind-code tn" aria-hidden="true">{indicator.code.clone()}</span>
                <span class="ind-main">
                    <span class="ind-title">{meeting.title_of(&indicator)}</span>
                    {line}
                    {move || words.writers(&writers.get()).map(|writers| view! { <span class="xs who-writes">{writers}</span> })}
                </span>
                <LastGrade form=(*meeting.form).clone() result=result/>
            </a>
        </li>
    }
}

#[component]
fn ConclusionLine(meeting: MeetingContext) -> impl IntoView {
    let words = meeting.words;
    let text = meeting.model.text(&TextKey::Conclusion);
    let lang = meeting.lang();
    let first = move || {
        let text = text.get();
        let line = text.trim().lines().next().map(str::to_owned);
        line.map_or_else(
            || view! { <span class="sm sub ind-text">{words.conclusion_help()}</span> }.into_any(),
            |line| view! { <span class="sm ind-text" lang=lang>{line}</span> }.into_any(),
        )
    };
    view! {
        <section class="card part">
            <a class="ind" href=meeting.path("hovedkonklusjon")>
                <span class="ind-main"><span class="ind-title">{words.conclusion()}</span>{first}</span>
                <Icon glyph=Glyph::ArrowRight/>
            </a>
        </section>
    }
}
