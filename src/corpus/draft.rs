//! An article in the making: what a reader has found, before it is tidied.
//!
//! Readers put raw strings in; [`Draft::finish`] cleans them, cuts what is too
//! long, finds the agency dateline and walks the ladder of dates. So a reader
//! holds nothing but knowledge of its format.

use crate::article::{Article, DateSource, Form, Revision};
use crate::error::{Fault, Reason};

use crate::corpus::ladder::{self, Ladder};
use crate::corpus::limits;
use crate::corpus::prose::agency;
use crate::corpus::prose::clean;
use crate::corpus::prose::revision;

/// What a reader has found in a record.
#[derive(Debug, Default, Clone)]
pub(super) struct Draft {
    pub(super) source_id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) subheads: Vec<String>,
    /// Only what the source keeps apart from the text.
    pub(super) lead: Option<String>,
    pub(super) body: String,
    pub(super) captions: Vec<String>,
    pub(super) asides: Vec<String>,
    pub(super) outlet: Option<String>,
    pub(super) byline: Option<String>,
    /// Only when the format keeps the dateline apart from the text.
    pub(super) dateline: Option<String>,
    pub(super) url: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) section: Option<String>,
    /// The printed page, without a word such as "page".
    pub(super) page: Option<String>,
    pub(super) edition: Option<String>,
    pub(super) keywords: Vec<String>,
    /// Dates as the source writes them, best first.
    pub(super) dates: Vec<(DateSource, String)>,
    /// Dates of the last change as the source writes them, best first.
    pub(super) updated: Vec<(DateSource, String)>,
    pub(super) revision: Option<Revision>,
    pub(super) form: Option<Form>,
    /// Mean confidence of text recognition, in thousandths.
    pub(super) ocr_confidence: Option<u16>,
    pub(super) warnings: Vec<String>,
}

impl Draft {
    /// The article, and what was odd about it; an error when there is no text.
    pub(super) fn finish(mut self, ladder: &Ladder) -> (Result<Article, Fault>, Vec<String>) {
        let mut warnings = std::mem::take(&mut self.warnings);
        let title = self.title.as_deref().and_then(clean::line);
        let title = title.map(|t| shortened(t, limits::TITLE_CHARS, "headline", &mut warnings));
        let body = shortened(clean::body(&self.body), limits::BODY_CHARS, "text", &mut warnings);
        if title.is_none() && body.is_empty() {
            return (Err(Fault::new(Reason::NoText, "no text")), warnings);
        }
        let opening = self.opening(&body);
        // An article that names no outlet still stands on somebody's site.
        let host = self.url.as_deref().and_then(host).map(str::to_owned);
        let outlet = self.outlet.or(opening.agency).or(host);
        let clues = ladder::Clues {
            dates: &self.dates,
            url: self.url.as_deref(),
            dateline: opening.date.as_deref(),
            body: &body,
            outlet: outlet.as_deref(),
            lang: self.lang.as_deref(),
        };
        let (published, dating) = ladder.climb(&clues, &mut warnings);
        let updated = ladder.read_first(&clues, &self.updated);
        let lines = |raw: Vec<String>| raw.iter().filter_map(|t| clean::line(t)).collect::<Vec<String>>();
        let lead = self.lead.as_deref().map(clean::body).filter(|lead| !lead.is_empty());
        let (subheads, captions) = (lines(self.subheads), lines(self.captions));
        let asides = self.asides.iter().map(|a| clean::body(a)).filter(|a| !a.is_empty()).collect();
        let mut field = |raw: Option<String>, what: &str| {
            raw.as_deref()
                .and_then(clean::line)
                .map(|t| shortened(t, limits::FIELD_CHARS, what, &mut warnings))
        };
        let article = Article {
            source_id: field(self.source_id, "id"),
            subheads,
            lead,
            captions,
            asides,
            published,
            dating,
            updated,
            revision: self.revision.or_else(|| revision::of(title.as_deref(), &body)),
            title,
            form: self.form,
            ocr_confidence: self.ocr_confidence,
            outlet: field(outlet, "outlet"),
            byline: field(self.byline.or(opening.byline), "byline").and_then(|b| byline(&b)),
            dateline: field(opening.dateline, "dateline"),
            url: field(self.url, "address"),
            lang: self.lang.as_deref().and_then(primary_subtag),
            section: field(self.section, "section"),
            page: field(self.page, "page"),
            edition: field(self.edition, "edition"),
            keywords: keywords(self.keywords),
            body,
        };
        (Ok(article), warnings)
    }

