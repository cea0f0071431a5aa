use serde_json::{Value, json};

use super::super::sample;
use super::*;
use crate::id::{FocusAreaId, InvalidId};
use crate::plan::OperatingCost;
use crate::plan::measure::Responsible;

/// What is found, as `check subject`.
fn found(plan: &ActionPlan, proposals: &[ProposalState]) -> Vec<String> {
    let name = |finding: &Finding| {
        let check = json!(finding.check);
        let subject = match &finding.subject {
            Subject::Plan => "plan",
            Subject::Proposal(id) => id.as_str(),
            Subject::Row(Row::Measure(id)) => id.as_str(),
            Subject::Row(Row::FocusArea(id)) => id.as_str(),
            Subject::Row(Row::OperatingCost(id)) => id.as_str(),
            Subject::Row(Row::Frame(source)) => source.id(),
            Subject::Row(other) => panic!("nothing is found about {other:?}"),
        };
        format!("{} {subject}", check.as_str().unwrap())
    };
    check(plan, proposals).iter().map(name).collect()
}

/// The sample with everything in order.
fn in_order() -> (ActionPlan, Vec<ProposalState>) {
    let (mut plan, mut proposals) = (sample::plan(), sample::proposals());
    for measure in &mut plan.measures {
        measure.deadline = Some("2027-11-01".parse().unwrap());
        measure.responsible.pl = Some("Julie Vestad".to_owned());
    }
    for proposal in &mut proposals {
        if proposal.status == ProposalStatus::Prioritised {
            proposal.status = ProposalStatus::Incorporated;
        }
    }
    (plan, proposals)
}

fn area(text: &str) -> FocusArea {
    FocusArea {
        id: FocusAreaId::parse(text).unwrap(),
        number: 5,
        title: String::new(),
    }
}

