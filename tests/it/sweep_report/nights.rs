//! Nights that end as a test says, without a registry: planned, taken up and judged by hand.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use jiff::Timestamp;
use mcpscan::model::*;
use mcpscan::store::Store;
use mcpscan::store::sweep::{Asked, Cost, Judged, Lease, Night, Notice, Plan, Planned, SourceState, Sweep};
use mcpscan::sweep::details::Details;
use mcpscan::sweep::news::News;

use crate::sample;
use crate::trouble::desk::Desk;

pub struct Nights {
    pub desk: Desk,
    pub store: Store,
}

/// What becomes of a night.
#[derive(Default)]
pub struct Events {
    pub judged: Vec<ScanReport>,
    /// Subjects of npm, and why each died.
    pub dead: Vec<(&'static str, &'static str)>,
    /// Nobody takes them up.
    pub waiting: Vec<&'static str>,
    /// Source, subject, kind, text, and the package that it is about.
    pub notices: Vec<[&'static str; 5]>,
    pub ruleset: &'static str,
}

impl Nights {
    pub fn new() -> Self {
        let desk = Desk::new();
        let store = Store::open(&desk.path("cache/mcpscan")).unwrap();
        Self { desk, store }
    }

    pub fn pass(&self, events: &Events) -> Night {
        let names = (0..events.judged.len()).map(|at| format!("item-{at}@1.0.0")).collect::<Vec<_>>();
        let names =
            names.iter().map(String::as_str).chain(events.dead.iter().map(|(subject, _)| *subject)).chain(events.waiting.iter().copied());
        let items = names.map(|text| Asked { spec: PackageSpec::npm(text).unwrap(), sources: vec!["list".to_owned()] });
        let notice = |[source, subject, kind, text, package]: &[&str; 5]| Notice {
            source: (*source).to_owned(),
            subject: (*subject).to_owned(),
            kind: (*kind).to_owned(),
            text: (*text).to_owned(),
            packages: vec![(*package).to_owned()],
        };
        let plan = Plan {
            engine: "0.1.0".to_owned(),
            ruleset: events.ruleset.to_owned(),
            sources: vec![SourceState { source: "list".to_owned(), state: None }],
            items: items.collect(),
            notices: events.notices.iter().map(notice).collect(),
            remarks: Vec::new(),
        };
        let Planned::Begun(night) = self.store.plan(&plan).unwrap() else { panic!("the night before is still open") };
        let leases = self.store.lease(night.id, "test", 100_000, Duration::from_secs(60)).unwrap();
        for lease in &leases {
            self.end(lease, events);
        }
        night
    }

    fn end(&self, lease: &Lease, events: &Events) {
        let subject = lease.spec.to_string();
        if let Some(at) = subject.strip_prefix("item-").and_then(|rest| rest.strip_suffix("@1.0.0")) {
            let at: usize = at.parse().unwrap();
            return self.judge(lease, &events.judged[at], at as u64);
        }
        let ended = match events.dead.iter().find(|(dead, _)| *dead == subject) {
            Some((_, why)) => self.store.bury(lease, why),
            None => self.store.release(lease),
        };
        assert!(ended.unwrap());
    }

    fn judge(&self, lease: &Lease, report: &ScanReport, at: u64) {
        let cost = Cost { milliseconds: 1_000 * (at + 1), requests: 2, bytes: 10_000, known: at == 0 };
        let details = Details::of(report).json();
        let judged =
            Judged { package: &report.package, verdict: report.verdict, score: report.score.value, details: &details, report: None, cost };
        assert!(self.store.complete(lease, &judged).unwrap());
    }

