//! How each kind of row is written into the document.

use std::collections::BTreeMap;

use yrs::{Any, Map, MapPrelim, MapRef, TextPrelim, TransactionMut};

use super::field::{self, Field};
use super::key::{self, TextField};
use super::{ORDER, Roots, order};
use crate::plan::measure::{Measure, Milestone};
use crate::plan::{
    BudgetFrame, CommunicationActivity, FocusArea, Funding, FundingSource, Goal, OperatingCost,
    PlannedMeeting, Risk, Row, Section,
};

/// A kind of row that people add.
pub trait Stored {
    fn row(&self) -> Row;
    /// What it begins with; words that are not named begin empty.
    fn texts(&self) -> Vec<(TextField, &str)>;
    fn fields(&self) -> Vec<Field>;
}

impl Roots {
    /// One after the other, into a document that has none of the kind.
    pub(super) fn insert_all<R: Stored>(&self, txn: &mut TransactionMut<'_>, rows: &[R]) {
        let mut last: Option<String> = None;
        for row in rows {
            let order = order::between(last.as_deref(), None, 0);
            self.insert(txn, row, &order);
            last = Some(order);
        }
    }

    pub(super) fn insert<R: Stored>(&self, txn: &mut TransactionMut<'_>, added: &R, order: &str) {
        let row = added.row();
        let texts = added.texts();
        let map = self.insert_map(txn, &row);
        map.insert(txn, ORDER, field::text(order));
        for field in TextField::of(&row) {
            let words = texts.iter().find(|(of, _)| of == field);
            let words = words.map_or("", |(_, words)| *words);
            map.insert(txn, field.name(), TextPrelim::new(words));
        }
        insert_fields(txn, &map, added.fields());
    }

    pub(super) fn insert_frames(
        &self,
        txn: &mut TransactionMut<'_>,
        frames: &BTreeMap<FundingSource, BudgetFrame>,
    ) {
        for source in FundingSource::ALL {
            let frame = frames.get(&source).copied().unwrap_or_default();
            let map = self.insert_map(txn, &Row::Frame(source));
            let fields = vec![Field::Frame(frame.frame), Field::NextYear(frame.next_year)];
            insert_fields(txn, &map, fields);
        }
    }

    fn insert_map(&self, txn: &mut TransactionMut<'_>, row: &Row) -> MapRef {
        self.root(row)
            .insert(txn, key::id(row), MapPrelim::default())
    }
}

fn insert_fields(txn: &mut TransactionMut<'_>, map: &MapRef, fields: Vec<Field>) {
    for field in fields {
        let (key, value) = field.entry();
        if value != Any::Null {
            map.insert(txn, key, value);
        }
    }
}

impl Stored for Section {
    fn row(&self) -> Row {
        Row::Section(self.id.clone())
    }

    fn texts(&self) -> Vec<(TextField, &str)> {
        vec![(TextField::Title, &self.title)]
    }

    fn fields(&self) -> Vec<Field> {
        Vec::new()
    }
}

impl Stored for FocusArea {
    fn row(&self) -> Row {
        Row::FocusArea(self.id.clone())
    }

    fn texts(&self) -> Vec<(TextField, &str)> {
        vec![(TextField::Title, &self.title)]
    }

    fn fields(&self) -> Vec<Field> {
        Vec::new()
    }
}

impl Stored for Goal {
    fn row(&self) -> Row {
        Row::Goal(self.id.clone())
    }

    fn texts(&self) -> Vec<(TextField, &str)> {
        vec![
            (TextField::Title, &self.title),
            (TextField::Indicator, &self.indicator),
            (TextField::Source, &self.source),
        ]
    }

    fn fields(&self) -> Vec<Field> {
        let targets = self.targets.iter();
        let targets = targets.map(|(year, target)| Field::YearTarget(*year, Some(*target)));
        let proposals = self.from_proposals.iter().cloned();
        let mut fields = vec![
            Field::FocusArea(self.focus_area.clone()),
            Field::Unit(self.unit),
            Field::Baseline(self.baseline),
            Field::PeriodTarget(self.period_target),
            Field::Achieved(self.achieved),
            Field::AchievedOn(self.achieved_on),
        ];
        fields.extend(targets);
        fields.extend(proposals.map(|id| Field::Proposal(id, true)));
        fields
    }
}

