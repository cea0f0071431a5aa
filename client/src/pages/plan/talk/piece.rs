//! What was said about a piece of prose: at its foot, and the words of it that are meant.

use leptos::prelude::*;
use shared::document::chapters::ProseKey;
use shared::plan::docket::place::{Place as About, PlanText, ProsePath, Quote};

use super::{Talk, Writing, about_prose, listed, marked, use_talk};
use crate::components::icon::{Glyph, Icon};
use crate::island::{Marked, Quote as Chosen};
use crate::pages::plan::desk::use_desk;
use crate::pages::plan::prose::PlanProse;

/// Comments the words somebody has chosen in the island, or the piece when they have chosen none.
pub fn comment(talk: Talk, chosen: &Chosen) {
    let Ok(path) = ProsePath::parse(&chosen.key.to_string()) else {
        return;
    };
    let place = |sticky| serde_json::to_string(sticky).ok();
    let is_quote = !chosen.words.is_empty() && marked::fits(&chosen.words);
    let quote = is_quote.then(|| Quote {
        text: chosen.words.clone(),
        from: place(&chosen.anchor),
        to: place(&chosen.head),
    });
    talk.begin(Writing::Comment(About::Words {
        text: PlanText::Prose(path),
        quote,
    }));
}

/// Whether something is about this piece.
fn is_about(about: &About, key: &ProseKey) -> bool {
    let About::Words {
        text: PlanText::Prose(path),
        ..
    } = about
    else {
        return false;
    };
    path.as_str().parse().as_ref() == Ok(key)
}

/// The words of a piece that an open comment is about.
pub fn marks(talk: Talk, key: ProseKey) -> Memo<Vec<Marked>> {
    Memo::new(move |_| {
        let threads = talk.threads().into_iter();
        let open = threads.filter(|(_, thread)| thread.resolved.is_none());
        let here = open.filter(|(_, thread)| is_about(&thread.place, &key));
        let quoted = here.filter_map(|(_, thread)| match thread.place {
            About::Words { quote, .. } => quote,
            _ => None,
        });
        quoted
            .map(|quote| Marked {
                words: quote.text,
                from: quote.from,
                to: quote.to,
            })
            .collect()
    })
}

/// At the foot of a piece: how much was said about it, and the ways to say more.
#[component]
pub fn PieceTalk(key: ProseKey, #[prop(into)] name: String) -> impl IntoView {
    let talk = use_talk();
    let words = use_desk().words;
    let of = key.clone();
    let n = Memo::new(move |_| {
        let all = listed(talk).into_iter();
        all.filter(|one| one.is_open && is_about(&one.about, &of))
            .count()
    });
    let key = StoredValue::new(key);
    let begin = move |is_change: bool| {
        let key = key.get_value();
        if is_change {
            return talk.begin(Writing::SuggestProse(key));
        }
        if let Ok(path) = ProsePath::parse(&key.to_string()) {
            talk.begin(Writing::Comment(about_prose(&path)));
        }
    };
    let button = move |label: &'static str, glyph: Glyph, is_change: bool| {
        view! {
            <button
                class="ds-button"
                type="button"
                data-size="sm"
                data-variant="tertiary"
                aria-label=words.about_proposal(label, &name)
                on:click=move |_| begin(is_change)
            >
                <Icon glyph=glyph/>
                {label}
            </button>
        }
    };
    // What stands there must be known before other words for it are.
    let prose = use_context::<PlanProse>();
    let is_ready = move || prose.is_some_and(|prose| prose.model().is_ready().get());
    let acts = move || {
        talk.docket.may.get().speak.then(|| {
            let comment = button(words.tk_comment(), Glyph::ChatElipsis, false);
            let suggest = (talk.suggests() && is_ready())
                .then(|| button(words.tk_suggest(), Glyph::PencilWriting, true));
            view! { {comment}{suggest} }
        })
    };
    let count = move || {
        (n.get() > 0).then(|| {
            let look = move |_| talk.is_sheet_open.set(!talk.is_beside.get_untracked());
            view! {
                <button class="link sm" type="button" on:click=look>
                    <Icon glyph=Glyph::ChatElipsis/>
                    {words.tk_n_comments(n.get())}
                </button>
            }
        })
    };
    view! { <div class="tk-card">{count}{acts}</div> }
}
