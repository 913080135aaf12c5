//! The slow answer: every article is asked, word by word, with nothing that the program
//! is made of but its stemmer. What names mean and where they stand is the finders'
//! business and taken from the exported articles.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use dateline::article::{ActorKind, ArticleId, Field, PlaceRole, Referent};
use dateline::enrich::actors;
use dateline::gazetteer::{Gazetteer, Level};
use dateline::index::{Record, Stories};
use dateline::query::Unit;
use dateline::text::{self, Stemmer};

use crate::corpus::{Made, Text, Token, cut, fold, second_of_day};
use crate::query::{Pat, Q, Role, Zone, terms};

/// An article, as the model knows it.
pub struct Doc {
    pub id: u64,
    /// The id of its story, which of an article alone is its own.
    pub story: u64,
    pub made: Made,
    /// First and last day as `YYYY-MM-DD`, and the second of the first day.
    pub days: Option<(String, String, u32)>,
    /// Whether the date is to be doubted.
    pub suspect: bool,
    /// Where the date stands.
    pub source: Option<&'static str>,
    pub lang: Option<String>,
    pub outlet: Option<String>,
    /// With all that contains them, and where in the article they are named.
    pub places: BTreeMap<String, Vec<(Span, PlaceRole)>>,
    /// What is spoken of in time, from day to day, and where it stands.
    pub spoken: Vec<(Span, Vec<Stretch>)>,
    /// Names and kinds, and where they stand.
    pub actors: BTreeMap<(String, ActorKind), Vec<Span>>,
    /// Who they are in this archive.
    pub who: Who,
}

/// Ids and kinds of actors by the names and kinds with which they were found.
pub type Who = BTreeMap<(String, ActorKind), (String, ActorKind)>;

/// A stretch of headline or body in `char`s.
pub type Span = (Field, u32, u32);

/// First and last day.
pub type Stretch = (NaiveDate, NaiveDate);

/// Positions of the first word and one past the last, in one text.
type Words = (u32, u32);

/// A text of an article that no phrase reaches into or out of.
struct Part {
    /// Where its matches are marked; not everything is shown.
    field: Option<Field>,
    tokens: Vec<Token>,
    /// The number of the sentence and of the paragraph that each word stands in.
    units: Vec<[usize; 2]>,
}

impl Part {
    /// One sentence and one paragraph, as everything is but the text itself.
    fn whole(field: Option<Field>, text: &Text) -> Part {
        Part { field, tokens: text.tokens.clone(), units: vec![[0, 0]; text.tokens.len()] }
    }

    /// The first words of the text.
    fn body(body: &Text, words: usize) -> Part {
        let starts = |ranges: Vec<std::ops::Range<usize>>| -> Vec<u32> {
            ranges.iter().map(|r| body.text[..r.start].chars().count() as u32).collect()
        };
        let (sentences, paragraphs) =
            (starts(text::sentences(&body.text)), starts(text::paragraphs(&body.text)));
        let tokens = body.tokens[..words].to_vec();
        let unit = |starts: &[u32], at: u32| starts.iter().filter(|&&start| start <= at).count();
        let units = tokens.iter().map(|t| [unit(&sentences, t.chars.0), unit(&paragraphs, t.chars.0)]);
        Part { field: Some(Field::Body), units: units.collect(), tokens }
    }

    /// Whether all these words stand in one sentence or paragraph.
    fn is_one(&self, unit: Unit, pieces: &[Words]) -> bool {
        let number = |&(from, to): &Words| (from..to).map(|at| self.units[at as usize][unit as usize]);
        let mut numbers = pieces.iter().flat_map(number);
        let first = numbers.next();
        numbers.all(|n| Some(n) == first)
    }
}

/// What matched. What must be marked and what may be differ only for proximity, where
/// several choices of words can be equally good.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marks {
    pub must: Vec<Span>,
    pub may: Vec<Span>,
}

impl Marks {
    fn exactly(spans: Vec<Span>) -> Marks {
        Marks { must: spans.clone(), may: spans }
    }

    fn add(&mut self, other: Marks) {
        self.must.extend(other.must);
        self.may.extend(other.may);
    }
}

/// All articles, and what depends on all of them.
pub struct Model {
    pub docs: Vec<Doc>,
    stemmers: Vec<(Option<String>, Stemmer)>,
    /// Stems of a term by language, remembered.
    known: BTreeMap<(Option<String>, String), String>,
    /// Whether the parts of `cross-border` are alternatives, as they are where bare words are.
    any: bool,
}

