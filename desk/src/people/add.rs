//! Adding people: `chama user add`, and the first administrator of an empty database.

use super::password::{PASSWORD_MAX, PasswordError};
use crate::live::LiveDesk;
use domain::text::one_line;
use domain::{AccountId, ContactId, DepartmentId, OrganizationId, Permissions, PersonId, Role, Rules};
use store::people::{self, ContactRow, PersonRow};
use store::{Conn, StoreError};
use thiserror::Error;

/// Characters that a password must have. NIST SP 800-63B asks for 8, ASVS 5.0 recommends 15.
pub const PASSWORD_MIN: usize = 10;
/// Characters in a name.
const NAME_MAX: usize = 200;
/// Characters in an e-mail address (RFC 5321, 4.5.3.1.3, less the brackets).
const EMAIL_MAX: usize = 254;
/// What an empty database begins with.
const FIRST_ACCOUNT: (&str, &str) = ("chama", "Chama");
const FIRST_DEPARTMENT: (&str, &str) = ("Suporte", "suporte");

/// Someone who shall be able to sign in.
#[derive(Clone)]
pub struct NewPerson {
    /// For signing in.
    pub email: String,
    /// As colleagues and clients read it.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// At least [`PASSWORD_MIN`] characters.
    pub password: String,
    /// The words in the addresses of the departments they work in, and lead as a department manager.
    pub departments: Vec<String>,
    /// The company that a client belongs to; registered where there is none of that name.
    pub organization: Option<String>,
}

impl std::fmt::Debug for NewPerson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewPerson")
            .field("email", &self.email)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

/// Why someone was not added. Nothing has changed.
#[derive(Debug, Error)]
pub enum AddPersonError {
    /// That is no e-mail address.
    #[error("{0:?} is not an e-mail address")]
    BadEmail(String),
    /// Someone signs in with it already.
    #[error("someone signs in with {0} already")]
    EmailTaken(String),
    /// A name is needed, of 200 characters at most.
    #[error("a name is needed, of {NAME_MAX} characters at most")]
    BadName,
    /// Shorter than [`PASSWORD_MIN`] characters.
    #[error("the password needs at least {PASSWORD_MIN} characters")]
    ShortPassword,
    /// Longer than 1,024 bytes.
    #[error("the password is longer than {PASSWORD_MAX} bytes")]
    LongPassword,
    /// The account has no such department.
    #[error("there is no department {0:?}")]
    UnknownDepartment(String),
    /// An agent and a department manager work in a department.
    #[error("this role needs a department")]
    DepartmentNeeded,
    /// A client works in no department.
    #[error("a client works in no department")]
    DepartmentOfClient,
    /// An organization's manager needs the organization.
    #[error("this role needs an organization")]
    OrganizationNeeded,
    /// Those who serve belong to no client company.
    #[error("only clients belong to an organization")]
    OrganizationOfTeam,
    /// The database is empty: its first person has to be able to set it up.
    #[error("the first person must be an administrator")]
    FirstIsAdministrator,
    /// The database does not answer. The text is for the log, or for who runs the command.
    #[error("unavailable: {0}")]
    Unavailable(String),
}

