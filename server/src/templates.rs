//! What a meeting can be made from: forms and run sheets that come with the program. A meeting keeps its own copy.

use shared::meeting::MeetingKind;
use shared::plan::beginning::PlanTemplate;
use shared::run_sheet::RunSheet;
use shared::template::{ReviewForm, Words};
use shared::view::TemplateCard;

const FORMS: [&str; 2] = [
    include_str!("../../shared/templates/psv-4x4.json"),
    include_str!("../../shared/templates/psv-6x6.json"),
];
const REVIEW_DAY: &str = include_str!("../../shared/templates/runsheet-psv.json");
const SEMINAR_DAYS: &str = include_str!("../../shared/templates/runsheet-styreseminar.json");
const SEMINAR: &str = "styreseminar";

const ACTION_PLAN: &str = include_str!("../../shared/templates/handlingsplan.json");
const RESTRUCTURING_PLAN: &str = include_str!("../../shared/templates/omstillingsplan.json");

const WHOLE: &str = "the templates are part of the program, and a test reads them";

pub struct Template {
    pub id: String,
    pub kind: MeetingKind,
    pub title: Words,
    pub form: Option<ReviewForm>,
    pub run_sheet: RunSheet,
}

/// All templates, with the run sheets of this programme year (domain 2.9).
pub fn all(programme_year: u8) -> Vec<Template> {
    let reviews = forms().map(|form| Template {
        id: form.id.clone(),
        kind: MeetingKind::StatusReview,
        title: form.title.clone(),
        form: Some(form),
        run_sheet: run_sheet(MeetingKind::StatusReview, programme_year),
    });
    let seminar = Template {
        id: SEMINAR.to_owned(),
        kind: MeetingKind::BoardSeminar,
        title: Words {
            nb: "Styreseminar".into(),
            nn: "Styreseminar".into(),
            en: "Board seminar".into(),
        },
        form: None,
        run_sheet: run_sheet(MeetingKind::BoardSeminar, programme_year),
    };
    reviews.chain([seminar]).collect()
}

pub fn find(id: &str, programme_year: u8) -> Option<Template> {
    all(programme_year)
        .into_iter()
        .find(|template| template.id == id)
}

pub fn form(id: &str) -> Option<ReviewForm> {
    forms().find(|form| form.id == id)
}

pub fn run_sheet(kind: MeetingKind, programme_year: u8) -> RunSheet {
    let json = match kind {
        MeetingKind::StatusReview => REVIEW_DAY,
        MeetingKind::BoardSeminar => SEMINAR_DAYS,
    };
    RunSheet::from_template(json, programme_year)
        .expect(WHOLE)
        .1
}

/// The chapters of a Handlingsplan.
pub fn action_plan() -> PlanTemplate {
    serde_json::from_str(ACTION_PLAN).expect(WHOLE)
}

/// Those of an Omstillingsplan.
pub fn restructuring_plan() -> PlanTemplate {
    serde_json::from_str(RESTRUCTURING_PLAN).expect(WHOLE)
}

/// The forms that come with the program.
pub fn forms() -> impl Iterator<Item = ReviewForm> {
    FORMS
        .into_iter()
        .map(|json| ReviewForm::from_json(json).expect(WHOLE))
}

impl Template {
    /// A form without names cannot be used before somebody fills them in.
    pub fn is_usable(&self) -> bool {
        let has_name = |title: &Words| !title.nb.trim().is_empty() && !title.nn.trim().is_empty();
        self.form
            .iter()
            .flat_map(|form| &form.indicators)
            .all(|indicator| has_name(&indicator.title))
    }

    pub fn into_card(self) -> TemplateCard {
        let values = |form: &ReviewForm| {
            let mut values = form.scale.steps.iter().map(|step| step.value);
            let first = values.next()?;
            Some((first, values.next_back().unwrap_or(first)))
        };
        TemplateCard {
            is_usable: self.is_usable(),
            n_indicators: self.form.as_ref().map_or(0, |form| form.indicators.len()),
            scale: self.form.as_ref().and_then(values),
            id: self.id,
            kind: self.kind,
            title: self.title,
            run_sheet: self.run_sheet,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_three_and_the_one_without_names_cannot_be_used() {
        for year in 1..=6 {
            let cards = all(year).into_iter().map(Template::into_card);
            let cards: Vec<_> = cards
                .map(|card| (card.id, card.n_indicators, card.scale, card.is_usable))
                .collect();
            assert_eq!(
                cards,
                [
                    ("psv-4x4".into(), 8, Some((1, 5)), true),
                    ("psv-6x6".into(), 12, Some((1, 5)), false),
                    ("styreseminar".into(), 0, None, true),
                ]
            );
        }
    }
}
