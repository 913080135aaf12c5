//! CPU time, so that other work on the machine does not count; wall time where the
//! system does not tell.
//!
//! Linux keeps the nanoseconds that a thread has run in `/proc/thread-self/schedstat`,
//! brought up to date when `/proc/self/stat` is read, whose own times (in hundredths
//! of a second) also hold threads that have ended, and waited-for children.

use std::fs;
use std::time::{Duration, Instant};

/// What the figures of this system are.
pub fn name() -> &'static str {
    if thread_nanos().is_some() { "CPU time" } else { "wall time (this system does not tell CPU time)" }
}

/// Runs a step and gives what it cost this thread and how long it took, in seconds.
pub fn thread_seconds<T>(step: impl FnOnce() -> T) -> (f64, f64, T) {
    let before = thread_nanos();
    let wall = Instant::now();
    let result = std::hint::black_box(step());
    let wall = wall.elapsed().as_secs_f64();
    let spent = match (before, thread_nanos()) {
        (Some(before), Some(after)) => Duration::from_nanos(after.saturating_sub(before)).as_secs_f64(),
        _ => wall,
    };
    (spent, wall, result)
}

/// What an empty step seems to cost: the clock's own price, to be taken off.
pub fn thread_overhead() -> f64 {
    let mut empty: Vec<f64> = (0..200).map(|_| thread_seconds(|| ()).0).collect();
    super::table::median(&mut empty)
}

/// Processor and wall seconds of a step, over all threads of the process.
pub fn process_seconds<T>(step: impl FnOnce() -> T) -> (f64, f64, T) {
    let (wall, before) = (Instant::now(), own_seconds());
    let result = step();
    let wall = wall.elapsed().as_secs_f64();
    let cpu = before.zip(own_seconds()).map_or(wall, |(before, after)| after - before);
    (cpu, wall, result)
}

/// Processor seconds of this process from its start, in hundredths.
pub fn own_seconds() -> Option<f64> {
    Ticks::now().map(|t| t.own)
}

/// Processor seconds of all children that have ended, in hundredths.
pub fn children_seconds() -> Option<f64> {
    Ticks::now().map(|t| t.children)
}

/// The most memory that this process has had in use, in MB; 0 where the system does not tell.
pub fn peak_mb() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|p| p.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) * 1024.0 / 1e6
}

fn thread_nanos() -> Option<u64> {
    fs::read("/proc/self/stat").ok()?;
    fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
}

struct Ticks {
    own: f64,
    children: f64,
}

impl Ticks {
    fn now() -> Option<Ticks> {
        const PER_SECOND: f64 = 100.0;
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        // The name of the program, in brackets, may hold anything; behind it stands field 3.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let seconds = |at: usize| Some(fields.get(at)?.parse::<f64>().ok()? / PER_SECOND);
        Some(Ticks { own: seconds(11)? + seconds(12)?, children: seconds(13)? + seconds(14)? })
    }
}
