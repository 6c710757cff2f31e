//! The client's side: their tickets, called "chamados" here, in plain words (R26, R48).

mod frame;
mod list;
mod page;
#[cfg(feature = "ssr")]
mod paper;

pub use frame::Frame;
pub use page::MyTicketsPage;
#[cfg(feature = "ssr")]
pub(crate) use paper::paper;

use crate::i18n::Words;
use domain::Category;
use domain::feed::ClientCard;

/// A status in the client's words; an account's own name for it wins.
pub fn status_word(words: &'static Words, category: Category) -> &'static str {
    let w = &words.portal;
    match category {
        Category::New => w.status_new,
        Category::Active => w.status_active,
        Category::WaitingCustomer => w.status_waiting_customer,
        Category::WaitingThirdParty => w.status_waiting_third_party,
        Category::AwaitingApproval => w.status_awaiting_approval,
        Category::AwaitingRating => w.status_awaiting_rating,
        Category::Done => w.status_done,
        Category::Cancelled => w.status_cancelled,
    }
}

/// The status of a ticket as its client reads it.
pub fn card_status(words: &'static Words, card: &ClientCard) -> String {
    card.status_name.clone().unwrap_or_else(|| status_word(words, card.category).to_owned())
}
