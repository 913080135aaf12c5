//! What an article is to an earlier one, where only its words say so.
//!
//! Agencies mark such stories in the headline (`UPDATE 2-Oil rises`, `CORRECTED-`,
//! `Berichtigung:`) or in a note above the text (`(Corrects spelling in paragraph 3)`);
//! newspapers put theirs below it (`This article was amended on 8 August 2024`). A mark is
//! believed only where those stand: at the edge of the headline, and in short paragraphs at the
//! top and the bottom of the text.
//!
//! Left out: which earlier story is meant, beyond a number that a notice gives.

use crate::article::{Revision, RevisionKind};
use crate::corpus::draft::Draft;
use crate::corpus::prose::clean;

use RevisionKind::{Correction, Update, Withdrawal};

/// Longest note above or below a text, in `char`s.
const NOTE_CHARS: usize = 600;
/// Paragraphs at the top that may be notes.
const TOP: usize = 3;
/// Paragraphs at the bottom that may be notes.
const BOTTOM: usize = 3;
/// Marks that stand before each other (`REFILE-CORRECTED-UPDATE 2-`).
const MARKS: usize = 4;

/// Words that mark a headline or open a note, lower case, before a colon or dash.
#[rustfmt::skip]
const WORDS: &[(RevisionKind, &[&str])] = &[
    (Withdrawal, &["withdrawn", "withdrawal", "kill", "killed", "mandatory kill", "retraction", "retracted", "story withdrawn", "annulation", "annule", "annulé",
        "zurückgezogen", "meldung zurückgezogen", "anulación", "anulado", "anulada", "annullamento", "annullato", "anulação", "intrekking", "аннулировано", "аннулируется",
        "anulowane", "iptal"]),
    (Correction, &["correction", "corrections", "corrected", "corrects", "corrective", "correct", "correx", "clarification", "clarified", "refile", "refiled", "refiles", "amended", "erratum",
        "rectificatif", "rectification", "précision", "correctif", "berichtigung", "berichtigt", "korrektur", "korrigiert", "richtigstellung", "korr",
        "corrección", "correccion", "corrige", "rectificación", "corregido", "rettifica", "correzione", "errata corrige", "correção", "retificação", "errata",
        "rectificatie", "correctie", "gecorrigeerd", "исправление", "уточнение", "исправлено", "поправка", "korekta", "sprostowanie", "düzeltme",
        "rättelse", "rettelse", "korrigering", "korjaus", "oikaisu"]),
    (Update, &["update", "updated", "updates", "wrapup", "aktualisiert", "aktualisierung", "neufassung", "actualisation", "actualisé", "mise à jour", "actualización", "actualizado",
        "actualiza", "ampliación", "amplía", "aggiornamento", "aggiornato", "atualização", "atualizada", "atualiza", "обновление", "обновлено", "aktualizacja", "güncelleme",
        "uppdatering", "uppdaterad", "oppdatert", "opdateret", "opdatering", "päivitys", "päivitetty"]),
];

/// How notes in brackets, and notes to editors, begin.
#[rustfmt::skip]
const OPENINGS: &[(RevisionKind, &[&str])] = &[
    (Withdrawal, &["withdraws", "kills", "please kill", "please disregard", "retracts"]),
    (Correction, &["corrects ", "corrected ", "correcting ", "correction", "refiles ", "refiling ", "refile ", "clarifies ", "clarifying ", "fixes ", "amends ", "removes ", "deletes ",
        "berichtigt", "korrigiert", "berichtigung", "corrige ", "rectifie ", "corrige la", "corregge", "rettifica", "corrige o"]),
    (Update, &["adds ", "updates ", "updated ", "updating ", "update ", "recasts", "rewrites", "writes through", "writes thru", "writethru", "changes ", "includes ", "releads", "leads with",
        "ergänzt", "aktualisiert", "neu: ", "mehr details", "actualise ", "actualisé", "ajoute ", "complète ", "amplía ", "actualiza ", "añade ", "aggiunge ", "aggiorna ", "atualiza ", "acrescenta "]),
];

