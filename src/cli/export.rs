//! `dateline export`: every match, without a limit.
//!
//! What a row is (`--rows`) and how rows are written (`--format`) are asked for apart; which go
//! together is decided here, in one place.

use std::io::Write;

use super::common::{FOUND, NOTHING, QueryFlags, ReceiptFlag, note, notes, refuse_format, snapshot, style};
use super::{Common, Format};
use clap::{Args, ValueEnum};
use dateline::error::{Error, Result};
use dateline::index::{Record, Snapshot};
use dateline::query::Query;
use dateline::render::cite::{Bibliography, Style};
use dateline::render::fields::{Fields, Form, Known};
use dateline::render::text::Layout;
use dateline::render::{csv, json, text};
use dateline::search::kwic::{Context, Kwic, Side};
use dateline::search::{Lead, SearchOptions, Sort};

/// The flags of `dateline export`.
#[derive(Debug, Args)]
pub struct Flags {
    #[command(flatten)]
    query: QueryFlags,
    #[command(flatten)]
    receipt: ReceiptFlag,
    /// With --by story, which of the matching articles of a story stands for it: earliest, latest, longest or outlet:NAME
    #[arg(long, value_name = "LEAD", default_value_t = Lead::default())]
    lead: Lead,
    /// What a row is
    #[arg(long, value_enum, value_name = "WHAT", default_value = "articles")]
    rows: Rows,
    /// The order of rows
    #[arg(long, value_enum, value_name = "ORDER", default_value = "oldest")]
    sort: Order,
    /// The fields of an article, in this order, for jsonl and csv: id,title,date,…
    #[arg(long, value_name = "NAMES")]
    fields: Option<String>,
    /// With the text of articles, as jsonl and csv have it unless --fields names others
    #[arg(long, overrides_with = "no_text")]
    text: bool,
    /// Without the text of articles
    #[arg(long, overrides_with = "text")]
    no_text: bool,
    /// Begin CSV with a byte order mark, by which some spreadsheets know UTF-8
    #[arg(long)]
    bom: bool,
    /// What stands on each side of a match: 60 characters, or 8w for words
    #[arg(long, value_name = "N")]
    context: Option<Context>,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Rows {
    /// An article
    Articles,
    /// A match in its context (keyword in context)
    Kwic,
    /// An actor and a place in one sentence, with the day
    Comentions,
}

/// The order of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Order {
    /// Best first
    Relevance,
    /// Newest first
    Newest,
    /// Oldest first
    Oldest,
    /// By what stands before the match, for kwic
    Left,
    /// By what stands behind the match, for kwic
    Right,
}

impl Order {
    fn of_articles(self) -> Sort {
        match self {
            Order::Relevance => Sort::Relevance,
            Order::Newest => Sort::Newest,
            Order::Oldest | Order::Left | Order::Right => Sort::Oldest,
        }
    }

    fn side(self) -> Option<Side> {
        match self {
            Order::Left => Some(Side::Left),
            Order::Right => Some(Side::Right),
            Order::Relevance | Order::Newest | Order::Oldest => None,
        }
    }
}

/// Carries out the command. Without `--format` articles are written as JSON Lines, matches in their
/// context as text, and co-mentions as CSV.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    let rows = if common.format == Format::Kwic { Rows::Kwic } else { flags.rows };
    check(flags, common, rows)?;
    let fields = fields(flags, common.format)?;
    let snapshot = flags.query.stories.group(snapshot(common)?)?;
    let query = flags.query.parse()?;
    let (sort, lead) = (flags.sort.of_articles(), flags.lead.clone());
    let options = SearchOptions { sort, lead, ..flags.query.options()? };
    flags.receipt.write(&snapshot, &flags.query, "export", sort, None)?;
    if flags.bom {
        csv::mark_bytes(out)?;
    }
    let written = match rows {
        Rows::Articles => articles(&snapshot, &query, &options, &Wanted { flags, common, fields }, out)?,
        Rows::Kwic => kwic(&snapshot, &query, &options, &Wanted { flags, common, fields }, out)?,
        Rows::Comentions => comentions(&snapshot, &query, &options, common, out)?,
    };
    Ok(if written > 0 { FOUND } else { NOTHING })
}