impl Doc {
    pub fn new(made: &Made, record: &Record, stories: &Stories) -> Doc {
        let mut places: BTreeMap<String, Vec<(Span, PlaceRole)>> = BTreeMap::new();
        let mut actors: BTreeMap<(String, ActorKind), Vec<Span>> = BTreeMap::new();
        let mut spoken = Vec::new();
        let gazetteer = Gazetteer::embedded();
        for mention in &record.mentions {
            let span = (mention.field, mention.start, mention.end);
            match &mention.what {
                Referent::Place(place) => {
                    let Some(no) = place.id.as_ref().and_then(|id| gazetteer.by_id(id)) else { continue };
                    for around in gazetteer.containers(no).chain([no]) {
                        places.entry(gazetteer.id(around)).or_default().push((span, place.role));
                    }
                }
                Referent::Actor(actor) => {
                    actors.entry((actor.name.clone(), actor.kind)).or_default().push(span);
                }
                Referent::Date(date) => {
                    spoken.extend(date.range.map(|r| (span, stretches(&date.value, r.from, r.to))));
                }
            }
        }
        let days = made
            .date
            .as_deref()
            .map(|date| (first_day(date), last_day(date), second_of_day(date).unwrap_or_default()));
        let story = stories.story(record.number).and_then(|story| stories.id(story));
        Doc {
            id: record.id.number(),
            story: story.unwrap_or(record.id).number(),
            made: made.clone(),
            days,
            suspect: !record.article.dating.suspicions.is_empty(),
            source: made.date.as_ref().map(|_| made.source.as_str()),
            lang: record.article.lang.clone(),
            outlet: record.article.outlet.clone(),
            places,
            spoken,
            actors,
            who: Who::new(),
        }
    }

    /// The texts of a part.
    fn parts(&self, zone: Option<Zone>) -> Vec<Part> {
        let made = &self.made;
        let title = made.title.iter().map(|t| Part::whole(Some(Field::Title), t));
        let unmarked = |texts: &[Text]| texts.iter().map(|t| Part::whole(None, t)).collect::<Vec<_>>();
        let line = |text: &Option<Text>| text.iter().map(|t| Part::whole(None, t)).collect::<Vec<_>>();
        match zone {
            None => {
                let body = Part::body(&made.body, made.body.tokens.len());
                title.chain([body]).chain(unmarked(&made.subheads)).chain(line(&made.lead)).collect()
            }
            Some(Zone::Title) => title.collect(),
            Some(Zone::Lead) => {
                let begin = Part::body(&made.body, made.body.lead());
                [begin].into_iter().chain(line(&made.lead)).collect()
            }
            Some(Zone::Caption) => unmarked(&made.captions),
            Some(Zone::Aside) => unmarked(&made.asides),
            Some(Zone::Byline) => line(&made.byline),
            Some(Zone::DatelineText) => line(&made.dateline),
        }
    }

    pub fn overlaps(&self, first: &str, last: &str) -> bool {
        self.days.as_ref().is_some_and(|(from, to, _)| from.as_str() <= last && first <= to.as_str())
    }
}

/// Of several days or years in one expression, each.
fn stretches(value: &str, from: NaiveDate, to: NaiveDate) -> Vec<Stretch> {
    let all_digits = value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    match value.len() {
        10 if all_digits => from.iter_days().take_while(|day| *day <= to).map(|day| (day, day)).collect(),
        4 if all_digits => {
            let day = |year: i32, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
            (from.year()..=to.year()).map(|year| (day(year, 1, 1), day(year, 12, 31))).collect()
        }
        _ => vec![(from, to)],
    }
}

pub fn first_day(date: &str) -> String {
    let day = date.get(..10).unwrap_or(date);
    format!(
        "{day}{}",
        ["-01-01", "-01", ""][match day.len() {
            4 => 0,
            7 => 1,
            _ => 2,
        }]
    )
}

pub fn last_day(date: &str) -> String {
    match date.len() {
        4 => format!("{date}-12-31"),
        7 => {
            let year: u32 = date[..4].parse().unwrap();
            let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
            let days = match &date[5..] {
                "02" => 28 + u32::from(leap),
                "04" | "06" | "09" | "11" => 30,
                _ => 31,
            };
            format!("{date}-{days}")
        }
        _ => date[..10].to_owned(),
    }
}

