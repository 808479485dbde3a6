//! Paths that are opened or put together, as far as they name a place where credentials lie.

use crate::flow::Value;
use crate::syntax::ir::Expr;

use crate::signatures::Runtime;

use super::scan::Scanner;
use super::{PathAccess, PathUse, Place, spelled};

/// Functions that make a path out of parts.
pub(super) fn builds_path(name: &str) -> bool {
    matches!(
        name,
        "path.join" | "path.resolve" | "os.path.join" | "os.path.expanduser" | "os.path.expandvars" | "pathlib.Path" | "pathlib.PurePath"
    )
}

/// Methods of a path object that other things have as well.
const SHARED: [&str; 4] = ["open", "mkdir", "glob", "rename"];

pub(super) fn may_be_of_a_path(method: &str) -> bool {
    SHARED.contains(&method)
}

/// Variables that name a folder which everybody has in the same place, and the place.
const FOLDERS: [(&str, &str); 6] = [
    ("HOME", "~"),
    ("USERPROFILE", "~"),
    ("APPDATA", "~/AppData/Roaming"),
    ("LOCALAPPDATA", "~/AppData/Local"),
    ("XDG_CONFIG_HOME", "~/.config"),
    ("XDG_DATA_HOME", "~/.local/share"),
];

impl Scanner<'_, '_> {
    /// `(Path.home() / ".netrc").open()`.
    pub(super) fn path_method(&mut self, place: Place) {
        let module = self.program.module(place.unit);
        let Expr::Call(callee, _) = module.expr(place.expr) else { return };
        let Expr::Member(object, name) = module.expr(callee) else { return };
        let callee = format!("pathlib.Path().{}", module.name(name));
        let Some(signature) = self.signatures.call(Runtime::Python, &callee) else { return };
        let value = self.flow.expanded(place.unit, object);
        if value.alternatives().iter().any(|value| matches!(value, Value::Path(_))) {
            self.named_call(place, callee, signature);
        }
    }

    pub(super) fn built_path(&mut self, place: Place) {
        let module = self.program.module(place.unit);
        let value = self.flow.value(place.unit, place.expr);
        let is_path = matches!(module.expr(place.expr), Expr::Call(..)) || matches!(value, Value::Path(_));
        if is_path {
            self.use_path(place, &value, PathAccess::Named);
        }
    }

    pub(super) fn use_path(&mut self, place: Place, value: &Value, access: PathAccess) {
        for alternative in value.alternatives() {
            let path = normal(&home_as_tilde(alternative));
            if path == "*" || path.is_empty() || path.len() > 1024 {
                continue;
            }
            if access == PathAccess::Named && self.signatures.credential(&path).is_none() {
                continue;
            }
            let hidden = self.signatures.credential(&path).is_some() && self.path_is_hidden(&path);
            self.facts.paths.push(PathUse { path, place, access, hidden });
        }
    }

    /// Some part of the path is written nowhere in the package.
    fn path_is_hidden(&self, path: &str) -> bool {
        let written = |word: &str| self.program.units.iter().any(|unit| spelled::spells(&unit.module, word));
        // A variable says the beginning, and further down lie names that the program gives itself.
        let inner = FOLDERS.iter().filter_map(|(_, folder)| path.strip_prefix(folder)).min_by_key(|rest| rest.len());
        inner
            .unwrap_or(path)
            .split(['/', '*', '~'])
            .filter(|part| !part.is_empty())
            .take(2)
            .flat_map(words)
            .filter(|word| word.len() > 2)
            .any(|word| !written(word))
    }
}

/// `.env`, `local`, `tmp` of `.env.local.tmp`: honest code adds endings, but does not cut a word or its leading dot off.
fn words(part: &str) -> impl Iterator<Item = &str> {
    let first = part.char_indices().skip(1).find(|(_, c)| matches!(c, '.' | '_' | '-' | ' ')).map_or(part.len(), |(at, _)| at);
    std::iter::once(&part[..first]).chain(part[first..].split(['.', '_', '-', ' ']))
}

/// `*` for what is unknown, `~` for the home folder however it is asked for.
fn home_as_tilde(value: &Value) -> String {
    match value {
        Value::Env(name) => FOLDERS.iter().find(|(variable, _)| *variable == &**name).map_or("*", |(_, folder)| folder).to_owned(),
        Value::Concat(parts) => {
            let mut out = String::new();
            for part in parts.iter() {
                let piece = home_as_tilde(part);
                if !(piece == "*" && out.ends_with('*')) {
                    out.push_str(&piece);
                }
            }
            out
        }
        Value::Any(values) => {
            // `process.env.HOME || process.env.USERPROFILE`, `os.getenv("APPDATA", "")`
            let all: Vec<String> = values.iter().map(home_as_tilde).collect();
            let folder = FOLDERS.iter().find(|(_, folder)| all.iter().any(|piece| piece == folder));
            folder.map_or("*", |(_, folder)| folder).to_owned()
        }
        Value::Path(inner) | Value::Url(inner) => home_as_tilde(inner),
        other => other.pattern(),
    }
}

/// Forward slashes, no doubled ones, no `.` parts; variables of a shell undone.
fn normal(path: &str) -> String {
    let mut path = path.replace('\\', "/");
    if let Some(known) = path.starts_with(['$', '%']).then(|| below_variable(&path)).flatten() {
        path = known;
    }
    let mut out: Vec<&str> = Vec::new();
    for (at, part) in path.split('/').enumerate() {
        match part {
            "" if at > 0 => {}
            "." if at > 0 => {}
            ".." if out.last().is_some_and(|last| !matches!(*last, ".." | "" | "*" | "~")) => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out.join("/")
}

/// `$HOME/x`, `%APPDATA%/x`
fn below_variable(path: &str) -> Option<String> {
    let (variable, rest) = path.split_once('/').unwrap_or((path, ""));
    let name = variable.trim_start_matches("$env:").trim_matches(['$', '{', '}', '%']);
    let (_, folder) = FOLDERS.iter().find(|(known, _)| *known == name)?;
    Some(if rest.is_empty() { (*folder).to_owned() } else { format!("{folder}/{rest}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_one_path_are_one() {
        assert_eq!(normal("~//.ssh/./id_rsa"), "~/.ssh/id_rsa");
        assert_eq!(normal("$HOME\\.aws\\credentials"), "~/.aws/credentials");
        assert_eq!(normal("~/x/../.ssh/id_rsa"), "~/.ssh/id_rsa");
        let home = Value::any([Value::Env("HOME".into()), Value::Env("USERPROFILE".into())]);
        assert_eq!(home_as_tilde(&Value::concat([home, Value::text("/.ssh")])), "~/.ssh");
        let roaming = Value::any([Value::Env("APPDATA".into()), Value::text("")]);
        assert_eq!(home_as_tilde(&Value::concat([roaming, Value::text("/x")])), "~/AppData/Roaming/x");
        assert_eq!(normal("%LOCALAPPDATA%\\x"), "~/AppData/Local/x");
        assert_eq!(normal("$HOMEBREW/x"), "$HOMEBREW/x");
    }
}
