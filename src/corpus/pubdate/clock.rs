//! The clock inside a date, and the zone behind it.
//!
//! A bad clock leaves the day standing. A zone is kept as it was written; its offset is known
//! only when it is given in figures or by a name that has one meaning.

use super::cut::{Part, Token};

/// A time of day as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Clock {
    /// `None` when there can be no such time.
    pub(super) second_of_day: Option<u32>,
    /// In seconds east of Greenwich.
    pub(super) offset: Option<i32>,
    /// As it was written.
    pub(super) zone: Option<String>,
}

/// A zone, and the token behind it.
struct ZoneAt {
    offset: Option<i32>,
    known: bool,
    end: usize,
}

/// Takes the clock out of a date: `10:11`, `10:11:12.5`, `3:05 pm`, each perhaps with
/// a zone. A clock that cannot be is taken out as well.
pub(super) fn take(tokens: &mut Vec<Token>, text: &str) -> Option<Clock> {
    let between_numbers = |w: &[Token]| {
        matches!(
            w.iter().map(|t| &t.part).collect::<Vec<_>>().as_slice(),
            [Part::Number { .. }, Part::Mark(':'), Part::Number { .. }]
        )
    };
    let start = match tokens.windows(3).position(between_numbers) {
        Some(start) => start,
        None => match bare_hour(tokens) {
            Some(start) => start,
            None => return bare_zone(tokens, text),
        },
    };
    Some(take_at(tokens, start, text, ':'))
}

/// Takes a clock with a stop between its parts (`14.05`) from the end of a date.
pub(super) fn take_dotted(tokens: &mut Vec<Token>, text: &str) -> Option<Clock> {
    let starts = (0..tokens.len().saturating_sub(2)).rev();
    for start in starts {
        let three = (number_at(tokens, start), is_mark(tokens, start + 1, '.'), tokens.get(start + 2));
        let (Some(_), true, Some(Token { part: Part::Number { width: 2, .. }, .. })) = three else {
            continue;
        };
        let glued = start > 0 && is_mark(tokens, start - 1, '.');
        let tight = tokens.get(start).zip(tokens.get(start + 2)).is_some_and(|(a, b)| b.end - a.start <= 5);
        if !glued && tight {
            return Some(take_at(tokens, start, text, '.'));
        }
    }
    None
}

fn number_at(tokens: &[Token], at: usize) -> Option<u32> {
    match tokens.get(at).map(|t| &t.part) {
        Some(Part::Number { value, .. }) => Some(*value),
        _ => None,
    }
}

fn is_mark(tokens: &[Token], at: usize, mark: char) -> bool {
    tokens.get(at).is_some_and(|t| t.part == Part::Mark(mark))
}

/// A full hour: `14 h`, `3 pm`, each behind a number of one or two digits.
fn bare_hour(tokens: &[Token]) -> Option<usize> {
    tokens.windows(2).position(|w| {
        let parts: Vec<&Part> = w.iter().map(|t| &t.part).collect();
        matches!(parts.as_slice(), [Part::Number { width: 1 | 2, .. }, Part::Mark(':') | Part::Meridiem(_)])
    })
}

fn take_at(tokens: &mut Vec<Token>, start: usize, text: &str, colon: char) -> Clock {
    let hour = number_at(tokens, start);
    let (mut minute, mut second, mut end) = (Some(0), 0, start + 1);
    if is_mark(tokens, end, colon) {
        end += 1;
        if let Some(value) = number_at(tokens, end) {
            (minute, end) = (Some(value), end + 1);
            if is_mark(tokens, end, colon) {
                let value = number_at(tokens, end + 1);
                // "10時11分" has a unit behind the minutes and nothing more.
                second = if value.is_none() { 0 } else { value.unwrap_or(99) };
                end += 1 + usize::from(value.is_some());
                let fraction =
                    is_mark(tokens, end, '.') || is_mark(tokens, end, ',') || is_mark(tokens, end, ':');
                let close = tokens.get(end).zip(tokens.get(end + 1)).is_some_and(|(a, b)| a.end == b.start);
                if fraction && close && number_at(tokens, end + 1).is_some() {
                    end += 2;
                }
            }
        }
    }
    let (meridiem, end) = meridiem_at(tokens, end, text);
    let before = start.checked_sub(1).and_then(|i| tokens.get(i)).map(|t| &t.part);
    let (meridiem, mut from) = match (meridiem, before) {
        (None, Some(Part::Meridiem(hours))) => (Some(*hours), start - 1),
        // The T of ISO 8601 binds the clock to the day.
        (meridiem, Some(Part::Filler)) => (meridiem, start - 1),
        (meridiem, _) => (meridiem, start),
    };
    if from > 0 && tokens.get(from - 1).is_some_and(|t| t.part == Part::Filler) {
        from -= 1;
    }
    let zone = zone_at(tokens, end);
    let clock = Clock {
        second_of_day: hour.zip(minute).and_then(|(h, m)| second_of_day(h, m, second, meridiem)),
        offset: zone.offset,
        zone: zone.known.then(|| written(tokens, end, zone.end, text)).flatten(),
    };
    tokens.drain(from..zone.end.min(tokens.len()));
    clock
}

