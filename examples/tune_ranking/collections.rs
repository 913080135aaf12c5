//! Judged collections, read into memory: what is searched, what is asked, what is relevant.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::path::Path;

use dateline::text::{self, Stemmer};
use serde_json::Value;

use crate::Outcome;

/// Articles of the newswire that make the search among the articles of BASIL hard: each so many.
const NEWSWIRE_STEP: usize = 6;

/// An article as numbers of stems.
pub struct Doc {
    /// Headline and text.
    pub words: Vec<u32>,
    /// Length of the headline.
    pub title: usize,
    /// How often it has each stem: in all, in the headline, in the lead.
    pub counts: BTreeMap<u32, [u32; 3]>,
    /// Length of the lead.
    pub lead: usize,
}

/// A query and the articles that are judged for it.
pub struct Query {
    /// Its stems, in order.
    pub words: Vec<u32>,
    /// Judged articles, and whether they are relevant.
    pub judged: BTreeMap<usize, bool>,
    /// The article that the query is the headline of; it does not count.
    pub own: Option<usize>,
}

/// A collection.
pub struct Collection {
    /// Its name.
    pub name: &'static str,
    /// Articles.
    pub docs: Vec<Doc>,
    /// Queries with a relevant article.
    pub queries: Vec<Query>,
    /// Whether articles that are not judged are passed over.
    pub judged_only: bool,
    /// For each stem the articles that have it.
    pub lists: Vec<Vec<usize>>,
    /// For each stem in how many articles it stands: in all, in headlines, in leads.
    pub frequency: Vec<[u32; 3]>,
    /// How often each stem stands anywhere.
    pub total: Vec<f64>,
    /// Mean lengths: of all, of headlines, of leads.
    pub mean: [f64; 3],
}

/// Id, headline, text.
type Raw = (String, String, String);
/// Query by query the judged documents.
type Judged = HashMap<String, HashMap<String, bool>>;

/// All collections of a folder.
pub fn all(data: &Path) -> Outcome<Vec<Collection>> {
    let file = |name: &str| bytes(&data.join(name));
    let lines = |name: &str| -> Outcome<Vec<Value>> {
        let text = file(name)?;
        let rows = text.lines().filter(|l| !l.trim().is_empty()).map(serde_json::from_str);
        rows.collect::<Result<_, _>>().map_err(|e| format!("{name}: {e}"))
    };
    let plain = |rows: Vec<Value>, text: &str| -> Vec<Raw> {
        rows.iter().map(|row| (field(row, "id"), field(row, "title"), field(row, text))).collect()
    };
    let time = time(&file("time-ir/TIME.ALL")?);
    let cranfield = plain(lines("cranfield/docs.jsonl")?, "text");
    let fnc = plain(lines("fnc1-retrieval/bodies.jsonl")?, "body");
    let basil = lines("basil/basil.jsonl")?;
    let judged = same_cluster(&basil);
    let asked = basil.iter().map(|row| (field(row, "id"), field(row, "title"))).collect();
    let mut news = plain(basil, "body");
    let newswire = lines("newswire-2006-2013/newswire.jsonl")?;
    news.extend(plain(newswire.into_iter().step_by(NEWSWIRE_STEP).collect(), "body"));
    let asks = |name: &str| Ok::<_, String>(queries(&file(name)?));
    let judges = |name: &str| Ok::<_, String>(judgements(&file(name)?));
    Ok(vec![
        collection("TIME", time, asks("time-ir/queries.tsv")?, &judges("time-ir/qrels.txt")?),
        collection("Cranfield", cranfield, asks("cranfield/queries.txt")?, &judges("cranfield/qrels.txt")?),
        Collection {
            judged_only: true,
            ..collection(
                "FNC-1",
                fnc,
                asks("fnc1-retrieval/queries.tsv")?,
                &judges("fnc1-retrieval/qrels.txt")?,
            )
        },
        collection("BASIL", news, asked, &judged),
    ])
}

/// A file's text, or that of its compressed form.
fn bytes(path: &Path) -> Outcome<String> {
    let mut all = Vec::new();
    let said = |e: &dyn std::fmt::Display| format!("cannot read {}: {e}", path.display());
    if path.exists() {
        all = std::fs::read(path).map_err(|e| said(&e))?;
    } else {
        let packed = std::fs::File::open(format!("{}.zst", path.display())).map_err(|e| said(&e))?;
        let mut packed = ruzstd::decoding::StreamingDecoder::new(packed).map_err(|e| said(&e))?;
        packed.read_to_end(&mut all).map_err(|e| said(&e))?;
    }
    Ok(String::from_utf8_lossy(&all).into_owned())
}

