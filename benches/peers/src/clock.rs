//! Processor time of all threads of this process, to the nanosecond where Linux tells it.

use std::fs;
use std::time::Instant;

/// Nanoseconds that all threads have run that are still there.
fn cpu_nanos() -> Option<u64> {
    // Reading this one brings the others up to date.
    fs::read("/proc/self/stat").ok()?;
    let mut sum = 0;
    for task in fs::read_dir("/proc/self/task").ok()?.flatten() {
        let stat = fs::read_to_string(task.path().join("schedstat")).ok()?;
        sum += stat.split(' ').next()?.parse::<u64>().ok()?;
    }
    Some(sum)
}

/// Runs a step; gives processor and wall seconds.
pub fn seconds<T>(step: impl FnOnce() -> T) -> (f64, f64, T) {
    let before = cpu_nanos();
    let began = Instant::now();
    let result = std::hint::black_box(step());
    let wall = began.elapsed().as_secs_f64();
    let nanos = before.zip(cpu_nanos()).map(|(before, after)| after.saturating_sub(before));
    (nanos.map_or(wall, |n| n as f64 / 1e9), wall, result)
}

/// What an empty step seems to cost.
pub fn overhead() -> f64 {
    let mut empty: Vec<f64> = (0..200).map(|_| seconds(|| ()).0).collect();
    quantile(&mut empty, 0.5)
}

/// Processor seconds of the whole process, ended threads included, in hundredths.
pub fn process_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let at = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((at(11)? + at(12)?) / 100.0)
}

/// The most memory in use so far, in MB.
pub fn peak_mb() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|p| p.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) * 1024.0 / 1e6
}

/// The value that this part of all does not exceed; 0 of none.
pub fn quantile(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values.get((last as f64 * part).round() as usize).copied().unwrap_or(0.0)
}
