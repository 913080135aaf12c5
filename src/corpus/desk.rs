//! Tells a story from what the desk wrote around it.
//!
//! Wire copy carries the hands it went through: the headline once more, the author on a line
//! of its own, a note of what has changed since the last version, the initials of those who
//! edited it, credits in brackets, a notebook for editors. A searcher wants the story, so
//! these are taken off its two ends and kept as what they are: byline, revision, lead, asides.
//! The middle of a story is never touched.

use super::agency;
use super::clean;
use super::draft::Draft;
use super::story::Story;
use crate::article::{Revision, RevisionKind};

/// Paragraphs at the beginning among which an author's line is looked for.
const OPENING: usize = 8;
/// Longest line that is an author's, a signature's, a credit's, in bytes.
const BYLINE_BYTES: usize = 120;
const SIGNATURE_BYTES: usize = 48;
const CREDIT_BYTES: usize = 600;
/// Versions above this are serial numbers of something else.
const VERSIONS: u64 = 999;

/// Words before an author's name.
const BY: &[&str] = &["by", "von", "par", "por", "di", "de", "door", "av", "af", "da"];
/// Words within a line of authors that are written small.
#[rustfmt::skip]
const SMALL: &[&str] = &[
    "and", "with", "in", "for", "of", "the", "und", "mit", "et", "à", "y", "en", "e", "a", "o", "i", "och", "og", "von", "van", "der", "den", "de",
    "del", "della", "di", "da", "do", "dos", "du", "la", "le", "el", "al", "bin", "ter", "ten", "dpa",
];
/// Lines that say that the story is over.
#[rustfmt::skip]
const ENDS: &[&str] = &["end", "ends", "endit", "enditem", "ende", "fin", "fine", "reuter", "reuters", "30", "0", "完", "完毕", "конец", "more", "mehr"];
const CREDITS: &[&str] = &[
    "reporting by ",
    "additional reporting by ",
    "writing by ",
    "editing by ",
    "compiled by ",
    "reporting and writing by ",
];

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

/// Puts a story into a draft that has its fields already. `located` is where it was written,
/// for those that do not say so themselves.
pub(super) fn file(draft: &mut Draft, story: Story, located: Option<String>) {
    let Story { paragraphs, captions, asides, byline, dateline } = story;
    let mut paragraphs: Vec<String> = paragraphs.iter().map(|p| clean::body(p)).collect();
    paragraphs.retain(|p| !p.is_empty());
    let tagline = tagline(&mut paragraphs);
    paragraphs.retain(|p| !is_rule(p));
    draft.byline = draft.byline.take().filter(|b| !is_placeholder(b)).or(byline);
    draft.captions.extend(captions);
    let whole = paragraphs.clone();
    opening(draft, &mut paragraphs);
    let mut below = ending(draft, &mut paragraphs);
    if paragraphs.is_empty() {
        // Whatever it is, it is all there is.
        (paragraphs, below) = (whole, Vec::new());
    }
    draft.asides.extend(below.into_iter().chain(tagline).chain(asides));
    draft.body = paragraphs.join("\n\n");
    tidy_fields(draft, paragraphs.first().map(String::as_str));
    let line = draft.dateline.take().or(dateline).filter(|line| names_a_place(line));
    let line = line.map(|line| bare_dateline(&line));
    let in_text = || agency::of_text(&draft.body).dateline.is_some();
    let located = located.filter(|place| !is_placeholder(place));
    draft.dateline = match line {
        Some(line) => Some(line),
        None if located.is_some() && !in_text() => located,
        None => None,
    };
    if draft.revision.is_none() {
        let title = draft.title.as_deref().unwrap_or_default();
        draft.revision = marked(title).map(revision);
    }
}

/// A revision of which nothing but its kind is known.
pub(super) fn revision(kind: RevisionKind) -> Revision {
    Revision { kind, of: None, note: None }
}