fn field(row: &Value, name: &str) -> String {
    row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Texts between lines that begin with `*TEXT`. The judgements number them by their place in the
/// original, which has two more behind the 372nd.
fn time(all: &str) -> Vec<Raw> {
    let mut docs: Vec<Raw> = Vec::new();
    for line in all.lines().take_while(|line| !line.starts_with("*STOP")) {
        if line.starts_with("*TEXT") {
            let number = docs.len() + if docs.len() < 372 { 1 } else { 3 };
            docs.push((number.to_string(), String::new(), String::new()));
        } else if let Some((.., text)) = docs.last_mut().filter(|_| !line.trim().is_empty()) {
            text.push_str(line);
            text.push('\n');
        }
    }
    docs
}

fn queries(text: &str) -> Vec<(String, String)> {
    let pairs = text.lines().filter_map(|line| line.trim().split_once(char::is_whitespace));
    pairs.map(|(id, words)| (id.to_owned(), words.to_owned())).collect()
}

fn judgements(text: &str) -> Judged {
    let mut judged = Judged::new();
    for line in text.lines() {
        if let [query, _, doc, grade] = line.split_whitespace().collect::<Vec<_>>()[..] {
            let relevant = grade.parse::<i32>().is_ok_and(|grade| grade > 0);
            judged.entry(query.to_owned()).or_default().insert(doc.to_owned(), relevant);
        }
    }
    judged
}

/// Articles on the same event by other outlets are relevant for a headline.
fn same_cluster(rows: &[Value]) -> Judged {
    let mut judged = Judged::new();
    for (at, row) in rows.iter().enumerate() {
        let others =
            rows.iter().enumerate().filter(|(other, r)| *other != at && r["cluster"] == row["cluster"]);
        judged.insert(field(row, "id"), others.map(|(_, r)| (field(r, "id"), true)).collect());
    }
    judged
}

/// Numbers stems as they are met.
struct Stems {
    stemmer: Stemmer,
    numbers: HashMap<String, u32>,
}

impl Stems {
    fn of(&mut self, text: &str) -> Vec<u32> {
        let mut found = Vec::new();
        for word in text::words(text) {
            let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
            let stem = self.stemmer.stem(&text::term(word.text)).to_owned();
            found.push(*self.numbers.entry(stem).or_insert(next));
        }
        found
    }
}

fn collection(
    name: &'static str,
    raw: Vec<Raw>,
    asked: Vec<(String, String)>,
    judged: &Judged,
) -> Collection {
    let mut stems = Stems { stemmer: Stemmer::new(Some("en")), numbers: HashMap::new() };
    let mut places = HashMap::new();
    let mut docs = Vec::new();
    for (id, title, body) in raw {
        places.insert(id, docs.len());
        docs.push(doc(
            &stems.of(&title),
            stems.of(&body),
            &stems.of(dateline::index::document::lead_of(&body)),
        ));
    }
    let mut queries = Vec::new();
    for (id, text) in asked {
        let known = judged.get(&id).into_iter().flatten();
        let own = if name == "BASIL" { places.get(&id).copied() } else { None };
        let judged: BTreeMap<usize, bool> =
            known.filter_map(|(doc, relevant)| Some((*places.get(doc)?, *relevant))).collect();
        if judged.values().any(|relevant| *relevant) {
            queries.push(Query { words: stems.of(&text), judged, own });
        }
    }
    let stems = stems.numbers.len();
    let (mut lists, mut frequency) = (vec![Vec::new(); stems], vec![[0; 3]; stems]);
    let mut total = vec![0.0; stems];
    for (at, doc) in docs.iter().enumerate() {
        for (&stem, counts) in &doc.counts {
            lists[stem as usize].push(at);
            total[stem as usize] += f64::from(counts[0]);
            for (all, own) in frequency[stem as usize].iter_mut().zip(counts) {
                *all += u32::from(*own > 0);
            }
        }
    }
    let sum = |length: &dyn Fn(&Doc) -> usize| docs.iter().map(length).sum::<usize>() as f64;
    let sums = [sum(&|d| d.words.len()), sum(&|d| d.title), sum(&|d| d.lead)];
    let mean = sums.map(|sum| (sum / docs.len() as f64).max(1.0));
    Collection { name, docs, queries, judged_only: false, lists, frequency, total, mean }
}

fn doc(title: &[u32], body: Vec<u32>, lead: &[u32]) -> Doc {
    let words: Vec<u32> = title.iter().copied().chain(body).collect();
    let mut counts: BTreeMap<u32, [u32; 3]> = BTreeMap::new();
    for (part, words) in [(0, words.as_slice()), (1, title), (2, lead)] {
        for word in words {
            counts.entry(*word).or_default()[part] += 1;
        }
    }
    Doc { title: title.len(), lead: lead.len(), words, counts }
}
