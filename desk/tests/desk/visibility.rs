//! Who sees what, role by role, on every path.

use crate::house::{CONTACT_3, INFRA, SUPPORT, both_engines, comment, reply};
use ::desk::LiveDesk;
use domain::desk::Tab;
use domain::port::{Boards, DeskError, Portal, Tickets};
use domain::{Actor, Change, Permission, TicketId};

/// A word that stands in internal comments only.
const SECRET: &str = "segredo-interno";

async fn on_board(desk: &LiveDesk, actor: &Actor) -> Option<Vec<TicketId>> {
    match desk.board(actor, &Default::default(), None).await {
        Ok(board) => {
            let mut ids: Vec<_> = board.columns.iter().flat_map(|c| &c.cards).map(|c| c.facts.id).collect();
            ids.sort();
            Some(ids)
        }
        Err(DeskError::NotPermitted) => None,
        Err(error) => panic!("{error}"),
    }
}

async fn in_list(desk: &LiveDesk, actor: &Actor) -> Option<Vec<TicketId>> {
    match desk.my_tickets(actor, Tab::Open, None).await {
        Ok(mine) => {
            assert_eq!(mine.open, i64::try_from(mine.tickets.len()).unwrap());
            let mut ids: Vec<_> = mine.tickets.iter().map(|c| c.id).collect();
            ids.sort();
            Some(ids)
        }
        Err(DeskError::NotPermitted) => None,
        Err(error) => panic!("{error}"),
    }
}

both_engines! {
    async fn t1_the_matrix_of_roles(house) {
        let ana = house.open(&house.client(), None, SUPPORT, "de Ana").await;
        let bia = house.open(&house.client2(), None, SUPPORT, "de Bia").await;
        let caio = house.open(&house.admin(), Some(CONTACT_3), INFRA, "de Caio").await;
        let private = house.open(&house.client2(), None, SUPPORT, "privado").await;
        house.run(&format!("UPDATE ticket SET private = TRUE WHERE id = {}", house.id(private.0))).await;
        // The index learns of it as it is loaded.
        let desk = house.beside().await;
        let see_all = Actor {
            permissions: house.client().permissions.with(Permission::SeeAll),
            ..house.client()
        };
        let sorted = |ids: &[TicketId]| { let mut ids = ids.to_vec(); ids.sort(); ids };
        let support = sorted(&[ana, bia, private]);
        // (who, sees on the board, sees in the list)
        let matrix = [
            (house.admin(), Some(sorted(&[ana, bia, caio, private])), None),
            (house.manager(), Some(support.clone()), None),
            (house.agent(), Some(support.clone()), None),
            (house.infra_agent(), Some(vec![caio]), None),
            (house.client(), None, Some(vec![ana])),
            (see_all, None, Some(sorted(&[ana, bia]))),
            (house.client2(), None, Some(sorted(&[bia, private]))),
            (house.client3(), None, Some(vec![caio])),
            (house.boss(), None, Some(sorted(&[ana, bia]))),
        ];
        for (who, board, list) in matrix {
            let name = (&who.name, who.permissions);
            assert_eq!(on_board(&desk, &who).await, board, "{name:?}: board");
            assert_eq!(in_list(&desk, &who).await, list, "{name:?}: list");
            let seen = board.or(list).unwrap();
            for ticket in [ana, bia, caio, private] {
                let page = desk.ticket(&who, &ticket.code()).await;
                assert_eq!(page.is_ok(), seen.contains(&ticket), "{name:?}: page of {ticket}");
                assert_eq!(desk.mark_read(&who, ticket, 1).await.is_ok(), seen.contains(&ticket));
            }
            let (column, key) = (domain::ColumnId(1), domain::board::Order::Sla);
            let query = domain::desk::BoardQuery::default();
            let facts = house.page(&house.admin(), ana).await.card.facts;
            let more = desk.column(&who, &query, column, None, &domain::board::From::After(key.key(&facts))).await;
            assert_eq!(more.is_ok(), who.role.is_team());
            assert_eq!(desk.summary(&who, &query, &[]).await.is_ok(), who.role.is_team());
        }
        // A department that is another's answers like one that is not there.
        for word in ["infra", "nenhum"] {
            let asked = desk.board(&house.agent(), &Default::default(), Some(word)).await;
            assert_eq!(asked.unwrap_err(), DeskError::Unseen);
        }
        let board = desk.board(&house.agent(), &Default::default(), Some("suporte")).await.unwrap();
        assert_eq!(board.filter.department, Some(SUPPORT));
        assert_eq!(board.departments.len(), 1);
        desk.close().await;
    }

    async fn t2_a_client_never_receives_an_internal_comment(house) {
        let ticket = house.ticket().await;
        let (agent, client) = (house.agent(), house.client());
        let (mut live, mut boss) = (house.subscribe(&client, None).await, house.subscribe(&house.boss(), None).await);
        let quiet = house.client_page(&client, ticket).await;
        house.must(&agent, comment(ticket, SECRET)).await;
        house.must(&agent, domain::Command::Change(ticket, Change::Assign(Some(agent.person)))).await;
        // What clients see is untouched by it: time, number and count.
        assert_eq!(house.client_page(&client, ticket).await, quiet);
        house.must(&agent, reply(ticket, "público")).await;
        house.must(&agent, comment(ticket, SECRET)).await;
        let mut raw = live.rest().await;
        raw.extend(boss.rest().await);
        assert!(raw.iter().any(|text| text.contains("público")), "they do listen");
        // What they missed, read from the log.
        raw.extend(house.subscribe(&client, Some(house.dawn())).await.rest().await);
        let page = house.desk.ticket(&client, &ticket.code()).await.unwrap();
        raw.push(serde_json::to_string(&page).unwrap());
        raw.push(serde_json::to_string(&house.desk.my_tickets(&client, Tab::Open, None).await.unwrap()).unwrap());
        assert!(raw.iter().filter(|t| t.contains("público")).count() >= 3);
        for text in raw {
            assert!(!text.contains(SECRET) && !text.contains("comment"), "{text}");
            assert!(!text.contains("assignee") && !text.contains("place\""), "{text}");
        }
        // And the team does read it.
        let page = house.desk.ticket(&agent, &ticket.code()).await.unwrap();
        assert!(serde_json::to_string(&page).unwrap().contains(SECRET));
    }
}
