//! What the fields of news data are called, and what is done with each.
//!
//! Every export names its columns in its own way. A name is looked up without
//! regard to case, `_`, `-` and blanks; the table below holds the names that news
//! data uses, best first: of two columns that could both be the text, the one that
//! stands earlier wins. `--map date=pub_dt` goes before all of them.

use std::collections::HashMap;
use std::str::FromStr;

/// A field of an article that a column can fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    Id,
    Title,
    Body,
    Date,
    Url,
    Byline,
    Outlet,
    Section,
    Keywords,
    Lang,
}

impl Slot {
    pub(super) const COUNT: usize = 10;

    /// The name that users write on the left of `--map`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Slot::Id => "id",
            Slot::Title => "title",
            Slot::Body => "body",
            Slot::Date => "date",
            Slot::Url => "url",
            Slot::Byline => "byline",
            Slot::Outlet => "outlet",
            Slot::Section => "section",
            Slot::Keywords => "keywords",
            Slot::Lang => "lang",
        }
    }

    fn from_name(name: &str) -> Option<Slot> {
        Some(match name {
            "id" => Slot::Id,
            "title" | "headline" => Slot::Title,
            "body" | "text" => Slot::Body,
            "date" | "published" => Slot::Date,
            "url" => Slot::Url,
            "byline" | "author" => Slot::Byline,
            "outlet" | "source" => Slot::Outlet,
            "section" => Slot::Section,
            "keywords" | "tags" => Slot::Keywords,
            "lang" | "language" => Slot::Lang,
            _ => return None,
        })
    }
}

/// How good a name is for its slot; smaller is better. Names of one rank hold texts
/// of the same sort, and the longest text wins.
pub(super) type Rank = u8;

/// The rank of a name that the user has mapped.
const MAPPED: Rank = 0;
/// Columns with a rank from here on hold a summary, not the whole text.
const SUMMARY: Rank = 100;

/// Names as [`normal`] leaves them. Ranks count up along each list; a bar keeps the
/// rank of the name before.
#[rustfmt::skip]
const NAMES: &[(Slot, Rank, &[&str])] = &[
    (Slot::Id, 10, &["id", "sourceid", "docid", "docno", "articleid", "newsid", "uid", "guid", "uuid", "uri", "key"]),
    (Slot::Title, 10, &["title", "headline", "hl1", "mainheadline", "articletitle", "newstitle", "webtitle", "heading",
        "otsikko", "titre", "titel", "titulo", "título", "titolo", "überschrift", "rubrik", "заголовок", "subject", "name"]),
    (Slot::Body, 10, &["body"]),
    (Slot::Body, 11, &["|", "text", "content", "contents", "maintext", "article", "articlebody", "articletext", "bodytext",
        "bodyxhtml", "bodyhtml", "sentences", "fulltext", "fullcontent", "newstext", "newscontent", "newsbody", "story", "paragraphs", "plaintext", "contenttext",
        "texto", "texte", "testo", "inhalt", "teksti", "tekst", "текст", "cuerpo", "contenido", "contenu"]),
    (Slot::Body, SUMMARY, &["|", "shortdescription", "description", "descriptiontext", "summary", "lead", "leadparagraph", "abstract", "excerpt", "snippet",
        "teaser", "standfirst", "trailtext", "tiivistelma", "tiivistelmä", "resumen", "sommario", "chapo", "ingress"]),
    (Slot::Date, 10, &["date", "published", "publishedat", "publishedon", "publisheddate", "publishedtime", "datepublished",
        "pubdate", "publishdate", "publishtime", "publicationdate", "webpublicationdate", "datepublish", "pubdt", "versioncreated",
        "firstcreated", "articledate", "newsdate", "postdate", "paivamaara", "päivämäärä", "fecha", "datum",
        "дата", "datetime", "timestamp", "time", "created", "createdat", "createdate", "datecreated", "year"]),
    (Slot::Url, 10, &["url", "link", "weburl", "canonical", "canonicalurl", "canonicallink", "articleurl", "newsurl", "permalink", "href"]),
    (Slot::Byline, 10, &["byline", "authors", "author", "authorname", "writer", "reporter", "creator", "dccreator", "journalist", "by"]),
    (Slot::Outlet, 10, &["outlet", "source", "sourcename", "publisher", "publication", "newspaper", "journal", "site", "sitename", "sourcedomain",
        "domain", "agency", "feed", "provider", "media", "newsoutlet"]),
    (Slot::Section, 10, &["section", "sectionname", "category", "categoryname", "categories", "desk", "newsdesk", "class", "topic", "label"]),
    (Slot::Keywords, 10, &["keywords", "tags", "keyword", "tag", "topics"]),
    (Slot::Lang, 10, &["lang", "language", "languagecode", "inlanguage", "locale"]),
];

