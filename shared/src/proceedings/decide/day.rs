//! The day's plan as it goes: steps, timer, hands, what is parked.

use super::{Asked, Decided, MAX_LINE, MAX_TEXT, some_words, unless, words};
use crate::id::{NoteId, PersonId, StepId};
use crate::proceedings::event::Event;
use crate::proceedings::refusal::Refusal;
use crate::proceedings::state::{Phase, Position, Timer, Tool};
use crate::proceedings::steps::{self, MAX_STEPS};
use crate::rights::Act;
use crate::run_sheet::MAX_MINUTES;

/// The longest timer, in milliseconds.
const MAX_TIMER_MS: i64 = 4 * 60 * 60 * 1_000;
const MAX_PARKED: usize = 500;
const MAX_PARKED_BY_ONE: usize = 50;

impl Asked<'_> {
    pub fn begin_day(&self) -> Decided {
        self.leads()?;
        if !self.proceedings.steps.is_empty() {
            return Ok(Vec::new());
        }
        let sheet = self.around.lobby.meeting.run_sheet.as_ref();
        let steps = steps::begin(sheet.ok_or(Refusal::NoSuchStep)?);
        let form = self.around.form();
        let first = steps::positions(&steps, form).into_iter().next();
        let to = first.ok_or(Refusal::NoSuchStep)?;
        let mut events = vec![Event::DayBegun { steps }];
        events.push(Event::Moved { to });
        Ok(events)
    }

    pub fn move_on(&self, from: &Position, to: Position) -> Decided {
        self.leads()?;
        let at = self.proceedings.position.as_ref();
        let at = at.ok_or(Refusal::DayNotBegun)?;
        if *at == to {
            return Ok(Vec::new());
        }
        if at != from {
            return Err(Refusal::MovedMeanwhile);
        }
        let steps = &self.proceedings.steps;
        if !steps::positions(steps, self.around.form()).contains(&to) {
            return Err(Refusal::NoSuchStep);
        }
        if let (Some(indicator), Phase::Talk | Phase::Grade) = (&to.indicator, to.phase)
            && !self.proceedings.is_revealed(indicator)
        {
            return Err(Refusal::NotRevealed);
        }
        let tool = steps::find(steps, &to.step).map(|step| step.tool);
        let mut events = Vec::new();
        // Who only looks back at what is concluded changes nothing.
        if self.proceedings.is_open_to_change().is_ok() {
            events.extend(self.opened_by(tool, &to));
        }
        events.push(Event::Moved { to });
        Ok(events)
    }

    /// What is opened for everybody by going somewhere.
    fn opened_by(&self, tool: Option<Tool>, to: &Position) -> Vec<Event> {
        let mut events = Vec::new();
        let scores = matches!(tool, Some(Tool::SilentScoring | Tool::IndicatorRound));
        if scores && self.proceedings.scoring_since.is_none() {
            events.push(Event::ScoringOpened { is_open: true });
        }
        let gathers = tool == Some(Tool::Proposals) && to.phase == Phase::Gather;
        if gathers && self.no_vote_is_open().is_ok() && !self.proceedings.proposals_open {
            events.extend(self.share_all());
        }
        events.extend(self.board_opened_by(to));
        events
    }

    pub fn skip_step(&self, step: StepId, is_skipped: bool) -> Decided {
        let is_so = self.step(&step)?.is_skipped == is_skipped;
        unless(is_so, Event::StepSkipped { step, is_skipped })
    }

    pub fn move_step(&self, step: StepId, before: Option<StepId>) -> Decided {
        self.step(&step)?;
        if let Some(before) = &before {
            self.step(before)?;
        }
        let steps = &self.proceedings.steps;
        let place = steps.iter().position(|one| one.id == step);
        let follower = place.and_then(|place| steps.get(place + 1));
        let is_so =
            before.as_ref() == Some(&step) || follower.map(|step| &step.id) == before.as_ref();
        unless(is_so, Event::StepMoved { step, before })
    }

    pub fn repeat_step(&self, step: StepId, copy: StepId) -> Decided {
        self.step(&step)?;
        if self.step(&copy).is_ok() {
            return Ok(Vec::new());
        }
        if self.proceedings.steps.len() >= MAX_STEPS {
            return Err(Refusal::TooMany);
        }
        Ok(vec![Event::StepRepeated { step, copy }])
    }

    pub fn set_minutes(&self, step: StepId, minutes: u16) -> Decided {
        let is_so = self.step(&step)?.minutes == minutes;
        if !(1..=MAX_MINUTES).contains(&minutes) {
            return Err(Refusal::NotAValue);
        }
        unless(is_so, Event::MinutesSet { step, minutes })
    }

    /// A step that somebody who leads wants to change.
    fn step(&self, id: &StepId) -> Result<&crate::proceedings::state::Step, Refusal> {
        self.leads()?;
        if self.proceedings.steps.is_empty() {
            return Err(Refusal::DayNotBegun);
        }
        steps::find(&self.proceedings.steps, id).ok_or(Refusal::NoSuchStep)
    }

    pub fn start_timer(&self, seconds: u32) -> Decided {
        self.leads()?;
        let total_ms = i64::from(seconds) * 1_000;
        if !(1_000..=MAX_TIMER_MS).contains(&total_ms) {
            return Err(Refusal::NotAValue);
        }
        let timer = Timer {
            ends_at: Some(self.now.plus_ms(total_ms)),
            left_ms: total_ms,
            total_ms,
        };
        Ok(vec![Event::TimerSet { timer: Some(timer) }])
    }

    pub fn extend_timer(&self, seconds: i32) -> Decided {
        self.change_timer(|timer| {
            let more_ms = i64::from(seconds) * 1_000;
            // A timer that is out starts again from now.
            let from = timer.ends_at.map(|end| end.max(self.now));
            Timer {
                ends_at: from.map(|end| {
                    let longest = self.now.plus_ms(MAX_TIMER_MS);
                    end.plus_ms(more_ms).clamp(self.now, longest)
                }),
                left_ms: (timer.left_ms + more_ms).clamp(0, MAX_TIMER_MS),
                total_ms: (timer.total_ms + more_ms).clamp(0, MAX_TIMER_MS),
            }
        })
    }

    pub fn pause_timer(&self) -> Decided {
        self.change_timer(|timer| match timer.ends_at {
            None => timer,
            Some(end) => Timer {
                ends_at: None,
                left_ms: (end.0 - self.now.0).max(0),
                ..timer
            },
        })
    }

    pub fn resume_timer(&self) -> Decided {
        self.change_timer(|timer| match timer.ends_at {
            Some(_) => timer,
            None => Timer {
                ends_at: Some(self.now.plus_ms(timer.left_ms)),
                ..timer
            },
        })
    }

    pub fn stop_timer(&self) -> Decided {
        self.leads()?;
        let is_so = self.proceedings.timer.is_none();
        unless(is_so, Event::TimerSet { timer: None })
    }

    /// Nothing without a timer: somebody else has stopped it.
    fn change_timer(&self, change: impl FnOnce(Timer) -> Timer) -> Decided {
        self.leads()?;
        let Some(timer) = self.proceedings.timer else {
            return Ok(Vec::new());
        };
        let changed = change(timer);
        unless(
            changed == timer,
            Event::TimerSet {
                timer: Some(changed),
            },
        )
    }

    pub fn look_up(&self, is_on: bool) -> Decided {
        self.leads()?;
        unless(
            self.proceedings.looks_up == is_on,
            Event::LookedUp { is_on },
        )
    }

    pub fn keep_note(&self, step: StepId, text: &str) -> Decided {
        self.leads()?;
        let steps = &self.proceedings.steps;
        if !steps.is_empty() && steps::find(steps, &step).is_none() {
            return Err(Refusal::NoSuchStep);
        }
        let text = words(text, MAX_TEXT)?;
        let notes = self.proceedings.step_notes.get(&step);
        let mine = notes.and_then(|notes| notes.get(self.actor.id()));
        let is_so = mine.map_or("", String::as_str) == text;
        if notes.is_none() && self.proceedings.step_notes.len() >= MAX_STEPS {
            return Err(Refusal::TooMany);
        }
        unless(is_so, Event::NoteKept { step, text })
    }

    pub fn raise_hand(&self) -> Decided {
        self.sits_here()?;
        let is_so = self.proceedings.hands.contains(self.actor.id());
        unless(is_so, Event::HandRaised)
    }

    pub fn lower_hand(&self, person: Option<PersonId>) -> Decided {
        let own = self.actor.id();
        let person = person.unwrap_or_else(|| own.clone());
        if person == *own {
            self.actor.takes_part()?;
        } else {
            self.leads()?;
        }
        let is_so = !self.proceedings.hands.contains(&person);
        unless(is_so, Event::HandLowered { person })
    }

    pub fn park(&self, id: NoteId, text: &str) -> Decided {
        self.sits_here()?;
        self.actor.may(Act::ReadMaterial)?;
        if self.proceedings.parked.iter().any(|parked| parked.id == id) {
            return Ok(Vec::new());
        }
        let text = some_words(text, MAX_LINE)?;
        let parked = &self.proceedings.parked;
        let own = parked.iter().filter(|one| one.by == *self.actor.id());
        if parked.len() >= MAX_PARKED || own.count() >= MAX_PARKED_BY_ONE {
            return Err(Refusal::TooMany);
        }
        Ok(vec![Event::ThingParked { id, text }])
    }

    /// One's own, or for whom leads anybody's.
    pub fn unpark(&self, id: NoteId) -> Decided {
        let mut parked = self.proceedings.parked.iter();
        let Some(parked) = parked.find(|parked| parked.id == id) else {
            return Ok(Vec::new());
        };
        if parked.by != *self.actor.id() {
            self.leads()?;
        }
        Ok(vec![Event::ThingUnparked { id }])
    }
}
