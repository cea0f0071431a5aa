//! What stands in for a provider in a server that is built without: there is none.

use super::attempt::{Attempt, LocalPath};
use super::{ProviderError, Settings, SettingsError};
use crate::config::PublicUrl;

/// Never exists.
pub enum Provider {}

impl Provider {
    pub fn new(_settings: Settings, _public_url: &PublicUrl) -> Result<Self, SettingsError> {
        Err(SettingsError::NotBuilt)
    }

    pub fn name(&self) -> &str {
        match *self {}
    }

    #[expect(clippy::unused_async, reason = "as where there is one")]
    pub async fn begin(&self, _to: LocalPath) -> Result<(String, Attempt), ProviderError> {
        match *self {}
    }

    #[expect(clippy::unused_async, reason = "as where there is one")]
    pub async fn finish(&self, _attempt: &Attempt, _code: &str) -> Result<String, ProviderError> {
        match *self {}
    }
}
