//! What a chart says in a sentence (UX 8). The rules are here, the words are the reader's.

use crate::proceedings::tally::{Spread, Tally};

/// How many say what most say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// Alle sier
    All,
    /// De fleste sier: over half.
    Most,
    /// Halvparten sier: exactly half.
    Half,
    /// Flest sier
    Plurality,
}

/// People who gave the same value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    pub n: u16,
    pub value: u8,
}

/// "Halvparten sier 4. To sier 2."
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    pub share: Share,
    /// What they say, the lowest first; several when as many say each of them.
    pub values: Vec<u8>,
    /// The group furthest from the middle, if it has two or more and has not been named already.
    pub furthest: Option<Group>,
}

/// The middle as people read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Middle {
    At(u8),
    /// "mellom 3 og 4"
    Between(u8, u8),
}

/// All a chart has to say about itself; `None` where there are too few scores to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    pub sentence: Sentence,
    pub middle: Middle,
    pub spread: Option<Spread>,
    /// The lowest and the highest value given: whom the prompt asks when the scores are spread.
    pub ends: (u8, u8),
}

/// What a tally says; `values` are the steps of the scale its counts belong to.
pub fn saying(values: &[u8], tally: &Tally) -> Option<Saying> {
    let median_x2 = tally.median_x2?;
    let groups = groups(values, tally);
    let (lowest, highest) = (groups.first()?.value, groups.last()?.value);
    Some(Saying {
        sentence: sentence(&groups, median_x2)?,
        middle: middle(values, median_x2)?,
        spread: tally.spread,
        ends: (lowest, highest),
    })
}

/// Those who gave something, by value, the lowest first.
fn groups(values: &[u8], tally: &Tally) -> Vec<Group> {
    let pairs = values.iter().zip(&tally.counts);
    let mut groups: Vec<Group> = pairs
        .filter(|(_, n)| **n > 0)
        .map(|(value, n)| Group {
            n: *n,
            value: *value,
        })
        .collect();
    groups.sort_by_key(|group| group.value);
    groups
}

fn sentence(groups: &[Group], median_x2: u8) -> Option<Sentence> {
    let n_given: u16 = groups.iter().map(|group| group.n).sum();
    let largest = groups.iter().map(|group| group.n).max()?;
    let values: Vec<u8> = groups
        .iter()
        .filter(|group| group.n == largest)
        .map(|group| group.value)
        .collect();
    let share = match (2 * largest).cmp(&n_given) {
        _ if largest == n_given => Share::All,
        std::cmp::Ordering::Greater => Share::Most,
        std::cmp::Ordering::Equal => Share::Half,
        std::cmp::Ordering::Less => Share::Plurality,
    };
    let furthest = furthest(groups, median_x2).filter(|group| !values.contains(&group.value));
    Some(Sentence {
        share,
        values,
        furthest,
    })
}

/// Of two groups equally far away the larger one, and of two equally large the lower.
fn furthest(groups: &[Group], median_x2: u8) -> Option<Group> {
    let distance = |group: &Group| group.value.saturating_mul(2).abs_diff(median_x2);
    let far = groups
        .iter()
        .rev()
        .max_by_key(|group| (distance(group), group.n))?;
    (far.n >= 2).then_some(*far)
}

fn middle(values: &[u8], median_x2: u8) -> Option<Middle> {
    let (whole, is_half) = (median_x2 / 2, median_x2 % 2 == 1);
    if !is_half && values.contains(&whole) {
        return Some(Middle::At(whole));
    }
    let below = values.iter().filter(|value| **value <= whole).max()?;
    let above = values.iter().filter(|value| **value > whole).min()?;
    Some(Middle::Between(*below, *above))
}
