//! Forms of dates that are no list of parts: weeks, decades, and days counted back from now.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::cut::{Part, Token};
use super::date::Dated;
use super::names::fold;
use crate::article::{Calendar, Note};
use crate::date::PartialDate;

/// `2024-W32`, `2024W32-4`: the day, or the week's Monday.
pub(super) fn week(text: &str) -> Option<Dated> {
    let (year, rest) = text.split_at_checked(4)?;
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix(['W', 'w'])?;
    let (week, rest) = rest.split_at_checked(2)?;
    let day = rest.strip_prefix('-').unwrap_or(rest);
    let number = |t: &str| Some(t).filter(|t| t.bytes().all(|b| b.is_ascii_digit()))?.parse::<u32>().ok();
    let (weekday, span) = match day {
        "" => (Weekday::Mon, true),
        day if day.len() == 1 => {
            (Weekday::try_from(u8::try_from(number(day)?.checked_sub(1)?).ok()?).ok()?, false)
        }
        _ => return None,
    };
    let day = NaiveDate::from_isoywd_opt(i32::try_from(number(year)?).ok()?, number(week)?, weekday)?;
    let notes = if span { vec![Note::Span] } else { Vec::new() };
    Some(Dated { date: PartialDate::from_day(day)?, calendar: Calendar::Gregorian, notes })
}

/// `189-`, `[189-?]`, `1890s`: the first year of the decade, which is marked as such.
pub(super) fn decade(text: &str) -> Option<Dated> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "[]()<>?.".contains(c));
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits)?;
    let number: i32 = number.parse().ok()?;
    let year = match (digits, rest) {
        (3, "-" | "–" | "—" | "_" | "x" | "X" | "u") => number * 10,
        (4, "s" | "'s" | "’s" | "er" | "-er" | "-е" | "-х" | "e") if number % 10 == 0 => number,
        _ => return None,
    };
    let notes = vec![Note::Decade, Note::Approximate];
    Some(Dated { date: PartialDate::year_only(year)?, calendar: Calendar::Gregorian, notes })
}

/// How long the units of counting back are; folded words.
#[rustfmt::skip]
const UNITS: [(&str, Back); 5] = [
    ("second seconds sec secs seconde secondes sekunde sekunden segundo segundos secondo secondi секунд секунды секунду detik saniye 秒 秒前 秒钟前 초 초전 ثانية ثوان ثانیه minute minutes min mins minuten minuto minutos minuti minuut minuten минут минуты минуту хвилин хвилини minut minuty menit dakika phút λεπτά minuta minutë minutami minutama perc perce 分 分前 分钟前 分鐘前 분 분전 دقيقة دقائق دقیقه hour hours hr hrs h heure heures stunde stunden hora horas ora ore uur uren час часа часов годин години годину godzin godziny godzinę jam saat giờ ώρες ώρα timmar timer tunti tuntia hodin hodinami hodiny sata sati orë óra órája ore 時間 時間前 小时前 小時前 小时 小時 시간 시간전 ساعة ساعات ساعت", Back::Days(0)),
    ("day days jour jours tag tage tagen día días dia dias giorno giorni dag dagen день дня дней днів дні dni dzień hari gün ngày ημέρες μέρες dagar dage päivää 日前 天前 日 天 일 일전 يوم أيام روز", Back::Days(1)),
    ("week weeks semaine semaines woche wochen semana semanas settimana settimane week weken неделю недели недель тижнів тижні tydzień tygodnie tygodni minggu hafta tuần veckor uger viikkoa 週間前 周前 週前 주 주전 أسبوع أسابيع هفته", Back::Days(7)),
    ("month months mois monat monate monaten mes meses mês mese mesi maand maanden месяц месяца месяцев місяць місяці місяців miesiąc miesiące miesięcy bulan ay tháng månader måneder kuukautta ヶ月前 か月前 个月前 個月前 개월 개월전 شهر أشهر ماه", Back::Months(1)),
    ("year years an ans jahr jahre jahren año años ano anos anno anni jaar год года лет рік роки років rok lata lat tahun yıl năm år vuotta 年前 년 년전 سنة سنوات سال", Back::Months(12)),
];

