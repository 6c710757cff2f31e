//! Tickets: their row, their cards, their places.

macro_rules! facts {
    () => {
        "t.id, t.number, t.title, t.department_id, t.status_id, t.category, t.column_id, t.place, \
         t.priority, t.assignee_id, t.requester_id, t.organization_id, t.private, t.touched, \
         t.open_children, t.created_at, t.updated_at, t.resolved_at, t.seq, t.placed_seq, \
         t.sla_state, t.sla_metric, t.due_at, t.warn_at, t.late, t.alarm_at, t.snoozed_until, t.archived, t.tags, \
         c.name AS contact_name, COALESCE(o.name, c.company) AS organization_name"
    };
}
macro_rules! rest {
    () => {
        "t.message_count, t.comment_count, t.last_line, t.public_moment, t.public_at, \
         t.client_said_seq, t.team_said_seq, t.comment_seq, t.placed_by, t.placed_by_name, \
         t.placed_at, p.name AS assignee_name"
    };
}
macro_rules! from_ticket {
    () => {
        "FROM ticket t JOIN contact c ON c.account_id = t.account_id AND c.id = t.requester_id LEFT \
         JOIN organization o ON o.account_id = t.account_id AND o.id = t.organization_id"
    };
}
macro_rules! person {
    () => {
        "LEFT JOIN person p ON p.account_id = t.account_id AND p.id = t.assignee_id"
    };
}
macro_rules! client {
    () => {
        "t.id, t.number, t.title, t.status_id, t.category, t.priority, t.department_id, \
         t.assignee_id, t.requester_id, t.organization_id, t.private, t.created_at, t.public_moment, \
         t.public_at, t.message_count, t.team_said_seq, c.name AS contact_name"
    };
}
macro_rules! from_client {
    () => {
        "FROM ticket t JOIN contact c ON c.account_id = t.account_id AND c.id = t.requester_id"
    };
}
macro_rules! read {
    () => {
        "LEFT JOIN read_mark r ON r.account_id = t.account_id AND r.person_id = $2 AND r.ticket_id \
         = t.id"
    };
}
// A fixed number of slots, so that a list of ids is one static statement; unused ones hold the nil id.
macro_rules! slots {
    () => {
        "$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
         $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, \
         $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, \
         $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, \
         $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87, $88, $89, $90, $91, $92, $93, \
         $94, $95, $96, $97, $98"
    };
}

/// Ids that one statement takes: two pages of two columns.
pub(super) const SLOTS: usize = 96;

