use super::*;
use crate::id::NoteId;
use crate::proceedings::state::{Phase, Tool};
use crate::proceedings::steps;
use crate::rights::Lock;

#[test]
fn the_day_has_the_steps_of_its_run_sheet_in_order() {
    let world = World::begun();
    let form = world.lobby.meeting.form.as_ref();
    let all = steps::positions(&world.proceedings.steps, form);
    let rounds = all.iter().filter(|one| one.indicator.is_some()).count();
    assert_eq!(rounds, 8 * 3, "three faces for each indicator");
    let mut at = all[0].clone();
    for expected in &all[1..] {
        let next = steps::next(&world.proceedings.steps, form, &at).unwrap();
        assert_eq!(next, *expected);
        assert_eq!(
            steps::previous(&world.proceedings.steps, form, &next),
            Some(at)
        );
        at = next;
    }
    assert_eq!(steps::next(&world.proceedings.steps, form, &at), None);
    let tools: Vec<Tool> = world
        .proceedings
        .steps
        .iter()
        .map(|step| step.tool)
        .collect();
    assert_eq!(
        &tools[..4],
        &[
            Tool::Lobby,
            Tool::FactView,
            Tool::SilentScoring,
            Tool::Pause
        ]
    );
}

#[test]
fn of_two_who_press_at_once_one_is_told() {
    let mut world = World::begun();
    let form = world.lobby.meeting.form.clone();
    let next = |world: &World| steps::next(&world.proceedings.steps, form.as_ref(), &world.at());
    let from = world.at();
    let to = next(&world).unwrap();
    let press = Command::Move {
        from: from.clone(),
        to: to.clone(),
    };
    world.does("bjoern", press.clone());
    assert_eq!(
        world.asks("bjoern", press),
        Ok(vec![]),
        "the same wish is fulfilled already"
    );
    let further = next(&world).unwrap();
    let late = Command::Move { from, to: further };
    world.is_refused("bjoern", late, Refusal::MovedMeanwhile);
    let from = world.at();
    world.is_refused(
        "ragnhild",
        Command::Move {
            from: from.clone(),
            to: from,
        },
        Refusal::NotAllowed(Lock::NotDelegated),
    );
}

#[test]
fn nobody_gets_past_a_reveal_and_going_back_keeps_everything() {
    let mut world = World::begun();
    world.goes_to("del-a");
    let waiting = world.at();
    let talk = Position {
        phase: Phase::Talk,
        ..waiting.clone()
    };
    let ahead = Command::Move {
        from: waiting.clone(),
        to: talk,
    };
    world.is_refused("bjoern", ahead, Refusal::NotRevealed);
    world.scores("odd", A1, 4);
    world.does(
        "bjoern",
        Command::Reveal {
            indicator: indicator(A1),
        },
    );
    let from = world.at();
    world.does("bjoern", Command::Move { from, to: waiting });
    assert!(world.sees("odd").rounds[&indicator(A1)].reveal.is_some());
    let nowhere = Position {
        step: step("finnes-ikke"),
        indicator: None,
        phase: Phase::Whole,
    };
    let from = world.at();
    world.is_refused(
        "bjoern",
        Command::Move { from, to: nowhere },
        Refusal::NoSuchStep,
    );
}

