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

/// A cell that looks like a formula would be carried out as one, so it is marked as words.
fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let sign = if is_formula { "'" } else { "" };
    format!("\"{sign}{}\"", cell.replace('"', "\"\""))
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
        ];
        assert_eq!(
            sheet(&lines),
            "\u{feff}\"Tiltak\";\"Budsjett\"\r\n\"Helårs; «drift»\n\"\"Fjellstua\"\"\";\"350000\"\r\n\"'=HYPERLINK(\"\"x\"\")\";\"\"\r\n"
        );
    }
}
