//! People of the sample who ask that something happens in its open review.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use shared::lobby::RoomView;
use shared::view::{CommandDone, RoomFrame};

use crate::door::ROOM;
use crate::http::Answer;
use crate::server::TestServer;
use crate::watcher::Watcher;

static N_ASKED: AtomicU64 = AtomicU64::new(0);

/// An id for one asking.
pub fn request_id() -> String {
    format!("asked-{}", N_ASKED.fetch_add(1, Ordering::Relaxed))
}

impl TestServer {
    /// Asks as somebody, under an id of the caller's choice.
    pub async fn ask_as(&self, person: &str, request_id: &str, command: &Value) -> Answer {
        let body = json!({ "request_id": request_id, "command": command });
        let path = format!("/api/rooms/{ROOM}/commands");
        self.caller_with(self.token(person))
            .post(&path, &body)
            .await
    }

    /// Asks, and expects that it happens. Answers the number from which on views show it.
    pub async fn ask(&self, person: &str, command: Value) -> i64 {
        let answer = self.ask_as(person, &request_id(), &command).await;
        assert_eq!(answer.status, 200, "{person} {command}: {}", answer.text());
        let done: CommandDone = serde_json::from_slice(&answer.body).expect("a number");
        done.seq
    }

    /// Asks, and expects a refusal: its status and code.
    pub async fn is_refused(&self, person: &str, command: Value) -> (u16, String) {
        self.ask_as(person, &request_id(), &command).await.problem()
    }

    /// Follows the room of the open review as somebody of the sample.
    pub async fn follow(&self, person: &str) -> Watcher {
        self.watch(ROOM, self.token(person)).await
    }

    /// The room as somebody sees it over plain HTTP.
    pub async fn see(&self, person: &str) -> RoomView {
        let caller = self.caller_with(self.token(person));
        let answer = caller.get(&format!("/api/rooms/{ROOM}")).await;
        match serde_json::from_slice(&answer.body) {
            Ok(RoomFrame::View { view, .. }) => *view,
            other => panic!("{other:?}: {}", answer.text()),
        }
    }
}

impl Watcher {
    /// Reads until the view shows everything up to a number.
    pub async fn until_seq(&mut self, seq: i64) {
        while self.seq < seq {
            self.next().await;
        }
    }
}
