//! The words that dates are written with, in the languages of the archives we read.
//!
//! One list for all languages: their names of months hardly collide, and a
//! source does not always say which language it writes. English, French, Spanish,
//! German, Italian, Portuguese, Dutch and Russian are here.

use super::Part;

/// What a word means inside a date.
pub(super) fn word(text: &str) -> Part {
    let lower = text.to_lowercase();
    let word = lower.as_str();
    if let Some(at) = MONTHS.iter().position(|names| has(names, word)) {
        return Part::Month(u32::try_from(at + 1).unwrap_or(0));
    }
    if let Some(&(_, hours)) = ZONES.iter().find(|(name, _)| *name == word) {
        return Part::Zone(hours * 3600);
    }
    match word {
        "am" => Part::Meridiem(0),
        "pm" => Part::Meridiem(12),
        // "10h30" is a clock.
        "h" => Part::Mark(':'),
        _ if has(FILLERS, word) || has(WEEKDAYS, word) => Part::Filler,
        _ => Part::Unknown(lower),
    }
}

/// Whether a list of words, set apart by spaces, has this one.
fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// The names of each month and what they are shortened to, lower case.
const MONTHS: [&str; 12] = [
    "january jan janvier janv enero ene januar jän jänner gennaio gen janeiro januari января январь янв",
    "february feb février fevrier févr fév fevr fev febrero februar febr febbraio fevereiro februari февраля февраль фев февр",
    "march mar mars marzo märz maerz mär mrz março marco maart mrt марта март мар",
    "april apr avril avr abril abr aprile апреля апрель апр",
    "may mai mayo maggio mag maio mei мая май",
    "june jun juin junio juni giugno giu junho июня июнь июн",
    "july jul juillet juil julio juli luglio lug julho июля июль июл",
    "august aug août aout agosto ago augustus августа август авг",
    "september sep sept septembre septiembre setiembre settembre set setembro сентября сентябрь сен сент",
    "october oct octobre octubre oktober okt ottobre ott outubro out октября октябрь окт",
    "november nov novembre noviembre novembro ноября ноябрь ноя нояб",
    "december dec décembre decembre déc diciembre dic dezember dez dicembre dezembro декабря декабрь дек",
];

/// Zones by name, in hours east of Greenwich. Names with several meanings (`IST`,
/// `CST` outside mail) have the meaning of Internet mail, or are left out.
const ZONES: [(&str, i32); 22] = [
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
    ("wet", 0),
    ("west", 1),
    ("bst", 1),
    ("cet", 1),
    ("mez", 1),
    ("cest", 2),
    ("mesz", 2),
    ("eet", 2),
    ("eest", 3),
    ("msk", 3),
];

/// Weekdays say nothing that the day does not say; where the two disagree, the day
/// is what the source sorted by.
const WEEKDAYS: &str = "monday mon lundi lun lunes montag mo lunedì lunedi maandag ma понедельник пн tuesday tue tues mardi \
     martes dienstag di martedì martedi dinsdag вторник вт wednesday wed mercredi mer miércoles miercoles \
     mié mie mittwoch mi mercoledì mercoledi woensdag wo среда ср thursday thu thur thurs jeudi jeu \
     jueves jue donnerstag do giovedì giovedi gio donderdag четверг чт friday fri vendredi ven viernes \
     vie freitag fr venerdì venerdi vrijdag vr пятница пт saturday sat samedi sam sábado sabado sáb sab \
     samstag sa sonnabend sabato zaterdag za суббота сб sunday sun dimanche dim domingo dom sonntag so \
     domenica zondag zo воскресенье вс segunda terça terca quarta quinta sexta feira";

/// Small words of dates, ordinal endings, and the labels that precede a date.
const FILLERS: &str = "t at on of the st nd rd th de del le la el il er à a um uhr den der do em às as alle ore om op uur в \
     г года год date dated published posted updated publié publicado pubblicato veröffentlicht edition \
     issue";
