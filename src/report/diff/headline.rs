//! The answer in a line: what is new, or that nothing is.

use anstyle::Style;

use crate::diff::{Difference, Kind, Side, Turn, Weight};
use crate::model::{PackageId, Verdict};
use crate::report::terminal::sheet::{PLAIN, Sheet, WARNING, verdict_style};
use crate::report::terminal::text::{count, short};

/// What the two versions are called, escaped.
pub(super) struct Names {
    pub old: String,
    pub new: String,
}

impl Names {
    /// By their versions alone where these tell them apart.
    pub fn of(old: &Side, new: &Side) -> Self {
        let (old, new) = (&old.report.package, &new.report.package);
        let same_name = old.name == new.name;
        let version = |id: &PackageId| short(&id.version, 80).into_owned();
        let whole = |id: &PackageId| short(&id.to_string(), 200).into_owned();
        match (same_name, old.version != new.version) {
            (true, true) if !old.version.is_empty() && !new.version.is_empty() => Self { old: version(old), new: version(new) },
            (false, _) => Self { old: whole(old), new: whole(new) },
            (true, _) => Self { old: "the old one".to_owned(), new: "the new one".to_owned() },
        }
    }
}

pub(super) fn write(sheet: &mut Sheet, old: &Side, new: &Side, difference: &Difference, names: &Names) {
    let (label, style, text) = answer(old, new, difference, names);
    sheet.labelled(&format!("{label}  "), style, &text);
    sheet.line(&package(old, new));
    let (was, is) = (&old.report, &new.report);
    let verdict =
        if was.verdict == is.verdict { format!("{}, as before", is.verdict) } else { format!("{} → {}", was.verdict, is.verdict) };
    let score = match (was.score.value, is.score.value) {
        (before, after) if before == after => format!("{after} of 100, as before"),
        (before, after) => format!("{before} → {after} of 100"),
    };
    sheet.line(&format!("  verdict {verdict}; score {score}"));
}

/// Where there is nothing else to say.
pub(super) fn in_one_line(old: &Side, new: &Side, difference: &Difference, names: &Names) -> String {
    let Names { old: before, new: after } = names;
    let files = files(difference);
    let standing = format!("{} with {} of 100", new.report.verdict, new.report.score.value);
    let is_as_before = (old.report.verdict, old.report.score.value) == (new.report.verdict, new.report.score.value);
    let standing = if is_as_before { format!("{standing} as before") } else { format!("{standing}, before {}", old.report.score.value) };
    format!("SAME  {}: {after} can do nothing that {before} could not ({files}; {standing})", short(new.report.package.name.as_str(), 120))
}

/// `3 files changed, 1 added`
pub(super) fn files(difference: &Difference) -> String {
    let number = |turn: Turn| difference.of_weight(Weight::File).filter(|change| change.turn == turn).count();
    let words = [(Turn::Changed, "changed"), (Turn::Added, "added"), (Turn::Moved, "moved"), (Turn::Removed, "gone")];
    let parts: Vec<(usize, &str)> = words.map(|(turn, word)| (number(turn), word)).into_iter().filter(|(number, _)| *number > 0).collect();
    let Some((first, rest)) = parts.split_first() else { return "all files are the same".to_owned() };
    let first = format!("{} {}", count(first.0, "file", "files"), first.1);
    rest.iter().fold(first, |text, (number, word)| format!("{text}, {number} {word}"))
}

fn answer(old: &Side, new: &Side, difference: &Difference, names: &Names) -> (&'static str, Style, String) {
    let Names { old: before, new: after } = names;
    let (was, is) = (old.report.verdict, new.report.verdict);
    let alarm = if is == Verdict::Block { verdict_style(is) } else { WARNING };
    let nothing = format!("{after} can do nothing that {before} could not");
    let doubts = tally(difference, &[Weight::Trust, Weight::Unread]);
    if difference.has_new_power() {
        let text = format!("{after} brings what {before} had not: {}.", tally(difference, &[Weight::Power, Weight::Trust, Weight::Unread]));
        ("NEW", alarm, text)
    } else if is == Verdict::Incomplete {
        ("UNKNOWN", WARNING, format!("{after} was not read far enough to tell what it can do that {before} could not."))
    } else if !doubts.is_empty() {
        ("DOUBT", alarm, format!("{nothing}, as far as can be told: {doubts}."))
    } else if difference.is_worse {
        ("WORSE", alarm, format!("{nothing}, but it is judged worse: {was} → {is}."))
    } else if difference.wants_a_look() {
        ("WORSE", alarm, format!("{nothing}, but more was found in it."))
    } else {
        ("SAME", verdict_style(Verdict::Pass), format!("{nothing}."))
    }
}

