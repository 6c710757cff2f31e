//! Taking back: as if it had not been, for the team, for the client, and for who comes back.

use crate::house::{ACTIVE, DONE, Ear, House, NEW, SUPPORT, both_engines, comment, move_to, priority, reply};
use chrono::TimeDelta;
use desk::SessionKey;
use domain::board::Order;
use domain::desk::{BoardQuery, Tab};
use domain::feed::{ClientBody, ClientTicket, Packet, TeamBody};
use domain::port::{Boards, Desk, Portal};
use domain::rules::{Rules, WipLimit};
use domain::sla::{ClockState, Metric};
use domain::ticket::{Anchor, Move};
use domain::{Change, Command, Priority, Refusal, Seq, TicketId};

async fn client_sees(house: &House, ticket: TicketId) -> (ClientTicket, i64, bool) {
    let list = house.desk.my_tickets(&house.client(), Tab::Open, None).await.unwrap();
    let unread = list.tickets.iter().any(|card| card.id == ticket && card.unread);
    (house.client_page(&house.client(), ticket).await, list.open, unread)
}

fn on_top(ticket: TicketId) -> Command {
    let anchor = Some(Anchor::default());
    Command::Change(
        ticket,
        Change::Move(Move { status: NEW, anchor, seen: Seq::MAX, confirm: false, reason: None, also: None }),
    )
}

async fn lie(house: &House) -> Vec<TicketId> {
    let query = BoardQuery { order: Order::Manual, ..Default::default() };
    house.board(&house.agent(), &query).await.columns[0].cards.iter().map(|c| c.facts.id).collect()
}

