//! All proposals on a page of their own: the way to them on a phone.

use leptos::prelude::*;

use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::proposals::Proposals;
use crate::components::save_state::SaveState;
use crate::meeting::use_meeting;

#[component]
pub fn ProposalsPage() -> impl IntoView {
    let meeting = use_meeting();
    let words = meeting.words;
    view! {
        <main class="one-col" id="main">
            <p class="sm back"><a class="ds-link" href=meeting.path("")><Icon glyph=Glyph::ArrowLeft/>{words.overview()}</a></p>
            <PageTitle tab=words.proposals()>{words.proposals_question()}</PageTitle>
            <p class="sub lead">{words.all_see()}</p>
            <Proposals indicator=None is_page=true/>
        </main>
        <footer class="pbar phone">
            <SaveState model=meeting.model/>
            <span class="sp"></span>
            <a class="ds-button" data-variant="secondary" href=meeting.path("")>{words.overview()}</a>
        </footer>
    }
}
