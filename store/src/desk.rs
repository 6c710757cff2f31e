//! The account, its people and departments, and what requests made.

use super::words::{line, role};
use super::{Conn, FromRow, Json, StoreError, execute, fetch_all, fetch_one, fetch_optional};
use crate::tickets::Remembered;
use domain::board::DepartmentName;
use domain::desk::Outcome;
use domain::people::{Actor, Permissions};
use domain::rules::Rules;
use domain::ticket::PersonRef;
use domain::{AccountId, ContactId, DepartmentId, OpId, OrganizationId, PersonId, Seq, Time};
use uuid::Uuid;

/// All accounts.
const ACCOUNT_IDS: &str = "SELECT id FROM account ORDER BY created_at, id";
/// An account's settings and its last command.
const ACCOUNT: &str = "SELECT seq, rules FROM account WHERE id = $1";
/// Other settings; their version counts up.
const SET_RULES: &str = "UPDATE account SET rules = $2, rules_version = $3 WHERE id = $1";
/// Writes down who changed which setting.
const TELL_SETTING: &str = "INSERT INTO account_event (account_id, rules_version, at, actor_id, actor_name, kind, data) VALUES \
     ($1, $2, $3, $4, $5, $6, $7)";
/// Writes nothing new.
const TOUCH: &str = "UPDATE account SET seq = seq";
/// An account's last command.
const HEAD: &str = "SELECT seq FROM account WHERE id = $1";
/// Takes an account for a batch: nobody else writes to it until the transaction ends.
const LOCK: &str = "UPDATE account SET seq = seq WHERE id = $1 RETURNING seq, number, rules_version, moment";
/// The last command, the last ticket number and the last moment of a batch.
const ADVANCE: &str = "UPDATE account SET seq = $2, number = $3, moment = $4 WHERE id = $1";
/// Up to which command places changed without events of their own.
const LOG_BEGINS: &str = "SELECT log_begins FROM account WHERE id = $1";
/// What a person was when they last listened, and the last command when that was found to be another.
const ACCESS_FINGERPRINT: &str = "SELECT eyes, eyes_seq FROM person WHERE account_id = $1 AND id = $2";
/// What the person now is.
const SET_ACCESS_FINGERPRINT: &str =
    "UPDATE person SET eyes = $3, eyes_seq = $4 WHERE account_id = $1 AND id = $2";
/// The departments of an account.
const DEPARTMENTS: &str = "SELECT id, name, slug FROM department WHERE account_id = $1 ORDER BY name";
/// The name of a department.
const DEPARTMENT: &str = "SELECT name FROM department WHERE account_id = $1 AND id = $2";
/// Someone who may act, with a row for each department.
const ACTOR: &str = "SELECT p.name, p.role, p.permissions, p.contact_id, p.organization_id, m.department_id, m.manager \
     FROM person p LEFT JOIN membership m ON m.account_id = p.account_id AND m.person_id = p.id WHERE \
     p.account_id = $1 AND p.id = $2 AND p.active ORDER BY m.department_id";
/// Who may be responsible in a department.
const ASSIGNABLE: &str = "SELECT p.id, p.name FROM person p WHERE p.account_id = $1 AND p.active AND p.role IN ('agent', \
     'department_manager', 'administrator') AND (p.role = 'administrator' OR EXISTS (SELECT 1 FROM \
     membership m WHERE m.account_id = p.account_id AND m.person_id = p.id AND m.department_id = $2)) \
     ORDER BY p.name, p.id";
/// Whether a person may be responsible in a department.
const ASSIGNABLE_ONE: &str = "SELECT p.id, p.name FROM person p WHERE p.account_id = $1 AND p.id = $3 AND p.active AND p.role IN \
     ('agent', 'department_manager', 'administrator') AND (p.role = 'administrator' OR EXISTS (SELECT 1 \
     FROM membership m WHERE m.account_id = p.account_id AND m.person_id = p.id AND m.department_id = \
     $2))";
