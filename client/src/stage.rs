//! The root of the stage: the map from addresses to pages.

use leptos::prelude::*;
use leptos_router::components::{Route, Routes};
use leptos_router::path;

use crate::components::message::NotFound;
use crate::components::root::Root;
use crate::pages::console::ConsolePage;
use crate::pages::fact_sheet::FactSheetPage;
use crate::pages::report::ReportPage;
use crate::pages::results::ResultsPage;
use crate::pages::score_sheet::ScoreSheetPage;
use crate::pages::wall::WallPage;

#[component]
pub fn Stage() -> impl IntoView {
    view! {
        <Root>
            <Routes fallback=NotFound>
                <Route path=path!("/m/:code/styr") view=ConsolePage/>
                <Route path=path!("/m/:code/skjerm") view=WallPage/>
                <Route path=path!("/m/:code/faktaark") view=FactSheetPage/>
                <Route path=path!("/m/:code/rapport") view=ReportPage/>
                <Route path=path!("/m/:code/ark") view=ScoreSheetPage/>
                <Route path=path!("/m/:code/resultat") view=ResultsPage/>
            </Routes>
        </Root>
    }
}
