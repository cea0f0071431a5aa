//! The pages of a plan: its chapters with their numbers, what rows stand in which, and where to find one.

use super::{ActionPlan, Row};
use crate::id::{FocusAreaId, SectionId};

/// A kind of rows that a chapter of the template holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Block {
    /// Year, version, state and dates: what is decided about the plan as a whole.
    Head,
    /// Those of the programme as a whole.
    Goals,
    /// What the goals have come to.
    Results,
    FocusAreas,
    Budget,
    Communication,
    Meetings,
}

/// By the ids of the template.
const BLOCKS: [(&str, &[Block]); 7] = [
    ("forside", &[Block::Head]),
    ("maal-og-innsatsomraader", &[Block::Goals]),
    ("resultater", &[Block::Results]),
    ("strategier-og-tiltak", &[Block::FocusAreas]),
    ("ressursinnsats-og-finansiering", &[Block::Budget]),
    ("kommunikasjonsplan", &[Block::Communication]),
    ("organisasjon-og-oppfoelging", &[Block::Meetings]),
];

/// What the rows of this chapter are; nothing for a chapter of the programme's own.
pub fn blocks(section: &SectionId) -> &'static [Block] {
    let found = BLOCKS.iter().find(|(id, _)| *id == section.as_str());
    found.map_or(&[], |(_, blocks)| *blocks)
}

/// A page of the plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Section(SectionId),
    FocusArea(FocusAreaId),
}

impl Place {
    pub fn row(&self) -> Row {
        match self {
            Self::Section(id) => Row::Section(id.clone()),
            Self::FocusArea(id) => Row::FocusArea(id.clone()),
        }
    }
}

/// A line of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub place: Place,
    /// `3` or `3.1`; none for the cover.
    pub number: Option<String>,
    pub title: String,
    /// Whether it stands inside the chapter before it.
    pub is_inner: bool,
}

/// All pages in their order: chapters, and the focus areas inside the chapter they belong to.
pub fn entries(plan: &ActionPlan) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut n_chapters = 0;
    for section in &plan.sections {
        let blocks = blocks(&section.id);
        let number = (!blocks.contains(&Block::Head)).then(|| {
            n_chapters += 1;
            n_chapters.to_string()
        });
        let within = number.clone().unwrap_or_default();
        entries.push(Entry {
            place: Place::Section(section.id.clone()),
            number,
            title: section.title.clone(),
            is_inner: false,
        });
        if blocks.contains(&Block::FocusAreas) {
            entries.extend(plan.focus_areas.iter().map(|area| Entry {
                place: Place::FocusArea(area.id.clone()),
                number: Some(format!("{within}.{}", area.number)),
                title: area.title.clone(),
                is_inner: true,
            }));
        }
    }
    entries
}

/// The page a row stands on; none when it stands on none.
pub fn place_of(plan: &ActionPlan, row: &Row) -> Option<Place> {
    let area = |id: &Option<FocusAreaId>| id.clone().map(Place::FocusArea);
    let chapter = |block| {
        let mut sections = plan.sections.iter();
        let section = sections.find(|section| blocks(&section.id).contains(&block))?;
        Some(Place::Section(section.id.clone()))
    };
    match row {
        Row::Section(id) => plan.has(row).then(|| Place::Section(id.clone())),
        Row::FocusArea(id) => plan.has(row).then(|| Place::FocusArea(id.clone())),
        Row::Goal(id) => {
            let goal = plan.goals.iter().find(|goal| goal.id == *id)?;
            area(&goal.focus_area).or_else(|| chapter(Block::Goals))
        }
        Row::Measure(id) => {
            let measure = plan.measures.iter().find(|measure| measure.id == *id)?;
            area(&measure.focus_area).or_else(|| chapter(Block::FocusAreas))
        }
        Row::Milestone(id) => {
            let has = |milestones: &[super::measure::Milestone]| {
                milestones.iter().any(|milestone| milestone.id == *id)
            };
            let mut measures = plan.measures.iter();
            let measure = measures.find(|measure| has(&measure.milestones))?;
            place_of(plan, &Row::Measure(measure.id.clone()))
        }
        Row::Risk(id) => {
            let risk = plan.risks.iter().find(|risk| risk.id == *id)?;
            area(&risk.focus_area).or_else(|| chapter(Block::FocusAreas))
        }
        Row::Frame(_) | Row::OperatingCost(_) => chapter(Block::Budget),
        Row::Communication(_) => chapter(Block::Communication),
        Row::Meeting(_) => chapter(Block::Meetings),
    }
}

#[cfg(test)]
mod tests {
    use super::super::beginning::{PlanTemplate, from_template};
    use super::super::{Head, sample};
    use super::*;
    use crate::template::Language;

    fn plan() -> ActionPlan {
        let template: PlanTemplate =
            serde_json::from_str(include_str!("../../templates/handlingsplan.json")).unwrap();
        let sections = from_template(&template, &[], Head::default(), Language::Nb).sections;
        ActionPlan {
            sections,
            ..sample::plan()
        }
    }

    #[test]
    fn focus_areas_are_numbered_inside_their_chapter_and_the_cover_has_no_number() {
        let entries = entries(&plan());
        let numbers: Vec<_> = entries
            .iter()
            .map(|entry| entry.number.as_deref().unwrap_or("-"))
            .collect();
        let expected = [
            "-", "1", "2", "3", "3.1", "3.2", "3.3", "3.4", "4", "5", "6",
        ];
        assert_eq!(numbers, expected);
        assert_eq!(entries[4].title, "Marin verdiskaping");
    }

    #[test]
    fn every_chapter_of_the_template_holds_rows_and_every_row_stands_on_a_page() {
        let plan = plan();
        for section in &plan.sections {
            assert_ne!(blocks(&section.id), [], "{}", section.id);
        }
        let measure = &plan.measures[0];
        let rows = [
            Row::Measure(measure.id.clone()),
            Row::Milestone(measure.milestones[0].id.clone()),
            Row::Risk(plan.risks[0].id.clone()),
        ];
        let area = measure.focus_area.clone().unwrap();
        for row in rows {
            assert_eq!(place_of(&plan, &row), Some(Place::FocusArea(area.clone())));
        }
        for row in [
            Row::Frame(super::super::FundingSource::County),
            Row::Goal(plan.goals[0].id.clone()),
            Row::Communication(plan.communication[0].id.clone()),
            Row::Meeting(plan.meeting_plan[0].id.clone()),
        ] {
            assert!(matches!(place_of(&plan, &row), Some(Place::Section(_))));
        }
    }

    #[test]
    fn what_is_outside_of_all_focus_areas_stands_in_their_chapter() {
        let mut plan = plan();
        plan.measures[0].focus_area = None;
        let row = Row::Measure(plan.measures[0].id.clone());
        let chapter = SectionId::parse("strategier-og-tiltak").unwrap();
        assert_eq!(place_of(&plan, &row), Some(Place::Section(chapter.clone())));
        plan.sections.retain(|section| section.id != chapter);
        assert_eq!(place_of(&plan, &row), None);
    }
}
