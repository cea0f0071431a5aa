//! One participant of a measured meeting: a live line whose frames are only counted and timed, and a connection for
//! commands.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use server::clock;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::dialect::Dialect;
use crate::door::Door;
use crate::frames::{self, FrameReader};

const TEXT: u8 = 1;
const READ: usize = 64 * 1024;

/// A frame as it came.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    pub at: Instant,
    /// The device's clock then, which on one machine is also the server's.
    pub at_ms: i64,
    pub seq: i64,
    /// The server's clock when it was sent.
    pub now_ms: i64,
    pub n_bytes: usize,
    /// When a reveal in it begins, in words of the server.
    pub starts_at_ms: Option<i64>,
}

/// What one line has brought so far.
pub type Log = Rc<RefCell<Vec<Seen>>>;

/// Opens a line and reads it until it ends.
pub async fn follow(address: SocketAddr, room: &str, token: &str, log: Log) -> Result<()> {
    let door = Door {
        address,
        path: format!("/live/{room}"),
        headers: vec![format!("Authorization: Bearer {token}")],
        dialect: Dialect::Stock,
        document: String::new(),
    };
    let (mut stream, early) = door.open().await?;
    let mut reader = FrameReader::default();
    let mut pongs = Vec::new();
    take(&mut reader, &early, &log, &mut pongs)?;
    let mut buffer = vec![0; READ];
    loop {
        let n_read = stream.read(&mut buffer).await?;
        if n_read == 0 {
            return Ok(());
        }
        take(&mut reader, &buffer[..n_read], &log, &mut pongs)?;
        if !pongs.is_empty() {
            stream.write_all(&pongs).await?;
            pongs.clear();
        }
    }
}

fn take(reader: &mut FrameReader, bytes: &[u8], log: &Log, pongs: &mut Vec<u8>) -> Result<()> {
    let (at, at_ms) = (Instant::now(), clock::now().0);
    reader.feed(bytes, |opcode, payload| match opcode {
        TEXT => {
            let text = std::str::from_utf8(payload).unwrap_or_default();
            let number = |name| number_after(text, name);
            log.borrow_mut().push(Seen {
                at,
                at_ms,
                seq: number("\"seq\":").unwrap_or(0),
                now_ms: number("\"now\":").unwrap_or(at_ms),
                n_bytes: payload.len(),
                starts_at_ms: number("\"starts_at\":"),
            });
        }
        frames::PING => pongs.extend(frames::masked(frames::PONG, payload)),
        _ => {}
    })?;
    Ok(())
}

/// The first number that stands right after a word. Frames begin with theirs.
fn number_after(text: &str, word: &str) -> Option<i64> {
    let after = &text[text.find(word)? + word.len()..];
    let end = after.find(|c: char| !c.is_ascii_digit())?;
    after[..end].parse().ok()
}

/// A connection that is kept, as browsers keep theirs.
pub struct Caller {
    stream: TcpStream,
    address: SocketAddr,
    path: String,
    token: String,
    n_asked: u64,
}

/// How a command was answered.
#[derive(Debug, Clone, Copy)]
pub struct Done {
    pub asked_at: Instant,
    pub took: Duration,
    pub seq: i64,
}

impl Caller {
    pub async fn dial(address: SocketAddr, room: &str, token: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            address,
            path: format!("/api/rooms/{room}/commands"),
            token: token.to_owned(),
            n_asked: 0,
        })
    }

    pub async fn ask(&mut self, command: &serde_json::Value) -> Result<Done> {
        self.n_asked += 1;
        let request_id = format!("r-{}", self.n_asked);
        let body = serde_json::json!({ "request_id": request_id, "command": command }).to_string();
        let request = format!(
            "POST {} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.path,
            self.address,
            self.token,
            body.len()
        );
        let asked_at = Instant::now();
        self.stream.write_all(request.as_bytes()).await?;
        let answer = self.answer().await?;
        let took = asked_at.elapsed();
        let seq = number_after(&answer, "\"seq\":");
        let seq = seq.with_context(|| format!("{command} was answered with {answer}"))?;
        Ok(Done {
            asked_at,
            took,
            seq,
        })
    }

    /// The body of an answer of known length.
    async fn answer(&mut self) -> Result<String> {
        let mut bytes = Vec::with_capacity(1_024);
        loop {
            if self.stream.read_buf(&mut bytes).await? == 0 {
                bail!("the server hung up");
            }
            let text = std::str::from_utf8(&bytes)?;
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                continue;
            };
            let head = head.to_ascii_lowercase() + "\r\n";
            let len =
                number_after(&head, "content-length: ").context("an answer without length")?;
            if body.len() >= usize::try_from(len)? {
                return Ok(body.to_owned());
            }
        }
    }
}