/// A ticket with its clocks and what the same request once made of it.
pub(super) const LOAD: &str = concat!(
    "SELECT ",
    facts!(),
    ", ",
    rest!(),
    ", t.clocks, op.digest AS op_digest, op.outcome AS op_outcome ",
    from_ticket!(),
    " ",
    person!(),
    " LEFT JOIN operation op ON op.account_id = t.account_id AND op.person_id = $3 AND op.op_id = $4\
     \x20WHERE t.account_id = $1 AND t.id = $2"
);
/// Cards by their ids, with the viewer's read mark.
pub(super) const CARDS: &str = concat!(
    "SELECT ",
    facts!(),
    ", ",
    rest!(),
    ", r.seq AS read_seq ",
    from_ticket!(),
    " ",
    person!(),
    " ",
    read!(),
    " WHERE t.account_id = $1 AND t.id IN (",
    slots!(),
    ")"
);
/// A client's cards by their ids: names nothing that a client may not know.
pub(super) const CLIENT_CARDS: &str = concat!(
    "SELECT ",
    client!(),
    ", r.seq AS read_seq ",
    from_client!(),
    " ",
    read!(),
    " WHERE t.account_id = $1 AND t.id IN (",
    slots!(),
    ")"
);
/// A ticket by its code, as the people who serve read it.
pub(super) const TEAM_PAGE: &str = concat!(
    "SELECT ",
    facts!(),
    ", ",
    rest!(),
    ", r.seq AS read_seq, t.clocks, t.description, d.name AS department_name,\
     \x20c.email AS contact_email, c.phone AS contact_phone ",
    from_ticket!(),
    " ",
    person!(),
    " ",
    read!(),
    " JOIN department d ON d.account_id = t.account_id AND d.id = t.department_id\
     \x20WHERE t.account_id = $1 AND t.code = $3"
);
/// A ticket by its code, as the people who asked read it.
pub(super) const CLIENT_PAGE: &str = concat!(
    "SELECT ",
    client!(),
    ", r.seq AS read_seq, t.description ",
    from_client!(),
    " ",
    read!(),
    " WHERE t.account_id = $1 AND t.code = $3"
);
/// What the index holds: open tickets, and those resolved since `$2` that are not archived.
pub(super) const INDEX: &str = concat!(
    "SELECT ",
    facts!(),
    " ",
    from_ticket!(),
    " WHERE t.account_id = $1 AND t.resolved_at IS NULL AND t.category <> 'cancelled' UNION ALL SELECT ",
    facts!(),
    " ",
    from_ticket!(),
    " WHERE t.account_id = $1 AND t.resolved_at IS NOT NULL AND t.resolved_at >= $2 AND NOT t.archived"
);
/// What lies around a place in a column (`$2`): the card `$3` that shall be above and the next one below it,
/// the card `$4` that shall be below and the one above it, and the topmost one; `$5`, which moves, not counted.
pub(super) const NEIGHBOURS: &str = "SELECT (SELECT place FROM ticket WHERE account_id = $1 AND id = $3 AND column_id = $2 AND id <> $5) \
     AS after_place, (SELECT place FROM ticket WHERE account_id = $1 AND column_id = $2 AND id <> $5 AND \
     place > (SELECT place FROM ticket WHERE account_id = $1 AND id = $3 AND column_id = $2) ORDER BY \
     place LIMIT 1) AS after_next, (SELECT place FROM ticket WHERE account_id = $1 AND id = $4 AND \
     column_id = $2 AND id <> $5) AS before_place, (SELECT place FROM ticket WHERE account_id = $1 AND \
     column_id = $2 AND id <> $5 AND place < (SELECT place FROM ticket WHERE account_id = $1 AND id = $4 \
     AND column_id = $2) ORDER BY place DESC LIMIT 1) AS before_prev, (SELECT place FROM ticket WHERE \
     account_id = $1 AND column_id = $2 AND id <> $5 ORDER BY place LIMIT 1) AS top";
/// The card at a place and those above it, the nearest first.
pub(super) const UP_FROM: &str = "SELECT id, place FROM ticket WHERE account_id = $1 AND column_id = $2 AND place <= $3 ORDER BY place \
     DESC LIMIT $4";
/// The cards below a place, the nearest first.
pub(super) const DOWN_FROM: &str = "SELECT id, place FROM ticket WHERE account_id = $1 AND column_id = $2 AND place > $3 ORDER BY place \
     LIMIT $4";
/// The ticket at a place.
pub(super) const AT_PLACE: &str =
    "SELECT id FROM ticket WHERE account_id = $1 AND column_id = $2 AND place = $3";
