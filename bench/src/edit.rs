//! What a simulated person types: genuine insertions, encoded by hand so that no client needs a document of its own.
//!
//! Every edit inserts one *marker* behind the person's previous one: who, the how-manieth, and when it was sent.
//! Receivers find markers in the bytes of a frame without decoding it, so it does not matter whether a server forwards
//! updates one by one, merged, or as a difference after a resync.

use shared::wire::{write_bytes, write_number};

/// The text everybody types in. The name is the assessment's; the peers take any.
pub const ROOT: &str = "conclusion";

/// `~`, then the person (2 digits), the number (3) and the time (5) to the base of 64.
const MARKER_LEN: usize = 11;
const START: u8 = b'~';
const DIGITS: &[u8; 64] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

const CONTENT_STRING: u8 = 4;
const HAS_LEFT: u8 = 0x80;
const HAS_RIGHT: u8 = 0x40;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marker {
    /// The person's place among those who type in this document.
    pub typist: u32,
    /// From 0.
    pub number: u32,
    /// Microseconds since the run began.
    pub sent_us: u32,
}

impl Marker {
    fn write(self) -> [u8; MARKER_LEN] {
        let mut bytes = [START; MARKER_LEN];
        write_digits(&mut bytes[1..3], self.typist);
        write_digits(&mut bytes[3..6], self.number);
        write_digits(&mut bytes[6..], self.sent_us);
        bytes
    }

    /// None when these bytes are something else that begins like a marker.
    fn read(bytes: &[u8]) -> Option<Self> {
        Some(Self {
            typist: read_digits(bytes.get(1..3)?)?,
            number: read_digits(bytes.get(3..6)?)?,
            sent_us: read_digits(bytes.get(6..MARKER_LEN)?)?,
        })
    }
}

/// Finds the markers in a message.
pub fn for_each_marker(mut bytes: &[u8], mut take: impl FnMut(Marker)) {
    while let Some(at) = bytes.iter().position(|byte| *byte == START) {
        bytes = &bytes[at..];
        let marker = Marker::read(bytes);
        marker.into_iter().for_each(&mut take);
        bytes = &bytes[if marker.is_some() { MARKER_LEN } else { 1 }..];
    }
}

/// One who types: always behind their own last character.
#[derive(Debug)]
pub struct Typist {
    client_id: u64,
    place: u32,
    n_typed: u32,
}

impl Typist {
    /// `place` is the person's among those who type in the document.
    pub fn new(client_id: u64, place: u32) -> Self {
        Self {
            client_id,
            place,
            n_typed: 0,
        }
    }

    /// The next update, in encoding v1.
    pub fn type_on(&mut self, sent_us: u32) -> Vec<u8> {
        let clock = u64::from(self.n_typed) * MARKER_LEN as u64;
        let marker = Marker {
            typist: self.place,
            number: self.n_typed,
            sent_us,
        };
        self.n_typed += 1;
        let mut update = update_header(1, self.client_id, clock);
        let neighbour = clock.checked_sub(1).map(|clock| (HAS_LEFT, clock));
        write_block(&mut update, self.client_id, neighbour, &marker.write());
        write_number(&mut update, 0); // nothing is deleted
        update
    }
}

/// A document of `n_bytes` as it grows in the hands of one person who writes each paragraph above the one before:
/// updates of 200 paragraphs of 100 letters, none of which a library can fold into its neighbour.
pub fn long_document(client_id: u64, n_bytes: usize) -> Vec<Vec<u8>> {
    const PARAGRAPH: &[u8; 100] = &[b'm'; 100];
    const PER_UPDATE: usize = 200;
    let n_updates = n_bytes.div_ceil(PER_UPDATE * PARAGRAPH.len());
    let n_updates = u64::try_from(n_updates).expect("a small number");
    let (per_update, len) = (PER_UPDATE as u64, PARAGRAPH.len() as u64);
    (0..n_updates)
        .map(|update_idx| {
            let first = update_idx * per_update;
            let mut update = update_header(per_update, client_id, first * len);
            for paragraph_idx in first..first + per_update {
                let below = paragraph_idx
                    .checked_sub(1)
                    .map(|idx| (HAS_RIGHT, idx * len));
                write_block(&mut update, client_id, below, PARAGRAPH);
            }
            write_number(&mut update, 0);
            update
        })
        .collect()
}

