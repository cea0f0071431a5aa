//! Knocking on the door of the sample's open review, and being let in.

use serde_json::{Value, json};
use shared::id::{KnockId, PersonId};
use shared::lobby::RoomView;
use shared::rights::Role;
use shared::view::{KnockSent, RoomFrame};

use crate::http::{Answer, Client};
use crate::server::TestServer;
use crate::watcher::Watcher;

/// The sample's open review, and the digits that lead to it.
pub const ROOM: &str = "psv-2026";
pub const CODE: &str = "482173";

/// Follows the review as the first person of a role.
pub async fn watch(server: &TestServer, role: Role) -> Watcher {
    let token = &server.person(role).token;
    server.watch(ROOM, token).await
}

pub fn is_here(view: &RoomView, id: &PersonId) -> bool {
    let mut people = view.people.iter();
    people.any(|line| line.person.id == *id && line.is_here)
}

pub fn guest(name: &str) -> Value {
    json!({ "kind": "guest", "name": name, "represents": "Kystavisa" })
}

pub async fn try_knock(http: Client, knocker: &Value) -> Answer {
    let path = format!("/api/join/{CODE}/knock");
    http.post(&path, &[], &knocker.to_string()).await
}

pub async fn knock(http: Client, knocker: &Value) -> KnockSent {
    let answer = try_knock(http, knocker).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    serde_json::from_slice(&answer.body).expect("a token and a phrase")
}

/// The room as somebody sees it over plain HTTP.
pub async fn look_in(server: &TestServer, role: Role) -> RoomView {
    let authorization = format!("Bearer {}", server.person(role).token);
    let headers = [("authorization", authorization.as_str())];
    let path = format!("/api/rooms/{ROOM}");
    let answer = server.http().get(&path, &headers).await;
    match serde_json::from_slice(&answer.body) {
        Ok(RoomFrame::View { view, .. }) => *view,
        other => panic!("{other:?}: {}", answer.text()),
    }
}

/// What is newer than a frame; none when nothing is.
async fn look_again(server: &TestServer, role: Role, since: i64) -> Option<(i64, RoomView)> {
    let caller = server.caller(role);
    let path = format!("/api/rooms/{ROOM}?since={since}");
    let answer = caller.get(&path).await;
    if answer.status == 204 {
        return None;
    }
    match serde_json::from_slice(&answer.body) {
        Ok(RoomFrame::View { seq, view, .. }) => Some((seq, *view)),
        other => panic!("{other:?}: {}", answer.text()),
    }
}

/// The knock of a phrase, once it stands before the facilitator.
pub async fn waiting(server: &TestServer, phrase: &str) -> KnockId {
    let mut since = 0;
    loop {
        let Some((seq, view)) = look_again(server, Role::Facilitator, since).await else {
            tokio::task::yield_now().await;
            continue;
        };
        since = seq;
        let mut knocks = view.knocks.into_iter();
        if let Some(knock) = knocks.find(|knock| knock.phrase == phrase) {
            return knock.id;
        }
    }
}

pub async fn reply(server: &TestServer, role: Role, knock: &KnockId, admit: bool) -> Answer {
    let authorization = format!("Bearer {}", server.person(role).token);
    let headers = [("authorization", authorization.as_str())];
    let path = format!("/api/meetings/{ROOM}/knocks/{knock}");
    let body = json!({ "admit": admit }).to_string();
    server.http().post(&path, &headers, &body).await
}

pub async fn enter(http: Client, token: &str) -> Answer {
    http.post(&format!("/api/knocks/{token}"), &[], "{}").await
}

/// Knocks, is let in by the facilitator, and goes in. Answers with the cookie.
pub async fn come_in(server: &TestServer, knocker: &Value) -> String {
    let sent = knock(server.http(), knocker).await;
    let id = waiting(server, &sent.phrase).await;
    let replied = reply(server, Role::Facilitator, &id, true).await;
    assert_eq!(replied.status, 204, "{}", replied.text());
    let entered = enter(server.http(), &sent.token).await;
    assert_eq!(entered.status, 200, "{}", entered.text());
    entered.cookie()
}
