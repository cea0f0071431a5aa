//! The pure heart of Samling: words, rules, documents and the wire.
//!
//! Nothing here waits, dials, reads a clock, draws a random number or touches a database or a page.
//! `server` and `client` both stand on it, so a rule is written once and asked on both sides.
//!
//! Dependencies point down: `id`, `time` <- `programme`, `template` <- `meeting`, `document` <- `protocol`,
//! `awareness` <- `sync`.

pub mod awareness;
pub mod document;
pub mod id;
pub mod meeting;
pub mod programme;
pub mod protocol;
pub mod sync;
pub mod template;
pub mod time;
pub mod view;
pub mod wire;
