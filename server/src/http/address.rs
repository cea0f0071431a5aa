//! Where a request comes from, for limits. Kept nowhere.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};

use crate::app::App;
use crate::limits::Network;

/// The network a request comes from: the peer's, or what the proxy in front of us says in its header.
#[derive(Debug, Clone, Copy)]
pub struct ClientNetwork(pub Network);

impl FromRequestParts<App> for ClientNetwork {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let said = app.client_address_header.as_ref();
        let said = said.and_then(|header| said_address(&parts.headers, header));
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
        Ok(Self(Network::from(said.unwrap_or(peer))))
    }
}

/// The last address in the header: what stands before it may have been written by anybody.
fn said_address(headers: &HeaderMap, header: &HeaderName) -> Option<IpAddr> {
    let last = headers.get_all(header).iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proxy_has_the_last_word() {
        let header = HeaderName::from_static("x-forwarded-for");
        for (lines, expected) in [
            (&["192.0.2.1"][..], Some("192.0.2.1")),
            (&["203.0.113.9, 192.0.2.1"], Some("192.0.2.1")),
            (&["203.0.113.9", "192.0.2.1"], Some("192.0.2.1")),
            (&["2001:db8::1"], Some("2001:db8::1")),
            (&["somewhere"], None),
            (&[], None),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header.clone(), line.parse().unwrap());
            }
            let expected = expected.map(|address| address.parse().unwrap());
            assert_eq!(said_address(&headers, &header), expected, "{lines:?}");
        }
    }
}
