//! The quiet faces: before the day, the welcome, a break, and steps that only have a title.

use leptos::prelude::*;
use shared::proceedings::state::Step;

use super::day::Day;
use super::foot::HandFoot;
use crate::components::avatar::PersonAvatar;
use crate::components::drawing::Drawing;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::dates;
use crate::places;

/// The day has not begun, and nothing can be scored yet.
#[component]
pub fn NotBegun(day: Day) -> impl IntoView {
    let words = day.words;
    let lobby = day.path("lobby");
    let documents = (!day.is_seminar()).then(|| {
        view! { <a class="ds-button" data-variant="secondary" href=day.path("")>{words.ses_documents()}</a> }
    });
    view! {
        <main class="message" id="main">
            <Drawing/>
            <PageTitle tab=day.title()>{words.ses_not_begun()}</PageTitle>
            <p class="sub lead">{words.ses_not_begun_text()}</p>
            <div class="row wrap center">
                <a class="ds-button" rel=places::rel(&lobby) href=lobby.clone()>{words.ses_to_lobby()}</a>
                {documents}
            </div>
        </main>
    }
}

#[component]
pub fn Welcome(day: Day, step: Step) -> impl IntoView {
    let words = day.words;
    let people = Memo::new(move |_| {
        let room = day.room_view().get();
        let people = room.map_or_else(Vec::new, |room| room.people.clone());
        let (here, awaited): (Vec<_>, Vec<_>) = people
            .into_iter()
            .filter(|one| one.is_here || one.is_coming)
            .partition(|one| one.is_here);
        (here, awaited.len())
    });
    let here = move || {
        let (here, n_awaited) = people.get();
        words.lobby_here(
            &here.len().to_string(),
            &(here.len() + n_awaited).to_string(),
        )
    };
    let names = move || {
        let (here, _) = people.get();
        here.into_iter()
            .map(|one| {
                let name = one.person.name.clone();
                view! { <li class="row"><PersonAvatar person=one.person/><span>{name}</span></li> }
            })
            .collect_view()
    };
    view! {
        <main class="ses-main ses-mid" id="main">
            <p class="sm sub">{step.title.get(words.0).to_owned()}</p>
            <PageTitle tab=step.title.get(words.0).to_owned()>{words.lobby_title(day.me().first_name())}</PageTitle>
            <p class="sub ses-help">{words.ses_welcome_help(&day.leader())}</p>
            <h2 class="h-card ses-list-head tn">{here}</h2>
            <ul class="card lines ses-people">{names}</ul>
        </main>
        <HandFoot day=day/>
    }
}

#[component]
pub fn Break(day: Day, step: Step) -> impl IntoView {
    let words = day.words;
    let next = {
        let view = day.view().get_untracked();
        let steps = view.map_or_else(Vec::new, |view| view.steps.clone());
        let mut after = steps
            .into_iter()
            .skip_while(move |one| one.id != step.id)
            .skip(1);
        after.find(|one| !one.is_skipped)
    };
    let next = next.map(|next| {
        let at = dates::at_time(words, &next.start);
        view! { <p class="lead">{words.ses_break_next(&at, next.title.get(words.0))}</p> }
    });
    let title = step.title.get(words.0).to_owned();
    view! {
        <main class="message" id="main">
            <div class="lock"><Icon glyph=Glyph::Coffee/></div>
            <PageTitle tab=title.clone()>{title}</PageTitle>
            {next}
            <p class="sub">{words.ses_break_text()}</p>
        </main>
    }
}

#[component]
pub fn PlainStep(day: Day, step: Step) -> impl IntoView {
    let title = step.title.get(day.words.0).to_owned();
    view! {
        <main class="ses-main ses-mid" id="main">
            <PageTitle tab=title.clone()>{title}</PageTitle>
            <p class="sub ses-help">{day.words.ses_plain_text()}</p>
        </main>
        <HandFoot day=day/>
    }
}
