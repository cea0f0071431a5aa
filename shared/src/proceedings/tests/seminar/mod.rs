//! A seminar of two days: the SWOT board, groups at work, dots on measures, and what is work and
//! what decides something.

mod stored;

use super::*;
use crate::id::{FocusAreaId, GroupId, NoteId};
use crate::proceedings::seminar::Ask;
use crate::proceedings::seminar::decide::MAX_NOTE;
use crate::proceedings::seminar::state::{Candidate, SwotField, WorkGroup};
use crate::proceedings::seminar::view::{NoteView, SwotView};
use crate::proceedings::state::{Phase, StepKind, Tool};
use crate::proceedings::{steps, undo};
use crate::rights::Lock;

fn note(id: &str) -> NoteId {
    NoteId::parse(id).unwrap()
}

fn group(id: &str) -> GroupId {
    GroupId::parse(id).unwrap()
}

fn writes(id: &str, field: SwotField, text: &str) -> Command {
    let ask = Ask::WriteNote {
        id: note(id),
        field,
        text: text.into(),
    };
    Command::Seminar { ask }
}

fn ask(ask: Ask) -> Command {
    Command::Seminar { ask }
}

fn work_group(id: &str, people: &[&str]) -> WorkGroup {
    WorkGroup {
        id: group(id),
        name: format!("Gruppe {id}"),
        focus_area: FocusAreaId::parse("reiseliv").ok(),
        people: people.iter().map(|id| person(id)).collect(),
    }
}

fn measures(ids: &[&str]) -> Vec<Candidate> {
    let one = |id: &&str| Candidate {
        id: group(id),
        title: format!("Tiltak {id}"),
    };
    ids.iter().map(one).collect()
}

/// At the silent writing of the board.
fn at_the_board() -> World {
    let mut world = World::seminar();
    world.does("bjoern", Command::BeginDay);
    world.goes_to("omverden-og-swot");
    world
}

fn with_notes() -> World {
    let mut world = at_the_board();
    for (who, id, field, text) in [
        (
            "odd",
            "l-1",
            SwotField::Strengths,
            "Fagfolk som kan industri",
        ),
        ("kjersti", "l-2", SwotField::Strengths, "Folk som kan fag"),
        ("hanne", "l-3", SwotField::Weaknesses, "Få boliger å leie"),
    ] {
        world.does(who, writes(id, field, text));
    }
    world
}

fn opened() -> World {
    let mut world = with_notes();
    world.does("bjoern", ask(Ask::OpenNotes));
    world
}

fn swot(world: &World, who: &str) -> SwotView {
    world.sees(who).seminar.swot
}

fn seen(world: &World, id: &str) -> NoteView {
    swot(world, "ragnhild").notes[&note(id)].clone()
}

/// Goes back by the undo of what was asked, which makes everything as it was for everybody.
fn is_taken_back(world: &mut World, command: &Command) {
    let before = world.sees("ragnhild").seminar;
    let ways = undo::opposite(&world.sees("bjoern"), command);
    world.does("bjoern", command.clone());
    assert_ne!(world.sees("ragnhild").seminar, before, "{command:?}");
    for way in ways {
        world.does("bjoern", way);
    }
    assert_eq!(world.sees("ragnhild").seminar, before, "{command:?}");
}

#[test]
fn every_tool_of_the_run_sheet_is_known() {
    let mut world = World::seminar();
    world.does("bjoern", Command::BeginDay);
    let steps = &world.proceedings.steps;
    assert!(
        steps.iter().all(|step| step.tool != Tool::Talk),
        "{steps:?}"
    );
    assert_eq!(steps.iter().map(|step| step.day).max(), Some(2));
    let formal: Vec<&str> = steps
        .iter()
        .filter(|step| step.tool.kind() == StepKind::FormalItem)
        .map(|step| step.id.as_str())
        .collect();
    assert_eq!(formal, ["formelt-styremoete"]);
    let board = steps::find(steps, &step("omverden-og-swot")).unwrap();
    assert_eq!(steps::suggested_minutes(board, None, Phase::Write), 5);
    assert_eq!(steps::suggested_minutes(board, None, Phase::Gather), 55);
}

