//! How much the colleagues have to do, wherever one of them is chosen.

use super::assignable;
use crate::account::Account;
use crate::board::departments;
use crate::live::LiveDesk;
use domain::desk::Load;
use domain::port::DeskError;
use domain::ticket::PersonRef;
use domain::{Actor, DepartmentId, Role};

impl LiveDesk {
    pub(super) async fn loads_of(
        &self,
        actor: &Actor,
        department: Option<DepartmentId>,
    ) -> Result<Vec<Load>, DeskError> {
        let account = self.team_account(actor).await?;
        let asked: Vec<DepartmentId> = match department {
            Some(department) => vec![department],
            None if actor.role == Role::Administrator => {
                departments(&self.0.core, actor).await?.into_iter().map(|d| d.id).collect()
            }
            None => actor.departments.clone(),
        };
        let mut people = vec![];
        {
            let mut conn = self.0.core.db.read().await?;
            for department in asked {
                people.extend(assignable(&mut conn, actor, department).await?);
            }
        }
        people.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        people.dedup_by_key(|person| person.id);
        Ok(loads(&account, people))
    }
}

/// How much each of these people has to do now.
pub(super) fn loads(account: &Account, people: Vec<PersonRef>) -> Vec<Load> {
    let (open, online) = (account.index().loads(), account.hub.online());
    let load = |person: PersonRef| Load {
        open: open.get(&person.id).copied().unwrap_or(0),
        online: online.contains(&person.id),
        person,
    };
    people.into_iter().map(load).collect()
}
