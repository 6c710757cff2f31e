//! Where one writes. A public reply and an internal comment are two boxes, each with its own draft, colour, words
//! and button, so that nobody tells a client what was meant for a colleague (R17, R76).

use super::failure::{self, Failure, settle};
use super::mode::Mode;
use super::unsent::{form_op, refused, unsent};
use crate::draft;
use crate::i18n::{Words, fill, words};
use crate::live::{Clock, Feed};
use crate::outbox::{Outbox, new_op, send_as};
use crate::shell::Announcer;
use crate::ui::RwSignal;
use crate::ui::dynamic;
use crate::ui::view;
use crate::ui::{Glyph, Icon};
use crate::ui::{hears, keep_for_all, pressed};
use domain::desk::{Done, Outcome};
use domain::rules::BoardRules;
use domain::ticket::{Reply, Talk};
use domain::{Change, Command, OpId, PersonId, StatusId, TicketId, Time, time};
use leptos::html;
use leptos::prelude::*;

/// Somebody who wrote to the same ticket while this person was writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Meanwhile {
    pub name: String,
    pub at: Time,
    /// It has held the sending up once, and does not do so again.
    pub shown: bool,
}

/// A box in which somebody writes.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    pub mode: Mode,
    ticket: TicketId,
    rules: StoredValue<BoardRules>,
    pub(super) key: StoredValue<String>,
    code: StoredValue<String>,
    pub(super) area: NodeRef<html::Textarea>,
    pub(super) words: &'static Words,
    /// How the draft stands, in words.
    pub(super) kept: RwSignal<Option<&'static str>>,
    sending: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
    meanwhile: RwSignal<Option<Meanwhile>>,
    /// The intent that was sent last and is not known to be done: the same words again are the same intent.
    last: StoredValue<Option<(OpId, Command)>>,
    done: Callback<Sent>,
    /// The ticket's status, where the box offers to give it another one.
    status: Signal<Option<StatusId>>,
}

/// What was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    pub done: Done,
    /// The status that went with it, and the one before.
    pub then: Option<(StatusId, Option<StatusId>)>,
}

impl Writing {
    pub(super) fn new(
        mode: Mode,
        ticket: TicketId,
        person: PersonId,
        rules: StoredValue<BoardRules>,
        status: Signal<Option<StatusId>>,
        done: Callback<Sent>,
    ) -> Self {
        let writing = Self {
            mode,
            ticket,
            rules,
            key: StoredValue::new(draft::key(person, ticket, mode.audience())),
            code: StoredValue::new(ticket.code()),
            area: NodeRef::new(),
            words: words(),
            kept: RwSignal::new(None),
            sending: RwSignal::new(false),
            failure: RwSignal::new(refused(mode).map(Failure::plain)),
            meanwhile: RwSignal::new(None),
            last: StoredValue::new(None),
            done,
            status,
        };
        writing.bring_back();
        writing
    }

    pub(super) fn text(self) -> String {
        self.area.get_untracked().map(|area| area.value()).unwrap_or_default()
    }

    /// Somebody else wrote to the ticket.
    pub(super) fn heard(self, name: String, at: Time) {
        if !self.text().trim().is_empty() {
            self.meanwhile.set(Some(Meanwhile { name, at, shown: false }));
        }
    }

    /// Something was not taken: its box stays, whatever has become of the ticket.
    pub(super) fn has_failed(self) -> bool {
        self.failure.with(Option::is_some)
    }

    /// Takes the focus.
    pub(super) fn focus(self) {
        if let Some(area) = self.area.get_untracked() {
            // A box that is hidden leaves the focus where it was.
            area.focus().ok();
        }
    }

    fn command(self, text: String, then: Option<StatusId>) -> Command {
        let talk = match self.mode {
            Mode::Internal => Talk::Comment(text),
            Mode::Public | Mode::Client => Talk::Reply(Reply { text, then }),
        };
        Change::Talk(talk).of(self.ticket)
    }

