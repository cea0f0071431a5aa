use super::*;
use crate::proceedings::state::Phase;
use crate::proceedings::tally::Spread;
use crate::rights::Lock;

fn score(on: &str, value: Option<u8>) -> Command {
    Command::Score {
        indicator: indicator(on),
        value,
        on_behalf_of: None,
    }
}

fn score_for(whom: &str, value: u8) -> Command {
    Command::Score {
        indicator: indicator(A1),
        value: Some(value),
        on_behalf_of: Some(person(whom)),
    }
}

fn reveal(on: &str) -> Command {
    Command::Reveal {
        indicator: indicator(on),
    }
}

#[test]
fn who_may_score_is_the_domains() {
    let mut world = World::begun();
    for who in [
        "ragnhild", "torgeir", "ingunn", "kjersti", "odd", "mathias", "hanne",
    ] {
        world.does(who, score(A1, Some(3)));
    }
    for (who, lock) in [
        ("amir", Lock::Absent),
        ("berit", Lock::NotSeated),
        ("per", Lock::Setting),
        ("gjest", Lock::Role),
        ("bjoern", Lock::Role),
        ("vegg", Lock::Role),
    ] {
        world.is_refused(who, score(A1, Some(3)), Refusal::NotAllowed(lock));
    }
}

#[test]
fn what_cannot_be_scored_says_why() {
    let mut world = World::new();
    world.is_refused("odd", score(A1, Some(3)), Refusal::ScoringNotOpen);
    world.does("hanne", Command::OpenScoring { is_open: true });
    world.is_refused(
        "odd",
        score("finnes-ikke", Some(3)),
        Refusal::NoSuchIndicator,
    );
    world.is_refused("odd", score(A1, Some(0)), Refusal::NotAValue);
    world.is_refused("odd", score(A1, Some(6)), Refusal::NotAValue);
    world.is_refused("bjoern", reveal(A1), Refusal::DayNotBegun);
    world.does("bjoern", Command::BeginDay);
    world.does("bjoern", reveal(A1));
    world.is_refused("odd", score(A1, Some(3)), Refusal::Revealed);
    world.does("odd", score(A2, Some(3)));
    world.does("bjoern", Command::Conclude { is_concluded: true });
    world.is_refused("odd", score(A2, Some(4)), Refusal::Concluded);
    world.lobby.meeting.state = MeetingState::Closed;
    world.is_refused("odd", score(A2, Some(4)), Refusal::NotAllowed(Lock::Closed));
}

#[test]
fn a_score_can_be_changed_until_it_is_shown_and_twice_the_same_changes_nothing() {
    let mut world = World::begun();
    world.does("odd", score(A1, Some(2)));
    assert_eq!(world.asks("odd", score(A1, Some(2))), Ok(vec![]));
    world.does("odd", score(A1, None));
    assert_eq!(
        world.sees("odd").rounds[&indicator(A1)]
            .my_score
            .clone()
            .unwrap()
            .value,
        None
    );
    world.does("odd", score(A1, Some(5)));
    world.does("bjoern", reveal(A1));
    let tally = world.sees("vegg").rounds[&indicator(A1)]
        .reveal
        .clone()
        .unwrap()
        .tally;
    assert_eq!((tally.n_given, tally.n_skipped, tally.n_missing), (1, 0, 6));
    assert!(tally.counts.is_empty(), "one score is not a distribution");
}

#[test]
fn a_score_on_behalf_is_for_whom_leads_and_is_marked() {
    let mut world = World::begun();
    world.is_refused(
        "ragnhild",
        score_for("odd", 3),
        Refusal::NotAllowed(Lock::NotDelegated),
    );
    world.is_refused(
        "bjoern",
        score_for("per", 3),
        Refusal::NotAllowed(Lock::Setting),
    );
    world.is_refused(
        "bjoern",
        score_for("amir", 3),
        Refusal::NotAllowed(Lock::Absent),
    );
    world.is_refused("bjoern", score_for("ukjent", 3), Refusal::NoSuchPerson);
    world.does("bjoern", score_for("odd", 3));
    assert!(
        world.sees("odd").rounds[&indicator(A1)]
            .my_score
            .clone()
            .unwrap()
            .was_typed
    );
    assert_eq!(world.sees("bjoern").rounds[&indicator(A1)].my_score, None);
    world.does("bjoern", score_for("odd", 4));
    world.does("odd", score(A1, Some(2)));
    world.is_refused("bjoern", score_for("odd", 4), Refusal::AnsweredThemselves);
}

