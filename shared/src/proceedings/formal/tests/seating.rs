//! Seats that change hands: what was cast from them goes with them, and a decision stands until another is made.

use super::*;
use crate::proceedings::formal::undo::opposite;

pub fn case(name: &str) -> Question {
    Question::Impartiality { case: note(name) }
}

pub fn ask_vote(id: &str, question: Question) -> Ask {
    Ask::OpenVote {
        item: item(id),
        question,
    }
}

pub fn seat(name: &str, who: Option<&str>) -> Ask {
    Ask::SeatDeputy {
        item: item(FIRST),
        case: note(name),
        deputy: who.map(person),
    }
}

fn step_out(name: &str) -> Ask {
    Ask::StepOut {
        item: item(FIRST),
        case: note(name),
    }
}

fn step_back(name: &str) -> Ask {
    Ask::StepBack {
        item: item(FIRST),
        case: note(name),
    }
}

fn cast(world: &World) -> Vec<String> {
    let vote = world.item(FIRST).vote.unwrap();
    vote.cast.keys().map(ToString::to_string).collect()
}

/// Odd is disqualified in the first item.
pub fn disqualified() -> World {
    let mut world = opened();
    world.does_formally("odd", raise(FIRST, "c", "odd"));
    decides(&mut world, FIRST, &case("c"), &[]);
    world
}

#[test]
fn whoever_is_found_disqualified_the_second_time_is_out() {
    let mut world = opened();
    world.does_formally("per", raise(FIRST, "c", "odd"));
    world.does_formally("odd", step_out("c"));
    let against = ["ragnhild", "torgeir", "ingunn", "kjersti", "mathias"];
    decides(&mut world, FIRST, &case("c"), &against);
    assert!(!world.item(FIRST).is_out(&person("odd")));
    decides(&mut world, FIRST, &case("c"), &[]);
    assert!(world.item(FIRST).is_out(&person("odd")));
    world.does_formally("bjoern", ask_vote(FIRST, Question::Proposal));
    let vote = vote(FIRST, &Question::Proposal, true);
    world.is_refused_formally("odd", vote, Refusal::SteppedAside);
    let found = world.item(FIRST).cases[0].clone();
    assert!(found.left_at.is_some() && found.returned_at.is_none());
}

#[test]
fn what_is_decided_stands_until_it_is_decided_otherwise() {
    let mut world = disqualified();
    world.does_formally("bjoern", ask_vote(FIRST, case("c")));
    let withdraw = || Ask::WithdrawCase {
        item: item(FIRST),
        case: note("c"),
    };
    world.is_refused_formally("odd", withdraw(), Refusal::AlreadyDecided);
    world.is_refused_formally("bjoern", step_back("c"), Refusal::SteppedAside);
    world.does_formally("bjoern", Ask::CancelVote { item: item(FIRST) });
    world.is_refused_formally("odd", withdraw(), Refusal::AlreadyDecided);
    assert!(world.item(FIRST).disqualifies(&person("odd")));
    let against = ["ragnhild", "torgeir", "ingunn", "kjersti", "mathias"];
    decides(&mut world, FIRST, &case("c"), &against);
    assert!(!world.item(FIRST).is_out(&person("odd")));
    // Nor does whoever was found impartial leave the seat empty.
    world.is_refused_formally("odd", step_out("c"), Refusal::AlreadyDecided);
}

#[test]
fn a_motion_that_was_decided_with_somebody_who_is_disqualified_is_voted_on_anew() {
    let mut world = opened();
    world.does_formally("kjersti", motion(FIRST, "m"));
    let question = Question::Motion { motion: note("m") };
    decides(&mut world, FIRST, &question, &[]);
    world.does_formally("odd", raise(FIRST, "c", "odd"));
    decides(&mut world, FIRST, &case("c"), &[]);
    assert_eq!(world.item(FIRST).motions[0].outcome, None);
    assert_eq!(world.item(FIRST).proposal(), "Innstillingen vedtas.");
    decides(&mut world, FIRST, &question, &[]);
    let outcome = world.item(FIRST).motions[0].outcome.clone().unwrap();
    assert!(!outcome.votes_for.contains(&person("odd")));
}