/// A column name without what spellings differ in.
pub(super) fn normal(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Which field a column fills, and how good its name is for it.
pub(super) fn slot(name: &str, map: &FieldMap) -> Option<(Slot, Rank)> {
    let key = normal(name);
    if let Some(&slot) = map.columns.get(&key) {
        return Some((slot, MAPPED));
    }
    NAMES.iter().find_map(|(slot, first, names)| {
        let at = names.iter().position(|n| *n == key)?;
        let step = if names.first() == Some(&"|") { 0 } else { u8::try_from(at).unwrap_or(u8::MAX) };
        Some((*slot, first.saturating_add(step)))
    })
}

/// Which columns hold which fields, where their names do not say it
/// (`--map date=pub_dt,body=txt`). Names on the right are those of the data; in a
/// table without a header they are the numbers of columns, from 1.
///
/// ```
/// use dateline::corpus::FieldMap;
/// let map: FieldMap = "date=pub_dt, body=txt".parse().unwrap();
/// assert!("datum=pub_dt".parse::<FieldMap>().is_err());
/// # let _ = map;
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldMap {
    columns: HashMap<String, Slot>,
}

impl FieldMap {
    /// Whether nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }
}

impl FromStr for FieldMap {
    type Err = String;

    fn from_str(text: &str) -> Result<FieldMap, String> {
        let mut columns = HashMap::new();
        for pair in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            let (field, column) = pair
                .split_once('=')
                .ok_or_else(|| format!("\"{pair}\" maps nothing: write FIELD=COLUMN, such as date=pub_dt"))?;
            let slot = Slot::from_name(&normal(field)).ok_or_else(|| {
                format!(
                    "\"{field}\" is no field of an article: use id, title, body, date, url, byline, outlet, section, keywords or lang"
                )
            })?;
            columns.insert(normal(column), slot);
        }
        Ok(FieldMap { columns })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter_and_better_names_rank_first() {
        let none = FieldMap::default();
        assert_eq!(slot("datePublished", &none), slot("date_published", &none));
        let rank = |name: &str| slot(name, &none).map(|(_, rank)| rank);
        assert!(rank("body") < rank("Main-Text"));
        assert_eq!(slot("content", &none), slot("text", &none));
        assert_eq!(slot("kuva", &none), None);
    }

    #[test]
    fn a_mapped_column_goes_before_all_names() {
        let map: FieldMap = "date=pub_dt,body=Raw Text".parse().unwrap();
        assert_eq!(slot("PUB-DT", &map), Some((Slot::Date, MAPPED)));
        assert_eq!(slot("raw_text", &map), Some((Slot::Body, MAPPED)));
        assert!("date".parse::<FieldMap>().is_err());
    }

    #[test]
    fn every_name_in_the_table_can_be_found() {
        for (expected, _, names) in NAMES {
            for name in names.iter().filter(|n| **n != "|") {
                assert_eq!(slot(name, &FieldMap::default()).map(|s| s.0), Some(*expected), "{name}");
            }
        }
    }
}
