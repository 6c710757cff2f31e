//! What is done to the account's tags.

use super::ask::server_function;
use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::request_context::{actor, desk};
use domain::TagId;
use domain::tag::TagChange;

server_function! {
    "change_tags" =>
    /// Makes, renames, merges or removes a tag of the account. Screens are told of it by the feed.
    pub async fn change_tags(change: TagChange) -> Result<TagId, AppError> {
        desk().change_tags(&actor()?, change).await.map_err(|e| AppError::from_desk(&e))
    }
}
