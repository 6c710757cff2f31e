use super::{Samples, at, each, one, uuid, variants};
use crate::ids::{ColumnId, ContactId, DepartmentId, PersonId, StatusId, TagId, TicketId};
use crate::people::Audience;
use crate::sla::{Clocks, Metric, SlaFace};
use crate::status::{Category, Priority};
use crate::ticket::{
    Also, Anchor, Change, Command, Event, Facts, Field, Move, OpenTicket, PersonRef, Refusal, Reply, Side,
    Tagging, Talk, Undone, Visibility, WokenBy,
};

fn ticket() -> TicketId {
    TicketId(uuid(0xa1b2_c3d4 << 96))
}

impl Samples for PersonRef {
    fn samples() -> Vec<Self> {
        vec![Self { id: PersonId(uuid(0x10)), name: "Ana Lúcia".into() }]
    }
}

variants!(Side {
    Self::Team => [Self::Team],
    Self::Client => [Self::Client],
});

variants!(WokenBy {
    Self::End => [Self::End],
    Self::Client => [Self::Client],
    Self::Sla => [Self::Sla],
    Self::Time => [Self::Time],
    Self::Hand => [Self::Hand],
});

variants!(Visibility {
    Self::Public => [Self::Public],
    Self::Team => [Self::Team],
});

variants!(Field {
    Self::Title => [Self::Title],
    Self::Description => [Self::Description],
    Self::Message => [Self::Message],
    Self::Comment => [Self::Comment],
    Self::Reason => [Self::Reason],
    Self::ViewName => [Self::ViewName],
    Self::TagName => [Self::TagName],
});

impl Samples for Anchor {
    fn samples() -> Vec<Self> {
        let card = Some(ticket());
        vec![Self::default(), Self { after: card, before: None }, Self { after: None, before: card }]
    }
}

variants!(Also {
    Self::Assign(_) => [Self::Assign(None), Self::Assign(Some(PersonId(uuid(0x10))))],
    Self::Priority(_) => [Self::Priority(Priority::Urgent)],
});

impl Samples for Move {
    fn samples() -> Vec<Self> {
        let plain =
            Self { status: StatusId(2), anchor: None, seen: 0, confirm: false, reason: None, also: None };
        let mut all = vec![
            plain.clone(),
            Self {
                seen: 1 << 50,
                confirm: true,
                reason: Some("Aspas \" e quebra\nde linha".into()),
                ..plain.clone()
            },
        ];
        all.extend(each(|anchor| Self { anchor: Some(anchor), ..plain.clone() }));
        all.extend(each(|also| Self { also: Some(also), ..plain.clone() }));
        all
    }
}

impl Samples for Reply {
    fn samples() -> Vec<Self> {
        vec![
            Self { text: "Olá".into(), then: None },
            Self { text: "Pronto 👍".into(), then: Some(StatusId(3)) },
        ]
    }
}

impl Samples for OpenTicket {
    fn samples() -> Vec<Self> {
        let own = Self {
            title: "Nota rejeitada".into(),
            description: "Desde hoje cedo".into(),
            contact: None,
            department: DepartmentId(uuid(0x40)),
            priority: None,
        };
        vec![
            Self { contact: Some(ContactId(uuid(0x20))), priority: Some(Priority::High), ..own.clone() },
            own,
        ]
    }
}

impl Samples for Command {
    fn samples() -> Vec<Self> {
        let mut all = vec![Self::Open(one())];
        all.extend(each(|change| Self::Change(ticket(), change)));
        all
    }
}

variants!(Change {
    Self::Move(_) => [Self::Move(one())],
    Self::Priority(_) => [Self::Priority(Priority::Urgent)],
    Self::Assign(_) => [Self::Assign(None), Self::Assign(Some(PersonId(uuid(0x10))))],
    Self::Talk(_) => [Self::Talk(Talk::Comment("Só nós".into())), Self::Talk(Talk::Reply(one()))],
    Self::Snooze(_) => [Self::Snooze(None), Self::Snooze(Some(at(60)))],
    Self::Archive(_) => [Self::Archive(true), Self::Archive(false)],
    Self::Tag(_) => [Self::Tag(one()), Self::Tag(Tagging { tag: TagId(2), on: false })],
    Self::Undo(_) => [Self::Undo(1 << 50)],
    Self::Because(..) => [Self::Priority(Priority::Low).because("Já há\n\"contorno\"")],
});

variants!(Talk {
    Self::Comment(_) => [Self::Comment("Só nós".into())],
    Self::Reply(_) => [Self::Reply(one())],
});

impl Samples for Tagging {
    fn samples() -> Vec<Self> {
        [true, false].map(|on| Self { tag: TagId(2), on }).to_vec()
    }
}

