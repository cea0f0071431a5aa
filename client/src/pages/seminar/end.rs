//! The end of a seminar: the dates of the year, one question, and afterwards the way to what came of it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::proceedings::state::{Parked, Step};
use shared::rights::Act;
use shared::view::ProgrammeView;

use super::face::PlanWork;
use super::links::{ground, plan_of, plan_path};
use crate::api;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::wheel::YearWheel;
use crate::pages::session::after::Worth;
use crate::pages::session::day::Day;
use crate::pages::session::foot::HandFoot;
use crate::places;

#[component]
pub fn End(day: Day, step: Step) -> impl IntoView {
    let words = day.words;
    let title = step.title.get(words.0).to_owned();
    let programme = RwSignal::new(None::<ProgrammeView>);
    // A guest has no year to look at.
    if day.may(Act::SeeProgramme).get_untracked() {
        spawn_local(async move {
            if let Ok(answer) = api::programme().await {
                programme.try_set(Some(answer));
            }
        });
    }
    let wheel = move || {
        programme
            .get()
            .map(|programme| view! { <YearWheel programme=programme/> })
    };
    let parked = day.read(|view| view.parked.clone());
    view! {
        <main class="ses-main ses-mid" id="main">
            <PageTitle tab=title.clone()>{title}</PageTitle>
            <p class="sub ses-help">{words.sm_ask_end()}</p>
            <Worth day=day/>
            <div class="ses-gap">{wheel}</div>
            <Left day=day parked=parked/>
        </main>
        <HandFoot day=day/>
    }
}

/// What was parked goes along to the next meeting.
#[component]
fn Left(day: Day, parked: Memo<Vec<Parked>>) -> impl IntoView {
    let words = day.words;
    let list = move || {
        let parked = parked.get();
        (!parked.is_empty()).then(|| {
            let rows = parked.into_iter().map(|one| view! { <li>{one.text}</li> });
            view! {
                <section class="sm-day">
                    <h2 class="h-card">{words.sm_parked()}</h2>
                    <ul class="card lines sm-rows" lang=day.lang()>{rows.collect_view()}</ul>
                </section>
            }
        })
    };
    view! { {list} }
}

/// The meeting is over.
#[component]
pub fn After(day: Day) -> impl IntoView {
    let words = day.words;
    let plans = ground(day, |ground| {
        [PlanWork::Edit, PlanWork::Suggest].map(|work| plan_of(ground, work))
    });
    let card = |glyph: Glyph, href: String, title: &'static str, what: &'static str| {
        let rel = places::rel(&href);
        view! {
            <a class="card facts" href=href rel=rel>
                <Icon glyph=glyph/><span><b>{title}</b><small>{what}</small></span><Icon glyph=Glyph::ChevronRight/>
            </a>
        }
    };
    let reads = day.may(Act::SeeProgramme);
    let plans = move || {
        let [action, whole] = plans.get();
        let action = action.map(|plan| {
            card(
                Glyph::FileText,
                plan_path(&plan, ""),
                words.ses_for_action_plan(),
                words.sm_after_plan(),
            )
        });
        let whole = whole.map(|plan| {
            card(
                Glyph::FileText,
                plan_path(&plan, ""),
                words.ses_for_restructuring(),
                words.sm_after_whole(),
            )
        });
        reads.get().then(|| view! { {action}{whole} })
    };
    let minutes = reads.get_untracked().then(|| {
        card(
            Glyph::Tasklist,
            day.path("protokoll"),
            words.sm_minutes(),
            words.sm_after_minutes(),
        )
    });
    view! {
        <main class="ses-main ses-mid ses-after" id="main">
            <PageTitle tab=words.ses_after()>{words.ses_after_title()}</PageTitle>
            <p class="sub ses-help">{words.ses_after_help()}</p>
            {plans}
            {minutes}
            <Worth day=day/>
        </main>
    }
}
