//! Hands the places of a field over to the resolver, with the words around them, and the
//! demonyms, which bear witness for their countries.

use std::ops::Range;

use crate::article::Field;
use crate::enrich::places::{Demonym, Toponym};
use crate::gazetteer::{self, Gazetteer, Kind, PlaceNo};

use super::{Label, Span};

/// How much text goes along on either side, in bytes.
const CONTEXT_BYTES: usize = 30;

/// Adds the places among the spans of one field to `into`. Call it for the headline
/// first, then for the text, so that the numbers in `within` fit.
pub fn collect<'t>(field: Field, text: &'t str, spans: &[Span], into: &mut Vec<Toponym<'t>>) {
    let named = spans.iter().filter(|s| matches!(s.label, Label::Place | Label::Dateline));
    let places: Vec<(Range<usize>, bool)> = named
        .flat_map(|s| parts(text, s.start..s.end).into_iter().map(|part| (part, s.label == Label::Dateline)))
        .collect();
    for (at, (span, dateline)) in places.iter().enumerate() {
        let Some(name) = text.get(span.clone()) else { continue };
        let number = into.len();
        let container = places.get(at + 1).filter(|(next, _)| is_containment(text, span, next));
        into.push(Toponym {
            text: name,
            field,
            span: span.clone(),
            dateline: *dateline,
            before: before(text, span.start),
            after: after(text, span.end),
            within: container.map(|_| number + 1),
        });
    }
}

/// A span that holds a place and what it lies in (`Zurich, Switzerland`) is two names, unless it
/// is one as it stands.
fn parts(text: &str, span: Range<usize>) -> Vec<Range<usize>> {
    let whole = text.get(span.clone()).unwrap_or_default();
    if !whole.contains([',', '/']) || Gazetteer::embedded().has_name(&gazetteer::key(whole)) {
        return vec![span];
    }
    let mut at = span.start;
    let mut found = Vec::new();
    for piece in whole.split_inclusive([',', '/']) {
        let name = piece.trim_end_matches([',', '/']);
        let start = at + name.len() - name.trim_start().len();
        if !name.trim().is_empty() {
            found.push(start..start + name.trim().len());
        }
        at += piece.len();
    }
    found
}

/// The places of a dateline that the source gives apart from the text (`LONDON, Ont., Feb 26`).
/// They stand nowhere in the text: their bytes there are an empty range at its beginning.
pub fn of_dateline<'t>(dateline: &'t str, into: &mut Vec<Toponym<'t>>) {
    let gazetteer = Gazetteer::embedded();
    let first = into.len();
    let mut end_before = None;
    let mut at = 0;
    while let Some(rest) = dateline.get(at..).filter(|rest| !rest.is_empty()) {
        let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let named = word.starts_with(char::is_uppercase) && !is_month(word);
        let len = gazetteer.longest_match(rest).filter(|_| named).map(|found| found.len);
        if let (Some(len), Some(text)) = (len, len.and_then(|len| rest.get(..len))) {
            let number = into.len();
            let joined = end_before.and_then(|end| dateline.get(end..at)) == Some(", ");
            if let Some(inner) = into.get_mut(first..).and_then(|own| own.last_mut()).filter(|_| joined) {
                inner.within = Some(number);
            }
            let after = rest.get(len..).unwrap_or_default();
            into.push(Toponym { dateline: true, span: 0..0, after, ..Toponym::new(text, Field::Body, 0) });
            end_before = Some(at + len);
            at += len;
        } else {
            let step = word.len().max(rest.chars().next().map_or(1, char::len_utf8));
            at += step;
        }
    }
}

/// Whether a word of a dateline is a month, in full or shortened.
fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const ENDINGS: [&str; 12] =
        ["uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember"];
    let lower = word.to_lowercase();
    MONTHS
        .iter()
        .zip(ENDINGS)
        .any(|(m, e)| lower.strip_prefix(m).is_some_and(|r| r.is_empty() || r == e || r == "t"))
}

/// The demonyms among the spans, as witnesses for their countries.
pub fn demonyms(field: Field, text: &str, spans: &[Span], into: &mut Vec<Demonym>) {
    let named = spans.iter().filter(|s| matches!(s.label, Label::Demonym | Label::Group));
    into.extend(named.filter_map(|s| {
        let words = text.get(s.start..s.end)?;
        let gazetteer = Gazetteer::embedded();
        let known = |name: &str| gazetteer.demonym(&gazetteer::key(name));
        // Of `Ukrainian troops` the first word; `South Korean` needs two.
        let mut blanks = words.match_indices(' ').map(|(at, _)| at);
        let (first, second) = (blanks.next(), blanks.next());
        let cut = |end: Option<usize>| words.get(..end.unwrap_or(words.len())).unwrap_or(words);
        let country = known(cut(second)).or_else(|| known(cut(first)))?;
        Some(Demonym { country, field, start: s.start })
    }));
}

