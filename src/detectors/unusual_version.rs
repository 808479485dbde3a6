use crate::detect::{Detector, Evidence, Findings};
use crate::manifest::{EntryKind, Trigger};
use crate::model::{Category, Confidence, Published, Severity};

pub(super) static DETECTOR: Detector = Detector {
    id: "unusual-version",
    category: Category::LookAlikeName,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 427,
    docs: include_str!("unusual_version.md"),
    check,
};

/// Versions that are years: `2026.1.14`.
const YEARS: std::ops::RangeInclusive<u64> = 1990..=2100;

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    if !evidence.is_first {
        return;
    }
    let version = evidence.manifest.version.as_deref().unwrap_or(&evidence.package.version);
    let Some(parts) = parts(version) else { return };
    let published = evidence.context.registry.published.as_ref();
    let Some(why) = towers(&parts).or_else(|| leaps(&parts, published)) else { return };
    let hooked = runs_on_install(evidence);
    let severity = if hooked { Severity::Medium } else { Severity::Low };
    let hook = if hooked { ", and something runs when it is installed" } else { "" };
    findings.add(findings.on(evidence.manifest_line("version"), format!("its version is `{version}`: {why}{hook}")).severity(severity));
}

fn parts(version: &str) -> Option<Vec<u64>> {
    let plain = version.trim_start_matches(['v', '=', ' ']);
    let numbers = plain.split(['-', '+']).next()?.split('.').map(|part| part.parse().ok());
    numbers.take_while(Option::is_some).collect::<Option<Vec<u64>>>().filter(|parts| !parts.is_empty())
}

/// A number that no project gets to by counting, and that beats every version of a package of the same name elsewhere.
fn towers(parts: &[u64]) -> Option<String> {
    let [major, rest @ ..] = parts else { return None };
    let is_date = YEARS.contains(major) || (*major >= 20 && *major <= 39 && rest.first().is_some_and(|month| (1..=12).contains(month)));
    let nines = |number: &u64| *number >= 99 && number.to_string().bytes().all(|digit| digit == b'9');
    let only_nines =
        nines(major) || (*major >= 9 && rest.iter().filter(|part| nines(part) || **part == 9).count() == rest.len() && !rest.is_empty());
    let is_huge = *major >= 1_000 && !is_date && major.to_string().len() < 8;
    (only_nines || is_huge).then(|| "higher than any that is counted up to".to_owned())
}

/// The first version of all, or far above the one before.
fn leaps(parts: &[u64], published: Option<&Published>) -> Option<String> {
    let published = published?;
    let major = *parts.first()?;
    if YEARS.contains(&major) {
        return None;
    }
    if published.earlier == Some(0) {
        let is_high = major > 9 || (major == 9 && parts.get(1).is_some_and(|minor| *minor >= 9));
        return is_high.then(|| "the first that there ever was".to_owned());
    }
    let previous = published.previous.as_ref()?;
    let before = *self::parts(&previous.version)?.first()?;
    (!YEARS.contains(&before) && major >= before + 20 && major >= 50).then(|| format!("the one before was `{}`", previous.version))
}

fn runs_on_install(evidence: Evidence<'_>) -> bool {
    let scripts = evidence.manifest.scripts.iter().any(|script| script.trigger == Trigger::Install);
    // A setup.py is a hook by its place; only one that does more than to call `setup` is an odd one, which is for other rules.
    scripts || evidence.manifest.entries.iter().any(|entry| entry.kind == EntryKind::Startup)
}
