//! The plain values of a row: their keys, and how they are written.

use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;
use yrs::Any;

use crate::fact_sheet::PlpPhase;
use crate::id::{FocusAreaId, MeasureId, PersonId, ProposalId};
use crate::plan::measure::{GrantStatus, MeasureStatus};
use crate::plan::money::Kroner;
use crate::plan::number::Tenths;
use crate::plan::{FundingSource, Row, Unit};

/// A field and what it is to hold; none empties it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    FocusArea(Option<FocusAreaId>),
    Measure(Option<MeasureId>),
    Unit(Unit),
    Baseline(Option<Tenths>),
    PeriodTarget(Option<Tenths>),
    /// Of a goal, for one calendar year.
    YearTarget(i16, Option<Tenths>),
    Achieved(Option<Tenths>),
    AchievedOn(Option<Date>),
    PlpPhase(Option<PlpPhase>),
    Pa(Option<String>),
    Pl(Option<String>),
    Responsible(Option<String>),
    Start(Option<Date>),
    Deadline(Option<Date>),
    DecisionDate(Option<Date>),
    /// Of a milestone or a meeting.
    Date(Option<Date>),
    /// Of a measure.
    Target(Option<Tenths>),
    Budget(Option<Kroner>),
    Funding(FundingSource, Option<Kroner>),
    Status(MeasureStatus),
    GrantStatus(GrantStatus),
    /// 1–5.
    Likelihood(Option<u8>),
    /// 1–5.
    Consequence(Option<u8>),
    Frame(Option<Kroner>),
    NextYear(Option<Kroner>),
    /// Whether the row came from a proposal.
    Proposal(ProposalId, bool),
    /// Whether somebody has an interest in a measure.
    Interest(PersonId, bool),
}

pub(super) const FOCUS_AREA: &str = "focus-area";
pub(super) const MEASURE: &str = "measure";
pub(super) const UNIT: &str = "unit";
pub(super) const BASELINE: &str = "baseline";
pub(super) const PERIOD_TARGET: &str = "period-target";
pub(super) const ACHIEVED: &str = "achieved";
pub(super) const ACHIEVED_ON: &str = "achieved-on";
pub(super) const PLP_PHASE: &str = "plp-phase";
pub(super) const PA: &str = "pa";
pub(super) const PL: &str = "pl";
pub(super) const RESPONSIBLE: &str = "responsible";
pub(super) const START: &str = "start";
pub(super) const DEADLINE: &str = "deadline";
pub(super) const DECISION_DATE: &str = "decision-date";
pub(super) const DATE: &str = "date";
pub(super) const TARGET: &str = "target";
pub(super) const BUDGET: &str = "budget";
pub(super) const STATUS: &str = "status";
pub(super) const GRANT_STATUS: &str = "grant-status";
pub(super) const LIKELIHOOD: &str = "likelihood";
pub(super) const CONSEQUENCE: &str = "consequence";
pub(super) const FRAME: &str = "frame";
pub(super) const NEXT_YEAR: &str = "next-year";

/// Before the rest of the key: a year, a source or an id.
pub(super) const YEAR_TARGET: &str = "target/";
pub(super) const FUNDING: &str = "funding/";
pub(super) const PROPOSAL: &str = "proposal/";
pub(super) const INTEREST: &str = "interest/";

impl Field {
    /// Whether rows of this kind have it.
    pub const fn fits(&self, row: &Row) -> bool {
        match self {
            Self::FocusArea(_) => matches!(row, Row::Goal(_) | Row::Measure(_) | Row::Risk(_)),
            Self::Measure(_) => matches!(row, Row::Milestone(_) | Row::Risk(_)),
            Self::Unit(_)
            | Self::Baseline(_)
            | Self::PeriodTarget(_)
            | Self::YearTarget(..)
            | Self::Achieved(_)
            | Self::AchievedOn(_) => matches!(row, Row::Goal(_)),
            Self::PlpPhase(_)
            | Self::Pa(_)
            | Self::Pl(_)
            | Self::Start(_)
            | Self::Deadline(_)
            | Self::DecisionDate(_)
            | Self::Target(_)
            | Self::Status(_)
            | Self::GrantStatus(_)
            | Self::Interest(..) => matches!(row, Row::Measure(_)),
            Self::Responsible(_) => matches!(row, Row::Risk(_) | Row::Communication(_)),
            Self::Date(_) => matches!(row, Row::Milestone(_) | Row::Meeting(_)),
            Self::Budget(_) | Self::Funding(..) => {
                matches!(row, Row::Measure(_) | Row::OperatingCost(_))
            }
            Self::Likelihood(_) | Self::Consequence(_) => matches!(row, Row::Risk(_)),
            Self::Frame(_) | Self::NextYear(_) => matches!(row, Row::Frame(_)),
            Self::Proposal(..) => {
                matches!(row, Row::Goal(_) | Row::Measure(_) | Row::Communication(_))
            }
        }
    }

