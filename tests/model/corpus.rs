//! Random archives. The generator writes down each word while it writes the text, so
//! that the model needs no tokenizer: it knows where a word stands because it put it there.

use dateline::article::{Article, DateSource, Published};
use serde_json::{Value, json};

use crate::rng::Rng;

/// A word of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// First `char` and one past the last.
    pub chars: (u32, u32),
    /// Folded.
    pub term: String,
    /// As it stands, without the stops of acronyms and the commas of numbers.
    pub plain: String,
}

/// A text and its words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Text {
    pub text: String,
    pub tokens: Vec<Token>,
    /// For each paragraph the number of words up to its end.
    pub paragraphs: Vec<usize>,
}

impl Text {
    fn chars(&self) -> u32 {
        self.text.chars().count() as u32
    }

    /// Writes words that hang together: `cross-border`, `U.S.`, `president's`.
    pub fn push(&mut self, surface: &str) {
        let at = self.chars();
        self.tokens.extend(cut(surface).into_iter().map(|(start, end, plain)| Token {
            chars: (at + start, at + end),
            term: fold(&plain),
            plain,
        }));
        self.text.push_str(surface);
    }

    fn end_paragraph(&mut self) {
        self.paragraphs.push(self.tokens.len());
    }

    /// How many words the lead has: whole paragraphs up to twenty words or more.
    pub fn lead(&self) -> usize {
        self.paragraphs.iter().copied().find(|&words| words >= 20).unwrap_or(self.tokens.len())
    }
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// The words of a piece that the lexicons below can hold: where they stand and their plain forms.
pub fn cut(surface: &str) -> Vec<(u32, u32, String)> {
    let chars: Vec<char> = surface.chars().collect();
    if surface == "U.S." || surface == "1,200" {
        return vec![(0, chars.len() as u32, surface.replace(['.', ','], ""))];
    }
    let mut found: Vec<(u32, u32, String)> = Vec::new();
    let mut open = false;
    let mut possessive = false;
    for (at, &c) in chars.iter().enumerate() {
        let at = at as u32;
        if is_han(c) {
            found.push((at, at + 1, c.to_string()));
            open = false;
        } else if matches!(c, '-' | ' ' | '\'') {
            open = false;
            possessive = c == '\'';
        } else if possessive {
            // The s of a possessive is no word.
        } else if open {
            let last = found.last_mut().unwrap();
            last.1 = at + 1;
            last.2.push(c);
        } else {
            found.push((at, at + 1, c.to_string()));
            open = true;
        }
    }
    found
}

/// Folds the characters that the lexicons use.
pub fn fold(plain: &str) -> String {
    let folded = plain.chars().flat_map(char::to_lowercase).map(|c| match c {
        'é' | 'è' => 'e',
        'ü' => 'u',
        'ã' => 'a',
        'ö' | 'ό' => {
            if c == 'ό' {
                'ο'
            } else {
                'o'
            }
        }
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' => 'ι',
        'ύ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'ё' => 'е',
        'ئ' => 'ي',
        c => c,
    });
    // The vowel points of Arabic.
    folded.filter(|c| !('\u{064B}'..='\u{0652}').contains(c)).collect()
}

/// The words of one kind of archive.
pub struct Lexicon {
    pub langs: &'static [Option<&'static str>],
    pub words: &'static [&'static str],
    /// Names of places and people, sprinkled in.
    pub names: &'static [&'static str],
    /// Times, likewise.
    pub times: &'static [&'static str],
    pub blank: &'static str,
    pub stop: &'static str,
    pub comma: &'static str,
}

const NAMES: &[&str] = &[
    "Kursk",
    "Sudzha",
    "Moscow",
    "Kyiv",
    "Ukraine",
    "Russia",
    "Paris",
    "France",
    "Berlin",
    "Germany",
    "Texas",
    "Vladimir Putin",
    "Alexei Smirnov",
    "Aleksey Smirnov",
    "Angela Merkel",
    "Donald Trump",
    "NATO",
    "European Union",
    "Ukrainian troops",
    "Red Cross",
    "London",
    "Donetsk",
    "Wagner Group",
    "President Putin",
    "Cairo",
    "Egypt",
    "Suva",
    "Apia",
    "Anadyr",
];

/// From a day to a century, given and counted, in and out of the calendar.
const TIMES: &[&str] = &[
    "on Tuesday",
    "yesterday",
    "last week",
    "the weekend",
    "next month",
    "this year",
    "last year",
    "in February",
    "in 1999",
    "by 2049",
    "24 February 2022",
    "8 August 2024",
    "2024-08-08",
    "8-10 August 2024",
    "in May 2022",
    "August 2024",
    "December 1943",
    "1941-45",
    "the summer of 1943",
    "the third quarter of 2023",
    "the 1990s",
    "the 19th century",
    "three days",
    "recently",
];

