//! An entry as it is written: one key a line, long lists one element a line, nothing hidden in a text.

use jiff::civil::Date;

use super::list::{Accept, Approval, Block, Limits};
use crate::model::Sha256;

/// Characters of a line that is not broken.
const WIDTH: usize = 100;

pub(super) fn approval(approval: &Approval) -> String {
    let Approval { registry, name, version, artifacts, by, on, until, why, score, capabilities, tools, dependencies, accept, limits } =
        approval;
    let mut lines = Lines::new("[[approve]]");
    lines.key("registry", text(registry.as_str()));
    lines.key("name", text(name.as_str()));
    lines.key("version", text(version));
    lines.list("artifacts", &artifacts.iter().map(digest).collect::<Vec<_>>());
    lines.key("by", text(by));
    lines.key("on", date(*on));
    lines.maybe("until", until.map(date));
    lines.key("why", text(why));
    lines.maybe("score", score.map(|score| score.to_string()));
    lines.list("capabilities", &capabilities.iter().map(|word| text(word)).collect::<Vec<_>>());
    lines.maybe("tools", tools.as_ref().map(digest));
    if let Some(dependencies) = dependencies {
        lines.list("dependencies", &dependencies.iter().map(|word| text(word)).collect::<Vec<_>>());
    }
    if !accept.is_empty() {
        lines.list("accept", &accept.iter().map(accepted).collect::<Vec<_>>());
    }
    lines.limits(limits);
    lines.finish()
}

pub(super) fn block(block: &Block) -> String {
    let Block { registry, name, versions, why, by, on } = block;
    let mut lines = Lines::new("[[block]]");
    lines.key("registry", text(registry.as_str()));
    lines.key("name", text(name.as_str()));
    lines.key("versions", text(&versions.to_string()));
    lines.maybe("by", by.as_deref().map(text));
    lines.maybe("on", on.map(date));
    lines.key("why", text(why));
    lines.finish()
}

struct Lines(String);

impl Lines {
    fn new(header: &str) -> Self {
        Self(format!("{header}\n"))
    }

    fn key(&mut self, key: &str, value: String) {
        self.0 += &format!("{key} = {value}\n");
    }

    fn maybe(&mut self, key: &str, value: Option<String>) {
        if let Some(value) = value {
            self.key(key, value);
        }
    }

    fn list(&mut self, key: &str, items: &[String]) {
        let value = list(items, WIDTH.saturating_sub(key.len() + 3));
        self.key(key, value);
    }

    /// On one line, or as a table of its own where that would be too long.
    fn limits(&mut self, limits: &Limits) {
        let parts = [("hosts", &limits.hosts), ("env", &limits.env), ("capabilities", &limits.capabilities)];
        let parts: Vec<(&str, Vec<String>)> =
            parts.into_iter().filter_map(|(key, names)| Some((key, names.as_ref()?.iter().map(|name| text(name)).collect()))).collect();
        if parts.is_empty() {
            return;
        }
        let inline: Vec<String> = parts.iter().map(|(key, names)| format!("{key} = [{}]", names.join(", "))).collect();
        let line = format!("{{ {} }}", inline.join(", "));
        if line.chars().count() + "limits = ".len() <= WIDTH {
            return self.key("limits", line);
        }
        self.0 += "\n[approve.limits]\n";
        for (key, names) in parts {
            self.list(key, &names);
        }
    }

    fn finish(self) -> String {
        self.0
    }
}

fn list(items: &[String], room: usize) -> String {
    let line = format!("[{}]", items.join(", "));
    if items.len() < 2 && line.chars().count() <= WIDTH || line.chars().count() <= room {
        return line;
    }
    let lines: String = items.iter().map(|item| format!("    {item},\n")).collect();
    format!("[\n{lines}]")
}

fn accepted(accept: &Accept) -> String {
    let fingerprint =
        accept.fingerprint.map(|fingerprint| format!("fingerprint = {}, ", text(&fingerprint.to_string()))).unwrap_or_default();
    format!("{{ rule = {}, {fingerprint}why = {} }}", text(&accept.rule), text(&accept.why))
}

fn digest(digest: &Sha256) -> String {
    format!("\"sha256:{digest}\"")
}

fn date(date: Date) -> String {
    date.strftime("%Y-%m-%d").to_string()
}

/// A basic string on one line. What could hide from a reader is spelled out: names of local packages are their own.
pub(super) fn text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out += "\\\"",
            '\\' => out += "\\\\",
            '\n' => out += "\\n",
            '\t' => out += "\\t",
            c if is_plain(c) => out.push(c),
            c if u32::from(c) <= 0xffff => out += &format!("\\u{:04X}", u32::from(c)),
            c => out += &format!("\\U{:08X}", u32::from(c)),
        }
    }
    out.push('"');
    out
}

/// Letters and digits of any language but those that show nothing, and the signs that people type.
fn is_plain(c: char) -> bool {
    const FILLERS: [char; 4] = ['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}'];
    const SIGNS: &str = "…–—‘’‚“”„«»·•→§°€£¥¢";
    c == ' ' || c.is_ascii_graphic() || (c.is_alphanumeric() && !FILLERS.contains(&c)) || SIGNS.contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_back_as_it_was_and_hides_nothing() {
        for plain in ["a \"b\" \\ c", "größer, 日本語 … “x”"] {
            assert_eq!(text(plain).parse::<toml_edit::Value>().unwrap().as_str(), Some(plain));
        }
        let hostile = "a\u{202e}b\u{1b}[2J\u{e0041}\n\u{3164}";
        let written = text(hostile);
        assert_eq!(written, r#""a\u202Eb\u001B[2J\U000E0041\n\u3164""#);
        assert_eq!(written.parse::<toml_edit::Value>().unwrap().as_str(), Some(hostile));
    }

    #[test]
    fn short_lists_take_a_line_and_long_ones_a_line_each() {
        let items = |count: usize| (0..count).map(|at| text(&format!("network-out:host{at}.example"))).collect::<Vec<_>>();
        assert_eq!(list(&items(2), WIDTH), "[\"network-out:host0.example\", \"network-out:host1.example\"]");
        assert_eq!(list(&items(5), WIDTH).lines().count(), 7);
        assert_eq!(list(&[], WIDTH), "[]");
    }
}
