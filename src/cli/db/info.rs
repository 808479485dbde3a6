//! How much is known, where it is from, and how old it is.

use std::error::Error;
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{day, shown};
use crate::model::Registry;
use crate::report::escape;
use crate::store::{Feed, Store};

/// A folder that is not there yet is not made only to be looked at.
pub(super) fn text(folder: &Path, now: Timestamp) -> Result<String, Box<dyn Error>> {
    let Some(store) = Store::open_existing(folder)? else { return Ok("records    0\n".to_owned()) };
    let (count, imports) = store.imports()?;
    let mut out = format!("records    {count}\n");
    for import in imports {
        let when = import.when.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%SZ");
        out += &format!("imported   {when}  {}  {} records, sha256 {}\n", escape(&import.file), import.records, escape(&import.digest));
    }
    let feeds = store.feeds()?;
    if !feeds.is_empty() {
        out += &[Registry::Npm, Registry::Pypi].map(|registry| of_registry(registry, &feeds, now)).concat();
    }
    Ok(out)
}

fn of_registry(registry: Registry, feeds: &[Feed], now: Timestamp) -> String {
    let feeds: Vec<&Feed> = feeds.iter().filter(|feed| feed.records(registry) > 0).collect();
    let Some(checked) = feeds.iter().map(|feed| feed.checked).max() else {
        return format!("{:<11}no data; `mcpscan db update` fetches it\n", shown(registry));
    };
    let count: u64 = feeds.iter().map(|feed| feed.records(registry)).sum();
    let newest = feeds.iter().filter_map(|feed| feed.newest).max();
    let newest = newest.map_or_else(String::new, |newest| format!(", the newest of {}", day(newest)));
    format!("{:<11}{count} records, taken in {} ({}){newest}\n", shown(registry), day(checked), age(checked, now))
}

/// `1 day ago`, `12 days ago`
fn age(then: Timestamp, now: Timestamp) -> String {
    match now.duration_since(then).as_hours() / 24 {
        ..=0 => "less than a day ago".to_owned(),
        1 => "1 day ago".to_owned(),
        days => format!("{days} days ago"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_told_in_days() {
        let then: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        let ages = ["2026-11-20T11:00:00Z", "2026-11-21T11:59:00Z", "2026-11-21T12:00:00Z", "2027-11-20T12:00:00Z"];
        let ages = ages.map(|now| age(then, now.parse().unwrap()));
        assert_eq!(ages, ["less than a day ago", "less than a day ago", "1 day ago", "365 days ago"]);
    }
}
