//! The way through a review: each indicator, then the main conclusion.

use leptos::prelude::*;

use crate::components::icon::{Glyph, Icon};
use crate::components::save_state::SaveState;
use crate::meeting::MeetingContext;

/// Where one is: a number from 0, the last one being the conclusion.
pub type StepIdx = usize;

/// A step's address and name; none past either end.
fn step(meeting: &MeetingContext, idx: StepIdx) -> Option<(String, String)> {
    let n_indicators = meeting.form.indicators.len();
    match meeting.form.indicators.get(idx) {
        Some(indicator) => Some((
            meeting.path(indicator.id.as_str()),
            meeting.title_of(indicator),
        )),
        None if idx == n_indicators => Some((
            meeting.path("hovedkonklusjon"),
            meeting.words.conclusion().to_owned(),
        )),
        None => None,
    }
}

/// One small bar per step, and where one is. Each is a link.
#[component]
pub fn StepBar(meeting: MeetingContext, idx: StepIdx) -> impl IntoView {
    let n_steps = meeting.form.indicators.len() + 1;
    let links = (0..n_steps)
        .filter_map(|at| step(&meeting, at).map(|step| (at, step)))
        .map(|(at, (href, title))| {
            let current = (at == idx).then_some("step");
            view! { <li><a href=href aria-label=title aria-current=current></a></li> }
        });
    view! { <nav class="steps" aria-label=meeting.words.steps()><ol>{links.collect_view()}</ol></nav> }
}

/// Back and on, at the end of the page.
#[component]
pub fn StepLinks(meeting: MeetingContext, idx: StepIdx) -> impl IntoView {
    let words = meeting.words;
    let previous = idx.checked_sub(1).and_then(|idx| step(&meeting, idx));
    let previous = previous.map(|(href, title)| {
        view! {
            <a class="ds-button" data-variant="secondary" data-color="neutral" href=href aria-label=words.previous_is(&title)>
                <Icon glyph=Glyph::ArrowLeft/>
                {words.previous()}
            </a>
        }
    });
    let next = match step(&meeting, idx + 1) {
        Some((href, title)) => view! {
            <a class="ds-button" href=href aria-label=words.next_is(&title)>
                <span class="next-long">{words.next_is(&title)}</span>
                <span class="next-short">{words.next()}</span>
                <Icon glyph=Glyph::ArrowRight/>
            </a>
        }
        .into_any(),
        None => {
            view! { <a class="ds-button" href=meeting.path("")>{words.finish()}</a> }.into_any()
        }
    };
    view! { <div class="row wrap step-links">{previous}<span class="sp"></span>{next}</div> }
}

/// The bar at the bottom of a phone: saved or not, the proposals, and on.
#[component]
pub fn BottomBar(meeting: MeetingContext, idx: Option<StepIdx>) -> impl IntoView {
    let words = meeting.words;
    let rows = meeting.model.rows();
    let next = idx.and_then(|idx| step(&meeting, idx + 1)).map(|(href, title)| {
        view! { <a class="ds-button" href=href aria-label=words.next_is(&title)>{words.next()}</a> }
    });
    view! {
        <footer class="pbar phone">
            <SaveState model=meeting.model/>
            <span class="sp"></span>
            <a class="ds-button" data-variant="secondary" href=meeting.path("forslag")>
                {words.proposals()}" "<span class="tn">{move || rows.with(Vec::len)}</span>
            </a>
            {next}
        </footer>
    }
}
