//! Which cards a board shows, in which order, and what its columns count.

use crate::world::{
    ACTIVE, APPROVAL, CANCELLED, DONE, FINANCE, NEW, ON_HOLD, SUPPORT, WAITING, World, ana, at, audience,
    bruno,
};
use domain::board::{Band, ColumnCounts, Filter, Order, SortKey, View, search_text};
use domain::sla::{FaceState, Metric, SlaFace};
use domain::text::fold;
use domain::ticket::Facts;
use domain::{PersonId, Priority, StatusId, TicketId};
use proptest::prelude::*;
use uuid::Uuid;

fn facts(status: StatusId) -> Facts {
    let mut world = World::new();
    let mut facts = world.opened(0).facts;
    let status = world.rules.board.status(status).unwrap();
    (facts.status, facts.category, facts.column) = (status.id, status.category, status.column);
    facts.resolved_at = status.category.is_resolved().then(|| at(0));
    facts.sla = SlaFace::default();
    facts
}

fn running(due: i64) -> SlaFace {
    SlaFace {
        state: FaceState::Running,
        metric: Some(Metric::Resolution),
        due_at: Some(at(due)),
        warn_at: Some(at(due - 60)),
        late: false,
    }
}

fn named(n: u128, sla: SlaFace) -> Facts {
    Facts { id: TicketId(Uuid::from_u128(n)), sla, ..facts(ACTIVE) }
}

fn sorted(order: Order, mut cards: Vec<Facts>) -> Vec<u128> {
    cards.sort_by_key(|c| order.key(c));
    cards.iter().map(|c| c.id.0.as_u128()).collect()
}

#[test]
fn the_most_urgent_promise_lies_first_and_the_resolved_last() {
    let resting = SlaFace { state: FaceState::Paused, ..SlaFace::default() };
    let resolved = |n: u128, minute: i64| Facts {
        resolved_at: Some(at(minute)),
        sla: SlaFace { state: FaceState::Met, ..SlaFace::default() },
        ..Facts { id: TicketId(Uuid::from_u128(n)), ..facts(DONE) }
    };
    let cards = vec![
        resolved(8, 100),
        Facts { created_at: at(5), ..named(6, resting) },
        named(3, running(300)),
        named(4, SlaFace::default()),
        resolved(7, 200),
        named(1, running(-500)),
        Facts { created_at: at(2), ..named(5, resting) },
        named(2, running(100)),
        Facts { created_at: at(7), snoozed_until: Some(at(50)), ..named(9, running(-900)) },
    ];
    // Late, soon, in time by deadline; without a promise; resting and snoozed by age; resolved, the newest first.
    assert_eq!(sorted(Order::Sla, cards), [1, 2, 3, 4, 5, 6, 9, 7, 8]);
}

#[test]
fn by_priority_the_highest_lies_first_and_then_the_promise_decides() {
    let card = |n: u128, priority: Priority, due: i64| Facts { priority, ..named(n, running(due)) };
    let resting = SlaFace { state: FaceState::Paused, ..SlaFace::default() };
    let cards = vec![
        card(5, Priority::Low, -900),
        Facts { priority: Priority::Urgent, ..named(3, resting) },
        card(2, Priority::Urgent, 200),
        card(4, Priority::High, 10),
        card(1, Priority::Urgent, 100),
        Facts { snoozed_until: Some(at(50)), created_at: at(9), ..card(6, Priority::Urgent, -900) },
    ];
    assert_eq!(sorted(Order::Priority, cards), [1, 2, 3, 6, 4, 5]);
}

#[test]
fn by_age_by_change_and_by_hand() {
    let card = |n: u128, created: i64, updated: i64, place: &str| Facts {
        created_at: at(created),
        updated_at: at(updated),
        place: place.into(),
        ..named(n, running(10))
    };
    let cards = vec![card(1, 30, 60, "82"), card(2, 10, 90, "80"), card(3, 20, 50, "8180")];
    assert_eq!(sorted(Order::Oldest, cards.clone()), [2, 3, 1]);
    assert_eq!(sorted(Order::Updated, cards.clone()), [2, 1, 3]);
    assert_eq!(sorted(Order::Manual, cards), [2, 3, 1]);
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let statuses = prop::sample::select(vec![NEW, ACTIVE, WAITING, ON_HOLD, APPROVAL, DONE, CANCELLED]);
    let state =
        prop::sample::select(vec![FaceState::None, FaceState::Running, FaceState::Paused, FaceState::Met]);
    let priority = prop::sample::select(Priority::ALL.to_vec());
    let minutes = (-3_i64..3, -3_i64..3, prop::option::of(-3_i64..3), prop::option::of(-3_i64..3));
    (any::<u128>(), statuses, state, priority, minutes, "[0-9a-f]{0,2}").prop_map(
        |(n, status, state, priority, (created, updated, due, resolved), place)| Facts {
            id: TicketId(Uuid::from_u128(n)),
            priority,
            created_at: at(created),
            updated_at: at(updated),
            resolved_at: resolved.map(at),
            sla: SlaFace { state, due_at: due.map(at), ..SlaFace::default() },
            place,
            ..facts(status)
        },
    )
}

