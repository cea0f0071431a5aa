//! Who is out of an item, and what closed doors need.

use super::*;
use crate::proceedings::formal::out_of;
use crate::rights::Lock;

fn case(name: &str) -> Question {
    Question::Impartiality { case: note(name) }
}

#[test]
fn anyone_entitled_asks_and_the_manager_only_about_themselves() {
    let may: &[&str] = &[
        "ragnhild", "torgeir", "ingunn", "odd", "mathias", "per", "lena",
    ];
    for who in may {
        let mut world = opened();
        world.does_formally(who, raise(FIRST, "c", "odd"));
    }
    for (who, why) in [
        ("berit", Refusal::NotAllowed(Lock::NotSeated)),
        ("gjest", Refusal::NotAllowed(Lock::Role)),
        ("bjoern", Refusal::NotAllowed(Lock::Role)),
        ("vegg", Refusal::NotAllowed(Lock::Role)),
        ("hanne", Refusal::NotYours),
    ] {
        opened().is_refused_formally(who, raise(FIRST, "c", "odd"), why);
    }
    let mut world = opened();
    world.does_formally("hanne", raise(FIRST, "c", "hanne"));
    world.is_refused_formally("odd", raise(FIRST, "d", "hanne"), Refusal::AlreadyRaised);
}

#[test]
fn the_body_decides_without_the_person() {
    let mut world = opened();
    world.does_formally("per", raise(FIRST, "c", "odd"));
    let proposal = Ask::OpenVote {
        item: item(FIRST),
        question: Question::Proposal,
    };
    world.is_refused_formally("bjoern", proposal, Refusal::NeedsVote);
    world.does_formally(
        "bjoern",
        Ask::OpenVote {
            item: item(FIRST),
            question: case("c"),
        },
    );
    world.is_refused_formally("odd", vote(FIRST, &case("c"), false), Refusal::SteppedAside);
    world.does_formally(
        "bjoern",
        Ask::RestVotesFor {
            item: item(FIRST),
            question: case("c"),
        },
    );
    world.does_formally(
        "bjoern",
        Ask::CloseVote {
            item: item(FIRST),
            question: case("c"),
        },
    );
    let outcome = world.item(FIRST).cases[0].outcome.clone().unwrap();
    assert_eq!(
        (outcome.votes_for.len(), outcome.votes_against.len()),
        (5, 0)
    );
}

#[test]
fn who_is_out_has_no_vote_no_motion_and_not_that_row_of_the_plan() {
    let mut world = opened();
    world.does_formally("odd", raise(FIRST, "c", "odd"));
    decides(&mut world, FIRST, &case("c"), &[]);
    assert!(world.item(FIRST).is_out(&person("odd")));
    let measure = MeasureId::parse("tare").unwrap();
    assert_eq!(out_of(world.formal()), [(person("odd"), measure)]);
    let out = Refusal::SteppedAside;
    world.is_refused_formally("odd", motion(FIRST, "m"), out);
    world.does_formally(
        "bjoern",
        Ask::OpenVote {
            item: item(FIRST),
            question: Question::Proposal,
        },
    );
    world.is_refused_formally("odd", vote(FIRST, &Question::Proposal, true), out);
    let for_odd = Ask::Vote {
        item: item(FIRST),
        question: Question::Proposal,
        is_for: true,
        person: Some(person("odd")),
    };
    world.is_refused_formally("bjoern", for_odd, out);
    world.is_refused_formally(
        "bjoern",
        Ask::StepBack {
            item: item(FIRST),
            case: note("c"),
        },
        out,
    );
    world.does_formally(
        "bjoern",
        Ask::RestVotesFor {
            item: item(FIRST),
            question: Question::Proposal,
        },
    );
    resolve(&mut world, FIRST, "Vedtatt.");
    world.does_formally("bjoern", Ask::FinishItem { item: item(FIRST) });
    let case = &world.item(FIRST).cases[0];
    assert!(case.left_at.is_some() && case.returned_at.is_some());
    assert!(out_of(world.formal()).is_empty());
    world.does_formally("bjoern", open(SECOND));
    world.does_formally("odd", motion(SECOND, "m"));
}

