//! What is closed, or kept from the public, and all the ways it could be guessed at from outside.

use super::seating::{ask_vote, case, seat};
use super::*;
use crate::proceedings::formal::state::{Closing, Item, ItemDraft, Outcome, Spot};
use crate::proceedings::formal::view::outside;

fn close(is_confidential: bool, basis: &str) -> Ask {
    Ask::ProposeClosing {
        item: item(FIRST),
        legal_basis: basis.into(),
        part: "Hele saken".into(),
        is_confidential,
        stay: [].into(),
    }
}

/// The first item is treated behind closed doors.
fn closed() -> World {
    let mut world = opened();
    world.does_formally("bjoern", close(true, "reglene om taushetsplikt"));
    decides(&mut world, FIRST, &Question::Closing, &[]);
    world
}

/// The manager writes down what is decided behind the doors: Odd is out, and Berit sits for him.
fn closed_without_odd() -> World {
    let mut world = closed();
    let question = case("c");
    world.does_formally("odd", raise(FIRST, "c", "odd"));
    world.does_formally("hanne", ask_vote(FIRST, question.clone()));
    for ask in [
        Ask::RestVotesFor {
            item: item(FIRST),
            question: question.clone(),
        },
        Ask::CloseVote {
            item: item(FIRST),
            question,
        },
        seat("c", Some("berit")),
        ask_vote(FIRST, Question::Proposal),
        Ask::RestVotesFor {
            item: item(FIRST),
            question: Question::Proposal,
        },
        Ask::Resolve {
            item: item(FIRST),
            text: "Hemmelig.".into(),
        },
    ] {
        world.does_formally("hanne", ask);
    }
    world
}

#[test]
fn nobody_outside_sees_in_the_roll_or_in_who_led_it_who_was_out() {
    let mut world = closed();
    world.does_formally("ragnhild", raise(FIRST, "c", "ragnhild"));
    let question = case("c");
    world.does_formally("hanne", ask_vote(FIRST, question.clone()));
    for ask in [
        Ask::RestVotesFor {
            item: item(FIRST),
            question: question.clone(),
        },
        Ask::CloseVote {
            item: item(FIRST),
            question,
        },
        Ask::HandOver {
            chair: person("torgeir"),
        },
        seat("c", Some("berit")),
        ask_vote(FIRST, Question::Proposal),
        Ask::RestVotesFor {
            item: item(FIRST),
            question: Question::Proposal,
        },
        Ask::Resolve {
            item: item(FIRST),
            text: "Hemmelig.".into(),
        },
        Ask::FinishItem { item: item(FIRST) },
    ] {
        world.does_formally("hanne", ask);
    }
    let holds = |who: &str| {
        let seen = world.formally_sees(who).sitting.unwrap().seen.seats;
        seen.iter().any(|seat| seat.holder == Some(person("berit")))
    };
    assert!(holds("hanne") && holds("ingunn") && holds("berit"));
    for who in ["per", "gjest", "bjoern", "vegg"] {
        assert!(!holds(who), "{who}");
        let led_by = &world.formally_sees(who).items[&item(FIRST)].item.led_by;
        assert_eq!(*led_by, None, "{who}");
    }
}

#[test]
fn an_empty_seat_tells_nobody_who_was_out() {
    let mut world = closed();
    world.does_formally("odd", raise(FIRST, "c", "odd"));
    let question = case("c");
    world.does_formally("hanne", ask_vote(FIRST, question.clone()));
    for ask in [
        Ask::RestVotesFor {
            item: item(FIRST),
            question: question.clone(),
        },
        Ask::CloseVote {
            item: item(FIRST),
            question,
        },
        ask_vote(FIRST, Question::Proposal),
        Ask::RestVotesFor {
            item: item(FIRST),
            question: Question::Proposal,
        },
        Ask::Resolve {
            item: item(FIRST),
            text: "Hemmelig.".into(),
        },
    ] {
        world.does_formally("hanne", ask);
    }
    let seen = world.formally_sees("per").sitting.unwrap().seen.seats;
    let of_odd: Vec<_> = seen
        .iter()
        .filter(|seat| seat.member == person("odd"))
        .collect();
    assert_eq!(of_odd.len(), 1, "{of_odd:?}");
    assert_eq!(of_odd[0].holder, Some(person("odd")));
}

#[test]
fn a_deputy_hears_only_while_there_is_a_seat() {
    let mut world = closed();
    world.does_formally("odd", raise(FIRST, "c", "odd"));
    world.does_formally("hanne", seat("c", Some("berit")));
    let is_hidden = |world: &World| world.formally_sees("berit").items[&item(FIRST)].is_hidden;
    assert!(is_hidden(&world), "odd has not left the seat");
    let step_out = Ask::StepOut {
        item: item(FIRST),
        case: note("c"),
    };
    world.does_formally("odd", step_out);
    assert!(!is_hidden(&world));
    let question = case("c");
    world.does_formally("hanne", ask_vote(FIRST, question.clone()));
    for who in [
        "ragnhild", "torgeir", "ingunn", "kjersti", "mathias", "berit",
    ] {
        world.does_formally(who, vote(FIRST, &question, false));
    }
    let count = Ask::CloseVote {
        item: item(FIRST),
        question,
    };
    world.does_formally("hanne", count);
    assert!(is_hidden(&world), "odd is back");
}

#[test]
fn whoever_is_outside_cannot_ask_their_way_to_who_is_out() {
    let mut world = closed_without_odd();
    for who in ["odd", "kjersti", "lena"] {
        let guess = raise(FIRST, "guess", who);
        world.is_refused_formally("per", guess, Refusal::BehindClosedDoors);
    }
}

