use super::*;
use crate::plan::PlanState;
use crate::plan::docket::state::MeasureFollowUp;
use crate::plan::docket::state::{RevisionDraft, RevisionSource, RevisionStatus};
use crate::plan::measure::MeasureStatus;

pub fn draft(proposed: &str) -> RevisionDraft {
    RevisionDraft {
        text: prose("prose/visjon-og-maal/hovedmaal"),
        adopted_text: "250 arbeidsplasser".to_owned(),
        proposed_text: proposed.to_owned(),
        reason: "Målet er nådd.".to_owned(),
        source: RevisionSource::Discussion,
    }
}

pub fn revise(id: &str, draft: RevisionDraft) -> Command {
    Command::Revise {
        id: revision(id),
        draft,
    }
}

pub fn decide_on(id: &str, status: RevisionStatus, note: Option<&str>) -> Command {
    Command::DecideRevision {
        id: revision(id),
        status,
        note: note.map(str::to_owned),
    }
}

fn withdraw(id: &str, is_withdrawn: bool) -> Command {
    Command::WithdrawRevision {
        id: revision(id),
        is_withdrawn,
    }
}

fn status(world: &World, id: &str) -> RevisionStatus {
    world.docket.revisions[&revision(id)].status
}

#[test]
fn a_revision_is_suggested_accepted_and_adopted() {
    use RevisionStatus::{Accepted, Adopted, Declined, Suggested};
    let mut world = World::of_the_period();
    world.does("per", revise("r-1", draft("300 arbeidsplasser")));
    world.changes_nothing("per", revise("r-1", draft("300 arbeidsplasser")));
    world.is_refused("odd", revise("r-1", draft("400")), Refusal::NotYours);
    world.does("hanne", revise("r-1", draft("310 arbeidsplasser")));
    assert_eq!(world.docket.revisions[&revision("r-1")].by, person("per"));
    let skip = decide_on("r-1", Adopted, None);
    world.is_refused("ragnhild", skip.clone(), Refusal::ChangedMeanwhile);
    world.is_refused(
        "odd",
        decide_on("r-1", Accepted, None),
        Refusal::NotAllowed(Lock::Role),
    );
    world.is_refused(
        "hanne",
        decide_on("r-1", Declined, Some(" ")),
        Refusal::NeedsReason,
    );
    world.does("hanne", decide_on("r-1", Declined, Some("For høyt.")));
    world.is_refused("ragnhild", skip.clone(), Refusal::ChangedMeanwhile);
    world.does("hanne", decide_on("r-1", Suggested, None));
    world.does("ragnhild", decide_on("r-1", Accepted, None));
    world.is_refused("per", revise("r-1", draft("1")), Refusal::AlreadyAnswered);
    world.is_refused("per", withdraw("r-1", true), Refusal::AlreadyAnswered);
    world.does("ragnhild", skip);
    assert_eq!(
        world.sees("vegg").revisions[&revision("r-1")].status,
        Adopted
    );
}

#[test]
fn the_council_adopts_what_the_board_accepted_together_with_the_plan() {
    use RevisionStatus::{Accepted, Adopted, Suggested};
    let mut world = World::of_the_period();
    for id in ["r-1", "r-2"] {
        world.does("odd", revise(id, draft("300 arbeidsplasser")));
    }
    world.does("hanne", decide_on("r-1", Accepted, None));
    world.does(
        "hanne",
        super::head::move_on(PlanState::Draft, "2026-12-01", "v-1"),
    );
    let council = super::head::move_on(PlanState::BoardProposal, "2026-12-15", "v-2");
    world.does("hanne", council);
    assert_eq!(
        (status(&world, "r-1"), status(&world, "r-2")),
        (Adopted, Suggested)
    );
    let back = Command::Unlock {
        from: PlanState::Adopted,
        to: PlanState::BoardProposal,
        reason: "Feil sak.".to_owned(),
    };
    world.does("hanne", back);
    assert_eq!(
        (status(&world, "r-1"), status(&world, "r-2")),
        (Accepted, Suggested)
    );
}

#[test]
fn a_revision_says_why_and_where_it_comes_from() {
    let mut world = World::of_the_period();
    let with = |change: &dyn Fn(&mut RevisionDraft)| {
        let mut draft = draft("300 arbeidsplasser");
        change(&mut draft);
        revise("r-1", draft)
    };
    for (command, refusal) in [
        (with(&|draft| draft.reason.clear()), Refusal::NeedsReason),
        (
            with(&|draft| draft.proposed_text.clone_from(&draft.adopted_text)),
            Refusal::Empty,
        ),
        (
            with(&|draft| draft.proposed_text = "x".repeat(4_001)),
            Refusal::TooLong,
        ),
        (
            with(&|draft| {
                draft.source = RevisionSource::Proposal {
                    proposal: proposal("forslag-99"),
                };
            }),
            Refusal::NoSuchProposal,
        ),
        (
            with(&|draft| {
                draft.source = RevisionSource::BoardItem {
                    item: " ".to_owned(),
                };
            }),
            Refusal::Empty,
        ),
    ] {
        world.is_refused("odd", command, refusal);
    }
    World::new().is_refused("odd", with(&|_| {}), Refusal::NotThisPlan);
    let from_review = with(&|draft| {
        draft.source = RevisionSource::Proposal {
            proposal: proposal("forslag-16"),
        };
    });
    world.does("odd", from_review);
    world.does("odd", withdraw("r-1", true));
    assert!(world.sees("hanne").revisions.is_empty());
    assert_eq!(world.sees("odd").revisions.len(), 1);
    let accept = decide_on("r-1", RevisionStatus::Accepted, None);
    world.is_refused("hanne", accept, Refusal::NoSuchRevision);
}

#[test]
fn the_seminar_opens_with_how_last_years_measures_went() {
    let mut world = World::new();
    let went = |id: &str, note: &str| Command::FollowUpMeasure {
        measure: MeasureId::parse(id).unwrap(),
        follow_up: Some(MeasureFollowUp {
            status: MeasureStatus::Done,
            note: note.to_owned(),
        }),
    };
    world.does("odd", went("tiltak-1-2", " Linja går. "));
    world.changes_nothing("odd", went("tiltak-1-2", "Linja går."));
    world.is_refused(
        "per",
        went("tiltak-1-2", ""),
        Refusal::NotAllowed(Lock::Role),
    );
    world.is_refused("odd", went("tiltak-9-9", ""), Refusal::NoSuchMeasure);
    world.steps_aside("odd", "tiltak-1-3");
    world.is_refused("odd", went("tiltak-1-3", ""), Refusal::SteppedAside);
    let seen = world.sees("vegg");
    assert_eq!(seen.last_year.len(), 16);
    let id = MeasureId::parse("tiltak-1-2").unwrap();
    assert_eq!(seen.follow_ups[&id].note, "Linja går.");
    let back = Command::FollowUpMeasure {
        measure: id,
        follow_up: None,
    };
    world.does("odd", back);
    assert!(world.docket.follow_ups.is_empty());
}

#[test]
fn there_is_an_end_to_what_one_person_wants_otherwise() {
    let mut world = World::of_the_period();
    for n in 0..100 {
        world.does(
            "per",
            revise(&format!("r-{n}"), draft("300 arbeidsplasser")),
        );
    }
    world.does("per", withdraw("r-0", true));
    let one_more = revise("r-100", draft("300 arbeidsplasser"));
    world.is_refused("per", one_more.clone(), Refusal::TooMany);
    world.does("odd", one_more);
}
