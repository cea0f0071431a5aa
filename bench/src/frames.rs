//! WebSocket framing by hand: as little work per frame as possible, so that the load does not drown what it measures.
//!
//! What servers send to clients is never masked. Samling splits large messages over frames.

use thiserror::Error;

const CONTINUATION: u8 = 0;
pub const BINARY: u8 = 2;
pub const CLOSE: u8 = 8;
pub const PING: u8 = 9;
pub const PONG: u8 = 10;

/// Of a larger frame only the first bytes are kept: nobody looks for edits in a document of megabytes.
const LARGE: usize = 256 * 1024;
const HEAD: usize = 64;

const FINAL: u8 = 0x80;
const MASKED: u8 = 0x80;
const OPCODE: u8 = 0x0f;
/// The length follows in as many bits.
const LEN_16: u8 = 126;
const LEN_64: u8 = 127;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FrameError {
    #[error("a message split in a way that is not understood")]
    Split,
    #[error("a masked frame from a server")]
    Masked,
    #[error("a frame of more than 4 GiB")]
    TooLarge,
}

/// A client's frame.
pub fn masked(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(payload.len() + 14);
    frame.push(FINAL | opcode);
    match payload.len() {
        len @ 0..126 => frame.push(MASKED | u8::try_from(len).expect("less than 126")),
        len @ 126..65_536 => {
            frame.push(MASKED | LEN_16);
            frame.extend(u16::try_from(len).expect("less than 65536").to_be_bytes());
        }
        len => {
            frame.push(MASKED | LEN_64);
            frame.extend((len as u64).to_be_bytes());
        }
    }
    let mask = fastrand::u32(..).to_be_bytes();
    frame.extend(mask);
    let bytes = payload.iter().zip(mask.iter().cycle());
    frame.extend(bytes.map(|(byte, mask)| byte ^ mask));
    frame
}

/// Takes a server's stream apart.
#[derive(Debug, Default)]
pub struct FrameReader {
    /// The beginning of a frame whose end has not come.
    rest: Vec<u8>,
    large: Option<LargeFrame>,
    /// The head of a message whose last frame has not come.
    split: Option<Vec<u8>>,
}

#[derive(Debug)]
struct LargeFrame {
    opcode: u8,
    head: Vec<u8>,
    n_left: usize,
}

struct Header {
    opcode: u8,
    is_final: bool,
    /// Of the header itself.
    len: usize,
    payload_len: usize,
}

impl FrameReader {
    /// Hands every frame that ends in these bytes to `take`: its opcode and its payload, or the head of a large one.
    pub fn feed(
        &mut self,
        bytes: &[u8],
        mut take: impl FnMut(u8, &[u8]),
    ) -> Result<(), FrameError> {
        let bytes = self.feed_large(bytes, &mut take);
        if self.rest.is_empty() {
            let n_taken = self.parse(bytes, take)?;
            self.rest.extend_from_slice(&bytes[n_taken..]);
        } else {
            let mut kept = std::mem::take(&mut self.rest);
            kept.extend_from_slice(bytes);
            let n_taken = self.parse(&kept, take)?;
            kept.drain(..n_taken);
            self.rest = kept;
        }
        Ok(())
    }

    /// Gives a large frame what belongs to it, and answers what comes after.
    fn feed_large<'a>(&mut self, bytes: &'a [u8], take: &mut impl FnMut(u8, &[u8])) -> &'a [u8] {
        let Some(large) = &mut self.large else {
            return bytes;
        };
        let (own, after) = bytes.split_at(large.n_left.min(bytes.len()));
        let n_missing = HEAD.saturating_sub(large.head.len()).min(own.len());
        large.head.extend_from_slice(&own[..n_missing]);
        large.n_left -= own.len();
        if large.n_left == 0 {
            take(large.opcode, &large.head);
            self.large = None;
        }
        after
    }

    fn take_in(
        &mut self,
        header: &Header,
        payload: &[u8],
        take: &mut impl FnMut(u8, &[u8]),
    ) -> Result<(), FrameError> {
        match (header.opcode, header.is_final, &mut self.split) {
            (CONTINUATION, is_final, Some(head)) => {
                let n_missing = HEAD.saturating_sub(head.len()).min(payload.len());
                head.extend_from_slice(&payload[..n_missing]);
                if is_final {
                    take(BINARY, head);
                    self.split = None;
                }
            }
            (BINARY, false, None) => {
                self.split = Some(payload[..HEAD.min(payload.len())].to_vec());
            }
            (CONTINUATION, _, None) | (_, false, _) => return Err(FrameError::Split),
            (opcode, true, _) => take(opcode, payload),
        }
        Ok(())
    }

    /// Answers how many bytes were taken.
    fn parse(
        &mut self,
        bytes: &[u8],
        mut take: impl FnMut(u8, &[u8]),
    ) -> Result<usize, FrameError> {
        let mut at = 0;
        while let Some(header) = Header::read(&bytes[at..])? {
            let payload = &bytes[at + header.len..];
            if let Some(payload) = payload.get(..header.payload_len) {
                self.take_in(&header, payload, &mut take)?;
                at += header.len + header.payload_len;
            } else if header.payload_len > LARGE && header.is_final {
                self.large = Some(LargeFrame {
                    opcode: header.opcode,
                    head: payload[..HEAD.min(payload.len())].to_vec(),
                    n_left: header.payload_len - payload.len(),
                });
                return Ok(bytes.len());
            } else {
                break;
            }
        }
        Ok(at)
    }
}

