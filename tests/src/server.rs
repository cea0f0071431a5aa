//! The server inside the test, with the sample programme, on a folder that outlives a restart.

use std::net::SocketAddr;
use std::sync::Arc;

use hyper::header::HeaderName;
use server::app::App;
use server::clock;
use server::demo::{self, Guide, PersonLine};
use server::mail::MailSettings;
use server::oidc;
use server::serve::{Server, Settings};
use server::sign_in::create_link;
use server::store::links::NewLink;
use server::store::writer::Write;
use shared::id::PersonId;
use shared::protocol::Limits;
use shared::rights::Role;
use shared::time::Timestamp;
use shared::view::MailCard;
use tempfile::TempDir;
use tokio::time::timeout;

use crate::PATIENCE;
use crate::database::{Database, Kind};
use crate::http::Client;
use crate::peer::Dial;
use crate::watcher::Watcher;

/// Where the server believes requests come from, when it is said.
pub const ADDRESS_HEADER: &str = "x-client-address";

/// What the server speaks to beyond its own house.
#[derive(Default)]
struct Outside {
    mail: Option<MailSettings>,
    provider: Option<oidc::Settings>,
}

pub struct TestServer {
    server: Server,
    guide: Guide,
    database: Arc<Database>,
    public_url: Option<String>,
    _mails: TempDir,
}

impl TestServer {
    /// On SQLite: for what has nothing to do with the database.
    pub async fn start() -> Self {
        Self::start_on(Kind::Sqlite).await
    }

    pub async fn start_on(kind: Kind) -> Self {
        Self::start_with(
            Arc::new(Database::new(kind)),
            None,
            Limits::default(),
            Outside::default(),
        )
        .await
    }

    /// A server that believes it is reached at this address.
    pub async fn start_at(public_url: &str) -> Self {
        let database = Arc::new(Database::new(Kind::Sqlite));
        Self::start_with(
            database,
            Some(public_url.to_owned()),
            Limits::default(),
            Outside::default(),
        )
        .await
    }

    /// A server that sends its mail like this.
    pub async fn start_with_mail(mail: MailSettings) -> Self {
        let database = Arc::new(Database::new(Kind::Sqlite));
        let outside = Outside {
            mail: Some(mail),
            ..Outside::default()
        };
        Self::start_with(database, None, Limits::default(), outside).await
    }

    pub async fn start_with_limits(limits: Limits) -> Self {
        Self::start_with(
            Arc::new(Database::new(Kind::Sqlite)),
            None,
            limits,
            Outside::default(),
        )
        .await
    }

    /// A server with a sign-in provider.
    pub async fn start_with_provider(
        kind: Kind,
        public_url: Option<&str>,
        provider: oidc::Settings,
    ) -> Self {
        let database = Arc::new(Database::new(kind));
        let public_url = public_url.map(str::to_owned);
        let outside = Outside {
            provider: Some(provider),
            ..Outside::default()
        };
        Self::start_with(database, public_url, Limits::default(), outside).await
    }

    /// Stops, and starts again on the same data and another port.
    pub async fn restart(self) -> Self {
        self.server.stop().await;
        Self::start_with(
            self.database,
            self.public_url,
            Limits::default(),
            Outside::default(),
        )
        .await
    }

    /// A second server on the same database, beside this one.
    pub async fn second(&self) -> Self {
        Self::start_with(
            Arc::clone(&self.database),
            None,
            Limits::default(),
            Outside::default(),
        )
        .await
    }

    pub async fn stop(self) {
        self.server.stop().await;
    }

    async fn start_with(
        database: Arc<Database>,
        public_url: Option<String>,
        limits: Limits,
        outside: Outside,
    ) -> Self {
        let mails = tempfile::tempdir().expect("a temporary folder");
        let settings = Settings {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            public_url: public_url
                .as_deref()
                .map(|url| url.parse().expect("an address")),
            database: database.address(),
            limits,
            provider: outside.provider,
            mail: outside.mail.unwrap_or_else(|| MailSettings {
                dir: Some(mails.path().to_owned()),
                ..MailSettings::default()
            }),
            client_address_header: Some(HeaderName::from_static(ADDRESS_HEADER)),
        };
        let server = Server::start(settings).await.expect("the server starts");
        let guide = demo::prepare(server.app())
            .await
            .expect("the sample is whole");
        Self {
            server,
            guide,
            database,
            public_url,
            _mails: mails,
        }
    }

    pub fn database(&self) -> &Database {
        &self.database
    }

    /// To look at when the server is gone.
    pub fn shared_database(&self) -> &Arc<Database> {
        &self.database
    }

    pub fn origin(&self) -> String {
        self.server.app().public_url.origin()
    }

    pub fn http(&self) -> Client {
        Client {
            address: self.server.address(),
        }
    }

    pub fn app(&self) -> &App {
        self.server.app()
    }

    /// The first person of a role.
    pub fn person(&self, role: Role) -> &PersonLine {
        self.guide
            .people
            .iter()
            .find(|person| person.role == role)
            .expect("the sample has every role")
    }

    /// The bearer token of somebody of the sample.
    pub fn token(&self, person: &str) -> &str {
        let mut people = self.guide.people.iter();
        let line = people.find(|line| line.id.as_str() == person);
        &line.expect("the sample has this person").token
    }

    /// A socket to be opened to a document, by somebody who is nobody yet.
    pub fn dial(&self, document: &str) -> Dial {
        Dial::new(self.server.address(), document)
    }

    /// Follows a room as somebody with a bearer token.
    pub async fn watch(&self, room: &str, token: &str) -> Watcher {
        self.dial_room(room).bearer(token).watch().await
    }

    /// A socket to be opened to a room, by somebody who is nobody yet.
    pub fn dial_room(&self, room: &str) -> Dial {
        Dial::to_room(self.server.address(), room)
    }

    /// The latest mail to somebody, once as many as `n_mails` have been written.
    pub async fn mail_to(&self, person: &PersonId, n_mails: usize) -> MailCard {
        let find = async {
            loop {
                let mails = self.app().mailer.folder_letters().await;
                let mails = mails.expect("the folder can be read").into_iter();
                let mut own = mails
                    .filter(|mail| mail.person == *person)
                    .collect::<Vec<_>>();
                if own.len() >= n_mails {
                    return own.swap_remove(0);
                }
                tokio::task::yield_now().await;
            }
        };
        timeout(PATIENCE, find).await.expect("a mail in time")
    }

    /// The token in a fresh sign-in link.
    pub async fn new_link(&self, person: &PersonId) -> String {
        let store = &self.server.app().store;
        create_link(store, person.clone(), clock::now())
            .await
            .expect("a link is stored")
            .to_string()
    }

    /// A link that was good until a moment ago.
    pub async fn expired_link(&self, person: &PersonId) -> String {
        let token = server::secret::Token::random();
        let expires_at = Timestamp(clock::now().0 - 1);
        let created_at = Timestamp(expires_at.0 - 1_000);
        let link = NewLink {
            token: token.hash(),
            person: person.clone(),
            created_at,
            expires_at,
        };
        self.server
            .app()
            .store
            .write(Write::CreateLink(link))
            .await
            .expect("a link is stored");
        token.to_string()
    }
}
