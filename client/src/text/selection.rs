//! The selection of a text area, in UTF-16 units, and how to put it back without moving the page.

use leptos::prelude::{document, window};
use leptos::web_sys::HtmlTextAreaElement;

pub type Range = (u32, u32);

pub fn of(area: &HtmlTextAreaElement) -> Option<Range> {
    Some((area.selection_start().ok()??, area.selection_end().ok()??))
}

pub fn is_in(area: &HtmlTextAreaElement) -> bool {
    document()
        .active_element()
        .is_some_and(|active| active == ***area)
}

/// Shows other words. `selection` is where the selection stands in them; none for a field nobody is in.
pub fn show(area: &HtmlTextAreaElement, words: &str, selection: Option<Range>) {
    let direction = area.selection_direction().ok().flatten();
    let top = window().scroll_y();
    area.set_value(words);
    if let Some((start, end)) = selection {
        let direction = direction.as_deref().unwrap_or("none");
        // Only fails for kinds of fields that have no selection; a text area has one.
        drop(area.set_selection_range_with_direction(start, end, direction));
        if let (Ok(before), Ok(after)) = (top, window().scroll_y())
            && (before - after).abs() > 1.0
        {
            window().scroll_to_with_x_and_y(0.0, before);
        }
    }
}