/// Notes that this is a later version of the same item.
pub(super) fn version(draft: &mut Draft, number: Option<u64>) {
    let Some(number) = number.filter(|n| (2..=VERSIONS).contains(n)) else { return };
    let note = format!("version {number}");
    match &mut draft.revision {
        Some(revision) => drop(revision.note.get_or_insert(note)),
        None => draft.revision = Some(Revision { note: Some(note), ..revision(RevisionKind::Update) }),
    }
}

/// Takes from the beginning what is no story.
fn opening(draft: &mut Draft, paragraphs: &mut Vec<String>) {
    let title = draft.title.as_deref().map(letters).unwrap_or_default();
    if let Some(at) = paragraphs.iter().take(OPENING).position(|p| is_byline(p)) {
        let line = paragraphs.remove(at);
        draft.byline.get_or_insert(line);
        summary(draft, paragraphs, at);
    }
    while let Some(first) = paragraphs.first() {
        let repeats = !title.is_empty() && letters(first) == title;
        let subhead = draft.subheads.iter().any(|s| letters(s) == letters(first));
        if repeats || subhead {
            paragraphs.remove(0);
        } else if paragraphs.len() > 1 && is_note(first) {
            let note = paragraphs.remove(0);
            changed(draft, &note);
            draft.asides.push(note);
        } else {
            return;
        }
    }
}

/// Points that stand above the author's line sum the story up.
fn summary(draft: &mut Draft, paragraphs: &mut Vec<String>, above: usize) {
    let is_point = |p: &String| p.starts_with(['*', '•']) && !p.starts_with("**");
    let from = paragraphs.iter().take(above).position(is_point).unwrap_or(above);
    if from < above && draft.lead.is_none() && paragraphs.iter().take(above).skip(from).all(is_point) {
        let points: Vec<String> = paragraphs.drain(from..above).collect();
        let bare = points.iter().map(|p| p.trim_start_matches(['*', '•', ' ']));
        draft.lead = Some(bare.collect::<Vec<&str>>().join("\n"));
    }
}

/// What a note in brackets says of an earlier version.
fn changed(draft: &mut Draft, note: &str) {
    let Some(kind) = change(note) else { return };
    let note = Some(note.trim_matches(['(', ')', '[', ']', ' ']).to_owned());
    match &mut draft.revision {
        Some(revision) => revision.note = revision.note.take().or(note),
        None => draft.revision = Some(Revision { note, ..revision(kind) }),
    }
}

