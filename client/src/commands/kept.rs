//! Commands on the device: written before they are sent, and gone when they are answered.
//!
//! They lie in the browser's plain storage, which writes at once: a page that closes in the next moment has kept what
//! was chosen. Keys hold person and meeting, so that nobody sends another person's answers from a shared device, and
//! every command has its own, so that two tabs of one person never overwrite each other.
//!
//! They are written as they are sent, and read by hand: reading whatever somebody can ask for, as the server does, is
//! a twentieth of the whole program, for the few things that are asked for here.

use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::id::{
    GroupId, IndicatorId, MeetingId, NoteId, PersonId, ProposalId, QuestionId, RequestId,
};
use shared::proceedings::command::Command;
use shared::proceedings::evaluation;
use shared::proceedings::seminar;
use shared::proceedings::seminar::state::SwotField;
use shared::time::Timestamp;

use super::queue::Entry;
use crate::storage;

const COMMAND: &str = "samling.command.";

fn prefix(person: &PersonId, meeting: &MeetingId) -> String {
    format!("{COMMAND}{person}/{meeting}/")
}

/// Everything kept of one person's in one meeting. What cannot be read stays where it is.
pub fn load(person: &PersonId, meeting: &MeetingId) -> Vec<Entry> {
    let texts = storage::all_with(&prefix(person, meeting));
    texts.iter().filter_map(|text| read(text)).collect()
}

/// Answers whether the device took it.
#[must_use]
pub fn keep(person: &PersonId, meeting: &MeetingId, entry: &Entry) -> bool {
    let key = format!("{}{}", prefix(person, meeting), entry.request_id);
    serde_json::to_string(entry).is_ok_and(|text| storage::try_set(&key, &text))
}

pub fn forget(person: &PersonId, meeting: &MeetingId, entry: &Entry) {
    storage::remove(&format!("{}{}", prefix(person, meeting), entry.request_id));
}

fn read(text: &str) -> Option<Entry> {
    let row: Value = serde_json::from_str(text).ok()?;
    Some(Entry {
        request_id: RequestId::parse(row["request_id"].as_str()?).ok()?,
        command: command(&row["command"])?,
        at: Timestamp(row["at"].as_i64()?),
        n: row["n"].as_u64().unwrap_or(0),
        refused: row["refused"].as_str().map(str::to_owned),
    })
}

/// The commands of a participant; none for any other.
fn command(row: &Value) -> Option<Command> {
    let text = |name: &str| row[name].as_str();
    let flag = |name: &str| row[name].as_bool();
    let number = |name: &str| row[name].as_u64().and_then(|n| u8::try_from(n).ok());
    let indicator = || IndicatorId::parse(text("indicator")?).ok();
    let proposal = || ProposalId::parse(text("id")?).ok();
    let note = || NoteId::parse(text("id")?).ok();
    Some(match text("type")? {
        "score" => Command::Score {
            indicator: indicator()?,
            value: number("value"),
            on_behalf_of: None,
        },
        "think" => Command::Think {
            indicator: indicator()?,
            text: text("text")?.to_owned(),
        },
        "share-thought" => Command::ShareThought {
            indicator: indicator()?,
            is_shared: flag("is_shared")?,
        },
        "finish-scoring" => Command::FinishScoring {
            is_done: flag("is_done")?,
        },
        "answer-grade" => Command::AnswerGrade {
            indicator: indicator()?,
            grade: inner(&row["grade"])?,
            answer: inner(&row["answer"])?,
        },
        "draft-proposal" => Command::DraftProposal {
            id: proposal()?,
            draft: inner(&row["draft"])?,
        },
        "drop-draft" => Command::DropDraft { id: proposal()? },
        "share-proposal" => Command::ShareProposal { id: proposal()? },
        "claim-proposal" => Command::ClaimProposal {
            id: proposal()?,
            is_claimed: flag("is_claimed")?,
        },
        "give-dots" => Command::GiveDots {
            group: GroupId::parse(text("group")?).ok()?,
            dots: number("dots")?,
        },
        "finish-voting" => Command::FinishVoting {
            is_done: flag("is_done")?,
        },
        "raise-hand" => Command::RaiseHand,
        "lower-hand" => Command::LowerHand { person: None },
        "park" => Command::Park {
            id: note()?,
            text: text("text")?.to_owned(),
        },
        "unpark" => Command::Unpark { id: note()? },
        "judge-worth" => Command::JudgeWorth {
            value: number("value")?,
        },
        "seminar" => Command::Seminar {
            ask: seminar(&row["ask"])?,
        },
        "mark-fact-sheet-read" => Command::MarkFactSheetRead,
        "evaluation" => Command::Evaluation {
            ask: evaluation(&row["ask"])?,
        },
        _ => return None,
    })
}

