//! When to connect again: a pure machine, so that it is tested without a browser.

/// How the connection stands, as the pill in the top bar says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// Not there yet.
    #[default]
    Connecting,
    /// "Ao vivo".
    Live,
    /// Cut less than 1.5 s ago: most cuts end before anyone need know.
    Blinking,
    /// "Reconectando…"
    Reconnecting,
    /// "Sem conexão".
    Offline,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Open a websocket after so many milliseconds.
    Socket(u32),
    /// Ask by long poll after so many milliseconds: a proxy blocks websockets.
    Poll(u32),
}

/// First wait after a cut, in milliseconds (`security.md` 3: full jitter, base 0.5 s, cap 30 s).
const BASE_MS: u32 = 500;
const CAP_MS: u32 = 30_000;
/// Sockets that never opened, one after the other, after which a proxy is suspected.
const CLOSED_DOORS: u32 = 3;

/// The state behind [`Link`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Connection {
    cuts: u32,
    closed_doors: u32,
    polling: bool,
}

impl Connection {
    /// A message arrived.
    pub fn heard(&mut self, by_socket: bool) {
        self.cuts = 0;
        if by_socket {
            self.closed_doors = 0;
        }
    }

    /// The connection ended. `opened`: it had been open. `chance` is random in 0..1.
    pub fn cut(&mut self, opened: bool, chance: f64) -> Next {
        self.closed_doors = if opened { 0 } else { self.closed_doors + 1 };
        if self.closed_doors >= CLOSED_DOORS {
            self.polling = true;
        }
        self.again(chance)
    }

    /// A poll failed.
    pub fn poll_failed(&mut self, chance: f64) -> Next {
        // The network may be another one by now: try the socket again next time.
        self.polling = false;
        self.closed_doors = 0;
        self.again(chance)
    }

    fn again(&mut self, chance: f64) -> Next {
        let cap = BASE_MS.saturating_mul(1 << self.cuts.min(6)).min(CAP_MS);
        self.cuts += 1;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "chance lies in 0..1")]
        let wait = (f64::from(cap) * chance.clamp(0.0, 1.0)) as u32;
        if self.polling { Next::Poll(wait) } else { Next::Socket(wait) }
    }

    /// Cut so often that people should know.
    pub fn is_offline(&self) -> bool {
        self.cuts >= 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_thirty_seconds_and_no_further() {
        let mut c = Connection::default();
        let waits: Vec<_> = (0..9)
            .map(|_| match c.cut(true, 1.0) {
                Next::Socket(ms) | Next::Poll(ms) => ms,
            })
            .collect();
        assert_eq!(waits, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
        c.heard(true);
        assert_eq!(c.cut(true, 1.0), Next::Socket(500));
    }

    #[test]
    fn sockets_that_never_open_lead_to_the_long_poll_and_a_failed_poll_back() {
        let mut c = Connection::default();
        assert_eq!(c.cut(false, 0.0), Next::Socket(0));
        assert_eq!(c.cut(false, 0.0), Next::Socket(0));
        assert_eq!(c.cut(false, 0.0), Next::Poll(0));
        assert_eq!(c.poll_failed(0.0), Next::Socket(0));
    }
}
