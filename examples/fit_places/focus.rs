//! Learns which countries an article is about, from the indexers' codes of Reuters-21578.

use std::path::Path;

use dateline::article::Article;
use dateline::enrich;
use dateline::enrich::places::{SIGNS, Signs};
use dateline::gazetteer::{Gazetteer, Kind, PlaceNo};
use dateline::ingest::{self, IngestOptions, Inspected};

use crate::Outcome;

const STEPS: usize = 400;
const RATE: f32 = 2.0;
const FOLDS: usize = 5;

/// An article: the countries that it points to, those that the indexers wrote, and how many of
/// these it does not point to.
pub struct Story {
    rows: Vec<(Signs, bool)>,
    missed: usize,
}

/// The articles of the folder that have a country code.
pub fn read(folder: &Path) -> Outcome<Vec<Story>> {
    let mut stories = Vec::new();
    let options = IngestOptions { extract: false, ..IngestOptions::default() };
    ingest::inspect(folder, &options, &mut |inspected| {
        if let Inspected::Article { draft, .. } = inspected {
            stories.extend(story(&draft.article));
        }
    })
    .map_err(|e| e.to_string())?;
    Ok(stories)
}

fn story(article: &Article) -> Option<Story> {
    let wanted: Vec<Vec<PlaceNo>> =
        article.keywords.iter().map(|k| by_code(k)).filter(|c| !c.is_empty()).collect();
    let found = enrich::countries(article);
    let has = |codes: &[PlaceNo]| found.iter().any(|(c, _)| codes.contains(c));
    let missed = wanted.iter().filter(|codes| !has(codes)).count();
    let rows =
        found.iter().map(|(c, signs)| (*signs, wanted.iter().any(|codes| codes.contains(c)))).collect();
    (!wanted.is_empty()).then_some(Story { rows, missed })
}

/// The countries that a code of the indexers (`west-germany`, `uk`) can mean.
fn by_code(code: &str) -> Vec<PlaceNo> {
    let gazetteer = Gazetteer::embedded();
    let name = match code {
        "uae" => "united arab emirates".to_owned(),
        "ussr" => "soviet union".to_owned(),
        _ => code.replace('-', " "),
    };
    let state = |p: &PlaceNo| matches!(gazetteer.kind(*p), Kind::Country | Kind::FormerCountry);
    let key = dateline::gazetteer::key(&name);
    let mut found: Vec<PlaceNo> = gazetteer.candidates(&key).map(|c| c.place).filter(state).take(1).collect();
    let heirs: Vec<PlaceNo> =
        found.iter().filter_map(|&p| gazetteer.era(p)).flat_map(|era| gazetteer.heirs(era)).collect();
    found.extend(heirs);
    found
}

/// Learns by gradient steps of logistic regression.
pub fn fit(stories: &[&Story]) -> Signs {
    let mut weights: Signs = [0.0; SIGNS];
    let count = stories.iter().map(|s| s.rows.len()).sum::<usize>().max(1) as f32;
    let mut speed: Signs = [0.0; SIGNS];
    for _ in 0..STEPS {
        let mut slope: Signs = [0.0; SIGNS];
        for (signs, right) in stories.iter().flat_map(|s| &s.rows) {
            let wrong = f32::from(u8::from(*right)) - 1.0 / (1.0 + (-dot(signs, &weights)).exp());
            slope.iter_mut().zip(signs).for_each(|(s, x)| *s += wrong * x / count);
        }
        for ((w, v), s) in weights.iter_mut().zip(&mut speed).zip(slope) {
            *v = 0.9 * *v + s - 0.0002 * *w;
            *w += RATE * *v;
        }
    }
    // The bias that finds most without too much beside it.
    let best = (-20..=20).map(|step| step as f32 * 0.1).max_by(|a, b| {
        let f1 = |shift: &f32| score(stories, &shifted(&weights, *shift)).2;
        f1(a).total_cmp(&f1(b))
    });
    shifted(&weights, best.unwrap_or_default())
}

fn shifted(weights: &Signs, by: f32) -> Signs {
    let mut shifted = *weights;
    shifted[0] += by;
    shifted
}

fn dot(a: &Signs, b: &Signs) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Precision, recall and F1 of the countries in focus.
fn score(stories: &[&Story], weights: &Signs) -> (f64, f64, f64) {
    let (mut right, mut wrong, mut missed) = (0.0, 0.0, 0.0);
    for story in stories {
        missed += story.missed as f64;
        for (signs, wanted) in &story.rows {
            match (dot(signs, weights) > 0.0, wanted) {
                (true, true) => right += 1.0,
                (true, false) => wrong += 1.0,
                (false, true) => missed += 1.0,
                (false, false) => {}
            }
        }
    }
    let (p, r): (f64, f64) = (right / f64::max(right + wrong, 1.0), right / f64::max(right + missed, 1.0));
    (p, r, 2.0 * p * r / (p + r).max(1e-9))
}

/// Figures by cross-validation, beside those of taking every country.
pub fn report(stories: &[Story]) {
    let all: Vec<&Story> = stories.iter().collect();
    let mut every = [0.0; SIGNS];
    every[0] = 1.0;
    println!("countries in focus, {} stories of Reuters-21578", all.len());
    print("every country named", score(&all, &every));
    let mut sums = (0.0, 0.0, 0.0);
    for fold in 0..FOLDS {
        let part = |held: bool| {
            let each = all.iter().enumerate();
            each.filter(move |(at, _)| (at % FOLDS == fold) == held).map(|(_, s)| *s).collect::<Vec<_>>()
        };
        let (p, r, f1) = score(&part(true), &fit(&part(false)));
        sums = (sums.0 + p / FOLDS as f64, sums.1 + r / FOLDS as f64, sums.2 + f1 / FOLDS as f64);
    }
    print("in focus, cross-validation", sums);
}

fn print(what: &str, (p, r, f1): (f64, f64, f64)) {
    println!("  {what:28} P {p:.4}  R {r:.4}  F1 {f1:.4}");
}