impl Model {
    pub fn new(mut docs: Vec<Doc>) -> Model {
        let who = who_is_who(&docs);
        for doc in &mut docs {
            doc.who = doc.actors.keys().map(|entry| (entry.clone(), who[entry].clone())).collect();
        }
        let langs: BTreeSet<Option<String>> = docs.iter().map(|d| d.lang.clone()).chain([None]).collect();
        let stemmers = langs.into_iter().map(|lang| (lang.clone(), Stemmer::new(lang.as_deref()))).collect();
        Model { docs, stemmers, known: BTreeMap::new(), any: false }
    }

    fn stem(&mut self, lang: &Option<String>, term: &str) -> String {
        let key = (lang.clone(), term.to_owned());
        if let Some(stem) = self.known.get(&key) {
            return stem.clone();
        }
        let (_, stemmer) = self.stemmers.iter_mut().find(|(own, _)| own == lang).unwrap();
        let stem = stemmer.stem(term).to_owned();
        self.known.insert(key, stem.clone());
        stem
    }

    fn langs(&self) -> Vec<Option<String>> {
        self.stemmers.iter().map(|(lang, _)| lang.clone()).collect()
    }

    /// The marks of a query in an article; `None` when it does not match.
    pub fn evaluate(&mut self, at: usize, query: &Q, zone: Option<Zone>) -> Option<Marks> {
        let holds = |yes: bool| yes.then(Marks::default);
        match query {
            Q::All => Some(Marks::default()),
            Q::Word(_) | Q::Phrase(..) | Q::Near { .. } | Q::Same { .. } | Q::AtLeast(..) => {
                self.text(at, query, zone)
            }
            Q::And(parts) => self.all(at, parts.iter(), zone),
            Q::Or(parts) => self.some(at, parts.iter(), zone),
            Q::Any(parts) => {
                self.any = true;
                let (conditions, texts): (Vec<&Q>, Vec<&Q>) = parts.iter().partition(|p| p.is_condition());
                let either = match texts.is_empty() {
                    true => Some(Marks::default()),
                    false => self.some(at, texts.into_iter(), zone),
                };
                let each = self.all(at, conditions.into_iter(), zone);
                self.any = false;
                either.zip(each).map(|(mut marks, more)| {
                    marks.add(more);
                    marks
                })
            }
            Q::Not(inner) => holds(self.evaluate(at, inner, zone).is_none()),
            Q::Zone(zone, inner) => self.evaluate(at, inner, Some(*zone)),
            Q::Filled(zone) => holds(self.docs[at].parts(Some(*zone)).iter().any(|p| !p.tokens.is_empty())),
            other => condition(&self.docs, at, other),
        }
    }

