//! The plans of the programme.

use shared::rights::Act;
use shared::view::{
    NewPlanRequest, PlanCard, PlanList, PlanVersionView, PlanView, PlanWritingsView,
};

use super::route::{Group, Route};

pub fn plans() -> Group {
    Group {
        name: "Plans",
        about: "The Handlingsplan of each year, and the Omstillingsplan.",
        routes: vec![
            Route::get("/api/plans", "The plans, the newest first")
                .for_whom(Act::ReadMaterial)
                .gives::<PlanList>(200, "All plans of the programme"),
            Route::post("/api/plans", "Makes the Handlingsplan of a year")
                .for_whom(Act::EditPlan)
                .takes::<NewPlanRequest>()
                .gives::<PlanCard>(201, "The plan")
                .refuses(409, "plan-exists")
                .refuses(409, "no-last-plan")
                .refuses(422, "invalid"),
            Route::get(
                "/api/plans/{plan}",
                "One plan, and what somebody needs to write in it",
            )
            .for_whom(Act::ReadMaterial)
            .gives::<PlanView>(200, "The plan without its rows, which are a document")
            .refuses(404, "plan-unknown"),
            Route::get(
                "/api/plans/{plan}/versions/{version}",
                "What stood in a plan when a version was kept",
            )
            .for_whom(Act::ReadMaterial)
            .gives::<PlanVersionView>(200, "The rows")
            .refuses(404, "plan-unknown")
            .refuses(404, "not-found"),
            Route::get(
                "/api/plans/{plan}/versions/{version}/written",
                "Who has written where in a plan since a version was kept",
            )
            .for_whom(Act::ReadMaterial)
            .asks("until", "another version, instead of now")
            .gives::<PlanWritingsView>(200, "Ids of people, by row and piece of prose")
            .refuses(404, "plan-unknown")
            .refuses(404, "not-found"),
        ],
    }
}
