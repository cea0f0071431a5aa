use super::*;
use crate::id::MeetingId;
use crate::plan::docket::coverage::{Coverage, coverage};
use crate::plan::docket::state::{PlanLink, ProposalRefusal};
use crate::plan::trace;

/// Those that no row of the sample came from and that the review has not answered.
pub const UNPLACED: [&str; 8] = [
    "forslag-01",
    "forslag-02",
    "forslag-09",
    "forslag-10",
    "forslag-12",
    "forslag-13",
    "forslag-16",
    "forslag-17",
];

pub fn refuse(ids: &[&str], reason: &str) -> Command {
    Command::RefuseProposals {
        proposals: proposals(ids),
        refusal: Some(ProposalRefusal {
            is_deferred: true,
            reason: reason.to_owned(),
        }),
    }
}

pub fn promise(id: &str) -> PlanLink {
    PlanLink::Promise {
        meeting: MeetingId::parse("seminar-2026").unwrap(),
        promise: note(id),
    }
}

pub fn chapter(path: &str) -> PlanLink {
    PlanLink::Chapter {
        path: path.parse().unwrap(),
    }
}

pub fn link(ids: &[&str], link: PlanLink) -> Command {
    Command::LinkProposals {
        proposals: proposals(ids),
        link,
    }
}

pub fn unlink(ids: &[&str], link: PlanLink) -> Command {
    Command::UnlinkProposals {
        proposals: proposals(ids),
        link,
    }
}

fn covered(world: &World) -> Vec<Coverage> {
    coverage(&world.plan, &world.docket.ends, &world.proposals)
}

fn of(world: &World, id: &str) -> Coverage {
    let mut all = covered(world).into_iter();
    all.find(|one| one.id.as_str() == id).unwrap()
}

#[test]
fn a_proposal_shows_where_it_ended() {
    let mut world = World::new();
    let open = covered(&world);
    let open = open.iter();
    let open = open.filter(|one| one.status == ProposalStatus::Prioritised);
    assert!(open.map(|one| one.id.as_str()).eq(UNPLACED));
    let eighteen = of(&world, "forslag-18");
    assert_eq!(eighteen.status, ProposalStatus::Incorporated);
    assert_eq!(
        eighteen.rows,
        [measure("tiltak-1-1"), measure("tiltak-1-3")]
    );
    assert_eq!(eighteen.n_places(), 2, "used twice, and both are shown");
    let five = of(&world, "forslag-05");
    assert_eq!(five.status, ProposalStatus::Rejected);
    assert!(five.reason.unwrap().starts_with("Kommunen skal ikke eie"));

    world.does(
        "odd",
        link(&["forslag-01", "forslag-17"], promise("loefte-1")),
    );
    world.does(
        "odd",
        link(&["forslag-01"], chapter("prose/resultater/laering-fra-psv")),
    );
    let one = of(&world, "forslag-01");
    assert_eq!(one.status, ProposalStatus::Incorporated);
    assert_eq!(
        one.links,
        [
            promise("loefte-1"),
            chapter("prose/resultater/laering-fra-psv")
        ]
    );
    world.does("odd", unlink(&["forslag-01"], promise("loefte-1")));
    world.does(
        "odd",
        unlink(&["forslag-01"], chapter("prose/resultater/laering-fra-psv")),
    );
    assert_eq!(of(&world, "forslag-01").status, ProposalStatus::Prioritised);
    assert_eq!(
        of(&world, "forslag-17").status,
        ProposalStatus::Incorporated
    );
    assert_eq!(world.docket.ends.len(), 1);
}

#[test]
fn what_is_put_off_or_turned_down_has_a_reason() {
    let mut world = World::new();
    world.is_refused("odd", refuse(&["forslag-12"], " "), Refusal::NeedsReason);
    world.is_refused(
        "odd",
        refuse(&["forslag-12"], &"x".repeat(501)),
        Refusal::TooLong,
    );
    world.does("odd", refuse(&["forslag-12", "forslag-13"], " Neste år. "));
    let twelve = of(&world, "forslag-12");
    assert_eq!(twelve.status, ProposalStatus::Deferred);
    assert_eq!(twelve.reason.as_deref(), Some("Neste år."));
    world.changes_nothing("odd", refuse(&["forslag-12", "forslag-13"], "Neste år."));
    let no = Command::RefuseProposals {
        proposals: proposals(&["forslag-12"]),
        refusal: Some(ProposalRefusal {
            is_deferred: false,
            reason: "For dyrt.".to_owned(),
        }),
    };
    world.does("odd", no);
    assert_eq!(of(&world, "forslag-12").status, ProposalStatus::Rejected);
    let again = Command::RefuseProposals {
        proposals: proposals(&["forslag-12"]),
        refusal: None,
    };
    world.does("odd", again);
    assert_eq!(of(&world, "forslag-12").status, ProposalStatus::Prioritised);
}