/// One client's blocks from `clock` on.
fn update_header(n_blocks: u64, client_id: u64, clock: u64) -> Vec<u8> {
    let mut update = Vec::with_capacity(64);
    for number in [1, n_blocks, client_id, clock] {
        write_number(&mut update, number);
    }
    update
}

/// Text beside a block of the same client, or the first in the root.
fn write_block(update: &mut Vec<u8>, client_id: u64, beside: Option<(u8, u64)>, text: &[u8]) {
    if let Some((side, clock)) = beside {
        update.push(CONTENT_STRING | side);
        write_number(update, client_id);
        write_number(update, clock);
    } else {
        update.push(CONTENT_STRING);
        write_number(update, 1); // the parent is a root
        write_bytes(update, ROOT.as_bytes());
    }
    write_bytes(update, text);
}

fn write_digits(digits: &mut [u8], mut number: u32) {
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(number % 64) as usize];
        number /= 64;
    }
}

fn read_digits(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| {
        let value = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'z' => digit - b'a' + 10,
            b'A'..=b'Z' => digit - b'A' + 36,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        Some(number * 64 + u32::from(value))
    })
}

#[cfg(test)]
mod tests {
    use shared::document::Replica;
    use shared::document::admit::{self, Outline};
    use shared::document::assessment::{self, TextKey, text};

    use super::*;

    fn markers(bytes: &[u8]) -> Vec<Marker> {
        let mut found = Vec::new();
        for_each_marker(bytes, |marker| found.push(marker));
        found
    }

    /// Whether our server would merge it at once.
    fn fits(replica: &Replica, update: &[u8]) -> bool {
        let reach = replica.reach();
        let rules = assessment::rules(admit::Limits::default());
        let outline = Outline::of(update, &rules).unwrap();
        !outline.lacks_parts(|client_id| reach.get(&client_id).copied().unwrap_or(0))
    }

    #[test]
    fn what_is_typed_is_admitted_merges_and_is_found_again() {
        let mut replica = Replica::new(1);
        let mut typists = [Typist::new(77, 0), Typist::new((1 << 53) - 1, 63)];
        for sent_us in [0, 5, 1 << 29] {
            for (typist, place) in typists.iter_mut().zip([0, 63]) {
                let number = typist.n_typed;
                let update = typist.type_on(sent_us);
                let marker = Marker {
                    typist: place,
                    number,
                    sent_us,
                };
                assert_eq!(markers(&update), [marker]);
                assert!(fits(&replica, &update));
                assert_eq!(replica.apply(&update), Ok(true));
            }
        }
        let words = text(&replica, &TextKey::Conclusion).unwrap();
        assert_eq!(words.len(), 6 * MARKER_LEN);
        assert_eq!(markers(&replica.snapshot()).len(), 6);
    }

    #[test]
    fn other_bytes_are_no_markers() {
        assert_eq!(markers(b"~~00~0000000~~~"), []);
        assert_eq!(markers(b"~0000"), []);
    }

    #[test]
    fn the_long_document_is_as_long_as_asked_and_stays_in_pieces() {
        let mut replica = Replica::new(1);
        for update in long_document(9, 50_000) {
            assert!(fits(&replica, &update));
            replica.apply(&update).unwrap();
        }
        assert_eq!(text(&replica, &TextKey::Conclusion).unwrap().len(), 60_000);
        assert!(
            replica.snapshot().len() > 60_000 + 600 * 5,
            "its blocks stay apart"
        );
    }
}
