//! What is asked, one thing after another: statements in the form's order, then the open questions.

use shared::id::QuestionId;
use shared::proceedings::evaluation::form::EvaluationForm;
use shared::proceedings::evaluation::view::EvaluationView;
use shared::template::Words as InAll;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub id: QuestionId,
    pub text: InAll,
    /// The group of a statement; none for an open question.
    pub group: Option<InAll>,
}

impl Item {
    /// Whether it needs no answer any more.
    pub fn is_answered(&self, view: &EvaluationView) -> bool {
        view.my_answers.contains_key(&self.id) || view.my_texts.contains_key(&self.id)
    }
}

pub fn items(form: &EvaluationForm) -> Vec<Item> {
    let statements = form.groups.iter().flat_map(|group| {
        group.statements.iter().map(|statement| Item {
            id: statement.id.clone(),
            text: statement.text.clone(),
            group: Some(group.title.clone()),
        })
    });
    let open = form.open_questions.iter().map(|question| Item {
        id: question.id.clone(),
        text: question.text.clone(),
        group: None,
    });
    statements.chain(open).collect()
}
