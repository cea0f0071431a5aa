//! One participant over a real socket: `ClientSync`, and a device that keeps everything at once.

use std::net::SocketAddr;

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use server::clock;
use shared::awareness::PeerState;
use shared::document::Replica;
use shared::document::assessment::{TextKey, splice_text, text};
use shared::document::splice::Splice;
use shared::id::Generation;
use shared::protocol::SUBPROTOCOL;
use shared::sync::{ClientSync, Effect, LocalCopy, SaveState};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::protocol::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::PATIENCE;

/// A WebSocket that is about to be opened.
#[derive(Debug, Clone)]
pub struct Dial {
    address: SocketAddr,
    path: String,
    headers: Vec<(&'static str, String)>,
    receive_buffer: Option<u32>,
}

impl Dial {
    pub fn new(address: SocketAddr, document: &str) -> Self {
        Self {
            address,
            path: format!("/sync/{document}"),
            headers: Vec::new(),
            receive_buffer: None,
        }
    }

    /// To the room of a meeting.
    pub fn to_room(address: SocketAddr, room: &str) -> Self {
        Self {
            path: format!("/live/{room}"),
            ..Self::new(address, "")
        }
    }

    /// The system takes in only this many bytes that nobody has read.
    #[must_use]
    pub fn with_receive_buffer(mut self, n_bytes: u32) -> Self {
        self.receive_buffer = Some(n_bytes);
        self
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    #[must_use]
    pub fn speaking_samling(self) -> Self {
        self.with("sec-websocket-protocol", SUBPROTOCOL)
    }

    fn request(&self) -> Request {
        let mut request = format!("ws://{}{}", self.address, self.path)
            .into_client_request()
            .expect("an address");
        for (name, value) in &self.headers {
            let value = HeaderValue::from_str(value).expect("a header");
            request
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
        request
    }

    async fn connect(&self) -> std::io::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        if let Some(n_bytes) = self.receive_buffer {
            socket.set_recv_buffer_size(n_bytes)?;
        }
        socket.connect(self.address).await
    }

    pub async fn socket(self) -> Socket {
        let stream = self.connect().await.expect("a connection");
        let (socket, _) = timeout(PATIENCE, client_async(self.request(), stream))
            .await
            .expect("in time")
            .expect("an upgrade");
        Socket(socket)
    }

    /// None when nobody is there.
    pub async fn try_socket(&self) -> Option<Socket> {
        let stream = self.connect().await.ok()?;
        let (socket, _) = client_async(self.request(), stream).await.ok()?;
        Some(Socket(socket))
    }

    /// The same, again and again, until somebody is there.
    pub async fn until_open(self) -> Socket {
        let dial = async {
            loop {
                if let Some(socket) = self.try_socket().await {
                    return socket;
                }
                tokio::task::yield_now().await;
            }
        };
        timeout(PATIENCE, dial)
            .await
            .expect("the server is there in time")
    }

    /// The code with which the server closes.
    pub async fn refusal(self) -> u16 {
        self.socket().await.close_code().await
    }

    /// Joins with a new, empty replica and waits until the document is there.
    pub async fn join(self) -> Peer {
        self.rejoin(LocalCopy::default()).await
    }

    /// Joins with what the device has kept.
    pub async fn rejoin(self, copy: LocalCopy) -> Peer {
        let mut peer = self.reopen(copy).await;
        peer.until("the document is here", ClientSync::is_synced)
            .await;
        peer
    }

    /// Dials until somebody is there, and waits for nothing.
    pub async fn reopen(self, copy: LocalCopy) -> Peer {
        let mut sync = ClientSync::new(clock::new_client_id(), copy).expect("a whole copy");
        let socket = self.speaking_samling().until_open().await;
        sync.opened();
        Peer {
            socket,
            sync,
            refusals: Vec::new(),
            n_read: 0,
        }
    }
}

/// What browsers report when a connection ends without a close.
pub const BROKEN: u16 = 1006;

/// A bare socket.
pub struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    /// A socket that has broken is noticed by whoever reads next.
    pub async fn send(&mut self, message: Message) {
        drop(self.0.send(message).await);
    }