/// What was asked for.
struct Wanted<'f> {
    flags: &'f Flags,
    common: &'f Common,
    fields: Option<Fields>,
}

/// Refuses what does not go together.
fn check(flags: &Flags, common: &Common, rows: Rows) -> Result<()> {
    let wrong = |text: &str| Err(Error::Usage(text.to_owned()));
    match rows {
        Rows::Articles => {
            let forms = [
                Format::Text,
                Format::Jsonl,
                Format::Csv,
                Format::Ris,
                Format::Bibtex,
                Format::Csl,
                Format::Kwic,
            ];
            refuse_format(common, "export", &forms)?;
        }
        Rows::Kwic => refuse_format(
            common,
            "export --rows kwic",
            &[Format::Text, Format::Kwic, Format::Jsonl, Format::Csv],
        )?,
        Rows::Comentions => {
            refuse_format(common, "export --rows comentions", &[Format::Text, Format::Jsonl, Format::Csv])?;
        }
    }
    if common.format == Format::Kwic && flags.rows == Rows::Comentions {
        return wrong("--format kwic writes matches, not --rows comentions\nleave one of them out");
    }
    let table = common.format == Format::Csv || (rows == Rows::Comentions && common.format == Format::Text);
    let data = rows == Rows::Articles && matches!(common.format, Format::Text | Format::Jsonl | Format::Csv);
    if flags.bom && !table {
        return wrong("--bom is for tables\nadd --format csv, or leave it out");
    }
    if !data && (flags.fields.is_some() || flags.text || flags.no_text) {
        return wrong(
            "--fields, --text and --no-text choose what jsonl and csv have of an article\nleave them out, or use \
             --format jsonl or csv",
        );
    }
    if rows != Rows::Kwic && (flags.context.is_some() || flags.sort.side().is_some()) {
        return wrong("--context and --sort left or right are for matches in their context\nadd --rows kwic");
    }
    Ok(())
}

/// The fields that articles are written with; `None`: all that JSON Lines have.
fn fields(flags: &Flags, format: Format) -> Result<Option<Fields>> {
    let form = if format == Format::Csv { Form::Csv } else { Form::Jsonl };
    let Some(names) = &flags.fields else {
        return Ok((form == Form::Csv).then(|| Fields::columns(!flags.no_text)));
    };
    let fields = Fields::parse(names, form).map_err(|e| Error::Usage(format!("--fields: {e}")))?;
    match (flags.text, flags.no_text, fields.has_text()) {
        (true, _, false) => Ok(Some(fields.with_text())),
        (_, true, true) => Err(Error::Usage(
            "--fields names body, and --no-text leaves it out\nleave one of them out".to_owned(),
        )),
        _ => Ok(Some(fields)),
    }
}

/// Writes articles; gives how many.
fn articles(
    snapshot: &Snapshot,
    query: &Query,
    options: &SearchOptions,
    wanted: &Wanted<'_>,
    out: &mut dyn Write,
) -> Result<u64> {
    let (records, told) = snapshot.export(query, options)?;
    notes(wanted.common, query, &told);
    let mut rows = 0;
    let mut records = records.inspect(|_| rows += 1);
    let known = Known::of(snapshot);
    match (wanted.common.format, &wanted.fields) {
        (Format::Csv, Some(fields)) => {
            let mut table = csv::Table::new(&fields.names(), out)?;
            records.try_for_each(|record| table.article(&record?, fields, known))?;
            table.finish()?;
        }
        (Format::Ris, _) => cite(records, Style::Ris, out)?,
        (Format::Bibtex, _) => cite(records, Style::Bibtex, out)?,
        (Format::Csl, _) => cite(records, Style::Csl, out)?,
        (_, Some(fields)) => records.try_for_each(|record| json::fields(&record?, fields, known, out))?,
        _ if wanted.flags.no_text => {
            records
                .try_for_each(|record| json::export_head(&record?, known.dictionary, known.stories, out))?;
        }
        _ => records.try_for_each(|record| json::export(&record?, known.dictionary, known.stories, out))?,
    }
    Ok(rows)
}

