//! Signing in again where one stands: the session has ended, what was typed stays.

use crate::i18n::words;
use crate::live::Feed;
use crate::ui::RwSignal;
use crate::ui::dynamic;
use crate::ui::hears;
use crate::ui::view;
use crate::ui::{Glyph, Icon};
use leptos::prelude::*;

/// Why an attempt did not lead in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// E-mail or password is wrong.
    Wrong,
    /// Too many attempts.
    Limited,
    /// Not reached, or busy.
    Failed,
}

/// A banner that says it, with the two fields.
#[component]
pub(super) fn SignInAgain() -> impl IntoView {
    let feed = expect_context::<Feed>();
    let (c, w) = (&words().common, &words().shell);
    let email = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let asking = RwSignal::new(false);
    let problem = RwSignal::new(None::<&'static str>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if asking.get_untracked() {
            return;
        }
        asking.set(true);
        problem.set(None);
        let fields = (email.get_untracked(), password.get_untracked());
        leptos::task::spawn_local(async move {
            let came = sign_in(&fields.0, &fields.1).await;
            password.try_set(String::new());
            asking.try_set(false);
            match came {
                Ok(()) => {
                    feed.signed_out.try_set(false);
                }
                Err(why) => {
                    let sentence = match why {
                        Answer::Wrong => w.again_wrong,
                        Answer::Limited => w.again_limited,
                        Answer::Failed => c.offline,
                    };
                    problem.try_set(Some(sentence));
                }
            }
        });
    };
    view! {
        <section class="banner warn again" aria-label=w.again_title>
            <Icon kind=Glyph::Lock/>
            <p role="alert">{c.signed_out}</p>
            <form on:submit=hears(submit)>
                <input class="input" type="email" required autocomplete="username" aria-label=w.again_email placeholder=w.again_email
                    prop:value=move || email.get() on:input=hears(move |event| email.set(event_target_value(&event)))/>
                <input class="input" type="password" required autocomplete="current-password" aria-label=w.again_password
                    placeholder=w.again_password prop:value=move || password.get()
                    on:input=hears(move |event| password.set(event_target_value(&event)))/>
                <button class="button primary" type="submit" disabled=move || asking.get()>{w.again_submit}</button>
            </form>
            <p class="problem" role="alert">{dynamic(move || problem.get())}</p>
        </section>
    }
}

/// Signs in without leaving the page. Someone else than before gets a page of their own.
#[cfg(feature = "hydrate")]
async fn sign_in(email: &str, password: &str) -> Result<(), Answer> {
    use wasm_bindgen::JsCast;
    use wasm_bindgen_futures::JsFuture;
    let encode = |text: &str| String::from(js_sys::encode_uri_component(text));
    let body = format!("email={}&password={}&next=%2Fhealth%2Flive", encode(email), encode(password));
    let init = web_sys::RequestInit::new();
    init.set_method("POST");
    init.set_body(&body.into());
    let request = web_sys::Request::new_with_str_and_init("/entrar", &init).map_err(|_| Answer::Failed)?;
    request.headers().set("Content-Type", "application/x-www-form-urlencoded").map_err(|_| Answer::Failed)?;
    let response = JsFuture::from(window().fetch_with_request(&request)).await.map_err(|_| Answer::Failed)?;
    let response: web_sys::Response = response.dyn_into().map_err(|_| Answer::Failed)?;
    read(response.status())?;
    // A page belongs to the person it was made for.
    let now =
        crate::api::who_am_i().await.ok().and_then(|who| who.actor).map(|actor| actor.person.to_string());
    if now.is_none() || now != crate::ui::page_person() {
        window().location().reload().ok();
    }
    Ok(())
}

/// Only browsers sign in again.
#[cfg(not(feature = "hydrate"))]
#[expect(clippy::unused_async, reason = "as the browser's half")]
async fn sign_in(_email: &str, _password: &str) -> Result<(), Answer> {
    read(503)
}

/// What the door's status says.
fn read(status: u16) -> Result<(), Answer> {
    match status {
        200..300 => Ok(()),
        401 | 422 => Err(Answer::Wrong),
        429 => Err(Answer::Limited),
        _ => Err(Answer::Failed),
    }
}
