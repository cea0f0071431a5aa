use super::*;
use crate::plan::docket::command::HeadPart;
use crate::plan::docket::state::{MeasureFollowUp, RevisionStatus, SuggestionState};
use crate::plan::docket::undo::opposite;
use crate::plan::measure::MeasureStatus;

/// The command, then what takes it back: everybody sees what they saw before.
#[track_caller]
fn is_undone(world: &World, who: &str, command: Command) {
    let mut world = world.clone();
    let before = plain(world.sees("odd"));
    let back = opposite(&world.sees(who), &command);
    let asked = format!("{command:?}");
    assert!(!back.is_empty(), "{asked} cannot be taken back");
    world.does(who, command);
    assert_ne!(plain(world.sees("odd")), before, "{asked} did nothing");
    for command in back {
        world.does(who, command);
    }
    assert_eq!(plain(world.sees("odd")), before, "{asked}");
}

/// Without who did what when, which is remembered.
fn plain(mut view: DocketView) -> DocketView {
    for end in view.ends.values_mut() {
        (end.by, end.at) = (None, Timestamp(0));
    }
    let comments = view.threads.values_mut().flat_map(|one| &mut one.comments);
    for comment in comments {
        comment.edited_at = None;
    }
    for thread in view.threads.values_mut() {
        if let Some(resolved) = &mut thread.resolved {
            resolved.at = Timestamp(0);
        }
    }
    for suggestion in view.suggestions.values_mut() {
        suggestion.answered = None;
    }
    for revision in view.revisions.values_mut() {
        revision.decided = None;
    }
    view
}

#[test]
fn what_is_said_of_proposals_can_be_taken_back() {
    use super::proposals::{chapter, link, promise, refuse, unlink};
    let mut world = World::new();
    world.does("odd", refuse(&["forslag-12"], "Neste år."));
    world.does("odd", refuse(&["forslag-13"], "Aldri."));
    world.does("odd", link(&["forslag-16"], promise("l-1")));
    let linked = ["forslag-12", "forslag-13", "forslag-16", "forslag-17"];
    for command in [
        link(&linked, promise("l-1")),
        link(&linked, chapter("prose/resultater/laering")),
        unlink(&["forslag-16"], promise("l-1")),
        refuse(&["forslag-12", "forslag-13", "forslag-17"], "Senere."),
        Command::RefuseProposals {
            proposals: proposals(&["forslag-12"]),
            refusal: None,
        },
    ] {
        is_undone(&world, "odd", command);
    }
}

#[test]
fn what_is_said_can_be_taken_back() {
    use super::revisions::{decide_on, draft, revise};
    use super::suggesting::{answer, suggest};
    use super::talk::{comment, reply};
    let mut world = World::of_the_period();
    world.does("odd", comment("k-1", "Hei."));
    world.does("odd", suggest("s-1", "a", "b"));
    world.does("odd", revise("r-1", draft("300")));
    world.does("hanne", revise("r-2", draft("300")));
    world.does(
        "hanne",
        decide_on("r-2", RevisionStatus::Declined, Some("Nei.")),
    );
    world.does("hanne", super::versions::keep("v-1", "Min", None));
    for (who, command) in [
        ("hanne", comment("k-2", "Ny.")),
        (
            "odd",
            Command::EditComment {
                id: note("k-1"),
                text: "Hallo.".to_owned(),
                mentions: [person("per")].into(),
            },
        ),
        (
            "odd",
            Command::DeleteComment {
                id: note("k-1"),
                is_deleted: true,
            },
        ),
        (
            "hanne",
            Command::ResolveThread {
                id: note("k-1"),
                is_resolved: true,
            },
        ),
        ("hanne", suggest("s-2", "a", "b")),
        ("odd", suggest("s-1", "a", "c")),
        ("hanne", answer("s-1", SuggestionState::Left)),
        ("hanne", revise("r-3", draft("400"))),
        ("odd", revise("r-1", draft("400"))),
        ("hanne", decide_on("r-1", RevisionStatus::Accepted, None)),
        ("hanne", decide_on("r-2", RevisionStatus::Accepted, None)),
        (
            "hanne",
            Command::RenameVersion {
                id: version("v-1"),
                name: "Vår".to_owned(),
            },
        ),
        (
            "hanne",
            Command::SetHead {
                part: HeadPart::CaseNumber {
                    number: Some("1/27".to_owned()),
                },
            },
        ),
        (
            "odd",
            Command::FollowUpMeasure {
                measure: MeasureId::parse("tiltak-1-1").unwrap(),
                follow_up: Some(MeasureFollowUp {
                    status: MeasureStatus::Stopped,
                    note: String::new(),
                }),
            },
        ),
    ] {
        is_undone(&world, who, command);
    }
    // A deleted answer stays as one that is deleted.
    let back = opposite(&world.sees("odd"), &reply("k-1", "k-9", "Ja."));
    assert_eq!(back.len(), 1);
}
