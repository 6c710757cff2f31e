//! The same house over PostgreSQL: signing in, the feed, and who may what.

#![expect(
    clippy::duplicate_mod,
    reason = "each of these files is a test of its own too, with what they share"
)]

#[path = "feed.rs"]
mod feed;
#[path = "matrix.rs"]
mod matrix;
#[path = "sign_in.rs"]
mod sign_in;
