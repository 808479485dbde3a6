//! Records for tests.

use crate::model::{Advisory, AdvisoryEvent, AdvisoryKind, AdvisoryRange, PackageName, Registry};

/// `X-1`, which speaks of `a` in these versions, and in one range where there are events.
pub(super) fn advisory(registry: Registry, versions: &[&str], events: &[AdvisoryEvent]) -> Advisory {
    let ranges = if events.is_empty() { Vec::new() } else { vec![AdvisoryRange { events: events.to_vec() }] };
    Advisory {
        id: "X-1".into(),
        kind: AdvisoryKind::Malicious,
        summary: String::new(),
        registry,
        name: PackageName::local("a"),
        versions: versions.iter().map(|version| (*version).to_owned()).collect(),
        ranges,
        aliases: Vec::new(),
        rating: None,
        modified: None,
    }
}
