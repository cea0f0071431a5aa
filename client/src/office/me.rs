//! «Min side»: devices, the calendar's address, language and text, and what is kept about oneself.

use gloo_net::http::Method;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::DeviceId;
use shared::view::{CalendarAddress, DeviceCard, MeView};

use super::api;
use super::device::DeviceLine;
use super::frame::{Visit, page};
use super::parts::Confirm;
use super::trouble;
use crate::api::ApiError;
use crate::components::copy::{CopyButton, download};
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::programme_bar::Place;
use crate::components::settings_dialog::{LanguagePicks, MotionPick, SignOut, SizePicks};
use crate::components::toast::Toasts;
use crate::dates;
use crate::session::Session;
use crate::words::{Words, use_words};

async fn ask() -> Result<MeView, ApiError> {
    api::get("/api/me").await
}

#[component]
pub fn MePage() -> impl IntoView {
    page(Place::Me, None, ask, draw)
}

fn draw(visit: Visit, me: MeView) -> AnyView {
    let words = use_words();
    let about = match &me.email {
        Some(email) => format!("{} · {email}", words.role(me.person.role)),
        None => words.role(me.person.role).to_owned(),
    };
    let name = me.person.name.clone();
    view! {
        <main class="one-col me" id="main">
            <PageTitle tab=words.nav_me()>{name}</PageTitle>
            <p class="sub lead">{about}</p>
            <div class="col g16">
                <section class="card pad two-picks" aria-labelledby="reading">
                    <h2 class="ds-sr-only" id="reading">{words.settings_title()}</h2>
                    <LanguagePicks name="my-language"/>
                    <SizePicks name="my-text-size"/>
                    <MotionPick/>
                </section>
                <MyDevices devices=me.devices.clone() toasts=visit.toasts/>
                <Calendar has_calendar=me.has_calendar toasts=visit.toasts/>
                <Kept me=me toasts=visit.toasts/>
                <SignOut/>
            </div>
        </main>
    }
    .into_any()
}

#[component]
fn MyDevices(devices: Vec<DeviceCard>, toasts: Toasts) -> impl IntoView {
    let words = use_words();
    let session = expect_context::<Session>();
    let devices = RwSignal::new(devices);
    let end = Callback::new(move |device: DeviceId| {
        let is_this = devices
            .with_untracked(|devices| devices.iter().any(|card| card.id == device && card.is_this));
        spawn_local(async move {
            let path = format!("/api/me/devices/{device}");
            match api::tell(Method::DELETE, &path, &()).await {
                Ok(()) if is_this => session.end(),
                Ok(()) => {
                    devices.try_update(|devices| devices.retain(|card| card.id != device));
                    toasts.say(words.device_ended().to_owned());
                }
                Err(trouble) => toasts.say(trouble::says(words, &trouble)),
            }
        });
    });
    let lines = move || {
        let lines = devices
            .get()
            .into_iter()
            .map(|card| view! { <DeviceLine card=card on_end=end/> });
        lines.collect_view()
    };
    view! {
        <section class="card pad" aria-labelledby="devices">
            <h2 class="h-card" id="devices">{words.devices()}</h2>
            <p class="sub sm">{words.my_devices_lead()}</p>
            <ul class="lines">{lines}</ul>
        </section>
    }
}

