//! Rows of people, sessions and failed sign-ins.

use super::sql::people as sql;
use super::words::role;
use super::{Conn, FromRow, Json, StoreError, execute, fetch_all, fetch_optional};
use domain::{
    AccountId, Actor, ContactId, DepartmentId, OrganizationId, Permissions, PersonId, Role, Rules, Time,
};
use uuid::Uuid;

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
    email.trim().to_lowercase().replace('\0', "")
}

/// Who signs in with that e-mail.
pub async fn by_email(conn: &mut Conn, key: &str) -> Result<Option<SignInRow>, StoreError> {
    fetch_optional!(conn, SignInRow, sql::PERSON_BY_EMAIL, key)
}

/// The session of that token's hash, with its person as they are now; `None` too for one who may not sign in.
pub async fn session(conn: &mut Conn, token_hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
    let rows = fetch_all!(conn, SessionRow, sql::SESSION, token_hash.as_slice())?;
    let departments = |led: bool| {
        let mine = rows.iter().filter(|row| !led || row.manager == Some(true));
        mine.filter_map(|row| row.department_id.map(DepartmentId)).collect()
    };
    let Some(first) = rows.first() else { return Ok(None) };
    let actor = Actor {
        account: first.account_id.into(),
        person: first.person_id.into(),
        name: first.name.clone(),
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
    execute!(conn, sql::SET_PASSWORD, new_hash, person.account_id, person.id, person.password_hash.as_str())?;
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
        sql::NEW_SESSION,
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
    execute!(conn, sql::TOUCH_SESSION, now.timestamp_millis(), token_hash.as_slice())?;
    Ok(())
}

/// Ends a session.
pub async fn end_session(conn: &mut Conn, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    execute!(conn, sql::END_SESSION, token_hash.as_slice())?;
    Ok(())
}

/// The times of at most `most` failures after `since`, the newest first, in milliseconds since the epoch.
pub async fn failures(conn: &mut Conn, who: &str, since: Time, most: u32) -> Result<Vec<i64>, StoreError> {
    let rows = fetch_all!(conn, (i64,), sql::FAILURES, who, since.timestamp_millis(), i64::from(most))?;
    Ok(rows.into_iter().map(|(at,)| at).collect())
}

/// Records a failed sign-in under each name.
pub async fn new_failure(conn: &mut Conn, names: [&str; 2], now: Time) -> Result<(), StoreError> {
    for who in names {
        execute!(conn, sql::NEW_FAILURE, who, now.timestamp_millis())?;
    }
    Ok(())
}

/// Forgets the failures of a name.
pub async fn forgive(conn: &mut Conn, who: &str) -> Result<(), StoreError> {
    execute!(conn, sql::FORGIVE, who)?;
    Ok(())
}

/// The account of this installation, if it has one.
pub async fn first_account(conn: &mut Conn) -> Result<Option<AccountId>, StoreError> {
    Ok(fetch_optional!(conn, (Uuid,), sql::FIRST_ACCOUNT)?.map(|(id,)| id.into()))
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
    execute!(conn, sql::NEW_ACCOUNT, id.0, slug, name, Json(rules), rules.version, demo, ms)?;
    Ok(())
}

/// Founds a department.
pub async fn new_department(
    conn: &mut Conn,
    account: AccountId,
    id: DepartmentId,
    (name, slug): (&str, &str),
) -> Result<(), StoreError> {
    execute!(conn, sql::NEW_DEPARTMENT, account.0, id.0, name, slug)?;
    Ok(())
}

/// The department with that word in its address.
pub async fn department(
    conn: &mut Conn,
    account: AccountId,
    slug: &str,
) -> Result<Option<DepartmentId>, StoreError> {
    Ok(fetch_optional!(conn, (Uuid,), sql::DEPARTMENT_BY_SLUG, account.0, slug)?.map(|(id,)| id.into()))
}

/// Registers a client company.
pub async fn new_organization(
    conn: &mut Conn,
    account: AccountId,
    id: OrganizationId,
    name: &str,
    vip: bool,
) -> Result<(), StoreError> {
    execute!(conn, sql::NEW_ORGANIZATION, account.0, id.0, name, vip)?;
    Ok(())
}

/// The client company of that name.
pub async fn organization(
    conn: &mut Conn,
    account: AccountId,
    name: &str,
) -> Result<Option<OrganizationId>, StoreError> {
    Ok(fetch_optional!(conn, (Uuid,), sql::ORGANIZATION_BY_NAME, account.0, name)?.map(|(id,)| id.into()))
}

/// A contact of that e-mail and organization who has no sign-in yet.
pub async fn contact_without_sign_in(
    conn: &mut Conn,
    account: AccountId,
    email_key: &str,
    organization: Option<OrganizationId>,
) -> Result<Option<ContactId>, StoreError> {
    let organization = organization.map(|o| o.0);
    let row =
        fetch_optional!(conn, (Uuid,), sql::CONTACT_WITHOUT_SIGN_IN, account.0, email_key, organization)?;
    Ok(row.map(|(id,)| id.into()))
}

/// Registers a contact.
pub async fn new_contact(conn: &mut Conn, row: &ContactRow<'_>) -> Result<(), StoreError> {
    execute!(
        conn,
        sql::NEW_CONTACT,
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
        sql::NEW_PERSON,
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
    execute!(conn, sql::NEW_MEMBERSHIP, account.0, person.0, department.0, manager)?;
    Ok(())
}
