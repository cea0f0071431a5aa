//! Sort keys for rows: a key between two others always exists, so moving a row is one small write.

use fractional_index::FractionalIndex;

/// A key between two others; none means before the first or after the last.
///
/// `jitter` is any random byte: two people who put a row in the same place at the same moment then get different keys.
/// A neighbour that is no key, or neighbours out of order, are treated as missing: a document may be written by anyone.
pub fn between(lower: Option<&str>, upper: Option<&str>, jitter: u8) -> String {
    let lower = lower.and_then(|key| FractionalIndex::from_string(key).ok());
    let upper = upper.and_then(|key| FractionalIndex::from_string(key).ok());
    let mut key = FractionalIndex::new(lower.as_ref(), upper.as_ref())
        .or_else(|| FractionalIndex::new(lower.as_ref(), None))
        .unwrap_or_default();
    let (mut lower, mut upper) = (lower, upper.filter(|upper| *upper > key));
    for bit in 0..u8::BITS {
        if jitter >> bit & 1 == 1 {
            lower = Some(key);
        } else {
            upper = Some(key);
        }
        key = FractionalIndex::new(lower.as_ref(), upper.as_ref())
            .expect("the bounds are in order by construction");
    }
    key.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stands_between_its_neighbours() {
        for jitter in [0, 1, 90, 255] {
            let middle = between(None, None, jitter);
            let first = between(None, Some(&middle), jitter);
            let last = between(Some(&middle), None, jitter);
            let inner = between(Some(&first), Some(&middle), jitter);
            assert!(
                first < inner && inner < middle && middle < last,
                "{first} {inner} {middle} {last}"
            );
        }
    }

    #[test]
    fn keys_stay_short_when_rows_are_only_added() {
        let mut last: Option<String> = None;
        for jitter in 0..200 {
            let key = between(last.as_deref(), None, jitter);
            assert!(last.as_ref().is_none_or(|last| key > *last));
            last = Some(key);
        }
        assert!(last.unwrap().len() < 200);
    }

    #[test]
    fn nonsense_neighbours_do_no_harm() {
        let key = between(None, None, 7);
        assert!(between(Some(&key), Some(&key), 7) > key);
        assert!(!between(Some("zz"), Some("ø"), 7).is_empty());
    }
}
