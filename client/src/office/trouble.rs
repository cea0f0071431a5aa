//! What stood in the way of a change, in the reader's words.

use shared::name::NameError;
use shared::template::FormFault;
use shared::view::{DraftProblem, FieldProblem, ProblemDetail};

use super::api::Trouble;
use crate::api::ApiError;
use crate::words::Words;

const FORM_IN_USE: &str = "form-in-use";

pub fn says(words: Words, trouble: &Trouble) -> String {
    match trouble.detail() {
        Some(ProblemDetail::Draft(_, problem)) => draft(words, *problem),
        Some(ProblemDetail::Field(problem)) => field(words, *problem),
        Some(ProblemDetail::Form(problem)) => form(words, problem.fault),
        Some(ProblemDetail::Lock(lock)) => words.lock(*lock),
        _ if trouble
            .problem
            .as_ref()
            .is_some_and(|it| it.code == FORM_IN_USE) =>
        {
            words.pap_form_in_use()
        }
        _ => plain(words, trouble.error),
    }
    .to_owned()
}

fn plain(words: Words, error: ApiError) -> &'static str {
    match error {
        ApiError::Unreachable => words.trouble_unreachable(),
        ApiError::NotSignedIn => words.trouble_signed_out(),
        ApiError::NotAllowed => words.trouble_not_allowed(),
        ApiError::NotFound => words.trouble_gone(),
        ApiError::Broken(_) => words.trouble_ours(),
    }
}

pub fn draft(words: Words, problem: DraftProblem) -> &'static str {
    match problem {
        DraftProblem::Name(problem) => name(words, problem),
        DraftProblem::Email => words.draft_email(),
        DraftProblem::EmailTaken => words.draft_email_taken(),
        DraftProblem::Role => words.draft_role(),
        DraftProblem::Words => words.draft_words(),
        DraftProblem::Dates => words.draft_dates(),
        DraftProblem::LastManager => words.draft_last_manager(),
    }
}

fn form(words: Words, fault: FormFault) -> &'static str {
    match fault {
        FormFault::TooLong => words.pap_fault_too_long(),
        FormFault::TooMany => words.refusal_too_many(),
        FormFault::TooFew => words.pap_fault_too_few(),
        FormFault::Twice | FormFault::UnknownPart | FormFault::NotAScale => words.pap_fault_form(),
    }
}

pub fn name(words: Words, problem: NameError) -> &'static str {
    match problem {
        NameError::Empty => words.their_name_empty(),
        NameError::TooLong => words.their_name_too_long(),
        NameError::Invisible => words.their_name_invisible(),
        NameError::Markup => words.their_name_markup(),
    }
}

fn field(words: Words, problem: FieldProblem) -> &'static str {
    match problem {
        FieldProblem::Name => words.field_name_problem(),
        FieldProblem::Years => words.field_years(),
        FieldProblem::Retention => words.field_retention(),
        FieldProblem::Dates => words.field_dates(),
        FieldProblem::Times => words.field_times(),
        FieldProblem::Place => words.field_place(),
        FieldProblem::Info => words.field_info(),
        FieldProblem::Template => words.field_template(),
        FieldProblem::Form => words.pap_field_form(),
        FieldProblem::RunSheet => words.field_run_sheet(),
        FieldProblem::Participants => words.field_participants(),
        FieldProblem::Seat => words.field_seat(),
        FieldProblem::Wheel => words.field_wheel(),
    }
}
