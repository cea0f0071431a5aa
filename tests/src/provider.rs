//! A small OpenID Connect provider on a port of its own. It does what the standard asks (it checks the client, the
//! verifier and the code), and lies when a test wants it to.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::extract::{Form, Query, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use openidconnect::core::{
    CoreIdToken, CoreIdTokenClaims, CoreJsonWebKeySet, CoreJwsSigningAlgorithm,
    CoreRsaPrivateSigningKey,
};
use openidconnect::{
    Audience, EmptyAdditionalClaims, EndUserEmail, EndUserUsername, IssuerUrl, JsonWebKeyId, Nonce,
    PrivateSigningKey, StandardClaims, SubjectIdentifier,
};
use rsa::pkcs1::{EncodeRsaPrivateKey, LineEnding};
use serde_json::{Value, json};
use server::{clock, oidc};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::http::Client;

const CLIENT_ID: &str = "samling-test";
const CLIENT_SECRET: &str = "kjent for to";
const CODE: &str = "kode-1";
const KEY_BITS: usize = 2_048;

static KEY: LazyLock<String> = LazyLock::new(new_key);
static OTHER_KEY: LazyLock<String> = LazyLock::new(new_key);

fn new_key() -> String {
    let key = rsa::RsaPrivateKey::new(&mut rsa::rand_core::OsRng, KEY_BITS).expect("a key");
    let pem = key.to_pkcs1_pem(LineEnding::LF).expect("a key has a text");
    pem.to_string()
}

/// What the next token says.
#[derive(Debug, Clone)]
pub struct Says {
    pub email: Option<String>,
    pub email_verified: Option<bool>,
    pub username: Option<String>,
    pub audience: String,
    pub issuer: Option<String>,
    pub nonce: Option<String>,
    pub expires_in_s: i64,
    pub issued_in_s: i64,
    /// The number of the key it is signed with; only 1 is published at first.
    pub key: u8,
    pub published_key: u8,
}

impl Says {
    pub fn email(email: &str) -> Self {
        Self {
            email: Some(email.into()),
            email_verified: Some(true),
            username: None,
            audience: CLIENT_ID.into(),
            issuer: None,
            nonce: None,
            expires_in_s: 300,
            issued_in_s: 0,
            key: 1,
            published_key: 1,
        }
    }
}

pub struct Provider {
    pub issuer: String,
    pub http: Client,
    desk: Arc<Desk>,
    serving: JoinHandle<()>,
}

struct Desk {
    issuer: String,
    says: Mutex<Says>,
    /// What was asked for last: the query of the authorization request. Gone when its code is exchanged.
    asked: Mutex<Option<HashMap<String, String>>>,
}

impl Provider {
    pub async fn start(says: Says) -> Self {
        Self::start_at(SocketAddr::from(([127, 0, 0, 1], 0)), says).await
    }

    /// Where one was before, or on a free port.
    pub async fn start_at(address: SocketAddr, says: Says) -> Self {
        let listener = TcpListener::bind(address).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let issuer = format!("http://{address}");
        let desk = Arc::new(Desk {
            issuer: issuer.clone(),
            says: Mutex::new(says),
            asked: Mutex::new(None),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(configuration))
            .route("/keys", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .with_state(Arc::clone(&desk));
        let serving = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("it serves");
        });
        Self {
            issuer,
            http: Client { address },
            desk,
            serving,
        }
    }

    /// How a server is known to this provider.
    pub fn settings(&self) -> oidc::Settings {
        oidc::Settings {
            issuer: self.issuer.clone(),
            client_id: CLIENT_ID.into(),
            client_secret: CLIENT_SECRET.parse().expect("any text will do"),
            name: "Logg inn med kommunen".into(),
            claim: oidc::EMAIL_CLAIM.into(),
        }
    }

    /// Where it was.
    pub async fn stop(self) -> SocketAddr {
        self.serving.abort();
        drop(self.serving.await); // it says that it was stopped
        self.http.address
    }

