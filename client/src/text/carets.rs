//! The hidden mirror of a text area. It has exactly the area's type and wrapping, gives the field its height, and holds
//! the carets of the others at their places.

use leptos::prelude::*;
use shared::document::schema::Schema;

use crate::clock;
use crate::model::DocumentModel;
use crate::model::facts::Peer;

/// After this a caret shows no name, only a small square.
const NAME_STAYS_MS: i64 = 2_000;

/// `words` is what the area shows right now; `with_carets` is off while the person composes.
#[component]
pub fn Mirror<S: Schema>(
    model: DocumentModel<S>,
    key: S::Key,
    words: RwSignal<String>,
    with_carets: RwSignal<bool>,
) -> impl IntoView {
    let peers = {
        let path = key.to_string();
        let is_here = move |peer: &Peer| peer.field.as_ref() == Some(&path) && peer.head.is_some();
        Memo::<Vec<Peer>>::new(move |_| {
            model
                .peers()
                .with(|peers| peers.iter().filter(|peer| is_here(peer)).cloned().collect())
        })
    };
    let content = move || {
        let mut carets: Vec<(usize, Peer)> = Vec::new();
        let words = words.get();
        if with_carets.get() {
            let place = |peer: Peer| {
                let head = peer.head.as_ref()?;
                Some((byte_offset(&words, model.offset(&key, head)?), peer))
            };
            carets = peers.get().into_iter().filter_map(place).collect();
            carets.sort_by_key(|(at, _)| *at);
        }
        let mut parts = Vec::new();
        let mut from = 0;
        for (at, peer) in carets {
            parts.push(words[from..at].to_owned().into_any());
            parts.push(caret(&peer).into_any());
            from = at;
        }
        // The last, empty line counts too.
        parts.push(format!("{}\u{200b}", &words[from..]).into_any());
        parts
    };
    view! { <div class="ov" aria-hidden="true">{content}</div> }
}

fn caret(peer: &Peer) -> impl IntoView + use<> {
    let shown_ms = clock::now().0 - peer.moved_at.0;
    let name = (shown_ms < NAME_STAYS_MS).then(|| {
        view! { <i style:animation-delay=format!("-{shown_ms}ms")>{peer.first_name()}</i> }
    });
    view! { <span class=format!("caret hue-{}", peer.hue)>{name}</span> }
}

/// The byte that a UTF-16 offset falls on; the end when it is past it.
fn byte_offset(text: &str, utf16: u32) -> usize {
    let mut units = 0;
    for (at, char) in text.char_indices() {
        if units >= utf16 as usize {
            return at;
        }
        units += char.len_utf16();
    }
    text.len()
}
