//! Warnings and breaches at their time (R13, R14): from a heap of due times, at most a second late, each once.
//!
//! The heap is only a reminder. Whether something is to be said, the clocks in the database decide when the writer
//! carries it out; so an alarm that is due twice, or was due while the desk was closed, is recorded once.

mod fire;
mod heap;

pub(crate) use fire::fire_until;
pub(crate) use heap::Alarms;