    /// Its name, whatever it holds: `budget`, `funding/county`.
    pub fn key(&self) -> String {
        self.entry().0
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.entry().1 == Any::Null
    }

    /// Its key and its value.
    pub(super) fn entry(&self) -> (String, Any) {
        let (key, value) = match self {
            Self::YearTarget(year, target) => {
                return (format!("{YEAR_TARGET}{year}"), tenths(*target));
            }
            Self::Funding(source, amount) => {
                return (format!("{FUNDING}{}", source.id()), kroner(*amount));
            }
            Self::Proposal(id, is_from) => return (format!("{PROPOSAL}{id}"), flag(*is_from)),
            Self::Interest(id, has) => return (format!("{INTEREST}{id}"), flag(*has)),
            Self::FocusArea(id) => (FOCUS_AREA, written(id.as_ref())),
            Self::Measure(id) => (MEASURE, written(id.as_ref())),
            Self::Unit(unit) => (UNIT, choice(unit)),
            Self::Baseline(number) => (BASELINE, tenths(*number)),
            Self::PeriodTarget(number) => (PERIOD_TARGET, tenths(*number)),
            Self::Achieved(number) => (ACHIEVED, tenths(*number)),
            Self::AchievedOn(date) => (ACHIEVED_ON, written(date.as_ref())),
            Self::PlpPhase(phase) => (PLP_PHASE, phase.as_ref().map_or(Any::Null, choice)),
            Self::Pa(name) => (PA, written(name.as_ref())),
            Self::Pl(name) => (PL, written(name.as_ref())),
            Self::Responsible(name) => (RESPONSIBLE, written(name.as_ref())),
            Self::Start(date) => (START, written(date.as_ref())),
            Self::Deadline(date) => (DEADLINE, written(date.as_ref())),
            Self::DecisionDate(date) => (DECISION_DATE, written(date.as_ref())),
            Self::Date(date) => (DATE, written(date.as_ref())),
            Self::Target(number) => (TARGET, tenths(*number)),
            Self::Budget(amount) => (BUDGET, kroner(*amount)),
            Self::Status(status) => (STATUS, choice(status)),
            Self::GrantStatus(status) => (GRANT_STATUS, choice(status)),
            Self::Likelihood(grade) => (LIKELIHOOD, written(grade.as_ref())),
            Self::Consequence(grade) => (CONSEQUENCE, written(grade.as_ref())),
            Self::Frame(amount) => (FRAME, kroner(*amount)),
            Self::NextYear(amount) => (NEXT_YEAR, kroner(*amount)),
        };
        (key.to_owned(), value)
    }
}

pub(super) fn text(words: &str) -> Any {
    Any::String(Arc::from(words))
}

fn written<T: ToString>(value: Option<&T>) -> Any {
    value.map_or(Any::Null, |value| text(&value.to_string()))
}

fn kroner(amount: Option<Kroner>) -> Any {
    written(amount.map(|amount| amount.0).as_ref())
}

fn tenths(number: Option<Tenths>) -> Any {
    written(number.map(|number| number.0).as_ref())
}

fn flag(is_set: bool) -> Any {
    if is_set { Any::Bool(true) } else { Any::Null }
}

/// By its name in JSON, which is that of the template.
fn choice<T: Serialize>(choice: &T) -> Any {
    let name = serde_json::to_value(choice).expect("a choice is a word");
    text(name.as_str().expect("a choice is a word"))
}
