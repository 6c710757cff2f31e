//! Who comes back another than they were, who missed much, and who reads slowly.

use crate::house::{ACCOUNT, Ear, House, INFRA, SUPPORT, both_engines, comment, reply};
use chrono::TimeDelta;
use desk::{CloseReason, Delivery, SessionKey};
use domain::feed::{ClientFrame, Packet, TeamFrame};
use domain::port::{Commands, Desk};
use domain::{Actor, Change, Command, Seq, TicketId};
use std::collections::BTreeSet;

/// Whether a viewer who goes on after `since` is told to fetch anew.
async fn is_reset(house: &House, actor: &Actor, since: Seq) -> bool {
    let mut ear = house.subscribe(actor, Some(since)).await;
    assert!(matches!(ear.team().await, Packet::Hello { .. }));
    match ear.rest().await.first() {
        Some(text) => matches!(serde_json::from_str::<Packet<TeamFrame>>(text).unwrap(), Packet::Reset),
        None => false,
    }
}

/// Commands at once, from several hands.
async fn comments(house: &House, ticket: TicketId, count: usize, text: &str) {
    let mut tasks = vec![];
    for _ in 0..count {
        let (desk, agent, op, wish) = (house.desk.clone(), house.agent(), house.op(), comment(ticket, text));
        tasks.push(tokio::spawn(async move { desk.execute(&agent, op, wish).await.unwrap() }));
    }
    for task in tasks {
        task.await.unwrap();
    }
}

/// More is announced than waits for a subscription.
fn flood(house: &House) {
    for _ in 0..300 {
        house.desk.reset_person(domain::PersonId(uuid::Uuid::nil()));
    }
}

