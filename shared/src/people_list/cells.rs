//! Lines and cells: which sign parts them, which column is what, and a cell replaced by another.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Name,
    Email,
    Role,
    Title,
    Represents,
}

const WITHOUT_HEADER: [Option<Column>; 5] = [
    Some(Column::Name),
    Some(Column::Email),
    Some(Column::Role),
    Some(Column::Title),
    Some(Column::Represents),
];

/// Which column stands where; one that is not known is left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(Vec<Option<Column>>);

impl Columns {
    pub fn cell<'a>(&self, cells: &'a [String], column: Column) -> &'a str {
        self.place(column)
            .and_then(|place| cells.get(place))
            .map_or("", |cell| cell.trim())
    }

    fn place(&self, column: Column) -> Option<usize> {
        self.0.iter().position(|here| *here == Some(column))
    }

    /// The columns that a first line names, if it does.
    fn of_header(cells: &[String]) -> Option<Self> {
        let columns: Vec<Option<Column>> = cells.iter().map(|cell| header(cell)).collect();
        let columns = Self(columns);
        columns.place(Column::Name)?;
        let others = [Column::Email, Column::Role];
        others
            .into_iter()
            .any(|other| columns.place(other).is_some())
            .then_some(columns)
    }
}

fn header(cell: &str) -> Option<Column> {
    Some(match cell.trim().to_lowercase().as_str() {
        "navn" | "namn" | "name" | "fullt navn" | "fullt namn" | "full name" => Column::Name,
        "e-post" | "epost" | "e-postadresse" | "epostadresse" | "e-mail" | "email" | "mail" => {
            Column::Email
        }
        "rolle" | "role" | "rolle i styret" => Column::Role,
        "tittel" | "title" | "stilling" | "yrke" => Column::Title,
        "representerer" | "representerar" | "represents" | "fra" | "frå" | "organisasjon" => {
            Column::Represents
        }
        _ => return None,
    })
}

/// A text as lines of cells.
pub struct Table<'a> {
    text: &'a str,
    separator: char,
    pub columns: Columns,
    /// The line that names the columns.
    header: Option<usize>,
}

impl<'a> Table<'a> {
    pub fn of(text: &'a str) -> Self {
        let separator = separator(text);
        let first = numbered(text).find(|(_, line)| !is_empty(line, separator));
        let header = first.and_then(|(number, line)| {
            Columns::of_header(&split(line, separator)).map(|columns| (number, columns))
        });
        let (header, columns) = match header {
            Some((number, columns)) => (Some(number), columns),
            None => (None, Columns(WITHOUT_HEADER.to_vec())),
        };
        Self {
            text,
            separator,
            columns,
            header,
        }
    }

    /// The lines that are about somebody.
    pub fn rows(&self) -> impl Iterator<Item = (usize, Vec<String>)> {
        self.people()
            .map(|(number, line)| (number, split(line, self.separator)))
    }

    pub fn n_people(&self) -> usize {
        self.people().count()
    }

    fn people(&self) -> impl Iterator<Item = (usize, &str)> {
        numbered(self.text).filter(|(number, line)| {
            Some(*number) != self.header && !is_empty(line, self.separator)
        })
    }
}

/// The text with one cell of one line replaced; a line that is too short is filled up.
pub fn replace(text: &str, number: usize, column: Column, word: &str) -> String {
    let table = Table::of(text);
    let Some(place) = table.columns.place(column) else {
        return text.to_owned();
    };
    let lines = text.split_inclusive('\n').zip(1..);
    lines
        .map(|(line, here)| {
            if here == number {
                replace_in(line, table.separator, place, word)
            } else {
                line.to_owned()
            }
        })
        .collect()
}

fn replace_in(line: &str, separator: char, place: usize, word: &str) -> String {
    let content = line.trim_end_matches(['\r', '\n']);
    let end = &line[content.len()..];
    let mut cells = split(content, separator);
    if cells.len() <= place {
        cells.resize(place + 1, String::new());
    }
    word.clone_into(&mut cells[place]);
    let gap = if separator == '\t' { "" } else { " " };
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| quote(cell.trim(), separator))
        .collect();
    cells.join(&format!("{separator}{gap}")) + end
}

fn quote(cell: &str, separator: char) -> String {
    if cell.contains([separator, '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines())
}

fn is_empty(line: &str, separator: char) -> bool {
    line.chars().all(|c| c == separator || c.is_whitespace())
}

/// What most lines are parted by; a spreadsheet gives tabs.
fn separator(text: &str) -> char {
    let n_lines = |separator: &char| {
        text.lines()
            .filter(|line| line.contains(*separator))
            .count()
    };
    // The last of equals wins.
    [',', ';', '\t']
        .into_iter()
        .max_by_key(n_lines)
        .unwrap_or(';')
}

/// The cells of a line. A cell may stand in quotes, and a quote in it is doubled.
fn split(line: &str, separator: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let cell = cells.last_mut().expect("there is always one");
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if is_quoted => is_quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                is_quoted = true;
            }
            c if c == separator && !is_quoted => cells.push(String::new()),
            c => cell.push(c),
        }
    }
    cells
}
