//! For a chat or an issue: short, and nothing in it that a package wrote is a mark, a link, a mention or a tag.

use super::headline::{asks, compared, costs, coverage, number, state, verdicts};
use super::sections::{Line, Part, Section, sections};
use crate::report::terminal::text::short;
use crate::sweep::news::News;

/// Lines of a section; the rest is counted.
const LINES: usize = 20;
const UNDER: usize = 5;
const NAME: usize = 160;
const SAID: usize = 240;

pub fn markdown(news: &News) -> String {
    let (word, _) = state(news);
    let mut out = format!("# Sweep: {}\n\n**{}** {}\n", title(news), word.to_lowercase(), coverage(news));
    let asks = asks(news);
    out += &match asks.is_empty() {
        true => "\nNothing asks for a person.\n".to_owned(),
        false => format!("\n**For a person:** {}\n", asks.join(", ")),
    };
    out += &format!("\n- {}\n- {}\n- {}\n", verdicts(news), compared(news), costs(news));
    for remark in &news.night.remarks {
        out += &format!("- {}\n", code(remark, SAID));
    }
    for section in sections(news) {
        write(&mut out, &section);
    }
    out
}

fn title(news: &News) -> String {
    format!("night {} of {}", news.night.id, super::headline::day(news.night.begun))
}

fn write(out: &mut String, section: &Section) {
    *out += &format!("\n## {} ({})\n\n", section.title, number(section.in_all as u64));
    for one in section.lines.iter().take(LINES) {
        line(out, one);
    }
    let shown = section.lines.len().min(LINES);
    if section.in_all > shown {
        *out += &format!("- and {} more\n", number((section.in_all - shown) as u64));
    }
}

fn line(out: &mut String, line: &Line) {
    let verdict = line.verdict.map(|verdict| format!("**{verdict}** ")).unwrap_or_default();
    *out += &format!("- {verdict}{}\n", words(&line.parts));
    for under in line.under.iter().take(UNDER) {
        *out += &format!("  - {}\n", words(under));
    }
    if line.under.len() > UNDER {
        *out += &format!("  - and {} more\n", line.under.len() - UNDER);
    }
}

fn words(parts: &[Part]) -> String {
    let word = |part: &Part| match part {
        Part::Own(text) => text.clone(),
        Part::Name(text) => code(text, NAME),
        Part::Said(text) => code(text, SAID),
    };
    parts.iter().map(word).collect()
}

/// A code span: mentions, links, tags and marks are none in it. Tags are spelled out even so, for chats that look for them first.
fn code(text: &str, limit: usize) -> String {
    let text = short(text, limit).replace('`', "'").replace('<', "‹").replace('>', "›");
    let text = text.trim();
    if text.is_empty() { String::new() } else { format!("`{text}`") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_package_ends_no_code_span() {
        let hostile = "``` </code> <!channel> @all [x](https://x.example)\n# big \u{202e}";
        assert_eq!(code(hostile, 200), "`''' ‹/code› ‹!channel› @all [x](https://x.example)\\u{a}# big \\u{202e}`");
        assert_eq!((code(" ", 9), code("a`b", 9)), (String::new(), "`a'b`".to_owned()));
    }
}
