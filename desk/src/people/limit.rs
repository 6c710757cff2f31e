//! How often a sign-in may fail. Counted in the database: a limit holds over restarts and over nodes.

use chrono::TimeDelta;
use domain::Time;
use std::net::IpAddr;
use std::time::Duration;
use store::{Conn, StoreError, people};

/// How often a sign-in may fail within a window, before the right password is refused too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInLimits {
    /// The window, which slides.
    pub window: Duration,
    /// Failures for one e-mail, known or not.
    pub per_email: u32,
    /// Failures from one address; an IPv6 address counts with its /64, which one customer has whole.
    pub per_address: u32,
}

impl Default for SignInLimits {
    /// 10 failures for an e-mail and 50 from an address within 15 minutes: at that pace, guessing through the
    /// 10,000 commonest passwords takes ten days, and an office behind one address still gets in.
    fn default() -> Self {
        Self { window: Duration::from_mins(15), per_email: 10, per_address: 50 }
    }
}

/// Under which names a sign-in's failures are counted.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) email: String,
    pub(super) address: String,
}

impl Names {
    pub(super) fn of(email_key: &str, address: IpAddr) -> Self {
        // Nobody's e-mail is longer; what is typed into the form must not fill the table.
        let email: String = email_key.chars().take(254).collect();
        let address = match address.to_canonical() {
            IpAddr::V4(v4) => v4.to_string(),
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        };
        Self { email: format!("email {email}"), address: format!("address {address}") }
    }
}

impl SignInLimits {
    fn since(&self, now: Time) -> Time {
        TimeDelta::from_std(self.window)
            .ok()
            .and_then(|w| now.checked_sub_signed(w))
            .unwrap_or(Time::UNIX_EPOCH)
    }

    /// How long this sign-in must wait, if it must.
    pub(super) async fn wait(
        &self,
        conn: &mut Conn,
        names: &Names,
        now: Time,
    ) -> Result<Option<Duration>, StoreError> {
        let mut wait = None;
        for (who, most) in [(&names.email, self.per_email), (&names.address, self.per_address)] {
            let failures = people::failures(conn, who, self.since(now), most).await?;
            if failures.len() >= most as usize {
                // The oldest that counts leaves the window first.
                let oldest = failures.last().copied().unwrap_or_else(|| now.timestamp_millis());
                let passed = Duration::from_millis((now.timestamp_millis() - oldest).max(0).unsigned_abs());
                // Up to the next whole second: a person reads it.
                let left = self.window.saturating_sub(passed).as_millis().div_ceil(1_000).max(1);
                wait = wait.max(Some(Duration::from_secs(u64::try_from(left).unwrap_or(u64::MAX))));
            }
        }
        Ok(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t5_a_customer_is_one_address() {
        let name = |text: &str| Names::of("", text.parse().unwrap()).address;
        assert_eq!(name("2001:db8:1:2:aaaa::1"), name("2001:db8:1:2:bbbb::2"));
        assert_ne!(name("2001:db8:1:2::1"), name("2001:db8:1:3::1"));
        assert_eq!(name("::ffff:10.0.0.7"), name("10.0.0.7"));
        assert_ne!(name("10.0.0.7"), name("10.0.0.8"));
    }
}