pub const LATIN: Lexicon = Lexicon {
    langs: &[None, Some("en"), Some("en"), Some("en"), Some("de"), Some("fr"), Some("ru"), Some("nl")],
    words: &[
        "attack",
        "attacks",
        "attacked",
        "attacking",
        "border",
        "borders",
        "troops",
        "troop",
        "the",
        "of",
        "in",
        "a",
        "was",
        "said",
        "cross-border",
        "president's",
        "president",
        "U.S.",
        "us",
        "1,200",
        "isis",
        "ISIS",
        "Isis",
        "strike",
        "strikes",
        "striking",
        "talks",
        "talk",
        "grain",
        "drain",
        "train",
        "brain",
        "oil",
        "gas",
        "bank",
        "banks",
        "river",
        "rivers",
        "war",
        "wars",
        "São",
        "Müller",
        "café",
        "cafe",
        "raid",
        "raids",
        "market",
        "marketing",
        "may",
        "May",
        "west",
        "vest",
        "Angriff",
        "Angriffe",
        "Angriffen",
        "attaque",
        "attaques",
        "2024",
    ],
    names: NAMES,
    times: TIMES,
    blank: " ",
    stop: ". ",
    comma: ", ",
};

/// Other scripts, each with a vocabulary of its own.
pub const SCRIPTS: [Lexicon; 5] = [
    Lexicon {
        langs: &[Some("ru"), Some("ru"), Some("uk"), None],
        words: &[
            "война",
            "войны",
            "войну",
            "граница",
            "границы",
            "границу",
            "Курск",
            "Курска",
            "Курске",
            "город",
            "города",
            "подводный",
            "йод",
            "ёлка",
            "елка",
            "река",
            "реки",
            "СССР",
            "жители",
            "жителей",
            "на",
            "в",
            "и",
        ],
        names: &["Москва", "Россия", "Киев"],
        times: &[],
        blank: " ",
        stop: ". ",
        comma: ", ",
    },
    Lexicon {
        langs: &[Some("el"), Some("el"), None],
        words: &[
            "πόλεμος",
            "πολέμου",
            "ΠΟΛΕΜΟΣ",
            "δρόμος",
            "δρόμοι",
            "ΔΡΟΜΟΣ",
            "σεισμός",
            "σεισμού",
            "Αθήνα",
            "και",
            "στην",
            "πόλη",
            "πόλης",
            "ώρα",
            "ήλιος",
        ],
        names: &["Ελλάδα"],
        times: &[],
        blank: " ",
        stop: ". ",
        comma: ", ",
    },
    Lexicon {
        langs: &[Some("ar"), Some("ar"), None],
        words: &[
            "حرب",
            "الحرب",
            "الحَرب",
            "كتاب",
            "الكتاب",
            "مدينة",
            "المدينة",
            "في",
            "من",
            "على",
            "رئيس",
            "الرئيس",
            "شعب",
            "سلام",
            "السلام",
        ],
        names: &["القاهرة"],
        times: &[],
        blank: " ",
        stop: ". ",
        comma: "، ",
    },
    Lexicon {
        langs: &[Some("hi"), None],
        words: &[
            "युद्ध",
            "हिन्दी",
            "हिन्द",
            "शहर",
            "सरकार",
            "नदी",
            "में",
            "और",
            "प्रधान",
            "मंत्री",
            "बाढ़ग्रस्त",
            "सीमा",
            "सैनिक",
        ],
        names: &["दिल्ली"],
        times: &[],
        blank: " ",
        stop: "। ",
        comma: ", ",
    },
    Lexicon {
        langs: &[Some("zh"), None],
        words: &["战争", "边界", "莫斯科", "北京", "中国", "总统", "军队", "河", "战", "京城", "国中"],
        names: &["乌克兰"],
        times: &[],
        blank: "",
        stop: "。",
        comma: "，",
    },
];

pub const OUTLETS: [&str; 6] = ["Wire", "Wire Service", "Le Courrier", "Daily Gazette", "gazette", "Вестник"];
pub const BYLINES: [&str; 4] = ["Ana Lima", "Robert Fisk", "A. Lima and Bo Fisk", "Anna Müller"];
const DATELINES: [&str; 4] = ["KURSK", "Cairo", "PARIS, France", "Red Cross"];

