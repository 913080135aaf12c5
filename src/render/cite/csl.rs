//! CSL-JSON, the data of citation processors: `article-newspaper`.
//!
//! The names are those of the schema of CSL 1.0.2. `issued` has as many parts as are known of the
//! date, so that a year is printed as a year.

use std::io::Write;

use serde::Serialize;

use super::Citation;
use super::byline::Author;
use crate::error::Result;
use crate::render::json;

#[derive(Serialize)]
struct Entry<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name<'a>>,
    #[serde(rename = "container-title", skip_serializing_if = "Option::is_none")]
    container: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Issued>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<&'a str>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keyword: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Name<'a> {
    Person {
        family: &'a str,
        given: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        suffix: Option<&'a str>,
    },
    Literal {
        literal: &'a str,
    },
}

#[derive(Serialize)]
struct Issued {
    #[serde(rename = "date-parts")]
    parts: [Vec<i64>; 1],
}

/// An entry, without a line break behind it.
pub(super) fn entry(citation: &Citation, out: &mut dyn Write) -> Result<()> {
    let date = |d: crate::date::PartialDate| {
        let parts = [d.month(), d.day()].into_iter().map_while(|part| part.map(i64::from));
        Issued { parts: [std::iter::once(i64::from(d.year())).chain(parts).collect()] }
    };
    let entry = Entry {
        id: citation.id.to_string(),
        kind: "article-newspaper",
        title: citation.title.as_deref(),
        author: citation.authors.iter().map(name).collect(),
        container: citation.outlet.as_deref(),
        issued: citation.date.map(date),
        page: citation.page.as_deref(),
        section: citation.section.as_deref(),
        edition: citation.edition.as_deref(),
        url: citation.url.as_deref(),
        language: citation.lang.as_deref(),
        summary: citation.summary.as_deref(),
        keyword: (!citation.keywords.is_empty()).then(|| citation.keywords.join(", ")),
        note: citation.note.as_deref(),
    };
    json::value(&entry, out)
}

fn name(author: &Author) -> Name<'_> {
    match author {
        Author::Person { family, given, suffix } => Name::Person { family, given, suffix: suffix.as_deref() },
        Author::Literal(name) => Name::Literal { literal: name },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::cite::sample;

    #[test]
    fn an_entry_has_the_names_of_the_schema() {
        let mut out = Vec::new();
        entry(&sample(), &mut out).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let expected = serde_json::json!({
            "id": "00000000002d", "type": "article-newspaper", "title": "50% of {all} \"A&B\" stock_#1 ~ $5\\n",
            "author": [{"family": "de Souza", "given": "Ana", "suffix": "Jr."}, {"literal": "Meridian Wire"}],
            "container-title": "Gazette & Post", "issued": {"date-parts": [[1943, 5]]}, "page": "A1",
            "section": "World", "edition": "Late", "URL": "https://a.example/x_y?q={1}&r=50%25",
            "language": "en", "abstract": "Short.", "keyword": "war, bread; grain",
            "note": "Byline: Ana de Souza Jr., staff",
        });
        assert_eq!(read, expected);
    }
}
