//! What an event does to the state. Never fails and never reads a clock: the log is the truth, whatever rules say now.

use std::collections::BTreeSet;

use super::event::{Entry, Event};
use super::state::{
    Comment, Frozen, Group, Parked, Phase, Position, Proceedings, ProposalState, ProposalStatus,
    ProposedGrade, Reading, ReportState, Round, Score, Settled, Step, Thought, Vote,
};
use crate::id::{GroupId, IndicatorId, PersonId, ProposalId, StepId};
use crate::time::Timestamp;

impl Proceedings {
    pub fn apply_entry(&mut self, entry: &Entry) {
        self.at = self.at.max(entry.at);
        for event in &entry.events {
            self.apply(entry.at, &entry.by, event.clone());
        }
    }

    pub fn apply(&mut self, at: Timestamp, by: &PersonId, event: Event) {
        self.at = self.at.max(at);
        match event {
            Event::DayBegun { steps } => self.steps = steps,
            Event::Moved { to } => self.moved(at, to),
            Event::StepSkipped { step, is_skipped } => {
                self.change_step(&step, |step| step.is_skipped = is_skipped);
            }
            Event::StepMoved { step, before } => self.step_moved(&step, before.as_ref()),
            Event::StepRepeated { step, copy } => self.step_repeated(&step, copy),
            Event::MinutesSet { step, minutes } => {
                self.change_step(&step, |step| step.minutes = minutes);
            }
            Event::TimerSet { timer } => self.timer = timer,
            Event::LookedUp { is_on } => self.looks_up = is_on,
            Event::NoteKept { step, text } => self.note_kept(step, by, text),
            Event::HandRaised => self.hands.push(by.clone()),
            Event::HandLowered { person } => self.hands.retain(|hand| *hand != person),
            Event::ThingParked { id, text } => {
                let by = by.clone();
                self.parked.push(Parked { id, text, by, at });
            }
            Event::ThingUnparked { id } => self.parked.retain(|parked| parked.id != id),
            Event::Concluded { is_concluded } => self.concluded_at = is_concluded.then_some(at),
            Event::WorthJudged { value } => {
                self.worth.insert(by.clone(), value);
            }
            event => self.apply_to_work(at, by, event),
        }
    }

    /// Scores, grades, proposals and votes.
    fn apply_to_work(&mut self, at: Timestamp, by: &PersonId, event: Event) {
        match event {
            Event::ScoringOpened { is_open } => self.scoring_since = is_open.then_some(at),
            Event::Scored {
                indicator,
                person,
                value,
            } => {
                let typed_by = (person != *by).then(|| by.clone());
                let round = self.round(indicator);
                let scores = &mut round.scores;
                scores.insert(person.clone(), Score { value, typed_by });
                if round.shown.is_some() {
                    round.changed.insert(person);
                }
            }
            Event::Thought { indicator, text } => self.thought_kept(indicator, by, text),
            Event::ThoughtShared {
                indicator,
                is_shared,
            } => {
                if let Some(thought) = self.round(indicator).thoughts.get_mut(by) {
                    thought.is_shared = is_shared;
                }
            }
            Event::ScoringFinished { person, is_done } => {
                set(&mut self.done_scoring, &person, is_done);
            }
            Event::ScoresRevealed {
                indicator,
                reveal,
                counted,
            } => {
                let round = self.round(indicator);
                if round.shown.as_ref().map(|shown| &shown.tally) != Some(&reveal.tally) {
                    round.changed.clear();
                }
                round.shown = Some(reveal.clone());
                round.reveal = Some(reveal);
                round.counted = counted;
            }
            Event::RoundReopened { indicator } => self.round(indicator).reveal = None,
            Event::GradeProposed { indicator, grade } => {
                let round = self.round(indicator);
                // Who agreed did so with another grade.
                round.answers.clear();
                round.settled = None;
                let by = by.clone();
                round.proposed = grade.map(|grade| ProposedGrade { grade, by });
            }
            Event::GradeAnswered { indicator, answer } => {
                let answers = &mut self.round(indicator).answers;
                match answer {
                    Some(answer) => answers.insert(by.clone(), answer),
                    None => answers.remove(by),
                };
            }
            Event::GradeSettled {
                indicator,
                grade,
                agreement,
                remark,
                remarks,
            } => {
                let settled = Settled {
                    grade,
                    agreement,
                    remark,
                    remarks,
                    at,
                };
                self.round(indicator).settled = Some(settled);
            }
            Event::GradeUnsettled { indicator } => self.round(indicator).settled = None,
            event => self.apply_to_proposals(at, by, event),
        }
    }

