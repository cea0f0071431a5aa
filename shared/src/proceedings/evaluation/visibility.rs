//! The cut: what one viewer may see of the evaluation. Single answers are their owner's alone, for good; what came of
//! them is the board's and the facilitator's, and the observers' when the chair says so.

use std::collections::BTreeMap;

use super::form::EvaluationForm;
use super::result::{EvaluationResult, extremes, mean_x100};
use super::state::{BoardPromise, Evaluation};
use super::view::{
    EvaluationResultView, EvaluationStage, EvaluationView, MyAgreement, StatementView,
};
use crate::meeting::MeetingKind;
use crate::proceedings::decide::Surroundings;
use crate::proceedings::state::Proceedings;
use crate::proceedings::visibility::{Viewer, count};
use crate::rights::{Act, Role};

/// None in a meeting that evaluates nothing.
pub fn view(
    proceedings: &Proceedings,
    around: &Surroundings<'_>,
    viewer: &Viewer<'_>,
) -> Option<EvaluationView> {
    if around.lobby.meeting.kind != MeetingKind::BoardSeminar {
        return None;
    }
    let evaluation = &proceedings.evaluation;
    let cut = Cut {
        evaluation,
        is_invited: (viewer.may)(Act::AnswerEvaluation),
        sees_result: sees_result(evaluation, viewer),
        opens: viewer.leads_or_manages(),
        reads: (viewer.may)(Act::ReadMaterial),
    };
    let own = cut.own(viewer);
    Some(cut.with_what_is_shared(own, around))
}

fn sees_result(evaluation: &Evaluation, viewer: &Viewer<'_>) -> bool {
    let by_chair = matches!(viewer.person.role, Role::Observer | Role::Projector);
    let follows = || (viewer.may)(Act::FollowShared);
    (viewer.may)(Act::SeeEvaluation) || by_chair && evaluation.observers_see && follows()
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "answers about the viewer that do not hang together"
)]
struct Cut<'a> {
    evaluation: &'a Evaluation,
    is_invited: bool,
    sees_result: bool,
    opens: bool,
    reads: bool,
}

impl Cut<'_> {
    fn own(&self, viewer: &Viewer<'_>) -> EvaluationView {
        let evaluation = self.evaluation;
        let sheet = evaluation.sheets.get(viewer.id());
        let sheet = sheet.cloned().unwrap_or_default();
        let answers = sheet.answers.into_iter();
        EvaluationView {
            is_invited: self.is_invited,
            sees_result: self.sees_result,
            is_left_out: self.is_invited
                && evaluation.was_shown()
                && !evaluation.counted.contains(viewer.id()),
            my_answers: answers
                .map(|(id, value)| (id, MyAgreement { value }))
                .collect(),
            my_texts: sheet.texts,
            i_am_done: sheet.is_done,
            ..EvaluationView::default()
        }
    }

    fn with_what_is_shared(
        &self,
        own: EvaluationView,
        around: &Surroundings<'_>,
    ) -> EvaluationView {
        let evaluation = self.evaluation;
        let is_concerned = self.is_invited || self.opens || self.sees_result;
        let form = is_concerned.then(|| evaluation.asked());
        let invited: Vec<_> = around.invited(evaluation).collect();
        let is_done = |id| {
            let sheet = evaluation.sheets.get(id);
            sheet.is_some_and(|sheet| sheet.is_done)
        };
        let n_done = invited.iter().filter(|id| is_done(id)).count();
        let n = |n: usize| if is_concerned { count(n) } else { 0 };
        EvaluationView {
            stage: self.stage(),
            opened_at: evaluation.opened_at,
            closed_at: evaluation.closed_at,
            result: self.result(form.as_ref()),
            form,
            optional: self.optional(),
            included: evaluation.included.clone(),
            n_done: n(n_done),
            n_invited: n(invited.len()),
            is_forgotten: evaluation.is_forgotten(),
            observers_see: evaluation.observers_see,
            promises: self.promises(),
            follow_ups: if self.reads {
                evaluation.follow_ups.clone()
            } else {
                BTreeMap::new()
            },
            ..own
        }
    }

    fn stage(&self) -> EvaluationStage {
        match (self.evaluation.opened_at, self.evaluation.closed_at) {
            (Some(_), _) => EvaluationStage::Open,
            (None, Some(_)) => EvaluationStage::Closed,
            (None, None) => EvaluationStage::NotOpened,
        }
    }

    /// What is asked is settled when it is first opened.
    fn optional(&self) -> Option<EvaluationForm> {
        let is_changeable = self.opens && self.evaluation.form.is_none();
        is_changeable.then(|| {
            let mut form = self.evaluation.whole_form().clone();
            for group in &mut form.groups {
                group.statements.retain(|statement| statement.optional);
            }
            form.groups.retain(|group| !group.statements.is_empty());
            form
        })
    }

    /// Nothing before it is closed, and nothing while it is open again.
    fn result(&self, form: Option<&EvaluationForm>) -> Option<EvaluationResultView> {
        let evaluation = self.evaluation;
        let is_closed = self.stage() == EvaluationStage::Closed;
        let shown = evaluation.shown.as_ref().filter(|_| is_closed)?;
        let form = form.filter(|_| self.sees_result)?;
        Some(cut_result(form, shown))
    }

    /// Everybody who reads the meeting's papers knows what was promised; where it came from is for those who see the rest.
    fn promises(&self) -> Vec<BoardPromise> {
        let promises = self
            .evaluation
            .promises
            .iter()
            .filter(|_| self.reads || self.sees_result);
        let promises = promises.map(|promise| BoardPromise {
            source: promise.source.clone().filter(|_| self.sees_result),
            ..promise.clone()
        });
        promises.collect()
    }
}

fn cut_result(form: &EvaluationForm, shown: &EvaluationResult) -> EvaluationResultView {
    let about_it = EvaluationResultView {
        n_invited: shown.n_invited,
        n_answered: shown.n_answered,
        ..EvaluationResultView::default()
    };
    if !shown.is_shown() {
        return about_it;
    }
    let values = form.values();
    let statements = shown.statements.iter().map(|(id, tally)| {
        let is_shown = tally.is_shown();
        let thoughts = shown.texts.get(id).filter(|_| is_shown);
        let statement = StatementView {
            tally: tally.shown(),
            mean_x100: mean_x100(&values, tally).filter(|_| is_shown),
            thoughts: thoughts.cloned().unwrap_or_default(),
        };
        (id.clone(), statement)
    });
    let open = form.open_questions.iter();
    let texts = open.filter_map(|question| shown.texts.get_key_value(&question.id));
    let (highest, lowest) = extremes(form, &shown.statements);
    EvaluationResultView {
        statements: statements.collect(),
        highest,
        lowest,
        texts: texts
            .map(|(id, texts)| (id.clone(), texts.clone()))
            .collect(),
        ..about_it
    }
}
