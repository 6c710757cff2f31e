//! A house with people in it, on a database of its own, under a clock that the test moves.

use desk::{Clock, Config, Delivery, Ids, LiveDesk, OpenError, SessionKey, Subscription};
use domain::desk::{BoardQuery, Outcome, Tab, TicketPage};
use domain::feed::{ClientFrame, ClientTicket, Packet, TeamFrame, TeamTicket};
use domain::people::{Actor, Permissions};
use domain::port::{Boards, Commands, Portal, Tickets};
use domain::rules::Rules;
use domain::ticket::{Move, OpenTicket, Reply, Talk};
use domain::{
    AccountId, CalendarId, Change, Command, ContactId, DepartmentId, OpId, OrganizationId, PersonId,
    Priority, Refusal, Role, Seq, StatusId, TicketId, Time,
};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use tempfile::TempDir;
use uuid::Uuid;

/// Runs each test on SQLite and on PostgreSQL, named for its engine.
macro_rules! both_engines {
    ($($(#[$doc:meta])* async fn $name:ident($house:ident) $body:block)*) => {
        mod sqlite {
            use crate::house::{House, Kind};
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let house = House::new(Kind::Sqlite).await;
                super::$name(&house).await;
                house.end().await;
            })*
        }
        mod postgres {
            use crate::house::{House, Kind};
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let house = House::new(Kind::Postgres).await;
                super::$name(&house).await;
                house.end().await;
            })*
        }
        $($(#[$doc])* async fn $name($house: &crate::house::House) $body)*
    };
}
pub(crate) use both_engines;

pub(crate) const NEW: StatusId = StatusId(1);
pub(crate) const ACTIVE: StatusId = StatusId(2);
pub(crate) const DONE: StatusId = StatusId(3);
pub(crate) const WAITING_CUSTOMER: StatusId = StatusId(4);
pub(crate) const WAITING_THIRD_PARTY: StatusId = StatusId(5);
pub(crate) const CANCELLED: StatusId = StatusId(8);

pub(crate) const ACCOUNT: AccountId = AccountId(Uuid::from_u128(1));
pub(crate) const SUPPORT: DepartmentId = DepartmentId(Uuid::from_u128(0x11));
pub(crate) const INFRA: DepartmentId = DepartmentId(Uuid::from_u128(0x12));
const ORG_A: OrganizationId = OrganizationId(Uuid::from_u128(0x21));
const ORG_B: OrganizationId = OrganizationId(Uuid::from_u128(0x22));
pub(crate) const CONTACT_1: ContactId = ContactId(Uuid::from_u128(0x31));
const CONTACT_2: ContactId = ContactId(Uuid::from_u128(0x32));
pub(crate) const CONTACT_3: ContactId = ContactId(Uuid::from_u128(0x33));
const CONTACT_BOSS: ContactId = ContactId(Uuid::from_u128(0x34));

/// An engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// A clock that the test moves, and that may be told to panic.
pub(crate) struct HandClock {
    time: Mutex<Time>,
    panics: AtomicBool,
    ids: OnceLock<Arc<HandIds>>,
}

impl HandClock {
    fn at(time: &str) -> Arc<Self> {
        Arc::new(Self {
            time: Mutex::new(time.parse().unwrap()),
            panics: AtomicBool::new(false),
            ids: OnceLock::new(),
        })
    }

    /// Panics once, in the task that next takes an id, when that asks for the time again.
    pub(crate) fn panic_after(&self, ids: &Arc<HandIds>) {
        *ids.taker.lock().unwrap() = None;
        assert!(self.ids.set(ids.clone()).is_ok(), "told so before");
        self.panics.store(true, Ordering::SeqCst);
    }

    /// Whether it did.
    pub(crate) fn has_panicked(&self) -> bool {
        self.ids.get().is_some() && !self.panics.load(Ordering::SeqCst)
    }

    pub(crate) fn advance(&self, by: chrono::TimeDelta) {
        *self.time.lock().unwrap() += by;
    }
    pub(crate) fn set(&self, to: Time) {
        *self.time.lock().unwrap() = to;
    }
}

