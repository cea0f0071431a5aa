//! What was said about a piece of prose: at its foot, and the words of it that are meant.

use leptos::prelude::*;
use shared::document::chapters::ProseKey;
use shared::plan::docket::place::{Place as About, PlanText, Quote};

use super::foot::Foot;
use super::{Talk, Writing, about_prose, marked, use_talk};
use crate::island::{Marked, Quote as Chosen};
use crate::pages::plan::prose::PlanProse;

/// Comments the words somebody has chosen in the island, or the piece when they have chosen none.
pub fn comment(talk: Talk, chosen: &Chosen) {
    let place = |sticky| serde_json::to_string(sticky).ok();
    let is_quote = !chosen.words.is_empty() && marked::fits(&chosen.words);
    let quote = is_quote.then(|| Quote {
        text: chosen.words.clone(),
        from: place(&chosen.anchor),
        to: place(&chosen.head),
    });
    talk.begin(Writing::Comment(About::Words {
        text: PlanText::Prose(chosen.key.clone()),
        quote,
    }));
}

/// Whether something is about this piece.
fn is_about(about: &About, key: &ProseKey) -> bool {
    matches!(about, About::Words { text: PlanText::Prose(of), .. } if of == key)
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

/// What was said about a piece, at its foot.
#[component]
pub fn PieceTalk(key: ProseKey, #[prop(into)] name: String) -> impl IntoView {
    let talk = use_talk();
    // What stands there must be known before other words for it are.
    let prose = use_context::<PlanProse>();
    let is_ready = move || prose.is_some_and(|prose| prose.model().is_ready().get());
    let [of, commented] = [key.clone(), key.clone()];
    let comment = Callback::new(move |()| {
        talk.begin(Writing::Comment(about_prose(commented.clone())));
    });
    view! {
        <Foot
            is_about=move |about| is_about(about, &of)
            named=name
            comments=move || talk.docket.may.get().speak
            suggests=move || talk.suggests() && is_ready()
            on_comment=comment
            on_suggest=Callback::new(move |()| talk.begin(Writing::SuggestProse(key.clone())))
        />
    }
}
