//! The application core on the server: authorise, load, decide, commit, publish.
//!
//! [`LiveDesk`] implements the port [`domain::desk::Desk`]. All changes of an account pass through one writer;
//! reads come from the index of open tickets and from the store.

mod account;
mod alarms;
mod clock;
pub mod demo;
mod hub;
mod index;
mod limits;
mod live;
mod open;
mod outage;
mod people;
mod read;
mod server_lock;
mod store;
mod views;
mod writer;

pub use account::{Measures, RulesError};
pub use clock::{Clock, Ids, SystemClock, SystemIds};
pub use hub::{CloseReason, Delivery, SessionKey, Subscription};
pub use live::LiveDesk;
pub use open::{Config, OpenError};
pub use outage::NotReady;
pub use people::{
    ABSOLUTE_LIMIT, AddPersonError, IDLE_LIMIT, NewPerson, PASSWORD_MIN, SignIn, SignInError, SignInLimits,
    SignedIn,
};
pub use store::{DbError, StoreError, statements};
