//! Rows of people, sessions and failed sign-ins.

use super::words::{line, role};
use super::{Conn, FromRow, Json, StoreError, execute, fetch_all, fetch_optional};
use domain::text;
use domain::{
    AccountId, Actor, ContactId, DepartmentId, OrganizationId, Permissions, PersonId, Role, Rules, Time,
};
use uuid::Uuid;

const PERSON_BY_EMAIL: &str = "
    SELECT account_id, id, active, password_hash
    FROM person WHERE email_key = $1
    ORDER BY active DESC, created_at, id LIMIT 1";

/// A session with its person as they are now, a row for each department of theirs. Inactive people have none.
const SESSION: &str = "
    SELECT s.account_id, s.person_id, s.seen_at, s.expires_at,
           p.name, p.role, p.permissions, p.contact_id, p.organization_id, m.department_id, m.manager
    FROM session s
    JOIN person p ON p.account_id = s.account_id AND p.id = s.person_id
    LEFT JOIN membership m ON m.account_id = s.account_id AND m.person_id = s.person_id
    WHERE s.token_hash = $1 AND p.active
    ORDER BY m.department_id";

const SET_PASSWORD: &str = "
    UPDATE person SET password_hash = $1 WHERE account_id = $2 AND id = $3 AND password_hash = $4";

const NEW_SESSION: &str = "
    INSERT INTO session (token_hash, account_id, person_id, created_at, seen_at, expires_at)
    VALUES ($1, $2, $3, $4, $4, $5)";

const TOUCH_SESSION: &str = "UPDATE session SET seen_at = $1 WHERE token_hash = $2 AND seen_at < $1";

const END_SESSION: &str = "DELETE FROM session WHERE token_hash = $1";

/// The failures of a name in the window, the newest first: the last of them says when the limit ends.
const FAILURES: &str = "
    SELECT at FROM sign_in_failure WHERE who = $1 AND at > $2 ORDER BY at DESC LIMIT $3";

const NEW_FAILURE: &str = "INSERT INTO sign_in_failure (who, at) VALUES ($1, $2)";

const FORGIVE: &str = "DELETE FROM sign_in_failure WHERE who = $1";

const FIRST_ACCOUNT: &str = "SELECT id FROM account ORDER BY created_at, id LIMIT 1";

const NEW_ACCOUNT: &str = "
    INSERT INTO account (id, slug, name, seq, number, rules, rules_version, demo, created_at)
    VALUES ($1, $2, $3, 0, 0, $4, $5, $6, $7)";

const NEW_DEPARTMENT: &str = "
    INSERT INTO department (account_id, id, name, slug) VALUES ($1, $2, $3, $4)";

const DEPARTMENT_BY_SLUG: &str = "SELECT id FROM department WHERE account_id = $1 AND slug = $2";

const NEW_ORGANIZATION: &str = "
    INSERT INTO organization (account_id, id, name, vip) VALUES ($1, $2, $3, $4)";

/// All client companies: no database compares names as people do.
const ORGANIZATION_NAMES: &str = "SELECT id, name FROM organization WHERE account_id = $1 ORDER BY id";

/// The contacts of an organization that have an e-mail and no sign-in.
const CONTACTS_WITHOUT_SIGN_IN: &str = "
    SELECT c.id, c.email FROM contact c
    WHERE c.account_id = $1 AND c.email IS NOT NULL
      AND (c.organization_id = $2 OR (c.organization_id IS NULL AND $2 IS NULL))
      AND NOT EXISTS (SELECT 1 FROM person p WHERE p.account_id = c.account_id AND p.contact_id = c.id)
    ORDER BY c.id";

const NEW_CONTACT: &str = "
    INSERT INTO contact (account_id, id, name, email, phone, company, organization_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

const NEW_PERSON: &str = "
    INSERT INTO person (account_id, id, email, email_key, name, role, permissions, password_hash,
                        contact_id, organization_id, active, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, TRUE, $11)";

const NEW_MEMBERSHIP: &str = "
    INSERT INTO membership (account_id, person_id, department_id, manager) VALUES ($1, $2, $3, $4)";

/// What a sign-in is checked against.
#[derive(Debug, FromRow)]
pub struct SignInRow {
    pub account_id: Uuid,
    pub id: Uuid,
    pub active: bool,
    pub password_hash: String,
}

#[derive(Debug, FromRow)]
struct SessionRow {
    account_id: Uuid,
    person_id: Uuid,
    seen_at: i64,
    expires_at: i64,
    name: String,
    role: String,
    permissions: i32,
    contact_id: Option<Uuid>,
    organization_id: Option<Uuid>,
    department_id: Option<Uuid>,
    manager: Option<bool>,
}

/// A session as the database has it. Times in milliseconds since the epoch.
#[derive(Debug)]
pub struct Session {
    pub actor: Actor,
    pub seen_at: i64,
    pub expires_at: i64,
}

/// A person to be stored.
#[derive(Debug)]
pub struct PersonRow<'a> {
    pub account: AccountId,
    pub id: PersonId,
    pub email: &'a str,
    pub name: &'a str,
    pub role: Role,
    pub permissions: Permissions,
    pub password_hash: &'a str,
    pub contact: Option<ContactId>,
    pub organization: Option<OrganizationId>,
    pub created_at: Time,
}

