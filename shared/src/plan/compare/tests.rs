use super::*;
use crate::id::MilestoneId;
use crate::plan::measure::{Measure, Milestone};
use crate::plan::sample;

fn changes(change: impl FnOnce(&mut ActionPlan)) -> Comparison {
    let old = sample::plan();
    let mut new = old.clone();
    change(&mut new);
    new.renumber();
    Comparison::between(&old, &new)
}

/// One row of a comparison, as it would be read.
fn written(row: &RowChange) -> String {
    let change = match &row.change {
        Change::Added(_) => "ny".to_owned(),
        Change::Removed(_) => "borte".to_owned(),
        Change::Changed {
            fields,
            words,
            is_moved,
        } => {
            let keys = fields.iter().map(|change| {
                let field = change.new.as_ref().or(change.old.as_ref());
                field.unwrap().key()
            });
            let words = words.iter().map(|change| format!("{:?}", change.field));
            let moved = is_moved.then(|| "flyttet".to_owned());
            let all: Vec<String> = keys.chain(words).chain(moved).collect();
            all.join(" ")
        }
    };
    format!("{}: {change}", row.row)
}

#[test]
fn what_is_another_is_named_row_by_row() {
    type Edit = fn(&mut ActionPlan);
    let cases: [(&[&str], Edit); 11] = [
        (&[], |_| {}),
        (&["measures/tiltak-1-2: budget"], |plan| {
            plan.measures[1].budget = Some(Kroner(1));
        }),
        (&["measures/tiltak-1-2: deadline Title"], |plan| {
            plan.measures[1].deadline = None;
            plan.measures[1].title.push_str(" på Fjellstua");
        }),
        (&["measures/tiltak-1-2: funding/county"], |plan| {
            plan.measures[1].funding.remove(&FundingSource::County);
        }),
        (&["measures/ny: ny"], |plan| {
            plan.measures
                .push(Measure::new(MeasureId::parse("ny").unwrap()));
        }),
        (
            &[
                "measures/tiltak-4-4: borte",
                "milestones/tiltak-4-4-1: borte",
            ],
            |plan| {
                plan.measures.pop();
            },
        ),
        (&["measures/tiltak-1-1: flyttet"], |plan| {
            let first = plan.measures.remove(0);
            plan.measures.insert(3, first);
        }),
        (&["milestones/m-9: ny"], |plan| {
            let measure = &mut plan.measures[0];
            measure.milestones.insert(
                0,
                Milestone {
                    id: MilestoneId::parse("m-9").unwrap(),
                    measure: measure.id.clone(),
                    date: None,
                    title: "Ny".to_owned(),
                },
            );
        }),
        (&["frames/county: frame"], |plan| {
            plan.frames.get_mut(&FundingSource::County).unwrap().frame = None;
        }),
        (&["focus-areas/reiseliv-hele-aaret: Title"], |plan| {
            plan.focus_areas[1].title = "Sterkt næringsliv".to_owned();
        }),
        (&["communication/kom-2: proposal/forslag-09"], |plan| {
            let line = &mut plan.communication[1];
            line.from_proposals
                .insert("forslag-09".to_owned().try_into().unwrap());
        }),
    ];
    for (expected, edit) in cases {
        let comparison = changes(edit);
        let rows: Vec<String> = comparison.rows.iter().map(written).collect();
        assert_eq!(rows, expected);
        assert_eq!(comparison.is_empty(), expected.is_empty());
    }
}

#[test]
fn a_row_is_found_under_its_focus_area_and_number() {
    let comparison = changes(|plan| {
        plan.measures[4].budget = None;
        plan.measures.remove(0);
    });
    let gone = comparison
        .rows
        .iter()
        .find(|row| matches!(row.change, Change::Removed(_)));
    let gone = gone.unwrap();
    let old = sample::plan();
    assert_eq!(gone.title, old.measures[0].title);
    assert_eq!(gone.focus_area, old.measures[0].focus_area);
    assert_eq!(gone.number, None);
    let changed = comparison
        .rows
        .iter()
        .find(|row| row.row == Row::Measure(old.measures[4].id.clone()));
    let changed = changed.unwrap();
    assert_eq!(changed.focus_area, old.measures[4].focus_area);
    assert_eq!(changed.number, old.measures[4].number);
}