fn package(old: &Side, new: &Side) -> String {
    let (was, is) = (&old.report.package, &new.report.package);
    let version = |id: &PackageId| if id.version.is_empty() { "?".to_owned() } else { short(&id.version, 80).into_owned() };
    if was.name != is.name {
        return format!("{} → {} ({}), two packages", short(&was.to_string(), 200), short(&is.to_string(), 200), is.registry);
    }
    format!("{} {} → {} ({})", short(is.name.as_str(), 200), version(was), version(is), is.registry)
}

/// `1 recipient, 2 hosts, 1 changed tool description`
fn tally(difference: &Difference, weights: &[Weight]) -> String {
    let mut kinds: Vec<(Kind, usize)> = Vec::new();
    for change in difference.changes.iter().filter(|change| weights.contains(&change.weight)) {
        match kinds.last_mut().filter(|(kind, _)| *kind == change.kind) {
            Some((_, number)) => *number += 1,
            None => kinds.push((change.kind, 1)),
        }
    }
    kinds.into_iter().map(|(kind, number)| noun(kind, number)).collect::<Vec<_>>().join(", ")
}

fn noun(kind: Kind, number: usize) -> String {
    let (one, many) = match kind {
        Kind::InstallScript => ("script at installation", "scripts at installation"),
        Kind::Recipient => ("recipient", "recipients"),
        Kind::Host => ("host", "hosts"),
        Kind::Process => ("program that it runs", "programs that it runs"),
        Kind::CodeEval => ("way to run text as code", "ways to run text as code"),
        Kind::Native => ("file of machine code", "files of machine code"),
        Kind::Credential => ("credential store", "credential stores"),
        Kind::Instructions => ("text of instructions", "texts of instructions"),
        Kind::Prompt => ("new or changed prompt", "new or changed prompts"),
        Kind::Resource => ("new or changed resource", "new or changed resources"),
        Kind::PromptInput => ("input of a prompt", "inputs of prompts"),
        Kind::ToolDescription => ("changed tool description", "changed tool descriptions"),
        Kind::Tool => ("tool", "tools"),
        Kind::ToolAbility => ("ability of a tool", "abilities of tools"),
        Kind::ToolAnnotation => ("reassuring tool annotation", "reassuring tool annotations"),
        Kind::ToolInput => ("tool input", "tool inputs"),
        Kind::Dependency => ("dependency", "dependencies"),
        Kind::Env => ("variable", "variables"),
        Kind::NetworkListen => ("way to listen", "ways to listen"),
        Kind::Database => ("way to query a database", "ways to query a database"),
        Kind::FileDelete => ("place to delete in", "places to delete in"),
        Kind::FileWrite => ("place to write to", "places to write to"),
        Kind::FileRead => ("way to read files", "ways to read files"),
        Kind::Script => ("script", "scripts"),
        Kind::Provenance => ("doubt about the build", "doubts about the build"),
        Kind::Publisher => ("other publisher", "other publishers"),
        Kind::Gap => ("running file that was not read in full", "running files that were not read in full"),
        Kind::Finding => ("finding", "findings"),
        Kind::Note => ("note", "notes"),
        Kind::File => ("file", "files"),
    };
    count(number, one, many)
}

/// Colours the mark of a line by what it means.
pub(super) fn mark(turn: Turn, weight: Weight) -> (&'static str, Style) {
    let style = match weight {
        Weight::Power | Weight::Trust | Weight::Unread => WARNING,
        Weight::Finding | Weight::Detail | Weight::Gone | Weight::File => PLAIN,
    };
    match turn {
        Turn::Added => ("+ ", style),
        Turn::Changed | Turn::Moved => ("~ ", style),
        Turn::Removed => ("- ", style),
    }
}