/// Words that turn a span into a time past.
const AGO: &str = "ago vor il_y_a hace ha há fa geleden назад тому temu lalu yang_lalu më_parë prije pre před pred ezelőtt преди пред önce trước πριν sedan siden sitten 前 전 منذ قبل پیش";

/// Days by name, and how far back they are.
#[rustfmt::skip]
const NAMED: [(&str, u64); 2] = [
    ("today now just_now aujourd'hui heute hoy hoje oggi vandaag сегодня сьогодні dzisiaj dziś hari_ini bugün hôm_nay σήμερα idag i_dag tänään 今日 今天 오늘 اليوم امروز היום днес danas dnes ma dnes", 0),
    ("yesterday hier gestern ayer ontem ieri gisteren вчера вчора wczoraj kemarin dün hôm_qua χθες igår i_går eilen 昨日 昨天 어제 أمس دیروز אתמול jučer juče včera tegnap dje", 1),
];

/// `Jul 10`, `lundi 24 août`: the latest such day that is not after the one on which it was seen.
pub(super) fn yearless(tokens: &[Token], seen: NaiveDate) -> Option<Dated> {
    let (mut day, mut month) = (None, None);
    for token in tokens {
        match &token.part {
            Part::Number { value, width: 1 | 2 } if day.is_none() => day = Some(*value),
            Part::Month(found) if month.is_none() && found.calendar == Calendar::Gregorian => {
                month = Some(found.number)
            }
            Part::Filler | Part::Label { .. } | Part::Mark(_) | Part::Weekday(_) => {}
            _ => return None,
        }
    }
    let (day, month) = (day?, month?);
    let last = seen.checked_add_days(Days::new(1))?;
    let years = (0..=8).filter_map(|back| NaiveDate::from_ymd_opt(seen.year() - back, month, day));
    let date = years.into_iter().find(|d| *d <= last).and_then(PartialDate::from_day)?;
    Some(Dated { date, calendar: Calendar::Gregorian, notes: vec![Note::NoYear] })
}

#[derive(Debug, Clone, Copy)]
enum Back {
    Days(u64),
    Months(u32),
}

/// `2 hours ago`, `yesterday`: the day counted back from the one on which it was seen.
pub(super) fn relative(text: &str, tokens: &[Token], seen: NaiveDate) -> Option<Dated> {
    let folded = fold(text);
    let words: Vec<&str> =
        folded.split(|c: char| !(c.is_alphabetic() || c == '\'')).filter(|w| !w.is_empty()).collect();
    let joined = format!(" {} ", words.join(" "));
    let has =
        |list: &str| list.split(' ').any(|w| joined.contains(&format!(" {} ", fold(&w.replace('_', " ")))));
    let numbers: Vec<u32> = tokens
        .iter()
        .filter_map(|t| if let Part::Number { value, width: 1..=3 } = t.part { Some(value) } else { None })
        .collect();
    let day = match NAMED.iter().find(|(list, _)| has(list)) {
        // "yesterday at 10:30" has a clock beside it, and no more than that.
        Some((_, days)) if numbers.len() <= 3 => seen.checked_sub_days(Days::new(*days))?,
        _ => {
            let glued = words.iter().any(|w| w.ends_with('前') || w.ends_with('전'));
            let (_, unit) = UNITS.iter().find(|(list, _)| has(list))?;
            let &[count] = numbers.as_slice() else { return None };
            if !(glued || has(AGO)) {
                return None;
            }
            match unit {
                Back::Days(days) => seen.checked_sub_days(Days::new(days * u64::from(count)))?,
                Back::Months(months) => seen.checked_sub_months(Months::new(months * count))?,
            }
        }
    };
    Some(Dated {
        date: PartialDate::from_day(day)?,
        calendar: Calendar::Gregorian,
        notes: vec![Note::Relative],
    })
}