/// A contact to be stored.
#[derive(Debug)]
pub struct ContactRow<'a> {
    pub account: AccountId,
    pub id: ContactId,
    pub name: &'a str,
    pub email: Option<&'a str>,
    pub phone: Option<&'a str>,
    pub company: Option<&'a str>,
    pub organization: Option<OrganizationId>,
}

/// The e-mail as sign-in looks it up; without NUL, which no address has and PostgreSQL does not take.
pub fn email_key(email: &str) -> String {
    text::key(email).replace('\0', "")
}

/// Who signs in with that e-mail.
pub async fn by_email(conn: &mut Conn, email: &str) -> Result<Option<SignInRow>, StoreError> {
    let key = email_key(email);
    let found = fetch_optional!(conn, SignInRow, PERSON_BY_EMAIL, key.as_str())?;
    // Who was added before addresses had one form is found as they were written down.
    let typed = email.trim().to_lowercase().replace('\0', "");
    if found.is_some() || typed == key {
        return Ok(found);
    }
    fetch_optional!(conn, SignInRow, PERSON_BY_EMAIL, typed.as_str())
}

/// The session of that token's hash, with its person as they are now; `None` too for one who may not sign in.
pub async fn session(conn: &mut Conn, token_hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
    let rows = fetch_all!(conn, SessionRow, SESSION, token_hash.as_slice())?;
    let departments = |led: bool| {
        let mine = rows.iter().filter(|row| !led || row.manager == Some(true));
        mine.filter_map(|row| row.department_id.map(DepartmentId)).collect()
    };
    let Some(first) = rows.first() else { return Ok(None) };
    let actor = Actor {
        account: first.account_id.into(),
        person: first.person_id.into(),
        name: line(first.name.clone()),
        role: role(&first.role)?,
        permissions: Permissions(first.permissions),
        contact: first.contact_id.map(ContactId),
        organization: first.organization_id.map(OrganizationId),
        departments: departments(false),
        manages: departments(true),
    };
    Ok(Some(Session { actor, seen_at: first.seen_at, expires_at: first.expires_at }))
}

/// Replaces a password's hash, unless it was changed meanwhile.
pub async fn set_password(conn: &mut Conn, person: &SignInRow, new_hash: &str) -> Result<(), StoreError> {
    execute!(conn, SET_PASSWORD, new_hash, person.account_id, person.id, person.password_hash.as_str())?;
    Ok(())
}

/// Begins a session.
pub async fn new_session(
    conn: &mut Conn,
    token_hash: &[u8; 32],
    person: &SignInRow,
    now: Time,
    expires_at: Time,
) -> Result<(), StoreError> {
    execute!(
        conn,
        NEW_SESSION,
        token_hash.as_slice(),
        person.account_id,
        person.id,
        now.timestamp_millis(),
        expires_at.timestamp_millis(),
    )?;
    Ok(())
}

/// Notes that the session is used.
pub async fn touch_session(conn: &mut Conn, token_hash: &[u8; 32], now: Time) -> Result<(), StoreError> {
    execute!(conn, TOUCH_SESSION, now.timestamp_millis(), token_hash.as_slice())?;
    Ok(())
}

/// Ends a session.
pub async fn end_session(conn: &mut Conn, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    execute!(conn, END_SESSION, token_hash.as_slice())?;
    Ok(())
}

/// The times of at most `most` failures after `since`, the newest first, in milliseconds since the epoch.
pub async fn failures(conn: &mut Conn, who: &str, since: Time, most: u32) -> Result<Vec<i64>, StoreError> {
    let rows = fetch_all!(conn, (i64,), FAILURES, who, since.timestamp_millis(), i64::from(most))?;
    Ok(rows.into_iter().map(|(at,)| at).collect())
}

/// Records a failed sign-in under each name.
pub async fn new_failure(conn: &mut Conn, names: [&str; 2], now: Time) -> Result<(), StoreError> {
    for who in names {
        execute!(conn, NEW_FAILURE, who, now.timestamp_millis())?;
    }
    Ok(())
}

/// Forgets the failures of a name.
pub async fn forgive(conn: &mut Conn, who: &str) -> Result<(), StoreError> {
    execute!(conn, FORGIVE, who)?;
    Ok(())
}

/// The account of this installation, if it has one.
pub async fn first_account(conn: &mut Conn) -> Result<Option<AccountId>, StoreError> {
    Ok(fetch_optional!(conn, (Uuid,), FIRST_ACCOUNT)?.map(|(id,)| id.into()))
}

