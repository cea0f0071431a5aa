use super::*;
use crate::plan::PlanState;
use crate::plan::docket::state::Occasion;

pub fn keep(id: &str, name: &str, day: Option<u8>) -> Command {
    Command::KeepVersion {
        id: version(id),
        name: name.to_owned(),
        day,
    }
}

fn restore(from: &str, before: &str, id: &str) -> Command {
    Command::RestoreVersion {
        version: version(from),
        before: version(before),
        id: version(id),
    }
}

#[test]
fn versions_are_kept_and_named() {
    let mut world = World::new();
    world.does("odd", keep("v-1", " Før lunsj ", None));
    world.changes_nothing("odd", keep("v-1", "Før lunsj", None));
    world.is_refused("hanne", keep("v-1", "Min", None), Refusal::IdTaken);
    world.does("hanne", keep("v-2", "", Some(1)));
    world.is_refused(
        "per",
        keep("v-3", "", None),
        Refusal::NotAllowed(Lock::Role),
    );
    world.is_refused("odd", keep("v-3", "", Some(0)), Refusal::NotAValue);
    let rename = |id: &str, name: &str| Command::RenameVersion {
        id: version(id),
        name: name.to_owned(),
    };
    world.does("hanne", rename("v-1", "Utkast 1"));
    world.is_refused(
        "odd",
        rename("v-2", "Mitt"),
        Refusal::NotAllowed(Lock::Role),
    );
    world.is_refused("hanne", rename("v-2", " "), Refusal::Empty);
    world.is_refused("hanne", rename("v-9", "x"), Refusal::NoSuchVersion);
    let versions = world.sees("per").versions;
    let (one, two) = (&versions[&version("v-1")], &versions[&version("v-2")]);
    assert_eq!((one.number, one.name.as_str()), (1, "Utkast 1"));
    assert_eq!(
        (two.number, &two.occasion),
        (2, &Occasion::DayEnd { day: 1 })
    );
    assert_eq!(one.by, person("odd"));
    assert!(world.sees("vegg").versions.is_empty());
}

#[test]
fn what_is_restored_is_a_new_version_and_nothing_is_lost() {
    let mut world = World::ready();
    world.does("odd", keep("v-1", "", None));
    let command = || restore("v-1", "v-2", "v-3");
    world.is_refused("odd", command(), Refusal::NotAllowed(Lock::Role));
    world.is_refused(
        "hanne",
        restore("v-9", "v-2", "v-3"),
        Refusal::NoSuchVersion,
    );
    world.is_refused("hanne", restore("v-1", "v-1", "v-3"), Refusal::IdTaken);
    world.is_refused("hanne", restore("v-1", "v-3", "v-3"), Refusal::IdTaken);
    world.does("hanne", command());
    world.changes_nothing("hanne", command());
    let versions = &world.docket.versions;
    assert_eq!(
        versions[&version("v-2")].occasion,
        Occasion::BeforeRestoring
    );
    let restored = Occasion::Restored {
        version: version("v-1"),
    };
    assert_eq!(versions[&version("v-3")].occasion, restored);
    assert_eq!(versions[&version("v-3")].number, 3);
    world.steps_aside("ragnhild", "tiltak-1-1");
    let own_case = restore("v-1", "v-4", "v-5");
    world.is_refused("ragnhild", own_case.clone(), Refusal::SteppedAside);
    world.does(
        "hanne",
        super::head::move_on(PlanState::Draft, "2026-12-01", "v-6"),
    );
    world.is_refused("hanne", own_case, Refusal::PlanFrozen);
}

#[test]
fn there_is_an_end_to_versions() {
    let mut world = World::new();
    for n in 0..60 {
        world.does("odd", keep(&format!("v-{n}"), "", None));
    }
    world.is_refused("odd", keep("one-more", "", None), Refusal::TooMany);
    // What one person asks for stands in nobody else's way, and bringing back has an end of its own.
    world.does("hanne", keep("a", "", None));
    for n in 0..219 {
        world.does(
            "hanne",
            restore("v-0", &format!("b-{n}"), &format!("r-{n}")),
        );
    }
    world.is_refused("hanne", restore("v-0", "c", "d"), Refusal::TooMany);
}

#[test]
fn while_the_board_decides_nothing_is_brought_back() {
    let mut world = World::new();
    world.does("odd", keep("v-1", "", None));
    world.is_deciding = true;
    let deciding = Refusal::NotAllowed(Lock::Deciding);
    world.is_refused("hanne", restore("v-1", "v-2", "v-3"), deciding);
    world.is_refused("odd", keep("v-4", "", None), deciding);
}
