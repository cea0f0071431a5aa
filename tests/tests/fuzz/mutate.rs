//! Small damage to bytes, drawn from a seed.

use fastrand::Rng;

/// Numbers at which something changes: sizes of encodings, and of the integers that others decode into.
const EDGES: [u64; 8] = [0, 1, 127, 128, 1 << 31, u32::MAX as u64, 1 << 53, u64::MAX];

/// Changes the bytes in one or two places.
pub fn damage(bytes: &mut Vec<u8>, others: &[Vec<u8>], rng: &mut Rng) {
    for _ in 0..rng.usize(1..=2) {
        let at = rng.usize(..=bytes.len());
        match rng.u8(..14) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, rng.u8(..)),
            2 => number(bytes, at, rng),
            3 => repeat(bytes, at, rng),
            4 => splice(bytes, at, others, rng),
            5..9 if at < bytes.len() => bytes[at] ^= 1 << rng.u8(..8),
            _ if at < bytes.len() => {
                bytes[at] = bytes[at].wrapping_add(rng.u8(..3)).wrapping_sub(1);
            }
            _ => {}
        }
    }
}

fn number(bytes: &mut Vec<u8>, at: usize, rng: &mut Rng) {
    let mut encoded = Vec::new();
    let edge = EDGES[rng.usize(..EDGES.len())];
    shared::wire::write_number(&mut encoded, edge);
    let end = (at + rng.usize(..2)).min(bytes.len());
    bytes.splice(at..end, encoded);
}

fn repeat(bytes: &mut Vec<u8>, at: usize, rng: &mut Rng) {
    let end = (at + rng.usize(1..8)).min(bytes.len());
    let piece = bytes[at..end].to_vec();
    bytes.splice(at..at, piece.repeat(rng.usize(1..4)));
}

fn splice(bytes: &mut Vec<u8>, at: usize, others: &[Vec<u8>], rng: &mut Rng) {
    let other = &others[rng.usize(..others.len())];
    let from = rng.usize(..=other.len());
    let to = (from + rng.usize(..32)).min(other.len());
    let end = (at + rng.usize(..32)).min(bytes.len());
    bytes.splice(at..end, other[from..to].iter().copied());
}