/// `am` or `pm` behind a clock.
fn meridiem_at(tokens: &[Token], at: usize, text: &str) -> (Option<u32>, usize) {
    let filled = usize::from(tokens.get(at).is_some_and(|t| t.part == Part::Filler));
    match tokens.get(at + filled).map(|t| (&t.part, text.get(t.start..t.end))) {
        Some((Part::Meridiem(hours), _)) => (Some(*hours), at + filled + 1),
        // Behind a clock this letter is not the mark of the Christian era.
        Some((Part::Era(..), Some("م"))) => (Some(12), at + filled + 1),
        _ => (None, at),
    }
}

/// The words of a text from one token up to another.
fn written(tokens: &[Token], from: usize, to: usize, text: &str) -> Option<String> {
    let (first, last) = (tokens.get(from)?, tokens.get(to.checked_sub(1)?)?);
    Some(text.get(first.start..last.end)?.trim().to_owned())
}

/// A day may carry a zone without a clock (`2019-05-13Z`, `2019-05-13+02:00`).
fn bare_zone(tokens: &mut Vec<Token>, text: &str) -> Option<Clock> {
    if matches!(tokens.last().map(|t| &t.part), Some(Part::Zone(_))) {
        let last = tokens.len() - 1;
        let zone = written(tokens, last, last + 1, text);
        tokens.pop();
        return Some(Clock { zone, ..Clock::default() });
    }
    None
}

/// Reads a zone from `at` on: a name, an offset, or both (`GMT+2`, `+0000 UTC`).
fn zone_at(tokens: &[Token], at: usize) -> ZoneAt {
    let part = |i: usize| tokens.get(i).map(|t| &t.part);
    let mut zone = ZoneAt { offset: None, known: false, end: at };
    let mut from = at;
    while is_mark(tokens, from, ',') || is_mark(tokens, from, '(') || part(from) == Some(&Part::Filler) {
        from += 1;
    }
    if let Some(Part::Zone(named)) = part(from) {
        zone = ZoneAt { offset: named.seconds, known: true, end: from + 1 };
    }
    let sign = match part(zone.end) {
        Some(Part::Mark('+')) => 1,
        Some(Part::Mark('-' | '−')) => -1,
        _ => return closed(tokens, zone),
    };
    let Some(Part::Number { value, width }) = part(zone.end + 1) else { return closed(tokens, zone) };
    let tight = tokens.get(zone.end).zip(tokens.get(zone.end + 1)).is_some_and(|(a, b)| a.end == b.start);
    let last = matches!(part(zone.end + 2), None | Some(Part::Mark('(' | ')')));
    let (minutes, end) = match (width, part(zone.end + 2), part(zone.end + 3)) {
        (1..=2, Some(Part::Mark(':')), Some(Part::Number { value: m, width: 2 })) => {
            (value * 60 + m, zone.end + 4)
        }
        // In "10:00 - 13 May" the number is a day and the sign a dash.
        (1..=2, ..) if last || (tight && zone.known) => (value * 60, zone.end + 2),
        (4, ..) if tight || last => (value / 100 * 60 + value % 100, zone.end + 2),
        _ => return closed(tokens, zone),
    };
    let Some(offset) = i32::try_from(minutes).ok().filter(|m| *m <= 15 * 60) else {
        return ZoneAt { offset: None, known: true, end };
    };
    closed(tokens, ZoneAt { offset: Some(sign * offset * 60), known: true, end })
}

/// A name in brackets or behind the offset repeats it: `+0200 (CEST)`, `GMT+0200 (Central
/// European Summer Time)`.
fn closed(tokens: &[Token], mut zone: ZoneAt) -> ZoneAt {
    while zone.known {
        match tokens.get(zone.end).map(|t| &t.part) {
            Some(Part::Zone(_) | Part::Mark(')')) => zone.end += 1,
            Some(Part::Mark('(')) => {
                let close = tokens.iter().skip(zone.end).position(|t| t.part == Part::Mark(')'));
                let close = close.unwrap_or(tokens.len() - zone.end);
                let inside = tokens.iter().skip(zone.end + 1).take(close.saturating_sub(1));
                let names = inside.clone().all(|t| !matches!(t.part, Part::Number { .. } | Part::Month(_)));
                if !names {
                    break;
                }
                zone.end = (zone.end + close + 1).min(tokens.len());
            }
            _ => break,
        }
    }
    zone
}

/// Reads a text that is a zone and nothing else, perhaps behind a fraction of a second.
pub(super) fn zone_alone(tokens: &[Token]) -> Option<Option<i32>> {
    let zone = zone_at(tokens, 0);
    (zone.end == tokens.len()).then_some(zone.offset)
}

pub(super) fn second_of_day(hour: u32, minute: u32, second: u32, meridiem: Option<u32>) -> Option<u32> {
    let hour = match meridiem {
        // "15:05 pm" says twice what it means; "0:30 am" is a slip of the clock.
        Some(12) if (13..24).contains(&hour) => hour,
        Some(added) if (0..=12).contains(&hour) => hour % 12 + added,
        Some(_) => return None,
        None => hour,
    };
    // A leap second shares the number of the second before it.
    (hour < 24 && minute < 60 && second <= 60).then(|| hour * 3600 + minute * 60 + second.min(59))
}
