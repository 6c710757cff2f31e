//! A real door on a real port, over a real desk in a file of its own.

#![expect(clippy::unwrap_used, reason = "a house that cannot be set up fails its test")]

use axum::Router;
use desk::{Clock, Config, LiveDesk, SignInLimits, SystemClock, SystemIds};
use domain::desk::TicketPage;
use domain::port::{Portal, Tickets};
use domain::{Actor, TicketId, Time};
use reqwest::header::{COOKIE, HeaderMap, HeaderValue, SET_COOKIE};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::Value;
use server::base_url::BaseUrl;
use server::http::{Door, Limits, Plan, RequestIds, build, listen};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use tokio_util::sync::CancellationToken;

pub(crate) const AGENT: &str = "agente@demo.chama";
pub(crate) const OTHER_AGENT: &str = "agente3@demo.chama";
pub(crate) const MANAGER: &str = "gerente@demo.chama";
pub(crate) const ADMINISTRATOR: &str = "admin@demo.chama";
pub(crate) const CLIENT: &str = "cliente@demo.chama";
pub(crate) const ORGANIZATION_MANAGER: &str = "gestor@demo.chama";
pub(crate) const OTHER_CLIENT: &str = "cliente3@demo.chama";

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// How a house differs from the usual one.
#[derive(Clone)]
pub(crate) struct Wish {
    pub(crate) base: Option<&'static str>,
    pub(crate) limits: Limits,
    pub(crate) sign_ins: SignInLimits,
    /// Routes of the test's own.
    pub(crate) routes: Router<Arc<Door>>,
    pub(crate) clock: Arc<PushedClock>,
}

/// The machine's clock, which a test may push forward.
#[derive(Default)]
pub(crate) struct PushedClock(AtomicI64);

impl PushedClock {
    pub(crate) fn push(&self, by: Duration) {
        self.0.fetch_add(by.as_millis().try_into().unwrap(), Ordering::SeqCst);
    }
}

impl Clock for PushedClock {
    fn now(&self) -> Time {
        SystemClock.now() + Duration::from_millis(self.0.load(Ordering::SeqCst).try_into().unwrap())
    }
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            base: None,
            limits: Limits {
                session: Duration::from_secs(1),
                poll: Duration::from_secs(2),
                ..Limits::default()
            },
            sign_ins: SignInLimits { per_email: 1_000, per_address: 1_000, ..SignInLimits::default() },
            routes: Router::new(),
            clock: Arc::default(),
        }
    }
}

pub(crate) struct House {
    pub(crate) address: SocketAddr,
    pub(crate) desk: Arc<LiveDesk>,
    pub(crate) client: Client,
    pub(crate) stopping: CancellationToken,
    pub(crate) listening: JoinHandle<()>,
    pub(crate) clock: Arc<PushedClock>,
    config: Config,
    _base: Base,
    _folder: TempDir,
}

/// The tests of `postgres.rs` are those of other files, on the other engine.
fn on_postgres() -> bool {
    module_path!().starts_with("postgres::")
}

/// A database of the test's own on the PostgreSQL of the tests.
async fn postgres() -> String {
    let server = std::env::var("DATABASE_URL_TEST").expect("DATABASE_URL_TEST must name a PostgreSQL");
    let name = format!("server_{}", op().simple());
    let mut conn = PgConnection::connect(&server).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut conn).await.unwrap();
    format!("{}/{name}", server.rsplit_once('/').unwrap().0)
}

/// Takes the database away with the house.
struct Base(String);

impl Drop for Base {
    fn drop(&mut self) {
        let Some((server, name)) = self.0.rsplit_once('/').filter(|_| on_postgres()) else { return };
        let (server, name) = (format!("{server}/postgres"), name.to_owned());
        let drop_it = async move {
            let mut conn = PgConnection::connect(&server).await?;
            let sql = AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"));
            sqlx::raw_sql(sql).execute(&mut conn).await.map(drop)
        };
        // A runtime of its own: that of the test is about to end.
        let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        std::thread::spawn(move || runtime().block_on(drop_it).ok()).join().ok();
    }
}

/// Opens a house with the demo's people and tickets.
pub(crate) async fn house() -> House {
    house_with(Wish::default()).await
}

pub(crate) async fn house_with(wish: Wish) -> House {
    let folder = tempfile::tempdir().unwrap();
    let database = if on_postgres() {
        postgres().await
    } else {
        format!("sqlite:{}", folder.path().join("desk.db").display())
    };
    let config = Config { database, build: build().to_owned() };
    let (clock, ids) = (wish.clock, Arc::new(SystemIds));
    desk::demo::fill(config.clone(), clock.clone(), ids.clone(), 60, false).await.unwrap();
    let desk = Arc::new(LiveDesk::open(config.clone(), clock.clone(), ids).await.unwrap());
    desk.limit_sign_ins(wish.sign_ins);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let base = wish.base.map_or_else(|| BaseUrl::of(address), |text| text.parse().unwrap());
    let stopping = CancellationToken::new();
    let door = Door::new(Plan {
        desk: desk.clone(),
        base,
        allowed: vec![],
        proxies: vec![],
        demo: true,
        limits: wish.limits,
        routes: wish.routes,
        requests: RequestIds::new(7),
        stopping: stopping.clone(),
    });
    let listening = tokio::spawn(listen(listener, door, CancellationToken::new()));
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let base = Base(config.database.clone());
    House { address, desk, client, stopping, listening, clock, config, _base: base, _folder: folder }
}

