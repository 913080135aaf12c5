//! Who is who in an archive: its actors, the spellings that are one of them, and why.
//!
//! The numbers of articles are exact, also where several spellings stand in one article.

use super::plan::{FacetField, Plan};
use super::{FacetKind, SearchOptions, collect, names};
use crate::article::ActorKind;
use crate::enrich::actors::{self, Rule, known::name_key};
use crate::error::Result;
use crate::index::Snapshot;
use crate::index::dictionary::Family;
use crate::index::groups::Cause;
use crate::query::{self, ParseOptions};
use crate::text;

/// An actor of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// What a selection takes.
    pub id: String,
    /// The name that is shown.
    pub name: String,
    /// Its kind.
    pub kind: ActorKind,
    /// The articles that name it.
    pub articles: u64,
    /// The names that it was found under, the most frequent first.
    pub spellings: Vec<Spelling>,
    /// The line of the corrections that says that it is none.
    pub hidden: Option<usize>,
    /// The line of the corrections that gave it its name.
    pub renamed: Option<usize>,
}

/// A name under which an actor was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// The fullest form in an article.
    pub name: String,
    /// The kind that it was taken for.
    pub kind: ActorKind,
    /// The articles in which it stands.
    pub articles: u32,
    number: u32,
}

impl Spelling {
    /// One that stands in no archive.
    #[cfg(test)]
    pub(crate) fn new(name: &str, kind: ActorKind, articles: u32) -> Spelling {
        Spelling { name: name.to_owned(), kind, articles, number: u32::MAX }
    }
}

/// Why a spelling belongs to its actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It is the one that the actor is shown under.
    Shown,
    /// A rule takes it for the same name.
    Rule(Rule),
    /// Its key is that of the name shown, and no single rule says more.
    SameKey,
    /// A line of the corrections merged them.
    Merge(usize),
    /// A line of the corrections set it apart from another actor, and with it what is here.
    Split(usize),
}

impl Reason {
    /// Its name in the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Shown => "shown",
            Reason::Rule(rule) => rule.as_str(),
            Reason::SameKey => "same-key",
            Reason::Merge(_) => "merge",
            Reason::Split(_) => "split",
        }
    }

    /// What it says, without a full stop.
    pub fn explain(self) -> &'static str {
        match self {
            Reason::Shown => "the name found most often",
            Reason::Rule(rule) => rule.explain(),
            Reason::SameKey => "names that all rules together take for one",
            Reason::Merge(_) => "your correction",
            Reason::Split(_) => "your correction",
        }
    }

    /// The line of the corrections that says it.
    pub fn line(self) -> Option<usize> {
        match self {
            Reason::Merge(line) | Reason::Split(line) => Some(line),
            _ => None,
        }
    }
}

