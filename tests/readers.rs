//! What each reader makes of a file, side by side with the file.
//!
//! Every file in `readers/` that does not end in `.expected` is an input; what is
//! read from it stands in the `.expected` file of the same name. After a change that
//! is meant, `DATELINE_BLESS=1 cargo test --test readers` writes the expectations
//! anew; look at the difference before it is committed.

use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use dateline::article::Article;
use dateline::corpus::{Content, FORMATS, FieldMap, FileOutcome, Found, ReadOptions, Record, read, walk};

#[test]
fn every_format_is_read_as_expected() {
    let bless = std::env::var_os("DATELINE_BLESS").is_some();
    let mut wrong = Vec::new();
    for input in inputs() {
        let expected = PathBuf::from(format!("{}.expected", input.display()));
        let seen = rendered(&input);
        if bless {
            fs::write(&expected, &seen).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != seen {
            wrong.push(format!("{}\n{seen}", input.display()));
        }
    }
    assert!(wrong.is_empty(), "read otherwise than expected:\n{}", wrong.join("\n"));
}

#[test]
fn every_format_has_an_example_with_something_damaged() {
    let all: Vec<String> = inputs().iter().map(|input| rendered(input)).collect();
    for format in FORMATS {
        let mut mine = all.iter().filter(|seen| seen.starts_with(&format!("format: {}\n", format.name)));
        assert!(
            mine.any(|seen| seen.contains("\nfault: ") || seen.contains("\nwarning: ")),
            "{}",
            format.name
        );
    }
}

#[test]
fn the_readme_lists_every_format() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap_or_default();
    for format in FORMATS {
        assert!(
            readme.contains(&format!("| {} |", format.title)),
            "README.md has no row for {}",
            format.title
        );
    }
}

#[test]
fn a_sink_that_breaks_gets_no_more() {
    let Some(Found::File(file)) = walk(&root().join("tests/readers/lines.jsonl")).next() else {
        panic!("no file")
    };
    let mut given = 0;
    let _ = read(&file, &ReadOptions::default(), &mut |_| {
        given += 1;
        ControlFlow::Break(())
    });
    assert_eq!(given, 1);
}

/// Each input, damaged in forty ways that a fixed seed decides, is read to an end
/// without a panic, and the numbers of its records rise.
#[test]
fn damage_never_stops_a_reader() {
    let folder = scratch("damaged");
    let mut state: u64 = 7;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    for input in inputs() {
        let whole = fs::read(&input).unwrap();
        let path = folder.join(input.file_name().unwrap());
        for _ in 0..40 {
            let mut bytes = whole.clone();
            let at = random(bytes.len());
            match random(4) {
                0 => bytes.truncate(at),
                1 => drop(bytes.drain(at..(at + random(20)).min(whole.len()))),
                _ => bytes.iter_mut().skip(at).take(1 + random(3)).for_each(|b| *b = random(256) as u8),
            }
            fs::write(&path, &bytes).unwrap();
            let Some(Found::File(file)) = walk(&path).next() else { panic!("no file") };
            let mut last = (None, 0);
            read(&file, &ReadOptions::default(), &mut |record| {
                if let Some(number) = record.number {
                    assert!(record.member != last.0 || number > last.1, "{}", path.display());
                    last = (record.member, number);
                }
                ControlFlow::Continue(())
            });
        }
    }
}

#[test]
fn mapped_columns_and_admitted_file_times() {
    let folder = scratch("mapped");
    fs::write(folder.join("a.csv"), "pub_dt,txt\n2024-08-08,It rained all day in the town.\n").unwrap();
    fs::write(folder.join("b.txt"), "It rained.").unwrap();
    let map: FieldMap = "date=pub_dt,body=txt".parse().unwrap();
    let mut sources = Vec::new();
    for found in walk(&folder) {
        let Found::File(file) = found else { continue };
        read(
            &file,
            &ReadOptions { map: map.clone(), dates_from_mtime: true, ..ReadOptions::default() },
            &mut |record| {
                sources.extend(record.content.article().and_then(|a| a.published).map(|p| p.source.as_str()));
                ControlFlow::Continue(())
            },
        );
    }
    assert_eq!(sources, ["header", "mtime"]);
}

