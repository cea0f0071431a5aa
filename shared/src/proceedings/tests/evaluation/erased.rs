//! Somebody is erased, or the time is up: what nobody has been shown goes too.

use super::*;

fn written(world: &World) -> String {
    serde_json::to_string(&world.proceedings.evaluation).unwrap()
}

#[test]
fn nothing_says_that_an_erased_person_answered_and_what_nobody_saw_goes() {
    let mut world = answered(&[2, 3, 4, 5, 5]);
    for who in ["ragnhild", "torgeir", "ingunn"] {
        world.does(who, answer(S2, Some(1)));
    }
    world.does("ingunn", write(S2, "Dette ser ingen"));
    world.does("torgeir", write(S2, "Dette ser heller ingen"));
    world.does("ingunn", write(BEGIN, "Dette er vist"));
    world.does("hanne", close());
    world.does("hanne", open());
    world.does("ingunn", answer(S1, Some(1)));
    world.does("ingunn", write(BEGIN, "Noe nytt"));
    world.does("hanne", close());
    let before = world.evaluation("ragnhild");
    world
        .proceedings
        .evaluation
        .forget_person(&person("ingunn"));
    let stored = written(&world);
    for word in ["ingunn", "Dette ser ingen", "Noe nytt"] {
        assert!(!stored.contains(word), "{word}: {stored}");
    }
    for word in ["Dette ser heller ingen", "Dette er vist"] {
        assert!(stored.contains(word), "{word}: {stored}");
    }
    let evaluation = &world.proceedings.evaluation;
    let tally = &evaluation.shown.as_ref().unwrap().statements[&question(S2)];
    assert_eq!((tally.counts.len(), tally.n_given), (0, 3));
    let after = world.evaluation("ragnhild");
    assert_eq!(after.result, before.result);
    let once = world.proceedings.clone();
    world
        .proceedings
        .evaluation
        .forget_person(&person("ingunn"));
    assert_eq!(world.proceedings, once);
}

#[test]
fn of_a_result_that_is_too_small_to_show_nothing_of_an_erased_person_stays() {
    let mut world = answered(&[1, 5]);
    world.does("ragnhild", write(BEGIN, "Bare jeg"));
    world.does("hanne", close());
    world
        .proceedings
        .evaluation
        .forget_person(&person("ragnhild"));
    assert!(!written(&world).contains("Bare jeg"));
    let shown = world.proceedings.evaluation.shown.clone().unwrap();
    assert!(shown.statements.is_empty() && shown.texts.is_empty());
    // What the others answered is still there when it is closed anew.
    world.does("hanne", open());
    for who in ["ingunn", "kjersti", "odd"] {
        world.does(who, answer(S1, Some(5)));
    }
    world.does("hanne", close());
    assert_eq!(world.tally("odd", S1).unwrap().counts, [0, 0, 0, 0, 4]);
}

#[test]
fn an_answer_that_hid_behind_no_others_is_forgotten_with_the_rest() {
    let mut world = answered(&[1]);
    world.does("hanne", close());
    let evaluation = &mut world.proceedings.evaluation;
    assert!(evaluation.has_single_answers());
    evaluation.forget_single_answers();
    assert!(!evaluation.has_single_answers(), "once is enough");
    let shown = evaluation.shown.as_ref().unwrap();
    assert_eq!((shown.statements.len(), shown.n_answered), (0, 1));
    world.does("hanne", open());
}
