//! What a word means inside a date.
//!
//! One list for all languages, because a source does not always say which one it writes.
//! Words are compared without case and without the marks on their letters. A word that
//! may stand in a date and adds nothing is a filler; every other word makes a text no date.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::cut::{Month, Part, Unit, Zone};
use super::months::MONTHS;
use super::zones::ZONES;
use crate::article::Calendar;

/// What a word means; `lang` decides where languages disagree.
pub(super) fn word(text: &str, lang: Option<[u8; 2]>) -> Part {
    let key = fold(text);
    if let Some(month) = month(&key, lang) {
        return Part::Month(month);
    }
    match OTHERS.get(key.as_str()) {
        Some(part) => part.clone(),
        None => Part::Unknown(key),
    }
}

/// The month that several words name together, and their number.
pub(super) fn phrase(words: &[&str], lang: Option<[u8; 2]>) -> Option<(Part, usize)> {
    (2..=words.len().min(3)).rev().find_map(|count| {
        let joined = fold(&words.get(..count)?.join(" "));
        let part = month(&joined, lang).map(Part::Month).or_else(|| OTHERS.get(joined.as_str()).cloned());
        part.map(|part| (part, count))
    })
}

/// The month that a folded name means.
fn month(key: &str, lang: Option<[u8; 2]>) -> Option<Month> {
    static NAMES: LazyLock<HashMap<String, Vec<Month>>> = LazyLock::new(|| {
        let mut names: HashMap<String, Vec<Month>> = HashMap::new();
        for table in MONTHS {
            for (number, forms) in (1..).zip(table.names.split(';')) {
                for form in forms.split(table.between).filter(|form| !form.is_empty()) {
                    let month = Month { number, calendar: table.calendar, lang: table.lang };
                    names.entry(fold(form)).or_default().push(month);
                }
            }
        }
        names
    });
    let meant = NAMES.get(key)?;
    let own = meant.iter().find(|month| lang.is_some_and(|lang| lang == month.lang));
    own.or(meant.first()).copied()
}

/// A word in lower case without the marks on its letters, and with one spelling for each
/// letter of the Arabic script.
pub(super) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'đ' => folded.push('d'),
            'أ' | 'إ' | 'آ' | 'ٱ' => folded.push('ا'),
            'ى' | 'ی' | 'ې' | 'ۍ' => folded.push('ي'),
            'ک' => folded.push('ك'),
            'ة' | 'ۀ' => folded.push('ه'),
            'ؤ' => folded.push('و'),
            '\u{640}' => {}
            // Letters of Europe lose their marks; elsewhere marks are vowels.
            c if c < '\u{700}' => decompose_canonical(c, |part| {
                if !is_combining_mark(part) {
                    folded.push(part);
                }
            }),
            c => folded.push(c),
        }
    }
    folded
}

/// Words other than months, folded.
static OTHERS: LazyLock<HashMap<String, Part>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    let mut add = |list: &str, part: Part| {
        for word in list.split_whitespace() {
            words.entry(fold(&word.replace('_', " "))).or_insert_with(|| part.clone());
        }
    };
    for (name, minutes) in ZONES {
        add(name, Part::Zone(Zone { seconds: minutes.map(|m| m * 60) }));
    }
    for (day, list) in (0..).zip(WEEKDAYS) {
        add(list, Part::Weekday(day));
    }
    for (list, part) in WORDS {
        add(list, part.clone());
    }
    words
});

