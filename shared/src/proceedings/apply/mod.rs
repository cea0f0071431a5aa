//! What an event does to the state. Never fails and never reads a clock: the log is the truth, whatever rules say now.

mod papers;
mod proposals;

use std::collections::BTreeSet;

use super::event::{Entry, Event};
use super::state::{
    Parked, Phase, Position, Proceedings, ProposedGrade, Round, Score, Settled, Step, Thought,
};
use crate::id::{IndicatorId, PersonId, StepId};
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
            Event::Formal { fact } => self.formal.apply(at, by, fact),
            Event::WorthJudged { value } => {
                self.worth.insert(by.clone(), value);
            }
            Event::Evaluation { fact } => self.evaluation.apply(at, by, fact),
            Event::Seminar { fact } => self.apply_to_seminar(by, fact),
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
        self.close_board(&to);
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
}

fn set(people: &mut BTreeSet<PersonId>, person: &PersonId, is_in: bool) {
    if is_in {
        people.insert(person.clone());
    } else {
        people.remove(person);
    }
}