    fn apply_to_proposals(&mut self, at: Timestamp, by: &PersonId, event: Event) {
        match event {
            Event::ProposalDrafted {
                id,
                draft,
                by_observer,
            } => {
                let at = self.proposals.get(&id).map_or(at, |before| before.at);
                let author = by.clone();
                let proposal = ProposalState {
                    author,
                    draft,
                    is_shared: false,
                    is_claimed: false,
                    by_observer,
                    at,
                };
                self.proposals.insert(id, proposal);
            }
            Event::DraftDropped { id } => {
                self.proposals.remove(&id);
            }
            Event::ProposalsShared { ids } => {
                for id in ids {
                    if let Some(proposal) = self.proposals.get_mut(&id) {
                        proposal.is_shared = true;
                    }
                }
            }
            Event::ProposalsOpened => self.proposals_open = true,
            Event::ProposalClaimed { id, is_claimed } => {
                if let Some(proposal) = self.proposals.get_mut(&id) {
                    proposal.is_claimed = is_claimed;
                }
            }
            Event::Gathered {
                group,
                title,
                proposals,
            } => self.gathered(group, title, proposals),
            Event::Ungrouped { proposals } => self.take_out(&proposals),
            Event::GroupRenamed { group, title } => {
                self.change_group(&group, |group| group.title = title);
            }
            event => self.apply_to_vote(at, by, event),
        }
    }

    fn apply_to_vote(&mut self, at: Timestamp, by: &PersonId, event: Event) {
        match event {
            Event::VoteOpened {
                dots,
                max_per_candidate,
                alone,
            } => self.vote_opened(dots, max_per_candidate, alone),
            Event::DotsGiven { group, dots } => {
                if let Some(vote) = &mut self.vote {
                    let ballot = vote.ballots.entry(by.clone()).or_default();
                    ballot.insert(group, dots);
                    ballot.retain(|_, dots| *dots > 0);
                    if vote.shown.is_some() {
                        vote.changed.insert(by.clone());
                    }
                }
            }
            Event::VotingFinished { is_done } => {
                if let Some(vote) = &mut self.vote {
                    set(&mut vote.done, by, is_done);
                }
            }
            Event::VoteClosed { result, counted } => {
                if let Some(vote) = &mut self.vote {
                    if vote.shown.as_ref() != Some(&result) {
                        vote.changed.clear();
                    }
                    vote.shown = Some(result.clone());
                    vote.result = Some(result);
                    vote.counted = counted;
                }
            }
            Event::VoteReopened => {
                if let Some(vote) = &mut self.vote {
                    vote.result = None;
                }
                self.prioritise(None);
            }
            Event::VoteCancelled => {
                self.vote = None;
                self.prioritise(None);
                self.groups.retain(|group| !group.is_one_proposal());
            }
            Event::LineDrawn { from_dots } => {
                let result = self.vote.as_mut().and_then(|vote| vote.result.as_mut());
                if let Some(result) = result {
                    result.line = from_dots;
                }
                self.prioritise(from_dots);
            }
            Event::TaskAssigned { group, task } => {
                self.change_group(&group, |group| group.task = Some(task));
            }
            Event::StatusSet {
                group,
                status,
                reason,
            } => self.change_group(&group, |group| {
                group.status = status;
                group.reason = reason;
            }),
            event => self.apply_to_papers(at, by, event),
        }
    }

