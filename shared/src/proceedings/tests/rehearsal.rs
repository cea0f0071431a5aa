//! Birds do a whole day, led by somebody who only ever presses on.

use super::*;
use crate::lobby::RoomView;
use crate::proceedings::state::{Grade, Phase, Tool};
use crate::proceedings::steps;
use crate::rehearsal::{self, Mood};

/// A rehearsal: the facilitator and the birds, all here.
fn nest() -> World {
    let mut world = World::new();
    world.lobby.meeting.participants = rehearsal::participants(&person("bjoern"));
    world.lobby.people.retain(|one| one.id == person("bjoern"));
    world.lobby.people.extend(rehearsal::birds());
    world.lobby.attendance = world
        .lobby
        .people
        .iter()
        .map(|one| Attendance {
            person: one.id.clone(),
            arrived_at: Timestamp(1),
            left_at: None,
        })
        .collect();
    let form = world.lobby.meeting.form.clone().unwrap();
    world.with_rationale = form.indicators.into_iter().map(|one| one.id).collect();
    world
}

fn room(world: &World, who: &PersonId) -> RoomView {
    let looker = world.role(who.as_str());
    let may = |act: Act| world.lobby.meeting.allows(looker, act);
    RoomView {
        proceedings: Some(world.sees(who.as_str())),
        ..world.lobby.visible_to(may)
    }
}

/// Lets every bird do all it wants; answers how many things were done.
fn birds_act(world: &mut World, mood: Mood) -> usize {
    let mut n_done = 0;
    for bird in rehearsal::birds() {
        while let Some(command) = rehearsal::next(&room(world, &bird.id), &bird.id, mood) {
            let asked = format!("{command:?}");
            let events = world.asks(bird.id.as_str(), command);
            assert!(
                events.is_ok_and(|events| !events.is_empty()),
                "{}: {asked} does nothing",
                bird.id
            );
            n_done += 1;
            assert!(n_done < 2_000, "{} goes on for ever with {asked}", bird.id);
        }
    }
    n_done
}

/// One number, or how far apart it ended when somebody does not go along with it.
fn settle(world: &mut World, indicator: &IndicatorId) {
    let range = Grade::Range {
        lowest: 3,
        highest: 4,
    };
    for grade in [Grade::One(3), range] {
        let (indicator, proposed) = (indicator.clone(), Some(grade));
        let propose = Command::ProposeGrade {
            indicator: indicator.clone(),
            grade: proposed,
        };
        world.does("bjoern", propose);
        birds_act(world, Mood::Alike);
        let settle = Command::SettleGrade { indicator, grade };
        match world.asks("bjoern", settle) {
            Ok(_) => return,
            Err(refusal) => assert_eq!(refusal, Refusal::NeedsRange),
        }
    }
    unreachable!("a range can always be written down");
}

fn press_on(world: &mut World) -> bool {
    let at = world.at();
    let indicator = at.indicator.clone();
    match (at.phase, indicator) {
        (Phase::Waiting, Some(indicator)) => {
            world.does("bjoern", Command::Reveal { indicator });
            return true;
        }
        (Phase::Grade, Some(indicator)) => {
            settle(world, &indicator);
        }
        (Phase::Gather, _) => {
            world.does("bjoern", Command::OpenVote { dots: 4 });
            return true;
        }
        (Phase::Vote, _) => {
            world.does("bjoern", Command::CloseVote);
            return true;
        }
        _ => {}
    }
    let form = world.lobby.meeting.form.as_ref();
    let at = world.at();
    let Some(to) = steps::next(&world.proceedings.steps, form, &at) else {
        return false;
    };
    world.does("bjoern", Command::Move { from: at, to });
    true
}

#[test]
fn birds_live_through_a_whole_day() {
    for mood in [Mood::Alike, Mood::Spread] {
        let mut world = nest();
        world.does("bjoern", Command::BeginDay);
        world.does("bjoern", Command::OpenScoring { is_open: true });
        birds_act(&mut world, mood);
        while press_on(&mut world) {
            birds_act(&mut world, mood);
        }
        let seen = world.sees("bjoern");
        let last = steps::find(&seen.steps, &world.at().step).unwrap();
        assert_eq!(last.tool, Tool::Conclusion);
        for (id, round) in &seen.rounds {
            let tally = &round.reveal.as_ref().unwrap().tally;
            assert_eq!(tally.n_missing, 0, "{id}");
            assert!(tally.is_shown(), "{id}");
            assert_eq!(round.n_agreed + round.n_remarks + round.n_not_agreed, 12);
        }
        let n_spread = seen
            .rounds
            .values()
            .filter(|round| {
                let tally = &round.reveal.as_ref().unwrap().tally;
                tally.spread == Some(super::super::tally::Spread::Spread)
            })
            .count();
        match mood {
            Mood::Alike => assert_eq!(n_spread, 0),
            Mood::Spread => assert!(n_spread >= 4, "{n_spread}"),
        }
        assert_eq!(seen.proposals.shared.len(), 24);
        let result = seen.vote.unwrap().result.unwrap();
        assert_eq!(
            result.n_voters, 11,
            "the programme manager gives no dots by default"
        );
        assert_eq!(
            result
                .totals
                .values()
                .map(|dots| u32::from(*dots))
                .sum::<u32>(),
            44
        );
        assert_eq!(seen.worth.unwrap().iter().sum::<u16>(), 12);
    }
}
