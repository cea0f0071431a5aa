//! A step that is worked on somewhere else: in a plan, or on a page of its own. One sentence, one's group, one large link.

use leptos::prelude::*;
use shared::plan::FundingSource;
use shared::plan::money::Kroner;
use shared::proceedings::state::{Phase, Step};
use shared::rights::Act;
use shared::view::BudgetGlimpse;

use super::face::{Page, PlanWork};
use super::groups::YourGroup;
use super::links::{BigLink, ground, plan_of, plan_path};
use super::words as said;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::pages::session::day::Day;
use crate::pages::session::foot::HandFoot;
use crate::words::Words;

#[component]
pub fn PlanStep(day: Day, step: Step, work: PlanWork) -> impl IntoView {
    let words = day.words;
    let title = step.title.get(words.0).to_owned();
    let prompt = said::prompt(words, step.tool, Phase::Whole);
    let plan = ground(day, move |ground| plan_of(ground, work));
    let me = day.me().id;
    let area = day.read(move |view| {
        let group = view.seminar.group_of(&me);
        group.and_then(|group| group.focus_area.clone())
    });
    let reads = day.may(Act::SeeProgramme);
    let link = move || match plan.get() {
        Some(plan) if reads.get() => {
            // A group's own focus area, where it has one and works on it.
            let own = area.get().filter(|_| is_by_area(work));
            let place =
                own.map_or_else(|| work.place().to_owned(), |area| format!("omrade={area}"));
            let label = label(words, work).to_owned();
            view! { <BigLink href=plan_path(&plan, &place) glyph=Glyph::FileText label=label/> }
                .into_any()
        }
        Some(_) => view! { <p class="note sm">{day.why_not(Act::EditPlan)}</p> }.into_any(),
        None => view! { <p class="note sm">{words.sm_no_plan()}</p> }.into_any(),
    };
    let sums = (work == PlanWork::Budget).then(|| view! { <Sums day=day/> });
    view! {
        <main class="ses-main ses-mid" id="main">
            <PageTitle tab=title.clone()>{title}</PageTitle>
            <p class="sub ses-help">{prompt}</p>
            {link}
            {sums}
            {step.tool.is_group_work().then(|| view! { <YourGroup day=day/> })}
        </main>
        <HandFoot day=day/>
    }
}

/// Whether each group has a place of its own in the plan.
fn is_by_area(work: PlanWork) -> bool {
    matches!(work, PlanWork::Goals | PlanWork::Edit)
}

fn label(words: Words, work: PlanWork) -> &'static str {
    match work {
        PlanWork::Suggest => words.sm_go_suggest(),
        PlanWork::Goals => words.sm_go_goals(),
        PlanWork::Edit => words.sm_go_edit(),
        PlanWork::Review => words.sm_go_review(),
        PlanWork::Budget => words.sm_go_budget(),
        PlanWork::RiskAndCommunication => words.sm_go_risk(),
    }
}

/// What the plan costs, what pays for it, and how much of each frame is handed out.
#[component]
fn Sums(day: Day) -> impl IntoView {
    let words = day.words;
    let budget = ground(day, |ground| {
        ground.action_plan.as_ref().map(|plan| plan.budget.clone())
    });
    move || {
        budget.get().map(|budget| {
            let rows = budget_lines(words, &budget)
                .into_iter()
                .map(|(name, value)| {
                    view! { <li><span class="ses-grow">{name}</span><b class="tn">{value}</b></li> }
                });
            view! {
                <section class="sm-day">
                    <h2 class="h-card">{balance(words, &budget)}</h2>
                    <ul class="card lines sm-rows">{rows.collect_view()}</ul>
                </section>
            }
        })
    }
}

/// Names and amounts: what it costs, what is paid, and each frame as "2,35 av 2,5 mill. kr".
pub fn budget_lines(words: Words, budget: &BudgetGlimpse) -> Vec<(String, String)> {
    let millions = |amount: i64| Kroner(amount).in_millions(words.0);
    let whole = [
        (words.sm_cost().to_owned(), millions(budget.cost)),
        (words.sm_funding().to_owned(), millions(budget.funding)),
    ];
    let frames = budget.frames.iter().map(|(source, frame)| {
        let of = words.sm_of_frame(&millions(frame.allocated), &millions(frame.frame));
        (source_name(words, *source).to_owned(), of)
    });
    whole.into_iter().chain(frames).collect()
}

