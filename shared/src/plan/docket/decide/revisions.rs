//! Revisions of the Omstillingsplan: suggested by everybody who reads it, accepted by the board, adopted by the council.

use super::{Asked, Decided, MAX_LINE, MAX_TITLE, line, quoted, some_words, unless, words};
use crate::id::RevisionId;
use crate::plan::PlanKind;
use crate::plan::docket::event::Event;
use crate::plan::docket::refusal::Refusal;
use crate::plan::docket::state::{Revision, RevisionDraft, RevisionSource, RevisionStatus};
use crate::rights::Act;

/// The longest piece of adopted text, and of what is to stand instead, in characters.
const MAX_PIECE: usize = 4_000;
const MAX_REVISIONS: usize = 500;
/// The most of one person that the board has not decided on, those they took back included.
const MAX_OF_ONE: usize = 100;

impl Asked<'_> {
    pub fn revise(&self, id: RevisionId, draft: RevisionDraft) -> Decided {
        self.speaks()?;
        if self.around.kind != PlanKind::RestructuringPlan {
            return Err(Refusal::NotThisPlan);
        }
        let draft = self.clean_revision(draft)?;
        if let Some(before) = self.docket.revisions.get(&id) {
            self.is_mine_or_mine_to_decide(before)?;
            if before.status != RevisionStatus::Suggested {
                return Err(Refusal::AlreadyAnswered);
            }
            return unless(before.draft == draft, Event::Revised { id, draft });
        }
        let revisions = &self.docket.revisions;
        let own = revisions
            .values()
            .filter(|one| one.by == *self.actor.id() && one.status == RevisionStatus::Suggested);
        if revisions.len() >= MAX_REVISIONS || own.count() >= MAX_OF_ONE {
            return Err(Refusal::TooMany);
        }
        Ok(vec![Event::Revised { id, draft }])
    }

    pub fn withdraw_revision(&self, id: RevisionId, is_withdrawn: bool) -> Decided {
        self.speaks()?;
        let revision = self.revision(&id)?;
        self.is_mine(&revision.by)?;
        if revision.is_withdrawn == is_withdrawn {
            return Ok(Vec::new());
        }
        if revision.status != RevisionStatus::Suggested {
            return Err(Refusal::AlreadyAnswered);
        }
        Ok(vec![Event::RevisionWithdrawn { id, is_withdrawn }])
    }

    pub fn decide_revision(
        &self,
        id: RevisionId,
        status: RevisionStatus,
        note: Option<&str>,
    ) -> Decided {
        self.actor.may(Act::DecidePlan)?;
        let revision = self.revision(&id)?;
        if revision.is_withdrawn {
            return Err(Refusal::NoSuchRevision);
        }
        let note = line(note)?;
        if status == RevisionStatus::Declined && note.is_none() {
            return Err(Refusal::NeedsReason);
        }
        // The council adopts what the board has accepted, and nothing else.
        let skips_the_board = status == RevisionStatus::Adopted
            && matches!(
                revision.status,
                RevisionStatus::Suggested | RevisionStatus::Declined
            );
        if skips_the_board {
            return Err(Refusal::ChangedMeanwhile);
        }
        let is_so = revision.status == status && revision.note == note;
        unless(is_so, Event::RevisionDecided { id, status, note })
    }

    fn revision(&self, id: &RevisionId) -> Result<&Revision, Refusal> {
        let revision = self.docket.revisions.get(id);
        revision.ok_or(Refusal::NoSuchRevision)
    }

    fn is_mine_or_mine_to_decide(&self, revision: &Revision) -> Result<(), Refusal> {
        if self.actor.can(Act::DecidePlan) && !revision.is_withdrawn {
            return Ok(());
        }
        self.is_mine(&revision.by)
    }

    fn clean_revision(&self, draft: RevisionDraft) -> Result<RevisionDraft, Refusal> {
        let reason = words(&draft.reason, MAX_LINE)?;
        if reason.is_empty() {
            return Err(Refusal::NeedsReason);
        }
        let draft = RevisionDraft {
            text: draft.text,
            adopted_text: quoted(draft.adopted_text, MAX_PIECE)?,
            proposed_text: words(&draft.proposed_text, MAX_PIECE)?,
            reason,
            source: self.source(draft.source)?,
        };
        if draft.proposed_text == draft.adopted_text {
            return Err(Refusal::Empty);
        }
        Ok(draft)
    }

    fn source(&self, source: RevisionSource) -> Result<RevisionSource, Refusal> {
        match source {
            RevisionSource::Proposal { proposal } => {
                let mut known = self.around.proposals.iter();
                if known.any(|one| one.id == proposal) {
                    Ok(RevisionSource::Proposal { proposal })
                } else {
                    Err(Refusal::NoSuchProposal)
                }
            }
            RevisionSource::BoardItem { item } => Ok(RevisionSource::BoardItem {
                item: some_words(&item, MAX_TITLE)?,
            }),
            RevisionSource::Discussion => Ok(RevisionSource::Discussion),
        }
    }
}
