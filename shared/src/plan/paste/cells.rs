//! A paste as rows of cells. Spreadsheets put a cell with line breaks or quotes in it between quotes.

/// A line of the paste.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// From 1.
    pub number: usize,
    /// As it was pasted.
    pub text: String,
    /// Tidied: in one line, without spaces around.
    pub cells: Vec<String>,
}

/// All lines that have something in them.
pub(super) fn rows(text: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for (idx, line) in lines(text).into_iter().enumerate() {
        let cells = cells(&line);
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(Row {
                number: idx + 1,
                text: line,
                cells,
            });
        }
    }
    rows
}

/// A line break between quotes ends no line, unless the quotes are never closed.
fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<String> = Vec::new();
    let mut open: Option<String> = None;
    let mut rest = text.split('\n').peekable();
    while let Some(part) = rest.next() {
        let line = match open.take() {
            Some(begun) => format!("{begun}\n{part}"),
            None => part.to_owned(),
        };
        if ends_open(&line) && rest.peek().is_some() {
            open = Some(line);
        } else {
            lines.push(line);
        }
    }
    lines
}

/// Whether the last cell began with a quote that is not closed.
fn ends_open(line: &str) -> bool {
    let last = split(line).pop().unwrap_or_default();
    last.starts_with('"') && last.matches('"').count() % 2 == 1
}

/// At tabs that are not between quotes.
fn split(line: &str) -> Vec<String> {
    let mut cells: Vec<String> = Vec::new();
    let mut open: Option<String> = None;
    for part in line.split('\t') {
        let cell = match open.take() {
            Some(begun) => format!("{begun}\t{part}"),
            None => part.to_owned(),
        };
        if cell.starts_with('"') && cell.matches('"').count() % 2 == 1 {
            open = Some(cell);
        } else {
            cells.push(cell);
        }
    }
    cells.extend(open);
    cells
}

fn cells(line: &str) -> Vec<String> {
    split(line).iter().map(|cell| tidy(cell)).collect()
}

fn tidy(cell: &str) -> String {
    let cell = cell.trim();
    let inner = cell
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let text = inner.map_or_else(|| cell.to_owned(), |inner| inner.replace("\"\"", "\""));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
