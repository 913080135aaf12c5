//! Tells a story from what the desk wrote around it.
//!
//! Wire copy carries the hands it went through: the headline once more, the author on a line
//! of its own, a note of what has changed since the last version, the initials of those who
//! edited it, credits in brackets, a notebook for editors. A searcher wants the story, so
//! these are taken off its two ends and kept as what they are: byline, revision, lead, asides.
//! The middle of a story is never touched.

use crate::article::Revision;
use crate::corpus::draft::Draft;
use crate::corpus::prose::agency;
use crate::corpus::prose::clean;
use crate::corpus::prose::marks;
use crate::corpus::wire::story::{self, Story};

/// Paragraphs at the beginning among which an author's line is looked for.
const OPENING: usize = 8;
/// Paragraphs at the end that are looked at one by one.
const ENDING: usize = 12;
/// Longest line that is an author's, a signature's, a credit's, in bytes.
const BYLINE_BYTES: usize = 120;
const SIGNATURE_BYTES: usize = 48;
const CREDIT_BYTES: usize = 600;

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
const ENDS: &[&str] = &["end", "ends", "endit", "enditem", "schluss", "koniec", "slut", "loppu", "einde", "ende", "fin", "fine", "reuter", "reuters", "30", "0", "完", "完毕", "конец", "more", "mehr"];
const CREDITS: &[&str] = &[
    "reporting by ",
    "additional reporting by ",
    "writing by ",
    "editing by ",
    "compiled by ",
    "reporting and writing by ",
    "keywords:",
];

