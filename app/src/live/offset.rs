//! How far the server's clock is ahead of the computer's.

/// Milliseconds between two messages that together show that the computer's clock was set: a message alone may be late.
const SURE_MS: i64 = 10_000;
/// Milliseconds that the way here may take without a doubt.
const LATE_MS: i64 = 5_000;

/// Milliseconds to add to the computer's clock to get the server's, as far as messages say. The shortest way here is
/// the truest: a late message only makes the server look behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Offset {
    known: Option<i64>,
    /// Since when, by the computer's clock, all messages say far less.
    less_since: Option<i64>,
}

impl Offset {
    /// What is known.
    pub(super) fn ms(self) -> Option<i64> {
        self.known
    }

    /// The server's clock showed `server` milliseconds when a message was sent, and the computer's shows `device` now.
    pub(super) fn hear(&mut self, server: i64, device: i64) {
        let said = server - device;
        let Some(known) = self.known.filter(|known| said <= *known) else {
            *self = Self { known: Some(said), less_since: None };
            return;
        };
        if known - said <= LATE_MS {
            self.less_since = None;
            return;
        }
        let since = *self.less_since.get_or_insert(device);
        if device - since >= SURE_MS {
            *self = Self { known: Some(said), less_since: None };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fastest_message_is_believed_and_a_late_one_is_not() {
        let mut offset = Offset::default();
        assert_eq!(offset.ms(), None);
        offset.hear(1_000, 400);
        offset.hear(2_000, 1_350);
        offset.hear(3_000, 2_900);
        assert_eq!(offset.ms(), Some(650));
        // Seven seconds on the way, with others behind it.
        for late in 0..20 {
            offset.hear(4_000 + late, 10_350 + late);
        }
        assert_eq!(offset.ms(), Some(650), "the page's clock does not stand still for them");
        offset.hear(12_000, 11_400);
        offset.hear(15_000, 21_500);
        assert_eq!(offset.ms(), Some(650), "a timely one between them: both were late");
    }

    #[test]
    fn a_computer_whose_clock_was_set_is_followed() {
        let mut offset = Offset::default();
        offset.hear(1_000, 1_000);
        // Set an hour ahead; the server says so every five seconds.
        for turn in 0..3 {
            assert_eq!(offset.ms(), Some(0));
            offset.hear(10_000 + turn * 5_000, 3_610_000 + turn * 5_000);
        }
        assert_eq!(offset.ms(), Some(-3_600_000));
        // And back: at once, since nothing arrives before it was sent.
        offset.hear(40_000, 40_000);
        assert_eq!(offset.ms(), Some(0));
    }
}