    fn all<'q>(
        &mut self,
        at: usize,
        parts: impl Iterator<Item = &'q Q>,
        zone: Option<Zone>,
    ) -> Option<Marks> {
        let mut all = Marks::default();
        for part in parts {
            all.add(self.evaluate(at, part, zone)?);
        }
        Some(all)
    }

    fn some<'q>(
        &mut self,
        at: usize,
        parts: impl Iterator<Item = &'q Q>,
        zone: Option<Zone>,
    ) -> Option<Marks> {
        let found: Vec<Marks> = parts.filter_map(|p| self.evaluate(at, p, zone)).collect();
        let any = !found.is_empty();
        let mut all = Marks::default();
        found.into_iter().for_each(|m| all.add(m));
        any.then_some(all)
    }

    fn text(&mut self, at: usize, query: &Q, zone: Option<Zone>) -> Option<Marks> {
        let lang = self.docs[at].lang.clone();
        let stemmed = matches!(zone, None | Some(Zone::Title | Zone::Lead));
        let any = self.any && zone.is_none();
        let mut marks = Marks::default();
        let mut count = 0;
        for part in self.docs[at].parts(zone) {
            let tokens = &part.tokens;
            let chars = |&(a, b): &Words| {
                part.field.map(|f| (f, tokens[a as usize].chars.0, tokens[b as usize - 1].chars.1))
            };
            match query {
                Q::Near { .. } | Q::Phrase(_, Some(_)) => {
                    let choices = self.choices(query, tokens);
                    marks.may.extend(choices.iter().flatten().filter_map(chars));
                    marks.must.extend(choices.iter().filter_map(|c| c.iter().min()).filter_map(chars));
                    count += choices.len();
                }
                Q::Same { .. } => {
                    let found = self.together(query, &part);
                    marks.add(Marks::exactly(found.iter().filter_map(chars).collect()));
                    count += found.len();
                }
                Q::Word(pat) => {
                    let spans = self.word(pat, tokens, &lang, stemmed, any);
                    marks.add(Marks::exactly(spans.iter().filter_map(chars).collect()));
                    count += spans.len();
                }
                _ => {
                    let spans = self.spans(query, tokens);
                    marks.add(Marks::exactly(spans.iter().filter_map(chars).collect()));
                    count += spans.len();
                }
            }
        }
        let wanted = if let Q::AtLeast(n, _) = query { *n } else { 1 };
        (count >= wanted).then_some(marks)
    }

    /// Where a bare word matches: by its stem in the language of the article; in parts that are
    /// not stemmed as it is typed.
    fn word(
        &mut self,
        pat: &Pat,
        tokens: &[Token],
        lang: &Option<String>,
        stemmed: bool,
        any: bool,
    ) -> Vec<Words> {
        let Pat::Word(word) = pat else { return self.exact_forms(pat, tokens) };
        match terms(word).as_slice() {
            [term] if stemmed => self.by_stem(term, tokens, lang),
            several if any => several.iter().flat_map(|term| self.by_stem(term, tokens, lang)).collect(),
            several => rows(tokens, several),
        }
    }

    /// What stands together: of SENT and PARA all stretches of either side that share a sentence
    /// or paragraph with one of the other side, of which no word is its own. Of a SENT inside
    /// another one each of these stretches counts by itself.
    fn together(&mut self, query: &Q, part: &Part) -> Vec<Words> {
        let mut found = match query {
            Q::Same { unit, sides } => {
                let (left, right) = (self.together(&sides.0, part), self.together(&sides.1, part));
                let pairs = left.iter().flat_map(|l| right.iter().map(move |r| [*l, *r]));
                let apart = |[a, b]: &[Words; 2]| a.1 <= b.0 || b.1 <= a.0;
                pairs.filter(|both| apart(both) && part.is_one(*unit, both)).flatten().collect()
            }
            Q::Or(parts) => parts.iter().flat_map(|p| self.together(p, part)).collect(),
            other => self.spans(other, &part.tokens),
        };
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Every way in which the parts of a proximity can be chosen.
    fn choices(&mut self, query: &Q, tokens: &[Token]) -> Vec<Vec<Words>> {
        let (lists, gap, ordered): (Vec<Vec<Words>>, u32, bool) = match query {
            Q::Near { n, ordered, sides } => {
                let list = |model: &mut Model, q: &Q| model.spans(q, tokens);
                (vec![list(self, &sides.0), list(self, &sides.1)], *n, *ordered)
            }
            Q::Phrase(slots, Some(n)) => {
                (slots.iter().map(|s| self.exact_forms(s, tokens)).collect(), *n, false)
            }
            _ => unreachable!("only proximity has choices"),
        };
        let mut choices: Vec<Vec<Words>> = vec![Vec::new()];
        for list in &lists {
            let longer =
                choices.iter().flat_map(|c| list.iter().map(move |s| [c.as_slice(), &[*s]].concat()));
            choices = longer.collect();
        }
        choices.retain(|choice| {
            let mut sorted = choice.clone();
            sorted.sort_unstable();
            let apart = sorted.windows(2).all(|w| w[0].1 <= w[1].0);
            let words: u32 = choice.iter().map(|s| s.1 - s.0).sum();
            let whole = sorted.last().map_or(0, |l| l.1) - sorted.first().map_or(0, |f| f.0);
            apart && whole <= words + gap && (!ordered || *choice == sorted)
        });
        choices
    }

    /// Where a part of a proximity matches: a single word counts by its stem in any language.
    fn spans(&mut self, query: &Q, tokens: &[Token]) -> Vec<Words> {
        let mut found = match query {
            Q::Word(Pat::Word(word)) | Q::AtLeast(_, Pat::Word(word)) => match terms(word).as_slice() {
                [term] => self.by_inflection(term, tokens),
                several => rows(tokens, several),
            },
            Q::Word(pat) | Q::AtLeast(_, pat) => self.exact_forms(pat, tokens),
            Q::Phrase(slots, None) => {
                let lists: Vec<Vec<Words>> = slots.iter().map(|s| self.exact_forms(s, tokens)).collect();
                let mut chains: Vec<Words> = lists[0].clone();
                for list in &lists[1..] {
                    let grown =
                        chains.iter().flat_map(|c| list.iter().filter(|s| s.0 == c.1).map(|s| (c.0, s.1)));
                    chains = grown.collect();
                }
                chains
            }
            Q::Near { .. } | Q::Phrase(_, Some(_)) => {
                let whole = |c: &Vec<Words>| {
                    (c.iter().map(|s| s.0).min().unwrap_or(0), c.iter().map(|s| s.1).max().unwrap_or(0))
                };
                self.choices(query, tokens).iter().map(whole).collect()
            }
            Q::Or(parts) => parts.iter().flat_map(|p| self.spans(p, tokens)).collect(),
            other => unreachable!("{other:?} has no positions"),
        };
        found.sort_unstable();
        found.dedup();
        found
    }

    fn by_stem(&mut self, term: &str, tokens: &[Token], lang: &Option<String>) -> Vec<Words> {
        let wanted: Vec<String> = self.langs().iter().map(|l| self.stem(l, term)).collect();
        single(tokens, |t| wanted.contains(&self.stem(lang, &t.term)))
    }

    fn by_inflection(&mut self, term: &str, tokens: &[Token]) -> Vec<Words> {
        let langs = self.langs();
        single(tokens, |t| langs.iter().any(|l| self.stem(l, &t.term) == self.stem(l, term)))
    }

    fn exact_forms(&self, pat: &Pat, tokens: &[Token]) -> Vec<Words> {
        match pat {
            Pat::Word(word) => rows(tokens, &terms(word)),
            Pat::Exact(word) => {
                let wanted: Vec<String> = cut(word).into_iter().map(|(_, _, plain)| plain).collect();
                let starts = 0..(tokens.len() + 1).saturating_sub(wanted.len());
                let at = |&start: &usize| wanted.iter().zip(&tokens[start..]).all(|(w, t)| *w == t.plain);
                starts.filter(at).map(|s| (s as u32, (s + wanted.len()) as u32)).collect()
            }
            Pat::Wild(pattern) => {
                let pattern: Vec<char> = fold(pattern).chars().collect();
                single(tokens, |t| glob(&pattern, &t.term.chars().collect::<Vec<_>>()))
            }
            Pat::Fuzzy(word, n) => {
                let word: Vec<char> = fold(word).chars().collect();
                single(tokens, |t| edits(&word, &t.term.chars().collect::<Vec<_>>()) <= *n)
            }
        }
    }
}