#[test]
fn what_is_kept_from_the_public_is_written_down_by_who_hears_it() {
    let mut world = planned();
    let draft = ItemDraft {
        is_exempt: true,
        ..draft("1/26", "Tarepilot")
    };
    world.does_formally(
        "hanne",
        Ask::ChangeItem {
            item: item(FIRST),
            draft,
        },
    );
    world.does_formally("bjoern", begin("ragnhild"));
    world.does_formally("bjoern", open(FIRST));
    let blind = Refusal::BehindClosedDoors;
    let of_odd = Ask::PutMotion {
        item: item(FIRST),
        motion: note("m"),
        kind: MotionKind::default(),
        text: "Nei.".into(),
        by: Some(person("odd")),
    };
    world.is_refused_formally("bjoern", of_odd.clone(), blind);
    world.is_refused_formally("bjoern", ask_vote(FIRST, Question::Proposal), blind);
    world.does_formally("hanne", of_odd);
    // The doors themselves are everybody's to see.
    world.does_formally("bjoern", close(false, "reglene om lukking"));
    decides(&mut world, FIRST, &Question::Closing, &[]);
    assert!(world.item(FIRST).is_closed());
}

#[test]
fn a_closed_item_is_corrected_and_reopened_by_who_took_part_in_it() {
    let mut world = closed_without_odd();
    world.does_formally("hanne", Ask::FinishItem { item: item(FIRST) });
    let reopen = Ask::ReopenItem { item: item(FIRST) };
    world.is_refused_formally("bjoern", reopen, Refusal::BehindClosedDoors);
    world.does_formally("hanne", Ask::End);
    let correct = |id: &str, before: &str, after: &str| Ask::Correct {
        id: note(id),
        item: item(FIRST),
        spot: Spot::Remarks,
        before: before.into(),
        after: after.into(),
    };
    let blind = Refusal::BehindClosedDoors;
    world.is_refused_formally("bjoern", correct("r", "", "Noe."), blind);
    world.does_formally("hanne", correct("r", "", "Noe."));
}

#[test]
fn who_was_out_does_not_open_the_item_again() {
    let mut world = opened();
    world.does_formally("ragnhild", raise(FIRST, "c", "ragnhild"));
    decides(&mut world, FIRST, &case("c"), &[]);
    decides(&mut world, FIRST, &Question::Proposal, &[]);
    resolve(&mut world, FIRST, "Vedtatt.");
    world.does_formally("bjoern", Ask::FinishItem { item: item(FIRST) });
    let reopen = || Ask::ReopenItem { item: item(FIRST) };
    world.is_refused_formally("ragnhild", reopen(), Refusal::SteppedAside);
    world.does_formally("bjoern", reopen());
}

#[test]
fn a_basis_that_is_confidential_in_the_list_is_so_whoever_says_otherwise() {
    let mut world = planned();
    let provisions = world.formally_sees("hanne").provisions;
    let basis = provisions.into_iter().find(|one| one.is_confidential);
    world.does_formally(
        "bjoern",
        Ask::Begin {
            chair: person("ragnhild"),
            form: MeetingForm::Remote,
            rules: Rules::default(),
        },
    );
    world.does_formally("bjoern", open(FIRST));
    let hidden = close(false, &basis.unwrap().text);
    world.is_refused_formally("bjoern", hidden, Refusal::ClosedNotRemote);
}

#[test]
fn of_an_item_kept_from_the_public_nobody_outside_sees_who_voted_about_the_doors() {
    let names = |id: &str| crate::id::PersonId::parse(id).unwrap();
    let mut shut = Item::new(item(FIRST), ItemDraft::default());
    shut.closing = Some(Closing {
        legal_basis: "reglene om taushetsplikt".into(),
        part: "Hele saken".into(),
        is_confidential: true,
        stay: [names("hanne")].into(),
        outcome: Some(Outcome {
            votes_for: vec![names("berit")],
            votes_against: vec![names("odd")],
            is_carried: true,
            decided_by: Some(names("berit")),
        }),
        closed_at: Some(crate::time::Timestamp(1)),
    });
    let shown = |item: &Item| serde_json::to_string(&outside(item)).unwrap();
    assert!(
        shown(&shut).contains("berit"),
        "the doors are closed by an open vote"
    );
    shut.draft.is_exempt = true;
    let text = shown(&shut);
    for name in ["hanne", "berit", "odd"] {
        assert!(!text.contains(name), "{text}");
    }
    assert!(text.contains("taushetsplikt"), "{text}");
}

#[test]
fn whoever_may_not_hear_an_item_neither_rewrites_it_nor_takes_it_off_the_agenda() {
    let mut world = planned();
    let draft = |is_exempt| ItemDraft {
        number: "47/26".into(),
        title: "Hemmelig".into(),
        is_exempt,
        ..ItemDraft::default()
    };
    let id = || item("unntatt");
    let add = Ask::AddItem {
        item: id(),
        draft: draft(true),
        before: None,
    };
    world.does_formally("hanne", add);
    let open = Ask::ChangeItem {
        item: id(),
        draft: draft(false),
    };
    let shut = Refusal::BehindClosedDoors;
    world.is_refused_formally("bjoern", open.clone(), shut);
    world.is_refused_formally("bjoern", Ask::RemoveItem { item: id() }, shut);
    world.does_formally("hanne", open);
}
