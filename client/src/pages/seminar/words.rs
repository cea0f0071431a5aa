//! What the parts of a seminar are called, on a participant's page, on the console and on the wall.

use shared::plan::measure::MeasureStatus;
use shared::proceedings::seminar::state::SwotField;
use shared::proceedings::state::{Phase, ProposalStatus, Tool};

use crate::words::Words;

pub fn field(words: Words, field: SwotField) -> &'static str {
    match field {
        SwotField::Strengths => words.sm_strengths(),
        SwotField::Weaknesses => words.sm_weaknesses(),
        SwotField::Opportunities => words.sm_opportunities(),
        SwotField::Threats => words.sm_threats(),
    }
}

/// What is asked in a field.
pub fn field_help(words: Words, field: SwotField) -> &'static str {
    match field {
        SwotField::Strengths => words.sm_strengths_help(),
        SwotField::Weaknesses => words.sm_weaknesses_help(),
        SwotField::Opportunities => words.sm_opportunities_help(),
        SwotField::Threats => words.sm_threats_help(),
    }
}

pub fn field_class(field: SwotField) -> &'static str {
    match field {
        SwotField::Strengths => "sm-field sm-s",
        SwotField::Weaknesses => "sm-field sm-w",
        SwotField::Opportunities => "sm-field sm-o",
        SwotField::Threats => "sm-field sm-t",
    }
}

/// One sentence: what the group does in a step. None where the face says it itself.
pub fn prompt(words: Words, tool: Tool, phase: Phase) -> Option<&'static str> {
    Some(match (tool, phase) {
        (Tool::ProposalView, _) => words.sm_ask_proposals(),
        (Tool::SwotBoard, Phase::Write) => words.sm_ask_write(),
        (Tool::SwotBoard, _) => words.sm_ask_board(),
        (Tool::PlanSuggest, _) => words.sm_ask_suggest(),
        (Tool::GoalTable, _) => words.sm_ask_goals(),
        (Tool::EvaluationResults, _) => words.sm_ask_evaluation(),
        (Tool::BoardPromises, _) => words.sm_ask_promises(),
        (Tool::PlanEdit, _) => words.sm_ask_edit(),
        (Tool::PlanReview, _) => words.sm_ask_review(),
        (Tool::DotVote, Phase::Vote) => words.sm_ask_vote(),
        (Tool::Budget, _) => words.sm_ask_budget(),
        (Tool::RiskAndCommunication, _) => words.sm_ask_risk(),
        (Tool::FormalMeeting, _) => words.sm_ask_formal(),
        (Tool::AnnualWheel, _) => words.sm_ask_end(),
        _ => return None,
    })
}

/// What a face of the board is called; none for other tools.
pub fn board_phase(words: Words, tool: Tool, phase: Phase) -> Option<&'static str> {
    match (tool, phase) {
        (Tool::SwotBoard, Phase::Write) => Some(words.sm_phase_write()),
        (Tool::SwotBoard, _) => Some(words.sm_phase_board()),
        _ => None,
    }
}

/// A word and a colour for where a proposal stands.
pub fn status(words: Words, status: ProposalStatus) -> (&'static str, &'static str) {
    match status {
        ProposalStatus::Proposed => (words.sm_st_proposed(), "neutral"),
        ProposalStatus::Prioritised => (words.sm_st_prioritised(), "accent"),
        ProposalStatus::Incorporated => (words.sm_st_incorporated(), "success"),
        ProposalStatus::Deferred => (words.sm_st_deferred(), "warning"),
        ProposalStatus::Rejected => (words.sm_st_rejected(), "neutral"),
    }
}

/// A word and a colour for how far a measure has come.
pub fn came(words: Words, status: MeasureStatus) -> (&'static str, &'static str) {
    match status {
        MeasureStatus::Planned => (words.sm_ms_planned(), "neutral"),
        MeasureStatus::OnTrack => (words.sm_ms_on_track(), "info"),
        MeasureStatus::Delayed => (words.sm_ms_delayed(), "warning"),
        MeasureStatus::Paused => (words.sm_ms_paused(), "warning"),
        MeasureStatus::Done => (words.sm_ms_done(), "success"),
        MeasureStatus::Stopped => (words.sm_ms_stopped(), "neutral"),
    }
}
