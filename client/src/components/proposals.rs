//! The list of improvement proposals: adding, and which ones are shown.

use std::sync::Arc;

use leptos::prelude::*;
use shared::document::assessment::ProposalRow;
use shared::id::{IndicatorId, ProposalId};

use super::drawing::Drawing;
use super::icon::{Glyph, Icon};
use super::proposal_card::{ProposalCard, title_id};
use crate::meeting::{MeetingContext, use_meeting};

/// The id of the button that adds; focus goes there when a card it stood in is gone.
pub const ADD_ID: &str = "add-proposal";

/// With an `indicator` the list starts with the proposals linked to it, and a new one is linked to it.
#[component]
pub fn Proposals(
    #[prop(optional_no_strip)] indicator: Option<IndicatorId>,
    /// Whether the heading is there for screen readers only, because the page's own says the same.
    #[prop(optional)]
    is_page: bool,
) -> impl IntoView {
    let meeting = use_meeting();
    let (words, model) = (meeting.words, meeting.model);
    let rows = model.rows();
    let only = RwSignal::new(indicator.clone());
    let shown = Memo::new(move |_| {
        let only = only.get();
        let is_shown = |row: &&ProposalRow| only.is_none() || row.indicator == only;
        rows.with(|rows| rows.iter().filter(is_shown).cloned().collect::<Vec<_>>())
    });
    let ids = Memo::new(move |_| {
        shown.with(|rows| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>())
    });
    let heading = if is_page { "ds-sr-only" } else { "disp h-sec" };
    let filter = indicator.map(|indicator| view! { <Filter indicator=indicator only=only/> });
    let may_write = model.may_write();
    let empty = move || {
        let text = if may_write.get() {
            words.proposals_empty()
        } else {
            words.proposals_empty_read()
        };
        view! { <div class="empty"><Drawing/><p class="sub">{text}</p></div> }
    };
    let meeting = StoredValue::new(meeting);
    // In the panel it stays at the foot while the list scrolls; a page begins with it, as the list may be long.
    let add = move || {
        view! { <Show when=move || may_write.get()><Add meeting=meeting.get_value() only=only/></Show> }
    };
    view! {
        <section class="proposals" aria-labelledby="proposals-heading">
            <div class="row wrap g8">
                <h2 class=heading id="proposals-heading">
                    {words.proposals()}" "<span class="cnt tn">{move || ids.with(Vec::len)}</span>
                </h2>
                <span class="sp"></span>
                {filter}
            </div>
            {is_page.then(add)}
            <Show when=move || ids.with(|ids| !ids.is_empty()) fallback=empty>
                <ol class="col prs">
                    <For each=move || ids.get() key=Clone::clone let(id)>
                        <ProposalCard meeting=meeting.get_value() id=id ids=ids/>
                    </For>
                </ol>
            </Show>
            {(!is_page).then(add)}
        </section>
    }
}

#[component]
fn Filter(indicator: IndicatorId, only: RwSignal<Option<IndicatorId>>) -> impl IntoView {
    let words = use_meeting().words;
    let choice = StoredValue::new(indicator);
    view! {
        <div class="switch" role="group" aria-label=words.proposals_which()>
            <button
                type="button"
                aria-pressed=move || only.get().is_some().to_string()
                on:click=move |_| only.set(Some(choice.get_value()))
            >
                {words.proposals_here()}
            </button>
            <button
                type="button"
                aria-pressed=move || only.get().is_none().to_string()
                on:click=move |_| only.set(None)
            >
                {words.proposals_all()}
            </button>
        </div>
    }
}

/// How a proposal is added in a meeting whose proposals first are their author's own. Provided by the meeting's page, which
/// knows how; where it is not, a new one stands in the document at once.
#[derive(Clone)]
pub struct WayToAdd(Arc<dyn Fn(Option<IndicatorId>) -> Option<AnyView> + Send + Sync>);

impl WayToAdd {
    /// `draw` takes the indicator a new one is linked to, and answers nothing in a meeting without that way.
    pub fn new(
        draw: impl Fn(Option<IndicatorId>) -> Option<AnyView> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(draw))
    }
}

#[component]
fn Add(meeting: MeetingContext, only: RwSignal<Option<IndicatorId>>) -> impl IntoView {
    let way = use_context::<WayToAdd>();
    move || {
        let way = way.as_ref().and_then(|way| (way.0)(only.get()));
        match way {
            Some(way) => view! { <div class="add">{way}</div> }.into_any(),
            None => view! { <AddAtOnce meeting=meeting.clone() only=only/> }.into_any(),
        }
    }
}

#[component]
fn AddAtOnce(meeting: MeetingContext, only: RwSignal<Option<IndicatorId>>) -> impl IntoView {
    let author = meeting.session.person.id.clone();
    let add = move |_| {
        let id = meeting
            .model
            .add_proposal(only.get_untracked(), author.clone());
        focus_soon(title_id(&id));
    };
    view! {
        <div class="add">
            <button
                class="ds-button"
                type="button"
                data-variant="secondary"
                data-fullwidth="true"
                id=ADD_ID
                on:click=add
            >
                <Icon glyph=Glyph::Plus/>
                {meeting.words.proposal_add()}
            </button>
        </div>
    }
}

/// Gives an element the focus once the list has been drawn.
pub fn focus_soon(id: String) {
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&id) {
            use wasm_bindgen::JsCast;
            if let Ok(element) = element.dyn_into::<leptos::web_sys::HtmlElement>() {
                drop(element.focus());
            }
        }
    });
}

/// Where one step takes a proposal, counted among those shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Before(ProposalId),
    Last,
}

/// None when it stands at that end already.
pub fn step(ids: &[ProposalId], id: &ProposalId, is_up: bool) -> Option<Target> {
    let place = ids.iter().position(|other| other == id)?;
    if is_up {
        return Some(Target::Before(ids[place.checked_sub(1)?].clone()));
    }
    ids.get(place + 1)?;
    Some(
        ids.get(place + 2)
            .cloned()
            .map_or(Target::Last, Target::Before),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_stays_within_the_list() {
        let ids = ["a", "b", "c"].map(|id| ProposalId::parse(id).unwrap());
        let [a, b, c] = &ids;
        assert_eq!(step(&ids, a, true), None);
        assert_eq!(step(&ids, b, true), Some(Target::Before(a.clone())));
        assert_eq!(step(&ids, a, false), Some(Target::Before(c.clone())));
        assert_eq!(step(&ids, b, false), Some(Target::Last));
        assert_eq!(step(&ids, c, false), None);
    }
}
