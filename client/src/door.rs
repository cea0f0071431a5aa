//! The root of the door: settings, session and the map from addresses to pages.
//!
//! The pages are drawn anew when the language changes, so words need not be reactive anywhere below.

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::hooks::use_params_map;
use leptos_router::path;

use crate::api::ApiError;
use crate::components::message::{Failure, NotFound};
use crate::components::settings_dialog::SettingsDialog;
use crate::pages::email_sign_in::EmailSignInPage;
use crate::pages::home::{HomePage, Loading};
use crate::pages::lobby::LobbyPage;
use crate::pages::sign_in::SignInPage;
use crate::pages::who::WhoPage;
use crate::session::Session;
use crate::settings::Settings;

#[component]
pub fn Door() -> impl IntoView {
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
                <Route path=path!("/m/:code") view=Threshold/>
                <Route path=path!("/m/:code/:page") view=Threshold/>
            </Routes>
        }
    };
    view! {
        <Router>{pages}</Router>
        <SettingsDialog/>
    }
}

/// A page of a meeting, asked for by somebody this device did not know to be signed in: who they are is
/// asked here, and who turns out to be signed in is sent on.
#[component]
fn Threshold() -> impl IntoView {
    let params = use_params_map();
    let session = expect_context::<Session>();
    let code = Memo::new(move |_| params.with(|params| params.get("code").unwrap_or_default()));
    let retry = Callback::new(move |()| session.refresh());
    move || match session.get() {
        Some(Err(ApiError::NotSignedIn)) => view! { <WhoPage code=code.get()/> }.into_any(),
        Some(Err(error)) => view! { <Failure error=error on_retry=retry/> }.into_any(),
        Some(Ok(_)) => {
            let path = window().location().pathname().unwrap_or_default();
            // `inne` says it to `boot.js` also where the device may not remember it.
            drop(window().location().replace(&format!("{path}?inne")));
            view! { <Loading/> }.into_any()
        }
        None => view! { <Loading/> }.into_any(),
    }
}