#[test]
fn steps_are_skipped_repeated_and_put_elsewhere() {
    let mut world = World::begun();
    world.does(
        "bjoern",
        Command::SkipStep {
            step: step("fakta"),
            is_skipped: true,
        },
    );
    let form = world.lobby.meeting.form.as_ref();
    let next = steps::next(&world.proceedings.steps, form, &world.at()).unwrap();
    assert_eq!(next.step.as_str(), "stille-vurdering");
    world.does(
        "bjoern",
        Command::RepeatStep {
            step: step("pause-1"),
            copy: step("pause-igjen"),
        },
    );
    world.does(
        "bjoern",
        Command::MoveStep {
            step: step("lunsj"),
            before: Some(step("del-a")),
        },
    );
    world.does(
        "bjoern",
        Command::SetMinutes {
            step: step("lunsj"),
            minutes: 30,
        },
    );
    world.is_refused(
        "bjoern",
        Command::SetMinutes {
            step: step("lunsj"),
            minutes: 0,
        },
        Refusal::NotAValue,
    );
    world.is_refused(
        "odd",
        Command::SkipStep {
            step: step("lunsj"),
            is_skipped: true,
        },
        Refusal::NotAllowed(Lock::Role),
    );
    let ids: Vec<&str> = world
        .proceedings
        .steps
        .iter()
        .map(|step| step.id.as_str())
        .collect();
    assert_eq!(&ids[3..7], &["pause-1", "pause-igjen", "lunsj", "del-a"]);
}

#[test]
fn the_timer_closes_nothing_and_waits_when_it_is_told() {
    let mut world = World::begun();
    world.does("bjoern", Command::StartTimer { seconds: 60 });
    world.does("bjoern", Command::PauseTimer);
    let left = world.proceedings.timer.unwrap().left_ms;
    world.now = world.now.plus_ms(600_000);
    world.does("bjoern", Command::ResumeTimer);
    let timer = world.proceedings.timer.unwrap();
    assert_eq!(timer.ends_at.unwrap().0 - world.now.0, left - 1_000);
    world.does("bjoern", Command::ExtendTimer { seconds: 60 });
    assert_eq!(world.proceedings.timer.unwrap().total_ms, 120_000);
    world.now = world.now.plus_ms(10_000_000);
    world.does("bjoern", Command::ExtendTimer { seconds: 60 });
    let end = world.proceedings.timer.unwrap().ends_at.unwrap();
    assert!(
        end.0 >= world.now.0 + 58_000,
        "a minute more is a minute from now"
    );
    world.does("bjoern", Command::StopTimer);
    world.is_refused(
        "odd",
        Command::StartTimer { seconds: 60 },
        Refusal::NotAllowed(Lock::Role),
    );
    world.is_refused(
        "bjoern",
        Command::StartTimer { seconds: 0 },
        Refusal::NotAValue,
    );
}

#[test]
fn the_timer_goes_on_while_the_group_stays_with_the_same_matter() {
    let form = World::begun().lobby.meeting.form.unwrap();
    let last_of_a = form.indicators[3].id.as_str();
    for (from, to, is_kept) in [
        // The faces of one indicator, on and back.
        (
            ("del-a", Some(A1), Phase::Waiting),
            ("del-a", Some(A1), Phase::Talk),
            true,
        ),
        (
            ("del-a", Some(A1), Phase::Talk),
            ("del-a", Some(A1), Phase::Grade),
            true,
        ),
        (
            ("del-a", Some(A1), Phase::Grade),
            ("del-a", Some(A1), Phase::Waiting),
            true,
        ),
        // Another indicator of the same step, and another step.
        (
            ("del-a", Some(A1), Phase::Grade),
            ("del-a", Some(A2), Phase::Waiting),
            false,
        ),
        (
            ("del-a", Some(A2), Phase::Waiting),
            ("del-a", Some(A1), Phase::Grade),
            false,
        ),
        (
            ("del-a", Some(last_of_a), Phase::Waiting),
            ("lunsj", None, Phase::Whole),
            false,
        ),
        (
            ("fakta", None, Phase::Whole),
            ("stille-vurdering", None, Phase::Whole),
            false,
        ),
        // Steps with two faces and no indicator.
        (
            ("forbedringsforslag", None, Phase::Write),
            ("forbedringsforslag", None, Phase::Gather),
            true,
        ),
        (
            ("forbedringsforslag", None, Phase::Gather),
            ("prikkstemming", None, Phase::Vote),
            false,
        ),
        (
            ("prikkstemming", None, Phase::Vote),
            ("prikkstemming", None, Phase::Result),
            true,
        ),
    ] {
        let place = |(id, on, phase): (&str, Option<&str>, Phase)| Position {
            step: step(id),
            indicator: on.map(indicator),
            phase,
        };
        let mut world = World::begun();
        world.does(
            "bjoern",
            Command::Reveal {
                indicator: indicator(A1),
            },
        );
        world.does(
            "bjoern",
            Command::Move {
                from: world.at(),
                to: place(from),
            },
        );
        world.does("bjoern", Command::StartTimer { seconds: 300 });
        let set = world.proceedings.timer;
        world.does(
            "bjoern",
            Command::Move {
                from: place(from),
                to: place(to),
            },
        );
        let expected = if is_kept { set } else { None };
        assert_eq!(world.proceedings.timer, expected, "{from:?} -> {to:?}");
    }
}

