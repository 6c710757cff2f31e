//! Reasons: asked where an administrator says so, kept in the team's log, and never a client's.

use crate::house::{ACTIVE, CANCELLED, DONE, House, both_engines, move_to};
use domain::desk::{BoardQuery, Outcome, Tab};
use domain::feed::{ClientBody, Packet, TeamBody};
use domain::port::{Boards, Commands, DeskError, Portal, Settings, Tickets as _};
use domain::reason::{ReasonFor, Reasons};
use domain::tag::TagChange;
use domain::ticket::{Field, Tagging};
use domain::{Actor, Change, Command, Priority, Refusal, TicketId};

const EMPTY: Refusal = Refusal::Empty { field: Field::Reason };
const SECRET: &str = "cliente difícil, segredo";

fn urgent(ticket: TicketId) -> Command {
    Command::Change(ticket, Change::Priority(Priority::Urgent))
}

fn because(command: Command, reason: &str) -> Command {
    match command {
        Command::Change(ticket, change) => change.because(reason).of(ticket),
        open @ Command::Open(_) => open,
    }
}

async fn ask_for(house: &House, kinds: &[ReasonFor]) {
    house.desk.set_reasons(&house.admin(), Reasons::of(kinds)).await.unwrap();
}

/// The reasons of a ticket's log, oldest first, as the team reads them.
async fn told(house: &House, by: &Actor, ticket: TicketId) -> Vec<String> {
    let entries = house.page(by, ticket).await.entries.into_iter();
    let reason = |body| if let TeamBody::Explained { reason } = body { Some(reason) } else { None };
    entries.filter_map(|entry| reason(entry.body)).collect()
}

