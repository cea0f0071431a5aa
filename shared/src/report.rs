//! The report of a programstatusvurdering (domain 2.10, 2.11): put together from what was agreed, and nothing else.
//! There is no weighted total in it, and no name on a score.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{GroupId, IndicatorId};
use crate::meeting::{IndicatorResult, MeetingForm, Recommendation};
use crate::proceedings::state::{AppliesTo, ProposalStatus, Settled};
use crate::proceedings::tally::Tally;
use crate::proceedings::view::FrozenView;
use crate::programme::LanguageForm;
use crate::rights::{MeetingSettings, Role};
use crate::template::{ScaleStep, Words};

mod assemble;
mod texts;

pub use assemble::{PastReview, Sources, assemble};
pub use texts::{IndicatorTexts, ProposalWords, Texts};

/// `GET /api/meetings/{key}/report`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportPage {
    pub report: Report,
    /// When it was made final, and the SHA-256 of its canonical form.
    pub frozen: Option<FrozenView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    pub about: About,
    pub method: Method,
    pub conclusion: String,
    /// What came of the advice that the review before this one gave.
    pub followed_up: Vec<Recommendation>,
    /// The years that `overview` has grades of, the oldest first and this one last.
    pub years: Vec<u16>,
    pub parts: Vec<ReportPart>,
    /// What most dots went to first.
    pub proposals: Vec<ReportProposal>,
}

/// What meeting it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct About {
    pub programme: String,
    pub municipality: String,
    pub language: LanguageForm,
    pub year: u16,
    pub programme_year: u8,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: Date,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub last_date: Option<Date>,
    pub place: Option<String>,
    pub meeting_form: MeetingForm,
    /// In the programme's order.
    pub people: Vec<Attendee>,
}

/// Somebody who was expected or came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attendee {
    pub name: String,
    pub role: Role,
    pub title: Option<String>,
    pub represents: Option<String>,
    /// The name of whom a deputy sat for.
    pub seated_for: Option<String>,
    pub was_here: bool,
}

/// How the grades came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Method {
    pub form: Words,
    pub scale: Vec<ScaleStep>,
    pub settings: MeetingSettings,
}

/// A family of indicators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportPart {
    pub id: String,
    pub title: Words,
    /// Why it weighs most in this programme year; none when it does not. Never a number (domain 2.9).
    pub emphasis: Option<Words>,
    pub indicators: Vec<ReportIndicator>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportIndicator {
    pub id: IndicatorId,
    pub code: String,
    pub title: Words,
    /// None when the group did not come to it.
    pub settled: Option<Settled>,
    /// The common grades of earlier years; a year without an entry has none.
    pub earlier: BTreeMap<u16, u8>,
    /// How many said what about the grade.
    pub answers: AnswerCounts,
    /// As far as it was shown.
    pub tally: Option<Tally>,
    pub observers: Option<Tally>,
    pub rationale: String,
    pub strengths: String,
    pub weaknesses: String,
    /// Which of the report's proposals are about it.
    pub proposals: Vec<GroupId>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerCounts {
    pub n_agreed: u16,
    pub n_remarks: u16,
    pub n_not_agreed: u16,
}

/// A group of proposals, or one by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportProposal {
    /// Of the group; of a proposal in none, the proposal's own.
    pub id: GroupId,
    pub title: String,
    pub notes: Vec<ReportNote>,
    /// None when there was no vote, or when it was no candidate.
    pub dots: Option<u16>,
    /// Observers' dots: advice (domain 3.3).
    pub advice: u16,
    /// Whether the group goes on with it: it is above the line, or has come further already.
    pub goes_on: bool,
    pub status: ProposalStatus,
    pub reason: Option<String>,
    pub applies_to: AppliesTo,
    pub part_of_plan: Option<String>,
    /// The name of whom it was given to.
    pub owner: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub deadline: Option<Date>,
}

/// What one of those who proposed it wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportNote {
    pub title: String,
    pub text: String,
    /// Only of whom has said "Dette er mitt".
    pub author: Option<String>,
    pub on_behalf_of: Option<String>,
    pub by_observer: bool,
}

/// Where comments stand, and what the contents list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    Conclusion,
    Method,
    Overview,
    Indicator(IndicatorId),
    Proposals,
    FollowedUp,
}

impl Section {
    const INDICATORS: &'static str = "indicators/";

    /// As a comment has it.
    pub fn name(&self) -> String {
        match self {
            Self::Conclusion => "conclusion".to_owned(),
            Self::Method => "method".to_owned(),
            Self::Overview => "overview".to_owned(),
            Self::Indicator(id) => format!("{}{id}", Self::INDICATORS),
            Self::Proposals => "proposals".to_owned(),
            Self::FollowedUp => "followed-up".to_owned(),
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "conclusion" => Some(Self::Conclusion),
            "method" => Some(Self::Method),
            "overview" => Some(Self::Overview),
            "proposals" => Some(Self::Proposals),
            "followed-up" => Some(Self::FollowedUp),
            other => {
                let id = other.strip_prefix(Self::INDICATORS)?;
                IndicatorId::parse(id).ok().map(Self::Indicator)
            }
        }
    }
}

impl Report {
    /// Everything there is to comment on, in the order it stands.
    pub fn sections(&self) -> Vec<Section> {
        let indicators = self.parts.iter().flat_map(|part| &part.indicators);
        let indicators = indicators.map(|indicator| Section::Indicator(indicator.id.clone()));
        let mut sections = vec![Section::Conclusion, Section::Method, Section::Overview];
        sections.extend(indicators);
        sections.push(Section::Proposals);
        if !self.followed_up.is_empty() {
            sections.push(Section::FollowedUp);
        }
        sections
    }

    /// The one form that is hashed: JSON without spaces, keys in order.
    pub fn canonical(&self) -> String {
        // A `Value` keeps its keys sorted, whatever order the fields stand in here.
        let value = serde_json::to_value(self).expect("a report is plain data");
        value.to_string()
    }

    /// What the meeting is remembered by: its grades, for the years to come.
    pub fn results(&self) -> Vec<IndicatorResult> {
        let indicators = self.parts.iter().flat_map(|part| &part.indicators);
        let settled = indicators.filter(|indicator| indicator.settled.is_some());
        settled
            .map(|indicator| IndicatorResult {
                indicator: indicator.id.clone(),
                grade: indicator.grade(),
                rationale: Some(indicator.rationale.clone()).filter(|text| !text.is_empty()),
            })
            .collect()
    }

    /// Its advice to the board: what the group goes on with. Next year's review opens with what came of it.
    pub fn recommendations(&self) -> Vec<Recommendation> {
        let chosen = self.proposals.iter().filter(|proposal| proposal.goes_on);
        chosen
            .map(|proposal| Recommendation {
                text: proposal.title.clone(),
                follow_up: None,
                what_happened: None,
            })
            .collect()
    }

    pub fn indicator(&self, id: &IndicatorId) -> Option<&ReportIndicator> {
        let mut indicators = self.parts.iter().flat_map(|part| &part.indicators);
        indicators.find(|indicator| indicator.id == *id)
    }
}

impl ReportIndicator {
    /// The common grade; none when there is none.
    pub fn grade(&self) -> Option<u8> {
        use crate::proceedings::state::Grade;
        match self.settled.as_ref()?.grade {
            Grade::One(grade) => Some(grade),
            Grade::Range { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests;
