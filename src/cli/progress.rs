//! What is being done now, on a line of stderr that goes away: only where a person watches.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::closure::Stage;
use crate::report::escape;

#[derive(Debug, Clone)]
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Silent unless `visible`.
    pub fn new(visible: bool) -> Self {
        if !visible {
            return Self { bar: ProgressBar::hidden() };
        }
        let bar = ProgressBar::new_spinner();
        bar.set_style(ProgressStyle::with_template("{spinner} {msg}").expect("the template is fixed and well formed"));
        // A cached answer is there before anything shows.
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar }
    }

    /// What is done from now on: `fetching server-1.2.3.tgz`.
    pub fn step(&self, what: &str) {
        self.bar.set_message(escape(what).into_owned());
    }

    /// How far an installation is, and how long the rest may take.
    pub fn installation(&self, stage: Stage) {
        let Stage { packages, fetched, judged } = stage;
        if packages == 0 || self.bar.is_hidden() {
            return;
        }
        if self.bar.length() != Some(packages as u64) {
            let style = ProgressStyle::with_template("{spinner} {msg} {bar:20} {eta} left").expect("the template is fixed and well formed");
            self.bar.set_style(style);
            self.bar.set_length(packages as u64);
            self.bar.reset_eta();
        }
        self.bar.set_position(judged as u64);
        self.bar.set_message(format!("{packages} packages resolved, {fetched} fetched, {judged} analysed"));
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
