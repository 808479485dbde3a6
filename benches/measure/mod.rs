//! CPU time and memory of this process, as Linux counts them.
#![allow(dead_code, reason = "each bench takes a part")]

use std::error::Error;
use std::fs;

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

/// Of all threads, those that have ended included: `utime`, counted in hundredths of a second.
fn user_time() -> Outcome<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The program's name comes second, in parentheses, and may hold anything.
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: f64 = fields.split_whitespace().nth(11).ok_or("no utime in /proc/self/stat")?.parse()?;
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
