//! The lanes of a board: which ones, what they are called, in which order they lie.

use crate::index::{Row, Window};
use domain::TicketId;
use domain::board::{Card, DepartmentName, SWIMLANES_MAX, Swimlane, SwimlaneName, Swimlanes};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Keeps the lanes with the most cards, as many as a board shows, and says how many it let go. Those that are there to
/// be dropped on are there without a card, too; `columns` is how many lists a lane has.
pub(super) fn choose(
    rows: &mut Vec<Row>,
    lanes: Swimlanes,
    departments: &[&DepartmentName],
    columns: usize,
    cards_in: impl Fn(Swimlane) -> u32,
) -> u32 {
    rows.sort_by_cached_key(|row| Reverse(row.lane.map_or(0, &cards_in)));
    let more = rows.len().saturating_sub(SWIMLANES_MAX);
    rows.truncate(SWIMLANES_MAX);
    let departments =
        departments.iter().map(|d| Swimlane::Department(d.id)).filter(|_| lanes == Swimlanes::Department);
    for lane in lanes.always().into_iter().chain(departments) {
        if !rows.iter().any(|row| row.lane == Some(lane)) {
            let windows = (0..columns).map(|_| Window::default()).collect();
            rows.push(Row { lane: Some(lane), windows });
        }
    }
    u32::try_from(more).unwrap_or(u32::MAX)
}

/// Names the lanes and puts them in order. People and organizations are called as their cards call them.
pub(super) fn name(
    rows: &mut [Row],
    lanes: Swimlanes,
    cards: &HashMap<TicketId, Card>,
    departments: &[DepartmentName],
) -> Vec<SwimlaneName> {
    let name = |row: &Row| {
        let lane = row.lane?;
        if let Swimlane::Department(id) = lane {
            let own = departments.iter().find(|d| d.id == id);
            return Some(SwimlaneName { lane, name: own.map(|d| d.name.clone()) });
        }
        let facts = row.windows.iter().flat_map(|window| &window.facts);
        let card = { facts }.find_map(|facts| cards.get(&facts.id));
        card.and_then(|card| SwimlaneName::of(card, lanes)).or_else(|| Some(SwimlaneName::new(lane)))
    };
    rows.sort_by_cached_key(|row| name(row).map(|name| name.rank()));
    rows.iter().filter_map(name).collect()
}