/// A contact with its organization.
const CONTACT: &str = "SELECT c.name, c.company, c.organization_id, o.name AS organization_name, o.vip FROM contact c LEFT \
     JOIN organization o ON o.account_id = c.account_id AND o.id = c.organization_id WHERE c.account_id = \
     $1 AND c.id = $2";
/// What a request made, when it came before.
const OPERATION: &str =
    "SELECT digest, outcome FROM operation WHERE account_id = $1 AND person_id = $2 AND op_id = $3";
/// Remembers what a request made.
const INSERT_OPERATION: &str = "INSERT INTO operation (account_id, person_id, op_id, digest, outcome, at) VALUES ($1, $2, $3, $4, \
     $5, $6)";
/// Forgets a slice of old requests.
const PURGE_OPERATIONS: &str = "DELETE FROM operation WHERE at <= (SELECT MAX(at) FROM (SELECT at FROM operation \
     WHERE at < $1 ORDER BY at LIMIT 500) AS old)";
/// Forgets a slice of ended sessions.
const PURGE_SESSIONS: &str = "DELETE FROM session WHERE expires_at <= (SELECT MAX(expires_at) FROM (SELECT expires_at \
     FROM session WHERE expires_at < $1 ORDER BY expires_at LIMIT 500) AS old)";
/// Forgets a slice of failed sign-ins.
const PURGE_FAILURES: &str = "DELETE FROM sign_in_failure WHERE at <= (SELECT MAX(at) FROM (SELECT at FROM sign_in_failure \
     WHERE at < $1 ORDER BY at LIMIT 500) AS old)";

/// All accounts.
pub async fn accounts(conn: &mut Conn) -> Result<Vec<AccountId>, StoreError> {
    let rows = fetch_all!(conn, (Uuid,), ACCOUNT_IDS)?;
    Ok(rows.into_iter().map(|(id,)| AccountId(id)).collect())
}

/// Writes nothing new: whether the database keeps it shows whether it would keep anything.
pub async fn touch(conn: &mut Conn) -> Result<(), StoreError> {
    execute!(conn, TOUCH)?;
    Ok(())
}

/// An account's last command and its settings.
pub async fn account(conn: &mut Conn, account: AccountId) -> Result<Option<(Seq, Rules)>, StoreError> {
    let row = fetch_optional!(conn, (i64, Json<Rules>), ACCOUNT, account.0)?;
    Ok(row.map(|(seq, Json(rules))| (seq, rules)))
}

/// Other settings for an account.
pub async fn set_rules(conn: &mut Conn, account: AccountId, rules: &Rules) -> Result<(), StoreError> {
    execute!(conn, SET_RULES, account.0, Json(rules), rules.version)?;
    Ok(())
}

/// Writes down who changed which setting.
pub async fn tell_setting<T: serde::Serialize + Sync>(
    conn: &mut Conn,
    account: AccountId,
    version: i32,
    at: Time,
    by: &Actor,
    (kind, data): (&str, &T),
) -> Result<(), StoreError> {
    let (at, data) = (at.timestamp_millis(), Json(data));
    execute!(conn, TELL_SETTING, account.0, version, at, by.person.0, by.name.as_str(), kind, data)?;
    Ok(())
}

/// An account's last command.
pub async fn head(conn: &mut Conn, account: AccountId) -> Result<Seq, StoreError> {
    let (seq,) = fetch_one!(conn, (i64,), HEAD, account.0)?;
    Ok(seq)
}

/// What a batch takes of its account: last command, last ticket number, version of the rules, last moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct AccountHead {
    /// The last command.
    pub seq: Seq,
    /// The last ticket number.
    pub number: i64,
    /// Counts up with each edit of the rules.
    pub rules_version: i32,
    /// No client was told a later one, and no command has one.
    pub moment: Seq,
}

/// Takes the account for this transaction.
pub async fn lock(conn: &mut Conn, account: AccountId) -> Result<AccountHead, StoreError> {
    fetch_one!(conn, AccountHead, LOCK, account.0)
}

