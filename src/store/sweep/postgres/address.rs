//! Where the server is and how to speak with it: `postgres://user@host:5432/database?sslmode=require`.
//!
//! `sslmode` means: `disable` no TLS; `prefer` (when nothing is said) TLS where the server has it, but none on this machine; `require`,
//! `verify-ca` and `verify-full` TLS or nothing. Whenever there is TLS the certificate must be good for the host's name, by the authorities
//! of the system or by those in the file that `sslrootcert` names.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use url::form_urlencoded;

use super::error::PostgresError;

/// How long a silent connection may be dead before that is noticed: six times this at most.
const ALIVE: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(super) struct Address {
    pub config: Config,
    pub roots: Option<PathBuf>,
}

impl Address {
    /// A password in the address goes before the other one.
    pub fn read(url: &str, password: Option<&str>) -> Result<Self, PostgresError> {
        let (base, settings) = url.split_once('?').unwrap_or((url, ""));
        let (mut kept, mut mode, mut roots) = (Vec::new(), None, None);
        for setting in settings.split('&').filter(|setting| !setting.is_empty()) {
            let (name, value) = form_urlencoded::parse(setting.as_bytes()).next().unwrap_or_default();
            match &*name {
                "sslmode" => mode = Some(ssl_mode(&value)?),
                "sslrootcert" => roots = Some(PathBuf::from(&*value)),
                _ => kept.push(setting),
            }
        }
        let plain = if kept.is_empty() { base.to_owned() } else { format!("{base}?{}", kept.join("&")) };
        let mut config: Config = plain.parse().map_err(|error| PostgresError::Address { why: super::error::reason(&error) })?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(PostgresError::Address { why: "it names no host".to_owned() });
        }
        if let (None, Some(password)) = (config.get_password(), password) {
            config.password(password);
        }
        let default = if is_here(&config) { SslMode::Disable } else { SslMode::Prefer };
        config.ssl_mode(mode.unwrap_or(default));
        config.keepalives_idle(ALIVE * 3).keepalives_interval(ALIVE).keepalives_retries(3);
        config.tcp_user_timeout(ALIVE * 3);
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(ALIVE);
        }
        if config.get_application_name().is_none() {
            config.application_name("mcpscan");
        }
        Ok(Self { config, roots })
    }

    /// For a person: nothing that is secret.
    pub fn shown(&self) -> String {
        let host = match (self.config.get_hosts().first(), self.config.get_hostaddrs().first()) {
            (Some(Host::Tcp(name)), _) => name.clone(),
            #[cfg(unix)]
            (Some(Host::Unix(folder)), _) => folder.display().to_string(),
            (None, address) => address.map(ToString::to_string).unwrap_or_default(),
        };
        let port = self.config.get_ports().first().map(|port| format!(":{port}")).unwrap_or_default();
        let user = self.config.get_user().map(|user| format!("{user}@")).unwrap_or_default();
        let database = self.config.get_dbname().map(|name| format!("/{name}")).unwrap_or_default();
        format!("{user}{host}{port}{database}")
    }
}

fn ssl_mode(word: &str) -> Result<SslMode, PostgresError> {
    match word {
        "disable" => Ok(SslMode::Disable),
        "allow" | "prefer" => Ok(SslMode::Prefer),
        "require" | "verify-ca" | "verify-full" => Ok(SslMode::Require),
        _ => Err(PostgresError::Address { why: "sslmode is one of disable, prefer, require, verify-ca and verify-full".to_owned() }),
    }
}

/// Nothing leaves the machine.
fn is_here(config: &Config) -> bool {
    let is_here = |host: &Host| match host {
        Host::Tcp(name) => name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    config.get_hosts().iter().all(is_here) && config.get_hostaddrs().iter().all(IpAddr::is_loopback)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Address {
        Address::read(url, Some("from-outside")).unwrap()
    }

    #[test]
    fn an_address_is_shown_without_its_password() {
        let address = read("postgres://ann:secret@db.example:6432/nights?sslmode=require");
        assert_eq!(address.shown(), "ann@db.example:6432/nights");
        assert!(!format!("{address:?}").contains("secret"));
        assert_eq!(address.config.get_password(), Some(&b"secret"[..]));
        assert_eq!(read("postgres://ann@db.example/nights").config.get_password(), Some(&b"from-outside"[..]));
    }

    #[test]
    fn an_address_that_cannot_be_read_keeps_its_password_to_itself() {
        for url in ["postgres://ann:secret@db.example:x/nights", "postgres://ann:secret@db.example/nights?wrong=1", "postgres://"] {
            let error = Address::read(url, None).unwrap_err().to_string();
            assert!(!error.contains("secret") && error.contains("\nhint: "), "{error}");
        }
    }

    #[test]
    fn tls_is_asked_for_by_name_or_where_the_way_leads_elsewhere() {
        let mode = |url: &str| read(url).config.get_ssl_mode();
        assert_eq!(mode("postgres://db.example/nights"), SslMode::Prefer);
        assert_eq!(mode("postgres://127.0.0.1/nights"), SslMode::Disable);
        assert_eq!(mode("postgres:///nights?host=/run/postgresql"), SslMode::Disable);
        assert_eq!(mode("postgres://localhost/nights?sslmode=verify-full"), SslMode::Require);
        assert_eq!(read("postgres://db.example/n?sslrootcert=%2Fca.pem&connect_timeout=3").roots, Some(PathBuf::from("/ca.pem")));
        assert!(Address::read("postgres://db.example/nights?sslmode=maybe", None).is_err());
    }
}