/// Phrases of whole sentences in which a newspaper or agency owns up. Each needs its story
/// word, so that articles about corrections do not count.
#[rustfmt::skip]
const PHRASES: &[(RevisionKind, &[&str])] = &[
    (Withdrawal, &["story has been withdrawn", "story is withdrawn", "article has been withdrawn", "article has been retracted", "story has been retracted", "story is killed",
        "report has been withdrawn", "story has been killed", "item has been killed", "there will be no substitute", "kill the story", "disregard the story", "meldung wird zurückgezogen", "meldung ist zurückgezogen"]),
    (Correction, &["story has been corrected", "story was corrected", "story corrects", "article has been corrected", "article was corrected", "article was amended", "article has been amended",
        "story has been amended", "earlier version of this", "previous version of this", "original version of this",  "item corrects", "version corrects",
        "press erroneously reported", "press reported erroneously", "afp erroneously reported", "reuters erroneously reported", "article has been revised to correct", "headline has been corrected", "story has been clarified", "story clarifies",
        "in einer früheren version", "in einer früheren fassung", "une version précédente de cet article", "una versión anterior de este artículo", "una versión anterior de esta"]),
    (Update, &["story has been updated", "story was updated", "article has been updated", "article was updated", "report has been updated", "story updates", "version updates", "artikel wurde aktualisiert",
        "article a été mis à jour", "artículo ha sido actualizado", "artikel is bijgewerkt"]),
];

/// What the headline or the edges of the text say. A withdrawal goes before a correction, and
/// that before an update.
pub(in crate::corpus) fn of(title: Option<&str>, body: &str) -> Option<Revision> {
    let marked = title.and_then(of_headline);
    let paragraphs: Vec<&str> = body.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).collect();
    let bottom = paragraphs.len().saturating_sub(BOTTOM).max(TOP.min(paragraphs.len()));
    let top = paragraphs.iter().take(TOP).filter_map(|p| Some((of_note(p)?, *p)));
    let end = paragraphs.iter().skip(bottom).filter_map(|p| Some((of_sentence(p)?, *p)));
    let noted = top.chain(end).min_by_key(|(kind, _)| strength(*kind));
    let kind = marked.into_iter().chain(noted.map(|(kind, _)| kind)).min_by_key(|kind| strength(*kind))?;
    let note = noted.map(|(_, words)| note(words));
    let of = noted.and_then(|(_, words)| story_number(words));
    Some(Revision { kind, of, note })
}

/// Notes in a draft that its source keeps a correction apart.
pub(in crate::corpus) fn corrected(words: &str, draft: &mut Draft) {
    let known = draft.revision.take();
    draft.revision = known.or_else(|| Some(Revision { kind: Correction, of: None, note: Some(note(words)) }));
}

fn strength(kind: RevisionKind) -> u8 {
    match kind {
        Withdrawal => 0,
        Correction => 1,
        Update => 2,
    }
}

/// The words of a note: what stands in the brackets that open it, or the sentence of a longer
/// paragraph that owns up.
fn note(paragraph: &str) -> String {
    let bare = paragraph.trim_start_matches(['(', '[', '*', ' ']);
    let pieces = || paragraph.split(['(', ')', '[', ']']).flat_map(|piece| piece.split_inclusive(". "));
    let words = if bare.len() < paragraph.len() {
        bracketed(bare)
    } else {
        pieces().find(|piece| phrase(piece).is_some()).unwrap_or(paragraph)
    };
    let words = clean::line(words.trim_matches(['(', ')', '[', ']', '*', ' '])).unwrap_or_default();
    clean::cut(words, NOTE_CHARS).0
}

/// A text to the bracket that closes one opened before it.
fn bracketed(text: &str) -> &str {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text.get(..at).unwrap_or(text);
        }
    }
    text
}

/// The number of the story that a notice names (`STORY_NUMBER: L8N1AB`).
fn story_number(words: &str) -> Option<String> {
    let lower = words.to_ascii_lowercase();
    let at =
        ["story_number:", "story number:"].iter().find_map(|mark| Some(lower.find(mark)? + mark.len()))?;
    let number = words.get(at..)?.split_whitespace().next()?.trim_end_matches(['.', ',', ')']);
    (!number.is_empty()).then(|| number.to_owned())
}

/// The mark that a headline begins or ends with.
fn of_headline(title: &str) -> Option<RevisionKind> {
    let mut found: Option<RevisionKind> = None;
    let mut rest = title.trim();
    for _ in 0..MARKS {
        let Some((mark, behind)) = leading_mark(rest) else { break };
        let kind = kind_of(&mark);
        if kind.is_none() && !is_neutral(&mark) {
            break;
        }
        found = found.into_iter().chain(kind).min_by_key(|kind| strength(*kind));
        rest = behind;
    }
    let killed = |word: &str| matches!(word, "withdrawn" | "killed" | "retracted" | "withdrawal");
    let advised = title.starts_with("ADVISORY") && title.split_whitespace().any(killed);
    found.or_else(|| trailing_mark(title)).or(advised.then_some(Withdrawal))
}

