//! The plan of Fjordvik, from the sample: for tests, and for the demo. The sample is part of the program and a test reads
//! it, so whatever is wrong with it panics.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::checks::ProposalState;
use super::measure::{DecisionPoint, Measure, MeasureNumber, Milestone, Responsible};
use super::money::Kroner;
use super::number::Tenths;
use super::{
    ActionPlan, BudgetFrame, CommunicationActivity, FocusArea, Funding, Goal, Head, OperatingCost,
    PlannedMeeting, Risk,
};
use crate::document::chapters::ProseKey;
use crate::id::{MeasureId, MilestoneId, PlannedMeetingId};

static JSON: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../sample/fjordvik.json")).unwrap());

/// What the sample says that a tool must work out.
pub fn expected() -> Value {
    JSON["expected"].clone()
}

pub fn proposals() -> Vec<ProposalState> {
    let proposal = |value: &Value| ProposalState {
        id: read(&value["id"]),
        status: read(&value["status"]),
        reason: words(&value["reason"]),
    };
    list(&JSON["proposals"]).iter().map(proposal).collect()
}

/// The prose of its chapters, as paragraphs.
pub fn prose() -> Vec<(ProseKey, Vec<String>)> {
    let piece = |value: &Value| {
        let place = value.get("focus_area").unwrap_or(&value["section"]);
        let key = ProseKey::new(&words(place), &words(&value["subsection"])).unwrap();
        (key, list(&value["paragraphs"]).iter().map(words).collect())
    };
    list(&JSON["action_plan"]["prose"])
        .iter()
        .map(piece)
        .collect()
}

pub fn plan() -> ActionPlan {
    let plan = &JSON["action_plan"];
    let mut read_plan = ActionPlan {
        head: head(),
        sections: Vec::new(),
        focus_areas: rows(&JSON["focus_areas"], focus_area),
        goals: rows(&JSON["goals"], goal),
        measures: rows(&plan["measures"], measure),
        operating_costs: rows(&plan["operating_costs"], |row| OperatingCost {
            id: read(&row["id"]),
            title: words(&row["title"]),
            budget: kroner(&row["budget"]),
            funding: funding(&row["funding"]),
        }),
        risks: rows(&plan["risks"], risk),
        communication: rows(&plan["communication"], communication),
        meeting_plan: Vec::new(),
        frames: BTreeMap::new(),
    };
    for (meeting_idx, row) in list(&plan["meeting_plan"]).iter().enumerate() {
        read_plan.meeting_plan.push(PlannedMeeting {
            id: PlannedMeetingId::parse(&format!("moete-{meeting_idx}")).unwrap(),
            date: read(&row["date"]),
            title: words(&row["title"]),
            topic: words(&row["topic"]),
        });
    }
    let next_year = funding(&plan["next_year_estimate"]);
    for (source, amount) in funding(&plan["frame"]) {
        let frame = BudgetFrame {
            frame: Some(amount),
            next_year: next_year.get(&source).copied(),
        };
        read_plan.frames.insert(source, frame);
    }
    read_plan
}

pub fn head() -> Head {
    let plan = &JSON["action_plan"];
    Head {
        year: read(&plan["year"]),
        programme_year: read(&plan["programme_year"]),
        version: read(&plan["version"]),
        state: read(&plan["state"]),
        board_date: read(&plan["board_date"]),
        council_date: read(&plan["council_date"]),
        case_number: read(&plan["case_number"]),
        ..Head::default()
    }
}

/// What was decided about the Omstillingsplan, apart from its years.
pub fn period_head() -> Head {
    let plan = &JSON["restructuring_plan"];
    Head {
        version: read(&plan["version"]),
        council_date: read(&plan["adopted_on"]),
        case_number: read(&plan["case_number"]),
        ..Head::default()
    }
}

fn focus_area(row: &Value) -> FocusArea {
    FocusArea {
        id: read(&row["id"]),
        number: read(&row["number"]),
        title: words(&row["title"]),
    }
}

