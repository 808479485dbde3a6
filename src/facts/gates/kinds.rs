//! What a test asks for: the time, the machine and its user, a build server, somebody who watches.

use super::parts;
use crate::syntax::Module;
use crate::syntax::ir::{BinaryOp, Expr, ExprId, UnaryOp};

/// Something that has to hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// A person asks for it.
    Asked,
    /// The time has come; with the constant that it is compared with, if it is one.
    Date(String),
    /// The machine, its user, language or country is the right one.
    Machine,
    /// A build server runs it, or none does.
    BuildServer(bool),
    /// Nobody seems to watch: no debugger, no virtual machine.
    Unwatched,
}

impl Gate {
    /// A clause for a message; none for what makes it better.
    pub fn clause(&self) -> Option<String> {
        match self {
            Self::Asked => None,
            Self::Date(when) if when.is_empty() => Some("only at certain times".to_owned()),
            Self::Date(when) => Some(format!("only by the date, `{when}`")),
            Self::Machine => Some("only on certain machines or for certain users".to_owned()),
            Self::BuildServer(true) => Some("only on a build server".to_owned()),
            Self::BuildServer(false) => Some("only outside of build servers".to_owned()),
            Self::Unwatched => Some("only where nobody seems to watch".to_owned()),
        }
    }
}

const CLOCKS: [&str; 18] = [
    "Date",
    "getFullYear",
    "getMonth",
    "getDate",
    "getDay",
    "getHours",
    "getUTCHours",
    "getUTCDay",
    "now",
    "utcnow",
    "today",
    "datetime",
    "localtime",
    "gmtime",
    "strftime",
    "weekday",
    "toordinal",
    "isoweekday",
];
const CALENDAR: [&str; 11] =
    ["getFullYear", "getMonth", "getDate", "getDay", "getHours", "getUTCHours", "getUTCDay", "today", "weekday", "isoweekday", "toordinal"];
const MACHINES: [&str; 34] = [
    "hostname",
    "gethostname",
    "uname",
    "userInfo",
    "getuser",
    "getlogin",
    "getpwuid",
    "USERNAME",
    "USER",
    "LOGNAME",
    "COMPUTERNAME",
    "USERDOMAIN",
    "USERDNSDOMAIN",
    "getlocale",
    "getdefaultlocale",
    "locale",
    "resolvedOptions",
    "LANG",
    "LC_ALL",
    "LANGUAGE",
    "timeZone",
    "getTimezoneOffset",
    "TZ",
    "country",
    "countryCode",
    "country_code",
    "getnode",
    "machineId",
    "networkInterfaces",
    "platform.node",
    "tzname",
    "DateTimeFormat",
    "GetKeyboardLayout",
    "GetUserDefaultUILanguage",
];
const BUILD_SERVERS: [&str; 22] = [
    "CI",
    "GITHUB_ACTIONS",
    "GITLAB_CI",
    "JENKINS_URL",
    "TRAVIS",
    "CIRCLECI",
    "BUILDKITE",
    "TF_BUILD",
    "CODEBUILD_BUILD_ID",
    "TEAMCITY_VERSION",
    "BITBUCKET_BUILD_NUMBER",
    "APPVEYOR",
    "DRONE",
    "GITHUB_WORKFLOW",
    "RUNNER_OS",
    "CONTINUOUS_INTEGRATION",
    "isCI",
    "is_ci",
    "ci-info",
    "is-ci",
    "GITHUB_RUN_ID",
    "RUNNER_NAME",
];
const WATCHERS: [&str; 22] = [
    "IsDebuggerPresent",
    "CheckRemoteDebuggerPresent",
    "gettrace",
    "settrace",
    "totalmem",
    "cpu_count",
    "virtual_memory",
    "vmware",
    "virtualbox",
    "vbox",
    "vboxservice",
    "qemu",
    "sandbox",
    "sandboxie",
    "wireshark",
    "cuckoo",
    "xen",
    "hyperv",
    "execArgv",
    "inspector",
    "debugger",
    "process_iter",
];

/// Tests are taken apart this deep.
const MAX_DEPTH: u32 = 12;

/// What a test asks for that has this outcome.
pub(super) fn of(module: &Module, test: ExprId, holds: bool) -> Vec<Gate> {
    let mut found = Vec::new();
    look(module, test, holds, 0, &mut found);
    found
}

fn look(module: &Module, test: ExprId, holds: bool, depth: u32, found: &mut Vec<Gate>) {
    match module.expr(test) {
        _ if depth > MAX_DEPTH => {}
        Expr::Unary(UnaryOp::Not, inner) => look(module, inner, !holds, depth + 1, found),
        Expr::Binary(BinaryOp::And, one, other) | Expr::Either(one, other) => {
            look(module, one, holds, depth + 1, found);
            look(module, other, holds, depth + 1, found);
        }
        _ => one(module, test, holds, found),
    }
}

fn one(module: &Module, test: ExprId, holds: bool, found: &mut Vec<Gate>) {
    let mut seen = Seen::default();
    seen.look(module, test, 2);
    if seen.clock && !seen.date.is_empty() || seen.calendar && seen.constant {
        found.push(Gate::Date(seen.date));
    }
    if seen.machine {
        found.push(Gate::Machine);
    }
    if seen.build_server {
        found.push(Gate::BuildServer(holds));
    }
    if seen.watcher {
        found.push(Gate::Unwatched);
    }
}

#[derive(Debug, Default)]
struct Seen {
    clock: bool,
    /// A day or an hour, rather than how long something has taken.
    calendar: bool,
    constant: bool,
    date: String,
    machine: bool,
    build_server: bool,
    watcher: bool,
}

impl Seen {
    fn look(&mut self, module: &Module, expr: ExprId, hops: u32) {
        for part in parts(module, expr) {
            match module.expr(part) {
                Expr::Member(_, name) => self.word(module.name(name)),
                Expr::Name(name, scope) => {
                    self.word(module.name(name));
                    let values = module.declaring_scope(name, scope).and_then(|scope| module.variables.get(&(scope, name)));
                    for value in values.into_iter().flatten().filter(|value| hops > 0 && **value < part).take(2) {
                        self.look(module, *value, hops - 1);
                    }
                }
                Expr::Str(text) => self.text(module.text(text)),
                Expr::Number(number) if number >= 3.0 => {
                    self.constant = true;
                    if (2000.0..3000.0).contains(&number) || number > 1e9 {
                        self.date = crate::flow::value::number_text(number);
                    }
                }
                _ => {}
            }
        }
    }

    fn word(&mut self, word: &str) {
        self.clock |= CLOCKS.contains(&word);
        self.calendar |= CALENDAR.contains(&word);
        self.machine |= MACHINES.contains(&word);
        self.build_server |= BUILD_SERVERS.contains(&word);
        self.watcher |= WATCHERS.contains(&word);
    }

    fn text(&mut self, text: &str) {
        let lower = text.to_ascii_lowercase();
        self.machine |= MACHINES.contains(&text);
        self.build_server |= BUILD_SERVERS.contains(&text);
        self.watcher |= WATCHERS.contains(&lower.as_str());
        let bytes = text.as_bytes();
        let is_date = bytes.len() >= 8 && bytes.len() <= 32 && bytes[..4].iter().all(u8::is_ascii_digit) && matches!(bytes[4], b'-' | b'/');
        if is_date {
            self.constant = true;
            self.date = text.to_owned();
        }
    }
}