/// Weekdays, Monday first; only names that mean nothing else in another language.
#[rustfmt::skip]
const WEEKDAYS: [&str; 7] = [
    "monday lundi lunes montag lunedì lunedi maandag segunda-feira segunda понедельник понеделник понеділок панядзелак poniedziałek pondělí pondelok ponedjeljak ponedeljek ponedeljak понедељак hétfő luni mandag måndag maanantai maanantaina esmaspäev pirmadienis pirmdiena pazartesi senin isnin δευτέρα שני الاثنين الإثنين اثنین دوشنبه सोमवार সোমবার dilluns astelehena astelehena e_hënë วันจันทร์ที่ วันจันทร์ thứ_hai lunes երկուշաբթի ორშაბათი",
    "tuesday tues mardi martes dienstag martedì martedi dinsdag terça-feira terça вторник вівторок аўторак wtorek úterý utorok utorak torek уторак kedd marți tirsdag tisdag tiistai tiistaina teisipäev antradienis otrdiena salı selasa τρίτη שלישי الثلاثاء سهشنبه سه_شنبه मंगलवार মঙ্গলবার dimarts e_martë วันอังคารที่ วันอังคาร thứ_ba",
    "wednesday mercredi miércoles mittwoch mercoledì mercoledi woensdag quarta-feira quarta среда сряда середа серада środa středa streda srijeda sreda szerda miercuri onsdag keskiviikko keskiviikkona kolmapäev trečiadienis trešdiena çarşamba rabu τετάρτη רביעי الأربعاء الاربعاء چهارشنبه बुधवार বুধবার dimecres e_mërkurë วันพุธที่ วันพุธ thứ_tư",
    "thursday thur thurs jeudi jueves donnerstag giovedì giovedi donderdag quinta-feira quinta четверг четвъртък четвер чацвер czwartek čtvrtek štvrtok četvrtak četrtek четвртак csütörtök joi torsdag torstai torstaina neljapäev ketvirtadienis ceturtdiena perşembe kamis πέμπτη חמישי الخميس پنجشنبه गुरुवार বৃহস্পতিবার dijous e_enjte วันพฤหัสบดีที่ วันพฤหัสบดี thứ_năm",
    "friday vendredi viernes freitag venerdì venerdi vrijdag sexta-feira sexta пятница петък п'ятниця пʼятниця пятніца piątek pátek piatok petak petek петак péntek vineri fredag perjantai perjantaina reede penktadienis piektdiena cuma jumat παρασκευή שישי الجمعة جمعه शुक्रवार শুক্রবার divendres e_premte วันศุกร์ที่ วันศุกร์ thứ_sáu",
    "saturday samedi sábado sabado samstag sonnabend sabato zaterdag суббота събота субота sobota subota sobota szombat sâmbătă sambata lørdag lördag lauantai lauantaina laupäev šeštadienis sestdiena cumartesi sabtu σάββατο שבת السبت शनिवार শনিবার dissabte e_shtunë วันเสาร์ที่ วันเสาร์ thứ_bảy",
    "sunday dimanche domingo sonntag domenica zondag воскресенье неделя неділя нядзеля niedziela neděle nedeľa nedjelja nedelja недеља vasárnap duminică duminica søndag söndag sunnuntai sunnuntaina pühapäev sekmadienis svētdiena pazar minggu ahad κυριακή ראשון الأحد الاحد یکشنبه रविवार রবিবার diumenge e_diel วันอาทิตย์ที่ วันอาทิตย์ chủ_nhật",
];

