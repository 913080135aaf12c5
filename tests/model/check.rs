//! Compares what the program answers with what the model says, in articles and in stories.

use std::collections::{BTreeMap, BTreeSet};

use dateline::article::{ActorKind, Field};
use dateline::gazetteer::{Gazetteer, Level};
use dateline::index::{Record, Snapshot};
use dateline::query::{self, Query};
use dateline::search::matching::Mark;
use dateline::search::{
    Facet, FacetKind, Hit, Lead, Over, Results, SearchOptions, Selection, Sort, Step, Unit,
};

use crate::eval::{Doc, Model, Span, actors_called, first_day, last_day, outlets_called, places_called};
use crate::query::Q;
use crate::rng::Rng;

/// What is asked beside the query.
#[derive(Debug, Clone)]
pub struct Asked {
    pub query: Q,
    pub selection: Selection,
    pub facets: Vec<FacetKind>,
    pub facet_limit: usize,
    pub contains: Option<String>,
    pub limit: usize,
    pub lead: Lead,
}

impl Asked {
    pub fn parsed(&self) -> Result<Query, String> {
        let options = query::ParseOptions { any: self.is_any(), ..Default::default() };
        query::parse(&self.query.typed(), &options).map_err(|e| e.to_string())
    }

    fn is_any(&self) -> bool {
        matches!(self.query, Q::Any(_))
    }

    /// Whether an article can be asked by itself where the query matches: then it is asked as if
    /// bare words were not alternatives, which is no difference but for `cross-border`.
    fn has_marks(&self) -> bool {
        !(self.is_any() && self.query.has_compound())
    }

    pub fn options(&self, sort: Sort) -> SearchOptions {
        SearchOptions {
            selection: self.selection.clone(),
            facets: self.facets.clone(),
            facet_limit: self.facet_limit,
            facet_contains: self.contains.clone(),
            sort,
            limit: self.limit,
            any: self.is_any(),
            lead: self.lead.clone(),
            ..SearchOptions::default()
        }
    }
}

const ALL_FACETS: [&str; 15] = [
    "place",
    "place:country",
    "place:region",
    "place:place",
    "actor",
    "actor:person",
    "actor:group",
    "date:year",
    "date:month",
    "date:day",
    "mentions:year",
    "mentions:month",
    "mentions:day",
    "outlet",
    "lang",
];

/// Selections and facets at random.
pub fn asked(rng: &mut Rng, query: Q, makings: &crate::query::Makings<'_>) -> Asked {
    let values = |rng: &mut Rng, from: &[String], percent: usize| -> Vec<String> {
        let some = !from.is_empty() && rng.chance(percent);
        let count = if some { rng.between(1, 2) } else { 0 };
        (0..count).map(|_| format!("{}{}", if rng.chance(25) { "-" } else { "" }, rng.pick(from))).collect()
    };
    let outlets: Vec<String> =
        ["Wire", "wire", "Service", "Daily Gazette", "nobody"].iter().map(|s| (*s).to_owned()).collect();
    let langs: Vec<String> = makings.lexicon.langs.iter().flatten().map(|s| (*s).to_owned()).collect();
    let date = |rng: &mut Rng, percent| {
        let text = *rng.pick(&["1943", "1999-08", "2023-12-08", "2024", "2024-08", "2024-08-08"]);
        rng.chance(percent).then(|| text.parse().unwrap())
    };
    let (mut from, mut to) = (date(rng, 25), date(rng, 25));
    if let (Some(f), Some(t)) = (from, to)
        && (f as dateline::date::PartialDate).range().from > (t as dateline::date::PartialDate).range().to
    {
        (from, to) = (to, from);
    }
    Asked {
        query,
        selection: Selection {
            place: values(rng, &makings.places, 25),
            actor: values(rng, &makings.actors, 20),
            outlet: values(rng, &outlets, 20),
            lang: values(rng, &langs, 20),
            from,
            to,
        },
        facets: (0..rng.below(6)).map(|_| rng.pick(&ALL_FACETS).parse().unwrap()).collect(),
        facet_limit: *rng.pick(&[0, 1, 3, 10, 1000]),
        contains: rng
            .chance(15)
            .then(|| (*rng.pick(&["a", "K", "2024", "é", "wire", "geonames"])).to_owned()),
        limit: if rng.chance(10) { 1 } else { rng.between(5, 30) },
        lead: match rng.below(3) {
            0 => Lead::Earliest,
            1 => Lead::Latest,
            _ => Lead::Outlet((*rng.pick(&outlets)).clone()),
        },
    }
}

