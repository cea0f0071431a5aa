//! State vectors and presences, checked as updates are.

use super::bytes::{Bytes, end_of};
use super::{Inadmissible, Limits};

/// Checks a state vector.
pub fn state_vector(bytes: &[u8], limits: &Limits) -> Result<(), Inadmissible> {
    let mut bytes = Bytes::new(bytes);
    for _ in 0..bytes.count(limits.clients, "clients")? {
        bytes.client_id()?;
        let clock = bytes.number()?;
        end_of(clock, 0, limits)?;
    }
    bytes.finish()
}

/// Checks an awareness message, as far as that goes without parsing the JSON in it.
pub fn awareness(bytes: &[u8], limits: &Limits) -> Result<(), Inadmissible> {
    let mut bytes = Bytes::new(bytes);
    for _ in 0..bytes.count(limits.presences, "presences")? {
        bytes.client_id()?;
        let clock = bytes.number()?;
        end_of(clock, 1, limits)?; // the server says the next clock when somebody leaves
        json(bytes.text()?, limits.depth)?;
    }
    bytes.finish()
}

/// Bounds how deep JSON nests. Whether it is JSON at all, its parser finds out.
fn json(text: &str, max_depth: u64) -> Result<(), Inadmissible> {
    let mut depth = 0_u64;
    let mut in_string = false;
    let mut is_escaped = false;
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = in_string,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > max_depth {
            return Err(Inadmissible::TooDeep);
        }
    }
    Ok(())
}
