//! A WebSocket to the server, of a document or of a room, and the only code that dials.
//!
//! It keeps trying with a growing pause, except after a close code that says stop. Tablets keep dead sockets "open", so
//! whenever the page wakes up, and when nothing has come for a while, it asks for a sign of life and waits for it with
//! some patience. How long pauses and patience are is `shared::sync::redial`'s. What the frames mean is not known here.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::{document, window};
use shared::protocol::close;
use shared::sync::redial::{Redial, is_dead, patience_ms};
use shared::time::Timestamp;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

use crate::{clock, mint};

const DIAL_PATIENCE_MS: u32 = 8_000;
/// Longer silence than this is suspicious.
const LOOKS_EVERY_MS: u32 = 10_000;

/// What happens on the wire.
#[derive(Debug)]
pub enum Event {
    Opened,
    Frame(Vec<u8>),
    Text(String),
    /// Nothing has come for a while, on a line that has no question of its own.
    Doubted,
    /// The socket is gone. `is_final`: nobody dials again by itself.
    Closed {
        code: u16,
        is_final: bool,
    },
}

/// How one kind of line speaks.
#[derive(Debug, Clone)]
pub struct Speech {
    pub subprotocol: Option<&'static str>,
    /// What asks for a sign of life. A line without it says [`Event::Doubted`], and others find out.
    pub question: Option<Vec<u8>>,
}

/// A line to one document or room; closes when the last handle is dropped or [`Connection::hang_up`] is called.
#[derive(Clone)]
pub struct Connection(Rc<RefCell<Line>>);

struct Line {
    address: String,
    speech: Speech,
    on_event: Rc<dyn Fn(Event)>,
    socket: Option<Socket>,
    pauses: Redial,
    has_heard: bool,
    heard_at: Timestamp,
    /// The size of the largest change that is on its way, in bytes.
    burden: usize,
    opened_at: Option<Timestamp>,
    redial: Option<Timeout>,
    probe: Option<Timeout>,
    /// Nobody is there to talk to: the socket is down until somebody is.
    is_held: bool,
    is_over: bool,
    listeners: Vec<Listener>,
    look: Option<Interval>,
}

struct Socket {
    wire: WebSocket,
    _on_open: Closure<dyn FnMut()>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_close: Closure<dyn FnMut(CloseEvent)>,
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.wire.set_onopen(None);
        self.wire.set_onmessage(None);
        self.wire.set_onclose(None);
        // Closing what is closed already is harmless.
        drop(self.wire.close());
    }
}

/// A listener on the window (where events of the page end up too); removed when dropped.
struct Listener {
    name: &'static str,
    callback: Closure<dyn FnMut()>,
}

impl Listener {
    fn new(name: &'static str, callback: Closure<dyn FnMut()>) -> Self {
        let added =
            window().add_event_listener_with_callback(name, callback.as_ref().unchecked_ref());
        added.expect("any name may be listened to");
        Self { name, callback }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // Removing what is gone already is harmless.
        drop(window().remove_event_listener_with_callback(
            self.name,
            self.callback.as_ref().unchecked_ref(),
        ));
    }
}

impl Connection {
    /// Starts dialling. `on_event` is called from the browser's event loop, never from inside a call made here.
    pub fn dial(address: String, speech: Speech, on_event: Rc<dyn Fn(Event)>) -> Self {
        let line = Line {
            address,
            speech,
            on_event,
            socket: None,
            pauses: Redial::default(),
            has_heard: false,
            heard_at: clock::now(),
            burden: 0,
            opened_at: None,
            redial: None,
            probe: None,
            is_held: false,
            is_over: false,
            listeners: Vec::new(),
            look: None,
        };
        let connection = Self(Rc::new(RefCell::new(line)));
        connection.watch_the_page();
        connection.open();
        connection
    }

    /// Whether the bytes were handed to an open socket.
    pub fn send(&self, frame: &[u8]) -> bool {
        let line = self.0.borrow();
        line.socket
            .as_ref()
            .is_some_and(|socket| socket.wire.send_with_u8_array(frame).is_ok())
    }

