//! A plan as it stands in a replica.

use std::collections::{BTreeMap, BTreeSet};

use yrs::{Map, Out, ReadTxn};

use super::field::{
    ACHIEVED, ACHIEVED_ON, BASELINE, BUDGET, CONSEQUENCE, DATE, DEADLINE, DECISION_DATE,
    FOCUS_AREA, FRAME, GRANT_STATUS, INTEREST, LIKELIHOOD, MEASURE, NEXT_YEAR, PA, PERIOD_TARGET,
    PL, PLP_PHASE, PROPOSAL, RESPONSIBLE, START, STATUS, TARGET, UNIT,
};
use super::key::{Kind, TextField};
use super::reader::RowReader;
use super::{Roots, is_removed};
use crate::document::Replica;
use crate::id::{FocusAreaId, MeasureId};
use crate::plan::measure::{DecisionPoint, Measure, Milestone, Responsible};
use crate::plan::{
    ActionPlan, BudgetFrame, CommunicationActivity, FocusArea, FundingSource, Goal, Head,
    OperatingCost, PlannedMeeting, Risk, Row, Section,
};

/// The plan as it stands. `head` is not in the document, see [`Head`].
pub fn read(replica: &Replica, head: Head) -> ActionPlan {
    let roots = Roots::of(replica);
    let txn = replica.read();
    let page = Page {
        roots: &roots,
        txn: &txn,
    };
    let mut plan = ActionPlan {
        head,
        sections: page.rows(Kind::Section, section),
        focus_areas: page.rows(Kind::FocusArea, focus_area),
        goals: page.rows(Kind::Goal, goal),
        measures: page.rows(Kind::Measure, measure),
        operating_costs: page.rows(Kind::OperatingCost, operating_cost),
        risks: page.rows(Kind::Risk, risk),
        communication: page.rows(Kind::Communication, communication),
        meeting_plan: page.rows(Kind::Meeting, meeting),
        frames: page.frames(),
    };
    plan.meeting_plan
        .sort_by_key(|meeting| (meeting.date.is_none(), meeting.date));
    place_milestones(&mut plan, page.rows(Kind::Milestone, milestone));
    let_go_of_what_is_gone(&mut plan);
    plan.renumber();
    plan
}

/// A row that was taken off the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovedRow {
    pub row: Row,
    pub title: String,
}

/// What can be restored, kind by kind and by id.
pub fn removed(replica: &Replica) -> Vec<RemovedRow> {
    let roots = Roots::of(replica);
    let txn = replica.read();
    let mut removed = Vec::new();
    for kind in Kind::ALL {
        for (id, row) in roots.0[kind as usize].iter(&txn) {
            let (Out::YMap(map), Ok(row)) = (row, kind.row(id)) else {
                continue;
            };
            if is_removed(&txn, &map) {
                let reader = RowReader {
                    txn: &txn,
                    map: &map,
                };
                let title = reader.words(TextField::Title);
                removed.push(RemovedRow { row, title });
            }
        }
    }
    removed.sort_by(|a, b| a.row.cmp(&b.row));
    removed
}

struct Page<'a, T> {
    roots: &'a Roots,
    txn: &'a T,
}

impl<T: ReadTxn> Page<'_, T> {
    /// Those of a kind that stand, in their order.
    fn rows<R>(&self, kind: Kind, read: fn(Row, &RowReader<'_, T>) -> Option<R>) -> Vec<R> {
        let places = self.roots.standing(self.txn, kind).into_iter();
        places
            .filter_map(|place| {
                let row = kind.row(&place.id).ok()?;
                let reader = RowReader {
                    txn: self.txn,
                    map: &place.map,
                };
                read(row, &reader)
            })
            .collect()
    }

    fn frames(&self) -> BTreeMap<FundingSource, BudgetFrame> {
        let frame = |source| {
            let map = self.roots.row(self.txn, &Row::Frame(source))?;
            let reader = RowReader {
                txn: self.txn,
                map: &map,
            };
            let frame = BudgetFrame {
                frame: reader.kroner(FRAME),
                next_year: reader.kroner(NEXT_YEAR),
            };
            Some((source, frame))
        };
        FundingSource::ALL.into_iter().filter_map(frame).collect()
    }
}

fn place_milestones(plan: &mut ActionPlan, milestones: Vec<Milestone>) {
    let mut by_measure: BTreeMap<MeasureId, Vec<Milestone>> = BTreeMap::new();
    for milestone in milestones {
        let of_measure = by_measure.entry(milestone.measure.clone()).or_default();
        of_measure.push(milestone);
    }
    for measure in &mut plan.measures {
        measure.milestones = by_measure.remove(&measure.id).unwrap_or_default();
        measure
            .milestones
            .sort_by_key(|milestone| (milestone.date.is_none(), milestone.date));
    }
}

