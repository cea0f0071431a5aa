//! The plans of the programme, by year, and how next year's is begun.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::meeting::DocumentKind;
use shared::plan::PlanKind;
use shared::rights::{Act, may};
use shared::view::SessionView;
use shared::view::{NewPlanRequest, PlanCard, PlanOrigin};

use super::desk::title;
use super::names;
use crate::api::ask::post_for;
use crate::api::{self, ApiError};
use crate::components::drawing::Drawing;
use crate::components::failed;
use crate::components::icon::{Glyph, Icon};
use crate::components::message::{Failure, SignedOut};
use crate::components::page_title::PageTitle;
use crate::components::programme_bar::{Place, ProgrammeBar};
use crate::pages::home::Loading;
use crate::session::Session;
use crate::words::use_words;

#[component]
pub fn PlansPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let plans = RwSignal::<Option<Result<Vec<PlanCard>, ApiError>>>::new(None);
    let ask = move || {
        spawn_local(async move {
            let answer = api::plans().await;
            plans.try_set(Some(answer));
        });
    };
    Effect::new(move || {
        if session.person().is_some() {
            ask();
        }
    });
    let retry = Callback::new(move |()| {
        plans.set(None);
        session.refresh();
    });
    move || match (session.get(), plans.get()) {
        (Some(Err(ApiError::NotSignedIn)), _) | (_, Some(Err(ApiError::NotSignedIn))) => {
            view! { <SignedOut/> }.into_any()
        }
        (Some(Err(error)), _) | (Some(Ok(_)), Some(Err(error))) => {
            view! { <Failure error=error on_retry=retry/> }.into_any()
        }
        (Some(Ok(session)), Some(Ok(plans))) => {
            view! { <Plans session=session plans=plans/> }.into_any()
        }
        _ => view! { <Loading/> }.into_any(),
    }
}

#[component]
fn Plans(session: Arc<SessionView>, plans: Vec<PlanCard>) -> impl IntoView {
    let words = use_words();
    let may_make = may(session.person.role, Act::EditPlan);
    let year = next_year(&plans, session.programme.calendar_year);
    let has_last = plans
        .iter()
        .any(|plan| plan.kind == PlanKind::ActionPlan && plan.year == year - 1);
    let is_empty = plans.is_empty();
    let heading = if is_empty {
        words.pl_none()
    } else {
        words.pl_plans()
    };
    let lead = match (is_empty, may_make) {
        (false, _) => None,
        (true, true) => Some(words.pl_none_text()),
        (true, false) => Some(words.pl_none_wait()),
    };
    let cards = plans
        .into_iter()
        .map(|card| view! { <Card card=card/> })
        .collect_view();
    view! {
        <ProgrammeBar session=(*session).clone() here=Place::Plans/>
        <main class="one-col" id="main">
            {is_empty.then(|| view! { <Drawing/> })}
            <PageTitle tab=words.pl_plans()>{heading}</PageTitle>
            {lead.map(|lead| view! { <p class="sub lead">{lead}</p> })}
            <ul class="col g16 pl-plans">{cards}</ul>
            {may_make.then(|| view! { <NewPlan year=year has_last=has_last/> })}
        </main>
    }
}

/// The first year from this one on that has no Handlingsplan after the newest.
fn next_year(plans: &[PlanCard], calendar_year: u16) -> i16 {
    let newest = plans
        .iter()
        .filter(|plan| plan.kind == PlanKind::ActionPlan)
        .map(|plan| plan.year)
        .max();
    let this_year = i16::try_from(calendar_year).unwrap_or(i16::MAX);
    newest.map_or(this_year + 1, |newest| (newest + 1).max(this_year))
}

#[component]
fn Card(card: PlanCard) -> impl IntoView {
    let words = use_words();
    let title = title(words, card.kind, card.year, card.last_year);
    let has_rows = card
        .documents
        .iter()
        .any(|it| it.kind == DocumentKind::Plan);
    let open = has_rows.then(|| {
        let path = format!("/planer/{}", card.id);
        view! { <a class="ds-button" data-size="sm" href=path>{words.open_meeting(&title)}</a> }
    });
    let state = names::state(words, card.state);
    view! {
        <li class="card pad meet">
            <div class="nm">
                <h2 class="disp h-sec">{title.clone()}</h2>
                <p class="tag-line">
                    <span class="ds-tag" data-size="sm" data-color=names::state_colour(card.state)>{state}</span>
                </p>
            </div>
            <div class="row wrap g8">{open}</div>
        </li>
    }
}

/// What the next plan begins with: three ways, each saying what it brings.
#[component]
fn NewPlan(year: i16, has_last: bool) -> impl IntoView {
    let words = use_words();
    let navigate = use_navigate();
    let is_busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let make = move |from: PlanOrigin| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        problem.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            let made: Result<PlanCard, _> =
                post_for("/api/plans", &NewPlanRequest { year, from }).await;
            is_busy.try_set(false);
            match made {
                Ok(card) => navigate(&format!("/planer/{}", card.id), NavigateOptions::default()),
                Err(failed) => {
                    problem.try_set(Some(failed::says(words, &failed)));
                }
            }
        });
    };
    let (title, last) = (words.pl_make(&year.to_string()), (year - 1).to_string());
    let ways = [
        has_last.then(|| {
            (
                PlanOrigin::LastYear,
                words.pl_from_last(&last),
                words.pl_from_last_text().to_owned(),
            )
        }),
        Some((
            PlanOrigin::Template,
            words.pl_from_template().to_owned(),
            words.pl_from_template_text().to_owned(),
        )),
        Some((
            PlanOrigin::Empty,
            words.pl_from_empty().to_owned(),
            words.pl_from_empty_text().to_owned(),
        )),
    ];
    let way = move |(origin, name, text): (PlanOrigin, String, String)| {
        let make = make.clone();
        view! {
            <li>
                <button class="alt-row" type="button" aria-disabled=move || is_busy.get().then_some("true") on:click=move |_| make(origin)>
                    <Icon glyph=Glyph::FileText/>
                    <span><b>{name}</b><small>{text}</small></span>
                    <Icon glyph=Glyph::ChevronRight/>
                </button>
            </li>
        }
    };
    view! {
        <section class="card pad pl-new" aria-label=title.clone()>
            <h2 class="disp h-sec">{title.clone()}</h2>
            <ul class="lines">{ways.into_iter().flatten().map(way).collect_view()}</ul>
            {move || problem.get().map(|problem| view! { <p class="ds-validation-message" data-color="danger" role="alert">{problem}</p> })}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::PlanId;
    use shared::plan::PlanState;

    #[test]
    fn the_next_plan_is_for_the_year_after_the_newest() {
        let card = |kind, year| PlanCard {
            id: PlanId::parse("p").unwrap(),
            kind,
            year,
            last_year: year,
            state: PlanState::Draft,
            documents: Vec::new(),
        };
        let plans = [
            card(PlanKind::ActionPlan, 2027),
            card(PlanKind::RestructuringPlan, 2029),
        ];
        assert_eq!(next_year(&plans, 2026), 2028);
        assert_eq!(next_year(&plans[1..], 2026), 2027);
        assert_eq!(next_year(&[card(PlanKind::ActionPlan, 2024)], 2026), 2026);
    }
}
