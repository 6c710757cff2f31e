//! Who is at which ticket: told to the team that sees it, and to nobody else.

use crate::house::{Ear, House, INFRA, SUPPORT, both_engines, comment, move_to};
use desk::{Delivery, SessionKey};
use domain::feed::{Doing, Here, Packet, TeamFrame};
use domain::{Actor, Change, Command, TicketId};
use std::time::Duration;

/// One who listens, and wants to know who is where.
async fn watching(house: &House, actor: &Actor) -> Ear {
    let mut ear = house.subscribe(actor, None).await;
    ear.0.see_presence();
    assert!(matches!(ear.next().await, Some(Delivery::Text(hello)) if hello.starts_with(r#"{"hello""#)));
    ear
}

fn at(ticket: TicketId, doing: Doing) -> Here {
    Here { ticket: Some(ticket), doing }
}

const NOWHERE: Here = Here { ticket: None, doing: Doing::Viewing };

type People = Vec<(String, Doing)>;

fn read(text: &str) -> (TicketId, People) {
    match serde_json::from_str::<Packet<TeamFrame>>(text).unwrap() {
        Packet::Presence { ticket, people } => {
            (ticket, people.into_iter().map(|p| (p.person.name, p.doing)).collect())
        }
        other => panic!("no presence but {other:?}"),
    }
}

async fn told(ear: &mut Ear) -> (TicketId, People) {
    match ear.next().await {
        Some(Delivery::Text(text)) => read(&text),
        other => panic!("no packet but {other:?}"),
    }
}

fn person(name: &str, doing: Doing) -> (String, Doing) {
    (name.to_owned(), doing)
}

/// A subscription acts on what it was told only while it is listened to.
async fn listen(ear: &mut Ear, so_long: Duration) -> Vec<String> {
    let mut texts = vec![];
    let until = tokio::time::Instant::now() + so_long;
    while let Ok(Delivery::Text(text)) = tokio::time::timeout_at(until, ear.0.next()).await {
        texts.push(text.to_string());
    }
    texts
}

both_engines! {
    async fn colleagues_see_who_is_at_a_ticket_and_what_they_do(house) {
        use Doing::{Dragging, Typing, Viewing};
        let (one, two) = (house.ticket().await, house.ticket().await);
        let (mut ana, mut bia) = (watching(house, &house.agent()).await, watching(house, &house.agent2()).await);
        ana.0.be_at(at(one, Viewing));
        assert_eq!(told(&mut bia).await, (one, vec![person("agent", Viewing)]));
        ana.0.be_at(at(one, Viewing));
        ana.0.be_at(at(one, Typing));
        assert_eq!(told(&mut bia).await, (one, vec![person("agent", Typing)]), "what is said again tells nothing");
        bia.0.be_at(at(one, Dragging));
        assert_eq!(told(&mut ana).await, (one, vec![person("agent2", Dragging)]), "without oneself");
        // A second screen of the same person: the most that one of them does.
        let mut screen = watching(house, &house.agent()).await;
        assert_eq!(told(&mut screen).await, (one, vec![person("agent2", Dragging)]), "who is there, after the hello");
        screen.0.be_at(at(one, Viewing));
        ana.0.be_at(at(two, Viewing));
        assert_eq!(told(&mut bia).await, (one, vec![person("agent", Viewing)]));
        assert_eq!(told(&mut bia).await, (two, vec![person("agent", Viewing)]));
        drop(screen);
        assert_eq!(told(&mut bia).await, (one, vec![]), "who leaves is there no more");
        ana.0.be_at(NOWHERE);
        assert_eq!(told(&mut bia).await, (two, vec![]));
        bia.0.be_at(NOWHERE);
        assert_eq!(told(&mut ana).await, (one, vec![]));
        // It has no number: the feed goes on as if nothing had been told.
        house.must(&house.manager(), comment(one, "nota")).await;
        let Packet::Frame { prev: 2, seq: 3, .. } = ana.team().await else { panic!() };
        assert_eq!(house.number("SELECT COUNT(*) FROM event WHERE kind NOT IN ('opened', 'clocks_set', 'commented')").await, 0);
    }

    async fn presence_is_for_the_team_that_sees_the_ticket(house) {
        let ticket = house.ticket().await;
        let foreign = house.open(&house.client2(), None, INFRA, "de outro").await;
        let mut agent = watching(house, &house.agent()).await;
        let mut admin = watching(house, &house.admin()).await;
        let (mut infra, mut client, mut boss) = (
            watching(house, &house.infra_agent()).await,
            watching(house, &house.client()).await,
            watching(house, &house.boss()).await,
        );
        // Who did not ask for it is not told.
        let mut quiet = house.subscribe(&house.agent2(), None).await;
        agent.0.be_at(at(ticket, Doing::Typing));
        infra.0.be_at(at(foreign, Doing::Viewing));
        // A client is nowhere, and nobody is where they see nothing.
        client.0.be_at(at(ticket, Doing::Typing));
        assert_eq!(told(&mut admin).await, (ticket, vec![person("agent", Doing::Typing)]));
        assert_eq!(told(&mut admin).await, (foreign, vec![person("infra", Doing::Viewing)]));
        infra.0.be_at(at(ticket, Doing::Dragging));
        assert_eq!(told(&mut admin).await, (foreign, vec![]), "and is no longer where they were");
        agent.0.be_at(at(foreign, Doing::Dragging));
        assert_eq!(told(&mut admin).await, (ticket, vec![]));
        agent.0.be_at(at(TicketId(uuid::Uuid::from_u128(5)), Doing::Dragging));
        for ear in [&mut agent, &mut admin, &mut infra, &mut client, &mut boss] {
            assert_eq!(ear.rest().await, Vec::<String>::new());
        }
        assert_eq!(quiet.rest().await.len(), 1, "the hello alone");
        for who in [house.client(), house.boss(), house.infra_agent()] {
            agent.0.be_at(at(ticket, Doing::Viewing));
            let mut late = watching(house, &who).await;
            assert_eq!(late.rest().await, Vec::<String>::new(), "{}", who.name);
        }
    }

    async fn presence_goes_with_the_session_the_role_and_the_ticket(house) {
        let ticket = house.ticket().await;
        let (agent, mine) = (house.agent(), SessionKey([1; 32]));
        let mut admin = watching(house, &house.admin()).await;
        let mut ear = Ear(house.desk.subscribe(&agent, mine, None).await.unwrap());
        ear.0.see_presence();
        ear.0.be_at(at(ticket, Doing::Typing));
        assert_eq!(told(&mut admin).await, (ticket, vec![person("agent", Doing::Typing)]));
        // Another department takes it over: whoever comes to see it learns who is there.
        house.run(&format!(
            "INSERT INTO membership VALUES ({}, {}, {}, FALSE)",
            house.id(crate::house::ACCOUNT.0), house.id(house.infra_agent().person.0), house.id(SUPPORT.0)
        )).await;
        let mut infra = watching(house, &house.infra_agent()).await;
        house.desk.reset_person(house.infra_agent().person);
        assert!(matches!(infra.team().await, Packet::Reset));
        assert_eq!(told(&mut infra).await, (ticket, vec![person("agent", Doing::Typing)]), "anew, after a reset");
        // Who is not of the team any more is nowhere, and learns nothing.
        house.run(&format!("DELETE FROM membership WHERE person_id = {}", house.id(agent.person.0))).await;
        house.desk.reset_person(agent.person);
        assert!(matches!(ear.team().await, Packet::Hello { .. }));
        assert!(matches!(ear.team().await, Packet::Reset));
        assert_eq!(told(&mut admin).await, (ticket, vec![]));
        ear.0.be_at(at(ticket, Doing::Typing));
        infra.0.be_at(at(ticket, Doing::Dragging));
        assert_eq!(told(&mut admin).await, (ticket, vec![person("infra", Doing::Dragging)]));
        assert!(ear.rest().await.is_empty());
        // What leaves the boards, nobody is seen at.
        house.must(&house.admin(), move_to(ticket, crate::house::DONE)).await;
        house.must(&house.admin(), Command::Change(ticket, Change::Archive(true))).await;
        assert_eq!(admin.rest().await.len(), 2, "the move and the archive");
        infra.0.be_at(at(ticket, Doing::Viewing));
        assert_eq!(told(&mut admin).await, (ticket, vec![]));
    }

    async fn who_says_nothing_for_half_a_minute_is_there_no_more(house) {
        let ticket = house.ticket().await;
        let mut agent = watching(house, &house.agent()).await;
        agent.0.be_at(at(ticket, Doing::Dragging));
        assert!(listen(&mut agent, Duration::from_secs(16)).await.is_empty());
        agent.0.be_at(at(ticket, Doing::Dragging));
        let mut colleague = watching(house, &house.agent2()).await;
        assert_eq!(told(&mut colleague).await, (ticket, vec![person("agent", Doing::Dragging)]));
        let (_, heard) = tokio::join!(
            listen(&mut agent, Duration::from_secs(29)),
            listen(&mut colleague, Duration::from_secs(29)),
        );
        assert!(heard.iter().all(|text| text.starts_with(r#"{"beat""#)), "renewed: {heard:?}");
        let (_, heard) = tokio::join!(
            listen(&mut agent, Duration::from_secs(2)),
            listen(&mut colleague, Duration::from_secs(2)),
        );
        let told: Vec<_> = heard.iter().filter(|text| !text.starts_with(r#"{"beat""#)).map(|t| read(t)).collect();
        assert_eq!(told, [(ticket, vec![])]);
    }

    async fn a_crowd_that_comes_and_goes_costs_no_change(house) {
        let ticket = house.ticket().await;
        let mut slow = watching(house, &house.agent2()).await;
        let mut agent = watching(house, &house.agent()).await;
        for n in 0..2_000 {
            agent.0.be_at(if n % 2 == 0 { at(ticket, Doing::Typing) } else { NOWHERE });
        }
        agent.0.be_at(at(ticket, Doing::Viewing));
        house.must(&house.manager(), comment(ticket, "nota")).await;
        let texts = slow.rest().await;
        assert_eq!(texts.iter().filter(|text| text.starts_with(r#"{"frame""#)).count(), 1);
        let last = texts.iter().rfind(|text| text.starts_with(r#"{"presence""#)).unwrap();
        assert_eq!(read(last), (ticket, vec![person("agent", Doing::Viewing)]), "the last word is right");
        assert!(texts.len() < 300, "{}", texts.len());
    }
}
