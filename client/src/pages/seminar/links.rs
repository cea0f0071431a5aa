//! What the pages of a seminar read of what it stands on, and the big links out of them.

use leptos::prelude::*;
use shared::id::PlanId;
use shared::view::Groundwork;

use super::face::PlanWork;
use crate::components::icon::{Glyph, Icon};
use crate::pages::session::day::Day;
use crate::places;

/// Something of what the seminar stands on, as long as it stays the same.
pub fn ground<T: Default + PartialEq + Send + Sync + 'static>(
    day: Day,
    read: impl Fn(&Groundwork) -> T + Send + Sync + 'static,
) -> Memo<T> {
    let room = day.room_view();
    Memo::new(move |_| {
        room.with(|room| {
            let ground = room.as_ref().and_then(|room| room.groundwork.as_ref());
            ground.map_or_else(T::default, &read)
        })
    })
}

/// The plan in which something is done.
pub fn plan_of(ground: &Groundwork, work: PlanWork) -> Option<PlanId> {
    if work.is_of_whole_period() {
        return ground.restructuring_plan.clone();
    }
    ground.action_plan.as_ref().map(|plan| plan.id.clone())
}

/// The address of a page of a plan.
pub fn plan_path(plan: &PlanId, place: &str) -> String {
    if place.is_empty() {
        format!("/planer/{plan}")
    } else {
        format!("/planer/{plan}?{place}")
    }
}

/// The one way on from a step, as large as a thumb.
#[component]
pub fn BigLink(href: String, glyph: Glyph, label: String) -> impl IntoView {
    let rel = places::rel(&href);
    view! {
        <a class="ds-button sm-go" data-fullwidth="true" href=href rel=rel>
            <Icon glyph=glyph/>{label}<Icon glyph=Glyph::ArrowRight/>
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_leads_to_its_place_in_its_plan() {
        let plan = |id: &str| PlanId::parse(id).unwrap();
        let ground = Groundwork {
            restructuring_plan: Some(plan("omstillingsplan")),
            ..Groundwork::default()
        };
        let whole = plan_of(&ground, PlanWork::Suggest).unwrap();
        assert_eq!(
            plan_path(&whole, PlanWork::Suggest.place()),
            "/planer/omstillingsplan"
        );
        assert_eq!(
            plan_of(&ground, PlanWork::Goals),
            None,
            "it is not made yet"
        );
        let path = plan_path(&plan("hp-2027"), PlanWork::Budget.place());
        assert_eq!(
            path,
            "/planer/hp-2027?kapittel=ressursinnsats-og-finansiering"
        );
    }
}