both_engines! {
    async fn a_resolution_taken_back_leaves_no_trace_at_the_client(house) {
        let (below, ticket, above) = (house.ticket().await, house.ticket().await, house.ticket().await);
        let agent = house.agent();
        let before = client_sees(house, ticket).await;
        let page = house.page(&agent, ticket).await;
        let mut looks_on = house.subscribe(&house.client(), None).await;
        assert!(matches!(looks_on.client().await, Packet::Hello { .. }));
        let away_since = house.moment(&house.client()).await;

        let done = house.must(&agent, move_to(ticket, DONE)).await;
        assert!(client_sees(house, ticket).await.0.entries.len() > before.0.entries.len());
        let Packet::Frame { body, .. } = looks_on.client().await else { panic!("the move is told") };
        assert_eq!(body.entries.len(), 1);
        let saw_it_since = house.moment(&house.client()).await;
        house.clock.advance(TimeDelta::seconds(20));
        house.must(&agent, Command::Change(ticket, Change::Undo(done.seq))).await;

        // The client: page, list, unread, and whoever looks on.
        assert_eq!(client_sees(house, ticket).await, before);
        let Packet::Frame { body, unread, .. } = looks_on.client().await else { panic!("the card is told") };
        assert_eq!((body.card, body.entries.len(), unread), (Some(before.0.card.clone()), 0, false));
        for since in [away_since, saw_it_since] {
            let ear = house.desk.subscribe(&house.client(), SessionKey([9; 32]), Some(since)).await.unwrap();
            let texts = Ear(ear).rest().await;
            assert!(!texts.iter().any(|text| text.contains("moved")), "since {since}: {texts:?}");
            assert!(texts.iter().any(|text| text.contains("frame")), "since {since}: the card as it is");
        }
        // The team: clocks, responsible and place as before; both facts in the log.
        let now = house.page(&agent, ticket).await;
        assert_eq!(now.clocks, page.clocks);
        assert_eq!(now.card.facts.audience.assignee, None);
        assert_eq!((now.card.facts.status, now.card.facts.sla), (NEW, page.card.facts.sla));
        let moves = now.entries.iter().filter(|e| matches!(&e.body, TeamBody::Public(ClientBody::Moved { .. })));
        assert_eq!(moves.count(), 2);
        assert_eq!(lie(house).await, [above, ticket, below]);
        // The desk knows it so after a restart, too.
        let fresh = house.beside().await;
        let query = BoardQuery::default();
        assert_eq!(fresh.board(&agent, &query, None).await.unwrap(), house.board(&agent, &query).await);
        fresh.close().await;
    }

    async fn after_a_while_both_facts_stay_in_the_clients_log(house) {
        let ticket = house.ticket().await;
        let agent = house.agent();
        let done = house.must(&agent, move_to(ticket, DONE)).await;
        house.clock.advance(TimeDelta::minutes(11));
        house.must(&agent, Command::Change(ticket, Change::Undo(done.seq))).await;
        let page = house.client_page(&house.client(), ticket).await;
        let moves = page.entries.iter().filter(|e| matches!(e.body, ClientBody::Moved { .. })).count();
        assert_eq!(moves, 2);
        assert_eq!(house.page(&agent, ticket).await.card.facts.status, NEW);
    }

    async fn what_is_taken_back_is_as_it_was_whatever_it_is(house) {
        let ticket = house.ticket().await;
        let agent = house.manager();
        let until = Some(house.desk.now() + TimeDelta::hours(3));
        house.must(&agent, move_to(ticket, ACTIVE)).await;
        let commands = [
            priority(ticket, Priority::Urgent),
            Command::Change(ticket, Change::Assign(Some(house.agent().person))),
            Command::Change(ticket, Change::Assign(None)),
            Command::Change(ticket, Change::Snooze(until)),
            move_to(ticket, NEW),
            move_to(ticket, DONE),
        ];
        for command in commands {
            let before = house.page(&agent, ticket).await;
            let done = house.must(&agent, command.clone()).await;
            house.must(&house.agent(), comment(ticket, "vi")).await;
            house.clock.advance(TimeDelta::seconds(5));
            house.must(&agent, Command::Change(ticket, Change::Undo(done.seq))).await;
            let mut now = house.page(&agent, ticket).await;
            assert_eq!(now.clocks, before.clocks, "{command:?}");
            let (facts, was) = (&mut now.card.facts, &before.card.facts);
            (facts.seq, facts.placed_seq, facts.updated_at) = (was.seq, was.placed_seq, was.updated_at);
            assert_eq!(&now.card.facts, was, "{command:?}");
        }
        let twice = house.must(&agent, priority(ticket, Priority::Low)).await.seq;
        house.must(&agent, Command::Change(ticket, Change::Undo(twice))).await;
        assert!(matches!(house.refused(&agent, Command::Change(ticket, Change::Undo(twice))).await, Refusal::Stale { .. }));
        assert_eq!(house.refused(&house.admin(), Command::Change(ticket, Change::Undo(twice))).await, Refusal::NotPermitted);
    }

    async fn a_card_comes_back_to_its_place_and_within_the_limit(house) {
        let (a, b, c) = (house.ticket().await, house.ticket().await, house.ticket().await);
        let agent = house.agent();
        assert_eq!(lie(house).await, [c, b, a]);
        let done = house.must(&agent, on_top(a)).await;
        assert_eq!(lie(house).await, [a, c, b]);
        house.must(&agent, Command::Change(a, Change::Undo(done.seq))).await;
        assert_eq!(lie(house).await, [c, b, a]);
        // Its place is full by then.
        let mut rules = Rules { version: 2, ..Rules::default() };
        rules.board.limits.push(WipLimit { department: SUPPORT, column: domain::ColumnId(1), limit: 2, hard: true });
        let done = house.must(&agent, move_to(a, ACTIVE)).await;
        let text = serde_json::to_string(&rules).unwrap();
        house.run(&format!("UPDATE account SET rules = '{text}', rules_version = 2")).await;
        let refusal = house.refused(&agent, Command::Change(a, Change::Undo(done.seq))).await;
        assert_eq!(refusal, Refusal::WipLimit { limit: 2 });
    }

    async fn a_reopening_asks_whether_anybody_answered(house) {
        for answered in [false, true] {
            let ticket = house.ticket().await;
            let agent = house.agent();
            if answered {
                house.must(&agent, reply(ticket, "Vamos ver.")).await;
            }
            house.must(&agent, move_to(ticket, DONE)).await;
            house.must(&house.client(), reply(ticket, "Ainda não funciona.")).await;
            let clocks = house.page(&agent, ticket).await.clocks;
            let first = clocks.iter().find(|(metric, _)| *metric == Metric::FirstResponse).unwrap().1.state;
            assert_eq!(first, if answered { ClockState::Met } else { ClockState::Running });
        }
    }
}