    /// The line that says where and when the article was filed: the source's own, or
    /// the one that the text begins with.
    fn opening(&self, body: &str) -> agency::Opening {
        match &self.dateline {
            Some(line) => agency::of_line(line),
            None => agency::of_text(body),
        }
    }
}

fn shortened(text: String, bound: usize, what: &str, warnings: &mut Vec<String>) -> String {
    let (text, whole) = clean::cut(text, bound);
    if let Some(count) = whole {
        warnings.push(format!("the {what} has {count} characters and was cut after {bound}"));
    }
    text
}

/// The host of a web address, without `www.`.
fn host(url: &str) -> Option<&str> {
    let (scheme, rest) = url.trim().split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (scheme.starts_with("http") && host.contains('.')).then_some(host)
}

/// A byline without the word "by"; a line that has no letter is none.
fn byline(line: &str) -> Option<String> {
    let by = |b: &str| b.eq_ignore_ascii_case("by") || b.eq_ignore_ascii_case("by:");
    let name = match line.split_once(' ') {
        Some((first, rest)) if by(first) => rest,
        _ => line,
    };
    name.chars().any(char::is_alphabetic).then(|| name.to_owned())
}

/// `en` of `en-GB`; `None` when it is no language tag.
fn primary_subtag(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    let known = matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_lowercase());
    let short = three_letters(&primary).or_else(|| if known { None } else { named_language(&primary) });
    short.map(str::to_owned).or_else(|| known.then_some(primary))
}

/// The short tag of a language that libraries write with three letters.
#[rustfmt::skip]
fn three_letters(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "eng" => "en", "fre" | "fra" => "fr", "ger" | "deu" => "de", "spa" => "es", "por" => "pt", "ita" => "it",
        "dut" | "nld" => "nl", "rus" => "ru", "ukr" => "uk", "pol" => "pl", "fin" => "fi", "swe" => "sv", "dan" => "da",
        "nor" | "nob" => "no", "est" => "et", "lav" => "lv", "lit" => "lt", "cze" | "ces" => "cs", "slo" | "slk" => "sk",
        "hun" => "hu", "rum" | "ron" => "ro", "gre" | "ell" => "el", "bul" => "bg", "ara" => "ar", "per" | "fas" => "fa",
        "tur" => "tr", "heb" => "he", "hin" => "hi", "chi" | "zho" | "cmn" => "zh", "jpn" => "ja", "kor" => "ko", "lat" => "la",
        "cat" => "ca", "hrv" => "hr", "srp" => "sr", "slv" => "sl", "ice" | "isl" => "is", "gle" => "ga", "wel" | "cym" => "cy",
        _ => return None,
    })
}

/// Languages that sources like to write out.
#[rustfmt::skip]
fn named_language(name: &str) -> Option<&'static str> {
    Some(match name {
        "english" => "en", "french" => "fr", "german" => "de", "spanish" => "es", "portuguese" => "pt", "italian" => "it",
        "dutch" => "nl", "russian" => "ru", "ukrainian" => "uk", "polish" => "pl", "finnish" => "fi", "swedish" => "sv",
        "arabic" => "ar", "persian" | "farsi" => "fa", "turkish" => "tr", "hebrew" => "he", "hindi" => "hi",
        "chinese" => "zh", "japanese" => "ja", "korean" => "ko", "indonesian" => "id", "swahili" => "sw",
        _ => return None,
    })
}

fn keywords(raw: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for word in raw.iter().filter_map(|w| clean::line(w)) {
        if kept.len() < limits::KEYWORDS && !kept.contains(&word) {
            kept.push(clean::cut(word, limits::TITLE_CHARS).0);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_lose_the_word_by() {
        assert_eq!(byline("By Ana Lima").as_deref(), Some("Ana Lima"));
        assert_eq!(byline("Byron Smith").as_deref(), Some("Byron Smith"));
        assert_eq!(byline("--"), None);
    }

    #[test]
    fn language_tags_are_shortened() {
        assert_eq!(primary_subtag("pt_BR").as_deref(), Some("pt"));
        assert_eq!(primary_subtag("English").as_deref(), Some("en"));
        assert_eq!(primary_subtag("ger").as_deref(), Some("de"));
        assert_eq!(primary_subtag("gsw").as_deref(), Some("gsw"));
        assert_eq!(primary_subtag("Klingon"), None);
    }
}