    /// Holds up once where somebody else has written meanwhile.
    fn must_look_first(self) -> bool {
        let unseen = self.meanwhile.with_untracked(|m| m.as_ref().is_some_and(|m| !m.shown));
        if unseen {
            self.meanwhile.update(|m| {
                if let Some(m) = m {
                    m.shown = true;
                }
            });
        }
        unseen
    }

    fn send(self, then: Option<StatusId>, words: &'static Words, feed: Feed, announcer: Announcer) {
        if self.sending.get_untracked() || self.must_look_first() {
            return;
        }
        self.failure.set(None);
        let command = self.command(self.text(), then);
        let op_id = self.last.with_value(|last| match last {
            Some((op_id, same)) if *same == command => *op_id,
            _ => new_op(),
        });
        self.last.set_value(Some((op_id, command.clone())));
        self.sending.set(true);
        let (sent, key) = (self.text(), self.key.get_value());
        let then = then.map(|then| (then, self.status.get_untracked()));
        leptos::task::spawn_local(async move {
            let answer = send_as(op_id, command.clone()).await;
            let gone = self.sending.is_disposed();
            if gone && !matches!(answer, Ok(Outcome::Done(_))) {
                crate::outbox::tell(command, answer.clone());
            }
            let answer = settle(words, self.rules, feed, answer);
            if answer.is_ok() {
                announcer.polite(match self.mode {
                    Mode::Internal => words.ticket.comment_added.to_owned(),
                    Mode::Public | Mode::Client => words.ticket.reply_sent.to_owned(),
                });
                // The ticket may have been closed by now; its draft is let go all the same.
                if gone {
                    // Out of the box of a page that was opened meanwhile, too; what was typed on there stays.
                    if draft::load(&key).as_ref() == Some(&sent) {
                        keep_for_all(&key, &sent, "");
                    }
                } else if self.text() == sent {
                    draft::save(&key, "");
                }
            }
            if !gone {
                self.settled(&sent, answer, then);
            }
        });
    }

    fn settled(self, sent: &str, answer: Result<Done, Failure>, then: Option<(StatusId, Option<StatusId>)>) {
        self.sending.set(false);
        match answer {
            Ok(done) => {
                if self.text() == sent {
                    self.clear();
                }
                self.last.set_value(None);
                self.meanwhile.set(None);
                if then.is_some() {
                    // It was on the menu, which is closed.
                    self.focus();
                }
                self.done.run(Sent { done, then });
            }
            Err(failure) => self.failure.set(Some(failure)),
        }
    }
}

/// The texts of a mode.
struct Texts {
    heading: &'static str,
    label: &'static str,
    placeholder: &'static str,
    button: &'static str,
    /// For whom it is, as the address of the plain form says it.
    to: &'static str,
    class: &'static str,
    glyph: Glyph,
}

fn texts(mode: Mode, words: &'static Words) -> Texts {
    let w = &words.ticket;
    match mode {
        Mode::Public => Texts {
            heading: w.public_heading,
            label: w.public_label,
            placeholder: w.public_placeholder,
            button: w.public_button,
            to: "cliente",
            class: "composer public",
            glyph: Glyph::Send,
        },
        Mode::Internal => Texts {
            heading: w.internal_heading,
            label: w.internal_label,
            placeholder: w.internal_placeholder,
            button: w.internal_button,
            to: "equipe",
            class: "composer internal",
            glyph: Glyph::Lock,
        },
        Mode::Client => Texts {
            heading: w.client_heading,
            label: w.client_label,
            placeholder: w.client_placeholder,
            button: w.client_button,
            to: "cliente",
            class: "composer public",
            glyph: Glyph::Send,
        },
    }
}