#[test]
fn who_is_absent_does_not_count_and_who_sits_for_them_does() {
    let mut world = World::new();
    world.lobby.meeting.participants[5].is_coming = true;
    world.does("hanne", Command::OpenScoring { is_open: true });
    world.scores("amir", A1, 1);
    world.lobby.meeting.participants[5].is_coming = false;
    for (who, value) in [("mathias", 4), ("odd", 4), ("hanne", 4), ("ingunn", 5)] {
        world.scores(who, A1, value);
    }
    world.does("bjoern", Command::BeginDay);
    world.does("bjoern", reveal(A1));
    let tally = world.sees("odd").rounds[&indicator(A1)]
        .reveal
        .clone()
        .unwrap()
        .tally;
    assert_eq!(tally.counts, [0, 0, 0, 3, 1]);
    assert_eq!(
        (tally.median_x2, tally.spread),
        (Some(8), Some(Spread::Gathered))
    );
}

#[test]
fn observers_are_a_series_of_their_own_only_when_they_are_five() {
    for (n_observers, own) in [(2, None), (5, Some(5))] {
        let mut world = World::begun();
        world.lobby.meeting.settings.observers_score = true;
        for idx in 0..n_observers {
            let id = format!("observatoer-{idx}");
            let mut observer = world.role("per").clone();
            observer.id = person(&id);
            world.lobby.people.push(observer);
            world
                .lobby
                .meeting
                .participants
                .push(Participant::coming(person(&id)));
            world.lobby.attendance.push(Attendance {
                person: person(&id),
                arrived_at: Timestamp(1),
                left_at: None,
            });
            world.scores(&id, A1, 1);
        }
        for who in ["odd", "ingunn", "hanne", "mathias"] {
            world.scores(who, A1, 5);
        }
        world.does("bjoern", reveal(A1));
        let shown = world.sees("odd").rounds[&indicator(A1)]
            .reveal
            .clone()
            .unwrap();
        assert_eq!(shown.observers.map(|tally| tally.n_given), own);
        let n_all = if own.is_some() { 4 } else { 4 + n_observers };
        assert_eq!(usize::from(shown.tally.n_given), n_all);
    }
}

#[test]
fn revealing_goes_to_the_talk_and_opening_again_goes_back_with_everything_kept() {
    let mut world = World::begun();
    world.goes_to("del-a");
    assert_eq!(
        (world.at().indicator, world.at().phase),
        (Some(indicator(A1)), Phase::Waiting)
    );
    world.scores("odd", A1, 4);
    world.is_refused("odd", reveal(A1), Refusal::NotAllowed(Lock::Role));
    world.does("bjoern", reveal(A1));
    assert_eq!(world.at().phase, Phase::Talk);
    assert_eq!(world.asks("bjoern", reveal(A1)), Ok(vec![]));
    world.does(
        "bjoern",
        Command::Reopen {
            indicator: indicator(A1),
        },
    );
    assert_eq!(world.at().phase, Phase::Waiting);
    assert_eq!(world.sees("odd").rounds[&indicator(A1)].reveal, None);
    world.scores("odd", A1, 5);
    world.does("bjoern", reveal(A1));
    assert_eq!(
        world.sees("odd").rounds[&indicator(A1)]
            .my_score
            .clone()
            .unwrap()
            .value,
        Some(5)
    );
}

#[test]
fn finished_follows_by_itself_and_can_be_taken_back() {
    let mut world = World::begun();
    let form = world.lobby.meeting.form.clone().unwrap();
    let finished = |world: &World| world.sees("odd").scoring.i_am_done;
    for (idx, one) in form.indicators.iter().enumerate() {
        assert!(!finished(&world), "{idx}");
        world.scores("odd", one.id.as_str(), 3);
    }
    assert!(finished(&world));
    world.does("odd", Command::FinishScoring { is_done: false });
    world.scores("odd", A1, 4);
    assert!(
        !finished(&world),
        "whoever has said that they are not finished says when they are"
    );
    let seen = world.sees("bjoern").scoring;
    assert_eq!((seen.n_done, seen.n_scorers), (0, 7));
    assert!(
        world.sees("ragnhild").scoring.missing.is_none(),
        "who is done is for whom leads"
    );
}

