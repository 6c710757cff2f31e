//! The computer's clock, and when the page was read by it: long ago where the browser has kept it from an earlier visit,
//! since there is no network (`public/worker.js`).

use domain::Time;
use leptos::prelude::document;

/// Says when such a page was read: milliseconds since the epoch by the computer's clock.
const MARK: &str = "data-kept-at";

/// The computer's clock, in milliseconds since the epoch.
pub(super) fn device_ms() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since the epoch fit for 280,000 years")]
    let ms = js_sys::Date::now() as i64;
    ms
}

/// When the page was read, by the computer's clock; nothing where the desk has just sent it.
pub(super) fn kept_at() -> Option<i64> {
    document().document_element()?.get_attribute(MARK)?.parse().ok()
}

/// When the computer's clock was read that belongs to the desk's `now`: with the page that was kept, or just now. A later
/// read may come while the page is still an old one: what lies nearer is meant.
pub(super) fn read_ms(now: Time) -> i64 {
    let (now, device) = (now.timestamp_millis(), device_ms());
    kept_at().filter(|kept| kept.abs_diff(now) < device.abs_diff(now)).unwrap_or(device)
}

/// The desk is heard again: the page is up to date.
pub(super) fn is_fresh() {
    if let Some(html) = document().document_element() {
        html.remove_attribute(MARK).ok();
    }
}
