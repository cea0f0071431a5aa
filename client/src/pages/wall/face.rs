//! Which picture the wall shows: follows from where the group is, and from nothing else.

use shared::id::{GroupId, IndicatorId, StepId};
use shared::lobby::RoomView;
use shared::meeting::MeetingState;
use shared::proceedings::state::{Group, Phase, Step, Tool};
use shared::proceedings::steps;

/// A picture on the wall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Face {
    Welcome,
    Facts,
    Scoring,
    /// An indicator before its scores are shown, and while people talk about them.
    Scores(IndicatorId),
    Grade(IndicatorId),
    Writing,
    Gathering,
    Voting,
    Result,
    Owners,
    Conclusion,
    Pause(StepId),
    Talk(StepId),
    // ---- a seminar's ----
    Agenda(StepId),
    Reviewed(StepId),
    Notes,
    Board,
    /// In the plan: what is shown there is not the wall's.
    Work(StepId),
    /// How the board sees its own work; only where its chair lets the wall show it.
    Judged(StepId),
    Promised(StepId),
    Formal(StepId),
    Goodbye(StepId),
}

/// The picture for a room as it is.
pub fn face(view: &RoomView) -> Face {
    let is_on = view.meeting.state != MeetingState::Closed;
    let Some((step, phase, indicator)) = here(view).filter(|_| is_on) else {
        return Face::Welcome;
    };
    of_step(step.tool, phase, indicator, step.id.clone())
}

fn of_step(tool: Tool, phase: Phase, indicator: Option<&IndicatorId>, step_id: StepId) -> Face {
    match (tool, phase, indicator) {
        (Tool::Lobby, ..) => Face::Welcome,
        (Tool::FactView, ..) => Face::Facts,
        (Tool::SilentScoring, ..) => Face::Scoring,
        (Tool::Pause, ..) => Face::Pause(step_id),
        (Tool::IndicatorRound, Phase::Grade, Some(indicator)) => Face::Grade(indicator.clone()),
        (Tool::IndicatorRound, _, Some(indicator)) => Face::Scores(indicator.clone()),
        (Tool::Proposals, Phase::Gather, _) => Face::Gathering,
        (Tool::Proposals, ..) => Face::Writing,
        (Tool::DotVote, Phase::Result, _) => Face::Result,
        (Tool::DotVote, ..) => Face::Voting,
        (Tool::LinkToPlan, ..) => Face::Owners,
        (Tool::Conclusion, ..) => Face::Conclusion,
        (Tool::Talk | Tool::IndicatorRound, ..) => Face::Talk(step_id),
        (Tool::Agenda, ..) => Face::Agenda(step_id),
        (Tool::ProposalView, ..) => Face::Reviewed(step_id),
        (Tool::SwotBoard, Phase::Gather, _) => Face::Board,
        (Tool::SwotBoard, ..) => Face::Notes,
        (Tool::AnnualWheel, ..) => Face::Goodbye(step_id),
        (
            Tool::PlanSuggest
            | Tool::GoalTable
            | Tool::PlanEdit
            | Tool::PlanReview
            | Tool::Budget
            | Tool::RiskAndCommunication,
            ..,
        ) => Face::Work(step_id),
        (Tool::EvaluationResults, ..) => Face::Judged(step_id),
        (Tool::BoardPromises, ..) => Face::Promised(step_id),
        (Tool::FormalMeeting, ..) => Face::Formal(step_id),
    }
}

/// The step the group is in, its phase and its indicator.
pub fn here(view: &RoomView) -> Option<(&Step, Phase, Option<&IndicatorId>)> {
    let proceedings = view.proceedings.as_ref()?;
    let position = proceedings.position.as_ref()?;
    let step = steps::find(&proceedings.steps, &position.step)?;
    Some((step, position.phase, position.indicator.as_ref()))
}

/// The step after this one that is not left out.
pub fn step_after<'a>(view: &'a RoomView, id: &StepId) -> Option<&'a Step> {
    let all = &view.proceedings.as_ref()?.steps;
    let here = all.iter().position(|step| step.id == *id)?;
    all.iter().skip(here + 1).find(|step| !step.is_skipped)
}

/// The group with this id.
pub fn group<'a>(view: &'a RoomView, id: &GroupId) -> Option<&'a Group> {
    let groups = &view.proceedings.as_ref()?.proposals.groups;
    groups.iter().find(|group| group.id == *id)
}

/// Long texts in smaller type, so that nothing scrolls: 1 is the largest.
pub fn type_size(text: &str) -> u8 {
    let lines: usize = text
        .lines()
        .map(|line| line.chars().count().max(1).div_ceil(48) * 48)
        .sum();
    match lines {
        0..=192 => 1,
        193..=288 => 2,
        289..=432 => 3,
        _ => 4,
    }
}

/// The end of a text that is too long even in the smallest type: what is being written now is at its end.
pub fn end_of(text: &str, n_most: usize) -> String {
    let n_letters = text.chars().count();
    if n_letters <= n_most {
        return text.to_owned();
    }
    let end: String = text.chars().skip(n_letters - n_most).collect();
    let from_word = end.split_once(' ').map_or(end.as_str(), |(_, rest)| rest);
    format!("… {from_word}")
}

/// The class of a title of this length.
pub fn title_size(title: &str) -> &'static str {
    match title.chars().count() {
        0..=46 => "disp wl-title",
        47..=110 => "disp wl-title long",
        _ => "disp wl-title longest",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_of_a_seminar_has_a_picture_of_its_own() {
        let id = || StepId::parse("steg").unwrap();
        for (tool, phase, expected) in [
            (Tool::Agenda, Phase::Whole, Face::Agenda(id())),
            (Tool::ProposalView, Phase::Whole, Face::Reviewed(id())),
            (Tool::SwotBoard, Phase::Write, Face::Notes),
            (Tool::SwotBoard, Phase::Gather, Face::Board),
            (Tool::GoalTable, Phase::Whole, Face::Work(id())),
            (Tool::EvaluationResults, Phase::Whole, Face::Judged(id())),
            (Tool::BoardPromises, Phase::Whole, Face::Promised(id())),
            (Tool::FormalMeeting, Phase::Whole, Face::Formal(id())),
            (Tool::DotVote, Phase::Vote, Face::Voting),
            (Tool::DotVote, Phase::Result, Face::Result),
            (Tool::Pause, Phase::Whole, Face::Pause(id())),
            (Tool::AnnualWheel, Phase::Whole, Face::Goodbye(id())),
            (Tool::Talk, Phase::Whole, Face::Talk(id())),
        ] {
            assert_eq!(of_step(tool, phase, None, id()), expected, "{tool:?}");
        }
    }

    #[test]
    fn long_texts_get_smaller_type_and_the_longest_keep_their_end() {
        for (n_letters, size) in [(10, 1), (190, 1), (250, 2), (400, 3), (2000, 4)] {
            assert_eq!(type_size(&"a".repeat(n_letters)), size, "{n_letters}");
        }
        assert_eq!(type_size("a\nb\nc\nd\ne"), 2);
        assert_eq!(end_of("kort", 10), "kort");
        assert_eq!(end_of("en lang setning om noe", 10), "… om noe");
    }
}
