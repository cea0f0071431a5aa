//! The minutes of a formal meeting (domain 11.5): put together by the meeting itself. The version for everybody leaves
//! closed items out and says so.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::state::{ItemKind, MotionKind, Spot};
use super::view::FrozenMinutesView;
use crate::id::{ItemId, NoteId};
use crate::meeting::{MeetingForm, MeetingKind};
use crate::programme::LanguageForm;
use crate::rights::Role;

mod assemble;

pub use assemble::assemble;

/// `GET /api/meetings/{key}/minutes`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MinutesPage {
    pub minutes: Minutes,
    /// When they were approved, and what they are hashed to.
    pub frozen: Option<FrozenMinutesView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Minutes {
    pub head: Head,
    pub people: People,
    pub items: Vec<MinutesItem>,
    pub corrections: Vec<MinutesCorrection>,
    pub foot: Foot,
    /// Whether something was left out because it was closed.
    pub leaves_out_closed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = MinutesHead))]
pub struct Head {
    pub programme: String,
    pub municipality: String,
    pub language: LanguageForm,
    pub kind: MeetingKind,
    pub form: MeetingForm,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: Date,
    /// `HH:MM`.
    pub from: Option<String>,
    pub to: Option<String>,
    pub place: Option<String>,
    /// Who led it when it began.
    pub chair: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct People {
    pub present: Vec<Named>,
    pub absent: Vec<Absent>,
    /// Who sat for somebody in one item.
    pub deputies: Vec<SatFor>,
    pub observers: Vec<Named>,
    pub administration: Vec<Named>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Named {
    pub name: String,
    pub role: Role,
    pub represents: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Absent {
    pub name: String,
    pub deputy: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SatFor {
    pub deputy: String,
    pub member: String,
    pub number: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MinutesItem {
    pub id: ItemId,
    pub number: String,
    /// Empty of an item that is left out.
    pub title: String,
    pub kind: ItemKind,
    pub recommendation: String,
    /// Who led it, when it was not whom led the meeting.
    pub led_by: Option<String>,
    pub impartiality: Vec<MinutesCase>,
    pub closing: Option<MinutesClosing>,
    pub motions: Vec<MinutesMotion>,
    pub votes: Option<Votes>,
    pub resolution: Option<String>,
    pub remarks: String,
    /// Kept from the public whether or not doors were closed for it.
    pub is_exempt: bool,
    /// It was closed, and is not in this version.
    pub is_left_out: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MinutesCase {
    pub person: String,
    pub raised_by: String,
    pub ground: String,
    pub legal_basis: String,
    /// None as long as it is not decided.
    pub is_disqualified: Option<bool>,
    pub votes: Option<Votes>,
    /// `HH:MM`.
    pub left_at: Option<String>,
    pub returned_at: Option<String>,
    pub deputy: Option<String>,
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MinutesClosing {
    pub legal_basis: String,
    pub part: String,
    pub votes: Option<Votes>,
    pub is_closed: bool,
    /// Who stayed without a seat.
    pub stayed: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MinutesMotion {
    pub by: String,
    pub kind: MotionKind,
    pub text: String,
    pub votes: Option<Votes>,
    pub is_taken_in: bool,
    pub is_withdrawn: bool,
}

/// Names in the order of the seats; of what is left out only how many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Votes {
    pub n_for: usize,
    pub n_against: usize,
    pub votes_for: Vec<String>,
    pub votes_against: Vec<String>,
    pub is_unanimous: bool,
    pub is_carried: bool,
    /// Whose vote decided a tie.
    pub decided_by: Option<String>,
}

/// A place that was corrected after the meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MinutesCorrection {
    pub id: NoteId,
    pub item: ItemId,
    pub number: String,
    pub spot: Spot,
    pub before: String,
    pub after: String,
    pub by: String,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub on: Date,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Foot {
    /// `HH:MM`.
    pub ended_at: Option<String>,
    pub signatures: Vec<Signature>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub approved_on: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Signature {
    pub name: String,
    /// The number of the item they were elected in; none for whom led the meeting.
    pub elected_in: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub signed_on: Option<Date>,
}

/// What the meeting put together by itself, for whom reads it through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wholeness {
    pub n_items: usize,
    pub n_resolved: usize,
    /// Whether nobody stands on both sides or twice, and a deputy never votes beside whom they sit for.
    pub votes_add_up: bool,
    pub n_impartiality: usize,
}

impl Minutes {
    /// The one form that is hashed: JSON without spaces, keys in order.
    pub fn canonical(&self) -> String {
        let value = serde_json::to_value(self).expect("minutes are plain data");
        value.to_string()
    }

    /// For everybody: of a closed or exempt item its number, its basis, and that it was closed (domain 10.3).
    #[must_use]
    pub fn public(&self) -> Self {
        let is_closed = |item: &&MinutesItem| {
            let closing = item.closing.as_ref();
            item.is_exempt || closing.is_some_and(|closing| closing.is_closed)
        };
        let closed = self.items.iter().filter(is_closed);
        self.without(&closed.map(|item| item.id.clone()).collect())
    }

    /// Without what was said in these items.
    #[must_use]
    pub fn without(&self, hidden: &BTreeSet<ItemId>) -> Self {
        let mut cut = self.clone();
        for item in &mut cut.items {
            if hidden.contains(&item.id) {
                item.leave_out();
                cut.leaves_out_closed = true;
            }
        }
        cut.corrections.retain(|one| !hidden.contains(&one.item));
        // Who sat for whom there would say who was disqualified.
        let numbers = cut.items.iter().filter(|item| item.is_left_out);
        let numbers: BTreeSet<&String> = numbers.map(|item| &item.number).collect();
        cut.people
            .deputies
            .retain(|one| !numbers.contains(&one.number));
        cut
    }

    pub fn wholeness(&self) -> Wholeness {
        let has_outcome = |item: &&MinutesItem| item.resolution.is_some() || item.is_left_out;
        let cases = self
            .items
            .iter()
            .filter(|item| !item.impartiality.is_empty());
        Wholeness {
            n_items: self.items.len(),
            n_resolved: self.items.iter().filter(has_outcome).count(),
            votes_add_up: self.items.iter().all(MinutesItem::adds_up),
            n_impartiality: cases.count(),
        }
    }
}

impl MinutesClosing {
    fn without_names(mut self) -> Self {
        if let Some(votes) = &mut self.votes {
            votes.votes_for.clear();
            votes.votes_against.clear();
            votes.decided_by = None;
        }
        self.stayed.clear();
        self
    }
}

impl MinutesItem {
    fn leave_out(&mut self) {
        *self = Self {
            id: self.id.clone(),
            number: self.number.clone(),
            title: String::new(),
            kind: self.kind,
            recommendation: String::new(),
            led_by: None,
            impartiality: Vec::new(),
            closing: self.closing.clone().map(MinutesClosing::without_names),
            motions: Vec::new(),
            votes: None,
            resolution: None,
            remarks: String::new(),
            is_exempt: self.is_exempt,
            is_left_out: true,
        };
    }

    fn adds_up(&self) -> bool {
        let on_motions = self.motions.iter().filter_map(|one| one.votes.as_ref());
        let mut counts = on_motions.chain(&self.votes);
        counts.all(|votes| {
            let all = votes.votes_for.iter().chain(&votes.votes_against);
            let names: BTreeSet<&String> = all.clone().collect();
            let cases = self.impartiality.iter();
            let out = cases.filter(|case| case.is_disqualified == Some(true));
            let mut out = out.map(|case| &case.person);
            names.len() == all.count() && !out.any(|person| names.contains(person))
        })
    }
}