#[test]
fn a_note_is_its_authors_until_the_board_is_opened_and_nobodys_after_that() {
    let mut world = with_notes();
    assert_eq!(swot(&world, "odd").my_notes.len(), 1);
    for (who, _) in PEOPLE {
        let seen = world.sees(who);
        assert_eq!(seen.seminar.swot.n_all, 3, "{who}");
        let words = serde_json::to_string(&seen).unwrap();
        for (author, text) in [("odd", "Fagfolk som"), ("hanne", "Få boliger")] {
            assert_eq!(words.contains(text), who == author, "{who} {text}");
        }
    }
    world.is_refused(
        "bjoern",
        writes("l-1", SwotField::Threats, "x"),
        Refusal::NotYours,
    );
    world.does("bjoern", ask(Ask::OpenNotes));
    assert_eq!(world.at().phase, Phase::Gather);
    for (who, role) in PEOPLE {
        let seen = swot(&world, who);
        assert_eq!(seen.notes.len(), 3, "{who}");
        let n_mine = seen.notes.values().filter(|note| note.is_mine).count();
        let wrote = ["odd", "kjersti", "hanne"].contains(&who);
        assert_eq!(n_mine, usize::from(wrote), "{who} {role:?}");
    }
    let words = serde_json::to_string(&world.sees("lena").seminar).unwrap();
    assert!(!words.contains("odd"), "{words}");
    // What is written from now on is shared as it is written.
    world.does("ingunn", writes("l-4", SwotField::Threats, "Rente"));
    assert_eq!(seen(&world, "l-4").text, "Rente");
    // Until the group goes back to write in peace.
    world.goes_back_to(Phase::Write);
    world.does("ingunn", writes("l-5", SwotField::Threats, "Eldre"));
    assert!(!swot(&world, "odd").notes.contains_key(&note("l-5")));
    assert_eq!(swot(&world, "odd").notes.len(), 4, "what is shared stays");
    world.goes_on();
    assert!(swot(&world, "odd").notes.contains_key(&note("l-5")));
}

#[test]
fn who_may_write_and_how_much() {
    let mut world = at_the_board();
    let write = |id: &str| writes(id, SwotField::Strengths, "Kai");
    for (who, expected) in [
        ("berit", Refusal::NotAllowed(Lock::NotSeated)),
        ("per", Refusal::NotAllowed(Lock::Setting)),
        ("gjest", Refusal::NotAllowed(Lock::Role)),
        ("vegg", Refusal::NotAllowed(Lock::Role)),
    ] {
        world.is_refused(who, write("l-1"), expected);
    }
    world.is_refused(
        "odd",
        writes("l-1", SwotField::Strengths, " \n"),
        Refusal::Empty,
    );
    let long = "a".repeat(MAX_NOTE + 1);
    world.is_refused(
        "odd",
        writes("l-1", SwotField::Strengths, &long),
        Refusal::TooLong,
    );
    for n in 0..60 {
        world.does("odd", write(&format!("o-{n}")));
    }
    world.is_refused("odd", write("o-60"), Refusal::TooMany);
    world.does("kjersti", write("k-1"));
    let mut review = World::begun();
    review.is_refused("odd", write("l-1"), Refusal::NoSuchStep);
    let mut planned = World::seminar();
    planned.is_refused("odd", write("l-1"), Refusal::DayNotBegun);
}

