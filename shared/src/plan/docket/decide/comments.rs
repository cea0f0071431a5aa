//! Comments: by everybody who reads the plan, also when it is frozen.

use std::collections::BTreeSet;

use super::{Asked, Decided, MAX_TEXT, MAX_TITLE, some_words, unless};
use crate::id::{NoteId, PersonId};
use crate::plan::docket::event::Event;
use crate::plan::docket::place::Place;
use crate::plan::docket::refusal::Refusal;
use crate::plan::docket::state::{Comment, Thread};
use crate::rights::Act;

/// The most comments of one person.
pub const MAX_OF_ONE: usize = 300;
const MAX_COMMENTS: usize = 3_000;

impl Asked<'_> {
    pub fn comment(
        &self,
        id: NoteId,
        place: Place,
        text: &str,
        mentions: BTreeSet<PersonId>,
    ) -> Decided {
        self.speaks()?;
        self.is_not_aside(place.row())?;
        let (place, text) = (clean(place)?, some_words(text, MAX_TEXT)?);
        self.are_people(&mentions)?;
        if let Some((_, before)) = self.docket.comment(&id) {
            return self.is_so_already(before);
        }
        self.has_room_for_comments()?;
        Ok(vec![Event::Commented {
            id,
            place,
            text,
            mentions,
        }])
    }

    pub fn reply(
        &self,
        thread: NoteId,
        id: NoteId,
        text: &str,
        mentions: BTreeSet<PersonId>,
    ) -> Decided {
        self.speaks()?;
        self.is_not_aside(self.thread(&thread)?.place.row())?;
        let text = some_words(text, MAX_TEXT)?;
        self.are_people(&mentions)?;
        if let Some((_, before)) = self.docket.comment(&id) {
            return self.is_so_already(before);
        }
        self.has_room_for_comments()?;
        Ok(vec![Event::Replied {
            thread,
            id,
            text,
            mentions,
        }])
    }

    pub fn edit_comment(&self, id: NoteId, text: &str, mentions: BTreeSet<PersonId>) -> Decided {
        let comment = self.own_comment(&id)?;
        if comment.is_deleted {
            return Err(Refusal::NoSuchNote);
        }
        let text = some_words(text, MAX_TEXT)?;
        // Who was meant before may have left meanwhile.
        let is_new = |id: &&PersonId| !comment.mentions.contains(*id);
        self.are_people(&mentions.iter().filter(is_new).cloned().collect())?;
        let is_so = comment.text == text && comment.mentions == mentions;
        unless(is_so, Event::CommentEdited { id, text, mentions })
    }

    pub fn delete_comment(&self, id: NoteId, is_deleted: bool) -> Decided {
        let is_so = self.own_comment(&id)?.is_deleted == is_deleted;
        unless(is_so, Event::CommentDeleted { id, is_deleted })
    }

    /// By whoever began it, was asked in it, or writes the plan.
    pub fn resolve_thread(&self, id: NoteId, is_resolved: bool) -> Decided {
        self.speaks()?;
        let thread = self.thread(&id)?;
        self.is_not_aside(thread.place.row())?;
        let own = self.actor.id();
        let mut comments = thread.comments.iter();
        let concerns = comments.any(|comment| comment.by == *own || comment.mentions.contains(own));
        if !concerns {
            self.actor.may(Act::EditPlan)?;
        }
        let is_so = thread.resolved.is_some() == is_resolved;
        unless(is_so, Event::ThreadResolved { id, is_resolved })
    }

    fn thread(&self, id: &NoteId) -> Result<&Thread, Refusal> {
        self.docket.threads.get(id).ok_or(Refusal::NoSuchNote)
    }

    fn own_comment(&self, id: &NoteId) -> Result<&Comment, Refusal> {
        self.speaks()?;
        let (thread, comment) = self.docket.comment(id).ok_or(Refusal::NoSuchNote)?;
        self.is_mine(&comment.by)?;
        self.is_not_aside(thread.place.row())?;
        Ok(comment)
    }

    fn is_so_already(&self, before: &Comment) -> Decided {
        if before.by == *self.actor.id() {
            return Ok(Vec::new());
        }
        Err(Refusal::IdTaken)
    }

    fn has_room_for_comments(&self) -> Result<(), Refusal> {
        let comments = || self.docket.threads.values().flat_map(|one| &one.comments);
        let own = comments().filter(|comment| comment.by == *self.actor.id());
        if comments().count() >= MAX_COMMENTS || own.count() >= MAX_OF_ONE {
            return Err(Refusal::TooMany);
        }
        Ok(())
    }
}

fn clean(place: Place) -> Result<Place, Refusal> {
    Ok(match place {
        Place::Field { row, field } => Place::Field {
            row,
            field: some_words(&field, MAX_TITLE)?,
        },
        Place::Words { text, quote } => Place::Words {
            text,
            quote: quote.map(Asked::quote).transpose()?,
        },
        place => place,
    })
}
