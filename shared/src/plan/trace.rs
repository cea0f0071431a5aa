//! From a proposal to what came of it in this plan, and back (domain 3.4). The rows name their proposals; chapters,
//! revisions and promises are linked elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::{ActionPlan, Row};
use crate::id::ProposalId;

/// The rows that each proposal led to, in the order of the plan. What led to nothing here is not named.
pub fn trace(plan: &ActionPlan) -> BTreeMap<ProposalId, Vec<Row>> {
    let goals = plan
        .goals
        .iter()
        .map(|goal| (Row::Goal(goal.id.clone()), &goal.from_proposals));
    let measures = plan
        .measures
        .iter()
        .map(|measure| (Row::Measure(measure.id.clone()), &measure.from_proposals));
    let communication = plan
        .communication
        .iter()
        .map(|line| (Row::Communication(line.id.clone()), &line.from_proposals));
    let mut places: BTreeMap<ProposalId, Vec<Row>> = BTreeMap::new();
    for (row, proposals) in goals.chain(measures).chain(communication) {
        for proposal in proposals {
            places
                .entry(proposal.clone())
                .or_default()
                .push(row.clone());
        }
    }
    places
}

/// The proposals that no row leads back to any more, after a change: each of them is `prioritised` or `proposed` again,
/// unless something outside the rows came of it.
pub fn let_go(before: &ActionPlan, after: &ActionPlan) -> BTreeSet<ProposalId> {
    let kept = trace(after);
    let proposals = trace(before).into_keys();
    proposals.filter(|id| !kept.contains_key(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn a_proposal_leads_to_its_rows_until_they_are_gone() {
        let plan = sample::plan();
        let id = |text| ProposalId::parse(text).unwrap();
        let rows = |measures: &[usize]| -> Vec<Row> {
            let rows = measures.iter();
            rows.map(|idx| Row::Measure(plan.measures[*idx].id.clone()))
                .collect()
        };
        let places = trace(&plan);
        assert_eq!(places[&id("forslag-18")], rows(&[0, 2]));
        assert_eq!(places[&id("forslag-03")], places[&id("forslag-04")]);
        assert!(!places.contains_key(&id("forslag-12")));

        let mut after = plan.clone();
        after.measures.remove(0);
        assert_eq!(let_go(&plan, &after), BTreeSet::new());
        after.measures.remove(1);
        assert_eq!(let_go(&plan, &after), [id("forslag-18")].into());
    }

    #[test]
    fn the_links_are_the_same_read_from_either_end() {
        let mut rng = fastrand::Rng::with_seed(23);
        for _ in 0..100 {
            let mut plan = sample::plan();
            let goals = plan.goals.iter_mut().map(|row| &mut row.from_proposals);
            let measures = plan.measures.iter_mut().map(|row| &mut row.from_proposals);
            let lines = plan.communication.iter_mut();
            let lines = lines.map(|row| &mut row.from_proposals);
            let mut n_links = 0;
            for proposals in goals.chain(measures).chain(lines) {
                for _ in 0..rng.usize(..3) {
                    let id = format!("forslag-{}", rng.usize(..9));
                    proposals.insert(ProposalId::parse(&id).unwrap());
                }
                n_links += proposals.len();
            }
            let places = trace(&plan);
            assert_eq!(places.values().map(Vec::len).sum::<usize>(), n_links);
            for (proposal, rows) in places {
                for measure in &plan.measures {
                    let is_named = rows.contains(&Row::Measure(measure.id.clone()));
                    assert_eq!(measure.from_proposals.contains(&proposal), is_named);
                }
            }
            let all = let_go(&plan, &ActionPlan::default());
            assert!(all.into_iter().eq(trace(&plan).into_keys()));
        }
    }
}
