use super::*;
use crate::fact_sheet::{PlpPhase, ProjectStatus};
use crate::id::IndicatorId;

fn form() -> ReviewForm {
    ReviewForm::from_json(include_str!("../../../templates/psv-4x4.json")).unwrap()
}

fn goal(title: &str, target: &str) -> GoalLine {
    GoalLine {
        title: title.to_owned(),
        target: target.to_owned(),
        achieved: String::new(),
    }
}

fn project(title: &str, granted: Option<i64>) -> ProjectLine {
    ProjectLine {
        title: title.to_owned(),
        phase: PlpPhase::PreProject,
        status: ProjectStatus::Delayed,
        granted,
        paid: None,
    }
}

#[test]
fn a_sheet_loses_its_blank_lines_and_nothing_else() {
    let first = form().indicators[0].id.clone();
    let sheet = FactSheet {
        figures_as_of: Some(jiff::civil::date(2026, 9, 30)),
        granted: Some(350_000),
        goals: vec![goal("  Nye   årsverk ", "55"), goal(" ", "")],
        projects: vec![project("", None), project("Tarepilot", Some(0))],
        summary: " Et godt år.\r\nMye å gjøre. ".to_owned(),
        facts: [(
            first.clone(),
            vec![" 4 saker < 5 ".to_owned(), " ".to_owned()],
        )]
        .into(),
        ..FactSheet::default()
    };
    let clean = clean(&sheet, &form()).unwrap();
    assert_eq!(clean.goals, [goal("Nye årsverk", "55")]);
    assert_eq!(clean.projects, [project("Tarepilot", Some(0))]);
    assert_eq!(clean.summary, "Et godt år.\nMye å gjøre.");
    assert_eq!(clean.facts[&first], ["4 saker < 5"]);
    assert_eq!(clean.granted, Some(350_000));
    assert_eq!(
        super::clean(&clean, &form()).unwrap(),
        clean,
        "clean is clean"
    );
}

/// A sheet with one thing in it is refused there, for that.
#[track_caller]
fn refuse(section: SheetSection, sheets: impl IntoIterator<Item = (Fault, FactSheet)>) {
    for (fault, sheet) in sheets {
        assert_eq!(
            clean(&sheet, &form()),
            Err(SheetProblem { section, fault }),
            "{sheet:?}"
        );
    }
}

fn sheet(fill: impl FnOnce(&mut FactSheet)) -> FactSheet {
    let mut sheet = FactSheet::default();
    fill(&mut sheet);
    sheet
}

#[test]
fn lines_need_a_title_and_an_end() {
    let goals = |goals| sheet(|sheet| sheet.goals = goals);
    let projects = |project| sheet(|sheet| sheet.projects = vec![project]);
    refuse(
        SheetSection::Goals,
        [
            (Fault::NoTitle, goals(vec![goal("", "55")])),
            (Fault::TooLong, goals(vec![goal(&"å".repeat(121), "")])),
            (Fault::TooLong, goals(vec![goal("Mål", &"9".repeat(41))])),
            (Fault::TooMany, goals(vec![goal("Mål", ""); MAX_LINES + 1])),
        ],
    );
    refuse(
        SheetSection::Projects,
        [
            (Fault::NoTitle, projects(project("", Some(1)))),
            (Fault::NotAValue, projects(project("P", Some(-1)))),
            (Fault::NotAValue, projects(project("P", Some(i64::MAX)))),
        ],
    );
}

#[test]
fn figures_are_possible_ones() {
    refuse(
        SheetSection::Figures,
        [
            sheet(|sheet| sheet.granted = Some(-5)),
            sheet(|sheet| sheet.attendance_percent = Some(101)),
            sheet(|sheet| sheet.n_board_meetings = Some(1_000)),
            sheet(|sheet| sheet.measures.done = 1_000),
            sheet(|sheet| sheet.figures_as_of = Some(jiff::civil::date(206, 9, 30))),
        ]
        .map(|sheet| (Fault::NotAValue, sheet)),
    );
}

#[test]
fn words_have_an_end_and_facts_an_indicator() {
    refuse(
        SheetSection::Prose,
        [
            sheet(|sheet| sheet.risk = "å".repeat(MAX_PROSE + 1)),
            sheet(|sheet| sheet.summary = "a\u{202E}b".to_owned()),
        ]
        .map(|sheet| (Fault::TooLong, sheet)),
    );
    let first = form().indicators[0].id.clone();
    let other = IndicatorId::parse("finnes-ikke").unwrap();
    let facts = |indicator: &IndicatorId, lines| {
        sheet(|sheet| sheet.facts = [(indicator.clone(), lines)].into())
    };
    let one = || vec!["a".to_owned()];
    refuse(
        SheetSection::Facts,
        [
            (
                Fault::TooLong,
                facts(&first, vec!["å".repeat(MAX_FACT + 1)]),
            ),
            (
                Fault::TooMany,
                facts(&first, vec!["a".to_owned(); MAX_FACTS + 1]),
            ),
            (Fault::NoSuchIndicator, facts(&other, one())),
        ],
    );
    let nothing = facts(&other, vec![" ".to_owned()]);
    assert!(clean(&nothing, &form()).is_ok(), "nothing is said of it");
}
