//! Cuts a date as it is written into its parts: numbers, words, marks.
//!
//! Digits of every script become ASCII ones first, and so do the wide marks of East Asia.
//! Chinese, Japanese and Korean text has no blanks, so that its words are taken from the
//! list of known ones, the longest first.

use unicode_normalization::char::is_combining_mark;

use super::names;
use crate::article::Calendar;

/// One piece of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Number {
        value: u32,
        width: usize,
    },
    Month(Month),
    /// The number behind it is a month.
    MonthAhead,
    /// From Monday, 0.
    Weekday(u32),
    /// What the number before it counts.
    Unit(Unit),
    /// A calendar, and what its years are counted from.
    Era(Calendar, u32),
    Style {
        old: bool,
    },
    Season,
    Circa,
    /// A word that may stand in a date and adds nothing: "of", "de".
    Filler,
    /// A word of newspaper editions, which may stand behind a day.
    Edition,
    /// What the date is the date of.
    Label {
        update: bool,
    },
    /// The same day in another calendar follows.
    Break,
    /// `am` (0) or `pm` (12).
    Meridiem(u32),
    Zone(Zone),
    /// A word that has no place in a date.
    Unknown(String),
    Mark(char),
}

/// A month by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Month {
    pub(super) number: u32,
    pub(super) calendar: Calendar,
    /// A language that calls it so.
    pub(super) lang: [u8; 2],
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

/// A zone by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Zone {
    /// Seconds east of Greenwich, when the name has one meaning.
    pub(super) seconds: Option<i32>,
}

/// A part and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) part: Part,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Whose digits a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Digits {
    #[default]
    Other,
    Arabic,
    Persian,
    Thai,
}

/// A text with ASCII digits and marks and without invisible characters.
pub(super) fn plain(text: &str) -> (String, Digits) {
    let mut digits = Digits::Other;
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let value = match c {
            '\u{660}'..='\u{669}' => {
                digits = Digits::Arabic;
                Some(u32::from(c) - 0x660)
            }
            '\u{6F0}'..='\u{6F9}' => {
                digits = Digits::Persian;
                Some(u32::from(c) - 0x6F0)
            }
            '\u{E50}'..='\u{E59}' => {
                digits = Digits::Thai;
                Some(u32::from(c) - 0xE50)
            }
            '\u{966}'..='\u{96F}' => Some(u32::from(c) - 0x966),
            '\u{9E6}'..='\u{9EF}' => Some(u32::from(c) - 0x9E6),
            '\u{AE6}'..='\u{AEF}' => Some(u32::from(c) - 0xAE6),
            _ => None,
        };
        let c = match value.and_then(|v| char::from_digit(v, 10)) {
            Some(digit) => digit,
            None => match c {
                '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
                '،' | '、' => ',',
                '؛' => ';',
                '\u{2010}'..='\u{2012}' | '\u{2212}' => '-',
                '\u{2044}' | '\u{2215}' => '/',
                c if c.is_whitespace() && c != '\n' => ' ',
                c => c,
            },
        };
        let invisible = matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}' | '\u{61C}');
        // Thai shortens with stops inside the word.
        let thai_stop = c == '.' && is_thai(before) && chars.peek().is_none_or(|n| is_thai(*n) || *n == ' ');
        if !invisible && !thai_stop {
            out.push(c);
            before = c;
        }
    }
    (out, digits)
}

fn is_thai(c: char) -> bool {
    ('\u{E01}'..='\u{E4E}').contains(&c)
}

/// Cuts a text that is [`plain`] into parts; white space goes.
pub(super) fn cut(text: &str, lang: Option<[u8; 2]>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let taken = match class(first) {
            Class::Space => {
                at += first.len_utf8();
                continue;
            }
            Class::Digit => number(rest),
            Class::East => eastern(rest, &tokens),
            Class::Letter => initials(rest).unwrap_or_else(|| word(rest, lang)),
            Class::Mark => (Part::Mark(first), first.len_utf8()),
        };
        let (part, length) = taken;
        let end = at + length.max(first.len_utf8());
        tokens.push(Token { part, start: at, end });
        at = end;
    }
    tokens
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Digit,
    East,
    Letter,
    Mark,
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '〇' => Class::East,
        c if c.is_whitespace() => Class::Space,
        c if c.is_alphabetic() || is_combining_mark(c) => Class::Letter,
        _ => Class::Mark,
    }
}

/// How long the run of a class is that a text begins with.
fn run(text: &str, of: Class) -> usize {
    text.find(|c| class(c) != of).unwrap_or(text.len())
}

fn number(rest: &str) -> (Part, usize) {
    let width = run(rest, Class::Digit);
    let digits = rest.get(..width).unwrap_or_default();
    // A number too long for a date is kept as what it is not.
    let part = digits.parse().map(|value| Part::Number { value, width });
    (part.unwrap_or_else(|_| Part::Unknown(digits.to_owned())), width)
}

/// Initials that mean something together: `p.m.`, `O.S.`, `ст. ст.`.
fn initials(rest: &str) -> Option<(Part, usize)> {
    let first = rest.get(..run(rest, Class::Letter)).filter(|w| w.chars().count() <= 2)?;
    let behind = rest.get(first.len()..)?.strip_prefix('.')?;
    let second = behind.trim_start_matches(' ');
    let blanks = behind.len() - second.len();
    let second = second.get(..run(second, Class::Letter)).filter(|w| w.chars().count() <= 2)?;
    let end = first.len() + 1 + blanks + second.len();
    let stop = usize::from(rest.get(end..)?.starts_with('.'));
    let part = names::word(&[first, second].concat(), None);
    let known = !second.is_empty() && matches!(part, Part::Meridiem(_) | Part::Style { .. } | Part::Era(..));
    known.then_some((part, end + stop))
}

