//! What those need to know of a kind of document who treat all kinds alike: the browser's model, and what is laid aside.

use std::fmt::Display;
use std::hash::Hash;
use std::str::FromStr;

use super::splice::Splice;
use super::{Replica, Sticky};

/// A kind of document that people write in field by field. Implemented by an empty type in the module of each schema.
pub trait Schema: Copy + Send + Sync + 'static {
    /// Which shared text; written as its path.
    type Key: Clone + Eq + Hash + Display + FromStr + Send + Sync + 'static;
    /// What the document holds beside the words that have a signal of their own.
    type Rows: Clone + Default + PartialEq + Send + Sync + 'static;

    fn rows(replica: &Replica) -> Self::Rows;

    /// Whether what a text belongs to stands on a page, and was not taken off it.
    fn stands(rows: &Self::Rows, key: &Self::Key) -> bool;

    /// The words of a shared text; none when nothing can be written there.
    fn text(replica: &Replica, key: &Self::Key) -> Option<String>;

    /// Answers the update, or none when nothing changed or the text does not exist.
    fn splice_text(replica: &mut Replica, key: &Self::Key, splice: &Splice) -> Option<Vec<u8>>;

    fn sticky(replica: &Replica, key: &Self::Key, offset: u32) -> Option<Sticky>;

    fn offset(replica: &Replica, key: &Self::Key, sticky: &Sticky) -> Option<u32>;

    /// Every text on the document's pages, in their order.
    fn keys(replica: &Replica) -> Vec<Self::Key>;

    /// Whether these words of a text stand in the document too, be it under another name.
    fn has_words(replica: &Replica, key: &Self::Key, words: &str) -> bool {
        Self::text(replica, key).as_deref() == Some(words)
    }
}
