//! Getting words out of the page: to the clipboard, and as a file.

use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::icon::{Glyph, Icon};
use crate::announce;
use crate::sheet::sheet;
use crate::words::use_words;

/// Copies what `text` answers when it is pressed.
#[component]
pub fn CopyButton(
    #[prop(into)] label: String,
    text: impl Fn() -> String + 'static,
) -> impl IntoView {
    let words = use_words();
    let is_done = RwSignal::new(false);
    let copy = move |_| {
        let written = JsFuture::from(window().navigator().clipboard().write_text(&text()));
        spawn_local(async move {
            if written.await.is_ok() {
                is_done.try_set(true);
                announce::polite(words.copied());
            }
        });
    };
    let shown = move || {
        if is_done.get() {
            words.copied().to_owned()
        } else {
            label.clone()
        }
    };
    view! {
        <button class="ds-button" type="button" data-size="sm" data-variant="secondary" data-color="neutral" on:click=copy>
            {shown}
        </button>
    }
}

/// A file for a spreadsheet, of the lines that `lines` answers when it is pressed; the first names the columns.
#[component]
pub fn SaveSheet(
    #[prop(into)] label: String,
    /// What the file is called.
    #[prop(into)]
    name: String,
    lines: impl Fn() -> Vec<Vec<String>> + 'static,
) -> impl IntoView {
    let words = use_words();
    let save = move |_| {
        let is_saved = download(&format!("{name}.csv"), &sheet(&lines())).is_ok();
        announce::polite(if is_saved {
            words.file_saved()
        } else {
            words.file_not_saved()
        });
    };
    view! {
        <button class="ds-button" type="button" data-size="sm" data-variant="secondary" on:click=save>
            <Icon glyph=Glyph::FileExport/>
            {label}
        </button>
    }
}

/// Gives the person a file to keep.
pub fn download(name: &str, text: &str) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/plain;charset=utf-8");
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&address)
}