/// Everything else that may stand in a date. The first meaning of a word counts.
#[rustfmt::skip]
const WORDS: &[(&str, Part)] = &[
    ("am πμ ص صباحا قظ", Part::Meridiem(0)),
    ("pm μμ مساء بظ", Part::Meridiem(12)),
    // "10h30" is a clock.
    ("h", Part::Mark(':')),
    ("tháng", Part::MonthAhead),
    ("published posted publié publiée publicado publicada pubblicato pubblicata veröffentlicht erstellt gepubliceerd geplaatst опубликовано опубліковано публикувано opublikowano opublikowany publikováno publikovano objavljeno objavljen dikirim diterbitkan yayınlanma yayınlandı yayımlanma δημοσίευση δημοσιεύθηκε publicerad publicerat publisert udgivet julkaistu közzétéve publicat postat terbit đăng نشر نشرت انتشار منتشر פורסם प्रकाशित 발행 등록 입력 公開 配信 掲載 發布 发布 發表 发表 created createdat issued released filed issue dated date datum datumas dátum date_de_publication fecha data dato päiväys tarih tarihi дата ημερομηνία تاريخ تاریخ मिति तारीख", Part::Label { update: false }),
    ("updated modified revised edited changed lastmod mis_à_jour actualisé modifié actualizado actualizada atualizado atualizada modificado aggiornato aggiornata aktualisiert geändert bijgewerkt gewijzigd обновлено изменено оновлено обновена zaktualizowano aktualizacja aktualizováno ažurirano diperbarui güncelleme güncellenme güncellendi ενημέρωση uppdaterad oppdatert opdateret päivitetty frissítve actualizat cập_nhật آخر_تحديث تحديث بهروز بروزرسانی עודכן अपडेट अद्यतन 수정 更新 最終更新", Part::Label { update: true }),
    ("os old_style по_старому_стилю старого_стиля стст стс сс ос", Part::Style { old: true }),
    ("ns new_style по_новому_стилю нового_стиля нст нс", Part::Style { old: false }),
    ("spring summer autumn fall winter printemps été automne hiver primavera verano otoño invierno frühling frühjahr sommer herbst primavera estate autunno inverno verão outono весна лето осень зима lente zomer herfst vår sommar höst vinter kevät kesä syksy talvi wiosna lato jesień zima easter christmas michaelmas midsummer quarter", Part::Season),
    ("c ca circa cca approximately approx about around env environ vers um_ca около ок prib unknown_circa", Part::Circa),
    ("هـ ه هجري هجرية هجری ق هق قمری قمري", Part::Era(Calendar::Hijri, 0)),
    ("ش هش شمسی خورشیدی شمسي", Part::Era(Calendar::Jalali, 0)),
    ("م ميلادي ميلادية میلادی ad ce คศ", Part::Era(Calendar::Gregorian, 0)),
    ("พศ", Part::Era(Calendar::Buddhist, 0)),
    ("令和", Part::Era(Calendar::Reign, 2018)), ("平成", Part::Era(Calendar::Reign, 1988)), ("昭和", Part::Era(Calendar::Reign, 1925)),
    ("大正", Part::Era(Calendar::Reign, 1911)), ("明治", Part::Era(Calendar::Reign, 1867)), ("民國 民国", Part::Era(Calendar::Reign, 1911)),
    ("年 년", Part::Unit(Unit::Year)), ("月 월", Part::Unit(Unit::Month)), ("日 号 號 일", Part::Unit(Unit::Day)),
    ("時 时 點 点 시", Part::Unit(Unit::Hour)), ("分 분", Part::Unit(Unit::Minute)), ("秒 초", Part::Unit(Unit::Second)),
    ("午前 上午 凌晨 早上 오전", Part::Meridiem(0)), ("午後 下午 晚上 오후", Part::Meridiem(12)),
    ("月曜日 月曜 星期一 周一 週一 礼拜一 월요일", Part::Weekday(0)), ("火曜日 火曜 星期二 周二 週二 礼拜二 화요일", Part::Weekday(1)),
    ("水曜日 水曜 星期三 周三 週三 礼拜三 수요일", Part::Weekday(2)), ("木曜日 木曜 星期四 周四 週四 礼拜四 목요일", Part::Weekday(3)),
    ("金曜日 金曜 星期五 周五 週五 礼拜五 금요일", Part::Weekday(4)), ("土曜日 土曜 星期六 周六 週六 礼拜六 토요일", Part::Weekday(5)),
    ("日曜日 日曜 星期日 星期天 周日 週日 礼拜日 일요일", Part::Weekday(6)),
    ("에 現在 付 頃", Part::Filler),
    ("الموافق المصادف مطابق برابر_با", Part::Break),
    // Ordinal endings, small words, short weekdays that mean other things elsewhere.
    ("t at on of the st nd rd th de del le la el il er à a um uhr den der do em às as alle ore om op uur в o ob u ve στις kl klo kello klock klokken klokka ora orele ur", Part::Filler),
    ("mon lun mo ma пн tue mar di вт wed mer mié mie mi wo ср thu jeu jue gio чт fri ven vie fr vr пт sat sam sáb sab sa za сб sun dim dom so zo вс lu me ju gi ve do sö mån tis ons tors fre lör søn man tir tor lør пон уто сре чет пет суб нед pon wto śro czw pią sob nie pá st čt út ne po ti ke to pe la su κυρ δευ τρι τετ πεμ παρ σαβ сн sen sel rab kam jum seg ter qua qui sex paz sal çar per cum cmt h_ k sze cs p szo v dl dt dc dj dv ds dg feira ngày năm thứ จ อ พ พฤ ศ ส อา", Part::Filler),
    ("г года год год. р року рік г. ч час часов часа в. m d dienos metų gada gadā gadu an anul roku rok god godine godina leto leta letos év vuonna år de_l del_any", Part::Filler),
    ("º ª re ro do ko a ko ren eko ek n na ste de_ ième ème aprilie_", Part::Filler),
    ("hrs hours hour uhr_ น เวลา วันที่ เมื่อ ที่ pukul jam saat ώρα ساعت ساعة الساعة سال ماه روز مورخ يوم يوم_ في عام سنة لسنة من شهر بتاريخ قبل بعد को बजे בשעה יום ב lúc vào giờ", Part::Filler),
    ("edition editions home late early final morning evening afternoon night city national metro bulldog sunday_edition special page correction appended extra first second third", Part::Edition),
];
