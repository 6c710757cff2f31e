use super::{Samples, at, each, one, uuid, variants};
use crate::board::{Filter, Order, Swimlanes};
use crate::desk::{BoardQuery, Done, Load, MyTickets, Outcome, Page, Tab, TicketPage};
use crate::feed::ClientCard;
use crate::ids::TicketId;
use crate::people::Actor;

impl Samples for BoardQuery {
    fn samples() -> Vec<Self> {
        let chosen = Self {
            filter: Filter::samples().swap_remove(1),
            order: Order::Manual,
            lanes: Swimlanes::Organization,
        };
        vec![Self::default(), chosen]
    }
}

variants!(Outcome {
    Self::Done(_) => [Self::Done(one())],
    Self::Refused(_) => [Self::Refused(one())],
});

impl Samples for Load {
    fn samples() -> Vec<Self> {
        vec![Self { person: one(), open: 12, online: true }]
    }
}

impl Samples for Done {
    fn samples() -> Vec<Self> {
        let plain = Self { ticket: TicketId(uuid(7)), seq: 4, linked: false };
        vec![Self { seq: i64::MAX, linked: true, ..plain.clone() }, plain]
    }
}

variants!(TicketPage {
    Self::Team(_) => [Self::Team(Box::new(one()))],
    Self::Client(_) => [Self::Client(Box::new(one()))],
});

impl<T: Samples> Samples for Page<T> {
    fn samples() -> Vec<Self> {
        each(|content| Self { seq: 1, now: at(9), viewer: one(), rules: one(), content })
    }
}

variants!(Tab {
    Self::Open => [Self::Open],
    Self::Finished => [Self::Finished],
});

impl Samples for MyTickets {
    fn samples() -> Vec<Self> {
        let full = Self {
            seq: 1,
            now: at(9),
            viewer: one::<Actor>(),
            open: 1,
            finished: 2,
            tickets: ClientCard::samples(),
            next: Some(3),
        };
        vec![Self { tickets: vec![], next: None, ..full.clone() }, full]
    }
}
