//! The rules of a helpdesk, each test named by the rule it holds.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands, in its small words too")]

mod aside;
mod board;
mod check;
mod clock;
mod deadlines;
mod decide;
mod needs;
mod numbers;
mod preview;
mod reason;
mod story;
mod swimlanes;
mod tag;
mod text;
mod undo;
mod wire;
mod world;
