//! Dot voting (prikkstemming), and what becomes of each group after it.

use std::collections::BTreeMap;

use super::{Asked, Decided, MAX_LINE, MAX_TITLE, is_left_out, some_words, unless, words};
use crate::id::{GroupId, PersonId, StepId};
use crate::proceedings::command::TaskPart;
use crate::proceedings::event::Event;
use crate::proceedings::refusal::Refusal;
use crate::proceedings::seminar::Fact;
use crate::proceedings::seminar::state::Candidate;
use crate::proceedings::state::{
    Phase, Position, ProposalStatus, ReportState, Tool, Vote, VoteResult,
};
use crate::proceedings::steps;
use crate::proceedings::tally::FEWEST_SHOWN;
use crate::programme::Person;
use crate::rights::{Act, Lock, Role, lock};

/// The most dots a facilitator can hand out to each.
const MAX_DOTS: u8 = 20;

impl Asked<'_> {
    pub fn open_vote(&self, dots: u8) -> Decided {
        self.open_vote_on(dots, Vec::new())
    }

    /// A vote on measures of a plan; without any, on what is gathered and on the proposals that stand alone.
    pub(in crate::proceedings) fn open_vote_on(
        &self,
        dots: u8,
        measures: Vec<Candidate>,
    ) -> Decided {
        self.leads()?;
        self.proceedings.is_open_to_change()?;
        self.is_work()?;
        if !(1..=MAX_DOTS).contains(&dots) {
            return Err(Refusal::NotAValue);
        }
        let max_per_candidate = dots.min(2);
        if let Some(vote) = &self.proceedings.vote {
            // Fewer dots would leave ballots over their budget, and a vote that is counted is not thrown away by opening
            // another: whoever means that cancels it first.
            let is_so = vote.result.is_none() && vote.dots == dots;
            return is_so.then(Vec::new).ok_or(Refusal::VoteOpen);
        }
        let alone = if measures.is_empty() {
            self.ungrouped()
        } else {
            Vec::new()
        };
        if measures.is_empty() && alone.is_empty() && self.proceedings.groups.is_empty() {
            return Err(Refusal::NothingToVoteOn);
        }
        let chosen = (!measures.is_empty()).then_some(Event::Seminar {
            fact: Fact::MeasuresChosen { measures },
        });
        let mut events: Vec<Event> = chosen.into_iter().collect();
        events.push(Event::VoteOpened {
            dots,
            max_per_candidate,
            alone,
        });
        events.extend(self.go(Tool::DotVote, Phase::Vote));
        Ok(events)
    }

    /// To the same step's other face, or to the first step that has it.
    fn go(&self, tool: Tool, phase: Phase) -> Option<Event> {
        let at = self.proceedings.position.as_ref()?;
        let all = steps::positions(&self.proceedings.steps, self.around.form());
        let has_tool = |step: &StepId| {
            let step = steps::find(&self.proceedings.steps, step);
            step.is_some_and(|step| step.tool == tool)
        };
        let fits = |position: &&Position| position.phase == phase && has_tool(&position.step);
        let here = all.iter().filter(fits).find(|place| place.step == at.step);
        let to = here.or_else(|| all.iter().find(fits))?;
        (to != at).then(|| Event::Moved { to: to.clone() })
    }

    pub fn give_dots(&self, group: GroupId, dots: u8) -> Decided {
        self.may_give_dots()?;
        self.is_work()?;
        let vote = self.open()?;
        if is_left_out(&vote.counted, self.actor.id()) {
            return Err(Refusal::CountedWithout);
        }
        if self.proceedings.group(&group).is_none() {
            return Err(Refusal::NoSuchGroup);
        }
        if dots > vote.max_per_candidate {
            return Err(Refusal::OverMax);
        }
        let ballot = vote.ballots.get(self.actor.id());
        let before = ballot.and_then(|ballot| ballot.get(&group)).copied();
        let elsewhere: u32 = ballot
            .into_iter()
            .flatten()
            .filter(|(other, _)| **other != group)
            .map(|(_, dots)| u32::from(*dots))
            .sum();
        if elsewhere + u32::from(dots) > u32::from(vote.dots) {
            return Err(Refusal::OverBudget);
        }
        let is_so = before.unwrap_or(0) == dots;
        unless(is_so, Event::DotsGiven { group, dots })
    }

    /// Observers may where they may write; their dots are advice (domain 3.3).
    fn may_give_dots(&self) -> Result<(), Refusal> {
        if self.actor.person.role == Role::Observer {
            return self.actor.may(Act::WriteAssessment);
        }
        self.actor.may(Act::GiveDots)
    }

    fn open(&self) -> Result<&Vote, Refusal> {
        let vote = self.proceedings.vote.as_ref();
        vote.filter(|vote| vote.result.is_none())
            .ok_or(Refusal::VoteNotOpen)
    }

    pub fn finish_voting(&self, is_done: bool) -> Decided {
        self.may_give_dots()?;
        let is_so = self.open()?.done.contains(self.actor.id()) == is_done;
        unless(is_so, Event::VotingFinished { is_done })
    }

    pub fn close_vote(&self) -> Decided {
        self.leads()?;
        self.is_work()?;
        let Some(vote) = &self.proceedings.vote else {
            return Err(Refusal::VoteNotOpen);
        };
        if vote.result.is_some() {
            return Ok(Vec::new());
        }
        let mut events = vec![self.closed(vote)];
        events.extend(self.go(Tool::DotVote, Phase::Result));
        Ok(events)
    }

    /// A second count is the first one again unless enough people changed something to hide each other.
    fn closed(&self, vote: &Vote) -> Event {
        if let Some(shown) = &vote.shown
            && vote.changed.len() < usize::from(FEWEST_SHOWN)
        {
            let (result, counted) = (shown.clone(), vote.counted.clone());
            return Event::VoteClosed { result, counted };
        }
        let counted = if vote.counted.is_empty() {
            let people = self.around.lobby.people.iter();
            let counts = people.filter_map(|one| Some((one.id.clone(), self.is_advice(one)?)));
            counts.collect()
        } else {
            vote.counted.clone()
        };
        let result = self.count(vote, &counted);
        Event::VoteClosed { result, counted }
    }

    /// Totals of those whose dots count, and observers' advice apart. Every candidate is in both.
    fn count(&self, vote: &Vote, counted: &BTreeMap<PersonId, bool>) -> VoteResult {
        let candidates = self.proceedings.groups.iter();
        let none: BTreeMap<GroupId, u16> = candidates.map(|group| (group.id.clone(), 0)).collect();
        let mut result = VoteResult {
            totals: none.clone(),
            advisory: none,
            ..VoteResult::default()
        };
        for (person, ballot) in &vote.ballots {
            let Some(is_advice) = counted.get(person) else {
                continue; // somebody who has lost the right meanwhile
            };
            let sums = if *is_advice {
                &mut result.advisory
            } else {
                &mut result.totals
            };
            for (group, dots) in ballot {
                if let Some(sum) = sums.get_mut(group) {
                    *sum += u16::from(*dots);
                }
            }
            let has_given = ballot.values().any(|dots| *dots > 0);
            result.n_voters += u16::from(has_given && !is_advice);
        }
        result
    }

    /// None when the person's dots count in no way.
    /// By role, seat and settings: dots that were given count also when the meeting has ended meanwhile.
    fn is_advice(&self, person: &Person) -> Option<bool> {
        let meeting = &self.around.lobby.meeting;
        let may = |act| lock(&meeting.standing(person), &meeting.settings, act).is_none();
        match person.role {
            Role::Observer => may(Act::WriteAssessment).then_some(true),
            _ => may(Act::GiveDots).then_some(false),
        }
    }

    pub fn reopen_vote(&self) -> Decided {
        self.leads()?;
        self.is_work()?;
        self.proceedings.is_open_to_change()?;
        let vote = self.proceedings.vote.as_ref();
        if vote.ok_or(Refusal::VoteNotOpen)?.result.is_none() {
            return Ok(Vec::new());
        }
        let mut events = vec![Event::VoteReopened];
        let at = self.proceedings.position.as_ref();
        if at.is_some_and(|at| at.phase == Phase::Result) {
            events.extend(self.go(Tool::DotVote, Phase::Vote));
        }
        Ok(events)
    }

    pub fn cancel_vote(&self, is_counted: bool) -> Decided {
        self.leads()?;
        self.proceedings.is_open_to_change()?;
        let Some(vote) = &self.proceedings.vote else {
            return Ok(Vec::new());
        };
        if vote.result.is_some() != is_counted {
            return Err(Refusal::ChangedMeanwhile);
        }
        let mut events = vec![Event::VoteCancelled];
        let at = self.proceedings.position.as_ref();
        if at.is_some_and(|at| matches!(at.phase, Phase::Vote | Phase::Result)) {
            events.extend(self.go(Tool::Proposals, Phase::Gather));
        }
        Ok(events)
    }

    pub fn draw_line(&self, from_dots: Option<u16>) -> Decided {
        self.leads()?;
        let vote = self.proceedings.vote.as_ref();
        let result = vote.and_then(|vote| vote.result.as_ref());
        let result = result.ok_or(Refusal::VoteNotOpen)?;
        if from_dots == Some(0) {
            return Err(Refusal::NotAValue);
        }
        unless(result.line == from_dots, Event::LineDrawn { from_dots })
    }

    pub fn assign_task(&self, group: GroupId, part: TaskPart) -> Decided {
        self.leads_or_manages()?;
        let before = self.proceedings.group(&group);
        let before = before.ok_or(Refusal::NoSuchGroup)?;
        let part = match part {
            TaskPart::PartOfPlan { part } => {
                let part = part.map(|part| words(&part, MAX_TITLE)).transpose()?;
                let part = part.filter(|part| !part.is_empty());
                TaskPart::PartOfPlan { part }
            }
            part => {
                if let TaskPart::Owner { person: Some(id) } = &part {
                    self.person(id)?;
                }
                part
            }
        };
        let mut task = before.task.clone().unwrap_or_default();
        task.change(part);
        let is_so = before.task.as_ref() == Some(&task);
        unless(is_so, Event::TaskAssigned { group, task })
    }

    /// Domain 3.1; what is put off or turned down says why.
    pub fn set_status(
        &self,
        group: GroupId,
        status: ProposalStatus,
        reason: Option<String>,
    ) -> Decided {
        self.leads_or_manages()?;
        let before = self.proceedings.group(&group);
        let before = before.ok_or(Refusal::NoSuchGroup)?;
        let needs_reason = matches!(status, ProposalStatus::Deferred | ProposalStatus::Rejected);
        let reason = reason.filter(|_| needs_reason);
        let reason = match reason.map(|reason| some_words(&reason, MAX_LINE)) {
            None | Some(Err(Refusal::Empty)) if needs_reason => {
                return Err(Refusal::NeedsReason);
            }
            reason => reason.transpose()?,
        };
        let is_so = before.status == status && before.reason == reason;
        let event = Event::StatusSet {
            group,
            status,
            reason,
        };
        unless(is_so, event)
    }

    pub fn conclude(&self, is_concluded: bool) -> Decided {
        self.leads_or_manages()?;
        if self.proceedings.position.is_none() {
            return Err(Refusal::DayNotBegun);
        }
        let is_so = self.proceedings.concluded_at.is_some() == is_concluded;
        if !is_so && !is_concluded && self.proceedings.report.state == ReportState::InReview {
            return Err(Refusal::ReportInReview);
        }
        if is_so {
            return Ok(Vec::new());
        }
        // No dots are left behind uncounted.
        let vote = self.proceedings.vote.as_ref();
        let open = vote.filter(|vote| is_concluded && vote.result.is_none());
        let closed = open.map(|vote| self.closed(vote));
        let concluded = Event::Concluded { is_concluded };
        Ok(closed.into_iter().chain([concluded]).collect())
    }

    pub fn judge_worth(&self, value: u8) -> Decided {
        self.sits_here()?;
        if self.proceedings.position.is_none() {
            return Err(Refusal::DayNotBegun);
        }
        if self.actor.person.role == Role::Facilitator {
            return Err(Refusal::NotAllowed(Lock::Role));
        }
        if !(1..=3).contains(&value) {
            return Err(Refusal::NotAValue);
        }
        let is_so = self.proceedings.worth.get(self.actor.id()) == Some(&value);
        unless(is_so, Event::WorthJudged { value })
    }
}
