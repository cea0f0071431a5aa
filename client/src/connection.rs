//! The WebSocket of one document, and the only code that dials.
//!
//! It keeps trying with a growing pause, except after a close code that says stop. Tablets keep dead sockets "open", so
//! whenever the page wakes up, and when nothing has come for a while, it asks for a sign of life with two seconds'
//! patience. What the frames mean is not known here.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::{document, window};
use shared::id::DocumentId;
use shared::protocol::{Message, SUBPROTOCOL, close};
use shared::time::Timestamp;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

use crate::{clock, mint};

const FIRST_PAUSE_MS: u32 = 400;
const LONGEST_PAUSE_MS: u32 = 12_000;
const PATIENCE_MS: u32 = 2_000;
/// A connection that lasted this long was a good one.
const PROVES_ITSELF_MS: i64 = 10_000;
const DIAL_PATIENCE_MS: u32 = 8_000;
/// Longer silence than this is suspicious.
const LOOKS_EVERY_MS: u32 = 10_000;
/// RFC 6455: the connection went away without a close frame.
const ABNORMAL: u16 = 1006;

/// What happens on the wire.
#[derive(Debug)]
pub enum Event {
    Opened,
    Frame(Vec<u8>),
    /// The socket is gone. `is_final`: nobody dials again by itself.
    Closed {
        code: u16,
        is_final: bool,
    },
}

/// A line to one document; closes when the last handle is dropped or [`Connection::hang_up`] is called.
#[derive(Clone)]
pub struct Connection(Rc<RefCell<Line>>);

struct Line {
    address: String,
    on_event: Rc<dyn Fn(Event)>,
    socket: Option<Socket>,
    n_failures: u32,
    has_heard: bool,
    opened_at: Option<Timestamp>,
    redial: Option<Timeout>,
    probe: Option<Timeout>,
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
    pub fn dial(id: &DocumentId, on_event: Rc<dyn Fn(Event)>) -> Self {
        let line = Line {
            address: format!("/sync/{id}"),
            on_event,
            socket: None,
            n_failures: 0,
            has_heard: false,
            opened_at: None,
            redial: None,
            probe: None,
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

    /// Dials now instead of when the pause is over.
    pub fn try_now(&self) {
        let is_down = {
            let mut line = self.0.borrow_mut();
            line.n_failures = 0;
            !line.is_over && line.socket.is_none()
        };
        if is_down {
            self.open();
        } else {
            self.probe();
        }
    }

    /// Drops the socket and dials again at once: what came over it made no sense.
    pub fn redial(&self) {
        self.lost(ABNORMAL);
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

    /// Asks who is here; silence means the socket is dead.
    pub fn probe(&self) {
        if self.0.borrow().probe.is_some() || !self.send(&Message::QueryAwareness.encode()) {
            return;
        }
        self.0.borrow_mut().has_heard = false;
        self.give_patience(PATIENCE_MS);
    }

    fn give_patience(&self, patience_ms: u32) {
        let weak = Rc::downgrade(&self.0);
        let probe = Timeout::new(patience_ms, move || {
            with(&weak, |connection| {
                connection.0.borrow_mut().probe = None;
                if !connection.0.borrow().has_heard {
                    connection.lost(ABNORMAL);
                }
            });
        });
        self.0.borrow_mut().probe = Some(probe);
    }

    fn open(&self) {
        let url = {
            let mut line = self.0.borrow_mut();
            line.redial = None;
            line.has_heard = false;
            if line.is_over || line.socket.is_some() {
                return;
            }
            address(&line.address)
        };
        let Ok(socket) = WebSocket::new_with_str(&url, SUBPROTOCOL) else {
            return self.pause();
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
            line.probe = None;
        }
        if let Ok(buffer) = event.data().dyn_into::<js_sys::ArrayBuffer>() {
            self.tell(Event::Frame(js_sys::Uint8Array::new(&buffer).to_vec()));
        }
    }

    fn lost(&self, code: u16) {
        let is_final = close::is_final(code);
        {
            let mut line = self.0.borrow_mut();
            // A server that greets and then fails must not be dialled without pause.
            let opened_at = line.opened_at.take();
            if opened_at.is_some_and(|at| clock::now() >= at.plus_ms(PROVES_ITSELF_MS)) {
                line.n_failures = 0;
            }
            line.socket = None;
            line.probe = None;
            line.is_over |= is_final;
        }
        self.tell(Event::Closed { code, is_final });
        if !is_final {
            self.pause();
        }
    }

    /// Twice as long each time, and never at the same moment as twenty others.
    fn pause(&self) {
        let mut line = self.0.borrow_mut();
        if line.is_over {
            return;
        }
        let longest = (FIRST_PAUSE_MS << line.n_failures.min(8)).min(LONGEST_PAUSE_MS);
        line.n_failures += 1;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between half and all of a u32"
        )]
        let pause_ms = (f64::from(longest) * (0.5 + mint::share() / 2.0)) as u32;
        let weak = Rc::downgrade(&self.0);
        line.redial = Some(Timeout::new(pause_ms, move || with(&weak, Self::open)));
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
