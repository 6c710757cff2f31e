//! What is said where something did not work: a sentence beside the button, and a way on where there is one.

use crate::error::AppError;
use crate::i18n::{self, Words};
use crate::live::Feed;
use crate::ui::RwSignal;
use crate::ui::dynamic;
use crate::ui::hears;
use crate::ui::view;
use domain::desk::{Done, Outcome};
use domain::rules::BoardRules;
use domain::{Refusal, Seq, StatusId};
use leptos::prelude::*;

/// Something that did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// Why.
    pub text: String,
    /// The session has ended: signing in again is the way on.
    pub sign_in: bool,
    /// Somebody moved it first: it may be moved all the same, over this version.
    pub moved_at: Option<Seq>,
    /// Where it was to go then.
    pub to: Option<StatusId>,
    /// Why it was to go there, as it was said.
    pub reason: Option<String>,
}

impl Failure {
    pub(super) fn plain(text: String) -> Self {
        Self { text, sign_in: false, moved_at: None, to: None, reason: None }
    }

    pub(super) fn refused(words: &'static Words, rules: &BoardRules, refusal: &Refusal) -> Self {
        let moved_at = if let Refusal::Stale { seq, .. } = refusal { Some(*seq) } else { None };
        Self { moved_at, ..Self::plain(i18n::refusal(words, rules, refusal)) }
    }

    pub(super) fn failed(words: &'static Words, error: &AppError) -> Self {
        Self { sign_in: *error == AppError::SignedOut, ..Self::plain(error.sentence(words).to_owned()) }
    }
}

/// What was done, or what to say.
pub(super) fn settle(
    words: &'static Words,
    rules: StoredValue<BoardRules>,
    feed: Feed,
    answer: Result<Outcome, AppError>,
) -> Result<Done, Failure> {
    match answer {
        Ok(Outcome::Done(done)) => Ok(done),
        Ok(Outcome::Refused(refusal)) => Err(rules
            .try_with_value(|rules| Failure::refused(words, rules, &refusal))
            .unwrap_or_else(|| Failure::plain(String::new()))),
        Err(error) => {
            if error == AppError::SignedOut {
                feed.signed_out.set(true);
            }
            Err(Failure::failed(words, &error))
        }
    }
}

/// The ticket went to where this person does not see it: said in place, what was typed stays.
pub(super) fn gone(gone: RwSignal<bool>) -> impl IntoView {
    let w = &i18n::words().ticket;
    let said = move || gone.get().then(|| view! { <p class="problem-summary"><strong>{w.gone}</strong></p> });
    view! { <div role="alert">{dynamic(said)}</div> }
}

/// The place where a failure is said; it stands in the page from the start, so that it is read aloud when it fills.
/// `anyway` moves the ticket although somebody else moved it first.
pub(super) fn note(
    failure: RwSignal<Option<Failure>>,
    code: StoredValue<String>,
    anyway: Option<Callback<(StatusId, Seq)>>,
) -> impl IntoView {
    let words = i18n::words();
    let w = &words.ticket;
    let body = move || {
        failure.get().map(|failure_now| {
            let sign_in = failure_now.sign_in.then(|| {
                let to = format!("/entrar?next=/t/{}", code.get_value());
                view! { <a class="button" href=to rel="external">{words.common.sign_in_again}</a> }
            });
            let again = anyway.zip(failure_now.to.zip(failure_now.moved_at)).map(|(anyway, intent)| {
                view! { <button type="button" class="button" on:click=hears(move |_| anyway.run(intent))>{w.move_anyway}</button> }
            });
            view! {
                <span>{failure_now.text}</span>
                {sign_in}
                {again}
                <button type="button" class="button quiet needs-script" on:click=hears(move |_| failure.set(None))>{w.ok}</button>
            }
        })
    };
    view! { <div class="trouble" role="alert">{dynamic(body)}</div> }
}
