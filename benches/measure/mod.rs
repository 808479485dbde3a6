//! CPU time and memory of this process, as Linux counts them.
#![allow(dead_code, reason = "each bench takes a part")]

use std::error::Error;
use std::fmt;
use std::fs;

use mimalloc::MiMalloc;

/// The program's own, so that what is measured is what people run.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// The system counts CPU time in steps of 10 ms: what takes less than this is done again until it does not.
const ENOUGH: f64 = 0.5;

/// Seconds of user CPU that one run takes.
pub fn cpu(mut work: impl FnMut() -> Outcome<()>) -> Outcome<f64> {
    let (begin, mut runs) = (user_time()?, 0);
    loop {
        work()?;
        runs += 1;
        let spent = user_time()? - begin;
        if spent >= ENOUGH || runs >= 1000 {
            return Ok(spent / f64::from(runs));
        }
    }
}

/// Seconds that each of several rounds took.
#[derive(Default)]
pub struct Rounds(Vec<f64>);

impl Rounds {
    pub fn add(&mut self, seconds: f64) {
        self.0.push(seconds);
        self.0.sort_by(f64::total_cmp);
    }

    /// What others do on the machine only ever adds to it.
    pub fn least(&self) -> f64 {
        self.0.first().copied().unwrap_or_default()
    }

    pub fn median(&self) -> f64 {
        let middle = self.0.len() / 2;
        let below = middle.saturating_sub(usize::from(self.0.len().is_multiple_of(2)));
        (self.0.get(below).copied().unwrap_or_default() + self.0.get(middle).copied().unwrap_or_default()) / 2.0
    }
}

/// A scan beside a bare parse, measured by turns.
#[derive(Default)]
pub struct Beside {
    pub scan: Rounds,
    pub bare: Rounds,
}

impl fmt::Display for Beside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |f: &mut fmt::Formatter<'_>, name: &str, of: fn(&Rounds) -> f64| {
            let (bare, scan) = (of(&self.bare), of(&self.scan));
            write!(f, "  {name}: bare parse {bare:.3} s, whole scan {scan:.3} s of user CPU: {:.2} times", scan / bare)
        };
        line(f, "least ", Rounds::least)?;
        writeln!(f)?;
        line(f, "median", Rounds::median)
    }
}

/// Of all threads, those that have ended included: `utime`, counted in hundredths of a second.
fn user_time() -> Outcome<f64> {
    ticks(11)
}

/// Of all processes that this one has started and waited for: `cutime`.
pub fn user_time_of_children() -> Outcome<f64> {
    ticks(13)
}

/// Fields are counted from the one behind the program's name, which stands in parentheses and may hold anything.
fn ticks(field: usize) -> Outcome<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: f64 = fields.split_whitespace().nth(field).ok_or("/proc/self/stat lacks a field")?.parse()?;
    Ok(ticks / 100.0)
}

/// The most memory held at once, in KiB.
pub fn peak() -> Outcome<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("/proc/self/status lacks a line")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

/// The peak counts anew from here; where the system refuses, it is that of the whole run.
pub fn forget_peak() {
    if fs::write("/proc/self/clear_refs", "5").is_err() {
        println!("note: the peak of memory includes what ran before");
    }
}
