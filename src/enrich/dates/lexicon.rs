//! The words that time expressions are built from, and their meaning.
//!
//! Most words of a text are none of these, so the look-up has to say so fast: one
//! multiplication and one bit for most, and seldom more than one comparison.

use std::sync::LazyLock;

use super::period::Season;

/// What a word can be to a time expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// Nothing.
    Other,
    /// A month, 1 to 12.
    Month(u8),
    /// A short form that is a month only with a day or a full stop behind it.
    ShortMonth(u8),
    /// A weekday; Monday is 1.
    Weekday(u8),
    /// "Mondays".
    Weekdays(u8),
    /// "Mon": a weekday only before a date.
    ShortWeekday(u8),
    /// "week".
    Unit(Unit),
    /// "weeks".
    Units(Unit),
    /// Cardinals up to nineteen, and the tens.
    Number(u8),
    /// "hundred", "thousand".
    Scale(u16),
    /// "third".
    Ordinal(u8),
    Season(Season),
    /// "morning".
    Part(Part),
    /// "nights".
    Parts(Part),
    /// Days from today: "yesterday" is -1.
    Today(i8),
    Tonight,
    Overnight,
    /// A time of day with a name: hours.
    Hour(u8),
    The,
    A,
    This,
    That,
    These,
    Last,
    Past,
    Next,
    Previous,
    Following,
    Coming,
    Recent,
    Current,
    Latest,
    Same,
    Early,
    Earlier,
    Late,
    Later,
    Mid,
    Ago,
    Old,
    Every,
    /// "several", "many": how many is not said.
    Vague,
    Few,
    Couple,
    Dozen,
    Half,
    And,
    Or,
    Of,
    To,
    At,
    On,
    No,
    Up,
    More,
    Less,
    Than,
    Least,
    /// "nearly", "about".
    About,
    /// A word that may stand between number and unit: "consecutive", "trading".
    Kind,
    Fiscal,
    /// "end", "beginning" of a period.
    Edge,
    Ended,
    /// Every other preposition that can lead to a time.
    Preposition,
    /// Speaks of what is to come: "will", "scheduled".
    Will,
    /// Speaks of what has been: "was", "rose".
    Did,
    /// "daily": how often.
    Often(Unit),
    /// "now".
    Now,
    /// "recently".
    Recently,
    Future,
    /// "near", "foreseeable": before "future".
    Near,
    Term,
    Zone,
    /// "years": what counted things are when the number before them is no year.
    Counted,
    Currency,
    /// "resolution": a number follows that is no year.
    Label,
    /// "Christmas": month and day.
    Feast(Feast),
    Eve,
    /// Words of feasts that have more than one word.
    New,
    Good,
    Labor,
    Memorial,
    Veterans,
    Independence,
    Valentine,
}

/// Units of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Night,
    Week,
    Weekend,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    /// "the latest period": as long as the one spoken of before.
    Period,
}

/// Parts of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
}

impl Part {
    /// The letters of TIMEX3.
    pub(super) fn code(self) -> &'static str {
        match self {
            Part::Morning => "TMO",
            Part::Afternoon => "TAF",
            Part::Evening => "TEV",
            Part::Night => "TNI",
        }
    }
}

/// Feasts and public holidays with a day of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feast {
    /// Month and day.
    Fixed(u8, u8),
    /// Days from Easter Sunday.
    Easter(i8),
    /// Month, weekday (Monday is 1), and which one; 5 is the last.
    Nth(u8, u8, u8),
}

/// The longest word in the lists below.
const LONGEST: usize = 16;
const SLOTS: usize = 1024;
/// Bits of the sieve: several times as many as there are words.
const SIEVE: usize = 4096;

/// The meaning of the word that these bytes begin with, in whatever case it is written.
pub(super) fn word(bytes: &[u8], length: usize) -> Word {
    let Some(key) = key(bytes, length) else { return Word::Other };
    let hash = hash(key);
    let table = &*TABLE;
    if !table.may_have(hash) {
        return Word::Other;
    }
    let mut slot = hash;
    loop {
        match table.slots.get(slot % SLOTS) {
            Some(Some((known, meaning))) if *known == key => return *meaning,
            Some(Some(_)) => slot += 1,
            _ => return Word::Other,
        }
    }
}

