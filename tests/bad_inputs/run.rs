//! Runs the program and watches what it takes and shows.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How a run of the program went.
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    /// The most memory that it had; `None` where the system does not tell.
    pub peak_kib: Option<u64>,
    pub seconds: f64,
}

impl Ran {
    pub fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }

    /// What it gave out that a terminal would act on.
    pub fn raw_characters(&self) -> Vec<String> {
        let streams = [("stdout", &self.stdout), ("stderr", &self.stderr)];
        let raw = |bytes: &[u8]| String::from_utf8_lossy(bytes).chars().find(|&c| acts_on_screen(c));
        let named = streams.into_iter().filter_map(|(name, bytes)| Some((name, raw(bytes)?)));
        named.map(|(name, c)| format!("a raw U+{:04X} on {name}", u32::from(c))).collect()
    }
}

/// Control characters, and those that turn the direction of the text behind them.
fn acts_on_screen(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// Runs the program in a folder.
pub fn dateline(folder: &Path, words: &[&str]) -> Ran {
    let began = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(words)
        .current_dir(folder)
        .env_remove("DATELINE_INDEX")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (stdout, stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let (stdout, stderr) = (thread::spawn(|| all(stdout)), thread::spawn(|| all(stderr)));
    let (code, peak_kib) = watched(&mut child);
    Ran {
        code,
        stdout: stdout.join().unwrap(),
        stderr: stderr.join().unwrap(),
        peak_kib,
        seconds: began.elapsed().as_secs_f64(),
    }
}

fn all(mut stream: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    bytes
}

/// Waits for the end, and looks now and then how much memory was taken.
fn watched(child: &mut Child) -> (Option<i32>, Option<u64>) {
    let mut peak = None;
    loop {
        peak = peak.max(high_water(child.id()));
        if let Some(status) = child.try_wait().unwrap() {
            return (status.code(), peak);
        }
        thread::sleep(Duration::from_millis(10));
    }
}

fn high_water(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