/// Puts a story into a draft that has its fields already. `located` is where it was written,
/// for those that do not say so themselves.
pub(in crate::corpus) fn file(draft: &mut Draft, story: Story, located: Option<String>) {
    let Story { paragraphs, captions, asides, lead, byline, dateline } = story;
    let mut paragraphs: Vec<String> = paragraphs.iter().map(|p| clean::body(p)).collect();
    paragraphs.retain(|p| !p.is_empty());
    let tagline = tagline(&mut paragraphs);
    paragraphs.retain(|p| !is_rule(p));
    draft.byline = draft.byline.take().filter(|b| !is_placeholder(b)).or(byline);
    // Some systems keep the markup of their pages in it.
    let has_markup = |title: &String| title.contains("</");
    draft.title = draft.title.take().map(|t| if has_markup(&t) { story::line(&t) } else { t });
    draft.captions.extend(captions);
    let whole = paragraphs.clone();
    opening(draft, &mut paragraphs);
    let mut below = ending(draft, &mut paragraphs);
    match (lead, paragraphs.is_empty()) {
        // A summary with no text below it is the text.
        (Some(lead), true) if whole.is_empty() => paragraphs.push(lead),
        (Some(lead), _) => drop(draft.lead.get_or_insert(lead)),
        (None, _) => {}
    }
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
        draft.revision = marks::marked(title).map(marks::revision);
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
    for _ in 0..OPENING {
        let Some(first) = paragraphs.first() else { return };
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
    let Some(kind) = marks::change(note) else { return };
    let note = Some(note.trim_matches(['(', ')', '[', ']', ' ']).to_owned());
    match &mut draft.revision {
        Some(revision) => revision.note = revision.note.take().or(note),
        None => draft.revision = Some(Revision { note, ..marks::revision(kind) }),
    }
}

/// Takes from the end what is no story, and gives it back in the order of the text.
fn ending(draft: &Draft, paragraphs: &mut Vec<String>) -> Vec<String> {
    let mut below = notebook(paragraphs);
    let outlet = draft.outlet.as_deref().unwrap_or_default();
    let is_below = |p: &str| is_signature(p, outlet) || is_credit(p) || is_routing(p) || is_contact(p);
    for _ in 0..ENDING {
        let Some(last) = paragraphs.last() else { break };
        if is_end(last) {
            paragraphs.pop();
        } else if is_below(last) {
            below.insert(0, paragraphs.pop().unwrap_or_default());
        } else if let Some((rest, line)) =
            last.rsplit_once('\n').filter(|(_, line)| is_end(line) || is_below(line))
        {
            // Set off from the text by nothing but a line end.
            let (rest, line) = (rest.to_owned(), line.to_owned());
            paragraphs.pop();
            paragraphs.push(rest);
            if !is_end(&line) {
                below.insert(0, line);
            }
        } else if let Some(bare) = without_mark(last, outlet) {
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
    let at = paragraphs.iter().rposition(|p| is_rule(p)).filter(|&at| at + 1 >= most);
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
    for keyword in &mut draft.keywords {
        keyword.truncate(keyword.trim_end().trim_end_matches('/').len());
    }
    let title = draft.title.as_deref().map(letters).unwrap_or_default();
    let first = first.map(letters).unwrap_or_default();
    let again = |text: &str| [&title, &first].iter().any(|t| **t == letters(text));
    draft.lead = draft.lead.take().filter(|lead| !again(lead));
    let mut seen = vec![title];
    draft.subheads.retain(|head| {
        let head = letters(head);
        let new = !seen.contains(&head);
        seen.extend(new.then_some(head));
        new
    });
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
    // A number ends a story only between dashes (`-30-`).
    let number = bare.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with(['-', '–', '#']);
    let known = ENDS.iter().any(|end| bare.to_lowercase() == *end) && !number;
    bare.is_empty() || (text.len() < 24 && (known || agency::known_agency(bare).is_some()))
}

/// `By Ana Lima and Bo Ek`: an author and nothing else.
pub(in crate::corpus) fn is_byline(text: &str) -> bool {
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
    closed && text.starts_with(['(', '['])
}

/// Initials of those who wrote and edited: `hh/ph/ts`, `AAP RTV ar`, `dpa abc xyz`.
fn is_signature(text: &str, outlet: &str) -> bool {
    if text.len() > SIGNATURE_BYTES {
        return false;
    }
    // The Austrian agency says first that this is the end: `(Schluss) ab/cd`.
    let text = match text.strip_prefix('(').and_then(|inner| inner.split_once(") ")) {
        Some((word, rest)) if ENDS.contains(&word.to_lowercase().as_str()) => rest,
        _ => text,
    };
    let capitals = text.contains('/') && !text.contains(char::is_whitespace);
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || "/-".contains(c)).filter(|w| !w.is_empty()).collect();
    let short = |w: &&str| w.chars().count() <= 4 && w.chars().all(char::is_alphabetic);
    let small = |w: &&str| w.chars().all(char::is_lowercase);
    let signed =
        words.first().is_some_and(|w| agency::known_agency(w).is_some() || w.eq_ignore_ascii_case(outlet));
    (1..=7).contains(&words.len())
        && words.iter().all(short)
        && (words.iter().all(small) || signed || (capitals && words.len() > 1))
}

fn is_credit(text: &str) -> bool {
    let start = clean::prefix(text, 40).to_lowercase();
    let brackets = is_in_brackets(text.trim_end_matches('.'));
    text.len() <= CREDIT_BYTES && (brackets || CREDITS.iter().any(|credit| start.starts_with(credit)))
}

/// A newsroom and its telephone, or who holds the rights.
fn is_contact(text: &str) -> bool {
    let start = clean::prefix(text, 24).to_lowercase();
    let rights = ["(c) ", "©", "copyright "].iter().any(|mark| start.starts_with(mark));
    let newsroom = start.starts_with("-- ") && text.len() <= BYLINE_BYTES;
    !text.contains('\n') && ((rights && text.len() <= CREDIT_BYTES) || newsroom)
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
        && words().filter(|w| code(w)).count() >= 2
}

/// The last paragraph without what signs it: the agency's name in brackets, or the word that
/// the story is over.
fn without_mark<'a>(text: &'a str, outlet: &str) -> Option<&'a str> {
    let signed = || {
        let bare = text.trim_end_matches(['.', ' ']);
        let (before, name) = bare.strip_suffix(')').and_then(|t| t.rsplit_once('('))?;
        let own = !name.is_empty() && name.eq_ignore_ascii_case(outlet);
        (own || agency::known_agency(name).is_some()).then_some(before)
    };
    let over = || {
        let (before, word) = text.trim_end().rsplit_once([' ', '\n'])?;
        let mark = matches!(word, "Enditem" | "Endit" | "ENDS" | "/ENDS" | "-END-" | "ENDE");
        (mark && before.trim_end().ends_with(['.', '!', '?', '"', '”'])).then_some(before)
    };
    signed().or_else(over).map(str::trim_end).filter(|before| !before.is_empty())
}

