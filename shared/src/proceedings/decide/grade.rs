//! The common grade: on the table, answered by each, written down by the facilitator. Never an average.

use std::collections::BTreeMap;

use super::{Asked, Decided, MAX_LINE, some_words, unless};
use crate::id::{IndicatorId, PersonId};
use crate::proceedings::event::Event;
use crate::proceedings::refusal::Refusal;
use crate::proceedings::state::{Agreement, Answer, Grade, Round};
use crate::rights::Act;

impl Asked<'_> {
    pub fn propose_grade(&self, indicator: IndicatorId, grade: Option<Grade>) -> Decided {
        self.leads()?;
        let round = self.revealed(&indicator)?;
        match grade {
            Some(Grade::One(value)) if !self.around.is_value(value) => {
                return Err(Refusal::NotAValue);
            }
            Some(Grade::Range { lowest, highest }) => {
                let are_values = self.around.is_value(lowest) && self.around.is_value(highest);
                if !are_values || lowest >= highest {
                    return Err(Refusal::NotAValue);
                }
            }
            _ => {}
        }
        let is_so = round.proposed.as_ref().map(|proposed| proposed.grade) == grade;
        unless(is_so, Event::GradeProposed { indicator, grade })
    }

    pub fn answer_grade(
        &self,
        indicator: IndicatorId,
        grade: Grade,
        answer: Option<Answer>,
    ) -> Decided {
        self.actor.may(Act::AgreeOnGrade)?;
        let round = self.on_the_table(&indicator, grade)?;
        if round.settled.is_some() {
            return Err(Refusal::GradeSettled);
        }
        let answer = answer.map(clean).transpose()?;
        let is_so = round.answers.get(self.actor.id()) == answer.as_ref();
        unless(is_so, Event::GradeAnswered { indicator, answer })
    }

    /// Writes down the grade on the table with what people answered to it; what each kind of agreement needs is domain 2.6.
    pub fn settle_grade(&self, indicator: IndicatorId, grade: Grade) -> Decided {
        self.leads()?;
        let round = self.on_the_table(&indicator, grade)?;
        let remarks = remarks(round);
        let is_against = |answer: &Answer| *answer == Answer::NotAgreed;
        let agreement = match grade {
            Grade::Range { .. } => Agreement::NotAgreed,
            Grade::One(_) if round.answers.values().any(is_against) => {
                return Err(Refusal::NeedsRange);
            }
            Grade::One(_) if !remarks.is_empty() => Agreement::AgreedWithRemark,
            Grade::One(_) => Agreement::Agreed,
        };
        if !self.around.with_rationale.contains(&indicator) {
            return Err(Refusal::NeedsRationale);
        }
        let is_so = round.settled.as_ref().is_some_and(|settled| {
            (settled.grade, settled.agreement, &settled.remarks) == (grade, agreement, &remarks)
        });
        let event = Event::GradeSettled {
            indicator,
            grade,
            agreement,
            remark: None,
            remarks,
        };
        unless(is_so, event)
    }

    pub fn unsettle_grade(&self, indicator: IndicatorId) -> Decided {
        self.leads()?;
        let is_so = self.revealed(&indicator)?.settled.is_none();
        unless(is_so, Event::GradeUnsettled { indicator })
    }

    /// The round of an indicator on whose table this grade lies.
    fn on_the_table(&self, indicator: &IndicatorId, grade: Grade) -> Result<&Round, Refusal> {
        let round = self.revealed(indicator)?;
        match &round.proposed {
            None => Err(Refusal::NoGradeProposed),
            Some(proposed) if proposed.grade != grade => Err(Refusal::ChangedMeanwhile),
            Some(_) => Ok(round),
        }
    }

    /// The round of an indicator whose scores are shown, and that may still change.
    fn revealed(&self, indicator: &IndicatorId) -> Result<&Round, Refusal> {
        self.around.indicator(indicator)?;
        self.proceedings.is_open_to_change()?;
        let round = self.proceedings.rounds.get(indicator);
        round
            .filter(|round| round.reveal.is_some())
            .ok_or(Refusal::NotRevealed)
    }
}

/// Whose remark each is.
fn remarks(round: &Round) -> BTreeMap<PersonId, String> {
    let answers = round.answers.iter();
    let remarks = answers.filter_map(|(id, answer)| match answer {
        Answer::AgreedWithRemark { remark } => Some((id.clone(), remark.clone())),
        Answer::Agreed | Answer::NotAgreed => None,
    });
    remarks.collect()
}

/// On one line, so that nobody writes a line in somebody else's name.
fn clean(answer: Answer) -> Result<Answer, Refusal> {
    match answer {
        Answer::AgreedWithRemark { remark } => {
            match some_words(&remark.replace('\n', " "), MAX_LINE) {
                Err(Refusal::Empty) => Err(Refusal::NeedsRemark),
                remark => Ok(Answer::AgreedWithRemark { remark: remark? }),
            }
        }
        plain => Ok(plain),
    }
}
