//! Conversation and log as pure values: what is new is added once, in its place.

use domain::Seq;
use domain::feed::Entry;

/// Adds entries by `(seq, n)`; one that is there already is not added twice, however often it arrives.
pub(super) fn merge<B>(known: &mut Vec<Entry<B>>, new: impl IntoIterator<Item = Entry<B>>) {
    for entry in new {
        if let Err(at) = known.binary_search_by_key(&(entry.seq, entry.n), |e| (e.seq, e.n)) {
            known.insert(at, entry);
        }
    }
}

/// The last command that the conversation shows.
pub(super) fn last_seq<B>(entries: &[Entry<B>]) -> Seq {
    entries.last().map_or(0, |entry| entry.seq)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Time;
    use domain::feed::ClientBody;

    fn entry(seq: Seq, n: i32) -> Entry<ClientBody> {
        Entry { seq, n, at: Time::UNIX_EPOCH, actor: None, body: ClientBody::Opened }
    }

    fn places(entries: &[Entry<ClientBody>]) -> Vec<(Seq, i32)> {
        entries.iter().map(|e| (e.seq, e.n)).collect()
    }

    #[test]
    fn an_entry_comes_once_and_in_its_place() {
        let mut known = vec![entry(1, 0), entry(4, 0)];
        merge(&mut known, [entry(4, 0), entry(4, 1), entry(2, 0), entry(1, 0)]);
        merge(&mut known, [entry(2, 0)]);
        assert_eq!(places(&known), [(1, 0), (2, 0), (4, 0), (4, 1)]);
        assert_eq!(last_seq(&known), 4);
    }
}