/// Rows of a focus area or a measure that is removed stand by themselves until it is back.
fn let_go_of_what_is_gone(plan: &mut ActionPlan) {
    let areas = plan.focus_areas.iter().map(|area| area.id.clone());
    let areas: BTreeSet<FocusAreaId> = areas.collect();
    let measures = plan.measures.iter().map(|measure| measure.id.clone());
    let measures: BTreeSet<MeasureId> = measures.collect();
    let in_areas = (plan.goals.iter_mut().map(|goal| &mut goal.focus_area))
        .chain(plan.measures.iter_mut().map(|row| &mut row.focus_area))
        .chain(plan.risks.iter_mut().map(|risk| &mut risk.focus_area));
    for area in in_areas {
        area.take_if(|id| !areas.contains(id));
    }
    for risk in &mut plan.risks {
        risk.measure.take_if(|id| !measures.contains(id));
    }
}

fn section<T: ReadTxn>(row: Row, from: &RowReader<'_, T>) -> Option<Section> {
    let Row::Section(id) = row else { return None };
    Some(Section {
        id,
        title: from.words(TextField::Title),
    })
}

fn focus_area<T: ReadTxn>(row: Row, from: &RowReader<'_, T>) -> Option<FocusArea> {
    let Row::FocusArea(id) = row else { return None };
    Some(FocusArea {
        id,
        number: 0,
        title: from.words(TextField::Title),
    })
}

fn goal<T: ReadTxn>(row: Row, from: &RowReader<'_, T>) -> Option<Goal> {
    let Row::Goal(id) = row else { return None };
    Some(Goal {
        id,
        focus_area: from.id(FOCUS_AREA),
        title: from.words(TextField::Title),
        indicator: from.words(TextField::Indicator),
        unit: from.choice(UNIT).unwrap_or_default(),
        baseline: from.tenths(BASELINE),
        period_target: from.tenths(PERIOD_TARGET),
        targets: from.targets(),
        achieved: from.tenths(ACHIEVED),
        achieved_on: from.date(ACHIEVED_ON),
        source: from.words(TextField::Source),
        from_proposals: from.flagged(PROPOSAL),
    })
}

fn measure<T: ReadTxn>(row: Row, from: &RowReader<'_, T>) -> Option<Measure> {
    let Row::Measure(id) = row else { return None };
    Some(Measure {
        id,
        number: None,
        focus_area: from.id(FOCUS_AREA),
        title: from.words(TextField::Title),
        strategy: from.words(TextField::Strategy),
        plp_phase: from.choice(PLP_PHASE),
        background: from.words(TextField::Background),
        result_goal: from.words(TextField::ResultGoal),
        effect_goal: from.words(TextField::EffectGoal),
        indicator: from.words(TextField::Indicator),
        target: from.tenths(TARGET),
        responsible: Responsible {
            pa: from.plain(PA),
            pl: from.plain(PL),
        },
        start: from.date(START),
        deadline: from.date(DEADLINE),
        milestones: Vec::new(),
        decision_point: DecisionPoint {
            date: from.date(DECISION_DATE),
            name: from.words(TextField::Decision),
        },
        budget: from.kroner(BUDGET),
        funding: from.funding(),
        status: from.choice(STATUS).unwrap_or_default(),
        grant_status: from.choice(GRANT_STATUS).unwrap_or_default(),
        from_proposals: from.flagged(PROPOSAL),
        interests: from.flagged(INTEREST),
    })
}

fn milestone<T: ReadTxn>(row: Row, from: &RowReader<'_, T>) -> Option<Milestone> {
    let Row::Milestone(id) = row else { return None };
    Some(Milestone {
        id,
        measure: from.id(MEASURE)?,
        date: from.date(DATE),
        title: from.words(TextField::Title),
    })
}

fn operating_cost<T: ReadTxn>(row: Row, from: &RowReader<'_, T>) -> Option<OperatingCost> {
    let Row::OperatingCost(id) = row else {
        return None;
    };
    Some(OperatingCost {
        id,
        title: from.words(TextField::Title),
        budget: from.kroner(BUDGET),
        funding: from.funding(),
    })
}

fn risk<T: ReadTxn>(row: Row, from: &RowReader<'_, T>) -> Option<Risk> {
    let Row::Risk(id) = row else { return None };
    Some(Risk {
        id,
        focus_area: from.id(FOCUS_AREA),
        measure: from.id(MEASURE),
        title: from.words(TextField::Title),
        likelihood: from.grade(LIKELIHOOD),
        consequence: from.grade(CONSEQUENCE),
        response: from.words(TextField::Response),
        responsible: from.plain(RESPONSIBLE),
    })
}

fn communication<T: ReadTxn>(row: Row, from: &RowReader<'_, T>) -> Option<CommunicationActivity> {
    let Row::Communication(id) = row else {
        return None;
    };
    Some(CommunicationActivity {
        id,
        title: from.words(TextField::Title),
        audience: from.words(TextField::Audience),
        channel: from.words(TextField::Channel),
        when: from.words(TextField::When),
        responsible: from.plain(RESPONSIBLE),
        from_proposals: from.flagged(PROPOSAL),
    })
}

fn meeting<T: ReadTxn>(row: Row, from: &RowReader<'_, T>) -> Option<PlannedMeeting> {
    let Row::Meeting(id) = row else { return None };
    Some(PlannedMeeting {
        id,
        date: from.date(DATE),
        title: from.words(TextField::Title),
        topic: from.words(TextField::Topic),
    })
}
