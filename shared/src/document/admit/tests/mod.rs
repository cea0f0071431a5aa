//! Updates written by hand, for what no replica makes.

use super::*;
use crate::document::assessment::{self, Seed, seed};
use crate::document::{MAX_CLIENT_ID, Replica};
use crate::template::ReviewForm;
use crate::wire::{write_bytes, write_number};

const RULES: Rules = assessment::rules(Limits::NONE);

/// Numbers, texts with their length in front, and bytes as they are.
macro_rules! bytes {
    ($($part:expr),* $(,)?) => {{
        let mut out: Vec<u8> = Vec::new();
        $(Piece::from($part).write(&mut out);)*
        out
    }};
}

// Below the macro, which they use.
mod outline;
mod walk;

enum Piece<'a> {
    Number(u64),
    Text(&'a str),
    Raw(Vec<u8>),
}

impl From<u64> for Piece<'_> {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl<'a> From<&'a str> for Piece<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<u8>> for Piece<'_> {
    fn from(raw: Vec<u8>) -> Self {
        Self::Raw(raw)
    }
}

impl Piece<'_> {
    fn write(self, out: &mut Vec<u8>) {
        match self {
            Self::Number(number) => write_number(out, number),
            Self::Text(text) => write_bytes(out, text.as_bytes()),
            Self::Raw(raw) => out.extend(raw),
        }
    }
}

/// Blocks of client 1 from clock 0 on, and no deletions.
fn blocks(blocks: &[Vec<u8>]) -> Vec<u8> {
    bytes![1, blocks.len() as u64, 1, 0, blocks.concat(), 0]
}

/// Info bytes: content in the low bits, then whether a left neighbour, a right one and a key are named.
const TEXT: u8 = 4;
const TYPE: u8 = 7;
const VALUES: u8 = 8;
const KEY: u8 = 0x20;
const LEFT: u8 = 0x80;

fn written(words: &str) -> Vec<u8> {
    bytes![vec![TEXT], 1, "conclusion", words]
}

fn row() -> Vec<u8> {
    bytes![vec![TYPE | KEY], 1, "proposals", "p", 1]
}

/// A plain value in a row that is block (1, 0).
fn value(content: Vec<u8>) -> Vec<u8> {
    blocks(&[row(), bytes![vec![VALUES | KEY], 0, 1, 0, "k", content]])
}

fn nested(depth: usize) -> Vec<u8> {
    let arrays: Vec<u8> = std::iter::repeat_n([117, 1], depth).flatten().collect();
    value(bytes![1, arrays, 126])
}

fn check(bytes: &[u8], expected: Result<(), Inadmissible>) {
    let head = &bytes[..bytes.len().min(40)];
    assert_eq!(update(bytes, &RULES), expected, "{head:?}");
}
