//! Every command, and what it leaves behind.

use crate::house::{
    ACTIVE, CANCELLED, CONTACT_1, CONTACT_3, DONE, INFRA, NEW, SUPPORT, WAITING_CUSTOMER, both_engines,
    comment, move_to, priority, reply,
};
use chrono::TimeDelta;
use domain::desk::{Outcome, Tab};
use domain::feed::{ClientBody, TeamBody};
use domain::port::{Commands, Portal, Tickets};
use domain::ticket::{Move, OpenTicket, Reply, Side, Talk};
use domain::{Category, Change, Command, Priority, Refusal, Seq, StatusId, TicketId};
use std::sync::atomic::Ordering;
use uuid::Uuid;

both_engines! {
    async fn open_by_client_and_for_a_client(house) {
        let ticket = house.ticket().await;
        let page = house.page(&house.agent(), ticket).await;
        assert_eq!((page.card.number, page.card.facts.seq), (1, 1));
        assert_eq!(page.card.title, "Sem acesso");
        assert_eq!(page.card.contact, "Ana Ação");
        assert_eq!(page.card.organization.as_deref(), Some("Azul"));
        assert_eq!((page.card.facts.category, page.card.facts.priority), (Category::New, Priority::Medium));
        assert!(page.card.unread, "the client spoke");
        assert_eq!(page.description, "Desde hoje cedo.");
        assert_eq!(page.clocks.len(), 3);
        assert!(matches!(page.entries[0].body, TeamBody::Public(ClientBody::Opened)));

        // A VIP's ticket is "Alta" (R12); a department that does not exist, and another's contact, are refused.
        let vip = house.open(&house.agent(), Some(CONTACT_3), INFRA, "VIP").await;
        assert_eq!(house.page(&house.infra_agent(), vip).await.card.facts.priority, Priority::High);
        let new = |contact, department| Command::Open(OpenTicket {
            title: "x".into(), description: "y".into(), contact, department, priority: None,
        });
        let nowhere = domain::DepartmentId(Uuid::from_u128(99));
        assert_eq!(house.refused(&house.client(), new(None, nowhere)).await, Refusal::UnknownDepartment);
        assert_eq!(house.refused(&house.client(), new(Some(CONTACT_3), SUPPORT)).await, Refusal::UnknownContact);
        let nobody = domain::ContactId(Uuid::from_u128(98));
        assert_eq!(house.refused(&house.agent(), new(Some(nobody), SUPPORT)).await, Refusal::UnknownContact);
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 2);
        assert_eq!(house.number("SELECT number FROM account").await, 2, "refusals take no number");
    }

    async fn r11_a_code_that_is_taken_is_not_given_again(house) {
        let first = house.ticket().await;
        let mut twin = first.0.into_bytes();
        twin[15] ^= 1;
        // The op's id is taken first, then the twin is offered.
        house.ids.next.lock().unwrap().push(Uuid::from_bytes(twin));
        let op = domain::OpId(Uuid::from_u128(77));
        let new = OpenTicket {
            title: "x".into(), description: "y".into(), contact: None, department: SUPPORT, priority: None,
        };
        let Outcome::Done(done) =
            house.desk.execute(&house.client(), op, Command::Open(new)).await.unwrap() else { panic!() };
        assert!(house.ids.next.lock().unwrap().is_empty(), "the twin was offered");
        assert_ne!(done.ticket.code(), first.code());
    }

    async fn move_links_reopens_and_cancels(house) {
        let ticket = house.ticket().await;
        let agent = house.agent();
        let done = house.must(&agent, move_to(ticket, ACTIVE)).await;
        assert!(done.linked, "R89: who moves an unassigned ticket is linked");
        let page = house.page(&agent, ticket).await;
        assert_eq!(page.card.facts.category, Category::Active);
        assert_eq!(page.card.assignee.as_ref().map(|p| p.name.as_str()), Some("agent"));

        assert_eq!(house.refused(&house.agent2(), move_to(ticket, DONE)).await, Refusal::NotResponsible);
        house.must(&agent, move_to(ticket, DONE)).await;
        let page = house.page(&agent, ticket).await;
        assert!(page.card.facts.resolved_at.is_some());
        house.must(&agent, move_to(ticket, ACTIVE)).await;
        assert!(house.page(&agent, ticket).await.card.facts.resolved_at.is_none());

        // Back to the queue: without an agent.
        house.must(&agent, move_to(ticket, NEW)).await;
        assert_eq!(house.page(&agent, ticket).await.card.assignee, None);

        let cancel = |reason: Option<&str>| Command::Change(ticket, Change::Move(Move {
            status: CANCELLED, anchor: None, seen: Seq::MAX, confirm: false, reason: reason.map(Into::into), also: None }));
        assert!(matches!(house.refused(&agent, cancel(None)).await, Refusal::Empty { .. }));
        house.must(&agent, cancel(Some("Duplicado"))).await;
        let client = house.client_page(&house.client(), ticket).await;
        assert!(client.entries.iter().any(|e| matches!(&e.body,
            ClientBody::Moved { reason: Some(reason), .. } if reason == "Duplicado")));
        assert_eq!(house.refused(&agent, reply(ticket, "?")).await, Refusal::Cancelled);
        assert!(house.board(&agent, &Default::default()).await.columns.iter().all(|c| c.cards.is_empty()));
        assert_eq!(house.refused(&agent, move_to(ticket, StatusId(77))).await, Refusal::UnknownStatus);
    }

    async fn priority_changes_the_promise(house) {
        let ticket = house.ticket().await;
        let agent = house.agent();
        let before = house.page(&agent, ticket).await.card.facts.sla.due_at.unwrap();
        house.must(&agent, priority(ticket, Priority::Urgent)).await;
        let page = house.page(&agent, ticket).await;
        assert!(page.card.facts.sla.due_at.unwrap() < before);
        assert_eq!(page.card.facts.priority, Priority::Urgent);
        assert_eq!(house.refused(&house.client(), priority(ticket, Priority::Low)).await, Refusal::NotPermitted);
        // The same again changes nothing and takes no number.
        let head = house.head().await;
        let same = house.must(&agent, priority(ticket, Priority::Urgent)).await;
        assert_eq!((same.seq, house.head().await), (head, head));
    }

    async fn assign_only_whom_it_may(house) {
        let ticket = house.ticket().await;
        let (manager, agent, infra) = (house.manager(), house.agent(), house.infra_agent());
        let to = |person: &domain::Actor| Command::Change(ticket, Change::Assign(Some(person.person)));
        assert_eq!(house.refused(&agent, to(&house.agent2())).await, Refusal::NotPermitted);
        assert_eq!(house.refused(&manager, to(&infra)).await, Refusal::NotAssignable);
        assert_eq!(house.refused(&manager, to(&house.client())).await, Refusal::NotAssignable);
        house.must(&manager, to(&house.agent2())).await;
        assert_eq!(house.page(&agent, ticket).await.card.assignee.unwrap().name, "agent2");
        house.must(&manager, Command::Change(ticket, Change::Assign(None))).await;
        house.must(&agent, to(&agent)).await;
        house.run(&format!("UPDATE person SET active = FALSE WHERE id = {}", house.id(house.agent2().person.0))).await;
        assert_eq!(house.refused(&manager, to(&house.agent2())).await, Refusal::NotAssignable);
        let names: Vec<String> =
            house.desk.assignable(&manager, SUPPORT).await.unwrap().into_iter().map(|p| p.name).collect();
        assert_eq!(names, ["admin", "agent", "manager"]);
        assert_eq!(house.desk.assignable(&agent, SUPPORT).await.unwrap().len(), 1);
        assert_eq!(house.desk.assignable(&infra, SUPPORT).await.unwrap(), []);
        assert_eq!(house.desk.assignable(&house.client(), SUPPORT).await.unwrap(), []);
    }

    async fn comment_and_reply(house) {
        let ticket = house.ticket().await;
        let (agent, client) = (house.agent(), house.client());
        house.must(&agent, comment(ticket, " só entre nós ")).await;
        assert_eq!(house.refused(&client, comment(ticket, "x")).await, Refusal::NotPermitted);
        assert!(matches!(house.refused(&agent, comment(ticket, "  ")).await, Refusal::Empty { .. }));
        let then = Command::Change(ticket, Change::Talk(Talk::Reply(Reply { text: "Pode testar?".into(), then: Some(WAITING_CUSTOMER) })));
        assert!(house.must(&agent, then).await.linked);
        let page = house.page(&agent, ticket).await;
        assert_eq!((page.card.messages, page.card.comments), (1, 1));
        assert_eq!(page.card.facts.category, Category::WaitingCustomer);
        assert_eq!(page.card.last_line.as_deref(), Some("Pode testar?"));
        assert!(page.entries.iter().any(|e| matches!(&e.body, TeamBody::Comment(c) if c.text == "só entre nós")));
        assert!(page.entries.iter().any(|e| matches!(&e.body,
            TeamBody::Public(ClientBody::Message { by: Side::Team, text, .. }) if text == "Pode testar?")));
        // A client's message on a waiting ticket makes it active.
        house.must(&client, reply(ticket, "Agora foi")).await;
        assert_eq!(house.page(&agent, ticket).await.card.facts.category, Category::Active);
        // Within the window it reopens a resolved one.
        house.must(&agent, move_to(ticket, DONE)).await;
        house.clock.advance(TimeDelta::days(6));
        assert_eq!(house.must(&client, reply(ticket, "Voltou")).await.ticket, ticket);
        assert_eq!(house.page(&agent, ticket).await.card.facts.category, Category::Active);
    }

    async fn a_message_past_the_reopening_window_opens_a_new_ticket_that_names_the_old(house) {
        let ticket = house.ticket().await;
        let (agent, client) = (house.agent(), house.client());
        house.must(&agent, move_to(ticket, DONE)).await;
        house.clock.advance(TimeDelta::days(8));
        let op = house.op();
        let wish = reply(ticket, "De novo!");
        let Outcome::Done(done) = house.desk.execute(&client, op, wish.clone()).await.unwrap() else { panic!() };
        assert_ne!(done.ticket, ticket);
        let page = house.client_page(&client, done.ticket).await;
        assert!(page.description.starts_with("De novo!"));
        assert!(page.description.contains(&ticket.code()) && page.description.contains("#1"));
        assert_eq!(house.page(&agent, ticket).await.card.facts.category, Category::Done);
        // The same wish again gives the same ticket.
        let again = house.desk.execute(&client, op, wish).await.unwrap();
        assert_eq!(again, Outcome::Done(done));
        assert_eq!(house.desk.my_tickets(&client, Tab::Open, None).await.unwrap().open, 1);
        assert!(matches!(house.refused(&client, reply(ticket, " ")).await, Refusal::Empty { .. }));
    }

    async fn unseen_and_absent_answer_alike(house) {
        let ticket = house.ticket().await;
        let absent = TicketId(Uuid::from_u128(0xabc));
        for (who, what) in [(house.client3(), ticket), (house.client2(), ticket), (house.infra_agent(), ticket), (house.agent(), absent)] {
            assert_eq!(house.refused(&who, move_to(what, DONE)).await, Refusal::Unseen);
            assert_eq!(house.refused(&who, reply(what, "x")).await, Refusal::Unseen);
            assert_eq!(
                house.desk.ticket(&who, &what.code()).await.unwrap_err(),
                domain::desk::DeskError::Unseen
            );
            assert_eq!(
                house.desk.mark_read(&who, what, 1).await.unwrap_err(),
                domain::desk::DeskError::Unseen
            );
        }
    }

    async fn a_move_costs_at_most_five_statements(house) {
        let ticket = house.ticket().await;
        let agent = house.agent();
        house.must(&agent, move_to(ticket, ACTIVE)).await;
        let cost = house.desk.measures(crate::house::ACCOUNT).statements;
        assert!((4..=5).contains(&cost), "a linking move cost {cost}");
        house.must(&agent, move_to(ticket, DONE)).await;
        let cost = house.desk.measures(crate::house::ACCOUNT).statements;
        assert!((4..=5).contains(&cost), "a resolving move cost {cost}");
        let other = house.ticket().await;
        house.must(&house.client(), move_to(other, DONE)).await;
        let cost = house.desk.measures(crate::house::ACCOUNT).statements;
        assert!((4..=5).contains(&cost), "a client's move cost {cost}");
    }

    async fn a_panic_takes_back_its_own_command_alone(house) {
        let ticket = house.ticket().await;
        let agent = house.agent();
        house.must(&agent, move_to(ticket, ACTIVE)).await;
        let head = house.head().await;
        let ops: Vec<_> = (0..8).map(|_| house.op()).collect();
        house.ids.panics.store(true, Ordering::SeqCst);
        let mut tasks = vec![];
        for op in ops {
            let (desk, agent) = (house.desk.clone(), agent.clone());
            tasks.push(tokio::spawn(async move { desk.execute(&agent, op, comment(ticket, "oi")).await }));
        }
        let mut failed = 0;
        for task in tasks {
            failed += i64::from(task.await.unwrap().is_err());
        }
        assert_eq!(failed, 1, "the panic failed its own command");
        assert_eq!(house.head().await, head + 7);
        assert_eq!(house.page(&agent, ticket).await.card.comments, 7);
        assert_eq!(house.number("SELECT COUNT(*) FROM internal_comment").await, 7);
        assert_eq!(house.number("SELECT COUNT(DISTINCT seq) FROM event").await, head + 7);
        house.must(&agent, reply(ticket, "e continua")).await;
    }

    async fn contacts_may_be_named_by_agents_only_of_the_account(house) {
        let ticket = house.open(&house.agent(), Some(CONTACT_1), SUPPORT, "Por telefone").await;
        let card = house.client_page(&house.client(), ticket).await.card;
        assert!(card.unread, "the team spoke");
        let page = house.page(&house.agent(), ticket).await;
        assert!(!page.card.unread, "one's own words are read");
    }
}
