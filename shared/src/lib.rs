//! The pure heart of Samling: words, rules, documents and the wire.
//!
//! Nothing here waits, dials, reads a clock, draws a random number or touches a database or a page.
//! `server` and `client` both stand on it, so a rule is written once and asked on both sides.
//!
//! Dependencies point down: `id`, `time`, `name`, `email` <- `rights` <- `programme`, `template` <- `run_sheet` <- `meeting`, `document`
//! <- `protocol`, `awareness` <- `sync`; `view`, and above it `people_list`, `drafts` and `seating`, stand on
//! all that is about people and meetings. `plan` stands on `template`, `fact_sheet` and what `proceedings` says about proposals;
//! in it `docket` and `compare` stand on the names and fields of `document::plan` as well.

pub mod awareness;
pub mod chart;
pub mod document;
pub mod drafts;
pub mod email;
pub mod fact_sheet;
pub mod id;
pub mod lobby;
pub mod meeting;
pub mod merge_patch;
pub mod name;
#[cfg(feature = "openapi")]
mod openapi;
pub mod people_list;
pub mod plan;
pub mod proceedings;
pub mod programme;
pub mod protocol;
pub mod rehearsal;
pub mod report;
pub mod rights;
pub mod run_sheet;
pub mod seating;
pub mod sync;
pub mod template;
pub mod time;
pub mod view;
pub mod wire;