/// What somebody answers about the board's own work.
fn evaluation(row: &Value) -> Option<evaluation::Ask> {
    let question = |name: &str| QuestionId::parse(row[name].as_str()?).ok();
    Some(match row["type"].as_str()? {
        "answer" => evaluation::Ask::Answer {
            statement: question("statement")?,
            value: row["value"].as_u64().and_then(|n| u8::try_from(n).ok()),
        },
        "write" => evaluation::Ask::Write {
            question: question("question")?,
            text: row["text"].as_str()?.to_owned(),
        },
        "finish" => evaluation::Ask::Finish {
            is_done: row["is_done"].as_bool()?,
        },
        _ => return None,
    })
}

/// What a participant of a seminar asks for, as far as it waits for the network.
fn seminar(row: &Value) -> Option<seminar::Ask> {
    let text = |name: &str| row[name].as_str();
    let id = NoteId::parse(text("id")?).ok()?;
    let field = || {
        let mut all = SwotField::ALL.into_iter();
        all.find(|field| field.id() == row["field"])
    };
    Some(match text("type")? {
        "write-note" => seminar::Ask::WriteNote {
            id,
            field: field()?,
            text: text("text")?.to_owned(),
        },
        "remove-note" => seminar::Ask::RemoveNote { id },
        "restore-note" => seminar::Ask::RestoreNote { id },
        _ => return None,
    })
}

/// By the decoder that is in the program already.
fn inner<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_str(&value.to_string()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::proceedings::state::{Answer, Grade, ProposalDraft};

    #[test]
    fn what_is_written_is_read_again() {
        let indicator = || IndicatorId::parse("a").unwrap();
        let proposal = || ProposalId::parse("p").unwrap();
        let note = || NoteId::parse("n").unwrap();
        let text = || "Ord, «ord» og \"ord\"".to_owned();
        let draft = ProposalDraft {
            title: text(),
            indicator: Some(indicator()),
            ..ProposalDraft::default()
        };
        let score = |value| Command::Score {
            indicator: indicator(),
            value,
            on_behalf_of: None,
        };
        let answer = |answer| Command::AnswerGrade {
            indicator: indicator(),
            grade: Grade::One(3),
            answer,
        };
        let commands = [
            score(Some(4)),
            score(None),
            Command::Think {
                indicator: indicator(),
                text: text(),
            },
            Command::ShareThought {
                indicator: indicator(),
                is_shared: true,
            },
            Command::FinishScoring { is_done: true },
            answer(None),
            answer(Some(Answer::Agreed)),
            answer(Some(Answer::AgreedWithRemark { remark: text() })),
            Command::DraftProposal {
                id: proposal(),
                draft,
            },
            Command::DropDraft { id: proposal() },
            Command::ShareProposal { id: proposal() },
            Command::ClaimProposal {
                id: proposal(),
                is_claimed: false,
            },
            Command::GiveDots {
                group: GroupId::parse("g").unwrap(),
                dots: 2,
            },
            Command::FinishVoting { is_done: false },
            Command::RaiseHand,
            Command::LowerHand { person: None },
            Command::Park {
                id: note(),
                text: text(),
            },
            Command::Unpark { id: note() },
            Command::JudgeWorth { value: 3 },
            Command::MarkFactSheetRead,
            Command::Evaluation {
                ask: evaluation::Ask::Answer {
                    statement: QuestionId::parse("s").unwrap(),
                    value: None,
                },
            },
            Command::Evaluation {
                ask: evaluation::Ask::Write {
                    question: QuestionId::parse("s").unwrap(),
                    text: text(),
                },
            },
            Command::Evaluation {
                ask: evaluation::Ask::Finish { is_done: true },
            },
        ];
        for (n, command) in (0..).zip(commands) {
            let entry = Entry {
                request_id: RequestId::parse("r").unwrap(),
                command,
                at: Timestamp(1_700_000_000_000),
                n,
                refused: (n == 3).then(|| "revealed".to_owned()),
            };
            let text = serde_json::to_string(&entry).unwrap();
            assert_eq!(read(&text), Some(entry), "{text}");
        }
    }

    #[test]
    fn what_is_no_command_of_a_participant_is_left_alone() {
        for text in [
            "",
            "{}",
            r#"{"request_id":"r","at":1,"command":{"type":"reveal"}}"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
