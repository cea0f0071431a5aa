//! The root of the stage: settings, session and the map from addresses to pages.
//!
//! The pages are drawn anew when the language changes, so words need not be reactive anywhere below.

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use crate::components::message::NotFound;
use crate::components::settings_dialog::SettingsDialog;
use crate::pages::console::ConsolePage;
use crate::pages::fact_sheet::FactSheetPage;
use crate::pages::report::ReportPage;
use crate::pages::score_sheet::ScoreSheetPage;
use crate::pages::wall::WallPage;
use crate::session::Session;
use crate::settings::Settings;

#[component]
pub fn Stage() -> impl IntoView {
    let settings = Settings::load();
    provide_context(settings);
    provide_context(Session::load());
    let pages = move || {
        settings.language.track();
        view! {
            <Routes fallback=NotFound>
                <Route path=path!("/m/:code/styr") view=ConsolePage/>
                <Route path=path!("/m/:code/skjerm") view=WallPage/>
                <Route path=path!("/m/:code/faktaark") view=FactSheetPage/>
                <Route path=path!("/m/:code/rapport") view=ReportPage/>
                <Route path=path!("/m/:code/ark") view=ScoreSheetPage/>
            </Routes>
        }
    };
    view! {
        <Router>{pages}</Router>
        <SettingsDialog/>
    }
}