/// Marks of agencies that say nothing of an earlier story.
fn is_neutral(mark: &str) -> bool {
    matches!(
        mark,
        "rpt"
            | "repeat"
            | "urgent"
            | "eil"
            | "advisory"
            | "exclusive"
            | "breaking"
            | "ap"
            | "afp"
            | "reuters"
    )
}

/// The mark before the first dash or colon of a headline, lower case and without its number,
/// and what stands behind. A dash counts only behind capitals, so that a sentence with a dash
/// is none.
fn leading_mark(text: &str) -> Option<(String, &str)> {
    let at =
        text.char_indices().take(32).find(|(_, c)| matches!(c, '-' | ':' | '–' | '—' | '|' | ']' | ')'))?;
    let (mark, behind) = (text.get(..at.0)?, text.get(at.0 + at.1.len_utf8()..)?);
    let mark = mark.trim().trim_start_matches(['[', '(', '*', '^']).trim_end_matches(['*', ' ']);
    let words = mark.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let capitals = !words.is_empty() && !words.chars().any(char::is_lowercase);
    let glued = matches!(at.1, '-' | '–' | '—');
    (capitals || !glued).then(|| (words.to_lowercase(), behind.trim_start()))
}

/// A mark in brackets, or in capitals behind a dash, at the end of a headline.
fn trailing_mark(title: &str) -> Option<RevisionKind> {
    let title = title.trim();
    if let Some(inner) = title.strip_suffix([')', ']']) {
        let open = inner.rfind(['(', '['])?;
        let words = inner.get(open + 1..)?.trim().to_lowercase();
        return kind_of(words.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' '));
    }
    let (_, last) = title.rsplit_once([',', '-', '–', '—'])?;
    let capitals = !last.chars().any(char::is_lowercase);
    capitals.then(|| kind_of(&last.trim().to_lowercase()))?
}

fn kind_of(word: &str) -> Option<RevisionKind> {
    WORDS.iter().find(|(_, words)| words.contains(&word)).map(|(kind, _)| *kind)
}

/// What a short paragraph at the top says of an earlier story.
fn of_note(paragraph: &str) -> Option<RevisionKind> {
    if paragraph.chars().nth(NOTE_CHARS).is_some() {
        return None;
    }
    let bracketed = paragraph.starts_with(['(', '[', '*']);
    let inner = paragraph.trim_start_matches(['(', '[', '*', ' ']);
    let lower = inner.to_lowercase();
    let addressed = [
        "eds:",
        "eds.:",
        "editors:",
        "editor's note:",
        "editor’s note:",
        "editors' note:",
        "attention editors",
        "attention -",
        "note:",
        "ap advisory",
        "advisory",
    ]
    .iter()
    .find_map(|to| lower.strip_prefix(to));
    let marked =
        leading_mark(inner).filter(|_| capitals_or_colon(inner)).and_then(|(mark, _)| kind_of(&mark));
    let opens = |text: &str| {
        let text = text.trim_start_matches([' ', '-', ':', '—', '–']);
        OPENINGS
            .iter()
            .find(|(_, openings)| openings.iter().any(|o| text.starts_with(o)))
            .map(|(kind, _)| *kind)
    };
    let killed = first_words_in_capitals(inner) && lower.starts_with("kill");
    marked
        .or_else(|| (bracketed || addressed.is_some()).then(|| opens(addressed.unwrap_or(&lower)))?)
        .or_else(|| of_sentence(paragraph))
        .or(killed.then_some(Withdrawal))
}

/// Whether a text opens with a mark that is set off as marks are: by a colon, or in capitals.
fn capitals_or_colon(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    word.ends_with(':')
        || first_words_in_capitals(text)
        || text.split_once(':').is_some_and(|(mark, _)| mark.split_whitespace().count() <= 3)
}

fn first_words_in_capitals(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    word.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !word.chars().any(char::is_lowercase)
}

fn phrase(text: &str) -> Option<RevisionKind> {
    let lower = text.to_lowercase();
    let found = PHRASES.iter().find(|(_, phrases)| phrases.iter().any(|phrase| lower.contains(phrase)));
    found.map(|(kind, _)| *kind)
}

