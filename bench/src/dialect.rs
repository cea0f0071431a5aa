//! What servers and clients say inside the frames: y-protocols v1, with the small differences between servers.

use shared::protocol::Hello;
use shared::wire::{DecodeError, Reader, write_bytes, write_number};

const SYNC: u64 = 0;
const AWARENESS: u64 = 1;
const AUTH: u64 = 2;
const HELLO: u64 = 100;
const STORED: u64 = 101;

/// Hocuspocus: like [`SYNC`], but asks for no step 1 in return.
const SYNC_REPLY: u64 = 4;
const AUTH_TOKEN: u64 = 0;
const AUTHENTICATED: u64 = 2;

const STEP_1: u64 = 0;
const STEP_2: u64 = 1;
const UPDATE: u64 = 2;

/// A state vector or an update that holds nothing.
const NOTHING: &[u8] = &[0];
const NO_UPDATE: &[u8] = &[0, 0];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Stock,
    /// Ours with its private messages: the server says hello first, and which client id to use.
    Samling,
    /// Every message begins with the name of its document, and a token comes before everything else.
    Hocuspocus,
}

/// How a connection begins, once the socket is open.
#[derive(Debug, PartialEq, Eq)]
pub enum Opening {
    Synchronise,
    /// This first; the server answers with [`Heard::Admitted`].
    Introduce(Vec<u8>),
    /// The server speaks first: [`Heard::ClientId`].
    Wait,
}

/// What a message of the server means to a simulated client.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// The server let us in and waits for our step 1.
    Admitted,
    /// The server wants to know what we have.
    Step1,
    /// The document has come.
    Step2,
    /// This connection's updates up to this number are on disk.
    Stored(u64),
    /// The client id we are to use.
    ClientId(u64),
    Other,
}

/// Writes and reads the messages of one connection.
#[derive(Debug, Clone)]
pub struct Speech {
    dialect: Dialect,
    /// What stands in front of every message.
    prefix: Vec<u8>,
}

impl Speech {
    pub fn new(dialect: Dialect, document: &str) -> Self {
        let mut prefix = Vec::new();
        if dialect == Dialect::Hocuspocus {
            write_bytes(&mut prefix, document.as_bytes());
        }
        Self { dialect, prefix }
    }

    pub fn opening(&self) -> Opening {
        match self.dialect {
            Dialect::Stock => Opening::Synchronise,
            Dialect::Samling => Opening::Wait,
            Dialect::Hocuspocus => {
                let mut message = self.begin(&[AUTH, AUTH_TOKEN]);
                write_bytes(&mut message, b"load");
                Opening::Introduce(message)
            }
        }
    }

    pub fn step1(&self) -> Vec<u8> {
        self.with_bytes(&[SYNC, STEP_1], NOTHING)
    }

    pub fn empty_step2(&self) -> Vec<u8> {
        self.with_bytes(&[SYNC, STEP_2], NO_UPDATE)
    }

    pub fn update(&self, update: &[u8]) -> Vec<u8> {
        self.with_bytes(&[SYNC, UPDATE], update)
    }