    /// Whether the text was handed to an open socket.
    pub fn say(&self, text: &str) -> bool {
        let line = self.0.borrow();
        line.socket
            .as_ref()
            .is_some_and(|socket| socket.wire.send_with_str(text).is_ok())
    }

    /// Says how large the largest change is that is on its way: a line that carries much is given time.
    pub fn carries(&self, n_bytes: usize) {
        self.0.borrow_mut().burden = n_bytes;
    }

    /// Dials now instead of when the pause is over.
    pub fn try_now(&self) {
        let is_down = {
            let mut line = self.0.borrow_mut();
            line.pauses.begin_anew();
            line.socket.is_none()
        };
        if is_down {
            self.open();
        } else {
            self.probe();
        }
    }

    /// Drops the socket and dials again after a pause: what came over it made no sense.
    pub fn redial(&self) {
        self.lost(close::ABNORMAL);
    }

    /// Drops the socket, and does not dial before [`Connection::resume`].
    pub fn hold(&self) {
        self.0.borrow_mut().is_held = true;
        self.lost(close::ABNORMAL);
    }

    /// Dials after a pause, also when a close code had said stop: somebody has done something about the reason.
    pub fn resume(&self) {
        {
            let mut line = self.0.borrow_mut();
            line.is_held = false;
            line.is_over = false;
        }
        self.pause(close::ABNORMAL, 0);
    }

    /// Ends it for good.
    pub fn hang_up(&self) {
        let mut line = self.0.borrow_mut();
        line.is_over = true;
        line.socket = None;
        line.redial = None;
        line.probe = None;
        line.look = None;
        line.listeners.clear();
    }

    fn watch_the_page(&self) {
        for name in ["visibilitychange", "pageshow", "online", "offline"] {
            let weak = Rc::downgrade(&self.0);
            let listener = Listener::new(name, Closure::new(move || with(&weak, Self::woke)));
            self.0.borrow_mut().listeners.push(listener);
        }
        let weak = Rc::downgrade(&self.0);
        let look = Interval::new(LOOKS_EVERY_MS, move || with(&weak, Self::look));
        self.0.borrow_mut().look = Some(look);
    }

    fn woke(&self) {
        if !document().hidden() {
            self.try_now();
        }
    }

    fn look(&self) {
        let heard = std::mem::take(&mut self.0.borrow_mut().has_heard);
        if !heard {
            self.probe();
        }
    }

    /// Asks for a sign of life if there has been none for a while: an answer is overdue. While answers come, however
    /// slowly, the line is not dead, only busy.
    pub fn doubt(&self, silent_ms: i64) {
        let heard_at = self.0.borrow().heard_at;
        if clock::now() >= heard_at.plus_ms(silent_ms) {
            self.probe();
        }
    }

    /// Asks who is here; silence means the socket is dead.
    pub fn probe(&self) {
        if self.0.borrow().probe.is_some() {
            return;
        }
        let Some(question) = self.0.borrow().speech.question.clone() else {
            return self.tell(Event::Doubted);
        };
        if !self.send(&question) {
            return;
        }
        self.0.borrow_mut().has_heard = false;
        let patience_ms = patience_ms(self.0.borrow().burden);
        self.give_patience(patience_ms);
    }

    fn give_patience(&self, patience_ms: u32) {
        let weak = Rc::downgrade(&self.0);
        let n_buffered = self.n_buffered();
        let probe = Timeout::new(patience_ms, move || {
            with(&weak, |connection| {
                connection.0.borrow_mut().probe = None;
                if connection.0.borrow().has_heard {
                    return;
                }
                if is_dead(n_buffered, connection.n_buffered()) {
                    connection.lost(close::ABNORMAL);
                } else {
                    connection.give_patience(patience_ms);
                }
            });
        });
        self.0.borrow_mut().probe = Some(probe);
    }

