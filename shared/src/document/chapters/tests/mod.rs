//! Seeding, names, links, and reading what Yjs wrote.

use serde_json::Value;

use super::*;
use crate::document::admit::{Limits, Nesting, Outline};
use crate::plan::sample;

mod hand;
mod hostile;
mod lines;
mod rewriting;

const FIXTURES: &str = include_str!("fixtures.json");

fn key(place: &str, part: &str) -> ProseKey {
    ProseKey::new(place, part).unwrap()
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph {
        words: vec![span(text)],
    }
}

fn span(text: &str) -> Inline {
    Inline::Span(Span {
        text: text.to_owned(),
        ..Span::default()
    })
}

#[test]
fn the_samples_prose_is_seeded_let_in_and_read_back() {
    let pieces = sample::prose();
    assert!(pieces.len() > 10);
    let mut replica = Replica::new(0);
    let first = seed(&mut replica, &pieces);
    let outline = Outline::of(&first, &rules(Limits::default())).unwrap();
    assert!(Nesting::default().accept(&outline, &Replica::new(1), |_| 0));
    let mut elsewhere = Replica::new(2);
    elsewhere.apply(&first).unwrap();
    for (key, paragraphs) in &pieces {
        let expected: Vec<Block> = paragraphs.iter().map(|text| paragraph(text)).collect();
        assert_eq!(read(&elsewhere, key), expected, "{key}");
    }
    let mut names: Vec<ProseKey> = pieces.iter().map(|(key, _)| key.clone()).collect();
    names.sort();
    assert_eq!(keys(&elsewhere), names);
    let areas = sample::plan().focus_areas;
    assert!(
        names
            .iter()
            .any(|key| key.place() == areas[0].id.as_str() && key.part() == "maal")
    );
    assert_eq!(read(&elsewhere, &key("nowhere", "at-all")), []);
    assert_eq!(seed(&mut Replica::new(0), &[]), [0, 0]);
}

#[test]
fn names_of_prose_are_two_ids_and_no_more() {
    let name = key("resultater", "laering-fra-psv");
    assert_eq!(name.to_string(), "prose/resultater/laering-fra-psv");
    assert_eq!(name.to_string().parse(), Ok(name));
    let long = format!("prose/a/{}", "b".repeat(65));
    for wrong in [
        "prose/a",
        "prose/a/b/c",
        "prose/a/",
        "prose//b",
        "Prose/a/b",
        "prose/a/B",
        "x/a/b",
        &long,
    ] {
        assert_eq!(wrong.parse::<ProseKey>(), Err(NotProse), "{wrong}");
    }
}

#[test]
fn only_web_and_mail_addresses_are_links() {
    for good in [
        "https://fjordvik.example/plan?a=1",
        "HTTP://fjordvik.example",
        "mailto:post@fjordvik.example",
    ] {
        assert_eq!(Link::parse(good).unwrap().as_str(), good);
    }
    for bad in [
        "javascript:alert(1)",
        "data:text/html,x",
        "//fjordvik.example",
        "fjordvik",
        "",
        "https:",
        "https://",
        "mailto:",
        "https://a b",
        "https://a\nb",
        " https://a",
        "java\tscript:x",
    ] {
        assert!(Link::parse(bad).is_err(), "{bad:?}");
    }
    assert!(serde_json::from_str::<Link>("\"javascript:x\"").is_err());
}

/// As Yjs writes it down, with every name it has for the place.
#[test]
fn a_place_in_prose_comes_back_under_one_of_its_names() {
    let item = r#"{"item":{"client":11,"clock":3},"assoc":0}"#;
    for (written, kept) in [
        (
            r#"{"tname":"prose/a/b","item":{"client":11,"clock":3},"assoc":0}"#,
            item,
        ),
        (
            r#"{"type":{"client":1,"clock":0},"item":{"client":11,"clock":3},"assoc":0}"#,
            item,
        ),
        (
            r#"{"type":{"client":1,"clock":0},"assoc":-1}"#,
            r#"{"type":{"client":1,"clock":0},"assoc":-1}"#,
        ),
        (
            r#"{"tname":"prose/a/b","assoc":0}"#,
            r#"{"tname":"prose/a/b","assoc":0}"#,
        ),
    ] {
        let sticky: Sticky = serde_json::from_str(written).unwrap();
        assert_eq!(serde_json::to_string(&sticky).unwrap(), kept);
    }
}

#[test]
fn words_are_read_without_what_they_look_like() {
    let item = |text: &str| vec![vec![span(text)]];
    let blocks = vec![
        Block::Heading {
            level: 2,
            words: vec![span("Mål")],
        },
        Block::List {
            is_ordered: false,
            items: vec![item("en"), item("to")],
        },
        Block::Paragraph {
            words: vec![span("over"), Inline::Break, span("under")],
        },
    ];
    assert_eq!(words(&blocks), "Mål\n\nen\nto\n\nover\nunder");
    assert!(!is_empty(&blocks));
    assert!(is_empty(&[Block::Paragraph { words: vec![] }]));
    let json = serde_json::to_string(&blocks).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Block>>(&json).unwrap(), blocks);
}

/// Made by stock Yjs with the island's schema: `client/island/test/fixtures.ts`.
#[test]
fn what_stock_yjs_wrote_reads_as_it_does_there() {
    let fixtures: Value = serde_json::from_str(FIXTURES).unwrap();
    let fixtures = fixtures.as_array().unwrap();
    assert!(fixtures.len() >= 5);
    for fixture in fixtures {
        let mut replica = Replica::new(9);
        let mut nesting = Nesting::default();
        for update in fixture["updates"].as_array().unwrap() {
            let update = from_hex(update.as_str().unwrap());
            let outline = Outline::of(&update, &rules(Limits::default())).unwrap();
            let reach = replica.reach();
            let n_seen = |client_id| reach.get(&client_id).copied().unwrap_or(0);
            assert!(nesting.accept(&outline, &replica, n_seen));
            replica.apply(&update).unwrap();
        }
        let blocks = read(&replica, &key("a", "b"));
        assert_eq!(
            serde_json::to_value(&blocks).unwrap(),
            fixture["blocks"],
            "{}",
            fixture["name"]
        );
    }
}

fn from_hex(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}
