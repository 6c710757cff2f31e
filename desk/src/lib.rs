//! The application core on the server: authorise, load, decide, commit, publish.
//!
//! [`LiveDesk`] implements the port [`domain::port::Desk`]. All changes of an account pass through one writer;
//! reads come from the index of open tickets and from the store.

mod account;
mod board;
mod clock;
mod commands;
mod deadlines;
pub mod demo;
mod heads;
mod hub;
mod index;
mod live;
mod moments;
mod open;
mod outage;
mod people;
mod portal;
mod retention;
mod rules_in_use;
mod server_lock;
mod settings;
mod tags;
mod ticket;
mod views;
mod writer;

pub use account::Measures;
pub use clock::{Clock, Ids, SystemClock, SystemIds};
pub use hub::{CloseReason, Delivery, SessionKey, Subscription};
pub use live::LiveDesk;
pub use open::{Config, OpenError};
pub use outage::NotReady;
pub use people::{
    ABSOLUTE_LIMIT, AddPersonError, IDLE_LIMIT, NewPerson, PASSWORD_MIN, SignIn, SignInError, SignInLimits,
    SignedIn,
};
pub use rules_in_use::RulesError;
pub use store::{DbError, StoreError, statements};
