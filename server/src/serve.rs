//! A server's life: open the store, listen, serve, and stop without losing anything.

use std::net::SocketAddr;
use std::time::Duration;

use axum::http::HeaderName;
use axum::serve::ListenerExt;
use shared::protocol::Limits;
use thiserror::Error;
use tokio::net::{TcpListener, TcpSocket};
use tokio::task::JoinHandle;

use crate::app::{App, Outside};
use crate::config::PublicUrl;
use crate::http;
use crate::mail::{MailSettings, MailSetupError, Mailer};
use crate::retention;
use crate::store::open::{Address, OpenError};
use crate::store::{Store, StoreError};

/// How long sockets and requests get to end by themselves.
const GRACE: Duration = Duration::from_secs(4);
/// In bytes; Linux takes twice as much for its own bookkeeping.
const SEND_BUFFER: u32 = 128 * 1024;
/// How many connections may wait to be taken: a whole hall comes back at once after a restart.
const BACKLOG: u32 = 1_024;

#[derive(Debug, Clone)]
pub struct Settings {
    pub listen: SocketAddr,
    pub public_url: Option<PublicUrl>,
    pub database: Address,
    pub limits: Limits,
    pub mail: MailSettings,
    /// What the proxy in front of us calls the client's address, if there is one.
    pub client_address_header: Option<HeaderName>,
}

/// Why the server did not start; each is one sentence for the one who started it.
#[derive(Debug, Error)]
pub enum StartError {
    #[error("port {} is taken: stop what uses it or pass --listen {}", listen.port(), next_port(*listen))]
    PortTaken { listen: SocketAddr },
    #[error("cannot listen on {listen}: {reason}")]
    Listen {
        listen: SocketAddr,
        reason: std::io::Error,
    },
    #[error("pass --public-url with the address people type, because {0} does not say it")]
    NoPublicUrl(SocketAddr),
    #[error(transparent)]
    Mail(#[from] MailSetupError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A running server.
pub struct Server {
    app: App,
    address: SocketAddr,
    serving: JoinHandle<std::io::Result<()>>,
}

impl Server {
    pub async fn start(settings: Settings) -> Result<Self, StartError> {
        let listener =
            listen(settings.listen).map_err(|error| cannot_listen(settings.listen, error))?;
        let address = listener
            .local_addr()
            .map_err(|error| cannot_listen(settings.listen, error))?;
        let public_url = match settings.public_url {
            Some(public_url) => public_url,
            None if address.ip().is_loopback() => PublicUrl::localhost(address.port()),
            None => return Err(StartError::NoPublicUrl(settings.listen)),
        };
        let mailer = Mailer::new(settings.mail, &settings.database)?;
        let store = Store::open(settings.database).await?;

        let outside = Outside {
            mailer,
            client_address_header: settings.client_address_header,
        };
        let app = App::new(store, public_url, settings.limits, outside);
        retention::sweep_or_say(&app).await;
        app.tracker.spawn(retention::run(app.clone()));
        let listener = listener.tap_io(|stream| {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "a connection stays with delayed packets");
            }
        });
        let shutdown = app.shutdown.clone().cancelled_owned();
        let service = http::router(&app).into_make_service_with_connect_info::<SocketAddr>();
        let serving = axum::serve(listener, service).with_graceful_shutdown(shutdown);
        let serving = tokio::spawn(async move { serving.await });
        Ok(Self {
            app,
            address,
            serving,
        })
    }

    pub fn app(&self) -> &App {
        &self.app
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Rooms handle what has arrived, store it and say goodbye; then the file is let go of.
    pub async fn stop(self) {
        self.app.shutdown.cancel();
        self.app.tracker.close();
        let ended = async {
            self.app.tracker.wait().await;
            self.serving.await
        };
        match tokio::time::timeout(GRACE, ended).await {
            Ok(Ok(Ok(()))) => {}
            Ok(outcome) => tracing::warn!(?outcome, "the listener did not end well"),
            Err(_) => tracing::warn!("some connections did not end in time and are cut"),
        }
        self.app.store.close().await;
    }
}

/// Every connection takes its buffer's size from here: without a bound the system would hold megabytes for a reader that
/// has stopped.
fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    socket.set_reuseaddr(true)?;
    socket.set_send_buffer_size(SEND_BUFFER)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

fn cannot_listen(listen: SocketAddr, reason: std::io::Error) -> StartError {
    match reason.kind() {
        std::io::ErrorKind::AddrInUse => StartError::PortTaken { listen },
        _ => StartError::Listen { listen, reason },
    }
}

fn next_port(listen: SocketAddr) -> SocketAddr {
    SocketAddr::new(listen.ip(), listen.port().checked_add(1).unwrap_or(8080))
}
