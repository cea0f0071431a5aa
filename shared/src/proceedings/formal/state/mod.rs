//! What the formal part adds up to. What was said behind closed doors is in here; [`super::view`] cuts it.

mod item;
mod minutes;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::id::{ItemId, MeasureId, NoteId, PersonId};
use crate::meeting::MeetingForm;
use crate::time::Timestamp;

pub use minutes::*;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Formal {
    /// In the order they are treated.
    pub agenda: Vec<Item>,
    /// None until the part has begun.
    pub sitting: Option<Sitting>,
    /// Who signs the minutes beside whom leads.
    pub signers: Vec<PersonId>,
    /// The item in which they were elected.
    pub signers_elected_in: Option<ItemId>,
    /// The provisions of this meeting's own list; none as long as nobody has changed the one it began with.
    pub provisions: Option<Vec<Provision>>,
    pub minutes: MinutesState,
}

/// The formal part as it is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sitting {
    pub began_at: Timestamp,
    #[serde(default)]
    pub ended_at: Option<Timestamp>,
    /// Who led it when it began.
    pub opened_by: PersonId,
    /// Who leads it now.
    pub chair: PersonId,
    pub form: MeetingForm,
    pub rules: Rules,
    /// Everybody who had a seat or was with in the room so far.
    pub seen: Roll,
}

/// How the body decides. A body under other rules says so when it begins; nothing of this is taken from a law.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Rules {
    pub tie: TieRule,
    /// How many must vote; none is half of the seats.
    pub quorum: Option<u16>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TieRule {
    /// What whom leads has voted for. Usual in municipal committees.
    #[default]
    ChairDecides,
    NotCarried,
}

/// Who had which seat, and who else was there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Roll {
    pub seats: Vec<Seat>,
    pub others: Vec<PersonId>,
}

/// A seat of the body, and who votes from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = FormalSeat))]
pub struct Seat {
    pub member: PersonId,
    /// The member, or a deputy; none when nobody sits there.
    #[serde(default)]
    pub holder: Option<PersonId>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    #[default]
    Decision,
    /// Taken note of; needs no vote (referatsak).
    Information,
    /// Approval of notice and agenda.
    Opening,
}

/// An item as somebody wrote it on the agenda.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ItemDraft {
    /// Such as `43/26`.
    pub number: String,
    pub title: String,
    /// The programme manager's innstilling.
    pub recommendation: String,
    pub kind: ItemKind,
    /// The row of the plan it concerns.
    pub measure: Option<MeasureId>,
    /// Kept from the public before it is treated, too.
    pub is_exempt: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Item {
    pub id: ItemId,
    pub draft: ItemDraft,
    #[serde(default)]
    pub opened_at: Option<Timestamp>,
    #[serde(default)]
    pub finished_at: Option<Timestamp>,
    /// Who led it, when it has been opened.
    #[serde(default)]
    pub led_by: Option<PersonId>,
    #[serde(default)]
    pub cases: Vec<Case>,
    #[serde(default)]
    pub motions: Vec<Motion>,
    #[serde(default)]
    pub closing: Option<Closing>,
    /// The vote that is open now.
    #[serde(default)]
    pub vote: Option<Vote>,
    #[serde(default)]
    pub resolution: Option<Resolution>,
    /// What else is to stand in the minutes.
    #[serde(default)]
    pub remarks: String,
}

/// Whether somebody may take part in an item (habilitet).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Case {
    pub id: NoteId,
    pub person: PersonId,
    pub raised_by: PersonId,
    pub ground: String,
    pub legal_basis: String,
    /// What the body decided, without the person; carried means disqualified.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    #[serde(default)]
    pub left_at: Option<Timestamp>,
    #[serde(default)]
    pub returned_at: Option<Timestamp>,
    /// Who sits in the person's seat meanwhile.
    #[serde(default)]
    pub deputy: Option<PersonId>,
    #[serde(default)]
    pub note: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MotionKind {
    /// Added to what is proposed.
    #[default]
    Addition,
    /// In the place of what is proposed.
    Instead,
    /// About something else, such as to wait.
    Separate,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Motion {
    pub id: NoteId,
    pub by: PersonId,
    pub kind: MotionKind,
    pub text: String,
    #[serde(default)]
    pub is_withdrawn: bool,
    /// Part of what is proposed, without a vote of its own.
    #[serde(default)]
    pub is_taken_in: bool,
    #[serde(default)]
    pub outcome: Option<Outcome>,
}

/// Closed doors, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Closing {
    pub legal_basis: String,
    /// Which part of the item it is about.
    pub part: String,
    /// Because of a duty of confidentiality; never in a remote meeting.
    pub is_confidential: bool,
    /// Who stays though they have no seat, as the body decided.
    #[serde(default)]
    pub stay: BTreeSet<PersonId>,
    #[serde(default)]
    pub outcome: Option<Outcome>,
    #[serde(default)]
    pub closed_at: Option<Timestamp>,
}

impl Closing {
    /// What was decided, without who stays and who voted how.
    #[must_use]
    pub fn without_names(mut self) -> Self {
        self.stay.clear();
        if let Some(outcome) = &mut self.outcome {
            outcome.votes_for.clear();
            outcome.votes_against.clear();
            outcome.decided_by = None;
        }
        self
    }
}

/// What a vote is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Question {
    /// What is proposed as it stands.
    Proposal,
    Motion {
        motion: NoteId,
    },
    /// Whether somebody is disqualified.
    Impartiality {
        case: NoteId,
    },
    Closing,
}

/// An open vote, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Vote {
    pub question: Question,
    #[serde(default)]
    pub cast: BTreeMap<PersonId, Cast>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cast {
    pub is_for: bool,
    /// Who wrote it down, when it was not the voter.
    #[serde(default)]
    pub written_by: Option<PersonId>,
}

/// What a vote ended with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Outcome {
    pub votes_for: Vec<PersonId>,
    pub votes_against: Vec<PersonId>,
    pub is_carried: bool,
    /// Whose vote decided, when there were as many for as against.
    #[serde(default)]
    pub decided_by: Option<PersonId>,
}

impl Outcome {
    pub fn is_unanimous(&self) -> bool {
        self.votes_for.is_empty() != self.votes_against.is_empty()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Resolution {
    pub text: String,
    pub at: Timestamp,
    /// None when there was no vote.
    #[serde(default)]
    pub outcome: Option<Outcome>,
}

/// What a provision in the list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ProvisionKind {
    Impartiality,
    Closing,
}

/// A provision people can choose, as words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Provision {
    pub kind: ProvisionKind,
    pub text: String,
    /// Whether it is a duty of confidentiality.
    #[serde(default)]
    pub is_confidential: bool,
}

impl Formal {
    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.agenda.iter().find(|item| item.id == *id)
    }

    /// The item that is being treated.
    pub fn current(&self) -> Option<&Item> {
        self.agenda.iter().find(|item| item.is_open())
    }

    pub fn is_running(&self) -> bool {
        let sitting = self.sitting.as_ref();
        sitting.is_some_and(|sitting| sitting.ended_at.is_none())
    }

    pub fn is_over(&self) -> bool {
        self.sitting.is_some() && !self.is_running()
    }
}
