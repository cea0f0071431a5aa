//! Agenda, who votes, how a tie is broken, motions and resolutions.

use super::*;
use crate::proceedings::formal::state::{ItemKind, TieRule};
use crate::rights::Lock;

#[test]
fn only_who_has_a_seat_votes_and_puts_motions() {
    let mut world = opened();
    world.does_formally(
        "bjoern",
        Ask::OpenVote {
            item: item(FIRST),
            question: Question::Proposal,
        },
    );
    for who in SEATED {
        world.does_formally(who, vote(FIRST, &Question::Proposal, true));
    }
    let role = Refusal::NotAllowed(Lock::Role);
    for (who, why) in [
        ("berit", Refusal::NotAllowed(Lock::NotSeated)),
        ("hanne", role),
        ("per", role),
        ("gjest", role),
        ("bjoern", role),
        ("vegg", role),
        ("amir", Refusal::NotAllowed(Lock::Absent)),
    ] {
        world.is_refused_formally(who, vote(FIRST, &Question::Proposal, true), why);
        world.is_refused_formally(who, motion(FIRST, "m"), why);
    }
}

#[test]
fn somebody_without_a_phone_is_written_down_for_and_nobody_else_may() {
    let mut world = opened();
    world.does_formally(
        "bjoern",
        Ask::OpenVote {
            item: item(FIRST),
            question: Question::Proposal,
        },
    );
    let of = |who: &str| Ask::Vote {
        item: item(FIRST),
        question: Question::Proposal,
        is_for: false,
        person: Some(person(who)),
    };
    world.does_formally("hanne", of("odd"));
    let cast = world.item(FIRST).vote.unwrap().cast[&person("odd")].clone();
    assert_eq!(
        (cast.is_for, cast.written_by),
        (false, Some(person("hanne")))
    );
    world.is_refused_formally("kjersti", of("odd"), Refusal::NotAllowed(Lock::Role));
    world.is_refused_formally("odd", of("kjersti"), Refusal::NotAllowed(Lock::Role));
    for who in WITHOUT {
        world.is_refused_formally(
            "hanne",
            of(who),
            match who {
                "hanne" => Refusal::NotAllowed(Lock::Role),
                _ => Refusal::HasNoVote,
            },
        );
    }
    // Whoever leads the board writes for others, too.
    world.does_formally("ragnhild", of("ingunn"));
}

#[test]
fn nothing_is_decided_before_everybody_has_voted() {
    let mut world = opened();
    let proposal = Question::Proposal;
    world.is_refused_formally(
        "bjoern",
        Ask::Resolve {
            item: item(FIRST),
            text: "Vedtatt.".into(),
        },
        Refusal::NeedsVote,
    );
    world.is_refused_formally(
        "odd",
        vote(FIRST, &proposal, true),
        Refusal::FormalVoteNotOpen,
    );
    world.does_formally(
        "bjoern",
        Ask::OpenVote {
            item: item(FIRST),
            question: proposal.clone(),
        },
    );
    world.does_formally("odd", vote(FIRST, &proposal, true));
    let ended = || Ask::Resolve {
        item: item(FIRST),
        text: "Vedtatt.".into(),
    };
    world.is_refused_formally("bjoern", ended(), Refusal::VotesMissing);
    assert_eq!(world.formally_sees("per").missing.len(), 5);
    // Whoever has left the room is not waited for, but enough must be left.
    for times in &mut world.lobby.attendance {
        if times.person != person("odd") {
            times.left_at = Some(world.now);
        }
    }
    world.is_refused_formally("bjoern", ended(), Refusal::NoQuorum);
}

#[test]
fn a_tie_is_broken_as_the_meeting_has_set() {
    for (tie, chair_is_for, is_carried) in [
        (TieRule::ChairDecides, true, true),
        (TieRule::ChairDecides, false, false),
        (TieRule::NotCarried, true, false),
        (TieRule::NotCarried, false, false),
    ] {
        let mut world = planned();
        world.does_formally(
            "bjoern",
            Ask::Begin {
                chair: person("ragnhild"),
                form: MeetingForm::InPerson,
                rules: Rules { tie, quorum: None },
            },
        );
        world.does_formally("bjoern", open(FIRST));
        let against: &[&str] = if chair_is_for {
            &["torgeir", "ingunn", "kjersti"]
        } else {
            &["ragnhild", "ingunn", "kjersti"]
        };
        decides(&mut world, FIRST, &Question::Proposal, against);
        resolve(&mut world, FIRST, "Slik ble det.");
        let outcome = world.item(FIRST).resolution.unwrap().outcome.unwrap();
        assert_eq!(outcome.is_carried, is_carried, "{tie:?} {chair_is_for}");
        let decided = (tie == TieRule::ChairDecides).then(|| person("ragnhild"));
        assert_eq!(outcome.decided_by, decided);
        assert!(!outcome.is_unanimous());
    }
}

#[test]
fn a_resolution_is_taken_back_and_the_votes_are_there_again() {
    let mut world = opened();
    decides(&mut world, FIRST, &Question::Proposal, &["odd"]);
    resolve(&mut world, FIRST, "Vedtatt.");
    let view = world.sees("bjoern");
    let resolve = Ask::Resolve {
        item: item(FIRST),
        text: "Vedtatt.".into(),
    };
    world.does_formally("bjoern", resolve.clone());
    for ask in crate::proceedings::formal::undo::opposite(&view.formal, &resolve) {
        world.does_formally("bjoern", ask);
    }
    let found = world.item(FIRST);
    assert_eq!(found.resolution, None);
    assert_eq!(found.vote.unwrap().cast.len(), 6);
    world.does_formally("bjoern", Ask::CancelVote { item: item(FIRST) });
    assert_eq!(world.item(FIRST).vote, None);
}

