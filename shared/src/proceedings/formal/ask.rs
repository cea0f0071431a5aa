//! What people ask for in the formal part.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::state::{ItemDraft, MotionKind, Provision, Question, Rules, Spot};
use crate::id::{ItemId, NoteId, PersonId};
use crate::meeting::MeetingForm;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = FormalAsk))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Ask {
    // ---- the agenda; also before the meeting ----
    /// Adds an item right before another, or last.
    AddItem {
        item: ItemId,
        draft: ItemDraft,
        #[serde(default)]
        before: Option<ItemId>,
    },
    ChangeItem {
        item: ItemId,
        draft: ItemDraft,
    },
    MoveItem {
        item: ItemId,
        #[serde(default)]
        before: Option<ItemId>,
    },
    RemoveItem {
        item: ItemId,
    },
    /// The whole list of provisions to choose from.
    SetProvisions {
        provisions: Vec<Provision>,
    },
    // ---- the part; for whom records ----
    Begin {
        chair: PersonId,
        form: MeetingForm,
        #[serde(default)]
        rules: Rules,
    },
    /// Somebody else leads from now on.
    HandOver {
        chair: PersonId,
    },
    End,
    /// Undoes the end.
    Resume,
    ElectSigners {
        people: Vec<PersonId>,
    },
    OpenItem {
        item: ItemId,
    },
    FinishItem {
        item: ItemId,
    },
    /// Treats it again.
    ReopenItem {
        item: ItemId,
    },
    Remark {
        item: ItemId,
        text: String,
    },
    // ---- impartiality ----
    RaiseImpartiality {
        item: ItemId,
        case: NoteId,
        person: PersonId,
        /// Only for whom records; otherwise whoever asks.
        #[serde(default)]
        raised_by: Option<PersonId>,
        ground: String,
        legal_basis: String,
    },
    /// As long as the body has not decided.
    WithdrawCase {
        item: ItemId,
        case: NoteId,
    },
    StepOut {
        item: ItemId,
        case: NoteId,
    },
    StepBack {
        item: ItemId,
        case: NoteId,
    },
    /// Somebody else sits in the seat meanwhile; none leaves it empty.
    SeatDeputy {
        item: ItemId,
        case: NoteId,
        #[serde(default)]
        deputy: Option<PersonId>,
    },
    NoteCase {
        item: ItemId,
        case: NoteId,
        text: String,
    },
    // ---- closed doors ----
    ProposeClosing {
        item: ItemId,
        legal_basis: String,
        part: String,
        is_confidential: bool,
        #[serde(default)]
        stay: BTreeSet<PersonId>,
    },
    WithdrawClosing {
        item: ItemId,
    },
    // ---- motions ----
    PutMotion {
        item: ItemId,
        motion: NoteId,
        #[serde(default)]
        kind: MotionKind,
        text: String,
        /// Whose it is, when whoever records writes it down.
        #[serde(default)]
        by: Option<PersonId>,
    },
    WithdrawMotion {
        item: ItemId,
        motion: NoteId,
        is_withdrawn: bool,
    },
    /// Makes it part of what is proposed, without a vote of its own.
    TakeIn {
        item: ItemId,
        motion: NoteId,
        is_in: bool,
    },
    // ---- votes ----
    OpenVote {
        item: ItemId,
        question: Question,
    },
    /// Throws the votes away, so that it can be opened anew.
    CancelVote {
        item: ItemId,
    },
    /// `question` is what the sender saw. `person` only for whom records.
    Vote {
        item: ItemId,
        question: Question,
        is_for: bool,
        #[serde(default)]
        person: Option<PersonId>,
    },
    /// Everybody who is here and has not voted votes for it: nobody has said otherwise.
    RestVotesFor {
        item: ItemId,
        question: Question,
    },
    /// Counts it. What is proposed is counted by [`Ask::Resolve`].
    CloseVote {
        item: ItemId,
        question: Question,
    },
    /// Writes down what was decided; counts the vote on what is proposed, when it is open.
    Resolve {
        item: ItemId,
        text: String,
    },
    /// Undoes it; the vote that was counted is open again.
    Unresolve {
        item: ItemId,
    },
    // ---- the minutes ----
    Correct {
        id: NoteId,
        item: ItemId,
        spot: Spot,
        before: String,
        after: String,
    },
    SendMinutes {
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
        #[serde(default)]
        due: Option<Date>,
    },
    WithdrawMinutes,
    /// When all have, they are frozen.
    Approve,
    WantCorrection {
        text: String,
    },
}
