//! Rows as a file that a spreadsheet opens: semicolons, because the comma is the decimal sign here, and a mark at the front
//! by which Excel knows the letters.

use std::fmt::Write as _;

const MARK: char = '\u{feff}';

/// The first line names the columns.
pub fn sheet(lines: &[Vec<String>]) -> String {
    let mut sheet = String::from(MARK);
    for line in lines {
        let cells: Vec<String> = line.iter().map(|cell| quoted(cell)).collect();
        write!(sheet, "{}\r\n", cells.join(";")).expect("a String takes all");
    }
    sheet
}

/// A cell that looks like a formula would be carried out as one, so it is marked as words. A number of a measure would be
/// read as a day of the year, so it is written as a formula for these very words.
fn quoted(cell: &str) -> String {
    if is_numbered(cell) {
        return format!("\"=\"\"{cell}\"\"\"");
    }
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let sign = if is_formula { "'" } else { "" };
    format!("\"{sign}{}\"", cell.replace('"', "\"\""))
}

/// Two numbers with a full stop between them, as measures have.
fn is_numbered(cell: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    cell.split_once('.')
        .is_some_and(|(area, place)| is_number(area) && is_number(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stay_what_they_are_and_no_formula_is_carried_out() {
        let line = |cells: &[&str]| cells.iter().map(|it| (*it).to_owned()).collect();
        let lines: Vec<Vec<String>> = vec![
            line(&["Tiltak", "Budsjett"]),
            line(&["Helårs; «drift»\n\"Fjellstua\"", "350000"]),
            line(&["=HYPERLINK(\"x\")", ""]),
            line(&["1.12", "15.03.2027"]),
        ];
        assert_eq!(
            sheet(&lines),
            "\u{feff}\"Tiltak\";\"Budsjett\"\r\n\"Helårs; «drift»\n\"\"Fjellstua\"\"\";\"350000\"\r\n\"'=HYPERLINK(\"\"x\"\")\";\"\"\r\n\"=\"\"1.12\"\"\";\"15.03.2027\"\r\n"
        );
    }
}
