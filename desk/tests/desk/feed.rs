//! The feed: live, resumed, closed.

use crate::house::{ACTIVE, DONE, Ear, House, SUPPORT, both_engines, comment, move_to, reply};
use desk::{CloseReason, Delivery, SessionKey};
use domain::board::Card;
use domain::feed::{ClientBody, Packet, TeamBody, TeamFrame};
use domain::port::{Commands, Tickets};
use domain::{Actor, Change, Command, Seq, TicketId};
use std::collections::{BTreeMap, BTreeSet};

/// What a screen of the team holds: its cards, and the entries it has been shown.
#[derive(Clone, Debug, Default, PartialEq)]
struct Screen {
    cards: BTreeMap<TicketId, Card>,
    entries: BTreeSet<(TicketId, Seq, i32)>,
    last: Seq,
}

impl Screen {
    fn fold(&mut self, text: &str) {
        match serde_json::from_str::<Packet<TeamFrame>>(text).unwrap() {
            Packet::Frame { seq, prev, unread, body } => {
                assert!(prev <= self.last, "a gap: {prev} after {}", self.last);
                assert!(seq > self.last, "twice: {seq} after {}", self.last);
                self.last = seq;
                for entry in &body.entries {
                    assert!(self.entries.insert((body.ticket, entry.seq, entry.n)), "an entry came twice");
                }
                match body.card {
                    Some(card) => self.cards.insert(body.ticket, Card { unread, ..card }),
                    None => self.cards.remove(&body.ticket),
                };
            }
            Packet::Beat { seq, .. } => self.last = self.last.max(seq),
            Packet::Hello { .. } | Packet::Presence { .. } | Packet::Rules { .. } => {}
            Packet::Reset => panic!("a reset that nobody needs"),
        }
    }
}

/// All that a person of the team sees on the board, as a fresh page would show it.
async fn fresh(house: &House, actor: &Actor) -> BTreeMap<TicketId, Card> {
    let board = house.board(actor, &Default::default()).await;
    assert!(board.columns.iter().all(|c| c.next.is_none()), "one page holds all");
    board.columns.into_iter().flat_map(|c| c.cards).map(|c| (c.facts.id, c)).collect()
}

/// Something happens, at random.
async fn something(house: &House, tickets: &mut Vec<TicketId>) {
    let who = [house.agent(), house.agent2(), house.manager(), house.admin()]
        [usize::try_from(house.ids.below(4)).unwrap()]
    .clone();
    if tickets.len() < 4 || (house.ids.below(12) == 0 && tickets.len() < 20) {
        tickets.push(house.ticket().await);
        return;
    }
    let ticket = tickets[usize::try_from(house.ids.below(tickets.len() as u64)).unwrap()];
    let wish = match house.ids.below(7) {
        0 => move_to(ticket, ACTIVE),
        1 => move_to(ticket, DONE),
        2 => comment(ticket, "nota"),
        3 => reply(ticket, "resposta"),
        4 => Command::Change(ticket, Change::Assign(Some(who.person))),
        5 => Command::Change(ticket, Change::Assign(None)),
        _ => crate::house::priority(
            ticket,
            domain::Priority::ALL[usize::try_from(house.ids.below(4)).unwrap()],
        ),
    };
    // Refusals are part of a day's work.
    house.ask(&who, wish).await;
}

