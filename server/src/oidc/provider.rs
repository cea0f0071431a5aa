//! The conversation with a provider: where it is, sending a person there, and checking who came back.

use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::Uri;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreJwsSigningAlgorithm,
    CoreProviderMetadata,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, SignatureVerificationError, TokenResponse,
};
use serde_json::{Map, Value};
use shared::time::{MINUTE_MS, Timestamp};

use super::attempt::{Attempt, LocalPath};
use super::fetch::{Fetcher, is_this_machine};
use super::{EMAIL_CLAIM, ProviderError, Settings, SettingsError};
use crate::clock;
use crate::config::PublicUrl;

/// After this the provider is asked again where things are and which keys it signs with.
const KNOWN_MS: i64 = 60 * MINUTE_MS;
/// How far two clocks may be apart.
const LEEWAY_MS: i64 = MINUTE_MS;
/// Signatures that the holder of the client's secret cannot make.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

pub struct Provider {
    settings: Settings,
    issuer: IssuerUrl,
    /// Where the provider sends people back to.
    back: RedirectUrl,
    fetcher: Fetcher,
    /// What the provider said about itself, and when. Never held while it is asked.
    known: Mutex<Option<(Timestamp, Arc<CoreProviderMetadata>)>>,
}

impl Provider {
    /// Asks nobody yet: a provider that is down keeps no server from starting.
    pub fn new(settings: Settings, public_url: &PublicUrl) -> Result<Self, SettingsError> {
        let not_an_issuer = || SettingsError::NotAnIssuer(settings.issuer.clone());
        let uri: Uri = settings.issuer.parse().map_err(|_| not_an_issuer())?;
        let is_safe = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => is_this_machine(uri.host().unwrap_or_default()),
            _ => false,
        };
        if !is_safe {
            return Err(not_an_issuer());
        }
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|_| not_an_issuer())?;
        let back = format!("{}/oidc/back", public_url.origin());
        Ok(Self {
            issuer,
            back: RedirectUrl::new(back).expect("an origin and a path are an address"),
            fetcher: Fetcher::new(),
            known: Mutex::new(None),
            settings,
        })
    }

    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Where to send somebody who wants to sign in, and what to remember until they come back.
    pub async fn begin(&self, to: LocalPath) -> Result<(String, Attempt), ProviderError> {
        let attempt = Attempt::new(to);
        let (state, nonce) = (attempt.state().to_owned(), attempt.nonce().to_owned());
        let verifier = PkceCodeVerifier::new(attempt.verifier().to_owned());
        let client = self.client(&*self.metadata().await?);
        let (url, _, _) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .add_scope(Scope::new("email".into()))
            .add_scope(Scope::new("profile".into()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok((url.into(), attempt))
    }

    /// The address of the one who came back with this code, in lower case. The provider vouches for it.
    pub async fn finish(&self, attempt: &Attempt, code: &str) -> Result<String, ProviderError> {
        let metadata = self.metadata().await?;
        let token = self.exchange(&metadata, attempt, code).await?;
        let checked = match self.check(&metadata, &token, attempt) {
            // The provider may have begun to sign with a new key.
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => self.check(&*self.discover().await?, &token, attempt),
            checked => checked,
        };
        checked.map_err(|error| ProviderError::Untrue(reason(&error)))?;
        address(&token, &self.settings.claim).ok_or(ProviderError::NoAddress)
    }

    async fn metadata(&self) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        match self.fresh() {
            Some(metadata) => Ok(metadata),
            None => self.discover().await,
        }
    }

    fn fresh(&self) -> Option<Arc<CoreProviderMetadata>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, metadata) = known.as_ref()?;
        (at.plus_ms(KNOWN_MS) > clock::now()).then(|| Arc::clone(metadata))
    }

    async fn discover(&self) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        let metadata = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.fetcher)
            .await
            .map_err(|error| ProviderError::Unavailable(reason(&error)))?;
        let metadata = Arc::new(metadata);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some((clock::now(), Arc::clone(&metadata)));
        Ok(metadata)
    }

    fn client(&self, metadata: &CoreProviderMetadata) -> Client {
        let client = CoreClient::from_provider_metadata(
            metadata.clone(),
            ClientId::new(self.settings.client_id.clone()),
            Some(ClientSecret::new(
                self.settings.client_secret.reveal().to_owned(),
            )),
        )
        .set_redirect_uri(self.back.clone());
        let methods = metadata.token_endpoint_auth_methods_supported();
        let takes = |method| methods.is_some_and(|methods| methods.contains(&method));
        let wants_post = takes(CoreClientAuthMethod::ClientSecretPost)
            && !takes(CoreClientAuthMethod::ClientSecretBasic);
        if wants_post {
            client.set_auth_type(AuthType::RequestBody)
        } else {
            client
        }
    }

    async fn exchange(
        &self,
        metadata: &CoreProviderMetadata,
        attempt: &Attempt,
        code: &str,
    ) -> Result<CoreIdToken, ProviderError> {
        let answer = self
            .client(metadata)
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| ProviderError::Unavailable(reason(&error)))?
            .set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier().to_owned()))
            .request_async(&self.fetcher)
            .await
            .map_err(|error| ProviderError::Unavailable(reason(&error)))?;
        answer
            .id_token()
            .cloned()
            .ok_or_else(|| ProviderError::Untrue("no id token".into()))
    }

    /// Signature, issuer, audience, nonce and time.
    fn check(
        &self,
        metadata: &CoreProviderMetadata,
        token: &CoreIdToken,
        attempt: &Attempt,
    ) -> Result<(), ClaimsVerificationError> {
        let now = clock::now();
        let earliest = system_time(now.plus_ms(-LEEWAY_MS));
        let latest = system_time(now.plus_ms(LEEWAY_MS));
        let client = self.client(metadata);
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || earliest.into())
            .set_issue_time_verifier_fn(move |issued_at| {
                if SystemTime::from(issued_at) > latest {
                    return Err("issued in the future".into());
                }
                Ok(())
            });
        let nonce = Nonce::new(attempt.nonce().to_owned());
        token.claims(&verifier, &nonce).map(drop)
    }
}

/// The address in a token whose signature has been checked. Read from its text, because the library knows only the
/// claims of the standard, and a provider may keep the address in another.
fn address(token: &CoreIdToken, claim: &str) -> Option<String> {
    let text = token.to_string();
    let payload = URL_SAFE_NO_PAD.decode(text.split('.').nth(1)?).ok()?;
    let claims: Map<String, Value> = serde_json::from_slice(&payload).ok()?;
    let is_vouched_for =
        claim != EMAIL_CLAIM || claims.get("email_verified")? == &Value::Bool(true);
    let address = claims.get(claim)?.as_str()?.trim().to_lowercase();
    (is_vouched_for && address.contains('@')).then_some(address)
}

fn system_time(at: Timestamp) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(at.0).unwrap_or_default())
}

/// An error and what it comes from, for the log.
fn reason(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}