impl House {
    /// Does something to the database that nobody else does.
    pub(crate) async fn tamper(&self, sql: &str) {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        if on_postgres() {
            sql.execute(&mut PgConnection::connect(&self.config.database).await.unwrap()).await.unwrap();
        } else {
            sql.execute(&mut SqliteConnection::connect(&self.config.database).await.unwrap()).await.unwrap();
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(self.url(path))
    }

    /// A POST as this desk's own pages send it.
    pub(crate) fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(self.url(path)).header("sec-fetch-site", "same-origin")
    }

    pub(crate) async fn try_sign_in(&self, email: &str, password: &str) -> Response {
        self.post("/entrar").form(&[("email", email), ("password", password)]).send().await.unwrap()
    }

    /// Signs in and gives the cookie as a browser sends it back.
    pub(crate) async fn sign_in(&self, email: &str) -> Cookie {
        let response = self.try_sign_in(email, desk::demo::PASSWORD).await;
        assert_eq!(response.status(), 303, "{email} signs in");
        Cookie(cookie_of(response.headers()))
    }

    pub(crate) async fn actor(&self, cookie: &Cookie) -> Actor {
        let token = cookie.0.split_once('=').unwrap().1;
        self.desk.session(token).await.unwrap().unwrap().1
    }

    /// Ends a session as another node would: the row goes, and nobody here is told.
    pub(crate) async fn end_session_elsewhere(&self, cookie: &Cookie) {
        let (clock, ids) = (Arc::new(SystemClock), Arc::new(SystemIds));
        let other = LiveDesk::open_beside(self.config.clone(), clock, ids).await.unwrap();
        other.sign_out(cookie.0.split_once('=').unwrap().1).await.unwrap();
        other.close().await;
    }

    /// Runs statements beside the desk.
    pub(crate) async fn run(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        if on_postgres() {
            let mut conn = PgConnection::connect(&self.config.database).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut conn).await.unwrap();
        } else {
            let mut conn = SqliteConnection::connect(&self.config.database).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut conn).await.unwrap();
        }
    }

    /// Calls a server function.
    pub(crate) async fn call(&self, function: &str, cookie: Option<&Cookie>, body: &Value) -> Response {
        let request = self.post(&format!("/api/{function}")).json(body);
        let request = match cookie {
            Some(cookie) => request.header(COOKIE, &cookie.0),
            None => request,
        };
        request.send().await.unwrap()
    }

    /// The first ticket of that client which that agent sees.
    pub(crate) async fn ticket_of(&self, client: &Cookie, agent: &Cookie) -> (TicketId, String) {
        let (client, agent) = (self.actor(client).await, self.actor(agent).await);
        let mine = self.desk.my_tickets(&client, domain::desk::Tab::Open, None).await.unwrap();
        for card in mine.tickets {
            let code = card.id.code();
            if let Ok(TicketPage::Team(page)) = self.desk.ticket(&agent, &code).await
                && Some(page.content.card.facts.audience.requester) == client.contact
            {
                return (card.id, code);
            }
        }
        panic!("the demo has an open ticket of that client in that agent's department");
    }

    /// Opens the feed's socket; the error is the refusal's status.
    pub(crate) async fn socket(&self, cookie: Option<&Cookie>, since: Option<i64>) -> Result<Socket, u16> {
        let origin = format!("http://{}", self.address);
        self.socket_with(cookie, since, &[("origin", &origin)]).await
    }

    pub(crate) async fn socket_with(
        &self,
        cookie: Option<&Cookie>,
        since: Option<i64>,
        headers: &[(&'static str, &str)],
    ) -> Result<Socket, u16> {
        let query = since.map(|seq| format!("?since={seq}")).unwrap_or_default();
        let mut request = format!("ws://{}/feed{query}", self.address).into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().append(*name, value.parse().unwrap());
        }
        if let Some(cookie) = cookie {
            request.headers_mut().insert("cookie", cookie.0.parse().unwrap());
        }
        match tokio_tungstenite::connect_async(request).await {
            Ok((socket, _)) => Ok(socket),
            Err(tokio_tungstenite::tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("no answer to the upgrade: {error}"),
        }
    }
}

#[derive(Clone)]
pub(crate) struct Cookie(pub(crate) String);

/// The session's cookie, without its attributes.
pub(crate) fn cookie_of(headers: &HeaderMap<HeaderValue>) -> String {
    set_cookie(headers).split(';').next().unwrap().to_owned()
}

pub(crate) fn set_cookie(headers: &HeaderMap<HeaderValue>) -> String {
    headers.get(SET_COOKIE).expect("a cookie is set").to_str().unwrap().to_owned()
}

/// A fresh name for a command.
#[expect(clippy::disallowed_methods, reason = "the caller names its own wishes")]
pub(crate) fn op() -> uuid::Uuid {
    uuid::Uuid::new_v4()
}
