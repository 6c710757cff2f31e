//! What the account's tags are called, as a page knows it now.

use crate::api;
use crate::error::AppError;
use crate::i18n::{self, Words};
use crate::ui::RwSignal;
use domain::TagId;
use domain::rules::BoardRules;
use domain::tag::{Tag, TagChange, Tags};
use leptos::prelude::*;

/// The tags among the rules of a page. Other rules come as news, and what shows a tag is drawn anew then.
#[derive(Clone, Copy)]
pub struct TagNames {
    rules: StoredValue<BoardRules>,
    told: RwSignal<u32>,
}

impl TagNames {
    /// Those of a page's rules.
    pub fn new(rules: StoredValue<BoardRules>) -> Self {
        Self { rules, told: RwSignal::new(0) }
    }

    /// The rules are others now.
    pub fn tell(self) {
        self.told.update(|told| *told += 1);
    }

    /// Reads them, and again when they change.
    pub fn with<T>(self, read: impl FnOnce(&Tags) -> T) -> T {
        self.told.track();
        self.rules.with_value(|rules| read(&rules.tags))
    }

    /// Those that may be put on tickets, by name.
    pub fn live(self) -> Vec<Tag> {
        self.with(|tags| tags.live().cloned().collect())
    }

    /// The names of those on a ticket, a line each: one text, which is news only where it differs.
    pub fn on(self, ids: &[TagId]) -> String {
        self.with(|tags| {
            let mut names = String::new();
            for tag in tags.on(ids) {
                names.push_str(&tag.name);
                names.push('\n');
            }
            names
        })
    }

    /// The tag of that name, if there is one.
    pub fn known(self, name: &str) -> Option<TagId> {
        self.rules.try_with_value(|rules| rules.tags.named(name)).flatten()
    }

    /// The tag of that name, which is made where there is none. `Err`: why not, for people.
    pub async fn named(self, words: &'static Words, name: String) -> Result<TagId, String> {
        if let Some(known) = self.known(&name) {
            return Ok(known);
        }
        match api::change_tags(TagChange::Add(name.clone())).await {
            Ok(id) => {
                // The feed tells of it a moment later.
                self.rules.try_update_value(|rules| rules.tags.learn(id, &name));
                self.told.try_update(|told| *told += 1);
                Ok(id)
            }
            Err(AppError::Refused(why)) => {
                Err(self.rules.try_with_value(|rules| i18n::refusal(words, rules, &why)).unwrap_or_default())
            }
            Err(error) => Err(error.sentence(words).to_owned()),
        }
    }
}
