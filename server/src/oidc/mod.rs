//! Signing in with an OpenID Connect provider of the municipality's choice, such as Entra ID or ID-porten: settings, one
//! attempt, and the conversation with the provider. Who gets in is decided by the address in the programme, not here.

pub mod attempt;
#[cfg(feature = "oidc")]
mod fetch;
#[cfg(feature = "oidc")]
pub mod provider;
#[cfg(not(feature = "oidc"))]
#[path = "absent.rs"]
pub mod provider;

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The claim that needs `email_verified` beside it.
pub const EMAIL_CLAIM: &str = "email";

/// How this server is known to the provider.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Exactly as the provider writes it in its tokens.
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Secret,
    /// The words on the button.
    pub name: String,
    /// Which claim holds the address. Any other than [`EMAIL_CLAIM`] is taken as it is: whoever names it vouches for it.
    pub claim: String,
}

/// What only the provider and this server know. Never printed.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Why the settings cannot be used.
#[derive(Debug, Error)]
pub enum SettingsError {
    #[error("--oidc-issuer {0:?} is not an https address")]
    NotAnIssuer(String),
    #[error("this server is built without sign-in providers: leave --oidc-issuer out")]
    NotBuilt,
}

/// Why a provider did not tell us who somebody is.
#[derive(Debug, Error)]
pub enum ProviderError {
    #[error("the sign-in provider cannot be asked: {0}")]
    Unavailable(String),
    #[error("what the sign-in provider says does not hold: {0}")]
    Untrue(String),
    #[error("the sign-in provider vouches for no address")]
    NoAddress,
}
