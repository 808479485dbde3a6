//! What there is to declare: the variables, hosts and files that the code was seen to use, and what is known of each.

use crate::model::{
    Category, FileAccess, Location, ObservedEnv, ObservedFile, ObservedHost, Origin, Runs, ScanReport, Severity, ValueForm, Variable,
};

/// Words in names of variables that are about reports on how the program is used.
const TELEMETRY: [&str; 6] = ["TELEMETRY", "ANALYTICS", "TRACK", "TRACKING", "METRICS", "STATS"];
/// Words that turn it off.
const OFF: [&str; 7] = ["NO", "NOT", "DISABLE", "DISABLED", "OPTOUT", "OUT", "OFF"];

/// Sorted by name, each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    pub variables: Vec<Needed>,
    pub hosts: Vec<Contacted>,
    pub files: Vec<String>,
}

/// A variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needed {
    pub variable: Variable,
    /// A document of the package names it.
    pub declared: bool,
    pub location: Location,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contacted {
    pub name: String,
    pub declared: bool,
    pub telemetry: bool,
    /// What is known of when and why; may be empty.
    pub why: String,
    pub location: Location,
}

impl List {
    pub fn missing(&self) -> Self {
        Self {
            variables: self.variables.iter().filter(|needed| !needed.declared).cloned().collect(),
            hosts: self.hosts.iter().filter(|host| !host.declared).cloned().collect(),
            files: Vec::new(),
        }
    }

    pub fn is_complete(&self) -> bool {
        self.variables.iter().all(|needed| needed.declared) && self.hosts.iter().all(|host| host.declared)
    }
}

pub(super) fn of(report: &ScanReport) -> List {
    let variables = report.observed.env.iter().filter(|env| is_needed(report, env)).map(|env| needed(report, env)).collect();
    let hosts = report.observed.hosts.iter().filter(|host| is_contacted(host)).map(|host| contacted(report, host)).collect();
    let files = report.observed.files.iter().filter(|file| runs_for_users(file.runs)).filter_map(file).collect();
    let mut list = List { variables, hosts, files };
    list.variables.sort_by(|a, b| a.variable.name.cmp(&b.variable.name));
    list.hosts.sort_by(|a, b| a.name.cmp(&b.name));
    list.hosts.dedup_by(|second, first| second.name == first.name);
    list.files.sort();
    list.files.dedup();
    list
}

/// What only those who work on the package itself come to see is nothing for its users.
fn runs_for_users(runs: Runs) -> bool {
    match runs {
        Runs::Install | Runs::Server | Runs::Hosted => true,
        Runs::Script | Runs::Aside | Runs::Unreached => false,
    }
}

/// A library's own settings are no part of the package, unless a finding asks for one.
fn is_needed(report: &ScanReport, env: &ObservedEnv) -> bool {
    let asked_for = || is_complained_of(report, Category::UndeclaredEnv, &env.name);
    !env.harmless && (env.declared || asked_for() || (env.origin == Origin::Own && runs_for_users(env.runs)))
}

fn is_complained_of(report: &ScanReport, category: Category, name: &str) -> bool {
    let quoted = format!("`{name}`");
    let findings = report.findings.iter().filter(|finding| finding.category == category && finding.severity > Severity::Info);
    findings.into_iter().any(|finding| finding.message.contains(&quoted))
}

fn needed(report: &ScanReport, env: &ObservedEnv) -> Needed {
    let known = report.about.variable(&env.name).cloned();
    let mut variable = known.unwrap_or_else(|| Variable { name: env.name.clone(), ..Variable::default() });
    if variable.purpose.is_none() {
        variable.purpose = purpose(report, &variable.name);
    }
    Needed { variable, declared: env.declared, location: env.location.clone() }
}

