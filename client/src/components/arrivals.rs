//! Says who has come, for those who cannot see it: at most once every ten seconds, and summed up.

use std::collections::BTreeSet;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use shared::id::PersonId;
use shared::lobby::RoomView;

use crate::announce;
use crate::room::RoomContext;
use crate::words::Words;

const AT_MOST_EVERY_MS: u32 = 10_000;
/// More than this are counted.
const N_NAMES: usize = 3;

#[derive(Default)]
struct Voice {
    /// Whose coming has been said, or needs no saying.
    known: BTreeSet<PersonId>,
    /// First names of those who have come since.
    waiting: Vec<String>,
    pause: Option<Timeout>,
}

/// From now on, until the page is left.
pub fn tell_arrivals(context: &RoomContext) {
    let voice = StoredValue::new_local(Voice::default());
    let words = context.words;
    let view = context.view;
    let me = context.person.id.clone();
    Effect::new(move |before: Option<()>| {
        view.with(|view| {
            let new = take_new(voice, view);
            if before.is_some() {
                let new = new.into_iter().filter(|(id, _)| *id != me);
                let names: Vec<String> = new.map(|(_, name)| name).collect();
                voice.update_value(|voice| voice.waiting.extend(names));
                speak(voice, words);
            }
        });
    });
    on_cleanup(move || {
        voice.try_update_value(|voice| voice.pause = None);
    });
}

fn take_new(voice: StoredValue<Voice, LocalStorage>, view: &RoomView) -> Vec<(PersonId, String)> {
    let here = view.people.iter().filter(|person| person.is_here);
    let here: Vec<(PersonId, String)> = here
        .map(|one| (one.person.id.clone(), one.person.first_name().to_owned()))
        .collect();
    let new = voice.try_update_value(|voice| {
        let ids = here.iter().map(|(id, _)| id.clone()).collect();
        let known = std::mem::replace(&mut voice.known, ids);
        let new = here.iter().filter(|(id, _)| !known.contains(id));
        new.cloned().collect()
    });
    new.unwrap_or_default()
}

fn speak(voice: StoredValue<Voice, LocalStorage>, words: Words) {
    voice.try_update_value(|voice_now| {
        if voice_now.pause.is_some() || voice_now.waiting.is_empty() {
            return;
        }
        let names = std::mem::take(&mut voice_now.waiting);
        announce::polite(says(words, &names));
        voice_now.pause = Some(Timeout::new(AT_MOST_EVERY_MS, move || {
            voice.try_update_value(|voice| voice.pause = None);
            speak(voice, words);
        }));
    });
}

fn says(words: Words, names: &[String]) -> String {
    if names.len() > N_NAMES {
        words.arrived_count(names.len())
    } else {
        words.arrived(&words.list(names))
    }
}
