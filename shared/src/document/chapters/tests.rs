//! Reading what Yjs wrote, and what no editor writes.

use serde_json::Value;

use super::*;
use crate::document::admit::{self, Inadmissible, Limits, Nesting, Outline};
use crate::plan::sample;
use crate::wire::{write_bytes, write_number};

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
    let fixtures: Value = serde_json::from_str(include_str!("tests/fixtures.json")).unwrap();
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

/// Blocks of client 1, one after the other, written by hand.
#[derive(Default)]
struct Hand {
    blocks: Vec<Vec<u8>>,
}

const KEY: u8 = 0x20;
const LEFT: u8 = 0x80;
const RIGHT: u8 = 0x40;

fn text(bytes: &mut Vec<u8>, text: &str) {
    write_bytes(bytes, text.as_bytes());
}

impl Hand {
    fn block(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> &mut Self {
        let mut bytes = Vec::new();
        write(&mut bytes);
        self.blocks.push(bytes);
        self
    }

    /// An element in a root.
    fn root(&mut self, root: &str, name: &str) -> &mut Self {
        self.block(|bytes| {
            bytes.extend([7, 1]);
            text(bytes, root);
            bytes.push(3);
            text(bytes, name);
        })
    }

    /// An element in block `parent` of client 1.
    fn inside(&mut self, parent: u64, name: &str) -> &mut Self {
        self.block(|bytes| {
            bytes.extend([7, 0, 1]);
            write_number(bytes, parent);
            bytes.push(3);
            text(bytes, name);
        })
    }

    /// The words of element `parent`.
    fn inline(&mut self, parent: u64) -> &mut Self {
        self.block(|bytes| {
            bytes.extend([7, 0, 1]);
            write_number(bytes, parent);
            bytes.push(6);
        })
    }

    fn letters(&mut self, parent: u64, letters: &str) -> &mut Self {
        self.block(|bytes| {
            bytes.extend([4, 0, 1]);
            write_number(bytes, parent);
            text(bytes, letters);
        })
    }

    fn mark(&mut self, parent: u64, name: &str, json: &str) -> &mut Self {
        self.block(|bytes| {
            bytes.extend([6, 0, 1]);
            write_number(bytes, parent);
            text(bytes, name);
            text(bytes, json);
        })
    }

    fn attribute(&mut self, parent: u64, name: &str, value: &[u8]) -> &mut Self {
        self.block(|bytes| {
            bytes.extend([8 | KEY, 0, 1]);
            write_number(bytes, parent);
            text(bytes, name);
            bytes.push(1);
            bytes.extend(value);
        })
    }

    /// Letters between two blocks of client 1.
    fn between(&mut self, left: u64, right: u64, letters: &str) -> &mut Self {
        self.block(|bytes| {
            bytes.extend([4 | LEFT | RIGHT, 1]);
            write_number(bytes, left);
            bytes.push(1);
            write_number(bytes, right);
            text(bytes, letters);
        })
    }

    fn update(&self) -> Vec<u8> {
        let mut bytes = vec![1];
        write_number(&mut bytes, self.blocks.len() as u64);
        bytes.extend([1, 0]);
        bytes.extend(self.blocks.concat());
        bytes.push(0);
        bytes
    }

    fn check(&self, expected: Result<(), Inadmissible>) {
        let update = self.update();
        assert_eq!(admit::update(&update, &rules(Limits::default())), expected);
        if expected.is_err() {
            return;
        }
        // What is let in merges too, and can be deleted, read and encoded.
        let outline = Outline::of(&update, &rules(Limits::default())).unwrap();
        if Nesting::default().accept(&outline, &Replica::new(1), |_| 0) {
            let mut replica = Replica::new(5);
            replica.apply(&update).unwrap();
            read_all(&replica);
            replica.apply(&[0, 1, 1, 1, 0, 1]).unwrap();
            replica.with_client_id(6);
        }
    }

    fn has_room(&self) -> bool {
        self.check(Ok(()));
        let outline = Outline::of(&self.update(), &rules(Limits::default())).unwrap();
        Nesting::default().accept(&outline, &Replica::new(1), |_| 0)
    }
}

const ROOT: &str = "prose/a/b";

#[test]
fn only_what_prose_consists_of_is_let_in() {
    let hand = |write: &dyn Fn(&mut Hand)| {
        let mut hand = Hand::default();
        write(&mut hand);
        hand
    };
    let unknown = Err(Inadmissible::UnknownName);
    hand(&|hand| {
        hand.root(ROOT, PARAGRAPH).inline(0).letters(1, "a");
    })
    .check(Ok(()));
    hand(&|hand| {
        hand.root(ROOT, "script");
    })
    .check(unknown);
    hand(&|hand| {
        hand.root(ROOT, "");
    })
    .check(unknown);
    hand(&|hand| {
        hand.root("conclusion", PARAGRAPH);
    })
    .check(Err(Inadmissible::RootName));
    hand(&|hand| {
        hand.root("prose/a/b/c", PARAGRAPH);
    })
    .check(Err(Inadmissible::RootName));
    hand(&|hand| {
        hand.root("prose/a/Å", PARAGRAPH);
    })
    .check(Err(Inadmissible::RootName));
    hand(&|hand| {
        hand.root(ROOT, HEADING).attribute(0, LEVEL, &[125, 3]);
    })
    .check(Ok(()));
    hand(&|hand| {
        hand.root(ROOT, HEADING).attribute(0, "onclick", &[125, 3]);
    })
    .check(unknown);
    let marked = |name: &str, json: &str| {
        hand(&|hand| {
            hand.root(ROOT, PARAGRAPH).inline(0).mark(1, name, json);
        })
    };
    for json in ["null", "{}", r#"{"href":"https://a.example/%22?b=1"}"#] {
        marked(LINK, json).check(Ok(()));
    }
    marked("comment", "{}").check(unknown);
    let long = format!(r#"{{"href":"https://{}"}}"#, "a".repeat(2_048));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for json in [
        "",
        "true",
        "[]",
        " {}",
        r#"{"href":1}"#,
        r#"{"href":"a","b":{}}"#,
        r#"{"href":"\ud800"}"#,
        "{\"href\":\"a\nb\"}",
        r#"{"href":"a""}"#,
        &long,
        &deep,
    ] {
        marked(LINK, json).check(Err(Inadmissible::Mark));
    }
    // Rows, texts, arrays, fragments, hooks, documents.
    for kind in [0, 1, 2, 4, 5, 7, 9] {
        let mut hand = Hand::default();
        hand.block(|bytes| {
            bytes.extend([7, 1]);
            text(bytes, ROOT);
            bytes.push(kind);
        });
        hand.check(Err(Inadmissible::TypeKind(u64::from(kind))));
    }
    // Words and values in a root.
    let mut words = Hand::default();
    words.block(|bytes| {
        bytes.extend([4, 1]);
        text(bytes, ROOT);
        text(bytes, "a");
    });
    words.check(Err(Inadmissible::Misplaced));
}

#[test]
fn elements_nest_so_deep_and_no_deeper() {
    let nested = |depth: u64| {
        let mut hand = Hand::default();
        hand.root(ROOT, BULLET_LIST);
        for parent in 0..depth - 1 {
            hand.inside(parent, LIST_ITEM);
        }
        hand
    };
    assert!(nested(8).has_room());
    assert!(!nested(9).has_room());
    assert!(!nested(50_000).has_room());
}

#[test]
fn everything_stands_in_its_place() {
    let room = |write: &dyn Fn(&mut Hand)| {
        let mut hand = Hand::default();
        hand.root(ROOT, PARAGRAPH).inline(0).letters(1, "a");
        write(&mut hand);
        hand.has_room()
    };
    // Letters in an element, an element in words, words in words.
    assert!(!room(&|hand| {
        hand.letters(0, "a");
    }));
    assert!(!room(&|hand| {
        hand.inside(1, HARD_BREAK);
    }));
    assert!(!room(&|hand| {
        hand.inline(1);
    }));
    // An attribute of words.
    assert!(!room(&|hand| {
        hand.attribute(1, LEVEL, &[125, 2]);
    }));
    // Between a letter and an element.
    assert!(!room(&|hand| {
        hand.between(2, 0, "x");
    }));
    // Between two pieces of prose.
    assert!(!room(&|hand| {
        hand.root("prose/a/c", PARAGRAPH);
        hand.block(|bytes| {
            bytes.extend([7 | LEFT | RIGHT, 1, 0, 1, 3, 3]);
            text(bytes, PARAGRAPH);
        });
    }));
    assert!(room(&|hand| {
        hand.attribute(0, LEVEL, &[125, 2]);
    }));
    assert!(room(&|hand| {
        hand.mark(1, BOLD, "{}").mark(1, BOLD, "null");
    }));
    assert!(room(&|hand| {
        hand.inside(0, HARD_BREAK).inline(0);
    }));
}

#[test]
fn what_no_editor_makes_is_read_without_harm() {
    let mut hand = Hand::default();
    hand.root(ROOT, HEADING); // 0
    hand.attribute(0, LEVEL, &[119, 3, b'x', b'y', b'z']); // 1
    hand.inline(0); // 2
    hand.mark(2, LINK, r#"{"href":"javascript:alert(1)"}"#); // 3
    hand.block(|bytes| {
        bytes.extend([4 | LEFT, 1, 3]);
        text(bytes, "klikk");
    });
    assert!(hand.has_room());
    let mut replica = Replica::new(5);
    replica.apply(&hand.update()).unwrap();
    let expected = Block::Heading {
        level: 2,
        words: vec![span("klikk")],
    };
    assert_eq!(read(&replica, &key("a", "b")), [expected]);
    let mut odd = Hand::default();
    odd.root(ROOT, LIST_ITEM)
        .root("prose/a/c", BULLET_LIST)
        .inside(1, HEADING);
    assert!(odd.has_room());
    let mut replica = Replica::new(5);
    replica.apply(&odd.update()).unwrap();
    assert_eq!(read(&replica, &key("a", "b")), []);
    assert_eq!(keys(&replica), []);
}

/// Each byte of what Yjs wrote, changed one at a time: whatever is let in merges and can be read.
#[test]
fn changed_bytes_do_no_harm() {
    let fixtures: Value = serde_json::from_str(include_str!("tests/fixtures.json")).unwrap();
    let mut n_let_in = 0;
    for fixture in fixtures.as_array().unwrap() {
        let whole = from_hex(fixture["whole"].as_str().unwrap());
        for at in 0..whole.len() {
            for change in [1, 0x20, 0x80, 0xff] {
                let mut update = whole.clone();
                update[at] ^= change;
                let Ok(outline) = Outline::of(&update, &rules(Limits::default())) else {
                    continue;
                };
                let lacks = outline.lacks_parts(|_| 0);
                if lacks || !Nesting::default().accept(&outline, &Replica::new(1), |_| 0) {
                    continue;
                }
                n_let_in += 1;
                let mut replica = Replica::new(9);
                replica
                    .apply(&update)
                    .unwrap_or_else(|error| panic!("{error}: {update:?}"));
                read_all(&replica);
                replica.with_client_id(10);
            }
        }
    }
    assert!(n_let_in > 100, "{n_let_in}");
}