#[test]
fn what_is_proposed_grows_with_what_is_taken_in() {
    let mut world = opened();
    world.does_formally("odd", motion(FIRST, "tillegg"));
    assert_eq!(world.item(FIRST).proposal(), "Innstillingen vedtas.");
    world.does_formally(
        "bjoern",
        Ask::TakeIn {
            item: item(FIRST),
            motion: note("tillegg"),
            is_in: true,
        },
    );
    assert_eq!(
        world.item(FIRST).proposal(),
        "Innstillingen vedtas. Og så dette."
    );
    world.does_formally(
        "kjersti",
        Ask::PutMotion {
            item: item(FIRST),
            motion: note("annet"),
            kind: MotionKind::Instead,
            text: "Nei.".into(),
            by: None,
        },
    );
    let question = Question::Motion {
        motion: note("annet"),
    };
    decides(&mut world, FIRST, &question, &[]);
    assert_eq!(world.item(FIRST).proposal(), "Nei. Og så dette.");
    resolve(&mut world, FIRST, "Nei.");
    assert!(
        world
            .item(FIRST)
            .resolution
            .unwrap()
            .outcome
            .unwrap()
            .is_unanimous()
    );
}

#[test]
fn one_item_at_a_time_and_a_treated_one_stays() {
    let mut world = opened();
    assert!(crate::proceedings::formal::is_plan_locked(world.formal()));
    world.is_refused_formally("bjoern", open(SECOND), Refusal::ItemOpen);
    world.is_refused_formally("bjoern", Ask::End, Refusal::ItemOpen);
    let finish = |id: &str| Ask::FinishItem { item: item(id) };
    world.is_refused_formally("bjoern", finish(FIRST), Refusal::NeedsResolution);
    decides(&mut world, FIRST, &Question::Proposal, &[]);
    resolve(&mut world, FIRST, "Vedtatt.");
    world.does_formally("bjoern", finish(FIRST));
    assert!(!crate::proceedings::formal::is_plan_locked(world.formal()));
    world.is_refused_formally("bjoern", open(FIRST), Refusal::ItemTreated);
    let changed = draft("9/26", "Noe annet");
    let change = Ask::ChangeItem {
        item: item(FIRST),
        draft: changed,
    };
    world.is_refused_formally("hanne", change, Refusal::ItemTreated);
    world.does_formally("bjoern", open(SECOND));
}

#[test]
fn the_agenda_is_written_by_those_who_set_the_meeting_up() {
    let mut world = planned();
    let add = |id: &str, number: &str| Ask::AddItem {
        item: item(id),
        draft: draft(number, "Eventuelt"),
        before: Some(item(SECOND)),
    };
    for who in ["odd", "per", "berit", "gjest", "vegg"] {
        world.is_refused_formally(who, add("x", "3/26"), Refusal::NotAllowed(Lock::Role));
    }
    world.is_refused_formally("hanne", add("x", "2/26"), Refusal::IdTaken);
    world.is_refused_formally("hanne", add("x", " "), Refusal::Empty);
    world.does_formally("hanne", add("x", "3/26"));
    let order = |world: &World| -> Vec<String> {
        let agenda = &world.formal().agenda;
        agenda.iter().map(|item| item.id.to_string()).collect()
    };
    assert_eq!(order(&world), [FIRST, "x", SECOND]);
    world.does_formally(
        "ragnhild",
        Ask::MoveItem {
            item: item("x"),
            before: None,
        },
    );
    assert_eq!(order(&world), [FIRST, SECOND, "x"]);
    world.does_formally("hanne", Ask::RemoveItem { item: item("x") });
    assert_eq!(order(&world), [FIRST, SECOND]);
}

#[test]
fn something_to_take_note_of_needs_no_vote() {
    let mut world = planned();
    world.does_formally(
        "hanne",
        Ask::ChangeItem {
            item: item(FIRST),
            draft: ItemDraft {
                kind: ItemKind::Information,
                ..draft("1/26", "Referat")
            },
        },
    );
    world.does_formally("bjoern", begin("ragnhild"));
    world.does_formally("bjoern", open(FIRST));
    resolve(&mut world, FIRST, "Tatt til orientering.");
    assert_eq!(world.item(FIRST).resolution.unwrap().outcome, None);
    world.does_formally("bjoern", Ask::FinishItem { item: item(FIRST) });
}

#[test]
fn whoever_leads_has_a_seat() {
    let mut world = planned();
    for who in WITHOUT.into_iter().chain(["amir", "mathias"]) {
        world.is_refused_formally("bjoern", begin(who), Refusal::HasNoVote);
    }
    world.does_formally("bjoern", begin("torgeir"));
    world.does_formally(
        "bjoern",
        Ask::HandOver {
            chair: person("ragnhild"),
        },
    );
    let sitting = world.formal().sitting.clone().unwrap();
    assert_eq!(
        (sitting.opened_by, sitting.chair),
        (person("torgeir"), person("ragnhild"))
    );
}
