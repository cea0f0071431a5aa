//! Comments: written where they belong, listed beside the report, resolved by whom they are from or whom finishes it.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a bundle of signals, copied as every handle is; it is large only where pointers are"
)]

use leptos::html::Textarea;
use leptos::prelude::*;
use shared::proceedings::command::Command;
use shared::proceedings::state::{Comment, ReportState};
use shared::report::{Report, Section};

use super::desk::{Desk, Typed};
use super::document::anchor;
use crate::components::avatar::PersonAvatar;
use crate::components::icon::{Glyph, Icon};
use crate::dates;
use crate::places;
use crate::words::use_words;

/// The longest quote that stands beside a comment, in characters.
const MAX_QUOTE: usize = 300;

/// Under each section: comment on it, or correct its words.
#[component]
pub fn Commenting(
    desk: Desk,
    section: Section,
    heading: String,
    #[prop(optional_no_strip)] page: Option<String>,
) -> impl IntoView {
    // The words around the report are the reader's own.
    let words = use_words();
    let name = section.name();
    let quote = RwSignal::new(None::<String>);
    let label = words.about_proposal(words.pap_comment(), &heading);
    let begin = {
        let section = section.clone();
        move |_| desk.begin_comment(&section, quote.get_untracked())
    };
    let is_here = {
        let name = name.clone();
        Memo::new(move |_| {
            desk.typed
                .with(|typed| typed.as_ref().is_some_and(|typed| typed.section == name))
        })
    };
    let button = move || {
        (desk.may_comment() && !is_here.get()).then(|| {
            view! {
                <button
                    class="ds-button"
                    type="button"
                    data-variant="tertiary"
                    data-size="sm"
                    aria-label=label.clone()
                    on:pointerdown=move |_| quote.set(selected())
                    on:click=begin.clone()
                >
                    <Icon glyph=Glyph::ChatElipsis/>
                    {words.pap_comment()}
                </button>
            }
        })
    };
    let correct = page.map(|page| {
        let href = desk.path(&page);
        let rel = places::rel(&href);
        let label = words.about_proposal(words.pap_correct(), &heading);
        let is_open = move || desk.finishes.get() && desk.state() != ReportState::Final;
        move || {
            is_open().then(|| {
                view! {
                    <a class="ds-button" data-variant="tertiary" data-size="sm" href=href.clone() rel=rel aria-label=label.clone()>
                        <Icon glyph=Glyph::Pencil/>
                        {words.pap_correct()}
                    </a>
                }
            })
        }
    });
    view! {
        <div class="pap-acts row wrap g4" lang=crate::words::tag(words.0)>{button}{correct}</div>
        {move || (is_here.get() && desk.may_comment()).then(|| view! { <Writing desk=desk/> })}
    }
}

/// What the person has marked on the page, if anything.
fn selected() -> Option<String> {
    let selection = window().get_selection().ok()??;
    let text: String = selection.to_string().into();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then(|| text.chars().take(MAX_QUOTE).collect())
}

#[component]
fn Writing(desk: Desk) -> impl IntoView {
    let words = use_words();
    let node = NodeRef::<Textarea>::new();
    Effect::new(move || {
        if let Some(node) = node.get() {
            drop(node.focus());
        }
    });
    let text = move || {
        desk.typed
            .with(|typed| typed.as_ref().map(|it| it.text.clone()).unwrap_or_default())
    };
    let quote = move || {
        let quote = desk
            .typed
            .with(|typed| typed.as_ref().and_then(|it| it.quote.clone()));
        quote.map(|quote| view! { <blockquote class="pap-quote">{quote}</blockquote> })
    };
    let input = move |event| {
        let now = desk.typed.get_untracked();
        desk.set_typed(now.map(|typed| Typed {
            text: event_target_value(&event),
            id: None,
            ..typed
        }));
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        desk.send_comment();
    };
    let is_busy = desk.asking.is_busy;
    view! {
        <form class="note pap-writing" lang=crate::words::tag(words.0) on:submit=send>
            {quote}
            <label class="ds-label" for="comment">{words.pap_your_comment()}</label>
            <textarea
                class="ds-input pap-area"
                id="comment"
                rows="3"
                node_ref=node
                prop:value=text
                on:input=input
            ></textarea>
            <div class="row wrap g8">
                <button class="ds-button" type="submit" data-size="sm" aria-busy=move || is_busy.get().then_some("true")>
                    {words.pap_send_comment()}
                </button>
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-variant="tertiary"
                    data-color="neutral"
                    on:click=move |_| desk.set_typed(None)
                >
                    {words.never_mind()}
                </button>
            </div>
        </form>
    }
}

