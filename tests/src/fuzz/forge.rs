//! Updates as somebody would forge them who knows the format and the document: well formed, in the right order, and
//! otherwise as odd as can be. Every choice is read from bytes, so that a fuzzer can steer it.

use std::collections::BTreeMap;

use shared::document::admit::{Content, Limits, Outline, Shared};
use shared::document::assessment;
use shared::wire::{write_bytes, write_number};

use super::SEED;

/// The authors: the seed's, some others, and ids at both ends.
const CLIENTS: [u64; 6] = [1, 2, 3, 4, 0, (1 << 53) - 1];
const MAX_UPDATES: usize = 8;

/// Reads choices from bytes; the first one ever after the last byte.
struct Choices<'a> {
    rest: &'a [u8],
}

impl Choices<'_> {
    fn below(&mut self, n: usize) -> usize {
        let Some((first, rest)) = self.rest.split_first() else {
            return 0;
        };
        self.rest = rest;
        usize::from(*first) % n
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    fn of<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        &things[self.below(things.len())]
    }
}

/// A block that can be referred to.
#[derive(Clone, Copy)]
struct Known {
    client: u64,
    clock: u64,
    len: u64,
    shared: Option<Shared>,
}

struct Forge<'a> {
    choices: Choices<'a>,
    known: Vec<Known>,
    next_clock: BTreeMap<u64, u64>,
}

/// The updates that these choices make.
pub fn updates(choices: &[u8]) -> Vec<Vec<u8>> {
    let outline = Outline::of(&SEED, &assessment::rules(Limits::NONE)).expect("our own seed");
    let mut forge = Forge {
        choices: Choices { rest: choices },
        known: Vec::new(),
        next_clock: BTreeMap::new(),
    };
    for block in outline.blocks() {
        let (client, clock) = block.id;
        let shared = match block.content {
            Content::Shared(shared) => Some(shared),
            Content::Deleted | Content::Words | Content::Mark | Content::Value => None,
        };
        forge.remember(client, clock, block.end - clock, shared);
    }
    let mut updates = Vec::new();
    while !forge.choices.rest.is_empty() && updates.len() < MAX_UPDATES {
        updates.push(forge.update());
    }
    updates
}

