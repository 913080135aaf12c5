//! Random archives. The generator writes down each word while it writes the text, so
//! that the model needs no tokenizer: it knows where a word stands because it put it there.

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

/// An article as it is written into a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The file that it stands in, and its id there.
    pub file: usize,
    pub id: String,
    pub title: Option<Text>,
    pub body: Text,
    pub date: Option<String>,
    pub outlet: Option<&'static str>,
    pub lang: Option<&'static str>,
    pub byline: Option<Text>,
}

impl Made {
    pub fn json(&self) -> Value {
        let text = |t: &Option<Text>| t.as_ref().map(|t| t.text.clone());
        json!({
            "id": self.id, "title": text(&self.title), "body": self.body.text, "date": self.date,
            "outlet": self.outlet, "lang": self.lang, "byline": text(&self.byline),
        })
    }
}

/// Articles in up to `files` files.
pub fn articles(rng: &mut Rng, lexicon: &Lexicon, count: usize, files: usize) -> Vec<Made> {
    (0..count).map(|n| article(rng, lexicon, n, files)).collect()
}

pub fn article(rng: &mut Rng, lexicon: &Lexicon, n: usize, files: usize) -> Made {
    Made {
        file: rng.below(files),
        id: format!("n{n}"),
        title: rng.chance(85).then(|| title(rng, lexicon)),
        body: body(rng, lexicon),
        date: rng.chance(85).then(|| date(rng)),
        outlet: rng.chance(85).then(|| *rng.pick(&OUTLETS)),
        lang: *rng.pick(lexicon.langs),
        byline: rng.chance(60).then(|| {
            let mut text = Text::default();
            for (at, word) in rng.pick(&BYLINES).split(' ').enumerate() {
                text.text.push_str(if at > 0 { " " } else { "" });
                match word.strip_suffix('.') {
                    Some(initial) => {
                        text.push(initial);
                        text.text.push('.');
                    }
                    None => text.push(word),
                }
            }
            text
        }),
    }
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

fn body(rng: &mut Rng, lexicon: &Lexicon) -> Text {
    let mut text = Text::default();
    for paragraph in 0..rng.between(1, 4) {
        text.text.push_str(if paragraph > 0 { "\n\n" } else { "" });
        for sentence in 0..rng.between(1, 3) {
            text.text.push_str(if sentence > 0 { lexicon.stop } else { "" });
            let words = rng.between(2, 9);
            for word in 0..words {
                if word > 0 {
                    text.text.push_str(if rng.chance(8) { lexicon.comma } else { lexicon.blank });
                }
                text.push(&piece(rng, lexicon));
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