#[test]
fn a_walk_accounts_for_everything_it_meets() {
    let folder = scratch("walk");
    fs::create_dir_all(folder.join("old index")).unwrap();
    fs::create_dir_all(folder.join(".git")).unwrap();
    for name in [
        "b.txt",
        "a.txt",
        "README",
        "licence.md",
        "x.dtd",
        "old index/dateline.json",
        ".git/c.txt",
        ".hidden",
    ] {
        fs::write(folder.join(name), "text").unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.join("a.txt"), folder.join("link.txt")).unwrap();
    let seen: Vec<String> = walk(&folder)
        .map(|found| match found {
            Found::File(file) => format!("file {}", file.relative),
            Found::Ignored(path) => format!("ignored {}", path.rsplit('/').next().unwrap_or_default()),
            Found::Skipped(skipped) => format!("skipped {}", skipped.reason),
        })
        .collect();
    let mut expected = vec![
        "ignored .git",
        "ignored .hidden",
        "ignored README",
        "file a.txt",
        "file b.txt",
        "ignored licence.md",
        "skipped it is a symbolic link, which is not followed",
        "ignored old index",
        "ignored x.dtd",
    ];
    if !cfg!(unix) {
        expected.remove(6);
    }
    assert_eq!(seen, expected);
    let missing: Vec<Found> = walk(&folder.join("nowhere")).collect();
    assert!(matches!(missing.as_slice(), [Found::Skipped(s)] if s.reason == "no such file or folder"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// An empty folder for one test.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn inputs() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("tests/readers")).unwrap();
    let mut inputs: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    inputs.retain(|path| path.extension().is_none_or(|e| e != "expected"));
    inputs.sort();
    inputs
}

/// What is read from a file, for people to compare.
fn rendered(input: &Path) -> String {
    let Some(Found::File(file)) = walk(input).next() else { return "not a file\n".to_owned() };
    let mut records = String::new();
    let outcome = read(&file, &ReadOptions::default(), &mut |record| {
        render(&record, &mut records);
        ControlFlow::Continue(())
    });
    let head = match outcome {
        FileOutcome::Read { format } => format!("format: {format}\n"),
        FileOutcome::Ignored(what) => format!("ignored: {what}\n"),
        FileOutcome::Skipped(fault) => format!("skipped: {} ({fault})\n", fault.reason.code()),
    };
    head + &records
}

fn render(record: &Record, out: &mut String) {
    let member = record.member.as_ref().map(|m| format!(" of {m}")).unwrap_or_default();
    let number = record.number.map_or("whole".to_owned(), |n| n.to_string());
    let format = if record.member.is_some() { format!(" ({})", record.format) } else { String::new() };
    let _ = writeln!(out, "--- record {number}{member}{format}");
    match &record.content {
        Content::Article(article) => render_article(article, out),
        Content::Ignored(what) => {
            let _ = writeln!(out, "ignored: {what}");
        }
        Content::Skipped(fault) => {
            let _ = writeln!(out, "fault: {} ({fault})", fault.reason.code());
        }
    }
    for warning in &record.warnings {
        let _ = writeln!(out, "warning: {warning}");
    }
}

fn render_article(article: &Article, out: &mut String) {
    let published = article.published.as_ref().map(|p| {
        let clock = p.second_of_day.map(|s| format!(", second {s}")).unwrap_or_default();
        let instant = p.instant.as_ref().map(|i| format!(", {i}")).unwrap_or_default();
        format!("{} by {} ({}){clock}{instant}", p.date, p.source.as_str(), p.raw)
    });
    let joined = |texts: &[String]| (!texts.is_empty()).then(|| texts.join(" / "));
    let updated = article.updated.as_ref().map(|p| format!("{} ({})", p.date, p.raw));
    let revision = article.revision.as_ref().map(|r| {
        let of = r.of.as_ref().map(|of| format!(" of {of}")).unwrap_or_default();
        let note = r.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        format!("{}{of}{note}", r.kind.as_str())
    });
    let confidence = article.ocr_confidence.map(|c| format!("{c} thousandths"));
    let keywords = (!article.keywords.is_empty()).then(|| article.keywords.join("; "));
    let fields = [
        ("id", &article.source_id),
        ("title", &article.title),
        ("subheads", &joined(&article.subheads)),
        ("lead", &article.lead),
        ("published", &published),
        ("updated", &updated),
        ("revision", &revision),
        ("form", &article.form.map(|form| form.as_str().to_owned())),
        ("confidence", &confidence),
        ("outlet", &article.outlet),
        ("byline", &article.byline),
        ("dateline", &article.dateline),
        ("url", &article.url),
        ("lang", &article.lang),
        ("section", &article.section),
        ("keywords", &keywords),
        ("captions", &joined(&article.captions)),
        ("asides", &joined(&article.asides)),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            let _ = writeln!(out, "{name}: {value}");
        }
    }
    for line in article.body.lines() {
        let _ = writeln!(out, "{}", format!("  {line}").trim_end());
    }
}
