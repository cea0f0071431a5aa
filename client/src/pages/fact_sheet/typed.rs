//! What somebody types, as text in rows of cells, and the way from a fact sheet to rows and back. Nothing here knows a page.

use std::collections::BTreeMap;

use shared::fact_sheet::{
    FactSheet, Fault, GoalLine, Measures, PlpPhase, ProjectLine, ProjectStatus, amount_in_kroner,
};
use shared::id::IndicatorId;
use shared::meeting::FollowUp;
use shared::proceedings::state::FollowUpNote;
use shared::template::ReviewForm;

pub type Rows = Vec<Vec<String>>;

/// The parts of the page, in the order they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    FollowUps,
    Goals,
    Figures,
    Projects,
    Prose,
    Facts,
}

impl Section {
    pub const ALL: [Self; 6] = [
        Self::FollowUps,
        Self::Goals,
        Self::Figures,
        Self::Projects,
        Self::Prose,
        Self::Facts,
    ];

    /// In ids and addresses of the page, and on the device.
    pub fn name(self) -> &'static str {
        match self {
            Self::FollowUps => "anbefalinger",
            Self::Goals => "maal",
            Self::Figures => "tall",
            Self::Projects => "prosjekter",
            Self::Prose => "ord",
            Self::Facts => "indikatorer",
        }
    }

    /// An empty row, where rows can be added.
    pub fn new_row(self) -> Option<Vec<String>> {
        match self {
            Self::Goals => Some(vec![String::new(); 3]),
            Self::Projects => Some(project_row(&ProjectLine::default())),
            _ => None,
        }
    }
}

pub const PHASES: [(PlpPhase, &str); 4] = [
    (PlpPhase::PreStudy, "pre-study"),
    (PlpPhase::PreProject, "pre-project"),
    (PlpPhase::MainProject, "main-project"),
    (PlpPhase::NotAProject, "not-a-project"),
];

pub const STATUSES: [(ProjectStatus, &str); 5] = [
    (ProjectStatus::OnTrack, "on-track"),
    (ProjectStatus::Delayed, "delayed"),
    (ProjectStatus::Done, "done"),
    (ProjectStatus::Stopped, "stopped"),
    (ProjectStatus::NotStarted, "not-started"),
];

pub const FOLLOW_UPS: [(FollowUp, &str); 3] = [
    (FollowUp::Done, "done"),
    (FollowUp::Partly, "partly"),
    (FollowUp::NotDone, "not-done"),
];

