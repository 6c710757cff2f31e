//! What a page may say on the feed's socket: where its person is, and "still there?"; and that not too often (T12).

use domain::Role;
use domain::feed::{Here, STILL_THERE};
use std::time::Duration;
use tokio::time::Instant;

/// Bytes of such a message: an id and a word.
const SAID: usize = 256;
/// Messages that may come at once.
const BURST: u32 = 10;
/// Each of them comes back after this long: five a second.
const REFILL: Duration = Duration::from_millis(200);
/// Messages beyond that which are passed over before the page is taken for a broken one.
const PATIENCE: u32 = 100;

/// How often one socket has spoken.
pub(super) struct Speech {
    left: u32,
    /// Until when what was used has been given back.
    refilled: Instant,
    passed_over: u32,
}

/// What a message says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Where the person is.
    Here(Here),
    /// It wants to know whether anybody is there.
    StillThere,
    /// It comes too soon after the others, and is passed over: the page says it again.
    TooOften,
    /// Nothing that a page of this desk says.
    Nonsense,
}

impl Speech {
    pub(super) fn new(now: Instant) -> Self {
        Self { left: BURST, refilled: now, passed_over: 0 }
    }

    /// Reads a message. The people who asked say nothing of themselves: nobody is told where they are.
    pub(super) fn hear(&mut self, text: &str, role: Role, now: Instant) -> Said {
        while self.refilled + REFILL <= now && self.left < BURST {
            self.refilled += REFILL;
            self.left += 1;
        }
        if self.left == BURST {
            self.refilled = now;
        }
        let asks = text == STILL_THERE;
        if !(asks || role.is_team()) || text.len() > SAID {
            return Said::Nonsense;
        }
        if self.left == 0 {
            self.passed_over += 1;
            return if self.passed_over > PATIENCE { Said::Nonsense } else { Said::TooOften };
        }
        self.left -= 1;
        if asks {
            return Said::StillThere;
        }
        match serde_json::from_str(text) {
            Ok(here) => Said::Here(here),
            Err(_) => Said::Nonsense,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::TicketId;
    use domain::feed::Doing;

    const NOWHERE: &str = r#"{"ticket":null,"doing":"viewing"}"#;

    #[test]
    fn a_message_says_where_and_what() {
        let now = Instant::now();
        let said = |text: &str, role| Speech::new(now).hear(text, role, now);
        let ticket = TicketId(uuid::Uuid::from_u128(7));
        let text = format!(r#"{{"ticket":"{ticket}","doing":"typing"}}"#);
        let here = Here { ticket: Some(ticket), doing: Doing::Typing };
        assert_eq!(said(&text, Role::Agent), Said::Here(here));
        assert_eq!(
            said(NOWHERE, Role::Administrator),
            Said::Here(Here { ticket: None, doing: Doing::Viewing })
        );
        for role in [Role::Client, Role::OrganizationManager] {
            assert_eq!(said(&text, role), Said::Nonsense);
        }
        for role in [Role::Agent, Role::Client] {
            assert_eq!(said(STILL_THERE, role), Said::StillThere);
        }
        let more = text.replace('}', r#","who":"ana"}"#);
        let long = format!("{text}{}", " ".repeat(SAID));
        for text in ["", "hello", "{}", r#"{"ticket":"7","doing":"viewing"}"#, &more, &long] {
            assert_eq!(said(text, Role::Agent), Said::Nonsense, "{text}");
        }
    }

    #[test]
    fn t12_five_a_second_are_heard_and_a_flood_ends_the_socket() {
        let start = Instant::now();
        let mut speech = Speech::new(start);
        let mut hear = |ms| speech.hear(NOWHERE, Role::Agent, start + Duration::from_millis(ms));
        for _ in 0..BURST {
            assert!(matches!(hear(0), Said::Here(_)));
        }
        assert_eq!(hear(0), Said::TooOften);
        assert_eq!(hear(199), Said::TooOften);
        assert!(matches!(hear(200), Said::Here(_)));
        assert_eq!(hear(201), Said::TooOften);
        // A long silence gives the burst back, and no more than that.
        for _ in 0..BURST {
            assert!(matches!(hear(3_600_000), Said::Here(_)));
        }
        for _ in 3..PATIENCE {
            assert_eq!(hear(3_600_000), Said::TooOften);
        }
        assert_eq!(hear(3_600_000), Said::Nonsense);
    }
}
