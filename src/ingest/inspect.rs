//! What the indexer sees in files, without an index.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use super::homes::{self, Homes};
use super::ids::Ids;
use super::pool::{self, Event, Task};
use super::survey::target;
use super::workers::complete;
use super::{IngestOptions, read_options};
use crate::corpus::{self, Content, DateHabits, FileOutcome, Found, Record, SourceFile};
use crate::enrich::places::Outlets;
use crate::error::{Fault, Result, Skipped};
use crate::index::ledger::member_path;
use crate::index::{Draft, Ledger, Origin};

/// What [`inspect`] sees.
#[derive(Debug)]
pub enum Inspected {
    /// An article.
    Article {
        /// As it would go into the index.
        draft: Box<Draft>,
        /// What was odd about it.
        warnings: Vec<String>,
    },
    /// No article by its nature.
    Ignored {
        /// The file; a member of a container as `outer.zip!/inner`.
        path: String,
        /// The record in it, when not the whole is meant.
        record: Option<u64>,
        /// What it is.
        what: String,
    },
    /// Something that cannot be read.
    Skipped(Skipped),
}

/// Gives every article under a path as the indexer would see it, without an index. Where
/// outlets are at home and how they write dates is learned from what is under the path alone.
///
/// # Errors
/// When the path does not exist, or the field mapping cannot be read.
pub fn inspect(path: &Path, options: &IngestOptions, sink: &mut dyn FnMut(Inspected)) -> Result<()> {
    let blank = read_options(&options.map, &Arc::default(), options)?;
    let mut ledger = Ledger::default();
    let target = target(&mut ledger, path)?;
    let label = ledger.roots.get(target.root).map(|r| r.label.clone()).unwrap_or_default();
    let found: Vec<Found> = corpus::walk(&target.path).collect();
    let file = |found: &Found| match found {
        Found::File(file) => Some(file.clone()),
        Found::Ignored(_) | Found::Skipped(_) => None,
    };
    let files: Vec<SourceFile> = found.iter().filter_map(file).collect();
    let first: Vec<Task<'_>> = files.iter().map(|file| Task { file, options: &blank }).collect();
    let ids = |file: &SourceFile| Ids::new(format!("{label}/{}{}", target.prefix, file.relative));
    let (outlets, habits) = learn(&first, &ids, options);
    let read_options = read_options(&options.map, &Arc::new(habits), options)?;
    let tasks: Vec<Task<'_>> = files.iter().map(|file| Task { file, options: &read_options }).collect();
    let mut seen = Seen { homes: options.extract.then(|| Homes::new(&outlets)), sink };
    for found in found {
        match found {
            Found::File(_) => {}
            Found::Ignored(path) => seen.ignored(path, None, "no article by its name".to_owned()),
            Found::Skipped(skipped) => (seen.sink)(Inspected::Skipped(skipped)),
        }
    }
    let mut current: Option<(usize, Ids, String)> = None;
    pool::read_in_order(&tasks, options.threads, &mut |at, event| {
        let Some(file) = files.get(at) else { return ControlFlow::Break(()) };
        let (_, ids, shown) = match current.take().filter(|(of, ..)| *of == at) {
            Some(same) => current.insert(same),
            None => current.insert((at, ids(file), as_given(path, file))),
        };
        match event {
            Event::Record(record) => seen.record(*record, ids, shown),
            Event::End(FileOutcome::Read { .. }) => {}
            Event::End(FileOutcome::Ignored(what)) => seen.ignored(shown.clone(), None, what),
            Event::End(FileOutcome::Skipped(fault)) => seen.skipped(shown, None, &fault),
        }
        ControlFlow::Continue(())
    });
    Ok(())
}

/// Paths are shown as they were given, not as they were followed.
fn as_given(path: &Path, file: &SourceFile) -> String {
    let given = if path.is_dir() { path.join(&file.relative) } else { path.to_path_buf() };
    given.to_string_lossy().into_owned()
}

/// Where outlets are at home, and how they write dates.
fn learn(
    tasks: &[Task<'_>],
    ids: &dyn Fn(&SourceFile) -> Ids,
    options: &IngestOptions,
) -> (Outlets, DateHabits) {
    let (mut outlets, mut habits) = (Outlets::default(), DateHabits::default());
    if !options.homes {
        return (outlets, habits);
    }
    let mut ids: Vec<Ids> = tasks.iter().map(|task| ids(task.file)).collect();
    homes::learn(&mut outlets, options.threads, |take| {
        pool::read_in_order(tasks, options.threads, &mut |at, event| {
            let Event::Record(record) = event else { return ControlFlow::Continue(()) };
            let Record { member, number, content, .. } = *record;
            if let (Some(article), Some(ids)) = (content.article(), ids.get_mut(at)) {
                habits.observe(&article);
                let id = ids.of(&article, member.as_deref(), number.unwrap_or(0));
                if options.extract {
                    take(id.number(), article);
                }
            }
            ControlFlow::Continue(())
        });
    });
    (outlets, habits)
}

/// Passes on what is seen.
struct Seen<'s, 'h> {
    homes: Option<Homes<'h>>,
    sink: &'s mut dyn FnMut(Inspected),
}

impl Seen<'_, '_> {
    fn record(&mut self, record: Record, ids: &mut Ids, shown: &str) {
        let Record { member, number, format, content, warnings } = record;
        let path = member_path(shown, member.as_deref());
        let article = match content {
            Content::Article(article) => *article,
            Content::Ignored(what) => return self.ignored(path, number, what),
            Content::Skipped(fault) => return self.skipped(&path, number, &fault),
        };
        let record = number.unwrap_or(1);
        let id = ids.of(&article, member.as_deref(), record);
        let origin = Origin { path, record, format: format.to_owned() };
        let mut draft = Draft { id, number: 0, origin, article, mentions: Vec::new() };
        complete(&mut draft, self.homes.as_mut());
        (self.sink)(Inspected::Article { draft: Box::new(draft), warnings });
    }

    fn ignored(&mut self, path: String, record: Option<u64>, what: String) {
        (self.sink)(Inspected::Ignored { path, record, what });
    }

    fn skipped(&mut self, path: &str, record: Option<u64>, fault: &Fault) {
        (self.sink)(Inspected::Skipped(Skipped::new(path, record, fault)));
    }
}
