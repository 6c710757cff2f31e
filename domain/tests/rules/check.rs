//! Who may what (`decisions.md` 4), and which moves there are (`decisions.md` 2).

use crate::world::{
    ACTIVE, APPROVAL, CANCELLED, DONE, NEW, ON_HOLD, SUPPORT, TICKET, WAITING, World, administrator, ana,
    assign, at, audience, bruno, cancel, carla, client, colleague, colleague_who_sees_all, comment, loner,
    manager, move_to, neighbour, new_ticket, organization_manager, other_manager, priority, reply,
    reply_then, stranger,
};
use domain::people::Audience;
use domain::rules::{BoardRules, PriorityMode, WipLimit};
use domain::ticket::{Around, Facts, Field, Move, TEXT_MAX, TITLE_MAX, Talk, check, check_change};
use domain::{Actor, Change, ColumnId, Command, DepartmentId, Priority, Refusal, StatusId};

fn facts(status: StatusId, audience: Audience) -> Facts {
    let mut world = World::new();
    let mut facts = world.opened(0).facts;
    let status = world.rules.board.status(status).unwrap();
    (facts.status, facts.category, facts.column) = (status.id, status.category, status.column);
    facts.audience = audience;
    facts
}

fn ask(ticket: &Facts, command: &Change, actor: &Actor) -> Result<(), Refusal> {
    check_change(ticket, command, actor, &BoardRules::default(), Around::default())
}

/// One letter for an answer: yes, unseen, forbidden, not the responsible, not of the department.
fn letter(answer: Result<(), Refusal>) -> char {
    match answer {
        Ok(()) => 'y',
        Err(Refusal::Unseen) => 'u',
        Err(Refusal::NotPermitted) => '-',
        Err(Refusal::NotResponsible) => 'r',
        Err(Refusal::NotInDepartment) => 'd',
        Err(other) => panic!("{other}"),
    }
}

/// What each may do with a ticket in progress, in the order: move, priority, link oneself, assign another,
/// leave it without agent, comment, reply, finish, cancel, snooze.
fn row(actor: &Actor, audience: &Audience) -> String {
    let ticket = facts(ACTIVE, audience.clone());
    [
        move_to(WAITING),
        priority(Priority::Urgent),
        assign(Some(actor)),
        assign(Some(&Actor { person: domain::PersonId(uuid::Uuid::from_u128(77)), ..bruno() })),
        assign(None),
        comment(),
        reply(),
        move_to(DONE),
        cancel(Some("Aberto por engano")),
        Change::Snooze(Some(at(60))),
    ]
    .iter()
    .map(|command| letter(ask(&ticket, command, actor)))
    .collect()
}

fn assert_table(audience: &Audience, table: &[(&str, Actor, &str)]) {
    for (who, actor, expected) in table {
        assert_eq!(row(actor, audience), *expected, "{who}");
    }
}

#[test]
fn who_may_what_with_a_ticket_of_another_agent() {
    assert_table(
        &audience(Some(&ana())),
        &[
            ("client", client(), "------yyy-"),
            ("colleague", colleague(), "uuuuuuuuuu"),
            ("colleague who sees all", colleague_who_sees_all(), "------y---"),
            ("organization's manager", organization_manager(), "------y---"),
            ("stranger", stranger(), "uuuuuuuuuu"),
            ("client without organization", loner(), "uuuuuuuuuu"),
            ("responsible agent", ana(), "yyy-yyyyyy"),
            ("agent of the department", bruno(), "yyy--yyryy"),
            ("agent of another department", carla(), "uuuuuuuuuu"),
            ("department's manager", manager(), "yyyyyyyyyy"),
            ("member who leads another department", neighbour(), "yyy--yyryy"),
            ("manager of another department", other_manager(), "uuuuuuuuuu"),
            ("administrator", administrator(), "yyyyyyyyyy"),
        ],
    );
}

#[test]
fn r89_an_unassigned_ticket_is_for_any_agent_of_the_department() {
    assert_table(
        &audience(None),
        &[
            ("agent of the department", bruno(), "yyy--yyyyy"),
            ("agent of another department", carla(), "uuuuuuuuuu"),
            ("department's manager", manager(), "yyyyyyyyyy"),
            ("client", client(), "------yyy-"),
        ],
    );
}

#[test]
fn r58_a_private_ticket_is_for_the_requester_and_the_team() {
    let private = Audience { private: true, ..audience(Some(&ana())) };
    assert_table(
        &private,
        &[
            ("client", client(), "------yyy-"),
            ("colleague who sees all", colleague_who_sees_all(), "uuuuuuuuuu"),
            ("organization's manager", organization_manager(), "uuuuuuuuuu"),
            ("responsible agent", ana(), "yyy-yyyyyy"),
            ("administrator", administrator(), "yyyyyyyyyy"),
        ],
    );
}