    /// Of the newest night, with an approved list of this text, as if the clock had always shown the same.
    pub fn news(&self, approved: Option<&str>) -> News {
        let list = approved.map(|text| mcpscan::approvals::read("list", text).unwrap());
        let lists = list.as_ref().map(|own| mcpscan::approvals::Lists { own, imported: &[] });
        let entries = lists.map(|lists| mcpscan::approvals::entries(lists, jiff::civil::date(2026, 11, 22)));
        let mut news = News::of(&self.store, None, entries.as_deref()).unwrap().unwrap();
        let moment = |id: i64| Timestamp::from_second(1_795_226_400 + 86_400 * id).unwrap();
        let set = |night: &mut Night| {
            night.begun = moment(night.id);
            night.ended = night.ended.map(|_| moment(night.id));
        };
        set(&mut news.night);
        news.earlier.iter_mut().for_each(set);
        news.past.iter_mut().for_each(|past| set(&mut past.night));
        news
    }
}

/// A package with nothing against it.
pub fn clean(name: &str, version: &str) -> ScanReport {
    let mut report = sample::clean();
    report.package = sample::package(name, version);
    report.artifacts[0].sha256 = Sha256::of(format!("{name}@{version}").as_bytes());
    report
}

pub fn hostile(name: &str, version: &str) -> ScanReport {
    let package = clean(name, version);
    ScanReport { package: package.package, artifacts: package.artifacts, ..sample::hostile() }
}

pub fn can(report: &mut ScanReport, kind: CapabilityKind, detail: &str, origin: Origin) {
    let location = report.capabilities[0].location.clone();
    report.capabilities.push(Capability { kind, detail: detail.to_owned(), location, origin });
}

/// Nothing in it may break out of any format.
pub const BREAKOUT: &str =
    "Sends a mail.\u{202e}\u{1b}[8m `</code></script><img src=x onerror=alert(1)> [click](https://x.example) @all \"'";

pub const APPROVED: &str = r#"
[[approve]]
registry = "npm"
name = "@acme/server"
version = "1.2.3"
artifacts = ["sha256:0000000000000000000000000000000000000000000000000000000000000001"]
by = "Ann"
on = 2026-11-01
why = "we need it"

[[approve]]
registry = "npm"
name = "steady"
version = "2.0.0"
artifacts = ["sha256:0000000000000000000000000000000000000000000000000000000000000002"]
by = "Ann"
on = 2026-11-01
why = "we need it"
"#;

/// Two nights with a difference of each kind between them.
pub fn two() -> Nights {
    let nights = Nights::new();
    let before = [
        clean("@acme/server", "1.2.3"),
        clean("notes", "1.0.0"),
        clean("mailer", "1.0.0"),
        clean("steady", "2.0.0"),
        hostile("sick", "1.0.0"),
        clean("old", "1.0.0"),
    ];
    nights.pass(&Events { judged: before.into(), ruleset: "rules", ..Events::default() });
    let mut server = clean("@acme/server", "1.3.0");
    can(&mut server, CapabilityKind::Process, "curl", Origin::Own);
    can(&mut server, CapabilityKind::FileWrite, "~/.bashrc", Origin::Own);
    can(&mut server, CapabilityKind::NetworkOut, "paste.example", Origin::Own);
    server.observed.hosts.push(sample::hostile().observed.hosts.pop().unwrap());
    let mut mailer = clean("mailer", "1.0.0");
    mailer.artifacts[0].sha256 = Sha256::of(b"other bytes");
    mailer.tools[0].description = BREAKOUT.to_owned();
    let mut old = clean("old", "1.0.0");
    old.release.deprecated = Some("use \u{1b}[8mnew instead".to_owned());
    let after = [
        clean("@acme/server", "1.2.3"),
        server,
        hostile("notes", "1.0.1"),
        mailer,
        clean("steady", "2.0.0"),
        clean("sick", "1.0.1"),
        old,
        clean("fresh", "0.1.0"),
    ];
    nights.pass(&Events {
        judged: after.into(),
        dead: vec![("gone@1.0.0", "the registry answered with status 404\u{202e}")],
        notices: vec![
            ["mcp-registry", "io.github.acme/old", "deleted", "taken down <b>for spam</b>", "pkg:npm/old"],
            ["mcp-registry", "io.github.acme/server", "deprecated", "", "pkg:npm/%40acme/server@1.2.3"],
        ],
        ruleset: "rules",
        ..Events::default()
    });
    nights
}