impl Clock for HandClock {
    fn now(&self) -> Time {
        if self.panics.load(Ordering::SeqCst) {
            let taker = *self.ids.get().unwrap().taker.lock().unwrap();
            if taker.is_some() && taker == tokio::task::try_id() {
                self.panics.store(false, Ordering::SeqCst);
                panic!("told to panic");
            }
        }
        *self.time.lock().unwrap()
    }
}

/// Ids that are the same in every run; one may be told to panic, or to give a certain id next.
#[derive(Default)]
pub(crate) struct HandIds {
    state: AtomicU64,
    pub(crate) panics: AtomicBool,
    pub(crate) next: Mutex<Vec<Uuid>>,
    /// The task that last took one.
    taker: Mutex<Option<tokio::task::Id>>,
}

impl HandIds {
    fn word(&self) -> u64 {
        let mut z = self
            .state
            .fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed)
            .wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&self, n: u64) -> u64 {
        self.word() % n
    }
}

impl Ids for HandIds {
    fn uuid(&self) -> Uuid {
        assert!(!self.panics.swap(false, Ordering::SeqCst), "told to panic");
        *self.taker.lock().unwrap() = tokio::task::try_id();
        if let Some(id) = self.next.lock().unwrap().pop() {
            return id;
        }
        uuid::Builder::from_random_bytes(
            ((u128::from(self.word()) << 64) | u128::from(self.word())).to_be_bytes(),
        )
        .into_uuid()
    }

    fn secret(&self) -> [u8; 32] {
        [7; 32]
    }
}

/// A house with people in it.
pub(crate) struct House {
    pub(crate) desk: LiveDesk,
    pub(crate) kind: Kind,
    pub(crate) address: String,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) ids: Arc<HandIds>,
    folder: TempDir,
    server: Option<(String, String)>,
}