/// `Sudzha, Russia`: a comma and nothing else between. Where it may be a list, the first name must
/// be a town of the second (`London, Ontario, and Paris, Texas`, not `Paris, Rome and Bonn`).
fn is_containment(text: &str, inner: &Range<usize>, outer: &Range<usize>) -> bool {
    let joined = text.get(inner.end..outer.start).is_some_and(|between| between == ", ");
    let behind = text.get(outer.end..).unwrap_or_default();
    let before = text.get(..inner.start).unwrap_or_default();
    let listed = [" and ", " or ", ", and ", ", or "].iter().any(|w| behind.starts_with(w))
        || behind.strip_prefix(", ").is_some_and(|rest| rest.starts_with(char::is_uppercase))
        || before.ends_with(", ");
    let name = |span: &Range<usize>| text.get(span.clone()).unwrap_or_default();
    joined && (!listed || is_town_of(name(inner), name(outer)))
}

/// Whether some town of this name, and nothing greater, lies in the division or country of that name.
fn is_town_of(town: &str, outer: &str) -> bool {
    let gazetteer = Gazetteer::embedded();
    let places = |name: &str| gazetteer.candidates(&gazetteer::key(name)).map(|c| c.place);
    let greater = places(town).next().is_some_and(|place| gazetteer.kind(place) != Kind::City);
    let is_outer = |&place: &PlaceNo| matches!(gazetteer.kind(place), Kind::Admin1 | Kind::Country);
    let mut outers = places(outer).take(2).filter(is_outer);
    !greater && outers.any(|outer| places(town).any(|place| gazetteer.contains(outer, place)))
}

fn before(text: &str, end: usize) -> &str {
    let mut start = end.saturating_sub(CONTEXT_BYTES);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..end).unwrap_or_default()
}

fn after(text: &str, start: usize) -> &str {
    let mut end = (start + CONTEXT_BYTES).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of a text, in square brackets, and which of them contains each.
    fn containers(text: &str) -> Vec<Option<usize>> {
        let (mut plain, mut spans, mut start) = (String::new(), Vec::new(), 0);
        for c in text.chars() {
            match c {
                '[' => start = plain.len(),
                ']' => spans.push(Span {
                    start,
                    end: plain.len(),
                    label: Label::Place,
                    confidence: 1.0,
                    office: None,
                }),
                c => plain.push(c),
            }
        }
        let mut found = Vec::new();
        collect(Field::Body, &plain, &spans, &mut found);
        found.iter().map(|t| t.within).collect()
    }

    #[test]
    fn a_span_with_a_comma_is_two_names() {
        assert_eq!(containers("in [Zurich, Switzerland]"), [Some(1), None]);
        assert_eq!(containers("in [Surrey, B.C.], and"), [Some(1), None]);
    }

    #[test]
    fn lists_are_no_containment() {
        assert_eq!(containers("[Paris], [Rome] and [Bonn]"), [None, None, None]);
        assert_eq!(containers("[New York], [New Jersey], [Ohio]"), [None, None, None]);
        assert_eq!(containers("[Paris], [Texas], and [Rome]"), [Some(1), None, None]);
        assert_eq!(containers("[Austin], [Texas], [Idaho]"), [Some(1), None, None]);
        assert_eq!(containers("[Paris], [Idaho], said"), [Some(1), None]);
    }

    #[test]
    fn a_dateline_apart_from_the_text_is_taken_apart() {
        let places = |line: &str| {
            let mut found = Vec::new();
            of_dateline(line, &mut found);
            found.iter().map(|t| (t.text.to_owned(), t.within)).collect::<Vec<_>>()
        };
        let own = |name: &str| (name.to_owned(), None);
        assert_eq!(places("ROCHESTER, N.Y., Feb 26"), [("ROCHESTER".to_owned(), Some(1)), own("N.Y.")]);
        assert_eq!(places("TOKYO/OSLO Nov 21"), [own("TOKYO"), own("OSLO")]);
        assert_eq!(places("MARCH 3"), []);
    }

    #[test]
    fn context_and_containment_come_along() {
        let text = "in the village of Sudzha, Russia, near Kursk and Sumy";
        let span = |name: &str| {
            let start = text.find(name).unwrap();
            Span { start, end: start + name.len(), label: Label::Place, confidence: 1.0, office: None }
        };
        let mut found = Vec::new();
        collect(
            Field::Body,
            text,
            &[span("Sudzha"), span("Russia"), span("Kursk"), span("Sumy")],
            &mut found,
        );
        assert_eq!(found.iter().map(|t| t.within).collect::<Vec<_>>(), [Some(1), None, None, None]);
        assert!(found[0].before.ends_with("village of ") && found[2].after.starts_with(" and Sumy"));
    }

    #[test]
    fn a_list_of_towns_with_their_divisions_is_no_list_of_places() {
        assert!(is_town_of("London", "Ontario") && is_town_of("Paris", "Texas"));
        assert!(!is_town_of("Georgia", "Texas") && !is_town_of("Paris", "London"));
        assert!(!is_town_of("Berlin", "Ontario region"));
    }
}
