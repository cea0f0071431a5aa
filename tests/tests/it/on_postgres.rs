//! The stories that must read the same on every database, on PostgreSQL; and those that only a server can give.

#![expect(clippy::duplicate_mod, reason = "told once for each database")]

use tests::database::Kind;

const DATABASE: Kind = Kind::Postgres;

#[path = "chapters.rs"]
mod chapters;
#[path = "check.rs"]
mod check;
#[path = "codes.rs"]
mod codes;
#[path = "crowd.rs"]
mod crowd;
#[path = "day.rs"]
mod day;
#[path = "day_numbers.rs"]
mod day_numbers;
#[path = "docket.rs"]
mod docket;
#[path = "evaluation.rs"]
mod evaluation;
#[path = "formal.rs"]
mod formal;
#[path = "house.rs"]
mod house;
#[path = "house_invite.rs"]
mod house_invite;
#[path = "house_meetings.rs"]
mod house_meetings;
#[path = "house_privacy.rs"]
mod house_privacy;
#[path = "join.rs"]
mod join;
#[path = "postgres.rs"]
mod only_here;
#[path = "papers.rs"]
mod papers;
#[path = "plans.rs"]
mod plans;
#[path = "proceedings.rs"]
mod proceedings;
#[path = "proceedings_durability.rs"]
mod proceedings_durability;
#[path = "proceedings_secrets.rs"]
mod proceedings_secrets;
#[path = "provider.rs"]
mod provider;
#[path = "rehearsal.rs"]
mod rehearsal;
#[path = "room.rs"]
mod room;
#[path = "seminar.rs"]
mod seminar;
#[path = "sessions.rs"]
mod sessions;
#[path = "sign_in.rs"]
mod sign_in;
#[path = "snapshots.rs"]
mod snapshots;
#[path = "store.rs"]
mod store;
#[path = "sync.rs"]
mod sync;
