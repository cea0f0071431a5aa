//! What a new plan begins with: the template's chapters and the focus areas of the programme, or last year's plan
//! without its money.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::docket::state::LastMeasure;
use super::measure::{DecisionPoint, GrantStatus, Measure, MeasureStatus};
use super::{ActionPlan, BudgetFrame, FocusArea, FundingSource, Head, Section};
use crate::id::{FocusAreaId, SectionId};
use crate::template::{Language, Words};

/// The template of a plan, as far as its rows go.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PlanTemplate {
    pub id: String,
    pub version: u32,
    pub sections: Vec<TemplateSection>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TemplateSection {
    pub id: SectionId,
    pub title: Words,
}

/// A plan with nothing in it but chapters and focus areas. `language` is that of the plan's text.
pub fn from_template(
    template: &PlanTemplate,
    focus_areas: &[(FocusAreaId, String)],
    head: Head,
    language: Language,
) -> ActionPlan {
    let section = |section: &TemplateSection| Section {
        id: section.id.clone(),
        title: section.title.get(language).to_owned(),
    };
    let area = |(number, (id, title)): (usize, &(FocusAreaId, String))| FocusArea {
        id: id.clone(),
        number,
        title: title.clone(),
    };
    ActionPlan {
        head,
        sections: template.sections.iter().map(section).collect(),
        focus_areas: (1..).zip(focus_areas).map(area).collect(),
        frames: empty_frames(),
        ..ActionPlan::default()
    }
}

/// Next year's plan from this one. What goes on keeps its id, so that it can be followed over the years: chapters, focus
/// areas, goals, risks, communication, operating costs, and the measures that are neither done nor stopped.
///
/// Left behind are last year's money, grants, meetings and proposals, and the deadlines, milestones and decision points
/// that lie before the new year.
pub fn from_last_year(last: &ActionPlan, head: Head) -> ActionPlan {
    let mut plan = ActionPlan {
        head,
        meeting_plan: Vec::new(),
        frames: empty_frames(),
        ..last.clone()
    };
    plan.measures
        .retain(|measure| !matches!(measure.status, MeasureStatus::Done | MeasureStatus::Stopped));
    for measure in &mut plan.measures {
        carry_over(measure, plan.head.year);
    }
    for risk in &mut plan.risks {
        let is_kept = |measure: &Measure| Some(&measure.id) == risk.measure.as_ref();
        if !plan.measures.iter().any(is_kept) {
            risk.measure = None;
        }
    }
    for goal in &mut plan.goals {
        goal.from_proposals.clear();
    }
    for line in &mut plan.communication {
        line.from_proposals.clear();
    }
    for item in &mut plan.operating_costs {
        item.budget = None;
        item.funding.clear();
    }
    plan.renumber();
    plan
}

/// The measures of the plan before, as the seminar looks back at them.
pub fn last_measures(last: &ActionPlan) -> Vec<LastMeasure> {
    let title = |id: &FocusAreaId| {
        let mut areas = last.focus_areas.iter();
        areas
            .find(|area| area.id == *id)
            .map(|area| area.title.clone())
    };
    let measures = last.measures.iter();
    measures
        .map(|measure| LastMeasure {
            id: measure.id.clone(),
            number: measure.number,
            focus_area: measure
                .focus_area
                .as_ref()
                .and_then(title)
                .unwrap_or_default(),
            title: measure.title.clone(),
            result_goal: measure.result_goal.clone(),
            responsible: measure
                .responsible
                .pl
                .clone()
                .or_else(|| measure.responsible.pa.clone()),
            budget: measure.budget,
            status: measure.status,
        })
        .collect()
}

fn carry_over(measure: &mut Measure, year: i16) {
    let is_ahead = |date: &jiff::civil::Date| date.year() >= year;
    measure.budget = None;
    measure.funding.clear();
    measure.grant_status = GrantStatus::default();
    measure.from_proposals.clear();
    measure.deadline = measure.deadline.filter(is_ahead);
    measure
        .milestones
        .retain(|milestone| milestone.date.as_ref().is_none_or(is_ahead));
    if !measure.decision_point.date.as_ref().is_none_or(is_ahead) {
        measure.decision_point = DecisionPoint::default();
    }
}

/// A line for each source, without an amount.
fn empty_frames() -> BTreeMap<FundingSource, BudgetFrame> {
    FundingSource::ALL
        .map(|source| (source, BudgetFrame::default()))
        .into()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::super::sums::Sums;
    use super::*;
    use crate::plan::money::Kroner;

    fn head(year: i16) -> Head {
        Head {
            year,
            ..Head::default()
        }
    }

    #[test]
    fn a_plan_from_the_template_has_its_chapters_and_the_focus_areas() {
        let template: PlanTemplate =
            serde_json::from_str(include_str!("../../templates/handlingsplan.json")).unwrap();
        let areas: Vec<_> = sample::plan()
            .focus_areas
            .into_iter()
            .map(|area| (area.id, area.title))
            .collect();
        let plan = from_template(&template, &areas, head(2028), Language::Nn);
        assert_eq!(plan.focus_areas, sample::plan().focus_areas);
        assert_eq!(plan.sections.len(), 7);
        assert_eq!(plan.sections[0].title, "Framside og behandling");
        assert_eq!(plan.frames.len(), 6);
    }

    #[test]
    fn the_seminar_looks_back_at_every_measure_there_was() {
        let last = sample::plan();
        let measures = last_measures(&last);
        assert_eq!(measures.len(), last.measures.len());
        assert_eq!(measures[0].title, last.measures[0].title);
        assert_eq!(measures[0].focus_area, last.focus_areas[0].title);
        assert_eq!(measures[0].number.unwrap().to_string(), "1.1");
        assert_eq!(measures[0].status, last.measures[0].status);
    }

    #[test]
    fn next_year_goes_on_with_what_is_not_done_and_without_the_money() {
        let mut last = sample::plan();
        last.measures[0].status = MeasureStatus::Stopped;
        last.measures[1].status = MeasureStatus::Delayed;
        last.measures[1].deadline = Some("2028-02-01".parse().unwrap());
        last.risks[0].measure = Some(last.measures[0].id.clone());
        last.risks[1].measure = Some(last.measures[1].id.clone());
        let plan = from_last_year(&last, head(2028));
        assert_eq!(plan.measures.len(), last.measures.len() - 1);
        let first = &plan.measures[0];
        assert_eq!(first.id, last.measures[1].id);
        assert_eq!(first.number.unwrap().to_string(), "1.1");
        assert_eq!(first.title, last.measures[1].title);
        assert_eq!(first.status, MeasureStatus::Delayed);
        assert_eq!(first.deadline, last.measures[1].deadline);
        assert_eq!(first.milestones, []);
        assert_eq!(first.decision_point, DecisionPoint::default());
        assert_eq!(plan.measures[1].deadline, None, "it has passed");
        assert_eq!(plan.risks[0].measure, None);
        assert_eq!(plan.risks[1].measure, last.risks[1].measure);
        assert_eq!(plan.goals, last.goals);
        assert_eq!(plan.meeting_plan, []);
        let sums = Sums::of(&plan);
        assert_eq!(sums.plan.budget, Kroner::ZERO);
        assert_eq!(sums.plan.funding, Kroner::ZERO);
        assert!(sums.by_source.values().all(|sum| sum.frame.is_none()));
    }
}
