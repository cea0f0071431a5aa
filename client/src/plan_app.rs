//! The root of the plan's program: settings, session and the map from addresses to pages.
//!
//! The pages are drawn anew when the language changes, so words need not be reactive anywhere below.

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use crate::components::message::NotFound;
use crate::components::settings_dialog::SettingsDialog;
use crate::pages::evaluation::{BoardWorkPage, EvaluationPage};
use crate::pages::formal::FormalPage;
use crate::pages::minutes::MinutesPage;
use crate::pages::plan::PlanPage;
use crate::pages::plan::list::PlansPage;
use crate::pages::seminar::SeminarPage;
use crate::session::Session;
use crate::settings::Settings;

#[component]
pub fn PlanApp() -> impl IntoView {
    let settings = Settings::load();
    provide_context(settings);
    provide_context(Session::load());
    let pages = move || {
        settings.language.track();
        view! {
            <Routes fallback=NotFound>
                <Route path=path!("/planer") view=PlansPage/>
                <Route path=path!("/planer/:plan/:page?") view=PlanPage/>
                <Route path=path!("/m/:code/seminar") view=SeminarPage/>
                <Route path=path!("/m/:code/evaluering") view=EvaluationPage/>
                <Route path=path!("/m/:code/styrets-arbeid") view=BoardWorkPage/>
                <Route path=path!("/m/:code/formelt") view=FormalPage/>
                <Route path=path!("/m/:code/protokoll") view=MinutesPage/>
            </Routes>
        }
    };
    view! {
        <Router>{pages}</Router>
        <SettingsDialog/>
    }
}
