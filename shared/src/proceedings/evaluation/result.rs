//! What a closed evaluation says: distributions, means and what was written, without names and without an order.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::form::{EvaluationForm, Statement};
use super::state::{Evaluation, Sheet};
use crate::id::{PersonId, QuestionId};
use crate::proceedings::shuffle::mix;
use crate::proceedings::tally::{FEWEST_SHOWN, Tally};

/// Added up once, when it is closed. Holds what is too little to show too: that is cut for each viewer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EvaluationResult {
    pub n_invited: u16,
    pub n_answered: u16,
    pub statements: BTreeMap<QuestionId, Tally>,
    /// In an order that is made of the words alone.
    pub texts: BTreeMap<QuestionId, Vec<String>>,
}

/// What of a result was added up anew.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renewal {
    pub recounted: BTreeSet<QuestionId>,
    pub rewritten: BTreeSet<QuestionId>,
}

impl EvaluationResult {
    /// Of these people's sheets.
    pub fn of(
        form: &EvaluationForm,
        sheets: &BTreeMap<PersonId, Sheet>,
        counted: &BTreeSet<PersonId>,
    ) -> Self {
        let counted_sheets = || counted.iter().filter_map(|person| sheets.get(person));
        let values = form.values();
        let tally = |statement: &Statement| {
            let answers = counted_sheets().filter_map(|sheet| sheet.answers.get(&statement.id));
            let answers: Vec<Option<u8>> = answers.copied().collect();
            let n_missing = count(counted.len().saturating_sub(answers.len()));
            Tally::of(&values, answers, n_missing)
        };
        let statements = form.statements();
        let open = form.open_questions.iter().map(|question| &question.id);
        let questions = form.statements().map(|statement| &statement.id).chain(open);
        let texts = questions.map(|question| {
            let texts = counted_sheets().filter_map(|sheet| sheet.texts.get(question));
            (question.clone(), shuffled(texts.cloned().collect()))
        });
        Self {
            n_invited: count(counted.len()),
            n_answered: count(counted_sheets().filter(|sheet| sheet.is_answered()).count()),
            statements: statements
                .map(|statement| (statement.id.clone(), tally(statement)))
                .collect(),
            texts: texts.filter(|(_, texts)| !texts.is_empty()).collect(),
        }
    }

    /// Whether so many answered that they hide each other.
    pub fn is_shown(&self) -> bool {
        self.n_answered >= FEWEST_SHOWN
    }

    /// What is shown after it was open again: each distribution is the old one until as many have answered otherwise as
    /// hide each other, because two that differ by one person would show what that person answered.
    pub fn renewed(&self, fresh: Self, evaluation: &Evaluation) -> (Self, Renewal) {
        if !self.is_shown() {
            let renewal = fresh.all();
            return (fresh, renewal);
        }
        let mut next = self.clone();
        let mut renewal = Renewal::default();
        for (id, tally) in fresh.statements {
            let before = self.statements.get(&id);
            let is_first = tally.is_shown() && !before.is_some_and(Tally::is_shown);
            if is_first || is_enough(evaluation.answered_anew.get(&id)) {
                renewal.recounted.insert(id.clone());
                next.statements.insert(id, tally);
            }
        }
        for (id, changed) in &evaluation.wrote_anew {
            if is_enough(Some(changed)) {
                renewal.rewritten.insert(id.clone());
                let texts = fresh.texts.get(id).cloned().unwrap_or_default();
                next.texts.insert(id.clone(), texts);
            }
        }
        if renewal != Renewal::default() {
            next.n_answered = fresh.n_answered;
        }
        (next, renewal)
    }

    /// What nobody has been shown of the words of a sheet.
    pub(super) fn take_out_unseen(&mut self, sheet: &Sheet) {
        for (question, text) in &sheet.texts {
            let statement = self.statements.get(question);
            let is_seen = self.is_shown() && statement.is_none_or(Tally::is_shown);
            let Some(texts) = self.texts.get_mut(question).filter(|_| !is_seen) else {
                continue;
            };
            let place = texts.iter().position(|one| one == text);
            place.map(|place| texts.remove(place));
        }
        self.texts.retain(|_, texts| !texts.is_empty());
    }

    /// Of what is too little to be shown only how many there are.
    pub(super) fn hide_what_is_too_little(&mut self) {
        if !self.is_shown() {
            self.statements.clear();
            self.texts.clear();
        }
        for tally in self.statements.values_mut() {
            *tally = tally.shown();
        }
    }

    fn all(&self) -> Renewal {
        Renewal {
            recounted: self.statements.keys().cloned().collect(),
            rewritten: self.texts.keys().cloned().collect(),
        }
    }
}

fn is_enough(changed: Option<&BTreeSet<PersonId>>) -> bool {
    changed.is_some_and(|changed| changed.len() >= usize::from(FEWEST_SHOWN))
}

/// In the order of a number made of the words: nothing of who wrote them, or when, is in it.
pub fn shuffled(mut texts: Vec<String>) -> Vec<String> {
    texts.sort_by(|one, other| (mix(&[one]), one).cmp(&(mix(&[other]), other)));
    texts
}

/// A hundred times the mean, rounded half up; none without answers.
pub fn mean_x100(values: &[u8], tally: &Tally) -> Option<u32> {
    let (sum, n) = sum(values, tally);
    (200 * sum + n).checked_div(2 * n)
}

fn sum(values: &[u8], tally: &Tally) -> (u32, u32) {
    let pairs = values.iter().zip(&tally.counts);
    pairs.fold((0, 0), |(sum, n), (value, count)| {
        let count = u32::from(*count);
        (sum + u32::from(*value) * count, n + count)
    })
}

/// The statements with the highest means and those with the lowest, the most extreme first. Ties go to the form's order,
/// and no statement is among both.
pub fn extremes(
    form: &EvaluationForm,
    statements: &BTreeMap<QuestionId, Tally>,
) -> (Vec<QuestionId>, Vec<QuestionId>) {
    let values = form.values();
    let shown = form.statements().filter_map(|statement| {
        let tally = statements.get(&statement.id)?;
        tally
            .is_shown()
            .then(|| (&statement.id, sum(&values, tally)))
    });
    let mut ranked: Vec<(&QuestionId, (u32, u32))> = shown.collect();
    // Fractions are compared as such: what is rounded alike need not be alike. Sorting keeps the order of ties.
    ranked.sort_by(|(_, one), (_, other)| (other.0 * one.1).cmp(&(one.0 * other.1)));
    let ids = |ranked: &[(&QuestionId, (u32, u32))], n: usize| {
        let first = ranked.iter().take(n);
        first.map(|(id, _)| (*id).clone()).collect::<Vec<_>>()
    };
    let highest = ids(&ranked, form.rules.n_highest);
    ranked.drain(..highest.len());
    let place = |id: &QuestionId| form.statements().position(|one| one.id == *id);
    ranked.sort_by(|(id, one), (other_id, other)| {
        let by_mean = (one.0 * other.1).cmp(&(other.0 * one.1));
        by_mean.then_with(|| place(id).cmp(&place(other_id)))
    });
    let lowest = ids(&ranked, form.rules.n_lowest);
    (highest, lowest)
}

fn count(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