#[test]
fn r90_the_responsible_of_another_department_serves_but_cannot_link_anew() {
    assert_table(&audience(Some(&carla())), &[("agent of another department", carla(), "yyd-yyyyyy")]);
}

#[test]
fn a_ticket_without_organization_is_seen_by_no_organization() {
    let alone = Audience { organization: None, ..audience(Some(&ana())) };
    assert_table(
        &alone,
        &[
            ("client", client(), "------yyy-"),
            ("client without organization", loner(), "uuuuuuuuuu"),
            ("organization's manager", organization_manager(), "uuuuuuuuuu"),
        ],
    );
}

#[test]
fn an_organizations_manager_finishes_and_cancels_own_tickets_only() {
    let own = Audience { requester: organization_manager().contact.unwrap(), ..audience(Some(&ana())) };
    assert_table(
        &own,
        &[
            ("organization's manager", organization_manager(), "------yyy-"),
            ("colleague who sees all", colleague_who_sees_all(), "------y---"),
        ],
    );
}

#[test]
fn a_ticket_that_is_not_there_is_unseen() {
    for change in [move_to(DONE), priority(Priority::Low), assign(None), comment(), reply()] {
        let command = change.clone().of(TICKET);
        let answer = check(None, &command, &administrator(), &BoardRules::default(), Around::default());
        assert_eq!(answer, Err(Refusal::Unseen), "{command:?}");
    }
}

#[test]
fn whom_a_ticket_may_be_opened_for() {
    let for_whom = |contact: Option<&Actor>, actor: &Actor| {
        let new = new_ticket(contact.map(|c| c.contact.unwrap()));
        check(None, &Command::Open(new), actor, &BoardRules::default(), Around::default())
    };
    let unknown = Err(Refusal::UnknownContact);
    assert_eq!(for_whom(None, &client()), Ok(()));
    assert_eq!(for_whom(Some(&client()), &client()), Ok(()));
    assert_eq!(for_whom(Some(&colleague()), &client()), unknown);
    assert_eq!(for_whom(Some(&client()), &colleague_who_sees_all()), unknown);
    assert_eq!(for_whom(None, &Actor { contact: None, ..client() }), unknown);
    // Whether the contact belongs to the organization is asked by `open`, which knows it.
    assert_eq!(for_whom(Some(&client()), &organization_manager()), Ok(()));
    assert_eq!(for_whom(None, &organization_manager()), Ok(()));
    for team in [ana(), carla(), manager(), administrator()] {
        assert_eq!(for_whom(Some(&client()), &team), Ok(()));
        assert_eq!(for_whom(None, &team), unknown);
    }
}

/// Every transition of the responsible agent between the statuses of the default board.
#[test]
fn c4_the_transitions_of_the_responsible_agent() {
    let statuses = [NEW, ACTIVE, WAITING, ON_HOLD, APPROVAL, DONE, CANCELLED];
    let row = |from: StatusId, actor: &Actor| -> String {
        let ticket = facts(from, audience(Some(&ana())));
        let to = |status: StatusId| Move {
            status,
            anchor: None,
            seen: 0,
            confirm: false,
            reason: Some("Porque sim".into()),
            also: None,
        };
        statuses
            .iter()
            .map(|status| match ask(&ticket, &Change::Move(to(*status)), actor) {
                Err(Refusal::NoTransition { .. }) => 'n',
                Err(Refusal::Cancelled) => 'c',
                other => letter(other),
            })
            .collect()
    };
    // To: Novo, Em andamento, Pendente, Em espera, Aguardando aprovação, Resolvido, Cancelado.
    let table = [
        ("Novo", NEW, "yyyyyyy", "yyyyyyy"),
        ("Em andamento", ACTIVE, "yyyyyyy", "yyyyyyy"),
        ("Pendente", WAITING, "yyyyyyy", "yyyyyyy"),
        ("Em espera", ON_HOLD, "yyyyyyy", "yyyyyyy"),
        // Left only by approval or refusal, which are the manager's.
        ("Aguardando aprovação", APPROVAL, "rnnnynr", "ynnnyny"),
        // What is resolved may be reopened, but no more be called off.
        ("Resolvido", DONE, "yyyyyyn", "yyyyyyn"),
        ("Cancelado", CANCELLED, "ccccccy", "ccccccy"),
    ];
    for (name, from, agent, lead) in table {
        assert_eq!(row(from, &ana()), agent, "agent, from {name}");
        assert_eq!(row(from, &manager()), lead, "manager, from {name}");
    }
}

