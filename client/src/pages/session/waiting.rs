//! Before the reveal, for who is done: how many are, and that the phone can be put down.

use leptos::prelude::*;
use shared::proceedings::command::Command;
use shared::rights::Act;
use shared::template::Indicator;

use super::answers::Scoring;
use super::day::Day;
use super::foot::Foot;
use crate::announce;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;

/// The group waits for the reveal of an indicator.
#[component]
pub fn WaitingFor(day: Day, indicator: Indicator) -> impl IntoView {
    view! { <Scoring day=day indicator=Some(indicator)/> }
}

#[component]
pub fn Thanks(day: Day, indicator: Option<Indicator>) -> impl IntoView {
    let words = day.words;
    let counts = day.read(|view| (view.scoring.n_done, view.scoring.n_scorers));
    let may = day.may(Act::Score);
    let has_begun = day.read(|view| view.position.is_some());
    tell_quarters(day, counts);
    let done = move || {
        let (n_done, n_all) = counts.get();
        words.ses_wait_many(&n_done.to_string(), &n_all.to_string())
    };
    let bars = move || {
        let (n_done, n_all) = counts.get();
        (0..n_all)
            .map(|at| view! { <i class:on={at < n_done}></i> })
            .collect_view()
    };
    let change = move |_| day.give(Command::FinishScoring { is_done: false });
    let about = indicator.map(|indicator| {
        view! { <p class="sm sub">{day.indicator_line(&indicator)}" · "{indicator.title.get(words.0).to_owned()}</p> }
    });
    view! {
        <main class="ph ses-main ses-thanks" id="main">
            <Boat/>
            {about}
            <PageTitle tab=words.ses_thanks()>{words.ses_thanks()}</PageTitle>
            <p class="ses-big">{done}<br/>{move || has_begun.get().then(|| words.ses_wait_down())}</p>
            <div class="seg ses-count" role="img" aria-label=done>{bars}</div>
            <p class="sub sm">{move || if has_begun.get() { words.ses_wait_next() } else { words.ses_wait_home() }}</p>
        </main>
        <Foot day=day>
            <Show when=move || may.get()>
                <button class="ds-button" type="button" data-variant="secondary" data-color="neutral" data-fullwidth="true" on:click=change>
                    <Icon glyph=Glyph::Pencil/>{words.ses_wait_change()}
                </button>
            </Show>
        </Foot>
    }
}

/// Not each one who gets done, but each quarter, and all.
fn tell_quarters(day: Day, counts: Memo<(u16, u16)>) {
    let words = day.words;
    Effect::new(move |before: Option<u16>| {
        let (n_done, n_all) = counts.get();
        let quarter = (n_done * 4).checked_div(n_all).unwrap_or(0);
        if before.is_some_and(|before| before < quarter) {
            announce::polite(words.ses_wait_many(&n_done.to_string(), &n_all.to_string()));
        }
        quarter
    });
}

/// A boat on the fjord: nothing more to do here.
#[component]
fn Boat() -> impl IntoView {
    view! {
        <svg class="ses-boat" viewBox="0 0 358 172" aria-hidden="true">
            <rect width="358" height="172" rx="22" fill="#FCF1DF"></rect>
            <path d="M3 114 54 64l32 27 50-59 64 73 30-27 40 37z" fill="#E2EAE9"></path>
            <path d="M120 52 136 32l18 21-9-5-6 6-9-6z" fill="#fff"></path>
            <path d="M276 114 300 94l32 20z" fill="#E2EAE9"></path>
            <circle cx="271" cy="63" r="24" fill="#E0A23B"></circle>
            <path d="M0 114h358v36a22 22 0 0 1-22 22H22a22 22 0 0 1-22-22z" fill="#CFDBDA"></path>
            <path d="M66 135h78l-11 18H77z" fill="#1B5E5A" stroke="#282C30" stroke-width="2.2" stroke-linejoin="round"></path>
            <path d="M104 88v39h31z" fill="#fff" stroke="#282C30" stroke-width="2.2" stroke-linejoin="round"></path>
            <path d="M102 84v50M200 42q6-8 10-1 5-6 10 0M224 30q4-6 8-1 4-5 8 0" fill="none" stroke="#282C30" stroke-width="2.2" stroke-linecap="round"></path>
            <path d="M12 146q10-8 22-1 10 6 20-1M164 157q10-7 21-1 11 6 22-1" fill="none" stroke="#1B5E5A" stroke-width="2.2" stroke-linecap="round"></path>
            <path d="M238 128h66M249 137h45M261 147h20" stroke="#E0A23B" stroke-width="3" stroke-linecap="round"></path>
        </svg>
    }
}
