//! Signing in, sessions, and adding people.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

#[macro_use]
mod engines;

use chrono::TimeDelta;
use desk::{AddPersonError, IDLE_LIMIT, LiveDesk, NewPerson, SignIn, SignInError, SignInLimits, SignedIn};
use domain::{Actor, PersonId, Role};
use engines::{Base, StandingClock};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

const PASSWORD: &str = "uma senha bem longa";
const HERE: &str = "203.0.113.7";

fn new(email: &str, role: Role) -> NewPerson {
    NewPerson {
        email: email.to_owned(),
        name: "Helena Duarte".to_owned(),
        role,
        password: PASSWORD.to_owned(),
        departments: vec![],
        organization: None,
    }
}

async fn try_from(
    desk: &LiveDesk,
    email: &str,
    password: &str,
    address: &str,
) -> Result<SignedIn, SignInError> {
    let address: IpAddr = address.parse().unwrap();
    desk.sign_in(SignIn { email: email.to_owned(), password: password.to_owned(), address }).await
}

async fn try_in(desk: &LiveDesk, email: &str, password: &str) -> Result<SignedIn, SignInError> {
    try_from(desk, email, password, HERE).await
}

/// A desk with its first administrator.
async fn founded(base: &Base) -> (LiveDesk, Arc<StandingClock>, PersonId) {
    let clock = StandingClock::at("2026-03-04T15:00:00Z");
    let desk = base.desk(&clock).await;
    let id = desk.add_person(new("Helena@Chama.example", Role::Administrator)).await.unwrap();
    (desk, clock, id)
}

async fn actor(desk: &LiveDesk, token: &str) -> Option<Actor> {
    desk.session(token).await.unwrap().map(|(_, actor)| actor)
}

on_both_engines!(
    t5_the_right_password_begins_a_session,
    t5_unknown_inactive_and_wrong_answer_alike,
    t5_too_many_failures_of_an_email_wait,
    t5_too_many_failures_of_an_address_wait,
    t5_a_success_forgives_the_email,
    t5_many_at_once_do_not_slip_through,
    t5_a_session_ends_idle_and_absolutely,
    t5_a_tab_left_open_does_not_keep_a_session_alive,
    t5_a_use_keeps_a_session_alive,
    t5_signing_out_ends_the_session,
    t5_an_outdated_hash_is_replaced,
    t11_the_database_decides_what_someone_is,
    r83_the_first_person_sets_up_the_desk,
    r83_what_cannot_be_added_is_refused,
    r4_a_client_speaks_for_a_contact,
    an_address_and_a_name_are_the_same_in_every_form,
);

async fn t5_the_right_password_begins_a_session(base: &Base) {
    let (desk, _, id) = founded(base).await;
    let first = try_in(&desk, "  helena@chama.EXAMPLE ", PASSWORD).await.unwrap();
    assert_eq!((first.actor.person, first.actor.role), (id, Role::Administrator));
    let second = try_in(&desk, "helena@chama.example", PASSWORD).await.unwrap();
    assert_ne!(first.token, second.token, "a new token at each sign-in");
    for one in [&first, &second] {
        let (key, actor) = desk.session(&one.token).await.unwrap().unwrap();
        assert_eq!(key, one.session);
        assert_eq!(actor, one.actor);
    }
    // Only the hash is stored.
    let stored = rows!(base, (Vec<u8>,), "SELECT token_hash FROM session");
    assert_eq!(stored.len(), 2);
    for (hash,) in stored {
        let hex: String = hash.iter().fold(String::new(), |hex, b| hex + &format!("{b:02x}"));
        assert!(hex != first.token && hex != second.token);
    }
    for token in ["", "x", &first.token[..63], &"0".repeat(64)] {
        assert!(actor(&desk, token).await.is_none(), "{token}");
    }
}

async fn t5_unknown_inactive_and_wrong_answer_alike(base: &Base) {
    let (desk, _, _) = founded(base).await;
    desk.add_person(new("inativa@chama.example", Role::Administrator)).await.unwrap();
    run!(base, "UPDATE person SET active = FALSE WHERE email_key = 'inativa@chama.example'");
    // Warm: the hash that unknown e-mails are compared with is made once.
    assert!(try_in(&desk, "ninguem@chama.example", PASSWORD).await.is_err());
    let mut times = vec![];
    for (email, password) in [
        ("helena@chama.example", "outra senha longa"),
        ("inativa@chama.example", PASSWORD),
        ("ninguem@chama.example", PASSWORD),
        ("", ""),
        ("nin\0guem@chama.example", "\0"),
    ] {
        let begin = Instant::now();
        let answer = try_in(&desk, email, password).await;
        times.push(begin.elapsed());
        assert!(matches!(answer, Err(SignInError::Wrong)), "{email}: {answer:?}");
    }
    // The same work: hashing dominates. The bound is wide, for machines that do other things too.
    let (least, most) = (times.iter().min().unwrap(), times.iter().max().unwrap());
    assert!(*least > Duration::from_millis(3), "{times:?}");
    assert!(*most < *least * 20, "{times:?}");
}