    pub fn say(&self, says: Says) {
        *self.desk.says.lock().expect("not poisoned") = says;
    }
}

async fn configuration(State(desk): State<Arc<Desk>>) -> Json<Value> {
    let issuer = &desk.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }))
}

async fn keys(State(desk): State<Arc<Desk>>) -> Json<CoreJsonWebKeySet> {
    let number = desk.says.lock().expect("not poisoned").published_key;
    let key = key(number).as_verification_key();
    Json(CoreJsonWebKeySet::new(vec![key]))
}

fn key(number: u8) -> CoreRsaPrivateSigningKey {
    let pem = if number == 1 { &KEY } else { &OTHER_KEY };
    let id = JsonWebKeyId::new(format!("key-{number}"));
    CoreRsaPrivateSigningKey::from_pem(pem, Some(id)).expect("a key of ours")
}

/// Nobody needs to type a password here.
async fn authorize(
    State(desk): State<Arc<Desk>>,
    Query(asked): Query<HashMap<String, String>>,
) -> Redirect {
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["client_id"], CLIENT_ID);
    assert_eq!(asked["code_challenge_method"], "S256");
    assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
    let back = format!(
        "{}?code={CODE}&state={}",
        asked["redirect_uri"], asked["state"]
    );
    *desk.asked.lock().expect("not poisoned") = Some(asked);
    Redirect::to(&back)
}

async fn token(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let Some(asked) = desk.asked.lock().expect("not poisoned").take() else {
        return invalid_grant("the code is used");
    };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"]));
    if challenge != asked["code_challenge"] {
        return invalid_grant("the verifier is another");
    }
    if form["code"] != CODE || form["redirect_uri"] != asked["redirect_uri"] {
        return invalid_grant("the code is another");
    }
    let client = format!("{CLIENT_ID}:{}", CLIENT_SECRET.replace(' ', "+"));
    let expected = format!("Basic {}", STANDARD.encode(client));
    if headers
        .get(AUTHORIZATION)
        .is_none_or(|shown| shown != expected.as_str())
    {
        return invalid_grant("the client is another");
    }
    let says = desk.says.lock().expect("not poisoned").clone();
    let answer = json!({
        "access_token": "til ingenting",
        "token_type": "Bearer",
        "expires_in": 60,
        "id_token": sign(&desk.issuer, &says, &asked["nonce"]).to_string(),
    });
    Json(answer).into_response()
}

fn invalid_grant(reason: &str) -> Response {
    let body = json!({"error": "invalid_grant", "error_description": reason});
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}

fn sign(issuer: &str, says: &Says, nonce: &str) -> CoreIdToken {
    let issuer = says.issuer.as_deref().unwrap_or(issuer).to_owned();
    let nonce = says.nonce.as_deref().unwrap_or(nonce).to_owned();
    let person = StandardClaims::new(SubjectIdentifier::new("1".into()))
        .set_email(says.email.clone().map(EndUserEmail::new))
        .set_email_verified(says.email_verified)
        .set_preferred_username(says.username.clone().map(EndUserUsername::new));
    let claims = CoreIdTokenClaims::new(
        IssuerUrl::new(issuer).expect("an address"),
        vec![Audience::new(says.audience.clone())],
        in_seconds(says.expires_in_s).into(),
        in_seconds(says.issued_in_s).into(),
        person,
        EmptyAdditionalClaims {},
    )
    .set_nonce(Some(Nonce::new(nonce)));
    let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    CoreIdToken::new(claims, &key(says.key), algorithm, None, None).expect("it can be signed")
}

fn in_seconds(seconds: i64) -> SystemTime {
    let at_ms = clock::now().plus_ms(seconds * 1_000).0;
    UNIX_EPOCH + Duration::from_millis(u64::try_from(at_ms).expect("after 1970"))
}
