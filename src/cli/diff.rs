//! Two versions, judged one after the other and held against each other.

use super::args::{Common, Diff, DiffNpm, DiffPypi, FailOn, Format, Judging};
use super::run::{Outcome, asked, complete, npm_subject, pypi_subject};
use super::{Exit, Judge, Streams, Subject};
use crate::diff::{Difference, Side, compare};
use crate::model::{PackageSpec, SpecError, Verdict};
use crate::report::terminal::Options;
use crate::report::{diff, escape};

pub(super) fn run(subject: Diff, common: &Common, judge: &dyn Judge, streams: &mut Streams<'_>) -> Outcome {
    let (old, new, judging) = match subject {
        Diff::Npm(asked) => (npm_subject(&asked.package)?, npm(&asked)?, asked.package.judging),
        Diff::Pypi(asked) => (pypi_subject(&asked.package)?, pypi(&asked)?, asked.package.judging),
        Diff::Scan(asked) => (Subject::Path(asked.package.path), Subject::Path(asked.new), asked.package.judging),
    };
    let mut side = |subject| asked(subject, &judging, common, streams, |request, store, progress| judge.side(request, store, progress));
    let (old, new) = (side(old)?, side(new)?);
    deliver(&old, &new, &judging, common, streams)
}

/// The same package in the version that is named behind it: `1.2.4`, `next`, `^2`, or all of `NAME@1.2.4` again.
fn npm(asked: &DiffNpm) -> Result<Subject, SpecError> {
    let old = PackageSpec::npm(&asked.package.spec)?;
    let again = |text: &str| text.starts_with(&format!("{}@", old.name));
    let spec = match asked.new.as_deref().map(str::trim) {
        Some(text) if again(text) => PackageSpec::npm(text)?,
        Some(text) => PackageSpec::npm(&format!("{}@{text}", old.name))?,
        None => PackageSpec { wanted: None, ..old },
    };
    Ok(Subject::Npm { spec, registry: asked.package.registry.clone() })
}

fn pypi(asked: &DiffPypi) -> Result<Subject, SpecError> {
    let old = PackageSpec::pypi(&asked.package.spec)?;
    let spec = match asked.new.as_deref().map(str::trim) {
        Some(text) => match PackageSpec::pypi(text) {
            Ok(whole) if whole.name == old.name => whole,
            _ if text.starts_with(['=', '<', '>', '~', '!', '@']) => PackageSpec::pypi(&format!("{}{text}", old.name))?,
            _ => PackageSpec::pypi(&format!("{}=={text}", old.name))?,
        },
        None => PackageSpec { wanted: None, ..old },
    };
    let (index_url, extra_index_urls) = (asked.package.index_url.clone(), asked.package.extra_index_url.clone());
    Ok(Subject::Pypi { spec, index_url, extra_index_urls })
}

fn deliver(old: &Side, new: &Side, judging: &Judging, common: &Common, streams: &mut Streams<'_>) -> Outcome {
    let difference = compare(old, new);
    let file = judging.output.as_deref();
    let text = match judging.format {
        Format::Json => diff::json(old, new, &difference),
        Format::Text => {
            let color = streams.colored(common.color, file.is_some());
            diff::text(old, new, &difference, Options { width: streams.width, color, verbose: common.verbose })
        }
    };
    streams.deliver(&text, file)?;
    if let Some(file) = file.filter(|_| !common.quiet) {
        let (old, new) = (old.report.package.to_string(), new.report.package.to_string());
        let answer = if difference.has_new_power() { "new powers" } else { "no new power" };
        streams.say(&format!("{} → {}: {answer} (report in {})\n", escape(&old), escape(&new), file.display()));
    }
    complete(&old.report)?;
    complete(&new.report)?;
    Ok(exit(new, &difference, judging.fail_on))
}

pub(super) fn exit(new: &Side, difference: &Difference, fail_on: FailOn) -> Exit {
    let is_found = match fail_on {
        FailOn::Review => difference.wants_a_look(),
        FailOn::Block => difference.is_worse && new.report.verdict == Verdict::Block,
        FailOn::Never => false,
    };
    if is_found { Exit::Found } else { Exit::Fine }
}