#[test]
fn hands_are_heard_in_their_order_and_the_order_is_the_facilitators() {
    let mut world = World::begun();
    for who in ["per", "odd", "gjest"] {
        world.does(who, Command::RaiseHand);
    }
    world.is_refused("vegg", Command::RaiseHand, Refusal::NotAllowed(Lock::Role));
    assert_eq!(
        world.sees("bjoern").hands.unwrap(),
        [person("per"), person("odd"), person("gjest")]
    );
    assert_eq!(
        (world.sees("odd").hands, world.sees("odd").n_hands),
        (None, 3)
    );
    let of_per = Command::LowerHand {
        person: Some(person("per")),
    };
    world.is_refused("odd", of_per.clone(), Refusal::NotAllowed(Lock::Role));
    world.does("bjoern", of_per);
    world.does("odd", Command::LowerHand { person: None });
    assert_eq!(world.sees("bjoern").hands.unwrap(), [person("gjest")]);
}

#[test]
fn what_is_parked_is_everybodys_to_see_and_its_owners_to_take_away() {
    let mut world = World::begun();
    let id = NoteId::parse("p-1").unwrap();
    world.does(
        "odd",
        Command::Park {
            id: id.clone(),
            text: " Kaia ".into(),
        },
    );
    assert_eq!(world.sees("per").parked[0].text, "Kaia");
    world.is_refused(
        "per",
        Command::Unpark { id: id.clone() },
        Refusal::NotAllowed(Lock::Role),
    );
    world.is_refused(
        "odd",
        Command::Park {
            id: NoteId::parse("p-2").unwrap(),
            text: " ".into(),
        },
        Refusal::Empty,
    );
    world.does("odd", Command::Unpark { id });
    assert!(world.sees("odd").parked.is_empty());
}

#[test]
fn a_facilitators_notes_are_their_own() {
    let mut world = World::begun();
    world.lobby.meeting.participants[0].may_lead = true;
    let keep = |text: &str| Command::KeepNote {
        step: step("fakta"),
        text: text.into(),
    };
    world.does("bjoern", keep("Spør Per."));
    assert_eq!(world.sees("bjoern").step_notes[&step("fakta")], "Spør Per.");
    for who in ["ragnhild", "odd", "vegg"] {
        assert!(world.sees(who).step_notes.is_empty(), "{who}");
    }
}

#[test]
fn the_plan_and_the_clock_are_compared() {
    let mut world = World::begun();
    let date = world.lobby.meeting.date;
    let nine = crate::time::moment(date, 9 * 60);
    world.now = nine.plus_ms(6 * 60_000 - 1_000);
    let mut fresh = World::new();
    fresh.now = world.now;
    fresh.does("bjoern", Command::BeginDay);
    let behind = |at_ms: i64| {
        let steps = &fresh.proceedings.steps;
        steps::minutes_behind(steps, &fresh.at(), date, nine.plus_ms(at_ms))
    };
    assert_eq!(behind(6 * 60_000), Some(6), "it began six minutes late");
    assert_eq!(
        behind(35 * 60_000),
        Some(15),
        "it should have been over a quarter of an hour ago"
    );
}
