//! Pages of boards and lists, counts, read marks, and one desk per file.

use crate::house::{
    ACCOUNT, ACTIVE, CANCELLED, DONE, INFRA, Kind, NEW, SUPPORT, WAITING_THIRD_PARTY, both_engines, comment,
    move_to, priority, reply,
};
use chrono::TimeDelta;
use desk::{Config, LiveDesk, OpenError, SystemClock, SystemIds};
use domain::board::{Filter, From, Order, PAGE, SWIMLANE_PAGE, Swimlane, Swimlanes, Top, View};
use domain::desk::{BoardQuery, Tab};
use domain::port::{Boards, Commands, DeskError, Portal, Tickets};
use domain::ticket::{Also, Move};
use domain::{Change, ColumnId, Command, Priority, Refusal, Seq};
use std::sync::Arc;

both_engines! {
    async fn a_column_is_read_in_pages_in_every_order(house) {
        let agent = house.agent();
        for n in 0..60_i64 {
            let ticket = house.open(&house.client(), None, SUPPORT, &format!("Chamado {n}")).await;
            if n % 7 == 0 {
                house.must(&agent, priority(ticket, Priority::Urgent)).await;
            }
            house.clock.advance(TimeDelta::seconds(61));
        }
        // Of the nine urgent ones five are late and four near it: that is told before anything is compared.
        house.alarms_were_told(5, 9).await;
        for order in Order::ALL {
            let query = BoardQuery { order, ..Default::default() };
            let board = house.board(&agent, &query).await;
            assert_eq!(board.counts.columns[0].cards, 60);
            assert_eq!(board.columns[0].cards.len(), PAGE);
            let mut cards = board.columns[0].cards.clone();
            let mut next = board.columns[0].next.clone();
            while let Some(after) = next {
                let page = house.desk.column(&agent, &query, ColumnId(1), None, &From::After(after)).await.unwrap();
                assert_eq!((page.seq, page.above as usize), (board.seq, cards.len()));
                cards.extend(page.cards);
                next = page.next;
            }
            assert_eq!(cards.len(), 60, "{order:?}");
            assert!(cards.windows(2).all(|w| order.key(&w[0].facts) < order.key(&w[1].facts)), "{order:?}");
            // Any place, and back up from there; the counts say how much lies above.
            let at = house.desk.column(&agent, &query, ColumnId(1), None, &From::At(30)).await.unwrap();
            assert_eq!((at.above, &at.cards[..]), (30, &cards[30..54]));
            let back = house.desk.column(&agent, &query, ColumnId(1), None, &From::Before(at.prev.unwrap())).await.unwrap();
            assert_eq!((back.above, &back.cards[..]), (6, &cards[6..30]));
            let top = |key| Top { column: ColumnId(1), lane: None, key };
            let tops = [top(back.prev.unwrap()), top(order.key(&cards[30].facts))];
            let summary = house.desk.summary(&agent, &query, &tops).await.unwrap();
            assert_eq!((summary.seq, summary.above, summary.counts), (board.seq, vec![6, 30], board.counts));
        }
    }

    async fn a_board_is_divided_into_lanes(house) {
        let (manager, agent, agent2) = (house.manager(), house.agent(), house.agent2());
        let mut tickets = vec![];
        for n in 0..40 {
            tickets.push(house.open(&house.client(), None, SUPPORT, &format!("Chamado {n}")).await);
            house.clock.advance(TimeDelta::seconds(61));
        }
        let into = |ticket, also| {
            let Command::Change(id, Change::Move(to)) = move_to(ticket, ACTIVE) else { unreachable!() };
            Command::Change(id, Change::Move(Move { also: Some(also), ..to }))
        };
        house.must(&manager, into(tickets[0], Also::Assign(Some(agent2.person)))).await;
        house.must(&agent, into(tickets[1], Also::Priority(Priority::Urgent))).await;
        assert_eq!(house.refused(&manager, into(tickets[2], Also::Assign(Some(house.infra_agent().person)))).await, Refusal::NotAssignable);
        let infra = house.open(&house.client3(), None, INFRA, "Da infraestrutura").await;

        let read = async |lanes| house.board(&agent, &BoardQuery { lanes, ..Default::default() }).await;
        let board = read(Swimlanes::Agent).await;
        let names = |board: &domain::board::Board| board.rows.iter().map(|row| (row.lane, row.name.clone())).collect::<Vec<_>>();
        let own = |who: &domain::Actor| (Swimlane::Agent(Some(who.person)), Some(who.name.clone()));
        let mut people = vec![own(&agent), own(&agent2)];
        people.sort_by_key(|(_, name)| name.clone());
        assert_eq!(names(&board), [vec![(Swimlane::Agent(None), None)], people].concat(), "nobody's first, then by name");
        let lists: Vec<_> = board.columns.iter().map(|list| (list.lane.unwrap(), list.id, list.cards.len(), list.next.is_some())).collect();
        assert_eq!(lists.len(), 9);
        assert_eq!(lists[0], (Swimlane::Agent(None), ColumnId(1), SWIMLANE_PAGE, true));
        assert!(lists.contains(&(own(&agent2).0, ColumnId(2), 1, false)), "{lists:?}");
        assert!(lists.contains(&(own(&agent).0, ColumnId(2), 1, false)), "who moves a free one is linked to it (R89)");
        assert_eq!(board.counts.columns.iter().map(|c| c.cards).collect::<Vec<_>>(), [38, 2, 0]);
        let query = BoardQuery { lanes: Swimlanes::Agent, ..Default::default() };
        let mut cards = board.columns[0].cards.clone();
        let page = house.desk.column(&agent, &query, ColumnId(1), Some(Swimlane::Agent(None)), &From::After(board.columns[0].next.clone().unwrap())).await.unwrap();
        assert_eq!((page.above as usize, page.cards.len()), (SWIMLANE_PAGE, PAGE));
        cards.extend(page.cards);
        assert!(cards.iter().all(|card| card.facts.audience.assignee.is_none()));
        let alone = house.desk.column(&agent, &query, ColumnId(2), Some(own(&agent2).0), &From::At(0)).await.unwrap();
        assert_eq!(alone.cards.iter().map(|c| c.facts.id).collect::<Vec<_>>(), [tickets[0]]);
        // Another department's lane holds nothing for them, whatever they ask.
        let departments = BoardQuery { lanes: Swimlanes::Department, ..Default::default() };
        let foreign = house.desk.column(&agent, &departments, ColumnId(1), Some(Swimlane::Department(INFRA)), &From::At(0)).await.unwrap();
        assert!(foreign.cards.is_empty() && foreign.above == 0);
        let top = Top { column: ColumnId(1), lane: Some(Swimlane::Agent(None)), key: Order::Sla.key(&cards[10].facts) };
        let summary = house.desk.summary(&agent, &query, &[top]).await.unwrap();
        assert_eq!((summary.above, summary.counts), (vec![10], board.counts));

        let board = read(Swimlanes::Priority).await;
        assert_eq!(names(&board), [Priority::Urgent, Priority::High, Priority::Medium, Priority::Low].map(|p| (Swimlane::Priority(p), None)));
        assert_eq!(board.columns[1].cards.iter().map(|c| c.facts.id).collect::<Vec<_>>(), [tickets[1]]);
        // The other department's ticket is in none of an agent's lanes.
        for lanes in Swimlanes::ALL {
            let board = read(lanes).await;
            assert!(!board.columns.iter().flat_map(|list| &list.cards).any(|card| card.facts.id == infra), "{lanes:?}");
            assert!(board.counts.lanes.iter().all(|lane| board.rows.iter().any(|row| row.lane == lane.lane)), "{lanes:?}");
            let all: u32 = board.counts.lanes.iter().flat_map(|lane| &lane.columns).map(|counts| counts.cards).sum();
            assert_eq!(all, if lanes == Swimlanes::None { 0 } else { 40 });
        }
        assert_eq!(names(&read(Swimlanes::Department).await), [(Swimlane::Department(SUPPORT), Some("suporte".to_owned()))]);
        let organizations = read(Swimlanes::Organization).await;
        assert_eq!(organizations.rows.len(), 1);
        assert_eq!(organizations.rows[0].name, organizations.columns[0].cards[0].organization);
        assert_eq!(house.board(&house.admin(), &BoardQuery { lanes: Swimlanes::Organization, ..Default::default() }).await.rows.len(), 2);
    }

    async fn r63_to_r68_views_and_words(house) {
        let agent = house.agent();
        let (new, mine, urgent, third, gone) = (
            house.ticket().await, house.ticket().await, house.ticket().await, house.ticket().await, house.ticket().await,
        );
        house.must(&agent, move_to(mine, ACTIVE)).await;
        house.must(&house.manager(), priority(urgent, Priority::Urgent)).await;
        house.must(&house.manager(), move_to(third, WAITING_THIRD_PARTY)).await;
        let cancel = Move { status: CANCELLED, anchor: None, seen: Seq::MAX, confirm: false, reason: Some("x".into()), also: None };
        house.must(&house.manager(), Command::Change(gone, Change::Move(cancel))).await;
        let resolved = house.ticket().await;
        house.must(&house.manager(), move_to(resolved, DONE)).await;
        house.clock.advance(TimeDelta::hours(1));
        let seen = async |view, text: &str| {
            let filter = Filter { view, text: text.into(), ..Default::default() };
            let board = house.board(&agent, &BoardQuery { filter, ..Default::default() }).await;
            let mut ids: Vec<_> = board.columns.iter().flat_map(|c| &c.cards).map(|c| c.facts.id).collect();
            ids.sort();
            (ids, board.counts)
        };
        let sorted = |mut ids: Vec<_>| { ids.sort(); ids };
        let (all, counts) = seen(View::All, "").await;
        assert_eq!(all, sorted(vec![new, mine, urgent, third, resolved]));
        assert_eq!(counts.views, [4, 1, 1, 1, 1, 1], "the urgent one owed its first answer 30 minutes ago");
        assert_eq!(counts.columns.iter().map(|c| c.cards).collect::<Vec<_>>(), [2, 2, 1]);
        assert_eq!(seen(View::Mine, "").await.1.whole, [2, 2, 1], "as they would be without the chip");
        assert_eq!(counts.columns[0].late, 1);
        assert_eq!(seen(View::Mine, "").await.0, [mine]);
        assert_eq!(seen(View::New, "").await.0, [new]);
        assert_eq!(seen(View::Urgent, "").await.0, [urgent]);
        assert_eq!(seen(View::Late, "").await.0, [urgent]);
        assert_eq!(seen(View::OnHold, "").await.0, [third]);
        assert_eq!(seen(View::All, "ANA acao").await.0.len(), 5, "accents and case do not matter");
        assert_eq!(seen(View::All, &new.code().to_lowercase()).await.0, [new]);
        assert!(seen(View::All, "nada disso").await.0.is_empty());
        // What was resolved long ago leaves the board, though nothing else happened.
        house.clock.advance(TimeDelta::days(7));
        assert_eq!(seen(View::All, "").await.0, sorted(vec![new, mine, urgent, third]));
    }

    async fn what_is_unread_until_it_is_read(house) {
        let ticket = house.ticket().await;
        let (agent, manager, client) = (house.agent(), house.manager(), house.client());
        assert!(house.page(&agent, ticket).await.card.unread);
        house.desk.mark_read(&agent, ticket, house.head().await).await.unwrap();
        assert!(!house.page(&agent, ticket).await.card.unread);
        assert!(house.page(&manager, ticket).await.card.unread, "a mark is a person's own");
        house.must(&agent, move_to(ticket, ACTIVE)).await;
        assert!(!house.page(&agent, ticket).await.card.unread, "a move says nothing");
        house.must(&manager, comment(ticket, "veja")).await;
        assert!(house.page(&agent, ticket).await.card.unread);
        assert!(!house.client_page(&client, ticket).await.card.unread, "nor may a client guess a comment");
        house.must(&agent, reply(ticket, "Olá")).await;
        assert!(!house.page(&agent, ticket).await.card.unread, "who answers has read");
        assert!(house.client_page(&client, ticket).await.card.unread);
        // A mark never goes back, nor ahead of what there is.
        let at_first = house.client_page(&client, ticket).await.entries[0].seq;
        for (moment, unread) in [(1, true), (1_000_000, true), (at_first, true), (i64::MAX, false), (at_first, false)] {
            house.desk.mark_read(&client, ticket, moment).await.unwrap();
            assert_eq!(house.client_page(&client, ticket).await.card.unread, unread, "up to {moment}");
        }
        assert!(!house.client_page(&client, ticket).await.card.unread);
        house.must(&agent, reply(ticket, "Mais")).await;
        assert!(house.client_page(&client, ticket).await.card.unread);
    }

    async fn r48_a_clients_list_in_two_halves_and_pages(house) {
        let (agent, client, boss) = (house.manager(), house.client(), house.boss());
        let mut tickets = vec![];
        for _ in 0..55 {
            tickets.push(house.ticket().await);
        }
        house.open(&boss, None, INFRA, "da gestora").await;
        house.must(&agent, move_to(tickets[3], DONE)).await;
        house.must(&agent, reply(tickets[0], "Olá")).await;
        house.must(&agent, comment(tickets[1], "não conta")).await;
        let first = house.desk.my_tickets(&client, Tab::Open, None).await.unwrap();
        assert_eq!((first.open, first.finished, first.tickets.len()), (54, 1, 50));
        assert_eq!(first.tickets[0].id, tickets[0], "the last public change is first");
        let second = house.desk.my_tickets(&client, Tab::Open, first.next).await.unwrap();
        assert_eq!((second.tickets.len(), second.next), (4, None));
        let done = house.desk.my_tickets(&client, Tab::Finished, None).await.unwrap();
        assert_eq!(done.tickets.iter().map(|t| t.id).collect::<Vec<_>>(), [tickets[3]]);
        let all = house.desk.my_tickets(&boss, Tab::Open, None).await.unwrap();
        assert_eq!((all.open, all.finished), (55, 1));
        let rest = house.desk.my_tickets(&boss, Tab::Open, all.next).await.unwrap();
        assert_eq!(all.tickets.len() + rest.tickets.len(), 55);
        assert_eq!(house.desk.my_tickets(&agent, Tab::Open, None).await.unwrap_err(), DeskError::NotPermitted);
    }

    async fn a_desk_closes_and_opens_again(house) {
        let ticket = house.ticket().await;
        house.desk.ready().await.unwrap();
        house.must(&house.agent(), move_to(ticket, ACTIVE)).await;
        let before = house.board(&house.agent(), &Default::default()).await;
        let config = Config { database: house.address.clone(), build: "other".into() };
        if house.kind == Kind::Sqlite {
            let second = LiveDesk::open(config, Arc::new(SystemClock), Arc::new(SystemIds)).await;
            assert!(matches!(second.unwrap_err(), OpenError::Locked(_)), "one server to a file");
        }
        house.desk.close().await;
        assert!(house.desk.execute(&house.agent(), house.op(), move_to(ticket, NEW)).await.is_err());
        assert!(house.desk.ready().await.is_err());
        let again = house.again().await;
        assert_eq!(again.board(&house.agent(), &Default::default(), None).await.unwrap(), before);
        assert_eq!(again.measures(ACCOUNT).commands, 0);
        again.close().await;
    }

    async fn f17_an_older_program_refuses_a_newer_schema(house) {
        let blob = if house.kind == Kind::Sqlite { "X'00'" } else { "'\\x00'" };
        house.desk.close().await;
        house.run(&format!(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             VALUES (9999, 'later', TRUE, {blob}, 0)"
        )).await;
        let config = Config { database: house.address.clone(), build: "old".into() };
        let opened = LiveDesk::open(config, house.clock.clone(), house.ids.clone()).await;
        assert!(matches!(opened.unwrap_err(), OpenError::Database(desk::DbError::NewerSchema(9999))));
    }
}
