use super::proposals::refuse;
use super::*;
use crate::plan::PlanState;
use crate::plan::docket::command::HeadPart;
use crate::plan::docket::is_frozen;
use crate::plan::docket::state::{Occasion, Treatment};
use crate::plan::money::Kroner;

pub fn treated(date: &str) -> Treatment {
    Treatment {
        date: Some(date.parse().unwrap()),
        case_number: Some("87/26".to_owned()),
        conditions: " Halvårsrapport innen 1. september. ".to_owned(),
    }
}

pub fn move_on(from: PlanState, date: &str, id: &str) -> Command {
    Command::MoveOn {
        from,
        treatment: treated(date),
        version: version(id),
    }
}

fn unlock(from: PlanState, to: PlanState) -> Command {
    Command::Unlock {
        from,
        to,
        reason: "Kommunestyret ba om en ny runde.".to_owned(),
    }
}

#[test]
fn a_plan_goes_from_state_to_state_and_is_frozen_on_the_way() {
    use PlanState::{Adopted, BoardProposal, Draft, Funded};
    let mut world = World::ready();
    assert!(!is_frozen(&world.docket));
    world.does("ragnhild", move_on(Draft, "2026-11-25", "v-1"));
    assert!(is_frozen(&world.docket));
    assert_eq!(world.docket.frozen.as_ref().unwrap().hash, "abc");
    world.does("hanne", move_on(BoardProposal, "2026-12-15", "v-2"));
    world.does("bjoern", move_on(Adopted, "2026-12-18", "v-3"));
    let head = world.sees("vegg").head;
    assert_eq!(head.state, Funded);
    assert_eq!(head.board_date.unwrap().to_string(), "2026-11-25");
    assert_eq!(head.council_date.unwrap().to_string(), "2026-12-15");
    assert_eq!(head.grant_date.unwrap().to_string(), "2026-12-18");
    assert_eq!(head.conditions, "Halvårsrapport innen 1. september.");
    assert_eq!(head.case_number.as_deref(), Some("87/26"));
    let versions = &world.docket.versions;
    assert_eq!(
        versions[&version("v-2")].occasion,
        Occasion::State { to: Adopted }
    );
    assert_eq!(versions[&version("v-3")].number, 3);
}

#[test]
fn what_is_not_ready_is_not_handed_over() {
    let command = || move_on(PlanState::Draft, "2026-12-01", "v-1");
    World::new().is_refused("hanne", command(), Refusal::NotReady);
    let mut world = World::ready();
    world.plan.measures[0].budget = Some(Kroner(1));
    world.is_refused("hanne", command(), Refusal::NotReady);
    let mut world = World::ready();
    // What is only a warning asks, and stops nobody.
    world.plan.measures[0].deadline = None;
    world.does("hanne", command());
    // Another plan answers for the proposals of the Omstillingsplan.
    World::of_the_period().does("hanne", command());
}

#[test]
fn who_moves_a_plan_says_when_it_was_treated() {
    let mut world = World::ready();
    let on = |treatment: Treatment| Command::MoveOn {
        from: PlanState::Draft,
        treatment,
        version: version("v-1"),
    };
    world.is_refused("hanne", on(Treatment::default()), Refusal::NeedsDate);
    world.is_refused("hanne", on(treated("2026-12-21")), Refusal::DateAhead);
    world.is_refused("hanne", on(treated("1926-12-20")), Refusal::NotAValue);
    let far = on(Treatment {
        case_number: Some("7".repeat(61)),
        ..treated("2026-12-20")
    });
    world.is_refused("hanne", far, Refusal::TooLong);
    world.does("hanne", on(treated("2026-12-20")));
    let council = move_on(PlanState::BoardProposal, "2026-12-19", "v-2");
    world.is_refused("hanne", council, Refusal::DatesOutOfOrder);
    world.hash = None;
    let council = move_on(PlanState::BoardProposal, "2026-12-20", "v-2");
    world.is_refused("hanne", council, Refusal::TextsMissing);
}