/// What has changed since an earlier version, as a note to editors says.
pub(super) fn change(note: &str) -> Option<RevisionKind> {
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

/// Takes from the end what is no story, and gives it back in the order of the text.
fn ending(draft: &Draft, paragraphs: &mut Vec<String>) -> Vec<String> {
    let mut below = notebook(paragraphs);
    let outlet = draft.outlet.as_deref().unwrap_or_default();
    while let Some(last) = paragraphs.last() {
        if is_end(last) {
            paragraphs.pop();
        } else if is_signature(last, outlet) || is_credit(last) || is_routing(last) {
            below.insert(0, paragraphs.pop().unwrap_or_default());
        } else if let Some(bare) = without_agency(last, outlet) {
            let bare = bare.to_owned();
            paragraphs.pop();
            paragraphs.push(bare);
        } else {
            break;
        }
    }
    below
}

/// Who helped with the story, and where to follow it, stands below a line at its end.
fn tagline(paragraphs: &mut Vec<String>) -> Vec<String> {
    let most = 3;
    let at = paragraphs.iter().rposition(|p| is_rule(p)).filter(|&at| at >= most);
    let below = at.and_then(|at| paragraphs.get(at + 1..)).unwrap_or_default();
    let short = below.len() <= most && below.iter().all(|p| p.len() <= CREDIT_BYTES);
    match at.filter(|_| short) {
        Some(at) => paragraphs.split_off(at + 1),
        None => Vec::new(),
    }
}

/// Notes for editors under a heading of their own, and everything after them.
fn notebook(paragraphs: &mut Vec<String>) -> Vec<String> {
    let heading = |p: &String| p.starts_with("# ") || p.starts_with("## ") || p.starts_with("* * *");
    match paragraphs.iter().position(heading) {
        Some(at) if at > 0 => paragraphs.split_off(at),
        _ => Vec::new(),
    }
}

/// A lead or subhead that says again what title or text say is none.
fn tidy_fields(draft: &mut Draft, first: Option<&str>) {
    let title = draft.title.as_deref().map(letters).unwrap_or_default();
    let first = first.map(letters).unwrap_or_default();
    let again = |text: &str| [&title, &first].iter().any(|t| **t == letters(text));
    draft.lead = draft.lead.take().filter(|lead| !again(lead));
    draft.subheads.retain(|head| letters(head) != title);
    let outlet = draft.outlet.as_deref().map(letters).unwrap_or_default();
    let is_outlet = |line: &String| line.split(',').next().is_some_and(|name| letters(name) == outlet);
    draft.byline = draft.byline.take().map(|line| author(&line)).filter(|line| !is_outlet(line));
}

/// An author's line without the word before the name and the marks of a teleprinter.
fn author(line: &str) -> String {
    let line = line.trim().trim_end_matches(['=', '<', ' ', ',']);
    let Some((first, rest)) = line.split_once(' ') else { return line.to_owned() };
    let by = BY.iter().take(4).any(|by| first.trim_end_matches(':').eq_ignore_ascii_case(by));
    // "Von Miller" is a name.
    if by && rest.split_whitespace().count() >= 2 { rest.trim().to_owned() } else { line.to_owned() }
}

/// The letters and digits of a text, to tell whether two say the same.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A line drawn between parts.
fn is_rule(text: &str) -> bool {
    text.chars().filter(|c| !c.is_whitespace()).count() >= 2 && text.chars().all(|c| " _-–—=.".contains(c))
}

fn is_end(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let bare_end = ENDS.iter().any(|end| bare.to_lowercase() == *end);
    bare.is_empty() || (text.len() < 24 && (bare_end || agency::known_agency(bare).is_some()))
}

/// `By Ana Lima and Bo Ek`: an author and nothing else.
pub(super) fn is_byline(text: &str) -> bool {
    let Some((first, rest)) = text.split_once(' ').filter(|_| text.len() <= BYLINE_BYTES) else {
        return false;
    };
    let rest = rest.trim().trim_end_matches(['=', '<', ' ']);
    let words: Vec<&str> = rest.split_whitespace().collect();
    let name = |w: &&str| {
        let bare = w.trim_start_matches(['(', '"', '\'']);
        bare.starts_with(char::is_uppercase) || SMALL.contains(&bare.trim_end_matches([',', ';']))
    };
    BY.contains(&first.trim_end_matches(':').to_lowercase().as_str())
        && first.starts_with(char::is_uppercase)
        && (2..=14).contains(&words.len())
        && words.first().is_some_and(|w| w.starts_with(char::is_uppercase))
        && words.iter().all(name)
        && !rest.contains('\n')
        && !rest.ends_with(['.', '!', '?', ':'])
        && !rest.contains(|c: char| c.is_ascii_digit())
}

/// A paragraph in brackets, or addressed to editors.
fn is_note(text: &str) -> bool {
    let addressed = [
        "eds:",
        "eds.:",
        "eds note",
        "editor's note",
        "editors' note",
        "note to editors",
        "attention editors",
    ];
    let start = clean::prefix(text, 40).to_lowercase();
    let agency_alone = agency::known_agency(text.trim_matches(['(', ')', ' '])).is_some();
    (is_in_brackets(text) && !agency_alone && text.len() <= CREDIT_BYTES)
        || addressed.iter().any(|a| start.starts_with(a))
}

/// Whether the bracket that a text opens with closes at its very end.
fn is_in_brackets(text: &str) -> bool {
    let (mut depth, mut closed) = (0_u32, false);
    for c in text.chars() {
        match c {
            _ if closed => return false,
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        closed = depth == 0;
    }
    closed && !text.is_empty()
}

/// Initials of those who wrote and edited: `hh/ph/ts`, `AAP RTV ar`, `dpa abc xyz`.
fn is_signature(text: &str, outlet: &str) -> bool {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || "/-".contains(c)).filter(|w| !w.is_empty()).collect();
    let short = |w: &&str| w.chars().count() <= 4 && w.chars().all(char::is_alphabetic);
    let small = |w: &&str| w.chars().all(char::is_lowercase);
    let signed =
        words.first().is_some_and(|w| agency::known_agency(w).is_some() || w.eq_ignore_ascii_case(outlet));
    text.len() <= SIGNATURE_BYTES
        && (1..=7).contains(&words.len())
        && words.iter().all(short)
        && (words.iter().all(small) || signed)
}

fn is_credit(text: &str) -> bool {
    let start = clean::prefix(text, 40).to_lowercase();
    let brackets = is_in_brackets(text.trim_end_matches('.'));
    text.len() <= CREDIT_BYTES && (brackets || CREDITS.iter().any(|credit| start.starts_with(credit)))
}

/// Codes that steer a story through machines: `51 77 CRO01 1113 APE4800`.
fn is_routing(text: &str) -> bool {
    let words = || text.split_whitespace();
    let code = |w: &&str| {
        w.chars().any(|c| c.is_ascii_digit())
            && w.chars().any(|c| c.is_ascii_uppercase())
            && w.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
    };
    words().count() >= 3
        && !text.chars().any(|c| c.is_lowercase() || ".,;:!?".contains(c))
        && words().filter(|w| code(&w)).count() >= 2
}

/// The last paragraph without the agency's name in brackets behind it.
fn without_agency<'a>(text: &'a str, outlet: &str) -> Option<&'a str> {
    let bare = text.trim_end_matches(['.', ' ']);
    let (before, name) = bare.strip_suffix(')').and_then(|t| t.rsplit_once('('))?;
    let is_it =
        agency::known_agency(name).is_some() || (!name.is_empty() && name.eq_ignore_ascii_case(outlet));
    let before = before.trim_end();
    (is_it && !before.is_empty()).then_some(before)
}

