//! Where cards lie in a column: pure, so that it is tested without a browser.

use domain::board::{Band, SortKey};
use domain::sla::SlaFace;
use domain::{TicketId, Time};
use uuid::Uuid;

/// One line of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// "Atrasados", "Vence em 1h", "No prazo".
    Divider(Band),
    /// A card.
    Card(TicketId),
    /// Where cards lie that are not drawn: which gap of the column, and how many pixels high.
    Gap(u32, u32),
}

impl Row {
    /// The line's name among the lines of its column.
    pub(super) fn key(self) -> Uuid {
        match self {
            Self::Divider(band) => Uuid::from_u128(band as u128 + 1),
            Self::Card(id) => id.0,
            Self::Gap(which, high) => Uuid::from_u128(u128::from(which + 1) << 32 | u128::from(high)),
        }
    }

    /// The card of the line.
    pub(super) fn card(self) -> Option<TicketId> {
        match self {
            Self::Card(id) => Some(id),
            Self::Divider(_) | Self::Gap(..) => None,
        }
    }
}

/// Where the line shows that a lifted card would come to lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Above that card.
    Above(TicketId),
    /// Under the last one.
    End,
}

/// A card with what decides where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lying {
    pub(super) band: Band,
    pub(super) key: SortKey,
    pub(super) id: TicketId,
}

/// The lines of a column, topmost first. Dividers stand only in the SLA order, and only where there are cards.
pub(super) fn rows(mut cards: Vec<Lying>, dividers: bool) -> Vec<Row> {
    if dividers {
        cards.sort_by(|a, b| (a.band, &a.key).cmp(&(b.band, &b.key)));
    } else {
        cards.sort_by(|a, b| a.key.cmp(&b.key));
    }
    // Where nothing burns and nothing is near, "No prazo" over all of them says nothing.
    let dividers = dividers && cards.first().is_some_and(|card| card.band != Band::InTime);
    let mut rows = Vec::with_capacity(cards.len() + 3);
    let mut band = None;
    for card in cards {
        if dividers && band != Some(card.band) {
            band = Some(card.band);
            rows.push(Row::Divider(card.band));
        }
        rows.push(Row::Card(card.id));
    }
    rows
}

/// The cards of a column, topmost first.
pub(super) fn cards(rows: &[Row]) -> Vec<TicketId> {
    rows.iter().filter_map(|row| row.card()).collect()
}

/// Whether a card lies among those that are loaded: `first` is the key of the first one, where more lie above;
/// `last` that of the last one, where more follow.
pub(super) fn in_window(key: &SortKey, first: Option<&SortKey>, last: Option<&SortKey>) -> bool {
    first.is_none_or(|first| first <= key) && last.is_none_or(|last| key <= last)
}

/// The next instant at which one of these cards looks different.
pub(super) fn next_threshold(faces: impl Iterator<Item = SlaFace>, now: Time) -> Option<Time> {
    faces.filter_map(|face| face.next_change(now)).min()
}

/// The card `step` places away from one, kept inside of the column.
pub(super) fn neighbour(cards: &[TicketId], from: TicketId, step: isize) -> Option<TicketId> {
    let at = cards.iter().position(|id| *id == from)?;
    let to = at.saturating_add_signed(step).min(cards.len() - 1);
    (to != at).then(|| cards[to])
}

/// The cards between which `moved` would come to lie in slot `slot`, counted without them.
pub(super) fn around_slot(
    cards: &[TicketId],
    moved: &[TicketId],
    slot: usize,
) -> (Option<TicketId>, Option<TicketId>) {
    let others: Vec<TicketId> = cards.iter().copied().filter(|id| !moved.contains(id)).collect();
    let slot = slot.min(others.len());
    (slot.checked_sub(1).map(|above| others[above]), others.get(slot).copied())
}