/// The calendar's secret address: shown once, when it is made.
#[component]
fn Calendar(has_calendar: bool, toasts: Toasts) -> impl IntoView {
    let words = use_words();
    let has_one = RwSignal::new(has_calendar);
    let address = RwSignal::<Option<String>>::new(None);
    let make = move |_| {
        spawn_local(async move {
            let made: Result<CalendarAddress, _> =
                api::ask(Method::POST, "/api/me/calendar", &()).await;
            match made {
                Ok(made) => {
                    has_one.try_set(true);
                    address.try_set(Some(made.url));
                }
                Err(trouble) => toasts.say(trouble::says(words, &trouble)),
            }
        });
    };
    let revoke = move |_| {
        spawn_local(async move {
            match api::tell(Method::DELETE, "/api/me/calendar", &()).await {
                Ok(()) => {
                    has_one.try_set(false);
                    address.try_set(None);
                    toasts.say(words.calendar_revoked().to_owned());
                }
                Err(trouble) => toasts.say(trouble::says(words, &trouble)),
            }
        });
    };
    let shown = move || {
        address.get().map(|url| {
            let copied = url.clone();
            view! {
                <div class="note col g8">
                    <p class="sm">{words.calendar_once()}</p>
                    <p class="address">{url}</p>
                    <div><CopyButton label=words.copy() text=move || copied.clone()/></div>
                </div>
            }
        })
    };
    let make_label = move || {
        if has_one.get() {
            words.calendar_new()
        } else {
            words.calendar_make()
        }
    };
    view! {
        <section class="card pad col" aria-labelledby="calendar">
            <h2 class="h-card" id="calendar">{words.calendar()}</h2>
            <p class="sub sm">{words.calendar_lead()}</p>
            {shown}
            <div class="row wrap g8">
                <button class="ds-button" type="button" data-size="sm" data-variant="secondary" on:click=make>
                    <Icon glyph=Glyph::Calendar/>
                    {make_label}
                </button>
                <Show when=move || has_one.get()>
                    <button
                        class="ds-button"
                        type="button"
                        data-size="sm"
                        data-variant="tertiary"
                        data-color="neutral"
                        on:click=revoke
                    >
                        {words.calendar_revoke()}
                    </button>
                </Show>
            </div>
        </section>
    }
}

#[component]
fn Kept(me: MeView, toasts: Toasts) -> impl IntoView {
    let words = use_words();
    let session = expect_context::<Session>();
    let is_asking = RwSignal::new(false);
    let export = move |_| {
        spawn_local(async move {
            match api::get_text("/api/me/export").await {
                Ok(text) => {
                    if download(words.export_file(), &text).is_err() {
                        toasts.say(words.trouble_ours().to_owned());
                    }
                }
                Err(_) => toasts.say(words.trouble_unreachable().to_owned()),
            }
        });
    };
    let erase = Callback::new(move |()| {
        is_asking.set(false);
        spawn_local(async move {
            match api::tell(Method::POST, "/api/me/erase", &()).await {
                Ok(()) => session.end(),
                Err(trouble) => toasts.say(trouble::says(words, &trouble)),
            }
        });
    });
    let lines = kept_lines(words, &me)
        .into_iter()
        .map(|line| view! { <li>{line}</li> })
        .collect_view();
    view! {
        <section class="card pad col" aria-labelledby="kept">
            <h2 class="h-card" id="kept">{words.kept()}</h2>
            <ul class="bullets">{lines}</ul>
            <p class="sub sm">{words.kept_how_long(
                &me.retention.former_people.to_string(),
                &me.retention.attendance.to_string(),
                &me.retention.audit.to_string(),
            )}" "{words.pap_kept_scores(&me.retention.scores.to_string())}</p>
            <div class="row wrap g8">
                <button class="ds-button" type="button" data-size="sm" data-variant="secondary" on:click=export>
                    <Icon glyph=Glyph::FileExport/>
                    {words.export_all()}
                </button>
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-variant="tertiary"
                    data-color="neutral"
                    on:click=move |_| is_asking.set(true)
                >
                    {words.erase_me()}
                </button>
            </div>
            <Show when=move || is_asking.get()>
                <Confirm
                    text=words.erase_me_ask()
                    yes=words.person_erase_yes()
                    no=words.never_mind()
                    on_yes=erase
                    on_no=Callback::new(move |()| is_asking.set(false))
                    is_final=true
                />
            </Show>
        </section>
    }
}

/// A sentence about a number of things.
type Says = fn(Words, usize) -> String;

fn kept_lines(words: Words, me: &MeView) -> Vec<String> {
    let mut lines = vec![words.kept_person(&me.person.name, words.role(me.person.role))];
    if let Some(since) = me.since {
        lines.push(words.kept_since(&dates::day_month_year(words, since)));
    }
    let kept = me.kept;
    let counts: [(usize, Says); 6] = [
        (kept.meetings, Words::kept_meetings),
        (kept.proceedings, Words::kept_proceedings),
        (kept.attendance, Words::kept_attendance),
        (kept.mails, Words::kept_mails),
        (kept.writings, Words::kept_writings),
        (kept.audit, Words::kept_audit),
    ];
    let some = counts.into_iter().filter(|(n, _)| *n > 0);
    lines.extend(some.map(|(n, says)| says(words, n)));
    lines
}
