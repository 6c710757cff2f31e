//! F16: whoever asked may go away at any moment. Nothing is half done, and no transaction stays open.

use crate::house::{ACTIVE, DONE, Kind, both_engines, comment, move_to, reply};
use domain::OpId;
use domain::desk::Outcome;
use domain::port::{Boards, Commands, Tickets};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

both_engines! {
    async fn a_thousand_requests_cancelled_at_random_moments_leave_no_transaction(house) {
        let ticket = house.ticket().await;
        let agent = house.agent();
        let answered: Arc<Mutex<HashMap<OpId, Outcome>>> = Arc::default();
        let mut wishes = HashMap::new();
        for n in 0..1_000_u64 {
            let op = house.op();
            let wish = match n % 4 {
                0 => move_to(ticket, if n % 8 == 0 { ACTIVE } else { DONE }),
                1 => comment(ticket, "nota"),
                _ => reply(ticket, "resposta"),
            };
            wishes.insert(op, wish.clone());
            let (desk, agent, answered) = (house.desk.clone(), agent.clone(), answered.clone());
            let task = tokio::spawn(async move {
                match n % 5 {
                    0 => drop(desk.board(&agent, &Default::default(), None).await.unwrap()),
                    1 => drop(desk.ticket(&agent, &ticket.code()).await.unwrap()),
                    _ => {}
                }
                let outcome = desk.execute(&agent, op, wish).await.unwrap();
                answered.lock().unwrap().insert(op, outcome);
                desk.mark_read(&agent, ticket, 1).await.unwrap();
            });
            if n % 20 == 0 {
                // Some stay to the end, on a busy machine too.
                task.await.unwrap();
                continue;
            }
            tokio::time::sleep(Duration::from_micros(house.ids.below(1_500))).await;
            task.abort();
            drop(task.await);
        }
        // What was answered stands: asked again, it answers the same.
        let answered = answered.lock().unwrap().clone();
        assert!((50..1_000).contains(&answered.len()), "{} were answered", answered.len());
        for (op, outcome) in answered.iter().filter(|(_, o)| matches!(o, Outcome::Done(_))).take(50) {
            assert_eq!(house.desk.execute(&agent, *op, wishes[op].clone()).await.unwrap(), *outcome);
        }
        // And is on record, whole: as many messages as replies were said, no gap.
        let head = house.head().await;
        assert_eq!(house.number("SELECT COUNT(DISTINCT seq) FROM event").await, head);
        let page = house.page(&agent, ticket).await;
        assert_eq!(i64::from(page.card.messages), house.number("SELECT COUNT(*) FROM message").await);
        assert_eq!(i64::from(page.card.comments), house.number("SELECT COUNT(*) FROM internal_comment").await);
        tokio::time::sleep(Duration::from_millis(100)).await;
        match house.kind {
            Kind::Postgres => {
                let open = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
                            AND state LIKE 'idle in transaction%'";
                assert_eq!(house.number(open).await, 0);
            }
            // A transaction left open would hold the one lock.
            Kind::Sqlite => house.run("PRAGMA busy_timeout = 0; BEGIN IMMEDIATE; ROLLBACK").await,
        }
        // Nothing that is answered now may vanish with a connection.
        house.must(&agent, comment(ticket, "fim")).await;
        house.desk.close().await;
        assert_eq!(house.head().await, head + 1);
    }
}