fn single(tokens: &[Token], mut wanted: impl FnMut(&Token) -> bool) -> Vec<Words> {
    (0u32..).zip(tokens).filter(|(_, t)| wanted(t)).map(|(at, _)| (at, at + 1)).collect()
}

/// Where these terms stand in a row.
fn rows(tokens: &[Token], terms: &[String]) -> Vec<Words> {
    let starts = 0..(tokens.len() + 1).saturating_sub(terms.len());
    let at = |&start: &usize| terms.iter().zip(&tokens[start..]).all(|(w, t)| *w == t.term);
    starts.filter(at).map(|s| (s as u32, (s + terms.len()) as u32)).collect()
}

fn glob(pattern: &[char], word: &[char]) -> bool {
    match (pattern.split_first(), word.split_first()) {
        (None, _) => word.is_empty(),
        (Some(('*', rest)), _) => (0..=word.len()).any(|skip| glob(rest, &word[skip..])),
        (Some((p, rest)), Some((w, left))) => (*p == '?' || p == w) && glob(rest, left),
        (Some(_), None) => false,
    }
}

/// Insertions, deletions, replacements and swaps of neighbours, by definition.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut cost = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            cost[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = cost[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut best = replaced.min(cost[i - 1][j] + 1).min(cost[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(cost[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    cost[a.len()][b.len()]
}

