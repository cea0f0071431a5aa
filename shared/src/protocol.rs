//! The messages of `/sync/{document}`: y-protocols v1, and our private types for clients that speak `samling.v1`.
//!
//! One message per frame out, up to [`MAX_MESSAGES`] in. What the bytes inside *mean* is not checked here:
//! updates and state vectors are `document`'s, presence is `awareness`'s.

use serde::{Deserialize, Serialize};

use crate::id::Generation;
pub use crate::wire::DecodeError;
use crate::wire::{Reader, write_bytes, write_number};

/// The WebSocket subprotocol that asks for the private message types.
pub const SUBPROTOCOL: &str = "samling.v1";

/// The schema version of this build; a client that is older must not write.
pub const SCHEMA: u32 = 1;

/// How many messages a frame may hold.
pub const MAX_MESSAGES: usize = 8;

/// Why a connection was closed. 44xx means stop, the rest means try again with back-off.
pub mod close {
    pub const MALFORMED: u16 = 4400;
    pub const NOT_SIGNED_IN: u16 = 4401;
    pub const NOT_ALLOWED: u16 = 4403;
    pub const GONE: u16 = 4404;
    pub const CLIENT_TOO_OLD: u16 = 4409;
    pub const TOO_LARGE: u16 = 4413;
    pub const RESTART: u16 = 1012;
    pub const OVERLOADED: u16 = 1013;
    pub const STORAGE_UNAVAILABLE: u16 = 4500;
    /// Never sent: the connection went away without a close frame (RFC 6455).
    pub const ABNORMAL: u16 = 1006;

    /// Whether a client must not dial again by itself.
    pub fn is_final(code: u16) -> bool {
        (4400..4500).contains(&code)
    }
}

/// How much one connection and one document may take. Sizes are in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub update: usize,
    /// The largest answer to step 1.
    pub step2: usize,
    pub state_vector: usize,
    pub awareness: usize,
    /// The whole document, encoded.
    pub document: usize,
    /// How many connections a document may have.
    pub sessions: usize,
    /// Messages and bytes per second and connection; above it the server reads more slowly.
    pub messages_per_s: u32,
    pub bytes_per_s: u32,
    /// How many seconds' worth of both may come at once.
    pub burst_s: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            update: 256 * 1024,
            step2: 8 * 1024 * 1024,
            state_vector: 64 * 1024,
            awareness: 4 * 1024,
            document: 32 * 1024 * 1024,
            sessions: 500,
            messages_per_s: 64,
            bytes_per_s: 512 * 1024,
            burst_s: 4,
        }
    }
}

/// What the one connected may do with the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rights {
    Read,
    Write,
}

/// The server's first word to a client that speaks [`SUBPROTOCOL`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    pub schema: u32,
    pub generation: Generation,
    pub connection: String,
    /// For a new replica; a replica that returns keeps its own.
    pub client_id: u64,
    pub rights: Rights,
}

/// One message, borrowing the frame it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message<'a> {
    /// "This is what I have": a state vector.
    SyncStep1(&'a [u8]),
    /// "This is what you lack": an update, answering a step 1.
    SyncStep2(&'a [u8]),
    /// A change that just happened.
    Update(&'a [u8]),
    Awareness(&'a [u8]),
    /// The server refuses, with a reason.
    Denied(&'a str),
    QueryAwareness,
    Hello(Hello),
    /// The highest number of this connection's updates that is on disk.
    /// Each step 2 and each update the client sends counts one, from 1.
    Stored(u64),
    /// Rights changed while connected.
    Rights(Rights),
}

const SYNC: u64 = 0;
const AWARENESS: u64 = 1;
const AUTH: u64 = 2;
const QUERY_AWARENESS: u64 = 3;
const HELLO: u64 = 100;
const STORED: u64 = 101;
const RIGHTS: u64 = 102;

const STEP_1: u64 = 0;
const STEP_2: u64 = 1;
const UPDATE: u64 = 2;

const PERMISSION_DENIED: u64 = 0;

#[derive(Serialize, Deserialize)]
struct RightsBody {
    rights: Rights,
}

/// Takes a frame apart. An empty frame holds no message and is an error.
pub fn decode(frame: &[u8]) -> Result<Vec<Message<'_>>, DecodeError> {
    let mut reader = Reader::new(frame);
    let mut messages = Vec::with_capacity(1);
    loop {
        if messages.len() == MAX_MESSAGES {
            return Err(DecodeError::TooManyMessages(MAX_MESSAGES));
        }
        messages.push(decode_one(&mut reader)?);
        if reader.is_empty() {
            return Ok(messages);
        }
    }
}

fn decode_one<'a>(reader: &mut Reader<'a>) -> Result<Message<'a>, DecodeError> {
    match reader.number()? {
        SYNC => match reader.number()? {
            STEP_1 => Ok(Message::SyncStep1(reader.bytes()?)),
            STEP_2 => Ok(Message::SyncStep2(reader.bytes()?)),
            UPDATE => Ok(Message::Update(reader.bytes()?)),
            other => Err(DecodeError::UnknownType(other)),
        },
        AWARENESS => Ok(Message::Awareness(reader.bytes()?)),
        AUTH => match reader.number()? {
            PERMISSION_DENIED => Ok(Message::Denied(reader.text()?)),
            other => Err(DecodeError::UnknownType(other)),
        },
        QUERY_AWARENESS => Ok(Message::QueryAwareness),
        HELLO => json(reader.bytes()?).map(Message::Hello),
        STORED => {
            let mut body = Reader::new(reader.bytes()?);
            let n_stored = body.number()?;
            body.finish()?;
            Ok(Message::Stored(n_stored))
        }
        RIGHTS => json(reader.bytes()?).map(|body: RightsBody| Message::Rights(body.rights)),
        other => Err(DecodeError::UnknownType(other)),
    }
}

impl Message<'_> {
    /// The message as a frame of its own.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        match self {
            Self::SyncStep1(state_vector) => write_sync(&mut out, STEP_1, state_vector),
            Self::SyncStep2(update) => write_sync(&mut out, STEP_2, update),
            Self::Update(update) => write_sync(&mut out, UPDATE, update),
            Self::Awareness(bytes) => write_typed(&mut out, AWARENESS, bytes),
            Self::Denied(reason) => {
                write_number(&mut out, AUTH);
                write_typed(&mut out, PERMISSION_DENIED, reason.as_bytes());
            }
            Self::QueryAwareness => write_number(&mut out, QUERY_AWARENESS),
            Self::Hello(hello) => write_json(&mut out, HELLO, hello),
            Self::Stored(n_stored) => {
                let mut body = Vec::new();
                write_number(&mut body, *n_stored);
                write_typed(&mut out, STORED, &body);
            }
            Self::Rights(rights) => write_json(&mut out, RIGHTS, &RightsBody { rights: *rights }),
        }
        out
    }
}