both_engines! {
    async fn t11_who_became_another_while_away_fetches_anew(house) {
        let ticket = house.ticket().await;
        let agent = house.agent2();
        let since = house.head().await;
        assert!(!is_reset(house, &agent, since).await);
        house.must(&house.agent(), comment(ticket, "nota")).await;
        assert!(!is_reset(house, &agent, since).await, "the same person is told what they missed");
        // Away, they change departments; other tickets are theirs now, and this one is not.
        let (account, person) = (house.id(ACCOUNT.0), house.id(agent.person.0));
        house.run(&format!(
            "DELETE FROM membership WHERE person_id = {person}; \
             INSERT INTO membership VALUES ({account}, {person}, {}, FALSE)", house.id(INFRA.0)
        )).await;
        let agent = Actor { departments: vec![INFRA], ..agent };
        assert!(is_reset(house, &agent, since).await);
        assert!(is_reset(house, &agent, since).await, "another tab of theirs was away too");
        // And still over a restart, for a tab that sleeps longer.
        house.must(&house.agent(), comment(ticket, "nota")).await;
        let now = house.head().await;
        house.desk.close().await;
        let again = house.again().await;
        for (since, reset) in [(since, true), (now, false)] {
            let mut ear = Ear(again.subscribe(&agent, SessionKey([9; 32]), Some(since)).await.unwrap());
            assert!(matches!(ear.team().await, Packet::Hello { .. }));
            let rest = ear.rest().await;
            assert_eq!(rest.first().is_some_and(|t| t.contains("reset")), reset, "{since}: {rest:?}");
        }
        // A role is one of the things that count; so is what is done to them while the desk is down.
        again.close().await;
        house.run(&format!("UPDATE person SET role = 'department_manager' WHERE id = {person}")).await;
        let agent = Actor { role: domain::Role::DepartmentManager, ..agent };
        let third = house.again().await;
        let mut ear = Ear(third.subscribe(&agent, SessionKey([9; 32]), Some(now)).await.unwrap());
        assert!(matches!(ear.team().await, Packet::Hello { .. }));
        assert!(matches!(ear.team().await, Packet::Reset));
        third.close().await;
    }

    async fn what_was_missed_is_held_slice_by_slice(house) {
        let text = "não sei ".repeat(1_200);
        let mut tickets = vec![];
        for _ in 0..5 {
            tickets.push(house.ticket().await);
        }
        for _ in 0..12 {
            for ticket in &tickets {
                comments(house, *ticket, 6, &text).await;
                house.must(&house.agent(), reply(*ticket, &text)).await;
            }
        }
        // Four megabytes of texts were missed, of which a viewer holds a small part at any moment.
        let total = 5 * 12 * 7 * text.len();
        let mut ear = house.subscribe(&house.agent2(), Some(0)).await;
        let (mut most, mut last, mut entries) = (0, 0, BTreeSet::new());
        let head = house.head().await;
        while last < head {
            let Delivery::Text(packet) = ear.0.next().await else { panic!("it goes on") };
            most = most.max(ear.0.waiting_bytes() + packet.len());
            match serde_json::from_str::<Packet<TeamFrame>>(&packet).unwrap() {
                Packet::Frame { seq, prev, body, .. } => {
                    assert!(prev <= last && seq > last, "in order, without a gap: {prev} {seq} after {last}");
                    last = seq;
                    for entry in &body.entries {
                        assert!(entries.insert((body.ticket, entry.seq, entry.n)), "an entry came twice");
                    }
                }
                Packet::Hello { .. } | Packet::Beat { .. } | Packet::Rules { .. } => {}
                Packet::Reset | Packet::Presence { .. } => panic!("there is no need for it"),
            }
        }
        let mut all = BTreeSet::new();
        for ticket in &tickets {
            let page = house.page(&house.agent2(), *ticket).await;
            all.extend(page.entries.iter().map(|e| (*ticket, e.seq, e.n)));
        }
        assert_eq!(entries, all, "every entry came");
        assert!(total > 4_000_000 && most < total / 5, "{most} of {total} bytes at one moment");
        // A client's slices hold the same promise, and nothing that is not theirs.
        let mut ear = house.subscribe(&house.client(), Some(house.dawn())).await;
        let (mut messages, mut most) = (0, 0);
        while messages < 60 {
            let Delivery::Text(packet) = ear.0.next().await else { panic!("it goes on") };
            most = most.max(ear.0.waiting_bytes() + packet.len());
            if let Packet::Frame { body, .. } = serde_json::from_str::<Packet<ClientFrame>>(&packet).unwrap() {
                messages += body.entries.iter()
                    .filter(|e| matches!(e.body, domain::feed::ClientBody::Message { .. })).count();
            }
        }
        assert_eq!(messages, 60);
        assert!(most < total / 5, "{most}");
    }

    async fn who_left_and_came_in_between_slices_is_told_once(house) {
        // More than a slice before, and after, the ticket leaves the viewer's sight.
        let (ticket, other) = (house.ticket().await, house.ticket().await);
        let (admin, infra) = (house.admin(), house.infra_agent());
        house.run(&format!(
            "INSERT INTO membership VALUES ({}, {}, {}, FALSE)",
            house.id(ACCOUNT.0), house.id(infra.person.0), house.id(SUPPORT.0)
        )).await;
        house.must(&admin, Command::Change(ticket, Change::Assign(Some(infra.person)))).await;
        let since = house.head().await;
        comments(house, ticket, 100, "antes").await;
        house.must(&admin, Command::Change(ticket, Change::Assign(None))).await;
        comments(house, ticket, 100, "depois").await;
        comments(house, other, 30, "outro").await;
        let mut ear = house.subscribe(&infra, Some(since)).await;
        assert!(matches!(ear.team().await, Packet::Hello { .. }));
        let rest = ear.rest().await;
        assert_eq!(rest.len(), 1, "{rest:?}");
        let Packet::Frame { body, .. } = serde_json::from_str::<Packet<TeamFrame>>(&rest[0]).unwrap() else { panic!() };
        assert_eq!((body.ticket, body.card), (ticket, None));
        assert!(!rest[0].contains("antes") && !rest[0].contains("depois"));
    }

    async fn f6_who_falls_behind_again_and_again_is_too_slow(house) {
        let ticket = house.ticket().await;
        let mut slow = house.subscribe(&house.agent2(), None).await;
        assert!(matches!(slow.team().await, Packet::Hello { .. }));
        for n in 1..=3 {
            flood(house);
            house.must(&house.agent(), comment(ticket, "nota")).await;
            let Packet::Frame { seq, .. } = slow.team().await else { panic!() };
            assert_eq!(seq, house.head().await, "behind for the {n}. time, it reads the log");
            assert!(slow.rest().await.is_empty());
        }
        flood(house);
        assert_eq!(slow.next().await, Some(Delivery::Close(CloseReason::TooSlow)));
        assert_eq!(slow.next().await, Some(Delivery::Close(CloseReason::TooSlow)));
        // It comes back with what it had.
        let mut back = house.subscribe(&house.agent2(), Some(house.head().await - 1)).await;
        assert!(matches!(back.team().await, Packet::Hello { .. }));
        assert!(matches!(back.team().await, Packet::Frame { .. }));
    }

    async fn t11_a_change_of_the_person_is_not_lost_among_what_is_lost(house) {
        let ticket = house.ticket().await;
        let agent = house.agent2();
        let mut slow = house.subscribe(&agent, None).await;
        assert!(matches!(slow.team().await, Packet::Hello { .. }));
        house.run(&format!("DELETE FROM membership WHERE person_id = {}", house.id(agent.person.0))).await;
        house.desk.reset_person(agent.person);
        flood(house);
        house.must(&house.agent(), comment(ticket, "não é mais da equipe")).await;
        assert!(matches!(slow.team().await, Packet::Reset));
        assert!(slow.rest().await.is_empty(), "and nothing for the eyes that they had");
    }

    async fn reminders_do_not_pile_up(house) {
        let ticket = house.ticket().await;
        for n in 0..300 {
            house.must(&house.agent(), comment(ticket, "nota")).await;
            let kept = house.desk.measures(ACCOUNT).reminders;
            assert!(kept <= 66, "{kept} reminders of one ticket after {n} commands");
        }
        // The one that holds is among them: it fires.
        let due_at = house.page(&house.agent(), ticket).await.card.facts.sla.due_at.unwrap();
        house.clock.set(due_at);
        for _ in 0..60 {
            if house.number("SELECT COUNT(*) FROM event WHERE kind = 'sla_breached'").await == 1 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the breach was forgotten");
    }

    async fn what_is_old_is_purged_and_nothing_else(house) {
        let ticket = house.ticket().await;
        let agent = house.agent();
        let (old, young) = (house.op(), house.op());
        house.desk.execute(&agent, old, comment(ticket, "velha")).await.unwrap();
        house.clock.advance(TimeDelta::days(6));
        house.desk.execute(&agent, young, comment(ticket, "nova")).await.unwrap();
        let now = house.desk.now().timestamp_millis();
        let day = 86_400_000;
        let (account, person) = (house.id(ACCOUNT.0), house.id(agent.person.0));
        let hash = |n: u8| match house.kind {
            crate::house::Kind::Sqlite => format!("X'{n:02}'"),
            crate::house::Kind::Postgres => format!("'\\x{n:02}'::bytea"),
        };
        let mut sql = String::new();
        for (n, expires) in [(1, now + 1), (2, now + day - 1), (3, now + 30 * day)] {
            sql += &format!(
                "INSERT INTO session (token_hash, account_id, person_id, created_at, seen_at, expires_at) \
                 VALUES ({}, {account}, {person}, 0, 0, {expires});", hash(n)
            );
        }
        for n in 0..1_200 {
            // More than a slice.
            sql += &format!("INSERT INTO sign_in_failure (who, at) VALUES ('velho', {});", now - 8 * day - n);
        }
        sql += &format!("INSERT INTO sign_in_failure (who, at) VALUES ('novo', {now});");
        house.run(&sql).await;
        house.clock.advance(TimeDelta::days(1) + TimeDelta::milliseconds(1));
        // Alarms that fired meanwhile write no wishes.
        let gone = house.desk.purge().await.unwrap();
        let count = |what: &'static str| async move { house.number(&format!("SELECT COUNT(*) FROM {what}")).await };
        assert_eq!(count("sign_in_failure").await, 1);
        assert_eq!(count("session").await, 1);
        // The opening and the old wish went; the young one is remembered.
        assert_eq!(count("operation").await, 1);
        assert_eq!(gone, 1_200 + 2 + 2);
        assert_eq!(count("event WHERE kind = 'commented'").await, 2);
        assert_eq!(count("internal_comment").await, 2);
        house.desk.execute(&agent, young, comment(ticket, "nova")).await.unwrap();
        assert_eq!(count("internal_comment").await, 2, "the young wish is not carried out twice");
        assert_eq!(house.desk.purge().await.unwrap(), 0);
    }
}
