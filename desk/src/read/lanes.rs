//! The lanes of a board: which ones, what they are called, in which order they lie.

use crate::index::Row;
use domain::board::{Card, DepartmentName, LANES_MAX, Lane, LaneName, Lanes, fold_text};
use domain::{Priority, TicketId};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Keeps the lanes with the most cards, as many as a board shows, and says how many it let go. Lanes that are there to
/// be dropped on are there without a card, too.
pub(super) fn choose(
    rows: &mut Vec<Row>,
    lanes: Lanes,
    departments: &[&DepartmentName],
    cards_in: impl Fn(Lane) -> u32,
) -> u32 {
    rows.sort_by_key(|row| Reverse(row.lane.map_or(0, &cards_in)));
    let more = rows.len().saturating_sub(LANES_MAX);
    rows.truncate(LANES_MAX);
    let always = match lanes {
        Lanes::None | Lanes::Organization => vec![],
        Lanes::Agent => vec![Lane::Agent(None)],
        Lanes::Priority => Priority::ALL.map(Lane::Priority).to_vec(),
        Lanes::Department => departments.iter().map(|d| Lane::Department(d.id)).collect(),
    };
    for lane in always {
        if !rows.iter().any(|row| row.lane == Some(lane)) {
            rows.push(Row { lane: Some(lane), windows: vec![] });
        }
    }
    u32::try_from(more).unwrap_or(u32::MAX)
}

/// Names the lanes and puts them in order: nobody's first, the highest priority first, others by name. People and
/// organizations are called as their cards call them.
pub(super) fn name(
    rows: &mut [Row],
    cards: &HashMap<TicketId, Card>,
    departments: &[DepartmentName],
) -> Vec<LaneName> {
    let name = |row: &Row, lane: Lane| match lane {
        Lane::Agent(None) | Lane::Organization(None) | Lane::Priority(_) => None,
        Lane::Department(id) => departments.iter().find(|d| d.id == id).map(|d| d.name.clone()),
        Lane::Agent(Some(_)) => first(row, cards).and_then(|card| Some(card.assignee.as_ref()?.name.clone())),
        Lane::Organization(Some(_)) => first(row, cards).and_then(|card| card.organization.clone()),
    };
    rows.sort_by_cached_key(|row| {
        let lane = row.lane?;
        let rank = if let Lane::Priority(priority) = lane { -(priority as i64) } else { 0 };
        let name = name(row, lane).map(|name| fold_text(&name));
        Some((rank, name, format!("{lane:?}")))
    });
    rows.iter().filter_map(|row| Some(LaneName { lane: row.lane?, name: name(row, row.lane?) })).collect()
}

fn first<'a>(row: &Row, cards: &'a HashMap<TicketId, Card>) -> Option<&'a Card> {
    row.windows.iter().flat_map(|window| &window.facts).find_map(|facts| cards.get(&facts.id))
}
