//! Runs the program, watches how long it takes and how much memory, and ends it when it hangs.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How a run of the program went.
pub struct Ran {
    /// `None`: ended by a signal, or by us when it did not end by itself.
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    /// The most memory that it was seen with; 0 where the system does not tell.
    pub peak_kib: u64,
}

/// Far beyond what any query needs, even in a slow build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs the program in a folder.
pub fn dateline(folder: &Path, words: &[&str]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(words)
        .current_dir(folder)
        .env_remove("DATELINE_INDEX")
        .env_remove("DATELINE_CORRECTIONS")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (stdout, stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let (stdout, stderr) = (thread::spawn(|| all(stdout)), thread::spawn(|| all(stderr)));
    let (code, peak_kib) = watched(&mut child);
    Ran { code, stdout: stdout.join().unwrap(), stderr: stderr.join().unwrap(), peak_kib }
}

fn all(mut stream: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    bytes
}

fn watched(child: &mut Child) -> (Option<i32>, u64) {
    let (began, mut peak) = (Instant::now(), 0);
    loop {
        peak = peak.max(high_water(child.id()));
        if let Some(status) = child.try_wait().unwrap() {
            return (status.code(), peak);
        }
        if began.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            return (None, peak);
        }
        thread::sleep(Duration::from_millis(3));
    }
}

fn high_water(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse().ok()).unwrap_or(0)
}