impl Snapshot {
    /// All actors but hidden ones, those in most articles first. `contains` wants a text
    /// in the id, the name or a spelling.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn actors(&self, kind: Option<ActorKind>, contains: Option<&str>) -> Result<Vec<Actor>> {
        let all = query::parse("", &ParseOptions::default())?;
        let facets = vec![FacetKind::Actor(kind)];
        let options = SearchOptions { facets, facet_limit: usize::MAX, limit: 0, ..SearchOptions::default() };
        let facet = self.search(&all, &options)?.facets.pop();
        let values = facet.map(|(_, facet)| facet.values).unwrap_or_default();
        let wanted = contains.map(text::fold);
        let is_wanted = |actor: &Actor| {
            let has = |name: &str| wanted.as_ref().is_none_or(|w| text::fold(name).contains(w.as_ref()));
            has(&actor.name) || has(&actor.id) || actor.spellings.iter().any(|s| has(&s.name))
        };
        let actors = values.into_iter().filter_map(|value| {
            let number = *self.dictionary.numbers(Family::Actor, &value.value).first()?;
            self.described(number, value.count)
        });
        Ok(actors.filter(is_wanted).collect())
    }

    /// The actors that a name or id means, those in most articles first, hidden ones last:
    /// that of the id; else those that bear the whole name; else those that have all its
    /// words in theirs.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn actors_called(&self, name: &str) -> Result<Vec<Actor>> {
        let dictionary = &self.dictionary;
        let mut found: Vec<u32> = names::actors_even_hidden(dictionary, name)
            .into_iter()
            .map(|n| dictionary.canonical(n))
            .collect();
        found.sort_unstable();
        found.dedup();
        let wanted = name_key(name);
        let bears = |&n: &u32| {
            let spelt = |s: u32| name_key(dictionary.name(s)) == wanted;
            name_key(dictionary.label(n)) == wanted || dictionary.spellings(n).into_iter().any(spelt)
        };
        let whole: Vec<u32> = found.iter().copied().filter(bears).collect();
        let keys = ActorKind::ALL.map(|kind| actors::key(name, kind));
        let keyed = |&n: &u32| {
            let own = |s: u32| keys.iter().any(|key| dictionary.has_key(s, key));
            dictionary.spellings(n).into_iter().any(own)
        };
        let found = match whole.is_empty() {
            false => whole,
            true => {
                let keyed: Vec<u32> = found.iter().copied().filter(keyed).collect();
                if keyed.is_empty() { found } else { keyed }
            }
        };
        let mut actors = found.into_iter().map(|n| self.actor(n)).collect::<Result<Vec<_>>>()?;
        actors.retain(|a| !a.spellings.is_empty());
        actors.sort_by(|a, b| {
            let order = |x: &Actor| (x.hidden.is_some(), std::cmp::Reverse(x.articles));
            order(a).cmp(&order(b)).then_with(|| a.name.cmp(&b.name)).then_with(|| a.id.cmp(&b.id))
        });
        Ok(actors)
    }

    /// The actor with this id, when the archive has one.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn actor_of_id(&self, id: &str) -> Result<Option<Actor>> {
        let number = self.dictionary.numbers(Family::Actor, id).first().copied();
        let actor = number.map(|n| self.actor(n)).transpose()?;
        Ok(actor.filter(|a| !a.spellings.is_empty()))
    }

    fn actor(&self, number: u32) -> Result<Actor> {
        let spellings = self.dictionary.spellings(number);
        let plan = Plan::Facet(FacetField::Actor, spellings);
        let articles = collect::count(self, &plan).map_err(|e| self.damaged(&e.to_string()))?;
        self.described(number, articles).ok_or_else(|| self.damaged("an actor has no kind"))
    }

    fn described(&self, number: u32, articles: u64) -> Option<Actor> {
        let dictionary = &self.dictionary;
        let speaker = dictionary.canonical(number);
        let spelling = |n: u32| {
            let (name, kind) = (dictionary.name(n).to_owned(), dictionary.kind(n)?);
            Some(Spelling { name, kind, articles: dictionary.uses(n), number: n })
        };
        let mut spellings: Vec<Spelling> = dictionary
            .spellings(speaker)
            .into_iter()
            .filter_map(spelling)
            .filter(|s| s.articles > 0)
            .collect();
        spellings.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
        let (hidden, renamed) = dictionary.corrected_by(speaker);
        Some(Actor {
            id: dictionary.value(speaker).to_owned(),
            name: dictionary.label(speaker).to_owned(),
            kind: dictionary.kind(speaker)?,
            articles,
            spellings,
            hidden,
            renamed,
        })
    }

    /// Why each spelling of an actor belongs to it, in the order of the spellings.
    pub fn why(&self, actor: &Actor) -> Vec<Reason> {
        let rules = self.dictionary.rules();
        let numbers = actor.spellings.iter().map(|s| s.number);
        numbers.map(|number| self.reason(number, &rules)).collect()
    }

    fn reason(&self, number: u32, rules: &[(String, String, Rule)]) -> Reason {
        let dictionary = &self.dictionary;
        let speaker = dictionary.canonical(number);
        let causes = dictionary.causes(number);
        // Of several lines the last one brought it here.
        let line = causes.iter().rev().find_map(|cause| match cause {
            Cause::Merge(line) => Some(Reason::Merge(*line)),
            Cause::Split(line) => Some(Reason::Split(*line)),
            Cause::Rule => None,
        });
        if let Some(line) = line {
            return line;
        }
        if number == speaker {
            return Reason::Shown;
        }
        if causes.contains(&Cause::Rule)
            && let Some((_, _, rule)) = rules.iter().find(|(key, _, _)| dictionary.has_key(number, key))
        {
            return Reason::Rule(*rule);
        }
        let (name, shown) = (dictionary.name(number), dictionary.name(speaker));
        let kinds = [dictionary.kind(number), dictionary.kind(speaker)];
        let rule = kinds.into_iter().flatten().find_map(|kind| actors::why(name, shown, kind));
        rule.map_or(Reason::SameKey, Reason::Rule)
    }
}