/// Which dimensions of the selection an article fails.
fn failed(docs: &[Doc], doc: &Doc, selection: &Selection) -> Vec<&'static str> {
    let passes = |values: &[String], own: &BTreeSet<String>, called: &dyn Fn(&str) -> BTreeSet<String>| {
        let hit = |name: &str| !called(name).is_disjoint(own);
        let (banned, wanted): (Vec<&String>, Vec<&String>) = values.iter().partition(|v| v.starts_with('-'));
        !banned.iter().any(|v| hit(&v[1..])) && (wanted.is_empty() || wanted.iter().any(|v| hit(v)))
    };
    let one = |value: &Option<String>| value.iter().cloned().collect::<BTreeSet<String>>();
    let places: BTreeSet<String> = doc.places.keys().cloned().collect();
    let keys: BTreeSet<String> = doc.who.values().map(|(id, _)| id.clone()).collect();
    let from = selection.from.map_or("0000".to_owned(), |d| first_day(&d.to_string()));
    let to = selection.to.map_or("9999-99".to_owned(), |d| last_day(&d.to_string()));
    let dated = selection.from.is_some() || selection.to.is_some();
    let mut failed = Vec::new();
    let mut note = |dimension, passes: bool| failed.extend((!passes).then_some(dimension));
    note("place", passes(&selection.place, &places, &places_called));
    note("actor", passes(&selection.actor, &keys, &|n| actors_called(docs, n)));
    note("outlet", passes(&selection.outlet, &one(&doc.outlet), &|n| outlets_called(docs, n)));
    note("lang", passes(&selection.lang, &one(&doc.lang), &|n| BTreeSet::from([n.to_owned()])));
    note("date", !dated || doc.overlaps(&from, &to));
    failed
}

/// A value of a facet: its class (of equally frequent places countries come before regions,
/// towns and the rest), its name, what is given back.
type Row = (u8, String, String);

fn facet_values(model: &Model, doc: &Doc, kind: FacetKind) -> Vec<Row> {
    let gazetteer = Gazetteer::embedded();
    let plain = |value: &str| (0, value.to_owned(), value.to_owned());
    let dated = |step: Step| {
        let (from, to, _) = doc.days.as_ref()?;
        let name = |day: &str| step_name(day.parse().unwrap(), step);
        (name(from) == name(to)).then(|| plain(&name(from)))
    };
    match kind {
        FacetKind::Place(_) | FacetKind::PlaceDepth(_) => {
            let number = |id: &String| gazetteer.by_id(id).unwrap();
            let of_level = |id: &&String| match kind {
                FacetKind::Place(Some(level)) => gazetteer.level(number(id)) == level,
                FacetKind::PlaceDepth(depth) => gazetteer.depth(number(id)) == Some(depth),
                _ => true,
            };
            let row = |id: &String| {
                let order = [Level::Country, Level::Region, Level::Place, Level::Other];
                let class = order.iter().position(|l| *l == gazetteer.level(number(id))).unwrap();
                (class as u8, gazetteer.name(number(id)).to_owned(), id.clone())
            };
            doc.places.keys().filter(of_level).map(row).collect()
        }
        FacetKind::Actor(kind) => {
            let keys: BTreeSet<String> = doc.who.values().map(|(id, _)| id.clone()).collect();
            let speaks = keys.into_iter().map(|key| (speaker(model, &key), key));
            let of_kind = speaks.filter(|((_, k), _)| kind.is_none_or(|w| w == *k));
            of_kind.map(|((name, _), key)| (0, name, key)).collect()
        }
        FacetKind::Date(step) => dated(step).into_iter().collect(),
        FacetKind::Mentions(step) => spoken(doc, step).iter().map(|v| plain(v)).collect(),
        FacetKind::Outlet => doc.outlet.iter().map(|o| plain(o)).collect(),
        FacetKind::Lang => doc.lang.iter().map(|l| plain(l)).collect(),
    }
}

