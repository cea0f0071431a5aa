//! The client, embedded in the binary: hashed files for ever, the page and the service worker asked for each time.
//!
//! Addresses that are neither the API's nor a file's are routes of the client and get the page.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use axum::body::Body;
use axum::http::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rust_embed::{EmbeddedFile, RustEmbed};

use super::error::ApiError;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../dist"]
struct Dist;

const PAGE: &str = "index.html";
const NOT_BUILT: &str =
    "The web client is not built: run `cargo xtask build`, and then build the server again.\n";
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_EACH_TIME: HeaderValue = HeaderValue::from_static("no-cache");

/// The files whose name is made from their content; `cargo xtask build` lists them in the manifest.
static HASHED: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let manifest = Dist::get("manifest.json")
        .map(|file| file.data)
        .unwrap_or_default();
    let names: BTreeMap<String, String> = serde_json::from_slice(&manifest).unwrap_or_default();
    names.into_values().collect()
});

/// Everything that no route took.
pub async fn answer(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return ApiError::MethodNotAllowed.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    match find(path) {
        Some(name) => file(name, &headers),
        None if is_page(path, &headers) => page(&headers),
        None => ApiError::NotFound.into_response(),
    }
}

/// A file people may ask for by its own name.
fn find(path: &str) -> Option<&str> {
    let suffix = path.rsplit('.').next().unwrap_or_default();
    let is_internal =
        path.starts_with('.') || path == "manifest.json" || matches!(suffix, "br" | "gz");
    (!is_internal && Dist::get(path).is_some()).then_some(path)
}

/// Routes of the client have no dot; a missing file must not look like a page.
fn is_page(path: &str, headers: &HeaderMap) -> bool {
    let accept = headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("*/*");
    let last = path.rsplit('/').next().unwrap_or_default();
    !last.contains('.') && (accept.contains("text/html") || accept.contains("*/*"))
}

fn page(headers: &HeaderMap) -> Response {
    if Dist::get(PAGE).is_none() {
        return (StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT).into_response();
    }
    file(PAGE, headers)
}

fn file(name: &str, headers: &HeaderMap) -> Response {
    let Some((file, encoding)) = smallest(name, headers) else {
        return ApiError::NotFound.into_response();
    };
    let etag = etag(&file);
    let cache = if HASHED.contains(name) {
        FOR_EVER
    } else {
        ASK_EACH_TIME
    };
    let mut response = if headers.get(IF_NONE_MATCH) == Some(&etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(file.data).into_response()
    };
    let answer = response.headers_mut();
    answer.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    answer.insert(CACHE_CONTROL, cache);
    answer.insert(ETAG, etag);
    answer.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        answer.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// The best compressed sibling the browser takes, or the file itself.
fn smallest(name: &str, headers: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    for (encoding, suffix) in [("br", "br"), ("gzip", "gz")] {
        if accepts(accepted, encoding)
            && let Some(file) = Dist::get(&format!("{name}.{suffix}"))
        {
            return Some((file, Some(encoding)));
        }
    }
    Dist::get(name).map(|file| (file, None))
}

fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let is_named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        is_named && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn etag(file: &EmbeddedFile) -> HeaderValue {
    let hash = URL_SAFE_NO_PAD.encode(file.metadata.sha256_hash());
    HeaderValue::try_from(format!("\"{hash}\"")).expect("base64url is visible ASCII")
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_taken_when_named_and_not_refused() {
        for (accepted, encoding, expected) in [
            ("gzip, deflate, br", "br", true),
            ("gzip;q=1.0, br;q=0", "br", false),
            ("GZIP", "gzip", true),
            ("brotli", "br", false),
            ("", "br", false),
        ] {
            assert_eq!(
                accepts(accepted, encoding),
                expected,
                "{accepted:?} {encoding}"
            );
        }
    }

    #[test]
    fn a_missing_file_does_not_look_like_a_page() {
        let page =
            HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("text/html,*/*;q=0.8"))]);
        let json = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        for (path, headers, expected) in [
            ("", &page, true),
            ("inn/abc", &page, true),
            ("m/482173", &HeaderMap::new(), true),
            ("client-0000.wasm", &page, false),
            ("m/482173", &json, false),
        ] {
            assert_eq!(is_page(path, headers), expected, "{path}");
        }
    }
}
