//! Tags on a ticket.

use super::permit::team_in_department;
use super::{Facts, Refusal};
use crate::ids::TagId;
use crate::people::Actor;
use crate::tag::{TAGS_ON_TICKET, Tag, Tags};
use serde::{Deserialize, Serialize};

/// A tag is put on a ticket, or taken off it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tagging {
    /// Which.
    pub tag: TagId,
    /// It is put on.
    pub on: bool,
}

pub(super) fn check(ticket: &Facts, to: Tagging, actor: &Actor, tags: &Tags) -> Result<(), Refusal> {
    team_in_department(ticket, actor)?;
    if !to.on || tags.has(&ticket.tags, to.tag) {
        Ok(())
    } else if tags.get(to.tag).is_none() {
        Err(Refusal::UnknownTag)
    } else if tags.on(&ticket.tags).len() >= TAGS_ON_TICKET {
        Err(Refusal::TooManyTags { max: TAGS_ON_TICKET })
    } else {
        Ok(())
    }
}

#[cfg(feature = "zones")]
pub(super) fn decide(story: &mut super::story::Story<'_>, to: Tagging) {
    let changed = tags_changed(&story.ticket.facts, to, &story.ground.rules.board.tags);
    if let Some((tags, tag)) = changed {
        story.tell(super::Event::Tagged { tags, name: tag.name.clone(), on: to.on });
    }
}

pub(super) fn preview(facts: &mut Facts, to: Tagging, tags: &Tags) -> bool {
    let changed = tags_changed(facts, to, tags);
    if let Some((tags, _)) = &changed {
        facts.put_tags(tags, to.on);
    }
    changed.is_some()
}

/// The ids that are put on a ticket, or taken off it, so that it has that tag or has it no more; and what the tag is by
/// now. `None`: it is so already, or there is no such tag.
fn tags_changed<'a>(facts: &Facts, to: Tagging, tags: &'a Tags) -> Option<(Vec<TagId>, &'a Tag)> {
    let tag = tags.get(to.tag)?;
    let means_it = |id: &&TagId| tags.get(**id).is_some_and(|other| other.id == tag.id);
    let there: Vec<TagId> = facts.tags.iter().filter(means_it).copied().collect();
    (to.on == there.is_empty()).then(|| (if to.on { vec![tag.id] } else { there }, tag))
}

impl Facts {
    /// Puts tags on, or takes them off.
    pub(super) fn put_tags(&mut self, tags: &[TagId], on: bool) {
        let mut kept = self.tags.to_vec();
        kept.retain(|tag| !tags.contains(tag));
        if on {
            kept.extend(tags);
        }
        self.tags = kept.into();
    }
}
