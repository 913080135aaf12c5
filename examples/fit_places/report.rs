//! What was learned, and how good it is.

use std::fmt::Write as _;

use dateline::enrich::places::{Feature, Signs, Weights, resolve_with};
use dateline::gazetteer::Gazetteer;

use crate::gold::{Case, near};
use crate::learn::{Start, fit};

const FOLDS: usize = 5;
/// Upper ends of the steps in which confidence is compared with being right.
const STEPS: [f32; 6] = [0.3, 0.5, 0.7, 0.9, 0.97, 1.01];

#[derive(Default, Clone)]
struct Score {
    judged: usize,
    right: usize,
    answered: usize,
    exact: usize,
    /// For each step of confidence: answers, and those of them that were right.
    steps: [(usize, usize); STEPS.len()],
}

/// Learns from four fifths of the articles and tries the rest, five times over.
pub fn cross_validation(cases: &[Case<'_>]) {
    println!("cross-validation over articles, {FOLDS} folds; accuracy within 161 km");
    print_scores(&crossed(cases, &[]));
}

fn crossed(cases: &[Case<'_>], without: &[Feature]) -> Vec<(&'static str, Score)> {
    let mut scores = Vec::new();
    for fold in 0..FOLDS {
        let part = |held: bool| {
            let each = cases.iter().enumerate();
            each.filter(move |(at, _)| (at % FOLDS == fold) == held).map(|(_, c)| c).collect::<Vec<_>>()
        };
        let weights = fit(&part(false), &Start { without: without.to_vec(), ..Start::default() });
        judge(&part(true), &weights, &mut scores);
    }
    scores
}

/// The figures on the articles that were learned from.
pub fn on_all(cases: &[Case<'_>], weights: &Weights, errors: bool) {
    let mut scores = Vec::new();
    judge(&cases.iter().collect::<Vec<_>>(), weights, &mut scores);
    println!("the same articles again, learned from all of them");
    print_scores(&scores);
    if errors {
        cases.iter().for_each(|case| print_errors(case, weights));
    }
}

/// Names of an article that were put elsewhere, or nowhere, with what they mean.
fn print_errors(case: &Case<'_>, weights: &Weights) {
    let gazetteer = Gazetteer::embedded();
    let known = |place| format!("{} {}", gazetteer.path(place).join("/"), gazetteer.id(place));
    let answers = resolve_with(&case.toponyms, &case.context, weights);
    for ((toponym, meant), answer) in case.toponyms.iter().zip(&case.meant).zip(answers) {
        let Some(meant) = meant.as_ref().filter(|m| m.found && !answer.place.is_some_and(|p| near(m, p)))
        else {
            continue;
        };
        let wanted: Vec<String> = meant.places.iter().map(|&p| known(p)).collect();
        println!(
            "  {:10} {:24} is {:?} {:?}, not {} ({:.2})",
            case.set,
            toponym.text,
            meant.at.unwrap_or_default(),
            wanted,
            answer.place.map_or_else(|| "nowhere".to_owned(), known),
            answer.confidence
        );
    }
}

fn judge(cases: &[&Case<'_>], weights: &Weights, scores: &mut Vec<(&'static str, Score)>) {
    for case in cases {
        let at = scores.iter().position(|(set, _)| *set == case.set).unwrap_or_else(|| {
            scores.push((case.set, Score::default()));
            scores.len() - 1
        });
        let Some((_, score)) = scores.get_mut(at) else { continue };
        let answers = resolve_with(&case.toponyms, &case.context, weights);
        for (meant, answer) in case.meant.iter().zip(answers) {
            let Some(meant) = meant.as_ref().filter(|m| m.found) else { continue };
            score.judged += 1;
            let Some(place) = answer.place else { continue };
            let right = near(meant, place);
            score.answered += 1;
            score.right += usize::from(right);
            score.exact += usize::from(meant.places.contains(&place));
            let step = STEPS.iter().position(|&end| answer.confidence < end).unwrap_or(STEPS.len() - 1);
            score.steps[step].0 += 1;
            score.steps[step].1 += usize::from(right);
        }
    }
}

fn print_scores(scores: &[(&'static str, Score)]) {
    for (set, s) in scores {
        let part = |n: usize, all: usize| n as f64 / all.max(1) as f64;
        println!(
            "{set:12} {:5} places  right {:.4}  answered {:.4}  right of answered {:.4}  same id {:.4}",
            s.judged,
            part(s.right, s.judged),
            part(s.answered, s.judged),
            part(s.right, s.answered),
            part(s.exact, s.judged),
        );
        let mut line = String::from("             right by confidence:");
        for (end, (n, right)) in STEPS.iter().zip(s.steps) {
            let _ = write!(line, "  <{end:.2} {:.2} ({n})", part(right, n));
        }
        println!("{line}");
    }
}

/// Groups of features, and what the accuracy is without each.
pub fn ablations(cases: &[Case<'_>]) {
    use Feature::*;
    let groups: [(&str, &[Feature]); 9] = [
        ("nothing", &[]),
        ("sorts of names", &[Shared, Alternate, FormerName, Abbreviation, Postal]),
        (
            "words beside",
            &[
                DivisionAsked,
                DivisionMissed,
                CountyAsked,
                CountyMissed,
                TownAsked,
                TownMissed,
                VillageAsked,
                VillageMissed,
                CountryAsked,
                Filed,
            ],
        ),
        ("containment", &[Held, Unheld, Holds]),
        ("country", &[CountrySupport, CountryPart, CountryNamed, NextCountry, Demonym]),
        ("division", &[DivisionSupport, DivisionPart, DivisionNamed, NextDivision]),
        ("nearness", &[Near, Around, NextNear]),
        ("lists", &[Kin]),
        ("home", &[AddressCountry, HomeDivision, HomeNear]),
    ];
    println!("without a group of features, by cross-validation");
    for (name, group) in groups {
        let mut line = format!("  {name:16}");
        for (set, s) in crossed(cases, group) {
            let _ = write!(line, "  {set} {:.4}", s.right as f64 / s.judged.max(1) as f64);
        }
        println!("{line}");
    }
}

/// The learned numbers as the source file that holds them.
pub fn table(weights: &Weights, focus: &Signs) -> String {
    let mut table = String::from(
        "//! What was learned, written by `examples/fit_places`: do not edit by hand.\n\n\
         use super::about::Signs;\n\
         use super::features::{Features, Weights};\n\n\
         /// Learned from public sets of resolved news.\n\
         pub(super) const FITTED: Weights = Weights {\n    of: Features([\n",
    );
    for (at, weight) in weights.of.0.iter().enumerate() {
        let name = Feature::ALL.get(at).map(|f| format!("{f:?}")).unwrap_or_default();
        let _ = writeln!(table, "        {weight:.2}, // {name}");
    }
    let _ = write!(
        table,
        "    ]),\n    unknown: {:.2},\n    threshold: {:.2},\n}};\n",
        weights.unknown, weights.threshold
    );
    table.push_str("\n/// What each sign of a country's being in focus is worth.\n");
    table.push_str("pub(super) const FOCUS: Signs = [\n");
    for weight in focus {
        let _ = writeln!(table, "    {weight:.2},");
    }
    table.push_str("];\n");
    table
}
