//! Where a revision comes from: the discussion, a proposal of the status review, or an item of the board.

use leptos::prelude::*;
use shared::id::ProposalId;

use super::draft::SourceKind;
use super::form::Draft;
use crate::pages::plan::room::{Docket, use_docket};
use crate::words::Words;

#[component]
pub fn SourceFields(draft: Draft) -> impl IntoView {
    let docket = use_docket();
    let words = docket.desk.words;
    let kind = Memo::new(move |_| draft.read(|typed| typed.source));
    let name = draft.id("source");
    let known = proposals(docket);
    let choice = |of: SourceKind| {
        let name = name.clone();
        view! {
            <label class="pick">
                <input
                    class="ds-input"
                    type="radio"
                    name=name
                    prop:checked=move || kind.get() == of
                    on:change=move |_| draft.change(|typed| typed.source = of)
                />
                {label(words, of)}
            </label>
        }
    };
    let has_proposals =
        !known.is_empty() || untrack(|| draft.read(|typed| typed.source == SourceKind::Proposal));
    let shown = SourceKind::ALL.into_iter();
    let shown = shown.filter(|of| has_proposals || *of != SourceKind::Proposal);
    let known = StoredValue::new(known);
    let field = move || match kind.get() {
        SourceKind::Discussion => None,
        SourceKind::Proposal => Some(which_proposal(words, draft, known.get_value()).into_any()),
        SourceKind::BoardItem => Some(which_item(words, draft).into_any()),
    };
    view! {
        <fieldset class="row wrap tk-how">
            <legend class="ds-label">{words.rv_source()}</legend>
            {shown.map(choice).collect_view()}
        </fieldset>
        {field}
    }
}

fn label(words: Words, kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Discussion => words.rv_from_discussion(),
        SourceKind::Proposal => words.rv_from_proposal(),
        SourceKind::BoardItem => words.rv_from_item(),
    }
}

/// Those of the review, in the order of its themes.
fn proposals(docket: Docket) -> Vec<(ProposalId, String)> {
    let known = docket.look(|view| {
        let themes = view.review.iter().flat_map(|review| &review.themes);
        let proposals = themes.flat_map(|theme| &theme.proposals);
        proposals
            .map(|proposal| (proposal.id.clone(), proposal.title.clone()))
            .collect()
    });
    known.unwrap_or_default()
}

fn which_proposal(
    words: Words,
    draft: Draft,
    mut known: Vec<(ProposalId, String)>,
) -> impl IntoView {
    let id = draft.id("proposal");
    let chosen = move || draft.read(|typed| typed.proposal.clone());
    // One of an earlier review may stand here from before.
    if let Some(before) = untrack(chosen)
        && known.iter().all(|(id, _)| *id != before)
    {
        known.insert(0, (before, words.rv_from_proposal().to_owned()));
    }
    let option = |(id, title): (ProposalId, String)| {
        let of = id.clone();
        let is_chosen = move || chosen().as_ref() == Some(&of);
        view! { <option value=id.to_string() prop:selected=is_chosen>{title}</option> }
    };
    let choose = move |event| {
        let proposal = ProposalId::parse(&event_target_value(&event)).ok();
        draft.change(|typed| typed.proposal = proposal);
    };
    view! {
        <label class="ds-label" for=id.clone()>{words.rv_which_proposal()}</label>
        <select class="ds-input" id=id required on:change=choose>
            <option value="" prop:selected=move || chosen().is_none()>{words.pl_not_chosen()}</option>
            {known.into_iter().map(option).collect_view()}
        </select>
    }
}

fn which_item(words: Words, draft: Draft) -> impl IntoView {
    let id = draft.id("item");
    view! {
        <label class="ds-label" for=id.clone()>{words.rv_which_item()}</label>
        <input
            class="ds-input"
            id=id
            required
            maxlength="200"
            prop:value=move || draft.read(|typed| typed.item.clone())
            on:input=move |event| draft.change(|typed| typed.item = event_target_value(&event))
        />
    }
}
