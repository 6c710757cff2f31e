//! An account's settings, as far as they are made from the board: limits on work in progress and reasons here, tags
//! in `tags`.

use crate::account::Account;
use crate::board::departments;
use crate::live::{LiveDesk, taken_over};
use crate::rules_in_use::RulesInUse;
use crate::server_lock::LockState;
use async_trait::async_trait;
use domain::port::{DeskError, Settings};
use domain::reason::{Reasons, sets_reasons};
use domain::rules::{BoardRules, NewLimit};
use domain::tag::TagChange;
use domain::{Actor, TagId, Time};
use serde::Serialize;
use std::sync::Arc;
use store::Conn;

#[async_trait]
impl Settings for LiveDesk {
    async fn set_limit(&self, actor: &Actor, limit: NewLimit) -> Result<(), DeskError> {
        let account = self.settings_of(actor).await?;
        let departments = departments(&self.0.core, actor).await?;
        let column =
            account.rules_in_use().rules.board.columns.iter().any(|column| column.id == limit.column);
        if !column || !departments.iter().any(|department| department.id == limit.department) {
            return Err(DeskError::Unseen);
        }
        if !actor.manages(limit.department) {
            return Err(DeskError::NotPermitted);
        }
        self.change_rules(account, actor, ("limit_set", limit), |rules, limit| {
            rules.set_limit(*limit);
            Ok(())
        })
        .await
    }

    async fn change_tags(&self, actor: &Actor, change: TagChange) -> Result<TagId, DeskError> {
        self.change_tags_of(actor, change).await
    }

    async fn set_reasons(&self, actor: &Actor, reasons: Reasons) -> Result<(), DeskError> {
        let account = self.settings_of(actor).await?;
        if !sets_reasons(actor) {
            return Err(DeskError::NotPermitted);
        }
        self.change_rules(account, actor, ("reasons_set", reasons.settled()), |rules, reasons| {
            rules.reasons = reasons.clone();
            Ok(())
        })
        .await
    }
}

impl LiveDesk {
    /// The account whose settings somebody of its team is about to change.
    pub(crate) async fn settings_of(&self, actor: &Actor) -> Result<Arc<Account>, DeskError> {
        if self.0.lock_state() == LockState::Other {
            return Err(taken_over());
        }
        self.team_account(actor).await
    }

    /// Changes the rules, between two batches of the writer: each begins by looking at their version. `told` is what the
    /// account's log says of it; where nothing changes it says nothing.
    pub(crate) async fn change_rules<T, A>(
        &self,
        account: Arc<Account>,
        by: &Actor,
        told: (&'static str, T),
        change: impl FnOnce(&mut BoardRules, &T) -> Result<A, DeskError> + Send + 'static,
    ) -> Result<A, DeskError>
    where
        T: Serialize + Send + Sync + 'static,
        A: Send + 'static,
    {
        let (desk, by) = (self.clone(), by.clone());
        // A transaction whose caller goes away must still end.
        let written = tokio::spawn(async move {
            let mut conn = desk.0.core.db.write().await?;
            conn.begin().await?;
            match write(&mut conn, &by, told, change, desk.0.core.now()).await {
                Ok((in_use, answer)) => {
                    conn.commit().await?;
                    account.set_rules(in_use);
                    Ok(answer)
                }
                Err(error) => {
                    conn.roll_back().await?;
                    Err(error)
                }
            }
        });
        written.await.unwrap_or_else(|error| Err(DeskError::Internal(error.to_string())))
    }
}

async fn write<T: Serialize + Sync, A>(
    conn: &mut Conn,
    by: &Actor,
    (kind, data): (&'static str, T),
    change: impl FnOnce(&mut BoardRules, &T) -> Result<A, DeskError>,
    now: Time,
) -> Result<(RulesInUse, A), DeskError> {
    let account = by.account;
    store::desk::lock(conn, account).await?;
    let Some((_, mut rules)) = store::desk::account(conn, account).await? else {
        return Err(DeskError::Unseen);
    };
    let before = rules.board.clone();
    let answer = change(&mut rules.board, &data)?;
    if rules.board != before {
        rules.version += 1;
        store::desk::set_rules(conn, account, &rules).await?;
        store::desk::tell_setting(conn, account, rules.version, now, by, (kind, &data)).await?;
    }
    let in_use = RulesInUse::new(rules).map_err(|error| DeskError::Internal(error.to_string()))?;
    Ok((in_use, answer))
}
