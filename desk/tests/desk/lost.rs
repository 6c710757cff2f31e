//! Connections that break, and a database that another writes to: nothing is lost, nothing is done twice, and
//! what is on the screens is what was committed.

use crate::house::{ACTIVE, DONE, House, Kind, SUPPORT, both_engines, comment, move_to, priority, reply};
use crate::wire::Wire;
use desk::{CloseReason, Delivery, LiveDesk, OpenError};
use domain::desk::{BoardQuery, Outcome};
use domain::feed::Packet;
use domain::port::{Boards, Commands, DeskError};
use domain::{Command, OpId, Priority};
use sqlx::{Connection, Executor, PgConnection};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// What the desk shows is what a desk shows that has just read the database.
async fn shows_what_was_committed(house: &House, desk: &LiveDesk) {
    let fresh = house.beside().await;
    for who in [house.admin(), house.agent(), house.infra_agent()] {
        let query = BoardQuery { order: domain::board::Order::Manual, ..Default::default() };
        assert_eq!(
            desk.board(&who, &query, None).await.unwrap(),
            fresh.board(&who, &query, None).await.unwrap(),
            "{}",
            who.name
        );
    }
    fresh.close().await;
}

/// Ends all connections to the house's database but this one.
async fn end_all_connections(house: &House) {
    house
        .number(
            "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .await;
}

async fn until_ready(desk: &LiveDesk) {
    for _ in 0..100 {
        if desk.ready().await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    desk.ready().await.unwrap();
}

both_engines! {
    async fn what_another_wrote_is_noticed_with_the_next_command(house) {
        let ticket = house.ticket().await;
        let mut ear = house.subscribe(&house.agent2(), None).await;
        assert!(matches!(ear.team().await, Packet::Hello { .. }));
        let since = house.head().await;
        // As after a commit whose answer was lost: the database knows more than this desk.
        let other = house.beside().await;
        other.execute(&house.admin(), house.op(), move_to(ticket, ACTIVE)).await.unwrap();
        other.execute(&house.admin(), house.op(), priority(ticket, Priority::Low)).await.unwrap();
        other.close().await;
        house.ticket().await;
        assert!(matches!(ear.team().await, Packet::Reset), "nobody knows what they missed");
        // The snapshot after it may have the command that noticed it.
        ear.rest().await;
        let third = house.ticket().await;
        let Packet::Frame { seq, body, .. } = ear.team().await else { panic!() };
        assert_eq!((seq, body.ticket), (since + 4, third));
        shows_what_was_committed(house, &house.desk).await;
        // Who was away while nobody knew fetches anew as well.
        let mut late = house.subscribe(&house.agent2(), Some(since)).await;
        assert!(matches!(late.team().await, Packet::Hello { .. }));
        assert!(matches!(late.team().await, Packet::Reset));
    }

    async fn a_log_that_became_shorter_is_noticed_too(house) {
        let ticket = house.ticket().await;
        house.must(&house.agent(), comment(ticket, "some dizer")).await;
        let mut ear = house.subscribe(&house.agent2(), None).await;
        assert!(matches!(ear.team().await, Packet::Hello { seq: 2, .. }));
        // A restored backup, or a standby that took over: the last commands are gone.
        house.run("DELETE FROM internal_comment; DELETE FROM event WHERE seq = 2; \
                   UPDATE ticket SET seq = 1; UPDATE account SET seq = 1").await;
        house.must(&house.agent(), move_to(ticket, DONE)).await;
        assert!(matches!(ear.team().await, Packet::Reset));
        ear.rest().await;
        house.must(&house.agent(), move_to(ticket, ACTIVE)).await;
        let Packet::Frame { seq: 3, .. } = ear.team().await else { panic!("the feed goes on") };
        shows_what_was_committed(house, &house.desk).await;
    }

    async fn a_command_that_fails_after_it_has_written_takes_back_its_own_alone(house) {
        let mut tickets = vec![];
        for _ in 0..6 {
            tickets.push(house.ticket().await);
        }
        let poisoned = house.id(tickets[3].0);
        // Its row is written before its log, which the database refuses.
        house.run(&match house.kind {
            Kind::Sqlite => format!(
                "CREATE TRIGGER poison BEFORE INSERT ON event WHEN NEW.ticket_id = {poisoned} BEGIN SELECT RAISE(ABORT, 'no'); END"
            ),
            Kind::Postgres => format!(
                "CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$; \
                 CREATE TRIGGER poison BEFORE INSERT ON event FOR EACH ROW WHEN (NEW.ticket_id = {poisoned}) EXECUTE FUNCTION poison()"
            ),
        }).await;
        let before = house.head().await;
        let mut asked = vec![];
        for ticket in &tickets {
            let (desk, agent, op, wish) = (house.desk.clone(), house.agent(), house.op(), move_to(*ticket, ACTIVE));
            asked.push(tokio::spawn(async move { desk.execute(&agent, op, wish).await }));
        }
        let mut failed = vec![];
        for (n, answer) in asked.into_iter().enumerate() {
            match answer.await.unwrap() {
                Ok(outcome) => assert!(matches!(outcome, Outcome::Done(_)), "{outcome:?}"),
                Err(_) => failed.push(n),
            }
        }
        assert_eq!(failed, [3]);
        assert_eq!(house.head().await, before + 5, "numbers without a gap");
        shows_what_was_committed(house, &house.desk).await;
        let undone = house.page(&house.agent(), tickets[3]).await.card.facts;
        assert_eq!(undone.status, crate::house::NEW, "nothing of it is left");
    }

    async fn a_lane_that_panics_goes_on(house) {
        let ticket = house.ticket().await;
        let agent = house.agent();
        let mut ear = house.subscribe(&house.agent2(), None).await;
        assert!(matches!(ear.team().await, Packet::Hello { .. }));
        // After the commit, outside of any command, before anyone is told.
        let op = house.op();
        house.clock.panic_after(&house.ids);
        let error = house.desk.execute(&agent, op, comment(ticket, "dito")).await.unwrap_err();
        assert!(matches!(error, DeskError::Unavailable(_)), "{error:?}");
        assert!(house.clock.has_panicked(), "it was the writer that panicked");
        assert!(matches!(ear.team().await, Packet::Reset), "without a further command");
        assert!(house.desk.ready().await.is_ok());
        // It was committed, and asked for again it is not said twice.
        let Outcome::Done(done) = house.desk.execute(&agent, op, comment(ticket, "dito")).await.unwrap() else { panic!() };
        assert_eq!(done.seq, 2);
        assert_eq!(house.page(&agent, ticket).await.card.comments, 1);
        house.must(&agent, move_to(ticket, DONE)).await;
        shows_what_was_committed(house, &house.desk).await;
    }

    async fn a_desk_that_closes_while_accounts_open_leaves_no_writer(house) {
        for n in 0..40 {
            let desk = house.beside().await;
            let asked = {
                let (desk, agent) = (desk.clone(), house.agent());
                // The first question opens the account.
                tokio::spawn(async move { desk.board(&agent, &Default::default(), None).await.map(drop) })
            };
            tokio::time::sleep(Duration::from_micros(n * 60)).await;
            // A writer that nobody stops would be waited for ten seconds.
            tokio::time::timeout(Duration::from_secs(5), desk.close()).await.expect("closed");
            drop(asked.await.unwrap());
            let late = desk.execute(&house.agent(), house.op(), comment(domain::TicketId(uuid::Uuid::nil()), "x")).await;
            assert!(matches!(late, Err(DeskError::Unavailable(_))), "{late:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_whose_answer_is_lost_is_done_once_and_shown() {
    let house = House::new(Kind::Postgres).await;
    house.desk.close().await;
    let wire = Wire::to(&house.address).await;
    let desk = house.open_at(&wire.address).await;
    let agent = house.agent();
    let opened = desk
        .execute(
            &house.client(),
            house.op(),
            Command::Open(domain::ticket::OpenTicket {
                title: "Sem acesso".to_owned(),
                description: "Desde cedo.".to_owned(),
                contact: None,
                department: SUPPORT,
                priority: None,
            }),
        )
        .await
        .unwrap();
    let Outcome::Done(opened) = opened else { panic!("{opened:?}") };
    let mut ear =
        crate::house::Ear(desk.subscribe(&house.agent2(), desk::SessionKey([9; 32]), None).await.unwrap());
    assert!(matches!(ear.team().await, Packet::Hello { .. }));
    for n in 1..=3 {
        wire.lose_the_next_commit();
        let outcome = desk.execute(&agent, house.op(), comment(opened.ticket, "uma vez")).await.unwrap();
        assert_eq!(wire.lost(), n, "the answer to the commit was lost");
        let Outcome::Done(done) = outcome else { panic!("{outcome:?}") };
        assert_eq!(done.seq, 1 + i64::try_from(n).unwrap(), "carried out once, and answered");
        assert!(matches!(ear.team().await, Packet::Reset));
    }
    assert_eq!(house.number("SELECT COUNT(*) FROM internal_comment").await, 3);
    assert_eq!(house.number("SELECT COUNT(DISTINCT seq) FROM event").await, house.head().await);
    desk.execute(&agent, house.op(), move_to(opened.ticket, DONE)).await.unwrap();
    assert!(matches!(ear.team().await, Packet::Frame { .. }), "the feed goes on");
    shows_what_was_committed(&house, &desk).await;
    desk.close().await;
    house.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_ends_all_connections_loses_nothing() {
    let house = Arc::new(House::new(Kind::Postgres).await);
    let mut tickets = vec![];
    for _ in 0..4 {
        tickets.push(house.ticket().await);
    }
    let begin = house.head().await;
    let (stop, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let mut tasks = vec![];
    for ticket in tickets.clone() {
        let (house, stop, done) = (house.clone(), stop.clone(), done.clone());
        tasks.push(tokio::spawn(async move {
            let (mut confirmed, mut unavailable, mut read) = (0_i64, 0, 0);
            for n in 0_u64.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let op: OpId = house.op();
                let wish = if n % 2 == 0 { comment(ticket, "nota") } else { reply(ticket, "resposta") };
                // Who gets no answer asks again, as the page does.
                loop {
                    match house.desk.execute(&house.agent(), op, wish.clone()).await {
                        Ok(Outcome::Done(_)) => break,
                        Ok(Outcome::Refused(refusal)) => panic!("{refusal:?}"),
                        Err(DeskError::Unavailable(_)) => unavailable += 1,
                        Err(error) => panic!("{error:?}"),
                    }
                }
                confirmed += 1;
                done.fetch_add(1, Ordering::Relaxed);
                if house.desk.board(&house.agent(), &Default::default(), None).await.is_ok() {
                    read += 1;
                }
            }
            (confirmed, unavailable, read)
        }));
    }
    for n in 1..=12 {
        // In the middle of the work, however busy the machine is.
        while done.load(Ordering::Relaxed) < n * 5 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        end_all_connections(&house).await;
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    stop.store(true, Ordering::Relaxed);
    let (mut confirmed, mut read) = (0, 0);
    for task in tasks {
        let (c, _, r) = task.await.unwrap();
        confirmed += c;
        read += r;
    }
    assert!(confirmed > 20 && read > 20, "{confirmed} commands, {read} boards");
    let said =
        house.number("SELECT (SELECT COUNT(*) FROM message) + (SELECT COUNT(*) FROM internal_comment)").await;
    assert_eq!(said, confirmed, "each wish once");
    assert_eq!(house.number("SELECT COUNT(DISTINCT seq) FROM event").await, house.head().await);
    assert_eq!(house.head().await, begin + confirmed);
    // Readers and the lock are back, and the screens are right.
    until_ready(&house.desk).await;
    shows_what_was_committed(&house, &house.desk).await;
    house.ticket().await;
    Arc::into_inner(house).unwrap().end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_server_on_one_postgresql_is_refused() {
    let house = House::new(Kind::Postgres).await;
    let refused = house.try_again().await.unwrap_err();
    assert!(matches!(refused, OpenError::Served), "{refused:?}");
    assert!(refused.to_string().contains("another server serves this database already"));
    let demo = desk::demo::fill(house.config(), house.clock.clone(), house.ids.clone(), 20, false).await;
    assert!(demo.is_err(), "nor may a demo be written under a server");
    // Beside it, people may be added.
    house.beside().await.close().await;
    // Its connection ends, and is regained.
    let end_lock = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity \
                    WHERE datname = current_database() AND application_name = 'chama lock'";
    assert_eq!(house.number(end_lock).await, 1);
    for _ in 0..60 {
        if house.desk.ready().await.is_err() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let error = house.desk.ready().await.unwrap_err();
    assert!(error.to_string().contains("lock"), "not ready while another could begin: {error}");
    house.ticket().await;
    until_ready(&house.desk).await;
    assert!(matches!(house.try_again().await, Err(OpenError::Served)));
    // Another takes it in between: then this one takes no commands.
    let mut thief = PgConnection::connect(&house.address).await.unwrap();
    let lock = i64::from_be_bytes(*b"\0\0\0chama");
    let mut got = false;
    while !got {
        house.number(end_lock).await;
        for _ in 0..50 {
            (got,) = sqlx::query_as("SELECT pg_try_advisory_lock($1)")
                .bind(lock)
                .fetch_one(&mut thief)
                .await
                .unwrap();
            if got {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    let mut refused = None;
    for _ in 0..80 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let asked = house
            .desk
            .execute(&house.agent(), house.op(), comment(domain::TicketId(uuid::Uuid::nil()), "x"))
            .await;
        if let Err(error) = asked {
            refused = Some(error);
            break;
        }
    }
    assert!(refused.unwrap().to_string().contains("another server"));
    // What the other one does meanwhile is known here when this one is back, before anybody asks for more.
    let other = house.beside().await;
    let seen = other.board(&house.admin(), &BoardQuery::default(), None).await.unwrap();
    let ticket = seen.columns[0].cards[0].facts.id;
    other.execute(&house.admin(), house.op(), priority(ticket, Priority::Low)).await.unwrap();
    other.close().await;
    thief.close().await.unwrap();
    until_ready(&house.desk).await;
    for _ in 0..40 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        if house.desk.board(&house.admin(), &BoardQuery::default(), None).await.unwrap() != seen {
            break;
        }
    }
    shows_what_was_committed(&house, &house.desk).await;
    house.ticket().await;
    // Closed in order, the next begins at once.
    house.desk.close().await;
    house.again().await.close().await;
    house.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_is_tried_again() {
    let house = House::new(Kind::Postgres).await;
    let ticket = house.ticket().await;
    let mut other = PgConnection::connect(&house.address).await.unwrap();
    // Of the two, the desk's side is the one that notices first, and gives way.
    other.execute("SET deadlock_timeout = '20s'; BEGIN; UPDATE ticket SET title = title").await.unwrap();
    let asked = {
        let (desk, agent, op) = (house.desk.clone(), house.agent(), house.op());
        tokio::spawn(async move { desk.execute(&agent, op, comment(ticket, "nota")).await })
    };
    let waits = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
                 AND application_name = 'chama' AND wait_event_type = 'Lock'";
    while house.number(waits).await == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // Now each waits for the other.
    other.execute("UPDATE account SET name = name").await.unwrap();
    other.execute("COMMIT").await.unwrap();
    let outcome = asked.await.unwrap().unwrap();
    assert!(matches!(outcome, Outcome::Done(_)), "{outcome:?}");
    assert_eq!(house.number("SELECT COUNT(*) FROM internal_comment").await, 1);
    let mut deadlocks = 0;
    for _ in 0..100 {
        let sql = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
        deadlocks = house.number(sql).await;
        if deadlocks > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(deadlocks, 1, "PostgreSQL broke one deadlock");
    other.close().await.unwrap();
    house.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_serialization_failure_is_tried_again() {
    let house = House::new(Kind::Postgres).await;
    let ticket = house.ticket().await;
    house.desk.close().await;
    let name = house.address.rsplit_once('/').unwrap().1;
    house.run(&format!("ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'")).await;
    let desk = house.again().await;
    for n in 1..=3 {
        let mut other = PgConnection::connect(&house.address).await.unwrap();
        other.execute("BEGIN; UPDATE account SET name = name").await.unwrap();
        let asked = {
            let (desk, agent, op) = (desk.clone(), house.agent(), house.op());
            tokio::spawn(async move { desk.execute(&agent, op, comment(ticket, "nota")).await })
        };
        let waits = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
                     AND application_name = 'chama' AND wait_event_type = 'Lock'";
        while house.number(waits).await == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        // The desk's transaction began before: it cannot be put in order any more.
        other.execute("COMMIT").await.unwrap();
        other.close().await.unwrap();
        let outcome = asked.await.unwrap().unwrap();
        assert!(matches!(outcome, Outcome::Done(_)), "{outcome:?}");
        assert_eq!(house.number("SELECT COUNT(*) FROM internal_comment").await, n);
        let rolled_back = "SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()";
        for _ in 0..100 {
            if house.number(rolled_back).await >= n {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert!(house.number(rolled_back).await >= n, "its first try was rolled back");
    }
    desk.close().await;
    house.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subscription_whose_database_is_gone_is_told_to_come_back() {
    let house = House::new(Kind::Postgres).await;
    let ticket = house.ticket().await;
    house.desk.close().await;
    let wire = Wire::to(&house.address).await;
    let desk = house.open_at(&wire.address).await;
    let viewer = house.agent2();
    let subscribe = |since| desk.subscribe(&viewer, desk::SessionKey([9; 32]), since);
    let mut ear = crate::house::Ear(subscribe(Some(0)).await.unwrap());
    assert!(matches!(ear.team().await, Packet::Hello { .. }));
    wire.cut(true);
    // The read of the log waits for a connection in vain.
    let next = tokio::time::timeout(Duration::from_secs(15), ear.0.next()).await.unwrap();
    assert_eq!(next, Delivery::Close(CloseReason::Restart));
    wire.cut(false);
    let mut ear = crate::house::Ear(subscribe(Some(0)).await.unwrap());
    assert!(matches!(ear.team().await, Packet::Hello { .. }));
    let Packet::Frame { body, .. } = ear.team().await else { panic!() };
    assert_eq!(body.ticket, ticket);
    desk.close().await;
    house.end().await;
}
