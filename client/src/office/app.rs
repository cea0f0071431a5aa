//! The root of the office: settings, session and the map from addresses to pages.

use leptos::prelude::*;
use leptos_router::components::{Route, Routes};
use leptos_router::path;

use super::audit::AuditPage;
use super::mails::MailsPage;
use super::me::MePage;
use super::meetings::{FormPage, MeetingsPage, NewMeetingPage, SetupPage};
use super::people::PeoplePage;
use super::people::paste::PastePage;
use super::programme::ProgrammePage;
use super::wheel::WheelPage;
use crate::components::message::NotFound;
use crate::components::root::Root;

#[component]
pub fn Office() -> impl IntoView {
    view! {
        <Root>
            <Routes fallback=NotFound>
                <Route path=path!("/folk") view=PeoplePage/>
                <Route path=path!("/folk/lim-inn") view=PastePage/>
                <Route path=path!("/moter") view=MeetingsPage/>
                <Route path=path!("/moter/nytt") view=NewMeetingPage/>
                <Route path=path!("/moter/:id") view=SetupPage/>
                <Route path=path!("/moter/:id/skjema") view=FormPage/>
                <Route path=path!("/programmet") view=ProgrammePage/>
                <Route path=path!("/arshjul") view=WheelPage/>
                <Route path=path!("/logg") view=AuditPage/>
                <Route path=path!("/epost") view=MailsPage/>
                <Route path=path!("/meg") view=MePage/>
            </Routes>
        </Root>
    }
}
