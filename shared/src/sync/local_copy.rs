//! What of a device's copy can still be used when a part of it cannot be read.

use super::LocalCopy;
use crate::document::Replica;

/// What of a local copy could not be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unreadable {
    pub snapshot: bool,
    /// Keys of changes.
    pub changes: Vec<u64>,
}

impl Unreadable {
    pub fn is_empty(&self) -> bool {
        !self.snapshot && self.changes.is_empty()
    }
}

impl LocalCopy {
    /// Takes out what cannot be read, so that the rest can be opened.
    ///
    /// Changes behind an unreadable one go with it unless the snapshot fills the hole: the server would hold them back
    /// for ever, waiting for what nobody has.
    pub fn take_unreadable(&mut self) -> Unreadable {
        let mut unreadable = Unreadable::default();
        // Nobody writes here, so any client id will do.
        let mut replica = Replica::new(0);
        if !self.snapshot.is_empty() && replica.apply(&self.snapshot).is_err() {
            unreadable.snapshot = true;
            self.snapshot.clear();
        }
        let is_readable = |update: &[u8]| Replica::new(0).apply(update).is_ok();
        let Some(first) = self
            .outbox
            .iter()
            .position(|(_, update)| !is_readable(update))
        else {
            return unreadable;
        };
        let mut behind = self.outbox.split_off(first);
        if !self.snapshot.is_empty() {
            let fits = |replica: &mut Replica, update: &[u8]| {
                is_readable(update) && replica.apply(update).is_ok() && !replica.has_gaps()
            };
            for (_, update) in &self.outbox {
                fits(&mut replica, update);
            }
            let kept = behind.extract_if(.., |(_, update)| fits(&mut replica, update));
            self.outbox.extend(kept);
        }
        unreadable.changes = behind.into_iter().map(|(key, _)| key).collect();
        unreadable
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::assessment::{Seed, TextKey, seed, splice_text, text};
    use crate::document::splice::Splice;
    use crate::sync::ClientSync;
    use crate::template::ReviewForm;

    /// A document as saved, and three changes made after that.
    fn copy() -> LocalCopy {
        let form = ReviewForm::from_json(include_str!("../../templates/psv-4x4.json")).unwrap();
        let mut replica = Replica::new(1);
        seed(&mut replica, &form, &Seed::default());
        let snapshot = replica.snapshot();
        let mut change = |insert: &str| {
            let splice = Splice {
                at: 0,
                delete: 0,
                insert: insert.to_owned(),
            };
            splice_text(&mut replica, &TextKey::Conclusion, &splice).unwrap()
        };
        LocalCopy {
            generation: None,
            snapshot,
            outbox: vec![(1, change("en ")), (2, change("to ")), (3, change("tre "))],
        }
    }

    fn check(mut copy: LocalCopy, snapshot: bool, changes: &[u64], words: Option<&str>) {
        let unreadable = copy.take_unreadable();
        let changes = changes.to_vec();
        assert_eq!(unreadable, Unreadable { snapshot, changes });
        let client = ClientSync::new(7, copy).expect("what is left can be read");
        let shown = text(client.replica(), &TextKey::Conclusion);
        assert_eq!(
            shown.as_deref().unwrap_or_default(),
            words.unwrap_or_default()
        );
    }

    #[test]
    fn a_sound_copy_is_left_alone() {
        let mut sound = copy();
        assert!(sound.take_unreadable().is_empty());
        assert_eq!(sound, copy());
    }

    #[test]
    fn an_unreadable_snapshot_takes_no_unsent_words_with_it() {
        let mut damaged = copy();
        damaged.snapshot.truncate(20);
        check(damaged, true, &[], Some("tre to en "));
    }

    #[test]
    fn changes_behind_an_unreadable_one_go_with_it() {
        let mut damaged = copy();
        damaged.outbox[1].1 = b"garbage".to_vec();
        check(damaged.clone(), false, &[2, 3], Some("en "));
        damaged.snapshot.clear();
        check(damaged, false, &[2, 3], Some("en "));
    }

    #[test]
    fn a_snapshot_that_fills_the_hole_saves_the_changes_behind_it() {
        let mut damaged = copy();
        let mut replica = Replica::new(8);
        for update in [
            &damaged.snapshot,
            &damaged.outbox[0].1,
            &damaged.outbox[1].1,
        ] {
            replica.apply(update).unwrap();
        }
        damaged.snapshot = replica.snapshot();
        damaged.outbox[0].1 = Vec::new();
        check(damaged, false, &[1], Some("tre to en "));
    }
}