#[test]
fn what_stands_in_the_plan_is_not_put_off() {
    let mut world = World::new();
    let placed = refuse(&["forslag-18"], "Neste år.");
    world.is_refused("odd", placed.clone(), Refusal::AlreadyPlaced);
    world.does("odd", link(&["forslag-12"], promise("loefte-1")));
    world.is_refused(
        "odd",
        refuse(&["forslag-12"], "Nei."),
        Refusal::AlreadyPlaced,
    );
    world
        .plan
        .measures
        .retain(|one| !one.id.as_str().starts_with("tiltak-1"));
    world.does("odd", placed);
    // A measure made of it after all counts for more.
    let mut after = world.clone();
    after.plan.measures[0]
        .from_proposals
        .insert(proposal("forslag-18"));
    assert_eq!(
        of(&after, "forslag-18").status,
        ProposalStatus::Incorporated
    );
    assert_eq!(of(&world, "forslag-18").status, ProposalStatus::Deferred);
    // And a link takes the place of a no.
    world.does("odd", link(&["forslag-18"], promise("loefte-1")));
    assert_eq!(world.docket.ends[&proposal("forslag-18")].refusal, None);
}

#[test]
fn only_who_writes_the_plan_answers_proposals_of_the_review() {
    let mut world = World::new();
    let command = || link(&["forslag-12"], promise("loefte-1"));
    world.is_refused("per", command(), Refusal::NotAllowed(Lock::Role));
    world.is_refused("berit", command(), Refusal::NotAllowed(Lock::NotSeated));
    world.is_refused("odd", link(&[], promise("loefte-1")), Refusal::Empty);
    let unknown = link(&["forslag-99"], promise("loefte-1"));
    world.is_refused("odd", unknown, Refusal::NoSuchProposal);
    world.steps_aside("odd", "tiltak-3-2");
    let own_case = link(&["forslag-03", "forslag-12"], promise("loefte-1"));
    world.is_refused("odd", own_case.clone(), Refusal::SteppedAside);
    world.does("hanne", own_case);
    world.changes_nothing("hanne", command());
    world.changes_nothing("hanne", unlink(&["forslag-13"], promise("loefte-1")));
}

#[test]
fn the_coverage_names_each_proposal_once_and_what_the_rows_and_links_say() {
    let mut rng = fastrand::Rng::with_seed(41);
    for _ in 0..200 {
        let mut world = World::new();
        for measure in &mut world.plan.measures {
            measure.from_proposals.clear();
            for _ in 0..rng.usize(..3) {
                let id = format!("forslag-{:02}", rng.usize(1..19));
                measure.from_proposals.insert(proposal(&id));
            }
        }
        for n in 0..12 {
            let id = format!("forslag-{:02}", rng.usize(1..19));
            let command = match rng.u8(..3) {
                0 => refuse(&[&id], "Nei."),
                1 => link(&[&id], promise(&format!("l-{n}"))),
                _ => Command::RefuseProposals {
                    proposals: proposals(&[&id]),
                    refusal: None,
                },
            };
            let _may_be_refused = world.asks("odd", command);
        }
        let covered = covered(&world);
        assert!(
            covered
                .iter()
                .map(|one| &one.id)
                .eq(world.proposals.iter().map(|one| &one.id))
        );
        let places = trace::trace(&world.plan);
        for one in covered {
            let rows = places.get(&one.id).cloned().unwrap_or_default();
            assert_eq!(one.rows, rows);
            let is_in = one.status == ProposalStatus::Incorporated;
            assert_eq!(is_in, one.n_places() > 0, "{one:?}");
            let is_no = matches!(
                one.status,
                ProposalStatus::Deferred | ProposalStatus::Rejected
            );
            assert_eq!(is_no, one.reason.is_some(), "{one:?}");
        }
    }
}