    /// Bytes that have not left the device.
    fn n_buffered(&self) -> u32 {
        let line = self.0.borrow();
        line.socket
            .as_ref()
            .map_or(0, |socket| socket.wire.buffered_amount())
    }

    fn open(&self) {
        let url = {
            let mut line = self.0.borrow_mut();
            line.redial = None;
            line.has_heard = false;
            if line.is_over || line.is_held || line.socket.is_some() {
                return;
            }
            address(&line.address)
        };
        let subprotocol = self.0.borrow().speech.subprotocol;
        let socket = match subprotocol {
            Some(subprotocol) => WebSocket::new_with_str(&url, subprotocol),
            None => WebSocket::new(&url),
        };
        let Ok(socket) = socket else {
            return self.pause(close::ABNORMAL, 0);
        };
        socket.set_binary_type(BinaryType::Arraybuffer);
        let socket = self.listen(socket);
        self.0.borrow_mut().socket = Some(socket);
        self.give_patience(DIAL_PATIENCE_MS);
    }

    fn listen(&self, socket: WebSocket) -> Socket {
        let weak = Rc::downgrade(&self.0);
        let on_open = Closure::new(move || with(&weak, Self::opened));
        let weak = Rc::downgrade(&self.0);
        let on_message = Closure::new(move |event: MessageEvent| {
            with(&weak, |connection| connection.heard(&event));
        });
        let weak = Rc::downgrade(&self.0);
        let on_close = Closure::new(move |event: CloseEvent| {
            with(&weak, |connection| connection.lost(event.code()));
        });
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Socket {
            wire: socket,
            _on_open: on_open,
            _on_message: on_message,
            _on_close: on_close,
        }
    }

    fn opened(&self) {
        self.0.borrow_mut().opened_at = Some(clock::now());
        self.tell(Event::Opened);
    }

    fn heard(&self, event: &MessageEvent) {
        {
            let mut line = self.0.borrow_mut();
            line.has_heard = true;
            line.heard_at = clock::now();
            line.probe = None;
        }
        let data = event.data();
        if let Some(text) = data.as_string() {
            self.tell(Event::Text(text));
        } else if let Ok(buffer) = data.dyn_into::<js_sys::ArrayBuffer>() {
            self.tell(Event::Frame(js_sys::Uint8Array::new(&buffer).to_vec()));
        }
    }

    fn lost(&self, code: u16) {
        let is_final = close::is_final(code);
        let lasted_ms = {
            let mut line = self.0.borrow_mut();
            line.socket = None;
            line.probe = None;
            line.is_over |= is_final;
            let opened_at = line.opened_at.take();
            opened_at.map_or(0, |at| clock::now().0 - at.0)
        };
        self.tell(Event::Closed { code, is_final });
        self.pause(code, lasted_ms);
    }

    fn pause(&self, code: u16, lasted_ms: i64) {
        let mut line = self.0.borrow_mut();
        // Being told may have led to dialling already.
        if line.is_over || line.is_held || line.redial.is_some() || line.socket.is_some() {
            return;
        }
        if let Some(pause_ms) = line.pauses.pause_ms(code, lasted_ms, mint::share()) {
            let weak = Rc::downgrade(&self.0);
            line.redial = Some(Timeout::new(pause_ms, move || with(&weak, Self::open)));
        }
    }

    fn tell(&self, event: Event) {
        let on_event = Rc::clone(&self.0.borrow().on_event);
        on_event(event);
    }
}

fn with(line: &Weak<RefCell<Line>>, call: impl FnOnce(&Connection)) {
    if let Some(line) = line.upgrade() {
        call(&Connection(line));
    }
}

fn address(path: &str) -> String {
    let location = window().location();
    let scheme = if location
        .protocol()
        .is_ok_and(|protocol| protocol == "https:")
    {
        "wss"
    } else {
        "ws"
    };
    format!("{scheme}://{}{path}", location.host().unwrap_or_default())
}
