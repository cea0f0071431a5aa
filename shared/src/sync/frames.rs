//! Many messages in few frames: the server counts frames when it limits a client.

use crate::protocol::MAX_MESSAGES;

/// A frame is read as a whole before anything in it is confirmed, so it stays small enough to be confirmed soon.
const MAX_BYTES: usize = 64 * 1024;

/// Frames of up to [`MAX_MESSAGES`] messages, in order. One that is larger than the bound travels alone.
#[derive(Debug, Default)]
pub(super) struct Frames {
    closed: Vec<Vec<u8>>,
    open: Vec<u8>,
    n_open: usize,
}

impl Frames {
    /// Adds one encoded message.
    pub fn add(&mut self, message: &[u8]) {
        let is_full = self.n_open == MAX_MESSAGES || self.open.len() + message.len() > MAX_BYTES;
        if is_full && self.n_open > 0 {
            self.close();
        }
        self.open.extend_from_slice(message);
        self.n_open += 1;
    }

    fn close(&mut self) {
        self.closed.push(std::mem::take(&mut self.open));
        self.n_open = 0;
    }

    pub fn finish(mut self) -> Vec<Vec<u8>> {
        if self.n_open > 0 {
            self.close();
        }
        self.closed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sizes: &[usize], expected: &[usize]) {
        let mut frames = Frames::default();
        for size in sizes {
            frames.add(&vec![7; *size]);
        }
        let sizes: Vec<usize> = frames.finish().iter().map(Vec::len).collect();
        assert_eq!(sizes, expected);
    }

    #[test]
    fn frames_hold_eight_messages_and_stay_small() {
        check(&[], &[]);
        check(&[10; 20], &[80, 80, 40]);
        check(
            &[MAX_BYTES, 1, MAX_BYTES - 1, 1],
            &[MAX_BYTES, MAX_BYTES, 1],
        );
        check(&[1, 3 * MAX_BYTES, 1], &[1, 3 * MAX_BYTES, 1]);
    }
}
