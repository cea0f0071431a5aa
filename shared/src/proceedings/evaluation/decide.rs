//! The only code that says no about the evaluation.

use std::collections::BTreeSet;

use super::ask::{Ask, PromisePart};
use super::fact::Fact;
use super::result::{EvaluationResult, Renewal};
use super::state::{BoardPromise, Evaluation};
use crate::id::{PersonId, PromiseId, QuestionId};
use crate::meeting::MeetingKind;
use crate::proceedings::decide::{Actor, MAX_LINE, MAX_TEXT, Surroundings, some_words, words};
use crate::proceedings::refusal::Refusal;
use crate::proceedings::state::{FollowUpNote, Proceedings};
use crate::rights::{Act, Lock};

/// So many promises of an earlier seminar can be followed up, more than any form allows to make.
const MAX_FOLLOW_UPS: usize = 20;

type Decided = Result<Vec<Fact>, Refusal>;

/// What an asking makes happen. Empty when it is so already.
///
/// # Errors
/// Why it may not happen.
pub fn decide(
    proceedings: &Proceedings,
    around: &Surroundings<'_>,
    actor: &Actor<'_>,
    ask: Ask,
) -> Decided {
    if around.lobby.meeting.kind != MeetingKind::BoardSeminar {
        return Err(Refusal::NotAllowed(Lock::Setting));
    }
    let asked = Asked {
        evaluation: &proceedings.evaluation,
        around,
        actor,
    };
    match ask {
        Ask::Include {
            statement,
            is_included,
        } => asked.include(statement, is_included),
        Ask::Open => asked.open(),
        Ask::Close => asked.close(),
        Ask::Answer { statement, value } => asked.answer(statement, value),
        Ask::Write { question, text } => asked.write(question, &text),
        Ask::Finish { is_done } => asked.finish(is_done),
        Ask::ShowObservers { is_shown } => asked.show_observers(is_shown),
        Ask::Promise { promise } => asked.promise(promise),
        Ask::ChangePromise { id, part } => asked.change_promise(&id, part),
        Ask::DropPromise { id } => asked.drop_promise(id),
        Ask::FollowUp { id, note } => asked.follow_up(id, note),
    }
}

impl Surroundings<'_> {
    /// Whom the evaluation asks: the board and its deputies as the meeting lists them, until it has been shown; from then
    /// on those whose answers are in it.
    pub fn invited<'a>(&'a self, evaluation: &'a Evaluation) -> impl Iterator<Item = &'a PersonId> {
        let was_shown = evaluation.was_shown();
        let listed = self.lobby.people.iter().filter(move |person| {
            !was_shown && self.lobby.meeting.allows(person, Act::AnswerEvaluation)
        });
        let counted = evaluation.counted.iter().filter(move |_| was_shown);
        listed.map(|person| &person.id).chain(counted)
    }
}

struct Asked<'a> {
    evaluation: &'a Evaluation,
    around: &'a Surroundings<'a>,
    actor: &'a Actor<'a>,
}

#[expect(clippy::unnecessary_wraps, reason = "every rule ends with it")]
fn unless(is_so: bool, fact: Fact) -> Decided {
    Ok(if is_so { Vec::new() } else { vec![fact] })
}

