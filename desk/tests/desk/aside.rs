//! Put off, archived, many at once, and who has how much to do.

use crate::house::{
    ACCOUNT, ACTIVE, DONE, House, INFRA, SUPPORT, both_engines, comment, move_to, priority, reply,
};
use chrono::TimeDelta;
use domain::desk::{BoardQuery, Load, Outcome, Tab};
use domain::feed::{Packet, TeamBody};
use domain::port::{Boards, Commands, Desk, DeskError, Portal, Tickets};
use domain::ticket::{Reply, Talk, WokenBy};
use domain::{Change, Command, OpId, Priority, Refusal, TicketId};
use std::time::Duration;

async fn said(house: &House, kind: &str) -> i64 {
    house.number(&format!("SELECT COUNT(*) FROM event WHERE kind = '{kind}'")).await
}

/// Waits at most a second for it, then for what should not come after it.
async fn once(house: &House, kind: &str) {
    for _ in 0..40 {
        if said(house, kind).await > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert_eq!(said(house, kind).await, 1, "{kind}");
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert_eq!(said(house, kind).await, 1, "{kind}, and no more");
}

async fn on_board(house: &House) -> Vec<TicketId> {
    let board = house.board(&house.agent(), &BoardQuery::default()).await;
    board.columns.iter().flat_map(|c| &c.cards).map(|c| c.facts.id).collect()
}

/// Answered and in progress: its next alarm lies hours ahead.
async fn quiet(house: &House) -> TicketId {
    let ticket = house.ticket().await;
    let answer = Reply { text: "Vamos ver".into(), then: Some(ACTIVE) };
    house.must(&house.agent(), Command::Change(ticket, Change::Talk(Talk::Reply(answer)))).await;
    ticket
}

both_engines! {
    async fn a_snooze_ends_at_its_time_once_and_over_a_restart(house) {
        let (agent, now) = (house.agent(), house.desk.now());
        let (first, second) = (quiet(house).await, quiet(house).await);
        let until = now + TimeDelta::minutes(30);
        house.must(&agent, Command::Change(first, Change::Snooze(Some(until + TimeDelta::minutes(5))))).await;
        house.must(&agent, Command::Change(first, Change::Snooze(Some(until)))).await;
        assert_eq!(house.page(&agent, first).await.card.facts.snoozed_until, Some(until));
        assert_eq!(on_board(house).await, [second, first], "below what runs, and on the board all the same");
        let mut ear = house.subscribe(&agent, None).await;
        assert!(matches!(ear.team().await, Packet::Hello { .. }));
        house.clock.set(until - TimeDelta::milliseconds(1));
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        assert_eq!(said(house, "woken").await, 0, "not before its time");
        house.clock.set(until);
        once(house, "woken").await;
        let Packet::Frame { body, .. } = ear.team().await else { panic!() };
        assert!(matches!(body.entries[..], [ref e] if matches!(e.body, TeamBody::Woken { by: WokenBy::Time })));
        assert_eq!((body.actor, body.card.unwrap().facts.snoozed_until), (None, None));
        assert_eq!(house.desk.measures(ACCOUNT).alarms, 1);
        // The time passes while the desk is closed.
        house.must(&agent, Command::Change(second, Change::Snooze(Some(until + TimeDelta::minutes(10))))).await;
        house.desk.close().await;
        house.clock.set(until + TimeDelta::minutes(11));
        house.run("DELETE FROM event WHERE kind = 'woken'").await;
        let again = house.again().await;
        once(house, "woken").await;
        again.close().await;
        let third = house.again().await;
        tokio::time::sleep(Duration::from_millis(700)).await;
        assert_eq!(said(house, "woken").await, 1);
        let board = third.board(&agent, &BoardQuery::default(), None).await.unwrap();
        assert!(board.columns[1].cards.iter().all(|c| c.facts.snoozed_until.is_none()));
        third.close().await;
    }

    async fn no_client_learns_of_a_snooze_or_of_the_archive(house) {
        let (agent, client) = (house.agent(), house.client());
        let ticket = quiet(house).await;
        let before = house.client_page(&client, ticket).await;
        let (mut live, mut boss) = (house.subscribe(&client, None).await, house.subscribe(&house.boss(), None).await);
        let since = house.moment(&client).await;
        house.must(&agent, Command::Change(ticket, Change::Snooze(Some(house.desk.now() + TimeDelta::hours(1))))).await;
        house.must(&agent, Command::Change(ticket, Change::Snooze(None))).await;
        house.must(&agent, Command::Change(ticket, Change::Snooze(Some(house.desk.now() + TimeDelta::hours(2))))).await;
        assert_eq!(house.client_page(&client, ticket).await, before, "nothing of it shows");
        house.must(&client, reply(ticket, "Ainda não funciona")).await;
        assert_eq!(house.page(&agent, ticket).await.card.facts.snoozed_until, None, "the client spoke");
        house.must(&agent, move_to(ticket, DONE)).await;
        let done = house.client_page(&client, ticket).await;
        house.must(&agent, Command::Change(ticket, Change::Archive(true))).await;
        assert_eq!(house.client_page(&client, ticket).await, done);
        let list = house.desk.my_tickets(&client, Tab::Finished, None).await.unwrap();
        assert_eq!(list.tickets.len(), 1, "it stays in the client's own list");
        for command in [Command::Change(ticket, Change::Snooze(None)), Command::Change(ticket, Change::Archive(false))] {
            assert_eq!(house.refused(&client, command.clone()).await, Refusal::NotPermitted);
            assert_eq!(house.refused(&house.client3(), command.clone()).await, Refusal::Unseen);
            assert_eq!(house.refused(&house.infra_agent(), command).await, Refusal::Unseen);
        }
        let mut raw = live.rest().await;
        raw.extend(boss.rest().await);
        assert_eq!(raw.len(), 6, "a hello, the message and the move, each: {raw:?}");
        raw.extend(house.subscribe(&client, Some(since)).await.rest().await);
        assert_eq!(raw.len(), 8, "missed: both in one frame: {raw:?}");
        raw.push(serde_json::to_string(&list).unwrap());
        raw.push(serde_json::to_string(&done).unwrap());
        for text in raw {
            for word in ["snooz", "woken", "archiv"] {
                assert!(!text.contains(word), "{text}");
            }
        }
    }

    async fn r22_archived_tickets_leave_the_board_until_they_are_reopened(house) {
        let (agent, client) = (house.agent(), house.client());
        let (kept, ticket) = (quiet(house).await, quiet(house).await);
        assert_eq!(house.refused(&agent, Command::Change(ticket, Change::Archive(true))).await, Refusal::NotFinished);
        house.must(&agent, move_to(ticket, DONE)).await;
        let mut ear = house.subscribe(&agent, None).await;
        assert!(matches!(ear.team().await, Packet::Hello { .. }));
        house.must(&agent, Command::Change(ticket, Change::Archive(true))).await;
        let Packet::Frame { body, .. } = ear.team().await else { panic!() };
        assert!(body.card.unwrap().facts.archived, "an open screen takes it off by the card");
        assert_eq!(on_board(house).await, [kept]);
        let fresh = house.beside().await;
        let query = BoardQuery::default();
        assert_eq!(fresh.board(&agent, &query, None).await.unwrap(), house.board(&agent, &query).await);
        fresh.close().await;
        assert!(house.page(&agent, ticket).await.card.facts.archived, "its page is there");
        house.must(&agent, Command::Change(ticket, Change::Archive(false))).await;
        assert_eq!(on_board(house).await, [kept, ticket]);
        house.must(&agent, Command::Change(ticket, Change::Archive(true))).await;
        house.must(&client, reply(ticket, "Voltou a falhar")).await;
        let mut all = on_board(house).await;
        all.sort();
        let mut both = vec![kept, ticket];
        both.sort();
        assert_eq!(all, both);
        assert!(!house.page(&agent, ticket).await.card.facts.archived);
        assert_eq!((said(house, "archived").await, house.number("SELECT COUNT(*) FROM ticket WHERE archived").await), (3, 0));
    }

    async fn many_commands_keep_their_order_and_each_its_own_answer(house) {
        let (agent, mine) = (house.agent(), quiet(house).await);
        let foreign = house.open(&house.client2(), None, INFRA, "de outro").await;
        let ops: Vec<OpId> = (0..6).map(|_| house.op()).collect();
        let wishes = [
            comment(mine, "primeiro"),
            comment(foreign, "não"),
            priority(mine, Priority::Urgent),
            move_to(mine, DONE),
            Command::Change(mine, Change::Snooze(Some(house.desk.now() + TimeDelta::hours(1)))),
            Command::Change(mine, Change::Archive(true)),
        ];
        let commands: Vec<_> = ops.iter().copied().zip(wishes).collect();
        let (head, batches) = (house.head().await, house.desk.measures(ACCOUNT).batches);
        let first: Vec<Outcome> =
            house.desk.execute_all(&agent, commands.clone()).await.into_iter().map(Result::unwrap).collect();
        let seqs = first.iter().filter_map(|o| if let Outcome::Done(done) = o { Some(done.seq) } else { None });
        assert_eq!(seqs.collect::<Vec<_>>(), [1, 2, 3, 4].map(|n| head + n));
        assert_eq!(first[1], Outcome::Refused(Refusal::Unseen), "each is authorised on its own");
        assert_eq!(first[4], Outcome::Refused(Refusal::NotOpen), "and decided on what those before it left");
        assert!(house.desk.measures(ACCOUNT).batches - batches <= 2, "they share a commit");
        // A whole replay changes nothing.
        let again: Vec<Outcome> =
            house.desk.execute_all(&agent, commands).await.into_iter().map(Result::unwrap).collect();
        assert_eq!([0, 2, 3, 5].map(|n| &again[n]), [0, 2, 3, 5].map(|n| &first[n]));
        assert_eq!(house.head().await, head + 4);
        assert_eq!(house.desk.execute_all(&agent, vec![]).await, []);
        // Two hundred, which is what one request may bring.
        let many = (0..domain::desk::ALL_AT_ONCE).map(|n| (house.op(), comment(mine, &format!("nota {n}")))).collect();
        assert!(house.desk.execute_all(&agent, many).await.iter().all(|o| matches!(o, Ok(Outcome::Done(_)))));
        let page = house.page(&agent, mine).await;
        let notes: Vec<_> = page.entries.iter().filter_map(|e| match &e.body {
            TeamBody::Comment(comment) if comment.text.starts_with("nota") => Some(comment.text.clone()),
            _ => None,
        }).collect();
        assert_eq!(notes, (0..domain::desk::ALL_AT_ONCE).map(|n| format!("nota {n}")).collect::<Vec<_>>());
    }

    async fn how_much_each_colleague_has_to_do(house) {
        let (agent, manager, admin) = (house.agent(), house.manager(), house.admin());
        let (first, second) = (quiet(house).await, quiet(house).await);
        house.must(&manager, Command::Change(second, Change::Assign(Some(house.agent2().person)))).await;
        house.must(&agent, move_to(house.ticket().await, DONE)).await;
        let loads = async |who, department| {
            let loads: Vec<Load> = house.desk.loads(who, department).await.unwrap();
            loads.into_iter().map(|l| (l.person.name, l.open, l.online)).collect::<Vec<_>>()
        };
        let own = |name: &str, open, online| (name.to_owned(), open, online);
        assert_eq!(loads(&agent, Some(SUPPORT)).await, [own("agent", 1, false)], "an agent assigns nobody else");
        assert_eq!(loads(&agent, None).await, [own("agent", 1, false)]);
        assert_eq!(loads(&agent, Some(INFRA)).await, [], "as where there is none");
        let ear = house.subscribe(&house.agent2(), None).await;
        let support = [own("admin", 0, false), own("agent", 1, false), own("agent2", 1, true), own("manager", 0, false)];
        assert_eq!(loads(&manager, Some(SUPPORT)).await, support);
        assert_eq!(loads(&manager, None).await, support);
        assert_eq!(loads(&manager, Some(INFRA)).await, []);
        let everyone = loads(&admin, None).await;
        assert_eq!(everyone.len(), 5, "each once: {everyone:?}");
        assert!(everyone.contains(&own("infra", 0, false)));
        drop(ear);
        house.must(&agent, move_to(first, DONE)).await;
        assert!(loads(&manager, None).await.iter().all(|(_, _, online)| !online));
        assert_eq!(loads(&agent, None).await, [own("agent", 0, false)]);
        for client in [house.client(), house.boss()] {
            assert_eq!(house.desk.loads(&client, None).await.unwrap_err(), DeskError::NotPermitted);
        }
    }
}
