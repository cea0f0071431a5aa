//! The reader of the wire, with what admission asks of numbers, counts and ids.

use super::{BlockId, Inadmissible, Limits};
use crate::document::MAX_CLIENT_ID;
use crate::wire::{DecodeError, Reader};

pub(super) struct Bytes<'a>(Reader<'a>);

impl<'a> Bytes<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(Reader::new(bytes))
    }

    pub fn byte(&mut self) -> Result<u8, Inadmissible> {
        Ok(self.0.byte()?)
    }

    /// yrs shifts in circles where a number is padded.
    pub fn number(&mut self) -> Result<u64, Inadmissible> {
        let n_before = self.0.n_left();
        let number = self.0.number()?;
        let n_bytes = n_before - self.0.n_left();
        if n_bytes > 1 && number >> (7 * (n_bytes - 1)) == 0 {
            return Err(Inadmissible::PaddedNumber);
        }
        Ok(number)
    }

    /// A signed number, with sign and six bits in the first byte: browsers hold 53 bits, which take eight bytes.
    pub fn signed_number(&mut self) -> Result<(), Inadmissible> {
        let mut byte = self.byte()?;
        let mut number = u64::from(byte & 0x3f);
        for shift in (6..=48).step_by(7) {
            if byte < 0x80 {
                break;
            }
            byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
        }
        if byte >= 0x80 || number > MAX_CLIENT_ID {
            return Err(Inadmissible::NumberTooLarge);
        }
        Ok(())
    }

    /// A count of things that take at least one byte each.
    pub fn count(&mut self, max: u64, what: &'static str) -> Result<u64, Inadmissible> {
        let n = self.number()?;
        if n > self.0.n_left() as u64 {
            return Err(Inadmissible::CountTooLarge);
        }
        if n > max {
            return Err(Inadmissible::TooMany(what));
        }
        Ok(n)
    }

    pub fn client_id(&mut self) -> Result<u64, Inadmissible> {
        let client_id = self.number()?;
        if client_id > MAX_CLIENT_ID {
            return Err(Inadmissible::ClientId);
        }
        Ok(client_id)
    }

    /// A block that another one refers to: of the same client, only earlier ones can be known.
    pub fn earlier(&mut self, than: BlockId, limits: &Limits) -> Result<BlockId, Inadmissible> {
        let client = self.client_id()?;
        let clock = self.number()?;
        end_of(clock, 1, limits)?;
        if client == than.0 && clock >= than.1 {
            return Err(Inadmissible::FromTheFuture);
        }
        Ok((client, clock))
    }

    pub fn take(&mut self, len: u64) -> Result<&'a [u8], Inadmissible> {
        let len = usize::try_from(len).map_err(|_| DecodeError::Truncated)?;
        Ok(self.0.take(len)?)
    }

    pub fn bytes(&mut self) -> Result<&'a [u8], Inadmissible> {
        let len = self.number()?;
        self.take(len)
    }

    pub fn text(&mut self) -> Result<&'a str, Inadmissible> {
        Ok(std::str::from_utf8(self.bytes()?).map_err(|_| DecodeError::NotUtf8)?)
    }

    pub fn finish(self) -> Result<(), Inadmissible> {
        Ok(self.0.finish()?)
    }
}

/// The clock after a block, if that is in range.
pub(super) fn end_of(clock: u64, len: u64, limits: &Limits) -> Result<u64, Inadmissible> {
    match clock.checked_add(len) {
        Some(end) if end <= limits.clock => Ok(end),
        _ => Err(Inadmissible::Clock),
    }
}