#[test]
fn a_deputy_sits_in_the_seat_for_that_item_only() {
    let mut world = opened();
    world.does_formally("odd", raise(FIRST, "c", "odd"));
    decides(&mut world, FIRST, &case("c"), &[]);
    let seat = |who: &str| Ask::SeatDeputy {
        item: item(FIRST),
        case: note("c"),
        deputy: Some(person(who)),
    };
    for who in ["hanne", "per", "ingunn", "mathias", "gjest"] {
        world.is_refused_formally("bjoern", seat(who), Refusal::NotADeputy);
    }
    world.does_formally("bjoern", seat("berit"));
    world.does_formally("berit", motion(FIRST, "m"));
    world.does_formally(
        "bjoern",
        Ask::OpenVote {
            item: item(FIRST),
            question: Question::Proposal,
        },
    );
    world.does_formally("berit", vote(FIRST, &Question::Proposal, false));
    world.does_formally(
        "bjoern",
        Ask::RestVotesFor {
            item: item(FIRST),
            question: Question::Proposal,
        },
    );
    resolve(&mut world, FIRST, "Vedtatt.");
    let outcome = world.item(FIRST).resolution.unwrap().outcome.unwrap();
    assert_eq!(
        (outcome.votes_for.len(), outcome.votes_against),
        (5, vec![person("berit")])
    );
    world.does_formally("bjoern", Ask::FinishItem { item: item(FIRST) });
    world.does_formally("bjoern", open(SECOND));
    let lock = Refusal::NotAllowed(Lock::NotSeated);
    world.is_refused_formally("berit", motion(SECOND, "m2"), lock);
}

#[test]
fn a_question_the_body_says_no_to_puts_nobody_out() {
    let mut world = opened();
    world.does_formally("per", raise(FIRST, "c", "odd"));
    world.does_formally(
        "odd",
        Ask::StepOut {
            item: item(FIRST),
            case: note("c"),
        },
    );
    assert!(
        world.item(FIRST).is_out(&person("odd")),
        "aside until it is decided"
    );
    let against = ["ragnhild", "torgeir", "ingunn", "kjersti", "mathias"];
    decides(&mut world, FIRST, &case("c"), &against);
    assert!(!world.item(FIRST).is_out(&person("odd")));
    world.does_formally("odd", motion(FIRST, "m"));
}

#[test]
fn a_chair_who_is_out_hands_over_first() {
    let mut world = opened();
    world.does_formally("ragnhild", raise(FIRST, "c", "ragnhild"));
    decides(&mut world, FIRST, &case("c"), &[]);
    let open_vote = Ask::OpenVote {
        item: item(FIRST),
        question: Question::Proposal,
    };
    world.is_refused_formally("ragnhild", open_vote.clone(), Refusal::SteppedAside);
    world.does_formally(
        "bjoern",
        Ask::HandOver {
            chair: person("torgeir"),
        },
    );
    world.is_refused_formally(
        "bjoern",
        Ask::HandOver {
            chair: person("ragnhild"),
        },
        Refusal::SteppedAside,
    );
    world.does_formally("torgeir", open_vote);
    assert_eq!(world.item(FIRST).led_by, Some(person("torgeir")));
}

#[test]
fn what_must_be_confidential_is_not_treated_in_a_remote_meeting() {
    for (form, is_confidential, is_refused) in [
        (MeetingForm::InPerson, true, false),
        (MeetingForm::Remote, true, true),
        (MeetingForm::Mixed, true, true),
        (MeetingForm::Remote, false, false),
    ] {
        let mut world = planned();
        world.does_formally(
            "bjoern",
            Ask::Begin {
                chair: person("ragnhild"),
                form,
                rules: Rules::default(),
            },
        );
        world.does_formally("bjoern", open(FIRST));
        let close = Ask::ProposeClosing {
            item: item(FIRST),
            legal_basis: "reglene om taushetsplikt".into(),
            part: "Hele saken".into(),
            is_confidential,
            stay: [].into(),
        };
        if is_refused {
            world.is_refused_formally("bjoern", close, Refusal::ClosedNotRemote);
        } else {
            world.does_formally("bjoern", close);
        }
    }
}

#[test]
fn doors_are_closed_by_an_open_vote_and_who_is_not_to_hear_sees_the_number_and_why() {
    let mut world = opened();
    world.does_formally(
        "bjoern",
        Ask::ProposeClosing {
            item: item(FIRST),
            legal_basis: "reglene om taushetsplikt".into(),
            part: "Hele saken".into(),
            is_confidential: true,
            stay: [person("lena")].into(),
        },
    );
    assert_eq!(
        world.formally_sees("vegg").items[&item(FIRST)]
            .item
            .draft
            .title,
        "Tarepilot"
    );
    decides(&mut world, FIRST, &Question::Closing, &["odd"]);
    for (who, is_hidden) in [
        ("ragnhild", false),
        ("odd", false),
        ("mathias", false),
        ("hanne", false),
        ("lena", false),
        ("per", true),
        ("berit", true),
        ("bjoern", true),
        ("gjest", true),
        ("vegg", true),
    ] {
        let view = world.formally_sees(who);
        let found = &view.items[&item(FIRST)];
        assert_eq!(found.is_hidden, is_hidden, "{who}");
        assert_eq!(found.item.draft.title.is_empty(), is_hidden, "{who}");
        let closing = found.item.closing.as_ref().unwrap();
        assert_eq!(
            closing.outcome.as_ref().unwrap().votes_for.len(),
            5,
            "{who}"
        );
    }
    let blind = Ask::Remark {
        item: item(FIRST),
        text: "noe".into(),
    };
    world.is_refused_formally("bjoern", blind, Refusal::BehindClosedDoors);
}
