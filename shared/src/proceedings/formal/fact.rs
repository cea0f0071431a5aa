//! What happened in the formal part. Stored, so a name once given stays.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::state::{ItemDraft, MotionKind, Outcome, Provision, Question, Roll, Rules, Spot};
use crate::id::{ItemId, NoteId, PersonId};
use crate::meeting::MeetingForm;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Fact {
    ItemAdded {
        item: ItemId,
        draft: ItemDraft,
        before: Option<ItemId>,
    },
    ItemChanged {
        item: ItemId,
        draft: ItemDraft,
    },
    ItemMoved {
        item: ItemId,
        before: Option<ItemId>,
    },
    ItemRemoved {
        item: ItemId,
    },
    ProvisionsSet {
        provisions: Vec<Provision>,
    },
    Begun {
        chair: PersonId,
        form: MeetingForm,
        rules: Rules,
    },
    /// Who has been seen at work; what was known before stays.
    RollCalled {
        roll: Roll,
    },
    HandedOver {
        chair: PersonId,
    },
    Ended,
    Resumed,
    SignersElected {
        people: Vec<PersonId>,
        item: Option<ItemId>,
    },
    ItemOpened {
        item: ItemId,
    },
    ItemFinished {
        item: ItemId,
    },
    ItemReopened {
        item: ItemId,
    },
    Remarked {
        item: ItemId,
        text: String,
    },
    ImpartialityRaised {
        item: ItemId,
        case: NoteId,
        person: PersonId,
        raised_by: PersonId,
        ground: String,
        legal_basis: String,
    },
    CaseWithdrawn {
        item: ItemId,
        case: NoteId,
    },
    SteppedOut {
        item: ItemId,
        case: NoteId,
    },
    SteppedBack {
        item: ItemId,
        case: NoteId,
    },
    DeputySeated {
        item: ItemId,
        case: NoteId,
        deputy: Option<PersonId>,
    },
    CaseNoted {
        item: ItemId,
        case: NoteId,
        text: String,
    },
    ClosingProposed {
        item: ItemId,
        legal_basis: String,
        part: String,
        is_confidential: bool,
        stay: BTreeSet<PersonId>,
    },
    ClosingWithdrawn {
        item: ItemId,
    },
    MotionPut {
        item: ItemId,
        motion: NoteId,
        kind: MotionKind,
        text: String,
        by: PersonId,
    },
    MotionWithdrawn {
        item: ItemId,
        motion: NoteId,
        is_withdrawn: bool,
    },
    TakenIn {
        item: ItemId,
        motion: NoteId,
        is_in: bool,
    },
    VoteOpened {
        item: ItemId,
        question: Question,
    },
    VoteCancelled {
        item: ItemId,
    },
    Voted {
        item: ItemId,
        person: PersonId,
        is_for: bool,
    },
    VoteClosed {
        item: ItemId,
        question: Question,
        outcome: Outcome,
    },
    Resolved {
        item: ItemId,
        text: String,
        outcome: Option<Outcome>,
    },
    Unresolved {
        item: ItemId,
    },
    Corrected {
        id: NoteId,
        item: ItemId,
        spot: Spot,
        before: String,
        after: String,
    },
    MinutesSent {
        due: Option<Date>,
        approvers: BTreeSet<PersonId>,
    },
    MinutesWithdrawn,
    MinutesApproved,
    CorrectionWanted {
        text: String,
    },
    MinutesFrozen {
        hash: String,
        public_hash: String,
        content: String,
    },
}
