//! Prose as it stands in a replica. Nothing here follows a nest: what stands where no editor puts it is left out.

use std::collections::BTreeMap;

use yrs::types::Attrs;
use yrs::types::text::YChange;
use yrs::{
    Any, Number, Out, ReadTxn, Text, Xml, XmlElementRef, XmlFragment, XmlFragmentRef, XmlOut,
    XmlTextRef,
};

use super::{
    BOLD, BULLET_LIST, Block, HARD_BREAK, HEADING, ITALIC, Inline, LEVEL, LINK, LIST_ITEM, Link,
    ListItem, ORDERED_LIST, PARAGRAPH, ProseKey, Span, Words, fragment, is_empty, words,
};
use crate::document::Replica;

/// One piece of prose; empty when nobody has written there.
pub fn read(replica: &Replica, key: &ProseKey) -> Vec<Block> {
    let fragment = fragment(replica, key);
    let txn = replica.read();
    elements(&txn, &fragment)
        .filter_map(|element| block(&txn, &element))
        .collect()
}

/// Every piece that holds words.
pub fn read_all(replica: &Replica) -> BTreeMap<ProseKey, Vec<Block>> {
    let pieces = roots(replica).into_iter().map(|key| {
        let blocks = read(replica, &key);
        (key, blocks)
    });
    pieces.filter(|(_, blocks)| !is_empty(blocks)).collect()
}

/// The names of the pieces that hold words.
pub fn keys(replica: &Replica) -> Vec<ProseKey> {
    read_all(replica).into_keys().collect()
}

/// The words of a piece, without what they look like.
pub fn text(replica: &Replica, key: &ProseKey) -> String {
    words(&read(replica, key))
}

pub(super) fn roots(replica: &Replica) -> Vec<ProseKey> {
    let txn = replica.read();
    let names = txn.root_refs().filter_map(|(name, _)| name.parse().ok());
    names.collect()
}

/// Everything that stands in a piece, one by one; none for what no editor puts there.
pub(super) fn standing<T: ReadTxn>(txn: &T, fragment: &XmlFragmentRef) -> Vec<Option<Block>> {
    let children = fragment.children(txn);
    let children = children.map(XmlOut::into_xml_element);
    children
        .map(|element| element.and_then(|element| block(txn, &element)))
        .collect()
}

pub(super) fn elements<'a, T: ReadTxn>(
    txn: &'a T,
    parent: &impl XmlFragment,
) -> impl Iterator<Item = XmlElementRef> + 'a {
    parent.children(txn).filter_map(XmlOut::into_xml_element)
}

fn block<T: ReadTxn>(txn: &T, element: &XmlElementRef) -> Option<Block> {
    let tag = element.try_tag()?;
    Some(match &**tag {
        PARAGRAPH => Block::Paragraph {
            words: inline(txn, element),
        },
        HEADING => Block::Heading {
            level: level(txn, element),
            words: inline(txn, element),
        },
        BULLET_LIST | ORDERED_LIST => Block::List {
            is_ordered: **tag == *ORDERED_LIST,
            items: items(txn, element),
        },
        _ => return None,
    })
}

fn level<T: ReadTxn>(txn: &T, element: &XmlElementRef) -> u8 {
    match element.get_attribute(txn, LEVEL) {
        Some(Out::Any(Any::Number(Number::Int(3)))) => 3,
        _ => 2,
    }
}

fn items<T: ReadTxn>(txn: &T, list: &XmlElementRef) -> Vec<ListItem> {
    let items = named(txn, list, LIST_ITEM);
    let paragraphs = items.map(|item| {
        let paragraphs = named(txn, &item, PARAGRAPH);
        paragraphs.map(|words| inline(txn, &words)).collect()
    });
    paragraphs.collect()
}

pub(super) fn named<'a, T: ReadTxn>(
    txn: &'a T,
    parent: &XmlElementRef,
    name: &'static str,
) -> impl Iterator<Item = XmlElementRef> + 'a {
    elements(txn, parent).filter(move |element| element.try_tag().is_some_and(|tag| **tag == *name))
}

fn inline<T: ReadTxn>(txn: &T, element: &XmlElementRef) -> Words {
    let mut words = Words::new();
    for child in element.children(txn) {
        match child {
            XmlOut::Text(text) => spans(txn, &text, &mut words),
            XmlOut::Element(element)
                if element.try_tag().is_some_and(|tag| **tag == *HARD_BREAK) =>
            {
                words.push(Inline::Break);
            }
            XmlOut::Element(_) | XmlOut::Fragment(_) => {}
        }
    }
    words
}

fn spans<T: ReadTxn>(txn: &T, text: &XmlTextRef, words: &mut Words) {
    for piece in text.diff(txn, YChange::identity) {
        let Out::Any(Any::String(letters)) = piece.insert else {
            continue;
        };
        let span = Span {
            text: letters.to_string(),
            ..marks(piece.attributes.as_deref())
        };
        match words.last_mut() {
            Some(Inline::Span(last)) if last.looks_like(&span) => last.text.push_str(&span.text),
            _ => words.push(Inline::Span(span)),
        }
    }
}

fn marks(attributes: Option<&Attrs>) -> Span {
    let mark = |name: &str| attributes.and_then(|marks| marks.get(name));
    let address = match mark(LINK) {
        Some(Any::Map(link)) => match link.get("href") {
            Some(Any::String(address)) => Link::parse(address).ok(),
            _ => None,
        },
        _ => None,
    };
    Span {
        text: String::new(),
        is_bold: mark(BOLD).is_some(),
        is_italic: mark(ITALIC).is_some(),
        link: address,
    }
}

impl Span {
    fn looks_like(&self, other: &Self) -> bool {
        (self.is_bold, self.is_italic, &self.link) == (other.is_bold, other.is_italic, &other.link)
    }
}
