use super::*;

#[test]
fn who_may_what() {
    let cases: [(Command, &[&str]); 6] = [
        (open(), &["hanne", "bjoern"]),
        (
            ask(Ask::Include {
                statement: question(OPTIONAL),
                is_included: true,
            }),
            &["hanne", "bjoern"],
        ),
        (answer(S1, Some(4)), &INVITED),
        (ask(Ask::ShowObservers { is_shown: true }), &["ragnhild"]),
        (
            ask(Ask::Promise {
                promise: promise("l-1", "Vi møter forberedt"),
            }),
            &[
                "ragnhild", "torgeir", "ingunn", "kjersti", "odd", "mathias", "bjoern",
            ],
        ),
        (write(BEGIN, "Si nei tidligere"), &INVITED),
    ];
    for (command, allowed) in cases {
        for (who, _) in PEOPLE {
            let mut world = seminar();
            if !matches!(
                &command,
                Command::Evaluation {
                    ask: Ask::Include { .. } | Ask::Open
                }
            ) {
                world.does("bjoern", open());
            }
            let outcome = world.asks(who, command.clone());
            let is_refused = matches!(outcome, Err(Refusal::NotAllowed(_)));
            assert_eq!(
                !is_refused,
                allowed.contains(&who),
                "{who}: {command:?}: {outcome:?}"
            );
        }
    }
}

#[test]
fn only_whoever_is_on_the_list_answers_before_the_meeting_opens_and_after_it_is_over() {
    let mut world = seminar();
    let participants = &mut world.lobby.meeting.participants;
    participants.retain(|listed| listed.person != person("odd"));
    for state in [
        MeetingState::Planned,
        MeetingState::Running,
        MeetingState::Closed,
    ] {
        world.lobby.meeting.state = state;
        world.does("hanne", open());
        world.does("amir", answer(S1, Some(2)));
        let refused = Refusal::NotAllowed(Lock::NotListed);
        world.is_refused("odd", answer(S1, Some(2)), refused);
        assert_eq!(world.evaluation("amir").n_invited, 7);
    }
    let mut review = World::new();
    review.is_refused("hanne", open(), Refusal::NotAllowed(Lock::Setting));
    assert_eq!(review.sees("odd").evaluation, None);
}

#[test]
fn nothing_is_answered_before_it_opens_and_after_it_closes() {
    let mut world = seminar();
    world.is_refused("odd", answer(S1, Some(3)), Refusal::EvaluationNotOpen);
    world.is_refused("hanne", close(), Refusal::EvaluationNotOpen);
    world.does("hanne", open());
    for (command, refusal) in [
        (answer(S1, Some(6)), Refusal::NotAValue),
        (answer(OPTIONAL, Some(3)), Refusal::NoSuchQuestion),
        (answer(BEGIN, Some(3)), Refusal::NoSuchQuestion),
        (write("finnes-ikke", "x"), Refusal::NoSuchQuestion),
    ] {
        world.is_refused("odd", command, refusal);
    }
    world.does("odd", write(BEGIN, "  Si nei tidligere "));
    world.does("odd", ask(Ask::Finish { is_done: true }));
    let own = world.evaluation("odd");
    assert_eq!(own.my_texts[&question(BEGIN)], "Si nei tidligere");
    assert_eq!((own.i_am_done, own.n_done, own.n_invited), (true, 1, 8));
    world.does("hanne", close());
    for late in [answer(S1, Some(3)), ask(Ask::Finish { is_done: false })] {
        world.is_refused("odd", late, Refusal::EvaluationNotOpen);
    }
}

#[test]
fn the_optional_statement_is_asked_where_somebody_said_so_before_it_opened() {
    let include = |is_included| {
        ask(Ask::Include {
            statement: question(OPTIONAL),
            is_included,
        })
    };
    let n_asked = |world: &World| {
        let form = world.evaluation("odd").form.unwrap();
        form.statements().count()
    };
    let mut world = seminar();
    assert_eq!(n_asked(&world), 17);
    assert!(world.evaluation("hanne").optional.is_some());
    assert!(world.evaluation("odd").optional.is_none());
    world.does("hanne", include(true));
    assert_eq!(n_asked(&world), 18);
    world.does("hanne", open());
    world.does("odd", answer(OPTIONAL, None));
    world.is_refused("hanne", include(false), Refusal::EvaluationOpened);
    let not_optional = ask(Ask::Include {
        statement: question(S1),
        is_included: false,
    });
    seminar().is_refused("hanne", not_optional, Refusal::NoSuchQuestion);
}

