//! The schema of a plan's chapters: prose that people write together in the island, an editor of its own.
//!
//! ```text
//! prose/<place>/<part>:  XmlFragment [ block … ]      one piece of prose; place is a section or a focus area
//! block:      paragraph | heading { level } | bulletList | orderedList
//! lists:      listItem [ paragraph … ]
//! paragraph, heading:    XmlText with the marks bold, italic and link { href }, and hardBreak
//! ```
//!
//! - These are the editor's node names, and they stand here, in `client/island/src/schema.ts`, and nowhere else.
//! - Nobody has to make a piece of prose: a root is there once somebody writes in it.
//! - What no editor makes is read as far as it can be, and is never shown as more than it is: an address that is no web
//!   or mail address is no link.
//!
//! Only the server seeds, brings earlier prose back ([`rewrite`]), and puts words in the place of others where a suggested
//! change is accepted. A browser writes through Yjs in the island; here the document is read.

mod block;
mod key;
mod lines;
mod read;
mod rewrite;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use yrs::types::xml::XmlIn;
use yrs::{TransactionMut, XmlElementPrelim, XmlFragment, XmlFragmentRef, XmlTextPrelim};

use super::schema::Schema;
use super::splice::Splice;
use super::{Replica, Sticky, admit};

pub use block::{Block, Inline, Link, ListItem, Span, Words, is_empty, words};
pub use key::{NotProse, ProseKey};
pub use lines::splice_words;
pub use read::{keys, read, read_all, text};
pub use rewrite::rewrite;

/// The version of what prose consists of. An island of another version does not open a document: its editor deletes what
/// it does not know.
pub const VERSION: u32 = 1;

const PARAGRAPH: &str = "paragraph";
const HEADING: &str = "heading";
const BULLET_LIST: &str = "bulletList";
const ORDERED_LIST: &str = "orderedList";
const LIST_ITEM: &str = "listItem";
const HARD_BREAK: &str = "hardBreak";
const LEVEL: &str = "level";
const BOLD: &str = "bold";
const ITALIC: &str = "italic";
const LINK: &str = "link";

const PROSE: admit::Prose = admit::Prose {
    prefix: "prose",
    elements: &[
        PARAGRAPH,
        HEADING,
        BULLET_LIST,
        ORDERED_LIST,
        LIST_ITEM,
        HARD_BREAK,
    ],
    attributes: &[LEVEL],
    marks: &[BOLD, ITALIC, LINK],
};

/// The schema as a kind of document. Its words are changed in the island and nowhere else.
#[derive(Debug, Clone, Copy)]
pub struct Chapters;

impl Schema for Chapters {
    type Key = ProseKey;
    /// Every piece that holds words.
    type Rows = BTreeMap<ProseKey, Vec<Block>>;

    fn rows(replica: &Replica) -> Self::Rows {
        read_all(replica)
    }

    fn stands(_: &Self::Rows, _: &ProseKey) -> bool {
        true
    }

    fn text(replica: &Replica, key: &ProseKey) -> Option<String> {
        Some(text(replica, key))
    }

    fn splice_text(_: &mut Replica, _: &ProseKey, _: &Splice) -> Option<Vec<u8>> {
        None
    }

    fn sticky(_: &Replica, _: &ProseKey, _: u32) -> Option<Sticky> {
        None
    }

    fn offset(_: &Replica, _: &ProseKey, _: &Sticky) -> Option<u32> {
        None
    }

    fn keys(replica: &Replica) -> Vec<ProseKey> {
        keys(replica)
    }
}

/// What an update of this document may hold.
pub const fn rules(limits: admit::Limits) -> admit::Rules {
    admit::Rules {
        rows: &[],
        texts: &[],
        prose: Some(PROSE),
        limits,
    }
}

/// Writes the paragraphs of each piece into an empty document; its first update, which holds nothing when there are none.
///
/// Only for a fresh replica on the server: what is seeded twice stands there twice.
pub fn seed(replica: &mut Replica, pieces: &[(ProseKey, Vec<String>)]) -> Vec<u8> {
    let fragments: Vec<XmlFragmentRef> = pieces
        .iter()
        .map(|(key, _)| fragment(replica, key))
        .collect();
    let ((), update) = replica.edit(|txn| {
        for (fragment, (_, paragraphs)) in fragments.iter().zip(pieces) {
            for words in paragraphs {
                add_paragraph(txn, fragment, words);
            }
        }
    });
    update.unwrap_or_else(|| replica.snapshot())
}

fn add_paragraph(txn: &mut TransactionMut<'_>, fragment: &XmlFragmentRef, words: &str) {
    let text = XmlIn::from(XmlTextPrelim::new(words));
    fragment.push_back(txn, XmlElementPrelim::new(PARAGRAPH, [text]));
}

fn fragment(replica: &Replica, key: &ProseKey) -> XmlFragmentRef {
    replica.doc.get_or_insert_xml_fragment(key.to_string())
}
