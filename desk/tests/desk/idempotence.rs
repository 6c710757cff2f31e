//! A wish is carried out once.

use crate::house::{ACTIVE, DONE, both_engines, comment, move_to, reply};
use domain::desk::Outcome;
use domain::port::Commands;
use domain::{Change, Refusal, StatusId};

both_engines! {
    async fn a_repeated_wish_answers_the_same_and_changes_nothing(house) {
        let ticket = house.ticket().await;
        let (agent, op) = (house.agent(), house.op());
        let first = house.desk.execute(&agent, op, reply(ticket, "Olá")).await.unwrap();
        let head = house.head().await;
        house.must(&agent, move_to(ticket, DONE)).await;
        assert_eq!(house.desk.execute(&agent, op, reply(ticket, "Olá")).await.unwrap(), first);
        assert_eq!(house.head().await, head + 1);
        assert_eq!(house.page(&agent, ticket).await.card.messages, 1);
        // Over a restart too.
        house.desk.close().await;
        let again = house.again().await;
        assert_eq!(again.execute(&agent, op, reply(ticket, "Olá")).await.unwrap(), first);
        again.close().await;
    }

    async fn the_same_id_with_another_wish_is_refused(house) {
        let ticket = house.ticket().await;
        let (agent, op) = (house.agent(), house.op());
        house.desk.execute(&agent, op, comment(ticket, "um")).await.unwrap();
        let other = house.desk.execute(&agent, op, comment(ticket, "dois")).await.unwrap();
        assert_eq!(other, Outcome::Refused(Refusal::OpReused));
        // The id belongs to its person: another may have the same.
        let outcome = house.desk.execute(&house.manager(), op, comment(ticket, "três")).await.unwrap();
        assert!(matches!(outcome, Outcome::Done(_)));
        assert_eq!(house.page(&agent, ticket).await.card.comments, 2);
    }

    async fn repeats_at_the_same_time_make_one(house) {
        let ticket = house.ticket().await;
        let (agent, op) = (house.agent(), house.op());
        let mut tasks = vec![];
        for _ in 0..20 {
            let (desk, agent) = (house.desk.clone(), agent.clone());
            tasks.push(tokio::spawn(async move { desk.execute(&agent, op, reply(ticket, "eco")).await.unwrap() }));
        }
        let mut outcomes = vec![];
        for task in tasks {
            outcomes.push(task.await.unwrap());
        }
        assert!(matches!(outcomes[0], Outcome::Done(_)));
        assert!(outcomes.iter().all(|o| *o == outcomes[0]));
        assert_eq!(house.number("SELECT COUNT(*) FROM message").await, 1);
    }

    async fn a_refusal_is_not_remembered(house) {
        let ticket = house.ticket().await;
        let op = house.op();
        house.must(&house.agent(), move_to(ticket, ACTIVE)).await;
        let wish = move_to(ticket, DONE);
        let refused = house.desk.execute(&house.agent2(), op, wish.clone()).await.unwrap();
        assert_eq!(refused, Outcome::Refused(Refusal::NotResponsible));
        let give = domain::Command::Change(ticket, Change::Assign(Some(house.agent2().person)));
        house.must(&house.manager(), give).await;
        assert!(matches!(house.desk.execute(&house.agent2(), op, wish).await.unwrap(), Outcome::Done(_)));
        assert_eq!(house.page(&house.agent2(), ticket).await.card.facts.status, StatusId(3));
    }

    async fn sixteen_writers_leave_no_gap(house) {
        let mut tickets = vec![];
        for _ in 0..4 {
            tickets.push(house.ticket().await);
        }
        let mut tasks = vec![];
        for writer in 0..16_usize {
            let (desk, ids, ticket) = (house.desk.clone(), house.ids.clone(), tickets[writer % 4]);
            let actor = if writer % 2 == 0 { house.agent() } else { house.manager() };
            tasks.push(tokio::spawn(async move {
                for n in 0..12 {
                    let op = domain::OpId(desk::Ids::uuid(&*ids));
                    let wish = match (writer + n) % 3 {
                        0 => comment(ticket, "nota"),
                        1 => reply(ticket, "resposta"),
                        // Refused for its length: it takes no number.
                        _ => comment(ticket, &"x".repeat(20_001)),
                    };
                    desk.execute(&actor, op, wish).await.unwrap();
                }
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        let head = house.head().await;
        assert_eq!(head, 4 + 16 * 8);
        assert_eq!(house.number("SELECT COUNT(DISTINCT seq) FROM event").await, head);
        assert_eq!(house.number("SELECT MAX(seq) FROM event").await, head);
        let measures = house.desk.measures(crate::house::ACCOUNT);
        assert!(measures.batches < measures.commands + 64, "{measures:?}");
    }
}