async fn t5_too_many_failures_of_an_email_wait(base: &Base) {
    let (desk, clock, _) = founded(base).await;
    desk.limit_sign_ins(SignInLimits { per_email: 3, ..SignInLimits::default() });
    for email in ["helena@chama.example", "ninguem@chama.example"] {
        for n in 0..3 {
            let answer = try_from(&desk, email, "errada, errada", &format!("198.51.100.{n}")).await;
            assert!(matches!(answer, Err(SignInError::Wrong)), "{answer:?}");
            clock.advance(TimeDelta::seconds(60));
        }
        // Known or not, right or not, from wherever: the same.
        let answer = try_from(&desk, email, PASSWORD, "192.0.2.1").await;
        let Err(SignInError::Limited { retry_after }) = answer else { panic!("{answer:?}") };
        assert_eq!(retry_after, Duration::from_mins(12));
    }
    // Another node, or the same after a restart, knows of it.
    let other = base.desk(&clock).await;
    other.limit_sign_ins(SignInLimits { per_email: 3, ..SignInLimits::default() });
    assert!(matches!(
        try_in(&other, "ninguem@chama.example", PASSWORD).await,
        Err(SignInError::Limited { .. })
    ));
    clock.advance(TimeDelta::seconds(12 * 60 - 1));
    assert!(matches!(
        try_in(&desk, "ninguem@chama.example", PASSWORD).await,
        Err(SignInError::Limited { .. })
    ));
    clock.advance(TimeDelta::seconds(1));
    assert!(matches!(try_in(&desk, "ninguem@chama.example", PASSWORD).await, Err(SignInError::Wrong)));
    try_in(&desk, "helena@chama.example", PASSWORD).await.unwrap();
}

async fn t5_too_many_failures_of_an_address_wait(base: &Base) {
    let (desk, _, _) = founded(base).await;
    desk.limit_sign_ins(SignInLimits { per_address: 4, ..SignInLimits::default() });
    for n in 0..4 {
        let answer =
            try_from(&desk, &format!("pessoa{n}@chama.example"), "x", &format!("2001:db8::{n}")).await;
        assert!(matches!(answer, Err(SignInError::Wrong)), "{answer:?}");
    }
    let answer = try_from(&desk, "helena@chama.example", PASSWORD, "2001:db8::ffff").await;
    assert!(matches!(answer, Err(SignInError::Limited { .. })), "{answer:?}");
    try_from(&desk, "helena@chama.example", PASSWORD, "2001:db8:0:1::1").await.unwrap();
}

async fn t5_a_success_forgives_the_email(base: &Base) {
    let (desk, _, _) = founded(base).await;
    desk.limit_sign_ins(SignInLimits { per_email: 2, ..SignInLimits::default() });
    for _ in 0..3 {
        assert!(matches!(try_in(&desk, "helena@chama.example", "x").await, Err(SignInError::Wrong)));
        try_in(&desk, "helena@chama.example", PASSWORD).await.unwrap();
    }
    // The address is not forgiven by one right password.
    let left = rows!(base, (String,), "SELECT who FROM sign_in_failure");
    assert_eq!(left, vec![(format!("address {HERE}"),); 3]);
}

async fn t5_many_at_once_do_not_slip_through(base: &Base) {
    let (desk, _, _) = founded(base).await;
    desk.limit_sign_ins(SignInLimits { per_email: 3, ..SignInLimits::default() });
    let tries: Vec<_> = (0..30)
        .map(|_| {
            let desk = desk.clone();
            tokio::spawn(async move { try_in(&desk, "helena@chama.example", "x").await })
        })
        .collect();
    let mut wrong = 0;
    for one in tries {
        match one.await.unwrap() {
            Err(SignInError::Wrong) => wrong += 1,
            Err(SignInError::Limited { .. }) => {}
            other => panic!("{other:?}"),
        }
    }
    // Two look at a time: the second may have looked before the first one's failure was counted.
    assert!((3..=4).contains(&wrong), "{wrong} were looked at");
}