impl Forge<'_> {
    fn remember(&mut self, client: u64, clock: u64, len: u64, shared: Option<Shared>) {
        self.known.push(Known {
            client,
            clock,
            len,
            shared,
        });
        let next = self.next_clock.entry(client).or_default();
        *next = (*next).max(clock + len);
    }

    fn update(&mut self) -> Vec<u8> {
        let mut sections: Vec<u64> = (0..self.choices.below(4))
            .map(|_| *self.choices.of(&CLIENTS))
            .collect();
        sections.sort_unstable_by(|a, b| b.cmp(a));
        sections.dedup();
        let mut out = Vec::new();
        write_number(&mut out, sections.len() as u64);
        for client in sections {
            self.section(client, &mut out);
        }
        self.deletions(&mut out);
        out
    }

    fn section(&mut self, client: u64, out: &mut Vec<u8>) {
        let n_blocks = 1 + self.choices.below(6);
        write_number(out, n_blocks as u64);
        write_number(out, client);
        let next = self.next_clock.get(&client).copied().unwrap_or(0);
        let mut clock = match self.choices.below(8) {
            0 => next.saturating_sub(self.choices.below(40) as u64),
            1 => self.choices.below(4) as u64,
            _ => next,
        };
        write_number(out, clock);
        for _ in 0..n_blocks {
            let (len, shared) = self.block(client, clock, out);
            self.remember(client, clock, len, shared);
            clock += len;
        }
    }

    fn block(&mut self, client: u64, clock: u64, out: &mut Vec<u8>) -> (u64, Option<Shared>) {
        match self.choices.below(10) {
            0 => self.gone(0, out),
            1 => self.gone(10, out),
            2 => self.row(out),
            3 | 4 => self.in_root_text(out),
            5 => self.inside(client, clock, out),
            _ => self.beside(client, clock, out),
        }
    }

    fn gone(&mut self, info: u8, out: &mut Vec<u8>) -> (u64, Option<Shared>) {
        let len = 1 + self.choices.below(6) as u64;
        out.push(info);
        write_number(out, len);
        (len, None)
    }

    fn row(&mut self, out: &mut Vec<u8>) -> (u64, Option<Shared>) {
        out.extend([0x27, 1]);
        write_bytes(
            out,
            self.choices.of(&["proposals", "indicators"]).as_bytes(),
        );
        write_bytes(out, self.choices.of(&["p-1", "p-3", "a1", ""]).as_bytes());
        out.push(1);
        (1, Some(Shared::Row))
    }

    fn in_root_text(&mut self, out: &mut Vec<u8>) -> (u64, Option<Shared>) {
        let is_deleted = self.choices.one_in(5);
        out.extend([if is_deleted { 1 } else { 4 }, 1]);
        write_bytes(out, b"conclusion");
        self.words(is_deleted, out)
    }

    fn words(&mut self, is_deleted: bool, out: &mut Vec<u8>) -> (u64, Option<Shared>) {
        if is_deleted {
            let len = 1 + self.choices.below(4) as u64;
            write_number(out, len);
            return (len, None);
        }
        let words = *self.choices.of(&["a", "bå", "🌊", "lengre ord", "x🌊y"]);
        write_bytes(out, words.as_bytes());
        (words.encode_utf16().count() as u64, None)
    }

    fn values(&mut self, out: &mut Vec<u8>) -> (u64, Option<Shared>) {
        let values: [&[u8]; 5] = [
            &[126],
            &[120],
            &[119, 1, b'b'],
            &[117, 1, 125, 5],
            &[118, 1, 1, b'k', 121],
        ];
        let n_values = 1 + usize::from(self.choices.one_in(4));
        write_number(out, n_values as u64);
        for _ in 0..n_values {
            out.extend(*self.choices.of(&values));
        }
        (n_values as u64, None)
    }

    /// In a row or text that somebody made, or that only seems to be one.
    fn inside(&mut self, client: u64, clock: u64, out: &mut Vec<u8>) -> (u64, Option<Shared>) {
        let holders: Vec<Known> = self
            .known
            .iter()
            .filter(|known| known.shared.is_some())
            .copied()
            .collect();
        let holder = *self.choices.of(&holders);
        let is_row = (holder.shared == Some(Shared::Row)) != self.choices.one_in(20);
        let kind = self.choices.below(5);
        let info = match (is_row, kind) {
            (_, 0) => 1,
            (true, 1 | 2) => 7,
            (true, _) => 8,
            (false, _) => 4,
        };
        out.extend([info | if is_row { 0x20 } else { 0 }, 0]);
        reference(holder.client, holder.clock, (client, clock), out);
        if is_row {
            write_bytes(
                out,
                self.choices
                    .of(&["title", "text", "order", "removed"])
                    .as_bytes(),
            );
        }
        self.content(info, out)
    }

    fn content(&mut self, info: u8, out: &mut Vec<u8>) -> (u64, Option<Shared>) {
        match info {
            1 => self.words(true, out),
            4 => self.words(false, out),
            7 => {
                out.push(2);
                (1, Some(Shared::Text))
            }
            _ => self.values(out),
        }
    }

    /// Beside any one or two blocks, whatever they are and wherever they stand.
    fn beside(&mut self, client: u64, clock: u64, out: &mut Vec<u8>) -> (u64, Option<Shared>) {
        let sides = *self.choices.of(&[0x80, 0x40, 0xc0, 0xa0]);
        let info = *self.choices.of(&[4, 4, 8, 1]);
        out.push(info | sides);
        for side in [0x80, 0x40] {
            if sides & side != 0 {
                self.neighbour(client, clock, out);
            }
        }
        self.content(info, out)
    }

    fn neighbour(&mut self, client: u64, clock: u64, out: &mut Vec<u8>) {
        // Half of the time one of the latest: that is where chains, splits and crossings come from.
        let n_known = self.known.len();
        let from = if self.choices.one_in(2) {
            n_known.saturating_sub(8)
        } else {
            0
        };
        let known = *self.choices.of(&self.known[from..]);
        let offset = self.choices.below(usize::try_from(known.len).unwrap_or(1)) as u64;
        reference(known.client, known.clock + offset, (client, clock), out);
    }

    fn deletions(&mut self, out: &mut Vec<u8>) {
        let mut deleted: BTreeMap<u64, BTreeMap<u64, u64>> = BTreeMap::new();
        for _ in 0..self.choices.below(4) {
            let known = *self.choices.of(&self.known);
            let offset = self.choices.below(usize::try_from(known.len).unwrap_or(1)) as u64;
            let len = 1 + self
                .choices
                .below(usize::try_from(known.len - offset).unwrap_or(1) + 2)
                as u64;
            deleted
                .entry(known.client)
                .or_default()
                .insert(known.clock + offset, len);
        }
        write_number(out, deleted.len() as u64);
        for (client, ranges) in deleted {
            write_number(out, client);
            write_ranges(&ranges, out);
        }
    }
}

fn write_ranges(ranges: &BTreeMap<u64, u64>, out: &mut Vec<u8>) {
    let mut apart: Vec<(u64, u64)> = Vec::new();
    for (start, len) in ranges {
        let end = apart.last().map_or(0, |(start, len)| start + len);
        if *start >= end {
            apart.push((*start, *len));
        }
    }
    write_number(out, apart.len() as u64);
    for (start, len) in apart {
        write_number(out, start);
        write_number(out, len);
    }
}

/// Of its own client, a block can only refer to what is earlier: otherwise nothing would ever be let in.
fn reference(client: u64, clock: u64, own: (u64, u64), out: &mut Vec<u8>) {
    let clock = if client == own.0 {
        clock.min(own.1.saturating_sub(1))
    } else {
        clock
    };
    write_number(out, client);
    write_number(out, clock);
}