#[test]
fn nothing_is_decided_before_it_is_settled_who_takes_part() {
    let mut world = opened();
    decides(&mut world, FIRST, &Question::Proposal, &[]);
    world.does_formally("per", raise(FIRST, "c", "odd"));
    let resolved = || Ask::Resolve {
        item: item(FIRST),
        text: "Vedtatt.".into(),
    };
    world.is_refused_formally("bjoern", resolved(), Refusal::NeedsVote);
    world.does_formally("bjoern", Ask::CancelVote { item: item(FIRST) });
    world.does_formally("kjersti", motion(FIRST, "m"));
    let withdraw = Ask::WithdrawCase {
        item: item(FIRST),
        case: note("c"),
    };
    world.does_formally("bjoern", withdraw);
    let question = Question::Motion { motion: note("m") };
    world.does_formally("bjoern", ask_vote(FIRST, question.clone()));
    world.does_formally("per", raise(FIRST, "d", "odd"));
    let rest = Ask::RestVotesFor {
        item: item(FIRST),
        question: question.clone(),
    };
    world.does_formally("bjoern", rest);
    let count = Ask::CloseVote {
        item: item(FIRST),
        question,
    };
    world.is_refused_formally("bjoern", count, Refusal::NeedsVote);
}

#[test]
fn a_step_aside_that_is_taken_back_gives_the_seat_back_and_no_old_vote() {
    let mut world = opened();
    world.does_formally("bjoern", ask_vote(FIRST, Question::Proposal));
    world.does_formally("odd", vote(FIRST, &Question::Proposal, false));
    world.does_formally("per", raise(FIRST, "e", "odd"));
    let view = world.formally_sees("odd");
    world.does_formally("odd", step_out("e"));
    world.does_formally("bjoern", seat("e", Some("berit")));
    world.does_formally("berit", vote(FIRST, &Question::Proposal, true));
    assert_eq!(cast(&world), ["berit"]);
    let back = opposite(&view, &step_out("e"));
    assert_eq!(back, [step_back("e")]);
    world.does_formally("odd", back[0].clone());
    assert!(
        cast(&world).is_empty(),
        "neither the old vote nor the deputy's"
    );
    assert!(world.formally_sees("odd").i_vote);
    assert!(!world.formally_sees("berit").i_vote);
    let again = opposite(&world.formally_sees("bjoern"), &seat("e", None));
    assert_eq!(again, [seat("e", Some("berit"))]);
}

#[test]
fn votes_on_a_motion_never_become_votes_on_what_is_proposed() {
    let mut world = opened();
    world.does_formally(
        "odd",
        Ask::PutMotion {
            item: item(FIRST),
            motion: note("m"),
            kind: MotionKind::Separate,
            text: "Saken utsettes.".into(),
            by: None,
        },
    );
    let question = Question::Motion { motion: note("m") };
    decides(&mut world, FIRST, &question, &["kjersti"]);
    resolve(&mut world, FIRST, "Utsatt.");
    world.does_formally("bjoern", Ask::Unresolve { item: item(FIRST) });
    assert_eq!(world.item(FIRST).vote, None);
    world.does_formally("bjoern", ask_vote(FIRST, Question::Proposal));
    let resolved = Ask::Resolve {
        item: item(FIRST),
        text: "Vedtatt.".into(),
    };
    world.is_refused_formally("bjoern", resolved, Refusal::VotesMissing);
}

#[test]
fn one_deputy_sits_in_one_seat_and_only_for_somebody_who_has_one() {
    let mut world = opened();
    world.does_formally("odd", raise(FIRST, "c", "odd"));
    world.does_formally("kjersti", raise(FIRST, "d", "kjersti"));
    world.does_formally("hanne", raise(FIRST, "e", "hanne"));
    world.does_formally("bjoern", seat("c", Some("berit")));
    world.is_refused_formally("bjoern", seat("d", Some("berit")), Refusal::NotADeputy);
    world.does_formally("bjoern", seat("c", None));
    world.is_refused_formally("bjoern", seat("e", Some("berit")), Refusal::HasNoVote);
    let participants = &mut world.lobby.meeting.participants;
    let berit = participants
        .iter_mut()
        .find(|one| one.person == person("berit"));
    berit.unwrap().is_coming = false;
    world.is_refused_formally("bjoern", seat("c", Some("berit")), Refusal::NotADeputy);
}

