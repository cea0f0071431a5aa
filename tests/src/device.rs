//! One device in the sample's open review: it follows the room on a line or by asking again and again, sends commands, and
//! remembers every word that reached it. It finds the server again wherever that starts anew.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;

use futures_util::FutureExt;
use serde_json::Value;
use shared::id::IndicatorId;
use shared::lobby::RoomView;
use shared::merge_patch;
use shared::proceedings::command::CommandRequest;
use shared::view::CommandDone;
use tokio::sync::watch;
use tokio::time::{Interval, MissedTickBehavior, interval, timeout};

use crate::PATIENCE;
use crate::door::ROOM;
use crate::http::{Answer, Client};
use crate::peer::{Dial, Socket};

/// How often a device asks whose network lets no line through. Real ones ask every other second.
const ASKS_EVERY: Duration = Duration::from_millis(50);

/// Where the server is reached just now.
pub type Whereabouts = watch::Receiver<SocketAddr>;

/// What a request says of whom it comes from.
#[derive(Debug, Clone)]
pub enum Pass {
    Bearer(String),
    Cookie(String),
}

enum Way {
    Line(Option<Box<Socket>>),
    Asking(Interval),
}

impl Way {
    async fn next(&mut self, to: &mut Whereabouts, pass: &Pass, since: Option<i64>) -> String {
        match self {
            Self::Asking(ticks) => loop {
                ticks.tick().await;
                if let Some(text) = look_in(to, pass, since).await {
                    return text;
                }
            },
            Self::Line(line) => loop {
                let Some(socket) = line else {
                    let socket = timeout(PATIENCE, dial(to, pass)).await;
                    *line = Some(Box::new(socket.expect("a line in time")));
                    continue;
                };
                match socket.next_text().await {
                    Ok(text) => return text,
                    Err(code) => {
                        assert!(!(4400..4500).contains(&code), "closed with {code}");
                        *line = None;
                    }
                }
            },
        }
    }
}

/// A frame as it came, and what its reader had been shown by then.
pub struct Heard {
    pub text: String,
    pub revealed: BTreeSet<IndicatorId>,
    pub proposals_are_open: bool,
}

pub struct Device {
    whereabouts: Whereabouts,
    pass: Pass,
    way: Way,
    pub seq: i64,
    json: Value,
    /// The same, once somebody has looked at it.
    view: Option<RoomView>,
    pub heard: Vec<Heard>,
}

impl Device {
    /// Comes in, and has the first view.
    pub async fn on_a_line(whereabouts: &Whereabouts, pass: Pass) -> Self {
        Self::come(whereabouts.clone(), pass, Way::Line(None)).await
    }

