//! Accounts of people: sign-in, sessions, and adding people.

pub const PERSON_BY_EMAIL: &str = "
    SELECT account_id, id, active, password_hash
    FROM person WHERE email_key = $1
    ORDER BY active DESC, created_at, id LIMIT 1";

/// A session with its person as they are now, a row for each department of theirs. Inactive people have none.
pub const SESSION: &str = "
    SELECT s.account_id, s.person_id, s.seen_at, s.expires_at,
           p.name, p.role, p.permissions, p.contact_id, p.organization_id, m.department_id, m.manager
    FROM session s
    JOIN person p ON p.account_id = s.account_id AND p.id = s.person_id
    LEFT JOIN membership m ON m.account_id = s.account_id AND m.person_id = s.person_id
    WHERE s.token_hash = $1 AND p.active
    ORDER BY m.department_id";

pub const SET_PASSWORD: &str = "
    UPDATE person SET password_hash = $1 WHERE account_id = $2 AND id = $3 AND password_hash = $4";

pub const NEW_SESSION: &str = "
    INSERT INTO session (token_hash, account_id, person_id, created_at, seen_at, expires_at)
    VALUES ($1, $2, $3, $4, $4, $5)";

pub const TOUCH_SESSION: &str = "UPDATE session SET seen_at = $1 WHERE token_hash = $2 AND seen_at < $1";

pub const END_SESSION: &str = "DELETE FROM session WHERE token_hash = $1";

/// The failures of a name in the window, the newest first: the last of them says when the limit ends.
pub const FAILURES: &str = "
    SELECT at FROM sign_in_failure WHERE who = $1 AND at > $2 ORDER BY at DESC LIMIT $3";

pub const NEW_FAILURE: &str = "INSERT INTO sign_in_failure (who, at) VALUES ($1, $2)";

pub const FORGIVE: &str = "DELETE FROM sign_in_failure WHERE who = $1";

pub const FIRST_ACCOUNT: &str = "SELECT id FROM account ORDER BY created_at, id LIMIT 1";

pub const NEW_ACCOUNT: &str = "
    INSERT INTO account (id, slug, name, seq, number, rules, rules_version, demo, created_at)
    VALUES ($1, $2, $3, 0, 0, $4, $5, $6, $7)";

pub const NEW_DEPARTMENT: &str = "
    INSERT INTO department (account_id, id, name, slug) VALUES ($1, $2, $3, $4)";

pub const DEPARTMENT_BY_SLUG: &str = "SELECT id FROM department WHERE account_id = $1 AND slug = $2";

pub const NEW_ORGANIZATION: &str = "
    INSERT INTO organization (account_id, id, name, vip) VALUES ($1, $2, $3, $4)";

pub const ORGANIZATION_BY_NAME: &str = "
    SELECT id FROM organization WHERE account_id = $1 AND name = $2 ORDER BY id LIMIT 1";

/// A contact whose sign-in this may become: of that e-mail and organization, and nobody's yet.
pub const CONTACT_WITHOUT_SIGN_IN: &str = "
    SELECT c.id FROM contact c
    WHERE c.account_id = $1 AND LOWER(c.email) = $2
      AND (c.organization_id = $3 OR (c.organization_id IS NULL AND $3 IS NULL))
      AND NOT EXISTS (SELECT 1 FROM person p WHERE p.account_id = c.account_id AND p.contact_id = c.id)
    ORDER BY c.id LIMIT 1";

pub const NEW_CONTACT: &str = "
    INSERT INTO contact (account_id, id, name, email, phone, company, organization_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

pub const NEW_PERSON: &str = "
    INSERT INTO person (account_id, id, email, email_key, name, role, permissions, password_hash,
                        contact_id, organization_id, active, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, TRUE, $11)";

pub const NEW_MEMBERSHIP: &str = "
    INSERT INTO membership (account_id, person_id, department_id, manager) VALUES ($1, $2, $3, $4)";

/// All of them, by name.
pub const ALL: &[(&str, &str)] = &[
    ("people::PERSON_BY_EMAIL", PERSON_BY_EMAIL),
    ("people::SESSION", SESSION),
    ("people::SET_PASSWORD", SET_PASSWORD),
    ("people::NEW_SESSION", NEW_SESSION),
    ("people::TOUCH_SESSION", TOUCH_SESSION),
    ("people::END_SESSION", END_SESSION),
    ("people::FAILURES", FAILURES),
    ("people::NEW_FAILURE", NEW_FAILURE),
    ("people::FORGIVE", FORGIVE),
    ("people::FIRST_ACCOUNT", FIRST_ACCOUNT),
    ("people::NEW_ACCOUNT", NEW_ACCOUNT),
    ("people::NEW_DEPARTMENT", NEW_DEPARTMENT),
    ("people::DEPARTMENT_BY_SLUG", DEPARTMENT_BY_SLUG),
    ("people::NEW_ORGANIZATION", NEW_ORGANIZATION),
    ("people::ORGANIZATION_BY_NAME", ORGANIZATION_BY_NAME),
    ("people::CONTACT_WITHOUT_SIGN_IN", CONTACT_WITHOUT_SIGN_IN),
    ("people::NEW_CONTACT", NEW_CONTACT),
    ("people::NEW_PERSON", NEW_PERSON),
    ("people::NEW_MEMBERSHIP", NEW_MEMBERSHIP),
];
