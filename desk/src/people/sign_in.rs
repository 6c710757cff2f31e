//! Signing in and out.

use super::limit::{Names, SignInLimits};
use super::password::PasswordError;
use super::session::{ABSOLUTE_LIMIT, Token};
use crate::hub::SessionKey;
use crate::live::LiveDesk;
use domain::Actor;
use domain::port::DeskError;
use std::net::IpAddr;
use std::time::Duration;
use store::{StoreError, desk, people};
use thiserror::Error;

/// What someone signs in with.
#[derive(Clone)]
pub struct SignIn {
    /// As it was typed; case and spaces around do not matter.
    pub email: String,
    /// As it was typed.
    pub password: String,
    /// From where, as the door found it: a forwarded address only from a proxy that is trusted.
    pub address: IpAddr,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn")
            .field("email", &self.email)
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// A session that has begun.
#[derive(Clone)]
pub struct SignedIn {
    /// The cookie's value: 64 hex digits. The desk keeps only its SHA-256.
    pub token: String,
    /// The session's key, by which its sockets are found.
    pub session: SessionKey,
    /// Who signed in.
    pub actor: Actor,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn").field("actor", &self.actor).finish_non_exhaustive()
    }
}

/// Why nobody was signed in.
#[derive(Debug, Error)]
pub enum SignInError {
    /// The e-mail is unknown, the person may not sign in, or the password is wrong: one answer for all (T5).
    #[error("wrong e-mail or password")]
    Wrong,
    /// Too many failures; even the right password is not looked at.
    #[error("too many failed sign-ins; again in {} s", retry_after.as_secs())]
    Limited {
        /// When it makes sense to try again: whole seconds, one at least.
        retry_after: Duration,
    },
    /// The database does not answer, or too many sign in at once. The text is for the log, never for people.
    #[error("unavailable: {0}")]
    Unavailable(String),
}

impl From<StoreError> for SignInError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<PasswordError> for SignInError {
    fn from(error: PasswordError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl LiveDesk {
    /// Signs someone in with a new token. Runs to its end even if the caller goes away, so that a failure
    /// counts all the same.
    pub async fn sign_in(&self, sign_in: SignIn) -> Result<SignedIn, SignInError> {
        let desk = self.clone();
        match tokio::spawn(async move { desk.sign_in_now(&sign_in).await }).await {
            Ok(done) => done,
            Err(error) => Err(SignInError::Unavailable(error.to_string())),
        }
    }

    async fn sign_in_now(&self, sign_in: &SignIn) -> Result<SignedIn, SignInError> {
        let inner = &self.0;
        let limits = inner.doorkeeper.limits();
        let key = people::email_key(&sign_in.email);
        let names = Names::of(&key, sign_in.address);
        // The limits are read within the turn: of many at once, none slips by before a failure is counted.
        let turn = inner.doorkeeper.passwords.turn().await?;
        let now = self.0.core.now();
        let mut conn = inner.db.read().await?;
        if let Some(retry_after) = limits.wait(&mut conn, &names, now).await? {
            return Err(SignInError::Limited { retry_after });
        }
        let person = people::by_email(&mut conn, &sign_in.email).await?.filter(|p| p.active);
        drop(conn);
        let stored = person.as_ref().map(|p| p.password_hash.as_str());
        let verified =
            inner.doorkeeper.passwords.verify(&turn, &*inner.ids, &sign_in.password, stored).await?;
        let mut conn = inner.db.write().await?;
        let Some(person) = person.filter(|_| verified.right) else {
            people::new_failure(&mut conn, [&names.email, &names.address], now).await?;
            drop(turn);
            tracing::info!(address = %sign_in.address, "a sign-in failed");
            return Err(SignInError::Wrong);
        };
        drop(turn);
        if let Some(better) = &verified.better {
            people::set_password(&mut conn, &person, better).await?;
        }
        let Some(actor) = desk::actor(&mut conn, person.account_id.into(), person.id.into()).await? else {
            return Err(SignInError::Wrong);
        };
        people::forgive(&mut conn, &names.email).await?;
        let token = Token::new(inner.ids.secret());
        people::new_session(&mut conn, &token.key().0, &person, now, now + ABSOLUTE_LIMIT).await?;
        tracing::info!(person = %actor.person, address = %sign_in.address, "signed in");
        Ok(SignedIn { token: token.text(), session: token.key(), actor })
    }

    /// Ends the session of a token, and its sockets. A token of no session is no error.
    pub async fn sign_out(&self, token: &str) -> Result<(), DeskError> {
        let Some(token) = Token::read(token) else { return Ok(()) };
        let mut conn = self.0.db.write().await?;
        people::end_session(&mut conn, &token.key().0).await?;
        drop(conn);
        self.end_session(token.key());
        Ok(())
    }

    /// Sets how often a sign-in may fail, from the next one on.
    pub fn limit_sign_ins(&self, limits: SignInLimits) {
        self.0.doorkeeper.set_limits(limits);
    }
}
