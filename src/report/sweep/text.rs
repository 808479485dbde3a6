//! A screen of a terminal: whether the night can be gone by, what a person is asked to look at, and everything else folded.

use super::headline::{asks, compared, costs, coverage, duration, number, state, verdicts};
use super::sections::{Line, Part, Section, sections};
use crate::report::terminal::Options;
use crate::report::terminal::sheet::{BOLD, PLAIN, Sheet, WARNING, verdict_style};
use crate::report::terminal::text::{count, short};
use crate::sweep::news::News;

/// Lines of a section for a person to look at, and of any other.
const URGENT: usize = 10;
const FOLDED: usize = 3;
/// What stands under a line that is folded.
const UNDER: usize = 4;
const NAME: usize = 160;
const SAID: usize = 300;

pub fn text(news: &News, options: Options) -> String {
    let mut sheet = Sheet::new(options);
    let (word, is_good) = state(news);
    sheet.labelled(&format!("{word}  "), if is_good { BOLD } else { WARNING }, &coverage(news));
    let asks = asks(news);
    match asks.is_empty() {
        true => sheet.line("  nothing asks for a person"),
        false => sheet.labelled("  For a person: ", WARNING, &asks.join(", ")),
    }
    sheet.labelled("  ", PLAIN, &verdicts(news));
    sheet.labelled("  ", PLAIN, &compared(news));
    sheet.labelled("  ", PLAIN, &costs(news));
    for remark in &news.night.remarks {
        sheet.labelled("  note: ", PLAIN, &short(remark, SAID));
    }
    for section in sections(news) {
        write(&mut sheet, &section);
    }
    common(&mut sheet, news);
    if options.verbose {
        slowest(&mut sheet, news);
    }
    sheet.finish()
}

fn write(sheet: &mut Sheet, section: &Section) {
    sheet.heading(&format!("{} ({})", section.title, number(section.in_all as u64)));
    let limit = match (sheet.options.verbose, section.is_urgent) {
        (true, _) => usize::MAX,
        (false, true) => URGENT,
        (false, false) => FOLDED,
    };
    for one in section.lines.iter().take(limit) {
        line(sheet, one);
    }
    let shown = section.lines.len().min(limit);
    if section.in_all > shown {
        let how = if sheet.options.verbose { "" } else { "; -v shows them" };
        sheet.line(&format!("  and {} more{how}", number((section.in_all - shown) as u64)));
    }
}

fn line(sheet: &mut Sheet, line: &Line) {
    let text = words(&line.parts);
    match line.verdict {
        Some(verdict) => sheet.labelled(&format!("  {:<10}  ", verdict.as_str()), verdict_style(verdict), &text),
        None => sheet.labelled("  ", PLAIN, &text),
    }
    let limit = if sheet.options.verbose { usize::MAX } else { UNDER };
    for under in line.under.iter().take(limit) {
        sheet.labelled("    - ", PLAIN, &words(under));
    }
    if line.under.len() > limit {
        sheet.line(&format!("    and {} more", line.under.len() - limit));
    }
}

fn words(parts: &[Part]) -> String {
    let word = |part: &Part| match part {
        Part::Own(text) => text.clone(),
        Part::Name(text) => short(text, NAME).into_owned(),
        Part::Said(text) => short(text, SAID).into_owned(),
    };
    parts.iter().map(word).collect()
}

fn common(sheet: &mut Sheet, news: &News) {
    let limit = if sheet.options.verbose { usize::MAX } else { 5 };
    if news.counts.rules.is_empty() {
        return;
    }
    sheet.heading("Most common findings");
    for (rule, versions) in news.counts.rules.iter().take(limit) {
        let versions = usize::try_from(*versions).unwrap_or(usize::MAX);
        sheet.line(&format!("  {:<28}  {}", short(rule, 60), count(versions, "version", "versions")));
    }
}

fn slowest(sheet: &mut Sheet, news: &News) {
    if news.slowest.is_empty() {
        return;
    }
    sheet.heading("Slowest items");
    for slow in &news.slowest {
        sheet.line(&format!("  {:>8}  {}", duration(slow.cost.milliseconds), short(&slow.subject, NAME)));
    }
}
