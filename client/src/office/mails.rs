//! The mails that lie in a folder because no mail server is set up, to be copied and sent by hand.

use leptos::prelude::*;
use shared::view::{MailCard, MailsView};

use super::api;
use super::frame::{Visit, page};
use crate::api::ApiError;
use crate::components::copy::CopyButton;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::programme_bar::Place;
use crate::dates;
use crate::words::use_words;

async fn ask() -> Result<MailsView, ApiError> {
    api::get("/api/mails").await
}

#[component]
pub fn MailsPage() -> impl IntoView {
    page(Place::Mails, Place::Mails.needs(), ask, draw)
}

fn draw(_: Visit, view: MailsView) -> AnyView {
    let words = use_words();
    let list = if view.mails.is_empty() {
        view! { <p class="note">{words.mails_none()}</p> }.into_any()
    } else {
        let mails = view
            .mails
            .into_iter()
            .map(|mail| view! { <Mail mail=mail/> });
        view! { <ul class="col g16">{mails.collect_view()}</ul> }.into_any()
    };
    view! {
        <main class="one-col" id="main">
            <p class="sm back"><a class="ds-link" href="/folk">{words.nav_people()}</a></p>
            <PageTitle tab=words.nav_mails()>{words.mails_title()}</PageTitle>
            <p class="sub lead">{words.mails_lead()}</p>
            {list}
        </main>
    }
    .into_any()
}

#[component]
fn Mail(mail: MailCard) -> impl IntoView {
    let words = use_words();
    let heading = format!("mail-{}", mail.id);
    let at = dates::day_and_time(words, mail.at);
    let text = mail.text.clone();
    view! {
        <li class="card pad mail">
            <article aria-labelledby=heading.clone()>
                <div class="row wrap">
                    <div class="mail-head">
                        <h2 class="h-card" id=heading.clone()>{mail.subject}</h2>
                        <p class="sub sm"><Icon glyph=Glyph::PersonGroup/>" "{mail.to}" · "{at}</p>
                    </div>
                    <CopyButton label=words.copy() text=move || text.clone()/>
                </div>
                <p class="mail-text">{mail.text}</p>
            </article>
        </li>
    }
}