/// Cards that [`SET_PLACES`] takes: as many as are spaced anew around a place.
pub(super) const PLACES: usize = 32;
/// Other places, and the commands that gave them: id, place and command of each; an unused slot holds the nil id.
pub(super) const SET_PLACES: &str = "UPDATE ticket SET place = CASE id WHEN $2 THEN $3 WHEN $5 THEN $6 WHEN $8 THEN $9 WHEN $11 THEN \
     $12 WHEN $14 THEN $15 WHEN $17 THEN $18 WHEN $20 THEN $21 WHEN $23 THEN $24 WHEN $26 THEN $27 WHEN \
     $29 THEN $30 WHEN $32 THEN $33 WHEN $35 THEN $36 WHEN $38 THEN $39 WHEN $41 THEN $42 WHEN $44 THEN \
     $45 WHEN $47 THEN $48 WHEN $50 THEN $51 WHEN $53 THEN $54 WHEN $56 THEN $57 WHEN $59 THEN $60 WHEN \
     $62 THEN $63 WHEN $65 THEN $66 WHEN $68 THEN $69 WHEN $71 THEN $72 WHEN $74 THEN $75 WHEN $77 THEN \
     $78 WHEN $80 THEN $81 WHEN $83 THEN $84 WHEN $86 THEN $87 WHEN $89 THEN $90 WHEN $92 THEN $93 WHEN \
     $95 THEN $96 ELSE place END, seq = CASE id WHEN $2 THEN $4 WHEN $5 THEN $7 WHEN $8 THEN $10 WHEN \
     $11 THEN $13 WHEN $14 THEN $16 WHEN $17 THEN $19 WHEN $20 THEN $22 WHEN $23 THEN $25 WHEN $26 THEN \
     $28 WHEN $29 THEN $31 WHEN $32 THEN $34 WHEN $35 THEN $37 WHEN $38 THEN $40 WHEN $41 THEN $43 WHEN \
     $44 THEN $46 WHEN $47 THEN $49 WHEN $50 THEN $52 WHEN $53 THEN $55 WHEN $56 THEN $58 WHEN $59 THEN \
     $61 WHEN $62 THEN $64 WHEN $65 THEN $67 WHEN $68 THEN $70 WHEN $71 THEN $73 WHEN $74 THEN $76 WHEN \
     $77 THEN $79 WHEN $80 THEN $82 WHEN $83 THEN $85 WHEN $86 THEN $88 WHEN $89 THEN $91 WHEN $92 THEN \
     $94 WHEN $95 THEN $97 ELSE seq END WHERE account_id = $1 AND id IN ($2, $5, $8, $11, $14, $17, \
     $20, $23, $26, $29, $32, $35, $38, $41, $44, $47, $50, $53, $56, $59, $62, $65, $68, $71, $74, \
     $77, $80, $83, $86, $89, $92, $95)";
/// Cards of a department in a column, as the board shows them, for a hard limit; `$4`, which moves, not counted.
pub(super) const IN_COLUMN: &str = "SELECT COUNT(*) FROM ticket WHERE account_id = $1 AND department_id = $2 AND column_id = $3 AND id \
     <> $4 AND category <> 'cancelled' AND NOT archived AND (resolved_at IS NULL OR resolved_at >= $5)";
/// Whether a code is taken.
pub(super) const CODE_TAKEN: &str = "SELECT number FROM ticket WHERE account_id = $1 AND code = $2";
/// Who may see a ticket.
pub(super) const AUDIENCE: &str = "SELECT department_id, assignee_id, requester_id, organization_id, private FROM ticket WHERE \
     account_id = $1 AND id = $2";
