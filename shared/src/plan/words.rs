//! What is another between two texts, word by word, for people to read: the words that went and those that came.

/// A stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Same(String),
    Removed(String),
    Added(String),
}

/// How many pairs of words are looked at, at the most; texts that are farther apart are other texts.
const MAX_PAIRS: usize = 1_000_000;

/// From `old` to `new`, in the order they are read. What went stands before what came in its place.
pub fn changed_words(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (tokens(old), tokens(new));
    let mut pieces = Pieces::default();
    let (mut old_idx, mut new_idx) = (0, 0);
    for (old_next, new_next) in without_lone_spaces(&common(&old, &new), &old, &new) {
        pieces.change(&old[old_idx..old_next], &new[new_idx..new_next]);
        pieces.keep(old[old_next]);
        (old_idx, new_idx) = (old_next + 1, new_next + 1);
    }
    pieces.change(&old[old_idx..], &new[new_idx..]);
    pieces.0
}

/// Which items of the one are which of the other: the longest row of equal ones in the same order.
pub fn common<T: PartialEq>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    let n_shortest = old.len().min(new.len());
    let equal = |(a, b): &(&T, &T)| a == b;
    let n_head = old.iter().zip(new).take_while(equal).count();
    let tails = old.iter().rev().zip(new.iter().rev());
    let n_tail = tails
        .take(n_shortest - n_head)
        .take_while(|(a, b)| a == b)
        .count();
    let (old_end, new_end) = (old.len() - n_tail, new.len() - n_tail);
    let middle = longest(&old[n_head..old_end], &new[n_head..new_end]);
    let head = (0..n_head).map(|idx| (idx, idx));
    let middle = middle.into_iter().map(|(a, b)| (a + n_head, b + n_head));
    let tail = (0..n_tail).map(|idx| (old_end + idx, new_end + idx));
    head.chain(middle).chain(tail).collect()
}

fn longest<T: PartialEq>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) > MAX_PAIRS {
        return Vec::new();
    }
    let width = new.len() + 1;
    // How many are equal from here on, at the best.
    let mut lengths = vec![0_u32; (old.len() + 1) * width];
    for (a, one) in old.iter().enumerate().rev() {
        for (b, other) in new.iter().enumerate().rev() {
            let here = a * width + b;
            lengths[here] = if one == other {
                lengths[here + width + 1] + 1
            } else {
                lengths[here + width].max(lengths[here + 1])
            };
        }
    }
    let (mut a, mut b, mut pairs) = (0, 0, Vec::new());
    while a < old.len() && b < new.len() {
        let here = a * width + b;
        if old[a] == new[b] {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if lengths[here + width] >= lengths[here + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

/// Words with their punctuation, and the space between them.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_space = first.is_whitespace();
        let end = rest.find(|c: char| c.is_whitespace() != is_space);
        let (token, after) = rest.split_at(end.unwrap_or(rest.len()));
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// A space that alone is the same between changed words belongs to the change: it reads as one.
fn without_lone_spaces(
    pairs: &[(usize, usize)],
    old: &[&str],
    new: &[&str],
) -> Vec<(usize, usize)> {
    let is_changed_before = |idx: usize| match idx.checked_sub(1).map(|before| pairs[before]) {
        None => pairs[idx] != (0, 0),
        Some((a, b)) => pairs[idx] != (a + 1, b + 1),
    };
    let is_changed_after = |idx: usize| match pairs.get(idx + 1) {
        None => pairs[idx] != (old.len() - 1, new.len() - 1),
        Some(_) => is_changed_before(idx + 1),
    };
    let is_kept = |idx: &usize| {
        let is_space = old[pairs[*idx].0].trim().is_empty();
        !(is_space && is_changed_before(*idx) && is_changed_after(*idx))
    };
    let kept = (0..pairs.len()).filter(is_kept);
    kept.map(|idx| pairs[idx]).collect()
}

#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    fn keep(&mut self, token: &str) {
        match self.0.last_mut() {
            Some(Piece::Same(text)) => text.push_str(token),
            _ => self.0.push(Piece::Same(token.to_owned())),
        }
    }

    fn change(&mut self, removed: &[&str], added: &[&str]) {
        if !removed.is_empty() {
            self.0.push(Piece::Removed(removed.concat()));
        }
        if !added.is_empty() {
            self.0.push(Piece::Added(added.concat()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `-went-` and `+came+`.
    fn written(pieces: &[Piece]) -> String {
        let written = pieces.iter().map(|piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::Removed(text) => format!("-{text}-"),
            Piece::Added(text) => format!("+{text}+"),
        });
        written.collect()
    }

    #[test]
    fn a_change_reads_as_people_see_it() {
        for (old, new, expected) in [
            ("", "", ""),
            ("", "Ny.", "+Ny.+"),
            ("Borte.", "", "-Borte.-"),
            ("Det samme.", "Det samme.", "Det samme."),
            (
                "gi seks nye helårsplasser",
                "gi åtte nye helårsplasser",
                "gi -seks-+åtte+ nye helårsplasser",
            ),
            (
                "Sesongen skal vare fra februar til oktober.",
                "Sesongen skal vare hele året.",
                "Sesongen skal vare -fra februar til oktober.-+hele året.+",
            ),
            ("a b c", "c b a", "-a-+c+ b -c-+a+"),
            ("en to tre", "en tre", "en -to -tre"),
            ("én\nto", "én\n\nto", "én-\n-+\n\n+to"),
        ] {
            assert_eq!(
                written(&changed_words(old, new)),
                expected,
                "{old:?} {new:?}"
            );
        }
    }

    #[test]
    fn both_texts_can_be_read_out_of_the_pieces() {
        let mut rng = fastrand::Rng::with_seed(31);
        let words = ["fjell", "sjø", "mat", " ", "  ", "\n", "året.", "🌊"];
        let mut text = || -> String {
            let n = rng.usize(..14);
            (0..n).map(|_| words[rng.usize(..words.len())]).collect()
        };
        for _ in 0..3_000 {
            let (old, new) = (text(), text());
            let pieces = changed_words(&old, &new);
            let (mut before, mut after) = (String::new(), String::new());
            for piece in &pieces {
                match piece {
                    Piece::Same(text) => {
                        before.push_str(text);
                        after.push_str(text);
                    }
                    Piece::Removed(text) => before.push_str(text),
                    Piece::Added(text) => after.push_str(text),
                }
            }
            assert_eq!((before, after), (old, new), "{pieces:?}");
        }
    }

    #[test]
    fn texts_that_are_too_long_to_compare_are_one_change() {
        let (old, new) = ("a ".repeat(2_000), "b ".repeat(2_000));
        assert_eq!(
            changed_words(&old, &new).len(),
            3,
            "the last space is the same"
        );
    }
}