/// What a sentence owns up to.
fn of_sentence(paragraph: &str) -> Option<RevisionKind> {
    if paragraph.chars().nth(NOTE_CHARS).is_some() {
        return None;
    }
    let mark =
        leading_mark(paragraph).filter(|_| capitals_or_colon(paragraph)).and_then(|(mark, _)| kind_of(&mark));
    phrase(paragraph).or_else(|| mark.filter(|kind| *kind == Correction))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(title: &str, body: &str) -> Option<RevisionKind> {
        of(Some(title), body).map(|revision| revision.kind)
    }

    #[test]
    fn headlines_of_agencies_are_marked() {
        for (title, expected) in [
            ("UPDATE 2-Oil rises on storm fears", Update),
            ("WRAPUP 3-Floods spread", Update),
            ("CORRECTED-Oil rises", Correction),
            ("REFILE-UPDATE 1-Oil rises", Correction),
            ("CORRECTED-(OFFICIAL)-Oil rises", Correction),
            ("RPT-UPDATE 4-Oil rises", Update),
            ("Correction: Flood story", Correction),
            ("Berichtigung: Hochwasser in Passau", Correction),
            ("RECTIFICATIF - Crue à Lyon", Correction),
            ("ACTUALIZACIÓN 1-Sube el petróleo", Update),
            ("WITHDRAWN-Oil rises", Withdrawal),
            ("KILL: Oil rises", Withdrawal),
            ("Oil rises (UPDATE 1)", Update),
            ("Hochwasser in Passau (aktualisiert)", Update),
            ("ADVISORY-Story on oil has been withdrawn", Withdrawal),
        ] {
            assert_eq!(kind(title, "Text."), Some(expected), "{title}");
        }
    }

    #[test]
    fn notes_stand_above_or_below_the_text() {
        let text = "One paragraph of text.\n\nAnother paragraph.\n\nA third one.\n\nA fourth one.";
        for (note, expected) in [
            ("(Corrects spelling of name in paragraph 4)", Correction),
            ("(Refiles to add dropped word)", Correction),
            ("(Adds quotes, details)", Update),
            ("(Recasts with deaths, adds background)", Update),
            ("Eds: Updates with death toll.", Update),
            ("CORRECTION: The dam is 30 metres high.", Correction),
            ("(This story corrects the height of the dam.)", Correction),
            ("(Berichtigt Schreibweise im dritten Absatz)", Correction),
            ("KILL KILL KILL the flood story of noon", Withdrawal),
        ] {
            let found = of(Some("Oil rises"), &format!("{note}\n\n{text}"));
            assert_eq!(found.as_ref().map(|r| r.kind), Some(expected), "{note}");
            assert!(found.and_then(|r| r.note).is_some_and(|n| !n.starts_with('(')));
        }
        for (note, expected) in [
            ("This article was amended on 8 August 2024 to give the right height.", Correction),
            ("An earlier version of this article misstated the height.", Correction),
            ("This story has been updated.", Update),
        ] {
            assert_eq!(kind("Oil rises", &format!("{text}\n\n{note}")), Some(expected), "{note}");
        }
    }

    #[test]
    fn a_withdrawal_names_its_story() {
        let found = of(None, "(The Vienna story headlined \"Oil\" is withdrawn. The story is withdrawn as it was wrong. STORY_NUMBER: L8N1AB2. There will be no substitute story.)").unwrap();
        assert_eq!((found.kind, found.of.as_deref()), (Withdrawal, Some("L8N1AB2")));
        let found =
            of(None, "The story is withdrawn. STORY_NUMBER: L8N1AB2. There will be no substitute story.")
                .unwrap();
        assert_eq!((found.kind, found.of.as_deref()), (Withdrawal, Some("L8N1AB2")));
    }

    #[test]
    fn a_note_ends_where_it_ends() {
        let note = |body: &str| of(None, body).and_then(|r| r.note).unwrap_or_default();
        assert_eq!(
            note("(Corrects (again) the height) OSLO (Reuters) - The dam broke."),
            "Corrects (again) the height"
        );
        assert_eq!(
            note("The dam broke. (This story corrects the height.) It rained."),
            "This story corrects the height."
        );
    }

    #[test]
    fn articles_about_such_things_are_none() {
        for (title, body) in [
            ("Update of the law passes", "The senate passed an update."),
            ("Stocks head for correction - analysts", "Stocks fell into a correction."),
            ("Kill rate drops", "Kills fell by half, police said."),
            ("Troops withdrawn - minister", "The troops were withdrawn on Monday."),
            ("Shop chain owns up", "The chain said it erroneously reported its sales."),
            ("The debate", "He won.\n\nA version of this article appears in print."),
            ("Fighter killed", "The fighter has been killed, officials said."),
            ("He corrects himself", "He corrects himself often. (Adds to it, too.)"),
            (
                "Oil rises",
                "Oil rose.\n\nIt was corrected for inflation.\n\nUpdates follow in the evening, he said.",
            ),
        ] {
            assert_eq!(kind(title, body), None, "{title}");
        }
    }
}