/// Writes where the batch ended.
pub async fn advance(conn: &mut Conn, account: AccountId, head: AccountHead) -> Result<(), StoreError> {
    execute!(conn, ADVANCE, account.0, head.seq, head.number, head.moment)?;
    Ok(())
}

/// Up to which command places changed without events of their own.
pub async fn log_begins(conn: &mut Conn, account: AccountId) -> Result<Seq, StoreError> {
    let (seq,) = fetch_one!(conn, (i64,), LOG_BEGINS, account.0)?;
    Ok(seq)
}

/// What a person was when they last listened, if they did, and the last command when that was found changed.
pub async fn access_fingerprint(
    conn: &mut Conn,
    account: AccountId,
    person: PersonId,
) -> Result<Option<(Option<Vec<u8>>, Seq)>, StoreError> {
    fetch_optional!(conn, (Option<Vec<u8>>, i64), ACCESS_FINGERPRINT, account.0, person.0)
}

/// What the person now is, and up to which command their screens must fetch anew.
pub async fn set_access_fingerprint(
    conn: &mut Conn,
    account: AccountId,
    person: PersonId,
    fingerprint: &[u8; 32],
    seq: Seq,
) -> Result<(), StoreError> {
    execute!(conn, SET_ACCESS_FINGERPRINT, account.0, person.0, fingerprint.as_slice(), seq)?;
    Ok(())
}

/// The departments of an account, by name.
pub async fn departments(conn: &mut Conn, account: AccountId) -> Result<Vec<DepartmentName>, StoreError> {
    let rows = fetch_all!(conn, (Uuid, String, String), DEPARTMENTS, account.0)?;
    Ok(rows
        .into_iter()
        .map(|(id, name, slug)| DepartmentName { id: DepartmentId(id), name: line(name), slug })
        .collect())
}

/// Whether the account has that department.
pub async fn department_exists(
    conn: &mut Conn,
    account: AccountId,
    department: DepartmentId,
) -> Result<bool, StoreError> {
    Ok(fetch_optional!(conn, (String,), DEPARTMENT, account.0, department.0)?.is_some())
}

#[derive(Debug, FromRow)]
struct ActorRow {
    name: String,
    role: String,
    permissions: i32,
    contact_id: Option<Uuid>,
    organization_id: Option<Uuid>,
    department_id: Option<Uuid>,
    manager: Option<bool>,
}

/// Someone as the database has them now; `None` for unknown and for inactive people.
pub async fn actor(
    conn: &mut Conn,
    account: AccountId,
    person: PersonId,
) -> Result<Option<Actor>, StoreError> {
    let rows = fetch_all!(conn, ActorRow, ACTOR, account.0, person.0)?;
    let Some(first) = rows.first() else { return Ok(None) };
    let departments = |led: bool| {
        rows.iter()
            .filter(|row| !led || row.manager == Some(true))
            .filter_map(|row| row.department_id.map(DepartmentId))
            .collect()
    };
    Ok(Some(Actor {
        account,
        person,
        name: line(first.name.clone()),
        role: role(&first.role)?,
        permissions: Permissions(first.permissions),
        contact: first.contact_id.map(ContactId),
        organization: first.organization_id.map(OrganizationId),
        departments: departments(false),
        manages: departments(true),
    }))
}

/// Who may be responsible in a department, by name.
pub async fn assignable(
    conn: &mut Conn,
    account: AccountId,
    department: DepartmentId,
) -> Result<Vec<PersonRef>, StoreError> {
    let rows = fetch_all!(conn, (Uuid, String), ASSIGNABLE, account.0, department.0)?;
    Ok(rows.into_iter().map(|(id, name)| PersonRef { id: PersonId(id), name: line(name) }).collect())
}

/// The person, if they may be responsible in the department.
pub async fn assignable_one(
    conn: &mut Conn,
    account: AccountId,
    department: DepartmentId,
    person: PersonId,
) -> Result<Option<PersonRef>, StoreError> {
    let row = fetch_optional!(conn, (Uuid, String), ASSIGNABLE_ONE, account.0, department.0, person.0)?;
    Ok(row.map(|(id, name)| PersonRef { id: PersonId(id), name: line(name) }))
}