fn key<T: PartialEq>(table: &[(T, &'static str)], value: &T) -> String {
    let found = table.iter().find(|(known, _)| known == value);
    found.map_or("", |(_, key)| key).to_owned()
}

fn value<T: Copy>(table: &[(T, &'static str)], key: &str) -> Option<T> {
    let found = table.iter().find(|(_, known)| *known == key);
    found.map(|(value, _)| *value)
}

/// A part of the sheet as rows. What came of last year's advice is [`follow_up_rows`].
pub fn rows(section: Section, sheet: &FactSheet, form: &ReviewForm) -> Rows {
    match section {
        Section::FollowUps => Vec::new(),
        Section::Goals => sheet.goals.iter().map(goal_row).collect(),
        Section::Figures => vec![figures_row(sheet)],
        Section::Projects => sheet.projects.iter().map(project_row).collect(),
        Section::Prose => vec![vec![
            sheet.summary.clone(),
            sheet.communication.clone(),
            sheet.risk.clone(),
        ]],
        Section::Facts => {
            let facts = |id| {
                sheet
                    .facts
                    .get(id)
                    .map_or_else(String::new, |it| it.join("\n"))
            };
            let indicators = form.indicators.iter();
            indicators.map(|it| vec![facts(&it.id)]).collect()
        }
    }
}

/// The sheet with this part as it is typed.
///
/// # Errors
/// [`Fault::NotAValue`] for a number or a date that is none; the rest is for [`shared::fact_sheet::clean`] to see.
pub fn put(
    section: Section,
    rows: &Rows,
    sheet: &FactSheet,
    form: &ReviewForm,
) -> Result<FactSheet, Fault> {
    let mut sheet = sheet.clone();
    match section {
        Section::FollowUps => {}
        Section::Goals => sheet.goals = rows.iter().map(|row| goal(row)).collect(),
        Section::Figures => put_figures(rows.first().ok_or(Fault::NotAValue)?, &mut sheet)?,
        Section::Projects => {
            sheet.projects = rows
                .iter()
                .map(|row| project(row))
                .collect::<Result<_, _>>()?;
        }
        Section::Prose => {
            let row = rows.first().ok_or(Fault::NotAValue)?;
            cell(row, 0).clone_into(&mut sheet.summary);
            cell(row, 1).clone_into(&mut sheet.communication);
            cell(row, 2).clone_into(&mut sheet.risk);
        }
        Section::Facts => {
            let facts = |row: &Vec<String>| cell(row, 0).lines().map(str::to_owned).collect();
            let ids = form.indicators.iter().map(|it| it.id.clone());
            let facts: BTreeMap<IndicatorId, Vec<String>> =
                ids.zip(rows.iter().map(facts)).collect();
            sheet.facts = facts;
        }
    }
    Ok(sheet)
}

pub fn follow_up_rows(notes: &BTreeMap<usize, FollowUpNote>, n_recommendations: usize) -> Rows {
    let row = |idx| match notes.get(&idx) {
        Some(note) => vec![
            key(&FOLLOW_UPS, &note.follow_up),
            note.what_happened.clone(),
        ],
        None => vec![String::new(), String::new()],
    };
    (0..n_recommendations).map(row).collect()
}

/// None where nothing was chosen.
pub fn follow_up(row: &[String]) -> Option<FollowUpNote> {
    Some(FollowUpNote {
        follow_up: value(&FOLLOW_UPS, cell(row, 0))?,
        what_happened: cell(row, 1).trim().to_owned(),
    })
}

fn cell(row: &[String], idx: usize) -> &str {
    row.get(idx).map_or("", String::as_str)
}

fn goal_row(goal: &GoalLine) -> Vec<String> {
    vec![
        goal.title.clone(),
        goal.target.clone(),
        goal.achieved.clone(),
    ]
}

fn goal(row: &[String]) -> GoalLine {
    GoalLine {
        title: cell(row, 0).to_owned(),
        target: cell(row, 1).to_owned(),
        achieved: cell(row, 2).to_owned(),
    }
}

fn project_row(project: &ProjectLine) -> Vec<String> {
    vec![
        project.title.clone(),
        key(&PHASES, &project.phase),
        key(&STATUSES, &project.status),
        amount(project.granted),
        amount(project.paid),
    ]
}

fn project(row: &[String]) -> Result<ProjectLine, Fault> {
    Ok(ProjectLine {
        title: cell(row, 0).to_owned(),
        phase: value(&PHASES, cell(row, 1)).unwrap_or_default(),
        status: value(&STATUSES, cell(row, 2)).unwrap_or_default(),
        granted: amount_in_kroner(cell(row, 3))?,
        paid: amount_in_kroner(cell(row, 4))?,
    })
}

fn figures_row(sheet: &FactSheet) -> Vec<String> {
    let Measures {
        in_progress,
        done,
        stopped,
        not_started,
    } = sheet.measures;
    let count = |n: u16| if n == 0 { String::new() } else { n.to_string() };
    let date = sheet.figures_as_of.map(|date| date.to_string());
    vec![
        date.unwrap_or_default(),
        amount(sheet.granted),
        amount(sheet.paid),
        count(in_progress),
        count(done),
        count(stopped),
        count(not_started),
        sheet
            .n_board_meetings
            .map_or_else(String::new, |n| n.to_string()),
        sheet
            .attendance_percent
            .map_or_else(String::new, |n| n.to_string()),
    ]
}

fn put_figures(row: &[String], sheet: &mut FactSheet) -> Result<(), Fault> {
    let count = |idx| number::<u16>(cell(row, idx)).map(Option::unwrap_or_default);
    sheet.figures_as_of = match cell(row, 0).trim() {
        "" => None,
        date => Some(date.parse().map_err(|_| Fault::NotAValue)?),
    };
    sheet.granted = amount_in_kroner(cell(row, 1))?;
    sheet.paid = amount_in_kroner(cell(row, 2))?;
    sheet.measures = Measures {
        in_progress: count(3)?,
        done: count(4)?,
        stopped: count(5)?,
        not_started: count(6)?,
    };
    sheet.n_board_meetings = number(cell(row, 7))?;
    sheet.attendance_percent = number(cell(row, 8).trim_end_matches(['%', ' ']))?;
    Ok(())
}

fn number<N: std::str::FromStr>(typed: &str) -> Result<Option<N>, Fault> {
    match typed.trim() {
        "" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| Fault::NotAValue),
    }
}

fn amount(amount: Option<i64>) -> String {
    amount.map_or_else(String::new, shared::fact_sheet::kroner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> ReviewForm {
        ReviewForm::from_json(include_str!("../../../../shared/templates/psv-4x4.json")).unwrap()
    }

    fn sheet() -> FactSheet {
        FactSheet {
            figures_as_of: Some(jiff::civil::date(2026, 9, 30)),
            granted: Some(4_000_000),
            paid: Some(2_350_000),
            measures: Measures {
                in_progress: 11,
                done: 7,
                stopped: 2,
                not_started: 3,
            },
            goals: vec![GoalLine {
                title: "Nye årsverk".to_owned(),
                target: "55".to_owned(),
                achieved: "41".to_owned(),
            }],
            projects: vec![ProjectLine {
                title: "Tarepilot".to_owned(),
                phase: PlpPhase::PreProject,
                status: ProjectStatus::Delayed,
                granted: Some(450_000),
                paid: None,
            }],
            n_board_meetings: Some(7),
            attendance_percent: Some(90),
            summary: "Et godt år.".to_owned(),
            communication: String::new(),
            risk: "Ett\nTo".to_owned(),
            facts: [(
                form().indicators[2].id.clone(),
                vec!["a".to_owned(), "b".to_owned()],
            )]
            .into(),
        }
    }

    #[test]
    fn what_is_typed_is_what_was_there() {
        for section in Section::ALL {
            let rows = rows(section, &sheet(), &form());
            let again = put(section, &rows, &sheet(), &form()).unwrap();
            let clean = shared::fact_sheet::clean(&again, &form()).unwrap();
            assert_eq!(clean, sheet(), "{section:?}");
        }
    }

    #[test]
    fn what_is_no_number_is_said() {
        let typed = |idx: usize, text: &str| {
            let mut rows = rows(Section::Figures, &sheet(), &form());
            text.clone_into(&mut rows[0][idx]);
            put(Section::Figures, &rows, &sheet(), &form())
        };
        for (idx, text) in [(0, "i høst"), (1, "mye"), (3, "-1"), (7, "sju"), (8, "900")] {
            assert_eq!(typed(idx, text), Err(Fault::NotAValue), "{text}");
        }
        assert_eq!(typed(8, "90 %").unwrap().attendance_percent, Some(90));
        assert_eq!(typed(1, "4 mill"), Err(Fault::NotAValue));
    }

    #[test]
    fn advice_without_an_answer_stays_without() {
        let note = FollowUpNote {
            follow_up: FollowUp::Partly,
            what_happened: "Noe".to_owned(),
        };
        let rows = follow_up_rows(&[(1, note.clone())].into(), 2);
        let notes: Vec<_> = rows.iter().map(|row| follow_up(row)).collect();
        assert_eq!(notes, [None, Some(note)]);
    }
}
