//! The whole installation: the package, and everything that it brings, in one report.
//!
//! The package is judged as it always is. What its own publishers ship beside it counts as a part of it; every other package is judged by
//! itself and told of in short.

mod called;
mod checkout;
mod compose;
mod error;
mod gather;
mod locked;
mod parts;
mod pipeline;
mod powers;
mod project;
mod shrinkwrap;
mod ways;

use std::thread;

use crate::model::{PackageSpec, Registry, ScanReport};
use crate::resolve::lock::Parts;
use crate::resolve::{self, Machine, Resolution};
use crate::scan::Scanner;

use compose::composed;
pub use error::ClosureError;
pub use locked::locked;
pub use pipeline::Stage;
use pipeline::Told;

/// Judges whole installations.
pub struct Installer<'a> {
    pub scanner: &'a Scanner<'a>,
    /// For npm packages: the machine that they would be installed on.
    pub machine: Machine,
    /// For a project that lies here: the extras and groups of it that are installed as well.
    pub chosen: Parts,
    /// Told how far the work is.
    pub told: &'a Told<'a>,
}

impl Installer<'_> {
    /// The report on a package and all that its installation brings.
    pub fn judge(&self, spec: &PackageSpec) -> Result<ScanReport, ClosureError> {
        let (report, resolution) = thread::scope(|scope| {
            let resolution = scope.spawn(|| self.resolved(spec));
            (self.scanner.registry(spec), resolution.join().expect("a resolution does not panic"))
        });
        let (report, mut resolution) = (report?, resolution?);
        // A range may mean another version where it matters what Node is there.
        if resolution.packages.first().is_none_or(|first| first.release.id != report.package) {
            let exact = PackageSpec { wanted: Some(report.package.version.clone()), ..spec.clone() };
            resolution = self.resolved(&exact)?;
        }
        Ok(composed(self.scanner, report, &resolution, self.told))
    }

    /// What an installation takes, as it was found out not long ago, or now.
    fn resolved(&self, spec: &PackageSpec) -> Result<Resolution, ClosureError> {
        let key = gather::key(self.scanner, spec, &self.machine)?;
        if let Some(json) = self.scanner.remembered_answer(&key)?
            && let Ok(known) = serde_json::from_str(&json)
        {
            return Ok(known);
        }
        self.scanner.needs_network(&format!("what an installation of `{spec}` brings"))?;
        let fetcher = self.scanner.fetcher;
        let mut resolution = match spec.registry {
            Registry::Npm => resolve::npm(fetcher, spec, &self.machine, &|releases, version| fetcher.npm_release(releases, version))?,
            Registry::Pypi | Registry::Local => resolve::pypi(fetcher, spec, &[], &self.scanner.target)?,
        };
        shrinkwrap::expand(self.scanner, &mut resolution)?;
        let json = serde_json::to_string(&resolution).expect("a resolution is plain data");
        self.scanner.remember_answer(&key, &json)?;
        Ok(resolution)
    }
}
