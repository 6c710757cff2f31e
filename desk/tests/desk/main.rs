//! The desk on both engines: every command, who sees what, the feed, the alarms, the statements.
#![expect(
    clippy::unwrap_used,
    clippy::default_trait_access,
    clippy::format_push_string,
    clippy::unused_self,
    reason = "a test that cannot go on says where; what is asked for by default is plain from the call"
)]

mod alarms;
mod aside;
mod cancelled;
mod commands;
mod feed;
mod house;
mod idempotence;
mod index;
mod late;
mod limits;
mod lost;
mod moments;
mod order;
mod outage;
mod presence;
mod reading;
mod reason;
mod schema;
mod statements;
mod tag;
mod undo;
mod views;
mod visibility;
mod wire;
