//! What became of each theme of the review: in which group of the page it stands, and where it leads.

use std::collections::{BTreeMap, BTreeSet};

use shared::id::ProposalId;
use shared::plan::Row;
use shared::plan::docket::coverage::Coverage;
use shared::plan::docket::state::{PlanLink, ProposalEnd};
use shared::proceedings::state::ProposalStatus;
use shared::view::Theme;

/// In the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Measure,
    Other,
    Aside,
    Open,
}

impl Group {
    pub const ALL: [Self; 4] = [Self::Measure, Self::Other, Self::Aside, Self::Open];
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeEnd {
    pub theme: Theme,
    pub group: Group,
    /// The rows that came from any of its proposals, each once.
    pub rows: Vec<Row>,
    pub links: Vec<PlanLink>,
    /// Whether it is put off, or else turned down, and why; each once.
    pub refusals: Vec<(bool, String)>,
    /// Those put off or turned down in this plan, and not by the review.
    pub refused_here: BTreeSet<ProposalId>,
    /// Those that nobody has answered.
    pub open: BTreeSet<ProposalId>,
}

impl ThemeEnd {
    pub fn n_dots(&self) -> usize {
        usize::from(self.theme.dots.unwrap_or_default())
    }

    pub fn n_places(&self) -> usize {
        self.rows.len() + self.links.len()
    }
}

/// In the order of `themes`.
pub fn ends(
    themes: &[Theme],
    covered: &[Coverage],
    said: &BTreeMap<ProposalId, ProposalEnd>,
) -> Vec<ThemeEnd> {
    let by_id: BTreeMap<&ProposalId, &Coverage> = covered.iter().map(|it| (&it.id, it)).collect();
    let one = |theme: &Theme| {
        let mut end = ThemeEnd {
            theme: theme.clone(),
            group: Group::Open,
            rows: Vec::new(),
            links: Vec::new(),
            refusals: Vec::new(),
            refused_here: BTreeSet::new(),
            open: BTreeSet::new(),
        };
        for proposal in &theme.proposals {
            match by_id.get(&proposal.id) {
                Some(covered) => take(&mut end, covered),
                None => {
                    end.open.insert(proposal.id.clone());
                }
            }
            let refused = said
                .get(&proposal.id)
                .is_some_and(|it| it.refusal.is_some());
            if refused {
                end.refused_here.insert(proposal.id.clone());
            }
        }
        end.group = group(&end);
        end
    };
    themes.iter().map(one).collect()
}

fn take(end: &mut ThemeEnd, covered: &Coverage) {
    add_new(&mut end.rows, &covered.rows);
    add_new(&mut end.links, &covered.links);
    match covered.status {
        ProposalStatus::Deferred | ProposalStatus::Rejected => {
            let is_deferred = covered.status == ProposalStatus::Deferred;
            let reason = covered.reason.clone().unwrap_or_default();
            add_new(&mut end.refusals, &[(is_deferred, reason)]);
        }
        ProposalStatus::Proposed | ProposalStatus::Prioritised => {
            end.open.insert(covered.id.clone());
        }
        ProposalStatus::Incorporated => {}
    }
}

fn add_new<T: Clone + PartialEq>(all: &mut Vec<T>, more: &[T]) {
    for one in more {
        if !all.contains(one) {
            all.push(one.clone());
        }
    }
}

/// A theme of which some proposal is unanswered is unanswered: the plan cannot be sent before.
fn group(end: &ThemeEnd) -> Group {
    let is_measure = |row: &Row| matches!(row, Row::Measure(_));
    if !end.open.is_empty() {
        Group::Open
    } else if end.rows.iter().any(is_measure) {
        Group::Measure
    } else if end.n_places() > 0 {
        Group::Other
    } else {
        Group::Aside
    }
}

#[cfg(test)]
mod tests {
    use shared::id::{GoalId, GroupId, MeasureId};
    use shared::view::ThemeProposal;

    use super::*;

    fn theme(proposals: &[&str]) -> Theme {
        let proposals = proposals.iter().map(|id| ThemeProposal {
            id: ProposalId::parse(id).unwrap(),
            title: String::new(),
            text: String::new(),
            author: None,
        });
        Theme {
            id: GroupId::parse("tema").unwrap(),
            title: String::new(),
            dots: Some(3),
            indicator: None,
            part_of_plan: None,
            owner: None,
            proposals: proposals.collect(),
        }
    }

    fn covered(id: &str, status: ProposalStatus, rows: &[Row]) -> Coverage {
        Coverage {
            id: ProposalId::parse(id).unwrap(),
            status,
            reason: None,
            rows: rows.to_vec(),
            links: Vec::new(),
        }
    }

    fn end(covered: &[Coverage]) -> ThemeEnd {
        ends(&[theme(&["a", "b"])], covered, &BTreeMap::new()).remove(0)
    }

    #[test]
    fn a_theme_is_answered_when_all_its_proposals_are() {
        use ProposalStatus as S;
        let measure = [Row::Measure(MeasureId::parse("m").unwrap())];
        let goal = [Row::Goal(GoalId::parse("g").unwrap())];
        let both = end(&[
            covered("a", S::Incorporated, &measure),
            covered("b", S::Incorporated, &measure),
        ]);
        assert_eq!((both.group, both.rows.len()), (Group::Measure, 1));
        let half = end(&[
            covered("a", S::Incorporated, &measure),
            covered("b", S::Prioritised, &[]),
        ]);
        assert_eq!((half.group, half.open.len()), (Group::Open, 1));
        let other = end(&[
            covered("a", S::Incorporated, &goal),
            covered("b", S::Rejected, &[]),
        ]);
        assert_eq!((other.group, other.refusals.len()), (Group::Other, 1));
        let aside = [
            covered("a", S::Deferred, &[]),
            covered("b", S::Deferred, &[]),
        ];
        assert_eq!(end(&aside).group, Group::Aside);
        assert_eq!(end(&[]).group, Group::Open, "nothing is known of it");
    }
}
