//! A rule's page as text: headings underlined, code indented, the rest as it is written.

use anstyle::Style;
use thiserror::Error;

#[derive(Debug, Error)]
#[error("there is no rule `{rule}`\nhint: {hint}")]
pub(super) struct UnknownRule {
    rule: String,
    hint: String,
}

pub(super) fn page<'a>(pages: &[(&str, &'a str)], rule: &str) -> Result<&'a str, UnknownRule> {
    let found = pages.iter().find(|(id, _)| id.eq_ignore_ascii_case(rule));
    found.map(|(_, page)| *page).ok_or_else(|| UnknownRule { rule: rule.to_owned(), hint: suggestion(pages, rule) })
}

fn suggestion(pages: &[(&str, &str)], rule: &str) -> String {
    let near: Vec<&str> =
        pages.iter().map(|(id, _)| *id).filter(|id| rule.split('-').any(|part| part.len() > 2 && id.contains(part))).collect();
    match (near.is_empty(), pages.is_empty()) {
        (false, _) => format!("did you mean {}?", near.join(" or ")),
        (true, false) => format!("the rules are {}", pages.iter().map(|(id, _)| *id).collect::<Vec<_>>().join(", ")),
        (true, true) => "this build has no rules".to_owned(),
    }
}

pub(super) fn render(page: &str, color: bool) -> String {
    let mut out = String::new();
    let mut in_code = false;
    for line in page.lines() {
        if let Some(info) = line.trim_start().strip_prefix("```") {
            if !in_code && !info.trim().is_empty() {
                out += &format!("  {}:\n", info.trim());
            }
            in_code = !in_code;
        } else if in_code {
            out += format!("    {line}").trim_end();
            out.push('\n');
        } else if let Some((level, title)) = heading(line) {
            out += &underlined(title, level, color);
        } else {
            out += line;
            out.push('\n');
        }
    }
    out
}

/// Level and text of `## Why`.
fn heading(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    (1..=6).contains(&level).then(|| text.strip_prefix(' ')).flatten().map(|title| (level, title.trim()))
}

fn underlined(title: &str, level: usize, color: bool) -> String {
    let rule = if level == 1 { "=" } else { "-" }.repeat(title.chars().count());
    let bold = if color { Style::new().bold() } else { Style::new() };
    format!("{bold}{title}{bold:#}\n{rule}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# dynamic-code\n\nRuns text.\n\n## Flagged\n\n```js flagged\n# not a heading\neval(x)\n```\n#no heading\n";

    #[test]
    fn headings_stay_and_code_is_set_apart() {
        insta::assert_snapshot!(render(PAGE, false), @r"
        dynamic-code
        ============

        Runs text.

        Flagged
        -------

          js flagged:
            # not a heading
            eval(x)
        #no heading
        ");
        assert_eq!(anstream::adapter::strip_str(&render(PAGE, true)).to_string(), render(PAGE, false));
    }

    #[test]
    fn an_unknown_rule_is_answered_with_the_ones_there_are() {
        let pages = [("dynamic-code", PAGE), ("shell-command", "")];
        assert_eq!(page(&pages, "Dynamic-Code").unwrap(), PAGE);
        assert_eq!(page(&pages, "dynamic").unwrap_err().to_string(), "there is no rule `dynamic`\nhint: did you mean dynamic-code?");
        assert_eq!(page(&pages, "x").unwrap_err().to_string(), "there is no rule `x`\nhint: the rules are dynamic-code, shell-command");
    }
}
