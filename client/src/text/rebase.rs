//! Moving a change made against one text to where it belongs in another.

use shared::document::splice::{Splice, utf16_len};

/// `local` was made in a text in which `remote` is not shown yet; answers the same change in the text after `remote`.
///
/// Where both touch the same words, what the other took away stays away and what this one put in stays in.
pub fn rebase(local: Splice, remote: &Splice) -> Splice {
    let start = shift(local.at, remote);
    let end = shift(local.at + local.delete, remote);
    // The other's new words inside the deleted range are not ours to delete.
    let is_around = local.at <= remote.at
        && remote.at + remote.delete <= local.at + local.delete
        && local.delete > 0;
    let kept = if is_around && remote.at > local.at {
        utf16_len(&remote.insert)
    } else {
        0
    };
    Splice {
        at: start,
        delete: (end - start).saturating_sub(kept),
        insert: local.insert,
    }
}

/// Where an offset stands after a change.
pub fn shift(offset: u32, change: &Splice) -> u32 {
    if offset <= change.at {
        offset
    } else if offset >= change.at + change.delete {
        offset - change.delete + utf16_len(&change.insert)
    } else {
        change.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn splice(at: u32, delete: u32, insert: &str) -> Splice {
        Splice {
            at,
            delete,
            insert: insert.into(),
        }
    }

    fn check(local: (u32, u32, &str), remote: (u32, u32, &str), expected: (u32, u32, &str)) {
        let rebased = rebase(
            splice(local.0, local.1, local.2),
            &splice(remote.0, remote.1, remote.2),
        );
        assert_eq!(rebased, splice(expected.0, expected.1, expected.2));
    }

    #[test]
    fn a_change_moves_with_the_words_around_it() {
        check((0, 0, "a"), (5, 0, "xyz"), (0, 0, "a"));
        check((5, 0, "a"), (0, 0, "xyz"), (8, 0, "a"));
        check((5, 2, ""), (0, 3, "x"), (3, 2, ""));
        check((2, 0, "a"), (0, 4, ""), (0, 0, "a"));
    }

    #[test]
    fn what_the_other_has_taken_is_not_taken_twice() {
        check((2, 4, ""), (0, 4, ""), (0, 2, ""));
        check((0, 2, "a"), (0, 4, ""), (0, 0, "a"));
    }
}
