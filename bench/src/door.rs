//! Where a client knocks, and the WebSocket upgrade by which it gets in.

use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::dialect::Dialect;

const MAX_RESPONSE: usize = 16 * 1024;

/// Where a client knocks.
#[derive(Debug, Clone)]
pub struct Door {
    pub address: SocketAddr,
    pub path: String,
    /// Lines of the request, such as `Authorization: Bearer …`.
    pub headers: Vec<String>,
    pub dialect: Dialect,
    pub document: String,
}

#[derive(Debug, Error)]
pub enum DoorError {
    #[error("the connection failed: {0}")]
    Io(#[from] std::io::Error),
    #[error("the server refused the upgrade: {0}")]
    Refused(String),
    #[error("the server hung up before the upgrade")]
    HungUp,
}

impl Door {
    /// Opens the socket; answers it with what the server has already said through it.
    pub async fn open(&self) -> Result<(TcpStream, Vec<u8>), DoorError> {
        let mut stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let early = upgrade(&mut stream, self).await?;
        Ok((stream, early))
    }
}

/// Asks for a WebSocket; answers what the server said behind its response.
async fn upgrade(stream: &mut TcpStream, door: &Door) -> Result<Vec<u8>, DoorError> {
    let key = STANDARD.encode(fastrand::u128(..).to_be_bytes());
    let headers: Vec<String> = door
        .headers
        .iter()
        .map(|line| format!("\r\n{line}"))
        .collect();
    let headers = headers.concat();
    let request = format!(
        "GET {} HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}{headers}\r\n\r\n",
        door.path, door.address
    );
    stream.write_all(request.as_bytes()).await?;
    let mut response = Vec::with_capacity(1_024);
    loop {
        if stream.read_buf(&mut response).await? == 0 || response.len() > MAX_RESPONSE {
            return Err(DoorError::HungUp);
        }
        if let Some(at) = response.windows(4).position(|window| window == b"\r\n\r\n") {
            if !response.starts_with(b"HTTP/1.1 101") {
                return Err(DoorError::Refused(
                    String::from_utf8_lossy(&response[..at]).into_owned(),
                ));
            }
            return Ok(response.split_off(at + 4));
        }
    }
}
