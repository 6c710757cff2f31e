//! A believable desk, made for `chama demo` and for measuring.
//!
//! Each ticket is a story of commands with times in the past, told by the same `open`, `decide`, `fire` and
//! `apply` as live work, and written in bulk. Stories are told twice: first for their times alone, which give
//! every command its `seq` over all tickets; then, in order of opening, for what is written. So memory holds a
//! few bytes a command, never a whole desk.

mod cases;
mod cast;
mod plot;
mod scenes;
mod tell;
mod write;

pub use cast::PASSWORD;

use crate::clock::{Clock, Ids};
use crate::open::{Config, OpenError};
use crate::people::{PasswordError, Passwords};
use crate::server_lock::ServerLock;
use cast::{Cast, DEPARTMENTS, Person, SUPPORT};
use chrono::TimeDelta;
use domain::board::{Filter, View, may_share_views};
use domain::desk::BoardQuery;
use domain::sla::CalendarError;
use domain::text::fold;
use domain::time::to_millis;
use domain::{DepartmentId, Refusal, Role, Seq, Time, ViewId};
use std::sync::Arc;
use store::people::{self, ContactRow, PersonRow};
use store::views::{self, NewRow};
use store::{Conn, Db, StoreError, demo};
use tell::Stage;
use thiserror::Error;
use tokio::sync::mpsc;

/// Tickets of the demo's board.
pub const TICKETS: usize = scenes::SCENES.len();
/// From so many tickets on, the database is made ready for many rows, and analysed after them.
const LARGE: usize = 1_000;
/// Who signs in to a demo, with [`PASSWORD`]: e-mail and role.
pub const SIGN_INS: [(&str, Role); 9] = [
    ("admin@demo.chama", Role::Administrator),
    ("gerente@demo.chama", Role::DepartmentManager),
    ("agente@demo.chama", Role::Agent),
    ("agente2@demo.chama", Role::Agent),
    ("agente3@demo.chama", Role::Agent),
    ("cliente@demo.chama", Role::Client),
    ("cliente2@demo.chama", Role::Client),
    ("gestor@demo.chama", Role::OrganizationManager),
    ("cliente3@demo.chama", Role::Client),
];

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Tickets.
    pub tickets: usize,
    /// Commands and alarms in their history: the account's last `seq`.
    pub seq: Seq,
    /// When a ticket of "Suporte" enters the warning.
    pub warns_at: Time,
    /// When a ticket of "Suporte" breaches.
    pub breaches_at: Time,
}

/// How far a demo is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The stories are thought out.
    Plotting,
    /// So many tickets are written.
    Written(usize),
    /// All are written; the indexes are made.
    Indexing,
}

/// What a database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Contents {
    /// Nothing, or a demo that was not finished.
    Nothing,
    /// A demo.
    Demo,
    /// Somebody's work: no demo touches it.
    Work,
}

