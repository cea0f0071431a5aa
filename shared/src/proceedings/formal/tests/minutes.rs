//! The minutes on their way, and what they are frozen as.

use super::*;
use crate::proceedings::formal::minutes::{Minutes, assemble};
use crate::proceedings::formal::state::{MinutesStep, Spot};
use crate::rights::Lock;

/// Both items are treated, and the part is over; Torgeir and Odd sign.
fn ended() -> World {
    let mut world = opened();
    world.does_formally(
        "bjoern",
        Ask::ElectSigners {
            people: vec![person("torgeir"), person("odd")],
        },
    );
    for id in [FIRST, SECOND] {
        if id == SECOND {
            world.does_formally("bjoern", open(id));
        }
        decides(&mut world, id, &Question::Proposal, &[]);
        resolve(&mut world, id, "Styret vedtar planen.");
        world.does_formally("bjoern", Ask::FinishItem { item: item(id) });
    }
    world.does_formally("bjoern", Ask::End);
    world
}

fn correct(id: &str, before: &str, after: &str) -> Ask {
    Ask::Correct {
        id: note(id),
        item: item(SECOND),
        spot: Spot::Resolution,
        before: before.into(),
        after: after.into(),
    }
}

#[test]
fn the_minutes_are_approved_by_all_who_were_asked_and_then_frozen() {
    let mut world = ended();
    world.is_refused_formally("ragnhild", Ask::Approve, Refusal::MinutesNotSent);
    world.does_formally("hanne", Ask::SendMinutes { due: None });
    world.is_refused_formally("kjersti", Ask::Approve, Refusal::NotYours);
    world.is_refused_formally("per", Ask::Approve, Refusal::NotYours);
    world.does_formally("ragnhild", Ask::Approve);
    world.does_formally("torgeir", Ask::Approve);
    assert_eq!(world.formal().minutes.step, MinutesStep::InReview);
    world.does_formally("odd", Ask::Approve);
    let frozen = world.formal().minutes.frozen.clone().unwrap();
    let minutes: Minutes = serde_json::from_str(&frozen.content).unwrap();
    assert_eq!(
        minutes.canonical(),
        frozen.content,
        "the content is the canonical form"
    );
    assert_eq!(
        frozen.hash,
        format!("hash of {} bytes", frozen.content.len())
    );
    assert_eq!(minutes.foot.signatures.len(), 3);
    assert!(
        minutes
            .foot
            .signatures
            .iter()
            .all(|one| one.signed_on.is_some())
    );
    assert_eq!(
        minutes.foot.signatures[1].elected_in.as_deref(),
        Some("1/26")
    );
    for ask in [
        Ask::SendMinutes { due: None },
        Ask::Resume,
        correct("r", "Styret vedtar planen.", "Annet."),
        Ask::RemoveItem { item: item(FIRST) },
    ] {
        world.is_refused_formally("hanne", ask, Refusal::MinutesApproved);
    }
}

#[test]
fn a_correction_says_who_and_asks_for_approval_again() {
    let mut world = ended();
    let before = "Styret vedtar planen.";
    world.does_formally("hanne", Ask::SendMinutes { due: None });
    world.does_formally("ragnhild", Ask::Approve);
    world.does_formally(
        "odd",
        Ask::WantCorrection {
            text: "Datoen mangler.".into(),
        },
    );
    world.is_refused_formally(
        "odd",
        correct("r", before, "X"),
        Refusal::NotAllowed(Lock::Role),
    );
    world.is_refused_formally(
        "hanne",
        correct("r", "Noe annet", "X"),
        Refusal::ChangedMeanwhile,
    );
    world.does_formally(
        "hanne",
        correct("r", before, "Styret vedtar planen 10. desember."),
    );
    let approvers = &world.formal().minutes.approvers;
    assert!(
        approvers
            .values()
            .all(|approval| approval.approved_at.is_none())
    );
    let minutes = assemble(world.formal(), &world.lobby, None);
    let correction = &minutes.corrections[0];
    assert_eq!(
        (correction.by.as_str(), correction.number.as_str()),
        ("hanne", "2/26")
    );
    let resolution = minutes.items[1].resolution.as_deref();
    assert_eq!(resolution, Some("Styret vedtar planen 10. desember."));
}

#[test]
fn before_the_end_nothing_is_corrected_or_sent() {
    let mut world = opened();
    let sent = Ask::SendMinutes { due: None };
    world.is_refused_formally("hanne", sent, Refusal::FormalNotEnded);
    let correction = correct("r", "a", "b");
    world.is_refused_formally("hanne", correction, Refusal::FormalNotEnded);
}

#[test]
fn the_version_for_everybody_says_that_something_was_closed_and_nothing_of_it() {
    let mut world = opened();
    world.does_formally("odd", raise(FIRST, "c", "odd"));
    decides(
        &mut world,
        FIRST,
        &Question::Impartiality { case: note("c") },
        &[],
    );
    world.does_formally(
        "hanne",
        Ask::SeatDeputy {
            item: item(FIRST),
            case: note("c"),
            deputy: Some(person("berit")),
        },
    );
    world.does_formally(
        "hanne",
        Ask::ProposeClosing {
            item: item(FIRST),
            legal_basis: "reglene om taushetsplikt".into(),
            part: "Hele saken".into(),
            is_confidential: true,
            stay: [person("bjoern")].into(),
        },
    );
    decides(&mut world, FIRST, &Question::Closing, &[]);
    world.does_formally("kjersti", motion(FIRST, "m"));
    decides(&mut world, FIRST, &Question::Proposal, &[]);
    resolve(&mut world, FIRST, "Hemmelig vedtak.");
    world.does_formally("bjoern", Ask::FinishItem { item: item(FIRST) });
    let minutes = assemble(world.formal(), &world.lobby, None);
    assert!(!minutes.leaves_out_closed);
    let public = minutes.public();
    assert!(public.leaves_out_closed);
    let text = public.canonical();
    for secret in [
        "Tarepilot",
        "Hemmelig",
        "Og så dette",
        "eier i selskapet",
        "berit",
    ] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    for said in ["1/26", "reglene om taushetsplikt", "Hele saken"] {
        assert!(text.contains(said), "{said}");
    }
}
