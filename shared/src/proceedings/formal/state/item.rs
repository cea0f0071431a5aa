//! What an item, and a case in it, say of themselves.

use super::{Case, Item, ItemDraft, Motion, MotionKind, Spot};
use crate::id::{ItemId, NoteId, PersonId};

impl Item {
    pub fn new(id: ItemId, draft: ItemDraft) -> Self {
        Self {
            id,
            draft,
            opened_at: None,
            finished_at: None,
            led_by: None,
            cases: Vec::new(),
            motions: Vec::new(),
            closing: None,
            vote: None,
            resolution: None,
            remarks: String::new(),
        }
    }

    pub fn is_open(&self) -> bool {
        self.opened_at.is_some() && self.finished_at.is_none()
    }

    /// Whether it was, or is, treated behind closed doors.
    pub fn is_closed(&self) -> bool {
        let closing = self.closing.as_ref();
        closing.is_some_and(|closing| closing.closed_at.is_some())
    }

    /// Whether it is not for everybody: closed, or kept from the public.
    pub fn is_shut(&self) -> bool {
        self.draft.is_exempt || self.is_closed()
    }

    /// Whether it is decided of everybody who was asked about whether they take part.
    pub fn is_settled(&self) -> bool {
        self.cases.iter().all(|case| case.outcome.is_some())
    }

    pub fn case(&self, id: &NoteId) -> Option<&Case> {
        self.cases.iter().find(|case| case.id == *id)
    }

    pub fn motion(&self, id: &NoteId) -> Option<&Motion> {
        self.motions.iter().find(|motion| motion.id == *id)
    }

    /// Whether the body has declared somebody disqualified here.
    pub fn disqualifies(&self, person: &PersonId) -> bool {
        let mut cases = self.cases.iter();
        cases.any(|case| case.person == *person && case.is_disqualified())
    }

    /// Whether somebody takes no part here now: disqualified, or stepped aside until it is decided.
    pub fn is_out(&self, person: &PersonId) -> bool {
        let mut cases = self.cases.iter();
        cases.any(|case| case.person == *person && case.is_out())
    }

    /// What is proposed: the recommendation, or what stands in its place, and what was taken in or carried beside it.
    pub fn proposal(&self) -> String {
        let carried = |motion: &&Motion| {
            !motion.is_withdrawn
                && (motion.is_taken_in || motion.outcome.as_ref().is_some_and(|one| one.is_carried))
        };
        let mut instead = self.motions.iter().filter(carried);
        let base = instead.rfind(|motion| motion.kind == MotionKind::Instead);
        let base = base.map_or(&self.draft.recommendation, |motion| &motion.text);
        let additions = self.motions.iter().filter(carried);
        let additions = additions.filter(|motion| motion.kind == MotionKind::Addition);
        let texts = std::iter::once(base).chain(additions.map(|motion| &motion.text));
        let texts: Vec<&str> = texts
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
            .collect();
        texts.join(" ")
    }

    pub(in crate::proceedings::formal) fn text(&self, spot: Spot) -> Option<&String> {
        match spot {
            Spot::Title => Some(&self.draft.title),
            Spot::Recommendation => Some(&self.draft.recommendation),
            Spot::Resolution => self.resolution.as_ref().map(|resolution| &resolution.text),
            Spot::Remarks => Some(&self.remarks),
        }
    }
}

impl Case {
    pub fn is_disqualified(&self) -> bool {
        let outcome = self.outcome.as_ref();
        outcome.is_some_and(|outcome| outcome.is_carried)
    }

    /// Until they are back.
    pub fn is_out(&self) -> bool {
        let has_stepped_aside = self.outcome.is_none() && self.left_at.is_some();
        (self.is_disqualified() || has_stepped_aside) && self.returned_at.is_none()
    }
}
