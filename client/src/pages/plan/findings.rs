//! "Før planen kan sendes": what to look at, counted; each in a sentence that leads to its row when asked for.

use leptos::prelude::*;
use shared::plan::checks::{Finding, PlanCheck, Severity, Subject};
use shared::plan::money::Kroner;
use shared::plan::{ActionPlan, Row};

use super::desk::{At, Desk, use_desk};
use super::names;
use crate::components::icon::{Glyph, Icon};
use crate::words::Words;

#[component]
pub fn Findings(#[prop(optional)] on_leave: Option<Callback<()>>) -> impl IntoView {
    let desk = use_desk();
    // The list is of what a year's plan must have before it is sent.
    if desk.is_for_period() {
        return None;
    }
    let words = desk.words;
    let is_open = RwSignal::new(false);
    let counts = Memo::new(move |_| desk.findings.with(|findings| counted(findings)));
    let balances = Memo::new(move |_| {
        desk.sums
            .with(|sums| sums.plan.budget == sums.plan.funding && sums.plan.budget.0 > 0)
    });
    let lines = move || {
        let line = |(check, n): (PlanCheck, usize)| {
            view! {
                <li class="wn">
                    <Icon glyph=glyph(check.severity())/>
                    <span>{summary(words, check, n)}</span>
                </li>
            }
        };
        counts.get().into_iter().map(line).collect_view()
    };
    let sentences = move || {
        let findings = desk.findings.get();
        findings
            .into_iter()
            .map(|finding| sentence(desk, finding, on_leave))
            .collect_view()
    };
    let sentences = StoredValue::new(sentences);
    Some(view! {
        <section class="pl-chk" aria-label=words.pl_before_sending()>
            <h2 class="h-card sm">{words.pl_before_sending()}</h2>
            <ul class="pl-chk-lines">
                {lines}
                {move || balances.get().then(|| view! {
                    <li class="okk"><Icon glyph=Glyph::CheckmarkCircle/><span>{words.pl_balances()}</span></li>
                })}
                {move || counts.with(Vec::is_empty).then(|| view! {
                    <li class="okk"><Icon glyph=Glyph::CheckmarkCircle/><span>{words.pl_nothing_to_see()}</span></li>
                })}
            </ul>
            <Show when=move || counts.with(|counts| !counts.is_empty())>
                <button
                    class="link"
                    type="button"
                    aria-expanded=move || is_open.get().to_string()
                    on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
                >
                    {move || if is_open.get() { words.pl_hide_all() } else { words.pl_show_all() }}
                </button>
            </Show>
            <Show when=move || is_open.get()>
                <ul class="pl-chk-all">{move || sentences.with_value(|sentences| sentences())}</ul>
            </Show>
        </section>
    })
}

pub fn glyph(severity: Severity) -> Glyph {
    match severity {
        Severity::Error | Severity::Warning => Glyph::ExclamationmarkTriangle,
        Severity::Notice => Glyph::Information,
    }
}

/// How many findings of each kind, in the order they come.
pub fn counted(findings: &[Finding]) -> Vec<(PlanCheck, usize)> {
    let mut counts: Vec<(PlanCheck, usize)> = Vec::new();
    for finding in findings {
        match counts.iter_mut().find(|(check, _)| *check == finding.check) {
            Some((_, n)) => *n += 1,
            None => counts.push((finding.check, 1)),
        }
    }
    counts
}

pub fn summary(words: Words, check: PlanCheck, n: usize) -> String {
    match check {
        PlanCheck::FundingIsBudget => words.pl_n_funding(n),
        PlanCheck::PlanBalances => words.pl_no_balance().to_owned(),
        PlanCheck::WithinFrame => words.pl_n_over_frame(n),
        PlanCheck::FrameIsAllocated => words.pl_n_unallocated(n),
        PlanCheck::FocusAreaHasGoal => words.pl_n_no_goal(n),
        PlanCheck::FewFocusAreas => words.pl_many_areas().to_owned(),
        PlanCheck::MeasureHasResponsible => words.pl_n_no_responsible(n),
        PlanCheck::MeasureHasDeadline => words.pl_n_no_deadline(n),
        PlanCheck::MeasureHasResultGoal => words.pl_n_no_result_goal(n),
        PlanCheck::ProposalIsTreated => words.pl_n_untreated(n),
        PlanCheck::RefusalHasReason => words.pl_n_no_reason(n),
        PlanCheck::CountyMoneyHasPhase => words.pl_n_no_phase(n),
    }
}

