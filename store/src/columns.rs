//! Columns by their names, each beside the value that is bound to it: listed once, for the SQL and for the binds.
//!
//! ```text
//! columns! {
//!     /// What it writes.
//!     pub async fn update(account: AccountId, record: &Record) as UPDATE = change of "ticket";
//!     let facts = &record.ticket.facts;
//!     key { account_id: account.0, id: facts.id.0, }
//!     set { status_id: facts.status.0, }
//! }
//! ```
//! makes the statement `UPDATE`, to be prepared by a test like all others, and the function `update`.

use std::fmt::Write;

macro_rules! columns {
    (
        $(#[$doc:meta])*
        pub async fn $name:ident($($arg:ident: $type:ty),+ $(,)?) as $sql:ident = $make:ident of $table:literal;
        $(let $local:ident = $init:expr;)*
        key { $($key:ident: $key_value:expr,)+ }
        set { $($column:ident: $value:expr,)+ }
    ) => {
        $(#[$doc])*
        pub(crate) static $sql: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
            $crate::columns::$make($table, &[$(stringify!($key)),+], &[$(stringify!($column)),+])
        });

        $(#[$doc])*
        pub async fn $name(conn: &mut $crate::Conn, $($arg: $type),+) -> Result<(), $crate::StoreError> {
            $(let $local = $init;)*
            $crate::execute_with!(conn, $sql.as_str(), q => {
                $(q = q.bind($key_value);)+
                $(q = q.bind($value);)+
            })?;
            Ok(())
        }
    };
}
pub(crate) use columns;

/// `UPDATE table SET c = $3, … WHERE k = $1 AND l = $2`.
pub(crate) fn change(table: &str, keys: &[&str], columns: &[&str]) -> String {
    let numbered = |columns: &[&str], first: usize, between: &str| {
        let mut text = String::new();
        for (at, column) in columns.iter().enumerate() {
            let before = if at == 0 { "" } else { between };
            // Writing to a text does not fail.
            write!(text, "{before}{column} = ${}", first + at).unwrap_or_default();
        }
        text
    };
    let (set, of) = (numbered(columns, keys.len() + 1, ", "), numbered(keys, 1, " AND "));
    format!("UPDATE {table} SET {set} WHERE {of}")
}

/// `INSERT INTO table (k, c, …) VALUES ($1, $2, …)`.
pub(crate) fn row(table: &str, keys: &[&str], columns: &[&str]) -> String {
    let names = [keys, columns].concat();
    let slots: Vec<String> = (1..=names.len()).map(|n| format!("${n}")).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), slots.join(", "))
}

#[test]
fn columns_and_slots_stand_in_one_order() {
    assert_eq!(change("t", &["a", "b"], &["c", "d"]), "UPDATE t SET c = $3, d = $4 WHERE a = $1 AND b = $2");
    assert_eq!(row("t", &["a"], &["b", "c"]), "INSERT INTO t (a, b, c) VALUES ($1, $2, $3)");
}
