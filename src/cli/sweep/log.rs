//! What workers tell of their work, on stderr: lines for people, or JSON for whoever gathers logs.

use std::io::IsTerminal;

use tracing::level_filters::LevelFilter;

use super::args::LogFormat;
use crate::cli::args::Common;

/// The first one counts.
pub(super) fn start(format: LogFormat, common: &Common) {
    let level = match (common.quiet, common.verbose) {
        (true, _) => LevelFilter::ERROR,
        (false, false) => LevelFilter::INFO,
        (false, true) => LevelFilter::DEBUG,
    };
    let builder = tracing_subscriber::fmt().with_max_level(level).with_target(false).with_writer(std::io::stderr);
    let _ = match format {
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
        LogFormat::Text => builder.with_ansi(std::io::stderr().is_terminal()).try_init(),
    };
}
