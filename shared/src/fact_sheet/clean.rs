//! What a fact sheet may hold. The browser asks before it sends, the server before it stores.

use serde::{Deserialize, Serialize};

use super::{FactSheet, GoalLine, Measures, ProjectLine};
use crate::name::clean_text;
use crate::template::ReviewForm;

/// The longest title of a goal or a project, in characters.
pub const MAX_TITLE: usize = 120;
/// The longest number of a goal as it is written, such as `3,5 mill. kroner`.
pub const MAX_NUMBER: usize = 40;
/// The longest piece of prose.
pub const MAX_PROSE: usize = 4_000;
/// The longest single fact about an indicator.
pub const MAX_FACT: usize = 400;
/// The most facts about one indicator.
pub const MAX_FACTS: usize = 20;
/// The most goals, and the most projects.
pub const MAX_LINES: usize = 100;
/// The largest amount, in kroner; more is a slip of the finger.
pub const MAX_AMOUNT: i64 = 9_999_999_999;
/// The most meetings of a board, and measures in one state.
const MAX_COUNT: u16 = 999;
/// The years that are no slip of the finger.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// What is wrong, and where the page shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SheetProblem {
    pub section: SheetSection,
    pub fault: Fault,
}

/// The parts of a fact sheet, in the order they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SheetSection {
    Goals,
    Projects,
    Figures,
    Prose,
    Facts,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// A line with something in it and no title.
    NoTitle,
    TooLong,
    TooMany,
    /// A number, an amount or a date that cannot be.
    NotAValue,
    /// A fact about an indicator that the form does not have.
    NoSuchIndicator,
}

/// The sheet as it is stored: without spaces around words and without lines that say nothing.
///
/// # Errors
/// Says what is wrong instead of mending it silently.
pub fn clean(sheet: &FactSheet, form: &ReviewForm) -> Result<FactSheet, SheetProblem> {
    let prose = |text: &str| clean_prose(text).map_err(in_section(SheetSection::Prose));
    let goals = clean_goals(&sheet.goals).map_err(in_section(SheetSection::Goals))?;
    let projects = clean_projects(&sheet.projects).map_err(in_section(SheetSection::Projects))?;
    check_figures(sheet).map_err(in_section(SheetSection::Figures))?;
    Ok(FactSheet {
        goals,
        projects,
        summary: prose(&sheet.summary)?,
        communication: prose(&sheet.communication)?,
        risk: prose(&sheet.risk)?,
        facts: clean_facts(sheet, form).map_err(in_section(SheetSection::Facts))?,
        ..sheet.clone()
    })
}

fn in_section(section: SheetSection) -> impl Fn(Fault) -> SheetProblem {
    move |fault| SheetProblem { section, fault }
}

fn clean_goals(goals: &[GoalLine]) -> Result<Vec<GoalLine>, Fault> {
    let mut clean = Vec::new();
    for goal in goals {
        let goal = GoalLine {
            title: clean_line(&goal.title, MAX_TITLE)?,
            target: clean_line(&goal.target, MAX_NUMBER)?,
            achieved: clean_line(&goal.achieved, MAX_NUMBER)?,
        };
        if goal != GoalLine::default() {
            clean.push(titled(&goal.title, goal.clone())?);
        }
    }
    at_most(MAX_LINES, clean)
}

fn clean_projects(projects: &[ProjectLine]) -> Result<Vec<ProjectLine>, Fault> {
    let mut clean = Vec::new();
    for project in projects {
        check_amount(project.granted)?;
        check_amount(project.paid)?;
        let title = clean_line(&project.title, MAX_TITLE)?;
        // Phase and status stand in every line from the start, so they say nothing by themselves.
        let says_something =
            !title.is_empty() || project.granted.is_some() || project.paid.is_some();
        if says_something {
            let project = ProjectLine {
                title,
                ..project.clone()
            };
            clean.push(titled(&project.title, project.clone())?);
        }
    }
    at_most(MAX_LINES, clean)
}

fn check_figures(sheet: &FactSheet) -> Result<(), Fault> {
    check_amount(sheet.granted)?;
    check_amount(sheet.paid)?;
    let Measures {
        in_progress,
        done,
        stopped,
        not_started,
    } = sheet.measures;
    let counts = [in_progress, done, stopped, not_started];
    let is_possible = sheet
        .figures_as_of
        .is_none_or(|date| YEARS.contains(&date.year()))
        && sheet
            .attendance_percent
            .is_none_or(|percent| percent <= 100)
        && counts
            .into_iter()
            .chain(sheet.n_board_meetings)
            .all(|count| count <= MAX_COUNT);
    if is_possible {
        Ok(())
    } else {
        Err(Fault::NotAValue)
    }
}

type Facts = std::collections::BTreeMap<crate::id::IndicatorId, Vec<String>>;

fn clean_facts(sheet: &FactSheet, form: &ReviewForm) -> Result<Facts, Fault> {
    let mut clean = Facts::new();
    for (indicator, facts) in &sheet.facts {
        let mut lines = Vec::new();
        for fact in facts {
            let line = clean_line(fact, MAX_FACT)?;
            if !line.is_empty() {
                lines.push(line);
            }
        }
        if lines.is_empty() {
            continue;
        }
        if form.indicator(indicator).is_none() {
            return Err(Fault::NoSuchIndicator);
        }
        clean.insert(indicator.clone(), at_most(MAX_FACTS, lines)?);
    }
    Ok(clean)
}

fn clean_prose(text: &str) -> Result<String, Fault> {
    clean_text(text, MAX_PROSE).ok_or(Fault::TooLong)
}

/// One line, with single spaces.
fn clean_line(text: &str, max: usize) -> Result<String, Fault> {
    let text = clean_text(text, max).ok_or(Fault::TooLong)?;
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn titled<T>(title: &str, line: T) -> Result<T, Fault> {
    if title.is_empty() {
        return Err(Fault::NoTitle);
    }
    Ok(line)
}

fn at_most<T>(max: usize, lines: Vec<T>) -> Result<Vec<T>, Fault> {
    if lines.len() > max {
        return Err(Fault::TooMany);
    }
    Ok(lines)
}

fn check_amount(amount: Option<i64>) -> Result<(), Fault> {
    let is_possible = amount.is_none_or(|amount| (0..=MAX_AMOUNT).contains(&amount));
    if is_possible {
        Ok(())
    } else {
        Err(Fault::NotAValue)
    }
}

#[cfg(test)]
mod tests;
