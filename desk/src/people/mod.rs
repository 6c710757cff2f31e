//! Accounts of people: sign-in, sessions, and adding people.

mod add;
mod limit;
mod password;
mod session;
mod sign_in;

pub use add::{AddPersonError, NewPerson, PASSWORD_MIN};
pub use limit::SignInLimits;
pub(crate) use password::{PasswordError, Passwords};
pub use session::{ABSOLUTE_LIMIT, IDLE_LIMIT};
pub use sign_in::{SignIn, SignInError, SignedIn};

use std::sync::{Mutex, PoisonError};

/// What the desk keeps in memory for its sign-ins.
#[derive(Debug, Default)]
pub(crate) struct Doorkeeper {
    pub(crate) passwords: Passwords,
    limits: Mutex<SignInLimits>,
}

impl Doorkeeper {
    fn limits(&self) -> SignInLimits {
        *self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_limits(&self, limits: SignInLimits) {
        *self.limits.lock().unwrap_or_else(PoisonError::into_inner) = limits;
    }
}