/// Longest name of several words, in words.
const PHRASE_WORDS: usize = 3;

fn word(rest: &str, lang: Option<[u8; 2]>) -> (Part, usize) {
    let length = run(rest, Class::Letter);
    let (mut words, mut ends) = (Vec::new(), Vec::new());
    let (mut from, mut end) = (0, length);
    while words.len() < PHRASE_WORDS {
        words.push(rest.get(from..end).unwrap_or_default());
        ends.push(end);
        let behind = rest.get(end..).unwrap_or_default();
        let blanks = behind.len() - behind.trim_start_matches(' ').len();
        let next = run(behind.get(blanks..).unwrap_or_default(), Class::Letter);
        if blanks == 0 || next == 0 {
            break;
        }
        from = end + blanks;
        end = from + next;
    }
    if let Some((part, count)) = names::phrase(&words, lang) {
        return (part, count.checked_sub(1).and_then(|i| ends.get(i)).copied().unwrap_or(length));
    }
    (names::word(rest.get(..length).unwrap_or_default(), lang), length)
}

/// Longest known word of Chinese, Japanese or Korean, in characters.
const EASTERN_CHARS: usize = 4;

fn eastern(rest: &str, before: &[Token]) -> (Part, usize) {
    let whole = rest.get(..run(rest, Class::East)).unwrap_or_default();
    if let Some(found) = eastern_number(whole) {
        return found;
    }
    let bracketed = before.last().is_some_and(|t| t.part == Part::Mark('('))
        && rest.get(whole.len()..).is_some_and(|behind| behind.starts_with(')'));
    if bracketed && let Some(day) = weekday_letter(whole) {
        return (Part::Weekday(day), whole.len());
    }
    let ends = whole.char_indices().map(|(at, c)| at + c.len_utf8()).take(EASTERN_CHARS);
    let ends: Vec<usize> = ends.collect();
    for &end in ends.iter().rev() {
        let part = names::word(whole.get(..end).unwrap_or_default(), None);
        if !matches!(part, Part::Unknown(_)) {
            return (part, end);
        }
    }
    (Part::Unknown(whole.to_owned()), whole.len())
}

/// A weekday by the one letter that stands for it in brackets.
fn weekday_letter(text: &str) -> Option<u32> {
    let all = ["月", "火", "水", "木", "金", "土", "日", "월", "화", "수", "목", "금", "토", "일"];
    let at = all.iter().position(|letter| *letter == text)?;
    u32::try_from(at % 7).ok()
}

/// A number in Chinese characters before a unit (`二〇二四年`, `十二月`, `元年`).
fn eastern_number(text: &str) -> Option<(Part, usize)> {
    const NUMERALS: &str = "〇一二三四五六七八九";
    if text.starts_with("元年") {
        return Some((Part::Number { value: 1, width: 1 }, "元".len()));
    }
    let value = |c: char| match c {
        '零' => Some(0),
        '十' => Some(10),
        c => NUMERALS.chars().position(|n| n == c).and_then(|n| u32::try_from(n).ok()),
    };
    let length = text.find(|c| value(c).is_none())?;
    let unit = text.get(length..)?.chars().next()?;
    if length == 0 || !"年月日号號時时分".contains(unit) {
        return None;
    }
    let (mut sum, mut ones): (u32, u32) = (0, 0);
    for digit in text.get(..length)?.chars().filter_map(value) {
        if digit == 10 {
            sum = sum.checked_add(ones.max(1).checked_mul(10)?)?;
            ones = 0;
        } else {
            ones = ones.checked_mul(10)?.checked_add(digit)?;
        }
    }
    let value = sum.checked_add(ones)?;
    Some((Part::Number { value, width: value.to_string().len() }, length))
}

/// Numbers before units as what they are: a month, a year of a reign, a clock.
pub(super) fn apply_units(tokens: &mut Vec<Token>) {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    for mut token in tokens.drain(..) {
        let before = out.last().map(|t| t.part.clone());
        match (&token.part, before) {
            (Part::Unit(unit), Some(Part::Number { value, .. })) => {
                apply_unit(*unit, value, &mut out, token);
            }
            (Part::Unit(Unit::Day), _) => {}
            (Part::Number { value, width: 1 | 2 }, Some(Part::MonthAhead)) => {
                let month = Month { number: *value, calendar: Calendar::Gregorian, lang: *b"vi" };
                token.part = Part::Month(month);
                out.pop();
                out.push(token);
            }
            _ => out.push(token),
        }
    }
    *tokens = out;
}

fn apply_unit(unit: Unit, value: u32, out: &mut Vec<Token>, token: Token) {
    match unit {
        Unit::Year => {
            let Some(number) = out.pop() else { return };
            let (mut value, mut width) = (value, number.end - number.start);
            if let Some(Part::Era(Calendar::Reign, begins)) = out.last().map(|t| &t.part) {
                (value, width) = (value + begins, 4);
            }
            if value > 999 {
                width = 4;
            }
            out.push(Token { part: Part::Number { value, width }, ..number });
        }
        Unit::Month => {
            let month = Month { number: value, calendar: Calendar::Gregorian, lang: *b"zh" };
            if let Some(last) = out.last_mut() {
                last.part = Part::Month(month);
            }
        }
        Unit::Day | Unit::Second => {}
        Unit::Hour | Unit::Minute => out.push(Token { part: Part::Mark(':'), ..token }),
    }
}
