//! The sample's two plans: next year's Handlingsplan as it was on the second day of the seminar, and the Omstillingsplan
//! it stands on.

use shared::id::{PlanId, ProgrammeId};
use shared::plan::beginning::from_template;
use shared::plan::{ActionPlan, Head, PlanKind, PlanState, sample};
use shared::programme::Programme;
use shared::template::Language;
use shared::time::Timestamp;

use crate::room::plans::begun;
use crate::store::import::NewDocument;
use crate::store::log::LogRow;
use crate::store::plans::{PlanBody, StoredPlan};
use crate::{seeding, templates};

/// The plans, and what stands in them.
pub struct NewPlans {
    pub plans: Vec<StoredPlan>,
    pub documents: Vec<NewDocument>,
    /// The first row of what was decided about each.
    pub dockets: Vec<LogRow>,
}

pub fn plans(programme: &Programme, now: Timestamp) -> NewPlans {
    let rows = action_plan();
    let head = rows.head.clone();
    let next = StoredPlan {
        id: id(&format!("handlingsplan-{}", head.year)),
        programme: programme.id.clone(),
        kind: PlanKind::ActionPlan,
        year: head.year,
        body: PlanBody {
            last_year: head.year,
        },
    };
    let (whole, period) = restructuring_plan(&programme.id, &rows);
    let documents = vec![
        seeding::plan_rows(&next.id, &rows, now),
        seeding::plan_chapters(&next.id, &sample::prose(), now),
        seeding::plan_rows(&whole.id, &period_rows(&period, &rows), now),
        seeding::plan_chapters(&whole.id, &[], now),
    ];
    let dockets = vec![
        begun(&next.id, head, Vec::new(), now),
        begun(&whole.id, period, Vec::new(), now),
    ];
    NewPlans {
        plans: vec![next, whole],
        documents,
        dockets,
    }
}

/// The sample's rows, under the chapters of the template.
fn action_plan() -> ActionPlan {
    let rows = sample::plan();
    let head = rows.head.clone();
    let begun = from_template(&templates::action_plan(), &[], head, Language::Nb);
    ActionPlan {
        sections: begun.sections,
        ..rows
    }
}

fn restructuring_plan(programme: &ProgrammeId, rows: &ActionPlan) -> (StoredPlan, Head) {
    let years = rows.goals.iter().flat_map(|goal| goal.targets.keys());
    let year = years.clone().min().copied().unwrap_or(rows.head.year);
    let last_year = years.max().copied().unwrap_or(rows.head.year);
    let head = Head {
        year,
        programme_year: 1,
        state: PlanState::Adopted,
        ..sample::period_head()
    };
    let plan = StoredPlan {
        id: id(&format!("omstillingsplan-{year}-{last_year}")),
        programme: programme.clone(),
        kind: PlanKind::RestructuringPlan,
        year,
        body: PlanBody { last_year },
    };
    (plan, head)
}

/// Chapters, focus areas and goals of the whole period.
fn period_rows(head: &Head, rows: &ActionPlan) -> ActionPlan {
    let areas: Vec<_> = rows
        .focus_areas
        .iter()
        .map(|area| (area.id.clone(), area.title.clone()))
        .collect();
    let template = templates::restructuring_plan();
    let begun = from_template(&template, &areas, head.clone(), Language::Nb);
    ActionPlan {
        goals: rows.goals.clone(),
        ..begun
    }
}

fn id(text: &str) -> PlanId {
    PlanId::parse(text).expect("a plain word")
}
