//! The harness: a real server on a free port, and the means to speak to it as people and programs do.
//!
//! Tests wait for conditions, with [`PATIENCE`] as the limit, and never sleep.

pub mod asking;
pub mod caller;
pub mod database;
pub mod desk;
pub mod door;
pub mod fuzz;
pub mod http;
pub mod letters;
pub mod peer;
pub mod postgres;
pub mod process;
pub mod provider;
pub mod schema;
pub mod server;
pub mod watcher;

use std::time::Duration;

use shared::document::assessment::TextKey;
use shared::id::IndicatorId;

/// How long a test waits for anything before it fails.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The document of the sample's open review.
pub const DOCUMENT: &str = "psv-2026-assessment";

/// A text of the sample with words in it.
pub fn rationale() -> TextKey {
    TextKey::Rationale(IndicatorId::parse("arbeidsplasser").expect("a plain word"))
}