/// The box. Without a script it is a plain form; `then` offers further statuses to send with.
pub(super) fn composer(
    writing: Writing,
    then: Vec<(StatusId, String)>,
    hidden: Signal<bool>,
) -> impl IntoView {
    let words = words();
    let feed = expect_context::<Feed>();
    let announcer = expect_context::<Announcer>();
    let outbox = expect_context::<Outbox>();
    let (why, typed) = unsent(writing.mode);
    let Texts { heading, label, placeholder, button, to, class, glyph } = texts(writing.mode, words);
    let id = match writing.mode {
        Mode::Internal => "comment-text",
        Mode::Public | Mode::Client => "reply-text",
    };
    let send = Callback::new(move |then: Option<StatusId>| writing.send(then, words, feed, announcer));
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            send.run(None);
        }
    };
    view! {
        <form
            method="post"
            action=format!("/t/{}?para={to}", writing.code.get_value())
            class=class
            data-refused=why.clone()
            hidden=move || hidden.get() && !writing.has_failed()
            on:submit=hears(move |event: leptos::ev::SubmitEvent| {
                event.prevent_default();
                send.run(None);
            })
        >
            <input type="hidden" name="op_id" value=form_op()/>
            <p class="composer-heading">
                <Icon kind=glyph/>
                <strong>{heading}</strong>
                <span>{label}</span>
            </p>
            {held_up(writing)}
            {failure::note(writing.failure, writing.code, None)}
            <label class="visually-hidden" for=id>{heading}" — "{label}</label>
            <textarea
                class="input"
                id=id
                name="text"
                rows="3"
                required
                placeholder=placeholder
                node_ref=writing.area
                autofocus=why.is_some()
                inner_html=typed
                readonly=move || writing.sending.get()
                on:input=hears(move |_| {
                    super::present::typing(feed, writing.ticket);
                    writing.keep();
                })
                on:keydown=pressed(on_key)
            ></textarea>
            <div class="composer-foot">
                <span class="composer-kept">{dynamic(move || writing.kept.get())}</span>
                <kbd class="composer-key needs-script">"Ctrl+Enter"</kbd>
                <div class="split">
                    <button type="submit" class="button send" aria-busy=move || writing.sending.get().to_string()>
                        <Icon kind=glyph/>
                        {dynamic(move || match (writing.sending.get(), outbox.waiting.get()) {
                            (false, _) => button,
                            (true, 0) => words.ticket.sending,
                            (true, _) => words.outbox.waiting,
                        })}
                    </button>
                    {(!then.is_empty()).then(|| send_and(then, send))}
                </div>
            </div>
        </form>
    }
}

/// "Ana respondeu há 10s — revise antes de enviar".
fn held_up(writing: Writing) -> impl IntoView {
    let words = words();
    let clock = expect_context::<Clock>();
    let text = move || {
        writing.meanwhile.get().map(|meanwhile| {
            let seconds = (clock.now.get() - meanwhile.at).num_seconds().max(1);
            let ago = time::age(seconds).unwrap_or_else(|| format!("{seconds}s"));
            let sentence =
                if meanwhile.shown { words.ticket.meanwhile_shown } else { words.ticket.meanwhile };
            fill(sentence, &[("name", &meanwhile.name), ("time", &ago)])
        })
    };
    view! {
        <p class="composer-meanwhile" role="status">
            {dynamic(move || text().map(|text| view! { <Icon kind=Glyph::Message/><span>{text}</span> }))}
        </p>
    }
}

/// "Enviar e … ▾" (R75).
fn send_and(then: Vec<(StatusId, String)>, send: Callback<Option<StatusId>>) -> impl IntoView {
    let w = &words().ticket;
    let menu = super::menu::Menu::new();
    let items = then
        .into_iter()
        .map(|(status, name)| {
            let choose = move |_| {
                menu.close();
                send.run(Some(status));
            };
            let text = fill(w.send_as, &[("status", &name)]);
            view! { <li><button type="button" class="menu-item" on:click=hears(choose)>{text}</button></li> }
        })
        .collect_view();
    menu.view(
        "split-more needs-script",
        w.send_and,
        view! { <Icon kind=Glyph::ChevronDown/> },
        view! { <ul class="menu-list up">{items}</ul> },
    )
}
