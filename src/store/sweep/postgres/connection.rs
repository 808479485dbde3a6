//! One connection, made anew when it is lost: what is asked of it is done whole, or the caller hears why not.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Handle, Runtime};
use tokio_postgres::{Client, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::Address;
use super::error::{Hope, PostgresError, Trouble, comes_back, hope, reason};
use super::tls;
use crate::store::StoreError;

/// How long the server may be away: a restart, or another machine taking over.
const PATIENCE: Duration = Duration::from_secs(60);
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// How the statements of a piece of work belong together.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mode {
    /// One transaction, on disk when it is done.
    Durable,
    /// One transaction; a crash of the server may undo it.
    Light,
    /// Each statement for itself.
    Read,
    /// Reading the state of one moment.
    Moment,
}

impl Mode {
    /// Settings hold for the transaction only: between two of them a pooler may hand the session to others.
    fn begin(self) -> Option<&'static str> {
        match self {
            Self::Durable => Some("BEGIN; SET LOCAL idle_in_transaction_session_timeout = '60s'"),
            Self::Light => Some("BEGIN; SET LOCAL idle_in_transaction_session_timeout = '60s'; SET LOCAL synchronous_commit = off"),
            Self::Read => None,
            Self::Moment => Some("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
        }
    }
}

pub(super) struct Connection {
    address: Address,
    /// None where everything stays in the clear.
    tls: Option<MakeRustlsConnect>,
    session: Mutex<Session>,
}

struct Session {
    /// Drives the connection while somebody waits for an answer.
    runtime: Option<Runtime>,
    client: Option<Client>,
}

/// `committing`: whether the server was told to commit, so that nobody knows what it did.
struct Failure {
    trouble: Trouble,
    committing: bool,
}

impl Failure {
    fn before_commit(trouble: impl Into<Trouble>) -> Self {
        Self { trouble: trouble.into(), committing: false }
    }
}

impl Connection {
    pub fn open(url: &str, password: Option<&str>) -> Result<Self, PostgresError> {
        let address = Address::read(url, password)?;
        let tls = match address.config.get_ssl_mode() {
            tokio_postgres::config::SslMode::Disable => None,
            _ => Some(tls::connector(address.roots.as_deref())?),
        };
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| PostgresError::Connect { address: address.shown(), why: error.to_string() })?;
        let session = Mutex::new(Session { runtime: Some(runtime), client: None });
        Ok(Self { address, tls, session })
    }

    pub fn shown(&self) -> String {
        self.address.shown()
    }

    /// Does a piece of work, again from its beginning if the connection is lost on the way. The work is told whether it may have come
    /// through before without anybody hearing of it.
    pub fn run<T: Send>(&self, mode: Mode, work: impl AsyncFn(&Client, bool) -> Result<T, Trouble> + Sync) -> Result<T, StoreError> {
        self.drive(async |client| self.persist(client, mode, &work).await)
    }

    /// Waits for what is asked of the connection, also where the caller's thread drives a runtime of its own.
    pub fn drive<T: Send>(&self, work: impl AsyncFnOnce(&mut Option<Client>) -> T + Send) -> T {
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let Session { runtime, client } = &mut *session;
        let runtime = runtime.as_ref().expect("a runtime is there until the connection is dropped");
        let wait = || runtime.block_on(work(client));
        if Handle::try_current().is_err() {
            return wait();
        }
        std::thread::scope(|scope| scope.spawn(wait).join()).unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }

    async fn persist<T>(
        &self,
        client: &mut Option<Client>,
        mode: Mode,
        work: &impl AsyncFn(&Client, bool) -> Result<T, Trouble>,
    ) -> Result<T, StoreError> {
        let (begun, mut pause, mut in_doubt) = (Instant::now(), FIRST_PAUSE, false);
        loop {
            let Failure { trouble, committing } = match self.attempt(client, mode, work, in_doubt).await {
                Ok(value) => return Ok(value),
                Err(failure) => failure,
            };
            let error = match trouble {
                Trouble::Store(error) => return Err(error),
                Trouble::Row(why) => return Err(PostgresError::Damaged { address: self.shown(), why }.into()),
                Trouble::Server(error) => error,
            };
            match hope(&error) {
                Hope::None => return Err(PostgresError::Refused { address: self.shown(), why: reason(&error) }.into()),
                Hope::Reconnect => in_doubt |= committing,
                Hope::Again => {}
            }
            let seconds = begun.elapsed().as_secs();
            if begun.elapsed() > PATIENCE {
                return Err(PostgresError::Away { address: self.shown(), seconds, why: reason(&error) }.into());
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// The client is kept only where its session is known to be at rest.
    async fn attempt<T>(
        &self,
        kept: &mut Option<Client>,
        mode: Mode,
        work: &impl AsyncFn(&Client, bool) -> Result<T, Trouble>,
        in_doubt: bool,
    ) -> Result<T, Failure> {
        let client = match kept.take() {
            Some(client) if !client.is_closed() => client,
            Some(_) | None => self.connect().await.map_err(Failure::before_commit)?,
        };
        let begin = mode.begin();
        if let Some(begin) = begin {
            client.batch_execute(begin).await.map_err(Failure::before_commit)?;
        }
        let outcome = work(&client, in_doubt).await;
        if begin.is_some() {
            let end = if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" };
            match (client.batch_execute(end).await, &outcome) {
                (Err(error), Ok(_)) => return Err(Failure { trouble: error.into(), committing: true }),
                (Err(_), Err(_)) => return outcome.map_err(Failure::before_commit),
                (Ok(()), _) => {}
            }
        }
        *kept = Some(client);
        outcome.map_err(Failure::before_commit)
    }

    pub async fn connect(&self) -> Result<Client, tokio_postgres::Error> {
        let config = &self.address.config;
        match &self.tls {
            Some(tls) => {
                let (client, connection) = config.connect(tls.clone()).await?;
                // How it ends is heard from the client.
                tokio::spawn(async { connection.await.ok() });
                Ok(client)
            }
            None => {
                let (client, connection) = config.connect(NoTls).await?;
                tokio::spawn(async { connection.await.ok() });
                Ok(client)
            }
        }
    }

    /// The first connection fails at once unless the server itself says that it is about to be there.
    pub async fn connect_first(&self) -> Result<Client, PostgresError> {
        let begun = Instant::now();
        loop {
            let error = match self.connect().await {
                Ok(client) => return Ok(client),
                Err(error) => error,
            };
            if begun.elapsed() > PATIENCE || !error.code().is_some_and(comes_back) {
                return Err(PostgresError::Connect { address: self.shown(), why: reason(&error) });
            }
            tokio::time::sleep(LONGEST_PAUSE).await;
        }
    }
}

impl Drop for Session {
    /// Without waiting: the last holder may be dropped by a thread that drives a runtime of its own.
    fn drop(&mut self) {
        self.client = None;
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