/// A word as one number, without regard to case; `None` when it is too long to be known.
/// No sign but letters becomes a letter by this, so two words of letters are never mixed up.
fn key(bytes: &[u8], length: usize) -> Option<u128> {
    if length > LONGEST {
        return None;
    }
    // Taken whole and cut, which is faster than copying so many bytes.
    let taken = match bytes.first_chunk::<LONGEST>() {
        Some(chunk) => u128::from_le_bytes(*chunk),
        None => bytes.iter().rev().fold(0, |n, b| n << 8 | u128::from(*b)),
    };
    let spare = 8 * (LONGEST - length) as u32;
    let word = taken.checked_shl(spare).unwrap_or(0).checked_shr(spare).unwrap_or(0);
    Some(word | u128::from_le_bytes([b' '; LONGEST]))
}

/// The upper bits of a product (Fibonacci hashing).
fn hash(key: u128) -> usize {
    let (low, high) = (key as u64, (key >> 64) as u64);
    (((low ^ high.rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15)) >> 40) as usize
}

/// The lists below in a hash table with free slots, so that every search ends, and a sieve
/// that fits into a few lines of the cache and tells most other words.
struct Table {
    sieve: [u64; SIEVE / 64],
    slots: Vec<Option<(u128, Word)>>,
}

impl Table {
    fn may_have(&self, hash: usize) -> bool {
        let bit = hash % SIEVE;
        self.sieve.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
    }

    fn add(&mut self, word: &str, meaning: Word) {
        let Some(key) = key(word.as_bytes(), word.len()) else { return };
        let hash = hash(key);
        let bit = hash % SIEVE;
        if let Some(bits) = self.sieve.get_mut(bit / 64) {
            *bits |= 1 << (bit % 64);
        }
        let mut slot = hash;
        while matches!(self.slots.get(slot % SLOTS), Some(Some(_))) {
            slot += 1;
        }
        if let Some(free) = self.slots.get_mut(slot % SLOTS) {
            *free = Some((key, meaning));
        }
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { sieve: [0; SIEVE / 64], slots: vec![None; SLOTS] };
    for &(words, meaning) in LISTS {
        words.split(' ').for_each(|word| table.add(word, meaning));
    }
    table
});

