//! What lies before and after the day: the fact sheet and the report.

use jiff::civil::Date;

use super::{Asked, Decided, MAX_LINE, MAX_TEXT, MAX_TITLE, some_words, unless, words};
use crate::fact_sheet::{FactSheet, Fault, clean};
use crate::id::{NoteId, PersonId};
use crate::proceedings::event::Event;
use crate::proceedings::refusal::Refusal;
use crate::proceedings::state::{FollowUpNote, ReportState};
use crate::rights::Act;

/// The most recommendations a report can bring along.
const MAX_FOLLOW_UPS: usize = 100;
const MAX_COMMENTS: usize = 1_000;
const MAX_READERS: usize = 200;

fn refusal(fault: Fault) -> Refusal {
    match fault {
        Fault::NoTitle => Refusal::Empty,
        Fault::TooLong => Refusal::TooLong,
        Fault::TooMany => Refusal::TooMany,
        Fault::NotAValue => Refusal::NotAValue,
        Fault::NoSuchIndicator => Refusal::NoSuchIndicator,
    }
}

impl Asked<'_> {
    pub fn write_fact_sheet(&self, sheet: &FactSheet, version: u32) -> Decided {
        self.actor.may(Act::ManageMeeting)?;
        let form = self.around.form().ok_or(Refusal::NoSuchIndicator)?;
        let sheet = clean(sheet, form).map_err(|problem| refusal(problem.fault))?;
        let before = &self.proceedings.fact_sheet;
        if before.sheet == sheet {
            return Ok(Vec::new());
        }
        if before.version != version {
            return Err(Refusal::ChangedMeanwhile);
        }
        let sheet = Box::new(sheet);
        Ok(vec![Event::FactSheetWritten { sheet }])
    }

    pub fn share_fact_sheet(&self, is_shared: bool) -> Decided {
        self.actor.may(Act::ManageMeeting)?;
        let is_so = self.proceedings.fact_sheet.shared_at.is_some() == is_shared;
        unless(is_so, Event::FactSheetShared { is_shared })
    }

    pub fn mark_fact_sheet_read(&self) -> Decided {
        self.actor.takes_part()?;
        self.actor.may(Act::ReadMaterial)?;
        let fact_sheet = &self.proceedings.fact_sheet;
        if fact_sheet.shared_at.is_none() {
            return Err(Refusal::NoSuchNote);
        }
        let is_so = fact_sheet.read_by.contains(self.actor.id());
        unless(is_so, Event::FactSheetRead)
    }

    pub fn follow_up(&self, idx: usize, note: Option<FollowUpNote>) -> Decided {
        self.actor.may(Act::ManageMeeting)?;
        if idx >= MAX_FOLLOW_UPS {
            return Err(Refusal::NoSuchNote);
        }
        let note = note.map(|note| {
            Ok(FollowUpNote {
                what_happened: words(&note.what_happened, MAX_TEXT)?,
                ..note
            })
        });
        let note = note.transpose()?;
        let is_so = self.proceedings.fact_sheet.follow_ups.get(&idx) == note.as_ref();
        unless(is_so, Event::FollowedUp { idx, note })
    }

    pub fn send_report(&self, due: Option<Date>, mut readers: Vec<PersonId>) -> Decided {
        self.leads_or_manages()?;
        if self.proceedings.concluded_at.is_none() {
            return Err(Refusal::NotConcluded);
        }
        readers.sort();
        readers.dedup();
        if readers.len() > MAX_READERS {
            return Err(Refusal::TooMany);
        }
        for reader in &readers {
            self.person(reader)?;
        }
        let report = &self.proceedings.report;
        let is_so = report.state == ReportState::InReview
            && report.due == due
            && report.readers.keys().eq(readers.iter());
        unless(is_so, Event::ReportSent { due, readers })
    }

    pub fn withdraw_report(&self) -> Decided {
        self.leads_or_manages()?;
        let is_so = self.proceedings.report.state == ReportState::Draft;
        unless(is_so, Event::ReportWithdrawn)
    }

    /// A reader has it before them; nothing for others.
    pub fn open_report(&self) -> Decided {
        self.is_in_review()?;
        let reading = self.proceedings.report.readers.get(self.actor.id());
        let is_so = reading.is_none_or(|reading| reading.opened_at.is_some());
        unless(is_so, Event::ReportOpened)
    }

    pub fn confirm_read(&self, is_read: bool) -> Decided {
        self.is_in_review()?;
        let reading = self.proceedings.report.readers.get(self.actor.id());
        let is_so = reading.ok_or(Refusal::NotYours)?.read_at.is_some() == is_read;
        unless(is_so, Event::ReadConfirmed { is_read })
    }

    pub fn comment_report(
        &self,
        id: NoteId,
        section: &str,
        quote: Option<String>,
        text: &str,
    ) -> Decided {
        self.is_in_review()?;
        let comments = &self.proceedings.report.comments;
        if comments.iter().any(|comment| comment.id == id) {
            return Ok(Vec::new());
        }
        if comments.len() >= MAX_COMMENTS {
            return Err(Refusal::TooMany);
        }
        let quote = quote.map(|quote| words(&quote, MAX_LINE)).transpose()?;
        Ok(vec![Event::ReportCommented {
            id,
            section: words(section, MAX_TITLE)?,
            quote: quote.filter(|quote| !quote.is_empty()),
            text: some_words(text, MAX_TEXT)?,
        }])
    }

    /// One's own, or for whom finishes the report anybody's.
    pub fn resolve_comment(&self, id: NoteId, is_resolved: bool) -> Decided {
        let mut comments = self.proceedings.report.comments.iter();
        let comment = comments.find(|comment| comment.id == id);
        let comment = comment.ok_or(Refusal::NoSuchNote)?;
        if self.leads_or_manages().is_err() {
            self.is_in_review()?;
            if comment.by != *self.actor.id() {
                return Err(Refusal::NotYours);
            }
        }
        let is_so = comment.is_resolved == is_resolved;
        unless(is_so, Event::CommentResolved { id, is_resolved })
    }

    /// And the actor is one of those who follow it.
    fn is_in_review(&self) -> Result<(), Refusal> {
        self.actor.takes_part()?;
        self.actor.may(Act::ReadMaterial)?;
        let report = &self.proceedings.report;
        match report.state {
            ReportState::InReview => {}
            ReportState::Draft => return Err(Refusal::ReportNotSent),
            ReportState::Final => return Err(Refusal::ReportFinal),
        }
        let is_writer = self.leads_or_manages().is_ok();
        let is_open = report.is_open_to(self.actor.id(), is_writer, true);
        is_open.then_some(()).ok_or(Refusal::NotYours)
    }

    pub fn finalise_report(&self) -> Decided {
        self.leads_or_manages()?;
        if self.proceedings.report.state != ReportState::InReview {
            return Err(Refusal::ReportNotSent);
        }
        if self.proceedings.concluded_at.is_none() {
            return Err(Refusal::NotConcluded);
        }
        let report = self.around.report.clone();
        let report = report.ok_or(Refusal::TextsMissing)?;
        Ok(vec![Event::ReportFinalised {
            hash: report.hash,
            content: report.content,
        }])
    }
}
