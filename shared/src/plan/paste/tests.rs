use super::*;

fn lines(text: &str) -> Vec<Line> {
    read(text, 2027, Language::Nb).unwrap()
}

#[test]
fn lines_without_heads_are_the_usual_columns() {
    let lines =
        lines("Helårsdrift\tForprosjekt\tKari Nesheim\t15. juni\t350 000,-\r\nVertskapskurs\r\n");
    assert_eq!(lines.len(), 2);
    let draft = &lines[0].draft;
    assert_eq!(draft.title, "Helårsdrift");
    assert_eq!(draft.phase, Some(PlpPhase::PreProject));
    assert_eq!(draft.pa.as_deref(), Some("Kari Nesheim"));
    assert_eq!(draft.deadline, Some(jiff::civil::date(2027, 6, 15)));
    assert_eq!(draft.budget, Some(Kroner(350_000)));
    assert_eq!(lines[1].draft.title, "Vertskapskurs");
    assert!(lines.iter().all(|line| line.unread.is_empty()));
}

#[test]
fn named_columns_may_come_in_any_order_and_in_thousands() {
    let text = "Nr.\tBudsjett (1000 kr)\tTiltak\tFylkeskommunen, 1000 kr\tKommunen\tPL\tStatus\n\
                1\t350\tHelårsdrift\t250\t100 000\tPer\tI rute\n";
    let lines = lines(text);
    let draft = &lines[0].draft;
    assert_eq!((lines[0].number, draft.title.as_str()), (2, "Helårsdrift"));
    assert_eq!(draft.budget, Some(Kroner(350_000)));
    assert_eq!(draft.funding[&FundingSource::County], Kroner(250_000));
    assert_eq!(draft.funding[&FundingSource::Municipality], Kroner(100_000));
    assert_eq!(draft.pl.as_deref(), Some("Per"));
    assert_eq!(draft.status, MeasureStatus::OnTrack);
    assert_eq!(lines[0].unread, []);
}

#[test]
fn what_cannot_be_read_is_said_and_kept() {
    let lines = lines("Kai\tabc\tPer\ti vår\tmye\tog mer\n\t\t\t\t5");
    let unread: Vec<_> = lines[0]
        .unread
        .iter()
        .map(|cell| (cell.column, cell.text.as_str(), cell.why))
        .collect();
    assert_eq!(
        unread,
        [
            (Column::Phase, "abc", Why::UnknownWord),
            (Column::Deadline, "i vår", Why::NotADate),
            (Column::Budget, "mye", Why::Number(NumberFault::NotANumber)),
            (Column::Unknown, "og mer", Why::UnknownColumn),
        ]
    );
    assert_eq!(lines[0].text, "Kai\tabc\tPer\ti vår\tmye\tog mer");
    assert_eq!(lines[1].unread[0].why, Why::NoTitle);
}

#[test]
fn a_cell_between_quotes_may_have_line_breaks_and_tabs() {
    let lines = lines("\"Felles\nbooking\"\tForstudie\t\"Kari \"\"KN\"\" Nesheim\"\nNeste");
    assert_eq!(lines[0].draft.title, "Felles booking");
    assert_eq!(lines[0].draft.pa.as_deref(), Some("Kari \"KN\" Nesheim"));
    assert_eq!(lines[1].draft.title, "Neste");
}

#[test]
fn a_measure_that_begins_like_a_head_is_a_measure() {
    let lines = lines("Prosjekt Kystled\nTiltak\nStatusmøte");
    let titles: Vec<_> = lines.iter().map(|line| &*line.draft.title).collect();
    assert_eq!(titles, ["Prosjekt Kystled", "Tiltak", "Statusmøte"]);
    assert!(is_rows("a\tb") && is_rows("a\nb") && !is_rows("a b\n"));
}

#[test]
fn too_much_is_said_and_nothing_breaks_on_noise() {
    let many = "a\n".repeat(MAX_LINES + 1);
    assert_eq!(
        read(&many, 2027, Language::Nb),
        Err(PasteFault::TooManyLines)
    );
    let large = "a".repeat(MAX_BYTES + 1);
    assert_eq!(read(&large, 2027, Language::Nb), Err(PasteFault::TooLarge));
    let mut rng = fastrand::Rng::with_seed(3);
    let signs = ['"', '\t', '\n', 'a', '1', ' ', 'æ', ','];
    for _ in 0..2_000 {
        let text: String = (0..rng.usize(..40))
            .map(|_| signs[rng.usize(..signs.len())])
            .collect();
        let n_lines = read(&text, 2027, Language::Nb).unwrap().len();
        assert!(n_lines <= text.lines().count() + 1, "{text:?}");
    }
}
