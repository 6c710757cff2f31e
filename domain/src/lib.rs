//! The rules of a helpdesk, and the port to the desk.
//!
//! Pure values and functions: no I/O, no clock, no screen, no SQL. The crate is compiled twice, for the
//! server and for the browser, so that both sides decide alike. `R1`–`R119` name the rules of the manuals,
//! `C1`–`C15` the places where they disagree.

pub mod board;
pub mod desk;
pub mod feed;
pub mod ids;
pub mod people;
#[cfg(feature = "port")]
pub mod port;
pub mod reason;
pub mod rules;
#[cfg(feature = "samples")]
pub mod samples;
pub mod sla;
pub mod status;
pub mod tag;
pub mod text;
pub mod ticket;
pub mod time;

pub use ids::{
    AccountId, CalendarId, ColumnId, ContactId, DepartmentId, OpId, OrganizationId, PersonId, Seq, StatusId,
    TagId, TicketId, ViewId,
};
pub use people::{Actor, Permission, Permissions, Role};
pub use rules::Rules;
pub use status::{Category, Column, Priority, Status};
pub use ticket::{Change, Command, Event, Refusal, Ticket, check};
pub use time::Time;
