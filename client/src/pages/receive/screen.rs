//! What is held up to those who come: the code, its QR and the address; and the wall in a window of its own.

use leptos::prelude::*;

use crate::components::code_input::grouped;
use crate::components::dialog::Dialog;
use crate::components::icon::{Glyph, Icon};
use crate::components::qr::{QrCode, host};
use crate::room::RoomContext;

#[component]
pub fn Screen(context: RoomContext) -> impl IntoView {
    let words = context.words;
    let is_large = RwSignal::new(false);
    let code = context
        .view
        .with_untracked(|view| view.meeting.code.clone());
    let wall = context.path("skjerm");
    let shown = code.map(|code| {
        let large = code.clone();
        view! {
            <div class="way-in">
                <QrCode code=code.clone() words=words/>
                <p class="sub sm">{words.screen_go_to()}" "<b class="nowrap">{host()}</b></p>
                <p class="num way-code">{grouped(&code)}</p>
            </div>
            <button class="ds-button" type="button" data-variant="secondary" data-fullwidth="true" aria-haspopup="dialog" on:click=move |_| is_large.set(true)>
                <Icon glyph=Glyph::Expand/>{words.screen_large()}
            </button>
            <Dialog is_open=is_large id="large-code" class="sheet wide large-code" heading=Signal::derive(move || words.screen_join().to_owned())>
                <div class="way-in">
                    <QrCode code=large.clone() words=words/>
                    <p>{words.screen_go_to()}" "<b>{host()}</b></p>
                    <p class="num way-code">{grouped(&large)}</p>
                </div>
            </Dialog>
        }
    });
    view! {
        <section class="card desk-screen" aria-labelledby="screen-title">
            <h2 class="disp h-sec" id="screen-title">{words.screen_title()}</h2>
            {shown}
            <a class="ds-button" data-variant="secondary" data-fullwidth="true" href=wall target="_blank" rel="external noopener">
                <Icon glyph=Glyph::Presentation/>{words.screen_open()}
            </a>
            <p class="sub sm">{words.screen_help()}</p>
        </section>
    }
}