/// Whether the plan adds up, in a sentence.
pub fn balance(words: Words, budget: &BudgetGlimpse) -> String {
    let left = budget.cost - budget.funding;
    let amount = |kroner: i64| Kroner(kroner.abs()).in_kroner(words.0);
    if budget.is_balanced() {
        words.sm_balanced().to_owned()
    } else if left > 0 {
        words.sm_not_funded(&amount(left))
    } else if left < 0 {
        words.sm_over_funded(&amount(left))
    } else {
        words.sm_over_frame().to_owned()
    }
}

fn source_name(words: Words, source: FundingSource) -> &'static str {
    match source {
        FundingSource::County => words.sm_src_county(),
        FundingSource::Municipality => words.sm_src_municipality(),
        FundingSource::InnovationNorway => words.sm_src_innovation(),
        FundingSource::Private => words.sm_src_private(),
        FundingSource::Other => words.sm_src_other(),
        FundingSource::CarriedOver => words.sm_src_carried(),
    }
}

/// The board's own work, and the formal part, have pages of their own.
#[component]
pub fn LinkedStep(day: Day, step: Step, page: Page) -> impl IntoView {
    let words = day.words;
    let title = step.title.get(words.0).to_owned();
    let prompt = said::prompt(words, step.tool, Phase::Whole);
    let sees = day.may(Act::SeeEvaluation);
    let link = move || {
        // What the board says of itself is the board's.
        let is_open = page == Page::Formal || sees.get();
        if !is_open {
            return view! { <p class="note sm ses-why"><Icon glyph=Glyph::EyeSlash/>{words.sm_for_the_board()}</p> }
                .into_any();
        }
        let (glyph, label) = match page {
            Page::Evaluation => (Glyph::Table, words.sm_go_evaluation()),
            Page::Promises => (Glyph::Checkmark, words.sm_go_promises()),
            Page::Formal => (Glyph::Tasklist, words.sm_go_formal()),
        };
        let label = label.to_owned();
        view! { <BigLink href=day.path(page.path()) glyph=glyph label=label/> }.into_any()
    };
    let locked = (page == Page::Formal).then(|| {
        view! { <p class="note sm ses-why"><Icon glyph=Glyph::PadlockLocked/>{words.sm_plan_locked()}</p> }
    });
    view! {
        <main class="ses-main ses-mid" id="main">
            <PageTitle tab=title.clone()>{title}</PageTitle>
            <p class="sub ses-help">{prompt}</p>
            {link}
            {locked}
        </main>
        <HandFoot day=day/>
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use shared::template::Language;
    use shared::view::FrameGlimpse;

    use super::*;

    #[test]
    fn whether_the_plan_adds_up_is_one_sentence() {
        let words = Words(Language::Nb);
        let budget = |cost, funding, allocated| BudgetGlimpse {
            cost,
            funding,
            frames: BTreeMap::from([(
                FundingSource::County,
                FrameGlimpse {
                    frame: 2_500_000,
                    allocated,
                },
            )]),
        };
        let all = [
            budget(100_000, 100_000, 100_000),
            budget(100_000, 60_000, 60_000),
            budget(100_000, 120_000, 120_000),
            budget(100_000, 100_000, 2_600_000),
        ];
        let mut said = all.map(|budget| balance(words, &budget)).to_vec();
        assert!(said[1].contains("40"), "{said:?}");
        said.dedup();
        assert_eq!(said.len(), 4);
        let lines = budget_lines(words, &budget(2_350_000, 2_350_000, 2_350_000));
        assert_eq!(lines.len(), 3);
        assert!(
            lines[2].1.contains("2,35") && lines[2].1.contains("2,5"),
            "{lines:?}"
        );
    }
}
