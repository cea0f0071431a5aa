//! The root of the plan's program: the map from addresses to pages.

use leptos::prelude::*;
use leptos_router::components::{Route, Routes};
use leptos_router::path;

use crate::components::message::NotFound;
use crate::components::root::Root;
use crate::pages::evaluation::{BoardWorkPage, EvaluationPage};
use crate::pages::formal::FormalPage;
use crate::pages::minutes::MinutesPage;
use crate::pages::plan::PlanPage;
use crate::pages::plan::list::PlansPage;
use crate::pages::seminar::SeminarPage;

#[component]
pub fn PlanApp() -> impl IntoView {
    view! {
        <Root>
            <Routes fallback=NotFound>
                <Route path=path!("/planer") view=PlansPage/>
                <Route path=path!("/planer/:plan/:page?") view=PlanPage/>
                <Route path=path!("/m/:code/seminar") view=SeminarPage/>
                <Route path=path!("/m/:code/evaluering") view=EvaluationPage/>
                <Route path=path!("/m/:code/styrets-arbeid") view=BoardWorkPage/>
                <Route path=path!("/m/:code/formelt") view=FormalPage/>
                <Route path=path!("/m/:code/protokoll") view=MinutesPage/>
            </Routes>
        </Root>
    }
}