impl Asked<'_> {
    fn opens(&self) -> Result<(), Refusal> {
        self.actor.may_any(&[Act::LeadMeeting, Act::ManageMeeting])
    }

    fn include(&self, statement: QuestionId, is_included: bool) -> Decided {
        self.opens()?;
        let evaluation = self.evaluation;
        let found = evaluation.whole_form().statement(&statement);
        if !found.is_some_and(|found| found.optional) {
            return Err(Refusal::NoSuchQuestion);
        }
        let is_so = evaluation.included.contains(&statement) == is_included;
        if !is_so && evaluation.form.is_some() {
            return Err(Refusal::EvaluationOpened);
        }
        let fact = Fact::Included {
            statement,
            is_included,
        };
        unless(is_so, fact)
    }

    fn open(&self) -> Decided {
        self.opens()?;
        if self.evaluation.is_forgotten() {
            return Err(Refusal::EvaluationForgotten);
        }
        let form = Box::new(self.evaluation.whole_form().clone());
        unless(self.evaluation.opened_at.is_some(), Fact::Opened { form })
    }

    /// The first time so many have answered that they hide each other, it is written down whose answers are in it.
    fn close(&self) -> Decided {
        self.opens()?;
        let evaluation = self.evaluation;
        if evaluation.opened_at.is_none() {
            return match evaluation.closed_at {
                Some(_) => Ok(Vec::new()),
                None => Err(Refusal::EvaluationNotOpen),
            };
        }
        let counted: BTreeSet<PersonId> = self.around.invited(evaluation).cloned().collect();
        let fresh = EvaluationResult::of(&evaluation.asked(), &evaluation.sheets, &counted);
        let nothing = EvaluationResult::default();
        let before = evaluation.shown.as_ref().unwrap_or(&nothing);
        let (
            result,
            Renewal {
                recounted,
                rewritten,
            },
        ) = before.renewed(fresh, evaluation);
        let is_shown = result.is_shown();
        Ok(vec![Fact::Closed {
            result,
            counted: if is_shown { counted } else { BTreeSet::new() },
            recounted,
            rewritten,
        }])
    }

    /// Whether the actor answers here now.
    fn answers(&self) -> Result<(), Refusal> {
        self.actor.may(Act::AnswerEvaluation)?;
        let evaluation = self.evaluation;
        if evaluation.opened_at.is_none() {
            return Err(Refusal::EvaluationNotOpen);
        }
        let own = &self.actor.person.id;
        if evaluation.was_shown() && !evaluation.counted.contains(own) {
            return Err(Refusal::CountedWithout);
        }
        Ok(())
    }

    fn answer(&self, statement: QuestionId, value: Option<u8>) -> Decided {
        self.answers()?;
        let form = self.evaluation.asked();
        if form.statement(&statement).is_none() {
            return Err(Refusal::NoSuchQuestion);
        }
        if value.is_some_and(|value| !form.values().contains(&value)) {
            return Err(Refusal::NotAValue);
        }
        let own = self.evaluation.sheets.get(&self.actor.person.id);
        let before = own.and_then(|sheet| sheet.answers.get(&statement));
        let is_so = before == Some(&value);
        unless(is_so, Fact::Answered { statement, value })
    }

    fn write(&self, question: QuestionId, text: &str) -> Decided {
        self.answers()?;
        if !self.evaluation.asked().has(&question) {
            return Err(Refusal::NoSuchQuestion);
        }
        let text = words(text, MAX_TEXT)?;
        let own = self.evaluation.sheets.get(&self.actor.person.id);
        let before = own.and_then(|sheet| sheet.texts.get(&question));
        let is_so = before.map_or("", String::as_str) == text;
        unless(is_so, Fact::Wrote { question, text })
    }

    fn finish(&self, is_done: bool) -> Decided {
        self.answers()?;
        let own = self.evaluation.sheets.get(&self.actor.person.id);
        let is_so = own.is_some_and(|sheet| sheet.is_done) == is_done;
        unless(is_so, Fact::Finished { is_done })
    }

    fn show_observers(&self, is_shown: bool) -> Decided {
        self.actor.may(Act::ShowEvaluation)?;
        let is_so = self.evaluation.observers_see == is_shown;
        unless(is_so, Fact::ObserversShown { is_shown })
    }

    fn promise(&self, promise: BoardPromise) -> Decided {
        self.actor.may(Act::MakePromises)?;
        let promise = self.clean(promise, None)?;
        if let Some(before) = self.evaluation.promise(&promise.id) {
            return if *before == promise {
                Ok(Vec::new())
            } else {
                Err(Refusal::IdTaken)
            };
        }
        if self.evaluation.promises.len() >= self.evaluation.whole_form().outcome.max {
            return Err(Refusal::TooMany);
        }
        Ok(vec![Fact::Promised { promise }])
    }

    fn change_promise(&self, id: &PromiseId, part: PromisePart) -> Decided {
        self.actor.may(Act::MakePromises)?;
        let before = self.evaluation.promise(id);
        let before = before.ok_or(Refusal::NoSuchPromise)?;
        let mut promise = before.clone();
        promise.change(part);
        let promise = self.clean(promise, Some(before))?;
        unless(*before == promise, Fact::Promised { promise })
    }

    /// Words of a fit length, and nobody and nothing that is not there. Who was responsible before may have left meanwhile.
    fn clean(
        &self,
        promise: BoardPromise,
        before: Option<&BoardPromise>,
    ) -> Result<BoardPromise, Refusal> {
        let mut people = self.around.lobby.people.iter();
        let was_responsible = before.and_then(|before| before.responsible.as_ref());
        if let Some(id) = &promise.responsible
            && was_responsible != Some(id)
            && !people.any(|person| person.id == *id)
        {
            return Err(Refusal::NoSuchPerson);
        }
        let form = self.evaluation.whole_form();
        if let Some(source) = &promise.source
            && !form.has(source)
        {
            return Err(Refusal::NoSuchQuestion);
        }
        let text = some_words(&promise.text, MAX_LINE)?;
        Ok(BoardPromise { text, ..promise })
    }

    fn drop_promise(&self, id: PromiseId) -> Decided {
        self.actor.may(Act::MakePromises)?;
        let is_so = self.evaluation.promise(&id).is_none();
        unless(is_so, Fact::PromiseDropped { id })
    }

    fn follow_up(&self, id: PromiseId, note: Option<FollowUpNote>) -> Decided {
        self.actor
            .may_any(&[Act::MakePromises, Act::ManageMeeting])?;
        let follow_ups = &self.evaluation.follow_ups;
        if !follow_ups.contains_key(&id) && follow_ups.len() >= MAX_FOLLOW_UPS {
            return Err(Refusal::TooMany);
        }
        let note = note.map(|note| {
            Ok(FollowUpNote {
                what_happened: words(&note.what_happened, MAX_TEXT)?,
                ..note
            })
        });
        let note = note.transpose()?;
        let is_so = follow_ups.get(&id) == note.as_ref();
        unless(is_so, Fact::FollowedUp { id, note })
    }
}
