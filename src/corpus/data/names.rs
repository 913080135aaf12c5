//! What the fields of news data are called, and what is done with each.
//!
//! Every export names its columns in its own way and in its own language. A name is looked up
//! without regard to case, accents, `_`, `-` and blanks; the table below holds the names that
//! news data uses, best first: of two columns that could both be the text, the one that
//! stands earlier wins. A summary is a text only where there is no other.
//! `--map date=pub_dt` goes before all of them.

use std::collections::HashMap;
use std::str::FromStr;

use crate::text::fold;

/// A field of an article that a column can fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::corpus) enum Slot {
    Id,
    Title,
    Subhead,
    /// A summary apart from the text; the text itself where there is no other.
    Lead,
    Body,
    Caption,
    Date,
    Updated,
    Url,
    Byline,
    Outlet,
    Section,
    Page,
    Edition,
    Keywords,
    Lang,
    Dateline,
    /// That the article puts an earlier one right, or the words that say so.
    Correction,
    /// That it tells more than an earlier one.
    Update,
    /// That it is taken back.
    Withdrawal,
    /// The earlier article.
    Replaces,
}

impl Slot {
    /// All of them.
    #[rustfmt::skip]
    const ALL: [Slot; 21] = [
        Slot::Id, Slot::Title, Slot::Subhead, Slot::Lead, Slot::Body, Slot::Caption, Slot::Date, Slot::Updated, Slot::Url, Slot::Byline,
        Slot::Outlet, Slot::Section, Slot::Page, Slot::Edition, Slot::Keywords, Slot::Lang, Slot::Dateline, Slot::Correction, Slot::Update, Slot::Withdrawal, Slot::Replaces,
    ];
    pub(in crate::corpus) const COUNT: usize = Slot::ALL.len();

    /// The name that users write on the left of `--map`.
    pub(in crate::corpus) fn name(self) -> &'static str {
        match self {
            Slot::Id => "id",
            Slot::Title => "title",
            Slot::Subhead => "subhead",
            Slot::Lead => "lead",
            Slot::Body => "body",
            Slot::Caption => "caption",
            Slot::Date => "date",
            Slot::Updated => "updated",
            Slot::Url => "url",
            Slot::Byline => "byline",
            Slot::Outlet => "outlet",
            Slot::Section => "section",
            Slot::Page => "page",
            Slot::Edition => "edition",
            Slot::Keywords => "keywords",
            Slot::Lang => "lang",
            Slot::Dateline => "dateline",
            Slot::Correction => "correction",
            Slot::Update => "update",
            Slot::Withdrawal => "withdrawal",
            Slot::Replaces => "replaces",
        }
    }

    fn from_name(name: &str) -> Option<Slot> {
        let name = match name {
            "headline" => "title",
            "text" => "body",
            "summary" => "lead",
            "published" => "date",
            "author" => "byline",
            "source" => "outlet",
            "tags" => "keywords",
            "language" => "lang",
            name => name,
        };
        Slot::ALL.into_iter().find(|slot| slot.name() == name)
    }

    /// Whether it says what the article is to an earlier one.
    pub(in crate::corpus) fn is_revision(self) -> bool {
        matches!(self, Slot::Correction | Slot::Update | Slot::Withdrawal)
    }

    /// Whether it holds words of the article.
    pub(in crate::corpus) fn is_text(self) -> bool {
        matches!(self, Slot::Title | Slot::Lead | Slot::Body)
    }
}

/// How good a name is for its slot; smaller is better. Names of one rank hold texts
/// of the same sort, and the longest text wins.
pub(in crate::corpus) type Rank = u8;

/// The rank of a name that the user has mapped.
const MAPPED: Rank = 0;
/// Names in the languages of archives come after the English ones, all alike.
const LOCAL: Rank = 40;