/// What follows from how it is used, where nobody says what it is for.
fn purpose(report: &ScanReport, name: &str) -> Option<String> {
    let set_by_it = report.observed.hosts.iter().find(|host| host.settings.iter().any(|setting| setting == name));
    if let Some(host) = set_by_it {
        return Some(format!("Address to use in place of {}", host.name));
    }
    match switch_of_telemetry(name)? {
        Switch::Off => Some("Switches telemetry off".to_owned()),
        Switch::Either => Some("Whether telemetry is sent".to_owned()),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Switch {
    Off,
    Either,
}

fn switch_of_telemetry(name: &str) -> Option<Switch> {
    let name = name.to_ascii_uppercase();
    let parts: Vec<&str> = name.split('_').collect();
    let has = |words: &[&str]| parts.iter().any(|part| words.contains(part));
    // `TELEMETRY_KEY` and `TELEMETRY_ENV` say where and how, not whether.
    let is_whether = has(&["ENABLE", "ENABLED", "COLLECT"]) || parts.last().is_some_and(|last| TELEMETRY.contains(last));
    match (has(&TELEMETRY), has(&OFF)) {
        (true, true) => Some(Switch::Off),
        (true, false) => is_whether.then_some(Switch::Either),
        (false, _) => None,
    }
}

fn is_contacted(host: &ObservedHost) -> bool {
    // A name of which nothing is known tells a reader nothing.
    host.reached && runs_for_users(host.runs) && host.name.chars().any(char::is_alphanumeric)
}

fn contacted(report: &ScanReport, host: &ObservedHost) -> Contacted {
    let mut words = Vec::new();
    if host.telemetry {
        let switch = report.observed.env.iter().find(|env| switch_of_telemetry(&env.name).is_some());
        words.push(switch.map_or_else(|| "telemetry".to_owned(), |env| format!("telemetry, see {}", span(&env.name))));
    }
    if host.email {
        words.push("mail is sent there".to_owned());
    }
    if !host.settings.is_empty() {
        let names: Vec<String> = host.settings.iter().map(|name| span(name)).collect();
        words.push(format!("the default, {} may name another one", names.join(" or ")));
    }
    if let Some(library) = &host.implied_by {
        words.push(format!("contacted by the library {}", span(library)));
    } else if let Origin::Bundled(library) | Origin::Dependency(library) = &host.origin {
        words.push(format!("contacted by the bundled {}", span(library)));
    }
    match host.runs {
        Runs::Install => words.push("when the package is installed".to_owned()),
        Runs::Hosted => words.push("in the hosted variant".to_owned()),
        Runs::Server | Runs::Script | Runs::Aside | Runs::Unreached => {}
    }
    let (name, why) = (host.name.clone(), words.join("; "));
    Contacted { name, declared: host.declared, telemetry: host.telemetry, why, location: host.location.clone() }
}

/// A code span, whatever the text holds.
fn span(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}

/// ``writes to `~/.acme` ``
fn file(file: &ObservedFile) -> Option<String> {
    let does = match file.access {
        FileAccess::Read => "reads",
        FileAccess::Write => "writes to",
        FileAccess::Delete => "deletes in",
    };
    let store = file.store.as_ref().map(|store| format!(" ({store})")).unwrap_or_default();
    file.path.chars().any(|c| c != '*' && c != '/').then(|| format!("{does} {}{store}", span(&file.path)))
}

/// The word of server.json.
pub(super) fn format(form: ValueForm) -> &'static str {
    match form {
        ValueForm::Text => "string",
        ValueForm::Number => "number",
        ValueForm::Switch => "boolean",
        ValueForm::FilePath => "filepath",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_of_telemetry_are_told_from_its_other_settings() {
        for name in ["ACME_DISABLE_TELEMETRY", "DO_NOT_TRACK", "ACME_NO_ANALYTICS", "ACME_TELEMETRY_OPTOUT"] {
            assert_eq!(switch_of_telemetry(name), Some(Switch::Off), "{name}");
        }
        for name in ["ACME_TELEMETRY", "TELEMETRY_ENABLED", "ACME_COLLECT_TELEMETRY"] {
            assert_eq!(switch_of_telemetry(name), Some(Switch::Either), "{name}");
        }
        for name in ["TELEMETRY_ENV", "ANALYTICS_KEY", "ACME_URL", "DISABLE_CACHE"] {
            assert_eq!(switch_of_telemetry(name), None, "{name}");
        }
    }
}
