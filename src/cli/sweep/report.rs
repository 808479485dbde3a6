//! What is new since the night before, in the form that is asked for.

use std::error::Error;
use std::path::Path;

use thiserror::Error;

use super::args::{Form, ReportArguments};
use super::{database, notify};
use crate::cli::args::Common;
use crate::cli::run::Outcome;
use crate::cli::{Exit, Judge, Streams, approvals};
use crate::report::sweep;
use crate::report::terminal::Options;
use crate::store::sweep::{NightId, Sweep};
use crate::sweep::news::News;

#[derive(Debug, Error)]
enum ReportError {
    #[error("there was no night so far\nhint: `mcpscan sweep run --list FILE` begins one")]
    NoNight,
    #[error("there is no night {0}\nhint: `mcpscan sweep status` shows which there are")]
    NotThatNight(NightId),
}

pub(super) fn report(asked: &ReportArguments, common: &Common, judge: &dyn Judge, streams: &mut Streams<'_>) -> Outcome {
    let file = asked.output.as_deref();
    Streams::reachable(file)?;
    let sweep = database::open(&asked.database, common)?;
    let news = news(sweep.as_ref(), asked.night, asked.approved.as_deref(), common, judge, streams)?;
    let text = match asked.format {
        Form::Json => sweep::json(&news),
        Form::Markdown => sweep::markdown(&news),
        Form::Html => sweep::html(&news),
        Form::Text => {
            let color = streams.colored(common.color, file.is_some());
            sweep::text(&news, Options { width: streams.width, color, verbose: common.verbose })
        }
    };
    streams.deliver(&text, file)?;
    if let Some(file) = file.filter(|_| !common.quiet) {
        streams.say(&format!("{} (report in {})\n", sweep::headline(&news), file.display()));
    }
    let is_told = notify::tell(&asked.notifying, &news, streams);
    Ok(if is_told { exit(&news) } else { Exit::Failed })
}

/// Of the night that is named, or the newest. `approved` is the list to watch.
pub(super) fn news(
    sweep: &dyn Sweep,
    night: Option<NightId>,
    approved: Option<&Path>,
    common: &Common,
    judge: &dyn Judge,
    streams: &mut Streams<'_>,
) -> Result<News, Box<dyn Error>> {
    let news = approvals::watched(approved, common, judge, streams, |entries| News::of(sweep, night, entries))??;
    Ok(news.ok_or_else(|| night.map_or(ReportError::NoNight, ReportError::NotThatNight))?)
}

pub(super) fn exit(news: &News) -> Exit {
    if news.asks_for_a_person() { Exit::Found } else { Exit::Fine }
}
