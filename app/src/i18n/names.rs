//! Names of the domain's values, and the sentence of each refusal.

use super::{Words, fill, plural};
use domain::rules::BoardRules;
use domain::sla::{Look, Metric};
use domain::ticket::Field;
use domain::{Category, Priority, Refusal, StatusId, time};

/// The name of a category, which is that of a status without a name of its own.
pub fn category(words: &'static Words, category: Category) -> &'static str {
    let w = &words.ticket_words;
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

/// The name of a status of the account.
pub fn status(words: &'static Words, rules: &BoardRules, id: StatusId) -> String {
    match rules.status(id) {
        Some(status) => status.name.clone().unwrap_or_else(|| category(words, status.category).to_owned()),
        None => String::new(),
    }
}

/// The name of a priority.
pub fn priority(words: &'static Words, priority: Priority) -> &'static str {
    let w = &words.ticket_words;
    match priority {
        Priority::Low => w.priority_low,
        Priority::Medium => w.priority_medium,
        Priority::High => w.priority_high,
        Priority::Urgent => w.priority_urgent,
    }
}

/// The name of a metric.
pub fn metric(words: &'static Words, metric: Metric) -> &'static str {
    let w = &words.ticket_words;
    match metric {
        Metric::FirstResponse => w.metric_first_response,
        Metric::NextResponse => w.metric_next_response,
        Metric::Resolution => w.metric_resolution,
    }
}

/// What a clock says in words: "atrasado 2h14", "faltam 42min", "5h10", "pausado".
pub fn sla_text(words: &'static Words, look: Look) -> String {
    let w = &words.ticket_words;
    match look {
        Look::Late(s) => fill(w.sla_late, &[("time", &time::span(s))]),
        Look::Warning(s) => fill(w.sla_warning, &[("time", &time::span(s))]),
        Look::InTime(s) => time::span(s),
        Look::Paused => w.sla_paused.to_owned(),
        Look::MetInTime => w.sla_met.to_owned(),
        Look::MetLate => w.sla_met_late.to_owned(),
        Look::None => String::new(),
    }
}

/// Why something was refused, as a sentence.
pub fn refusal(words: &'static Words, rules: &BoardRules, refusal: &Refusal) -> String {
    let w = &words.ticket_words;
    match refusal {
        Refusal::Unseen => w.refused_unseen.to_owned(),
        Refusal::NotPermitted => w.refused_not_permitted.to_owned(),
        Refusal::NotResponsible => w.refused_not_responsible.to_owned(),
        Refusal::NotInDepartment => w.refused_not_in_department.to_owned(),
        Refusal::NotAssignable => w.refused_not_assignable.to_owned(),
        Refusal::NoTransition { to } => {
            fill(w.refused_no_transition, &[("status", &status(words, rules, *to))])
        }
        Refusal::UnknownStatus => w.refused_unknown_status.to_owned(),
        Refusal::OpenChildren { count } => {
            let sentence =
                plural(i64::from(*count), w.refused_open_children_one, w.refused_open_children_other);
            fill(sentence, &[("count", &count.to_string())])
        }
        Refusal::WipLimit { limit } => fill(w.refused_wip_limit, &[("limit", &limit.to_string())]),
        Refusal::Stale { by, status: at, .. } => {
            fill(w.refused_stale, &[("name", by), ("status", &status(words, rules, *at))])
        }
        Refusal::PriorityByRules => w.refused_priority_by_rules.to_owned(),
        Refusal::Cancelled => w.refused_cancelled.to_owned(),
        Refusal::NotOpen => w.refused_not_open.to_owned(),
        Refusal::NotFinished => w.refused_not_finished.to_owned(),
        Refusal::SnoozeTime { days } => fill(w.refused_snooze_time, &[("days", &days.to_string())]),
        Refusal::Empty { field } => match field {
            Field::Title => w.refused_empty_title,
            Field::Description => w.refused_empty_description,
            Field::Message => w.refused_empty_message,
            Field::Comment => w.refused_empty_comment,
            Field::Reason => w.refused_empty_reason,
            Field::ViewName => w.refused_empty_view_name,
            Field::TagName => words.tag.refused_empty,
        }
        .to_owned(),
        Refusal::TooLong { max, .. } => fill(w.refused_too_long, &[("max", &max.to_string())]),
        Refusal::Unwritable { .. } => w.refused_unwritable.to_owned(),
        Refusal::TooManyViews { max } => fill(w.refused_too_many_views, &[("max", &max.to_string())]),
        Refusal::UnknownTag => words.tag.refused_unknown.to_owned(),
        Refusal::TagTaken => words.tag.refused_taken.to_owned(),
        Refusal::TooManyTags { max } => fill(words.tag.refused_many, &[("max", &max.to_string())]),
        Refusal::UnknownContact => w.refused_unknown_contact.to_owned(),
        Refusal::UnknownDepartment => w.refused_unknown_department.to_owned(),
        Refusal::OpReused => w.refused_op_reused.to_owned(),
    }
}