/// Whether that slot is where the card already lies.
pub(super) fn is_own_slot(cards: &[TicketId], moved: TicketId, slot: usize) -> bool {
    cards.iter().position(|id| *id == moved) == Some(slot)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::board::Order;
    use domain::people::Audience;
    use domain::sla::FaceState;
    use domain::ticket::Facts;
    use domain::{Category, ColumnId, ContactId, DepartmentId, Priority, StatusId, time};

    fn at(minutes: i64) -> Time {
        time::from_millis(minutes * 60_000).unwrap()
    }

    fn id(n: u128) -> TicketId {
        TicketId(Uuid::from_u128(n << 64))
    }

    fn facts(n: u128, due: Option<i64>) -> Facts {
        let sla = SlaFace {
            state: if due.is_some() { FaceState::Running } else { FaceState::Paused },
            metric: None,
            due_at: due.map(at),
            warn_at: due.map(|d| at(d - 60)),
            late: false,
        };
        let audience = Audience {
            department: DepartmentId(Uuid::nil()),
            assignee: None,
            requester: ContactId(Uuid::nil()),
            organization: None,
            private: false,
        };
        Facts {
            id: id(n),
            seq: 1,
            placed_seq: 1,
            status: StatusId(1),
            category: Category::New,
            column: ColumnId(1),
            place: String::new(),
            priority: Priority::Medium,
            audience,
            sla,
            created_at: at(0),
            updated_at: at(0),
            resolved_at: None,
            touched: false,
            open_children: 0,
            snoozed_until: None,
            archived: false,
            tags: Box::default(),
        }
    }

    fn lying(facts: &Facts, order: Order, now: Time) -> Lying {
        Lying { band: Band::of(facts, now), key: order.key(facts), id: facts.id }
    }

    #[test]
    fn r14_the_card_whose_deadline_passes_moves_to_the_late_ones() {
        let desk = [facts(1, Some(100)), facts(2, Some(130)), facts(3, Some(900)), facts(4, None)];
        let lines = |now| rows(desk.iter().map(|f| lying(f, Order::Sla, at(now))).collect(), true);
        let soon = [
            Row::Divider(Band::Soon),
            Row::Card(id(1)),
            Row::Card(id(2)),
            Row::Divider(Band::InTime),
            Row::Card(id(3)),
            Row::Card(id(4)),
        ];
        assert_eq!(lines(99), soon);
        let late = [
            Row::Divider(Band::Late),
            Row::Card(id(1)),
            Row::Divider(Band::Soon),
            Row::Card(id(2)),
            Row::Divider(Band::InTime),
            Row::Card(id(3)),
            Row::Card(id(4)),
        ];
        assert_eq!(lines(100), late);
    }

    #[test]
    fn a_column_where_nothing_is_urgent_has_no_dividers() {
        let desk = [facts(1, Some(900)), facts(2, None)];
        let lines = rows(desk.iter().map(|f| lying(f, Order::Sla, at(0))).collect(), true);
        assert_eq!(lines, [Row::Card(id(1)), Row::Card(id(2))]);
    }

    #[test]
    fn only_the_sla_order_has_dividers() {
        let desk = [facts(2, Some(100)), facts(1, None)];
        let lines = rows(desk.iter().map(|f| lying(f, Order::Oldest, at(200))).collect(), false);
        assert_eq!(lines, [Row::Card(id(1)), Row::Card(id(2))]);
    }

    #[test]
    fn the_page_wakes_at_the_next_warning_or_breach() {
        let faces = || [facts(1, Some(100)), facts(2, Some(300)), facts(3, None)].into_iter().map(|f| f.sla);
        assert_eq!(next_threshold(faces(), at(0)), Some(at(40)));
        assert_eq!(next_threshold(faces(), at(40)), Some(at(100)));
        assert_eq!(next_threshold(faces(), at(100)), Some(at(240)));
        assert_eq!(next_threshold(faces(), at(300)), None);
    }

    #[test]
    fn a_card_beyond_the_loaded_ones_is_outside() {
        let key = |n, due| Order::Sla.key(&facts(n, Some(due)));
        let (first, last) = (key(1, 100), key(2, 200));
        assert!(in_window(&key(9, 900), None, None));
        assert!(in_window(&key(1, 100), Some(&first), Some(&last)));
        assert!(in_window(&key(2, 200), Some(&first), Some(&last)));
        assert!(!in_window(&key(3, 201), Some(&first), Some(&last)));
        assert!(!in_window(&key(3, 99), Some(&first), None));
    }

    #[test]
    fn a_slot_is_named_by_its_neighbours() {
        let cards = [id(1), id(2), id(3)];
        assert_eq!(around_slot(&cards, &[id(2)], 0), (None, Some(id(1))));
        assert_eq!(around_slot(&cards, &[id(2)], 1), (Some(id(1)), Some(id(3))));
        assert_eq!(around_slot(&cards, &[id(2)], 9), (Some(id(3)), None));
        assert_eq!(around_slot(&cards, &[id(7)], 3), (Some(id(3)), None));
        assert_eq!(around_slot(&cards, &[id(1), id(2)], 0), (None, Some(id(3))));
        assert!(is_own_slot(&cards, id(2), 1));
        assert!(!is_own_slot(&cards, id(2), 0));
        assert!(!is_own_slot(&cards, id(7), 0));
    }

    #[test]
    fn steps_stay_inside_of_the_column() {
        let cards = [id(1), id(2), id(3)];
        assert_eq!(neighbour(&cards, id(1), -1), None);
        assert_eq!(neighbour(&cards, id(1), 1), Some(id(2)));
        assert_eq!(neighbour(&cards, id(1), 5), Some(id(3)));
        assert_eq!(neighbour(&cards, id(9), 1), None);
    }
}
