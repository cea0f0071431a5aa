//! Bringing prose back: each piece becomes what it was in an earlier version. Blocks that are as they were are left alone,
//! so that what others write in them at the same moment stays.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use yrs::types::Attrs;
use yrs::types::Delta;
use yrs::types::xml::{XmlDeltaPrelim, XmlIn};
use yrs::{
    Any, In, Number, TransactionMut, Xml, XmlElementPrelim, XmlElementRef, XmlFragment,
    XmlFragmentRef,
};

use super::read::{read, roots, standing};
use super::{
    BOLD, BULLET_LIST, Block, HARD_BREAK, HEADING, ITALIC, Inline, LEVEL, LINK, LIST_ITEM,
    ORDERED_LIST, PARAGRAPH, ProseKey, Span, Words, fragment, is_empty,
};
use crate::document::Replica;

/// Makes every piece that of another document; those that are not in it are emptied. None when they are so.
pub fn rewrite(replica: &mut Replica, prose: &BTreeMap<ProseKey, Vec<Block>>) -> Option<Vec<u8>> {
    let gone = roots(replica).into_iter();
    let gone = gone.filter(|key| !prose.contains_key(key) && !is_empty(&read(replica, key)));
    let gone = gone.map(|key| (key, [].as_slice()));
    let kept = prose
        .iter()
        .map(|(key, blocks)| (key.clone(), blocks.as_slice()));
    let pieces: Vec<(XmlFragmentRef, &[Block])> = gone
        .collect::<Vec<_>>()
        .into_iter()
        .chain(kept)
        .map(|(key, blocks)| (fragment(replica, &key), blocks))
        .collect();
    let ((), update) = replica.edit(|txn| {
        for (fragment, blocks) in pieces {
            rewrite_piece(txn, &fragment, blocks);
        }
    });
    update
}

fn rewrite_piece(txn: &mut TransactionMut<'_>, fragment: &XmlFragmentRef, wanted: &[Block]) {
    let stands = standing(txn, fragment);
    let is_so = |(one, other): &(&Option<Block>, &Block)| one.as_ref() == Some(other);
    let n_head = stands.iter().zip(wanted).take_while(is_so).count();
    let (rest, new) = (&stands[n_head..], &wanted[n_head..]);
    let tails = rest.iter().rev().zip(new.iter().rev());
    let n_tail = tails.take_while(is_so).count();
    let at = |n: usize| u32::try_from(n).expect("a piece of prose is far shorter");
    let n_old = rest.len() - n_tail;
    if n_old > 0 {
        fragment.remove_range(txn, at(n_head), at(n_old));
    }
    for (idx, block) in new[..new.len() - n_tail].iter().enumerate() {
        insert(txn, fragment, at(n_head + idx), block);
    }
}

fn insert(txn: &mut TransactionMut<'_>, fragment: &XmlFragmentRef, at: u32, block: &Block) {
    match block {
        Block::Paragraph { words } => {
            fragment.insert(txn, at, paragraph(words));
        }
        Block::Heading { level, words } => {
            let heading = XmlElementPrelim::new(HEADING, inline(words));
            let heading: XmlElementRef = fragment.insert(txn, at, heading);
            heading.insert_attribute(txn, LEVEL, Any::Number(Number::Int(i64::from(*level))));
        }
        Block::List { is_ordered, items } => {
            let name = if *is_ordered {
                ORDERED_LIST
            } else {
                BULLET_LIST
            };
            let items = items.iter().map(|paragraphs| {
                let paragraphs = paragraphs.iter().map(|words| paragraph(words).into());
                XmlElementPrelim::new(LIST_ITEM, paragraphs).into()
            });
            fragment.insert(txn, at, XmlElementPrelim::new(name, items));
        }
    }
}

fn paragraph(words: &Words) -> XmlElementPrelim {
    XmlElementPrelim::new(PARAGRAPH, inline(words))
}

/// Spans beside each other are one text, as the editor has them.
fn inline(words: &Words) -> Vec<XmlIn> {
    let mut parts: Vec<XmlIn> = Vec::new();
    for one in words {
        match (one, parts.last_mut()) {
            (Inline::Break, _) => parts.push(XmlElementPrelim::empty(HARD_BREAK).into()),
            (Inline::Span(span), Some(XmlIn::Text(text))) => text.delta.push(delta(span)),
            (Inline::Span(span), _) => parts.push(XmlIn::Text(XmlDeltaPrelim {
                delta: vec![delta(span)],
                ..XmlDeltaPrelim::default()
            })),
        }
    }
    parts
}

fn delta(span: &Span) -> Delta<In> {
    let on = || Any::Map(Arc::new(HashMap::new()));
    let link = span.link.as_ref().map(|link| {
        let address = Any::String(link.as_str().into());
        Any::Map(Arc::new([("href".to_owned(), address)].into()))
    });
    let marks = [
        (BOLD, span.is_bold.then(on)),
        (ITALIC, span.is_italic.then(on)),
        (LINK, link),
    ];
    let marks = marks.into_iter();
    let marks: Attrs = marks
        .filter_map(|(name, mark)| Some((name.into(), mark?)))
        .collect();
    let text = In::Any(Any::String(span.text.as_str().into()));
    Delta::Inserted(text, Some(Box::new(marks)))
}
