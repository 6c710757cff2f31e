use super::{Samples, at, each, one, uuid, variants};
use crate::board::{
    Board, BoardColumn, Card, ColumnCounts, ColumnPage, Counts, DepartmentName, Filter, From, Inside,
    NewView, Order, SavedView, SortKey, Summary, Swimlane, SwimlaneCounts, SwimlaneName, Swimlanes, Top,
    View,
};
use crate::desk::BoardQuery;
use crate::ids::{ColumnId, DepartmentId, OrganizationId, PersonId, ViewId};
use crate::people::Actor;
use crate::rules::BoardRules;
use crate::status::Priority;
use crate::ticket::Facts;

variants!(View {
    Self::All => [Self::All],
    Self::Mine => [Self::Mine],
    Self::New => [Self::New],
    Self::Urgent => [Self::Urgent],
    Self::Late => [Self::Late],
    Self::OnHold => [Self::OnHold],
});

impl Samples for Filter {
    fn samples() -> Vec<Self> {
        let narrow = Self {
            view: View::OnHold,
            department: Some(DepartmentId(uuid(0x40))),
            text: "pão de queijo".into(),
        };
        vec![Self::default(), narrow]
    }
}

variants!(Order {
    Self::Sla => [Self::Sla],
    Self::Priority => [Self::Priority],
    Self::Oldest => [Self::Oldest],
    Self::Updated => [Self::Updated],
    Self::Manual => [Self::Manual],
});

impl Samples for SortKey {
    fn samples() -> Vec<Self> {
        let facts: Facts = one();
        each(|order: Order| order.key(&facts))
    }
}

variants!(Swimlanes {
    Self::None => [Self::None],
    Self::Agent => [Self::Agent],
    Self::Priority => [Self::Priority],
    Self::Department => [Self::Department],
    Self::Organization => [Self::Organization],
});

variants!(Swimlane {
    Self::Agent(_) => [Self::Agent(None), Self::Agent(Some(PersonId(uuid(0x10))))],
    Self::Priority(_) => [Self::Priority(Priority::Low)],
    Self::Department(_) => [Self::Department(DepartmentId(uuid(0x40)))],
    Self::Organization(_) => [Self::Organization(None), Self::Organization(Some(OrganizationId(uuid(0x30))))],
});

impl Samples for SwimlaneName {
    fn samples() -> Vec<Self> {
        vec![
            Self { lane: Swimlane::Agent(None), name: None },
            Self { lane: Swimlane::Department(DepartmentId(uuid(0x40))), name: Some("Suporte".into()) },
        ]
    }
}

impl Samples for SwimlaneCounts {
    fn samples() -> Vec<Self> {
        vec![Self { lane: Swimlane::Priority(Priority::High), columns: ColumnCounts::samples() }]
    }
}

impl Samples for ColumnCounts {
    fn samples() -> Vec<Self> {
        vec![Self::default(), Self { cards: 7, late: 2, soon: 1, free: 3, oldest: Some(at(0)) }]
    }
}

impl Samples for Inside {
    fn samples() -> Vec<Self> {
        vec![Self { department: DepartmentId(uuid(0x40)), column: ColumnId(2), cards: 4 }]
    }
}

impl Samples for Counts {
    fn samples() -> Vec<Self> {
        let full = Self {
            columns: ColumnCounts::samples(),
            whole: vec![4, 9],
            lanes: SwimlaneCounts::samples(),
            views: [1, 2, 3, 4, 5, 6],
            limits: Inside::samples(),
        };
        vec![Self::default(), full]
    }
}

impl Samples for Summary {
    fn samples() -> Vec<Self> {
        each(|counts| Self { seq: 3, counts, above: vec![0, 9] })
    }
}

impl Samples for Top {
    fn samples() -> Vec<Self> {
        vec![
            Self { column: ColumnId(1), lane: None, key: one() },
            Self { column: ColumnId(1), lane: Some(one()), key: one() },
        ]
    }
}

impl Samples for DepartmentName {
    fn samples() -> Vec<Self> {
        vec![Self {
            id: DepartmentId(uuid(0x40)),
            name: "Suporte Técnico".into(),
            slug: "suporte-tecnico".into(),
        }]
    }
}

impl Samples for Card {
    fn samples() -> Vec<Self> {
        let [fresh, old] = [0, 1].map(|at| Facts::samples().swap_remove(at));
        vec![
            Self {
                facts: fresh,
                number: 1_042,
                title: "Aspas \" e quebra\nde linha".into(),
                contact: "João".into(),
                organization: None,
                assignee: None,
                messages: 0,
                comments: 0,
                last_line: None,
                unread: false,
            },
            Self {
                facts: old,
                number: 1,
                title: "Nota".into(),
                contact: "João".into(),
                organization: Some("Padaria".into()),
                assignee: Some(one()),
                messages: 2,
                comments: 1,
                last_line: Some("Bom dia".into()),
                unread: true,
            },
        ]
    }
}

impl Samples for BoardColumn {
    fn samples() -> Vec<Self> {
        vec![
            Self { id: ColumnId(1), lane: None, cards: Card::samples(), next: None },
            Self { id: ColumnId(1), lane: Some(one()), cards: vec![], next: Some(one()) },
        ]
    }
}

variants!(From {
    Self::After(_) => [Self::After(one())],
    Self::Before(_) => [Self::Before(one())],
    Self::At(_) => [Self::At(300)],
});

impl Samples for ColumnPage {
    fn samples() -> Vec<Self> {
        vec![
            Self { seq: 3, above: 0, cards: vec![], next: None, prev: None },
            Self { seq: 3, above: 7, cards: Card::samples(), next: Some(one()), prev: Some(one()) },
        ]
    }
}

impl Samples for SavedView {
    fn samples() -> Vec<Self> {
        each(|query| Self {
            id: ViewId(uuid(0x70)),
            name: "Meus de hoje".into(),
            query,
            shared: true,
            own: false,
        })
    }
}

impl Samples for NewView {
    fn samples() -> Vec<Self> {
        each(|query: BoardQuery| Self { name: "Meus de hoje".into(), query, shared: false })
    }
}

impl Samples for Board {
    fn samples() -> Vec<Self> {
        vec![Self {
            seq: 9,
            now: at(5),
            viewer: Actor::samples().swap_remove(2),
            rules: one::<BoardRules>(),
            departments: DepartmentName::samples(),
            views: SavedView::samples(),
            filter: Filter::samples().swap_remove(1),
            order: Order::Manual,
            lanes: Swimlanes::Priority,
            rows: SwimlaneName::samples(),
            more_lanes: 2,
            columns: BoardColumn::samples(),
            counts: Counts::samples().swap_remove(1),
        }]
    }
}