#[test]
fn distributions_are_shown_when_it_is_closed_and_four_have_answered_and_to_whom() {
    let mut world = answered(&[2, 3, 4]);
    world.does("ragnhild", write(S1, "Ikke i hvert møte"));
    assert_eq!(world.tally("ragnhild", S1), None, "it is open");
    world.does("hanne", close());
    let few = world.evaluation("ragnhild").result.unwrap();
    assert_eq!((few.n_answered, few.statements.len()), (3, 0));
    assert_eq!(few.texts.len(), 0);
    world.does("hanne", open());
    world.does("odd", answer(S1, Some(5)));
    assert_eq!(world.tally("ragnhild", S1), None, "it is open again");
    world.does("hanne", close());
    for who in ["ragnhild", "ingunn", "mathias", "bjoern"] {
        let tally = world.tally(who, S1).unwrap();
        assert_eq!(
            (tally.counts, tally.n_missing),
            (vec![0, 1, 1, 1, 1], 4),
            "{who}"
        );
    }
    // The other statements have no answers, and the thought stands under its own.
    let result = world.evaluation("odd").result.unwrap();
    assert_eq!(result.statements[&question(S2)].tally.counts, [0; 0]);
    assert_eq!(
        result.statements[&question(S1)].thoughts,
        ["Ikke i hvert møte"]
    );
    for who in ["hanne", "per", "lena", "berit", "gjest", "vegg"] {
        assert_eq!(world.evaluation(who).result, None, "{who}");
    }
    world.does("ragnhild", ask(Ask::ShowObservers { is_shown: true }));
    for (who, sees) in [
        ("per", true),
        ("vegg", true),
        ("hanne", false),
        ("gjest", false),
    ] {
        assert_eq!(world.tally(who, S1).is_some(), sees, "{who}");
    }
}

#[test]
fn own_answers_are_seen_by_oneself_alone() {
    let mut world = answered(&[2, 3, 4, 5]);
    world.does("odd", write(BEGIN, "Noe bare jeg vet"));
    world.does("odd", answer(S2, None));
    world.does("odd", answer(S1, Some(1)));
    assert_eq!(world.evaluation("odd").my_answers.len(), 2);
    for (who, _) in PEOPLE.into_iter().filter(|(who, _)| *who != "odd") {
        let seen = serde_json::to_string(&world.sees(who)).unwrap();
        assert!(!seen.contains("Noe bare jeg vet"), "{who}");
        let answers = world.evaluation(who).my_answers;
        assert!(!answers.contains_key(&question(S2)), "{who}");
    }
}

#[test]
fn texts_stand_in_an_order_of_their_own() {
    let texts = [
        "Si nei tidligere",
        "Begynn med tall",
        "Inviter noen",
        "Del på arbeidet",
    ];
    let shown = |order: [usize; 4]| {
        let mut world = answered(&[3, 3, 3, 3]);
        for (who, idx) in INVITED.into_iter().zip(order) {
            world.does(who, write(BEGIN, texts[idx]));
        }
        world.does("hanne", close());
        let result = world.evaluation("ragnhild").result.unwrap();
        result.texts[&question(BEGIN)].clone()
    };
    let first = shown([0, 1, 2, 3]);
    assert_eq!(first.len(), 4);
    assert_eq!(
        shown([3, 1, 0, 2]),
        first,
        "whoever wrote them, and whenever"
    );
}