async fn t5_a_session_ends_idle_and_absolutely(base: &Base) {
    let (desk, clock, _) = founded(base).await;
    let idle = try_in(&desk, "helena@chama.example", PASSWORD).await.unwrap();
    clock.advance(IDLE_LIMIT - TimeDelta::seconds(1));
    assert!(actor(&desk, &idle.token).await.is_some());
    // However busy: after 30 days it ends. Time passes faster than a use is noted, so it is noted here.
    let busy = try_in(&desk, "helena@chama.example", PASSWORD).await.unwrap();
    clock.advance(TimeDelta::days(30) - TimeDelta::seconds(1));
    run!(base, "UPDATE session SET seen_at = expires_at - 2000");
    assert!(actor(&desk, &busy.token).await.is_some());
    clock.advance(TimeDelta::seconds(1));
    assert!(actor(&desk, &busy.token).await.is_none());
}

async fn t5_a_tab_left_open_does_not_keep_a_session_alive(base: &Base) {
    let (desk, clock, _) = founded(base).await;
    let session = try_in(&desk, "helena@chama.example", PASSWORD).await.unwrap();
    let begin = rows!(base, (i64,), "SELECT seen_at FROM session")[0].0;
    // The page asks by itself all the while.
    for _ in 0..11 {
        clock.advance(TimeDelta::hours(1));
        assert!(desk.session_unused(&session.token).await.unwrap().is_some());
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(rows!(base, (i64,), "SELECT seen_at FROM session")[0].0, begin);
    clock.advance(TimeDelta::hours(1));
    assert!(desk.session_unused(&session.token).await.unwrap().is_none(), "twelve hours without a use");
    assert!(desk.session(&session.token).await.unwrap().is_none());
}

async fn t5_a_use_keeps_a_session_alive(base: &Base) {
    let (desk, clock, _) = founded(base).await;
    let session = try_in(&desk, "helena@chama.example", PASSWORD).await.unwrap();
    let seen = || async { rows!(base, (i64,), "SELECT seen_at FROM session")[0].0 };
    let begin = seen().await;
    clock.advance(TimeDelta::seconds(59));
    assert!(actor(&desk, &session.token).await.is_some());
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(seen().await, begin, "noted at most once a minute");
    clock.advance(TimeDelta::seconds(11 * 3_600));
    assert!(actor(&desk, &session.token).await.is_some());
    let patience = Instant::now();
    while seen().await == begin {
        assert!(patience.elapsed() < Duration::from_secs(10), "the use was not noted");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    clock.advance(IDLE_LIMIT - TimeDelta::seconds(1));
    assert!(actor(&desk, &session.token).await.is_some());
}

async fn t5_signing_out_ends_the_session(base: &Base) {
    let (desk, _, _) = founded(base).await;
    let one = try_in(&desk, "helena@chama.example", PASSWORD).await.unwrap();
    let other = try_in(&desk, "helena@chama.example", PASSWORD).await.unwrap();
    desk.sign_out(&one.token).await.unwrap();
    assert!(actor(&desk, &one.token).await.is_none());
    assert!(actor(&desk, &other.token).await.is_some());
    desk.sign_out(&one.token).await.unwrap();
    desk.sign_out("no token at all").await.unwrap();
}

async fn t5_an_outdated_hash_is_replaced(base: &Base) {
    let (desk, _, _) = founded(base).await;
    // m = 1 MiB, t = 1, of the same password, made with argon2's reference parameters of an older day.
    let weak = weak_hash();
    match base.kind {
        engines::Kind::Sqlite => {
            let mut conn = base.sqlite().await;
            sqlx::query("UPDATE person SET password_hash = $1").bind(&weak).execute(&mut conn).await.map(drop)
        }
        engines::Kind::Postgres => {
            let mut conn = base.postgres().await;
            sqlx::query("UPDATE person SET password_hash = $1").bind(&weak).execute(&mut conn).await.map(drop)
        }
    }
    .unwrap();
    assert!(matches!(try_in(&desk, "helena@chama.example", "x").await, Err(SignInError::Wrong)));
    let hash = || async { rows!(base, (String,), "SELECT password_hash FROM person").remove(0).0 };
    assert_eq!(hash().await, weak, "a wrong password changes nothing");
    try_in(&desk, "helena@chama.example", PASSWORD).await.unwrap();
    assert!(hash().await.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash().await);
    try_in(&desk, "helena@chama.example", PASSWORD).await.unwrap();
}

fn weak_hash() -> String {
    use argon2::password_hash::PasswordHasher;
    use argon2::{Algorithm, Argon2, Params, Version};
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(1_024, 1, 1, None).unwrap());
    argon2.hash_password_with_salt(PASSWORD.as_bytes(), &[7; 16]).unwrap().to_string()
}

async fn t11_the_database_decides_what_someone_is(base: &Base) {
    let (desk, _, _) = founded(base).await;
    let mut agent = new("ana@chama.example", Role::DepartmentManager);
    agent.departments = vec!["suporte".to_owned()];
    let id = desk.add_person(agent).await.unwrap();
    let session = try_in(&desk, "ana@chama.example", PASSWORD).await.unwrap();
    let before = actor(&desk, &session.token).await.unwrap();
    assert_eq!((before.departments.len(), before.manages.len()), (1, 1));
    assert_eq!(desk.actor(before.account, id).await.unwrap().as_ref(), Some(&before));
    run!(base, "UPDATE person SET role = 'agent', permissions = 1, name = 'Ana P.' WHERE email_key = 'ana@chama.example';
                UPDATE membership SET manager = FALSE");
    let now = actor(&desk, &session.token).await.unwrap();
    assert_eq!((now.role, now.permissions.0, now.name.as_str()), (Role::Agent, 1, "Ana P."));
    assert_eq!((now.departments.len(), now.manages.len()), (1, 0));
    run!(base, "DELETE FROM membership");
    assert!(actor(&desk, &session.token).await.unwrap().departments.is_empty());
    run!(base, "UPDATE person SET active = FALSE WHERE email_key = 'ana@chama.example'");
    assert!(actor(&desk, &session.token).await.is_none());
    assert_eq!(desk.actor(before.account, id).await.unwrap(), None);
}

async fn r83_the_first_person_sets_up_the_desk(base: &Base) {
    let clock = StandingClock::at("2026-03-04T15:00:00Z");
    let desk = base.desk(&clock).await;
    let mut agent = new("ana@chama.example", Role::Agent);
    agent.departments = vec!["suporte".to_owned()];
    let refused = desk.add_person(agent.clone()).await;
    assert!(matches!(refused, Err(AddPersonError::FirstIsAdministrator)), "{refused:?}");
    assert_eq!(rows!(base, (i64,), "SELECT COUNT(*) FROM account"), [(0,)]);
    let mut first = new("helena@chama.example", Role::Administrator);
    first.departments = vec!["suporte".to_owned()];
    desk.add_person(first).await.unwrap();
    let account = rows!(base, (i64, i64, i32, bool), "SELECT seq, number, rules_version, demo FROM account");
    assert_eq!(account, [(0, 0, 1, false)]);
    assert_eq!(
        rows!(base, (String, String), "SELECT name, slug FROM department"),
        [("Suporte".into(), "suporte".into())]
    );
    desk.add_person(agent).await.unwrap();
    assert_eq!(rows!(base, (i64,), "SELECT COUNT(*) FROM account"), [(1,)]);
    assert_eq!(rows!(base, (i64,), "SELECT COUNT(*) FROM membership"), [(2,)]);
}

async fn r83_what_cannot_be_added_is_refused(base: &Base) {
    let (desk, _, _) = founded(base).await;
    let counts = || async {
        rows!(
            base,
            (i64, i64, i64),
            "SELECT (SELECT COUNT(*) FROM person), (SELECT COUNT(*) FROM contact), (SELECT COUNT(*) FROM organization)"
        )
    };
    let before = counts().await;
    let cases: [(&str, NewPerson); 12] = [
        ("BadEmail", new("helena", Role::Administrator)),
        ("BadEmail", new("Helena <h@chama.example>", Role::Administrator)),
        ("EmailTaken", new(" HELENA@chama.example", Role::Administrator)),
        ("BadName", NewPerson { name: "  ".into(), ..new("a@chama.example", Role::Administrator) }),
        (
            "ShortPassword",
            NewPerson { password: "nove char".into(), ..new("a@chama.example", Role::Administrator) },
        ),
        (
            "LongPassword",
            NewPerson { password: "x".repeat(1_025), ..new("a@chama.example", Role::Administrator) },
        ),
        (
            "UnknownDepartment",
            NewPerson { departments: vec!["vendas".into()], ..new("a@chama.example", Role::Agent) },
        ),
        ("DepartmentNeeded", new("a@chama.example", Role::Agent)),
        (
            "DepartmentOfClient",
            NewPerson { departments: vec!["suporte".into()], ..new("a@chama.example", Role::Client) },
        ),
        ("OrganizationNeeded", new("a@chama.example", Role::OrganizationManager)),
        (
            "OrganizationOfTeam",
            NewPerson { organization: Some("X".into()), ..new("a@chama.example", Role::Administrator) },
        ),
        // Nothing of a refused client stays behind.
        (
            "EmailTaken",
            NewPerson { organization: Some("X".into()), ..new("helena@chama.example", Role::Client) },
        ),
    ];
    for (name, person) in cases {
        let email = person.email.clone();
        let error = desk.add_person(person).await.unwrap_err();
        assert!(format!("{error:?}").starts_with(name), "{email}: {error:?}, not {name}");
    }
    assert_eq!(counts().await, before);
    desk.add_person(NewPerson {
        password: "dez chars!".into(),
        ..new("a@chama.example", Role::Administrator)
    })
    .await
    .unwrap();
}

async fn r4_a_client_speaks_for_a_contact(base: &Base) {
    let (desk, _, _) = founded(base).await;
    let client =
        |email: &str, role| NewPerson { organization: Some("Padaria Estrela".into()), ..new(email, role) };
    desk.add_person(client("joao@estrela.example", Role::Client)).await.unwrap();
    desk.add_person(client("chefe@estrela.example", Role::OrganizationManager)).await.unwrap();
    desk.add_person(new("avulsa@flor.example", Role::Client)).await.unwrap();
    let organizations = rows!(base, (String, bool), "SELECT name, vip FROM organization");
    assert_eq!(organizations, [("Padaria Estrela".into(), false)]);
    let mut seen = vec![];
    for email in ["joao@estrela.example", "chefe@estrela.example", "avulsa@flor.example"] {
        let session = try_in(&desk, email, PASSWORD).await.unwrap();
        let actor = actor(&desk, &session.token).await.unwrap();
        assert!(actor.departments.is_empty());
        seen.push((actor.contact.unwrap(), actor.organization));
    }
    assert!(seen[0].0 != seen[1].0 && seen[0].1.is_some() && seen[0].1 == seen[1].1);
    assert_eq!(seen[2].1, None);
    // Who wrote before without a sign-in keeps the tickets.
    run!(base, "DELETE FROM session; DELETE FROM person WHERE email_key = 'joao@estrela.example'");
    desk.add_person(client("JOAO@estrela.example", Role::Client)).await.unwrap();
    let session = try_in(&desk, "joao@estrela.example", PASSWORD).await.unwrap();
    assert_eq!(session.actor.contact, Some(seen[0].0));
}

async fn an_address_and_a_name_are_the_same_in_every_form(base: &Base) {
    let (desk, _, _) = founded(base).await;
    let client = |email: &str, organization: &str| NewPerson {
        organization: Some(organization.into()),
        ..new(email, Role::Client)
    };
    // Composed, taken apart, in capitals, in full width: as keyboards write them.
    desk.add_person(client("José@estrela.example", "Pão & Cia")).await.unwrap();
    for typed in ["jose\u{301}@estrela.example", "JOSE\u{301}@ESTRELA.EXAMPLE", "ｊosé＠estrela．example"]
    {
        try_in(&desk, typed, PASSWORD).await.unwrap();
        let again = desk.add_person(client(typed, "Pão & Cia")).await;
        assert!(
            matches!(again, Err(AddPersonError::EmailTaken(_) | AddPersonError::BadEmail(_))),
            "{again:?}"
        );
    }
    // Another person.
    assert!(matches!(try_in(&desk, "jose@estrela.example", PASSWORD).await, Err(SignInError::Wrong)));
    // One company, and one contact, however they are written.
    desk.add_person(client("rui@estrela.example", "PA\u{303}O & CIA")).await.unwrap();
    assert_eq!(rows!(base, (String,), "SELECT name FROM organization"), [("Pão & Cia".to_owned(),)]);
    let before = try_in(&desk, "josé@estrela.example", PASSWORD).await.unwrap().actor.contact;
    run!(base, "DELETE FROM session; DELETE FROM person WHERE email_key LIKE 'jos%@estrela.example'");
    desk.add_person(client("JOSÉ@estrela.example", "Pão & Cia")).await.unwrap();
    assert_eq!(try_in(&desk, "josé@estrela.example", PASSWORD).await.unwrap().actor.contact, before);
    // A row from before addresses had one form.
    run!(
        base,
        "UPDATE person SET email_key = 'jose\u{301}@estrela.example' WHERE email_key LIKE 'jos%@estrela.example'"
    );
    try_in(&desk, "Jose\u{301}@estrela.example", PASSWORD).await.unwrap();
    // What turns directions is no part of a name.
    desk.add_person(NewPerson {
        name: "Ana\u{202e}\nPaula".into(),
        ..new("ana@chama.example", Role::Administrator)
    })
    .await
    .unwrap();
    assert_eq!(try_in(&desk, "ana@chama.example", PASSWORD).await.unwrap().actor.name, "Ana Paula");
}