#[test]
fn nobody_has_two_votes_however_the_seats_came_to_be() {
    let mut world = disqualified();
    world.does_formally("bjoern", seat("c", Some("berit")));
    // Meanwhile somebody at the door seats the same deputy for a member who has left.
    for one in &mut world.lobby.meeting.participants {
        if one.person == person("kjersti") {
            one.is_coming = false;
        }
        if one.person == person("berit") {
            one.seated_for = Some(person("kjersti"));
        }
    }
    decides(&mut world, FIRST, &Question::Proposal, &[]);
    resolve(&mut world, FIRST, "Vedtatt.");
    let outcome = world.item(FIRST).resolution.unwrap().outcome.unwrap();
    let by_berit = outcome
        .votes_for
        .iter()
        .filter(|who| **who == person("berit"));
    assert_eq!(by_berit.count(), 1);
    assert_eq!(outcome.votes_for.len(), 5);
}

#[test]
fn whoever_is_not_in_the_room_has_no_vote_cast() {
    let mut world = opened();
    world
        .lobby
        .attendance
        .retain(|times| times.person != person("odd"));
    world.does_formally("bjoern", ask_vote(FIRST, Question::Proposal));
    let of_odd = Ask::Vote {
        item: item(FIRST),
        question: Question::Proposal,
        is_for: true,
        person: Some(person("odd")),
    };
    world.is_refused_formally("bjoern", of_odd, Refusal::NotHere);
    let own = vote(FIRST, &Question::Proposal, true);
    world.is_refused_formally("odd", own, Refusal::NotHere);
}

#[test]
fn whoever_came_and_left_between_two_votes_was_there() {
    let mut world = opened();
    world
        .lobby
        .attendance
        .retain(|times| times.person != person("lena"));
    for times in &mut world.lobby.attendance {
        if times.person == person("torgeir") {
            times.left_at = Some(world.now);
        }
    }
    world.now = world.now.plus_ms(60_000);
    let stay = crate::lobby::Attendance {
        person: person("lena"),
        arrived_at: world.now,
        left_at: Some(world.now.plus_ms(1_000)),
    };
    world.lobby.attendance.push(stay);
    decides(&mut world, FIRST, &Question::Proposal, &[]);
    resolve(&mut world, FIRST, "Vedtatt.");
    world.does_formally("bjoern", Ask::FinishItem { item: item(FIRST) });
    world.does_formally("bjoern", Ask::End);
    let seen = world.formal().sitting.clone().unwrap().seen;
    assert!(seen.others.contains(&person("lena")));
    let mut empty = seen.seats.iter().filter(|seat| seat.holder.is_none());
    assert!(empty.all(|seat| seat.member == person("amir")));
}

#[test]
fn a_deputy_for_one_item_and_later_for_the_day_was_present() {
    let mut world = disqualified();
    world.does_formally("bjoern", seat("c", Some("berit")));
    decides(&mut world, FIRST, &Question::Proposal, &[]);
    resolve(&mut world, FIRST, "Vedtatt.");
    world.does_formally("bjoern", Ask::FinishItem { item: item(FIRST) });
    for one in &mut world.lobby.meeting.participants {
        one.seated_for = match one.person.as_str() {
            "berit" => Some(person("amir")),
            _ => None,
        };
    }
    world.does_formally("bjoern", open(SECOND));
    let minutes = crate::proceedings::formal::minutes::assemble(world.formal(), &world.lobby, None);
    assert!(minutes.people.present.iter().any(|one| one.name == "berit"));
    let sat: Vec<&str> = minutes
        .people
        .deputies
        .iter()
        .map(|one| one.member.as_str())
        .collect();
    assert_eq!(sat, ["odd"]);
    let absent: Vec<&str> = minutes
        .people
        .absent
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(absent, ["amir"]);
}

#[test]
fn who_leads_does_not_change_while_a_vote_is_open() {
    let mut world = opened();
    world.does_formally("hanne", ask_vote(FIRST, Question::Proposal));
    let over = Ask::HandOver {
        chair: person("odd"),
    };
    world.is_refused_formally("bjoern", over, Refusal::FormalVoteOpen);
}
