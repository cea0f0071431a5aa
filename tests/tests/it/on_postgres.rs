//! The stories that must read the same on every database, on PostgreSQL.

#![expect(clippy::duplicate_mod, reason = "told once for each database")]

use tests::database::Kind;

const DATABASE: Kind = Kind::Postgres;

#[path = "sign_in.rs"]
mod sign_in;
#[path = "snapshots.rs"]
mod snapshots;
#[path = "store.rs"]
mod store;
#[path = "sync.rs"]
mod sync;
