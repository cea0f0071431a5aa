//! The devices somebody is signed in on, asked for when the list is unfolded.

use gloo_net::http::Method;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{DeviceId, PersonId};
use shared::view::DeviceCard;

use super::House;
use crate::office::device::DeviceLine;
use crate::office::{api, trouble};
use crate::words::use_words;

#[component]
pub fn Devices(house: House, id: PersonId) -> impl IntoView {
    let words = use_words();
    let devices = RwSignal::<Option<Vec<DeviceCard>>>::new(None);
    let problem = RwSignal::<Option<String>>::new(None);
    let path = StoredValue::new(format!("/api/people/{id}/devices"));
    let ask = move || {
        spawn_local(async move {
            match api::get(&path.get_value()).await {
                Ok(found) => {
                    devices.try_set(Some(found));
                }
                Err(_) => {
                    problem.try_set(Some(words.devices_unknown().to_owned()));
                }
            }
        });
    };
    let unfold = move |_| {
        if devices.with_untracked(Option::is_none) {
            ask();
        }
    };
    let end = Callback::new(move |device: DeviceId| {
        spawn_local(async move {
            let path = format!("{}/{device}", path.get_value());
            match api::tell(Method::DELETE, &path, &()).await {
                Ok(()) => {
                    devices.try_update(|devices| {
                        if let Some(devices) = devices {
                            devices.retain(|card| card.id != device);
                        }
                    });
                    house.toasts.say(words.device_ended().to_owned());
                }
                Err(trouble) => house.toasts.say(trouble::says(words, &trouble)),
            }
        });
    });
    let list = move || {
        match devices.get() {
        None => view! { <p class="sub sm">{move || problem.get().unwrap_or_else(|| words.loading().to_owned())}</p> }.into_any(),
        Some(devices) if devices.is_empty() => {
            view! { <p class="sub sm">{words.devices_none()}</p> }.into_any()
        }
        Some(devices) => {
            let lines = devices
                .into_iter()
                .map(|card| view! { <DeviceLine card=card on_end=end/> })
                .collect_view();
            view! { <ul class="lines">{lines}</ul> }.into_any()
        }
    }
    };
    view! {
        <details class="more devices" on:toggle=unfold>
            <summary>{words.devices()}</summary>
            {list}
        </details>
    }
}
