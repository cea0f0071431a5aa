//! Blind scores and the moment they are shown.

use std::collections::BTreeMap;

use super::{Asked, Decided, MAX_LINE, is_left_out, unless, words};
use crate::id::{IndicatorId, PersonId};
use crate::proceedings::event::Event;
use crate::proceedings::refusal::Refusal;
use crate::proceedings::state::{Phase, Position, Reveal, Round, Score};
use crate::proceedings::steps;
use crate::proceedings::tally::{FEWEST_OBSERVERS, FEWEST_SHOWN, Tally};
use crate::rights::{Act, Role};

/// From the button to the first dot: time for every screen to hear of it, so that all move together.
const BREATH_MS: i64 = 700;

impl Asked<'_> {
    pub fn open_scoring(&self, is_open: bool) -> Decided {
        self.leads_or_manages()?;
        self.proceedings.is_open_to_change()?;
        let is_so = self.proceedings.scoring_since.is_some() == is_open;
        unless(is_so, Event::ScoringOpened { is_open })
    }

    pub fn score(
        &self,
        indicator: IndicatorId,
        value: Option<u8>,
        on_behalf_of: Option<PersonId>,
    ) -> Decided {
        let (person, typed_by) = self.whose(on_behalf_of)?;
        self.is_scorable(&indicator, &person)?;
        if value.is_some_and(|value| !self.around.is_value(value)) {
            return Err(Refusal::NotAValue);
        }
        let round = self.proceedings.rounds.get(&indicator);
        let before = round.and_then(|round| round.scores.get(&person));
        let is_own = before.is_some_and(|before| before.typed_by.is_none());
        if typed_by.is_some() && is_own {
            return Err(Refusal::AnsweredThemselves);
        }
        if before == Some(&Score { value, typed_by }) {
            return Ok(Vec::new());
        }
        let was_complete = self.has_all(&person, None);
        let is_complete = self.has_all(&person, Some(&indicator));
        let mut events = vec![Event::Scored {
            indicator,
            person: person.clone(),
            value,
        }];
        if is_complete && !was_complete && !self.proceedings.done_scoring.contains(&person) {
            let is_done = true;
            events.push(Event::ScoringFinished { person, is_done });
        }
        Ok(events)
    }

    /// Whose score it is, and who types it in when that is somebody else.
    fn whose(
        &self,
        on_behalf_of: Option<PersonId>,
    ) -> Result<(PersonId, Option<PersonId>), Refusal> {
        let own = self.actor.id();
        let Some(other) = on_behalf_of.filter(|other| other != own) else {
            self.actor.may(Act::Score)?;
            return Ok((own.clone(), None));
        };
        self.leads()?;
        let person = self.person(&other)?;
        let lock = self.around.lobby.meeting.lock(person, Act::Score);
        lock.map_or(Ok(()), |lock| Err(Refusal::NotAllowed(lock)))?;
        Ok((other, Some(own.clone())))
    }

    fn is_scorable(&self, indicator: &IndicatorId, person: &PersonId) -> Result<(), Refusal> {
        self.around.indicator(indicator)?;
        self.proceedings.is_open_to_change()?;
        let round = self.proceedings.rounds.get(indicator);
        if self.proceedings.is_revealed(indicator) {
            return Err(Refusal::Revealed);
        }
        if round.is_some_and(|round| is_left_out(&round.counted, person)) {
            return Err(Refusal::CountedWithout);
        }
        if self.proceedings.scoring_since.is_none() {
            return Err(Refusal::ScoringNotOpen);
        }
        Ok(())
    }

    /// Whether somebody has answered every indicator, this one counted in.
    fn has_all(&self, person: &PersonId, and: Option<&IndicatorId>) -> bool {
        let indicators = self.around.form().map(|form| &form.indicators);
        indicators.into_iter().flatten().all(|indicator| {
            and == Some(&indicator.id) || self.proceedings.score(&indicator.id, person).is_some()
        })
    }

    /// Everybody who sits in the meeting may think, observers too.
    pub fn think(&self, indicator: IndicatorId, text: &str) -> Decided {
        self.sits_here()?;
        self.actor.may(Act::ReadMaterial)?;
        self.around.indicator(&indicator)?;
        self.proceedings.is_open_to_change()?;
        let text = words(text, MAX_LINE)?;
        let before = self.proceedings.thought(&indicator, self.actor.id());
        let is_so = before.map_or("", |thought| thought.text.as_str()) == text;
        unless(is_so, Event::Thought { indicator, text })
    }

    /// Only when the scores are revealed: a thought can give one away.
    pub fn share_thought(&self, indicator: IndicatorId, is_shared: bool) -> Decided {
        self.sits_here()?;
        let own = self.proceedings.thought(&indicator, self.actor.id());
        let own = own.ok_or(Refusal::Empty)?;
        if is_shared && !self.proceedings.is_revealed(&indicator) {
            return Err(Refusal::NotRevealed);
        }
        let is_so = own.is_shared == is_shared;
        let event = Event::ThoughtShared {
            indicator,
            is_shared,
        };
        unless(is_so, event)
    }

    pub fn finish_scoring(&self, is_done: bool) -> Decided {
        self.actor.may(Act::Score)?;
        self.proceedings.is_open_to_change()?;
        if self.proceedings.scoring_since.is_none() {
            return Err(Refusal::ScoringNotOpen);
        }
        let person = self.actor.id().clone();
        let is_so = self.proceedings.done_scoring.contains(&person) == is_done;
        unless(is_so, Event::ScoringFinished { person, is_done })
    }

    pub fn reveal(&self, indicator: IndicatorId) -> Decided {
        self.leads()?;
        self.around.indicator(&indicator)?;
        self.proceedings.is_open_to_change()?;
        if self.proceedings.position.is_none() {
            return Err(Refusal::DayNotBegun);
        }
        if self.proceedings.is_revealed(&indicator) {
            return Ok(Vec::new());
        }
        let counted = self.counted(&indicator);
        let reveal = self.shown_again(&indicator, &counted);
        let reveal = reveal.unwrap_or_else(|| self.add_up(&indicator, &counted));
        let talk = self.place(&indicator, Phase::Talk);
        let revealed = Event::ScoresRevealed {
            indicator,
            reveal,
            counted,
        };
        let moved = talk.map(|to| Event::Moved { to });
        Ok([Some(revealed), moved].into_iter().flatten().collect())
    }

    /// Whose scores count, and whether as an observer's: the same as the first time, if there was one.
    fn counted(&self, indicator: &IndicatorId) -> BTreeMap<PersonId, bool> {
        let round = self.proceedings.rounds.get(indicator);
        if let Some(round) = round.filter(|round| !round.counted.is_empty()) {
            return round.counted.clone();
        }
        let scorers = self.around.scorers(self.proceedings);
        scorers
            .map(|person| (person.id.clone(), person.role == Role::Observer))
            .collect()
    }

    /// What was shown before, when fewer have changed something since than hide each other: a sum that differs by one
    /// person would show what that person answers. Scores that somebody typed hide nobody.
    fn shown_again(
        &self,
        indicator: &IndicatorId,
        counted: &BTreeMap<PersonId, bool>,
    ) -> Option<Reveal> {
        let round = self.proceedings.rounds.get(indicator)?;
        let hides = |person: &&PersonId| {
            let score = round.scores.get(*person);
            counted.contains_key(*person) && score.is_some_and(|score| score.typed_by.is_none())
        };
        let n_changed = round.changed.iter().filter(hides).count();
        let shown = round.shown.clone()?;
        (n_changed < usize::from(FEWEST_SHOWN)).then(|| Reveal {
            starts_at: self.now.plus_ms(BREATH_MS),
            ..shown
        })
    }

    /// What the scores of those who count say. Observers, where they score at all, are a series of their own when
    /// they are enough to hide each other, else they are among all (domain 2.5).
    fn add_up(&self, indicator: &IndicatorId, counted: &BTreeMap<PersonId, bool>) -> Reveal {
        let no_scores = Round::default();
        let round = self.proceedings.rounds.get(indicator);
        let round = round.unwrap_or(&no_scores);
        let n_observers = counted
            .iter()
            .filter(|(person, is_observer)| **is_observer && self.has_value(indicator, person))
            .count();
        let was_apart = round.shown.as_ref().map(|shown| shown.observers.is_some());
        let is_apart = was_apart.unwrap_or(n_observers >= usize::from(FEWEST_OBSERVERS));
        let (observers, others): (Vec<_>, Vec<_>) = counted
            .iter()
            .partition(|(_, is_observer)| is_apart && **is_observer);
        let ids = |people: Vec<(&'_ PersonId, &bool)>| -> Vec<PersonId> {
            people.into_iter().map(|(id, _)| id.clone()).collect()
        };
        let observers = ids(observers);
        Reveal {
            starts_at: self.now.plus_ms(BREATH_MS),
            tally: self.tally(round, &ids(others)),
            observers: (!observers.is_empty()).then(|| self.tally(round, &observers)),
        }
    }

    fn tally(&self, round: &Round, people: &[PersonId]) -> Tally {
        let steps = self.around.form().map(|form| form.scale.steps.iter());
        let values: Vec<u8> = steps.into_iter().flatten().map(|step| step.value).collect();
        let scores: Vec<Option<u8>> = people
            .iter()
            .filter_map(|person| round.scores.get(person))
            .map(|score| score.value)
            .collect();
        let n_missing = u16::try_from(people.len() - scores.len()).unwrap_or(u16::MAX);
        let tally = Tally::of(&values, scores, n_missing);
        // A few own answers among many that one person typed are that person's to read.
        let of_own = people.iter().filter(|person| {
            let score = round.scores.get(person);
            score.is_some_and(|score| score.value.is_some() && score.typed_by.is_none())
        });
        let n_own = of_own.count();
        if (1..usize::from(FEWEST_SHOWN)).contains(&n_own) {
            return tally.hidden();
        }
        tally
    }

    fn has_value(&self, indicator: &IndicatorId, person: &PersonId) -> bool {
        let score = self.proceedings.score(indicator, person);
        score.is_some_and(|score| score.value.is_some())
    }

    /// Back to before the reveal; nothing that was written is lost.
    pub fn reopen(&self, indicator: IndicatorId) -> Decided {
        self.leads()?;
        self.around.indicator(&indicator)?;
        self.proceedings.is_open_to_change()?;
        if !self.proceedings.is_revealed(&indicator) {
            return Ok(Vec::new());
        }
        let at = self.proceedings.position.as_ref();
        let is_there = at.is_some_and(|at| at.indicator.as_ref() == Some(&indicator));
        let back = is_there
            .then(|| self.place(&indicator, Phase::Waiting))
            .flatten();
        let reopened = Event::RoundReopened { indicator };
        let moved = back.map(|to| Event::Moved { to });
        Ok([Some(reopened), moved].into_iter().flatten().collect())
    }

    /// Where an indicator has a face: in the step the group is in when it has one there.
    fn place(&self, indicator: &IndicatorId, phase: Phase) -> Option<Position> {
        let steps = &self.proceedings.steps;
        let all = steps::positions(steps, self.around.form());
        let fits = |position: &&Position| {
            position.indicator.as_ref() == Some(indicator) && position.phase == phase
        };
        let here = self.proceedings.position.as_ref().map(|at| &at.step);
        let in_this_step = all
            .iter()
            .filter(fits)
            .find(|place| Some(&place.step) == here);
        in_this_step.or_else(|| all.iter().find(fits)).cloned()
    }
}
