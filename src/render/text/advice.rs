//! Why nothing was found, in sentences that each fit a note.

use super::figures::{counted, number};
use crate::search::{Advice, Clause, Nearest};

/// `char`s of a clause that are shown; each is named several times.
const SHOWN: usize = 80;

/// The lines of an advice; none when there is nothing to say.
pub fn advice(advice: &Advice) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(alone(&advice.clauses));
    lines.extend(together(advice));
    // Of two, each count alone says what is left without the other.
    if advice.clauses.len() > 2 || advice.clauses.iter().any(|clause| clause.articles.is_none()) {
        lines.extend(advice.clauses.iter().filter_map(without));
    }
    if let Some((from, to)) = &advice.archive {
        lines.push(format!("the archive has articles from {from} to {to}"));
    }
    for weaker in &advice.instead {
        let found = counted(weaker.articles, "articles");
        lines.push(format!("{} is met by none; {} by {found}", cut(&weaker.clause), cut(&weaker.write)));
    }
    lines.extend(spellings(&advice.spellings));
    lines
}

/// `each by itself: kursk 206 articles, lang:fr 0`.
fn alone(clauses: &[Clause]) -> Option<String> {
    let known: Vec<(String, u64)> =
        clauses.iter().filter_map(|clause| Some((cut(&clause.clause), clause.articles?))).collect();
    let (first, rest) = known.split_first()?;
    if rest.is_empty() {
        return None;
    }
    let mut line = format!("each by itself: {} {}", first.0, counted(first.1, "articles"));
    for (clause, articles) in rest {
        line.push_str(&format!(", {clause} {}", number(*articles)));
    }
    Some(line)
}

fn together(advice: &Advice) -> Option<String> {
    let clauses: Vec<String> = advice.together.iter().map(|clause| cut(clause)).collect();
    (!clauses.is_empty()).then(|| format!("together these match nothing: {}", clauses.join(", ")))
}

fn without(clause: &Clause) -> Option<String> {
    let found = clause.without.filter(|&articles| articles > 0)?;
    Some(format!("without {} there would be {}", cut(&clause.clause), counted(found, "articles")))
}

fn cut(clause: &str) -> String {
    match clause.char_indices().nth(SHOWN) {
        Some((end, _)) => clause.get(..end).unwrap_or_default().to_owned() + " …",
        None => clause.to_owned(),
    }
}

/// One line for each word or name.
fn spellings(spellings: &[Nearest]) -> Vec<String> {
    let offers = |group: &[Nearest]| {
        let offers = group.iter().map(|s| format!("{} ({})", s.write, counted(s.articles, "articles")));
        let offers: Vec<String> = offers.collect();
        let typed = group.first().map_or("", |spelling| spelling.typed.as_str());
        match offers.split_last() {
            Some((last, [])) => format!("for \"{typed}\", did you mean {last}?"),
            Some((last, first)) => format!("for \"{typed}\", did you mean {} or {last}?", first.join(", ")),
            None => String::new(),
        }
    };
    spellings.chunk_by(|a, b| a.typed == b.typed).map(offers).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Weaker;

    fn clause(clause: &str, articles: u64, without: Option<u64>) -> Clause {
        Clause { clause: clause.into(), articles: Some(articles), without }
    }

    fn spelling(typed: &str, write: &str, articles: u64) -> Nearest {
        Nearest { typed: typed.into(), write: write.into(), articles }
    }

    #[test]
    fn an_advice_in_sentences() {
        let given = Advice {
            clauses: vec![
                clause("kursk", 1206, None),
                clause("lang:fr", 1, Some(12)),
                clause("x", 3, Some(0)),
            ],
            together: vec!["kursk".into(), "lang:fr".into()],
            instead: vec![Weaker { clause: "\"a b\"".into(), write: "(a AND b)".into(), articles: 1 }],
            spellings: vec![
                spelling("kursq", "kursk", 1206),
                spelling("kursq", "kurs", 2),
                spelling("Selensky", "actor:\"Volodymyr Zelenskyy\"", 1),
            ],
            archive: Some(("1987-02-26".into(), "1987-10-20".into())),
        };
        assert_eq!(
            advice(&given),
            [
                "each by itself: kursk 1,206 articles, lang:fr 1, x 3",
                "together these match nothing: kursk, lang:fr",
                "without lang:fr there would be 12 articles",
                "the archive has articles from 1987-02-26 to 1987-10-20",
                "\"a b\" is met by none; (a AND b) by 1 article",
                "for \"kursq\", did you mean kursk (1,206 articles) or kurs (2 articles)?",
                "for \"Selensky\", did you mean actor:\"Volodymyr Zelenskyy\" (1 article)?",
            ]
        );
        assert!(advice(&Advice::default()).is_empty());
    }
}
