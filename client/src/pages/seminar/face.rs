//! Which face a step of a seminar has on a participant's page, and where in the plan it leads.

use shared::proceedings::state::{Phase, Tool};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    Welcome,
    Agenda,
    Proposals,
    /// Notes for the SWOT board, in peace.
    Notes,
    Board,
    Plan(PlanWork),
    Linked(Page),
    Vote,
    Result,
    Break,
    End,
    /// Nothing of its own.
    Plain,
}

/// What is done in a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanWork {
    Suggest,
    Goals,
    Edit,
    Review,
    Budget,
    RiskAndCommunication,
}

/// A page of the seminar beside this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    Evaluation,
    Promises,
    Formal,
}

pub fn face(tool: Tool, phase: Phase) -> Face {
    match (tool, phase) {
        (Tool::Lobby, _) => Face::Welcome,
        (Tool::Agenda, _) => Face::Agenda,
        (Tool::ProposalView, _) => Face::Proposals,
        (Tool::SwotBoard, Phase::Gather) => Face::Board,
        (Tool::SwotBoard, _) => Face::Notes,
        (Tool::DotVote, Phase::Result) => Face::Result,
        (Tool::DotVote, _) => Face::Vote,
        (Tool::EvaluationResults, _) => Face::Linked(Page::Evaluation),
        (Tool::BoardPromises, _) => Face::Linked(Page::Promises),
        (Tool::FormalMeeting, _) => Face::Linked(Page::Formal),
        (Tool::Pause, _) => Face::Break,
        (Tool::AnnualWheel, _) => Face::End,
        _ => PlanWork::of(tool).map_or(Face::Plain, Face::Plan),
    }
}

impl PlanWork {
    pub fn of(tool: Tool) -> Option<Self> {
        Some(match tool {
            Tool::PlanSuggest => Self::Suggest,
            Tool::GoalTable => Self::Goals,
            Tool::PlanEdit => Self::Edit,
            Tool::PlanReview => Self::Review,
            Tool::Budget => Self::Budget,
            Tool::RiskAndCommunication => Self::RiskAndCommunication,
            _ => return None,
        })
    }

    /// Whether it is done in the Omstillingsplan, and not in next year's Handlingsplan.
    pub fn is_of_whole_period(self) -> bool {
        self == Self::Suggest
    }

    /// Which page of the plan, as its address says it; empty for the first.
    pub fn place(self) -> &'static str {
        match self {
            Self::Suggest | Self::Review => "",
            Self::Goals => "kapittel=maal-og-innsatsomraader",
            Self::Edit => "kapittel=strategier-og-tiltak",
            Self::Budget => "kapittel=ressursinnsats-og-finansiering",
            Self::RiskAndCommunication => "kapittel=kommunikasjonsplan",
        }
    }
}

impl Page {
    /// The last part of its address.
    pub fn path(self) -> &'static str {
        match self {
            Self::Evaluation | Self::Promises => "styrets-arbeid",
            Self::Formal => "formelt",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::proceedings::steps;
    use shared::run_sheet::RunSheet;

    const SHEET: &str = include_str!("../../../../shared/templates/runsheet-styreseminar.json");

    #[test]
    fn every_step_of_the_two_days_has_a_face_of_its_own() {
        let (_, sheet) = RunSheet::from_template(SHEET, 3).unwrap();
        for step in steps::begin(&sheet) {
            for at in steps::faces(&step, None) {
                let face = face(step.tool, at.phase);
                assert_ne!(face, Face::Plain, "{at:?}");
            }
        }
    }

    #[test]
    fn silent_writing_and_the_board_are_two_faces() {
        for (tool, phase, expected) in [
            (Tool::SwotBoard, Phase::Write, Face::Notes),
            (Tool::SwotBoard, Phase::Gather, Face::Board),
            (Tool::DotVote, Phase::Vote, Face::Vote),
            (Tool::DotVote, Phase::Result, Face::Result),
            (Tool::Budget, Phase::Whole, Face::Plan(PlanWork::Budget)),
            (Tool::Talk, Phase::Whole, Face::Plain),
        ] {
            assert_eq!(face(tool, phase), expected);
        }
    }
}
