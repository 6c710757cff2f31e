//! The time of a page. The first render, on the server and in the browser, uses the server's time of the read, so
//! that hydration never mismatches; then it ticks, by the server's clock, not by the computer's.

#[cfg(feature = "hydrate")]
use super::device;
#[cfg(feature = "hydrate")]
use super::offset::Offset;
use crate::ui::RwSignal;
use domain::Time;
use leptos::prelude::*;

/// The page's time: one shared tick, and one timer to the next deadline on screen. No timer per card.
#[derive(Clone, Copy)]
pub struct Clock {
    /// Now, as screens show it.
    pub now: RwSignal<Time>,
    /// How far the server's clock is ahead of the computer's.
    #[cfg(feature = "hydrate")]
    offset: StoredValue<Offset>,
    /// The next deadline on screen.
    next: StoredValue<Option<Time>>,
    /// The timer that is set counts only if it is still the last one.
    #[cfg(feature = "hydrate")]
    round: StoredValue<u32>,
}

/// Milliseconds between ticks: ages and countdowns have the resolution of a minute.
#[cfg(feature = "hydrate")]
const TICK_MS: u32 = 5_000;

impl Clock {
    /// A clock that stands still until the browser winds it.
    pub fn new() -> Self {
        Self {
            now: RwSignal::new(Time::UNIX_EPOCH),
            #[cfg(feature = "hydrate")]
            offset: StoredValue::new(Offset::default()),
            next: StoredValue::new(None),
            #[cfg(feature = "hydrate")]
            round: StoredValue::new(0),
        }
    }

    /// The time of a page's data: what its first render shows. A later read never turns the clock back.
    pub fn read_at(self, now: Time) {
        if self.now.get_untracked() < now {
            self.now.set(now);
        }
        #[cfg(feature = "hydrate")]
        self.offset.update_value(|offset| offset.hear(now.timestamp_millis(), device::read_ms(now)));
    }

    /// When the page was read, where it comes from an earlier visit.
    #[cfg(feature = "hydrate")]
    pub fn kept(self) -> Option<Time> {
        domain::time::from_millis(device::kept_at()? + self.offset.get_value().ms()?)
    }

    /// On the server no page is an old one.
    #[cfg(not(feature = "hydrate"))]
    pub fn kept(self) -> Option<Time> {
        None
    }

    /// The server's clock shows `now` at this moment, give or take the way here.
    #[cfg_attr(
        not(feature = "hydrate"),
        expect(unused_variables, reason = "only browsers have a clock of their own")
    )]
    pub fn server_says(self, now: Time) {
        #[cfg(feature = "hydrate")]
        self.offset.update_value(|offset| offset.hear(now.timestamp_millis(), device::device_ms()));
    }

    /// Makes sure that the page wakes at `at`, to the moment: a deadline on screen. Board and panel both ask, so an
    /// earlier deadline that is still to come stays; to wake once too often does no harm.
    pub fn wake_at(self, at: Option<Time>) {
        let now = self.now.get_untracked();
        let earlier = self.next.get_value().filter(|next| *next > now);
        self.next.set_value(earlier.into_iter().chain(at).min());
        self.wind();
    }

    /// Begins to tick, in the browser.
    #[cfg(feature = "hydrate")]
    pub fn start(self) {
        gloo_timers::callback::Interval::new(TICK_MS, move || self.tick()).forget();
        self.tick();
    }

    #[cfg(feature = "hydrate")]
    fn tick(self) {
        if let Some(now) = self.server_now()
            && now > self.now.get_untracked()
        {
            self.now.set(now);
        }
    }

    /// The server's time at this moment.
    #[cfg(feature = "hydrate")]
    pub fn server_now(self) -> Option<Time> {
        domain::time::from_millis(device::device_ms() + self.offset.get_value().ms()?)
    }

    #[cfg(feature = "hydrate")]
    fn wind(self) {
        let Some((at, now)) = self.next.get_value().zip(self.server_now()) else { return };
        let round = self.round.get_value().wrapping_add(1);
        self.round.set_value(round);
        // One millisecond later, so that the deadline has come; browsers cap timers at 2^31 ms.
        let wait = u32::try_from((at - now).num_milliseconds().max(0) + 1)
            .unwrap_or(u32::MAX)
            .min(i32::MAX.unsigned_abs());
        gloo_timers::callback::Timeout::new(wait, move || {
            if self.round.get_value() == round {
                self.tick();
            }
        })
        .forget();
    }

    #[cfg(not(feature = "hydrate"))]
    #[expect(clippy::unused_self, reason = "as the browser's half")]
    fn wind(self) {}
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}
