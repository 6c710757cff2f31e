//! The index says what SQL says.

use crate::house::{
    ACTIVE, CANCELLED, DONE, INFRA, NEW, WAITING_CUSTOMER, WAITING_THIRD_PARTY, both_engines, comment, reply,
};
use chrono::TimeDelta;
use domain::board::{Filter, Order, Swimlanes, View};
use domain::desk::BoardQuery;
use domain::port::{Boards, Desk};
use domain::ticket::{Anchor, Move};
use domain::{Change, Command, Priority, Seq};

both_engines! {
    async fn after_random_work_the_index_equals_sql(house) {
        let below = |n: usize| usize::try_from(house.ids.below(n as u64)).unwrap();
        let people = house.everyone();
        let mut tickets = vec![];
        for _ in 0..250 {
            house.clock.advance(TimeDelta::minutes(i64::try_from(below(90)).unwrap()));
            let who = &people[below(people.len())];
            if tickets.len() < 5 || below(6) == 0 {
                let department = if below(3) == 0 { INFRA } else { crate::house::SUPPORT };
                tickets.push(house.open(&house.client2(), None, department, "Olá").await);
                continue;
            }
            let ticket = tickets[below(tickets.len())];
            let wish = match below(8) {
                0..=2 => {
                    let status = [NEW, ACTIVE, DONE, WAITING_CUSTOMER, WAITING_THIRD_PARTY, CANCELLED][below(6)];
                    let anchor = (below(2) == 0)
                        .then(|| Anchor { after: Some(tickets[below(tickets.len())]), before: None });
                    let reason = Some("porque sim".to_owned());
                    Command::Change(ticket, Change::Move(Move { status, anchor, seen: Seq::MAX, confirm: false, reason, also: None }))
                }
                3 => Command::Change(ticket, Change::Priority(Priority::ALL[below(4)])),
                4 => comment(ticket, "nota"),
                5 => {
                    let until = house.desk.now() + TimeDelta::minutes(i64::try_from(below(40_000)).unwrap());
                    Command::Change(ticket, Change::Snooze((below(4) > 0).then_some(until)))
                }
                6 => Command::Change(ticket, Change::Archive(below(4) > 0)),
                _ => reply(ticket, "resposta"),
            };
            house.ask(who, wish).await;
        }
        // Some are out of the way at the end, too.
        let admin = house.admin();
        for (n, ticket) in tickets.iter().enumerate().step_by(2) {
            let aside = if n % 3 == 0 {
                house.ask(&admin, crate::house::move_to(*ticket, DONE)).await;
                Command::Change(*ticket, Change::Archive(true))
            } else {
                Command::Change(*ticket, Change::Snooze(Some(house.desk.now() + TimeDelta::days(30))))
            };
            house.ask(&admin, aside).await;
        }
        // Alarms are work too: let those that are due fire.
        let mut quiet = house.head().await;
        loop {
            tokio::time::sleep(std::time::Duration::from_millis(700)).await;
            let head = house.head().await;
            if head == quiet {
                break;
            }
            quiet = head;
        }
        let fresh = house.beside().await;
        for who in people.iter().filter(|p| p.role.is_team()) {
            for order in Order::ALL {
                for view in View::ALL {
                    let filter = Filter { view, ..Default::default() };
                    for lanes in Swimlanes::ALL {
                        let query = BoardQuery { filter: filter.clone(), order, lanes };
                        assert_eq!(
                            house.board(who, &query).await,
                            fresh.board(who, &query, None).await.unwrap(),
                            "{}, {order:?}, {view:?}, {lanes:?}", who.name
                        );
                    }
                }
            }
        }
        fresh.close().await;
        let board = house.board(&house.admin(), &Default::default()).await;
        let open = "resolved_at IS NULL AND category <> 'cancelled'";
        for (column, counts) in (1..).zip(&board.counts.columns) {
            let since = (house.desk.now() - TimeDelta::days(7)).timestamp_millis();
            let cards = house.number(&format!(
                "SELECT COUNT(*) FROM ticket WHERE column_id = {column} AND (({open}) OR (resolved_at >= {since} AND NOT archived))"
            )).await;
            assert_eq!(i64::from(counts.cards), cards, "column {column}");
        }
        let now = house.desk.now().timestamp_millis();
        let late = house.number(&format!(
            "SELECT COUNT(*) FROM ticket WHERE {open} AND sla_state = 'running' AND due_at <= {now}"
        )).await;
        assert_eq!(i64::from(board.counts.views[4]), late);
        let aside = async |what: &str| house.number(&format!("SELECT COUNT(*) FROM ticket WHERE {what}")).await;
        let (snoozed, archived) = (aside("snoozed_until IS NOT NULL").await, aside("archived").await);
        assert!(snoozed > 0 && archived > 0, "{snoozed} snoozed, {archived} archived");
        assert!(late > 0 && board.counts.views[0] > 5, "the work made something to count: {:?}", board.counts);
    }
}