/// An article as it is written into a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The file that it stands in, and its id there.
    pub file: usize,
    pub id: String,
    pub title: Option<Text>,
    /// Secondary headlines and the lead that stands apart from the text.
    pub subheads: Vec<Text>,
    pub lead: Option<Text>,
    pub body: Text,
    pub captions: Vec<Text>,
    /// Only of articles that come without a file: no field of a record holds them.
    pub asides: Vec<Text>,
    pub date: Option<String>,
    /// Which rung of the ladder says the date.
    pub source: DateSource,
    pub outlet: Option<&'static str>,
    pub lang: Option<&'static str>,
    pub byline: Option<Text>,
    pub dateline: Option<Text>,
}

impl Made {
    /// As a record of a file.
    pub fn json(&self) -> Value {
        let text = |t: &Option<Text>| t.as_ref().map(|t| t.text.clone());
        let texts = |t: &[Text]| t.iter().map(|t| t.text.clone()).collect::<Vec<_>>();
        let in_url = self.source == DateSource::Url;
        let days = self.date.as_deref().filter(|_| in_url).map(|date| date.replace('-', "/"));
        json!({
            "id": self.id, "title": text(&self.title), "body": self.body.text,
            "subtitle": texts(&self.subheads), "lead": text(&self.lead), "captions": texts(&self.captions),
            "date": self.date.as_ref().filter(|_| !in_url),
            "url": days.map(|days| format!("https://news.example/{days}/{}.html", self.id)),
            "outlet": self.outlet, "lang": self.lang, "byline": text(&self.byline),
            "dateline": text(&self.dateline),
        })
    }

    /// As a program gives it.
    pub fn article(&self) -> Article {
        let text = |t: &Option<Text>| t.as_ref().map(|t| t.text.clone());
        let texts = |t: &[Text]| t.iter().map(|t| t.text.clone()).collect::<Vec<_>>();
        let published = self.date.as_ref().map(|date| Published {
            date: date.get(..10).unwrap_or(date).parse().unwrap(),
            source: self.source,
            instant: date.contains('T').then(|| date.clone()),
            second_of_day: second_of_day(date),
            raw: date.clone(),
        });
        Article {
            source_id: Some(self.id.clone()),
            title: text(&self.title),
            subheads: texts(&self.subheads),
            lead: text(&self.lead),
            body: self.body.text.clone(),
            captions: texts(&self.captions),
            asides: texts(&self.asides),
            published,
            outlet: self.outlet.map(str::to_owned),
            lang: self.lang.map(str::to_owned),
            byline: text(&self.byline),
            dateline: text(&self.dateline),
            ..Article::default()
        }
    }
}

/// The second of the day that a date with a time says.
pub fn second_of_day(date: &str) -> Option<u32> {
    let time = date.get(11..19)?;
    let part = |at: usize| time[at..at + 2].parse::<u32>().unwrap();
    Some(part(0) * 3600 + part(3) * 60 + part(6))
}

/// Articles in up to `files` files, some of them near-copies of earlier ones.
pub fn articles(rng: &mut Rng, lexicon: &Lexicon, count: usize, files: usize) -> Vec<Made> {
    let mut made: Vec<Made> = Vec::with_capacity(count);
    for n in 0..count {
        let next = article(rng, lexicon, n, files);
        let copied = if n > 0 && rng.chance(20) { Some(made[rng.below(n)].clone()) } else { None };
        made.push(match copied.filter(|first| first.body.tokens.len() >= COPIED_WORDS_MIN) {
            Some(first) => copy(rng, lexicon, &first, next),
            None => next,
        });
    }
    made
}

/// Shorter texts say too little to be told to be copies.
const COPIED_WORDS_MIN: usize = 40;

/// Another outlet's print of an article: the text with the end cut off, a word more or none, the
/// rest of it another one's.
fn copy(rng: &mut Rng, lexicon: &Lexicon, first: &Made, other: Made) -> Made {
    let mut body = first.body.clone();
    if body.paragraphs.len() > 3 && rng.chance(40) {
        body.paragraphs.pop();
        body.tokens.truncate(body.paragraphs.last().copied().unwrap_or_default());
        body.text.truncate(body.text.rfind("\n\n").unwrap_or_default());
    }
    if rng.chance(40) {
        body.text.push_str(lexicon.blank);
        body.push(&piece(rng, lexicon));
        body.text.push_str(lexicon.stop.trim_end());
        if let Some(last) = body.paragraphs.last_mut() {
            *last = body.tokens.len();
        }
    }
    let title = if rng.chance(60) { first.title.clone() } else { other.title.clone() };
    Made { title, body, lang: first.lang, ..other }
}

