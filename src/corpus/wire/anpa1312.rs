//! ANPA 1312, the wire format of American agencies.
//!
//! The header has the number of the story, its priority and category (a letter each), a
//! keyword, the day and a count of words. In the text `^` begins a line that is set by itself,
//! `<` ends one, and two of a sort of accents stand for the quotes that the code lacks; body
//! text is indented. Behind the text stands the agency with the time, month first, which is
//! when it was sent and so publication.

use crate::article::DateSource;
use crate::corpus::draft::Draft;
use crate::corpus::prose::agency;
use crate::corpus::prose::marks;
use crate::corpus::prose::paragraphs;
use crate::corpus::wire::desk;
use crate::corpus::wire::story::Story;
use crate::corpus::wire::telegraph::{self, Message};
use crate::corpus::{Emit, Input};
use crate::error::Fault;

/// Categories that the standard gives a letter.
#[rustfmt::skip]
const CATEGORIES: &[(&str, &str)] = &[
    ("a", "national"), ("i", "international"), ("f", "business"), ("s", "sports"), ("e", "entertainment"), ("l", "lifestyle"), ("p", "politics"),
    ("w", "Washington"), ("o", "weather"), ("t", "travel"), ("d", "food"), ("c", "features"), ("k", "commentary"), ("n", "regional"),
];

/// Whether a file begins with such a message: the controls in its header tell it from others.
pub(in crate::corpus) fn sniff(head: &[u8]) -> bool {
    telegraph::header(head).is_some_and(|header| header.iter().any(|b| matches!(b, 0x11..=0x14 | 0x1f)))
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    telegraph::each(input, &mut |message| {
        let number = message.number;
        emit.draft(number, draft(message))
    })
}

fn draft(message: Message<'_>) -> Draft {
    let header: String =
        message.header.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
    let mut lines = header.lines().map(str::trim).filter(|l| !l.is_empty());
    let number = lines.next().and_then(|l| l.split_whitespace().next()).map(str::to_owned);
    let coded = lines.next().unwrap_or_default();
    let category = coded.split_whitespace().nth(1).unwrap_or_default().to_lowercase();
    let section =
        CATEGORIES.iter().find(|(letter, _)| *letter == category).map(|(_, name)| (*name).to_owned());
    let mut draft = Draft { source_id: number, section, warnings: message.warnings, ..Draft::default() };
    let trailer = message.trailer.trim().trim_end_matches('<');
    draft.outlet = trailer.split(['-', ' ']).next().and_then(agency::known_agency);
    match sent(trailer) {
        Some(raw) => draft.dates.push((DateSource::Header, raw)),
        None if trailer.is_empty() => {}
        None => draft.warnings.push("the time behind the text cannot be read".to_owned()),
    }
    let below = opening(message.text, &mut draft);
    if draft.keywords.is_empty() {
        draft.keywords.extend(keyword(coded));
    }
    let story = Story { paragraphs: paragraphs::of_typed(&quotes(&below)), ..Story::default() };
    desk::file(&mut draft, story, None);
    if draft.title.is_none() {
        // Tables have no headline; their keyword says what they are.
        draft.title = draft.keywords.first().map(|k| k.rsplit("--").next().unwrap_or(k).to_owned());
    }
    draft
}

