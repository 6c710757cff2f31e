//! Warnings and breaches, at their time, once.

use crate::house::{ACCOUNT, House, both_engines, move_to};
use chrono::TimeDelta;
use domain::feed::{Packet, TeamBody};
use domain::port::{Desk, Tickets};
use domain::sla::Metric;
use std::time::Duration;

async fn said(house: &House, kind: &str) -> i64 {
    house.number(&format!("SELECT COUNT(*) FROM event WHERE kind = '{kind}'")).await
}

/// Waits at most a second, the promise of issue 2.
async fn within_a_second(house: &House, kind: &str, count: i64) {
    for _ in 0..40 {
        if said(house, kind).await >= count {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert_eq!(said(house, kind).await, count, "{kind}");
}

both_engines! {
    async fn r13_r14_a_warning_and_a_breach_each_once_within_a_second(house) {
        let ticket = house.ticket().await;
        let agent = house.agent();
        let sla = house.page(&agent, ticket).await.card.facts.sla;
        let (warn_at, due_at) = (sla.warn_at.unwrap(), sla.due_at.unwrap());
        let mut ear = house.subscribe(&agent, None).await;
        assert!(matches!(ear.team().await, Packet::Hello { .. }));
        house.clock.set(warn_at - TimeDelta::milliseconds(1));
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        assert_eq!(said(house, "sla_warned").await, 0, "not before its time");
        house.clock.set(warn_at);
        within_a_second(house, "sla_warned", 1).await;
        let Packet::Frame { body, .. } = ear.team().await else { panic!() };
        assert!(matches!(body.entries[0].body, TeamBody::SlaWarned { metric: Metric::FirstResponse }));
        assert_eq!((body.actor, body.op_id), (None, None));
        house.clock.set(due_at);
        within_a_second(house, "sla_breached", 1).await;
        let Packet::Frame { body, .. } = ear.team().await else { panic!() };
        assert!(matches!(body.entries[0].body, TeamBody::SlaBreached { due_at: at, .. } if at == due_at));
        assert!(body.card.unwrap().facts.sla.is_late(house.desk.now()));
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        assert_eq!((said(house, "sla_warned").await, said(house, "sla_breached").await), (1, 1), "and no more");
        let measures = house.desk.measures(ACCOUNT);
        assert_eq!(measures.alarms, 2);
        assert!(measures.alarm_lateness_ms < 1_000, "{measures:?}");
    }

    async fn a_breach_while_the_desk_was_closed_is_recorded_once_with_its_true_time(house) {
        let ticket = house.ticket().await;
        let due_at = house.page(&house.agent(), ticket).await.card.facts.sla.due_at.unwrap();
        house.desk.close().await;
        house.clock.set(due_at + TimeDelta::hours(1));
        let again = house.again().await;
        within_a_second(house, "sla_breached", 1).await;
        again.close().await;
        let third = house.again().await;
        tokio::time::sleep(Duration::from_millis(700)).await;
        assert_eq!(said(house, "sla_breached").await, 1);
        let domain::desk::TicketPage::Team(page) =
            third.ticket(&house.agent(), &ticket.code()).await.unwrap() else { panic!() };
        let breach = page.content.entries.iter().find(|e| matches!(e.body, TeamBody::SlaBreached { .. })).unwrap();
        assert!(matches!(breach.body, TeamBody::SlaBreached { due_at: at, .. } if at == due_at));
        assert_eq!(breach.at, due_at + TimeDelta::hours(1), "recorded when it was recorded");
        assert_eq!(third.measures(ACCOUNT).alarms, 0, "it was due before this desk opened");
        third.close().await;
    }

    async fn a_promise_that_was_kept_fires_no_more(house) {
        let ticket = house.ticket().await;
        let agent = house.agent();
        house.must(&agent, move_to(ticket, crate::house::DONE)).await;
        house.clock.advance(TimeDelta::days(30));
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        assert_eq!((said(house, "sla_warned").await, said(house, "sla_breached").await), (0, 0));
    }

    async fn many_alarms_at_once_hold_nobody_up(house) {
        for _ in 0..100 {
            house.ticket().await;
        }
        let ticket = house.ticket().await;
        house.clock.advance(TimeDelta::hours(5));
        tokio::time::sleep(Duration::from_millis(550)).await;
        house.must(&house.agent(), move_to(ticket, crate::house::ACTIVE)).await;
        within_a_second(house, "sla_breached", 101).await;
        let head = house.head().await;
        assert_eq!(house.number("SELECT COUNT(DISTINCT seq) FROM event").await, head);
    }
}