    /// Presence as editors announce it: a name and a colour.
    pub fn awareness(&self, client_id: u64, clock: u64, name: &str) -> Vec<u8> {
        let state = format!(r##"{{"user":{{"name":"{name}","color":"#2f6fb0"}}}}"##);
        let mut entries = Vec::with_capacity(state.len() + 16);
        for number in [1, client_id, clock] {
            write_number(&mut entries, number);
        }
        write_bytes(&mut entries, state.as_bytes());
        self.with_bytes(&[AWARENESS], &entries)
    }

    /// Takes a frame apart. A message whose end is missing is still told apart: large frames come with their head only.
    pub fn hear(&self, frame: &[u8], mut take: impl FnMut(Heard)) {
        let Some(messages) = frame.strip_prefix(&self.prefix[..]) else {
            return;
        };
        let mut reader = Reader::new(messages);
        while !reader.is_empty() {
            let Ok((heard, body)) = hear_one(&mut reader) else {
                return;
            };
            take(heard);
            if body.is_err() || self.dialect == Dialect::Hocuspocus {
                return;
            }
        }
    }

    fn begin(&self, numbers: &[u64]) -> Vec<u8> {
        let mut message = self.prefix.clone();
        for number in numbers {
            write_number(&mut message, *number);
        }
        message
    }

    fn with_bytes(&self, numbers: &[u64], bytes: &[u8]) -> Vec<u8> {
        let mut message = self.begin(numbers);
        write_bytes(&mut message, bytes);
        message
    }
}

/// What a message means, and whether all of it is there.
fn hear_one(reader: &mut Reader<'_>) -> Result<(Heard, Result<(), DecodeError>), DecodeError> {
    let heard = match reader.number()? {
        SYNC | SYNC_REPLY => match reader.number()? {
            STEP_1 => Heard::Step1,
            STEP_2 => Heard::Step2,
            _ => Heard::Other,
        },
        AUTH if reader.number()? == AUTHENTICATED => Heard::Admitted,
        STORED => {
            return Ok((
                Heard::Stored(Reader::new(reader.bytes()?).number()?),
                Ok(()),
            ));
        }
        HELLO => return Ok((hello(reader.bytes()?)?, Ok(()))),
        _ => Heard::Other,
    };
    Ok((heard, reader.bytes().map(drop)))
}

fn hello(json: &[u8]) -> Result<Heard, DecodeError> {
    let hello: Hello = serde_json::from_slice(json).map_err(|_| DecodeError::Json)?;
    Ok(Heard::ClientId(hello.client_id))
}

#[cfg(test)]
mod tests {
    use shared::protocol::{self, Message, Rights, SCHEMA};

    use super::*;

    fn heard(speech: &Speech, frame: &[u8]) -> Vec<Heard> {
        let mut all = Vec::new();
        speech.hear(frame, |heard| all.push(heard));
        all
    }

    #[test]
    fn our_own_protocol_reads_what_is_said() {
        let speech = Speech::new(Dialect::Stock, "d");
        let decode = |frame: &[u8]| protocol::decode(frame).map(|messages| messages.len());
        for frame in [
            speech.step1(),
            speech.empty_step2(),
            speech.awareness(7, 1, "Ada"),
        ] {
            assert_eq!(decode(&frame), Ok(1));
        }
        let update = speech.update(b"abc");
        assert_eq!(protocol::decode(&update), Ok(vec![Message::Update(b"abc")]));
        assert_eq!(speech.opening(), Opening::Synchronise);
    }

    #[test]
    fn what_matters_is_heard_also_when_several_messages_share_a_frame() {
        let speech = Speech::new(Dialect::Stock, "d");
        let hello = Hello {
            schema: SCHEMA,
            generation: shared::id::Generation::parse("g").unwrap(),
            connection: "c".into(),
            client_id: 5,
            rights: Rights::Write,
        };
        let messages = [
            Message::Hello(hello),
            Message::SyncStep1(b"\0"),
            Message::Update(b"abc"),
            Message::SyncStep2(b"abc"),
            Message::Stored(300),
        ];
        let frame: Vec<u8> = messages.iter().flat_map(Message::encode).collect();
        let expected = [
            Heard::ClientId(5),
            Heard::Step1,
            Heard::Other,
            Heard::Step2,
            Heard::Stored(300),
        ];
        assert_eq!(heard(&speech, &frame), expected);
        let large = Message::SyncStep2(&[0; 1_000]).encode();
        assert_eq!(
            heard(&speech, &large[..64]),
            [Heard::Step2],
            "the head is enough"
        );
    }

    #[test]
    fn hocuspocus_names_the_document_first() {
        let speech = Speech::new(Dialect::Hocuspocus, "doc");
        let introduction = b"\x03doc\x02\x00\x04load".to_vec();
        assert_eq!(speech.opening(), Opening::Introduce(introduction));
        assert_eq!(
            heard(&speech, b"\x03doc\x02\x02\x0aread-write"),
            [Heard::Admitted]
        );
        assert_eq!(heard(&speech, b"\x03doc\x04\x00\x01\x00"), [Heard::Step1]);
        assert_eq!(
            heard(&speech, b"\x03doc\x00\x01\x02\x00\x00"),
            [Heard::Step2]
        );
        assert_eq!(heard(&speech, b"\x03oth\x00\x01\x02\x00\x00"), []);
    }
}
