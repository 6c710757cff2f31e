//! The desk on both engines: every command, who sees what, the feed, the alarms, the statements.

mod alarms;
mod cancelled;
mod commands;
mod feed;
mod house;
mod idempotence;
mod index;
mod order;
mod reading;
mod statements;
mod visibility;
