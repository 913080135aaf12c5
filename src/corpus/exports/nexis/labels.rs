//! The labels that stand before the metadata of a document, in the languages of the outlets.

/// What a line with a label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Headline,
    Byline,
    Section,
    Length,
    Dateline,
    Lead,
    Body,
    Graphic,
    Url,
    Loaded,
    Language,
    Terms,
    Correction,
    Corrected,
    /// Known, and nothing that an article carries.
    Other,
}

impl Label {
    /// Whether it stands below the text.
    pub(super) fn is_below(self) -> bool {
        use Label::{Body, Byline, Dateline, Headline, Lead, Length, Section};
        !matches!(self, Headline | Byline | Section | Length | Dateline | Lead | Body)
    }

    /// Whether it stands above the text; a few stand on either side.
    pub(super) fn is_above(self) -> bool {
        !self.is_below() || self == Label::Other
    }
}

/// The labels, in the languages of the outlets.
#[rustfmt::skip]
const LABELS: &[(Label, &[&str])] = &[
    (Label::Headline, &["HEADLINE", "TITLE", "KOP", "TITRE", "TITULO", "TÍTULO", "TITOLO", "SCHLAGZEILE", "ÜBERSCHRIFT", "TITEL"]),
    (Label::Byline, &["BYLINE", "AUTHOR", "AUTHORS", "AUTOR", "AUTOREN", "AUTEUR", "AUTEURS", "AUTORE", "VON", "NAME"]),
    (Label::Section, &["SECTION", "RUBRIK", "RUBRIQUE", "RUBRIEK", "SECCION", "SECCIÓN", "SEZIONE"]),
    (Label::Length, &["LENGTH", "LÄNGE", "LONGUEUR", "LENGTE", "LONGITUD", "LUNGHEZZA", "EXTENSION", "COMPRIMENTO"]),
    (Label::Dateline, &["DATELINE"]),
    (Label::Lead, &["HIGHLIGHT", "ABSTRACT", "ZUSAMMENFASSUNG", "HIGHLIGHTS", "SUMMARY", "TEASER"]),
    (Label::Body, &["BODY", "TEXT", "TEKST", "TEXTE", "TEXTO", "TESTO", "FULL TEXT"]),
    (Label::Graphic, &["GRAPHIC", "GRAFIK", "GRAPHIQUE", "GRAFIEK", "GRÁFICO", "GRAFICO", "ILLUSTRATION", "PHOTO", "IMAGE"]),
    (Label::Url, &["URL"]),
    (Label::Loaded, &["LOAD-DATE", "UPDATE", "DATE-CHARGEMENT", "LAADDATUM", "FECHA-CARGA", "FECHA DE CARGA", "DATA-CARICAMENTO"]),
    (Label::Language, &["LANGUAGE", "SPRACHE", "LANGUE", "TAAL", "IDIOMA", "LENGUA", "LINGUA"]),
    (Label::Terms, &["SUBJECT", "ORGANIZATION", "ORGANISATION", "COMPANY", "PERSON", "INDUSTRY", "CITY", "STATE", "COUNTRY", "GEOGRAPHIC", "TICKER",
        "SCHLAGWORT", "SUJET", "PERSONNE", "ORGANISME", "SOCIETE", "PAYS", "VILLE"]),
    (Label::Correction, &["CORRECTION"]),
    (Label::Corrected, &["CORRECTION-DATE"]),
    (Label::Other, &["PUBLICATION-TYPE", "PUB-TYPE", "TYPE-PUBLICATION", "TIPO-PUBLICACION", "JOURNAL-CODE", "ZEITUNGS-CODE", "CODE-REVUE", "PUB-SUBJECT",
        "DOCUMENT-TYPE", "TYPE", "ACC-NO", "SERIES", "DISTRIBUTION", "NOTES", "CHART", "COLUMN", "DATE", "EDITION", "ISSN", "CONTACT", "BIO", "MARKET",
        "FILED", "GUESTS", "ANCHOR", "ANCHORS", "REPORTER", "REPORTERS", "NETWORK", "MEDIUM", "PROGRAM", "SHOW", "TRANSCRIPT", "UPLOAD", "ISSUE", "VOLUME", "PAGE", "PAGES", "COPYRIGHT"]),
];

/// The label that a line opens with, and what stands behind it.
pub(super) fn label(line: &str) -> Option<(Label, &str)> {
    let (name, value) = line.trim_start().split_once(':')?;
    let spaced = value.is_empty() || value.starts_with(char::is_whitespace);
    let capitals = name.chars().all(|c| c.is_uppercase() || c == '-' || c == ' ');
    if !spaced || !capitals || name.is_empty() {
        return None;
    }
    let found = LABELS.iter().find(|(_, names)| names.contains(&name.trim_end()));
    found.map(|(label, _)| (*label, value.trim()))
}

pub(super) fn block_label<'t>(block: &[&'t str]) -> Option<(Label, &'t str)> {
    block.first().and_then(|line| label(line))
}
