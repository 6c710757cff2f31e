//! The same house over PostgreSQL: signing in, the feed, and who may what.

#[path = "feed.rs"]
mod feed;
#[path = "matrix.rs"]
mod matrix;
#[path = "sign_in.rs"]
mod sign_in;
