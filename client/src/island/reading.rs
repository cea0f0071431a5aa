//! Prose as static text: for pages that nobody writes in, for minutes, and for print.

use leptos::prelude::*;
use shared::document::chapters::{self, Block, Inline, ListItem, Span, is_empty};

use super::marked::{Marked, cut};
use crate::words::use_words;

/// Prose stands under a heading of the page, so its own begin at the third level. Words that somebody has said something
/// about are marked.
#[component]
pub fn ProseText(
    #[prop(into)] blocks: Signal<Vec<Block>>,
    #[prop(optional, into)] marked: Signal<Vec<Marked>>,
) -> impl IntoView {
    let words = use_words();
    move || {
        let blocks = blocks.get();
        if is_empty(&blocks) {
            return view! { <p class="sub">{words.prose_nothing_yet()}</p> }.into_any();
        }
        // Words that stand there twice are not guessed at.
        let (text, mut marked) = (chapters::words(&blocks), marked.get());
        marked.retain(|one| text.matches(&one.words).count() == 1);
        let blocks = blocks
            .into_iter()
            .map(|one| block(one, &marked))
            .collect_view();
        view! { <div class="prose">{blocks}</div> }.into_any()
    }
}

fn block(block: Block, marked: &[Marked]) -> AnyView {
    match block {
        Block::Paragraph { words } => view! { <p>{inline(words, marked)}</p> }.into_any(),
        Block::Heading { level: 3, words } => view! { <h4>{inline(words, marked)}</h4> }.into_any(),
        Block::Heading { words, .. } => view! { <h3>{inline(words, marked)}</h3> }.into_any(),
        Block::List {
            is_ordered: true,
            items,
        } => view! { <ol>{entries(items, marked)}</ol> }.into_any(),
        Block::List { items, .. } => view! { <ul>{entries(items, marked)}</ul> }.into_any(),
    }
}

fn entries(items: Vec<ListItem>, marked: &[Marked]) -> AnyView {
    let items = items.into_iter().map(|paragraphs| {
        let paragraphs = paragraphs
            .into_iter()
            .map(|words| view! { <p>{inline(words, marked)}</p> });
        view! { <li>{paragraphs.collect_view()}</li> }
    });
    items.collect_view().into_any()
}

fn inline(words: Vec<Inline>, marked: &[Marked]) -> AnyView {
    let words = cut(words, marked).into_iter().map(|part| match part {
        (Inline::Span(words), true) => view! { <mark>{span(words)}</mark> }.into_any(),
        (Inline::Span(words), false) => span(words),
        (Inline::Break, _) => view! { <br/> }.into_any(),
    });
    words.collect_view().into_any()
}

fn span(span: Span) -> AnyView {
    let mut words = span.text.into_any();
    if span.is_italic {
        words = view! { <em>{words}</em> }.into_any();
    }
    if span.is_bold {
        words = view! { <strong>{words}</strong> }.into_any();
    }
    if let Some(link) = span.link {
        let address = link.as_str().to_owned();
        words = view! { <a href=address rel="external noopener noreferrer">{words}</a> }.into_any();
    }
    words
}