fn json<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Result<T, DecodeError> {
    serde_json::from_slice(bytes).map_err(|_| DecodeError::Json)
}

fn write_sync(out: &mut Vec<u8>, step: u64, bytes: &[u8]) {
    out.reserve(bytes.len() + 8);
    write_number(out, SYNC);
    write_typed(out, step, bytes);
}

fn write_typed(out: &mut Vec<u8>, kind: u64, bytes: &[u8]) {
    write_number(out, kind);
    write_bytes(out, bytes);
}

fn write_json(out: &mut Vec<u8>, kind: u64, value: &impl Serialize) {
    let body =
        serde_json::to_vec(value).expect("plain structs of text and numbers always serialise");
    write_typed(out, kind, &body);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hello() -> Hello {
        Hello {
            schema: SCHEMA,
            generation: Generation::parse("g-1").unwrap(),
            connection: "c1".into(),
            client_id: (1 << 53) - 1,
            rights: Rights::Write,
        }
    }

    #[test]
    fn every_message_comes_back() {
        let messages = [
            Message::SyncStep1(b"\0"),
            Message::SyncStep2(b"abc"),
            Message::Update(&[7; 300]),
            Message::Awareness(b"\0"),
            Message::Denied("bare lesetilgang"),
            Message::QueryAwareness,
            Message::Hello(hello()),
            Message::Stored(300),
            Message::Rights(Rights::Read),
        ];
        for message in &messages {
            assert_eq!(decode(&message.encode()), Ok(vec![message.clone()]));
        }
        let frame: Vec<u8> = messages[..8].iter().flat_map(Message::encode).collect();
        assert_eq!(decode(&frame).unwrap(), messages[..8]);
    }

    #[test]
    fn the_standard_bytes_are_those_of_y_protocols() {
        assert_eq!(Message::SyncStep1(&[0]).encode(), [0, 0, 1, 0]);
        assert_eq!(Message::Update(&[0, 0]).encode(), [0, 2, 2, 0, 0]);
        assert_eq!(Message::Denied("no").encode(), [2, 0, 2, b'n', b'o']);
        assert_eq!(Message::QueryAwareness.encode(), [3]);
        assert_eq!(Message::Stored(3).encode(), [101, 1, 3]);
    }

    #[test]
    fn malformed_frames_are_refused() {
        let too_many = [3; MAX_MESSAGES + 1];
        let cases: [(&[u8], DecodeError); 7] = [
            (&[], DecodeError::Truncated),
            (&[0], DecodeError::Truncated),
            (&[0, 9, 0], DecodeError::UnknownType(9)),
            (&[0, 0, 5, 1], DecodeError::Truncated),
            (&[42], DecodeError::UnknownType(42)),
            (&[100, 2, b'{', b'}'], DecodeError::Json),
            (&too_many, DecodeError::TooManyMessages(MAX_MESSAGES)),
        ];
        for (frame, expected) in cases {
            assert_eq!(decode(frame), Err(expected), "{frame:?}");
        }
    }
}
