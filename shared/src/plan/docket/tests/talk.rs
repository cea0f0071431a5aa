use super::*;
use crate::id::MilestoneId;
use crate::plan::docket::decide::{MAX_TEXT, MAX_TITLE};
use crate::plan::docket::place::{Place, Quote};

pub fn comment(id: &str, text: &str) -> Command {
    at(id, Place::Plan, text)
}

pub fn at(id: &str, place: Place, text: &str) -> Command {
    Command::Comment {
        id: note(id),
        place,
        text: text.to_owned(),
        mentions: BTreeSet::new(),
    }
}

pub fn reply(thread: &str, id: &str, text: &str) -> Command {
    Command::Reply {
        thread: note(thread),
        id: note(id),
        text: text.to_owned(),
        mentions: BTreeSet::new(),
    }
}

fn delete(id: &str, is_deleted: bool) -> Command {
    Command::DeleteComment {
        id: note(id),
        is_deleted,
    }
}

fn resolve(id: &str) -> Command {
    Command::ResolveThread {
        id: note(id),
        is_resolved: true,
    }
}

fn edit(id: &str, text: &str) -> Command {
    Command::EditComment {
        id: note(id),
        text: text.to_owned(),
        mentions: BTreeSet::new(),
    }
}

#[test]
fn everybody_who_reads_the_plan_comments_it_and_answers() {
    let mut world = World::new();
    let quote = Quote {
        text: "åtte nye helårsplasser".to_owned(),
        from: Some(r#"{"type":{"client":1,"clock":2},"assoc":0}"#.to_owned()),
        to: None,
    };
    let place = Place::Words {
        text: prose("prose/reiseliv/maal"),
        quote: Some(quote),
    };
    world.does(
        "per",
        at("k-1", place.clone(), " Hva er tallet bygd på?\u{202E} "),
    );
    world.does("odd", reply("k-1", "k-2", "Fjellstua fem."));
    world.does("gjest", reply("k-1", "k-3", "Takk."));
    world.does("berit", comment("k-4", "Fin plan."));
    world.is_refused("vegg", comment("k-5", "?"), Refusal::NotAllowed(Lock::Role));
    let thread = &world.sees("gjest").threads[&note("k-1")];
    assert_eq!(thread.place, place);
    let texts: Vec<&str> = thread
        .comments
        .iter()
        .map(|one| one.text.as_str())
        .collect();
    assert_eq!(texts, ["Hva er tallet bygd på?", "Fjellstua fem.", "Takk."]);
    assert!(world.sees("vegg").threads.is_empty(), "the wall shows none");
}

#[test]
fn a_comment_is_its_authors() {
    let mut world = World::new();
    world.does("per", comment("k-1", "Er seks nok?"));
    world.is_refused("hanne", edit("k-1", "Ja."), Refusal::NotYours);
    world.is_refused("hanne", delete("k-1", true), Refusal::NotYours);
    world.is_refused("hanne", comment("k-1", "Ja."), Refusal::IdTaken);
    world.changes_nothing("per", comment("k-1", "Er seks nok?"));
    world.does("per", edit("k-1", "Er sju nok?"));
    world.does("odd", reply("k-1", "k-2", "Ja."));
    world.does("per", delete("k-1", true));
    let thread = &world.sees("per").threads[&note("k-1")];
    assert_eq!(thread.comments[0].text, "");
    assert!(thread.comments[0].is_deleted);
    assert_eq!(thread.comments[1].text, "Ja.");
    world.is_refused("per", edit("k-1", "?"), Refusal::NoSuchNote);
    world.does("odd", delete("k-2", true));
    assert!(world.sees("odd").threads.is_empty());
    world.does("per", delete("k-1", false));
    let thread = &world.sees("odd").threads[&note("k-1")];
    assert_eq!(thread.comments[0].text, "Er sju nok?");
}

#[test]
fn a_thread_is_resolved_by_whom_it_concerns_or_who_writes_the_plan() {
    let mut world = World::new();
    let asks = Command::Comment {
        id: note("k-1"),
        place: Place::Plan,
        text: "Kari?".to_owned(),
        mentions: [person("gjest")].into(),
    };
    world.does("ragnhild", asks);
    world.is_refused("per", resolve("k-1"), Refusal::NotAllowed(Lock::Role));
    world.does("gjest", resolve("k-1"));
    world.changes_nothing("odd", resolve("k-1"));
    let resolved = world.sees("odd").threads[&note("k-1")].resolved.clone();
    assert_eq!(resolved.unwrap().by, person("gjest"));
    let again = Command::ResolveThread {
        id: note("k-1"),
        is_resolved: false,
    };
    world.does("odd", again);
    world.is_refused("odd", resolve("k-9"), Refusal::NoSuchNote);
}

#[test]
fn what_cannot_be_a_comment_is_none() {
    let mut world = World::new();
    world.is_refused("odd", comment("k-1", " \u{200B}\n"), Refusal::Empty);
    world.is_refused(
        "odd",
        comment("k-1", &"x".repeat(MAX_TEXT + 1)),
        Refusal::TooLong,
    );
    world.is_refused("odd", reply("k-9", "k-1", "?"), Refusal::NoSuchNote);
    let nobody = Command::Comment {
        id: note("k-1"),
        place: Place::Plan,
        text: "?".to_owned(),
        mentions: [person("nobody")].into(),
    };
    world.is_refused("odd", nobody, Refusal::NoSuchPerson);
    let field = |field: String| Place::Field {
        row: measure("tiltak-1-1"),
        field,
    };
    let long = at("k-1", field("b".repeat(MAX_TITLE + 1)), "?");
    world.is_refused("odd", long, Refusal::TooLong);
    world.does(
        "odd",
        at("k-1", field("funding/county".to_owned()), "Er det søkt?"),
    );
    for (from, refusal) in [
        ("x".repeat(301), Refusal::TooLong),
        ("\u{0}".to_owned(), Refusal::NotAValue),
    ] {
        let quote = Quote {
            from: Some(from),
            ..Quote::default()
        };
        let place = Place::Words {
            text: words_of(measure("tiltak-1-1")),
            quote: Some(quote),
        };
        world.is_refused("odd", at("k-2", place, "?"), refusal);
    }
}

#[test]
fn there_is_an_end_to_what_one_person_says() {
    let mut world = World::new();
    world.does("odd", comment("k-0", "?"));
    for n in 1..300 {
        world.does("odd", reply("k-0", &format!("k-{n}"), "?"));
    }
    world.is_refused("odd", reply("k-0", "k-300", "?"), Refusal::TooMany);
    world.does("per", reply("k-0", "k-300", "?"));
}

#[test]
fn who_has_stepped_aside_says_nothing_about_that_measure() {
    let mut world = World::new();
    let milestone = MilestoneId::parse("tiltak-1-1-1").unwrap();
    assert_eq!(world.plan.measures[0].milestones[0].id, milestone);
    let about = |row: Row| at("k-1", Place::Row { row }, "?");
    world.does(
        "hanne",
        at(
            "k-0",
            Place::Row {
                row: measure("tiltak-1-1"),
            },
            "Hvem?",
        ),
    );
    world.steps_aside("odd", "tiltak-1-1");
    world.is_refused("odd", about(measure("tiltak-1-1")), Refusal::SteppedAside);
    world.is_refused(
        "odd",
        about(Row::Milestone(milestone)),
        Refusal::SteppedAside,
    );
    world.is_refused("odd", reply("k-0", "k-2", "Jeg."), Refusal::SteppedAside);
    world.is_refused("odd", resolve("k-0"), Refusal::SteppedAside);
    world.does("odd", about(measure("tiltak-1-2")));
    world.does("hanne", reply("k-0", "k-2", "Odd."));
    assert_eq!(world.sees("odd").threads.len(), 2, "it is readable");
}

#[test]
fn what_is_said_to_somebody_who_has_left_can_still_be_put_right() {
    let mut world = World::new();
    let edit = |text: &str, mentions: &[&str]| Command::EditComment {
        id: note("k-1"),
        text: text.to_owned(),
        mentions: mentions.iter().map(|id| person(id)).collect(),
    };
    world.does("odd", comment("k-1", "?"));
    world.does("odd", edit("Per, holder det?", &["per"]));
    world.people.retain(|one| one.id != person("per"));
    world.does("odd", edit("Per, holder det til jul?", &["per"]));
    world.is_refused("odd", edit("?", &["per", "nobody"]), Refusal::NoSuchPerson);
}
