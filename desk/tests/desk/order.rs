//! Places, neighbours, versions and limits.

use crate::house::{ACCOUNT, ACTIVE, DONE, NEW, SUPPORT, both_engines, move_to};
use domain::board::{Order, RANK_MAX, between};
use domain::desk::{BoardQuery, Outcome};
use domain::feed::Packet;
use domain::port::{Boards, Commands};
use domain::rules::{Rules, WipLimit};
use domain::ticket::{Anchor, Move};
use domain::{Change, ColumnId, Command, Refusal, Seq, StatusId, TicketId};

fn put(ticket: TicketId, status: StatusId, after: Option<TicketId>, before: Option<TicketId>) -> Command {
    let anchor = Some(Anchor { after, before });
    Command::Change(
        ticket,
        Change::Move(Move { status, anchor, seen: Seq::MAX, confirm: false, reason: None, also: None }),
    )
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

    /// About 130 placements on top were enough to lose the order.
    async fn a_card_lies_where_it_was_put_after_hundreds_on_top(house) {
        let (a, b, c) = (house.ticket().await, house.ticket().await, house.ticket().await);
        let agent = house.agent();
        for n in 0..300 {
            let top = [a, b][n % 2];
            house.must(&agent, put(top, NEW, None, None)).await;
            assert_eq!(lie(house, 0).await[0], top, "after {n}");
        }
        house.must(&agent, put(c, NEW, Some(b), None)).await;
        assert_eq!(lie(house, 0).await, [b, c, a]);
        let longest = house.number("SELECT CAST(MAX(LENGTH(place)) AS BIGINT) FROM ticket").await;
        assert!(longest <= 7, "keys on top do not grow: {longest}");
    }

    async fn cards_that_racing_callers_put_have_each_a_place_of_its_own(house) {
        let mut tickets = vec![];
        for _ in 0..64 {
            tickets.push(house.ticket().await);
        }
        let first = tickets[0];
        for round in 0..6 {
            let mut tasks = vec![];
            for (n, ticket) in tickets.iter().copied().enumerate().skip(1) {
                // On top, to the end of what there is, below one card that all want to be beside.
                let command = match (n + round) % 3 {
                    0 => put(ticket, NEW, None, None),
                    1 => put(ticket, ACTIVE, Some(tickets[(n + round) % 64]), None),
                    _ => put(ticket, NEW, Some(first), None),
                };
                let (desk, op, agent) = (house.desk.clone(), house.op(), house.agent());
                tasks.push(tokio::spawn(async move { desk.execute(&agent, op, command).await.unwrap() }));
            }
            for task in tasks {
                assert!(matches!(task.await.unwrap(), Outcome::Done(_)));
            }
            let shared = "SELECT COUNT(*) - COUNT(DISTINCT place) FROM ticket WHERE column_id = ";
            for column in [1, 2] {
                assert_eq!(house.number(&format!("{shared}{column}")).await, 0, "round {round}");
            }
        }
    }

    /// However long cards are put at one spot, few are spaced anew for it, and those who look on are told of these alone.
    async fn cards_around_a_spot_are_spaced_anew_and_told_one_by_one(house) {
        let (first, b, c) = (house.ticket().await, house.ticket().await, house.ticket().await);
        let mut others = vec![];
        for _ in 0..50 {
            others.push(house.ticket().await);
        }
        let agent = house.agent();
        house.must(&agent, put(first, NEW, None, None)).await;
        let mut ear = house.subscribe(&house.agent2(), None).await;
        assert!(matches!(ear.team().await, Packet::Hello { .. }));
        let (mut frames, mut longest, mut seen) = (0, 0, house.head().await);
        let began = seen;
        for n in 0..700 {
            let card = [b, c][n % 2];
            house.must(&agent, put(card, NEW, Some(first), None)).await;
            longest = longest.max(house.number("SELECT CAST(MAX(LENGTH(place)) AS BIGINT) FROM ticket").await);
            let head = house.head().await;
            while seen < head {
                match ear.team().await {
                    Packet::Frame { seq, prev, body, .. } => {
                        assert_eq!(prev, seen, "each is told, in order");
                        assert_eq!(body.card.as_ref().map(|card| card.facts.seq), Some(seq));
                        seen = seq;
                        frames += 1;
                    }
                    other => panic!("only these cards are told, not {other:?}"),
                }
            }
        }
        let spaced = frames - 700;
        assert!(spaced > 0, "keys grew until cards were spaced anew");
        assert!(spaced < 350, "{spaced} cards spaced anew for 700");
        assert!(longest <= i64::try_from(RANK_MAX).unwrap(), "{longest}");
        let expected = lie(house, 0).await;
        assert_eq!(expected[..3], [first, c, b]);
        // Nobody's move is late for it: the card beside was not moved by anyone.
        let near = expected[3];
        let query = BoardQuery { order: Order::Manual, ..Default::default() };
        let fresh = house.beside().await;
        assert_eq!(fresh.board(&agent, &query, None).await.unwrap(), house.board(&agent, &query).await, "the index knows the new places");
        let page = house.page(&agent, near).await;
        assert!(page.card.facts.seq > began && page.card.facts.placed_seq <= began);
        house.must(&agent, Command::Change(near, Change::Move(Move { status: NEW, anchor: Some(Anchor::default()), seen: began, confirm: false, reason: None, also: None }))).await;
        // Who was away since the beginning hears the same from the log, without fetching anew.
        let mut back = crate::house::Ear(house.desk.subscribe(&house.agent2(), desk::SessionKey([9; 32]), Some(house.head().await - 200)).await.unwrap());
        assert!(matches!(back.team().await, Packet::Hello { .. }));
        let missed = back.rest().await;
        assert!(!missed.is_empty() && !missed.iter().any(|text| text.contains("reset")));
        fresh.close().await;
    }

    /// A desk whose keys an older program made: equal, crossed with what people saw, unreadable.
    async fn old_places_are_made_anew_in_the_order_that_the_board_showed(house) {
        let mut tickets = vec![];
        for n in 0..12 {
            tickets.push(house.open(&house.client(), None, SUPPORT, &format!("{n}")).await);
        }
        let agent = house.agent();
        house.must(&agent, move_to(tickets[9], DONE)).await;
        house.must(&agent, Command::Change(tickets[9], Change::Archive(true))).await;
        let mut sql = "DROP INDEX ticket_place; CREATE INDEX ticket_place ON ticket (account_id, column_id, place);".to_owned();
        for (n, ticket) in tickets.iter().enumerate() {
            let place = ["80", "7f80", "80", "00ff80", "80", "zz", "7F", "7f80"][n % 8];
            sql += &format!("UPDATE ticket SET place = '{place}' WHERE id = {};", house.id(ticket.0));
        }
        sql += "UPDATE account SET log_begins = 0; DELETE FROM _sqlx_migrations WHERE version = 5;";
        let mut seen: Vec<_> = tickets.iter().enumerate().filter(|(n, _)| *n != 9).map(|(n, ticket)| (["80", "7f80", "80", "00ff80", "80", "zz", "7F", "7f80"][n % 8], *ticket)).collect();
        seen.sort_unstable();
        let head = house.head().await;
        house.desk.close().await;
        house.run(&sql).await;
        let again = house.again().await;
        let query = BoardQuery { order: Order::Manual, ..Default::default() };
        let board = again.board(&agent, &query, None).await.unwrap();
        let lies: Vec<TicketId> = board.columns[0].cards.iter().map(|card| card.facts.id).collect();
        assert_eq!(lies, seen.iter().map(|(_, ticket)| *ticket).collect::<Vec<_>>());
        for card in board.columns.iter().flat_map(|column| &column.cards) {
            assert!(between(Some(&card.facts.place), None).is_ok(), "{}", card.facts.place);
        }
        assert_eq!(house.number("SELECT COUNT(*) - COUNT(DISTINCT place) FROM ticket WHERE column_id = 1").await, 0);
        // Whoever has the old places on the screen fetches anew, once.
        for (since, reset) in [(head, true), (board.seq, false)] {
            let mut ear = crate::house::Ear(again.subscribe(&agent, desk::SessionKey([9; 32]), Some(since)).await.unwrap());
            assert!(matches!(ear.team().await, Packet::Hello { .. }));
            assert_eq!(ear.rest().await.iter().any(|text| text.contains("reset")), reset, "since {since}");
        }
        again.close().await;
    }

    async fn a_stale_move_says_who_was_first(house) {
        let ticket = house.ticket().await;
        let seen = house.page(&house.agent(), ticket).await.card.facts.seq;
        house.must(&house.manager(), move_to(ticket, ACTIVE)).await;
        let wish = |status, confirm| Command::Change(ticket, Change::Move(Move { status, anchor: None, seen, confirm, reason: None, also: None }));
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
