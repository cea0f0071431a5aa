//! What choices, sources, states and fields are called.

use shared::document::plan::{TextField, TextKey, row_at};
use shared::fact_sheet::PlpPhase;
use shared::plan::measure::{GrantStatus, MeasureStatus};
use shared::plan::number::NumberFault;
use shared::plan::{FundingSource, PlanState, Unit};

use crate::components::icon::Glyph;
use crate::words::Words;

pub const PHASES: [PlpPhase; 4] = [
    PlpPhase::PreStudy,
    PlpPhase::PreProject,
    PlpPhase::MainProject,
    PlpPhase::NotAProject,
];
pub const STATUSES: [MeasureStatus; 6] = [
    MeasureStatus::Planned,
    MeasureStatus::OnTrack,
    MeasureStatus::Delayed,
    MeasureStatus::Paused,
    MeasureStatus::Done,
    MeasureStatus::Stopped,
];
pub const GRANTS: [GrantStatus; 4] = [
    GrantStatus::NotApplied,
    GrantStatus::Applied,
    GrantStatus::Granted,
    GrantStatus::Declined,
];
pub const UNITS: [Unit; 3] = [Unit::Fte, Unit::Count, Unit::Nok];

pub fn phase(words: Words, phase: PlpPhase) -> &'static str {
    match phase {
        PlpPhase::PreStudy => words.pl_phase_pre_study(),
        PlpPhase::PreProject => words.pl_phase_pre_project(),
        PlpPhase::MainProject => words.pl_phase_main_project(),
        PlpPhase::NotAProject => words.pl_phase_no_project(),
    }
}

pub fn status(words: Words, status: MeasureStatus) -> &'static str {
    match status {
        MeasureStatus::Planned => words.pl_status_planned(),
        MeasureStatus::OnTrack => words.pl_status_on_track(),
        MeasureStatus::Delayed => words.pl_status_delayed(),
        MeasureStatus::Paused => words.pl_status_paused(),
        MeasureStatus::Done => words.pl_status_done(),
        MeasureStatus::Stopped => words.pl_status_stopped(),
    }
}

pub fn status_glyph(status: MeasureStatus) -> Glyph {
    match status {
        MeasureStatus::Planned => Glyph::Circle,
        MeasureStatus::OnTrack => Glyph::Play,
        MeasureStatus::Delayed => Glyph::Hourglass,
        MeasureStatus::Paused => Glyph::Pause,
        MeasureStatus::Done => Glyph::CheckmarkCircle,
        MeasureStatus::Stopped => Glyph::XMark,
    }
}

pub fn grant(words: Words, grant: GrantStatus) -> &'static str {
    match grant {
        GrantStatus::NotApplied => words.pl_grant_not_applied(),
        GrantStatus::Applied => words.pl_grant_applied(),
        GrantStatus::Granted => words.pl_grant_granted(),
        GrantStatus::Declined => words.pl_grant_declined(),
    }
}

pub fn unit(words: Words, unit: Unit) -> &'static str {
    match unit {
        Unit::Fte => words.pl_unit_fte(),
        Unit::Count => words.pl_unit_count(),
        Unit::Nok => words.pl_unit_nok(),
    }
}

pub fn source(words: Words, source: FundingSource) -> &'static str {
    match source {
        FundingSource::County => words.pl_source_county(),
        FundingSource::Municipality => words.pl_source_municipality(),
        FundingSource::InnovationNorway => words.pl_source_innovation(),
        FundingSource::Private => words.pl_source_private(),
        FundingSource::Other => words.pl_source_other(),
        FundingSource::CarriedOver => words.pl_source_carried(),
    }
}

/// In one word, for tables and lines.
pub fn source_short(words: Words, source: FundingSource) -> &'static str {
    match source {
        FundingSource::County => words.pl_short_county(),
        FundingSource::Municipality => words.pl_short_municipality(),
        FundingSource::InnovationNorway => words.pl_short_innovation(),
        FundingSource::Private => words.pl_short_private(),
        FundingSource::Other => words.pl_short_other(),
        FundingSource::CarriedOver => words.pl_short_carried(),
    }
}

pub fn state(words: Words, state: PlanState) -> &'static str {
    match state {
        PlanState::Draft => words.pl_state_draft(),
        PlanState::BoardProposal => words.pl_state_board(),
        PlanState::Adopted => words.pl_state_adopted(),
        PlanState::Funded => words.pl_state_funded(),
    }
}

/// The colour that goes with a state; its words say the same.
pub fn state_colour(state: PlanState) -> &'static str {
    match state {
        PlanState::Draft => "brand2",
        PlanState::BoardProposal => "info",
        PlanState::Adopted | PlanState::Funded => "success",
    }
}

/// What is wrong with a typed number.
pub fn number_fault(words: Words, fault: NumberFault) -> &'static str {
    match fault {
        NumberFault::NotANumber => words.pl_not_a_number(),
        NumberFault::TooFine => words.pl_too_fine(),
        NumberFault::Negative => words.pl_negative(),
        NumberFault::TooLarge => words.pl_too_large(),
        NumberFault::Ambiguous => words.pl_ambiguous(),
    }
}

pub fn text_field(words: Words, field: TextField) -> &'static str {
    match field {
        TextField::Title => words.pl_f_title(),
        TextField::Indicator => words.pl_f_indicator(),
        TextField::Source => words.pl_f_source(),
        TextField::Strategy => words.pl_f_strategy(),
        TextField::Background => words.pl_f_background(),
        TextField::ResultGoal => words.pl_f_result_goal(),
        TextField::EffectGoal => words.pl_f_effect_goal(),
        TextField::Decision => words.pl_f_decision(),
        TextField::Response => words.pl_f_response(),
        TextField::Audience => words.pl_f_audience(),
        TextField::Channel => words.pl_f_channel(),
        TextField::When => words.pl_f_when(),
        TextField::Topic => words.pl_f_topic(),
    }
}

/// The field of a path as people would name it, in the row called `title`.
pub fn at_path(
    words: Words,
    path: &str,
    title: impl Fn(&shared::plan::Row) -> String,
) -> Option<String> {
    // Who rests on a page is in no field.
    if path.ends_with('/') {
        return None;
    }
    let title = title(&row_at(path)?);
    let field = path.parse::<TextKey>().ok().map(|key| key.field());
    Some(match field {
        Some(TextField::Title) | None => format!("«{title}»"),
        Some(field) => words.field_of(text_field(words, field), &title),
    })
}