#[test]
fn notes_move_and_merge_and_come_apart_again() {
    let mut world = opened();
    let merge = ask(Ask::MergeNotes {
        into: note("l-1"),
        notes: vec![note("l-2"), note("l-1"), note("l-2")],
    });
    is_taken_back(&mut world, &merge);
    world.does("odd", merge);
    assert_eq!(seen(&world, "l-2").under, Some(note("l-1")));
    // What is merged into something merged goes under the note on top, and takes its field.
    let more = ask(Ask::MergeNotes {
        into: note("l-2"),
        notes: vec![note("l-3")],
    });
    is_taken_back(&mut world, &more);
    world.does("odd", more);
    let third = seen(&world, "l-3");
    assert_eq!(
        (third.under, third.field),
        (Some(note("l-1")), SwotField::Strengths)
    );
    let view = swot(&world, "odd");
    assert_eq!(view.heads(SwotField::Strengths).len(), 1);
    assert_eq!(view.under(&note("l-1")).len(), 2);
    // All of it moves as one, and one of it leaves.
    let all = ask(Ask::MoveNotes {
        notes: vec![note("l-1")],
        field: SwotField::Threats,
    });
    is_taken_back(&mut world, &all);
    world.does("odd", all);
    assert_eq!(swot(&world, "odd").under(&note("l-1")).len(), 2);
    assert_eq!(seen(&world, "l-3").field, SwotField::Threats);
    let one = ask(Ask::MoveNotes {
        notes: vec![note("l-3")],
        field: SwotField::Weaknesses,
    });
    is_taken_back(&mut world, &one);
    world.does("odd", one);
    assert_eq!(seen(&world, "l-3").under, None);
    let apart = ask(Ask::SplitNotes {
        notes: vec![note("l-2")],
    });
    is_taken_back(&mut world, &apart);
    world.does("odd", apart);
    assert_eq!(seen(&world, "l-2").under, None);
    for (notes, expected) in [
        (Vec::new(), Refusal::Empty),
        (vec![note("l-9")], Refusal::NoSuchNote),
    ] {
        let field = SwotField::Threats;
        world.is_refused("odd", ask(Ask::MoveNotes { notes, field }), expected);
    }
}

#[test]
fn a_note_is_changed_and_taken_away_by_its_author_or_by_whom_leads_and_comes_back() {
    let mut world = opened();
    world.is_refused(
        "kjersti",
        ask(Ask::RemoveNote { id: note("l-1") }),
        Refusal::NotYours,
    );
    is_taken_back(&mut world, &writes("l-1", SwotField::Threats, "Fagfolk"));
    world.does("odd", writes("l-1", SwotField::Threats, "Fagfolk"));
    let changed = seen(&world, "l-1");
    assert_eq!(
        (changed.text.as_str(), changed.field),
        ("Fagfolk", SwotField::Strengths)
    );
    let merge = Ask::MergeNotes {
        into: note("l-1"),
        notes: vec![note("l-2")],
    };
    world.does("odd", ask(merge));
    is_taken_back(&mut world, &ask(Ask::RemoveNote { id: note("l-1") }));
    world.does("odd", ask(Ask::RemoveNote { id: note("l-1") }));
    assert_eq!(
        seen(&world, "l-2").under,
        None,
        "what was under it stands by itself"
    );
    assert_eq!(swot(&world, "odd").notes.len(), 2);
    world.is_refused(
        "odd",
        writes("l-1", SwotField::Strengths, "Igjen"),
        Refusal::NoSuchNote,
    );
    // Whose note it is stays, also when somebody else has mended its words.
    world.does("bjoern", writes("l-2", SwotField::Strengths, "Rettet"));
    assert!(swot(&world, "kjersti").notes[&note("l-2")].is_mine);
}

#[test]
fn people_work_in_groups_each_in_one() {
    let mut world = at_the_board();
    let groups = vec![
        work_group("a", &["kjersti", "odd"]),
        work_group("b", &["hanne"]),
    ];
    let set = ask(Ask::SetWorkGroups {
        groups: groups.clone(),
    });
    world.is_refused("odd", set.clone(), Refusal::NotAllowed(Lock::Role));
    is_taken_back(&mut world, &set);
    world.does("bjoern", set);
    assert_eq!(world.sees("vegg").seminar.work_groups, groups);
    let put = |person_id: &str, to: Option<&str>| {
        ask(Ask::PutInGroup {
            person: person(person_id),
            group: to.map(group),
        })
    };
    is_taken_back(&mut world, &put("odd", None));
    world.does("bjoern", put("odd", Some("b")));
    let of = |world: &World| {
        let view = world.sees("odd").seminar;
        view.group_of(&person("odd")).map(|group| group.id.clone())
    };
    assert_eq!(of(&world), Some(group("b")));
    is_taken_back(
        &mut world,
        &ask(Ask::NameGroup {
            group: group("b"),
            name: "Reiseliv".into(),
        }),
    );
    for (groups, expected) in [
        (
            vec![work_group("a", &["odd"]), work_group("b", &["odd"])],
            Refusal::NotAValue,
        ),
        (
            vec![work_group("a", &[]), work_group("a", &[])],
            Refusal::IdTaken,
        ),
        (vec![work_group("a", &["ingen"])], Refusal::NoSuchPerson),
    ] {
        world.is_refused("bjoern", ask(Ask::SetWorkGroups { groups }), expected);
    }
    world.is_refused("bjoern", put("odd", Some("z")), Refusal::NoSuchGroup);
}

