//! The names of months, by language.
//!
//! Forms of one month are set apart by `|` where a name has several words and by spaces
//! elsewhere; months are set apart by `;`. Marks on letters do not count except where they
//! tell two words apart, so that a name is written in full once.

use crate::article::Calendar::{self, Gregorian, Hijri, Jalali};

/// The names of the twelve months of a calendar in a language.
pub(super) struct Months {
    pub(super) lang: [u8; 2],
    pub(super) calendar: Calendar,
    /// Twelve parts; each holds forms.
    pub(super) names: &'static str,
    /// What stands between two forms.
    pub(super) between: char,
}

const fn of(lang: [u8; 2], names: &'static str) -> Months {
    Months { lang, calendar: Gregorian, names, between: ' ' }
}

const fn phrases(lang: [u8; 2], calendar: Calendar, names: &'static str) -> Months {
    Months { lang, calendar, names, between: '|' }
}

/// Where two languages give one word to different months, the first has it unless the
/// language is known.
#[rustfmt::skip]
pub(super) const MONTHS: &[Months] = &[
    of(*b"en", "january jan;february feb febr;march mar;april apr;may;june jun;july jul;august aug;september sep sept;october oct;november nov;december dec"),
    of(*b"fr", "janvier janv;février févr fév fevr;mars;avril avr;mai;juin;juillet juil;août aoû;septembre;octobre;novembre;décembre déc"),
    of(*b"es", "enero ene;febrero;marzo mzo;abril abr;mayo;junio;julio;agosto ago;septiembre setiembre set;octubre;noviembre;diciembre dic"),
    of(*b"pt", "janeiro;fevereiro fev;março;abril abr;maio mai;junho;julho;agosto ago;setembro set;outubro out;novembro;dezembro dez"),
    of(*b"it", "gennaio gen genn;febbraio febbr;marzo;aprile;maggio mag magg;giugno giu;luglio lug;agosto;settembre sett;ottobre ott;novembre;dicembre"),
    of(*b"de", "januar jänner jän;februar feber;märz mär mrz maerz;april;mai;juni;juli;august;september;oktober okt;november;dezember dez"),
    of(*b"nl", "januari;februari;maart mrt;april;mei;juni;juli;augustus;september;oktober;november;december"),
    of(*b"da", "januar;februar;marts;april;maj;juni;juli;august;september;oktober;november;december"),
    of(*b"sv", "januari;februari;mars;april;maj;juni;juli;augusti;september;oktober;november;december"),
    of(*b"no", "januar;februar;mars;april;mai;juni;juli;august;september;oktober;november;desember des"),
    of(*b"is", "janúar;febrúar;mars;apríl;maí;júní;júlí;ágúst;september;október;nóvember;desember"),
    of(*b"fi", "tammikuu tammikuuta tammikuun tammik;helmikuu helmikuuta helmikuun helmik;maaliskuu maaliskuuta maaliskuun maalisk;huhtikuu huhtikuuta huhtikuun huhtik;toukokuu toukokuuta toukokuun toukok;kesäkuu kesäkuuta kesäkuun kesäk;heinäkuu heinäkuuta heinäkuun heinäk;elokuu elokuuta elokuun elok;syyskuu syyskuuta syyskuun syysk;lokakuu lokakuuta lokakuun lokak;marraskuu marraskuuta marraskuun marrask;joulukuu joulukuuta joulukuun jouluk"),
    of(*b"et", "jaanuar;veebruar;märts;aprill;mai;juuni;juuli;august;september;oktoober;november;detsember"),
    of(*b"lv", "janvāris janvārī janvāra;februāris februārī februāra;marts martā marta;aprīlis aprīlī aprīļa;maijs maijā maija;jūnijs jūnijā jūnija;jūlijs jūlijā jūlija;augusts augustā augusta;septembris septembrī septembra;oktobris oktobrī oktobra;novembris novembrī novembra;decembris decembrī decembra"),
    of(*b"lt", "sausio sausis;vasario vasaris;kovo kovas;balandžio balandis;gegužės gegužė;birželio birželis;liepos liepa;rugpjūčio rugpjūtis;rugsėjo rugsėjis;spalio spalis;lapkričio lapkritis;gruodžio gruodis"),
    of(*b"pl", "stycznia styczeń sty;lutego luty lut;marca marzec;kwietnia kwiecień kwi;maja maj;czerwca czerwiec cze;lipca lipiec lip;sierpnia sierpień sie;września wrzesień wrz;października październik paź;listopada listopad lis;grudnia grudzień gru"),
    of(*b"cs", "ledna leden led;února únor úno;března březen bře;dubna duben;května květen kvě;června červen čvn;července červenec čvc;srpna srpen srp;září zář;října říjen říj;listopadu listopad;prosince prosinec"),
    of(*b"sk", "januára január;februára február;marca marec;apríla apríl;mája máj;júna jún;júla júl;augusta august;septembra september;októbra október;novembra november;decembra december"),
    of(*b"sl", "januarja januar;februarja februar;marca marec;aprila april;maja maj;junija junij;julija julij;avgusta avgust avg;septembra september;oktobra oktober;novembra november;decembra december"),
    of(*b"hr", "siječnja siječanj sij;veljače veljača velj;ožujka ožujak ožu;travnja travanj;svibnja svibanj svi;lipnja lipanj;srpnja srpanj;kolovoza kolovoz;rujna rujan ruj;listopada listopad;studenoga studenog studeni;prosinca prosinac"),
    of(*b"hu", "január jan;február febr;március márc;április ápr;május máj;június jún;július júl;augusztus;szeptember szept;október;november;december"),
    of(*b"ro", "ianuarie ian;februarie;martie;aprilie;mai;iunie iun;iulie iul;august;septembrie;octombrie;noiembrie noi;decembrie"),
    of(*b"sq", "janar;shkurt;mars;prill;maj;qershor;korrik;gusht;shtator;tetor;nëntor;dhjetor"),
    of(*b"ca", "gener;febrer;març;abril;maig;juny;juliol;agost;setembre;octubre;novembre;desembre"),
    of(*b"gl", "xaneiro;febreiro;marzo;abril;maio;xuño;xullo;agosto;setembro;outubro;novembro;decembro"),
    of(*b"eu", "urtarrilaren urtarrila urtarrilak;otsailaren otsaila otsailak;martxoaren martxoa martxoak;apirilaren apirila apirilak;maiatzaren maiatza maiatzak;ekainaren ekaina ekainak;uztailaren uztaila uztailak;abuztuaren abuztua abuztuak;irailaren iraila irailak;urriaren urria urriak;azaroaren azaroa azaroak;abenduaren abendua abenduak"),
    of(*b"cy", "ionawr;chwefror;mawrth;ebrill;mai;mehefin;gorffennaf;awst;medi;hydref;tachwedd;rhagfyr"),
    of(*b"ga", "eanáir;feabhra;márta;aibreán;bealtaine;meitheamh;iúil;lúnasa;meánfómhair;deireadhfómhair;samhain;nollaig"),
    of(*b"tr", "ocak oca;şubat şub;mart;nisan nis;mayıs;haziran haz;temmuz tem;ağustos ağu;eylül eyl;ekim eki;kasım kas;aralık ara"),
    of(*b"az", "yanvar;fevral;mart;aprel;may;iyun;iyul;avqust;sentyabr;oktyabr;noyabr;dekabr"),
    of(*b"uz", "yanvar;fevral;mart;aprel;may;iyun;iyul;avgust;sentabr;oktabr;noyabr;dekabr"),
    of(*b"id", "januari;februari;maret;april;mei;juni;juli;agustus agt agu;september;oktober;november nop;desember"),
    of(*b"ms", "januari;februari;mac;april;mei;jun;julai;ogos;september;oktober;november;disember dis"),
    of(*b"tl", "enero;pebrero;marso;abril;mayo;hunyo;hulyo;agosto;setyembre;oktubre;nobyembre;disyembre"),
    of(*b"sw", "januari;februari;machi;aprili;mei;juni;julai;agosti;septemba;oktoba;novemba;desemba"),
    of(*b"ha", "janairu;fabrairu;maris;afrilu;mayu;yuni;yuli;agusta;satumba;oktoba;nuwamba;disamba"),
    of(*b"so", "janaayo;febraayo;maarso;abriil;maajo;juun;luuliyo;agoosto;sebtembar;oktoobar;nofembar;diseembar"),
    of(*b"ht", "janvye;fevriye;;avril;;;jiyè;;septanm;oktòb;novanm;desanm"),
    of(*b"ru", "января январь янв;февраля февраль фев февр;марта март мар;апреля апрель апр;мая май;июня июнь июн;июля июль июл;августа август авг;сентября сентябрь сен сент;октября октябрь окт;ноября ноябрь ноя нояб;декабря декабрь дек"),
    of(*b"uk", "січня січень січ;лютого лютий лют;березня березень бер;квітня квітень квіт;травня травень трав;червня червень черв;липня липень лип;серпня серпень серп;вересня вересень вер;жовтня жовтень жовт;листопада листопад лист;грудня грудень груд"),
    of(*b"be", "студзеня студзень;лютага люты;сакавіка сакавік;красавіка красавік;траўня мая травень;чэрвеня чэрвень;ліпеня ліпень;жніўня жнівень;верасня верасень;кастрычніка кастрычнік;лістапада лістапад;снежня снежань"),
    of(*b"bg", "януари ян;февруари;март;април;май;юни;юли;август;септември;октомври;ноември;декември"),
    of(*b"sr", "januar januara јануар јануара јан;februar februara фебруар фебруара феб;mart marta март марта мар;april aprila април априла апр;maj maja мај маја;jun juna juni јун јуна јуни;jul jula juli јул јула јули;avgust avgusta avg август августа авг;septembar septembra септембар септембра сеп;oktobar oktobra октобар октобра окт;novembar novembra новембар новембра нов;decembar decembra децембар децембра дец"),
    of(*b"mk", "јануари;февруари фев;март;април;мај;јуни;јули;август;септември;октомври;ноември;декември"),
    of(*b"kk", "қаңтар;ақпан;наурыз;сәуір;мамыр;маусым;шілде;тамыз;қыркүйек;қазан;қараша;желтоқсан"),
    of(*b"el", "ιανουαρίου ιανουάριος γενάρη ιαν;φεβρουαρίου φεβρουάριος φλεβάρη φεβ;μαρτίου μάρτιος μάρτη μαρ;απριλίου απρίλιος απρίλη απρ;μαΐου μάιος μάη μαι;ιουνίου ιούνιος ιούνη ιουν;ιουλίου ιούλιος ιούλη ιουλ;αυγούστου αύγουστος αύγουστο αυγ;σεπτεμβρίου σεπτέμβριος σεπτέμβρη σεπ σεπτ;οκτωβρίου οκτώβριος οκτώβρη οκτ;νοεμβρίου νοέμβριος νοέμβρη νοε νοεμ;δεκεμβρίου δεκέμβριος δεκέμβρη δεκ"),
    of(*b"hy", "հունվարի հունվար;փետրվարի փետրվար;մարտի մարտ;ապրիլի ապրիլ;մայիսի մայիս;հունիսի հունիս;հուլիսի հուլիս;օգոստոսի օգոստոս;սեպտեմբերի սեպտեմբեր;հոկտեմբերի հոկտեմբեր;նոյեմբերի նոյեմբեր;դեկտեմբերի դեկտեմբեր"),
    of(*b"ka", "იანვარი იანვარს იან;თებერვალი თებ;მარტი მარ;აპრილი აპრ;მაისი მაი;ივნისი ივნ;ივლისი ივლ;აგვისტო აგვ;სექტემბერი სექ;ოქტომბერი ოქტ;ნოემბერი ნოე;დეკემბერი დეკ"),
    of(*b"he", "ינואר בינואר;פברואר בפברואר;מרץ מרס במרץ במרס;אפריל באפריל;מאי במאי;יוני ביוני;יולי ביולי;אוגוסט באוגוסט;ספטמבר בספטמבר;אוקטובר באוקטובר;נובמבר בנובמבר;דצמבר בדצמבר"),
    phrases(*b"ar", Gregorian, "يناير|كانون الثاني|كانون ثاني|جانفي;فبراير|شباط|فيفري;مارس|آذار|اذار;أبريل|إبريل|نيسان|أفريل;مايو|أيار|ايار|ماي;يونيو|يونيه|حزيران|جوان;يوليو|يوليه|تموز|جويلية|يوليوز;أغسطس|آب|اب|أوت|غشت;سبتمبر|أيلول|ايلول|شتنبر;أكتوبر|تشرين الأول|تشرين اول;نوفمبر|تشرين الثاني|تشرين ثاني|نونبر;ديسمبر|كانون الأول|كانون اول|دجنبر"),
    phrases(*b"ar", Hijri, "محرم|المحرم|محرم الحرام;صفر|صفر المظفر;ربيع الأول|ربيع اول;ربيع الآخر|ربيع الثاني|ربيع ثاني;جمادى الأولى|جمادى الأول|جمادى اول;جمادى الآخرة|جمادى الآخر|جمادى الثانية|جمادى الثاني;رجب|رجب المرجب;شعبان|شعبان المعظم;رمضان|رمضان المبارك;شوال|شوال المكرم;ذو القعدة|ذي القعدة|ذوالقعدة|ذيقعدة|ذی القعده|ذیقعده;ذو الحجة|ذي الحجة|ذوالحجة|ذيحجة|ذیحجه"),
    phrases(*b"fa", Jalali, "فروردین|حمل|وری;اردیبهشت|ثور|غویی;خرداد|جوزا|غبرگولی;تیر|سرطان|چنگاښ;مرداد|امرداد|اسد|زمری;شهریور|سنبله|وږی;مهر|میزان|تله;آبان|عقرب|لړم;آذر|قوس|لیندۍ;دی|جدی|مرغومی;بهمن|دلو|سلواغه;اسفند|حوت|کب"),
    phrases(*b"fa", Gregorian, "ژانویه|جنوری;فوریه|فبروری;مارس|مارچ;آوریل|اپریل;مه|می;ژوئن|جون;ژوئیه|جولای|جولای;اوت|آگوست|اگست;سپتامبر|سپتمبر;اکتبر|اکتوبر;نوامبر|نومبر;دسامبر|دسمبر"),
    phrases(*b"ur", Gregorian, "جنوری;فروری;مارچ;اپریل;مئی;جون;جولائی;اگست;ستمبر;اکتوبر;نومبر;دسمبر"),
    of(*b"hi", "जनवरी जन;फ़रवरी फरवरी फर;मार्च;अप्रैल;मई;जून;जुलाई;अगस्त;सितंबर सितम्बर;अक्टूबर अक्तूबर;नवंबर नवम्बर;दिसंबर दिसम्बर"),
    of(*b"mr", "जानेवारी;फेब्रुवारी;मार्च;एप्रिल;मे;जून;जुलै;ऑगस्ट;सप्टेंबर;ऑक्टोबर;नोव्हेंबर;डिसेंबर"),
    of(*b"ne", "जनवरी;फेब्रुअरी;मार्च;अप्रिल;मे;जुन;जुलाई;अगस्ट;सेप्टेम्बर;अक्टोबर;नोभेम्बर;डिसेम्बर"),
    of(*b"bn", "জানুয়ারি জানুয়ারী;ফেব্রুয়ারি ফেব্রুয়ারী;মার্চ;এপ্রিল;মে;জুন;জুলাই;আগস্ট অগস্ট;সেপ্টেম্বর;অক্টোবর;নভেম্বর;ডিসেম্বর"),
    of(*b"gu", "જાન્યુઆરી;ફેબ્રુઆરી;માર્ચ;એપ્રિલ;મે;જૂન;જુલાઈ;ઓગસ્ટ;સપ્ટેમ્બર;ઓક્ટોબર;નવેમ્બર;ડિસેમ્બર"),
    of(*b"ta", "ஜனவரி;பிப்ரவரி;மார்ச்;ஏப்ரல்;மே;ஜூன்;ஜூலை;ஆகஸ்ட்;செப்டம்பர்;அக்டோபர்;நவம்பர்;டிசம்பர்"),
    of(*b"te", "జనవరి;ఫిబ్రవరి;మార్చి;ఏప్రిల్;మే;జూన్;జులై;ఆగస్టు;సెప్టెంబర్;అక్టోబర్;నవంబర్;డిసెంబర్"),
    of(*b"th", "มกราคม มค;กุมภาพันธ์ กพ;มีนาคม มีค;เมษายน เมย;พฤษภาคม พค;มิถุนายน มิย;กรกฎาคม กค;สิงหาคม สค;กันยายน กย;ตุลาคม ตค;พฤศจิกายน พย;ธันวาคม ธค"),
    phrases(*b"vi", Gregorian, "tháng một|tháng giêng;tháng hai;tháng ba;tháng tư;tháng năm;tháng sáu;tháng bảy;tháng tám;tháng chín;tháng mười;tháng mười một;tháng mười hai|tháng chạp"),
];
