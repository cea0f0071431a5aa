//! The signals of one text.

use leptos::prelude::*;
use shared::document::Replica;
use shared::document::schema::Schema;

/// One text as it stands in the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shared {
    pub words: String,
    /// Something else stands in its place, so nothing can be written there.
    pub is_missing: bool,
}

impl Shared {
    pub fn of<S: Schema>(replica: &Replica, key: &S::Key) -> Self {
        let words = S::text(replica, key);
        Self {
            is_missing: words.is_none(),
            words: words.unwrap_or_default(),
        }
    }
}

/// A keystroke in one text wakes nobody who reads another.
#[derive(Clone)]
pub struct TextSignals {
    pub words: ArcRwSignal<String>,
    pub is_missing: ArcRwSignal<bool>,
}

impl TextSignals {
    pub fn new(shared: Shared) -> Self {
        Self {
            words: ArcRwSignal::new(shared.words),
            is_missing: ArcRwSignal::new(shared.is_missing),
        }
    }

    pub fn is_other_than(&self, shared: &Shared) -> bool {
        self.words.with_untracked(|words| *words != shared.words)
            || self.is_missing.get_untracked() != shared.is_missing
    }

    pub fn show(&self, shared: Shared) {
        self.words.try_set(shared.words);
        self.is_missing.try_set(shared.is_missing);
    }
}