#[test]
fn sums_say_what_made_the_difference() {
    let old = sample::plan();
    let comparison = changes(|plan| {
        plan.measures[0].budget = Some(old.measures[0].budget.unwrap() - Kroner(40_000));
        plan.measures.remove(1);
        let mut new = Measure::new(MeasureId::parse("ny").unwrap());
        new.title = "Messe".to_owned();
        new.budget = Some(Kroner(90_000));
        plan.measures.push(new);
        plan.operating_costs[0].budget = Some(Kroner(1));
    });
    let sums = &comparison.sums;
    assert_eq!(sums.total.old, Kroner(9_850_000));
    let parts = sums.by_focus_area.iter().map(|area| area.cost.new);
    let parts: Kroner = parts
        .chain([sums.outside_focus_areas.new, sums.operating.new])
        .sum();
    assert_eq!(parts, sums.total.new);
    let causes: Kroner = sums
        .causes
        .iter()
        .map(|cause| cause.cost.difference())
        .sum();
    assert_eq!(causes, sums.total.difference());
    assert!(
        sums.causes
            .is_sorted_by_key(|cause| -cause.cost.difference().0.abs())
    );
    let kinds: Vec<CauseKind> = sums.causes.iter().map(|cause| cause.kind).collect();
    assert!(kinds.contains(&CauseKind::Added) && kinds.contains(&CauseKind::Removed));
    assert_eq!(sums.left.old, Kroner::ZERO);
}

#[test]
fn a_focus_area_that_went_still_has_its_old_sum() {
    let comparison = changes(|plan| {
        let gone = plan.focus_areas.pop().unwrap().id;
        plan.measures
            .retain(|one| one.focus_area.as_ref() != Some(&gone));
    });
    let last = comparison.sums.by_focus_area.last().unwrap();
    assert!(last.cost.old > Kroner::ZERO);
    assert_eq!(last.cost.new, Kroner::ZERO);
    assert_eq!(comparison.sums.by_focus_area.len(), 4);
}

#[test]
fn the_way_back_is_the_way_there_turned_round() {
    let mut rng = fastrand::Rng::with_seed(47);
    for _ in 0..200 {
        let old = sample::plan();
        let mut new = old.clone();
        for _ in 0..rng.usize(..6) {
            let idx = rng.usize(..new.measures.len());
            match rng.u8(..4) {
                0 => drop(new.measures.remove(idx)),
                1 => new.measures[idx].budget = rng.bool().then(|| Kroner(rng.i64(0..1_000_000))),
                2 => new.measures[idx].title.push_str(" ny"),
                _ => {
                    let moved = new.measures.remove(idx);
                    new.measures.insert(rng.usize(..=new.measures.len()), moved);
                }
            }
        }
        new.renumber();
        let (there, back) = (
            Comparison::between(&old, &new),
            Comparison::between(&new, &old),
        );
        let moved = |change: &Change| matches!(change, Change::Changed { fields, words, .. } if fields.is_empty() && words.is_empty());
        let rows = |comparison: &Comparison| -> BTreeSet<Row> {
            let rows = comparison.rows.iter().filter(|row| !moved(&row.change));
            rows.map(|row| row.row.clone()).collect()
        };
        assert_eq!(rows(&there), rows(&back));
        assert_eq!(
            there.sums.total.difference().0,
            -back.sums.total.difference().0
        );
        let causes = there
            .sums
            .causes
            .iter()
            .map(|cause| cause.cost.difference())
            .sum::<Kroner>();
        assert_eq!(causes, there.sums.total.difference());
    }
}
