//! A night over many small packages of a registry on 127.0.0.1: how many a second, and how much memory. `cargo bench --bench sweep`
//!
//! Linux only. After `--`: how many packages, and each number of processes to try: `cargo bench --bench sweep -- 10000 1 4`.
//! `MCPSCAN_DATABASE` names a PostgreSQL database to take in place of SQLite; its nights stay there.

mod crowd;

use std::error::Error;
use std::fmt::Write;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use crowd::Crowd;
use tempfile::TempDir;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let numbers: Vec<usize> = env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let (packages, processes) = numbers.split_first().map_or((10_000, &[1, 4][..]), |(first, rest)| (*first, rest));
    println!(
        "{:>10}{:>11}{:>8}{:>10}{:>10}{:>12}{:>12}{:>14}",
        "processes", "night", "s", "a second", "CPU s", "ms CPU each", "peak MiB", "early MiB"
    );
    processes.iter().try_for_each(|count| nights(packages, *count))
}

/// A cold night and a warm one, in a cache of their own.
fn nights(packages: usize, processes: usize) -> Outcome<()> {
    let folder = TempDir::new()?;
    let crowd = Crowd::start()?;
    let mut list = String::new();
    for number in 0..packages {
        writeln!(list, "npm {}@1.0.0", crowd::name(number))?;
    }
    fs::write(folder.path().join("list.txt"), list)?;
    for night in ["cold", "warm"] {
        let planned = command(&folder, "plan", &crowd).args(["--list", "list.txt", "--anew"]).output()?;
        if !planned.status.success() {
            return Err(String::from_utf8_lossy(&planned.stderr).into_owned().into());
        }
        let begun = Instant::now();
        let mut workers = Vec::new();
        for _ in 0..processes {
            workers.push(command(&folder, "work", &crowd).args(["--no-provenance", "--jobs", "4", "-q"]).spawn()?);
        }
        let watched = watch(&mut workers, begun)?;
        let (seconds, cpu) = (begun.elapsed().as_secs_f64(), watched.cpu);
        println!(
            "{processes:>10}{night:>11}{seconds:>8.1}{:>10.0}{cpu:>10.1}{:>12.2}{:>12.0}{:>14.0}",
            packages as f64 / seconds,
            cpu * 1e3 / packages as f64,
            watched.peak as f64 / 1024.0,
            watched.early as f64 / 1024.0,
        );
    }
    Ok(())
}

fn command(folder: &TempDir, action: &str, crowd: &Crowd) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mcpscan"));
    command.env_clear().env("HOME", folder.path()).current_dir(folder.path());
    command.envs(env::vars().filter(|(name, _)| name == "MCPSCAN_DATABASE" || name.starts_with("PG")));
    command.args(["sweep", action, "--cache-dir", "cache", "--registry", &crowd.url(), "--mcp-registry", "none"]);
    command.args(["--requests-per-second", "0"]).stdin(Stdio::null()).stdout(Stdio::null());
    command
}

#[derive(Default)]
struct Watched {
    /// Seconds of all processes.
    cpu: f64,
    /// KiB of the largest process.
    peak: u64,
    /// The same after the first seconds: where memory is flat, little more.
    early: u64,
}

/// Until all of them are home.
fn watch(workers: &mut [Child], begun: Instant) -> Outcome<Watched> {
    let mut watched = Watched::default();
    let mut cpu = vec![0.0; workers.len()];
    loop {
        let mut left = 0;
        for (at, worker) in workers.iter_mut().enumerate() {
            let folder = format!("/proc/{}", worker.id());
            // A process that has ended but was not waited for still tells its times.
            if let Some(seconds) = fs::read_to_string(format!("{folder}/stat")).ok().and_then(|stat| seconds(&stat)) {
                cpu[at] = seconds;
            }
            let status = fs::read_to_string(format!("{folder}/status")).unwrap_or_default();
            let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
            watched.peak = watched.peak.max(peak.unwrap_or_default());
            left += usize::from(worker.try_wait()?.is_none());
        }
        if begun.elapsed() < Duration::from_secs(5) {
            watched.early = watched.peak;
        }
        if left == 0 {
            watched.cpu = cpu.iter().sum();
            return Ok(watched);
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// User and system time of `/proc/PID/stat`, whose clock ticks a hundred times a second.
fn seconds(stat: &str) -> Option<f64> {
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}
