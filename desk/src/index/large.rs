//! What the questions of a board cost at 60 and at 100,000 tickets: a measurement, run by hand.
//!
//! `cargo test -p desk --release --lib index::large -- --ignored --nocapture`

use super::{Entry, Index, Sight};
use domain::board::{Filter, From, Order, Swimlanes, Top};
use domain::people::Audience;
use domain::rules::BoardRules;
use domain::sla::{FaceState, SlaFace};
use domain::ticket::Facts;
use domain::time::from_millis;
use domain::{
    AccountId, Actor, Category, ColumnId, ContactId, DepartmentId, Permissions, PersonId, Priority, Role,
    StatusId, TicketId,
};
use std::hint::black_box;
use std::time::{Duration, Instant};
use uuid::Uuid;

const NOW: i64 = 1_790_000_000_000;

/// Spread over four departments, two open columns and thirty days.
fn filled(tickets: u32) -> Index {
    let mut index = Index::default();
    for n in 0..u64::from(tickets) {
        // The golden ratio's multiples: spread evenly, the same in every run.
        let word = n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let ago = i64::try_from(word % 2_592_000_000).unwrap();
        let facts = Facts {
            id: TicketId(Uuid::from_u128(u128::from(word) << 64)),
            seq: 1,
            placed_seq: 1,
            status: StatusId(1),
            category: Category::Active,
            column: ColumnId(if n % 3 == 0 { 1 } else { 2 }),
            place: format!("{word:016x}"),
            priority: Priority::ALL[usize::try_from(word % 4).unwrap()],
            audience: Audience {
                department: DepartmentId(Uuid::from_u128(u128::from(n % 4))),
                assignee: None,
                requester: ContactId(Uuid::nil()),
                organization: None,
                private: false,
            },
            sla: SlaFace {
                state: FaceState::Running,
                metric: None,
                due_at: from_millis(NOW + 86_400_000 - ago),
                warn_at: None,
                late: false,
            },
            created_at: from_millis(NOW - ago).unwrap(),
            updated_at: from_millis(NOW - ago / 2).unwrap(),
            resolved_at: None,
            touched: false,
            open_children: 0,
            snoozed_until: None,
            archived: false,
            tags: Box::default(),
        };
        let text = || (format!("{n:08x} {n} emissao de boleto"), format!("cliente numero {}", n % 1_000));
        index.set(Entry { facts, alarm_at: None }, text);
    }
    index
}

/// The median of 21 runs.
fn cost(mut act: impl FnMut()) -> Duration {
    let mut runs: Vec<Duration> = (0..21)
        .map(|_| {
            let began = Instant::now();
            act();
            began.elapsed()
        })
        .collect();
    runs.sort();
    runs[10]
}

#[test]
#[ignore = "a measurement"]
fn pages_of_a_board_of_100_000() {
    let actor = Actor {
        account: AccountId(Uuid::nil()),
        person: PersonId(Uuid::from_u128(9)),
        name: String::new(),
        role: Role::Administrator,
        permissions: Permissions::default(),
        contact: None,
        organization: None,
        departments: vec![],
        manages: vec![],
    };
    let rules = BoardRules::default();
    let (plain, text) = (Filter::default(), Filter { text: "boleto".into(), ..Filter::default() });
    for tickets in [60, 5_000, 100_000] {
        let index = filled(tickets);
        for order in [Order::Sla, Order::Priority, Order::Manual] {
            for filter in [&plain, &text] {
                let sight =
                    Sight { actor: &actor, filter, lanes: Swimlanes::None, now: from_millis(NOW).unwrap() };
                let column = ColumnId(2);
                let middle = From::At(tickets / 3);
                let found = index.page(sight, order, (column, None), &middle);
                let key = found.prev.unwrap();
                let tops = [1, 2].map(|n| Top { column: ColumnId(n), lane: None, key: key.clone() });
                let (after, before) = (From::After(key.clone()), From::Before(key));
                let page = |from| cost(|| drop(black_box(index.page(sight, order, (column, None), from))));
                println!(
                    "{tickets:>7} {order:?} {:?}: board {:?}, after {:?}, before {:?}, at {:?}, summary {:?}, with tops {:?}",
                    filter.text,
                    cost(|| drop(black_box(index.windows(sight, order, &rules)))),
                    page(&after),
                    page(&before),
                    page(&middle),
                    cost(|| drop(black_box(index.counts(sight, order, &[], &rules)))),
                    cost(|| drop(black_box(index.counts(sight, order, &tops, &rules)))),
                );
            }
        }
    }
}