    /// The next binary frame, or the code of a close: [`BROKEN`] when there was none.
    pub async fn next(&mut self) -> Result<Bytes, u16> {
        loop {
            match timeout(PATIENCE, self.0.next())
                .await
                .expect("a message in time")
            {
                Some(Ok(Message::Binary(bytes))) => return Ok(bytes),
                Some(Ok(Message::Close(Some(frame)))) => return Err(frame.code.into()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(BROKEN),
            }
        }
    }

    /// The next text frame, or the code of a close.
    pub async fn next_text(&mut self) -> Result<String, u16> {
        loop {
            let message = timeout(PATIENCE, self.0.next());
            match message.await.expect("a message in time") {
                Some(Ok(Message::Text(text))) => return Ok(text.to_string()),
                Some(Ok(Message::Close(Some(frame)))) => return Err(frame.code.into()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(BROKEN),
            }
        }
    }

    pub async fn close_code(&mut self) -> u16 {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }
}

pub struct Peer {
    pub socket: Socket,
    pub sync: ClientSync,
    /// What the server declined, in its words.
    pub refusals: Vec<String>,
    /// Bytes in the frames it was sent.
    pub n_read: usize,
}

impl Peer {
    /// Reads and answers until the condition holds.
    pub async fn until(&mut self, what: &str, is_so: impl Fn(&ClientSync) -> bool) {
        let wait = async {
            while !is_so(&self.sync) {
                if let Err(code) = self.step().await {
                    panic!("closed with {code} while waiting until {what}");
                }
            }
        };
        timeout(PATIENCE, wait)
            .await
            .unwrap_or_else(|_| panic!("waited too long until {what}"));
    }

    /// Until everything typed here is on the server's disk.
    pub async fn until_stored(&mut self) {
        self.until("all is stored", |sync| {
            sync.save_state() == SaveState::Stored
        })
        .await;
    }

    pub async fn until_reads(&mut self, key: &TextKey, words: &str) {
        self.until(words, |sync| {
            text(sync.replica(), key).is_some_and(|text| text.contains(words))
        })
        .await;
    }

    /// Reads until the server closes, and answers the code.
    pub async fn until_closed(&mut self) -> u16 {
        loop {
            if let Err(code) = self.step().await {
                return code;
            }
        }
    }

    pub fn reads(&self, key: &TextKey) -> String {
        text(self.sync.replica(), key).expect("the document has this text")
    }

    /// Types at the front of a text.
    pub async fn types(&mut self, key: &TextKey, words: &str) {
        let splice = Splice {
            at: 0,
            delete: 0,
            insert: words.to_owned(),
        };
        self.edit(|replica| splice_text(replica, key, &splice))
            .await;
    }

    /// Says where this person is.
    pub async fn says(&mut self, state: PeerState) {
        let mut effects = Vec::new();
        self.sync.set_presence(state, clock::now(), &mut effects);
        self.carry_out(effects).await;
    }

    pub async fn edit(&mut self, change: impl FnOnce(&mut Replica) -> Option<Vec<u8>>) {
        let mut effects = Vec::new();
        self.sync.edit(change, &mut effects);
        self.carry_out(effects).await;
    }

    /// What the device would have after the page is closed.
    pub fn local_copy(&self) -> LocalCopy {
        let generation: Option<Generation> = self.sync.generation().cloned();
        let outbox = self
            .sync
            .waiting()
            .map(|(key, update)| (key, update.to_vec()))
            .collect();
        LocalCopy {
            generation,
            snapshot: self.sync.replica().snapshot(),
            outbox,
        }
    }

    /// Takes one frame in, and does what it asks for.
    pub async fn step(&mut self) -> Result<(), u16> {
        let frame = self.socket.next().await?;
        self.n_read += frame.len();
        let mut effects = Vec::new();
        self.sync
            .frame(&frame, clock::now(), &mut effects)
            .expect("the server speaks the protocol");
        self.carry_out(effects).await;
        Ok(())
    }

    async fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut todo: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = todo.pop_front() {
            match effect {
                Effect::Keep { key, .. } => {
                    let mut more = Vec::new();
                    self.sync.kept(key, &mut more);
                    todo.extend(more);
                }
                Effect::Send(frame) => self.socket.send(Message::Binary(frame.into())).await,
                Effect::Refused(reason) => self.refusals.push(reason),
                _ => {}
            }
        }
    }
}
