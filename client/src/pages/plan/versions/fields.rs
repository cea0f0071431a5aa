//! What the fields of a row are called, and what they hold as people read it.

use leptos::prelude::*;
use shared::document::plan::Field;
use shared::id::{FocusAreaId, MeasureId, ProposalId};
use shared::plan::{ActionPlan, Row};

use crate::dates;
use crate::pages::plan::names;
use crate::pages::plan::room::Docket;
use crate::words::Words;

/// The name of a kind of rows.
pub fn kind(words: Words, row: &Row) -> &'static str {
    match row {
        Row::Section(_) => words.pl_chapter(),
        Row::FocusArea(_) => words.pl_focus_area(),
        Row::Goal(_) => words.pl_goals(),
        Row::Measure(_) => words.pl_measures(),
        Row::Milestone(_) => words.pl_milestones(),
        Row::Frame(_) => words.pl_frames(),
        Row::OperatingCost(_) => words.pl_operating(),
        Row::Risk(_) => words.pl_risks(),
        Row::Communication(_) => words.pl_communication(),
        Row::Meeting(_) => words.pl_meetings(),
    }
}

/// `year` is that of the plan.
pub fn label(words: Words, field: &Field, year: i16) -> String {
    let label = match field {
        Field::YearTarget(year, _) => return words.pl_f_target_of(&year.to_string()),
        Field::NextYear(_) => return words.pl_f_next_year(&(year + 1).to_string()),
        Field::FocusArea(_) => words.pl_focus_area(),
        Field::Measure(_) => words.pl_measure(),
        Field::Unit(_) => words.pl_f_unit(),
        Field::Baseline(_) => words.pl_f_baseline(),
        Field::PeriodTarget(_) => words.pl_f_period(),
        Field::Achieved(_) => words.pl_f_achieved(),
        Field::AchievedOn(_) => words.pl_f_achieved_on(),
        Field::PlpPhase(_) => words.pl_f_phase(),
        Field::Pa(_) => words.pl_f_pa(),
        Field::Pl(_) => words.pl_f_pl(),
        Field::Responsible(_) => words.pl_f_responsible(),
        Field::Start(_) => words.pl_f_start(),
        Field::Deadline(_) => words.pl_f_deadline(),
        Field::DecisionDate(_) => words.pl_f_decision_date(),
        Field::Date(_) => words.pl_f_date(),
        Field::Target(_) => words.pl_f_target(),
        Field::Budget(_) => words.pl_f_budget(),
        Field::Funding(source, _) => names::source(words, *source),
        Field::Status(_) => words.pl_f_status(),
        Field::GrantStatus(_) => words.pl_f_grant(),
        Field::Likelihood(_) => words.pl_f_likelihood(),
        Field::Consequence(_) => words.pl_f_consequence(),
        Field::Frame(_) => words.pl_f_frame(),
        Field::Proposal(..) => words.ve_from_proposal(),
        Field::Interest(..) => words.ve_interest(),
    };
    label.to_owned()
}

/// None for a field that holds nothing. `plan` is the version it stands in.
pub fn value(docket: Docket, plan: &ActionPlan, field: &Field) -> Option<String> {
    let words = docket.desk.words;
    let language = words.0;
    match field {
        Field::FocusArea(id) => Some(area(words, plan, id.as_ref())),
        Field::Measure(id) => id.as_ref().and_then(|id| measure(plan, id)),
        Field::Unit(unit) => Some(names::unit(words, *unit).to_owned()),
        Field::Baseline(number)
        | Field::PeriodTarget(number)
        | Field::YearTarget(_, number)
        | Field::Achieved(number)
        | Field::Target(number) => number.map(|number| number.written(language)),
        Field::AchievedOn(date)
        | Field::Start(date)
        | Field::Deadline(date)
        | Field::DecisionDate(date)
        | Field::Date(date) => date.map(|date| dates::day_month_year(words, date)),
        Field::PlpPhase(phase) => phase.map(|phase| names::phase(words, phase).to_owned()),
        Field::Pa(name) | Field::Pl(name) | Field::Responsible(name) => name.clone(),
        Field::Budget(amount)
        | Field::Funding(_, amount)
        | Field::Frame(amount)
        | Field::NextYear(amount) => amount.map(|amount| amount.in_kroner(language)),
        Field::Status(status) => Some(names::status(words, *status).to_owned()),
        Field::GrantStatus(status) => Some(names::grant(words, *status).to_owned()),
        Field::Likelihood(grade) | Field::Consequence(grade) => {
            grade.map(|grade| grade.to_string())
        }
        Field::Proposal(id, is_from) => is_from.then(|| proposal(docket, id)),
        Field::Interest(person, has) => has.then(|| docket.name_of(person)),
    }
}

fn area(words: Words, plan: &ActionPlan, id: Option<&FocusAreaId>) -> String {
    let mut areas = plan.focus_areas.iter();
    let area = id.and_then(|id| areas.find(|area| area.id == *id));
    area.map_or_else(|| words.pl_no_area().to_owned(), |area| area.title.clone())
}

fn measure(plan: &ActionPlan, id: &MeasureId) -> Option<String> {
    let measure = plan.measures.iter().find(|measure| measure.id == *id)?;
    Some(measure.title.clone())
}

fn proposal(docket: Docket, id: &ProposalId) -> String {
    let known = docket.desk.proposals.get_untracked();
    let known = known.iter().find(|known| known.state.id == *id);
    known.map_or_else(
        || docket.desk.words.ve_a_proposal().to_owned(),
        |known| known.title.clone(),
    )
}
