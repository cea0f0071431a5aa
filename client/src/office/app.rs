//! The root of the office: settings, session and the map from addresses to pages.

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use crate::components::message::NotFound;
use crate::components::settings_dialog::SettingsDialog;
use crate::office::people::PeoplePage;
use crate::session::Session;
use crate::settings::Settings;

#[component]
pub fn Office() -> impl IntoView {
    let settings = Settings::load();
    provide_context(settings);
    provide_context(Session::load());
    let pages = move || {
        settings.language.track();
        view! {
            <Routes fallback=NotFound>
                <Route path=path!("/folk") view=PeoplePage/>
            </Routes>
        }
    };
    view! {
        <Router>{pages}</Router>
        <SettingsDialog/>
    }
}