impl Header {
    /// None while the header is not whole.
    fn read(bytes: &[u8]) -> Result<Option<Self>, FrameError> {
        let [first, second, rest @ ..] = bytes else {
            return Ok(None);
        };
        let opcode = first & OPCODE;
        let is_final = first & FINAL != 0;
        if second & MASKED != 0 {
            return Err(FrameError::Masked);
        }
        let n_len_bytes = match *second {
            LEN_16 => 2,
            LEN_64 => 8,
            _ => 0,
        };
        let Some(len_bytes) = rest.get(..n_len_bytes) else {
            return Ok(None);
        };
        let payload_len = match n_len_bytes {
            0 => u64::from(*second),
            _ => len_bytes
                .iter()
                .fold(0, |len, byte| len << 8 | u64::from(*byte)),
        };
        let payload_len = u32::try_from(payload_len).map_err(|_| FrameError::TooLarge)?;
        Ok(Some(Self {
            opcode,
            is_final,
            len: 2 + n_len_bytes,
            payload_len: payload_len as usize,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server's frame.
    fn plain(opcode: u8, payload: &[u8]) -> Vec<u8> {
        let mut frame = masked(opcode, payload);
        frame[1] &= !MASKED;
        let header = Header::read(&frame).unwrap().unwrap();
        frame.truncate(header.len);
        frame.extend_from_slice(payload);
        frame
    }

    #[test]
    fn frames_come_back_however_the_stream_is_cut() {
        let sizes = [0, 5, 125, 126, 300, 65_535, 65_536, LARGE + 1, 3 * LARGE, 7];
        let stream: Vec<u8> = sizes
            .iter()
            .flat_map(|len| plain(BINARY, &vec![b'x'; *len]))
            .collect();
        for cut in [1, 2, 3, 10, 4_096, 100_000, stream.len()] {
            let mut reader = FrameReader::default();
            let mut seen = Vec::new();
            for chunk in stream.chunks(cut) {
                let take = |opcode, payload: &[u8]| seen.push((opcode, payload.len()));
                reader.feed(chunk, take).unwrap();
            }
            assert_eq!(seen.len(), sizes.len(), "cut every {cut}");
            for ((opcode, len), size) in seen.into_iter().zip(sizes) {
                let whole_or_head = len == size || (size > LARGE && len == HEAD);
                assert!(
                    opcode == BINARY && whole_or_head,
                    "{len} of {size}, cut every {cut}"
                );
            }
        }
    }

    #[test]
    fn a_message_in_parts_counts_as_one() {
        let parts = [
            &[0x02, 2, b'a', b'b'][..],
            &[0x89, 0],
            &[0x00, 1, b'c'],
            &[0x80, 1, b'd'],
        ];
        let mut seen = Vec::new();
        let mut reader = FrameReader::default();
        let take = |opcode, payload: &[u8]| seen.push((opcode, payload.to_vec()));
        reader.feed(&parts.concat(), take).unwrap();
        assert_eq!(seen, [(PING, vec![]), (BINARY, b"abcd".to_vec())]);
    }

    #[test]
    fn a_masked_frame_unmasks_to_its_payload() {
        let frame = masked(BINARY, b"abc");
        let (head, payload) = frame.split_at(6);
        let unmasked: Vec<u8> = payload.iter().zip(&head[2..]).map(|(a, b)| a ^ b).collect();
        assert_eq!((head[0], head[1], &unmasked[..]), (0x82, 0x83, &b"abc"[..]));
    }

    #[test]
    fn what_a_server_must_not_send_is_an_error() {
        let mut reader = FrameReader::default();
        assert_eq!(reader.feed(&[0x00, 0], |_, _| {}), Err(FrameError::Split));
        assert_eq!(
            reader.feed(&[0x82, 0x80], |_, _| {}),
            Err(FrameError::Masked)
        );
    }
}