/// The days, weeks, months or years in which something lies that an article speaks of.
fn spoken(doc: &Doc, step: Step) -> BTreeSet<String> {
    let name = |day| step_name(day, step);
    let stretches = doc.spoken.iter().flat_map(|(_, stretches)| stretches);
    stretches.filter(|(from, to)| name(*from) == name(*to)).map(|(from, _)| name(*from)).collect()
}

fn step_name(day: chrono::NaiveDate, step: Step) -> String {
    let pattern = match step {
        Step::Day => "%Y-%m-%d",
        Step::Week => "%G-W%V",
        Step::Month => "%Y-%m",
        Step::Year => "%Y",
    };
    day.format(pattern).to_string()
}

/// The name and kind under which an actor is shown.
fn speaker(model: &Model, key: &str) -> (String, ActorKind) {
    let mut uses: BTreeMap<&(String, ActorKind), u32> = BTreeMap::new();
    for entry in model.docs.iter().flat_map(|d| d.actors.keys()) {
        *uses.entry(entry).or_default() += 1;
    }
    crate::eval::speaker(&uses, key).clone()
}

/// A facet in articles or in stories. A story has the values of its articles that match.
fn expected_facet(
    model: &Model,
    matching: &[(usize, Vec<&str>)],
    kind: FacetKind,
    asked: &Asked,
    unit: Unit,
) -> Facet {
    let name = kind.to_string();
    let own = name.split(':').next().unwrap();
    let mut rows: BTreeMap<Row, BTreeSet<u64>> = BTreeMap::new();
    let mut all = BTreeSet::new();
    for (at, _) in matching.iter().filter(|(_, failed)| failed.iter().all(|d| *d == own)) {
        let doc = &model.docs[*at];
        let counted = counted_as(doc, unit);
        all.insert(counted);
        for value in facet_values(model, doc, kind) {
            rows.entry(value).or_default().insert(counted);
        }
    }
    let having: BTreeSet<u64> = rows.values().flatten().copied().collect();
    let none = all.difference(&having).count() as u64;
    let mut rows: Vec<(Row, u64)> = rows.into_iter().map(|(row, all)| (row, all.len() as u64)).collect();
    if let Some(text) = asked.contains.as_deref().map(crate::corpus::fold) {
        let has = |t: &str| dateline::text::fold(t).contains(&text);
        rows.retain(|((_, label, value), _)| has(value) || has(label));
    }
    rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let all = rows.len();
    let selected = |value: &str| is_selected(model, kind, value, &asked.selection);
    let shown =
        rows.into_iter().enumerate().filter(|(at, ((.., v), _))| *at < asked.facet_limit || selected(v));
    let mut values: Vec<dateline::search::FacetValue> = shown
        .map(|(_, ((_, label, value), count))| dateline::search::FacetValue {
            selected: selected(&value),
            value,
            label,
            count,
        })
        .collect();
    if matches!(own, "date" | "mentions") {
        values.sort_by(|a, b| a.value.cmp(&b.value));
    }
    let more = (all - values.len()) as u64;
    Facet { unit: unit.plural(), values, none, more }
}

/// What stands for an article where this unit is counted.
fn counted_as(doc: &Doc, unit: Unit) -> u64 {
    match unit {
        Unit::Article => doc.id,
        Unit::Story => doc.story,
    }
}

