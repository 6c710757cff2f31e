//! What the board asks for.

use super::ask::server_function;
use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::request_context::{actor, desk};
use domain::board::{self, Board, ColumnPage, NewView, SavedView, Summary, Swimlane, Top};
use domain::desk::BoardQuery;
use domain::rules::NewLimit;
use domain::{ColumnId, ViewId};

server_function! {
    "board" =>
    /// A board by the word of its department in the address; all that the viewer may see without one.
    pub async fn load_board(query: BoardQuery, department: Option<String>) -> Result<Board, AppError> {
        let actor = actor()?;
        desk().board(&actor, &query, department.as_deref()).await.map_err(|e| AppError::from_desk(&e))
    }
}

server_function! {
    "column" =>
    /// A page of a column, or of the part of it that lies in a lane.
    pub async fn load_column(
        query: BoardQuery,
        column: ColumnId,
        lane: Option<Swimlane>,
        from: board::From,
    ) -> Result<ColumnPage, AppError> {
        let actor = actor()?;
        desk().column(&actor, &query, column, lane, &from).await.map_err(|e| AppError::from_desk(&e))
    }
}

server_function! {
    "summary" =>
    /// The counts of a board, and how many cards lie above each of the named ones.
    pub async fn load_summary(query: BoardQuery, tops: Vec<Top>) -> Result<Summary, AppError> {
        let actor = actor()?;
        desk().summary(&actor, &query, &tops).await.map_err(|e| AppError::from_desk(&e))
    }
}

server_function! {
    "views" =>
    /// The saved views that the viewer may choose.
    pub async fn load_views() -> Result<Vec<SavedView>, AppError> {
        desk().views(&actor()?).await.map_err(|e| AppError::from_desk(&e))
    }
}

server_function! {
    "save_view" =>
    /// Saves a view of the board; answers with all that the viewer may choose then.
    pub async fn save_view(view: NewView) -> Result<Vec<SavedView>, AppError> {
        desk().save_view(&actor()?, &view).await.map_err(|e| AppError::from_desk(&e))?;
        load_views().await
    }
}

server_function! {
    "remove_view" =>
    /// Removes a saved view; answers with all that the viewer may choose then.
    pub async fn remove_view(view: ViewId) -> Result<Vec<SavedView>, AppError> {
        desk().remove_view(&actor()?, view).await.map_err(|e| AppError::from_desk(&e))?;
        load_views().await
    }
}

server_function! {
    "set_limit" =>
    /// Sets a limit on work in progress, or takes it away. What comes of it is told by the feed.
    pub async fn set_limit(limit: NewLimit) -> Result<(), AppError> {
        desk().set_limit(&actor()?, limit).await.map_err(|e| AppError::from_desk(&e))
    }
}
