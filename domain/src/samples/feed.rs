use super::{Samples, at, each, one, uuid, variants};
use crate::feed::{
    ClientBody, ClientCard, ClientTicket, ContactCard, Doing, Entry, Frame, Here, InternalComment, Load,
    Packet, Present, TeamBody, TeamTicket,
};
use crate::ids::{ContactId, OpId, StatusId, TicketId};
use crate::sla::{Clock, Metric};
use crate::status::{Category, Priority};
use crate::ticket::{PersonRef, Side, WokenBy};

impl<Card: Samples, Body: Samples> Samples for Frame<Card, Body> {
    fn samples() -> Vec<Self> {
        let frame = |op_id, actor, card, entries| Self {
            seq: 12,
            op_id,
            at: at(3),
            actor,
            ticket: TicketId(uuid(7)),
            card,
            entries,
        };
        vec![
            frame(None, None, None, vec![]),
            frame(Some(OpId(uuid(8))), Some(one()), Some(one()), Entry::samples()),
        ]
    }
}

impl<F: Samples> Samples for Packet<F> {
    fn samples() -> Vec<Self> {
        let kinds = [
            Self::Hello { seq: 1, now: at(0), build: "0.1.0".into(), online: 3, rules: 7 },
            Self::Frame { seq: 12, prev: 9, unread: true, body: one() },
            Self::Reset,
            Self::Beat { seq: 1, now: at(0), online: u32::MAX },
            Self::Presence { ticket: TicketId(uuid(7)), people: Present::samples() },
            Self::Rules { version: 8, rules: Box::new(one()) },
        ];
        // No wild card: whoever adds a kind of packet adds it above.
        for packet in &kinds {
            match packet {
                Self::Hello { .. }
                | Self::Frame { .. }
                | Self::Reset
                | Self::Beat { .. }
                | Self::Presence { .. }
                | Self::Rules { .. } => {}
            }
        }
        kinds.into()
    }
}

variants!(Doing {
    Self::Viewing => [Self::Viewing],
    Self::Typing => [Self::Typing],
    Self::Dragging => [Self::Dragging],
});

impl Samples for Present {
    fn samples() -> Vec<Self> {
        each(|doing| Self { person: one(), doing })
    }
}

impl Samples for Here {
    fn samples() -> Vec<Self> {
        let mut all = each(|doing| Self { ticket: Some(TicketId(uuid(7))), doing });
        all.push(Self { ticket: None, doing: Doing::Viewing });
        all
    }
}

impl<Body: Samples> Samples for Entry<Body> {
    fn samples() -> Vec<Self> {
        let mut n = 0;
        each(|body| {
            n += 1;
            Self { seq: 4, n, at: at(7), actor: (n % 2 == 0).then(|| "Ana".to_owned()), body }
        })
    }
}

variants!(ClientBody {
    Self::Opened => [Self::Opened],
    Self::Message { .. } => [Self::Message { id: uuid(0x60), by: Side::Client, text: "Olá\u{1f44b}".into() }],
    Self::Moved { .. } => [Self::Moved {
        from: StatusId(2),
        from_category: Category::Active,
        to: StatusId(3),
        to_category: Category::Done,
        reason: Some("Pronto".into()),
    }],
    Self::PriorityChanged { .. } => [Self::PriorityChanged { from: Priority::Low, to: Priority::Urgent }],
});

variants!(TeamBody {
    Self::Public(_) => [Self::Public(ClientBody::Opened)],
    Self::Comment(_) => [Self::Comment(one())],
    Self::Assigned { .. } => [Self::Assigned { from: None, to: Some(one::<PersonRef>()), by_acting: true }],
    Self::SlaWarned { .. } => [Self::SlaWarned { metric: Metric::FirstResponse }],
    Self::SlaBreached { .. } => [Self::SlaBreached { metric: Metric::NextResponse, due_at: at(-5) }],
    Self::Snoozed { .. } => [Self::Snoozed { until: at(90) }],
    Self::Woken { .. } => [Self::Woken { by: WokenBy::Sla }],
    Self::Archived { .. } => [Self::Archived { archived: true }],
    Self::Tagged { .. } => [Self::Tagged { name: "NF-e".into(), on: true }],
    Self::Explained { .. } => [Self::Explained { reason: "Cliente avisou".into() }],
});

impl Samples for InternalComment {
    fn samples() -> Vec<Self> {
        vec![Self { id: uuid(0x50), text: "Só nós".into() }]
    }
}

impl Samples for ClientCard {
    fn samples() -> Vec<Self> {
        let plain = Self {
            id: TicketId(uuid(7)),
            seq: 9,
            number: 1,
            title: "Nota".into(),
            status: StatusId(2),
            status_name: None,
            category: Category::Active,
            priority: Priority::High,
            requester: "João".into(),
            requester_id: ContactId(uuid(0x20)),
            created_at: at(0),
            updated_at: at(1),
            messages: 3,
            unread: false,
        };
        vec![plain.clone(), Self { status_name: Some("Com o fornecedor".into()), unread: true, ..plain }]
    }
}

impl Samples for ContactCard {
    fn samples() -> Vec<Self> {
        vec![
            Self { name: "João".into(), email: None, phone: None, organization: None },
            Self {
                name: "João".into(),
                email: Some("joao@padaria.example".into()),
                phone: Some("(11) 5555-0100".into()),
                organization: Some("Padaria".into()),
            },
        ]
    }
}

impl Samples for TeamTicket {
    fn samples() -> Vec<Self> {
        vec![Self {
            card: one(),
            description: "Desde hoje".into(),
            department: "Suporte".into(),
            contact: one(),
            clocks: Metric::ALL.map(|metric| (metric, one::<Clock>())).to_vec(),
            entries: Entry::samples(),
            assignable: Load::samples(),
            read: 3,
        }]
    }
}

impl Samples for ClientTicket {
    fn samples() -> Vec<Self> {
        vec![Self {
            card: one(),
            description: "Desde hoje".into(),
            entries: Entry::samples(),
            own: true,
            read: 3,
        }]
    }
}
