//! What no editor writes: refused, or read without harm.

use serde_json::Value;

use super::hand::{Hand, LEFT, RIGHT, text};
use super::{FIXTURES, from_hex, key, span};
use crate::document::Replica;
use crate::document::admit::{Inadmissible, Limits, Nesting, Outline};
use crate::document::chapters::*;

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
    let fixtures: Value = serde_json::from_str(FIXTURES).unwrap();
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
                drop(replica.with_client_id(10));
            }
        }
    }
    assert!(n_let_in > 100, "{n_let_in}");
}
