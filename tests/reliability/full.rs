//! Disks of twelve sizes, all too small or nearly so. Where the system lets us, a disk in memory
//! is made for it; else what a file may take is limited.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use dateline::index::verify::{Depth, verify};

use crate::archive::{Folder, Numbers, STARTING};

const SIZES_KIB: [u64; 12] = [64, 128, 192, 256, 320, 384, 512, 640, 800, 1024, 1400, 2000];
const ARTICLES: u64 = 150;

/// A disk in memory of a fixed size; gone when the test is over.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: PathBuf, kib: u64) -> Option<Disk> {
        fs::create_dir_all(&at).unwrap();
        let size = format!("size={kib}k");
        run(Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&at))?;
        Some(Disk(at))
    }

    fn grow(&self) {
        run(Command::new("mount").args(["-o", "remount,size=64m"]).arg(&self.0)).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = run(Command::new("umount").arg("-l").arg(&self.0));
    }
}

fn output(command: &mut Command) -> Option<Output> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = {
        let _alone = STARTING.write();
        command.spawn().ok()?
    };
    child.wait_with_output().ok()
}

fn run(command: &mut Command) -> Option<()> {
    output(command).filter(|output| output.status.success()).map(|_| ())
}

fn corpus(dir: &Path) -> PathBuf {
    let mut numbers = Numbers(7);
    let mut line = |n: u64| {
        let body: Vec<String> = (0..80).map(|_| format!("word{}", numbers.below(4_000))).collect();
        format!("{{\"id\": {n}, \"title\": \"Item {n}\", \"body\": \"{}\"}}\n", body.join(" "))
    };
    let path = dir.join("news.jsonl");
    fs::write(&path, (0..ARTICLES).map(&mut line).collect::<String>()).unwrap();
    path
}

fn index(corpus: &Path, index: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.arg("index").arg(corpus).arg("--index").arg(index).args(["--no-extract", "--threads", "1"]);
    command
}

/// A run that met no room says so and leaves an index that is whole, if any.
fn check(output: &Output, dir: &Path, case: &str) -> bool {
    let said = String::from_utf8_lossy(&output.stderr);
    let complete = output.status.success();
    assert!(complete || output.status.code() == Some(3), "{case}: {:?} {said}", output.status);
    assert!(complete || said.contains("no room left") || said.contains("cannot write"), "{case}: {said}");
    match verify(dir, Depth::Full) {
        Ok(found) => {
            assert!(found.is_sound(), "{case}: {:?}", found.damage);
            assert_eq!(found.articles, if complete { ARTICLES } else { 0 }, "{case}");
        }
        Err(error) => assert!(!complete && error.to_string().contains("no index in"), "{case}: {error}"),
    }
    complete
}

#[test]
fn a_full_disk_costs_nothing_but_the_run() {
    let folder = Folder::new("full");
    let corpus = corpus(&folder.0);
    let mut refused = 0;
    for kib in SIZES_KIB {
        let case = format!("{kib} KiB");
        let disk = Disk::mount(folder.0.join(format!("disk{kib}")), kib);
        let dir = match &disk {
            Some(disk) => disk.0.join("index"),
            None => folder.0.join(format!("index{kib}")),
        };
        let first = match &disk {
            Some(_) => output(&mut index(&corpus, &dir)).unwrap(),
            None => {
                // Without the right to mount, no file may be larger than a part of that.
                let limit = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", kib / 8);
                let plain = index(&corpus, &dir);
                let mut shell = Command::new("sh");
                shell.args(["-c", &limit]).arg(plain.get_program()).args(plain.get_args());
                output(&mut shell).unwrap()
            }
        };
        refused += u32::from(!check(&first, &dir, &case));
        disk.iter().for_each(Disk::grow);
        let again = output(&mut index(&corpus, &dir)).unwrap();
        assert!(check(&again, &dir, &case), "{case}: with room again it goes on");
    }
    assert!((4..12).contains(&refused), "{refused} of the sizes were too small");
}