proptest! {
    #[test]
    fn no_two_cards_share_a_key_and_keys_survive_the_wire(a in any_facts(), b in any_facts()) {
        prop_assume!(a.id != b.id);
        for order in Order::ALL {
            let (x, y) = (order.key(&a), order.key(&b));
            prop_assert_ne!(&x, &y);
            prop_assert_eq!(x.cmp(&y), y.cmp(&x).reverse());
            // The same card has the same key whenever it is asked for: the cursor between pages stays right.
            prop_assert_eq!(&order.key(&a.clone()), &x);
            let sent: SortKey = serde_json::from_str(&serde_json::to_string(&x).unwrap()).unwrap();
            prop_assert_eq!(sent, x);
        }
    }

    #[test]
    fn in_the_sla_order_the_bands_follow_each_other_at_any_time(
        cards in prop::collection::vec(any_facts(), 0..20),
        now in -5_i64..5,
    ) {
        // Open running cards as they lie: the late ones, then those that warn, then those in time.
        let mut cards: Vec<Facts> = cards
            .into_iter()
            .map(|c| Facts { sla: SlaFace { warn_at: c.sla.due_at.map(|d| d - chrono::TimeDelta::minutes(2)), ..c.sla }, ..c })
            .collect();
        cards.sort_by_key(|c| Order::Sla.key(c));
        let bands: Vec<Band> = cards.iter().map(|c| Band::of(c, at(now))).collect();
        prop_assert!(bands.is_sorted(), "{:?}", bands);
    }
}

#[test]
fn chips_show_what_they_say() {
    use View::{All, Late, Mine, New, OnHold, Urgent};
    let (me, other) = (ana(), bruno());
    let mine = |status: StatusId| Facts { audience: audience(Some(&me)), touched: true, ..facts(status) };
    let others =
        |status: StatusId| Facts { audience: audience(Some(&other)), touched: true, ..facts(status) };
    let shown = |facts: &Facts| -> Vec<View> {
        View::ALL.into_iter().filter(|v| v.shows(facts, me.person, at(100))).collect()
    };
    assert_eq!(shown(&facts(NEW)), [All, New]);
    assert_eq!(shown(&Facts { touched: true, ..facts(NEW) }), [All]);
    assert_eq!(shown(&mine(ACTIVE)), [All, Mine]);
    assert_eq!(shown(&others(ACTIVE)), [All]);
    assert_eq!(shown(&mine(ON_HOLD)), [All, Mine, OnHold]);
    assert_eq!(shown(&mine(WAITING)), [All, Mine]);
    assert_eq!(shown(&Facts { priority: Priority::Urgent, ..others(ACTIVE) }), [All, Urgent]);
    assert_eq!(shown(&Facts { priority: Priority::High, ..others(ACTIVE) }), [All]);
    // The breach is the instant itself.
    assert_eq!(shown(&Facts { sla: running(100), ..others(ACTIVE) }), [All, Late]);
    assert_eq!(shown(&Facts { sla: running(101), ..others(ACTIVE) }), [All]);
    // All but "Todos" mean open tickets; cancelled ones belong nowhere.
    let urgent = |status: StatusId| Facts { priority: Priority::Urgent, touched: false, ..mine(status) };
    assert_eq!(shown(&urgent(DONE)), [All]);
    assert_eq!(shown(&urgent(CANCELLED)), []);
}

#[test]
fn what_was_resolved_stays_for_seven_days() {
    let me = PersonId(Uuid::nil());
    let week = 7 * 24 * 60;
    let done = facts(DONE);
    assert!(View::All.shows(&done, me, at(week)));
    assert!(!View::All.shows(&done, me, at(week + 1)));
    assert!(View::All.shows(&facts(ACTIVE), me, at(99 * week)), "what is open stays");
}

#[test]
fn a_filter_asks_for_department_view_and_all_words() {
    let card = facts(ACTIVE);
    let text = search_text(card.id, 1_042, "Emissão de nota", "João Souza", Some("Padaria Pão Quente"));
    let shows = |department, view, words: &str| {
        Filter { view, department, text: fold(words) }.shows(&card, &text, ana().person, at(0))
    };
    assert!(shows(None, View::All, ""));
    assert!(shows(Some(SUPPORT), View::All, "EMISSAO joão"));
    assert!(shows(None, View::All, "1042 padaria 00000000"));
    assert!(!shows(Some(FINANCE), View::All, ""));
    assert!(!shows(None, View::Mine, ""));
    assert!(!shows(None, View::All, "emissao maria"));
}

#[test]
fn a_column_counts_late_soon_free_and_the_oldest() {
    let mut counts = ColumnCounts::default();
    let assigned = |card: Facts| Facts { audience: audience(Some(&ana())), ..card };
    counts.add(&Facts { created_at: at(30), ..assigned(named(1, running(10))) }, at(40));
    counts.add(&Facts { created_at: at(20), ..named(2, running(41)) }, at(40));
    counts.add(&Facts { created_at: at(25), ..assigned(named(3, running(500))) }, at(40));
    counts.add(&Facts { created_at: at(22), ..facts(DONE) }, at(40));
    assert_eq!(counts, ColumnCounts { cards: 4, late: 1, soon: 1, free: 1, oldest: Some(at(20)) });
}

#[test]
fn words_of_the_address_read_back() {
    for view in View::ALL {
        assert_eq!(View::read(view.as_str()), Some(view));
    }
    for order in Order::ALL {
        assert_eq!(Order::read(order.as_str()), Some(order));
    }
    assert_eq!((View::read("todas"), Order::read("SLA")), (None, None));
}
