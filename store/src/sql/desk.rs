//! Accounts, their people and departments, operations and read marks.

/// All accounts.
pub const ACCOUNT_IDS: &str = "SELECT id FROM account ORDER BY created_at, id";
/// An account's settings and its last command.
pub const ACCOUNT: &str = "SELECT seq, rules FROM account WHERE id = $1";
/// Other settings; their version counts up.
pub const SET_RULES: &str = "UPDATE account SET rules = $2, rules_version = $3 WHERE id = $1";
/// An account's last command.
pub const HEAD: &str = "SELECT seq FROM account WHERE id = $1";
/// Takes an account for a batch: nobody else writes to it until the transaction ends.
pub const LOCK: &str = "UPDATE account SET seq = seq WHERE id = $1 RETURNING seq, number, rules_version";
/// The last command and the last ticket number of a batch.
pub const ADVANCE: &str = "UPDATE account SET seq = $2, number = $3 WHERE id = $1";
/// Up to which command places changed without events of their own.
pub const LOG_BEGINS: &str = "SELECT log_begins FROM account WHERE id = $1";
/// What a person was when they last listened, and the last command when that was found to be another.
pub const ACCESS_FINGERPRINT: &str = "SELECT eyes, eyes_seq FROM person WHERE account_id = $1 AND id = $2";
/// What the person now is.
pub const SET_ACCESS_FINGERPRINT: &str =
    "UPDATE person SET eyes = $3, eyes_seq = $4 WHERE account_id = $1 AND id = $2";
/// The departments of an account.
pub const DEPARTMENTS: &str = "SELECT id, name, slug FROM department WHERE account_id = $1 ORDER BY name";
/// The name of a department.
pub const DEPARTMENT: &str = "SELECT name FROM department WHERE account_id = $1 AND id = $2";
/// Someone who may act, with a row for each department.
pub const ACTOR: &str = "SELECT p.name, p.role, p.permissions, p.contact_id, p.organization_id, m.department_id, m.manager \
     FROM person p LEFT JOIN membership m ON m.account_id = p.account_id AND m.person_id = p.id WHERE \
     p.account_id = $1 AND p.id = $2 AND p.active ORDER BY m.department_id";
/// Who may be responsible in a department.
pub const ASSIGNABLE: &str = "SELECT p.id, p.name FROM person p WHERE p.account_id = $1 AND p.active AND p.role IN ('agent', \
     'department_manager', 'administrator') AND (p.role = 'administrator' OR EXISTS (SELECT 1 FROM \
     membership m WHERE m.account_id = p.account_id AND m.person_id = p.id AND m.department_id = $2)) \
     ORDER BY p.name, p.id";
/// Whether a person may be responsible in a department.
pub const ASSIGNABLE_ONE: &str = "SELECT p.id, p.name FROM person p WHERE p.account_id = $1 AND p.id = $3 AND p.active AND p.role IN \
     ('agent', 'department_manager', 'administrator') AND (p.role = 'administrator' OR EXISTS (SELECT 1 \
     FROM membership m WHERE m.account_id = p.account_id AND m.person_id = p.id AND m.department_id = \
     $2))";
/// A contact with its organization.
pub const CONTACT: &str = "SELECT c.name, c.company, c.organization_id, o.name AS organization_name, o.vip FROM contact c LEFT \
     JOIN organization o ON o.account_id = c.account_id AND o.id = c.organization_id WHERE c.account_id = \
     $1 AND c.id = $2";
/// What a request made, when it came before.
pub const OPERATION: &str =
    "SELECT digest, outcome FROM operation WHERE account_id = $1 AND person_id = $2 AND op_id = $3";
/// Remembers what a request made.
pub const INSERT_OPERATION: &str = "INSERT INTO operation (account_id, person_id, op_id, digest, outcome, at) VALUES ($1, $2, $3, $4, \
     $5, $6)";
/// Forgets a slice of old requests.
pub const PURGE_OPERATIONS: &str = "DELETE FROM operation WHERE at <= (SELECT MAX(at) FROM (SELECT at FROM operation \
     WHERE at < $1 ORDER BY at LIMIT 500) AS old)";
/// Forgets a slice of ended sessions.
pub const PURGE_SESSIONS: &str = "DELETE FROM session WHERE expires_at <= (SELECT MAX(expires_at) FROM (SELECT expires_at \
     FROM session WHERE expires_at < $1 ORDER BY expires_at LIMIT 500) AS old)";
/// Forgets a slice of failed sign-ins.
pub const PURGE_FAILURES: &str = "DELETE FROM sign_in_failure WHERE at <= (SELECT MAX(at) FROM (SELECT at FROM sign_in_failure \
     WHERE at < $1 ORDER BY at LIMIT 500) AS old)";
/// Up to which command a person has read a ticket.
pub const READ_MARK: &str =
    "SELECT seq FROM read_mark WHERE account_id = $1 AND person_id = $2 AND ticket_id = $3";
/// A person has read a ticket up to a command; never back.
pub const SET_READ_MARK: &str = "INSERT INTO read_mark (account_id, person_id, ticket_id, seq) VALUES ($1, $2, $3, $4) ON CONFLICT \
     (account_id, person_id, ticket_id) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > \
     read_mark.seq";

/// All of them, by name.
pub const ALL: &[(&str, &str)] = &[
    ("desk::ACCOUNT_IDS", ACCOUNT_IDS),
    ("desk::ACCOUNT", ACCOUNT),
    ("desk::SET_RULES", SET_RULES),
    ("desk::HEAD", HEAD),
    ("desk::LOCK", LOCK),
    ("desk::ADVANCE", ADVANCE),
    ("desk::LOG_BEGINS", LOG_BEGINS),
    ("desk::ACCESS_FINGERPRINT", ACCESS_FINGERPRINT),
    ("desk::SET_ACCESS_FINGERPRINT", SET_ACCESS_FINGERPRINT),
    ("desk::DEPARTMENTS", DEPARTMENTS),
    ("desk::DEPARTMENT", DEPARTMENT),
    ("desk::ACTOR", ACTOR),
    ("desk::ASSIGNABLE", ASSIGNABLE),
    ("desk::ASSIGNABLE_ONE", ASSIGNABLE_ONE),
    ("desk::CONTACT", CONTACT),
    ("desk::OPERATION", OPERATION),
    ("desk::INSERT_OPERATION", INSERT_OPERATION),
    ("desk::PURGE_OPERATIONS", PURGE_OPERATIONS),
    ("desk::PURGE_SESSIONS", PURGE_SESSIONS),
    ("desk::PURGE_FAILURES", PURGE_FAILURES),
    ("desk::READ_MARK", READ_MARK),
    ("desk::SET_READ_MARK", SET_READ_MARK),
];
