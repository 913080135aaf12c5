//! Who is who, corrected: what a line of the file does to counts, lists, queries and
//! exports, against a plain model, and what it outlives.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use dateline::article::{ActorKind, Referent};
use dateline::enrich::actors::key;
use dateline::error::Error;
use dateline::index::{Archive, Corrections, Record, Snapshot};
use dateline::ingest::{IngestOptions, Quiet, ingest};
use dateline::query::{ParseOptions, Query, parse};
use dateline::render;
use dateline::search::correct::{correct, log, undo};
use dateline::search::{Actor, Reason, SearchOptions, Selection, Wish};
use proptest::prelude::*;
use serde_json::Value;

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("dateline-actors-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("news")).unwrap();
        Folder(path)
    }

    /// Writes articles, a file for each, and brings the index up to date.
    fn index(&self, articles: &[&str]) -> Archive {
        for (at, body) in articles.iter().enumerate() {
            let article = serde_json::json!({"id": at, "date": "2024-08-08", "title": format!("Report {at}"), "body": body});
            fs::write(self.0.join(format!("news/{at}.json")), article.to_string()).unwrap();
        }
        self.update()
    }

    fn update(&self) -> Archive {
        let archive = Archive::open_or_create(self.0.join("index")).unwrap();
        let options = IngestOptions { memory_mib: 32, ..IngestOptions::default() };
        ingest(&archive, &[self.0.join("news")], &options, &mut Quiet).unwrap();
        archive
    }

    /// An index of [`ARTICLES`].
    fn archive(name: &str) -> (Folder, Archive) {
        let folder = Folder::new(name);
        let archive = folder.index(&ARTICLES);
        (folder, archive)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Two spellings of one man in one article, articles with several actors, one with none.
const ARTICLES: [&str; 9] = [
    "Governor Alexei Smirnov said on Tuesday that Ukrainian troops had crossed the border.",
    "Governor Aleksey Smirnov met Vladimir Putin in Moscow. Alexei Smirnov left later.",
    "Aleksey Smirnov said that Ukrainian soldiers had left. Ukrainian troops stayed, he said.",
    "Ukrainian soldiers held the village, Mikhail Gorbachev said.",
    "Vladimir Putin met Mikhail Gorbachev. Margaret Thatcher was there.",
    "Margaret Thatcher said that Hezbollah and the United Nations had agreed.",
    "The United Nations said that Hezbollah had agreed. Nelson Mandela welcomed it.",
    "Grain prices rose.",
    "Nelson Mandela met Vladimir Putin. Ukrainian troops stayed.",
];

/// Smirnov's id, as the rules make it, and that of one of his spellings set apart.
static SMIRNOV: LazyLock<String> = LazyLock::new(|| key("Alexei Smirnov", ActorKind::Person));
static APART: LazyLock<String> = LazyLock::new(|| format!("{}/aleksey-smirnov", *SMIRNOV));
const PUTIN: &str = "person:vladimir-putin";
const TROOPS: &str = "group:ukrainian-troops";
const SOLDIERS: &str = "group:ukrainian-soldiers";

fn query(text: &str) -> Query {
    parse(text, &ParseOptions::default()).unwrap()
}

fn with_facet() -> SearchOptions {
    SearchOptions {
        facets: vec!["actor".parse().unwrap()],
        facet_limit: usize::MAX,
        limit: 100,
        ..SearchOptions::default()
    }
}

/// Ids with label and count, and the articles without any.
fn facet(snapshot: &Snapshot, text: &str) -> (BTreeMap<String, (String, u64)>, u64) {
    let results = snapshot.search(&query(text), &with_facet()).unwrap();
    let facet = &results.facets[0].1;
    let values = facet.values.iter().map(|v| (v.value.clone(), (v.label.clone(), v.count)));
    (values.collect(), facet.none)
}

fn count(snapshot: &Snapshot, id: &str) -> u64 {
    facet(snapshot, "").0.get(id).map_or(0, |(_, count)| *count)
}

fn total(snapshot: &Snapshot, text: &str) -> u64 {
    snapshot.search(&query(text), &SearchOptions::default()).unwrap().total
}

fn records(snapshot: &Snapshot) -> Vec<Record> {
    let (records, _) = snapshot.export(&query(""), &SearchOptions::default()).unwrap();
    records.map(Result::unwrap).collect()
}

/// The actors of each article as an export writes them.
fn exported(snapshot: &Snapshot) -> Vec<BTreeMap<String, String>> {
    let row = |record: &Record| {
        let mut line = Vec::new();
        render::json::export(record, snapshot.dictionary(), snapshot.stories(), &mut line).unwrap();
        let row: Value = serde_json::from_slice(&line).unwrap();
        let text = |actor: &Value, field: &str| actor[field].as_str().unwrap().to_owned();
        let actors = row["actors"].as_array().unwrap().iter();
        actors.map(|a| (text(a, "id"), text(a, "name"))).collect()
    };
    records(snapshot).iter().map(row).collect()
}

/// All that a user can see, in bytes.
fn seen(snapshot: &Snapshot) -> Vec<u8> {
    let mut out = Vec::new();
    for text in ["", "said", "actor:Smirnov", "actor:*", "group:*", "actor:\"Ukrainian soldiers\""] {
        let options = SearchOptions { limit: 2, ..with_facet() };
        let mut results = snapshot.search(&query(text), &options).unwrap();
        results.took_ms = 0.0;
        render::json::search(&results, &query(text), &mut out).unwrap();
        render::text::search(&results, &query(text), render::Style::default(), &mut out).unwrap();
    }
    for record in records(snapshot) {
        render::json::show(&record, None, snapshot.dictionary(), snapshot.stories(), &mut out).unwrap();
        render::text::show(&record, None, snapshot.dictionary(), render::Style::default(), &mut out).unwrap();
    }
    let actors = snapshot.actors(None, None).unwrap();
    render::json::actors(&actors, actors.len(), &mut out).unwrap();
    out
}

fn merge(names: &[&str]) -> Wish {
    Wish::Merge(names.iter().map(|n| (*n).to_owned()).collect())
}

fn split(actor: &str, names: &[&str]) -> Wish {
    Wish::Split(actor.to_owned(), names.iter().map(|n| (*n).to_owned()).collect())
}

fn one(snapshot: &Snapshot, name: &str) -> Actor {
    let mut found = snapshot.actors_called(name).unwrap();
    assert_eq!(found.len(), 1, "{name}: {found:?}");
    found.remove(0)
}

#[test]
fn a_merge_counts_the_union_and_everything_follows() {
    let (_folder, archive) = Folder::archive("merge");
    let before = archive.snapshot().unwrap();
    let counted = |id: &str| count(&before, id);
    assert_eq!((counted(TROOPS), counted(SOLDIERS)), (3, 2));
    let done = correct(&archive, &merge(&["Ukrainian soldiers", TROOPS])).unwrap();
    assert_eq!((done.line, done.actors.len(), done.actors[0].articles), (7, 1, 4));

    let after = archive.snapshot().unwrap();
    assert_eq!((count(&after, SOLDIERS), count(&after, TROOPS)), (4, 0), "one article has both");
    assert_eq!(facet(&after, "").0[SOLDIERS].0, "Ukrainian soldiers", "though found less often");
    let (old, new) = (facet(&before, ""), facet(&after, ""));
    assert_eq!((new.1, new.0.len()), (old.1, old.0.len() - 1));
    assert_eq!(total(&before, ""), total(&after, ""));
    assert_eq!(exported(&after).iter().filter(|row| row.contains_key(SOLDIERS)).count(), 4);
    assert!(exported(&after).iter().all(|row| !row.contains_key(TROOPS)));
    for text in [TROOPS, SOLDIERS, "\"Ukrainian troops\"", "\"ukrainian soldiers\""] {
        assert_eq!(total(&after, &format!("actor:{text}")), 4, "{text}");
        let selection = Selection { actor: vec![text.trim_matches('"').to_owned()], ..Selection::default() };
        let options = SearchOptions { selection, ..with_facet() };
        let results = after.search(&query(""), &options).unwrap();
        assert_eq!(results.total, 4, "{text}");
        let selected: Vec<&str> =
            results.facets[0].1.values.iter().filter(|v| v.selected).map(|v| v.value.as_str()).collect();
        assert_eq!(selected, [SOLDIERS]);
    }
    // What is marked is what matched: both names.
    let results = after.search(&query("actor:\"Ukrainian soldiers\" left"), &with_facet()).unwrap();
    let marked = |hit: &dateline::search::Hit| -> Vec<String> {
        let cut = |s: &dateline::search::Snippet, (from, to): (u32, u32)| -> String {
            s.text.chars().skip(from as usize).take((to - from) as usize).collect()
        };
        hit.snippets.iter().flat_map(|s| s.marks.iter().map(move |m| cut(s, *m))).collect()
    };
    assert_eq!(marked(&results.hits[0]), ["Ukrainian soldiers", "left", "Ukrainian troops"]);
    // The kind is that of the actor that they all are.
    correct(&archive, &merge(&["Vladimir Putin", "Hezbollah"])).unwrap();
    let after = archive.snapshot().unwrap();
    assert_eq!(total(&after, "person:hezbollah"), 5);
    assert_eq!(total(&after, "org:hezbollah"), 0);
}

#[test]
fn undo_restores_every_byte() {
    let (_folder, archive) = Folder::archive("undo");
    let now = || seen(&archive.snapshot().unwrap());
    let wishes = [
        merge(&["Ukrainian troops", "Ukrainian soldiers"]),
        split("Smirnov", &["Aleksey Smirnov"]),
        Wish::Rename(PUTIN.into(), "V. V. Putin".into()),
        Wish::Hide("Hezbollah".into()),
        merge(&[&SMIRNOV, "V. V. Putin", &APART]),
        split(&SMIRNOV, &["vladimir putin"]),
    ];
    let mut states = vec![now()];
    for wish in &wishes {
        correct(&archive, wish).unwrap();
        let state = now();
        assert!(!states.contains(&state), "{wish:?} changed nothing");
        states.push(state);
    }
    while let Some(state) = states.pop() {
        assert!(now() == state, "after {} corrections", states.len());
        let undone = undo(&archive, None).unwrap();
        assert_eq!(undone.is_some(), !states.is_empty());
    }
    // From the middle: the line is gone, the others stay.
    correct(&archive, &wishes[0]).unwrap();
    let merged = now();
    let line = correct(&archive, &wishes[2]).unwrap().line;
    correct(&archive, &wishes[3]).unwrap();
    undo(&archive, Some(line)).unwrap();
    undo(&archive, None).unwrap();
    assert!(now() == merged);
}

#[test]
fn a_split_sets_a_spelling_apart() {
    let (_folder, archive) = Folder::archive("split");
    let done = correct(&archive, &split("Alexei Smirnov", &["Aleksey Smirnov"])).unwrap();
    let (smirnov, apart) = (SMIRNOV.as_str(), APART.as_str());
    let ids: Vec<(&str, u64)> = done.actors.iter().map(|a| (a.id.as_str(), a.articles)).collect();
    let snapshot = archive.snapshot().unwrap();
    assert_eq!(ids, [(smirnov, count(&snapshot, smirnov)), (apart, count(&snapshot, apart))]);
    assert_eq!(total(&snapshot, &format!("actor:{apart}")), count(&snapshot, apart));
    assert_eq!(total(&snapshot, &format!("actor:{smirnov} actor:{apart}")), 0);
    assert_eq!(snapshot.why(&one(&snapshot, apart)), [Reason::Split(7)]);
    // Back again by a merge, and apart again: the last line counts.
    correct(&archive, &merge(&[smirnov, apart])).unwrap();
    let together = archive.snapshot().unwrap();
    assert_eq!(count(&together, smirnov), 3);
    assert_eq!(count(&together, apart), 0);
    let done = correct(&archive, &split(smirnov, &["Aleksey Smirnov"])).unwrap();
    assert_eq!(
        done.notes,
        ["\"Aleksey Smirnov\" came here by line 8; dateline actors undo 8 would take that back"]
    );
    assert_eq!(facet(&archive.snapshot().unwrap(), ""), facet(&snapshot, ""));
}

#[test]
fn what_is_hidden_has_no_value_and_keeps_its_words() {
    let (_folder, archive) = Folder::archive("hide");
    let before = archive.snapshot().unwrap();
    correct(&archive, &Wish::Hide("Ukrainian soldiers".into())).unwrap();
    correct(&archive, &Wish::Hide("Mikhail Gorbachev".into())).unwrap();
    let after = archive.snapshot().unwrap();
    assert_eq!(facet(&after, "").1, facet(&before, "").1 + 1, "one article names nobody else");
    assert_eq!(total(&after, "actor:*") + facet(&after, "").1, total(&after, ""));
    assert_eq!(total(&after, "\"ukrainian soldiers\""), 2);
    for text in
        ["actor:\"Ukrainian soldiers\"", "actor:group:ukrainian-soldiers", "group:\"Ukrainian soldiers\""]
    {
        let results = after.search(&query(text), &SearchOptions::default()).unwrap();
        assert_eq!(results.total, 0, "{text}");
        assert!(results.notes[0].contains("is hidden by your corrections"), "{:?}", results.notes);
    }
    assert!(!String::from_utf8(seen(&after)).unwrap().contains("group:ukrainian-soldiers"));
    // What is merged into somebody is that one, hidden or not.
    correct(&archive, &merge(&["Ukrainian troops", SOLDIERS])).unwrap();
    assert_eq!(count(&archive.snapshot().unwrap(), TROOPS), 4);
    correct(&archive, &merge(&["Mikhail Gorbachev", PUTIN])).unwrap();
    let after = archive.snapshot().unwrap();
    assert_eq!((count(&after, PUTIN), total(&after, "actor:Putin")), (0, 0));
    assert!(one(&after, PUTIN).hidden.is_some());
}

#[test]
fn chains_meet_and_circles_end() {
    let (_folder, archive) = Folder::archive("chain");
    let plain = archive.as_indexed().unwrap();
    let with = |text: &str| {
        plain.clone().corrected(Corrections::parse("actors.txt".as_ref(), text.as_bytes()).unwrap())
    };
    let (smirnov, three) = (SMIRNOV.as_str(), "person:margaret-thatcher");
    let chain = with(&format!("merge {PUTIN} {three}\nmerge {smirnov} {PUTIN}\n"));
    let other = with(&format!("merge {smirnov} {PUTIN}\nmerge {PUTIN} {three}\n"));
    let at_once = with(&format!("merge {smirnov} {PUTIN} {three}\n"));
    assert_eq!(facet(&chain, ""), facet(&other, ""));
    assert_eq!(facet(&chain, ""), facet(&at_once, ""));
    assert_eq!(count(&chain, smirnov), 6);
    let spellings = one(&chain, three);
    let thatcher = spellings.spellings.iter().position(|s| s.name == "Margaret Thatcher").unwrap();
    assert_eq!(chain.why(&spellings)[thatcher], Reason::Merge(2), "the line that brought it here");

    let circle = with(&format!("merge {PUTIN} {three}\nmerge {three} {PUTIN}\nmerge {three} {three}\n"));
    assert_eq!(facet(&circle, ""), facet(&with(&format!("merge {PUTIN} {three}\n")), ""));
    // Nobody here: no error, and no effect.
    let absent = with("merge person:nobody org:nothing\nhide group:none\nsplit person:nobody Nobody\n");
    assert_eq!(facet(&absent, ""), facet(&plain, ""));
    let unknown: Vec<usize> = log(&absent).iter().map(|l| l.absent.len()).collect();
    assert_eq!(unknown, [2, 1, 2]);
    // An actor who is not here takes up one who is, and a name stands for its id.
    let renamed = with(&format!("merge person:somebody-else {PUTIN}\n"));
    assert_eq!(facet(&renamed, "").0["person:somebody-else"], ("Vladimir Putin".to_owned(), 3));
    let by_name = with("merge \"person:Vladimir Putin\" \"person:Alexey Smirnov\"\n");
    assert_eq!(count(&by_name, PUTIN), 5);
}

#[test]
fn corrections_outlive_changes_and_a_new_index() {
    let (folder, archive) = Folder::archive("outlive");
    correct(&archive, &merge(&[TROOPS, SOLDIERS])).unwrap();
    correct(&archive, &split("Alexei Smirnov", &["Aleksey Smirnov"])).unwrap();
    correct(&archive, &Wish::Rename(PUTIN.into(), "Putin, Vladimir".into())).unwrap();
    let corrected = seen(&archive.snapshot().unwrap());
    // An article comes, one changes, one goes: the union is counted anew.
    let more = [&ARTICLES[..], &["Ukrainian soldiers met Vladimir Putin and Aleksey Smirnov."]].concat();
    let archive = folder.index(&more);
    let snapshot = archive.snapshot().unwrap();
    assert_eq!((count(&snapshot, TROOPS), count(&snapshot, PUTIN)), (5, 4));
    assert_eq!(facet(&snapshot, "").0[PUTIN].0, "Putin, Vladimir");
    let apart = APART.as_str();
    assert!(exported(&snapshot).iter().any(|row| row.contains_key(apart) && row.contains_key(TROOPS)));
    fs::remove_file(folder.0.join("news/9.json")).unwrap();
    let archive = folder.update();
    // The dictionary keeps the keys, not what was made of them.
    assert_eq!(facet(&archive.as_indexed().unwrap(), "").0[SMIRNOV.as_str()].1, 3);
    let again = archive.snapshot().unwrap();
    assert_eq!(facet(&again, ""), {
        let file = Corrections::read(&archive.corrections_file()).unwrap().unwrap();
        facet(&archive.as_indexed().unwrap().corrected(file), "")
    });
    // The folder emptied but for the file, and built again.
    drop((archive, again, snapshot));
    for gone in ["index/g1", "index/dateline.json", "index/writer.lock"] {
        let path = folder.0.join(gone);
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }
    let rebuilt = seen(&folder.update().snapshot().unwrap());
    // Cursors hold for one commit and so differ.
    let without = |bytes: &[u8]| {
        let lines = String::from_utf8(bytes.to_vec()).unwrap();
        let cut = |line: &str| line.split("\"next\":").next().unwrap().to_owned();
        lines.lines().filter(|l| !l.starts_with("more:")).map(cut).collect::<Vec<_>>()
    };
    assert_eq!(without(&rebuilt), without(&corrected));
}

#[test]
fn a_broken_file_stops_answers_but_not_indexing() {
    let (folder, archive) = Folder::archive("broken");
    let file = archive.corrections_file();
    fs::write(&file, format!("merge {TROOPS} {SOLDIERS}\nmerge {TROOPS}\n")).unwrap();
    let error = archive.snapshot().err().unwrap();
    assert!(matches!(error, Error::Corrections { line: 2, .. }) && error.code() == 2, "{error}");
    let before = fs::read(&file).unwrap();
    assert!(correct(&archive, &Wish::Hide(PUTIN.into())).is_err() && undo(&archive, None).is_err());
    assert_eq!(fs::read(&file).unwrap(), before);
    folder.index(&["Rain."]);
    assert!(archive.snapshot().is_err());
    // A folder in its place is an error too, and a file that was named must be there.
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    assert!(archive.snapshot().is_err());
    let elsewhere = folder.0.join("shared.txt");
    let archive = Archive::open(folder.0.join("index")).unwrap().corrected_by(&elsewhere);
    assert!(matches!(archive.snapshot(), Err(Error::Read { .. })));
    correct(&archive, &merge(&[TROOPS, SOLDIERS])).unwrap();
    assert_eq!(count(&archive.snapshot().unwrap(), TROOPS), 3);
    assert!(elsewhere.is_file());
}

#[test]
fn a_page_has_no_next_one_under_other_corrections() {
    let (_folder, archive) = Folder::archive("pages");
    let first = SearchOptions { limit: 1, ..SearchOptions::default() };
    let next = archive.snapshot().unwrap().search(&query(""), &first).unwrap().next;
    let second = SearchOptions { after: next, ..first };
    assert!(archive.snapshot().unwrap().search(&query(""), &second).is_ok());
    correct(&archive, &Wish::Hide(PUTIN.into())).unwrap();
    assert!(archive.snapshot().unwrap().search(&query(""), &second).is_err());
    undo(&archive, None).unwrap();
    assert!(archive.snapshot().unwrap().search(&query(""), &second).is_ok());
}

/// The archive of the model, for all its cases.
static PLAIN: LazyLock<(Folder, Snapshot, Vec<BTreeSet<Raw>>)> = LazyLock::new(|| {
    let (folder, archive) = Folder::archive("model");
    let snapshot = archive.as_indexed().unwrap();
    let named = |record: &Record| {
        let actors = record.mentions.iter().filter_map(|m| match &m.what {
            Referent::Actor(actor) => Some((actor.name.clone(), actor.kind)),
            _ => None,
        });
        actors.collect()
    };
    let articles = records(&snapshot).iter().map(named).collect();
    (folder, snapshot, articles)
});

type Raw = (String, ActorKind);

/// Who is who, as a list of sets.
#[derive(Default)]
struct Model {
    groups: Vec<Group>,
    meaning: BTreeMap<String, usize>,
}

#[derive(Clone, Default)]
struct Group {
    id: String,
    names: BTreeSet<Raw>,
    label: Option<String>,
    hidden: bool,
}

impl Model {
    fn of(articles: &[BTreeSet<Raw>]) -> Model {
        let mut model = Model::default();
        for raw in articles.iter().flatten() {
            let at = model.group(&key(&raw.0, raw.1));
            model.groups[at].names.insert(raw.clone());
        }
        model
    }

    fn group(&mut self, id: &str) -> usize {
        if let Some(&at) = self.meaning.get(id) {
            return at;
        }
        self.groups.push(Group { id: id.to_owned(), ..Group::default() });
        self.meaning.insert(id.to_owned(), self.groups.len() - 1);
        self.groups.len() - 1
    }

    fn merge(&mut self, into: &str, other: &str) {
        let (into, other) = (self.group(into), self.group(other));
        if into != other {
            let taken = std::mem::take(&mut self.groups[other]);
            self.groups[into].names.extend(taken.names);
            self.meaning.values_mut().filter(|at| **at == other).for_each(|at| *at = into);
        }
    }

    fn split(&mut self, from: &str, name: &str) {
        let at = self.group(from);
        let (gone, stay): (BTreeSet<Raw>, _) =
            std::mem::take(&mut self.groups[at].names).into_iter().partition(|raw| raw.0 == name);
        self.groups[at].names = stay;
        let id = format!("{from}/{}", name.to_lowercase().replace(' ', "-"));
        // An id that was merged away is given anew.
        if self.meaning.get(&id).is_some_and(|&known| self.groups[known].id != id) {
            self.meaning.remove(&id);
        }
        let new = self.group(&id);
        self.groups[new].names.extend(gone);
    }

    /// What the facet should be: ids with their counts, and the articles without any.
    fn facet(&self, articles: &[BTreeSet<Raw>]) -> (BTreeMap<String, u64>, u64) {
        let has = |group: &Group, article: &BTreeSet<Raw>| !group.hidden && !group.names.is_disjoint(article);
        let count = |g: &Group| articles.iter().filter(|a| has(g, a)).count() as u64;
        let counts = self.groups.iter().map(|g| (g.id.clone(), count(g))).filter(|(_, n)| *n > 0);
        let none = articles.iter().filter(|a| !self.groups.iter().any(|g| has(g, a))).count();
        (counts.collect(), none as u64)
    }
}

/// A line of corrections by dice, carried out in the model.
fn line(dice: (u8, u16, u16), model: &mut Model, articles: &[BTreeSet<Raw>]) -> String {
    let pick = |list: &[String], at: u16| list[usize::from(at) % list.len()].clone();
    let mut ids: Vec<String> = model.meaning.keys().cloned().collect();
    ids.push("person:nobody".into());
    let names: BTreeSet<String> = articles.iter().flatten().map(|raw| raw.0.clone()).collect();
    let names: Vec<String> = names.into_iter().collect();
    let id = pick(&ids, dice.1);
    match dice.0 % 8 {
        0..=2 => {
            let other = pick(&ids, dice.2);
            model.merge(&id, &other);
            format!("merge {id} {other}")
        }
        3..=5 => {
            // Half of the time a name that is there.
            let at = model.group(&id);
            let own: Vec<String> = model.groups[at].names.iter().map(|raw| raw.0.clone()).collect();
            let name = if own.is_empty() || dice.0.is_multiple_of(2) {
                pick(&names, dice.2)
            } else {
                pick(&own, dice.2)
            };
            model.split(&id, &name);
            format!("split {id} \"{name}\"")
        }
        6 => {
            let at = model.group(&id);
            model.groups[at].label = Some(format!("Label {}", dice.2));
            format!("rename {id} \"Label {}\"", dice.2)
        }
        _ => {
            let at = model.group(&id);
            model.groups[at].hidden = true;
            format!("hide {id}")
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn corrections_do_what_a_plain_model_says(dice in prop::collection::vec(any::<(u8, u16, u16)>(), 0..12)) {
        let (_, plain, articles) = &*PLAIN;
        let mut model = Model::of(articles);
        let text: String = dice.into_iter().map(|d| line(d, &mut model, articles) + "\n").collect();
        let corrections = Corrections::parse("actors.txt".as_ref(), text.as_bytes()).unwrap();
        let snapshot = plain.clone().corrected(corrections);
        let (expected, none) = model.facet(articles);
        let (values, found_none) = facet(&snapshot, "");
        let counts: BTreeMap<String, u64> = values.iter().map(|(id, (_, n))| (id.clone(), *n)).collect();
        prop_assert_eq!((&counts, found_none), (&expected, none), "{}", text);
        for group in model.groups.iter().filter(|g| expected.contains_key(&g.id)) {
            let label = group.label.as_ref().is_none_or(|label| *label == values[&group.id].0);
            prop_assert!(label, "{}: {:?}\n{}", group.id, values[&group.id], text);
        }
        let mut rows: BTreeMap<String, u64> = BTreeMap::new();
        for (id, name) in exported(&snapshot).into_iter().flatten() {
            prop_assert_eq!(&name, &values[&id].0);
            *rows.entry(id).or_default() += 1;
        }
        prop_assert_eq!(&rows, &expected);
        for (id, &at) in &model.meaning {
            let wanted = expected.get(&model.groups[at].id).copied().unwrap_or(0);
            prop_assert_eq!(total(&snapshot, &format!("actor:{id}")), wanted, "{}: {}", id, text);
        }
        prop_assert_eq!(total(&snapshot, "actor:*"), articles.len() as u64 - none);
        let listed = snapshot.actors(None, None).unwrap();
        let listed: BTreeMap<String, u64> = listed.into_iter().map(|a| (a.id, a.articles)).collect();
        prop_assert_eq!(&listed, &expected);
    }
}
