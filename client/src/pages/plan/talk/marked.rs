//! The words somebody has marked in a field of a row, as a quote that is found again after edits around it.

use leptos::prelude::*;
use shared::document::plan::{TextField, TextKey};
use shared::plan::Row;
use shared::plan::docket::place::{Place, Quote};
use wasm_bindgen::JsCast;

use super::text_of;
use crate::pages::plan::desk::{Desk, element_id};
use crate::text::selection;

/// The longest quote, in UTF-16 units.
const MAX_QUOTE: usize = 300;

/// The marked words of the row, or else the row.
pub fn about(desk: Desk, row: &Row) -> Place {
    let keys = TextField::of(row).iter();
    let mut keys = keys.filter_map(|field| TextKey::new(row.clone(), *field));
    let found = keys.find_map(|key| Some((quote(desk, &key)?, key)));
    match found {
        Some((quote, key)) => Place::Words {
            text: text_of(&key),
            quote: Some(quote),
        },
        None => Place::Row { row: row.clone() },
    }
}

/// Whether words are few enough to be quoted.
pub fn fits(words: &str) -> bool {
    words.encode_utf16().count() <= MAX_QUOTE
}

fn quote(desk: Desk, key: &TextKey) -> Option<Quote> {
    let area = document().get_element_by_id(&element_id(&key.to_string()))?;
    let area: web_sys::HtmlTextAreaElement = area.dyn_into().ok()?;
    let (start, end) = selection::of(&area)?;
    let text: Vec<u16> = area.value().encode_utf16().collect();
    let words = text.get(start as usize..end as usize)?;
    if words.is_empty() || words.len() > MAX_QUOTE {
        return None;
    }
    let place = |offset| {
        let sticky = desk.model.sticky(key, offset)?;
        serde_json::to_string(&sticky).ok()
    };
    Some(Quote {
        text: String::from_utf16_lossy(words),
        from: place(start),
        to: place(end),
    })
}
