//! The only place that asks the time and makes randomness; everything else is handed both.

use std::time::{SystemTime, UNIX_EPOCH};

use shared::document::MAX_CLIENT_ID;
use shared::time::Timestamp;
use uuid::Uuid;

pub fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    let since_1970 = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX))
}

/// A new id that sorts by time.
pub fn new_id() -> String {
    #[expect(clippy::disallowed_methods, reason = "ids are minted here")]
    Uuid::now_v7().to_string()
}

/// A client id for a new replica; never 0, which is the server's own.
pub fn new_client_id() -> u64 {
    rand::random_range(1..=MAX_CLIENT_ID)
}

/// Six digits nobody can guess in a few tries.
pub fn six_digits() -> String {
    format!("{:06}", rand::random_range(0..1_000_000_u32))
}

/// A number below `n`, each with the same chance.
pub fn pick(n: usize) -> usize {
    rand::random_range(0..n.max(1))
}

/// 32 bytes nobody can guess, from the operating system's seed.
pub fn secret_bytes() -> [u8; 32] {
    rand::random()
}

/// A code for a meeting, as people type it: six digits, the first of them no zero.
pub fn new_meeting_code() -> String {
    rand::random_range(100_000..=999_999_u32).to_string()
}
