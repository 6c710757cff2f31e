//! Passwords: argon2id, a few at a time.

use crate::clock::Ids;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use thiserror::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Hashes at the same time. Each takes 19 MiB, so that a flood of sign-ins cannot take the memory (T5).
const AT_ONCE: usize = 2;
/// How many may wait for their turn; at about 50 ms each this is under two seconds.
const WAITING: usize = 64;
/// How long one may wait: longer than the queue at its fullest on a slow machine.
const PATIENCE: Duration = Duration::from_secs(10);
/// A longer password is not hashed but refused as wrong. ASVS 5.0, 6.2.9 asks for 64 characters at least.
pub(crate) const PASSWORD_MAX: usize = 1_024;

/// Why a password was not looked at.
#[derive(Debug, Error)]
pub(crate) enum PasswordError {
    /// Too many wait.
    #[error("too many sign-ins at once")]
    Busy,
    /// The hash cannot be made or read.
    #[error("the password cannot be hashed: {0}")]
    Hash(String),
}

/// Where passwords are hashed and compared.
#[derive(Debug)]
pub(crate) struct Passwords {
    permits: Arc<Semaphore>,
    waiting: AtomicUsize,
    /// What an unknown e-mail's password is compared with, so that it takes as long as a known one.
    nobody: OnceLock<String>,
}

/// The turn of one sign-in.
#[derive(Debug)]
pub(crate) struct Turn(#[expect(dead_code, reason = "held, not read")] OwnedSemaphorePermit);

impl Default for Passwords {
    fn default() -> Self {
        Self {
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: AtomicUsize::new(0),
            nobody: OnceLock::new(),
        }
    }
}

impl Passwords {
    /// Waits for one's turn, not for ever.
    pub(crate) async fn turn(&self) -> Result<Turn, PasswordError> {
        let place = Waiting::take(&self.waiting).ok_or(PasswordError::Busy)?;
        let permit = tokio::time::timeout(PATIENCE, Arc::clone(&self.permits).acquire_owned()).await;
        drop(place);
        permit.ok().and_then(Result::ok).map(Turn).ok_or(PasswordError::Busy)
    }

    /// A hash to store, as a PHC string.
    pub(crate) async fn hash(&self, ids: &dyn Ids, password: &str) -> Result<String, PasswordError> {
        let (salt, password) = (salt(ids), password.to_owned());
        let turn = self.turn().await?;
        // The turn goes along: it lasts as long as the work, even if the caller goes away.
        aside(move || {
            let hash = hash(&password, &salt);
            drop(turn);
            hash
        })
        .await
    }

    /// Whether the password is the one of `stored`; with none, the same work, and no. The caller keeps the turn
    /// until a failure is counted.
    pub(crate) async fn verify(
        &self,
        _turn: &Turn,
        ids: &dyn Ids,
        password: &str,
        stored: Option<&str>,
    ) -> Result<Verified, PasswordError> {
        let salt = salt(ids);
        let known = stored.is_some();
        let stored = stored.or(self.nobody.get().map(String::as_str)).map(str::to_owned);
        let password = password.to_owned();
        let (verified, stored) = aside(move || {
            let Some(stored) = stored else {
                // As much work as comparing.
                return Ok((Verified { right: false, better: None }, hash("nobody", &salt)?));
            };
            let right = password.len() <= PASSWORD_MAX
                && parse(&stored)
                    .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
                && known;
            let better =
                if right && is_outdated(&stored) { Some(self::hash(&password, &salt)?) } else { None };
            Ok((Verified { right, better }, stored))
        })
        .await?;
        if !known {
            self.nobody.get_or_init(|| stored);
        }
        Ok(verified)
    }
}

/// What comparing a password told.
#[derive(Debug)]
pub(crate) struct Verified {
    /// It is the right one.
    pub(crate) right: bool,
    /// The stored hash was made with other parameters than today's: this one should replace it.
    pub(crate) better: Option<String>,
}

/// A place in the queue.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn take(count: &'a AtomicUsize) -> Option<Self> {
        let before = count.fetch_add(1, Ordering::Relaxed);
        let place = Self(count);
        (before < WAITING).then_some(place)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Works aside of the threads that answer requests.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
) -> Result<T, PasswordError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| PasswordError::Hash(error.to_string()))?
}

/// m = 19 MiB, t = 2, p = 1: the first recommendation of OWASP's password storage sheet (T5).
fn argon2() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(19 * 1_024, 2, 1, None).map_err(|e| PasswordError::Hash(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// 128 random bits.
fn salt(ids: &dyn Ids) -> [u8; 16] {
    let secret = ids.secret();
    std::array::from_fn(|n| secret[n])
}

fn hash(password: &str, salt: &[u8; 16]) -> Result<String, PasswordError> {
    argon2()?
        .hash_password_with_salt(password.as_bytes(), salt)
        .map(|hash: PasswordHash| hash.to_string())
        .map_err(|e| PasswordError::Hash(e.to_string()))
}

fn parse(stored: &str) -> Result<PasswordHash, PasswordError> {
    PasswordHash::new(stored).map_err(|e| PasswordError::Hash(e.to_string()))
}

/// Made with other parameters than today's.
fn is_outdated(stored: &str) -> bool {
    let (Ok(hash), Ok(today)) = (parse(stored), argon2()) else { return true };
    let today = today.params();
    hash.algorithm.as_str() != "argon2id"
        || Params::try_from(&hash).map_or(true, |p| {
            (p.m_cost(), p.t_cost(), p.p_cost()) != (today.m_cost(), today.t_cost(), today.p_cost())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemIds;

    #[tokio::test]
    async fn t5_an_old_hash_is_made_anew_at_the_next_sign_in() {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(1_024, 1, 1, None).unwrap());
        let weak: PasswordHash = weak.hash_password_with_salt(b"uma senha longa", &[7; 16]).unwrap();
        let passwords = Passwords::default();
        let turn = passwords.turn().await.unwrap();
        let told =
            passwords.verify(&turn, &SystemIds, "uma senha longa", Some(&weak.to_string())).await.unwrap();
        assert!(told.right);
        let better = told.better.unwrap();
        assert!(better.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{better}");
        let told = passwords.verify(&turn, &SystemIds, "uma senha longa", Some(&better)).await.unwrap();
        assert!(told.right && told.better.is_none());
        assert!(!passwords.verify(&turn, &SystemIds, "outra", Some(&better)).await.unwrap().right);
    }

    #[tokio::test]
    async fn t5_nobody_has_no_password() {
        let passwords = Passwords::default();
        for password in ["nobody signs in with this", "", "x"] {
            let turn = passwords.turn().await.unwrap();
            assert!(!passwords.verify(&turn, &SystemIds, password, None).await.unwrap().right);
        }
    }

    #[tokio::test]
    async fn t5_the_queue_is_bounded() {
        let passwords = Arc::new(Passwords::default());
        let held = [passwords.turn().await.unwrap(), passwords.turn().await.unwrap()];
        let waiting: Vec<_> = (0..WAITING)
            .map(|_| {
                let passwords = Arc::clone(&passwords);
                tokio::spawn(async move { passwords.turn().await.map(drop) })
            })
            .collect();
        while passwords.waiting.load(Ordering::Relaxed) < WAITING {
            tokio::task::yield_now().await;
        }
        assert!(matches!(passwords.turn().await, Err(PasswordError::Busy)));
        drop(held);
        for one in waiting {
            assert!(one.await.unwrap().is_ok());
        }
        assert_eq!(passwords.waiting.load(Ordering::Relaxed), 0);
    }
}