fn sentence(desk: Desk, finding: Finding, on_leave: Option<Callback<()>>) -> AnyView {
    let said = desk.plan.with_untracked(|plan| says(desk, plan, &finding));
    match finding.subject {
        Subject::Row(row) => {
            let go = move |_| {
                if let Some(on_leave) = on_leave {
                    on_leave.run(());
                }
                desk.go_to(&row);
            };
            view! { <li><button type="button" on:click=go><span>{said}</span><Icon glyph=Glyph::ChevronRight/></button></li> }.into_any()
        }
        Subject::Proposal(_) => {
            let href = desk.href(&At::Trace);
            let press = move |_| {
                if let Some(on_leave) = on_leave {
                    on_leave.run(());
                }
            };
            view! { <li><a href=href on:click=press><span>{said}</span><Icon glyph=Glyph::ChevronRight/></a></li> }.into_any()
        }
        Subject::Plan => view! { <li><p>{said}</p></li> }.into_any(),
    }
}

/// The whole sentence, with names and amounts.
fn says(desk: Desk, plan: &ActionPlan, finding: &Finding) -> String {
    let words = desk.words;
    let title = subject(desk, plan, &finding.subject);
    let amounts = finding.amounts.unwrap_or(shared::plan::checks::Amounts {
        wanted: Kroner::ZERO,
        found: Kroner::ZERO,
    });
    let kroner = |amount: Kroner| amount.in_kroner(words.0);
    let difference = kroner(Kroner((amounts.wanted - amounts.found).0.abs()));
    let (wanted, found) = (kroner(amounts.wanted), kroner(amounts.found));
    match finding.check {
        PlanCheck::FundingIsBudget if amounts.found > amounts.wanted => {
            words.pl_says_over_funded(&title, &found, &wanted, &difference)
        }
        PlanCheck::FundingIsBudget => {
            words.pl_says_under_funded(&title, &wanted, &found, &difference)
        }
        PlanCheck::PlanBalances => words.pl_says_no_balance(&wanted, &found),
        PlanCheck::WithinFrame => words.pl_says_over_frame(&title, &found, &wanted, &difference),
        PlanCheck::FrameIsAllocated => words.pl_says_unallocated(&title, &difference),
        PlanCheck::FocusAreaHasGoal => words.pl_says_no_goal(&title),
        PlanCheck::FewFocusAreas => words.pl_says_many_areas(&plan.focus_areas.len().to_string()),
        PlanCheck::MeasureHasResponsible => words.pl_says_no_responsible(&title),
        PlanCheck::MeasureHasDeadline => words.pl_says_no_deadline(&title),
        PlanCheck::MeasureHasResultGoal => words.pl_says_no_result_goal(&title),
        PlanCheck::ProposalIsTreated => words.pl_says_untreated(&title),
        PlanCheck::RefusalHasReason => words.pl_says_no_reason(&title),
        PlanCheck::CountyMoneyHasPhase => words.pl_says_no_phase(&title),
    }
}

/// What a finding is about, as people would name it: "1.2 Tareanlegg".
fn subject(desk: Desk, plan: &ActionPlan, subject: &Subject) -> String {
    let words = desk.words;
    let or_untitled = |title: &str| {
        let title = if title.trim().is_empty() {
            words.untitled()
        } else {
            title
        };
        title.to_owned()
    };
    match subject {
        Subject::Proposal(id) => {
            let known = desk.proposals.get_untracked();
            let known = known.iter().find(|known| known.state.id == *id);
            known.map_or_else(String::new, |known| known.title.clone())
        }
        Subject::Row(Row::Frame(source)) => names::source(words, *source).to_owned(),
        Subject::Row(Row::Measure(id)) => {
            let measure = plan.measures.iter().find(|it| it.id == *id);
            measure.map_or_else(String::new, |measure| {
                let title = or_untitled(&measure.title);
                let number = measure.number.map(|number| format!("{number} "));
                format!("{}{title}", number.unwrap_or_default())
            })
        }
        Subject::Row(Row::OperatingCost(id)) => {
            let item = plan.operating_costs.iter().find(|it| it.id == *id);
            item.map_or_else(String::new, |item| or_untitled(&item.title))
        }
        Subject::Row(Row::FocusArea(id)) => {
            let area = plan.focus_areas.iter().find(|it| it.id == *id);
            area.map_or_else(String::new, |area| or_untitled(&area.title))
        }
        Subject::Plan | Subject::Row(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_counted_by_kind_in_their_order() {
        let finding = |check| Finding {
            check,
            subject: Subject::Plan,
            amounts: None,
        };
        let findings = [
            PlanCheck::PlanBalances,
            PlanCheck::MeasureHasDeadline,
            PlanCheck::MeasureHasDeadline,
        ]
        .map(finding);
        let expected = [
            (PlanCheck::PlanBalances, 1),
            (PlanCheck::MeasureHasDeadline, 2),
        ];
        assert_eq!(counted(&findings), expected);
    }
}