/// Why no demo was made.
#[derive(Debug, Error)]
pub enum DemoError {
    /// The database is somebody's.
    #[error("the database is not marked as a demo; a demo touches no other")]
    NotDemo,
    /// The database cannot be used, or a server has it open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database did not take it.
    #[error("the demo could not be written: {0}")]
    Store(#[from] StoreError),
    /// A calendar of the default rules cannot be read.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// A story does something that the rules refuse.
    #[error("a story of the demo breaks a rule: {0}")]
    Refused(#[from] Refusal),
    /// The password could not be hashed.
    #[error("the demo's password could not be hashed: {0}")]
    Password(String),
    /// Telling the stories was broken off.
    #[error("the demo could not be told: {0}")]
    Broken(String),
}

impl From<PasswordError> for DemoError {
    fn from(error: PasswordError) -> Self {
        Self::Password(error.to_string())
    }
}

async fn contents_of(conn: &mut Conn) -> Result<Contents, DemoError> {
    let accounts = demo::accounts(conn).await?;
    Ok(if accounts.iter().any(|(demo, _)| !demo) {
        Contents::Work
    } else if accounts.iter().any(|(_, seq)| *seq > 0) {
        Contents::Demo
    } else {
        Contents::Nothing
    })
}

/// Fills an empty database, or one that holds a demo, with a new demo of that many tickets. With `keep`, a demo
/// that is there stays as it is: `None`. To be called before the desk is opened.
///
/// Times lie relative to the clock's now: within two minutes after it one ticket of "Suporte" enters the warning
/// and one breaches, and no other does for ten minutes.
pub async fn fill(
    config: Config,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    tickets: usize,
    keep: bool,
) -> Result<Option<Summary>, DemoError> {
    fill_telling(config, clock, ids, tickets, keep, Box::new(|_| {})).await
}

/// The same, telling how far it is.
pub async fn fill_telling(
    config: Config,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    tickets: usize,
    keep: bool,
    tell: Box<dyn Fn(Progress) + Send + Sync>,
) -> Result<Option<Summary>, DemoError> {
    let lock = ServerLock::take(&config.database).await?;
    let db = Db::open(&config.database).await.map_err(OpenError::from)?;
    // Runs in a task of its own: a transaction whose caller goes away must still end.
    let work = tokio::spawn(fill_open(db.clone(), to_millis(clock.now()), ids, (tickets, keep), tell));
    let filled = work.await.unwrap_or_else(|error| Err(DemoError::Broken(error.to_string())));
    db.close().await;
    lock.let_go().await;
    filled
}

async fn fill_open(
    db: Db,
    now: Time,
    ids: Arc<dyn Ids>,
    (tickets, keep): (usize, bool),
    tell: Box<dyn Fn(Progress) + Send + Sync>,
) -> Result<Option<Summary>, DemoError> {
    let mut conn = db.write().await?;
    match contents_of(&mut conn).await? {
        Contents::Work => return Err(DemoError::NotDemo),
        Contents::Demo if keep => return Ok(None),
        Contents::Demo | Contents::Nothing => {}
    }
    let cast = Arc::new(Cast::call(&*ids, tickets)?);
    let hash = Passwords::default().hash(&*ids, PASSWORD).await?;
    if tickets >= LARGE {
        demo::hasten(&mut conn).await?;
    }
    conn.begin().await?;
    demo::wipe(&mut conn).await?;
    write_cast(&mut conn, &cast, &hash, now).await?;
    write_views(&mut conn, &cast, &*ids, now).await?;
    if tickets >= LARGE {
        demo::unindex(&mut conn).await?;
    }
    conn.commit().await?;
    tell(Progress::Plotting);

    // Writing takes its time: about 0.3 ms a ticket. The alarms of the pair count from its end.
    let base = now + TimeDelta::microseconds(i64::try_from(tickets).unwrap_or(0) * 300);
    let (chapters, mut told) = mpsc::channel(2);
    let teller = {
        let cast = Arc::clone(&cast);
        tokio::task::spawn_blocking(move || {
            write::tell_all(Stage { cast: &cast, base }, &*ids, tickets, |chapter| {
                chapters.blocking_send(chapter).is_ok()
            })
        })
    };
    let mut written = 0;
    while let Some(chapter) = told.recv().await {
        conn.begin().await?;
        demo::write(&mut conn, cast.account, &chapter).await?;
        conn.commit().await?;
        written += chapter.tickets.len();
        tell(Progress::Written(written));
    }
    let head = teller.await.map_err(|error| DemoError::Broken(error.to_string()))??;
    tell(Progress::Indexing);
    if tickets >= LARGE {
        demo::settle(&mut conn).await?;
    }
    // Also for a small one: a large one that was broken off has left none.
    demo::index(&mut conn).await?;
    store::desk::advance(&mut conn, cast.account, head).await?;
    if tickets >= LARGE {
        demo::analyze(&mut conn).await?;
    }
    Ok(Some(Summary {
        tickets,
        seq: head.seq,
        warns_at: base + plot::WARNS_AFTER,
        breaches_at: base + plot::BREACHES_AFTER,
    }))
}

/// The account, marked as a demo, and everyone in it.
async fn write_cast(conn: &mut Conn, cast: &Cast, hash: &str, now: Time) -> Result<(), DemoError> {
    let account = cast.account;
    let founded = now - TimeDelta::days(400);
    people::new_account(conn, account, ("demo", "Chama Demo"), &cast.rules, true, founded).await?;
    for (id, name) in cast.departments.into_iter().zip(DEPARTMENTS) {
        people::new_department(conn, account, id, name).await?;
    }
    for organization in &cast.organizations {
        people::new_organization(conn, account, organization.id, organization.name, organization.vip).await?;
    }
    for contact in &cast.contacts {
        let row = ContactRow {
            account,
            id: contact.id,
            name: contact.name,
            email: contact.email,
            phone: Some(contact.phone),
            company: contact.company,
            organization: cast.organization(contact).map(|o| o.id),
        };
        people::new_contact(conn, &row).await?;
    }
    for person in &cast.people {
        let actor = &person.actor;
        let row = PersonRow {
            account,
            id: actor.person,
            email: person.email,
            name: &actor.name,
            role: actor.role,
            permissions: actor.permissions,
            password_hash: hash,
            contact: actor.contact,
            organization: actor.organization,
            created_at: founded,
        };
        people::new_person(conn, &row).await?;
        for &department in &actor.departments {
            let leads = actor.manages.contains(&department);
            people::new_membership(conn, account, actor.person, department, leads).await?;
        }
    }
    Ok(())
}

/// Saved views of the team: one of all departments by the administrator, one by who leads the support.
async fn write_views(conn: &mut Conn, cast: &Cast, ids: &dyn Ids, now: Time) -> Result<(), DemoError> {
    let support: DepartmentId = cast.departments[SUPPORT];
    let shown = [
        ("Urgentes sem atendente", View::Urgent, None, "atendente:livre"),
        ("Atrasados do suporte", View::Late, Some(support), ""),
    ];
    for (name, view, department, text) in shown {
        let may_share = |person: &&Person| may_share_views(&person.actor, department);
        // Who leads the department before who may do anything.
        let mut makers = cast.people.iter().filter(may_share);
        let Some(person) = makers.clone().find(|p| p.actor.role != Role::Administrator).or(makers.next())
        else {
            continue;
        };
        let filter = Filter { view, department, text: text.to_owned() };
        let row = NewRow {
            id: ViewId(ids.uuid()),
            person: person.actor.person,
            shared: true,
            name,
            name_key: &fold(name),
            query: &BoardQuery { filter, ..BoardQuery::default() },
            saved_at: now,
        };
        views::save(conn, cast.account, &row).await?;
    }
    Ok(())
}
