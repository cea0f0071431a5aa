//! The root of the room: the map from addresses to pages.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Routes};
use leptos_router::path;

use crate::components::message::NotFound;
use crate::components::root::Root;
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

#[component]
pub fn App() -> impl IntoView {
    view! {
        <Root>
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
        </Root>
    }
}