/// Names as [`normal`] leaves them. Ranks count up along each list; behind a bar all names
/// have the same rank.
#[rustfmt::skip]
const NAMES: &[(Slot, Rank, &[&str])] = &[
    (Slot::Id, 10, &["id", "sourceid", "docid", "docno", "articleid", "newsid", "uid", "guid", "uuid", "uri", "key", "tunniste", "identifiant", "identificador"]),
    (Slot::Title, 10, &["title", "headline", "hl1", "mainheadline", "articletitle", "newstitle", "webtitle", "heading", "headlinemain"]),
    (Slot::Title, LOCAL, &["|", "otsikko", "titre", "titel", "titulo", "titular", "titolo", "uberschrift", "ueberschrift", "schlagzeile", "rubrik", "заголовок", "название",
        "kop", "koptekst", "tytul", "naglowek", "baslik", "manset", "tittel", "overskrift", "manchete", "titlu", "nadpis", "naslov", "antraste", "pealkiri", "cim",
        "عنوان", "تیتر", "标题", "標題", "题目", "タイトル", "見出し", "제목", "τιτλοσ", "כותרת"]),
    (Slot::Title, 90, &["subject", "name"]),
    (Slot::Subhead, 10, &["|", "subtitle", "subheadline", "subheading", "subhead", "deck", "dek", "hl2", "secondaryheadline", "strapline", "kicker",
        "alaotsikko", "untertitel", "unterzeile", "dachzeile", "soustitre", "subtitulo", "bajada", "antetitulo", "sottotitolo", "occhiello", "ondertitel", "подзаголовок", "podtytul",
        "altbaslik", "underrubrik", "undertittel", "undertitel", "副标题", "副標題"]),
    (Slot::Body, 10, &["body"]),
    (Slot::Body, 11, &["|", "text", "content", "contents", "maintext", "article", "articlebody", "articletext", "bodytext",
        "bodyxhtml", "bodyhtml", "sentences", "fulltext", "fullcontent", "newstext", "newscontent", "newsbody", "story", "storybody", "paragraphs", "plaintext", "contenttext",
        "texto", "texte", "testo", "inhalt", "volltext", "artikeltext", "fliesstext", "haupttext", "teksti", "leipateksti", "sisalto", "tekst", "текст", "содержание", "статья", "cuerpo", "cuerponoticia", "contenido",
        "noticia", "contenu", "corps", "corpo", "conteudo", "contenuto", "articolo", "inhoud", "artikel", "tresc", "metin", "icerik", "haber", "brodtext", "innehall", "innhold", "brodtekst", "indhold", "continut", "obsah",
        "szoveg", "نص", "متن", "محتوا", "المحتوى", "正文", "内容", "內容", "本文", "본문", "내용", "κειμενο"]),
    (Slot::Lead, 10, &["lead", "leadparagraph", "standfirst", "summary", "abstract", "excerpt", "teaser", "shortdescription", "description", "descriptiontext", "snippet", "trailtext", "intro", "blurb"]),
    (Slot::Lead, LOCAL, &["|", "tiivistelma", "ingressi", "kuvaus", "resumen", "entradilla", "sumario", "sommario", "riassunto", "chapo", "chapeau", "resume", "extrait", "ingress", "vorspann", "zusammenfassung", "anriss", "kurztext",
        "resumo", "linhafina", "samenvatting", "inleiding", "анонс", "аннотация", "лид", "описание", "streszczenie", "zajawka", "wstep", "ozet", "spot", "sammanfattning", "sammendrag", "manchet", "摘要", "概要", "خلاصه", "ملخص"]),
    (Slot::Caption, 10, &["|", "caption", "captions", "imagecaption", "photocaption", "figcaption", "mediacaption", "picturecaption", "kuvateksti", "bildunterschrift", "bildtext", "legende", "legenda", "piedefoto", "didascalia",
        "bijschrift", "подпись", "podpiszdjecia", "resimalti", "bildetekst", "billedtekst"]),
    (Slot::Date, 10, &["date", "published", "publishedat", "publishedon", "publisheddate", "publishedtime", "datepublished",
        "pubdate", "publishdate", "publishtime", "publicationdate", "webpublicationdate", "datepublish", "pubdt", "versioncreated",
        "firstcreated", "articledate", "newsdate", "postdate", "issuedate", "dateofpublication"]),
    (Slot::Date, LOCAL, &["|", "paivamaara", "julkaistu", "julkaisupaiva", "pvm", "fecha", "fechapublicacion", "fechadepublicacion", "datum", "veroffentlicht", "veroffentlichungsdatum", "erscheinungsdatum", "publikationsdatum", "erschienen",
        "datepublication", "datedepublication", "publiele", "datapublicacao", "datadepublicacao", "publicadoem", "datapubblicazione", "datadipubblicazione", "pubblicato", "publicatiedatum", "gepubliceerd", "дата", "датапубликации", "опубликовано",
        "datapublikacji", "opublikowano", "tarih", "yayintarihi", "publicerad", "publiceringsdatum", "dato", "publisert", "publiseringsdato", "udgivet", "publiceret", "udgivelsesdato",
        "تاريخ", "تاریخ", "日期", "发布时间", "發布時間", "日付", "날짜", "ημερομηνια"]),
    (Slot::Date, 80, &["datetime", "timestamp", "time", "created", "createdat", "createdate", "datecreated", "data", "year"]),
    (Slot::Updated, 10, &["updated", "updatedat", "updateddate", "updatedon", "dateupdated", "datemodified", "modified", "modifiedat", "modifieddate", "lastmodified", "lastupdated", "lastupdate", "updatetime", "modifiedtime",
        "dateupdate", "revised", "lastedited"]),
    (Slot::Updated, LOCAL, &["|", "paivitetty", "muokattu", "aktualisiert", "geandert", "misajour", "miseajour", "modifiele", "actualizado", "fechaactualizacion", "fechademodificacion", "atualizado", "atualizadoem", "aggiornato", "bijgewerkt", "обновлено",
        "изменено", "zaktualizowano", "guncelleme", "guncellemetarihi", "uppdaterad", "oppdatert", "opdateret", "更新时间", "更新日"]),
    (Slot::Url, 10, &["url", "link", "weburl", "canonical", "canonicalurl", "canonicallink", "articleurl", "newsurl", "permalink", "href", "osoite", "linkki", "lien", "enlace", "ссылка", "baglanti", "lenke", "lank", "链接", "لینک", "رابط"]),
    (Slot::Byline, 10, &["byline", "authors", "author", "authorname", "writer", "reporter", "creator", "dccreator", "journalist", "by"]),
    (Slot::Byline, LOCAL, &["|", "kirjoittaja", "toimittaja", "tekija", "autor", "autoren", "verfasser", "auteur", "auteurs", "autora", "autores", "autore", "autori", "автор", "авторы", "autorzy", "yazar", "muhabir", "forfattare", "forfatter", "skribent",
        "redactor", "periodista", "giornalista", "redakteur", "作者", "著者", "記者", "نویسنده", "الكاتب", "기자"]),
    (Slot::Outlet, 10, &["outlet", "source", "sourcename", "publisher", "publication", "newspaper", "journal", "site", "sitename", "sourcedomain",
        "domain", "agency", "feed", "provider", "media", "newsoutlet"]),
    (Slot::Outlet, LOCAL, &["|", "lahde", "lehti", "julkaisija", "quelle", "zeitung", "medium", "fuente", "medio", "periodico", "diario", "fonte", "jornal", "veiculo", "testata", "giornale", "bron", "krant", "источник", "издание", "zrodlo", "gazeta", "kaynak", "gazete",
        "kalla", "tidning", "kilde", "avis", "来源", "來源", "منبع", "مصدر", "媒体"]),
    (Slot::Section, 10, &["section", "sectionname", "category", "categoryname", "categories", "desk", "newsdesk", "class", "topic", "label"]),
    (Slot::Section, LOCAL, &["|", "osasto", "kategoria", "ressort", "kategorie", "rubrique", "categorie", "seccion", "categoria", "sezione", "editoria", "secao", "rubriek", "sectie", "рубрика", "категория", "раздел", "dzial", "kategori", "bolum", "avdelning",
        "sektion", "seksjon", "类别", "分类", "分類", "カテゴリ"]),
    // A bare "page" is as often the page of a listing, or the whole page of the web: it has to be mapped.
    (Slot::Page, 10, &["|", "printpage", "printpagenumber", "pagenumber", "newspaperpagenumber", "pageno", "pagenum", "startpage", "firstpage", "seite", "seitenzahl", "sivu", "sivunumero", "strona", "sida", "sidnummer", "pagina", "страница", "版次"]),
    (Slot::Edition, 10, &["|", "edition", "editionname", "printedition", "ausgabe", "edicion", "edizione", "edicao", "editie", "painos", "wydanie", "upplaga"]),
    (Slot::Keywords, 10, &["keywords", "tags", "keyword", "tag", "topics", "avainsanat", "schlagworter", "schlagworte", "stichworter", "motscles", "palabrasclave", "etiquetas", "palavraschave", "parolechiave", "trefwoorden", "теги", "ключевыеслова", "slowakluczowe", "tagi",
        "etiketler", "nyckelord", "taggar", "stikkord", "nogleord", "emneord", "关键词"]),
    (Slot::Lang, 10, &["lang", "language", "languagecode", "inlanguage", "locale", "kieli", "sprache", "langue", "idioma", "lingua", "taal", "язык", "jezyk", "dil", "sprak", "sprog", "语言"]),
    (Slot::Dateline, 10, &["dateline", "placeline"]),
    (Slot::Correction, 10, &["|", "correction", "corrections", "correctionnote", "correctiontext", "iscorrection", "corrected", "iscorrected", "clarification", "erratum", "korrektur", "berichtigung", "rectificatif", "correccion", "correcao", "rettifica", "rectificatie"]),
    (Slot::Update, 10, &["|", "isupdate", "updatenote"]),
    (Slot::Withdrawal, 10, &["|", "withdrawn", "iswithdrawn", "withdrawal", "retracted", "isretracted", "retraction", "killed", "iskill", "iskilled"]),
    (Slot::Replaces, 10, &["|", "replaces", "supersedes", "corrects", "correctionof", "updateof", "previousversion", "replacesid", "correctsid"]),
];

/// A column name without what spellings differ in.
pub(in crate::corpus) fn normal(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Which field a column fills, and how good its name is for it.
pub(in crate::corpus) fn slot(name: &str, map: &FieldMap) -> Option<(Slot, Rank)> {
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
                let known = Slot::ALL.map(Slot::name).join(", ");
                format!("\"{field}\" is no field of an article: use one of {known}")
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
        assert_eq!(slot("Título", &none), slot("titulo", &none));
        assert_eq!(slot("päivämäärä", &none).map(|s| s.0), Some(Slot::Date));
        assert!(rank("title") < rank("otsikko") && rank("otsikko") < rank("name"));
    }

    #[test]
    fn a_mapped_column_goes_before_all_names() {
        let map: FieldMap = "date=pub_dt,body=Raw Text".parse().unwrap();
        assert_eq!(slot("PUB-DT", &map), Some((Slot::Date, MAPPED)));
        assert_eq!(slot("raw_text", &map), Some((Slot::Body, MAPPED)));
        assert!("date".parse::<FieldMap>().is_err());
        let map: FieldMap = "summary=chapô,replaces=old id".parse().unwrap();
        assert_eq!(slot("CHAPO", &map), Some((Slot::Lead, MAPPED)));
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
