//! Priority, deadline and status: each a word with a drawn shape, never a colour alone.

use super::dynamic;
use super::memo;
use super::{Glyph, Icon};
use crate::i18n;
use crate::live::Clock;
use crate::ui::view;
use domain::rules::BoardRules;
use domain::sla::{Look, SlaFace};
use domain::{Category, Priority, StatusId, time};
use leptos::prelude::*;

/// The badge of a priority: bars or "!", and the word.
#[component]
pub fn PriorityBadge(
    /// Which.
    #[prop(into)]
    priority: Signal<Priority>,
    /// Shows the shape alone; the word is still read aloud.
    #[prop(optional)]
    compact: bool,
) -> impl IntoView {
    let words = i18n::words();
    let class = move || format!("badge priority {}", priority.get().as_str());
    let bars = move || match priority.get() {
        // A bar that is not reached is hollow: the level shows without colour, and without a neighbour to compare.
        Priority::Low => "M1 9h4v5H1zM6 6h4v8H6zm1 1v6h2V7zM11 2h4v12h-4zm1 1v10h2V3z",
        Priority::Medium => "M1 9h4v5H1zM6 6h4v8H6zM11 2h4v12h-4zm1 1v10h2V3z",
        Priority::High => "M1 9h4v5H1zM6 6h4v8H6zM11 2h4v12h-4z",
        Priority::Urgent => "M7 2.5h2.2l-.3 7H7.3zM7 11h2.2v2.2H7z",
    };
    view! {
        <span class=class>
            <svg class="icon solid" viewBox="0 0 16 16" aria-hidden="true"><path d=bars></path></svg>
            <span class:visually-hidden=compact>{dynamic(move || i18n::priority(words, priority.get()))}</span>
        </span>
    }
}

/// The chip of a deadline: ticks by itself, burns the moment it is missed (R13, R14).
#[component]
pub fn SlaChip(
    /// What the clocks show.
    #[prop(into)]
    face: Signal<SlaFace>,
) -> impl IntoView {
    let words = i18n::words();
    let clock = expect_context::<Clock>();
    let look = memo(move || face.get().look(clock.now.get()));
    let text = memo(move || i18n::sla_text(words, look.get()));
    // In a narrow card: "+2h14", "42min".
    let short = memo(move || match look.get() {
        // "<1min" needs no sign: the flame says on which side.
        Look::Late(s) if s >= 60 => format!("+{}", time::span(s)),
        Look::Late(s) | Look::Warning(s) => time::span(s),
        other => i18n::sla_text(words, other),
    });
    let kind = memo(move || match look.get() {
        Look::Late(_) => "late",
        Look::Warning(_) => "soon",
        Look::InTime(_) => "in-time",
        Look::Paused => "paused",
        Look::MetInTime => "met",
        Look::MetLate => "met-late",
        Look::None => "none",
    });
    let metric = move || face.get().metric.map(|m| i18n::metric(words, m));
    let glyph = move || match kind.get() {
        "late" => Some(Glyph::Flame),
        "soon" | "in-time" => Some(Glyph::Clock),
        "paused" => Some(Glyph::Pause),
        "met" | "met-late" => Some(Glyph::Check),
        _ => None,
    };
    view! {
        <span class="badge sla" data-sla=move || kind.get() title=metric>
            {dynamic(move || glyph().map(|kind| view! { <Icon kind/> }))}
            <span class="long">{dynamic(move || text.get())}</span>
            <span class="short" aria-hidden="true">{dynamic(move || short.get())}</span>
        </span>
    }
}

/// The shape of a category.
pub fn status_glyph(category: Category) -> Glyph {
    match category {
        Category::New => Glyph::New,
        Category::Active => Glyph::Active,
        Category::WaitingCustomer => Glyph::Pending,
        Category::WaitingThirdParty => Glyph::Hold,
        Category::AwaitingApproval => Glyph::Approval,
        Category::AwaitingRating => Glyph::Rating,
        Category::Done => Glyph::Resolved,
        Category::Cancelled => Glyph::Cancelled,
    }
}

/// The chip of a status: shape and word.
#[component]
pub fn StatusChip(
    /// Which.
    #[prop(into)]
    status: Signal<StatusId>,
    /// The account's statuses.
    rules: StoredValue<BoardRules>,
) -> impl IntoView {
    let words = i18n::words();
    let category = move || rules.with_value(|r| r.status(status.get()).map_or(Category::New, |s| s.category));
    view! {
        <span class="badge status" data-category=move || category().as_str()>
            {dynamic(move || view! { <Icon kind=status_glyph(category())/> })}
            {dynamic(move || rules.with_value(|r| i18n::status(words, r, status.get())))}
        </span>
    }
}

/// The initials of a person, or a dashed ring where nobody is responsible.
#[component]
pub fn Avatar(
    /// Who.
    #[prop(into)]
    name: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <span class="avatar" class:free=move || name.get().is_none() title=move || name.get() aria-hidden="true">
            {dynamic(move || match name.get() {
                Some(name) => initials(&name).into_any(),
                None => view! { <Icon kind=Glyph::Plus/> }.into_any(),
            })}
        </span>
    }
}

/// First letters of the first and the last name.
fn initials(name: &str) -> String {
    let mut parts = name.split_whitespace();
    let first = parts.next().and_then(|p| p.chars().next());
    let last = parts.next_back().and_then(|p| p.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_of_first_and_last_name() {
        assert_eq!(initials("Luísa Maria de Souza"), "LS");
        assert_eq!(initials("ângela"), "Â");
        assert_eq!(initials(""), "");
    }
}
