//! What the board asks for.

use super::wire::Json;
use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::visit::{actor, desk};
use domain::ColumnId;
use domain::board::{self, Board, ColumnPage, Lane, Summary, Top};
use domain::desk::BoardQuery;
use leptos::prelude::*;

/// A board by the word of its department in the address; all that the viewer may see without one.
#[server(prefix = "/api", endpoint = "board", input = Json, output = Json)]
pub async fn load_board(query: BoardQuery, department: Option<String>) -> Result<Board, AppError> {
    let actor = actor()?;
    desk().board(&actor, &query, department.as_deref()).await.map_err(|e| AppError::from_desk(&e))
}

/// A page of a column, or of the part of it that lies in a lane.
#[server(prefix = "/api", endpoint = "column", input = Json, output = Json)]
pub async fn load_column(
    query: BoardQuery,
    column: ColumnId,
    lane: Option<Lane>,
    from: board::From,
) -> Result<ColumnPage, AppError> {
    let actor = actor()?;
    desk().column(&actor, &query, column, lane, &from).await.map_err(|e| AppError::from_desk(&e))
}

/// The counts of a board, and how many cards lie above each of the named ones.
#[server(prefix = "/api", endpoint = "summary", input = Json, output = Json)]
pub async fn load_summary(query: BoardQuery, tops: Vec<Top>) -> Result<Summary, AppError> {
    let actor = actor()?;
    desk().summary(&actor, &query, &tops).await.map_err(|e| AppError::from_desk(&e))
}
