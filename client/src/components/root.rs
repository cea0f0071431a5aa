//! What every program stands on: settings, session, the router, and the dialog with one's settings.
//!
//! The pages are drawn anew when the language changes, so words need not be reactive anywhere below.

use leptos::prelude::*;
use leptos_router::components::Router;

use super::settings_dialog::SettingsDialog;
use crate::session::Session;
use crate::settings::Settings;

/// `children` are the map from addresses to pages.
#[component]
pub fn Root(children: ChildrenFn) -> impl IntoView {
    let settings = Settings::load();
    provide_context(settings);
    provide_context(Session::load());
    let pages = move || {
        settings.language.track();
        children()
    };
    view! {
        <Router>{pages}</Router>
        <SettingsDialog/>
    }
}