#[test]
fn back_to_the_queue_only_by_the_responsible_or_a_manager() {
    let taken = facts(ACTIVE, audience(Some(&ana())));
    assert_eq!(ask(&taken, &move_to(NEW), &bruno()), Err(Refusal::NotResponsible));
    assert_eq!(ask(&taken, &reply_then(Some(NEW)), &bruno()), Err(Refusal::NotResponsible));
    assert_eq!(ask(&taken, &move_to(NEW), &manager()), Ok(()));
    assert_eq!(ask(&facts(ACTIVE, audience(None)), &move_to(NEW), &bruno()), Ok(()));
}

#[test]
fn a_client_finishes_and_cancels_only_what_is_open() {
    for status in [NEW, ACTIVE, WAITING, ON_HOLD] {
        let ticket = facts(status, audience(Some(&ana())));
        assert_eq!(ask(&ticket, &move_to(DONE), &client()), Ok(()));
        assert_eq!(ask(&ticket, &cancel(None), &client()), Ok(()));
    }
    let waiting = facts(APPROVAL, audience(None));
    assert_eq!(ask(&waiting, &move_to(DONE), &client()), Err(Refusal::NoTransition { to: DONE }));
    assert_eq!(ask(&waiting, &cancel(None), &client()), Ok(()));
    assert_eq!(ask(&waiting, &move_to(NEW), &client()), Err(Refusal::NotPermitted));
    for status in [DONE, CANCELLED] {
        let ticket = facts(status, audience(Some(&ana())));
        for command in [move_to(DONE), cancel(None), move_to(ACTIVE), move_to(NEW)] {
            assert_eq!(ask(&ticket, &command, &client()), Err(Refusal::NotPermitted), "{command:?}");
        }
    }
}

#[test]
fn r111_a_ticket_with_open_children_is_not_resolved() {
    let mut ticket = facts(ACTIVE, audience(Some(&ana())));
    ticket.open_children = 2;
    for actor in [ana(), manager(), administrator(), client()] {
        assert_eq!(ask(&ticket, &move_to(DONE), &actor), Err(Refusal::OpenChildren { count: 2 }));
    }
    assert_eq!(ask(&ticket, &reply_then(Some(DONE)), &ana()), Err(Refusal::OpenChildren { count: 2 }));
    // R112: meanwhile it goes on.
    assert_eq!(ask(&ticket, &move_to(WAITING), &ana()), Ok(()));
    assert_eq!(ask(&ticket, &reply(), &ana()), Ok(()));
}

#[test]
fn an_agent_cancels_with_a_reason() {
    let ticket = facts(ACTIVE, audience(Some(&ana())));
    let empty = Err(Refusal::Empty { field: Field::Reason });
    for actor in [ana(), bruno(), manager(), administrator()] {
        assert_eq!(ask(&ticket, &cancel(None), &actor), empty);
        assert_eq!(ask(&ticket, &cancel(Some("  ")), &actor), empty);
        assert_eq!(ask(&ticket, &cancel(Some("Repetido")), &actor), Ok(()));
    }
    let long = "a".repeat(TEXT_MAX + 1);
    let too_long = Err(Refusal::TooLong { field: Field::Reason, max: TEXT_MAX });
    assert_eq!(ask(&ticket, &cancel(Some(&long)), &ana()), too_long);
    assert_eq!(ask(&ticket, &cancel(Some(&long)), &client()), too_long);
    // No answer may carry a ticket there without one.
    assert_eq!(ask(&ticket, &reply_then(Some(CANCELLED)), &ana()), empty);
}

#[test]
fn a_cancelled_ticket_is_left_alone() {
    let ticket = facts(CANCELLED, audience(Some(&ana())));
    for command in [move_to(ACTIVE), priority(Priority::Low), assign(None), reply()] {
        assert_eq!(ask(&ticket, &command, &administrator()), Err(Refusal::Cancelled), "{command:?}");
    }
    assert_eq!(ask(&ticket, &reply(), &client()), Err(Refusal::Cancelled));
}

#[test]
fn an_unknown_status_is_refused() {
    let ticket = facts(ACTIVE, audience(Some(&ana())));
    for command in [move_to(StatusId(77)), reply_then(Some(StatusId(77)))] {
        assert_eq!(ask(&ticket, &command, &ana()), Err(Refusal::UnknownStatus));
    }
}

#[test]
fn a_client_gives_no_status_with_an_answer() {
    let ticket = facts(ACTIVE, audience(Some(&ana())));
    assert_eq!(ask(&ticket, &reply_then(Some(DONE)), &client()), Err(Refusal::NotPermitted));
}