/// The keyword in the second line of the header (`f l  BC-Rain     11-13 1049`).
fn keyword(coded: &str) -> Option<String> {
    let is_code = |w: &&str| w.chars().count() <= 1;
    let words = coded.split_whitespace().skip_while(is_code);
    let is_day = |w: &&str| w.bytes().all(|b| b.is_ascii_digit() || b == b'-') && w.len() >= 4;
    let words: Vec<&str> = words.take_while(|w| !is_day(w)).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Takes the lines above the text that are set by themselves; what comes below them.
fn opening(text: &str, draft: &mut Draft) -> String {
    let mut below = String::new();
    let mut extra: Vec<String> = Vec::new();
    let mut head = true;
    for line in text.lines() {
        let set = line.trim_start().starts_with('^');
        head &= set || line.trim().is_empty();
        if !head {
            if set {
                below.push('\n');
            }
            below.push_str(line.replace('^', "").trim_end_matches(['<', '\r', ' ']));
            below.push('\n');
            continue;
        }
        for part in line.split('^').map(|p| p.trim_matches(['<', ' ', '\r', '\t'])).filter(|p| !p.is_empty())
        {
            line_above(&quotes(part), draft, &mut extra);
        }
    }
    if below.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() {
        // A list of headlines is nothing but such lines.
        return extra.join("\n\n");
    }
    draft.subheads.extend(extra);
    below
}

/// One line above the text: the keyword, the headline, who wrote it, notes to editors.
fn line_above(line: &str, draft: &mut Draft, extra: &mut Vec<String>) {
    let bare = line.trim_end_matches(['=', ' ']);
    let lower = bare.to_lowercase();
    let is_note = [
        "eds:",
        "eds.:",
        "editor's note",
        "editors",
        "ap photo",
        "ap video",
        "ap graphic",
        "with ap",
        "for release",
    ];
    if bare.starts_with('*') && bare.chars().skip(1).all(|c| c.is_ascii_digit()) {
        // A number for machines.
    } else if draft.keywords.is_empty() && draft.title.is_none() && is_slug(bare) {
        let slug = bare.rsplit_once(',').filter(|(_, n)| n.trim().chars().all(|c| c.is_ascii_digit()));
        let slug = slug.map_or(bare, |(slug, _)| slug);
        draft.revision = marks::marked_slug(slug).map(marks::revision);
        draft.keywords.push(slug.to_owned());
    } else if is_note.iter().any(|n| lower.starts_with(n)) {
        if let (Some(revision), Some(_)) = (&mut draft.revision, marks::change(bare)) {
            revision.note.get_or_insert(bare.to_owned());
        }
        draft.asides.push(bare.to_owned());
    } else if desk::is_byline(line) {
        draft.byline.get_or_insert(bare.to_owned());
    } else if agency::known_agency(bare).is_some() {
        draft.outlet = draft.outlet.take().or_else(|| agency::known_agency(bare));
    } else if line.ends_with('=') && draft.byline.is_some() {
        // What the author is.
        draft.byline = draft.byline.take().map(|by| format!("{by}, {bare}"));
    } else if draft.title.is_none() {
        draft.title = Some(bare.to_owned());
    } else {
        extra.push(bare.to_owned());
    }
}

/// `BC-US--Rain, 1st Ld,466`: words joined by hyphens, or with a count behind them.
fn is_slug(line: &str) -> bool {
    let counted = line.rsplit_once(',').is_some_and(|(_, n)| n.trim().chars().all(|c| c.is_ascii_digit()));
    counted || line.contains("--") || !line.contains(' ')
}

/// The text with the quotes and dashes that the code has no signs for.
fn quotes(text: &str) -> String {
    text.replace("``", "“").replace("''", "”").replace(" _ ", " — ").replace('`', "‘")
}

/// The time of a message (`AP-WF-11-13-13 1509GMT`), its parts in an order that cannot be
/// mistaken.
fn sent(trailer: &str) -> Option<String> {
    let (before, behind) = trailer.trim().rsplit_once(' ')?;
    let mut parts = before.rsplit('-');
    let (year, day, month) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    let (clock, zone) =
        behind.split_at_checked(4).filter(|(clock, _)| clock.bytes().all(|b| b.is_ascii_digit()))?;
    let (hour, minute) = clock.split_at_checked(2)?;
    if !digits(day) || !digits(month) {
        return None;
    }
    let year = telegraph::full_year(year)?;
    Some(format!("{year}-{month}-{day} {hour}:{minute} {}", zone.trim()).trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_behind_the_text() {
        assert_eq!(sent("AP-WF-11-13-13 1509GMT").as_deref(), Some("2013-11-13 15:09 GMT"));
        assert_eq!(sent("AP-NY-01-02-99 0004EST").as_deref(), Some("1999-01-02 00:04 EST"));
        assert_eq!(sent("AP-WF-11-13 1509GMT"), None);
        assert_eq!(sent("1509GMT"), None);
    }

    #[test]
    fn lines_above_the_text_are_told_apart() {
        let mut draft = Draft::default();
        let text = "^BC-XX--Rain, 1st Ld-Writethru,466<\n^Rain floods the old town<\n^Eds: Adds quote.<\n^By ANA LIMA=\n^Weather Writer=\n   OSLO (AP) _ It ``rained.''\n";
        assert_eq!(opening(text, &mut draft).trim(), "OSLO (AP) _ It ``rained.''");
        assert_eq!(draft.title.as_deref(), Some("Rain floods the old town"));
        assert_eq!(draft.keywords, ["BC-XX--Rain, 1st Ld-Writethru"]);
        assert_eq!(draft.byline.as_deref(), Some("By ANA LIMA, Weather Writer"));
        assert_eq!(draft.revision.unwrap().note.as_deref(), Some("Eds: Adds quote."));
    }

    #[test]
    fn a_list_of_headlines_is_its_own_text() {
        let mut draft = Draft::default();
        let text = "^*12< ^XX-Top,0176<\n^Top news<\n^One\n^Two\n\n";
        assert_eq!(opening(text, &mut draft), "One\n\nTwo");
        assert_eq!(draft.title.as_deref(), Some("Top news"));
    }

    #[test]
    fn the_keyword_of_the_header() {
        assert_eq!(keyword("f l   BC-LT--Rain 1stLd     11-13 1049").as_deref(), Some("BC-LT--Rain 1stLd"));
        assert_eq!(keyword("f l"), None);
    }
}
