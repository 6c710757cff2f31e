//! Who a cookie's token stands for, now.

use crate::hub::SessionKey;
use crate::live::LiveDesk;
use chrono::TimeDelta;
use domain::port::DeskError;
use domain::{AccountId, Actor, PersonId};
use sha2::{Digest, Sha256};
use store::people;

/// A session that nobody used for so long has ended: over a working day, not over a night (ASVS 5.0, 7.3.1).
pub const IDLE_LIMIT: TimeDelta = TimeDelta::hours(12);
/// Every session ends then, however busy (ASVS 5.0, 7.3.2; NIST SP 800-63B 4.1.3: 30 days).
pub const ABSOLUTE_LIMIT: TimeDelta = TimeDelta::days(30);
/// A session's last use is noted at most so often: a write costs more than the read it follows.
const TOUCH_EVERY: TimeDelta = TimeDelta::minutes(1);

/// 256 random bits that only the browser's cookie holds.
pub(super) struct Token([u8; 32]);

impl Token {
    pub(super) fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// Reads the cookie's value; `None` unless it is 64 lower-case hex digits.
    pub(super) fn read(text: &str) -> Option<Self> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
        let pairs: &[[u8; 2]; 32] = pairs.try_into().ok()?;
        let mut secret = [0; 32];
        for (byte, [high, low]) in secret.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Some(Self(secret))
    }

    /// The cookie's value.
    pub(super) fn text(&self) -> String {
        let digit = |bits: u8| char::from(if bits < 10 { b'0' + bits } else { b'a' + bits - 10 });
        self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }

    /// What the database keeps. One looks up by it, so comparing takes no secret's time.
    pub(super) fn key(&self) -> SessionKey {
        SessionKey(Sha256::digest(self.0).into())
    }
}

impl LiveDesk {
    /// The session of a cookie's value, with its person as the database has them now (T11). `None`: ended, idle
    /// for too long, unknown, or the person may not sign in any more. To ask is a use, which keeps it alive.
    pub async fn session(&self, token: &str) -> Result<Option<(SessionKey, Actor)>, DeskError> {
        self.look_up(token, true).await
    }

    /// The same, asked by a page on its own while perhaps nobody sits before it: no use, so that a tab left open
    /// does not keep its session for ever.
    pub async fn session_unused(&self, token: &str) -> Result<Option<(SessionKey, Actor)>, DeskError> {
        self.look_up(token, false).await
    }

    async fn look_up(&self, token: &str, used: bool) -> Result<Option<(SessionKey, Actor)>, DeskError> {
        let Some(token) = Token::read(token) else { return Ok(None) };
        let key = token.key();
        let mut conn = self.0.db.read().await?;
        let Some(session) = people::session(&mut conn, &key.0).await? else { return Ok(None) };
        drop(conn);
        let now = self.0.core.now();
        let idle_ms = now.timestamp_millis() - session.seen_at;
        if now.timestamp_millis() >= session.expires_at || idle_ms >= IDLE_LIMIT.num_milliseconds() {
            return Ok(None);
        }
        if used && idle_ms >= TOUCH_EVERY.num_milliseconds() {
            self.touch(key);
        }
        Ok(Some((key, session.actor)))
    }

    /// Notes the session's use, best effort and aside: a full disk ends no session (F3).
    fn touch(&self, key: SessionKey) {
        let desk = self.clone();
        tokio::spawn(async move {
            let noted = match desk.0.db.write().await {
                Ok(mut conn) => people::touch_session(&mut conn, &key.0, desk.0.core.now()).await,
                Err(error) => Err(error),
            };
            if let Err(error) = noted {
                tracing::warn!(%error, "a session's use could not be noted");
            }
        });
    }

    /// The person as the database has them now; `None` where they may not sign in any more.
    pub async fn actor(&self, account: AccountId, person: PersonId) -> Result<Option<Actor>, DeskError> {
        let mut conn = self.0.db.read().await?;
        Ok(store::desk::actor(&mut conn, account, person).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t5_a_token_is_sixty_four_digits_and_nothing_else() {
        let token = Token::new(std::array::from_fn(|n| u8::try_from(n * 8).unwrap()));
        let text = token.text();
        assert_eq!(text.len(), 64);
        assert_eq!(Token::read(&text).unwrap().0, token.0);
        for bad in [
            "",
            "00",
            &text[1..],
            &text.to_uppercase(),
            &format!("{text}00"),
            &"g".repeat(64),
            &"é".repeat(32),
        ] {
            assert!(Token::read(bad).is_none(), "{bad}");
        }
        assert_ne!(token.key().0, token.0);
    }
}
