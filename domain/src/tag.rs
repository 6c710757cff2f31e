//! Tags: short words that a team puts on tickets, to find them again. They are the account's: whoever serves makes one
//! by putting it on a ticket, who leads renames, merges and removes them for all.
//!
//! A ticket keeps the ids that were put on it. What they are called, and whether one has gone into another, the rules
//! say ([`Tags`]): so renaming and merging touch no ticket, however many have the tag. Clients know of none.

use crate::ids::TagId;
use crate::people::{Actor, Role};
use crate::text::fold;
use crate::ticket::{Field, Refusal};
use serde::{Deserialize, Serialize};

/// Characters in a tag's name: it stands on a card, beside others.
pub const TAG_MAX: usize = 30;
/// Tags on one ticket.
pub const TAGS_ON_TICKET: usize = 12;
/// Tags of an account, those that are gone counted: each page of the team carries them.
pub const TAGS_MAX: usize = 500;

/// A tag of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// Which.
    pub id: TagId,
    /// What it is called.
    pub name: String,
    /// The tag that it was merged into: what has the one has the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<TagId>,
    /// It was removed: no ticket shows it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
}

/// The tags of an account, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tags(pub Vec<Tag>);

/// What is done to the tags of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagChange {
    /// A tag of that name: a new one, or the one that is called so already.
    Add(String),
    /// Another name for one.
    Rename(TagId, String),
    /// The first becomes the second, on every ticket.
    Merge(TagId, TagId),
    /// It is taken from every ticket.
    Remove(TagId),
}

impl TagChange {
    /// The word that the account's log stores beside it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Add(_) => "tag_added",
            Self::Rename(..) => "tag_renamed",
            Self::Merge(..) => "tag_merged",
            Self::Remove(_) => "tag_removed",
        }
    }

    /// Whether `actor` may do it: everyone who serves makes tags, who leads a department changes those of all.
    pub fn may(&self, actor: &Actor) -> bool {
        match self {
            Self::Add(_) => actor.role.is_team(),
            Self::Rename(..) | Self::Merge(..) | Self::Remove(_) => leads_tags(actor),
        }
    }
}

/// Whether a person renames, merges and removes tags.
pub fn leads_tags(actor: &Actor) -> bool {
    matches!(actor.role, Role::DepartmentManager | Role::Administrator)
}

/// A tag's name as the text filter reads it: `nota-fiscal` for "Nota Fiscal".
pub fn word(name: &str) -> String {
    fold(name).replace(' ', "-")
}

impl Tag {
    /// It may be put on tickets.
    pub fn is_live(&self) -> bool {
        self.into.is_none() && !self.gone
    }
}

impl Tags {
    /// No tags at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that may be put on tickets.
    pub fn live(&self) -> impl Iterator<Item = &Tag> {
        self.0.iter().filter(|tag| tag.is_live())
    }

    /// Takes in a tag that was just made elsewhere: its place among the others comes with the rules.
    pub fn learn(&mut self, id: TagId, name: &str) {
        if !self.0.iter().any(|tag| tag.id == id) {
            self.0.push(Tag { id, name: name.trim().to_owned(), into: None, gone: false });
        }
    }

    /// What an id means now: the tag itself, or the one into which it was merged. `None`: unknown, or removed.
    pub fn get(&self, id: TagId) -> Option<&Tag> {
        let mut at = id;
        // A chain of merges is no longer than the list; a circle, which only a hand could write, ends.
        for _ in 0..=self.0.len() {
            let tag = self.0.iter().find(|tag| tag.id == at)?;
            match tag.into {
                Some(into) => at = into,
                None => return Some(tag).filter(|tag| !tag.gone),
            }
        }
        None
    }

    /// The tags of a ticket with these ids, each once.
    pub fn on(&self, ids: &[TagId]) -> Vec<&Tag> {
        let mut on: Vec<&Tag> = Vec::with_capacity(ids.len());
        for tag in ids.iter().filter_map(|id| self.get(*id)) {
            if !on.iter().any(|other| other.id == tag.id) {
                on.push(tag);
            }
        }
        on
    }

    /// These ids as they mean now, if they mean anything else: what was merged is the other, what was removed is gone. One
    /// that is not known may be newer than these rules, and stays.
    pub fn settled(&self, ids: &[TagId]) -> Option<Box<[TagId]>> {
        let known = |id: &TagId| self.0.iter().any(|tag| tag.id == *id);
        let mut now: Vec<TagId> = vec![];
        for id in ids {
            let id = if known(id) { self.get(*id).map(|tag| tag.id) } else { Some(*id) };
            now.extend(id.filter(|id| !now.contains(id)));
        }
        (now != ids).then(|| now.into())
    }

    /// Whether a ticket with these ids has that tag.
    pub fn has(&self, ids: &[TagId], tag: TagId) -> bool {
        self.get(tag).is_some_and(|tag| ids.iter().any(|id| self.get(*id).is_some_and(|on| on.id == tag.id)))
    }

    /// What the text filter finds a ticket with these ids by: ` tag:nfe tag:nota-fiscal`.
    pub fn words(&self, ids: &[TagId]) -> String {
        let mut words = String::new();
        for tag in self.on(ids) {
            words.push_str(" tag:");
            words.push_str(&word(&tag.name));
        }
        words
    }

    /// Makes a change. Answers with the tag that it is about; whoever asks sees by [`PartialEq`] whether anything changed.
    pub fn change(&mut self, change: &TagChange) -> Result<TagId, Refusal> {
        match change {
            TagChange::Add(name) => {
                let name = Field::TagName.line(name, TAG_MAX)?;
                if let Some(known) = self.named(&name) {
                    return Ok(known);
                }
                let last = self.0.iter().map(|tag| tag.id.0).max().unwrap_or(0);
                let id = TagId(last.checked_add(1).ok_or(Refusal::TooManyTags { max: TAGS_MAX })?);
                if self.0.len() >= TAGS_MAX {
                    return Err(Refusal::TooManyTags { max: TAGS_MAX });
                }
                self.0.push(Tag { id, name, into: None, gone: false });
                self.sort();
                Ok(id)
            }
            TagChange::Rename(id, name) => {
                let name = Field::TagName.line(name, TAG_MAX)?;
                if self.named(&name).is_some_and(|other| other != *id) {
                    return Err(Refusal::TagTaken);
                }
                self.live_mut(*id)?.name = name;
                self.sort();
                Ok(*id)
            }
            TagChange::Merge(from, into) => {
                let into = self.live_mut(*into)?.id;
                if into != *from {
                    self.live_mut(*from)?.into = Some(into);
                }
                Ok(into)
            }
            TagChange::Remove(id) => {
                self.live_mut(*id)?.gone = true;
                Ok(*id)
            }
        }
    }

    /// The live tag that is called so, however it is written.
    pub fn named(&self, name: &str) -> Option<TagId> {
        let folded = fold(name.trim());
        self.live().find(|tag| fold(&tag.name) == folded).map(|tag| tag.id)
    }

    fn sort(&mut self) {
        self.0.sort_by_cached_key(|tag| (fold(&tag.name), tag.id));
    }

    fn live_mut(&mut self, id: TagId) -> Result<&mut Tag, Refusal> {
        self.0.iter_mut().find(|tag| tag.id == id && tag.is_live()).ok_or(Refusal::UnknownTag)
    }
}
