//! One proposal: its words live, who wrote it, what it concerns, and what can be done with it.

use leptos::prelude::*;
use shared::document::assessment::{ProposalRow, TextKey};
use shared::id::{IndicatorId, ProposalId};

use super::avatar::PersonAvatar;
use super::icon::{Glyph, Icon};
use super::proposals::{Target, focus_soon, step};
use super::toast::Toasts;
use crate::announce;
use crate::meeting::MeetingContext;
use crate::text::shared_text::{Kind, SharedText};

/// The id of a card's title field.
pub fn title_id(id: &ProposalId) -> String {
    format!("title-{id}")
}

/// `ids` are the proposals shown, in order.
#[component]
pub fn ProposalCard(
    meeting: MeetingContext,
    id: ProposalId,
    ids: Memo<Vec<ProposalId>>,
) -> impl IntoView {
    let (words, model) = (meeting.words, meeting.model);
    let row = {
        let id = id.clone();
        Memo::new(move |_| {
            let rows = model.rows();
            rows.with(|rows| rows.iter().find(|row| row.id == id).cloned())
        })
    };
    let may_write = model.may_write();
    let text_key = TextKey::ProposalText(id.clone());
    let text = model.text(&text_key);
    let shows_text = Memo::new(move |_| may_write.get() || text.with(|text| !text.is_empty()));
    let placeholder = move || {
        if may_write.get_untracked() {
            Some(words.proposal_title())
        } else {
            None
        }
    };
    let foot = meeting.clone();
    let foot_id = id.clone();
    let lang = meeting.lang();
    let label = StoredValue::new((text_key, format!("text-{id}")));
    view! {
        <li class="pr">
            <SharedText
                model=model
                key=TextKey::ProposalTitle(id.clone())
                kind=Kind::Title
                id=title_id(&id)
                lang=lang
                label=words.proposal_title()
                placeholder=placeholder().unwrap_or_default()
            />
            <Show when=move || shows_text.get()>
                {
                    let (key, id) = label.get_value();
                    view! {
                        <SharedText
                            model=model
                            key=key
                            kind=Kind::Note
                            id=id
                            lang=lang
                            label=words.proposal_text()
                            placeholder=words.proposal_text()
                        />
                    }
                }
            </Show>
            <Concerns meeting=meeting id=id.clone() row=row/>
            <div class="row pr-acts">
                <Author meeting=foot.clone() row=row/>
                <span class="sp"></span>
                <Show when=move || may_write.get()>
                    <Actions meeting=foot.clone() id=foot_id.clone() ids=ids/>
                </Show>
            </div>
        </li>
    }
}

/// Who wrote it, as far as it is known.
#[component]
fn Author(meeting: MeetingContext, row: Memo<Option<ProposalRow>>) -> impl IntoView {
    move || {
        let author = row.get()?.author?;
        let person = meeting.person(&author)?.clone();
        let name = person.name.clone();
        Some(view! { <PersonAvatar person=person size="tiny"/><span class="xs sub">{name}</span> })
    }
}

/// Which indicator it concerns: a choice for those who write, words for those who read.
#[component]
fn Concerns(
    meeting: MeetingContext,
    id: ProposalId,
    row: Memo<Option<ProposalRow>>,
) -> impl IntoView {
    let may_write = meeting.model.may_write();
    let linked = Memo::new(move |_| row.get().and_then(|row| row.indicator));
    move || {
        if may_write.get() {
            return view! { <Choice meeting=meeting.clone() id=id.clone() linked=linked/> }
                .into_any();
        }
        let title = linked
            .get()
            .and_then(|id| meeting.form.indicator(&id).map(|it| meeting.title_of(it)));
        title
            .map(|title| view! { <p class="xs sub pr-about">{title}</p> })
            .into_any()
    }
}

#[component]
fn Choice(
    meeting: MeetingContext,
    id: ProposalId,
    linked: Memo<Option<IndicatorId>>,
) -> impl IntoView {
    let (words, model) = (meeting.words, meeting.model);
    let select_id = format!("about-{id}");
    let chosen = move |event: leptos::ev::Event| {
        let indicator = IndicatorId::parse(&event_target_value(&event)).ok();
        model.link_proposal(&id, indicator.as_ref());
    };
    let options = meeting.form.indicators.iter().map(|indicator| {
        let id = indicator.id.clone();
        let value = id.to_string();
        view! {
            <option value=value prop:selected=move || linked.get().as_ref() == Some(&id)>
                {meeting.title_of(indicator)}
            </option>
        }
    });
    let options = options.collect_view();
    view! {
        <label class="ds-sr-only" for=select_id.clone()>{words.proposal_about()}</label>
        <select class="about" id=select_id.clone() on:change=chosen>
            <option value="" prop:selected=move || linked.get().is_none()>{words.proposal_no_indicator()}</option>
            {options}
        </select>
    }
}

/// Up, down and away.
#[component]
fn Actions(meeting: MeetingContext, id: ProposalId, ids: Memo<Vec<ProposalId>>) -> impl IntoView {
    let (words, model) = (meeting.words, meeting.model);
    let number = {
        let id = id.clone();
        Memo::new(move |_| {
            ids.with(|ids| {
                ids.iter()
                    .position(|other| *other == id)
                    .map_or(0, |place| place + 1)
            })
        })
    };
    let toasts = expect_context::<Toasts>();
    let title = {
        let title = model.text(&TextKey::ProposalTitle(id.clone()));
        Signal::derive(move || match title.get() {
            empty if empty.is_empty() => words.untitled().to_owned(),
            title => title,
        })
    };
    let n_shown = move || ids.with(Vec::len);
    let go = StoredValue::new({
        let id = id.clone();
        move |is_up: bool| {
            match ids.with_untracked(|ids| step(ids, &id, is_up)) {
                Some(Target::Before(other)) => model.move_proposal(&id, Some(&other)),
                Some(Target::Last) => model.move_proposal(&id, None),
                None => return,
            }
            let (number, all) = (
                number.get_untracked().to_string(),
                ids.with_untracked(Vec::len).to_string(),
            );
            announce::polite(words.proposal_moved(&title.get_untracked(), &number, &all));
            focus_soon(button_id(&id, is_up));
        }
    });
    let remove = {
        let id = id.clone();
        move |_| {
            let title = title.get_untracked();
            model.remove_proposal(&id);
            let id = id.clone();
            let said = title.clone();
            let undo = move || {
                model.restore_proposal(&id);
                toasts.say(words.proposal_back(&said));
                focus_soon(title_id(&id));
            };
            toasts.offer_undo(words.proposal_removed(&title), undo);
        }
    };
    let named = move |act: &'static str| move || words.about_proposal(act, &title.get());
    view! {
            <button
                class="btn-i"
                type="button"
                id=button_id(&id, true)
                aria-label=named(words.proposal_up())
                aria-disabled=move || (number.get() <= 1).to_string()
                on:click=move |_| go.with_value(|go| go(true))
            >
                <Icon glyph=Glyph::ArrowUp/>
            </button>
            <button
                class="btn-i"
                type="button"
                id=button_id(&id, false)
                aria-label=named(words.proposal_down())
                aria-disabled=move || (number.get() >= n_shown()).to_string()
                on:click=move |_| go.with_value(|go| go(false))
            >
                <Icon glyph=Glyph::ArrowDown/>
            </button>
            <button class="btn-i" type="button" aria-label=named(words.proposal_remove()) on:click=remove>
                <Icon glyph=Glyph::Trash/>
            </button>
    }
}

fn button_id(id: &ProposalId, is_up: bool) -> String {
    format!("{}-{id}", if is_up { "up" } else { "down" })
}
