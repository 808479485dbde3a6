//! The news in a few words, for a webhook or a log: one line of JSON. Nothing that a package wrote stands in it but its name.

use serde_json::json;

use super::headline::{asks, headline};
use crate::approvals::spec;
use crate::model::PackageId;
use crate::report::escape;
use crate::sweep::news::{News, Watched};

/// So many packages are named.
const NAMED: usize = 10;

/// Ends with a line break. `text` is what chats show.
pub fn notice(news: &News) -> String {
    let last = |one: &Watched| spec(one.registry, &one.name, one.versions.last().map_or("", String::as_str));
    let approved: Vec<String> = news.approved.iter().take(NAMED).map(|one| escape(&last(one)).into_owned()).collect();
    let worse: Vec<String> = news.worse.items.iter().take(NAMED).map(|change| named(&change.package)).collect();
    let mut text = format!("mcpscan sweep, {}", headline(news));
    for (what, names) in [("Approved, with news", &approved), ("Worse", &worse)] {
        if !names.is_empty() {
            let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.replace(['`', '<', '>'], "'"))).collect();
            text += &format!("\n{what}: {}", quoted.join(", "));
        }
    }
    let body = json!({
        "text": text,
        "schema": "mcpscan.sweep-notice/1",
        "night": news.night.id,
        "begun": news.night.begun.to_string(),
        "complete": news.is_complete(),
        "asks": asks(news),
        "counts": {
            "items": news.tally.items(),
            "judged": news.tally.judged,
            "dead": news.tally.dead,
            "approved": news.approved.len(),
            "worse": news.worse.in_all,
            "better": news.better.in_all,
            "findings": news.findings.in_all,
            "capabilities": news.gained.in_all,
            "texts": news.retold.in_all,
            "swapped": news.swapped.in_all,
            "withdrawn": news.withdrawn.in_all,
            "notices": news.notices.in_all,
            "new": news.servers.in_all,
        },
        "approved": approved,
        "worse": worse,
    });
    format!("{body}\n")
}

fn named(package: &PackageId) -> String {
    escape(&format!("{} {package}", package.registry)).into_owned()
}
