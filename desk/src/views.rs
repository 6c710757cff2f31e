//! Saved views of the board (R63, R69).

use crate::board::{FILTER_TEXT, departments, known};
use crate::live::LiveDesk;
use async_trait::async_trait;
use domain::board::{DepartmentName, NewView, SavedView, VIEWS_MAX};
use domain::desk::BoardQuery;
use domain::port::{DeskError, Views};
use domain::text::fold;
use domain::{Actor, PersonId, Refusal, Role, ViewId};
use store::views::{self, NewRow};

#[async_trait]
impl Views for LiveDesk {
    async fn views(&self, actor: &Actor) -> Result<Vec<SavedView>, DeskError> {
        self.team_account(actor).await?;
        let departments = departments(&self.0.core, actor).await?;
        self.views_among(actor, &departments).await
    }

    async fn save_view(&self, actor: &Actor, view: &NewView) -> Result<(), DeskError> {
        self.team_account(actor).await?;
        let name = view.check(actor)?;
        let core = &self.0.core;
        let departments = departments(core, actor).await?;
        known(&departments, &view.query.filter)?;
        let key = fold(&name);
        // Two that are saved in the same instant may make one too many: that hurts nobody.
        let others = self.views_among(actor, &departments).await?;
        let is_other =
            |other: &&SavedView| other.own && (other.shared, fold(&other.name)) != (view.shared, key.clone());
        if others.iter().filter(is_other).count() >= VIEWS_MAX {
            return Err(Refusal::TooManyViews { max: VIEWS_MAX }.into());
        }
        let mut query: BoardQuery = view.query.clone();
        // No ticket's text has a NUL, and PostgreSQL's JSON does not keep one.
        query.filter.text = query.filter.text.chars().filter(|c| *c != '\0').take(FILTER_TEXT).collect();
        let row = NewRow {
            id: ViewId(core.ids.uuid()),
            person: actor.person,
            shared: view.shared,
            name: &name,
            name_key: &key,
            query: &query,
            saved_at: self.0.core.now(),
        };
        let mut conn = core.db.write().await?;
        views::save(&mut conn, actor.account, &row).await?;
        Ok(())
    }

    async fn remove_view(&self, actor: &Actor, view: ViewId) -> Result<(), DeskError> {
        self.team_account(actor).await?;
        let mut conn = self.0.core.db.write().await?;
        let any = actor.role == Role::Administrator;
        let there = views::remove(&mut conn, actor.account, view, actor.person, any).await?;
        if there { Ok(()) } else { Err(DeskError::Unseen) }
    }
}

impl LiveDesk {
    /// The views that the actor may choose; `departments`: whose board they may open.
    pub(crate) async fn views_among(
        &self,
        actor: &Actor,
        departments: &[DepartmentName],
    ) -> Result<Vec<SavedView>, DeskError> {
        let rows = {
            let mut conn = self.0.core.db.read().await?;
            views::all(&mut conn, actor.account, actor.person).await?
        };
        let view = |row: views::ViewRow| {
            let query = serde_json::from_value(row.query.0)
                .inspect_err(|error| tracing::warn!(%error, view = %row.id, "a saved view is unreadable"));
            Some(SavedView {
                id: ViewId(row.id),
                own: PersonId(row.person_id) == actor.person,
                name: row.name,
                // A view of another version of this program is no reason to show no board.
                query: query.ok()?,
                shared: row.shared,
            })
        };
        let mut found: Vec<SavedView> = rows.into_iter().filter_map(view).collect();
        // The board of a department that was left is not theirs to open any more.
        found.retain(|view| known(departments, &view.query.filter).is_ok());
        found.sort_by_cached_key(|view| (fold(&view.name), view.shared, view.id));
        Ok(found)
    }
}
