//! Tags on a ticket.

#[cfg(feature = "zones")]
use super::Event;
use super::Facts;
use crate::ids::TagId;
use crate::tag::{Tag, Tags};

/// What makes a ticket have that tag, or have it no more. `None`: it is so already.
#[cfg(feature = "zones")]
pub(super) fn tagged(facts: &Facts, tags: &Tags, tag: TagId, on: bool) -> Option<Event> {
    let (tags, tag) = tags_changed(facts, tags, tag, on)?;
    Some(Event::Tagged { tags, name: tag.name.clone(), on })
}

/// The ids that are put on a ticket, or taken off it, so that it has that tag or has it no more; and what the tag is by
/// now. `None`: it is so already, or there is no such tag.
pub(super) fn tags_changed<'a>(
    facts: &Facts,
    tags: &'a Tags,
    tag: TagId,
    on: bool,
) -> Option<(Vec<TagId>, &'a Tag)> {
    let tag = tags.get(tag)?;
    let means_it = |id: &&TagId| tags.get(**id).is_some_and(|other| other.id == tag.id);
    let there: Vec<TagId> = facts.tags.iter().filter(means_it).copied().collect();
    (on == there.is_empty()).then(|| (if on { vec![tag.id] } else { there }, tag))
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
