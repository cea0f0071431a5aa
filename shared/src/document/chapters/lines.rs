//! Other words in a piece of prose, written from outside the island: a suggested change that was accepted.

use yrs::types::text::YChange;
use yrs::{
    Any, Out, ReadTxn, Text, TransactionMut, XmlElementRef, XmlFragment, XmlFragmentRef, XmlOut,
    XmlTextPrelim, XmlTextRef,
};

use super::read::{elements, named};
use super::{
    BULLET_LIST, HEADING, LIST_ITEM, ORDERED_LIST, PARAGRAPH, ProseKey, add_paragraph, fragment,
};
use crate::document::Replica;
use crate::document::splice::{Splice, utf16_len};

/// Words between two breaks, with the place in [`super::text`] where they begin, in UTF-16 units.
struct Run {
    words: XmlTextRef,
    at: u32,
    len: u32,
}

/// Changes the words of a piece; places are those of [`super::text`]. What is put in looks as the words before it.
/// None when the words do not stand in one paragraph, between breaks: it is not for a splice to join paragraphs.
pub fn splice_words(replica: &mut Replica, key: &ProseKey, splice: &Splice) -> Option<Vec<u8>> {
    let fragment = fragment(replica, key);
    let ((), update) = replica.edit(|txn| splice_in(txn, &fragment, splice));
    update
}

fn splice_in(txn: &mut TransactionMut<'_>, fragment: &XmlFragmentRef, splice: &Splice) {
    let runs = runs(txn, fragment);
    let end = splice.at + splice.delete;
    let holds = |run: &&Run| run.at <= splice.at && end <= run.at + run.len;
    // Where two runs meet, new words belong to what is before them.
    let Some(run) = runs.iter().find(holds) else {
        if runs.is_empty() && splice.delete == 0 {
            begin(txn, fragment, &splice.insert);
        }
        return;
    };
    let at = splice.at - run.at;
    if splice.delete > 0 {
        run.words.remove_range(txn, at, splice.delete);
    }
    if !splice.insert.is_empty() {
        run.words.insert(txn, at, &splice.insert);
    }
}

/// The first words of a piece.
fn begin(txn: &mut TransactionMut<'_>, fragment: &XmlFragmentRef, words: &str) {
    let first = elements(txn, fragment).next();
    match first.filter(|first| is(first, &[PARAGRAPH, HEADING])) {
        Some(first) => drop(first.push_back(txn, XmlTextPrelim::new(words))),
        None => add_paragraph(txn, fragment, words),
    }
}

/// In the order, and with the breaks between them, of [`super::words`].
fn runs<T: ReadTxn>(txn: &T, fragment: &XmlFragmentRef) -> Vec<Run> {
    let (mut runs, mut at) = (Vec::new(), 0);
    let mut is_first = true;
    for block in elements(txn, fragment) {
        let Some(lines) = lines(txn, block) else {
            continue;
        };
        at += if is_first { 0 } else { 2 };
        is_first = false;
        for (idx, line) in lines.iter().enumerate() {
            at += u32::from(idx > 0);
            add_line(txn, line, &mut at, &mut runs);
        }
    }
    runs
}

/// The paragraphs of a block; none for what is not read as one.
fn lines<T: ReadTxn>(txn: &T, block: XmlElementRef) -> Option<Vec<XmlElementRef>> {
    if is(&block, &[PARAGRAPH, HEADING]) {
        return Some(vec![block]);
    }
    is(&block, &[BULLET_LIST, ORDERED_LIST]).then(|| {
        let items = named(txn, &block, LIST_ITEM);
        items
            .flat_map(|item| named(txn, &item, PARAGRAPH).collect::<Vec<_>>())
            .collect()
    })
}

fn add_line<T: ReadTxn>(txn: &T, line: &XmlElementRef, at: &mut u32, runs: &mut Vec<Run>) {
    for child in line.children(txn) {
        match child {
            XmlOut::Text(words) => {
                let len = letters(txn, &words);
                // What holds more than letters has other places than it seems.
                if len == words.len(txn) {
                    runs.push(Run {
                        words,
                        at: *at,
                        len,
                    });
                }
                *at += len;
            }
            XmlOut::Element(element) if is(&element, &[super::HARD_BREAK]) => *at += 1,
            XmlOut::Element(_) | XmlOut::Fragment(_) => {}
        }
    }
}

fn letters<T: ReadTxn>(txn: &T, words: &XmlTextRef) -> u32 {
    let pieces = words.diff(txn, YChange::identity).into_iter();
    let letters = pieces.map(|piece| match piece.insert {
        Out::Any(Any::String(letters)) => utf16_len(&letters),
        _ => 0,
    });
    letters.sum()
}

fn is(element: &XmlElementRef, tags: &[&str]) -> bool {
    element
        .try_tag()
        .is_some_and(|tag| tags.iter().any(|one| **tag == **one))
}
