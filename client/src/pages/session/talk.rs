//! The talk: the chart small, one's own thought offered back, what others have shared, and the button to speak.

use leptos::prelude::*;
use shared::template::Indicator;

use super::chart::Answers;
use super::day::Day;
use super::foot::HandFoot;
use super::panel::Panel;
use super::thought::{SharedThoughts, ThoughtCard};
use super::width::{Width, use_width};
use crate::components::page_title::PageTitle;

#[component]
pub fn Talk(day: Day, indicator: Indicator) -> impl IntoView {
    let words = day.words;
    let width = use_width();
    let title = indicator.title.get(words.0).to_owned();
    let question = indicator.question.get(words.0).to_owned();
    let id = indicator.id.clone();
    let inline = move || {
        (width.get() == Width::Phone).then(|| {
            view! { <div class="card ses-pad"><ThoughtCard day=day indicator=id.clone()/></div> }
        })
    };
    let beside = indicator.clone();
    let panel = move || {
        (width.get() != Width::Phone)
            .then(|| view! { <Panel day=day indicator=Some(beside.clone())/> })
    };
    view! {
        <main class="ses-main ses-two-cols" id="main">
            <div class="ses-col">
                <div>
                    <p class="sm sub">{day.indicator_line(&indicator)}</p>
                    <PageTitle tab=title>{question}</PageTitle>
                </div>
                <Answers day=day indicator=indicator.clone()/>
                {inline}
                <SharedThoughts day=day indicator=indicator.id.clone()/>
            </div>
            {panel}
        </main>
        <HandFoot day=day/>
    }
}