#[test]
fn dots_are_given_to_measures_of_the_plan() {
    let mut world = World::seminar();
    world.does("bjoern", Command::BeginDay);
    world.goes_to("prioritere-tiltak");
    world.is_refused(
        "bjoern",
        Command::OpenVote { dots: 3 },
        Refusal::NothingToVoteOn,
    );
    let open = |ids: &[&str]| {
        ask(Ask::OpenVote {
            dots: 3,
            measures: measures(ids),
        })
    };
    world.is_refused("bjoern", open(&[]), Refusal::NothingToVoteOn);
    world.is_refused("bjoern", open(&["t-1", "t-1"]), Refusal::IdTaken);
    world.is_refused("odd", open(&["t-1"]), Refusal::NotAllowed(Lock::Role));
    let ways = undo::opposite(&world.sees("bjoern"), &open(&["t-1"]));
    assert_eq!(ways, [Command::CancelVote { is_counted: false }]);
    world.does("bjoern", open(&["t-1", "t-2"]));
    assert_eq!(world.at().phase, Phase::Vote);
    let titles = |world: &World| {
        let groups = world.sees("odd").proposals.groups;
        groups.into_iter().map(|one| one.title).collect::<Vec<_>>()
    };
    assert_eq!(titles(&world), ["Tiltak t-1", "Tiltak t-2"]);
    let give = |id: &str| Command::GiveDots {
        group: group(id),
        dots: 2,
    };
    world.does("odd", give("t-1"));
    world.is_refused("odd", give("t-9"), Refusal::NoSuchGroup);
    // Other measures: the vote is thrown away, and the group stays where it is.
    world.does("bjoern", Command::CancelVote { is_counted: false });
    assert_eq!(
        (world.at().step, world.at().phase),
        (step("prioritere-tiltak"), Phase::Vote)
    );
    assert!(titles(&world).is_empty());
    world.does("bjoern", open(&["t-1", "t-3"]));
    for who in ["odd", "kjersti", "ingunn", "ragnhild"] {
        world.does(who, give("t-3"));
    }
    world.does("bjoern", Command::CloseVote);
    assert_eq!(world.at().phase, Phase::Result);
    let result = world.sees("vegg").vote.unwrap().result.unwrap();
    assert_eq!(result.totals[&group("t-3")], 8);
    world.does("bjoern", Command::DrawLine { from_dots: Some(4) });
}

#[test]
fn where_something_is_decided_dots_do_not_count() {
    let mut world = World::seminar();
    world.does("bjoern", Command::BeginDay);
    world.goes_to("prioritere-tiltak");
    let open = ask(Ask::OpenVote {
        dots: 3,
        measures: measures(&["t-1"]),
    });
    world.does("bjoern", open.clone());
    world.goes_to("formelt-styremoete");
    assert_eq!(world.proceedings.step_kind(), StepKind::FormalItem);
    let give = Command::GiveDots {
        group: group("t-1"),
        dots: 1,
    };
    world.is_refused("odd", give.clone(), Refusal::FormalItem);
    world.is_refused("bjoern", Command::CloseVote, Refusal::FormalItem);
    world.goes_back_to(Phase::Vote);
    world.does("odd", give);
    world.does("bjoern", Command::CancelVote { is_counted: false });
    world.goes_to("formelt-styremoete");
    world.is_refused("bjoern", open, Refusal::FormalItem);
}

#[test]
fn what_nobody_else_has_seen_is_forgotten() {
    let mut world = opened();
    world.goes_back_to(Phase::Write);
    world.does("odd", writes("l-7", SwotField::Threats, "Hemmelig"));
    let mut erased = world.proceedings.clone();
    erased.seminar.forget_hidden_of(&person("kjersti"));
    assert_eq!(erased, world.proceedings, "hers are shared");
    world.proceedings.forget_individuals();
    let left = serde_json::to_string(&world.proceedings).unwrap();
    assert!(!left.contains("Hemmelig") && left.contains("Fagfolk"));
}