/// Whether a line has a word that is more than a date: some systems put nothing but the time there.
fn names_a_place(line: &str) -> bool {
    let words = line.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    let more = |w: &str| {
        let only = super::pubdate::parse(&format!("1 {w} 2000"), &super::pubdate::DateOptions::default());
        only.is_none() && !matches!(w, "GMT" | "UTC" | "T" | "Z")
    };
    words.into_iter().any(more)
}

/// A dateline without the agency where that stands before it (`ANSA - ROMA, 1 LUG`) or
/// behind it without brackets (`SYDNEY March 22 AAP -`).
fn bare_dateline(line: &str) -> String {
    let is_agency =
        |text: &str| text.split_whitespace().next().is_some_and(|w| agency::known_agency(w).is_some());
    let line = line.trim().trim_end_matches(['-', '–', '—', ' ']);
    let line = match line.split_once(" - ") {
        Some((first, rest)) if is_agency(first) && names_a_place(rest) => rest,
        _ => line,
    };
    match line.rsplit_once(' ') {
        Some((rest, last)) if !last.starts_with('(') && agency::known_agency(last).is_some() => {
            rest.to_owned()
        }
        _ => line.to_owned(),
    }
}

/// What systems write into a field that somebody left empty.
pub(super) fn is_placeholder(text: &str) -> bool {
    let bare = letters(text);
    bare.is_empty()
        || bare.starts_with("nodataavailable")
        || matches!(bare.as_str(), "na" | "none" | "unknown" | "null")
}

/// What a headline or label in front of one says that this is: `UPDATE 1-`, `(2nd LD)`, `CORRECTION:`.
pub(super) fn marked(text: &str) -> Option<RevisionKind> {
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
pub(super) fn marked_slug(slug: &str) -> Option<RevisionKind> {
    let tail = slug.split_once('(').or_else(|| slug.split_once(',')).map(|(_, tail)| tail)?;
    let marks: Vec<RevisionKind> =
        tail.split([',', ')', ';']).filter_map(|part| marked(part.trim().split('-').next()?)).collect();
    // A correction of an update is a correction.
    [RevisionKind::Withdrawal, RevisionKind::Correction, RevisionKind::Update]
        .into_iter()
        .find(|kind| marks.contains(kind))
}
