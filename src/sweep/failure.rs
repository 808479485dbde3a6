//! What becomes of an item that could not be judged.

use std::any::Any;

use crate::fetch::FetchError;
use crate::scan::ScanError;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// It may fare better later.
    Later(String),
    /// It is not there, or not any more.
    Gone(String),
    /// It will not fare better.
    Never(String),
    /// Not the item's fault: this worker can do no work at all.
    Own(String),
}

impl Failure {
    pub fn of(error: &ScanError) -> Self {
        let why = first_line(&error.to_string());
        match error {
            ScanError::Fetch(error) => of_fetch(error, why),
            ScanError::Unpack { .. } | ScanError::TooLarge { .. } => Self::Never(why),
            ScanError::Store(_) | ScanError::Runtime(_) => Self::Own(why),
            ScanError::NoSuchPath(_) | ScanError::Unreadable { .. } | ScanError::NotAnArchive(_) => Self::Never(why),
        }
    }

    pub fn why(&self) -> &str {
        match self {
            Self::Later(why) | Self::Gone(why) | Self::Never(why) | Self::Own(why) => why,
        }
    }

    /// Of a scan that did not return.
    pub fn of_panic(panic: &(dyn Any + Send)) -> Self {
        Self::Later(format!("the analysis broke down: {}", first_line(panic_text(panic))))
    }
}

/// What a panic says of itself.
pub(super) fn panic_text(panic: &(dyn Any + Send)) -> &str {
    panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or_default()
}

fn of_fetch(error: &FetchError, why: String) -> Failure {
    match error {
        FetchError::UnknownPackage { .. } | FetchError::UnknownVersion { .. } | FetchError::NoMatch { .. } => Failure::Gone(why),
        FetchError::Status { status: 404 | 410, .. } => Failure::Gone(why),
        FetchError::NotInstallable { .. }
        | FetchError::BadVersion { .. }
        | FetchError::Denied { .. }
        | FetchError::TooLarge { .. }
        | FetchError::Scheme { .. }
        | FetchError::BadUrl { .. }
        | FetchError::BadConfig { .. }
        | FetchError::Offline { .. } => Failure::Never(why),
        FetchError::Setup { .. } | FetchError::Unwritten { .. } => Failure::Own(why),
        // A registry or a proxy in trouble answers with anything.
        FetchError::HashMismatch { .. }
        | FetchError::OtherPackage { .. }
        | FetchError::NotTheFormat { .. }
        | FetchError::BadDocument { .. }
        | FetchError::Endless { .. }
        | FetchError::Status { .. }
        | FetchError::Unreachable { .. }
        | FetchError::Dns { .. }
        | FetchError::Tls { .. }
        | FetchError::Timeout { .. }
        | FetchError::CutShort { .. }
        | FetchError::RedirectLoop { .. }
        | FetchError::BadRedirect { .. } => Failure::Later(why),
    }
}

/// Hints are for whoever sits before the terminal.
fn first_line(text: &str) -> String {
    let text = text.split_once("\nhint: ").map_or(text, |(text, _)| text);
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ").chars().take(500).collect()
}
