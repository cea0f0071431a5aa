//! The sample's scores, added up: what a review says it should be, with observers left out and with them counted.

use serde_json::Value;

use super::{Spread, Tally};

const VALUES: [u8; 5] = [1, 2, 3, 4, 5];

fn sample() -> Value {
    serde_json::from_str(include_str!("../../../sample/fjordvik.json")).unwrap()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Of one indicator: everybody who scores has given a value, skipped, or is missing.
fn tally(indicator: &Value, counted: &[&Value], scores: &[&Value]) -> Tally {
    let given = |person: &&&Value| {
        let is_theirs =
            |score: &&&Value| score["person"] == ***person && score["indicator"] == *indicator;
        scores.iter().find(is_theirs).copied()
    };
    let found: Vec<Option<&Value>> = counted.iter().map(|person| given(&person)).collect();
    let n_missing = found.iter().filter(|score| score.is_none()).count();
    let values = found.into_iter().flatten();
    let values = values.map(|score| u8::try_from(score["value"].as_u64()?).ok());
    Tally::of(&VALUES, values, u16::try_from(n_missing).unwrap())
}

fn check(tally: &Tally, expected: &Value, who: &str) {
    let tag = match tally.spread {
        None => Value::Null,
        Some(Spread::Gathered) => "gathered".into(),
        Some(Spread::Spread) => "spread".into(),
    };
    let found = serde_json::json!([
        tally.counts,
        tally.n_given,
        tally.n_skipped,
        tally.n_missing,
        tag
    ]);
    let wanted =
        ["counts", "n_given", "n_skipped", "n_missing", "tag"].map(|field| expected[field].clone());
    assert_eq!(found, serde_json::json!(wanted), "{who}");
    let median = f64::from(tally.median_x2.unwrap()) / 2.0;
    assert_eq!(Some(median), expected["median"].as_f64(), "{who}");
    assert_eq!(tally.shown(), *tally, "{who}: enough to show");
}

#[test]
fn the_sample_adds_up_without_its_observers_and_with_them() {
    let sample = sample();
    let review = list(&sample["status_reviews"]).last().unwrap();
    let present = list(&review["attendance"]).filter(|one| one["scores"] == true);
    let counted: Vec<&Value> = present.map(|one| &one["person"]).collect();
    // Answers of somebody who did not come lie in the sample as well, and do not count.
    let scores: Vec<&Value> = list(&review["scores"])
        .chain(list(&review["uncounted_scores"]))
        .collect();
    let observing = &review["if_observers_count"];
    let observers: Vec<&Value> = list(&sample["people"])
        .filter(|person| person["role"] == "observer")
        .map(|person| &person["id"])
        .collect();
    assert_eq!((counted.len(), observers.len()), (8, 2));
    let with_observers = [counted.clone(), observers].concat();
    let all_scores: Vec<&Value> = scores
        .iter()
        .copied()
        .chain(list(&observing["scores"]))
        .collect();
    let mut n_checked = 0;
    for result in list(&review["results"]) {
        let indicator = &result["indicator"];
        let own = tally(indicator, &counted, &scores);
        check(&own, &result["expected_tally"], &format!("{indicator}"));
        let mut expected = list(&observing["expected_tallies"]);
        let expected = expected.find(|one| one["indicator"] == *indicator).unwrap();
        let all = tally(indicator, &with_observers, &all_scores);
        check(&all, expected, &format!("{indicator}, observers counted"));
        n_checked += 1;
    }
    assert_eq!(n_checked, 8);
}

#[test]
fn the_edges_of_a_tally() {
    let of = |scores: &[Option<u8>]| Tally::of(&VALUES, scores.iter().copied(), 0);
    let none = of(&[]);
    assert_eq!(
        (none.median_x2, none.spread, none.is_shown()),
        (None, None, false)
    );
    let skipped = of(&[None, None, None, None]);
    assert_eq!((skipped.n_skipped, skipped.median_x2), (4, None));
    // Three are too few: how many, and nothing about what.
    let three = of(&[Some(1), Some(3), Some(5), None]).shown();
    assert_eq!((three.n_given, three.n_skipped), (3, 1));
    assert_eq!(
        (three.counts, three.median_x2, three.spread),
        (Vec::new(), None, None)
    );
    // The middle of an even number lies between the two in the middle.
    assert_eq!(of(&[Some(2), Some(3), Some(4), Some(4)]).median_x2, Some(7));
    assert_eq!(of(&[Some(2), Some(2), Some(4), Some(4)]).median_x2, Some(6));
    // One person far away is neither word; two are.
    for (scores, spread) in [
        ([3, 3, 3, 4], Some(Spread::Gathered)),
        ([1, 3, 3, 4], None),
        ([1, 3, 3, 5], Some(Spread::Spread)),
    ] {
        assert_eq!(of(&scores.map(Some)).spread, spread, "{scores:?}");
    }
    // A scale of its own, and a value it no longer has.
    let own = Tally::of(&[0, 10], [Some(10), Some(0), Some(5), Some(10)], 2);
    assert_eq!(
        (own.counts, own.n_given, own.n_skipped, own.n_missing),
        (vec![1, 2], 3, 1, 2)
    );
}
