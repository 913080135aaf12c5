//! The `dateline` command: read the flags, do the work, say how it went.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

mod cli;

fn main() -> ExitCode {
    let args = match cli::Args::try_parse() {
        Ok(args) => args,
        Err(refusal) => cli::refuse(&refusal),
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let outcome = cli::run(&args, &mut out).and_then(|code| {
        out.flush().map_err(dateline::error::Error::Output)?;
        Ok(code)
    });
    match outcome {
        Ok(code) => ExitCode::from(code),
        // The reader of our pipe has seen enough: `dateline search flood | head`.
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("dateline: {}", cli::shown(&error));
            ExitCode::from(error.code())
        }
    }
}
