//! The formal part as one viewer may see it. What is said behind closed doors is in nobody's view but theirs who were to
//! hear it, and never on the wall.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::decide::records;
use super::provisions::provisions_of;
use super::seats::{has_vote, hears, missing, quorum, seats, told_seats};
use super::state::{
    Approval, Correction, Formal, FrozenMinutes, Item, ItemDraft, MinutesStep, Provision, Question,
    Seat, Sitting,
};
use crate::id::{ItemId, PersonId};
use crate::proceedings::decide::{Actor, Surroundings};
use crate::proceedings::visibility::Viewer;
use crate::rights::{Act, Lock, Role};
use crate::time::Timestamp;

#[expect(
    clippy::struct_excessive_bools,
    reason = "four answers that do not hang together"
)]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct FormalView {
    /// The agenda, in its order.
    pub order: Vec<ItemId>,
    pub items: BTreeMap<ItemId, ItemView>,
    /// The item that is being treated.
    pub current: Option<ItemId>,
    pub sitting: Option<Sitting>,
    /// The seats as they are taken in the current item, or between items.
    pub seats: Vec<Seat>,
    /// How many must vote.
    pub quorum: u16,
    /// Who is here and has not voted in the open vote.
    pub missing: Vec<PersonId>,
    /// Whether the viewer has a vote in the current item.
    pub i_vote: bool,
    /// Whether the viewer is out of the current item.
    pub i_am_out: bool,
    /// Whether the viewer writes down what happens.
    pub i_record: bool,
    pub i_may_raise: bool,
    pub signers: Vec<PersonId>,
    pub signers_elected_in: Option<ItemId>,
    /// What can be chosen as a legal basis; only for those who choose.
    pub provisions: Vec<Provision>,
    pub minutes: MinutesView,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemView {
    /// Of a hidden item only its number, its place in the day, and why it was closed.
    pub item: Item,
    /// Behind closed doors for this viewer.
    #[serde(default)]
    pub is_hidden: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct MinutesView {
    pub step: MinutesStep,
    pub sent_at: Option<Timestamp>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub due: Option<Date>,
    pub approvers: BTreeMap<PersonId, Approval>,
    pub corrections: Vec<Correction>,
    pub frozen: Option<FrozenMinutesView>,
}

/// Approved minutes without their words: they are fetched by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FrozenMinutesView {
    pub at: Timestamp,
    pub hash: String,
    /// Of the version that leaves closed items out.
    pub public_hash: String,
}

pub fn cut(formal: &Formal, around: &Surroundings<'_>, viewer: &Viewer<'_>) -> FormalView {
    let lock = |act: Act| (!(viewer.may)(act)).then_some(Lock::Role);
    let actor = Actor {
        person: viewer.person,
        lock: &lock,
    };
    let me = &viewer.person.id;
    let items = formal.agenda.iter();
    let items = items.map(|item| (item.id.clone(), item_view(around, viewer, item)));
    let current = formal.current();
    let i_record = records(&actor).is_ok();
    let i_may_raise = i_record || (viewer.may)(Act::RaiseImpartiality);
    let hears_current = current.is_some_and(|item| !is_hidden(around, viewer, item));
    FormalView {
        order: formal.agenda.iter().map(|item| item.id.clone()).collect(),
        items: items.collect(),
        current: current.map(|item| item.id.clone()),
        sitting: sitting_view(formal, around, viewer),
        seats: seats(around, current.filter(|_| hears_current)),
        quorum: quorum(formal, around),
        missing: match current {
            Some(item) if hears_current && item.vote.is_some() => missing(around, item),
            _ => Vec::new(),
        },
        i_vote: current.is_some_and(|item| has_vote(around, item, me)),
        i_am_out: current.is_some_and(|item| item.is_out(me)),
        i_record,
        i_may_raise,
        signers: formal.signers.clone(),
        signers_elected_in: formal.signers_elected_in.clone(),
        provisions: if i_may_raise {
            provisions_of(formal, around.lobby)
        } else {
            Vec::new()
        },
        minutes: minutes_view(formal, around, viewer),
    }
}

/// Who sat for whom in a hidden item would say who was disqualified there.
fn sitting_view(
    formal: &Formal,
    around: &Surroundings<'_>,
    viewer: &Viewer<'_>,
) -> Option<Sitting> {
    let mut sitting = formal.sitting.clone()?;
    sitting.seen.seats = told_seats(formal, |item| !is_hidden(around, viewer, item));
    Some(sitting)
}

fn is_hidden(around: &Surroundings<'_>, viewer: &Viewer<'_>, item: &Item) -> bool {
    item.is_shut()
        && (viewer.person.role == Role::Projector || !hears(around.lobby, item, viewer.person))
}

fn item_view(around: &Surroundings<'_>, viewer: &Viewer<'_>, item: &Item) -> ItemView {
    let is_hidden = is_hidden(around, viewer, item);
    ItemView {
        item: if is_hidden {
            outside(item)
        } else {
            item.clone()
        },
        is_hidden,
    }
}

/// What is known of an item outside the doors. The doors themselves are closed by an open vote; of an item that was kept
/// from the public before, who was out may be decided by then, so it has no names.
pub fn outside(item: &Item) -> Item {
    let draft = ItemDraft {
        number: item.draft.number.clone(),
        kind: item.draft.kind,
        is_exempt: item.draft.is_exempt,
        ..ItemDraft::default()
    };
    let names_people = !item.draft.is_exempt;
    let is_about_doors =
        |vote: &&super::state::Vote| names_people && vote.question == Question::Closing;
    let mut closing = item.closing.clone();
    if !names_people {
        closing = closing.map(super::state::Closing::without_names);
    }
    Item {
        opened_at: item.opened_at,
        finished_at: item.finished_at,
        closing,
        vote: item.vote.as_ref().filter(is_about_doors).cloned(),
        ..Item::new(item.id.clone(), draft)
    }
}

/// The wall shows nothing of the minutes; what somebody wants corrected may be about a closed item.
fn minutes_view(formal: &Formal, around: &Surroundings<'_>, viewer: &Viewer<'_>) -> MinutesView {
    let minutes = &formal.minutes;
    if !(viewer.may)(Act::ReadMaterial) {
        return MinutesView::default();
    }
    let hides = |id: &ItemId| {
        let item = formal.item(id);
        item.is_some_and(|item| is_hidden(around, viewer, item))
    };
    let hears_all = !formal.agenda.iter().any(|item| hides(&item.id));
    let approvers = minutes.approvers.iter().map(|(person, approval)| {
        let is_shown = hears_all || *person == viewer.person.id;
        let wants = approval.wants.clone().filter(|_| is_shown);
        let approval = Approval {
            wants,
            ..approval.clone()
        };
        (person.clone(), approval)
    });
    let corrections = minutes.corrections.iter();
    MinutesView {
        step: minutes.step,
        sent_at: minutes.sent_at,
        due: minutes.due,
        approvers: approvers.collect(),
        corrections: corrections
            .filter(|correction| !hides(&correction.item))
            .cloned()
            .collect(),
        frozen: minutes.frozen.as_ref().map(FrozenMinutesView::from),
    }
}

impl From<&FrozenMinutes> for FrozenMinutesView {
    fn from(frozen: &FrozenMinutes) -> Self {
        Self {
            at: frozen.at,
            hash: frozen.hash.clone(),
            public_hash: frozen.public_hash.clone(),
        }
    }
}
