//! What comes along with the package: how many, the worst of them, and what they can do that it cannot.

use super::sheet::{PLAIN, Sheet, WARNING, verdict_style};
use super::text::{count, list, short};
use crate::model::{CapabilityKind, Dependency, Installation, Power, Unjudged, Verdict};

/// Packages that are shown without `--verbose`.
const SHOWN: usize = 5;
/// Packages that are named for one power.
const NAMED: usize = 3;

pub(super) fn write(sheet: &mut Sheet, installation: &Installation) {
    sheet.heading(&format!("Dependencies: {}", tally(installation)));
    let worth = |one: &&Dependency| one.verdict != Verdict::Pass;
    let shown = if sheet.options.verbose { usize::MAX } else { SHOWN };
    for dependency in installation.packages.iter().filter(worth).take(shown) {
        one(sheet, dependency);
    }
    let hidden = installation.packages.iter().filter(worth).count().saturating_sub(shown);
    if hidden > 0 {
        sheet.line(&format!("  … {}; --verbose shows all", count(hidden, "more that does not pass", "more that do not pass")));
    }
    for unjudged in installation.failed.iter().chain(&installation.missing) {
        missing(sheet, unjudged);
    }
    powers(sheet, &installation.powers);
}

/// `138 judged: 135 pass, 3 review; 5 for other platforms left out`
fn tally(installation: &Installation) -> String {
    let number = |verdict: Verdict| installation.packages.iter().filter(|one| one.verdict == verdict).count();
    let parts: Vec<String> =
        Verdict::ALL.into_iter().filter(|verdict| number(*verdict) > 0).map(|verdict| format!("{} {verdict}", number(verdict))).collect();
    let mut text =
        if parts.is_empty() { "none".to_owned() } else { format!("{} judged: {}", installation.packages.len(), parts.join(", ")) };
    let own = installation.packages.iter().filter(|one| one.is_own).count();
    if own > 0 {
        text += &format!("; {own} of them from the same publishers, judged as part of it");
    }
    if !installation.elsewhere.is_empty() {
        text += &format!("; {} for other platforms left out", installation.elsewhere.len());
    }
    text
}

fn one(sheet: &mut Sheet, dependency: &Dependency) {
    let label = format!("  {:<12}", dependency.verdict.as_str());
    let mut text = short(&dependency.id.to_string(), 100).into_owned();
    if dependency.path.len() > 2 {
        let way: Vec<String> = dependency.path.iter().skip(1).map(|name| short(name, 60).into_owned()).collect();
        text += &format!(" ({})", way.join(" > "));
    }
    if !dependency.is_used {
        text += if dependency.runs_at_install { ", not imported, but run at installation" } else { ", not imported" };
    }
    let why = match dependency.findings.first() {
        Some(worst) => format!(
            "{}[{}]: {} ({}:{})",
            worst.severity,
            short(&worst.rule, 60),
            short(&worst.message, 200),
            short(&worst.path, 100),
            worst.line
        ),
        None => short(&dependency.summary, 200).into_owned(),
    };
    sheet.labelled(&label, verdict_style(dependency.verdict), &format!("{text}: {why}"));
}

fn missing(sheet: &mut Sheet, unjudged: &Unjudged) {
    let by = unjudged.by.as_ref().map_or_else(String::new, |by| format!(", which {} asks for", short(by, 100)));
    let text = format!("{}{by}: {}", short(&unjudged.package, 150), short(&unjudged.why, 200));
    let style = if unjudged.is_optional { PLAIN } else { WARNING };
    sheet.labelled("  not judged  ", style, &text);
}

/// A line for each kind.
fn powers(sheet: &mut Sheet, powers: &[Power]) {
    if powers.is_empty() {
        return;
    }
    sheet.line("  They can, and the package alone cannot:");
    for kind in powers.chunk_by(|a, b| a.kind == b.kind) {
        let described: Vec<String> = kind.iter().map(power).collect();
        let label = format!("    {:<16}", word(kind[0].kind));
        let text = if sheet.options.verbose { described.join(", ") } else { list(&described, sheet.options.width.saturating_sub(22)) };
        sheet.labelled(&label, PLAIN, &text);
    }
}

fn power(power: &Power) -> String {
    let names: Vec<String> = power.packages.iter().take(NAMED).map(|name| short(name, 60).into_owned()).collect();
    let more = power.packages.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{} ({}{more})", short(&power.detail, 60), names.join(", "))
}

fn word(kind: CapabilityKind) -> &'static str {
    match kind {
        CapabilityKind::Process => "start programs",
        CapabilityKind::CodeEval => "evaluate code",
        CapabilityKind::NetworkOut => "connect to",
        CapabilityKind::NetworkListen => "listen",
        CapabilityKind::Native => "native code",
        CapabilityKind::InstallScript => "run at install",
        CapabilityKind::Database => "query",
        CapabilityKind::FileRead => "read",
        CapabilityKind::FileWrite => "write",
        CapabilityKind::FileDelete => "delete",
        CapabilityKind::EnvRead => "read variables",
    }
}
