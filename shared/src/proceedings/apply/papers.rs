//! What an event does to the fact sheet and the report.

use super::super::event::Event;
use super::super::state::{Comment, Frozen, Proceedings, Reading, ReportState};
use crate::id::PersonId;
use crate::time::Timestamp;

impl Proceedings {
    pub(super) fn apply_to_papers(&mut self, at: Timestamp, by: &PersonId, event: Event) {
        let sheet = &mut self.fact_sheet;
        let report = &mut self.report;
        match event {
            Event::FactSheetWritten { sheet: written } => {
                sheet.sheet = *written;
                sheet.version += 1;
                sheet.written_by = Some(by.clone());
            }
            Event::FactSheetShared { is_shared } => sheet.shared_at = is_shared.then_some(at),
            Event::FactSheetRead => {
                sheet.read_by.insert(by.clone());
            }
            Event::FollowedUp { idx, note } => {
                match note {
                    Some(note) => sheet.follow_ups.insert(idx, note),
                    None => sheet.follow_ups.remove(&idx),
                };
            }
            Event::ReportSent { due, readers } => {
                report.state = ReportState::InReview;
                report.sent_at = Some(at);
                report.due = due;
                let mut before = std::mem::take(&mut report.readers);
                report.readers = readers
                    .into_iter()
                    .map(|id| {
                        let reading = before.remove(&id).unwrap_or_default();
                        (id, reading)
                    })
                    .collect();
            }
            Event::ReportWithdrawn => {
                report.state = ReportState::Draft;
                report.sent_at = None;
            }
            Event::ReportOpened => {
                let reading = report.readers.entry(by.clone()).or_default();
                reading.opened_at.get_or_insert(at);
            }
            Event::ReadConfirmed { is_read } => {
                let reading = report.readers.entry(by.clone()).or_default();
                *reading = Reading {
                    opened_at: reading.opened_at.or(Some(at)),
                    read_at: is_read.then_some(at),
                };
            }
            Event::ReportCommented {
                id,
                section,
                quote,
                text,
            } => report.comments.push(Comment {
                id,
                by: by.clone(),
                at,
                section,
                quote,
                text,
                is_resolved: false,
            }),
            Event::CommentResolved { id, is_resolved } => {
                let mut comments = report.comments.iter_mut();
                if let Some(comment) = comments.find(|comment| comment.id == id) {
                    comment.is_resolved = is_resolved;
                }
            }
            Event::ReportFinalised { hash, content } => {
                report.state = ReportState::Final;
                report.frozen = Some(Frozen { at, hash, content });
            }
            _ => unreachable!("every other event is applied before it gets here"),
        }
    }
}
