//! When somebody was last here, as the manager wants to know it: here, invited, or out of reach.

use shared::time::{MINUTE_MS, Timestamp};
use shared::view::{DeviceKind, PersonCard};

use crate::clock;
use crate::components::icon::Glyph;
use crate::dates;
use crate::words::Words;

/// Seen this recently is "now".
const NOW_MS: i64 = 5 * MINUTE_MS;

pub struct Seen {
    pub glyph: Option<Glyph>,
    pub text: String,
    /// Something the manager should do something about.
    pub is_warning: bool,
}

impl Seen {
    fn plain(text: String) -> Self {
        Self {
            glyph: None,
            text,
            is_warning: false,
        }
    }

    fn warning(text: &str) -> Self {
        Self {
            glyph: Some(Glyph::ExclamationmarkTriangle),
            text: text.to_owned(),
            is_warning: true,
        }
    }
}

/// The words at the end of a person's line.
pub fn seen(words: Words, card: &PersonCard) -> Seen {
    if card.email.is_none() {
        return Seen::warning(words.seen_no_email());
    }
    if card.mail_failed {
        return Seen::warning(words.seen_mail_failed());
    }
    match (card.last_seen_at, card.invited_at) {
        (Some(at), _) => Seen::plain(words.seen_in(&when(words, at))),
        (None, Some(at)) => Seen {
            glyph: Some(Glyph::Hourglass),
            text: words.seen_invited(&short_date(words, at)),
            is_warning: false,
        },
        (None, None) => Seen::plain(words.seen_not_invited().to_owned()),
    }
}

/// "Sist inne i går kl. 19.40, på telefon".
pub fn last_seen(words: Words, card: &PersonCard) -> String {
    match card.last_seen_at {
        Some(at) => {
            let day = when(words, at);
            let time = words.at_time(&dates::time(words, at));
            let device = on_device(words, card.last_device.unwrap_or_default());
            if is_now(at) {
                words.last_seen_now(device)
            } else {
                words.last_seen(&day, &time, device)
            }
        }
        None => words.never_seen().to_owned(),
    }
}

pub fn on_device(words: Words, device: DeviceKind) -> &'static str {
    match device {
        DeviceKind::Phone => words.on_phone(),
        DeviceKind::Tablet => words.on_tablet(),
        DeviceKind::Computer => words.on_computer(),
        DeviceKind::Screen => words.on_screen(),
        DeviceKind::Program => words.on_program(),
    }
}

fn when(words: Words, at: Timestamp) -> String {
    let today = clock::today();
    let day = clock::date(at);
    if is_now(at) {
        words.seen_now().to_owned()
    } else if day == today {
        words.today().to_owned()
    } else if today.yesterday().is_ok_and(|yesterday| yesterday == day) {
        words.yesterday().to_owned()
    } else {
        short_date(words, at)
    }
}

fn is_now(at: Timestamp) -> bool {
    clock::now().0 - at.0 < NOW_MS
}

/// "10. okt."
fn short_date(words: Words, at: Timestamp) -> String {
    let date = clock::date(at);
    let month = dates::month_short(words, date.month().unsigned_abs());
    words.day_month(&date.day().to_string(), month)
}