/// What needs no words.
fn condition(docs: &[Doc], at: usize, query: &Q) -> Option<Marks> {
    let doc = &docs[at];
    let holds = |yes: bool| yes.then(Marks::default);
    // What a dateline names that stands apart from the text has no place in it.
    let some = |spans: Vec<Span>| {
        let shown = spans.iter().filter(|s| s.1 < s.2).copied().collect();
        (!spans.is_empty()).then(|| Marks::exactly(shown))
    };
    match query {
        Q::Place(role, name) => {
            let wanted = name.as_ref().map(|n| places_called(n));
            some(named_places(doc, *role, |id| wanted.as_ref().is_none_or(|w| w.contains(id))))
        }
        Q::NearPoint(lat, lon, km) => some(towns(doc, |town| km_between((*lat, *lon), town) <= *km)),
        Q::Within([south, west, north, east]) => some(towns(doc, |(lat, lon)| {
            // Eastward from the western edge, as far as the eastern one.
            let from_west = |lon: f64| (lon - west).rem_euclid(360.0);
            let all_round = east - west >= 360.0;
            (south..=north).contains(&&lat) && (all_round || from_west(lon) <= from_west(*east))
        })),
        Q::Actor(field, name) => {
            let wanted = name.as_ref().map(|n| actors_called(docs, n));
            let of_kind = |kind: ActorKind| match *field {
                "person" => kind == ActorKind::Person,
                "group" => matches!(kind, ActorKind::Group | ActorKind::ArmedGroup),
                "org" => !matches!(kind, ActorKind::Person | ActorKind::Group),
                _ => true,
            };
            let fits = |entry: &(String, ActorKind)| {
                let (id, kind) = &doc.who[entry];
                of_kind(*kind) && wanted.as_ref().is_none_or(|w| w.contains(id))
            };
            some(doc.actors.iter().filter(|(entry, _)| fits(entry)).flat_map(|(_, s)| s).copied().collect())
        }
        Q::Outlet(name) => holds(
            doc.outlet
                .as_ref()
                .is_some_and(|own| name.as_ref().is_none_or(|n| outlets_called(docs, n).contains(own))),
        ),
        Q::Lang(code) => holds(doc.lang.as_ref().is_some_and(|own| code.as_ref().is_none_or(|c| c == own))),
        Q::Date(_, first, last) => holds(doc.overlaps(first, last)),
        Q::Mentions(_, first, last) => {
            let day = |text: &str| text.parse::<NaiveDate>().unwrap();
            let (first, last) = (day(first), day(last));
            let fits = |&(from, to): &Stretch| from <= last && first <= to && to - from <= last - first;
            let said = doc.spoken.iter().filter(|(_, stretches)| stretches.iter().any(fits));
            some(said.map(|(span, _)| *span).collect())
        }
        Q::Undated => holds(doc.days.is_none()),
        Q::Suspect => holds(doc.suspect),
        Q::DateSource(source) => holds(doc.source == Some(*source)),
        Q::Day(month, day) => {
            let wanted = format!("-{month:02}-{day:02}");
            holds(doc.days.as_ref().is_some_and(|(from, to, _)| from == to && from.ends_with(&wanted)))
        }
        Q::Id(id) => holds(id.parse() == Ok(ArticleId::from_number(doc.id))),
        // The story of this id, or that of the article with it.
        Q::Story(id) => {
            let id = id.parse::<ArticleId>().unwrap().number();
            holds(docs.iter().any(|d| d.id == id && d.story == doc.story))
        }
        other => unreachable!("{other:?} is no condition"),
    }
}

fn named_places(doc: &Doc, role: Role, wanted: impl Fn(&str) -> bool) -> Vec<Span> {
    let in_role = |own: PlaceRole| match role {
        Role::Any => true,
        Role::About => own == PlaceRole::About,
        Role::Dateline => own == PlaceRole::Dateline,
    };
    let named = doc.places.iter().filter(|(id, _)| wanted(id)).flat_map(|(_, m)| m);
    named.filter(|(_, role)| in_role(*role)).map(|(span, _)| *span).collect()
}

/// Where towns are named that stand at such a point, in degrees north and east.
fn towns(doc: &Doc, admits: impl Fn((f64, f64)) -> bool) -> Vec<Span> {
    let gazetteer = Gazetteer::embedded();
    named_places(doc, Role::Any, |id| {
        let no = gazetteer.by_id(id).unwrap();
        let place = gazetteer.place(no);
        gazetteer.level(no) == Level::Place && admits((place.lat, place.lon))
    })
}

/// The ids of the places that a name or id means.
pub fn places_called(name: &str) -> BTreeSet<String> {
    let gazetteer = Gazetteer::embedded();
    match gazetteer.by_id(name) {
        Some(no) => BTreeSet::from([gazetteer.id(no)]),
        None => gazetteer.find(name).into_iter().map(|no| gazetteer.id(no)).collect(),
    }
}

