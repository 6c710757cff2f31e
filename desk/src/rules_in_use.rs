//! An account's settings as its desk goes by them.

use domain::feed::{Packet, TeamFrame};
use domain::port::DeskError;
use domain::rules::{OutOfRange, Rules};
use domain::sla::{CalendarError, Calendars};
use std::sync::Arc;
use thiserror::Error;

/// An account's settings, ready to decide by.
#[derive(Debug)]
pub(crate) struct RulesInUse {
    pub(crate) rules: Rules,
    pub(crate) calendars: Calendars,
}

/// Why rules cannot be used.
#[derive(Debug, Error)]
pub enum RulesError {
    /// A calendar cannot be read.
    #[error("the account's calendars cannot be read: {0}")]
    Calendar(#[from] CalendarError),
    /// A number would lead where no rule goes.
    #[error("the account's rules cannot be used: {0}")]
    Number(#[from] OutOfRange),
}

impl RulesInUse {
    pub(crate) fn new(rules: Rules) -> Result<Self, RulesError> {
        rules.check_numbers()?;
        Ok(Self { calendars: Calendars::of(&rules.sla)?, rules })
    }

    /// As those who look on are told of them.
    pub(crate) fn packet(&self) -> Result<Arc<str>, DeskError> {
        let rules = Box::new(self.rules.board.clone());
        let packet = Packet::<TeamFrame>::Rules { version: self.rules.version, rules };
        serde_json::to_string(&packet).map(Into::into).map_err(|e| DeskError::Internal(e.to_string()))
    }
}