/// Beside the report: the open ones first, each with the way to what it is about.
#[component]
pub fn Comments(desk: Desk, report: Report) -> impl IntoView {
    let words = use_words();
    let report = StoredValue::new(report);
    let comments = Memo::new(move |_| {
        let mut comments = desk.report.with(|report| report.comments.clone());
        comments.sort_by_key(|comment| (comment.is_resolved, comment.at));
        comments
    });
    let n_open = move || comments.with(|all| all.iter().filter(|it| !it.is_resolved).count());
    let list = move || {
        let all = comments.get();
        if all.is_empty() {
            let hint = (desk.state() == ReportState::InReview).then(|| words.pap_no_comments());
            return view! { <p class="sub sm">{hint}</p> }.into_any();
        }
        let rows = all
            .into_iter()
            .map(|comment| view! { <CommentCard desk=desk comment=comment report=report/> })
            .collect_view();
        view! { <ul class="col">{rows}</ul> }.into_any()
    };
    let is_shown =
        move || desk.state() != ReportState::Draft || comments.with(|all| !all.is_empty());
    view! {
        <Show when=is_shown>
            <section class="col" aria-labelledby="comments">
                <div class="row">
                    <h2 class="h-card" id="comments">{words.pap_comments()}</h2>
                    <span class="sp"></span>
                    <span class="sub sm">{move || words.pap_n_open(n_open())}</span>
                </div>
                {list}
            </section>
        </Show>
    }
}

#[component]
fn CommentCard(desk: Desk, comment: Comment, report: StoredValue<Report>) -> impl IntoView {
    let words = use_words();
    let person = desk.person(&comment.by);
    let name = person
        .as_ref()
        .map_or_else(|| words.pap_somebody().to_owned(), |it| it.name.clone());
    let is_mine = desk.me.with_value(|me| *me == comment.by);
    let about = Section::parse(&comment.section).and_then(|section| {
        let title = report.with_value(|report| section_title(words, report, &section))?;
        let href = format!("#{}", anchor(&section));
        Some(view! { <a class="ds-link sm" href=href>{title}</a> })
    });
    let quote = comment
        .quote
        .map(|quote| view! { <blockquote class="pap-quote">{quote}</blockquote> });
    let (id, is_resolved) = (comment.id.clone(), comment.is_resolved);
    let press = move |_| {
        let command = Command::ResolveComment {
            id: id.clone(),
            is_resolved: !is_resolved,
        };
        desk.asking.tell(command, None, None);
    };
    let may = move || desk.state() == ReportState::InReview && (is_mine || desk.finishes.get());
    let (glyph, verb) = if is_resolved {
        (Glyph::ArrowUndo, words.pap_open_again())
    } else {
        (Glyph::Checkmark, words.pap_resolved_button())
    };
    let label = words.pap_comment_by(verb, &name);
    let button = move || {
        may().then(|| {
            view! {
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-variant="tertiary"
                    aria-label=label.clone()
                    on:click=press.clone()
                >
                    <Icon glyph=glyph/>
                    {verb}
                </button>
            }
        })
    };
    let tag = is_resolved.then(|| view! { <span class="ds-tag" data-color="success" data-size="sm">{words.pap_resolved()}</span> });
    view! {
        <li class="card pap-comment" class:done=is_resolved>
            <p class="row wrap g8">
                {person.map(|person| view! { <PersonAvatar person=person size="tiny"/> })}
                <b>{name}</b>
                <span class="sub sm">{dates::day_month(words, crate::clock::date(comment.at))}</span>
                {tag}
            </p>
            {about}
            {quote}
            <p class="pap-prose">{comment.text}</p>
            {button}
        </li>
    }
}

/// What a section is called in lists.
pub fn section_title(
    words: crate::words::Words,
    report: &Report,
    section: &Section,
) -> Option<String> {
    Some(match section {
        Section::Conclusion => words.conclusion().to_owned(),
        Section::Method => words.pap_method().to_owned(),
        Section::Overview => words.pap_overview().to_owned(),
        Section::Proposals => words.pap_proposals().to_owned(),
        Section::FollowedUp => words.pap_follow_ups().to_owned(),
        Section::Indicator(id) => report.indicator(id)?.title.get(words.0).to_owned(),
    })
}