/// Names of one key are one actor, and beyond that those that the rules of the archive join;
/// who speaks for the key that takes the other up gives id and kind.
fn who_is_who(docs: &[Doc]) -> Who {
    let mut uses: BTreeMap<&(String, ActorKind), u32> = BTreeMap::new();
    for entry in docs.iter().flat_map(|d| d.actors.keys()) {
        *uses.entry(entry).or_default() += 1;
    }
    let key = |entry: &(String, ActorKind)| actors::key(&entry.0, entry.1);
    let keys: BTreeSet<String> = uses.keys().map(|entry| key(entry)).collect();
    let keys: Vec<String> = keys.into_iter().collect();
    let speakers: Vec<&(String, ActorKind)> = keys.iter().map(|k| speaker(&uses, k)).collect();
    let names = keys.iter().zip(&speakers).map(|(own, speaker)| actors::Name {
        name: &speaker.0,
        kind: speaker.1,
        uses: uses.iter().filter(|(entry, _)| key(entry) == *own).map(|(_, n)| n).sum(),
        country: None,
    });
    let mut into: Vec<usize> = (0..keys.len()).collect();
    for merge in actors::merges(&names.collect::<Vec<_>>()) {
        into[merge.name] = merge.into;
    }
    let at = |entry: &(String, ActorKind)| into[keys.binary_search(&key(entry)).unwrap()];
    uses.keys().map(|&e| (e.clone(), (keys[at(e)].clone(), speakers[at(e)].1))).collect()
}

/// The name and kind under which a key is shown: the most used, then the longest, then the
/// first in the alphabet.
pub fn speaker<'u>(uses: &BTreeMap<&'u (String, ActorKind), u32>, key: &str) -> &'u (String, ActorKind) {
    let own = uses.iter().filter(|(entry, _)| actors::key(&entry.0, entry.1) == key);
    own.max_by_key(|(entry, uses)| (**uses, entry.0.len(), std::cmp::Reverse(entry.0.clone()), entry.1))
        .unwrap()
        .0
}

/// The ids of the actors that a name or id means: who has this id, else who is known by
/// the name in any spelling, or has all its words in theirs.
pub fn actors_called(docs: &[Doc], name: &str) -> BTreeSet<String> {
    let all: BTreeSet<&(String, ActorKind)> = docs.iter().flat_map(|d| d.actors.keys()).collect();
    let who: BTreeMap<&(String, ActorKind), &String> =
        docs.iter().flat_map(|d| &d.who).map(|(entry, (id, _))| (entry, id)).collect();
    let keys: BTreeMap<String, &String> =
        all.iter().map(|&entry| (actors::key(&entry.0, entry.1), who[entry])).collect();
    if let Some(&id) = keys.get(name) {
        return BTreeSet::from([id.clone()]);
    }
    let words = |text: &str| -> BTreeSet<String> {
        let parts = text.split(|c: char| !c.is_alphanumeric() && c != '.').map(|w| w.trim_matches('.'));
        parts.filter(|w| !w.is_empty()).map(fold).collect()
    };
    let wanted = words(name);
    let by_key = ActorKind::ALL.iter().filter_map(|&k| keys.get(&actors::key(name, k)).copied());
    let by_words = all.iter().filter(|(n, _)| wanted.is_subset(&words(n))).map(|&entry| who[entry]);
    by_key.chain(by_words).cloned().collect()
}

/// The outlets that a name means: the one called so, else those that have it in theirs.
pub fn outlets_called(docs: &[Doc], name: &str) -> BTreeSet<String> {
    let name = fold(name);
    let all: BTreeSet<&String> = docs.iter().filter_map(|d| d.outlet.as_ref()).collect();
    let exact: BTreeSet<String> = all.iter().filter(|o| fold(o) == name).map(|o| (*o).clone()).collect();
    if !exact.is_empty() {
        return exact;
    }
    all.into_iter().filter(|o| fold(o).contains(&name)).cloned().collect()
}

/// The great circle, by the angle between two vectors.
fn km_between(a: (f64, f64), b: (f64, f64)) -> f64 {
    let vector = |(lat, lon): (f64, f64)| {
        let (lat, lon) = (lat.to_radians(), lon.to_radians());
        [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
    };
    let (a, b) = (vector(a), vector(b));
    let dot: f64 = a.iter().zip(&b).map(|(x, y)| x * y).sum();
    6371.0 * dot.clamp(-1.0, 1.0).acos()
}
