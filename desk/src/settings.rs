//! Limits on work in progress: a department's setting, made from the board.

use crate::account::Account;
use crate::board::departments;
use crate::live::{LiveDesk, taken_over};
use crate::rules_in_use::RulesInUse;
use crate::server_lock::LockState;
use async_trait::async_trait;
use domain::port::{DeskError, Settings};
use domain::rules::NewLimit;
use domain::{Actor, Time};
use std::sync::Arc;
use store::Conn;

#[async_trait]
impl Settings for LiveDesk {
    async fn set_limit(&self, actor: &Actor, limit: NewLimit) -> Result<(), DeskError> {
        if self.0.lock_state() == LockState::Other {
            return Err(taken_over());
        }
        let account = self.team_account(actor).await?;
        let departments = departments(&self.0.core, actor).await?;
        let column =
            account.rules_in_use().rules.board.columns.iter().any(|column| column.id == limit.column);
        if !column || !departments.iter().any(|department| department.id == limit.department) {
            return Err(DeskError::Unseen);
        }
        if !actor.manages(limit.department) {
            return Err(DeskError::NotPermitted);
        }
        let (desk, by) = (self.clone(), actor.clone());
        // A transaction whose caller goes away must still end.
        let written = tokio::spawn(async move { desk.change_rules(&account, &by, limit).await }).await;
        written.unwrap_or_else(|error| Err(DeskError::Internal(error.to_string())))
    }
}

impl LiveDesk {
    /// Between two batches of the writer: each begins by looking at the version of the rules.
    async fn change_rules(
        &self,
        account: &Arc<Account>,
        by: &Actor,
        limit: NewLimit,
    ) -> Result<(), DeskError> {
        let mut conn = self.0.core.db.write().await?;
        conn.begin().await?;
        match change(&mut conn, by, limit, self.0.core.now()).await {
            Ok(in_use) => {
                conn.commit().await?;
                account.set_rules(in_use);
                Ok(())
            }
            Err(error) => {
                conn.roll_back().await?;
                Err(error)
            }
        }
    }
}

async fn change(conn: &mut Conn, by: &Actor, limit: NewLimit, now: Time) -> Result<RulesInUse, DeskError> {
    let account = by.account;
    store::desk::lock(conn, account).await?;
    let Some((_, mut rules)) = store::desk::account(conn, account).await? else {
        return Err(DeskError::Unseen);
    };
    if rules.board.set_limit(limit) {
        rules.version += 1;
        store::desk::set_rules(conn, account, &rules).await?;
        store::desk::tell_setting(conn, account, rules.version, now, by, ("limit_set", &limit)).await?;
    }
    RulesInUse::new(rules).map_err(|error| DeskError::Internal(error.to_string()))
}