fn cite(mut records: impl Iterator<Item = Result<Record>>, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut entries = Bibliography::begin(style, out)?;
    records.try_for_each(|record| entries.add(&record?))?;
    entries.end()
}

/// Writes matches in their context; gives how many.
fn kwic(
    snapshot: &Snapshot,
    query: &Query,
    options: &SearchOptions,
    wanted: &Wanted<'_>,
    out: &mut dyn Write,
) -> Result<u64> {
    let Wanted { flags, common, .. } = wanted;
    let concordance = snapshot.concordance(query, options, flags.context.unwrap_or_default())?;
    notes(common, query, concordance.notes());
    let mut told = Told::default();
    match common.format {
        Format::Csv => {
            let mut table = csv::Table::new(&csv::KWIC_COLUMNS, out)?;
            matches(&concordance, flags.sort.side(), &mut told, &mut |row| table.kwic(row))?;
            table.finish()?;
        }
        Format::Jsonl => {
            matches(&concordance, flags.sort.side(), &mut told, &mut |row| json::kwic(row, out))?;
        }
        _ => {
            let style = style(common);
            let layout = Layout::of(style, flags.context);
            let mut print = |row: &Kwic| text::kwic(row, layout, style, out);
            matches(&concordance, flags.sort.side(), &mut told, &mut print)?;
        }
    }
    told.note(("match", "matches"), concordance.articles(), common);
    Ok(told.rows)
}

/// Hands all rows of a concordance on.
fn matches(
    concordance: &dateline::search::kwic::Concordance<'_>,
    side: Option<Side>,
    told: &mut Told,
    write: &mut dyn FnMut(&Kwic) -> Result<()>,
) -> Result<()> {
    if let Some(side) = side {
        let rows = concordance.sorted(side)?;
        let ids: std::collections::HashSet<_> = rows.iter().map(|row| row.source.id).collect();
        (told.rows, told.articles) = (rows.len() as u64, ids.len() as u64);
        return rows.iter().try_for_each(write);
    }
    for rows in concordance.rows() {
        let rows = rows?;
        told.add(rows.len());
        rows.iter().try_for_each(&mut *write)?;
    }
    Ok(())
}

/// Writes who stands together with where; gives how many rows.
fn comentions(
    snapshot: &Snapshot,
    query: &Query,
    options: &SearchOptions,
    common: &Common,
    out: &mut dyn Write,
) -> Result<u64> {
    let (records, said) = snapshot.export(query, options)?;
    notes(common, query, &said);
    let known = Known::of(snapshot);
    let (mut told, mut matching) = (Told::default(), 0);
    let each = |write: &mut dyn FnMut(&_, &Record) -> Result<()>| -> Result<()> {
        for record in records {
            let record = record?;
            matching += 1;
            let rows = snapshot.comentions(&record);
            told.add(rows.len());
            rows.iter().try_for_each(|row| write(row, &record))?;
        }
        Ok(())
    };
    if common.format == Format::Jsonl {
        each(&mut |row, record| json::comention(row, record, known, out))?;
    } else {
        let mut table = csv::Table::new(&csv::COMENTION_COLUMNS, out)?;
        each(&mut |row, record| table.comention(row, record, known))?;
        table.finish()?;
    }
    told.note(("co-mention", "co-mentions"), matching, common);
    Ok(told.rows)
}

/// How many rows were written, and of how many articles.
#[derive(Default)]
struct Told {
    rows: u64,
    articles: u64,
}

impl Told {
    fn add(&mut self, rows: usize) {
        self.rows += rows as u64;
        self.articles += u64::from(rows > 0);
    }

    /// Says so on stderr: with rows that are no articles, the number of lines tells neither.
    fn note(&self, (singular, plural): (&str, &str), matching: u64, common: &Common) {
        let what = if self.rows == 1 { singular } else { plural };
        note(common, &format!("{} {what} in {} of {matching} matching articles", self.rows, self.articles));
    }
}
