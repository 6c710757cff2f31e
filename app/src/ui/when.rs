//! Times: how long ago, and when exactly.

use super::dynamic;
use super::memo;
use crate::i18n::{self, Language, fill};
use crate::live::Clock;
use crate::ui::view;
use domain::{Time, time};
use leptos::prelude::*;

/// "agora", "5min", "2h", "3d" (R11), ticking; the exact time in its title.
#[component]
pub fn Age(
    /// Since when.
    at: Time,
) -> impl IntoView {
    let words = i18n::words();
    let clock = expect_context::<Clock>();
    let text = memo(move || {
        time::age((clock.now.get() - at).num_seconds()).unwrap_or_else(|| words.common.now.to_owned())
    });
    view! { <time class="age" datetime=machine(at) title=absolute(at)>{dynamic(move || text.get())}</time> }
}

/// "há 5min", or "agora" (R17).
pub fn ago(at: Time, now: Time) -> String {
    let words = i18n::words();
    match time::age((now - at).num_seconds()) {
        Some(age) => fill(words.common.ago, &[("time", &age)]),
        None => words.common.now.to_owned(),
    }
}

/// The exact time, in the viewer's zone.
#[component]
pub fn When(
    /// When.
    at: Time,
) -> impl IntoView {
    view! { <time class="when" datetime=machine(at)>{absolute(at)}</time> }
}

/// Day, month, year, hour, minute, as the language writes them.
fn write(language: Language, (year, month, day): (i64, i64, i64), (hour, minute): (i64, i64)) -> String {
    match language {
        Language::PtBr | Language::Es => format!("{day:02}/{month:02}/{year} {hour:02}:{minute:02}"),
        Language::En => format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}"),
    }
}

/// For `datetime`: ISO 8601 in UTC, made without chrono's formatter, which the browser does not carry.
fn machine(at: Time) -> String {
    use chrono::{Datelike, Timelike};
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// On the server: in the zone that the visitor's browser named, else in the account's usual one.
#[cfg(feature = "ssr")]
pub fn absolute(at: Time) -> String {
    use chrono::{Datelike, Timelike};
    let zone = crate::request_context::zone().unwrap_or(chrono_tz::America::Sao_Paulo);
    let local = at.with_timezone(&zone);
    let date = (i64::from(local.year()), i64::from(local.month()), i64::from(local.day()));
    write(i18n::language(), date, (i64::from(local.hour()), i64::from(local.minute())))
}

/// In the browser: in its own zone. Text that the server wrote is kept by hydration.
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub fn absolute(at: Time) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since the epoch fit in 53 bits for 280,000 years"
    )]
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at.timestamp_millis() as f64));
    let day = (i64::from(date.get_full_year()), i64::from(date.get_month()) + 1, i64::from(date.get_date()));
    write(i18n::language(), day, (i64::from(date.get_hours()), i64::from(date.get_minutes())))
}

/// Neither server nor browser: a build that only checks types.
#[cfg(not(any(feature = "ssr", feature = "hydrate")))]
pub fn absolute(at: Time) -> String {
    write(i18n::language(), (at.timestamp(), 0, 0), (0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_each_language_writes_them() {
        assert_eq!(write(Language::PtBr, (2025, 11, 22), (14, 5)), "22/11/2025 14:05");
        assert_eq!(write(Language::En, (2025, 11, 22), (14, 5)), "2025-11-22 14:05");
        assert_eq!(machine(time::from_millis(1_763_820_300_000).unwrap()), "2025-11-22T14:05:00Z");
    }
}