impl Stored for Measure {
    fn row(&self) -> Row {
        Row::Measure(self.id.clone())
    }

    fn texts(&self) -> Vec<(TextField, &str)> {
        vec![
            (TextField::Title, &self.title),
            (TextField::Strategy, &self.strategy),
            (TextField::Background, &self.background),
            (TextField::ResultGoal, &self.result_goal),
            (TextField::EffectGoal, &self.effect_goal),
            (TextField::Indicator, &self.indicator),
            (TextField::Decision, &self.decision_point.name),
        ]
    }

    fn fields(&self) -> Vec<Field> {
        let mut fields = vec![
            Field::FocusArea(self.focus_area.clone()),
            Field::PlpPhase(self.plp_phase),
            Field::Target(self.target),
            Field::Pa(self.responsible.pa.clone()),
            Field::Pl(self.responsible.pl.clone()),
            Field::Start(self.start),
            Field::Deadline(self.deadline),
            Field::DecisionDate(self.decision_point.date),
            Field::Budget(self.budget),
            Field::Status(self.status),
            Field::GrantStatus(self.grant_status),
        ];
        fields.extend(funding(&self.funding));
        let proposals = self.from_proposals.iter().cloned();
        fields.extend(proposals.map(|id| Field::Proposal(id, true)));
        let interests = self.interests.iter().cloned();
        fields.extend(interests.map(|id| Field::Interest(id, true)));
        fields
    }
}

impl Stored for Milestone {
    fn row(&self) -> Row {
        Row::Milestone(self.id.clone())
    }

    fn texts(&self) -> Vec<(TextField, &str)> {
        vec![(TextField::Title, &self.title)]
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::Measure(Some(self.measure.clone())),
            Field::Date(self.date),
        ]
    }
}

impl Stored for OperatingCost {
    fn row(&self) -> Row {
        Row::OperatingCost(self.id.clone())
    }

    fn texts(&self) -> Vec<(TextField, &str)> {
        vec![(TextField::Title, &self.title)]
    }

    fn fields(&self) -> Vec<Field> {
        let mut fields = vec![Field::Budget(self.budget)];
        fields.extend(funding(&self.funding));
        fields
    }
}

impl Stored for Risk {
    fn row(&self) -> Row {
        Row::Risk(self.id.clone())
    }

    fn texts(&self) -> Vec<(TextField, &str)> {
        vec![
            (TextField::Title, &self.title),
            (TextField::Response, &self.response),
        ]
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::FocusArea(self.focus_area.clone()),
            Field::Measure(self.measure.clone()),
            Field::Likelihood(self.likelihood),
            Field::Consequence(self.consequence),
            Field::Responsible(self.responsible.clone()),
        ]
    }
}

impl Stored for CommunicationActivity {
    fn row(&self) -> Row {
        Row::Communication(self.id.clone())
    }

    fn texts(&self) -> Vec<(TextField, &str)> {
        vec![
            (TextField::Title, &self.title),
            (TextField::Audience, &self.audience),
            (TextField::Channel, &self.channel),
            (TextField::When, &self.when),
        ]
    }

    fn fields(&self) -> Vec<Field> {
        let proposals = self.from_proposals.iter().cloned();
        let mut fields = vec![Field::Responsible(self.responsible.clone())];
        fields.extend(proposals.map(|id| Field::Proposal(id, true)));
        fields
    }
}

impl Stored for PlannedMeeting {
    fn row(&self) -> Row {
        Row::Meeting(self.id.clone())
    }

    fn texts(&self) -> Vec<(TextField, &str)> {
        vec![
            (TextField::Title, &self.title),
            (TextField::Topic, &self.topic),
        ]
    }

    fn fields(&self) -> Vec<Field> {
        vec![Field::Date(self.date)]
    }
}

fn funding(funding: &Funding) -> impl Iterator<Item = Field> {
    let shares = funding.iter();
    shares.map(|(source, amount)| Field::Funding(*source, Some(*amount)))
}
