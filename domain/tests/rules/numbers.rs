//! Numbers in stored rules that would make a decision panic are refused where they are read.

use domain::Rules;
use domain::rules::OutOfRange;
use domain::sla::{Closed, Holiday};

type Edit = fn(&mut Rules);

#[test]
fn the_rules_of_a_new_account_pass() {
    assert_eq!(Rules::default().check_numbers(), Ok(()));
}

#[test]
fn each_number_out_of_range_is_named() {
    let edits: [(&str, Edit); 12] = [
        ("warn_minutes", |rules| rules.sla.warn_minutes = 1 << 62),
        ("warn_minutes", |rules| rules.sla.warn_minutes = -1),
        ("a target in seconds", |rules| rules.sla.targets[2].resolution = i64::MAX),
        ("a target in seconds", |rules| rules.sla.targets[0].first_response = 0),
        ("a target in seconds", |rules| rules.sla.targets[3].next_response = i64::MIN),
        ("reopen_days", |rules| rules.board.reopen_days = i64::MAX),
        ("reopen_days", |rules| rules.board.reopen_days = -1),
        ("the rules' version", |rules| rules.version = i32::MAX),
        ("a calendar's version", |rules| rules.sla.calendars[0].version = -1),
        ("a holiday's month", |rules| {
            rules.sla.calendars[0].closed.push(Closed { on: Holiday::Yearly(13, 1), from: 0, to: 1 });
        }),
        ("a holiday's day", |rules| {
            rules.sla.calendars[1].closed.push(Closed { on: Holiday::Yearly(1, 0), from: 0, to: 1 });
        }),
        ("a column's limit", |rules| {
            let department = domain::DepartmentId(uuid::Uuid::nil());
            rules.board.limits.push(domain::rules::WipLimit {
                department,
                column: domain::ColumnId(1),
                limit: u32::MAX,
                hard: true,
            });
        }),
    ];
    for (what, edit) in edits {
        let mut rules = Rules::default();
        edit(&mut rules);
        let error = rules.check_numbers().unwrap_err();
        assert_eq!(error.what, what);
        let OutOfRange { found, least, most, .. } = error;
        assert!(!(least..=most).contains(&found));
        assert_eq!(error.to_string(), format!("{what} is {found}: it must lie between {least} and {most}"));
    }
}