/// A client's own tickets that are open, the last changed first.
pub(super) const MINE_OPEN: &str = concat!(
    "SELECT ",
    client!(),
    ", r.seq AS read_seq ",
    from_client!(),
    " ",
    read!(),
    " WHERE t.account_id = $1 AND t.requester_id = $3 AND t.public_moment < $4 AND t.category NOT IN ('awaiting_rating', 'done', 'cancelled')\
     \x20ORDER BY t.public_moment DESC LIMIT $5"
);
/// The same with those of the organization `$6` that are not private.
pub(super) const OURS_OPEN: &str = concat!(
    "SELECT ",
    client!(),
    ", r.seq AS read_seq ",
    from_client!(),
    " ",
    read!(),
    " WHERE t.account_id = $1 AND t.id IN (SELECT id FROM (SELECT id FROM ticket\
     \x20WHERE account_id = $1 AND requester_id = $3 AND public_moment < $4 AND category NOT IN ('awaiting_rating', 'done', 'cancelled')\
     \x20ORDER BY public_moment DESC LIMIT $5) AS own UNION SELECT id FROM (SELECT id FROM ticket\
     \x20WHERE account_id = $1 AND organization_id = $6 AND NOT private AND public_moment < $4 AND category NOT IN ('awaiting_rating', 'done', 'cancelled')\
     \x20ORDER BY public_moment DESC LIMIT $5) AS ours) ORDER BY t.public_moment DESC LIMIT $5"
);
/// A client's own tickets that are finished, the last changed first.
pub(super) const MINE_FINISHED: &str = concat!(
    "SELECT ",
    client!(),
    ", r.seq AS read_seq ",
    from_client!(),
    " ",
    read!(),
    " WHERE t.account_id = $1 AND t.requester_id = $3 AND t.public_moment < $4 AND t.category IN ('awaiting_rating', 'done', 'cancelled')\
     \x20ORDER BY t.public_moment DESC LIMIT $5"
);
/// The same with those of the organization `$6` that are not private.
pub(super) const OURS_FINISHED: &str = concat!(
    "SELECT ",
    client!(),
    ", r.seq AS read_seq ",
    from_client!(),
    " ",
    read!(),
    " WHERE t.account_id = $1 AND t.id IN (SELECT id FROM (SELECT id FROM ticket\
     \x20WHERE account_id = $1 AND requester_id = $3 AND public_moment < $4 AND category IN ('awaiting_rating', 'done', 'cancelled')\
     \x20ORDER BY public_moment DESC LIMIT $5) AS own UNION SELECT id FROM (SELECT id FROM ticket\
     \x20WHERE account_id = $1 AND organization_id = $6 AND NOT private AND public_moment < $4 AND category IN ('awaiting_rating', 'done', 'cancelled')\
     \x20ORDER BY public_moment DESC LIMIT $5) AS ours) ORDER BY t.public_moment DESC LIMIT $5"
);
/// How many tickets of a client are open, and how many finished.
pub(super) const COUNT_MINE: &str = "SELECT COUNT(CASE WHEN category NOT IN ('awaiting_rating', 'done', 'cancelled') THEN 1 END) AS open, \
     COUNT(CASE WHEN category IN ('awaiting_rating', 'done', 'cancelled') THEN 1 END) AS finished FROM \
     ticket WHERE account_id = $1 AND requester_id = $2";
/// The same with those of the organization.
pub(super) const COUNT_OURS: &str = "SELECT COUNT(CASE WHEN category NOT IN ('awaiting_rating', 'done', 'cancelled') THEN 1 END) AS open, \
     COUNT(CASE WHEN category IN ('awaiting_rating', 'done', 'cancelled') THEN 1 END) AS finished FROM \
     ticket WHERE account_id = $1 AND id IN (SELECT id FROM ticket WHERE account_id = $1 AND requester_id \
     = $2 UNION SELECT id FROM ticket WHERE account_id = $1 AND organization_id = $3 AND NOT private)";

/// All of them, by name.
pub(crate) const ALL: &[(&str, &str)] = &[
    ("tickets::LOAD", LOAD),
    ("tickets::CARDS", CARDS),
    ("tickets::CLIENT_CARDS", CLIENT_CARDS),
    ("tickets::TEAM_PAGE", TEAM_PAGE),
    ("tickets::CLIENT_PAGE", CLIENT_PAGE),
    ("tickets::INDEX", INDEX),
    ("tickets::NEIGHBOURS", NEIGHBOURS),
    ("tickets::UP_FROM", UP_FROM),
    ("tickets::DOWN_FROM", DOWN_FROM),
    ("tickets::AT_PLACE", AT_PLACE),
    ("tickets::SET_PLACES", SET_PLACES),
    ("tickets::IN_COLUMN", IN_COLUMN),
    ("tickets::CODE_TAKEN", CODE_TAKEN),
    ("tickets::AUDIENCE", AUDIENCE),
    ("tickets::MINE_OPEN", MINE_OPEN),
    ("tickets::OURS_OPEN", OURS_OPEN),
    ("tickets::MINE_FINISHED", MINE_FINISHED),
    ("tickets::OURS_FINISHED", OURS_FINISHED),
    ("tickets::COUNT_MINE", COUNT_MINE),
    ("tickets::COUNT_OURS", COUNT_OURS),
];