impl From<StoreError> for AddPersonError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<PasswordError> for AddPersonError {
    fn from(error: PasswordError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl LiveDesk {
    /// Adds someone who can sign in from now on. An empty database gets its account and a department "Suporte"
    /// with its first administrator.
    pub async fn add_person(&self, new: NewPerson) -> Result<PersonId, AddPersonError> {
        let new = checked(new)?;
        let hash = self.0.doorkeeper.passwords.hash(&*self.0.ids, &new.password).await?;
        let desk = self.clone();
        // A transaction whose caller goes away must still end.
        match tokio::spawn(async move { desk.add_person_now(&new, &hash).await }).await {
            Ok(done) => done,
            Err(error) => Err(AddPersonError::Unavailable(error.to_string())),
        }
    }

    async fn add_person_now(&self, new: &NewPerson, hash: &str) -> Result<PersonId, AddPersonError> {
        let mut conn = self.0.db.write().await?;
        conn.begin().await?;
        let added = self.add_person_in(&mut conn, new, hash).await;
        match added {
            Ok(id) => {
                conn.commit().await?;
                Ok(id)
            }
            Err(error) => {
                conn.roll_back().await?;
                Err(error)
            }
        }
    }

    async fn add_person_in(
        &self,
        conn: &mut Conn,
        new: &NewPerson,
        hash: &str,
    ) -> Result<PersonId, AddPersonError> {
        let account = match people::first_account(conn).await? {
            Some(account) => account,
            None if new.role == Role::Administrator => self.found(conn).await?,
            None => return Err(AddPersonError::FirstIsAdministrator),
        };
        let mut departments = vec![];
        for slug in &new.departments {
            let department = people::department(conn, account, slug).await?;
            departments.push(department.ok_or_else(|| AddPersonError::UnknownDepartment(slug.clone()))?);
        }
        let organization = match &new.organization {
            Some(name) => Some(self.organization(conn, account, name).await?),
            None => None,
        };
        let contact = match new.role {
            Role::Client | Role::OrganizationManager => {
                Some(self.contact(conn, account, new, organization).await?)
            }
            _ => None,
        };
        let person = PersonRow {
            account,
            id: PersonId(self.0.ids.uuid()),
            email: &new.email,
            name: &new.name,
            role: new.role,
            permissions: Permissions::default(),
            password_hash: hash,
            contact,
            organization,
            created_at: self.0.core.now(),
        };
        people::new_person(conn, &person).await.map_err(|error| {
            if error.is_duplicate() { AddPersonError::EmailTaken(new.email.clone()) } else { error.into() }
        })?;
        for department in departments {
            let leads = new.role == Role::DepartmentManager;
            people::new_membership(conn, account, person.id, department, leads).await?;
        }
        Ok(person.id)
    }

    /// An account with the rules that [`Rules::default`] has, and one department.
    async fn found(&self, conn: &mut Conn) -> Result<AccountId, StoreError> {
        let account = AccountId(self.0.ids.uuid());
        let rules = Rules { version: 1, ..Rules::default() };
        people::new_account(conn, account, FIRST_ACCOUNT, &rules, false, self.0.core.now()).await?;
        people::new_department(conn, account, DepartmentId(self.0.ids.uuid()), FIRST_DEPARTMENT).await?;
        Ok(account)
    }

    async fn organization(
        &self,
        conn: &mut Conn,
        account: AccountId,
        name: &str,
    ) -> Result<OrganizationId, StoreError> {
        if let Some(known) = people::organization(conn, account, name).await? {
            return Ok(known);
        }
        let id = OrganizationId(self.0.ids.uuid());
        people::new_organization(conn, account, id, name, false).await?;
        Ok(id)
    }

    /// The contact that a client's sign-in speaks for: who wrote before without one, or a new one.
    async fn contact(
        &self,
        conn: &mut Conn,
        account: AccountId,
        new: &NewPerson,
        organization: Option<OrganizationId>,
    ) -> Result<ContactId, StoreError> {
        let key = people::email_key(&new.email);
        if let Some(known) = people::contact_without_sign_in(conn, account, &key, organization).await? {
            return Ok(known);
        }
        let id = ContactId(self.0.ids.uuid());
        let row = ContactRow {
            account,
            id,
            name: &new.name,
            email: Some(&new.email),
            phone: None,
            company: None,
            organization,
        };
        people::new_contact(conn, &row).await?;
        Ok(id)
    }
}

/// Trims what was typed and refuses what cannot be, before any work.
fn checked(new: NewPerson) -> Result<NewPerson, AddPersonError> {
    let trimmed = |words: Vec<String>| -> Vec<String> {
        let mut words: Vec<_> = words.iter().map(|w| one_line(w)).filter(|w| !w.is_empty()).collect();
        words.sort();
        words.dedup();
        words
    };
    let new = NewPerson {
        email: new.email.trim().to_owned(),
        name: one_line(&new.name),
        departments: trimmed(new.departments),
        organization: new.organization.map(|o| one_line(&o)).filter(|o| !o.is_empty()),
        ..new
    };
    if !is_email(&new.email) {
        return Err(AddPersonError::BadEmail(new.email));
    }
    if new.name.is_empty() || new.name.chars().count() > NAME_MAX {
        return Err(AddPersonError::BadName);
    }
    if new.password.chars().count() < PASSWORD_MIN {
        return Err(AddPersonError::ShortPassword);
    }
    if new.password.len() > PASSWORD_MAX {
        return Err(AddPersonError::LongPassword);
    }
    match new.role {
        Role::Agent | Role::DepartmentManager if new.departments.is_empty() => {
            Err(AddPersonError::DepartmentNeeded)
        }
        Role::OrganizationManager if new.organization.is_none() => Err(AddPersonError::OrganizationNeeded),
        Role::Client | Role::OrganizationManager if !new.departments.is_empty() => {
            Err(AddPersonError::DepartmentOfClient)
        }
        Role::Agent | Role::DepartmentManager | Role::Administrator if new.organization.is_some() => {
            Err(AddPersonError::OrganizationOfTeam)
        }
        _ => Ok(new),
    }
}

/// One `@` with something on both sides, and nothing that no address has. Whether it reaches anyone, only a
/// mail can tell.
fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else { return false };
    text.chars().count() <= EMAIL_MAX
        && !local.is_empty()
        && !host.contains('@')
        && host.split('.').all(|part| !part.is_empty())
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>(),;:\\\"[]".contains(c))
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn an_email_has_one_at_sign_and_no_spaces() {
        for good in ["ana@demo.chama", "ana.paula+teste@padaria.com.br", "root@localhost"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "ana", "@x", "ana@", "a@b@c", "a b@c", "a@b..c", "a@.b", "Ana <ana@x.br>", "a@b\n"] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
