//! Asking for something to happen in a meeting, and why it did not.

use serde::Serialize;
use shared::proceedings::command::{Command, CommandRequest};
use shared::rights::Lock;
use shared::view::{CommandDone, Problem, ProblemDetail};

use super::ask::{Failed, post_for, post_within};
use super::rooms;
use crate::mint;
use crate::words::Words;

/// How long an answer is waited for.
pub const PATIENCE_MS: u32 = 10_000;
const SIGNED_OUT: u16 = 401;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommandFailure {
    /// A rule said no: the code of a [`shared::proceedings::refusal::Refusal`], or of another problem.
    Refused(String),
    /// The person may not do this here now.
    Locked(Lock),
    SignedOut,
    /// No contact with the server; nothing was done, as far as is known. Asking again with the same id is harmless.
    Unreachable,
    /// An answer that this page does not understand.
    Broken,
}

/// A command under an id of its own. To ask again is to send the same request.
pub fn request(command: Command) -> CommandRequest {
    CommandRequest {
        request_id: mint::request_id(),
        command,
    }
}

/// Asks for a command in the meeting with this code or id, for as long as it takes.
pub async fn command(room: &str, request: &CommandRequest) -> Result<CommandDone, CommandFailure> {
    Ok(post_for(&path(room), request).await?)
}

/// The same for somebody who waits for it: no answer within [`PATIENCE_MS`] is no contact.
pub async fn command_soon(
    room: &str,
    request: &impl Serialize,
) -> Result<CommandDone, CommandFailure> {
    Ok(post_within(&path(room), request, PATIENCE_MS).await?)
}

fn path(room: &str) -> String {
    format!("{}/commands", rooms::path(room))
}

impl From<Failed> for CommandFailure {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Unreachable => Self::Unreachable,
            Failed::Broken => Self::Broken,
            Failed::Refused(Problem {
                status: SIGNED_OUT, ..
            }) => Self::SignedOut,
            Failed::Refused(Problem {
                detail: Some(ProblemDetail::Lock(lock)),
                ..
            }) => Self::Locked(lock),
            Failed::Refused(problem) => Self::Refused(problem.code),
        }
    }
}

impl CommandFailure {
    /// One sentence for the person who asked.
    pub fn says(&self, words: Words) -> String {
        match self {
            Self::Refused(code) => words.refusal(code),
            Self::Locked(lock) => words.lock(*lock).to_owned(),
            Self::SignedOut => words.room_ended_text().to_owned(),
            Self::Unreachable => words.ask_unanswered().to_owned(),
            Self::Broken => words.broken_title().to_owned(),
        }
    }
}
