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
    let now = JsDate::new_0();
    let part = |value: u32| i8::try_from(value).unwrap_or(1);
    let year = i16::try_from(now.get_full_year()).unwrap_or(i16::MAX);
    Date::new(year, part(now.get_month() + 1), part(now.get_date())).unwrap_or_default()
}

/// Hours and minutes where the device is.
pub fn hour_and_minute(at: Timestamp) -> (u32, u32) {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds stay exact for 285 000 years"
    )]
    let at = JsDate::new(&JsValue::from_f64(at.0 as f64));
    (at.get_hours(), at.get_minutes())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 fit with room to spare"
)]
fn timestamp(ms: f64) -> Timestamp {
    Timestamp(ms as i64)
}
