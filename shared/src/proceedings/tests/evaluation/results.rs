use serde::Deserialize;

use super::*;
use crate::proceedings::evaluation::form::STANDARD;
use crate::proceedings::evaluation::result::{extremes, mean_x100};
use crate::proceedings::tally::FEWEST_SHOWN;

const SAMPLE: &str = include_str!("../../../../sample/fjordvik.json");

#[derive(Deserialize)]
struct Sample {
    board_evaluation: Held,
}

#[derive(Deserialize)]
struct Held {
    n_invited: u16,
    results: Vec<HeldStatement>,
    expected_highest: Vec<QuestionId>,
    expected_lowest: Vec<QuestionId>,
}

#[derive(Deserialize)]
struct HeldStatement {
    statement: QuestionId,
    counts: Vec<u16>,
    n_skipped: u16,
    expected_mean: f64,
}

fn tally(counts: &[u16]) -> Tally {
    Tally::of_counts(&STANDARD.values(), counts, 0, 0)
}

#[test]
fn the_form_is_the_domains() {
    let optional = STANDARD.statements().filter(|one| one.optional);
    assert_eq!(
        optional.map(|one| one.id.as_str()).collect::<Vec<_>>(),
        [OPTIONAL]
    );
    assert_eq!(
        STANDARD.with_only(&BTreeSet::new()).statements().count(),
        17
    );
    assert_eq!(
        (STANDARD.groups.len(), STANDARD.open_questions.len()),
        (7, 3)
    );
    assert_eq!(STANDARD.values(), [1, 2, 3, 4, 5]);
    assert_eq!(STANDARD.rules.min_answers_to_show, FEWEST_SHOWN);
    let asks = |role: Role| {
        let standing = crate::rights::Standing::taking_part(role);
        let settings = crate::rights::MeetingSettings::default();
        crate::rights::lock(&standing, &settings, Act::AnswerEvaluation).is_none()
    };
    let asked: Vec<Role> = Role::ALL.into_iter().filter(|role| asks(*role)).collect();
    assert_eq!(
        STANDARD.rules.invited, asked,
        "the rights table says the same"
    );
}

#[test]
fn the_sample_adds_up_to_what_it_says() {
    let held = serde_json::from_str::<Sample>(SAMPLE)
        .unwrap()
        .board_evaluation;
    let values = STANDARD.values();
    let mut statements = BTreeMap::new();
    for one in held.results {
        let n_answered: u16 = one.counts.iter().sum::<u16>() + one.n_skipped;
        let n_missing = held.n_invited - n_answered;
        let tally = Tally::of_counts(&values, &one.counts, one.n_skipped, n_missing);
        let mean = f64::from(mean_x100(&values, &tally).unwrap()) / 100.0;
        assert!(
            (mean - one.expected_mean).abs() < 1e-9,
            "{}: {mean}",
            one.statement
        );
        statements.insert(one.statement, tally);
    }
    let form = STANDARD.with_only(&BTreeSet::new());
    let (highest, lowest) = extremes(&form, &statements);
    assert_eq!(
        (highest, lowest),
        (held.expected_highest, held.expected_lowest)
    );
}

#[test]
fn means_are_rounded_half_up_to_two_decimals() {
    for (counts, mean) in [
        ([0, 0, 0, 0, 0], None),
        ([1, 0, 0, 0, 0], Some(100)),
        ([0, 0, 0, 1, 2], Some(467)),
        ([0, 0, 2, 1, 0], Some(333)),
        ([0, 0, 0, 1, 7], Some(488)), // 4,875
        ([7, 1, 0, 0, 0], Some(113)), // 1,125
    ] {
        assert_eq!(
            mean_x100(&STANDARD.values(), &tally(&counts)),
            mean,
            "{counts:?}"
        );
    }
}

#[test]
fn ties_go_to_the_order_of_the_form_and_nothing_is_both_high_and_low() {
    let form = STANDARD.with_only(&BTreeSet::new());
    let ids: Vec<QuestionId> = form.statements().map(|one| one.id.clone()).collect();
    let alike: BTreeMap<_, _> = ids
        .iter()
        .map(|id| (id.clone(), tally(&[0, 2, 0, 2, 0])))
        .collect();
    let (highest, lowest) = extremes(&form, &alike);
    assert_eq!((&highest[..], &lowest[..]), (&ids[..3], &ids[3..6]));
    let mut few: BTreeMap<_, _> = alike
        .into_iter()
        .filter(|(id, _)| ids[..4].contains(id))
        .collect();
    few.insert(ids[2].clone(), tally(&[0, 0, 0, 0, 4]));
    few.insert(ids[5].clone(), tally(&[3, 0, 0, 0, 0])); // too few to be shown
    let (highest, lowest) = extremes(&form, &few);
    assert_eq!(highest, [ids[2].clone(), ids[0].clone(), ids[1].clone()]);
    assert_eq!(lowest, [ids[3].clone()]);
}
