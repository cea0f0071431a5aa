//! Prose written by hand, for what no editor makes.

use crate::document::Replica;
use crate::document::admit::{self, Inadmissible, Limits, Nesting, Outline};
use crate::document::chapters::{read_all, rules};
use crate::wire::{write_bytes, write_number};

/// Blocks of client 1, one after the other, written by hand.
#[derive(Default)]
pub struct Hand {
    blocks: Vec<Vec<u8>>,
}

pub const KEY: u8 = 0x20;
pub const LEFT: u8 = 0x80;
pub const RIGHT: u8 = 0x40;

pub fn text(bytes: &mut Vec<u8>, text: &str) {
    write_bytes(bytes, text.as_bytes());
}

impl Hand {
    pub fn block(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> &mut Self {
        let mut bytes = Vec::new();
        write(&mut bytes);
        self.blocks.push(bytes);
        self
    }

    /// An element in a root.
    pub fn root(&mut self, root: &str, name: &str) -> &mut Self {
        self.block(|bytes| {
            bytes.extend([7, 1]);
            text(bytes, root);
            bytes.push(3);
            text(bytes, name);
        })
    }

    /// An element in block `parent` of client 1.
    pub fn inside(&mut self, parent: u64, name: &str) -> &mut Self {
        self.block(|bytes| {
            bytes.extend([7, 0, 1]);
            write_number(bytes, parent);
            bytes.push(3);
            text(bytes, name);
        })
    }

    /// The words of element `parent`.
    pub fn inline(&mut self, parent: u64) -> &mut Self {
        self.block(|bytes| {
            bytes.extend([7, 0, 1]);
            write_number(bytes, parent);
            bytes.push(6);
        })
    }

    pub fn letters(&mut self, parent: u64, letters: &str) -> &mut Self {
        self.block(|bytes| {
            bytes.extend([4, 0, 1]);
            write_number(bytes, parent);
            text(bytes, letters);
        })
    }

    pub fn mark(&mut self, parent: u64, name: &str, json: &str) -> &mut Self {
        self.block(|bytes| {
            bytes.extend([6, 0, 1]);
            write_number(bytes, parent);
            text(bytes, name);
            text(bytes, json);
        })
    }

    pub fn attribute(&mut self, parent: u64, name: &str, value: &[u8]) -> &mut Self {
        self.block(|bytes| {
            bytes.extend([8 | KEY, 0, 1]);
            write_number(bytes, parent);
            text(bytes, name);
            bytes.push(1);
            bytes.extend(value);
        })
    }

    /// Letters between two blocks of client 1.
    pub fn between(&mut self, left: u64, right: u64, letters: &str) -> &mut Self {
        self.block(|bytes| {
            bytes.extend([4 | LEFT | RIGHT, 1]);
            write_number(bytes, left);
            bytes.push(1);
            write_number(bytes, right);
            text(bytes, letters);
        })
    }

    pub fn update(&self) -> Vec<u8> {
        let mut bytes = vec![1];
        write_number(&mut bytes, self.blocks.len() as u64);
        bytes.extend([1, 0]);
        bytes.extend(self.blocks.concat());
        bytes.push(0);
        bytes
    }

    pub fn check(&self, expected: Result<(), Inadmissible>) {
        let update = self.update();
        assert_eq!(admit::update(&update, &rules(Limits::default())), expected);
        if expected.is_err() {
            return;
        }
        // What is let in merges too, and can be deleted, read and encoded.
        let outline = Outline::of(&update, &rules(Limits::default())).unwrap();
        if Nesting::default().accept(&outline, &Replica::new(1), |_| 0) {
            let mut replica = Replica::new(5);
            replica.apply(&update).unwrap();
            read_all(&replica);
            replica.apply(&[0, 1, 1, 1, 0, 1]).unwrap();
            drop(replica.with_client_id(6));
        }
    }

    pub fn has_room(&self) -> bool {
        self.check(Ok(()));
        let outline = Outline::of(&self.update(), &rules(Limits::default())).unwrap();
        Nesting::default().accept(&outline, &Replica::new(1), |_| 0)
    }
}
