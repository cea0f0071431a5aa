//! What a set of scores says: counts, the middle, how far apart. Pure numbers; the words are the page's.

use serde::{Deserialize, Serialize};

/// With fewer given scores than this the distribution is not shown (domain 2.5).
pub const FEWEST_SHOWN: u16 = 4;
/// Observers are a series of their own only from this many (domain 2.5).
pub const FEWEST_OBSERVERS: u16 = 5;

/// Whether the scores lie together (domain 2.5); neither word otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Spread {
    /// Nobody is two steps from the middle.
    Gathered,
    /// Two or more are: worth a talk.
    Spread,
}

/// The scores of one indicator, added up; nobody's name is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tally {
    /// How many gave each value, in the scale's order. Empty where there are too few to show.
    pub counts: Vec<u16>,
    pub n_given: u16,
    pub n_skipped: u16,
    pub n_missing: u16,
    /// Twice the median, so that the middle between two values is a whole number; none without scores or with too few.
    pub median_x2: Option<u8>,
    pub spread: Option<Spread>,
}

impl Tally {
    /// Adds up scores: `values` are the scale's steps in order; a score is a value, or none for "vet ikke".
    pub fn of(values: &[u8], scores: impl IntoIterator<Item = Option<u8>>, n_missing: u16) -> Self {
        let mut tally = Self {
            counts: vec![0; values.len()],
            n_missing,
            ..Self::default()
        };
        let mut given = Vec::new();
        for score in scores {
            let place = score.map(|value| values.iter().position(|step| *step == value));
            match (score, place) {
                (Some(value), Some(Some(place))) => {
                    tally.counts[place] += 1;
                    given.push(value);
                }
                // A value the scale no longer has says as little as none.
                _ => tally.n_skipped += 1,
            }
        }
        given.sort_unstable();
        tally.n_given = u16::try_from(given.len()).unwrap_or(u16::MAX);
        tally.median_x2 = median_x2(&given);
        tally.spread = tally.median_x2.and_then(|median| spread(&given, median));
        tally
    }

    /// The same, of how many gave each value, where nobody knows any more who did.
    pub fn of_counts(values: &[u8], counts: &[u16], n_skipped: u16, n_missing: u16) -> Self {
        let given = values.iter().zip(counts);
        let given = given.flat_map(|(value, n)| std::iter::repeat_n(Some(*value), usize::from(*n)));
        let skipped = std::iter::repeat_n(None, usize::from(n_skipped));
        Self::of(values, given.chain(skipped), n_missing)
    }

    pub fn is_shown(&self) -> bool {
        self.n_given >= FEWEST_SHOWN && !self.counts.is_empty()
    }

    /// What people may see: only how many, when there are too few.
    #[must_use]
    pub fn shown(&self) -> Self {
        let tally = self.clone();
        if self.is_shown() {
            tally
        } else {
            tally.hidden()
        }
    }

    /// Only how many there are.
    #[must_use]
    pub fn hidden(self) -> Self {
        Self {
            counts: Vec::new(),
            median_x2: None,
            spread: None,
            ..self
        }
    }
}

fn median_x2(sorted: &[u8]) -> Option<u8> {
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    let lower = if sorted.len().is_multiple_of(2) {
        sorted[middle - 1]
    } else {
        upper
    };
    Some(lower + upper)
}

fn spread(given: &[u8], median_x2: u8) -> Option<Spread> {
    let is_far = |value: &&u8| (**value * 2).abs_diff(median_x2) >= 4;
    match given.iter().filter(is_far).count() {
        0 => Some(Spread::Gathered),
        1 => None,
        _ => Some(Spread::Spread),
    }
}

/// How many dots the tool suggests: a quarter of the candidates, between three and six (domain 3.3).
pub fn suggested_dots(n_candidates: usize) -> u8 {
    let quarter = (n_candidates + 2) / 4;
    u8::try_from(quarter.clamp(3, 6)).unwrap_or(6)
}

#[cfg(test)]
mod tests;