    /// The same for a device whose network lets no WebSocket through.
    pub async fn asking(whereabouts: &Whereabouts, pass: Pass) -> Self {
        let mut ticks = interval(ASKS_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self::come(whereabouts.clone(), pass, Way::Asking(ticks)).await
    }

    async fn come(mut whereabouts: Whereabouts, pass: Pass, mut way: Way) -> Self {
        let first = way.next(&mut whereabouts, &pass, None);
        let first = timeout(PATIENCE, first).await.expect("a view in time");
        let mut device = Self {
            whereabouts,
            pass,
            way,
            seq: 0,
            view: None,
            json: Value::Null,
            heard: Vec::new(),
        };
        device.take_in(first);
        device
    }

    /// Takes the next frame in, from whichever line it comes. May be dropped at any moment.
    pub async fn next(&mut self) {
        let since = Some(self.seq);
        let text = self
            .way
            .next(&mut self.whereabouts, &self.pass, since)
            .await;
        self.take_in(text);
    }

    /// Whatever has come by now is taken in too.
    pub async fn next_ones(&mut self) {
        self.next().await;
        while matches!(&self.way, Way::Line(Some(_))) && self.next().now_or_never().is_some() {}
    }

    /// What is on the screen.
    pub fn view(&mut self) -> &RoomView {
        self.view.get_or_insert_with(|| read(&self.json))
    }

    /// Reads until the view is so.
    pub async fn until(&mut self, what: &str, is_so: impl Fn(&RoomView) -> bool) {
        let wait = async {
            while !is_so(self.view()) {
                self.next().await;
            }
        };
        let in_time = timeout(PATIENCE, wait).await;
        in_time.unwrap_or_else(|_| panic!("waited too long until {what}"));
    }

    /// Reads until the view shows everything up to here.
    pub async fn until_seq(&mut self, seq: i64) {
        let wait = async {
            while self.seq < seq {
                self.next().await;
            }
        };
        let in_time = timeout(PATIENCE, wait).await;
        in_time.unwrap_or_else(|_| panic!("{seq} never comes, only {}", self.seq));
    }

    /// The line breaks; the next frame comes on a new one. False where there is none.
    pub fn loses_its_line(&mut self) -> bool {
        match &mut self.way {
            Way::Line(line) => line.take().is_some(),
            Way::Asking(_) => false,
        }
    }

    /// The room as it looks now, at least up to here, beside the line.
    pub async fn fetch(&mut self, seq: i64) -> RoomView {
        let fetch = async {
            loop {
                let text = look_in(&mut self.whereabouts, &self.pass, None).await;
                let frame = parse(&text.expect("there is always a view"));
                if frame["seq"].as_i64() >= Some(seq) {
                    return read(&frame["view"]);
                }
                tokio::task::yield_now().await;
            }
        };
        let in_time = timeout(PATIENCE, fetch).await;
        in_time.unwrap_or_else(|_| panic!("{seq} never comes"))
    }

    /// Asks until there is an answer: what was done, or status and code of the refusal.
    pub async fn ask(&mut self, request: &CommandRequest) -> Result<i64, (u16, String)> {
        let question = Question::command(request);
        let answer = insist(&mut self.whereabouts, &self.pass, &question).await;
        if answer.status != 200 {
            return Err(answer.problem());
        }
        let done: CommandDone = serde_json::from_slice(&answer.body).expect("a number");
        Ok(done.seq)
    }

    /// Begins to ask, and hangs up before or after the server has understood.
    pub async fn ask_and_hang_up(&self, request: &CommandRequest, n_turns: u32) {
        let question = Question::command(request);
        let address = *self.whereabouts.borrow();
        tokio::select! {
            biased;
            _ = question.send(address, &self.pass) => {}
            () = turns(n_turns) => {}
        }
    }

    fn take_in(&mut self, text: String) {
        let mut frame = parse(&text);
        let seq = frame["seq"].as_i64().expect("a number");
        assert!(seq >= self.seq, "{seq} after {}", self.seq);
        if frame["type"] == "changes" {
            assert_eq!(frame["from"], self.seq, "no frame is missing");
            merge_patch::merge(&mut self.json, frame["changes"].take());
        } else {
            self.json = frame["view"].take();
        }
        self.view = None;
        self.seq = seq;
        let proceedings = &self.json["proceedings"];
        let rounds = proceedings["rounds"].as_object().into_iter().flatten();
        let revealed = rounds.filter(|(_, round)| round["reveal"].is_object());
        let revealed = revealed.map(|(id, _)| IndicatorId::parse(id).expect("an indicator"));
        self.heard.push(Heard {
            text,
            revealed: revealed.collect(),
            proposals_are_open: proceedings["proposals"]["is_open"] == true,
        });
    }
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("a frame")
}

fn read(view: &Value) -> RoomView {
    serde_json::from_value(view.clone()).expect("a view")
}

async fn turns(n_turns: u32) {
    for _ in 0..n_turns {
        tokio::task::yield_now().await;
    }
}

/// A request that can be sent again.
struct Question {
    method: &'static str,
    path: String,
    body: String,
}

impl Question {
    fn command(request: &CommandRequest) -> Self {
        Self {
            method: "POST",
            path: format!("/api/rooms/{ROOM}/commands"),
            body: serde_json::to_string(request).expect("plain values serialise"),
        }
    }

    async fn send(&self, address: SocketAddr, pass: &Pass) -> Option<Answer> {
        let headers = pass.headers(address);
        let headers = headers.iter().map(|(name, value)| (*name, value.as_str()));
        let json = [("content-type", "application/json")];
        let headers: Vec<(&str, &str)> = headers.chain(json).collect();
        let client = Client { address };
        let answer = client.try_send(self.method, &self.path, &headers, &self.body);
        answer.await
    }
}

/// Tries again wherever the server is then, until it answers more than that it is on its way out.
async fn insist(whereabouts: &mut Whereabouts, pass: &Pass, question: &Question) -> Answer {
    loop {
        let address = *whereabouts.borrow_and_update();
        match question.send(address, pass).await {
            Some(answer) if answer.status != 503 => return answer,
            Some(_) => tokio::task::yield_now().await,
            None => {
                let moved = timeout(PATIENCE, whereabouts.changed()).await;
                moved.expect("a server in time").expect("a server");
            }
        }
    }
}

/// The room as a whole; none when there is nothing newer than a number.
async fn look_in(whereabouts: &mut Whereabouts, pass: &Pass, since: Option<i64>) -> Option<String> {
    let query = since.map_or_else(String::new, |seq| format!("?since={seq}"));
    let question = Question {
        method: "GET",
        path: format!("/api/rooms/{ROOM}{query}"),
        body: String::new(),
    };
    let answer = insist(whereabouts, pass, &question).await;
    match answer.status.as_u16() {
        200 => Some(answer.text()),
        204 => None,
        _ => panic!("{}", answer.text()),
    }
}

async fn dial(whereabouts: &mut Whereabouts, pass: &Pass) -> Socket {
    loop {
        let address = *whereabouts.borrow_and_update();
        let headers = pass.headers(address).into_iter();
        let to_room = Dial::to_room(address, ROOM);
        let dial = headers.fold(to_room, |dial, (name, value)| dial.with(name, &value));
        if let Some(socket) = dial.try_socket().await {
            return socket;
        }
        whereabouts.changed().await.expect("a server");
    }
}

impl Pass {
    fn headers(&self, address: SocketAddr) -> Vec<(&'static str, String)> {
        match self {
            Self::Bearer(token) => vec![("authorization", format!("Bearer {token}"))],
            Self::Cookie(cookie) => vec![
                ("cookie", cookie.clone()),
                ("origin", format!("http://localhost:{}", address.port())),
            ],
        }
    }
}