/// A contact, as a new ticket needs it.
#[derive(Debug, FromRow)]
pub struct ContactRow {
    /// Their name.
    pub name: String,
    /// The company they named.
    pub company: Option<String>,
    organization_id: Option<Uuid>,
    /// The name of their organization.
    pub organization_name: Option<String>,
    /// Their organization is a VIP.
    pub vip: Option<bool>,
}

impl ContactRow {
    /// Their organization.
    pub fn organization(&self) -> Option<OrganizationId> {
        self.organization_id.map(OrganizationId)
    }
}

/// A contact with its organization.
pub async fn contact(
    conn: &mut Conn,
    account: AccountId,
    contact: ContactId,
) -> Result<Option<ContactRow>, StoreError> {
    fetch_optional!(conn, ContactRow, CONTACT, account.0, contact.0)
}

/// What a request made, when it came before.
pub async fn operation(
    conn: &mut Conn,
    account: AccountId,
    person: PersonId,
    op: OpId,
) -> Result<Option<Remembered>, StoreError> {
    let row = fetch_optional!(conn, (Vec<u8>, Json<Outcome>), OPERATION, account.0, person.0, op.0)?;
    Ok(row.map(|(digest, Json(outcome))| (digest, outcome)))
}

/// Remembers what a request made.
pub async fn remember(
    conn: &mut Conn,
    account: AccountId,
    person: PersonId,
    op: OpId,
    digest: &[u8],
    outcome: &Outcome,
    at: Time,
) -> Result<(), StoreError> {
    let at = at.timestamp_millis();
    execute!(conn, INSERT_OPERATION, account.0, person.0, op.0, digest, Json(outcome), at)?;
    Ok(())
}

/// Forgets one slice of what is kept for a while only: requests given before `requests`, sessions and failed
/// sign-ins that ended before `now`. Gives how many rows went.
pub async fn purge(conn: &mut Conn, requests: Time, now: Time) -> Result<u64, StoreError> {
    let operations = execute!(conn, PURGE_OPERATIONS, requests.timestamp_millis())?;
    let sessions = execute!(conn, PURGE_SESSIONS, now.timestamp_millis())?;
    let failures = execute!(conn, PURGE_FAILURES, requests.timestamp_millis())?;
    Ok(operations + sessions + failures)
}

/// All of them, by name.
pub(crate) const ALL: &[(&str, &str)] = &[
    ("desk::ACCOUNT_IDS", ACCOUNT_IDS),
    ("desk::ACCOUNT", ACCOUNT),
    ("desk::SET_RULES", SET_RULES),
    ("desk::TELL_SETTING", TELL_SETTING),
    ("desk::TOUCH", TOUCH),
    ("desk::HEAD", HEAD),
    ("desk::LOCK", LOCK),
    ("desk::ADVANCE", ADVANCE),
    ("desk::LOG_BEGINS", LOG_BEGINS),
    ("desk::ACCESS_FINGERPRINT", ACCESS_FINGERPRINT),
    ("desk::SET_ACCESS_FINGERPRINT", SET_ACCESS_FINGERPRINT),
    ("desk::DEPARTMENTS", DEPARTMENTS),
    ("desk::DEPARTMENT", DEPARTMENT),
    ("desk::ACTOR", ACTOR),
    ("desk::ASSIGNABLE", ASSIGNABLE),
    ("desk::ASSIGNABLE_ONE", ASSIGNABLE_ONE),
    ("desk::CONTACT", CONTACT),
    ("desk::OPERATION", OPERATION),
    ("desk::INSERT_OPERATION", INSERT_OPERATION),
    ("desk::PURGE_OPERATIONS", PURGE_OPERATIONS),
    ("desk::PURGE_SESSIONS", PURGE_SESSIONS),
    ("desk::PURGE_FAILURES", PURGE_FAILURES),
];
