//! Words put in the place of others, in everything Yjs wrote.

use super::{FIXTURES, Value, from_hex, key, paragraph};
use crate::document::Replica;
use crate::document::admit::{Limits, Outline};
use crate::document::chapters::{Block, ProseKey, is_empty, read, rules, seed, splice_words, text};
use crate::document::splice::{Splice, utf16_len};

fn splice(at: u32, delete: u32, insert: &str) -> Splice {
    Splice {
        at,
        delete,
        insert: insert.to_owned(),
    }
}

fn fixtures() -> Vec<(String, Vec<u8>)> {
    let fixtures: Value = serde_json::from_str(FIXTURES).unwrap();
    let whole = |one: &Value| {
        (
            one["name"].to_string(),
            from_hex(one["whole"].as_str().unwrap()),
        )
    };
    fixtures.as_array().unwrap().iter().map(whole).collect()
}

fn opened(whole: &[u8]) -> Replica {
    let mut replica = Replica::new(9);
    replica.apply(whole).unwrap();
    replica
}

fn kinds(blocks: &[Block]) -> Vec<std::mem::Discriminant<Block>> {
    blocks.iter().map(std::mem::discriminant).collect()
}

#[test]
fn every_word_of_every_piece_can_be_another_and_nothing_else_is() {
    let piece = key("a", "b");
    let mut n_words = 0;
    for (name, whole) in fixtures() {
        let before = text(&opened(&whole), &piece);
        let mut at = 0;
        for word in before.split(char::is_whitespace) {
            let (start, len) = (at, utf16_len(word));
            at += len + 1;
            if word.is_empty() {
                continue;
            }
            n_words += 1;
            let mut replica = opened(&whole);
            let blocks = kinds(&read(&replica, &piece));
            let Some(update) = splice_words(&mut replica, &piece, &splice(start, len, "nytt"))
            else {
                panic!("{name}: «{word}» at {start}");
            };
            Outline::of(&update, &rules(Limits::default())).expect("as an island's");
            let mut units: Vec<u16> = before.encode_utf16().collect();
            units.splice(
                start as usize..(start + len) as usize,
                "nytt".encode_utf16(),
            );
            let expected = String::from_utf16(&units).unwrap();
            assert_eq!(text(&replica, &piece), expected, "{name}");
            assert_eq!(kinds(&read(&replica, &piece)), blocks, "{name}");
            let mut elsewhere = opened(&whole);
            elsewhere.apply(&update).unwrap();
            assert_eq!(text(&elsewhere, &piece), expected, "{name}");
        }
    }
    assert!(n_words > 20, "{n_words}");
}

#[test]
fn new_words_look_as_the_words_around_them() {
    let piece = key("a", "b");
    let seen = |replica: &Replica| serde_json::to_string(&read(replica, &piece)).unwrap();
    for (name, whole) in fixtures() {
        let before = seen(&opened(&whole));
        let mut at = 0;
        for word in text(&opened(&whole), &piece).split(char::is_whitespace) {
            let (start, len) = (at, utf16_len(word));
            at += len + 1;
            if word.is_empty() {
                continue;
            }
            let mut replica = opened(&whole);
            splice_words(&mut replica, &piece, &splice(start + len, 0, "§")).unwrap();
            assert_eq!(seen(&replica).replace('§', ""), before, "{name}: {word}");
        }
    }
}

#[test]
fn paragraphs_are_not_joined() {
    let piece = key("a", "b");
    let mut replica = Replica::new(1);
    seed(
        &mut replica,
        &[(piece.clone(), vec!["En".into(), "To".into()])],
    );
    for wrong in [
        splice(1, 3, ""),
        splice(2, 1, "x"),
        splice(0, 9, ""),
        splice(9, 0, "x"),
    ] {
        assert_eq!(
            splice_words(&mut replica, &piece, &wrong),
            None,
            "{wrong:?}"
        );
    }
    assert_eq!(text(&replica, &piece), "En\n\nTo");
    splice_words(&mut replica, &piece, &splice(2, 0, "er")).unwrap();
    assert_eq!(text(&replica, &piece), "Ener\n\nTo");
}

#[test]
fn the_first_words_of_a_piece_are_a_paragraph() {
    let piece: ProseKey = key("a", "b");
    let mut replica = Replica::new(1);
    assert!(is_empty(&read(&replica, &piece)));
    assert_eq!(splice_words(&mut replica, &piece, &splice(0, 2, "x")), None);
    splice_words(&mut replica, &piece, &splice(0, 0, "Nytt")).unwrap();
    assert_eq!(read(&replica, &piece), [paragraph("Nytt")]);
}
