//! Somebody who does what a test says in the sample's open review, on a device of their own; above all the facilitator.

use std::net::SocketAddr;

use serde_json::{Value, json};
use server::clock;
use server::sign_in::create_bearer;
use shared::id::{IndicatorId, PersonId, RequestId, StepId};
use shared::proceedings::command::{Command, CommandRequest};
use shared::proceedings::state::{Phase, Position};
use shared::proceedings::steps;
use shared::proceedings::view::{ProceedingsView, RoundView};
use shared::rights::Role;
use tokio::sync::watch;

use crate::book::Book;
use crate::device::{Device, Pass, Whereabouts};
use crate::door::ROOM;
use crate::server::TestServer;

pub struct Lead {
    pub who: PersonId,
    pub device: Device,
    book: Book,
    n_asked: u32,
}

/// Says where the server is, to whoever follows.
pub struct Address(watch::Sender<SocketAddr>);

impl Address {
    pub fn of(server: &TestServer) -> Self {
        Self(watch::Sender::new(server.http().address))
    }

    pub fn follow(&self) -> Whereabouts {
        self.0.subscribe()
    }

    pub fn moves_to(&self, server: &TestServer) {
        self.0.send_replace(server.http().address);
    }
}

/// A fresh bearer token of somebody's.
pub async fn pass_of(server: &TestServer, who: &PersonId) -> Pass {
    let token = create_bearer(&server.app().store, who.clone(), clock::now());
    Pass::Bearer(token.await.expect("a token is stored").to_string())
}

/// Changes the open review as its manager would.
pub async fn set_up(server: &TestServer, change: impl FnOnce(&mut Value)) {
    let manager = server.caller(Role::ProgrammeManager);
    let path = format!("/api/meetings/{ROOM}");
    let mut meeting = manager.get(&path).await.json()["meeting"].take();
    change(&mut meeting);
    let answer = manager.put(&path, &meeting).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

/// Opens, starts or closes the review.
pub async fn becomes(server: &TestServer, state: &str) {
    let manager = server.caller(Role::ProgrammeManager);
    let path = format!("/api/meetings/{ROOM}/state");
    let answer = manager.post(&path, &json!({ "state": state })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

impl Lead {
    /// The facilitator comes in.
    pub async fn comes(server: &TestServer, whereabouts: &Whereabouts, book: &Book) -> Self {
        let who = server.person(Role::Facilitator).id.clone();
        Self::somebody(server, whereabouts, &who, book).await
    }

    /// The same for anybody.
    pub async fn somebody(
        server: &TestServer,
        whereabouts: &Whereabouts,
        who: &PersonId,
        book: &Book,
    ) -> Self {
        let pass = pass_of(server, who).await;
        Self {
            device: Device::on_a_line(whereabouts, pass).await,
            who: who.clone(),
            book: book.clone(),
            n_asked: 0,
        }
    }

    pub async fn asks(&mut self, command: Command) -> Result<i64, (u16, String)> {
        self.n_asked += 1;
        let request_id = RequestId::parse(&format!("lead-{}", self.n_asked));
        let request = CommandRequest {
            request_id: request_id.expect("a word and a number"),
            command: command.clone(),
        };
        let done = self.device.ask(&request).await;
        if done.is_ok() {
            self.book.note(&self.who, command);
        }
        done
    }

    /// What must be allowed, until it shows. Answers which view shows it.
    pub async fn does(&mut self, command: Command) -> i64 {
        let asked = format!("{command:?}");
        match self.asks(command).await {
            Ok(seq) => {
                self.device.until_seq(seq).await;
                seq
            }
            Err(refusal) => panic!("{asked} was refused: {refusal:?}"),
        }
    }

    /// The same for many, one right after another.
    pub async fn does_all(&mut self, commands: impl IntoIterator<Item = Command>) {
        let mut latest = 0;
        for command in commands {
            let asked = format!("{command:?}");
            let done = self.asks(command).await;
            latest = done.unwrap_or_else(|refusal| panic!("{asked} was refused: {refusal:?}"));
        }
        self.device.until_seq(latest).await;
    }

    pub async fn is_refused(&mut self, command: Command, status: u16, code: &str) {
        assert_eq!(self.asks(command).await, Err((status, code.to_owned())));
    }

    pub fn sees(&mut self) -> &ProceedingsView {
        let proceedings = self.device.view().proceedings.as_ref();
        proceedings.expect("a review has proceedings")
    }

    pub fn round(&mut self, indicator: &IndicatorId) -> &RoundView {
        &self.sees().rounds[indicator]
    }

    pub fn at(&mut self) -> &Position {
        let at = self.sees().position.as_ref();
        at.expect("the day has begun")
    }

    /// The indicators of a step, in their order.
    pub fn indicators_of(&mut self, step: &str) -> Vec<IndicatorId> {
        let step = StepId::parse(step).expect("a plain word");
        let form = self.device.view().form.clone();
        let found = steps::find(&self.sees().steps, &step).expect("such a step");
        let faces = steps::faces(found, form.as_ref());
        let mut indicators: Vec<IndicatorId> = faces
            .into_iter()
            .filter_map(|face| face.indicator)
            .collect();
        indicators.dedup();
        indicators
    }

    /// The button that goes on, until the group is there.
    pub async fn goes_on_to(&mut self, step: &str, phase: Phase) -> i64 {
        loop {
            let form = self.device.view().form.clone();
            let at = self.at().clone();
            let next = steps::next(&self.sees().steps, form.as_ref(), &at);
            let to = next.expect("there is more to come");
            let is_there = to.step.as_str() == step && to.phase == phase;
            let seq = self.does(Command::Move { from: at, to }).await;
            if is_there {
                return seq;
            }
        }
    }
}
