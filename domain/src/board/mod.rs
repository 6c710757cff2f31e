//! The board: a view over tickets, in columns.

mod card;
mod counts;
mod filter;
mod order;
mod page;
mod query;
mod rank;
mod saved;
mod swimlane;
mod typed;

pub use card::{Card, search_text, with_tags};
pub use counts::{ColumnCounts, Counts, Inside, SwimlaneCounts};
pub use filter::{Filter, View};
pub use order::{Band, Order, SortKey};
pub use page::{Board, BoardColumn, ColumnPage, DepartmentName, From, Summary, Top};
pub use query::BoardQuery;
pub use rank::{RANK_MAX, REACHES, RankError, between, rebalance, renew};
pub use saved::{NewView, SavedView, VIEW_NAME_MAX, VIEWS_MAX, may_share_views};
pub use swimlane::{SWIMLANE_PAGE, SWIMLANES_MAX, Swimlane, SwimlaneName, Swimlanes};
pub use typed::{Condition, Typed};

/// Cards of a column in the first page, and in each page after it.
pub const PAGE: usize = 24;
/// Days for which a resolved ticket stays on the board (`decisions.md` 1, chips).
pub const RESOLVED_DAYS: i64 = 7;