/// Where a word stands twice, its first meaning counts.
const LISTS: &[(&str, Word)] = &[
    ("january", Word::Month(1)),
    ("february", Word::Month(2)),
    ("march", Word::Month(3)),
    ("april", Word::Month(4)),
    ("may", Word::Month(5)),
    ("june", Word::Month(6)),
    ("july", Word::Month(7)),
    ("august", Word::Month(8)),
    ("september", Word::Month(9)),
    ("october", Word::Month(10)),
    ("november", Word::Month(11)),
    ("december", Word::Month(12)),
    ("jan", Word::ShortMonth(1)),
    ("feb", Word::ShortMonth(2)),
    ("mar", Word::ShortMonth(3)),
    ("apr", Word::ShortMonth(4)),
    ("jun", Word::ShortMonth(6)),
    ("jul", Word::ShortMonth(7)),
    ("aug", Word::ShortMonth(8)),
    ("sep sept", Word::ShortMonth(9)),
    ("oct", Word::ShortMonth(10)),
    ("nov", Word::ShortMonth(11)),
    ("dec", Word::ShortMonth(12)),
    ("monday", Word::Weekday(1)),
    ("tuesday", Word::Weekday(2)),
    ("wednesday", Word::Weekday(3)),
    ("thursday", Word::Weekday(4)),
    ("friday", Word::Weekday(5)),
    ("saturday", Word::Weekday(6)),
    ("sunday", Word::Weekday(7)),
    ("mondays", Word::Weekdays(1)),
    ("tuesdays", Word::Weekdays(2)),
    ("wednesdays", Word::Weekdays(3)),
    ("thursdays", Word::Weekdays(4)),
    ("fridays", Word::Weekdays(5)),
    ("saturdays", Word::Weekdays(6)),
    ("sundays", Word::Weekdays(7)),
    ("mon", Word::ShortWeekday(1)),
    ("tue tues", Word::ShortWeekday(2)),
    ("wed", Word::ShortWeekday(3)),
    ("thu thur thurs", Word::ShortWeekday(4)),
    ("fri", Word::ShortWeekday(5)),
    ("sat", Word::ShortWeekday(6)),
    ("sun", Word::ShortWeekday(7)),
    ("second", Word::Ordinal(2)),
    ("seconds", Word::Units(Unit::Second)),
    ("minute", Word::Unit(Unit::Minute)),
    ("minutes", Word::Units(Unit::Minute)),
    ("hour", Word::Unit(Unit::Hour)),
    ("hours", Word::Units(Unit::Hour)),
    ("day", Word::Unit(Unit::Day)),
    ("days", Word::Units(Unit::Day)),
    ("week", Word::Unit(Unit::Week)),
    ("weeks", Word::Units(Unit::Week)),
    ("weekend", Word::Unit(Unit::Weekend)),
    ("weekends", Word::Units(Unit::Weekend)),
    ("fortnight", Word::Unit(Unit::Fortnight)),
    ("fortnights", Word::Units(Unit::Fortnight)),
    ("month mth", Word::Unit(Unit::Month)),
    ("months mths", Word::Units(Unit::Month)),
    ("quarter qtr", Word::Unit(Unit::Quarter)),
    ("quarters qtrs", Word::Units(Unit::Quarter)),
    ("year yr", Word::Unit(Unit::Year)),
    ("years yrs", Word::Units(Unit::Year)),
    ("decade", Word::Unit(Unit::Decade)),
    ("decades", Word::Units(Unit::Decade)),
    ("century", Word::Unit(Unit::Century)),
    ("centuries", Word::Units(Unit::Century)),
    ("period", Word::Unit(Unit::Period)),
    ("zero", Word::Number(0)),
    ("one", Word::Number(1)),
    ("two", Word::Number(2)),
    ("three", Word::Number(3)),
    ("four", Word::Number(4)),
    ("five", Word::Number(5)),
    ("six", Word::Number(6)),
    ("seven", Word::Number(7)),
    ("eight", Word::Number(8)),
    ("nine", Word::Number(9)),
    ("ten", Word::Number(10)),
    ("eleven", Word::Number(11)),
    ("twelve", Word::Number(12)),
    ("thirteen", Word::Number(13)),
    ("fourteen", Word::Number(14)),
    ("fifteen", Word::Number(15)),
    ("sixteen", Word::Number(16)),
    ("seventeen", Word::Number(17)),
    ("eighteen", Word::Number(18)),
    ("nineteen", Word::Number(19)),
    ("twenty", Word::Number(20)),
    ("thirty", Word::Number(30)),
    ("forty", Word::Number(40)),
    ("fifty", Word::Number(50)),
    ("sixty", Word::Number(60)),
    ("seventy", Word::Number(70)),
    ("eighty", Word::Number(80)),
    ("ninety", Word::Number(90)),
    ("hundred", Word::Scale(100)),
    ("thousand", Word::Scale(1000)),
    ("first", Word::Ordinal(1)),
    ("third", Word::Ordinal(3)),
    ("fourth", Word::Ordinal(4)),
    ("fifth", Word::Ordinal(5)),
    ("sixth", Word::Ordinal(6)),
    ("seventh", Word::Ordinal(7)),
    ("eighth", Word::Ordinal(8)),
    ("ninth", Word::Ordinal(9)),
    ("tenth", Word::Ordinal(10)),
    ("eleventh", Word::Ordinal(11)),
    ("twelfth", Word::Ordinal(12)),
    ("thirteenth", Word::Ordinal(13)),
    ("fourteenth", Word::Ordinal(14)),
    ("fifteenth", Word::Ordinal(15)),
    ("sixteenth", Word::Ordinal(16)),
    ("seventeenth", Word::Ordinal(17)),
    ("eighteenth", Word::Ordinal(18)),
    ("nineteenth", Word::Ordinal(19)),
    ("twentieth", Word::Ordinal(20)),
    ("thirtieth", Word::Ordinal(30)),
    ("spring", Word::Season(Season::Spring)),
    ("summer summers", Word::Season(Season::Summer)),
    ("fall autumn", Word::Season(Season::Fall)),
    ("winter winters", Word::Season(Season::Winter)),
    ("morning", Word::Part(Part::Morning)),
    ("afternoon", Word::Part(Part::Afternoon)),
    ("evening", Word::Part(Part::Evening)),
    ("night", Word::Part(Part::Night)),
    ("mornings", Word::Parts(Part::Morning)),
    ("afternoons", Word::Parts(Part::Afternoon)),
    ("evenings", Word::Parts(Part::Evening)),
    ("nights", Word::Parts(Part::Night)),
    ("yesterday", Word::Today(-1)),
    ("today", Word::Today(0)),
    ("tomorrow", Word::Today(1)),
    ("tonight", Word::Tonight),
    ("overnight", Word::Overnight),
    ("noon midday", Word::Hour(12)),
    ("midnight", Word::Hour(24)),
    ("the", Word::The),
    ("a an", Word::A),
    ("this", Word::This),
    ("that", Word::That),
    ("these", Word::These),
    ("last", Word::Last),
    ("past", Word::Past),
    ("next", Word::Next),
    ("previous preceding prior", Word::Previous),
    ("following", Word::Following),
    ("coming upcoming", Word::Coming),
    ("recent", Word::Recent),
    ("current", Word::Current),
    ("latest", Word::Latest),
    ("same corresponding comparable", Word::Same),
    ("early", Word::Early),
    ("earlier", Word::Earlier),
    ("late", Word::Late),
    ("later", Word::Later),
    ("mid", Word::Mid),
    ("ago", Word::Ago),
    ("old", Word::Old),
    ("every each", Word::Every),
    ("several many numerous", Word::Vague),
    ("few", Word::Few),
    ("couple", Word::Couple),
    ("dozen", Word::Dozen),
    ("half", Word::Half),
    ("and", Word::And),
    ("or", Word::Or),
    ("of", Word::Of),
    ("to", Word::To),
    ("at", Word::At),
    ("on", Word::On),
    ("no not", Word::No),
    ("up", Word::Up),
    ("more", Word::More),
    ("less fewer", Word::Less),
    ("than", Word::Than),
    ("least most", Word::Least),
    ("nearly almost about around roughly approximately some", Word::About),
    (
        "additional consecutive straight full whole entire trading business working calendar extra successive solid \
         long short",
        Word::Kind,
    ),
    ("fiscal", Word::Fiscal),
    ("end beginning start middle close", Word::Edge),
    ("ended ending", Word::Ended),
    (
        "in by from since over under until till through throughout during for within before after between into as besides past \
         towards toward",
        Word::Preposition,
    ),
    (
        "will ll shall would plan plans planned planning scheduled expected expects expect due going may could \
         should must can intends intend aims hopes hope hopes ready set slated wants want might \
         begin begins expire expires ends closes opens starts resumes concludes deadline effective",
        Word::Will,
    ),
    (
        "was were had did said told rose fell came went made took began won lost sold bought met gave got held left \
         sent spent spoke stood struck shot grew kept knew led paid ran saw broke brought built found fought hit \
         cut became been has wrote drew dropped sank slid sought shook swept threw thought felt heard flew chose \
         drove fled blew beat withdrew wore stole taught sat swore shrank saying telling calling announcing \
         warning",
        Word::Did,
    ),
    ("hourly", Word::Often(Unit::Hour)),
    ("daily", Word::Often(Unit::Day)),
    ("weekly", Word::Often(Unit::Week)),
    ("monthly", Word::Often(Unit::Month)),
    ("quarterly", Word::Often(Unit::Quarter)),
    ("yearly", Word::Often(Unit::Year)),
    ("now currently nowadays presently", Word::Now),
    ("recently lately", Word::Recently),
    ("future", Word::Future),
    ("near distant", Word::Near),
    ("term", Word::Term),
    ("est edt cst cdt mst mdt pst pdt gmt utc bst cet cest msk et", Word::Zone),
    (
        "people persons shares troops soldiers men women workers employees jobs miles kilometers kilometres meters \
         metres feet tons tonnes barrels dollars pounds euros yen rubles roubles percent points votes seats pages \
         copies houses homes units cars vehicles tanks students children residents members customers rooms acres \
         hectares degrees bodies deaths dead prisoners refugees stores",
        Word::Counted,
    ),
    ("dlrs dlr usd eur", Word::Currency),
    (
        "resolution resolutions flight page pages room route highway number section article model channel bus \
         interstate chapter line verse psalm serial",
        Word::Label,
    ),
    ("christmas xmas", Word::Feast(Feast::Fixed(12, 25))),
    ("halloween", Word::Feast(Feast::Fixed(10, 31))),
    ("easter", Word::Feast(Feast::Easter(0))),
    ("thanksgiving", Word::Feast(Feast::Nth(11, 4, 4))),
    ("eve", Word::Eve),
    ("new", Word::New),
    ("good", Word::Good),
    ("labor labour", Word::Labor),
    ("memorial", Word::Memorial),
    ("veterans", Word::Veterans),
    ("independence", Word::Independence),
    ("valentine", Word::Valentine),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_any_case_and_others_are_not() {
        let word = |text: &str| super::word(text.as_bytes(), text.len());
        assert_eq!(word("Monday"), Word::Weekday(1));
        assert_eq!(word("SEPTEMBER"), Word::Month(9));
        assert_eq!(super::word(b"Monday's papers said so", 6), Word::Weekday(1));
        for other in ["", "kursk", "mond", "mondayss", "Ärger", "internationalisation", "ſeptember"] {
            assert_eq!(word(other), Word::Other, "{other}");
        }
    }

    #[test]
    fn the_lists_leave_room_in_the_table_and_their_words_fit() {
        let words: Vec<&str> = LISTS.iter().flat_map(|(words, _)| words.split(' ')).collect();
        assert!(words.len() < SLOTS / 2);
        for word in words {
            assert!(!word.is_empty() && word.len() <= LONGEST, "{word}");
        }
    }
}
