//! What an event does to the state. Never fails and never reads a clock: the log is the truth, whatever rules say now.

use super::command::HeadPart;
use super::event::{Entry, Event};
use super::state::{
    Comment, Docket, Frozen, Mark, ProposalEnd, Revision, RevisionStatus, StateMove, Suggestion,
    SuggestionState, Thread, Treatment, Version,
};
use crate::id::{NoteId, PersonId, ProposalId, RevisionId, SuggestionId};
use crate::plan::{Head, PlanState};
use crate::time::Timestamp;

impl Docket {
    pub fn apply_entry(&mut self, entry: &Entry) {
        self.at = self.at.max(entry.at);
        for event in &entry.events {
            self.apply(entry.at, &entry.by, event.clone());
        }
    }

    pub fn apply(&mut self, at: Timestamp, by: &PersonId, event: Event) {
        self.at = self.at.max(at);
        match event {
            Event::PlanBegun { head, last_year } => {
                self.head = head;
                self.last_year = last_year;
            }
            Event::MovedOn {
                to,
                treatment,
                hash,
            } => self.moved_on(at, by, to, treatment, hash),
            Event::Unlocked { to, reason } => self.unlocked(at, by, to, reason),
            Event::HeadSet { part } => self.head.set(part),
            Event::ProposalsLinked { proposals, link } => {
                for proposal in proposals {
                    self.change_end(at, by, &proposal, |end| {
                        end.refusal = None;
                        if !end.links.contains(&link) {
                            end.links.push(link.clone());
                        }
                    });
                }
            }
            Event::ProposalsUnlinked { proposals, link } => {
                for proposal in proposals {
                    self.change_end(at, by, &proposal, |end| {
                        end.links.retain(|one| *one != link);
                    });
                }
            }
            Event::ProposalsRefused { proposals, refusal } => {
                for proposal in proposals {
                    self.change_end(at, by, &proposal, |end| end.refusal.clone_from(&refusal));
                }
            }
            Event::VersionKept { id, name, occasion } => {
                let number = self.versions.values().map(|version| version.number).max();
                let version = Version {
                    number: number.unwrap_or(0) + 1,
                    name,
                    occasion,
                    state: self.head.state,
                    by: by.clone(),
                    at,
                };
                self.versions.insert(id, version);
            }
            Event::VersionRenamed { id, name } => {
                if let Some(version) = self.versions.get_mut(&id) {
                    version.name = name;
                }
            }
            Event::MeasureFollowedUp { measure, follow_up } => {
                match follow_up {
                    Some(follow_up) => self.follow_ups.insert(measure, follow_up),
                    None => self.follow_ups.remove(&measure),
                };
            }
            event => self.apply_to_talk(at, by, event),
        }
    }

    /// Comments, suggestions and revisions.
    fn apply_to_talk(&mut self, at: Timestamp, by: &PersonId, event: Event) {
        let comment = |id: NoteId, text, mentions| Comment {
            id,
            by: by.clone(),
            at,
            text,
            mentions,
            edited_at: None,
            is_deleted: false,
        };
        match event {
            Event::Commented {
                id,
                place,
                text,
                mentions,
            } => {
                let thread = Thread {
                    place,
                    comments: vec![comment(id.clone(), text, mentions)],
                    resolved: None,
                };
                self.threads.insert(id, thread);
            }
            Event::Replied {
                thread,
                id,
                text,
                mentions,
            } => {
                if let Some(thread) = self.threads.get_mut(&thread) {
                    thread.comments.push(comment(id, text, mentions));
                }
            }
            Event::CommentEdited { id, text, mentions } => {
                self.change_comment(&id, |comment| {
                    comment.text = text;
                    comment.mentions = mentions;
                    comment.edited_at = Some(at);
                });
            }
            Event::CommentDeleted { id, is_deleted } => {
                self.change_comment(&id, |comment| comment.is_deleted = is_deleted);
            }
            Event::ThreadResolved { id, is_resolved } => {
                let by = by.clone();
                if let Some(thread) = self.threads.get_mut(&id) {
                    thread.resolved = is_resolved.then_some(Mark { by, at });
                }
            }
            event => self.apply_to_suggestions(at, by, event),
        }
    }

