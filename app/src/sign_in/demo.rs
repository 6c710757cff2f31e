//! The demo's people: one click each. Shown by a demo alone, whose data is made up.

use crate::i18n::words;
use crate::ui::view;
use leptos::prelude::*;

/// The password of all of them (issue 2, 1).
const PASSWORD: &str = "chama-demo";

/// The demo's people, grouped by what they are.
pub(super) fn people(next: &str) -> impl IntoView + use<> {
    let w = &words().sign_in;
    let groups: [(&str, &[(&str, &str)]); 3] = [
        (w.demo_lead, &[("admin", w.demo_admin), ("gerente", w.demo_manager)]),
        (
            w.demo_agents,
            &[("agente", w.demo_agent), ("agente2", w.demo_agent_same), ("agente3", w.demo_agent_other)],
        ),
        (
            w.demo_clients,
            &[
                ("cliente", w.demo_client),
                ("cliente2", w.demo_client_same),
                ("gestor", w.demo_client_manager),
                ("cliente3", w.demo_client_other),
            ],
        ),
    ];
    let groups = groups.map(|(name, people)| {
        let people = people.iter().map(|(user, role)| one(user, role, next)).collect_view();
        view! {
            <li>
                <h3>{name}</h3>
                <ul class="demo-people">{people}</ul>
            </li>
        }
    });
    view! {
        <section class="demo" aria-labelledby="demo-title">
            <h2 id="demo-title">{w.demo_title}</h2>
            <p>{w.demo_text}</p>
            <ul class="demo-groups">{groups.collect_view()}</ul>
        </section>
    }
}

fn one(user: &str, role: &'static str, next: &str) -> impl IntoView + use<> {
    let email = format!("{user}@demo.chama");
    view! {
        <li>
            <form method="post" action="/entrar">
                <input type="hidden" name="email" value=email.clone()/>
                <input type="hidden" name="password" value=PASSWORD/>
                <input type="hidden" name="next" value=next.to_owned()/>
                <button type="submit" class="button demo-person">
                    <span class="demo-role">{role}</span>
                    <span class="demo-email">{email}</span>
                </button>
            </form>
        </li>
    }
}