#[test]
fn c2_priorities_by_rules_are_not_set_by_hand() {
    let ticket = facts(ACTIVE, audience(Some(&ana())));
    for (mode, answer) in [
        (PriorityMode::Automatic, Err(Refusal::PriorityByRules)),
        (PriorityMode::Override, Ok(())),
        (PriorityMode::Manual, Ok(())),
    ] {
        let rules = BoardRules { priorities: mode, ..BoardRules::default() };
        let set =
            check_change(&ticket, &priority(Priority::High), &administrator(), &rules, Around::default());
        assert_eq!(set, answer, "{mode:?}");
        let mut new = new_ticket(client().contact);
        new.priority = Some(Priority::High);
        let open = |actor: &Actor| check(None, &Command::Open(new.clone()), actor, &rules, Around::default());
        assert_eq!(open(&ana()), answer, "{mode:?}");
        // A client's word is not refused: it does not count, in any mode.
        assert_eq!(open(&client()), Ok(()), "{mode:?}");
    }
}

#[test]
fn a_hard_limit_on_work_in_progress_refuses_and_a_soft_one_does_not() {
    let ticket = facts(NEW, audience(Some(&ana())));
    let limit = |hard: bool, department: DepartmentId, in_target_column: u32, command: &Change| {
        let limit = WipLimit { department, column: ColumnId(2), limit: 3, hard };
        let rules = BoardRules { limits: vec![limit], ..BoardRules::default() };
        check_change(&ticket, command, &manager(), &rules, Around { in_target_column, ..Around::default() })
    };
    let full = Err(Refusal::WipLimit { limit: 3 });
    assert_eq!(limit(true, SUPPORT, 2, &move_to(ACTIVE)), Ok(()));
    assert_eq!(limit(true, SUPPORT, 3, &move_to(ACTIVE)), full);
    assert_eq!(limit(true, SUPPORT, 9, &reply_then(Some(WAITING))), full);
    assert_eq!(limit(false, SUPPORT, 9, &move_to(ACTIVE)), Ok(()));
    assert_eq!(limit(true, crate::world::FINANCE, 9, &move_to(ACTIVE)), Ok(()));
    assert_eq!(limit(true, SUPPORT, 9, &move_to(DONE)), Ok(()));
    // Within its column a card takes no room from another.
    let inside = facts(ACTIVE, audience(Some(&ana())));
    let rules = BoardRules {
        limits: vec![WipLimit { department: SUPPORT, column: ColumnId(2), limit: 3, hard: true }],
        ..BoardRules::default()
    };
    let around = Around { in_target_column: 9, ..Around::default() };
    assert_eq!(check_change(&inside, &move_to(WAITING), &ana(), &rules, around), Ok(()));
}

#[test]
fn texts_are_neither_blank_nor_too_long_nor_unwritable() {
    let ticket = facts(ACTIVE, audience(Some(&ana())));
    let long = "ã".repeat(TEXT_MAX + 1);
    let fits = "ã".repeat(TEXT_MAX);
    let comment = |text: &str| ask(&ticket, &Change::Talk(Talk::Comment(text.into())), &ana());
    assert_eq!(comment(" \n\t"), Err(Refusal::Empty { field: Field::Comment }));
    assert_eq!(comment(&long), Err(Refusal::TooLong { field: Field::Comment, max: TEXT_MAX }));
    assert_eq!(comment("a\0"), Err(Refusal::Unwritable { field: Field::Comment }));
    assert_eq!(comment(&fits), Ok(()));
    let say = |text: &str| {
        ask(
            &ticket,
            &Change::Talk(Talk::Reply(domain::ticket::Reply { text: text.into(), then: None })),
            &client(),
        )
    };
    assert_eq!(say("\u{a0}"), Err(Refusal::Empty { field: Field::Message }));
    assert_eq!(say(&long), Err(Refusal::TooLong { field: Field::Message, max: TEXT_MAX }));
    assert_eq!(say(&fits), Ok(()));
    let open = |title: &str, description: &str| {
        let mut new = new_ticket(None);
        (new.title, new.description) = (title.into(), description.into());
        check(None, &Command::Open(new), &client(), &BoardRules::default(), Around::default())
    };
    assert_eq!(open(" ", "x"), Err(Refusal::Empty { field: Field::Title }));
    assert_eq!(
        open(&"x".repeat(TITLE_MAX + 1), "x"),
        Err(Refusal::TooLong { field: Field::Title, max: TITLE_MAX })
    );
    assert_eq!(open("\0x", "x"), Err(Refusal::Unwritable { field: Field::Title }));
    assert_eq!(open("x", ""), Err(Refusal::Empty { field: Field::Description }));
    assert_eq!(open("x", &long), Err(Refusal::TooLong { field: Field::Description, max: TEXT_MAX }));
    assert_eq!(open(&"ã".repeat(TITLE_MAX), &fits), Ok(()));
}