pub fn article(rng: &mut Rng, lexicon: &Lexicon, n: usize, files: usize) -> Made {
    let date = rng.chance(85).then(|| date(rng));
    // Only a day stands in an address.
    let is_day = date.as_ref().is_some_and(|date| date.len() == 10);
    Made {
        file: rng.below(files),
        id: format!("n{n}"),
        title: rng.chance(85).then(|| title(rng, lexicon)),
        subheads: if rng.chance(15) { some(rng, |rng| title(rng, lexicon)) } else { Vec::new() },
        lead: rng.chance(12).then(|| paragraphs(rng, lexicon, 1)),
        body: body(rng, lexicon),
        captions: if rng.chance(25) { some(rng, |rng| title(rng, lexicon)) } else { Vec::new() },
        asides: if rng.chance(15) { some(rng, |rng| paragraphs(rng, lexicon, 1)) } else { Vec::new() },
        date,
        source: if is_day && rng.chance(20) { DateSource::Url } else { DateSource::Header },
        outlet: rng.chance(85).then(|| *rng.pick(&OUTLETS)),
        lang: *rng.pick(lexicon.langs),
        byline: rng.chance(60).then(|| words_of(rng.pick::<&str>(&BYLINES))),
        dateline: rng.chance(20).then(|| words_of(rng.pick::<&str>(&DATELINES))),
    }
}

fn some(rng: &mut Rng, mut one: impl FnMut(&mut Rng) -> Text) -> Vec<Text> {
    (0..rng.between(1, 2)).map(|_| one(rng)).collect()
}

/// A line of plain words with blanks between them, some with a comma or a stop behind them.
fn words_of(line: &str) -> Text {
    let mut text = Text::default();
    for (at, word) in line.split(' ').enumerate() {
        text.text.push_str(if at > 0 { " " } else { "" });
        let plain = word.trim_end_matches(['.', ',']);
        text.push(plain);
        text.text.push_str(&word[plain.len()..]);
    }
    text
}

/// A day, a month, a year, or a moment, so few of them that many articles share one.
fn date(rng: &mut Rng) -> String {
    let year = *rng.pick(&[1943, 1999, 2023, 2024, 2024]);
    let month = *rng.pick(&[2, 8, 8, 12]);
    let day = *rng.pick(&[1, 8, 28]);
    match rng.below(10) {
        0 => format!("{year}"),
        1..=2 => format!("{year}-{month:02}"),
        3 => format!("{year}-{month:02}-{day:02}T{:02}:30:00Z", rng.between(0, 23)),
        _ => format!("{year}-{month:02}-{day:02}"),
    }
}

fn piece(rng: &mut Rng, lexicon: &Lexicon) -> String {
    let word = match rng.below(100) {
        0..18 => *rng.pick(lexicon.names),
        18..24 if !lexicon.times.is_empty() => *rng.pick(lexicon.times),
        _ => *rng.pick(lexicon.words),
    };
    if !word.contains('.') && rng.chance(6) { word.to_uppercase() } else { word.to_owned() }
}

fn title(rng: &mut Rng, lexicon: &Lexicon) -> Text {
    let mut text = Text::default();
    for at in 0..rng.between(1, 6) {
        text.text.push_str(if at > 0 { lexicon.blank } else { "" });
        text.push(&piece(rng, lexicon));
    }
    text
}

/// Mostly short, and now and then as long as news is.
fn body(rng: &mut Rng, lexicon: &Lexicon) -> Text {
    let count = if rng.chance(20) { rng.between(6, 9) } else { rng.between(1, 4) };
    paragraphs(rng, lexicon, count)
}

fn paragraphs(rng: &mut Rng, lexicon: &Lexicon, count: usize) -> Text {
    let mut text = Text::default();
    for paragraph in 0..count {
        text.text.push_str(if paragraph > 0 { "\n\n" } else { "" });
        for sentence in 0..rng.between(1, 3) {
            text.text.push_str(if sentence > 0 { lexicon.stop } else { "" });
            let words = rng.between(2, 9);
            for word in 0..words {
                if word > 0 {
                    text.text.push_str(if rng.chance(8) { lexicon.comma } else { lexicon.blank });
                }
                let surface = piece(rng, lexicon);
                // Only what begins with a capital begins a sentence.
                text.push(&if word == 0 && rng.chance(70) { capital(&surface) } else { surface });
            }
            // A sentence does not end in an acronym, whose stop would be counted to both.
            if text.text.ends_with('.') {
                text.text.push_str(lexicon.blank);
                text.push(lexicon.words[0]);
            }
        }
        text.text.push_str(lexicon.stop.trim_end());
        text.end_paragraph();
    }
    text
}

fn capital(surface: &str) -> String {
    let mut chars = surface.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}
