//! A column's limit, set while the desk works.

use crate::house::{ACTIVE, INFRA, SUPPORT, both_engines, move_to};
use domain::board::Filter;
use domain::desk::BoardQuery;
use domain::feed::Packet;
use domain::port::{Boards, DeskError, Settings};
use domain::rules::NewLimit;
use domain::{ColumnId, DepartmentId, Refusal};
use std::num::NonZeroU16;

const COLUMN: ColumnId = ColumnId(2);

fn limit(department: DepartmentId, cards: u16, hard: bool) -> NewLimit {
    NewLimit { department, column: COLUMN, limit: NonZeroU16::new(cards), hard }
}

both_engines! {
    async fn a_limit_holds_at_once_everywhere_and_over_a_restart(house) {
        let (manager, agent) = (house.manager(), house.agent());
        let (first, second, third) = (house.ticket().await, house.ticket().await, house.ticket().await);
        let mut ear = house.subscribe(&agent, None).await;
        assert!(matches!(ear.team().await, Packet::Hello { .. }));
        let mut client = house.subscribe(&house.client(), None).await;
        assert!(matches!(client.client().await, Packet::Hello { rules: 0, .. }));
        house.desk.set_limit(&manager, limit(SUPPORT, 1, true)).await.unwrap();
        let told = ear.team().await;
        let Packet::Rules { version: 2, rules } = told else { panic!("the rules alone are told: {told:?}") };
        assert_eq!(rules.limit(SUPPORT, COLUMN).map(|l| (l.limit, l.hard)), Some((1, true)));
        assert!(client.rest().await.is_empty(), "the team's own rule is nothing to clients");
        house.must(&agent, move_to(first, ACTIVE)).await;
        assert_eq!(house.refused(&agent, move_to(second, ACTIVE)).await, Refusal::WipLimit { limit: 1 });
        let filter = Filter { department: Some(SUPPORT), ..Filter::default() };
        let board = house.board(&agent, &BoardQuery { filter, ..BoardQuery::default() }).await;
        let shown = board.rules.limit(SUPPORT, COLUMN).unwrap();
        assert_eq!((shown.limit, shown.hard, board.counts.inside(SUPPORT, COLUMN)), (1, true, Some(1)));
        // The same again changes nothing.
        let version = "SELECT CAST(rules_version AS BIGINT) FROM account";
        let before = house.number(version).await;
        house.desk.set_limit(&manager, limit(SUPPORT, 1, true)).await.unwrap();
        assert_eq!(house.number(version).await, before);
        // Another one, which only warns; then none.
        house.desk.set_limit(&house.admin(), limit(SUPPORT, 1, false)).await.unwrap();
        house.must(&agent, move_to(second, ACTIVE)).await;
        house.desk.set_limit(&manager, limit(SUPPORT, 0, true)).await.unwrap();
        house.must(&agent, move_to(third, ACTIVE)).await;
        assert_eq!(house.board(&agent, &BoardQuery::default()).await.rules.limits, []);
        house.desk.set_limit(&manager, limit(SUPPORT, 9, true)).await.unwrap();
        // Each change has its line in the account's log; what changed nothing has none.
        let lines = "SELECT COUNT(*) FROM account_event WHERE kind = 'limit_set' AND actor_name =";
        assert_eq!(house.number(&format!("{lines} 'manager'")).await, 3);
        assert_eq!(house.number(&format!("{lines} 'admin'")).await, 1);
        // Whoever comes back learns which rules there are.
        let mut back = house.subscribe(&agent, Some(house.head().await)).await;
        assert!(matches!(back.team().await, Packet::Hello { rules: 5, .. }));
        house.desk.close().await;
        let again = house.again().await;
        let rules = again.board(&agent, &BoardQuery::default(), None).await.unwrap().rules;
        assert_eq!(rules.limit(SUPPORT, COLUMN).map(|l| (l.limit, l.hard)), Some((9, true)));
    }

    async fn a_limit_is_set_by_who_leads_the_department(house) {
        let wish = limit(SUPPORT, 3, true);
        for who in [house.agent(), house.client(), house.boss()] {
            assert_eq!(house.desk.set_limit(&who, wish).await, Err(DeskError::NotPermitted), "{}", who.name);
        }
        assert_eq!(house.desk.set_limit(&house.infra_agent(), wish).await, Err(DeskError::Unseen));
        assert_eq!(house.desk.set_limit(&house.manager(), limit(INFRA, 3, true)).await, Err(DeskError::Unseen));
        let nowhere = NewLimit { column: ColumnId(99), ..wish };
        assert_eq!(house.desk.set_limit(&house.admin(), nowhere).await, Err(DeskError::Unseen));
        assert_eq!(house.board(&house.agent(), &BoardQuery::default()).await.rules.limits, []);
        house.desk.set_limit(&house.admin(), limit(INFRA, 3, true)).await.unwrap();
    }
}