impl House {
    /// Wednesday, 10:00 in São Paulo.
    pub(crate) async fn new(kind: Kind) -> Self {
        let folder = TempDir::new().unwrap();
        let clock = HandClock::at("2026-03-04T13:00:00Z");
        let ids = Arc::new(HandIds::default());
        let (address, server) = match kind {
            Kind::Sqlite => (format!("sqlite:{}", folder.path().join("chama.db").display()), None),
            Kind::Postgres => {
                let server = std::env::var("DATABASE_URL_TEST").expect(
                    "DATABASE_URL_TEST must name a PostgreSQL on which databases may be made, such as \
                     postgres://postgres@127.0.0.1:54329/postgres",
                );
                let unique = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_nanos();
                let name = format!("desk_{}_{unique}", std::process::id());
                let mut conn =
                    PgConnection::connect(&server).await.expect("the PostgreSQL of the tests answers");
                sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name}")))
                    .execute(&mut conn)
                    .await
                    .unwrap();
                let (host, _) = server.rsplit_once('/').unwrap();
                (format!("{host}/{name}"), Some((server, name)))
            }
        };
        let desk = open(&address, &clock, &ids).await;
        let house = Self { desk, kind, address, clock, ids, folder, server };
        house.furnish().await;
        house
    }

    /// Closes the desk and takes the database away.
    pub(crate) async fn end(self) {
        self.desk.close().await;
        if let Some((server, name)) = &self.server {
            let mut conn = PgConnection::connect(server).await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)")))
                .execute(&mut conn)
                .await
                .unwrap();
        }
        drop(self.folder);
    }

    /// The same desk after a restart.
    pub(crate) async fn again(&self) -> LiveDesk {
        open(&self.address, &self.clock, &self.ids).await
    }

    /// The same, if it may be opened.
    pub(crate) async fn try_again(&self) -> Result<LiveDesk, OpenError> {
        LiveDesk::open(self.config(), self.clock.clone(), self.ids.clone()).await
    }

    /// The same, by another way to the database.
    pub(crate) async fn open_at(&self, address: &str) -> LiveDesk {
        open(address, &self.clock, &self.ids).await
    }

    pub(crate) fn config(&self) -> Config {
        config(&self.address)
    }

    /// Another reader of the same database, which loads its index anew.
    pub(crate) async fn beside(&self) -> LiveDesk {
        LiveDesk::open_beside(config(&self.address), self.clock.clone(), self.ids.clone()).await.unwrap()
    }

    async fn furnish(&self) {
        let mut rules = Rules { version: 1, ..Rules::default() };
        rules.sla.department_calendars = vec![(INFRA, CalendarId(2))];
        let mut sql = format!(
            "INSERT INTO account (id, slug, name, rules, rules_version, created_at) VALUES ({}, 'casa', 'Casa', '{}', 1, 0);",
            self.id(ACCOUNT.0),
            serde_json::to_string(&rules).unwrap()
        );
        let a = self.id(ACCOUNT.0);
        for (id, slug) in [(SUPPORT, "suporte"), (INFRA, "infra")] {
            let id = self.id(id.0);
            sql += &format!("INSERT INTO department VALUES ({a}, {id}, '{slug}', '{slug}');");
        }
        for (id, name, vip) in [(ORG_A, "Azul", "FALSE"), (ORG_B, "Bravo", "TRUE")] {
            let id = self.id(id.0);
            sql += &format!("INSERT INTO organization VALUES ({a}, {id}, '{name}', {vip});");
        }
        for (id, name, org) in [
            (CONTACT_1, "Ana Ação", ORG_A),
            (CONTACT_2, "Bia", ORG_A),
            (CONTACT_3, "Caio", ORG_B),
            (CONTACT_BOSS, "Duda", ORG_A),
        ] {
            let (id, org) = (self.id(id.0), self.id(org.0));
            sql += &format!(
                "INSERT INTO contact (account_id, id, name, organization_id) VALUES ({a}, {id}, '{name}', {org});"
            );
        }
        for person in self.everyone() {
            let null = || "NULL".to_owned();
            sql += &format!(
                "INSERT INTO person (account_id, id, email, email_key, name, role, permissions, password_hash, contact_id, \
                 organization_id, created_at) VALUES ({a}, {}, '{name}@x', '{name}@x', '{name}', '{}', {}, '-', {}, {}, 0);",
                self.id(person.person.0),
                person.role.as_str(),
                person.permissions.0,
                person.contact.map_or_else(null, |c| self.id(c.0)),
                person.organization.map_or_else(null, |o| self.id(o.0)),
                name = person.name,
            );
            for department in &person.departments {
                sql += &format!(
                    "INSERT INTO membership VALUES ({a}, {}, {}, {});",
                    self.id(person.person.0),
                    self.id(department.0),
                    if person.manages.contains(department) { "TRUE" } else { "FALSE" }
                );
            }
        }
        self.run(&sql).await;
    }

    /// An id as the engine writes it.
    pub(crate) fn id(&self, id: Uuid) -> String {
        match self.kind {
            Kind::Sqlite => format!("X'{}'", id.simple()),
            Kind::Postgres => format!("'{id}'::uuid"),
        }
    }

    /// Runs statements beside the desk.
    pub(crate) async fn run(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.kind {
            Kind::Sqlite => {
                let mut conn = SqliteConnection::connect(&self.address).await.unwrap();
                sqlx::raw_sql(sql).execute(&mut conn).await.unwrap();
                conn.close().await.unwrap();
            }
            Kind::Postgres => {
                let mut conn = PgConnection::connect(&self.address).await.unwrap();
                sqlx::raw_sql(sql).execute(&mut conn).await.unwrap();
                conn.close().await.unwrap();
            }
        }
    }

    /// One number, read beside the desk.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.kind {
            Kind::Sqlite => {
                let mut conn = SqliteConnection::connect(&self.address).await.unwrap();
                sqlx::query_scalar(sql).fetch_one(&mut conn).await.unwrap()
            }
            Kind::Postgres => {
                let mut conn = PgConnection::connect(&self.address).await.unwrap();
                sqlx::query_scalar(sql).fetch_one(&mut conn).await.unwrap()
            }
        }
    }

    fn person(&self, n: u128, name: &str, role: Role) -> Actor {
        Actor {
            account: ACCOUNT,
            person: PersonId(Uuid::from_u128(n)),
            name: name.to_owned(),
            role,
            permissions: Permissions::default(),
            contact: None,
            organization: None,
            departments: vec![],
            manages: vec![],
        }
    }

    pub(crate) fn admin(&self) -> Actor {
        self.person(0x41, "admin", Role::Administrator)
    }
    pub(crate) fn manager(&self) -> Actor {
        Actor {
            departments: vec![SUPPORT],
            manages: vec![SUPPORT],
            ..self.person(0x42, "manager", Role::DepartmentManager)
        }
    }
    pub(crate) fn agent(&self) -> Actor {
        Actor { departments: vec![SUPPORT], ..self.person(0x43, "agent", Role::Agent) }
    }
    pub(crate) fn agent2(&self) -> Actor {
        Actor { departments: vec![SUPPORT], ..self.person(0x44, "agent2", Role::Agent) }
    }
    pub(crate) fn infra_agent(&self) -> Actor {
        Actor { departments: vec![INFRA], ..self.person(0x45, "infra", Role::Agent) }
    }
    fn client_of(&self, n: u128, name: &str, role: Role, contact: ContactId, of: OrganizationId) -> Actor {
        Actor { contact: Some(contact), organization: Some(of), ..self.person(n, name, role) }
    }
    /// Ana, of Azul.
    pub(crate) fn client(&self) -> Actor {
        self.client_of(0x51, "client", Role::Client, CONTACT_1, ORG_A)
    }
    /// Bia, of Azul too.
    pub(crate) fn client2(&self) -> Actor {
        self.client_of(0x52, "client2", Role::Client, CONTACT_2, ORG_A)
    }
    /// Caio, of Bravo.
    pub(crate) fn client3(&self) -> Actor {
        self.client_of(0x53, "client3", Role::Client, CONTACT_3, ORG_B)
    }
    /// Duda, who watches over Azul.
    pub(crate) fn boss(&self) -> Actor {
        self.client_of(0x54, "boss", Role::OrganizationManager, CONTACT_BOSS, ORG_A)
    }
    pub(crate) fn everyone(&self) -> Vec<Actor> {
        vec![
            self.admin(),
            self.manager(),
            self.agent(),
            self.agent2(),
            self.infra_agent(),
            self.client(),
            self.client2(),
            self.client3(),
            self.boss(),
        ]
    }

    pub(crate) fn op(&self) -> OpId {
        OpId(self.ids.uuid())
    }

    pub(crate) async fn ask(&self, actor: &Actor, command: Command) -> Outcome {
        self.desk.execute(actor, self.op(), command).await.unwrap()
    }

    /// Asks for what must not be refused.
    pub(crate) async fn must(&self, actor: &Actor, command: Command) -> domain::desk::Done {
        let text = format!("{command:?}");
        match self.ask(actor, command).await {
            Outcome::Done(done) => done,
            Outcome::Refused(refusal) => panic!("{text} was refused: {refusal}"),
        }
    }

    /// Asks for what must be refused.
    pub(crate) async fn refused(&self, actor: &Actor, command: Command) -> Refusal {
        let text = format!("{command:?}");
        match self.ask(actor, command).await {
            Outcome::Done(_) => panic!("{text} was not refused"),
            Outcome::Refused(refusal) => refusal,
        }
    }

    /// A ticket of Ana's in the support.
    pub(crate) async fn ticket(&self) -> TicketId {
        self.open(&self.client(), None, SUPPORT, "Sem acesso").await
    }

    pub(crate) async fn open(
        &self,
        actor: &Actor,
        contact: Option<ContactId>,
        department: DepartmentId,
        title: &str,
    ) -> TicketId {
        let new = OpenTicket {
            title: title.to_owned(),
            description: "Desde hoje cedo.".to_owned(),
            contact,
            department,
            priority: None,
        };
        self.must(actor, Command::Open(new)).await.ticket
    }

    /// Waits until so many tickets are told to be late, so many near their deadline or late, and the index knows:
    /// after the clock was moved, that comes by itself. A ticket that is late before its warning was told is told
    /// once, so the events are not counted.
    pub(crate) async fn alarms_were_told(&self, late: i64, near_or_late: i64) {
        const TOLD: &str = "SELECT COUNT(DISTINCT ticket_id) FROM event WHERE kind IN";
        let mut told = (0, 0);
        for _ in 0..200 {
            told = (
                self.number(&format!("{TOLD} ('sla_breached')")).await,
                self.number(&format!("{TOLD} ('sla_warned', 'sla_breached')")).await,
            );
            let head = self.number("SELECT MAX(seq) FROM event").await;
            let seq = self.board(&self.agent(), &BoardQuery::default()).await.seq;
            if told == (late, near_or_late) && seq == head {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("late, near or late: {told:?}");
    }

    pub(crate) async fn page(&self, actor: &Actor, ticket: TicketId) -> TeamTicket {
        match self.desk.ticket(actor, &ticket.code()).await.unwrap() {
            TicketPage::Team(page) => page.content,
            TicketPage::Client(_) => panic!("a page for clients"),
        }
    }

    pub(crate) async fn client_page(&self, actor: &Actor, ticket: TicketId) -> ClientTicket {
        match self.desk.ticket(actor, &ticket.code()).await.unwrap() {
            TicketPage::Client(page) => page.content,
            TicketPage::Team(_) => panic!("a page for the team"),
        }
    }

    pub(crate) async fn board(&self, actor: &Actor, query: &BoardQuery) -> domain::board::Board {
        self.desk.board(actor, query, None).await.unwrap()
    }

    pub(crate) async fn subscribe(&self, actor: &Actor, since: Option<Seq>) -> Ear {
        Ear(self.desk.subscribe(actor, SessionKey([9; 32]), since).await.unwrap())
    }

    /// What a client was told before anything happened.
    pub(crate) fn dawn(&self) -> Seq {
        "2026-03-04T13:00:00Z".parse::<Time>().unwrap().timestamp_micros() - 1
    }

    /// What a client is told of where the feed stands.
    pub(crate) async fn moment(&self, client: &Actor) -> Seq {
        self.desk.my_tickets(client, Tab::Open, None).await.unwrap().seq
    }

    pub(crate) async fn head(&self) -> Seq {
        self.number("SELECT seq FROM account").await
    }
}

fn config(address: &str) -> Config {
    Config { database: address.to_owned(), build: "test".to_owned() }
}

async fn open(address: &str, clock: &Arc<HandClock>, ids: &Arc<HandIds>) -> LiveDesk {
    LiveDesk::open(config(address), clock.clone(), ids.clone()).await.unwrap()
}

/// One who listens to the feed.
pub(crate) struct Ear(pub(crate) Subscription);

impl Ear {
    /// The next delivery; a second without one is silence.
    pub(crate) async fn next(&mut self) -> Option<Delivery> {
        tokio::time::timeout(Duration::from_secs(2), self.0.next()).await.ok()
    }

    /// What comes until there is silence.
    pub(crate) async fn rest(&mut self) -> Vec<String> {
        let mut texts = vec![];
        while let Ok(Delivery::Text(text)) =
            tokio::time::timeout(Duration::from_millis(400), self.0.next()).await
        {
            texts.push(text.to_string());
        }
        texts
    }

    pub(crate) async fn team(&mut self) -> Packet<TeamFrame> {
        match self.next().await {
            Some(Delivery::Text(text)) => serde_json::from_str(&text).unwrap(),
            other => panic!("no packet but {other:?}"),
        }
    }

    pub(crate) async fn client(&mut self) -> Packet<ClientFrame> {
        match self.next().await {
            Some(Delivery::Text(text)) => serde_json::from_str(&text).unwrap(),
            other => panic!("no packet but {other:?}"),
        }
    }
}

/// A move to a status, as one who has just looked.
pub(crate) fn move_to(ticket: TicketId, status: StatusId) -> Command {
    Command::Change(
        ticket,
        Change::Move(Move { status, anchor: None, seen: Seq::MAX, confirm: false, reason: None, also: None }),
    )
}

pub(crate) fn reply(ticket: TicketId, text: &str) -> Command {
    Command::Change(ticket, Change::Talk(Talk::Reply(Reply { text: text.to_owned(), then: None })))
}

pub(crate) fn comment(ticket: TicketId, text: &str) -> Command {
    Command::Change(ticket, Change::Talk(Talk::Comment(text.to_owned())))
}

pub(crate) fn priority(ticket: TicketId, priority: Priority) -> Command {
    Command::Change(ticket, Change::Priority(priority))
}
