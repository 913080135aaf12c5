//! `dateline inspect`: what the indexer sees in files, without an index.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use dateline::error::Result;
use dateline::ingest::{self, Inspected};
use dateline::render::{self, safe};

use super::common::{FOUND, NOTHING, SKIPPED, note, refuse_format, style};
use super::index::Reading;
use super::{Common, Format};

/// The flags of `dateline inspect`.
#[derive(Debug, Args)]
pub struct Flags {
    /// Files and folders to look at
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "inspect", &[Format::Text, Format::Jsonl])?;
    let options = flags.reading.options(common);
    if let Some(own) = flags.reading.own_places()? {
        for warning in own.warnings() {
            note(common, &format!("{}:{}: {}", warning.path, warning.record.unwrap_or(0), warning.reason));
        }
        own.install()?;
    }
    let (mut articles, mut ignored, mut skipped) = (0u64, 0u64, 0u64);
    for path in &flags.paths {
        let mut failure = None;
        ingest::inspect(path, &options, &mut |inspected| {
            match &inspected {
                Inspected::Article { draft, warnings } => {
                    articles += 1;
                    for warning in warnings {
                        note(
                            common,
                            &format!(
                                "{} record {}: {warning}",
                                safe::path(&draft.origin.path),
                                draft.origin.record
                            ),
                        );
                    }
                }
                Inspected::Ignored { .. } => ignored += 1,
                Inspected::Skipped(_) => skipped += 1,
            }
            if failure.is_none() {
                failure = print(&inspected, common, out).err();
            }
        })?;
        if let Some(failure) = failure {
            return Err(failure);
        }
    }
    Ok(match (articles + ignored, skipped) {
        (_, 1..) => SKIPPED,
        (0, 0) => NOTHING,
        _ => FOUND,
    })
}

fn print(inspected: &Inspected, common: &Common, out: &mut dyn Write) -> Result<()> {
    match inspected {
        Inspected::Article { draft, .. } => {
            let article = render::Inspected {
                id: draft.id,
                origin: &draft.origin,
                article: &draft.article,
                mentions: &draft.mentions,
            };
            match common.format {
                Format::Jsonl => render::json::inspect(&article, out),
                _ => render::text::inspect(&article, style(common), out),
            }
        }
        Inspected::Ignored { path, record, what } => match common.format {
            Format::Jsonl => render::json::ignored(path, *record, what, out),
            _ => render::text::ignored(path, *record, what, style(common), out),
        },
        Inspected::Skipped(skipped) => match common.format {
            Format::Jsonl => render::json::skipped(skipped, out),
            _ => render::text::skipped(skipped, style(common), out),
        },
    }
}
