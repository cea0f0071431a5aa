//! The few encodings of lib0 that the protocols use: variable-length unsigned numbers and length-prefixed bytes.

use thiserror::Error;

/// The bytes are not what the protocol says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DecodeError {
    #[error("the message ends too early")]
    Truncated,
    #[error("a number does not fit")]
    NumberTooLarge,
    #[error("a text is not valid UTF-8")]
    NotUtf8,
    #[error("the message has bytes left over")]
    TrailingBytes,
    #[error("unknown message type {0}")]
    UnknownType(u64),
    #[error("more than {0} messages in one frame")]
    TooManyMessages(usize),
    #[error("the JSON of the message is not what is expected")]
    Json,
    #[error("the message is larger than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("not an update of this protocol")]
    BadUpdate,
    #[error("not a state vector")]
    BadStateVector,
}

/// Reads forward through borrowed bytes; never past their end.
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// How many bytes have not been read yet.
    pub fn n_left(&self) -> usize {
        self.rest.len()
    }

    pub fn take(&mut self, len: usize) -> Result<&'a [u8], DecodeError> {
        let (head, rest) = self
            .rest
            .split_at_checked(len)
            .ok_or(DecodeError::Truncated)?;
        self.rest = rest;
        Ok(head)
    }

    pub fn byte(&mut self) -> Result<u8, DecodeError> {
        self.take(1).map(|bytes| bytes[0])
    }

    /// A variable-length unsigned number: seven bits a byte, lowest first.
    pub fn number(&mut self) -> Result<u64, DecodeError> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if bits << shift >> shift != bits {
                return Err(DecodeError::NumberTooLarge);
            }
            number |= bits << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(DecodeError::NumberTooLarge)
    }

    /// Bytes with their length in front.
    pub fn bytes(&mut self) -> Result<&'a [u8], DecodeError> {
        let len = usize::try_from(self.number()?).map_err(|_| DecodeError::Truncated)?;
        self.take(len)
    }

    pub fn text(&mut self) -> Result<&'a str, DecodeError> {
        std::str::from_utf8(self.bytes()?).map_err(|_| DecodeError::NotUtf8)
    }

    /// The message must end here.
    pub fn finish(self) -> Result<(), DecodeError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(DecodeError::TrailingBytes)
        }
    }
}

pub fn write_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(u8::try_from(number & 0x7f).expect("seven bits fit a byte") | 0x80);
        number >>= 7;
    }
    out.push(u8::try_from(number).expect("less than 0x80"));
}

pub fn write_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    write_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for number in [
            0,
            1,
            127,
            128,
            300,
            u64::from(u32::MAX),
            (1 << 53) - 1,
            u64::MAX,
        ] {
            let mut out = Vec::new();
            write_number(&mut out, number);
            let mut reader = Reader::new(&out);
            assert_eq!(reader.number(), Ok(number));
            assert_eq!(reader.finish(), Ok(()));
        }
    }

    #[test]
    fn broken_bytes_are_errors() {
        let cases: [(&[u8], DecodeError); 4] = [
            (&[], DecodeError::Truncated),
            (&[0x80], DecodeError::Truncated),
            (&[0xff; 11], DecodeError::NumberTooLarge),
            (
                &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02],
                DecodeError::NumberTooLarge,
            ),
        ];
        for (bytes, expected) in cases {
            assert_eq!(Reader::new(bytes).number(), Err(expected), "{bytes:x?}");
        }
        assert_eq!(Reader::new(&[5, b'a']).bytes(), Err(DecodeError::Truncated));
        assert_eq!(
            Reader::new(&[2, 0xc3, 0x28]).text(),
            Err(DecodeError::NotUtf8)
        );
    }
}
