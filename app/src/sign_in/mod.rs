//! The sign-in page: a plain form that needs no script, and says what is wrong where it is wrong.

mod demo;

use crate::i18n::{Language, fill, language, plural, words};
use crate::ui::RwSignal;
use crate::ui::hears;
use crate::ui::view;
use crate::ui::{Glyph, Icon};
use leptos::html;
use leptos::prelude::*;
use leptos_meta::Title;
use serde::{Deserialize, Serialize};

/// What the server knows when it shows the page. The browser's first render is made of the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    problem: Option<Problem>,
    email: String,
    next: String,
    demo: bool,
}

/// Why the last try failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Problem {
    Wrong,
    Missing,
    /// Seconds until the next try.
    Limited(u64),
    Unavailable,
}

#[cfg(feature = "ssr")]
fn known() -> Known {
    use crate::request_context::{SignInProblem, request_context};
    let context = request_context();
    let problem = context.notice.as_ref().map(|notice| match notice.kind {
        SignInProblem::Wrong => Problem::Wrong,
        SignInProblem::Missing => Problem::Missing,
        SignInProblem::Limited(seconds) => Problem::Limited(seconds),
        SignInProblem::Unavailable => Problem::Unavailable,
    });
    let email = context.notice.map(|notice| notice.email).unwrap_or_default();
    Known { problem, email, next: context.next.unwrap_or_default(), demo: context.demo }
}

/// Reached by a link inside of the app: nothing has been tried yet.
#[cfg(not(feature = "ssr"))]
fn known() -> Known {
    Known::default()
}

impl Problem {
    /// The sentence of the summary.
    fn sentence(self) -> String {
        let w = &words().sign_in;
        match self {
            Self::Wrong => w.wrong.to_owned(),
            Self::Missing => w.missing.to_owned(),
            Self::Limited(seconds) => limited(seconds),
            Self::Unavailable => words().common.busy_text.to_owned(),
        }
    }

    /// The fields that are to be looked at again: e-mail, password.
    fn fields(self, email: &str) -> (Option<&'static str>, Option<&'static str>) {
        let w = &words().sign_in;
        match self {
            Self::Wrong => (Some(w.check_email), Some(w.check_password)),
            Self::Missing if email.is_empty() => (Some(w.missing_email), None),
            Self::Missing => (None, Some(w.missing_password)),
            Self::Limited(_) | Self::Unavailable => (None, None),
        }
    }
}

/// When to try again: in seconds below a minute, else in minutes, rounded up so that it is never too early.
fn limited(seconds: u64) -> String {
    let w = &words().sign_in;
    let (count, one, other) = if seconds < 60 {
        (seconds.max(1), w.limited_seconds_one, w.limited_seconds_other)
    } else {
        (seconds.div_ceil(60), w.limited_minutes_one, w.limited_minutes_other)
    };
    let sentence = plural(i64::try_from(count).unwrap_or(i64::MAX), one, other);
    fill(sentence, &[("count", &count.to_string())])
}

/// `/entrar`.
#[component]
pub fn SignInPage() -> impl IntoView {
    let w = &words().sign_in;
    let known = SharedValue::<Known, crate::api::wire::JsonText>::new_with_encoding(known).into_inner();
    let Known { problem, email, next, demo } = known;
    let summary = NodeRef::<html::Div>::new();
    // The reader is taken to what went wrong (`ux.md` 2.2).
    Effect::new(move |_| {
        if let Some(summary) = summary.get() {
            // An element that cannot take the focus leaves it where it was.
            summary.focus().ok();
        }
    });
    view! {
        <Title text=format!("{} · {}", w.title, words().common.product)/>
        <main class="sign-in">
            <div class="sign-in-card">
                <p class="sign-in-brand"><Icon kind=Glyph::Flame/>{words().common.product}</p>
                <h1>{w.title}</h1>
                {problem.map(|problem| problem_summary(problem, &email, summary))}
                {form(problem, email, next.clone())}
                {languages(&next)}
            </div>
            {demo.then(|| demo::people(&next))}
        </main>
    }
}

