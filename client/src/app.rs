//! The root of the room: settings, session and the map from addresses to pages.
//!
//! The pages are drawn anew when the language changes, so words need not be reactive anywhere below.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::components::message::NotFound;
use crate::components::settings_dialog::SettingsDialog;
use crate::pages::conclusion::ConclusionPage;
use crate::pages::email_sign_in::EmailSignInPage;
use crate::pages::home::HomePage;
use crate::pages::indicator::IndicatorPage;
use crate::pages::lobby::LobbyPage;
use crate::pages::meeting::MeetingPage;
use crate::pages::overview::OverviewPage;
use crate::pages::proposals::ProposalsPage;
use crate::pages::session::DayPage;
use crate::pages::sign_in::SignInPage;
use crate::session::Session;
use crate::settings::Settings;

#[component]
pub fn App() -> impl IntoView {
    let settings = Settings::load();
    provide_context(settings);
    provide_context(Session::load());
    let pages = move || {
        settings.language.track();
        view! {
            <Routes fallback=NotFound>
                <Route path=path!("/") view=HomePage/>
                <Route path=path!("/logg-inn") view=EmailSignInPage/>
                <Route path=path!("/inn/:token") view=SignInPage/>
                <Route path=path!("/m/:code/lobby") view=LobbyPage/>
                <ParentRoute path=path!("/m/:code") view=MeetingPage>
                    <Route path=path!("") view=OverviewPage/>
                    <Route path=path!("deltaker") view=DayPage/>
                    <Route path=path!("forslag") view=ProposalsPage/>
                    <Route path=path!("hovedkonklusjon") view=ConclusionPage/>
                    <Route path=path!(":indicator") view=IndicatorPage/>
                </ParentRoute>
            </Routes>
        }
    };
    view! {
        <Router>{pages}</Router>
        <SettingsDialog/>
    }
}