#[test]
fn a_plan_moves_once_and_only_by_whom_decides() {
    let mut world = World::ready();
    let command = || move_on(PlanState::Draft, "2026-12-01", "v-1");
    for who in ["odd", "berit", "per", "gjest", "vegg"] {
        world.is_refused(who, command(), Refusal::NotAllowed(Lock::Role));
    }
    world.does("hanne", command());
    world.changes_nothing("hanne", command());
    let again = move_on(PlanState::Draft, "2026-12-01", "v-2");
    world.is_refused("ragnhild", again, Refusal::ChangedMeanwhile);
    let taken = move_on(PlanState::BoardProposal, "2026-12-01", "v-1");
    world.is_refused("ragnhild", taken, Refusal::IdTaken);
    let beyond = move_on(PlanState::Funded, "2026-12-01", "v-9");
    world.is_refused("ragnhild", beyond, Refusal::PlanFrozen);
}

#[test]
fn a_frozen_plan_is_opened_again_for_all_to_read_why() {
    use PlanState::{Adopted, BoardProposal, Draft};
    let mut world = World::ready();
    world.is_refused("hanne", unlock(Draft, Draft), Refusal::NotFrozen);
    world.does("hanne", move_on(Draft, "2026-12-01", "v-1"));
    world.does("hanne", move_on(BoardProposal, "2026-12-15", "v-2"));
    world.is_refused(
        "odd",
        unlock(Adopted, Draft),
        Refusal::NotAllowed(Lock::Role),
    );
    world.is_refused(
        "hanne",
        unlock(BoardProposal, Draft),
        Refusal::ChangedMeanwhile,
    );
    world.is_refused("hanne", unlock(Adopted, Adopted), Refusal::NotAValue);
    let silent = Command::Unlock {
        from: Adopted,
        to: Draft,
        reason: " \u{200B}".to_owned(),
    };
    world.is_refused("hanne", silent, Refusal::NeedsReason);
    world.does("hanne", unlock(Adopted, BoardProposal));
    assert!(world.docket.frozen.is_some());
    assert_eq!(world.docket.head.council_date, None);
    world.does("ragnhild", unlock(BoardProposal, Draft));
    assert_eq!(world.docket.frozen, None);
    assert_eq!(world.docket.head.board_date, None);
    let moves = world.sees("per").moves;
    assert_eq!(moves.len(), 4);
    assert_eq!(moves[3].by, person("ragnhild"));
    assert_eq!(
        moves[3].reason.as_deref(),
        Some("Kommunestyret ba om en ny runde.")
    );
    assert_eq!(moves[1].treatment.as_ref().unwrap().date.unwrap().day(), 15);
    assert_eq!(moves[1].hash.as_deref(), Some("abc"));
}

#[test]
fn nothing_in_a_frozen_plan_changes_but_people_talk_about_it() {
    let mut world = World::ready();
    world.does("hanne", move_on(PlanState::Draft, "2026-12-01", "v-1"));
    let again = refuse(&["forslag-12"], "Nei.");
    world.is_refused("hanne", again, Refusal::PlanFrozen);
    let suggest = super::suggesting::suggest("s-1", "Tørkelinje", "Linje");
    world.is_refused("per", suggest, Refusal::PlanFrozen);
    world.does("per", super::talk::comment("k-1", "Godt jobbet."));
}

#[test]
fn parts_of_the_head_are_set_one_by_one() {
    let mut world = World::new();
    let planned = |date: Option<&str>| Command::SetHead {
        part: HeadPart::CouncilDate {
            date: date.map(|date| date.parse().unwrap()),
        },
    };
    world.is_refused("odd", planned(None), Refusal::NotAllowed(Lock::Role));
    world.does("hanne", planned(Some("2027-01-20")));
    world.changes_nothing("hanne", planned(Some("2027-01-20")));
    let board = |date: &str| Command::SetHead {
        part: HeadPart::BoardDate {
            date: Some(date.parse().unwrap()),
        },
    };
    world.is_refused("hanne", board("2027-02-01"), Refusal::DatesOutOfOrder);
    world.is_refused("hanne", board("0027-02-01"), Refusal::NotAValue);
    world.does("hanne", board("2026-12-01"));
    let number = |number: &str| Command::SetHead {
        part: HeadPart::CaseNumber {
            number: Some(number.to_owned()),
        },
    };
    world.does("hanne", number(" 87/26\u{202E}"));
    let head = &world.docket.head;
    assert_eq!(head.case_number.as_deref(), Some("87/26"));
    assert_eq!(head.council_date.unwrap().to_string(), "2027-01-20");
    world.does("hanne", number(" "));
    assert_eq!(world.docket.head.case_number, None);
    let nameless = Command::SetHead {
        part: HeadPart::Version {
            name: String::new(),
        },
    };
    world.is_refused("hanne", nameless, Refusal::Empty);
}
