//! The application core on the server: authorise, load, decide, commit, publish.
//!
//! [`LiveDesk`] implements the port [`domain::desk::Desk`]. All changes of an account pass through one lane;
//! reads come from the index of open tickets and from the store.

mod clock;
pub mod demo;
mod hub;
mod live;
mod open;
mod people;
mod store;

pub use clock::{Clock, Ids, SystemClock, SystemIds};
pub use hub::{CloseReason, Delivery, SessionKey, Subscription};
pub use live::LiveDesk;
pub use open::{Config, OpenError};
pub use store::{DbError, StoreError};