both_engines! {
    async fn a_reason_is_asked_at_once_on_every_screen_and_after_a_restart(house) {
        let (admin, agent) = (house.admin(), house.agent());
        let ticket = house.ticket().await;
        let mut ear = house.subscribe(&agent, None).await;
        assert!(matches!(ear.team().await, Packet::Hello { .. }));
        let mut client = house.subscribe(&house.client(), None).await;
        assert!(matches!(client.client().await, Packet::Hello { rules: 0, .. }));
        ask_for(house, &[ReasonFor::Priority, ReasonFor::Tags]).await;
        let Packet::Rules { version: 2, rules } = ear.team().await else { panic!("the rules alone are told") };
        assert!(rules.reasons.ask(ReasonFor::Priority) && !rules.reasons.ask(ReasonFor::Archive));
        assert!(client.rest().await.is_empty(), "the team's own rule is nothing to clients");

        assert_eq!(house.refused(&agent, urgent(ticket)).await, EMPTY);
        assert_eq!(house.refused(&agent, because(urgent(ticket), " ")).await, EMPTY);
        house.must(&agent, because(urgent(ticket), " Parou tudo\n")).await;
        let Packet::Frame { body, .. } = ear.team().await else { panic!("the card is told") };
        let bodies: Vec<_> = body.entries.into_iter().map(|entry| entry.body).collect();
        let changed = ClientBody::PriorityChanged { from: Priority::Medium, to: Priority::Urgent };
        let why = TeamBody::Explained { reason: "Parou tudo".into() };
        assert_eq!(bodies, [TeamBody::Public(changed), why], "live as in the log");
        assert_eq!(told(house, &agent, ticket).await, ["Parou tudo"]);
        // What is not named asks none.
        house.must(&agent, move_to(ticket, ACTIVE)).await;

        // The same again changes nothing, and has no line in the account's log.
        ask_for(house, &[ReasonFor::Tags, ReasonFor::Priority, ReasonFor::Tags]).await;
        let lines = "SELECT COUNT(*) FROM account_event WHERE kind = 'reasons_set' AND actor_name = 'admin'";
        assert_eq!(house.number(lines).await, 1);
        house.desk.close().await;
        let again = house.again().await;
        let rules = again.board(&agent, &BoardQuery::default(), None).await.unwrap().rules;
        assert_eq!(rules.reasons, Reasons::of(&[ReasonFor::Priority, ReasonFor::Tags]));
        let low = Command::Change(ticket, Change::Priority(Priority::Low));
        let refused = again.execute(&agent, house.op(), low.clone()).await;
        assert_eq!(refused, Ok(Outcome::Refused(EMPTY)));
        again.set_reasons(&admin, Reasons::default()).await.unwrap();
        assert!(matches!(again.execute(&agent, house.op(), low).await, Ok(Outcome::Done(_))));
        again.close().await;
    }

    async fn administrators_alone_say_of_what(house) {
        let wish = Reasons::of(&ReasonFor::ALL);
        for who in [house.agent(), house.manager(), house.client(), house.boss()] {
            let refused = house.desk.set_reasons(&who, wish.clone()).await;
            assert_eq!(refused, Err(DeskError::NotPermitted), "{}", who.name);
        }
        assert!(house.board(&house.agent(), &BoardQuery::default()).await.rules.reasons.is_empty());
        house.desk.set_reasons(&house.admin(), wish.clone()).await.unwrap();
        assert_eq!(house.board(&house.agent(), &BoardQuery::default()).await.rules.reasons, wish);
    }

    async fn t2_a_client_never_reads_one_but_of_a_cancellation(house) {
        let (agent, manager, client) = (house.agent(), house.manager(), house.client());
        let (ticket, other) = (house.ticket().await, house.ticket().await);
        let tag = house.desk.change_tags(&agent, TagChange::Add("NF-e".into())).await.unwrap();
        ask_for(house, &ReasonFor::ALL).await;
        let mut live = house.subscribe(&client, None).await;
        let commands = [
            move_to(ticket, ACTIVE),
            urgent(ticket),
            Command::Change(ticket, Change::Tag(Tagging { tag, on: true })),
            Command::Change(ticket, Change::Assign(None)),
            move_to(ticket, DONE),
            Command::Change(ticket, Change::Archive(true)),
        ];
        let count = commands.len();
        for command in commands {
            assert_eq!(house.refused(&manager, command.clone()).await, EMPTY, "{command:?}");
            house.must(&manager, because(command, SECRET)).await;
        }
        assert_eq!(told(house, &agent, ticket).await, vec![SECRET; count]);
        house.must(&agent, because(move_to(other, CANCELLED), "Duplicado")).await;
        assert_eq!(told(house, &agent, other).await, Vec::<String>::new(), "it is told once, to both");

        let mut raw = live.rest().await;
        assert!(raw.iter().any(|text| text.contains("Duplicado")), "that of a cancellation is theirs: {raw:?}");
        raw.extend(house.subscribe(&client, Some(house.dawn())).await.rest().await);
        for code in [ticket.code(), other.code()] {
            let page = house.desk.ticket(&client, &code).await.unwrap();
            raw.push(serde_json::to_string(&page).unwrap());
        }
        for tab in [Tab::Open, Tab::Finished] {
            let list = house.desk.my_tickets(&client, tab, None).await.unwrap();
            raw.push(serde_json::to_string(&list).unwrap());
        }
        for text in raw {
            assert!(!text.contains("segredo") && !text.contains("explained") && !text.contains("reasons"), "{text}");
        }
        // The client finishes, cancels and answers without a word more.
        let own = house.ticket().await;
        house.must(&client, move_to(own, DONE)).await;
    }

    async fn what_is_taken_back_or_sent_again_asks_no_second_time(house) {
        let agent = house.agent();
        let ticket = house.ticket().await;
        ask_for(house, &[ReasonFor::Priority]).await;
        let (op, command) = (house.op(), because(urgent(ticket), "Parou tudo"));
        let first = house.desk.execute(&agent, op, command.clone()).await.unwrap();
        assert_eq!(house.desk.execute(&agent, op, command.clone()).await.unwrap(), first);
        let other = because(command, "Outro motivo");
        let reused = Outcome::Refused(Refusal::OpReused);
        assert_eq!(house.desk.execute(&agent, op, other).await.unwrap(), reused, "its reason is part of it");
        let Outcome::Done(done) = first else { panic!("{first:?}") };
        house.must(&agent, Command::Change(ticket, Change::Undo(done.seq))).await;
        assert_eq!(house.page(&agent, ticket).await.card.facts.priority, Priority::Medium);
        assert_eq!(told(house, &agent, ticket).await, ["Parou tudo"], "the team's log keeps it");

        // Of several, each is answered by itself: one that was queued before the rule and lacks it holds up no other.
        let two = house.ticket().await;
        let all = vec![(house.op(), urgent(ticket)), (house.op(), because(urgent(two), "Parou tudo"))];
        let answers = house.desk.execute_all(&agent, all).await;
        assert_eq!(answers[0], Ok(Outcome::Refused(EMPTY)));
        assert!(matches!(answers[1], Ok(Outcome::Done(_))), "{answers:?}");
    }
}