variants!(Event {
    Self::Opened { .. } => [Self::Opened {
        department: DepartmentId(uuid(0x40)),
        priority: Priority::Low,
        status: StatusId(1),
        by: Side::Team,
        place: "V00010".into(),
    }],
    Self::Moved { .. } => [
        Self::Moved {
            from: StatusId(1),
            from_category: Category::New,
            to: StatusId(3),
            to_category: Category::Done,
            place: "80".into(),
            reason: None,
        },
        Self::Moved {
            from: StatusId(3),
            from_category: Category::Done,
            to: StatusId(8),
            to_category: Category::Cancelled,
            place: "7f80".into(),
            reason: Some("Repetido".into()),
        },
    ],
    Self::Placed { .. } => [Self::Placed { place: "8080".into() }],
    Self::PriorityChanged { .. } => [Self::PriorityChanged { from: Priority::Low, to: Priority::Urgent }],
    Self::Assigned { .. } => [
        Self::Assigned { from: None, to: Some(one()), by_acting: true },
        Self::Assigned { from: Some(one()), to: None, by_acting: false },
    ],
    Self::Commented { .. } => [Self::Commented { comment: uuid(0x50) }],
    Self::Replied { .. } => [Self::Replied { message: uuid(0x60), by: Side::Client }],
    Self::ClocksSet { .. } => [Self::ClocksSet { clocks: Box::new(Clocks::samples().swap_remove(1)) }],
    Self::SlaWarned { .. } => [Self::SlaWarned { metric: Metric::FirstResponse, due_at: at(60) }],
    Self::SlaBreached { .. } => [Self::SlaBreached { metric: Metric::Resolution, due_at: at(90) }],
    Self::Snoozed { .. } => [Self::Snoozed { until: at(120) }],
    Self::Woken { .. } => [Self::Woken { by: WokenBy::Time }],
    Self::Archived { .. } => [Self::Archived { archived: true }],
    Self::Tagged { .. } => [Self::Tagged { tags: vec![TagId(2), TagId(5)], name: "NF-e".into(), on: false }],
    Self::Explained { .. } => [Self::Explained { reason: "Cliente avisou".into() }],
    Self::Undone(_) => [Self::Undone(Box::new(one()))],
});

variants!(Refusal {
    Self::Unseen => [Self::Unseen],
    Self::NotPermitted => [Self::NotPermitted],
    Self::NotResponsible => [Self::NotResponsible],
    Self::NotInDepartment => [Self::NotInDepartment],
    Self::NotAssignable => [Self::NotAssignable],
    Self::NoTransition { .. } => [Self::NoTransition { to: StatusId(3) }],
    Self::UnknownStatus => [Self::UnknownStatus],
    Self::OpenChildren { .. } => [Self::OpenChildren { count: 2 }],
    Self::WipLimit { .. } => [Self::WipLimit { limit: 3 }],
    Self::Stale { .. } => [Self::Stale { by: "Ana".into(), at: at(1), status: StatusId(3), seq: 7 }],
    Self::PriorityByRules => [Self::PriorityByRules],
    Self::Cancelled => [Self::Cancelled],
    Self::NotOpen => [Self::NotOpen],
    Self::NotFinished => [Self::NotFinished],
    Self::SnoozeTime { .. } => [Self::SnoozeTime { days: 365 }],
    Self::Empty { .. } => [Self::Empty { field: Field::Reason }],
    Self::TooLong { .. } => [Self::TooLong { field: Field::Title, max: 200 }],
    Self::Unwritable { .. } => [Self::Unwritable { field: Field::Message }],
    Self::TooManyViews { .. } => [Self::TooManyViews { max: 50 }],
    Self::UnknownTag => [Self::UnknownTag],
    Self::TagTaken => [Self::TagTaken],
    Self::TooManyTags { .. } => [Self::TooManyTags { max: 12 }],
    Self::UnknownContact => [Self::UnknownContact],
    Self::UnknownDepartment => [Self::UnknownDepartment],
    Self::OpReused => [Self::OpReused],
});

impl Samples for Undone {
    fn samples() -> Vec<Self> {
        let events = vec![Event::Archived { archived: false }];
        let told = Self {
            of: 8,
            events,
            touched: true,
            updated_at: at(5),
            resolved_at: Some(at(4)),
            forgotten: None,
        };
        let forgotten = Self {
            of: 9,
            events: vec![],
            touched: false,
            resolved_at: None,
            forgotten: Some((7, 1_763_820_300_123)),
            ..told.clone()
        };
        vec![told, forgotten]
    }
}

impl Samples for Facts {
    fn samples() -> Vec<Self> {
        let fresh = Self {
            id: ticket(),
            seq: 9,
            placed_seq: 8,
            status: StatusId(1),
            category: Category::New,
            column: ColumnId(1),
            place: "80".into(),
            priority: Priority::Medium,
            audience: one(),
            sla: one(),
            created_at: at(0),
            updated_at: at(5),
            resolved_at: None,
            touched: false,
            open_children: 0,
            snoozed_until: None,
            archived: false,
            tags: Box::default(),
        };
        let old = Self {
            audience: Audience::samples().swap_remove(1),
            sla: SlaFace::samples().swap_remove(2),
            resolved_at: Some(at(60)),
            touched: true,
            open_children: 2,
            snoozed_until: Some(at(90)),
            archived: true,
            ..fresh.clone()
        };
        let tagged = Self { tags: [TagId(5), TagId(1)].into(), ..fresh.clone() };
        vec![fresh, old, tagged]
    }
}
