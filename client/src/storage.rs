//! Small things the device remembers: settings, and the last answers of the API for when the network is away.
//! A browser that forbids storage just forgets.

use serde::Serialize;
use serde::de::DeserializeOwned;

const ANSWER: &str = "samling.answer.";

pub fn get(key: &str) -> Option<String> {
    local()?.get_item(key).ok()?
}

pub fn set(key: &str, value: &str) {
    if let Some(storage) = local() {
        // A full or forbidden storage costs a preference, nothing more.
        drop(storage.set_item(key, value));
    }
}

/// Answers whether the device took it.
#[must_use]
pub fn try_set(key: &str, value: &str) -> bool {
    local().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// The values of all keys that begin so, in no order.
pub fn all_with(prefix: &str) -> Vec<String> {
    let keys = keys().into_iter().filter(|key| key.starts_with(prefix));
    keys.filter_map(|key| get(&key)).collect()
}

pub fn remove(key: &str) {
    if let Some(storage) = local() {
        drop(storage.remove_item(key));
    }
}

/// Keeps an answer of the API.
pub fn keep_answer<T: Serialize>(path: &str, answer: &T) {
    if let Ok(json) = serde_json::to_string(answer) {
        set(&format!("{ANSWER}{path}"), &json);
    }
}

/// The same for an answer that is JSON already.
pub fn keep_json(path: &str, json: &str) {
    set(&format!("{ANSWER}{path}"), json);
}

pub fn kept_answer<T: DeserializeOwned>(path: &str) -> Option<T> {
    serde_json::from_str(&get(&format!("{ANSWER}{path}"))?).ok()
}

pub fn forget_answer(path: &str) {
    remove(&format!("{ANSWER}{path}"));
}

/// Another person may be next on this device.
pub fn forget_answers() {
    for key in keys().iter().filter(|key| key.starts_with(ANSWER)) {
        remove(key);
    }
}

fn keys() -> Vec<String> {
    let Some(storage) = local() else {
        return Vec::new();
    };
    let n_items = storage.length().unwrap_or(0);
    (0..n_items)
        .filter_map(|idx| storage.key(idx).ok()?)
        .collect()
}

fn local() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}
