//! The peers, each in memory and with its own defaults.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Kind, Server, Stock};
use crate::dialect::Dialect;
use crate::door::Door;
use crate::process::{Cores, Process, free_port};

const NODE_MODULES: &str = "bench/peers/node_modules";
const HOCUSPOCUS: &str = "bench/peers/hocuspocus.mjs";
const Y_SWEET: &str = "target/peers/bin/y-sweet";

pub struct Doors {
    kind: Kind,
    address: SocketAddr,
}

impl Doors {
    pub fn door(&self, document_idx: usize) -> Door {
        let document = document(document_idx);
        let (path, dialect) = match self.kind {
            Kind::Hocuspocus => ("/".to_owned(), Dialect::Hocuspocus),
            // Yjs' own client writes the document behind the address, so y-sweet names it twice.
            Kind::YSweet => (format!("/d/{document}/ws/{document}"), Dialect::Stock),
            _ => (format!("/{document}"), Dialect::Stock),
        };
        Door {
            address: self.address,
            path,
            headers: Vec::new(),
            dialect,
            document,
        }
    }
}

fn document(idx: usize) -> String {
    format!("psv-{idx}-assessment")
}

pub async fn start(kind: Kind, stock: Stock, cores: Option<Cores>) -> Result<Server> {
    let port = free_port()?;
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let port_text = port.to_string();
    let env = [("HOST", "127.0.0.1"), ("PORT", &port_text[..])];
    let node = |script: &str| Process::start(Path::new("node"), &[script], &env, cores);
    let mut process = match kind {
        Kind::Samling => bail!("Samling is not a peer"),
        Kind::YWebsocket => node(&format!("{NODE_MODULES}/y-websocket/bin/server.cjs")),
        Kind::YWebsocketServer => {
            node(&format!("{NODE_MODULES}/@y/websocket-server/src/server.js"))
        }
        Kind::Hocuspocus => node(HOCUSPOCUS),
        Kind::YSweet => Process::start(
            Path::new(Y_SWEET),
            &["serve", "--port", &port_text],
            &[],
            cores,
        ),
    }?;
    process.wait_for_port(port).await?;
    if kind == Kind::YSweet {
        for idx in 0..stock.n_documents {
            create_document(address, &document(idx)).await?;
        }
    }
    Ok(Server {
        process,
        doors: super::Doors::Peer(Doors { kind, address }),
        _folder: tempfile::tempdir()?,
    })
}

/// y-sweet wants documents made before anybody joins. Without a key, no token is needed for that or for joining.
async fn create_document(address: SocketAddr, document: &str) -> Result<()> {
    let body = format!(r#"{{"docId":"{document}"}}"#);
    let request = format!(
        "POST /doc/new HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut response = String::new();
    stream.read_to_string(&mut response).await?;
    if !response.starts_with("HTTP/1.1 200") {
        let line = response.lines().next().context("no answer")?;
        bail!("y-sweet makes no document: {line}");
    }
    Ok(())
}