/// Founds an account.
pub async fn new_account(
    conn: &mut Conn,
    id: AccountId,
    (slug, name): (&str, &str),
    rules: &Rules,
    demo: bool,
    now: Time,
) -> Result<(), StoreError> {
    let ms = now.timestamp_millis();
    execute!(conn, NEW_ACCOUNT, id.0, slug, name, Json(rules), rules.version, demo, ms)?;
    Ok(())
}

/// Founds a department.
pub async fn new_department(
    conn: &mut Conn,
    account: AccountId,
    id: DepartmentId,
    (name, slug): (&str, &str),
) -> Result<(), StoreError> {
    execute!(conn, NEW_DEPARTMENT, account.0, id.0, name, slug)?;
    Ok(())
}

/// The department with that word in its address.
pub async fn department(
    conn: &mut Conn,
    account: AccountId,
    slug: &str,
) -> Result<Option<DepartmentId>, StoreError> {
    Ok(fetch_optional!(conn, (Uuid,), DEPARTMENT_BY_SLUG, account.0, slug)?.map(|(id,)| id.into()))
}

/// Registers a client company.
pub async fn new_organization(
    conn: &mut Conn,
    account: AccountId,
    id: OrganizationId,
    name: &str,
    vip: bool,
) -> Result<(), StoreError> {
    execute!(conn, NEW_ORGANIZATION, account.0, id.0, name, vip)?;
    Ok(())
}

/// The client company of that name.
pub async fn organization(
    conn: &mut Conn,
    account: AccountId,
    name: &str,
) -> Result<Option<OrganizationId>, StoreError> {
    let all = fetch_all!(conn, (Uuid, String), ORGANIZATION_NAMES, account.0)?;
    let wanted = text::key(name);
    Ok(all.into_iter().find(|(_, other)| text::key(other) == wanted).map(|(id, _)| id.into()))
}

/// A contact of that e-mail and organization who has no sign-in yet.
pub async fn contact_without_sign_in(
    conn: &mut Conn,
    account: AccountId,
    email_key: &str,
    organization: Option<OrganizationId>,
) -> Result<Option<ContactId>, StoreError> {
    let organization = organization.map(|o| o.0);
    let all = fetch_all!(conn, (Uuid, String), CONTACTS_WITHOUT_SIGN_IN, account.0, organization)?;
    Ok(all.into_iter().find(|(_, email)| self::email_key(email) == email_key).map(|(id, _)| id.into()))
}

/// Registers a contact.
pub async fn new_contact(conn: &mut Conn, row: &ContactRow<'_>) -> Result<(), StoreError> {
    execute!(
        conn,
        NEW_CONTACT,
        row.account.0,
        row.id.0,
        row.name,
        row.email,
        row.phone,
        row.company,
        row.organization.map(|o| o.0),
    )?;
    Ok(())
}

/// Gives someone a sign-in.
pub async fn new_person(conn: &mut Conn, row: &PersonRow<'_>) -> Result<(), StoreError> {
    execute!(
        conn,
        NEW_PERSON,
        row.account.0,
        row.id.0,
        row.email,
        email_key(row.email),
        row.name,
        row.role.as_str(),
        row.permissions.0,
        row.password_hash,
        row.contact.map(|c| c.0),
        row.organization.map(|o| o.0),
        row.created_at.timestamp_millis(),
    )?;
    Ok(())
}

/// Puts someone in a department.
pub async fn new_membership(
    conn: &mut Conn,
    account: AccountId,
    person: PersonId,
    department: DepartmentId,
    manager: bool,
) -> Result<(), StoreError> {
    execute!(conn, NEW_MEMBERSHIP, account.0, person.0, department.0, manager)?;
    Ok(())
}

/// All of them, by name.
pub(crate) const ALL: &[(&str, &str)] = &[
    ("people::PERSON_BY_EMAIL", PERSON_BY_EMAIL),
    ("people::SESSION", SESSION),
    ("people::SET_PASSWORD", SET_PASSWORD),
    ("people::NEW_SESSION", NEW_SESSION),
    ("people::TOUCH_SESSION", TOUCH_SESSION),
    ("people::END_SESSION", END_SESSION),
    ("people::FAILURES", FAILURES),
    ("people::NEW_FAILURE", NEW_FAILURE),
    ("people::FORGIVE", FORGIVE),
    ("people::FIRST_ACCOUNT", FIRST_ACCOUNT),
    ("people::NEW_ACCOUNT", NEW_ACCOUNT),
    ("people::NEW_DEPARTMENT", NEW_DEPARTMENT),
    ("people::DEPARTMENT_BY_SLUG", DEPARTMENT_BY_SLUG),
    ("people::NEW_ORGANIZATION", NEW_ORGANIZATION),
    ("people::ORGANIZATION_NAMES", ORGANIZATION_NAMES),
    ("people::CONTACTS_WITHOUT_SIGN_IN", CONTACTS_WITHOUT_SIGN_IN),
    ("people::NEW_CONTACT", NEW_CONTACT),
    ("people::NEW_PERSON", NEW_PERSON),
    ("people::NEW_MEMBERSHIP", NEW_MEMBERSHIP),
];