/// Whether a line has a word that is more than a date: some systems put nothing but the time there.
fn names_a_place(line: &str) -> bool {
    let words = line.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    let more = |w: &str| {
        let only = crate::corpus::pubdate::parse(
            &format!("1 {w} 2000"),
            &crate::corpus::pubdate::DateOptions::default(),
        );
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
pub(in crate::corpus) fn is_placeholder(text: &str) -> bool {
    let bare = letters(text);
    bare.is_empty()
        || bare.starts_with("nodataavailable")
        || matches!(bare.as_str(), "na" | "none" | "unknown" | "null")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filed(title: &str, paragraphs: &[&str]) -> Draft {
        let mut draft = Draft { title: Some(title.to_owned()), ..Draft::default() };
        let paragraphs = paragraphs.iter().map(|p| (*p).to_owned()).collect();
        file(&mut draft, Story { paragraphs, ..Story::default() }, None);
        draft
    }

    #[test]
    fn what_the_desk_wrote_goes_from_both_ends() {
        let text = [
            "Rain floods town",
            "(Adds quote)",
            "* Ten streets closed",
            "By Ana Lima and Bo Ek",
            "OSLO, May 3 (Reuters) - It rained.",
            "“Much,” the mayor said (Monday).",
            "(Reporting by Ana Lima (Oslo); editing by Bo Ek)",
            "al/be/ek",
            "ENDS",
        ];
        let draft = filed("Rain floods town", &text);
        assert_eq!(draft.body, "OSLO, May 3 (Reuters) - It rained.\n\n“Much,” the mayor said (Monday).");
        assert_eq!(draft.byline.as_deref(), Some("Ana Lima and Bo Ek"));
        assert_eq!(draft.lead.as_deref(), Some("Ten streets closed"));
        assert_eq!(draft.asides.len(), 3);
        assert_eq!(draft.revision.unwrap().note.as_deref(), Some("Adds quote"));
    }

    #[test]
    fn each_agency_signs_in_its_own_way() {
        for end in [
            "(Schluss) ab/cd",
            "AB/CDE",
            "©NTB",
            "(PAP)",
            "abc/ def/",
            "dpa ab yyzz cd",
            "==Kyodo",
            "Keywords: RAIN",
            "-30-",
        ] {
            assert_eq!(filed("Rain", &["It rained.", end]).body, "It rained.", "{end}");
        }
        for text in ["It rained. Enditem", "It rained. (ANSA).", "It rained.\nENDS"] {
            assert_eq!(
                filed("Rain", &["First.", text]).body.trim_end_matches('.'),
                "First.\n\nIt rained",
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_note_stays() {
        for text in [
            "It rained (a lot) in Oslo (again)",
            "By noon it had stopped.",
            "(Reuters) - It rained.",
            "He said no",
            "3",
        ] {
            assert_eq!(filed("Rain", &["First.", text]).body, format!("First.\n\n{text}"), "{text}");
        }
        assert_eq!(filed("Rain", &["By Ana Lima"]).body, "By Ana Lima");
    }

    #[test]
    fn datelines_lose_the_agency_and_bare_times_are_none() {
        assert_eq!(bare_dateline("ANSA - ROMA, 1 LUG -"), "ROMA, 1 LUG");
        assert_eq!(bare_dateline("SYDNEY March 22 AAP -"), "SYDNEY March 22");
        assert_eq!(bare_dateline("OSLO, May 3 (Reuters)"), "OSLO, May 3 (Reuters)");
        assert!(!names_a_place("2014-07-17 00:24:11 GMT+00:00"));
        assert!(!names_a_place("MARCH 04, 2013"));
        assert!(names_a_place("OSLO, March 4"));
    }

    #[test]
    fn authors_lose_the_word_before_their_name() {
        assert_eq!(author("Von Ana Lima, dpa ="), "Ana Lima, dpa");
        assert_eq!(author("Von Miller"), "Von Miller");
        assert_eq!(author("Ana Lima"), "Ana Lima");
    }
}
