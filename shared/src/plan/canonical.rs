//! The one form of a plan that is hashed: JSON without spaces, keys in order. It holds what people wrote, and nothing that
//! is decided about the plan afterwards, so the hash is the same before and after the council has adopted it.

use std::collections::BTreeMap;

use serde_json::json;

use super::ActionPlan;

/// `chapters`: the prose as plain text, piece by piece.
pub fn canonical(plan: &ActionPlan, chapters: &BTreeMap<String, String>) -> String {
    // A `Value` keeps its keys sorted, whatever order the fields stand in.
    let value = json!({
        "year": plan.head.year,
        "sections": plan.sections,
        "focus_areas": plan.focus_areas,
        "goals": plan.goals,
        "measures": plan.measures,
        "operating_costs": plan.operating_costs,
        "risks": plan.risks,
        "communication": plan.communication,
        "meeting_plan": plan.meeting_plan,
        "frames": plan.frames,
        "chapters": chapters,
    });
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::super::{PlanState, sample};
    use super::*;

    #[test]
    fn a_plan_has_one_form_and_everything_written_changes_it() {
        let plan = sample::plan();
        let chapters: BTreeMap<String, String> = [("visjon".to_owned(), "Fjord".to_owned())].into();
        let form = canonical(&plan, &chapters);
        assert_eq!(form, canonical(&plan.clone(), &chapters.clone()));
        assert_ne!(form, canonical(&plan, &BTreeMap::new()));
        let mut other = plan.clone();
        other.measures[3].effect_goal.push('.');
        assert_ne!(form, canonical(&other, &chapters));
        let mut adopted = plan.clone();
        adopted.head.state = PlanState::Adopted;
        adopted.head.case_number = Some("87/26".to_owned());
        assert_eq!(form, canonical(&adopted, &chapters));
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(tag = "type", rename_all = "kebab-case")]
    enum Frame {
        Plan(ActionPlan),
    }

    #[test]
    fn a_plan_is_read_back_from_json() {
        let plan = sample::plan();
        let text = serde_json::to_string(&plan).unwrap();
        let read: ActionPlan = serde_json::from_str(&text).unwrap();
        assert_eq!(read, plan);
        let mut framed = serde_json::to_value(&plan).unwrap();
        framed["type"] = "plan".into();
        let read: Frame = serde_json::from_value(framed).unwrap();
        assert_eq!(read, Frame::Plan(plan));
    }
}
