//! On the page of the year: that the board is asked about its own work, for those who have not answered yet.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::meeting::{MeetingKind, MeetingState};
use shared::proceedings::evaluation::view::EvaluationStage;
use shared::view::MeetingCard;

use super::home::{look_into, path};
use crate::components::icon::{Glyph, Icon};
use crate::words::use_words;

#[component]
pub fn EvaluationNow(meetings: Vec<MeetingCard>) -> impl IntoView {
    let words = use_words();
    let href = RwSignal::<Option<String>>::new(None);
    let mut seminars = meetings.into_iter().filter(|card| {
        card.kind == MeetingKind::BoardSeminar && card.state != MeetingState::Closed
    });
    if let Some(card) = seminars.next() {
        spawn_local(async move {
            let view = look_into(&card).await;
            let evaluation = view.and_then(|view| view.proceedings?.evaluation);
            let is_asked = evaluation.is_some_and(|one| {
                one.stage == EvaluationStage::Open
                    && one.is_invited
                    && !one.is_left_out
                    && !one.i_am_done
            });
            href.try_set(is_asked.then(|| format!("{}/evaluering", path(&card))));
        });
    }
    move || {
        href.get().map(|href| {
            view! {
                <a class="card facts" rel="external" href=href>
                    <Icon glyph=Glyph::PencilWriting/>
                    <span><b>{words.ev_title()}</b><small>{words.ev_lobby_answer()}</small></span>
                    <Icon glyph=Glyph::ChevronRight/>
                </a>
            }
        })
    }
}