#[test]
fn a_thought_is_ones_own_until_it_is_shared_and_never_has_a_name() {
    let mut world = World::begun();
    let think = |text: &str| Command::Think {
        indicator: indicator(A1),
        text: text.into(),
    };
    let share = |is_shared| Command::ShareThought {
        indicator: indicator(A1),
        is_shared,
    };
    world.does("per", think("Fylket savner en logg."));
    world.is_refused("per", share(true), Refusal::NotRevealed);
    world.is_refused("odd", think(&"x".repeat(501)), Refusal::TooLong);
    world.is_refused("vegg", think("hei"), Refusal::NotAllowed(Lock::Role));
    world.does("bjoern", reveal(A1));
    assert!(
        world.sees("bjoern").rounds[&indicator(A1)]
            .thoughts
            .is_empty()
    );
    world.does("per", share(true));
    assert_eq!(
        world.sees("odd").rounds[&indicator(A1)].thoughts,
        ["Fylket savner en logg."]
    );
    world.does("per", think(""));
    assert!(world.sees("odd").rounds[&indicator(A1)].thoughts.is_empty());
}

#[test]
fn the_same_people_are_counted_when_scores_are_shown_again() {
    let mut world = World::begun();
    for (who, value) in [("odd", 2), ("ingunn", 5), ("kjersti", 3), ("torgeir", 4)] {
        world.scores(who, A1, value);
    }
    let left = world.lobby.attendance.clone();
    let leave = |world: &mut World, id: &str| {
        world
            .lobby
            .attendance
            .retain(|times| times.person != person(id));
    };
    leave(&mut world, "ragnhild");
    world.does("bjoern", reveal(A1));
    let tally = |world: &World| {
        world.sees("vegg").rounds[&indicator(A1)]
            .reveal
            .clone()
            .unwrap()
            .tally
    };
    let before = tally(&world);
    assert_eq!(before.n_given, 4);
    let reopen = || Command::Reopen {
        indicator: indicator(A1),
    };
    // Whoever notes that one has left, or has come, must not see what that one answered.
    world.does("bjoern", reopen());
    leave(&mut world, "ingunn");
    world.does("bjoern", reveal(A1));
    assert_eq!(tally(&world), before);
    world.does("bjoern", reopen());
    world.lobby.attendance = left;
    world.is_refused("ragnhild", score(A1, Some(1)), Refusal::CountedWithout);
    world.does("odd", score(A1, Some(3)));
    world.does("bjoern", reveal(A1));
    assert_eq!(tally(&world).n_given, 4);
}

#[test]
fn only_who_is_expected_in_an_open_meeting_is_in_the_room() {
    let mut world = World::begun();
    let raise = || Command::RaiseHand;
    world.is_refused("amir", raise(), Refusal::NotAllowed(Lock::Absent));
    world.does("odd", raise());
    world
        .lobby
        .meeting
        .participants
        .retain(|line| line.person != person("berit"));
    world.is_refused("berit", raise(), Refusal::NotAllowed(Lock::NotListed));
    world.lobby.meeting.state = MeetingState::Closed;
    world.is_refused("ingunn", raise(), Refusal::NotAllowed(Lock::Closed));
}

#[test]
fn a_sum_is_another_only_when_enough_have_answered_otherwise_to_hide_each_other() {
    let mut world = World::begun();
    let all = ["odd", "ingunn", "kjersti", "torgeir"];
    for who in all {
        world.scores(who, A1, 4);
    }
    let shown = |world: &mut World| {
        world.does("bjoern", reveal(A1));
        let round = world.sees("vegg").rounds[&indicator(A1)].clone();
        let reopen = Command::Reopen {
            indicator: indicator(A1),
        };
        world.does("bjoern", reopen);
        let tally = round.reveal.unwrap().tally;
        (tally.counts, tally.n_missing)
    };
    let first = shown(&mut world);
    assert_eq!(first, (vec![0, 0, 0, 4, 0], 3));
    // Who was here and had not answered; who has thought again; and one typed in for somebody.
    world.scores("ragnhild", A1, 2);
    world.scores("odd", A1, 3);
    world.does("bjoern", score_for("mathias", 1));
    assert_eq!(shown(&mut world), first);
    world.scores("ingunn", A1, 3);
    assert_eq!(shown(&mut world), first);
    world.scores("kjersti", A1, 3);
    assert_eq!(shown(&mut world), (vec![1, 1, 3, 1, 0], 1));
}

#[test]
fn a_few_own_answers_among_many_typed_ones_are_not_shown() {
    let mut world = World::begun();
    world.scores("kjersti", A1, 2);
    for who in ["odd", "ingunn", "torgeir"] {
        world.does("bjoern", score_for(who, 5));
    }
    world.does("bjoern", reveal(A1));
    let round = world.sees("bjoern").rounds[&indicator(A1)].clone();
    let tally = round.reveal.unwrap().tally;
    assert_eq!((tally.n_given, tally.counts.len()), (4, 0));
}