#[test]
fn the_sample_has_the_findings_it_says() {
    let mut found = found(&sample::plan(), &sample::proposals());
    let expected = sample::expected();
    let mut expected: Vec<String> = expected["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| [&finding["check"], &finding["subject"]])
        .map(|parts| parts.map(|part| part.as_str().unwrap()).join(" "))
        .collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn ids_and_severities_are_those_of_the_template() {
    let template: Value =
        serde_json::from_str(include_str!("../../../templates/handlingsplan.json")).unwrap();
    let checks = template["checks"].as_array().unwrap();
    assert_eq!(checks.len(), 12);
    for entry in checks {
        let check: PlanCheck = serde_json::from_value(entry["id"].clone()).unwrap();
        assert_eq!(json!(check.severity()), entry["severity"], "{check:?}");
    }
}

type Change = fn(&mut ActionPlan, &mut Vec<ProposalState>);

/// What is found once something in order is changed.
fn finds(cases: &[(Change, &[&str])]) {
    for (case_idx, (change, expected)) in cases.iter().enumerate() {
        let (mut plan, mut proposals) = in_order();
        change(&mut plan, &mut proposals);
        assert_eq!(found(&plan, &proposals), *expected, "case {case_idx}");
    }
}

#[test]
fn each_check_of_money_finds_what_it_is_for_and_nothing_else() {
    finds(&[
        (|_, _| {}, &[]),
        (
            |plan, _| plan.measures[0].budget = Some(Kroner(900_001)),
            &[
                "finansiering-lik-budsjett tiltak-1-1",
                "sum-finansiering-lik-sum-kostnad plan",
            ],
        ),
        (
            // One has too much, one too little: the whole balances all the same.
            |plan, _| {
                plan.measures[0].budget = Some(Kroner(900_001));
                plan.operating_costs[0].budget = Some(Kroner(979_999));
            },
            &[
                "finansiering-lik-budsjett tiltak-1-1",
                "finansiering-lik-budsjett drift-1",
            ],
        ),
        (
            |plan, _| {
                plan.frames.get_mut(&FundingSource::County).unwrap().frame = Some(Kroner(1));
            },
            &["innenfor-rammen county"],
        ),
        (
            |plan, _| {
                plan.frames.get_mut(&FundingSource::Private).unwrap().frame = Some(Kroner::MAX);
            },
            &["ufordelt-ramme private"],
        ),
        (|plan, _| plan.frames.clear(), &[]),
    ]);
}

#[test]
fn each_check_of_rows_and_proposals_finds_what_it_is_for_and_nothing_else() {
    finds(&[
        (
            |plan, _| plan.head.year = 2031,
            &[
                "maalbart-maal-per-innsatsomraade marin-verdiskaping",
                "maalbart-maal-per-innsatsomraade reiseliv-hele-aaret",
                "maalbart-maal-per-innsatsomraade industri-og-groenn-omstilling",
                "maalbart-maal-per-innsatsomraade attraktiv-kommune-og-kompetanse",
            ],
        ),
        (
            |plan, _| {
                for goal in &mut plan.goals {
                    if goal.focus_area == Some(plan.focus_areas[0].id.clone()) {
                        goal.indicator = " ".to_owned();
                    }
                }
                plan.focus_areas.push(area("hav"));
            },
            &[
                "maalbart-maal-per-innsatsomraade marin-verdiskaping",
                "maalbart-maal-per-innsatsomraade hav",
                "antall-innsatsomraader plan",
            ],
        ),
        (
            |plan, _| plan.measures[0].responsible.pa = Some(" ".to_owned()),
            &["tiltak-har-ansvarlig tiltak-1-1"],
        ),
        (
            |plan, _| {
                plan.measures[0].responsible.pa = None;
                plan.measures[0].plp_phase = Some(PlpPhase::NotAProject);
            },
            &[],
        ),
        (
            |plan, _| plan.measures[0].plp_phase = None,
            &["stort-tiltak-uten-fase tiltak-1-1"],
        ),
        (
            |plan, _| plan.measures[0].deadline = None,
            &["tiltak-har-frist tiltak-1-1"],
        ),
        (
            |plan, _| plan.measures[0].result_goal = "\n".to_owned(),
            &["tiltak-har-resultatmaal tiltak-1-1"],
        ),
        (
            |_, proposals| proposals[0].status = ProposalStatus::Prioritised,
            &["forslag-er-behandlet forslag-01"],
        ),
        (
            |_, proposals| proposals[0].status = ProposalStatus::Proposed,
            &[],
        ),
        (
            |_, proposals| proposals[0].status = ProposalStatus::Deferred,
            &["avvist-har-grunn forslag-01"],
        ),
        (
            |plan, proposals| {
                proposals[0].status = ProposalStatus::Rejected;
                plan.head.year = 2027;
                plan.focus_areas.push(area("hav"));
                plan.operating_costs
                    .push(operating_cost("drift-9").unwrap());
            },
            &[
                "finansiering-lik-budsjett drift-9",
                "sum-finansiering-lik-sum-kostnad plan",
                "maalbart-maal-per-innsatsomraade hav",
                "avvist-har-grunn forslag-01",
                "antall-innsatsomraader plan",
            ],
        ),
    ]);
}

fn operating_cost(id: &str) -> Result<OperatingCost, InvalidId> {
    Ok(OperatingCost {
        id: crate::id::OperatingCostId::parse(id)?,
        title: String::new(),
        budget: Some(Kroner(10)),
        funding: [].into(),
    })
}

#[test]
fn a_finding_of_money_says_both_amounts() {
    let (mut plan, proposals) = in_order();
    plan.measures[0].budget = None;
    let findings = check(&plan, &proposals);
    let amounts = findings.iter().map(|finding| finding.amounts.unwrap());
    let pairs: Vec<_> = amounts.map(|both| (both.wanted.0, both.found.0)).collect();
    assert_eq!(pairs, [(0, 900_000), (8_950_000, 9_850_000)]);
}

#[test]
fn errors_and_unanswered_proposals_keep_a_plan_from_the_council() {
    assert!(PlanCheck::WithinFrame.blocks_handing_over());
    assert!(PlanCheck::ProposalIsTreated.blocks_handing_over());
    assert!(!PlanCheck::MeasureHasDeadline.blocks_handing_over());
    assert!(!PlanCheck::FrameIsAllocated.blocks_handing_over());
}

#[test]
fn an_empty_plan_is_a_calm_one() {
    assert_eq!(check(&ActionPlan::default(), &[]), []);
}

#[test]
fn whatever_the_amounts_a_plan_whose_rows_balance_balances_and_findings_come_in_order() {
    let mut rng = fastrand::Rng::with_seed(17);
    for _ in 0..300 {
        let (mut plan, proposals) = in_order();
        for measure in &mut plan.measures {
            if rng.u8(..8) == 0 {
                measure.budget = rng.bool().then(|| Kroner(rng.i64(0..=Kroner::MAX.0)));
            }
            if rng.bool() {
                let source = FundingSource::ALL[rng.usize(..6)];
                measure.funding.insert(source, Kroner(rng.i64(0..9)));
            }
            if rng.bool() {
                measure.budget = Some(measure.funding.values().copied().sum());
            }
        }
        let findings = check(&plan, &proposals);
        assert!(findings.is_sorted_by_key(Finding::severity));
        let about = |check| findings.iter().filter(move |one| one.check == check);
        let n_uneven = about(PlanCheck::FundingIsBudget).count();
        assert!(n_uneven > 0 || about(PlanCheck::PlanBalances).count() == 0);
        for one in about(PlanCheck::WithinFrame) {
            let Amounts { wanted, found } = one.amounts.unwrap();
            assert!(found > wanted);
        }
        let n_framed = about(PlanCheck::WithinFrame).chain(about(PlanCheck::FrameIsAllocated));
        assert!(n_framed.count() <= plan.frames.len());
    }
}

#[test]
fn a_measure_is_pointed_out_exactly_for_what_it_lacks_wherever_it_stands() {
    let mut rng = fastrand::Rng::with_seed(53);
    for _ in 0..200 {
        let (mut plan, proposals) = in_order();
        let mut lacking: Vec<String> = Vec::new();
        for measure in &mut plan.measures {
            let mut lacks = |check: &str| lacking.push(format!("{check} {}", measure.id));
            if rng.u8(..4) == 0 {
                measure.deadline = None;
                lacks("tiltak-har-frist");
            }
            if rng.u8(..4) == 0 {
                measure.result_goal = " ".to_owned();
                lacks("tiltak-har-resultatmaal");
            }
            if rng.u8(..4) == 0 {
                measure.responsible = Responsible::default();
                lacks("tiltak-har-ansvarlig");
            }
            if rng.u8(..4) == 0 {
                measure.funding.clear();
                lacks("finansiering-lik-budsjett");
            }
        }
        rng.shuffle(&mut plan.measures);
        let mut of_measures = found(&plan, &proposals);
        of_measures.retain(|one| one.contains(" tiltak-"));
        of_measures.sort();
        lacking.sort();
        assert_eq!(of_measures, lacking);
    }
}
