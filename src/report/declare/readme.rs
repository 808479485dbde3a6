//! A section for the README: a table of variables, and lists of hosts and files.

use super::list::{Contacted, List, Needed};
use crate::manifest::reads_as_host;
use crate::report::escape;

/// Empty where there is nothing to say.
pub(super) fn section(list: &List) -> String {
    let parts = [variables(&list.variables), hosts(&list.hosts), files(&list.files)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn variables(variables: &[Needed]) -> String {
    if variables.is_empty() {
        return String::new();
    }
    let mut out =
        "## Environment variables\n\n| Variable | Required | Secret | What for | Default |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for Needed { variable, .. } in variables {
        let yes = |is: bool| if is { "yes" } else { "no" };
        let default = variable.default.as_deref().map(|text| code(&short(text))).unwrap_or_default();
        let purpose = words(variable.purpose.as_deref().unwrap_or_default());
        let cells = [code(&variable.name), yes(variable.required).into(), yes(variable.secret).into(), purpose, default];
        out += "|";
        for cell in cells {
            out += &if cell.is_empty() { " |".to_owned() } else { format!(" {cell} |") };
        }
        out.push('\n');
    }
    out
}

fn hosts(hosts: &[Contacted]) -> String {
    if hosts.is_empty() {
        return String::new();
    }
    let mut out = "## Hosts it connects to\n\n".to_owned();
    for host in hosts {
        let why = if host.why.is_empty() { String::new() } else { format!(": {}", host.why) };
        out += &format!("- {}{}\n", address(&host.name), spelled(&why));
    }
    out
}

/// A name that could be a file's is written as an address.
fn address(name: &str) -> String {
    if reads_as_host(name) { code(name) } else { code(&format!("https://{name}")) }
}

fn files(files: &[String]) -> String {
    if files.is_empty() {
        return String::new();
    }
    let lines: String = files.iter().map(|file| format!("- {}\n", spelled(file))).collect();
    format!("## Files\n\n{lines}")
}

/// On one line and visible; the back-ticks that are there were put there by us.
fn spelled(text: &str) -> String {
    escape(text).replace('|', "\\|").replace('<', "&lt;")
}

/// A code span, whatever the text holds.
pub(super) fn code(text: &str) -> String {
    let text = escape(text).replace('`', "'").replace('|', "\\|");
    if text.trim().is_empty() { String::new() } else { format!("`{}`", text.trim()) }
}

/// A default on one line, and of a length that fits a table.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Plain words: nothing in them is a mark, a link or a tag.
pub(super) fn words(text: &str) -> String {
    let mut out = String::new();
    for c in escape(text).chars() {
        match c {
            '`' => out.push('\''),
            '<' => out += "&lt;",
            '|' | '[' | ']' | '*' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_package_marks_nothing_up() {
        assert_eq!(
            words("a | [x](https://x.example) <img> `b` **c**\u{202e}"),
            "a \\| \\[x\\](https://x.example) &lt;img> 'b' \\*\\*c\\*\\*\\\\u{202e}"
        );
        assert_eq!((code("a`b|c\n"), code(" ")), ("`a'b\\|c\\u{a}`".to_owned(), String::new()));
    }

    #[test]
    fn a_host_is_written_so_that_it_is_read_as_one() {
        assert_eq!(address("api.acme.example"), "`api.acme.example`");
        assert_eq!(address("*.acme.example"), "`*.acme.example`");
        assert_eq!((address("acme.sh"), address("192.0.2.7")), ("`https://acme.sh`".to_owned(), "`https://192.0.2.7`".to_owned()));
    }
}
