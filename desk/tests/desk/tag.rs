//! Tags: on tickets, live, after a restart, and never a client's.

use crate::house::{House, both_engines};
use domain::board::Filter;
use domain::desk::{BoardQuery, Tab};
use domain::feed::{Packet, TeamBody};
use domain::port::{Desk, DeskError, Portal, Settings, Tickets as _};
use domain::tag::TagChange;
use domain::ticket::Tagging;
use domain::{Actor, Change, Command, Refusal, TagId, TicketId};

async fn change(house: &House, by: &Actor, change: TagChange) -> TagId {
    house.desk.change_tags(by, change).await.unwrap()
}

async fn found(desk: &impl Desk, by: &Actor, typed: &str) -> Vec<TicketId> {
    let query =
        BoardQuery { filter: Filter { text: typed.into(), ..Filter::default() }, ..Default::default() };
    let board = desk.board(by, &query, None).await.unwrap();
    let mut found: Vec<_> = board.columns.iter().flat_map(|c| &c.cards).map(|c| c.facts.id).collect();
    found.sort();
    found
}

both_engines! {
    async fn a_tag_is_on_every_screen_and_outlives_the_desk(house) {
        let (manager, agent) = (house.manager(), house.agent());
        let (one, two) = (house.ticket().await, house.ticket().await);
        let mut ear = house.subscribe(&agent, None).await;
        assert!(matches!(ear.team().await, Packet::Hello { .. }));
        let nfe = change(house, &agent, TagChange::Add("Nota Fiscal".into())).await;
        let Packet::Rules { version: 2, rules } = ear.team().await else { panic!("the rules alone are told") };
        assert_eq!(rules.tags.get(nfe).unwrap().name, "Nota Fiscal");
        assert_eq!(change(house, &manager, TagChange::Add("NOTA fiscal".into())).await, nfe, "it is there already");
        house.must(&agent, Command::Change(one, Change::Tag(Tagging { tag: nfe, on: true }))).await;
        let Packet::Frame { body, .. } = ear.team().await else { panic!("the card is told") };
        assert_eq!(body.card.unwrap().facts.tags[..], [nfe]);
        assert_eq!(body.entries[0].body, TeamBody::Tagged { name: "Nota Fiscal".into(), on: true });
        assert_eq!(found(&house.desk, &agent, "tag:nota-fiscal").await, [one]);
        assert_eq!(found(&house.desk, &agent, "tag:nota").await, [one]);

        // Another name touches no ticket, and the filter knows it at once.
        let head = house.head().await;
        change(house, &manager, TagChange::Rename(nfe, "NF-e".into())).await;
        assert_eq!((found(&house.desk, &agent, "tag:nf-e").await, house.head().await), (vec![one], head));
        assert_eq!(found(&house.desk, &agent, "tag:nota").await, []);
        let Packet::Rules { version: 3, .. } = ear.team().await else { panic!("the rules are told") };

        // Merged: what has the one has the other.
        let small = change(house, &agent, TagChange::Add("notas".into())).await;
        house.must(&agent, Command::Change(two, Change::Tag(Tagging { tag: small, on: true }))).await;
        change(house, &manager, TagChange::Merge(small, nfe)).await;
        let mut both = vec![one, two];
        both.sort();
        assert_eq!(found(&house.desk, &agent, "tag:nf-e").await, both);
        let done = house.must(&agent, Command::Change(two, Change::Tag(Tagging { tag: nfe, on: false }))).await;
        assert_eq!(found(&house.desk, &agent, "tag:nf-e").await, [one]);
        house.must(&agent, Command::Change(two, Change::Undo(done.seq))).await;
        assert_eq!(found(&house.desk, &agent, "tag:nf-e").await, both);

        // Each change of the tags has its line in the account's log.
        let lines = "SELECT COUNT(*) FROM account_event WHERE kind IN ('tag_added', 'tag_renamed', 'tag_merged')";
        assert_eq!(house.number(lines).await, 4);
        // The desk knows it after a restart, and so does who comes back.
        house.desk.close().await;
        let again = house.again().await;
        assert_eq!(found(&again, &agent, "tag:nf-e").await, both);
        again.change_tags(&manager, TagChange::Remove(nfe)).await.unwrap();
        assert_eq!(found(&again, &agent, "tag:nf-e").await, []);
        again.close().await;
    }

    async fn t2_a_client_never_receives_a_tag(house) {
        let (agent, client) = (house.agent(), house.client());
        let ticket = house.ticket().await;
        let mut live = house.subscribe(&client, None).await;
        let quiet = house.client_page(&client, ticket).await;
        let secret = change(house, &agent, TagChange::Add("segredo-etiqueta".into())).await;
        let done = house.must(&agent, Command::Change(ticket, Change::Tag(Tagging { tag: secret, on: true }))).await;
        house.must(&agent, Command::Change(ticket, Change::Undo(done.seq))).await;
        house.must(&agent, Command::Change(ticket, Change::Tag(Tagging { tag: secret, on: true }))).await;
        assert_eq!(house.client_page(&client, ticket).await, quiet, "time, number and log are untouched");
        let mut raw = live.rest().await;
        assert!(!raw.iter().any(|text| text.contains("frame")), "nothing is told: {raw:?}");
        raw.extend(house.subscribe(&client, Some(house.dawn())).await.rest().await);
        let page = house.desk.ticket(&client, &ticket.code()).await.unwrap();
        raw.push(serde_json::to_string(&page).unwrap());
        raw.push(serde_json::to_string(&house.desk.my_tickets(&client, Tab::Open, None).await.unwrap()).unwrap());
        for text in raw {
            assert!(!text.contains("segredo") && !text.contains("tag"), "{text}");
        }
        let page = house.desk.ticket(&agent, &ticket.code()).await.unwrap();
        assert!(serde_json::to_string(&page).unwrap().contains("segredo-etiqueta"));
    }

    async fn tags_are_changed_by_who_leads(house) {
        let tag = change(house, &house.agent(), TagChange::Add("de todos".into())).await;
        let changes = [TagChange::Rename(tag, "meu".into()), TagChange::Merge(tag, tag), TagChange::Remove(tag)];
        for who in [house.agent(), house.client(), house.boss()] {
            for wish in &changes {
                let refused = house.desk.change_tags(&who, wish.clone()).await;
                assert_eq!(refused, Err(DeskError::NotPermitted), "{}: {wish:?}", who.name);
            }
        }
        let refused = house.desk.change_tags(&house.client(), TagChange::Add("minha".into())).await;
        assert_eq!(refused, Err(DeskError::NotPermitted));
        let wish = TagChange::Rename(TagId(99), "x".into());
        let refused = house.desk.change_tags(&house.admin(), wish).await;
        assert_eq!(refused, Err(DeskError::Refused(Refusal::UnknownTag)));
        let ticket = house.ticket().await;
        let infra = house.refused(&house.infra_agent(), Command::Change(ticket, Change::Tag(Tagging { tag, on: true }))).await;
        assert_eq!(infra, Refusal::Unseen, "another department's");
        assert_eq!(house.refused(&house.client(), Command::Change(ticket, Change::Tag(Tagging { tag, on: true }))).await, Refusal::NotPermitted);
    }
}