#[test]
fn what_is_shown_again_differs_by_four_or_not_at_all() {
    let mut world = answered(&[2, 2, 2, 2, 2]);
    world.does("odd", write(BEGIN, "Første"));
    world.does("hanne", close());
    let counts = |world: &World| world.tally("ragnhild", S1).unwrap().counts;
    let n_texts = |world: &World| {
        let result = world.evaluation("ragnhild").result.unwrap();
        result.texts.values().map(Vec::len).sum::<usize>()
    };
    let first = vec![0, 5, 0, 0, 0];
    assert_eq!((counts(&world), n_texts(&world)), (first.clone(), 1));
    for (who, expected) in [
        ("amir", first.clone()), // had not answered before
        ("odd", first.clone()),
        ("kjersti", first.clone()),
        ("ingunn", vec![0, 2, 0, 0, 4]),
    ] {
        world.does("hanne", open());
        world.does(who, answer(S1, Some(5)));
        world.does(who, write(BEGIN, &format!("Sier {who}")));
        world.does("hanne", close());
        assert_eq!(counts(&world), expected, "{who}");
    }
    assert_eq!(n_texts(&world), 4);
    // Another statement has its own four.
    world.does("hanne", open());
    for who in ["ragnhild", "torgeir", "ingunn"] {
        world.does(who, answer(S2, Some(1)));
    }
    world.does("hanne", close());
    assert_eq!(world.tally("ragnhild", S2).unwrap().counts, [0; 0]);
}

#[test]
fn who_is_counted_stays_counted_and_nobody_else() {
    let mut world = answered(&[2, 2, 2, 2]);
    let absent = |world: &mut World, who: &str| {
        let participants = &mut world.lobby.meeting.participants;
        participants.retain(|listed| listed.person != person(who));
    };
    absent(&mut world, "berit");
    world.does("hanne", close());
    let before = world.tally("bjoern", S1);
    assert_eq!(before.as_ref().unwrap().n_missing, 3);
    absent(&mut world, "ragnhild");
    world.does("hanne", open());
    let late = crate::meeting::Participant::coming(person("berit"));
    world.lobby.meeting.participants.push(late);
    world.is_refused("berit", answer(S1, Some(5)), Refusal::CountedWithout);
    assert!(world.evaluation("berit").is_left_out);
    world.does("hanne", close());
    assert_eq!(world.tally("bjoern", S1), before);
}

#[test]
fn what_each_answered_is_forgotten_and_the_distributions_and_promises_stay() {
    let retention = Retention::default();
    let mut world = answered(&[2, 3, 4, 5]);
    world.does("odd", write(BEGIN, "Noe jeg skrev"));
    world.does(
        "odd",
        ask(Ask::Promise {
            promise: promise("l-1", "Vi møter forberedt"),
        }),
    );
    assert_eq!(
        world.proceedings.evaluation.forget_at(&retention),
        None,
        "it is open"
    );
    world.does("hanne", close());
    let closed_at = world.now;
    let due = world.proceedings.evaluation.forget_at(&retention);
    assert_eq!(due, Some(closed_at.plus_ms(30 * crate::time::DAY_MS)));
    let before = world.evaluation("ragnhild");
    let evaluation = &mut world.proceedings.evaluation;
    assert!(evaluation.has_single_answers());
    evaluation.forget_single_answers();
    assert!(!evaluation.has_single_answers(), "once is enough");
    let written = serde_json::to_string(evaluation).unwrap();
    for word in ["Noe jeg skrev", "odd", "kjersti"] {
        assert!(!written.contains(word), "{word}: {written}");
    }
    let after = world.evaluation("ragnhild");
    assert_eq!(after.promises, before.promises);
    let statements = |view: &EvaluationView| view.result.clone().unwrap().statements;
    assert_eq!(statements(&after), statements(&before));
    assert!(after.is_forgotten);
    world.is_refused("hanne", open(), Refusal::EvaluationForgotten);
}

#[test]
fn stages_follow_each_other() {
    let mut world = seminar();
    let stage = |world: &World| world.evaluation("per").stage;
    assert_eq!(stage(&world), EvaluationStage::NotOpened);
    world.does("hanne", open());
    assert_eq!(stage(&world), EvaluationStage::Open);
    world.does("bjoern", close());
    assert_eq!(stage(&world), EvaluationStage::Closed);
    assert!(world.evaluation("per").form.is_none());
}