fn goal(row: &Value) -> Goal {
    let mut targets = BTreeMap::new();
    for year in 2024..2030_i16 {
        let by_year = &row["targets_by_year"][year.to_string()];
        let target = tenths(by_year).or_else(|| tenths(&row[format!("target_{year}")]));
        targets.extend(target.map(|target| (year, target)));
    }
    Goal {
        id: read(&row["id"]),
        focus_area: read(&row["focus_area"]),
        title: words(&row["title"]),
        indicator: words(&row["indicator"]),
        unit: read(&row["unit"]),
        baseline: tenths(&row["baseline"]),
        period_target: tenths(&row["period_target"]),
        targets,
        achieved: tenths(&row["achieved"]),
        achieved_on: read(&row["achieved_on"]),
        source: words(&row["source"]),
        from_proposals: BTreeSet::new(),
    }
}

fn measure(row: &Value) -> Measure {
    let id: MeasureId = read(&row["id"]);
    let number: Vec<usize> = words(&row["code"])
        .split('.')
        .map(|part| part.parse().unwrap())
        .collect();
    let milestones = list(&row["milestones"]).iter().zip(1..);
    Measure {
        number: Some(MeasureNumber {
            focus_area: number[0],
            place: number[1],
        }),
        focus_area: read(&row["focus_area"]),
        title: words(&row["title"]),
        strategy: words(&row["strategy"]),
        plp_phase: read(&row["plp_phase"]),
        background: words(&row["background"]),
        result_goal: words(&row["result_goal"]),
        effect_goal: words(&row["effect_goal"]),
        indicator: words(&row["indicator"]),
        target: tenths(&row["target"]),
        responsible: Responsible {
            pa: read(&row["responsible"]["pa"]),
            pl: read(&row["responsible"]["pl"]),
        },
        start: read(&row["start"]),
        deadline: read(&row["deadline"]),
        milestones: milestones
            .map(|(milestone, number)| Milestone {
                id: MilestoneId::parse(&format!("{id}-{number}")).unwrap(),
                measure: id.clone(),
                date: read(&milestone["date"]),
                title: words(&milestone["title"]),
            })
            .collect(),
        decision_point: DecisionPoint {
            date: read(&row["next_decision_point"]["date"]),
            name: words(&row["next_decision_point"]["name"]),
        },
        budget: kroner(&row["budget"]),
        funding: funding(&row["funding"]),
        status: read(&row["status"]),
        grant_status: read(&row["grant_status"]),
        from_proposals: read(&row["from_proposals"]),
        interests: read(&row["impartiality"]),
        id,
    }
}

fn risk(row: &Value) -> Risk {
    Risk {
        id: read(&row["id"]),
        focus_area: read(&row["focus_area"]),
        measure: None,
        title: words(&row["title"]),
        likelihood: read(&row["likelihood"]),
        consequence: read(&row["consequence"]),
        response: words(&row["response"]),
        responsible: read(&row["responsible"]),
    }
}

fn communication(row: &Value) -> CommunicationActivity {
    CommunicationActivity {
        id: read(&row["id"]),
        title: words(&row["title"]),
        audience: words(&row["audience"]),
        channel: words(&row["channel"]),
        when: words(&row["when"]),
        responsible: read(&row["responsible"]),
        from_proposals: BTreeSet::new(),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn rows<R>(value: &Value, row: fn(&Value) -> R) -> Vec<R> {
    list(value).iter().map(row).collect()
}

fn read<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{value}: {error}"))
}

fn words(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn tenths(value: &Value) -> Option<Tenths> {
    value.as_i64().map(Tenths::whole)
}

fn kroner(value: &Value) -> Option<Kroner> {
    value.as_i64().map(Kroner)
}

fn funding(value: &Value) -> Funding {
    let share = |row: &Value| (read(&row["source"]), kroner(&row["amount"]).unwrap());
    list(value).iter().map(share).collect()
}
