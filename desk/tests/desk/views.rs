//! Saved views: whose they are, what is refused, and that they outlive the desk.

use crate::house::{House, INFRA, SUPPORT, both_engines};
use domain::board::{Filter, NewView, Order, SavedView, Swimlanes, VIEW_NAME_MAX, VIEWS_MAX, View};
use domain::desk::BoardQuery;
use domain::port::{DeskError, Views};
use domain::ticket::Field;
use domain::{Actor, DepartmentId, Refusal, ViewId};
use uuid::Uuid;

fn late(name: &str, shared: bool, department: Option<DepartmentId>) -> NewView {
    let filter = Filter { view: View::Late, department, text: "Impressão".into() };
    NewView {
        name: name.into(),
        query: BoardQuery { filter, order: Order::Oldest, lanes: Swimlanes::Agent },
        shared,
    }
}

async fn save(house: &House, actor: &Actor, view: NewView) {
    house.desk.save_view(actor, &view).await.unwrap();
}

async fn refused(house: &House, actor: &Actor, view: NewView) -> Refusal {
    match house.desk.save_view(actor, &view).await {
        Err(DeskError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

async fn views(house: &House, actor: &Actor) -> Vec<SavedView> {
    let views = house.desk.views(actor).await.unwrap();
    assert_eq!(house.board(actor, &BoardQuery::default()).await.views, views, "the board says the same");
    views
}

async fn names(house: &House, actor: &Actor) -> Vec<String> {
    views(house, actor).await.into_iter().map(|view| view.name).collect()
}

both_engines! {
    async fn r69_a_view_is_its_makers_or_the_teams(house) {
        let (manager, agent, infra) = (house.manager(), house.agent(), house.infra_agent());
        save(house, &agent, late("só minha", false, None)).await;
        save(house, &house.admin(), late("Ágeis", true, None)).await;
        save(house, &manager, late("Do suporte", true, Some(SUPPORT))).await;
        assert_eq!(names(house, &agent).await, ["Ágeis", "Do suporte", "só minha"]);
        assert_eq!(names(house, &house.agent2()).await, ["Ágeis", "Do suporte"]);
        // The board of a department that one may not open is not offered.
        assert_eq!(names(house, &infra).await, ["Ágeis"]);
        let shown = views(house, &agent).await;
        assert_eq!(shown[2].query, late("", false, None).query, "the text as it was typed");
        let marks: Vec<_> = shown.iter().map(|view| (view.shared, view.is_removed_by(&agent))).collect();
        assert_eq!(marks, [(true, false), (true, false), (false, true)]);
        // They outlive the desk.
        house.desk.close().await;
        assert_eq!(house.again().await.views(&agent).await.unwrap(), shown);
    }

    async fn r69_a_view_of_the_same_name_is_replaced(house) {
        let (manager, agent) = (house.manager(), house.agent());
        save(house, &agent, late("Manhã", false, None)).await;
        let other = NewView { query: BoardQuery::default(), ..late(" manha ", false, None) };
        save(house, &agent, other).await;
        let shown = views(house, &agent).await;
        assert_eq!(shown.len(), 1);
        assert_eq!((shown[0].name.as_str(), &shown[0].query), ("manha", &BoardQuery::default()));
        // The team's of that name, and another person's, are other views.
        save(house, &manager, late("manhã", true, Some(SUPPORT))).await;
        save(house, &manager, late("manhã", false, None)).await;
        assert_eq!(names(house, &agent).await, ["manha", "manhã"]);
        assert_eq!(names(house, &manager).await, ["manhã", "manhã"]);
    }

    async fn r69_what_cannot_be_saved_is_refused(house) {
        let (manager, agent) = (house.manager(), house.agent());
        let field = Field::ViewName;
        assert_eq!(refused(house, &agent, late(" ", false, None)).await, Refusal::Empty { field });
        let long = "á".repeat(VIEW_NAME_MAX + 1);
        assert_eq!(refused(house, &agent, late(&long, false, None)).await, Refusal::TooLong { field, max: VIEW_NAME_MAX });
        assert_eq!(refused(house, &agent, late("a\0", false, None)).await, Refusal::Unwritable { field });
        assert_eq!(refused(house, &agent, late("x", true, None)).await, Refusal::NotPermitted);
        let foreign = house.desk.save_view(&agent, &late("x", false, Some(INFRA))).await;
        assert_eq!(foreign, Err(DeskError::Unseen));
        // Who leads shares views of that department's board, and of no other.
        for department in [None, Some(INFRA)] {
            let refusal = refused(house, &manager, late("x", true, department)).await;
            assert_eq!(refusal, Refusal::NotPermitted, "{department:?}");
        }
        for n in 0..VIEWS_MAX {
            save(house, &manager, late(&format!("Visão {n}"), n % 2 == 0, Some(SUPPORT))).await;
        }
        assert_eq!(refused(house, &manager, late("Mais uma", false, None)).await, Refusal::TooManyViews { max: VIEWS_MAX });
        save(house, &manager, late("visao 7", false, Some(SUPPORT))).await;
        assert_eq!(views(house, &manager).await.len(), VIEWS_MAX);
        for client in [house.client(), house.boss()] {
            assert_eq!(house.desk.views(&client).await, Err(DeskError::NotPermitted));
            assert_eq!(house.desk.save_view(&client, &late("x", false, None)).await, Err(DeskError::NotPermitted));
            assert_eq!(house.desk.remove_view(&client, ViewId(Uuid::nil())).await, Err(DeskError::NotPermitted));
        }
    }

    async fn r69_who_made_a_view_removes_it_and_an_administrator_the_teams(house) {
        let (admin, manager, agent) = (house.admin(), house.manager(), house.agent());
        save(house, &manager, late("Da equipe", true, Some(SUPPORT))).await;
        save(house, &agent, late("Minha", false, None)).await;
        let [team, own] = &views(house, &agent).await[..] else { panic!("two views") };
        assert_eq!(house.desk.remove_view(&agent, team.id).await, Err(DeskError::Unseen));
        assert_eq!(house.desk.remove_view(&admin, own.id).await, Err(DeskError::Unseen));
        house.desk.remove_view(&agent, own.id).await.unwrap();
        house.desk.remove_view(&admin, team.id).await.unwrap();
        assert_eq!(house.desk.remove_view(&admin, team.id).await, Err(DeskError::Unseen));
        assert_eq!(names(house, &manager).await, [""; 0]);
    }
}