fn problem_summary(problem: Problem, email: &str, node: NodeRef<html::Div>) -> impl IntoView + use<> {
    let (of_email, of_password) = problem.fields(email);
    // The browser's own jump gives the field the focus; the router's would only scroll.
    let link = |to: &'static str, text: &'static str| view! { <li><a href=to rel="external">{text}</a></li> };
    let links = of_email
        .map(|text| link("#email", text))
        .into_iter()
        .chain(of_password.map(|text| link("#password", text)));
    view! {
        <div class="problem-summary" role="alert" tabindex="-1" node_ref=node>
            <strong>{problem.sentence()}</strong>
            <ul>{links.collect_view()}</ul>
        </div>
    }
}

fn form(problem: Option<Problem>, email: String, next: String) -> impl IntoView {
    let w = &words().sign_in;
    let (of_email, of_password) = problem.map_or((None, None), |problem| problem.fields(&email));
    let shown = RwSignal::new(false);
    let under = |id: &'static str, text: Option<&'static str>| {
        text.map(|text| view! { <p class="problem" id=id>{text}</p> })
    };
    view! {
        <form method="post" action="/entrar" class="sign-in-form" novalidate>
            <input type="hidden" name="next" value=next/>
            <div class="field">
                <label for="email">{w.email}</label>
                <input
                    class="input"
                    id="email"
                    name="email"
                    type="email"
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    value=email
                    aria-invalid=of_email.map(|_| "true")
                    aria-describedby=of_email.map(|_| "email-problem")
                />
                {under("email-problem", of_email)}
            </div>
            <div class="field">
                <label for="password">{w.password}</label>
                <div class="sign-in-password">
                    <input
                        class="input"
                        id="password"
                        name="password"
                        type=move || if shown.get() { "text" } else { "password" }
                        autocomplete="current-password"
                        required
                        aria-invalid=of_password.map(|_| "true")
                        aria-describedby=of_password.map(|_| "password-problem")
                    />
                    <button
                        type="button"
                        class="button quiet needs-script"
                        aria-pressed=move || if shown.get() { "true" } else { "false" }
                        aria-controls="password"
                        on:click=hears(move |_| shown.update(|shown| *shown = !*shown))
                    >
                        {w.show_password}
                    </button>
                </div>
                {under("password-problem", of_password)}
            </div>
            <button type="submit" class="button primary">{w.submit}</button>
        </form>
    }
}

/// The address to come back to after another language was chosen.
fn back_to(next: &str) -> String {
    if next.is_empty() { "/entrar".to_owned() } else { next.to_owned() }
}

fn languages(next: &str) -> impl IntoView + use<> {
    let c = &words().common;
    let present = language();
    let buttons = Language::ALL.map(|language| {
        let name = language.own_name(c);
        view! {
            <button
                type="submit"
                class="button quiet"
                name="language"
                value=language.tag()
                lang=language.tag()
                aria-pressed=if language == present { "true" } else { "false" }
            >
                {name}
            </button>
        }
    });
    view! {
        <form method="post" action="/preferencias" class="sign-in-languages" aria-label=words().sign_in.language>
            <input type="hidden" name="next" value=back_to(next)/>
            <Icon kind=Glyph::Globe/>
            {buttons.collect_view()}
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_is_never_said_too_short() {
        let cases = [
            (1, "Muitas tentativas. Tente de novo em 1 segundo."),
            (59, "Muitas tentativas. Tente de novo em 59 segundos."),
            (60, "Muitas tentativas. Tente de novo em 1 minuto."),
            (61, "Muitas tentativas. Tente de novo em 2 minutos."),
            (720, "Muitas tentativas. Tente de novo em 12 minutos."),
        ];
        for (seconds, text) in cases {
            assert_eq!(limited(seconds), text, "{seconds}");
        }
    }

    #[test]
    fn an_empty_field_is_named_and_a_wrong_pair_does_not_say_which_was_wrong() {
        let w = &words().sign_in;
        assert_eq!(Problem::Missing.fields(""), (Some(w.missing_email), None));
        assert_eq!(Problem::Missing.fields("a@b.c"), (None, Some(w.missing_password)));
        assert_eq!(Problem::Wrong.fields("a@b.c"), (Some(w.check_email), Some(w.check_password)));
        assert_eq!(Problem::Limited(9).fields("a@b.c"), (None, None));
    }
}
