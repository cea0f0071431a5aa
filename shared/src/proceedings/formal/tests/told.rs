//! What the sample tells of the board's meetings.

use jiff::civil::Date;
use serde::Deserialize;

use crate::programme::Person;

#[derive(Deserialize)]
pub struct Sample {
    pub people: Vec<Person>,
    pub board_meetings: Vec<Held>,
    pub board_seminar: Seminar,
}

#[derive(Deserialize)]
pub struct Seminar {
    pub formal_meeting: Planned,
}

#[derive(Deserialize)]
pub struct Planned {
    pub agenda: Vec<String>,
}

#[derive(Deserialize)]
pub struct Held {
    pub date: Date,
    pub start: String,
    pub end: String,
    pub place: String,
    pub chair: String,
    pub present: Vec<String>,
    pub absent: Vec<Away>,
    pub observers: Vec<String>,
    pub administration: Vec<String>,
    pub items: Vec<Treated>,
    pub signatures: Vec<Signed>,
    pub approved_on: Date,
}

#[derive(Deserialize)]
pub struct Away {
    pub person: String,
    pub deputy: Option<String>,
}

#[derive(Deserialize)]
pub struct Signed {
    pub person: String,
    pub signed_on: Date,
}

#[derive(Deserialize)]
pub struct Treated {
    pub id: String,
    pub number: String,
    pub title: String,
    pub recommendation: String,
    pub votes: Named,
    pub decision: String,
    #[serde(default)]
    pub impartiality: Vec<Case>,
    #[serde(default)]
    pub motions: Vec<Put>,
    pub closed: Option<Closed>,
}

#[derive(Deserialize)]
pub struct Named {
    pub r#for: Vec<String>,
    pub against: Vec<String>,
    pub unanimous: bool,
}

#[derive(Deserialize)]
pub struct Counted {
    pub r#for: usize,
    pub against: usize,
}

#[derive(Deserialize)]
pub struct Case {
    pub person: String,
    pub raised_by: String,
    pub legal_basis: String,
    pub votes: Counted,
    pub left_at: String,
    pub returned_at: String,
    pub deputy: Option<String>,
    pub note: String,
}

#[derive(Deserialize)]
pub struct Put {
    pub person: String,
    pub text: String,
    pub votes: Counted,
}

#[derive(Deserialize)]
pub struct Closed {
    pub legal_basis: String,
    pub part: String,
    pub votes: Counted,
}
