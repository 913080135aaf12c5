//! What headlines, slugs and notes say of earlier versions of a story.
//!
//! Agencies put it in front of a headline (`UPDATE 2-`, `(2nd LD)`, `CORRECTION:`), behind a
//! slug (`USA-RAIN/ (UPDATE 1, CORRECTED)`), into a note to editors (`Adds quote`), or number
//! the versions of an item. A word counts only where such marks stand: `Lead pipes rust` is a
//! headline like any other.

use crate::article::{Revision, RevisionKind};
use crate::corpus::draft::Draft;

/// Versions above this are serial numbers of something else.
const VERSIONS: u64 = 999;

const CORRECTIONS: &[&str] = &[
    "CORRECTED",
    "CORRECTION",
    "CORRECTIVE",
    "CORRECTS",
    "CORRECT",
    "REFILE",
    "KORREKTUR",
    "BERICHTIGUNG",
    "CORRECTIF",
    "RECTIFICATIF",
    "CORRECCION",
    "CORRECCIÓN",
    "RECTIFICACION",
    "RECTIFICACIÓN",
    "CORREZIONE",
    "CORREÇÃO",
    "CORREKTIE",
    "RÄTTELSE",
    "RETTELSE",
];
const UPDATES: &[&str] = &[
    "UPDATE",
    "UPDATED",
    "UPDATES",
    "LEAD",
    "LD",
    "WRITETHRU",
    "ADD",
    "ZUSAMMENFASSUNG",
    "AKTUALISIERUNG",
    "ACTUALISATION",
    "ACTUALIZACION",
    "ACTUALIZACIÓN",
    "AGGIORNAMENTO",
    "ATUALIZAÇÃO",
    "AMPLIACION",
    "AMPLIACIÓN",
];
const WITHDRAWALS: &[&str] = &[
    "KILL",
    "KILLED",
    "WITHDRAWN",
    "WITHDRAWAL",
    "WITHDRAW",
    "RETRACTION",
    "RETRACTED",
    "ANNULATION",
    "ANULACION",
    "ANULACIÓN",
    "ANNULLAMENTO",
    "ZURÜCKGEZOGEN",
    "RÜCKZUG",
];

/// How notes of what is new begin.
const UPDATED: &[&str] = &[
    "adds",
    "updates",
    "updating",
    "recasts",
    "releads",
    "rewrites",
    "restores",
    "new throughout",
    "changes",
    "ajoute",
    "actualise",
    "añade",
    "ergänzt",
    "aktualisiert",
    "neu:",
    "aggiorna",
    "atualiza",
];

/// A revision of which nothing but its kind is known.
pub(in crate::corpus) fn revision(kind: RevisionKind) -> Revision {
    Revision { kind, of: None, note: None }
}

/// Notes that this is a later version of the same item.
pub(in crate::corpus) fn version(draft: &mut Draft, number: Option<u64>) {
    let Some(number) = number.filter(|n| (2..=VERSIONS).contains(n)) else { return };
    let note = format!("version {number}");
    match &mut draft.revision {
        Some(revision) => drop(revision.note.get_or_insert(note)),
        None => draft.revision = Some(Revision { note: Some(note), ..revision(RevisionKind::Update) }),
    }
}

/// What has changed since an earlier version, as a note to editors says.
pub(in crate::corpus) fn change(note: &str) -> Option<RevisionKind> {
    let words = note.to_lowercase();
    let inner = words.trim_start_matches(['(', '[', ' ', '\n', '\t']);
    let inner = ["eds:", "eds.:", "eds note:", "editors:"]
        .iter()
        .find_map(|e| inner.strip_prefix(e))
        .unwrap_or(inner);
    let corrects = ["correct", "korrigier", "corrig", "berichtig", "rettifica", "rectifi"];
    if corrects.iter().any(|word| inner.contains(word)) {
        return Some(RevisionKind::Correction);
    }
    UPDATED.iter().any(|word| inner.trim_start().starts_with(word)).then_some(RevisionKind::Update)
}

/// What a headline or label in front of one says that this is: `UPDATE 1-`, `(2nd LD)`, `CORRECTION:`.
pub(in crate::corpus) fn marked(text: &str) -> Option<RevisionKind> {
    let opened = text.trim_start().trim_start_matches(['(', '[', '*', ' ']);
    let digits = opened.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_ordinal = |o: &&str| digits.get(..o.len()).is_some_and(|start| start.eq_ignore_ascii_case(o));
    let ordinal = ["st ", "nd ", "rd ", "th ", ". "].into_iter().find(is_ordinal);
    let ordinal = ordinal.and_then(|o| digits.get(o.len()..));
    let rest = match ordinal {
        Some(rest) if digits.len() < opened.len() => rest,
        _ => opened,
    };
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (word, behind) = rest.split_at(end);
    let number = behind.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    let parted = number.is_empty() || number.starts_with(['-', ':', ')', ']', '–', '—', '/', ',', '*', '=']);
    let capitals = !word.chars().any(char::is_lowercase) || ordinal.is_some() || number.starts_with(':');
    let is = |list: &[&str]| parted && capitals && list.contains(&word.to_uppercase().as_str());
    let lists = [
        (CORRECTIONS, RevisionKind::Correction),
        (UPDATES, RevisionKind::Update),
        (WITHDRAWALS, RevisionKind::Withdrawal),
    ];
    lists.into_iter().find(|(list, _)| is(list)).map(|(_, kind)| kind)
}

/// The same for a slug, which has its marks behind: `USA-RAIN/ (UPDATE 1)`, `BC-Rain, 1st Ld`.
pub(in crate::corpus) fn marked_slug(slug: &str) -> Option<RevisionKind> {
    let tail = slug.split_once('(').or_else(|| slug.split_once(',')).map(|(_, tail)| tail)?;
    let marks: Vec<RevisionKind> =
        tail.split([',', ')', ';']).filter_map(|part| marked(part.trim().split('-').next()?)).collect();
    // A correction of an update is a correction.
    [RevisionKind::Withdrawal, RevisionKind::Correction, RevisionKind::Update]
        .into_iter()
        .find(|kind| marks.contains(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_revisions() {
        let cases = [
            ("UPDATE 2-Rain floods town", Some(RevisionKind::Update)),
            ("CORRECTED-UPDATE 1-Rain", Some(RevisionKind::Correction)),
            ("(2nd LD) Rain floods town", Some(RevisionKind::Update)),
            ("Correction: Rain", Some(RevisionKind::Correction)),
            ("KILL - Rain", Some(RevisionKind::Withdrawal)),
            ("Kill the rain, says mayor", None),
            ("Lead pipes rust", None),
            ("UPDATE your phone", None),
            ("", None),
        ];
        for (title, kind) in cases {
            assert_eq!(marked(title), kind, "{title}");
        }
        assert_eq!(marked_slug("RAIN-OSLO/ (UPDATE 1, PIX, CORRECTED)"), Some(RevisionKind::Correction));
        assert_eq!(marked_slug("BC-NO--Rain, 1st Ld-Writethru"), Some(RevisionKind::Update));
        assert_eq!(marked_slug("METALS-LEAD"), None);
    }
}
