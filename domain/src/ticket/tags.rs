//! Tags on a ticket.

#[cfg(feature = "zones")]
use super::Event;
use super::Facts;
use crate::ids::TagId;
#[cfg(feature = "zones")]
use crate::tag::Tags;

/// What makes a ticket have that tag, or have it no more. `None`: it is so already.
#[cfg(feature = "zones")]
pub(super) fn tagged(facts: &Facts, tags: &Tags, tag: TagId, on: bool) -> Option<Event> {
    let tag = tags.get(tag)?;
    let means_it = |id: &&TagId| tags.get(**id).is_some_and(|other| other.id == tag.id);
    let there: Vec<TagId> = facts.tags.iter().filter(means_it).copied().collect();
    if on != there.is_empty() {
        return None;
    }
    Some(Event::Tagged { tags: if on { vec![tag.id] } else { there }, name: tag.name.clone(), on })
}

impl Facts {
    /// Puts tags on, or takes them off.
    pub fn put_tags(&mut self, tags: &[TagId], on: bool) {
        let mut kept = self.tags.to_vec();
        kept.retain(|tag| !tags.contains(tag));
        if on {
            kept.extend(tags);
        }
        self.tags = kept.into();
    }
}
