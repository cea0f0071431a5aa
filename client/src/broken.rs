//! What is shown when the program itself has failed: one page of plain elements, since nothing else can be trusted.

use leptos::prelude::{document, window};
use leptos::web_sys::Element;
use wasm_bindgen::{JsCast, JsValue};

use crate::settings;
use crate::words::Words;

/// From now on a panic is written to the console and shown to the person.
pub fn watch() {
    std::panic::set_hook(Box::new(|panic| {
        leptos::logging::error!("{panic}");
        // If even this fails, the console has the reason.
        drop(show());
    }));
}

fn show() -> Result<(), JsValue> {
    let words = Words(settings::kept_language());
    let page = document();
    let message = page.create_element("div")?;
    message.set_class_name("boot-msg broken");
    message.set_attribute("role", "alert")?;
    let line = |tag: &str, class: &str, text: &str| -> Result<Element, JsValue> {
        let line = page.create_element(tag)?;
        line.set_class_name(class);
        line.set_text_content(Some(text));
        message.append_child(&line)?;
        Ok(line)
    };
    line("p", "disp h-sec", words.broken_title())?;
    line("p", "sub", words.broken_text())?;
    let again = line("a", "ds-button", words.try_again())?;
    again.set_attribute("href", &window().location().pathname()?)?;
    again.set_attribute("rel", "external")?;
    if let Some(app) = page
        .get_element_by_id("app")
        .and_then(|app| app.dyn_into::<web_sys::HtmlElement>().ok())
    {
        app.set_inert(true);
    }
    if let Some(body) = page.body() {
        body.append_child(&message)?;
    }
    Ok(())
}
