//! The plan as a whole: from state to state, and what is said of it then.

use jiff::civil::Date;

use super::{Asked, Decided, MAX_LINE, MAX_TEXT, some_words, unless, words};
use crate::drafts::year_of;
use crate::id::VersionId;
use crate::plan::checks::{self, ProposalState};
use crate::plan::docket::command::HeadPart;
use crate::plan::docket::coverage::{Coverage, coverage};
use crate::plan::docket::event::Event;
use crate::plan::docket::refusal::Refusal;
use crate::plan::docket::state::{Occasion, RevisionStatus, Treatment};
use crate::plan::{PlanKind, PlanState};
use crate::rights::Act;
use crate::time::day_of;

/// The longest case number or name, in characters.
const MAX_NUMBER: usize = 60;

impl Asked<'_> {
    pub fn move_on(&self, from: PlanState, treatment: &Treatment, version: VersionId) -> Decided {
        self.actor.may(Act::DecidePlan)?;
        let head = &self.docket.head;
        let to = from.next().ok_or(Refusal::PlanFrozen)?;
        if let Some(kept) = self.docket.versions.get(&version) {
            // The same asking once more.
            let is_so = kept.occasion == Occasion::State { to };
            return if is_so {
                Ok(Vec::new())
            } else {
                Err(Refusal::IdTaken)
            };
        }
        if head.state != from {
            return Err(Refusal::ChangedMeanwhile);
        }
        self.has_room_for_versions(1)?;
        let treatment = self.treatment(to, treatment)?;
        self.is_ready()?;
        let hash = match to {
            PlanState::BoardProposal | PlanState::Adopted => {
                Some(self.around.hash.ok_or(Refusal::TextsMissing)?.to_owned())
            }
            PlanState::Draft | PlanState::Funded => None,
        };
        let mut events = vec![Event::MovedOn {
            to,
            treatment,
            hash,
        }];
        if to == PlanState::Adopted {
            let (accepted, adopted) = (RevisionStatus::Accepted, RevisionStatus::Adopted);
            events.extend(self.revisions(accepted, adopted));
        }
        events.push(Event::VersionKept {
            id: version,
            name: String::new(),
            occasion: Occasion::State { to },
        });
        Ok(events)
    }

    /// What the council adopts, or adopts no more, together with the plan.
    fn revisions(&self, from: RevisionStatus, to: RevisionStatus) -> impl Iterator<Item = Event> {
        let revisions = self.docket.revisions.iter();
        let concerned = revisions
            .filter(move |(_, revision)| revision.status == from && !revision.is_withdrawn);
        concerned.map(move |(id, _)| Event::RevisionDecided {
            id: id.clone(),
            status: to,
            note: None,
        })
    }

    fn treatment(&self, to: PlanState, treatment: &Treatment) -> Result<Treatment, Refusal> {
        let date = treatment.date.ok_or(Refusal::NeedsDate)?;
        let head = &self.docket.head;
        let before = match to {
            PlanState::Draft | PlanState::BoardProposal => None,
            PlanState::Adopted => head.board_date,
            PlanState::Funded => head.council_date.or(head.board_date),
        };
        is_a_day(date)?;
        // It has happened.
        if date > day_of(self.now) {
            return Err(Refusal::DateAhead);
        }
        if before.is_some_and(|before| date < before) {
            return Err(Refusal::DatesOutOfOrder);
        }
        Ok(Treatment {
            date: Some(date),
            case_number: number(treatment.case_number.as_deref())?,
            conditions: words(&treatment.conditions, MAX_TEXT)?,
        })
    }

    /// Errors and proposals that nobody has answered stand in the way; what is a warning asks, and no more.
    fn is_ready(&self) -> Result<(), Refusal> {
        let plan = self.plan()?;
        // What became of the proposals is answered in the year's plan.
        let proposals = match self.around.kind {
            PlanKind::ActionPlan => self.around.proposals,
            PlanKind::RestructuringPlan => &[],
        };
        let covered = coverage(plan, &self.docket.ends, proposals);
        let states: Vec<ProposalState> = covered.iter().map(Coverage::state).collect();
        let findings = checks::check(plan, &states);
        let blocks = findings.iter().any(|one| one.check.blocks_handing_over());
        if blocks {
            return Err(Refusal::NotReady);
        }
        Ok(())
    }

    pub fn unlock(&self, from: PlanState, to: PlanState, reason: &str) -> Decided {
        self.actor.may(Act::DecidePlan)?;
        let state = self.docket.head.state;
        if !state.is_frozen() {
            return Err(Refusal::NotFrozen);
        }
        if state != from {
            return Err(Refusal::ChangedMeanwhile);
        }
        if to >= from {
            return Err(Refusal::NotAValue);
        }
        let reason = words(reason, MAX_LINE)?;
        if reason.is_empty() {
            return Err(Refusal::NeedsReason);
        }
        let mut events = vec![Event::Unlocked { to, reason }];
        if from >= PlanState::Adopted && to < PlanState::Adopted {
            let (adopted, accepted) = (RevisionStatus::Adopted, RevisionStatus::Accepted);
            events.extend(self.revisions(adopted, accepted));
        }
        Ok(events)
    }

    pub fn set_head(&self, part: HeadPart) -> Decided {
        self.actor.may(Act::DecidePlan)?;
        let head = &self.docket.head;
        let part = clean(part)?;
        let mut after = head.clone();
        after.set(part.clone());
        let days = [after.board_date, after.council_date, after.grant_date];
        let days: Vec<Date> = days.into_iter().flatten().collect();
        if !days.is_sorted() {
            return Err(Refusal::DatesOutOfOrder);
        }
        unless(part.same_part(head) == part, Event::HeadSet { part })
    }
}

fn clean(part: HeadPart) -> Result<HeadPart, Refusal> {
    if let HeadPart::BoardDate { date: Some(date) }
    | HeadPart::CouncilDate { date: Some(date) }
    | HeadPart::GrantDate { date: Some(date) } = part
    {
        is_a_day(date)?;
    }
    Ok(match part {
        HeadPart::Version { name } => HeadPart::Version {
            name: some_words(&name, MAX_NUMBER)?,
        },
        HeadPart::CaseNumber { number: typed } => HeadPart::CaseNumber {
            number: number(typed.as_deref())?,
        },
        HeadPart::Conditions { text } => HeadPart::Conditions {
            text: words(&text, MAX_TEXT)?,
        },
        part => part,
    })
}

fn number(typed: Option<&str>) -> Result<Option<String>, Refusal> {
    let number = typed.map(|typed| words(typed, MAX_NUMBER)).transpose()?;
    Ok(number.filter(|number| !number.is_empty()))
}

fn is_a_day(date: Date) -> Result<(), Refusal> {
    year_of(date).map(|_| ()).ok_or(Refusal::NotAValue)
}
