//! Reading a list of people that somebody pasted or chose as a file: what each line means, and what is wrong in which.
//!
//! One person per line. The words for roles stand in `roles`, the bytes of a file are made text in `decode`.

mod cells;
pub mod decode;
mod roles;
#[cfg(test)]
mod tests;

use crate::email::clean_email;
use crate::name::{NameError, clean_name, clean_words};
use crate::rights::Role;
use crate::view::PersonDraft;

use cells::{Column, Columns, Table};
use roles::RoleWord;

/// The most lines of one list.
pub const MAX_LINES: usize = 500;
/// The largest list, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;

/// Somebody who is in the programme already.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub name: &'a str,
    pub email: Option<&'a str>,
}

/// Why a list is not read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListProblem {
    TooLarge,
    TooManyLines,
}

/// What one line means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From 1, as in the text; lines that are empty or head the columns are counted and not here.
    pub number: usize,
    /// The name as it was typed, when it is no good, or as it will be kept.
    pub name: String,
    /// None while there are problems.
    pub draft: Option<PersonDraft>,
    pub problems: Vec<LineProblem>,
    /// What is worth knowing and stops nothing.
    pub notices: Vec<Notice>,
    /// What one tap would change.
    pub fix: Option<Fix>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineProblem {
    Name(NameError),
    /// Something stands where the `@` should be, such as `(a)`.
    EmailAt(String),
    Email,
    /// The same address as on an earlier line.
    SameEmail {
        number: usize,
        name: String,
    },
    /// The address of somebody who is in the programme.
    EmailTaken {
        name: String,
    },
    NoRole,
    UnknownRole(String),
    /// A title or whom one represents: too long, or not plain text.
    Words,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Can only be let in to a meeting.
    NoEmail,
    /// The same name as on an earlier line.
    SameName { number: usize },
    /// The name of somebody who is in the programme.
    KnownName,
}

/// A change that would mend a line; see [`apply_fix`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fix {
    Email(String),
    Role(Role),
}

/// Reads a list, line by line.
pub fn read(text: &str, known: &[Known<'_>]) -> Result<Vec<Line>, ListProblem> {
    if text.len() > MAX_BYTES {
        return Err(ListProblem::TooLarge);
    }
    let table = Table::of(text);
    if table.n_people() > MAX_LINES {
        return Err(ListProblem::TooManyLines);
    }
    let mut lines: Vec<Line> = Vec::new();
    for (number, cells) in table.rows() {
        let line = read_line(number, &cells, &table.columns, &lines, known);
        lines.push(line);
    }
    Ok(lines)
}

/// The text with one line mended, the rest as it was.
pub fn apply_fix(text: &str, number: usize, fix: &Fix) -> String {
    let (column, word) = match fix {
        Fix::Email(email) => (Column::Email, email.as_str()),
        Fix::Role(role) => (Column::Role, roles::word(*role)),
    };
    cells::replace(text, number, column, word)
}

/// The text without one line.
pub fn remove_line(text: &str, number: usize) -> String {
    let lines = text.split_inclusive('\n').enumerate();
    lines
        .filter(|(idx, _)| idx + 1 != number)
        .map(|(_, line)| line)
        .collect()
}

fn read_line(
    number: usize,
    cells: &[String],
    columns: &Columns,
    earlier: &[Line],
    known: &[Known<'_>],
) -> Line {
    let cell = |column| columns.cell(cells, column);
    let mut line = Line {
        number,
        name: cell(Column::Name).chars().take(80).collect(),
        draft: None,
        problems: Vec::new(),
        notices: Vec::new(),
        fix: None,
    };
    match clean_name(cell(Column::Name)) {
        Ok(name) => line.name = name,
        Err(error) => line.problems.push(LineProblem::Name(error)),
    }
    let email = line.read_email(cell(Column::Email));
    if let Some(email) = &email {
        line.compare_email(email, earlier, known);
    }
    line.compare_name(earlier, known);
    let role = line.read_role(cell(Column::Role));
    let title = line.read_words(cell(Column::Title));
    let represents = line.read_words(cell(Column::Represents));
    if let (Some(role), true) = (role, line.problems.is_empty()) {
        line.draft = Some(PersonDraft {
            name: line.name.clone(),
            email,
            role: role.role,
            title: title.or(role.title),
            represents: represents.or(role.represents),
            since: None,
            until: None,
        });
    }
    line
}

impl Line {
    fn read_email(&mut self, typed: &str) -> Option<String> {
        if typed.is_empty() {
            self.notices.push(Notice::NoEmail);
            return None;
        }
        if let Some(email) = clean_email(typed) {
            return Some(email);
        }
        let (mended, instead_of_at) = mend_email(typed);
        self.problems
            .push(instead_of_at.map_or(LineProblem::Email, |word| {
                LineProblem::EmailAt(word.trim().to_owned())
            }));
        self.fix = clean_email(&mended).map(Fix::Email);
        None
    }

    fn compare_email(&mut self, email: &str, earlier: &[Line], known: &[Known<'_>]) {
        let has_it = |line: &&Line| line.email() == Some(email);
        if let Some(first) = earlier.iter().find(has_it) {
            let (number, name) = (first.number, first.name.clone());
            self.problems.push(LineProblem::SameEmail { number, name });
        }
        if let Some(person) = known.iter().find(|known| known.email == Some(email)) {
            let name = person.name.to_owned();
            self.problems.push(LineProblem::EmailTaken { name });
        }
    }

    fn compare_name(&mut self, earlier: &[Line], known: &[Known<'_>]) {
        let is_same = |name: &str| name.to_lowercase() == self.name.to_lowercase();
        if let Some(first) = earlier.iter().find(|line| is_same(&line.name)) {
            let number = first.number;
            self.notices.push(Notice::SameName { number });
        } else if known.iter().any(|known| is_same(known.name)) {
            self.notices.push(Notice::KnownName);
        }
    }

    fn read_role(&mut self, typed: &str) -> Option<RoleWord> {
        if typed.is_empty() {
            self.problems.push(LineProblem::NoRole);
            return None;
        }
        let found = roles::find(typed);
        if found.is_none() {
            let word = typed.chars().take(40).collect();
            self.problems.push(LineProblem::UnknownRole(word));
            self.fix = self.fix.take().or(roles::nearest(typed).map(Fix::Role));
        }
        found
    }

    fn read_words(&mut self, typed: &str) -> Option<String> {
        if typed.is_empty() {
            return None;
        }
        let words = clean_words(typed);
        if words.is_none() {
            self.problems.push(LineProblem::Words);
        }
        words
    }

    fn email(&self) -> Option<&str> {
        self.draft.as_ref()?.email.as_deref()
    }
}

/// What the address probably is, and what stood in the place of the `@`.
fn mend_email(typed: &str) -> (String, Option<String>) {
    let trimmed = typed
        .trim_matches(|c: char| c.is_whitespace() || "<>.,:;\"'".contains(c))
        .trim_start_matches("mailto:")
        .to_lowercase();
    let stand_ins = [
        "(a)",
        "[a]",
        "{a}",
        "(at)",
        "[at]",
        "{at}",
        "(alfakrøll)",
        " at ",
        " alfakrøll ",
    ];
    let found = stand_ins
        .into_iter()
        .find(|stand_in| !trimmed.contains('@') && trimmed.contains(stand_in));
    let mended = match found {
        Some(stand_in) => trimmed.replacen(stand_in, "@", 1),
        None => trimmed,
    };
    let mended = mended.split_whitespace().collect::<String>();
    (
        mended.replace("..", ".").replace(',', "."),
        found.map(str::to_owned),
    )
}