    fn apply_to_papers(&mut self, at: Timestamp, by: &PersonId, event: Event) {
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

    fn moved(&mut self, at: Timestamp, to: Position) {
        let before = self.position.take();
        let is_same_step = before.as_ref().is_some_and(|before| before.step == to.step);
        // The clock is for what the group talks about, and not for one face of it.
        let is_same_matter = is_same_step
            && before
                .as_ref()
                .is_some_and(|one| one.indicator == to.indicator);
        if !is_same_step {
            if let Some(before) = before {
                self.change_step(&before.step, |step| step.ended_at = Some(at));
            }
            self.change_step(&to.step, |step| {
                step.started_at.get_or_insert(at);
                step.ended_at = None;
            });
        }
        // Whoever looks back at what is concluded or being voted on closes nothing.
        let is_votable = self.vote.as_ref().is_some_and(|vote| vote.result.is_none());
        if to.phase == Phase::Write && self.concluded_at.is_none() && !is_votable {
            self.proposals_open = false;
        }
        if !is_same_matter {
            self.timer = None;
        }
        self.looks_up = false;
        self.position = Some(to);
    }

    fn step_moved(&mut self, step: &StepId, before: Option<&StepId>) {
        let Some(from) = self.steps.iter().position(|one| one.id == *step) else {
            return;
        };
        let moved = self.steps.remove(from);
        let place = before.and_then(|before| self.steps.iter().position(|one| one.id == *before));
        self.steps.insert(place.unwrap_or(self.steps.len()), moved);
    }

    fn step_repeated(&mut self, step: &StepId, copy: StepId) {
        let place = self.steps.iter().position(|one| one.id == *step);
        let Some(place) = place else {
            return;
        };
        let again = Step {
            id: copy,
            started_at: None,
            ended_at: None,
            is_skipped: false,
            ..self.steps[place].clone()
        };
        self.steps.insert(place + 1, again);
    }

    fn change_step(&mut self, id: &StepId, change: impl FnOnce(&mut Step)) {
        if let Some(step) = self.steps.iter_mut().find(|step| step.id == *id) {
            change(step);
        }
    }

    fn note_kept(&mut self, step: StepId, by: &PersonId, text: String) {
        let notes = self.step_notes.entry(step).or_default();
        if text.is_empty() {
            notes.remove(by);
        } else {
            notes.insert(by.clone(), text);
        }
    }

    fn thought_kept(&mut self, indicator: IndicatorId, by: &PersonId, text: String) {
        let is_revealed = self.is_revealed(&indicator);
        let thoughts = &mut self.round(indicator).thoughts;
        if text.is_empty() {
            thoughts.remove(by);
            return;
        }
        let is_shared = is_revealed && thoughts.get(by).is_some_and(|before| before.is_shared);
        thoughts.insert(by.clone(), Thought { text, is_shared });
    }

    fn round(&mut self, indicator: IndicatorId) -> &mut Round {
        self.rounds.entry(indicator).or_default()
    }

    fn gathered(&mut self, id: GroupId, title: String, proposals: Vec<ProposalId>) {
        let is_there = self.group(&id).is_some();
        let elsewhere: Vec<ProposalId> = match self.group(&id) {
            Some(group) => proposals
                .into_iter()
                .filter(|one| !group.proposals.contains(one))
                .collect(),
            None => proposals,
        };
        self.take_out(&elsewhere);
        if is_there {
            self.change_group(&id, |group| {
                group.title = title;
                group.proposals.extend(elsewhere);
            });
        } else {
            self.groups.push(new_group(id, title, elsewhere));
        }
    }

    /// Out of every group; a group that is empty then is gone.
    fn take_out(&mut self, proposals: &[ProposalId]) {
        for group in &mut self.groups {
            group.proposals.retain(|id| !proposals.contains(id));
        }
        self.groups.retain(|group| !group.proposals.is_empty());
    }

    fn change_group(&mut self, id: &GroupId, change: impl FnOnce(&mut Group)) {
        if let Some(group) = self.groups.iter_mut().find(|group| group.id == *id) {
            change(group);
        }
    }

    fn vote_opened(&mut self, dots: u8, max_per_candidate: u8, alone: Vec<ProposalId>) {
        for proposal in alone {
            let id = GroupId::parse(proposal.as_str()).expect("both kinds of id look the same");
            self.groups
                .push(new_group(id, String::new(), vec![proposal]));
        }
        self.prioritise(None);
        self.vote = Some(Vote {
            dots,
            max_per_candidate,
            ballots: std::collections::BTreeMap::new(),
            done: BTreeSet::new(),
            counted: std::collections::BTreeMap::new(),
            shown: None,
            changed: BTreeSet::new(),
            result: None,
        });
    }

    /// What has dots enough goes on; what has come further is left where it is.
    fn prioritise(&mut self, from_dots: Option<u16>) {
        let result = self.vote.as_ref().and_then(|vote| vote.result.as_ref());
        let totals = result.map(|result| result.totals.clone());
        for group in &mut self.groups {
            let dots = totals.as_ref().and_then(|totals| totals.get(&group.id));
            let is_above = match (from_dots, dots) {
                (Some(line), Some(dots)) => *dots >= line,
                _ => false,
            };
            group.status = match (group.status, is_above) {
                (ProposalStatus::Proposed | ProposalStatus::Prioritised, true) => {
                    ProposalStatus::Prioritised
                }
                (ProposalStatus::Prioritised, false) => ProposalStatus::Proposed,
                (status, _) => status,
            };
        }
    }
}

fn new_group(id: GroupId, title: String, proposals: Vec<ProposalId>) -> Group {
    Group {
        id,
        title,
        proposals,
        status: ProposalStatus::Proposed,
        reason: None,
        task: None,
    }
}

fn set(people: &mut BTreeSet<PersonId>, person: &PersonId, is_in: bool) {
    if is_in {
        people.insert(person.clone());
    } else {
        people.remove(person);
    }
}