    fn apply_to_suggestions(&mut self, at: Timestamp, by: &PersonId, event: Event) {
        match event {
            Event::Suggested { id, draft } => {
                let new = Suggestion {
                    draft: draft.clone(),
                    by: by.clone(),
                    at,
                    state: SuggestionState::Open,
                    answered: None,
                };
                self.suggestions.entry(id).or_insert(new).draft = draft;
            }
            Event::SuggestionWithdrawn { id, is_withdrawn } => {
                let state = if is_withdrawn {
                    SuggestionState::Withdrawn
                } else {
                    SuggestionState::Open
                };
                self.suggestion_came_to(at, by, &id, state);
            }
            Event::SuggestionAnswered { id, state } => self.suggestion_came_to(at, by, &id, state),
            Event::Revised { id, draft } => {
                let new = Revision {
                    draft: draft.clone(),
                    by: by.clone(),
                    at,
                    status: RevisionStatus::Suggested,
                    note: None,
                    decided: None,
                    is_withdrawn: false,
                };
                self.revisions.entry(id).or_insert(new).draft = draft;
            }
            Event::RevisionWithdrawn { id, is_withdrawn } => {
                self.change_revision(&id, |revision| revision.is_withdrawn = is_withdrawn);
            }
            Event::RevisionDecided { id, status, note } => {
                let by = by.clone();
                self.change_revision(&id, |revision| {
                    revision.status = status;
                    revision.note = note;
                    revision.decided = Some(Mark { by, at });
                });
            }
            _ => unreachable!("every other event is applied before it gets here"),
        }
    }

    fn moved_on(
        &mut self,
        at: Timestamp,
        by: &PersonId,
        to: PlanState,
        treatment: Treatment,
        hash: Option<String>,
    ) {
        self.moves.push(StateMove {
            from: self.head.state,
            to,
            by: by.clone(),
            at,
            treatment: Some(treatment.clone()),
            reason: None,
            hash: hash.clone(),
        });
        self.head.was_treated(to, treatment);
        if let Some(hash) = hash {
            self.frozen = Some(Frozen { at, hash });
        }
    }

    fn unlocked(&mut self, at: Timestamp, by: &PersonId, to: PlanState, reason: String) {
        self.moves.push(StateMove {
            from: self.head.state,
            to,
            by: by.clone(),
            at,
            treatment: None,
            reason: Some(reason),
            hash: None,
        });
        self.head.went_back(to);
        if !to.is_frozen() {
            self.frozen = None;
        }
    }

    fn change_end(
        &mut self,
        at: Timestamp,
        by: &PersonId,
        proposal: &ProposalId,
        change: impl FnOnce(&mut ProposalEnd),
    ) {
        let end = self.ends.entry(proposal.clone()).or_default();
        change(end);
        end.by = Some(by.clone());
        end.at = at;
        if end.links.is_empty() && end.refusal.is_none() {
            self.ends.remove(proposal);
        }
    }

    fn change_comment(&mut self, id: &NoteId, change: impl FnOnce(&mut Comment)) {
        let threads = self.threads.values_mut();
        let mut comments = threads.flat_map(|thread| &mut thread.comments);
        if let Some(comment) = comments.find(|comment| comment.id == *id) {
            change(comment);
        }
    }

    fn suggestion_came_to(
        &mut self,
        at: Timestamp,
        by: &PersonId,
        id: &SuggestionId,
        state: SuggestionState,
    ) {
        if let Some(suggestion) = self.suggestions.get_mut(id) {
            let by = by.clone();
            suggestion.state = state;
            suggestion.answered = (state != SuggestionState::Open).then_some(Mark { by, at });
        }
    }

    fn change_revision(&mut self, id: &RevisionId, change: impl FnOnce(&mut Revision)) {
        if let Some(revision) = self.revisions.get_mut(id) {
            change(revision);
        }
    }
}

impl Head {
    /// One part of it is another.
    pub(super) fn set(&mut self, part: HeadPart) {
        match part {
            HeadPart::Version { name } => self.version = name,
            HeadPart::BoardDate { date } => self.board_date = date,
            HeadPart::CouncilDate { date } => self.council_date = date,
            HeadPart::CaseNumber { number } => self.case_number = number,
            HeadPart::GrantDate { date } => self.grant_date = date,
            HeadPart::Conditions { text } => self.conditions = text,
        }
    }

    fn was_treated(&mut self, to: PlanState, treatment: Treatment) {
        self.state = to;
        match to {
            PlanState::Draft => {}
            PlanState::BoardProposal => self.board_date = treatment.date,
            PlanState::Adopted => self.council_date = treatment.date,
            PlanState::Funded => {
                self.grant_date = treatment.date;
                self.conditions = treatment.conditions;
            }
        }
        if treatment.case_number.is_some() {
            self.case_number = treatment.case_number;
        }
    }

    /// What was said in later states has not happened to the plan as it is now; it stays among the moves.
    fn went_back(&mut self, to: PlanState) {
        self.state = to;
        if to < PlanState::Funded {
            self.grant_date = None;
            self.conditions.clear();
        }
        if to < PlanState::Adopted {
            self.council_date = None;
        }
        if to < PlanState::BoardProposal {
            self.board_date = None;
        }
    }
}
