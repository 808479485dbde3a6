//! The program: the command line over the library.

use std::error::Error;
use std::process::ExitCode;

use mcpscan::cli::{Judge, Progress, Request};
use mcpscan::model::ScanReport;
use mcpscan::store::Store;

/// Scanning is not part of this build.
struct Nobody;

impl Judge for Nobody {
    fn judge(&self, _: &Request, _: Option<&Store>, _: &Progress) -> Result<ScanReport, Box<dyn Error>> {
        Err("this build cannot judge packages".into())
    }

    fn pages(&self) -> &[(&str, &str)] {
        &[]
    }
}

fn main() -> ExitCode {
    mcpscan::cli::main(&Nobody)
}
