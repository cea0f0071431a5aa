//! What an update builds on: the blocks that must be there before it.

use std::collections::BTreeMap;

use super::{Block, Inadmissible, Part, Place, Rules, walk};

/// What an admitted update consists of, without its content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// By client, and in each by clock.
    blocks: Vec<Block>,
    /// Names of the pieces of prose that [`Place::Prose`] counts.
    roots: Vec<String>,
    /// Client, first clock, clock after the last.
    deletions: Vec<(u64, u64, u64)>,
}

impl Outline {
    /// Checks an update and gathers its parts, in one walk.
    pub fn of(bytes: &[u8], rules: &Rules) -> Result<Self, Inadmissible> {
        let mut outline = Self::default();
        walk(bytes, rules, |part| match part {
            Part::Root(name) => outline.roots.push(name.to_owned()),
            Part::Block(block) => outline.blocks.push(block),
            Part::Deletion(client_id, start, end) => {
                outline.deletions.push((client_id, start, end));
            }
        })?;
        Ok(outline)
    }

    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Names of the pieces of prose that [`Place::Prose`] counts.
    pub fn roots(&self) -> &[String] {
        &self.roots
    }

    /// Deleted blocks: client, first clock, clock after the last.
    pub fn deletions(&self) -> &[(u64, u64, u64)] {
        &self.deletions
    }

    /// Whether the update builds on something that is in neither it nor what is `known`: the number of blocks seen of a
    /// client, counted from 0 without a hole. Blocks that wait for each other in a circle count as lacking.
    pub fn lacks_parts(&self, known: impl Fn(u64) -> u64) -> bool {
        let mut order = Order::of(&self.blocks, known);
        !order.all(|_| true)
            || self
                .deletions
                .iter()
                .any(|(client_id, _, end)| *end > order.seen(*client_id))
    }

    /// Shows each block after those that it builds on, as long as `visit` says yes; false when it said no, or when a
    /// block can never come.
    pub(crate) fn in_order(
        &self,
        known: impl Fn(u64) -> u64,
        visit: impl FnMut(&Block) -> bool,
    ) -> bool {
        Order::of(&self.blocks, known).all(visit)
    }
}

/// The blocks in an order in which each finds what it builds on, as yrs looks for one.
struct Order<'a, K> {
    clients: Vec<Client<'a>>,
    by_id: BTreeMap<u64, usize>,
    known: K,
}

struct Client<'a> {
    blocks: std::slice::Iter<'a, Block>,
    /// How many blocks are there, counted from 0 without a hole.
    reached: u64,
    is_waiting: bool,
}

impl Client<'_> {
    fn may_help(&self) -> bool {
        !self.is_waiting && !self.blocks.as_slice().is_empty()
    }
}

impl<'a, K: Fn(u64) -> u64> Order<'a, K> {
    fn of(blocks: &'a [Block], known: K) -> Self {
        let clients: Vec<Client<'_>> = blocks
            .chunk_by(|one, other| one.id.0 == other.id.0)
            .map(|blocks| Client {
                reached: known(blocks[0].id.0),
                blocks: blocks.iter(),
                is_waiting: false,
            })
            .collect();
        let by_id = blocks
            .chunk_by(|one, other| one.id.0 == other.id.0)
            .zip(0..)
            .map(|(blocks, client_idx)| (blocks[0].id.0, client_idx))
            .collect();
        Self {
            clients,
            by_id,
            known,
        }
    }

    fn seen(&self, client_id: u64) -> u64 {
        match self.by_id.get(&client_id) {
            Some(client_idx) => self.clients[*client_idx].reached,
            None => (self.known)(client_id),
        }
    }

    fn all(&mut self, mut visit: impl FnMut(&Block) -> bool) -> bool {
        (0..self.clients.len()).all(|client_idx| self.reach(client_idx, &mut visit))
    }

    /// Takes all blocks of a client, and before each one those of others that it needs; false when one cannot come.
    fn reach(&mut self, client_idx: usize, visit: &mut impl FnMut(&Block) -> bool) -> bool {
        let mut waiting = vec![client_idx];
        self.clients[client_idx].is_waiting = true;
        while let Some(client_idx) = waiting.last().copied() {
            match self.step(client_idx) {
                Step::Taken(block) if !visit(block) => return false,
                Step::Taken(_) if waiting.len() == 1 => {}
                // One block more may be all that the other waits for.
                Step::Taken(_) | Step::Done => {
                    self.clients[client_idx].is_waiting = false;
                    waiting.pop();
                }
                Step::Needs(client_id) => match self.by_id.get(&client_id).copied() {
                    Some(other) if self.clients[other].may_help() => {
                        self.clients[other].is_waiting = true;
                        waiting.push(other);
                    }
                    _ => return false,
                },
                Step::Hole => return false,
            }
        }
        true
    }

    fn step(&mut self, client_idx: usize) -> Step<'a> {
        let client = &self.clients[client_idx];
        let Some(block): Option<&'a Block> = client.blocks.as_slice().first() else {
            return Step::Done;
        };
        if block.id.1 > client.reached {
            return Step::Hole;
        }
        let parent = match block.place {
            Place::InRow(parent) | Place::InText(parent) => Some(parent),
            Place::Rows(_) | Place::Text(_) | Place::Prose(_) | Place::Beside => None,
        };
        let mut needs = block.neighbours.into_iter().chain([parent]).flatten();
        if let Some((client_id, _)) =
            needs.find(|(client_id, clock)| *clock >= self.seen(*client_id))
        {
            return Step::Needs(client_id);
        }
        let client = &mut self.clients[client_idx];
        client.blocks.next();
        client.reached = client.reached.max(block.end);
        Step::Taken(block)
    }
}

enum Step<'a> {
    Taken(&'a Block),
    Done,
    Needs(u64),
    Hole,
}
