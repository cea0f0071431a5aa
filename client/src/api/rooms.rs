//! The room of a meeting over HTTP: what stands in when the live line does not hold, and the answers of those who receive.

use gloo_net::http::Request;
use serde::de::DeserializeOwned;
use shared::id::{KnockId, MeetingId, PersonId};
use shared::lobby::Attendance;
use shared::meeting::MeetingState;
use shared::view::{
    AttendanceChange, KnockAnswer, MeetingSaved, Nest, ParticipantChange, StateChange,
};

use super::ask::{Failed, delete, post, post_for, put};
use super::{ApiError, NO_CONTENT, check, encode};
use crate::storage;

/// The room as it is, as a frame of its live line, unless nothing is newer than `since`.
pub async fn room(room: &str, since: Option<i64>) -> Result<Option<String>, ApiError> {
    let path = path(room);
    let address = match since {
        Some(since) => format!("{path}?since={since}"),
        None => path,
    };
    let response = Request::get(&address)
        .send()
        .await
        .map_err(|_| ApiError::Unreachable)?;
    if response.status() == NO_CONTENT {
        return Ok(None);
    }
    check(&response)?;
    let text = response.text().await;
    text.map(Some)
        .map_err(|_| ApiError::Broken(response.status()))
}

/// The room as it was when this device last saw it.
pub fn kept<V: DeserializeOwned>(room: &str) -> Option<V> {
    storage::kept_answer(&path(room))
}

/// Remembers what was seen of a room, as the JSON of its view.
pub fn keep(room: &str, view: &str) {
    storage::keep_json(&path(room), view);
}

pub(super) fn path(room: &str) -> String {
    format!("/api/rooms/{}", encode(room))
}

/// The test tap has arrived.
pub async fn try_tap(room: &str) -> Result<(), Failed> {
    post(&format!("{}/try", path(room)), &serde_json::json!({})).await
}

pub async fn answer_knock(meeting: &MeetingId, knock: &KnockId, admit: bool) -> Result<(), Failed> {
    let path = format!("/api/meetings/{meeting}/knocks/{knock}");
    post(&path, &KnockAnswer { admit }).await
}

pub async fn change_state(
    meeting: &MeetingId,
    state: MeetingState,
) -> Result<MeetingSaved, Failed> {
    let path = format!("/api/meetings/{meeting}/state");
    post_for(&path, &StateChange { state }).await
}

pub async fn change_participant(
    meeting: &MeetingId,
    person: &PersonId,
    change: &ParticipantChange,
) -> Result<(), Failed> {
    let path = format!("/api/meetings/{meeting}/participants/{person}");
    put(&path, change).await
}

/// All the times of one person, as they should stand.
pub async fn change_attendance(
    meeting: &MeetingId,
    person: &PersonId,
    times: Vec<Attendance>,
) -> Result<(), Failed> {
    let path = format!("/api/meetings/{meeting}/attendance/{person}");
    put(&path, &AttendanceChange { times }).await
}

/// Begins a rehearsal of a meeting, anew if there is one.
pub async fn rehearse(meeting: &MeetingId) -> Result<MeetingSaved, Failed> {
    post_for(&rehearsal(meeting), &serde_json::json!({})).await
}

/// How the made-up participants of a rehearsal are from now on.
pub async fn stir(meeting: &MeetingId, nest: &Nest) -> Result<(), Failed> {
    put(&rehearsal(meeting), nest).await
}

/// Nothing is left of it.
pub async fn end_rehearsal(meeting: &MeetingId) -> Result<(), Failed> {
    delete(&rehearsal(meeting)).await
}

fn rehearsal(meeting: &MeetingId) -> String {
    format!("/api/meetings/{meeting}/rehearsal")
}
