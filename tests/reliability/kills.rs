//! Processes that die while they write: at random moments, and at every named place.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use dateline::index::{Archive, failpoint};

use crate::archive::{Folder, Numbers, STARTING, add, batches, long};

const INDEX: &str = "DATELINE_TEST_INDEX";

/// Not a test of its own: what the other process runs. It adds one batch after the other, each
/// of which replaces an article, and says when one is committed.
#[test]
fn child() {
    let Some(dir) = std::env::var_os(INDEX) else { return };
    let archive = Archive::open_or_create(&dir).unwrap();
    let first = std::env::var("DATELINE_TEST_FIRST").unwrap().parse().unwrap();
    for batch in first..first + 40_u64 {
        add(&archive, batch).unwrap();
        println!("committed {batch}");
        std::io::stdout().flush().unwrap();
    }
}

fn start(dir: &Path, first: u64, failpoint: Option<&str>) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "kills::child", "--nocapture", "--test-threads=1"]);
    command.env(INDEX, dir).env("DATELINE_TEST_FIRST", first.to_string());
    failpoint.map(|name| command.env("DATELINE_FAILPOINT", name));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let _alone = STARTING.write();
    command.spawn().unwrap()
}

/// Waits for the end of a process that was killed or died; gives the last batch it committed.
fn last_committed(mut child: Child) -> Option<u64> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let committed = lines.filter_map(|line| line.split("committed ").nth(1)?.trim().parse().ok()).last();
    child.wait().unwrap();
    committed
}

/// All batches up to the last one that was committed are there, and at most one more.
fn check(dir: &Path, before: Option<u64>, committed: Option<u64>, case: &str) -> Option<u64> {
    let acknowledged = committed.or(before);
    if acknowledged.is_none() && !dir.join("dateline.json").exists() {
        return None;
    }
    let found = batches(dir);
    let count = found.len() as u64;
    let wanted = acknowledged.map_or(0, |last| last + 1);
    assert!(count == wanted || count == wanted + 1, "{case}: {count} batches, {wanted} acknowledged");
    assert!(found.iter().copied().eq(0..count), "{case}: {found:?}");
    count.checked_sub(1)
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_acknowledged() {
    let (mut folder, mut last) = (Folder::new("kills"), None);
    let mut numbers = Numbers(11);
    let mut commits = 0;
    for kill in 0..if long() { 150 } else { 30 } {
        // A new index now and then, so that the first moments are among those that are met.
        if kill % 5 == 0 {
            (folder, last) = (Folder::new("kills"), None);
        }
        let first = last.map_or(0, |last| last + 1);
        let mut child = start(&folder.index(), first, None);
        let mut killer = Duration::from_millis(numbers.below(if kill % 5 == 0 { 120 } else { 500 }));
        while !killer.is_zero() {
            let part = killer.min(Duration::from_millis(20));
            std::thread::sleep(part);
            killer -= part;
        }
        child.kill().unwrap();
        let committed = last_committed(child);
        let now = check(&folder.index(), last, committed, &format!("kill {kill}"));
        commits += now.map_or(0, |n| n + 1) - first;
        last = now;
    }
    assert!(commits > 20, "{commits} commits came between the kills");
}

#[test]
fn a_death_at_every_named_place_loses_nothing_that_was_acknowledged() {
    if !cfg!(debug_assertions) {
        eprintln!("skipped: a release build has no named places");
        return;
    }
    for name in failpoint::NAMES.iter().filter(|name| !name.ends_with("-swap")) {
        // The first passage is in an empty index, later ones replace and merge.
        for time in [1, 2, 9] {
            let (folder, case) = (Folder::new("places"), format!("{name}:{time}"));
            let committed = last_committed(start(&folder.index(), 0, Some(&case)));
            assert!(committed.is_none_or(|last| last < 39), "{case} was never passed");
            let last = check(&folder.index(), None, committed, &case);
            let archive = Archive::open_or_create(folder.index()).unwrap();
            let next = last.map_or(0, |last| last + 1);
            add(&archive, next).unwrap();
            assert_eq!(batches(&folder.index()).len() as u64, next + 1, "{case}");
        }
    }
}
