//! Asking for something to happen in a meeting, and why it did not.

use shared::proceedings::command::CommandRequest;
use shared::rights::Lock;
use shared::view::{CommandDone, Problem, ProblemDetail};

use super::ask::{Failed, post_for};
use super::rooms;
use crate::words::Words;

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

/// Asks for a command in the meeting with this code or id.
pub async fn command(room: &str, request: &CommandRequest) -> Result<CommandDone, CommandFailure> {
    let path = format!("{}/commands", rooms::path(room));
    post_for(&path, request).await.map_err(CommandFailure::from)
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
            Self::Unreachable => words.ask_unreachable().to_owned(),
            Self::Broken => words.broken_title().to_owned(),
        }
    }
}
