//! Places, neighbours, versions and limits.

use crate::house::{ACCOUNT, ACTIVE, DONE, NEW, SUPPORT, both_engines, move_to};
use domain::board::{Order, RANK_MAX};
use domain::desk::{BoardQuery, Desk, Outcome};
use domain::rules::{Rules, WipLimit};
use domain::ticket::{Anchor, Move};
use domain::{ColumnId, Command, Refusal, Seq, StatusId, TicketId};

fn put(ticket: TicketId, status: StatusId, after: Option<TicketId>, before: Option<TicketId>) -> Command {
    let anchor = Some(Anchor { after, before });
    Command::Move(ticket, Move { status, anchor, seen: Seq::MAX, confirm: false, reason: None, also: None })
}

async fn lie(house: &crate::house::House, column: usize) -> Vec<TicketId> {
    let query = BoardQuery { order: Order::Manual, ..Default::default() };
    house.board(&house.agent(), &query).await.columns[column].cards.iter().map(|c| c.facts.id).collect()
}

both_engines! {
    async fn anchors_name_neighbours(house) {
        let mut t = vec![];
        for _ in 0..4 {
            t.push(house.ticket().await);
        }
        let agent = house.agent();
        assert_eq!(lie(house, 0).await, [t[3], t[2], t[1], t[0]], "a new card lies on top");
        house.must(&agent, put(t[3], NEW, Some(t[1]), None)).await;
        assert_eq!(lie(house, 0).await, [t[2], t[1], t[3], t[0]]);
        house.must(&agent, put(t[0], NEW, None, Some(t[1]))).await;
        assert_eq!(lie(house, 0).await, [t[2], t[0], t[1], t[3]]);
        // Where both are given, `after` wins.
        house.must(&agent, put(t[2], NEW, Some(t[3]), Some(t[0]))).await;
        assert_eq!(lie(house, 0).await, [t[0], t[1], t[3], t[2]]);
        // A neighbour that left the column gives way to the other, then to the top.
        house.must(&agent, move_to(t[3], ACTIVE)).await;
        house.must(&agent, put(t[2], NEW, Some(t[3]), Some(t[1]))).await;
        assert_eq!(lie(house, 0).await, [t[0], t[2], t[1]]);
        house.must(&agent, put(t[1], NEW, Some(t[3]), None)).await;
        assert_eq!(lie(house, 0).await, [t[1], t[0], t[2]]);
        // Into another column, below a certain card, without an anchor on top.
        house.must(&agent, put(t[0], ACTIVE, Some(t[3]), None)).await;
        house.must(&agent, move_to(t[2], ACTIVE)).await;
        assert_eq!(lie(house, 1).await, [t[2], t[3], t[0]]);
        // Its own neighbour it is not.
        house.must(&agent, put(t[3], ACTIVE, Some(t[3]), Some(t[3]))).await;
        assert_eq!(lie(house, 1).await, [t[3], t[2], t[0]]);
    }

    async fn keys_that_grow_too_long_are_rebalanced(house) {
        let (b, c, a) = (house.ticket().await, house.ticket().await, house.ticket().await);
        let agent = house.agent();
        // The outermost, from either side in turn, between the other two: room is halved each time.
        let (mut longest, mut rebalanced_at) = (0, 0);
        let mut expected = [a, c, b];
        for n in 0..600 {
            if n % 2 == 0 {
                expected.swap(0, 1);
            } else {
                expected.swap(1, 2);
            }
            house.must(&agent, put(expected[1], NEW, Some(expected[0]), None)).await;
            longest = longest.max(house.number("SELECT CAST(MAX(LENGTH(place)) AS BIGINT) FROM ticket").await);
            if n % 50 == 0 {
                assert_eq!(lie(house, 0).await, expected);
            }
            rebalanced_at = house.number("SELECT log_begins FROM account").await;
            if rebalanced_at > 0 {
                assert_eq!(lie(house, 0).await, expected);
                break;
            }
        }
        assert!(rebalanced_at > 0, "the column was rebalanced");
        assert!(longest <= i64::try_from(RANK_MAX).unwrap(), "{longest}");
        let fresh = house.beside().await;
        let query = BoardQuery { order: Order::Manual, ..Default::default() };
        assert_eq!(
            fresh.board(&agent, &query, None).await.unwrap(),
            house.board(&agent, &query).await,
            "the index knows the new places"
        );
        fresh.close().await;
    }

    async fn a_stale_move_says_who_was_first(house) {
        let ticket = house.ticket().await;
        let seen = house.page(&house.agent(), ticket).await.card.facts.seq;
        house.must(&house.manager(), move_to(ticket, ACTIVE)).await;
        let wish = |status, confirm| Command::Move(ticket, Move { status, anchor: None, seen, confirm, reason: None, also: None });
        let refusal = house.refused(&house.agent(), wish(DONE, false)).await;
        let Refusal::Stale { by, status, seq, .. } = refusal else { panic!("{refusal:?}") };
        assert_eq!((by.as_str(), status, seq), ("manager", ACTIVE, 2));
        // Both wanted the same: silent success, and no number.
        house.must(&house.agent(), wish(ACTIVE, false)).await;
        assert_eq!(house.head().await, 2);
        house.must(&house.manager(), wish(DONE, true)).await;
    }

    async fn a_hard_limit_holds_under_concurrency(house) {
        let mut rules = Rules { version: 2, ..Rules::default() };
        rules.board.limits.push(WipLimit { department: SUPPORT, column: ColumnId(2), limit: 3, hard: true });
        house.run(&format!("UPDATE account SET rules = '{}', rules_version = 2", serde_json::to_string(&rules).unwrap())).await;
        let mut tickets = vec![];
        for _ in 0..10 {
            tickets.push(house.ticket().await);
        }
        let mut tasks = vec![];
        for ticket in tickets.clone() {
            let (desk, op, agent) = (house.desk.clone(), house.op(), house.agent());
            tasks.push(tokio::spawn(async move { desk.execute(&agent, op, move_to(ticket, ACTIVE)).await.unwrap() }));
        }
        let mut done = 0;
        for task in tasks {
            match task.await.unwrap() {
                Outcome::Done(_) => done += 1,
                Outcome::Refused(refusal) => assert_eq!(refusal, Refusal::WipLimit { limit: 3 }),
            }
        }
        assert_eq!(done, 3);
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket WHERE column_id = 2").await, 3);
        // On the board of the department, and on that of all: there its limit is held against its own cards.
        for department in [Some(SUPPORT), None] {
            let filter = domain::board::Filter { department, ..Default::default() };
            let board = house.board(&house.agent(), &BoardQuery { filter, ..Default::default() }).await;
            assert_eq!(board.counts.inside(SUPPORT, ColumnId(2)), Some(3));
        }
        assert!(house.desk.measures(ACCOUNT).statements > 0);
    }
}
