//! What the review asked for, and where each proposal stands.

use leptos::prelude::*;
use shared::proceedings::state::Step;
use shared::view::ProposalGlimpse;

use super::face::PlanWork;
use super::links::{BigLink, ground, plan_of, plan_path};
use super::words;
use crate::components::drawing::Drawing;
use crate::components::icon::Glyph;
use crate::components::page_title::PageTitle;
use crate::pages::session::day::Day;
use crate::pages::session::foot::HandFoot;

#[component]
pub fn Proposals(day: Day, step: Step) -> impl IntoView {
    let words = day.words;
    let title = step.title.get(words.0).to_owned();
    let review = ground(day, |ground| ground.review.clone());
    let plan = ground(day, |ground| plan_of(ground, PlanWork::Review));
    let list = move || match review.get().filter(|review| !review.proposals.is_empty()) {
        None => {
            view! { <div class="empty"><Drawing/><p class="sub">{words.sm_no_review()}</p></div> }
                .into_any()
        }
        Some(review) => {
            let rows = review.proposals.into_iter().map(|one| row(day, one));
            let report = format!("/m/{}/rapport", review.meeting);
            view! {
                <ul class="card lines sm-rows">{rows.collect_view()}</ul>
                <BigLink href=report glyph=Glyph::FileText label=words.sm_to_report(&review.year.to_string())/>
            }
            .into_any()
        }
    };
    let to_plan = move || {
        plan.get().map(|plan| {
            view! { <BigLink href=plan_path(&plan, "") glyph=Glyph::Branching label=words.sm_to_plan().to_owned()/> }
        })
    };
    view! {
        <main class="ses-main ses-mid" id="main">
            <PageTitle tab=title.clone()>{title}</PageTitle>
            <p class="sub ses-help">{words.sm_ask_proposals()}</p>
            {list}
            {to_plan}
        </main>
        <HandFoot day=day/>
    }
}

fn row(day: Day, one: ProposalGlimpse) -> impl IntoView + use<> {
    let words = day.words;
    let (said, color) = words::status(words, one.status);
    let dots = one.dots.map(|n| words.ses_dots(usize::from(n)));
    let parts: Vec<String> = [dots, one.reason].into_iter().flatten().collect();
    let more =
        (!parts.is_empty()).then(|| view! { <small class="sub tn">{parts.join(" · ")}</small> });
    view! {
        <li>
            <span class="ses-grow" lang=day.lang()><span class="ses-block">{one.title}</span>{more}</span>
            <span class="ds-tag" data-color=color data-size="sm">{said}</span>
        </li>
    }
}
