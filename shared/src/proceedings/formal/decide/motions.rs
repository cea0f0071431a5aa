//! Motions: put by whoever has a seat, and by nobody else.

use super::{Asked, Decided, Fact, MAX_IN_ITEM, MAX_MOTION, happens, is_in, unless};
use crate::id::{ItemId, NoteId, PersonId};
use crate::proceedings::decide::some_words;
use crate::proceedings::formal::state::{Item, Motion, MotionKind, Question};
use crate::proceedings::refusal::Refusal;
use crate::rights::Act;

impl Asked<'_> {
    pub fn put_motion(
        &self,
        item: ItemId,
        motion: NoteId,
        kind: MotionKind,
        text: &str,
        by: Option<PersonId>,
    ) -> Decided {
        let found = self.open(&item)?;
        let by = match by {
            Some(other) if other != *self.me() => {
                self.records_in(found)?;
                self.has_vote(found, &other)?;
                other
            }
            _ => {
                self.may_in(found, Act::PutMotion)?;
                self.has_vote(found, self.me())?;
                self.me().clone()
            }
        };
        let text = some_words(text, MAX_MOTION)?;
        if let Some(known) = found.motion(&motion) {
            let is_same = known.by == by && known.text == text;
            return if is_same {
                Ok(Vec::new())
            } else {
                Err(Refusal::IdTaken)
            };
        }
        is_undecided(found)?;
        if found.motions.len() >= MAX_IN_ITEM {
            return Err(Refusal::TooMany);
        }
        happens(Fact::MotionPut {
            item,
            motion,
            kind,
            text,
            by,
        })
    }

    pub fn withdraw_motion(&self, item: ItemId, motion: NoteId, is_withdrawn: bool) -> Decided {
        let found = self.open(&item)?;
        let known = motion_of(found, &motion)?;
        if known.by == *self.me() {
            is_in(found, self.me())?;
        } else {
            self.records_in(found)?;
        }
        let is_so = known.is_withdrawn == is_withdrawn;
        if !is_so {
            is_undecided(found)?;
        }
        if known.outcome.is_some() {
            return Err(Refusal::AlreadyDecided);
        }
        unless(
            is_so,
            Fact::MotionWithdrawn {
                item,
                motion,
                is_withdrawn,
            },
        )
    }

    pub fn take_in(&self, item: ItemId, motion: NoteId, is_in: bool) -> Decided {
        let found = self.open(&item)?;
        self.records_in(found)?;
        let known = motion_of(found, &motion)?;
        let is_so = known.is_taken_in == is_in;
        if !is_so {
            is_undecided(found)?;
        }
        if known.is_withdrawn || known.outcome.is_some() || known.kind == MotionKind::Separate {
            return Err(Refusal::AlreadyDecided);
        }
        unless(
            is_so,
            Fact::TakenIn {
                item,
                motion,
                is_in,
            },
        )
    }
}

fn is_undecided(item: &Item) -> Result<(), Refusal> {
    if item.resolution.is_some() {
        return Err(Refusal::AlreadyDecided);
    }
    let votes = item.vote.as_ref();
    if votes.is_some_and(|vote| vote.question == Question::Proposal) {
        return Err(Refusal::FormalVoteOpen);
    }
    Ok(())
}

fn motion_of<'a>(item: &'a Item, motion: &NoteId) -> Result<&'a Motion, Refusal> {
    item.motion(motion).ok_or(Refusal::NoSuchNote)
}