both_engines! {
    async fn a_change_reaches_both_sides_each_in_its_words(house) {
        let ticket = house.ticket().await;
        let (mut agent, mut client) = (house.subscribe(&house.agent2(), None).await, house.subscribe(&house.client(), None).await);
        let mut other = house.subscribe(&house.client3(), None).await;
        let Packet::Hello { seq, build, online, .. } = agent.team().await else { panic!() };
        assert_eq!((seq, build.as_str(), online), (1, "test", 1));
        assert!(matches!(client.client().await, Packet::Hello { .. }));
        let op = house.op();
        house.desk.execute(&house.agent(), op, reply(ticket, "Oi, Ana")).await.unwrap();
        let Packet::Frame { seq, prev, unread, body } = agent.team().await else { panic!() };
        assert_eq!((seq, prev, body.op_id, body.actor.unwrap().name.as_str()), (2, 1, Some(op), "agent"));
        assert!(unread, "the client's opening is unread by this agent");
        assert_eq!(body.card.unwrap().last_line.as_deref(), Some("Oi, Ana"));
        assert!(body.entries.iter().any(|e| matches!(e.body, TeamBody::Assigned { by_acting: true, .. })));
        let Packet::Frame { seq: replied, unread, body, .. } = client.client().await else { panic!() };
        assert_eq!((body.seq, unread, body.entries.len()), (replied, true, 1));
        assert!(matches!(&body.entries[0].body, ClientBody::Message { text, .. } if text == "Oi, Ana"));
        // A comment is no packet for the client; the next packet's `prev` is the last that was sent.
        house.must(&house.agent(), comment(ticket, "nota")).await;
        house.must(&house.agent(), move_to(ticket, DONE)).await;
        let Packet::Frame { seq, prev, .. } = client.client().await else { panic!() };
        assert_eq!((prev, seq > prev), (replied, true));
        house.desk.mark_read(&house.agent2(), ticket, 4).await.unwrap();
        house.must(&house.agent(), move_to(ticket, ACTIVE)).await;
        let mut last = None;
        for text in agent.rest().await {
            last = Some(serde_json::from_str::<Packet<TeamFrame>>(&text).unwrap());
        }
        let Some(Packet::Frame { seq: 5, unread: false, .. }) = last else { panic!("{last:?}") };
        assert_eq!(other.rest().await.len(), 1, "another company hears the hello only");
    }

    async fn who_is_cut_off_anywhere_misses_nothing_and_gets_nothing_twice(house) {
        let agent = house.agent();
        let mut tickets = vec![];
        let mut screen = Screen::default();
        let mut ear = house.subscribe(&agent, Some(0)).await;
        for _ in 0..15 {
            for _ in 0..house.ids.below(12) {
                something(house, &mut tickets).await;
            }
            // Some packets arrive, then the line is cut, at any of them.
            let arrive = house.ids.below(8);
            for _ in 0..arrive {
                let got = tokio::time::timeout(std::time::Duration::from_millis(60), ear.0.next()).await;
                let Ok(Delivery::Text(text)) = got else { break };
                screen.fold(&text);
            }
            for _ in 0..house.ids.below(6) {
                something(house, &mut tickets).await;
            }
            ear = house.subscribe(&agent, Some(screen.last)).await;
        }
        for text in ear.rest().await {
            screen.fold(&text);
        }
        let all = fresh(house, &agent).await;
        assert_eq!(screen.cards, all);
        let mut entries = BTreeSet::new();
        for ticket in all.keys() {
            entries.extend(house.page(&agent, *ticket).await.entries.iter().map(|e| (*ticket, e.seq, e.n)));
        }
        assert_eq!(screen.entries, entries, "every entry was shown");
        assert_eq!(screen.last, house.head().await);
    }

    async fn who_no_longer_sees_a_ticket_is_told_so(house) {
        let ticket = house.ticket().await;
        let (manager, infra) = (house.admin(), house.infra_agent());
        // An agent of another department sees it while responsible for it.
        house.run(&format!(
            "INSERT INTO membership VALUES ({}, {}, {}, FALSE)",
            house.id(crate::house::ACCOUNT.0), house.id(infra.person.0), house.id(SUPPORT.0)
        )).await;
        house.must(&manager, Command::Change(ticket, Change::Assign(Some(infra.person)))).await;
        let since = house.head().await;
        let mut live = house.subscribe(&infra, None).await;
        assert!(matches!(live.team().await, Packet::Hello { .. }));
        house.must(&manager, comment(ticket, "passo adiante")).await;
        house.must(&manager, Command::Change(ticket, Change::Assign(Some(house.agent().person)))).await;
        house.must(&manager, comment(ticket, "depois")).await;
        let Packet::Frame { body, .. } = live.team().await else { panic!() };
        assert!(body.card.is_some());
        let Packet::Frame { seq, body, .. } = live.team().await else { panic!() };
        assert_eq!((body.ticket, body.card, body.entries.len(), body.actor), (ticket, None, 0, None));
        assert_eq!(seq, since + 2);
        assert_eq!(live.rest().await, Vec::<String>::new(), "and nothing of what comes after");
        let mut resumed = house.subscribe(&infra, Some(since)).await;
        assert!(matches!(resumed.team().await, Packet::Hello { .. }));
        let Packet::Frame { body, .. } = resumed.team().await else { panic!() };
        assert_eq!((body.ticket, body.card, body.entries.len()), (ticket, None, 0));
        assert!(resumed.rest().await.is_empty());
    }

    async fn what_is_too_far_behind_or_ahead_fetches_anew(house) {
        house.ticket().await;
        for since in [-1_i64, 1_000] {
            let mut ear = house.subscribe(&house.agent(), Some(since)).await;
            assert!(matches!(ear.team().await, Packet::Hello { .. }));
            if since > 0 {
                assert!(matches!(ear.team().await, Packet::Reset));
                house.ticket().await;
                assert!(matches!(ear.team().await, Packet::Frame { .. }), "and the feed goes on");
            }
        }
    }

    async fn t11_a_change_of_the_person_reaches_the_open_feed(house) {
        let ticket = house.ticket().await;
        let agent = house.agent();
        let mut ear = house.subscribe(&agent, None).await;
        let mut other = house.subscribe(&house.agent2(), None).await;
        assert!(matches!(ear.team().await, Packet::Hello { online: 1, .. }));
        assert_eq!(house.desk.online(), 2);
        house.run(&format!("DELETE FROM membership WHERE person_id = {}", house.id(agent.person.0))).await;
        house.desk.reset_person(agent.person);
        assert!(matches!(ear.team().await, Packet::Reset));
        house.must(&house.manager(), comment(ticket, "não é mais da equipe")).await;
        assert!(ear.rest().await.is_empty());
        assert_eq!(other.rest().await.len(), 2, "the others go on");
        house.run(&format!("UPDATE person SET active = FALSE WHERE id = {}", house.id(agent.person.0))).await;
        house.desk.reset_person(agent.person);
        assert_eq!(ear.next().await, Some(Delivery::Close(CloseReason::SignedOut)));
        assert_eq!(ear.next().await, Some(Delivery::Close(CloseReason::SignedOut)));
        drop(ear);
        assert_eq!(house.desk.online(), 1);
    }

    async fn a_session_that_ends_closes_its_feed_and_no_other(house) {
        let mine = SessionKey([1; 32]);
        let mut ear = Ear(house.desk.subscribe(&house.agent(), mine, None).await.unwrap());
        let mut other = house.subscribe(&house.agent(), None).await;
        assert!(matches!(ear.team().await, Packet::Hello { .. }));
        assert!(matches!(other.team().await, Packet::Hello { .. }));
        house.desk.end_session(mine);
        assert_eq!(ear.next().await, Some(Delivery::Close(CloseReason::SignedOut)));
        house.ticket().await;
        assert!(matches!(other.team().await, Packet::Frame { .. }));
        house.desk.close().await;
        assert_eq!(other.next().await, Some(Delivery::Close(CloseReason::Restart)));
    }

    async fn f6_a_slow_listener_reads_the_log_instead(house) {
        let ticket = house.ticket().await;
        let agent = house.agent();
        let mut slow = house.subscribe(&house.agent2(), None).await;
        let mut screen = Screen { last: 1, ..Screen::default() };
        screen.fold(&match slow.next().await { Some(Delivery::Text(t)) => t.to_string(), other => panic!("{other:?}") });
        for _ in 0..300 {
            house.must(&agent, comment(ticket, "nota")).await;
        }
        for text in slow.rest().await {
            screen.fold(&text);
        }
        assert_eq!(screen.entries.len(), 300);
        assert_eq!(screen.cards, fresh(house, &house.agent2()).await);
    }

    async fn next_may_be_dropped_at_any_time(house) {
        let ticket = house.ticket().await;
        let agent = house.agent();
        let mut ear = house.subscribe(&house.agent2(), None).await;
        let mut screen = Screen { last: 1, ..Screen::default() };
        let mut said = 0;
        while screen.entries.len() < 40 {
            if said < 40 {
                said += 1;
                house.must(&agent, comment(ticket, "nota")).await;
            }
            let patience = std::time::Duration::from_micros(house.ids.below(900));
            if let Ok(Delivery::Text(text)) = tokio::time::timeout(patience, ear.0.next()).await {
                screen.fold(&text);
            }
        }
        assert_eq!(screen.last, house.head().await);
    }
}
