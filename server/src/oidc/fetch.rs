//! Asking a provider over https: one connection for each request, bounded in time, size and number. Redirects are not
//! followed; a provider does not need them, and they could lead inside the municipality's network.

use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::{CONNECTION, HOST};
use axum::http::{HeaderValue, Request, Response, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::rt::TokioIo;
use openidconnect::AsyncHttpClient;
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// People look at an empty page meanwhile.
const PATIENCE: Duration = Duration::from_secs(5);
/// A provider's keys and tokens are a few kilobytes.
const MAX_ANSWER: usize = 512 * 1024;
/// How many questions may be under way at once, whoever knocks.
const MAX_ASKING: usize = 64;

pub struct Fetcher {
    tls: TlsConnector,
    asking: Semaphore,
}

#[derive(Debug, Error)]
pub enum FetchError {
    #[error("{0} is neither https nor on this machine")]
    NotHttps(Uri),
    #[error("{0:?} is not the name of a server")]
    NotAName(String),
    #[error("too many are asking at once")]
    Busy,
    #[error("no answer in time")]
    Late,
    #[error("the connection failed: {0}")]
    Connection(#[from] io::Error),
    #[error("the answer failed: {0}")]
    Http(#[from] hyper::Error),
    #[error("the answer cannot be read: {0}")]
    Body(Box<dyn std::error::Error + Send + Sync>),
}

impl Fetcher {
    /// Trusts whom the machine trusts, so that a municipality's own certificates work.
    pub fn new() -> Self {
        let found = rustls_native_certs::load_native_certs();
        for error in &found.errors {
            tracing::warn!(%error, "a certificate of this machine cannot be read");
        }
        let mut roots = RootCertStore::empty();
        let (n_added, _) = roots.add_parsable_certificates(found.certs);
        if n_added == 0 {
            tracing::warn!("this machine trusts no certificates, so no sign-in provider either");
        }
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider speaks the default versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Self {
            tls: TlsConnector::from(Arc::new(config)),
            asking: Semaphore::new(MAX_ASKING),
        }
    }

    async fn fetch(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, FetchError> {
        let _permit = self.asking.try_acquire().map_err(|_| FetchError::Busy)?;
        timeout(PATIENCE, self.ask(request))
            .await
            .unwrap_or(Err(FetchError::Late))
    }

    async fn ask(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, FetchError> {
        let uri = request.uri().clone();
        let is_https = uri.scheme_str() == Some("https");
        let host = uri
            .host()
            .unwrap_or_default()
            .trim_matches(['[', ']'])
            .to_owned();
        if !(is_https || uri.scheme_str() == Some("http") && is_this_machine(&host)) {
            return Err(FetchError::NotHttps(uri));
        }
        let port = uri.port_u16().unwrap_or(if is_https { 443 } else { 80 });
        let request = towards(&uri, request);
        let stream = TcpStream::connect((host.as_str(), port)).await?;
        if !is_https {
            return exchange(stream, request).await;
        }
        let name =
            ServerName::try_from(host.clone()).map_err(|_| FetchError::NotAName(host.clone()))?;
        let stream = self.tls.connect(name, stream).await?;
        exchange(stream, request).await
    }
}

/// Boxed, because the library's own way with closures loses that they can be sent between threads.
impl<'a> AsyncHttpClient<'a> for Fetcher {
    type Error = FetchError;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, FetchError>> + Send + 'a>>;

    fn call(&'a self, request: Request<Vec<u8>>) -> Self::Future {
        Box::pin(self.fetch(request))
    }
}

/// Whether a host needs no https, because nothing leaves the machine.
pub fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

/// The request as it goes over a connection to its own server.
fn towards(uri: &Uri, request: Request<Vec<u8>>) -> Request<Full<Bytes>> {
    let (mut parts, body) = request.into_parts();
    let host = uri
        .authority()
        .and_then(|authority| HeaderValue::try_from(authority.as_str()).ok());
    if let Some(host) = host {
        parts.headers.insert(HOST, host);
    }
    parts
        .headers
        .insert(CONNECTION, HeaderValue::from_static("close"));
    let path = uri.path_and_query().cloned();
    parts.uri = path.map_or_else(|| Uri::from_static("/"), Uri::from);
    Request::from_parts(parts, Full::new(Bytes::from(body)))
}

async fn exchange<S>(
    stream: S,
    request: Request<Full<Bytes>>,
) -> Result<Response<Vec<u8>>, FetchError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let answer = async move {
        let (parts, body) = sender.send_request(request).await?.into_parts();
        let body = Limited::new(body, MAX_ANSWER)
            .collect()
            .await
            .map_err(FetchError::Body)?;
        Ok(Response::from_parts(parts, body.to_bytes().to_vec()))
    };
    // Many a server ends a TLS connection without a word; what counts is whether the answer is whole.
    let (answer, _) = tokio::join!(answer, connection);
    answer
}
