//! Hands the places of a field over to the resolver, with the words around them.

use crate::article::Field;
use crate::enrich::places::Toponym;

use super::{Label, Span};

/// How much text goes along on either side, in bytes.
const CONTEXT_BYTES: usize = 30;

/// Adds the places among the spans of one field to `into`. Call it for the headline
/// first, then for the text, so that the numbers in `within` fit.
pub fn collect<'t>(field: Field, text: &'t str, spans: &[Span], into: &mut Vec<Toponym<'t>>) {
    let places: Vec<&Span> =
        spans.iter().filter(|s| matches!(s.label, Label::Place | Label::Dateline)).collect();
    for (at, span) in places.iter().enumerate() {
        let Some(name) = text.get(span.start..span.end) else { continue };
        let number = into.len();
        let container = places.get(at + 1).filter(|next| is_containment(text, span, next));
        into.push(Toponym {
            text: name,
            field,
            span: span.start..span.end,
            dateline: span.label == Label::Dateline,
            before: before(text, span.start),
            after: after(text, span.end),
            within: container.map(|_| number + 1),
        });
    }
}

/// `Sudzha, Russia`: a comma and nothing else between, and no list that goes on.
fn is_containment(text: &str, inner: &Span, outer: &Span) -> bool {
    let joined = text.get(inner.end..outer.start).is_some_and(|between| between == ", ");
    let behind = text.get(outer.end..).unwrap_or_default();
    let listed = behind.starts_with(" and ") || behind.starts_with(" or ") || behind.starts_with(", and ");
    joined && !listed
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
}
