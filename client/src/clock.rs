//! The device's clock and calendar; nobody else in the client asks for the time.

use jiff::civil::Date;
use js_sys::Date as JsDate;
use shared::time::Timestamp;
use wasm_bindgen::JsValue;

pub fn now() -> Timestamp {
    timestamp(JsDate::now())
}

/// Today, where the device is.
pub fn today() -> Date {
    date(now())
}

/// The date where the device is.
pub fn date(at: Timestamp) -> Date {
    let at = js_date(at);
    let part = |value: u32| i8::try_from(value).unwrap_or(1);
    let year = i16::try_from(at.get_full_year()).unwrap_or(i16::MAX);
    Date::new(year, part(at.get_month() + 1), part(at.get_date())).unwrap_or_default()
}

/// Hours and minutes where the device is.
pub fn hour_and_minute(at: Timestamp) -> (u32, u32) {
    let at = js_date(at);
    (at.get_hours(), at.get_minutes())
}

/// The moment of the same day, where the device is, at this hour and minute.
pub fn same_day_at(at: Timestamp, hour: u32, minute: u32) -> Timestamp {
    let moved = js_date(at);
    moved.set_hours(hour);
    moved.set_minutes(minute);
    moved.set_seconds(0);
    moved.set_milliseconds(0);
    timestamp(moved.get_time())
}

fn js_date(at: Timestamp) -> JsDate {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds stay exact for 285 000 years"
    )]
    let ms = at.0 as f64;
    JsDate::new(&JsValue::from_f64(ms))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 fit with room to spare"
)]
fn timestamp(ms: f64) -> Timestamp {
    Timestamp(ms as i64)
}
