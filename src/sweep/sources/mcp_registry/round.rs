//! One night's answer of the MCP registry, held against what was remembered.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::kept::{Kept, OVERLAP, Server};
use crate::fetch::ListedServer;
use crate::model::ListingStatus;
use crate::sweep::sources::{Notice, NoticeKind};

/// Versions in a sentence.
const MOST_NAMED: usize = 5;
const GONE: &str = "the MCP registry lists the server no more";

pub(super) struct Round {
    pub kept: Kept,
    pub notices: Vec<Notice>,
    /// Packages with a version that is none.
    pub invalid: u64,
    /// Servers whose newest version was taken back, and nobody said which one is the newest now.
    pub unsure: Vec<String>,
    /// What was known when the round began, as far as it was not yet seen again; only where all is read.
    unseen: BTreeMap<String, Server>,
    is_first: bool,
    is_full: bool,
    /// What happened before is no news.
    since: i64,
    now: i64,
}

impl Round {
    pub fn new(before: Option<Kept>, registry: &str, is_full: bool, now: Timestamp) -> Self {
        let (is_first, now) = (before.is_none(), now.as_second());
        let since = before.as_ref().and_then(|kept| kept.updated).unwrap_or(i64::MIN).saturating_sub(OVERLAP.as_secs());
        let mut kept = before.unwrap_or_else(|| Kept::empty(registry, now));
        let mut unseen = BTreeMap::new();
        if is_full {
            kept.full = now;
            unseen = std::mem::take(&mut kept.servers);
        }
        Self { kept, notices: Vec::new(), invalid: 0, unsure: Vec::new(), unseen, is_first, is_full, since, now }
    }

    pub fn read(mut self, listed: Vec<ListedServer>) -> Self {
        let mut servers: BTreeMap<String, Vec<ListedServer>> = BTreeMap::new();
        for version in listed {
            servers.entry(version.name.clone()).or_default().push(version);
        }
        for (name, versions) in servers {
            self.take(name, &versions);
        }
        for (name, server) in std::mem::take(&mut self.unseen) {
            if server.status() != ListingStatus::Deleted {
                let packages = server.purls().to_vec();
                self.notices.push(Notice { subject: name, kind: NoticeKind::Unlisted, text: GONE.to_owned(), packages });
            }
        }
        self
    }

    /// What is told of a server tonight: its newest version, older ones, or both.
    fn take(&mut self, name: String, versions: &[ListedServer]) {
        // A registry cannot know the future; believed, it would hide all changes until then.
        let moments = versions.iter().filter_map(|version| version.updated).map(|moment| moment.as_second().min(self.now));
        self.kept.updated = self.kept.updated.max(moments.max());
        let gone = |version: &&ListedServer| !self.is_full && !version.is_latest && version.status == ListingStatus::Deleted;
        let gone: Vec<&ListedServer> = versions.iter().filter(gone).collect();
        let latest = versions.iter().filter(|version| version.is_latest).max_by_key(|version| version.updated);
        if let Some(latest) = latest {
            self.renew(latest, &gone);
            return;
        }
        self.tell(&gone);
        let is_held = |server: &Server| gone.iter().any(|version| version.version == server.version());
        if self.kept.servers.get(&name).is_some_and(is_held) {
            self.kept.servers.insert(name.clone(), Server::unknown());
            self.unsure.push(name);
        }
    }

    /// This is the newest version now; `gone` are others that were taken back.
    pub fn renew(&mut self, latest: &ListedServer, gone: &[&ListedServer]) {
        let server = Server::new(latest, &mut self.invalid);
        let before = self.unseen.remove(&latest.name).or_else(|| self.kept.servers.remove(&latest.name));
        let kind = news(before.as_ref().map(Server::status), latest.status).filter(|_| !self.is_first);
        let is_deleted = latest.status == ListingStatus::Deleted;
        if let Some(kind) = kind {
            // A deleted entry may come without its packages.
            let told = before.filter(|_| server.purls().is_empty());
            let mut packages = told.as_ref().unwrap_or(&server).purls().to_vec();
            if is_deleted {
                packages.extend(gone.iter().flat_map(|version| purls(version)));
            }
            self.notices.push(Notice { subject: latest.name.clone(), kind, text: text(kind, latest), packages });
        }
        if !is_deleted {
            self.tell(gone);
        }
        self.kept.servers.insert(latest.name.clone(), server);
    }

    /// Versions that were taken back while their server stays: one notice for all of a night.
    fn tell(&mut self, gone: &[&ListedServer]) {
        let mut untold = Vec::new();
        for &version in gone {
            let when = version.updated.map_or(self.now, |moment| moment.as_second());
            if when >= self.since && self.kept.is_untold(format!("{} {}", version.name, version.version), when) {
                untold.push(version);
            }
        }
        let Some(first) = untold.first() else { return };
        let names: Vec<&str> = untold.iter().map(|version| version.version.as_str()).take(MOST_NAMED).collect();
        let more = untold.len() - names.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let versions = if untold.len() == 1 { "version" } else { "versions" };
        let what = format!("the MCP registry has deleted {versions} {}{more} of the server", names.join(", "));
        let speaking = untold.iter().find(|version| version.message.is_some()).unwrap_or(first);
        let packages = untold.iter().flat_map(|version| purls(version)).collect();
        let text = because(&what, speaking);
        self.notices.push(Notice { subject: first.name.clone(), kind: NoticeKind::Deleted, text, packages });
    }
}

fn purls(version: &ListedServer) -> Vec<String> {
    Server::new(version, &mut 0).purls().to_vec()
}

fn news(before: Option<ListingStatus>, now: ListingStatus) -> Option<NoticeKind> {
    use ListingStatus::{Active, Deleted, Deprecated};
    match (before, now) {
        (None, Active | Deprecated) => Some(NoticeKind::NewServer),
        (None | Some(Active | Deprecated), Deleted) => Some(NoticeKind::Deleted),
        (Some(Active), Deprecated) => Some(NoticeKind::Deprecated),
        (Some(Deleted), Active | Deprecated) | (Some(Deprecated), Active) => Some(NoticeKind::Restored),
        (Some(Active), Active) | (Some(Deprecated), Deprecated) | (Some(Deleted), Deleted) => None,
    }
}

fn text(kind: NoticeKind, listed: &ListedServer) -> String {
    let what = match kind {
        NoticeKind::NewServer => "the MCP registry lists a new server",
        NoticeKind::Deprecated => "the server is deprecated",
        NoticeKind::Deleted => "the MCP registry has deleted the server",
        NoticeKind::Restored if listed.status == ListingStatus::Deprecated => "the server is listed again, as deprecated",
        NoticeKind::Restored => "the server is active again",
        NoticeKind::Unlisted => GONE,
        NoticeKind::Unpublished => "the package is gone",
    };
    because(what, listed)
}

/// With what whoever set the status says of it.
fn because(what: &str, listed: &ListedServer) -> String {
    listed.message.as_ref().map_or_else(|| what.to_owned(), |message| format!("{what}: {message}"))
}
