//! The last step: the main conclusion of the review.

use leptos::prelude::*;
use shared::document::assessment::TextKey;

use super::steps::{BottomBar, StepBar, StepLinks};
use crate::components::page_title::PageTitle;
use crate::components::proposals::Proposals;
use crate::components::text_card::TextCard;
use crate::meeting::use_meeting;

/// What fits in two to five sentences.
const CONCLUSION_ROOM: u32 = 800;

#[component]
pub fn ConclusionPage() -> impl IntoView {
    let meeting = use_meeting();
    let words = meeting.words;
    let idx = meeting.form.indicators.len();
    view! {
        <main class="two-cols" id="main">
            <div class="step">
                <StepBar meeting=meeting.clone() idx=idx/>
                <p class="sub sm">{words.step_of()}</p>
                <PageTitle tab=words.conclusion()>{words.conclusion_title()}</PageTitle>
                <TextCard
                    key=TextKey::Conclusion
                    id="conclusion"
                    heading=words.conclusion()
                    help=words.conclusion_help()
                    room=CONCLUSION_ROOM
                />
                <StepLinks meeting=meeting.clone() idx=idx/>
            </div>
            <aside class="card side"><Proposals indicator=None/></aside>
        </main>
        <BottomBar meeting=meeting idx=Some(idx)/>
    }
}
