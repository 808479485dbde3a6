//! One night's answer of the MCP registry, held against what was remembered.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::kept::{Kept, Server};
use crate::fetch::ListedServer;
use crate::model::ListingStatus;
use crate::sweep::sources::{Notice, NoticeKind};

const GONE: &str = "the MCP registry lists the server no more";

pub(super) struct Round {
    pub kept: Kept,
    pub notices: Vec<Notice>,
    /// Packages with a version that is none.
    pub invalid: u64,
    /// What was known when the round began, as far as it was not yet seen again; only where all is read.
    unseen: BTreeMap<String, Server>,
    is_first: bool,
    now: i64,
}

impl Round {
    pub fn new(before: Option<Kept>, registry: &str, is_full: bool, now: Timestamp) -> Self {
        let (is_first, now) = (before.is_none(), now.as_second());
        let mut kept = before.unwrap_or_else(|| Kept { registry: registry.to_owned(), full: now, updated: None, servers: BTreeMap::new() });
        let mut unseen = BTreeMap::new();
        if is_full {
            kept.full = now;
            unseen = std::mem::take(&mut kept.servers);
        }
        Self { kept, notices: Vec::new(), invalid: 0, unseen, is_first, now }
    }

    pub fn read(mut self, servers: Vec<ListedServer>) -> Self {
        for server in servers {
            self.take(&server);
        }
        for (name, server) in std::mem::take(&mut self.unseen) {
            if server.status() != ListingStatus::Deleted {
                let packages = server.purls().to_vec();
                self.notices.push(Notice { subject: name, kind: NoticeKind::Unlisted, text: GONE.to_owned(), packages });
            }
        }
        self
    }

    fn take(&mut self, listed: &ListedServer) {
        // A registry cannot know the future; believed, it would hide all changes until then.
        let updated = listed.updated.map(|moment| moment.as_second().min(self.now));
        self.kept.updated = self.kept.updated.max(updated);
        let server = Server::new(listed, &mut self.invalid);
        let before = self.unseen.remove(&listed.name).or_else(|| self.kept.servers.remove(&listed.name));
        if let Some(kind) = news(before.as_ref().map(Server::status), listed.status).filter(|_| !self.is_first) {
            // A deleted entry may come without its packages.
            let told = before.filter(|_| server.purls().is_empty());
            let packages = told.as_ref().unwrap_or(&server).purls().to_vec();
            self.notices.push(Notice { subject: listed.name.clone(), kind, text: text(kind, listed), packages });
        }
        self.kept.servers.insert(listed.name.clone(), server);
    }
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
    listed.message.as_ref().map_or_else(|| what.to_owned(), |message| format!("{what}: {message}"))
}
