//! The four states of a plan as one line: what was said of it at each, as far as it has come.

use jiff::civil::Date;
use shared::id::PersonId;
use shared::plan::docket::state::{StateMove, Treatment};
use shared::plan::{Head, PlanState};
use shared::time::Timestamp;

const ALL: [PlanState; 4] = [
    PlanState::Draft,
    PlanState::BoardProposal,
    PlanState::Adopted,
    PlanState::Funded,
];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Station {
    pub state: PlanState,
    pub is_reached: bool,
    pub is_current: bool,
    /// When it was treated.
    pub date: Option<Date>,
    pub case_number: Option<String>,
    /// Of a grant.
    pub conditions: String,
    /// Who put it down, and when.
    pub by: Option<(PersonId, Timestamp)>,
}

/// The dates and conditions are those of the head, where they may have been corrected. It has one case number: that of
/// the last state that was given one.
pub fn stations(head: &Head, moves: &[StateMove]) -> [Station; 4] {
    let last = |state: PlanState| {
        let mut moves = moves.iter().rev();
        moves.find(|one| one.to == state && one.treatment.is_some() && state <= head.state)
    };
    let number_of = |treatment: &Treatment| treatment.case_number.clone();
    let given = |state| last(state).and_then(|one| one.treatment.as_ref().and_then(number_of));
    let newest = ALL.into_iter().rev().find(|state| given(*state).is_some());
    ALL.map(|state| {
        let is_reached = state <= head.state;
        let date = match state {
            PlanState::Draft => None,
            PlanState::BoardProposal => head.board_date,
            PlanState::Adopted => head.council_date,
            PlanState::Funded => head.grant_date,
        };
        let case_number = if newest == Some(state) {
            head.case_number.clone()
        } else {
            given(state)
        };
        let is_grant = is_reached && state == PlanState::Funded;
        Station {
            state,
            is_reached,
            is_current: state == head.state,
            date: date.filter(|_| is_reached),
            case_number,
            conditions: if is_grant {
                head.conditions.clone()
            } else {
                String::new()
            },
            by: last(state).map(|one| (one.by.clone(), one.at)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(from: PlanState, to: PlanState, number: Option<&str>, at: i64) -> StateMove {
        StateMove {
            from,
            to,
            by: PersonId::parse("kari").unwrap(),
            at: Timestamp(at),
            treatment: (to > from).then(|| Treatment {
                case_number: number.map(str::to_owned),
                ..Treatment::default()
            }),
            reason: (to < from).then(|| "Feil tall".to_owned()),
            hash: None,
        }
    }

    /// `x` for what is reached, with the case number there.
    fn written(head: &Head, moves: &[StateMove]) -> String {
        let one = |station: Station| {
            let sign = if station.is_reached { "x" } else { "-" };
            format!("{sign}{}", station.case_number.unwrap_or_default())
        };
        stations(head, moves).map(one).join(" ")
    }

    #[test]
    fn each_state_has_the_case_it_was_treated_in_and_the_last_one_may_be_corrected() {
        use PlanState::{Adopted, BoardProposal, Draft};
        let mut head = Head::default();
        assert_eq!(written(&head, &[]), "x - - -");
        let mut moves = vec![moved(Draft, BoardProposal, Some("12/26"), 1)];
        head.state = BoardProposal;
        head.case_number = Some("12/26".to_owned());
        assert_eq!(written(&head, &moves), "x x12/26 - -");
        moves.push(moved(BoardProposal, Adopted, Some("87/26"), 2));
        head.state = Adopted;
        head.case_number = Some("88/26".to_owned());
        assert_eq!(written(&head, &moves), "x x12/26 x88/26 -");
        // Opened again: what was said later has not happened to the plan as it is now.
        moves.push(moved(Adopted, Draft, None, 3));
        head.state = Draft;
        assert_eq!(written(&head, &moves), "x - - -");
    }

    #[test]
    fn a_state_that_was_reached_twice_says_who_put_it_down_last() {
        use PlanState::{BoardProposal, Draft};
        let moves = [
            moved(Draft, BoardProposal, None, 1),
            moved(BoardProposal, Draft, None, 2),
            moved(Draft, BoardProposal, None, 3),
        ];
        let head = Head {
            state: BoardProposal,
            ..Head::default()
        };
        let [_, board, ..] = stations(&head, &moves);
        assert_eq!(board.by.unwrap().1, Timestamp(3));
        assert!(board.is_current);
    }
}
