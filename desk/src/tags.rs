//! The account's tags: made by whoever serves, changed by who leads.

use crate::live::LiveDesk;
use domain::port::DeskError;
use domain::tag::TagChange;
use domain::{Actor, TagId};

impl LiveDesk {
    pub(crate) async fn change_tags_of(&self, actor: &Actor, change: TagChange) -> Result<TagId, DeskError> {
        let account = self.settings_of(actor).await?;
        if !change.may(actor) {
            return Err(DeskError::NotPermitted);
        }
        let told = (change.kind(), change);
        self.change_rules(account, actor, told, |rules, change| Ok(rules.tags.change(change)?)).await
    }
}
