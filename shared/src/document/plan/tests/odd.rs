//! What no page of ours writes, and somebody might.

use super::*;

#[test]
fn what_is_no_value_of_its_field_reads_as_nothing() {
    let mut replica = seeded();
    let row = measure("tiltak-1-1");
    for (key, value) in [
        ("budget", field::text("-5")),
        ("funding/county", field::text("99999999999")),
        ("funding/private", Any::from(1.5)),
        ("funding/municipality", field::text("9223372036854775808")),
        ("funding/nobody", field::text("1")),
        ("deadline", field::text("i morgen")),
        ("target", Any::Bool(true)),
        ("status", field::text("ferdig")),
        ("plp-phase", field::text("")),
        ("focus-area", field::text("Å")),
        ("proposal/Ikke en id", Any::Bool(true)),
        ("proposal/forslag-18", field::text("ja")),
        ("order", Any::Null),
    ] {
        set_value(&mut replica, &row, key, value).unwrap();
    }
    let odd = &plan(&replica).measures[0];
    assert_eq!((odd.budget, odd.deadline, odd.target), (None, None, None));
    assert_eq!((odd.status, odd.plp_phase), (MeasureStatus::Planned, None));
    assert_eq!(
        odd.funding,
        [(FundingSource::InnovationNorway, Kroner(150_000))].into()
    );
    assert_eq!((&odd.focus_area, odd.number), (&None, None));
    assert!(odd.from_proposals.is_empty());
}

#[test]
fn a_value_in_the_place_of_words_takes_no_words_and_words_are_no_field() {
    let mut replica = seeded();
    let row = measure("tiltak-1-1");
    assert!(set_value(&mut replica, &row, "title", field::text("x")).is_none());
    let roots = Roots::of(&replica);
    replica.edit(|txn| {
        let map = roots.row(txn, &row).unwrap();
        map.insert(txn, "title", "x");
        roots.0[Kind::Goal as usize].insert(txn, "rad", "ingen rad");
    });
    let title = key(&row, TextField::Title);
    assert_eq!(text(&replica, &title), None);
    assert!(retype(&mut replica, &title, "hei").is_none());
    assert_eq!(plan(&replica).measures[0].title, "");
    assert_eq!(plan(&replica).goals.len(), sample::plan().goals.len());
}

#[test]
fn an_update_of_another_document_is_not_let_in() {
    let update = {
        let mut replica = Replica::new(9);
        let other = replica.doc.get_or_insert_map("indicators");
        replica.edit(|txn| other.insert(txn, "a", "b")).1.unwrap()
    };
    let rules = rules(admit::Limits::default());
    assert_eq!(
        admit::update(&update, &rules),
        Err(admit::Inadmissible::RootName)
    );
}