fn is_selected(model: &Model, kind: FacetKind, value: &str, selection: &Selection) -> bool {
    let wanted = |values: &[String], called: &dyn Fn(&str) -> BTreeSet<String>| {
        values.iter().filter(|v| !v.starts_with('-')).any(|v| called(v).contains(value))
    };
    match kind {
        FacetKind::Place(_) | FacetKind::PlaceDepth(_) => wanted(&selection.place, &places_called),
        FacetKind::Actor(_) => wanted(&selection.actor, &|n| actors_called(&model.docs, n)),
        FacetKind::Outlet => wanted(&selection.outlet, &|n| outlets_called(&model.docs, n)),
        FacetKind::Lang => wanted(&selection.lang, &|n| BTreeSet::from([n.to_owned()])),
        FacetKind::Date(_) => {
            let is = |d: Option<dateline::date::PartialDate>| d.is_some_and(|d| d.to_string() == value);
            is(selection.from) && is(selection.to)
        }
        FacetKind::Mentions(_) => false,
    }
}

/// What the model says to a question.
pub struct Expected {
    /// The positions of the matching articles in the model, oldest first.
    pub ids: Vec<u64>,
    newest: Vec<u64>,
    /// Articles that match the query, with the dimensions of the selection that they fail.
    matching: Vec<(usize, Vec<&'static str>)>,
}

pub fn expected(model: &mut Model, asked: &Asked) -> Expected {
    let found: Vec<usize> =
        (0..model.docs.len()).filter(|&at| model.evaluate(at, &asked.query, None).is_some()).collect();
    let docs = &model.docs;
    let matching: Vec<(usize, Vec<&str>)> =
        found.into_iter().map(|at| (at, failed(docs, &docs[at], &asked.selection))).collect();
    let mut hits: Vec<&Doc> =
        matching.iter().filter(|(_, f)| f.is_empty()).map(|(at, _)| &docs[*at]).collect();
    let moment = |d: &Doc| d.days.as_ref().map(|(first, _, second)| (first.clone(), *second));
    // Undated ones come last in either direction.
    hits.sort_by_key(|d| (d.days.is_none(), moment(d), d.id));
    let ids = hits.iter().map(|d| d.id).collect();
    hits.sort_by(|a, b| moment(b).cmp(&moment(a)).then(a.id.cmp(&b.id)));
    Expected { ids, newest: hits.iter().map(|d| d.id).collect(), matching }
}

fn differ<T: PartialEq + std::fmt::Debug>(what: &str, program: T, model: T) -> Result<(), String> {
    if program == model {
        return Ok(());
    }
    Err(format!("{what}\n  program: {program:?}\n  model:   {model:?}"))
}

/// Asks the program and compares everything it answers with the model.
pub fn check(model: &mut Model, snapshot: &Snapshot, asked: &Asked) -> Result<(), String> {
    let query = asked.parsed()?;
    let expected = expected(model, asked);
    let said = |e: dateline::error::Error| e.to_string();
    for (sort, order) in [(Sort::Oldest, &expected.ids), (Sort::Newest, &expected.newest)] {
        differ(&format!("export, {sort:?}"), &exported(snapshot, &query, &asked.options(sort))?, order)?;
        differ(
            &format!("pages, {sort:?}"),
            &pages(model, snapshot, &query, asked, sort, Unit::Article)?,
            order,
        )?;
    }
    let mut ranked = pages(model, snapshot, &query, asked, Sort::Relevance, Unit::Article)?;
    let ranking =
        snapshot.ranking(&query, &SearchOptions { limit: 10_000, ..asked.options(Sort::Relevance) });
    let ranking: Vec<u64> = ranking.map_err(said)?.iter().map(|(id, _)| id.number()).collect();
    differ("pages by relevance and the ranking", &ranked, &ranking)?;
    for (sort, order) in
        [(Sort::Oldest, &expected.ids), (Sort::Newest, &expected.newest), (Sort::Relevance, &ranking)]
    {
        let leads = leads(model, order, &asked.lead);
        let found = pages(model, snapshot, &query, asked, sort, Unit::Story)?;
        differ(&format!("stories on pages, {sort:?}"), &found, &leads)?;
        let options = SearchOptions { unit: Unit::Story, ..asked.options(sort) };
        differ(&format!("stories exported, {sort:?}"), &exported(snapshot, &query, &options)?, &leads)?;
    }
    ranked.sort_unstable();
    let mut ids = expected.ids.clone();
    ids.sort_unstable();
    differ("pages by relevance, sorted", &ranked, &ids)?;
    let stories = stories(model, &expected.ids).len() as u64;
    for unit in [Unit::Article, Unit::Story] {
        let options = SearchOptions { unit, ..asked.options(Sort::Relevance) };
        let results = snapshot.search(&query, &options).map_err(said)?;
        counts(unit, &results, expected.ids.len() as u64, stories, asked.limit)?;
        for (kind, facet) in &results.facets {
            let model = expected_facet(model, &expected.matching, *kind, asked, unit);
            differ(&format!("facet {kind}"), facet, &model)?;
        }
        timeline(model, snapshot, &query, asked, &expected, unit)?;
    }
    Ok(())
}

fn counts(unit: Unit, results: &Results, articles: u64, stories: u64, limit: usize) -> Result<(), String> {
    let total = if unit == Unit::Story { stories } else { articles };
    let program = (results.unit, results.total, results.articles, results.stories);
    differ("unit, total, articles, stories", program, (unit, total, articles, stories))?;
    differ("next", results.next.is_some(), total > limit as u64)
}

fn exported(snapshot: &Snapshot, query: &Query, options: &SearchOptions) -> Result<Vec<u64>, String> {
    let said = |e: dateline::error::Error| e.to_string();
    let (records, _) = snapshot.export(query, options).map_err(said)?;
    records.map(|r| r.map(|r| r.id.number()).map_err(said)).collect()
}

fn doc(model: &Model, id: u64) -> &Doc {
    model.docs.iter().find(|d| d.id == id).unwrap()
}

/// The articles of each story, where the first of them stands.
fn stories(model: &Model, ids: &[u64]) -> Vec<Vec<u64>> {
    let mut found: Vec<Vec<u64>> = Vec::new();
    for &id in ids {
        let story = doc(model, id).story;
        match found.iter_mut().find(|articles| doc(model, articles[0]).story == story) {
            Some(articles) => articles.push(id),
            None => found.push(vec![id]),
        }
    }
    found
}

/// The article of each story that stands for it: of the outlet that is preferred, if any is of it,
/// the first or last in time, and of several the one with the least id.
fn leads(model: &Model, ids: &[u64], lead: &Lead) -> Vec<u64> {
    let preferred = match lead {
        Lead::Outlet(name) => outlets_called(&model.docs, name),
        _ => BTreeSet::new(),
    };
    let lead_of = |mut articles: Vec<u64>| {
        articles.sort_unstable_by_key(|&id| {
            let doc = doc(model, id);
            let elsewhere = !doc.outlet.as_ref().is_some_and(|o| preferred.contains(o));
            (elsewhere, doc.days.is_none(), doc.days.as_ref().map(|(first, _, second)| (first, second)), id)
        });
        let moment = |id: u64| doc(model, id).days.as_ref().map(|(first, _, second)| (first, second));
        let last = articles.iter().filter_map(|&id| moment(id)).max();
        match lead {
            Lead::Latest => articles.into_iter().find(|&id| moment(id) == last).unwrap(),
            _ => articles[0],
        }
    };
    stories(model, ids).into_iter().map(lead_of).collect()
}

/// All hits, page by page.
fn pages(
    model: &Model,
    snapshot: &Snapshot,
    query: &Query,
    asked: &Asked,
    sort: Sort,
    unit: Unit,
) -> Result<Vec<u64>, String> {
    let mut options = SearchOptions { unit, ..asked.options(sort) };
    let mut ids = Vec::new();
    let mut last: Option<(i64, i64)> = None;
    let mut stood_for = 0;
    loop {
        let page = snapshot.search(query, &options).map_err(|e| e.to_string())?;
        if page.hits.len() > options.limit || (page.next.is_some() && page.hits.len() < options.limit) {
            return Err(format!("a page of {} hits for a limit of {}", page.hits.len(), options.limit));
        }
        for (at, hit) in page.hits.iter().enumerate() {
            differ("rank", hit.rank, at as u64 + 1)?;
            if sort == Sort::Relevance && asked.has_marks() {
                snippets_show_marks(snapshot, query, hit)?;
            }
            let key = ((f64::from(hit.score) * 10_000.0).round() as i64, moment(&hit.record));
            if sort == Sort::Relevance && unit == Unit::Article && last.is_some_and(|l| l < key) {
                return Err(format!("{key:?} behind {last:?} by relevance"));
            }
            last = Some(key);
            let doc = doc(model, hit.record.id.number());
            let size = model.docs.iter().filter(|d| d.story == doc.story).count() as u64;
            differ("id and size of a story", (hit.story.id.number(), hit.story.size), (doc.story, size))?;
            stood_for += hit.story.matching;
            ids.push(hit.record.id.number());
        }
        match page.next {
            None if stood_for != page.articles => {
                return Err(format!("hits stand for {stood_for} articles of {}", page.articles));
            }
            None => return Ok(ids),
            next => options.after = next.map(|c| c.to_string().parse().unwrap()),
        }
    }
}

fn moment(record: &Record) -> i64 {
    record.article.published.as_ref().map_or(i64::MIN, |p| dateline::index::Moment::of(p).0)
}

fn timeline(
    model: &Model,
    snapshot: &Snapshot,
    query: &Query,
    asked: &Asked,
    expected: &Expected,
    unit: Unit,
) -> Result<(), String> {
    let steps = [Step::Year, Step::Month, Step::Week, Step::Day];
    let only: Vec<_> = expected.matching.iter().filter(|(_, f)| f.is_empty()).cloned().collect();
    let everything = Asked { contains: None, facet_limit: usize::MAX, ..asked.clone() };
    for step in steps.into_iter().filter(|_| asked.limit.is_multiple_of(3)) {
        let options = SearchOptions { facet_contains: None, unit, ..asked.options(Sort::Newest) };
        for (over, kind) in
            [(Over::Published, FacetKind::Date(step)), (Over::Mentions, FacetKind::Mentions(step))]
        {
            let (results, facet) =
                snapshot.timeline(query, &options, over, step).map_err(|e| e.to_string())?;
            let model = expected_facet(model, &only, kind, &everything, unit);
            let counts = |f: &Facet| f.values.iter().map(|v| (v.value.clone(), v.count)).collect::<Vec<_>>();
            let what = format!("timeline of {over:?} by {step:?} in {}", unit.plural());
            differ(&what, (counts(&facet), facet.none), (counts(&model), model.none))?;
            let sum: u64 = facet.values.iter().map(|v| v.count).sum();
            if over == Over::Published && unit == Unit::Article {
                differ("timeline's sum and total", sum + facet.none, results.total)?;
            }
        }
    }
    Ok(())
}

/// Every mark of a snippet is a mark of the article at a place where the fragment stands.
fn snippets_show_marks(snapshot: &Snapshot, query: &Query, hit: &Hit) -> Result<(), String> {
    let marks = snapshot.marks(query, &hit.record).map_err(|e| e.to_string())?;
    let marks = marks.ok_or("a hit that the matcher does not find")?;
    let article = &hit.record.article;
    let title: Vec<(u32, u32)> =
        char_marks(article.title.as_deref().unwrap_or_default(), &marks, Field::Title);
    differ("marks in the headline", &hit.title_marks, &title)?;
    let body: Vec<char> = article.body.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let all = char_marks(&article.body, &marks, Field::Body);
    if !all.is_empty() && hit.snippets.iter().all(|s| s.marks.is_empty()) {
        return Err(format!("no snippet shows any of the marks {all:?}"));
    }
    for snippet in &hit.snippets {
        let chars: Vec<char> = snippet.text.chars().collect();
        let before = if snippet.text.starts_with("… ") { 2 } else { 0 };
        let behind = if snippet.text.ends_with(" …") { 2 } else { 0 };
        let inner = &chars[before..chars.len() - behind];
        let starts = (0..=body.len() - inner.len()).filter(|&at| body[at..].starts_with(inner));
        let fits = |at: usize| {
            let end = (at + inner.len()) as u32;
            let own = all.iter().filter(|m| m.0 >= at as u32 && m.0 < end);
            let moved =
                own.map(|m| (m.0 - at as u32 + before as u32, m.1.min(end) - at as u32 + before as u32));
            moved.collect::<Vec<_>>() == snippet.marks
        };
        if !starts.into_iter().any(fits) {
            return Err(format!("marks {:?} in {:?}; all marks are {all:?}", snippet.marks, snippet.text));
        }
    }
    Ok(())
}

fn char_marks(text: &str, marks: &[Mark], field: Field) -> Vec<(u32, u32)> {
    let chars = |byte: usize| text[..byte].chars().count() as u32;
    marks.iter().filter(|m| m.field == field).map(|m| (chars(m.bytes.0), chars(m.bytes.1))).collect()
}

/// Compares the marks in some articles, matching or not.
pub fn check_marks(
    model: &mut Model,
    snapshot: &Snapshot,
    records: &[Record],
    asked: &Asked,
) -> Result<(), String> {
    if !asked.has_marks() {
        return Ok(());
    }
    let query = asked.parsed()?;
    // Which ones follows from the question, so that a smaller question asks for others too.
    let step = model.docs.len().div_ceil(8);
    for at in (asked.limit % step..model.docs.len()).step_by(step) {
        let expected = model.evaluate(at, &asked.query, None);
        let doc = &model.docs[at];
        let record = records.iter().find(|r| r.id.number() == doc.id).unwrap();
        let found = snapshot.marks(&query, record).map_err(|e| e.to_string())?;
        let text = format!("{:?} / {:?}", doc.made.title.as_ref().map(|t| &t.text), doc.made.body.text);
        differ(&format!("whether this matches: {text}"), found.is_some(), expected.is_some())?;
        let (Some(found), Some(expected)) = (found, expected) else { continue };
        let mut spans: Vec<Span> = Vec::new();
        for (field, text) in [
            (Field::Title, record.article.title.as_deref().unwrap_or_default()),
            (Field::Body, &record.article.body),
        ] {
            spans.extend(char_marks(text, &found, field).into_iter().map(|(a, b)| (field, a, b)));
        }
        let (must, may) = (merged(&expected.must), merged(&expected.may));
        if must == may {
            differ(&format!("marks in {text}"), &spans, &may)?;
        }
        if !covers(&may, &spans) || !covers(&spans, &must) {
            return Err(format!(
                "marks in {text}\n  program: {spans:?}\n  must:    {must:?}\n  may:     {may:?}"
            ));
        }
    }
    Ok(())
}

/// Sorted, overlapping ones joined.
fn merged(spans: &[Span]) -> Vec<Span> {
    let mut sorted = spans.to_vec();
    sorted.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for span in sorted {
        match merged.last_mut() {
            Some(last) if last.0 == span.0 && span.1 < last.2 => last.2 = last.2.max(span.2),
            _ => merged.push(span),
        }
    }
    merged
}

fn covers(outer: &[Span], inner: &[Span]) -> bool {
    let outer = merged(outer);
    inner.iter().all(|i| outer.iter().any(|o| o.0 == i.0 && o.1 <= i.1 && i.2 <= o.2))
}
