//! A made-up archive, for runs without a corpus, always the same.
//!
//! Words are made of syllables and drawn by Zipf's law, so that lists of documents
//! are as long and as uneven as in real text; real towns and made-up people stand
//! among them, so that the finders have something to find. It says little about the
//! quality of anything: only speed.

use std::io::{BufWriter, Write};
use std::path::Path;

use super::Outcome;
use super::rng::{Rng, Zipf};

const SEED: u64 = 7;
const VOCABULARY: usize = 60_000;
const PEOPLE: usize = 4_000;
/// Flattens the head of the curve: the most frequent word is then about 6 % of all.
const ZIPF_SHIFT: f64 = 1.5;

const ONSETS: [&str; 22] = [
    "b", "br", "c", "cl", "d", "f", "fr", "g", "h", "j", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr",
    "v", "w",
];
const VOWELS: [&str; 8] = ["a", "e", "i", "o", "u", "ai", "ea", "ou"];
const CODAS: [&str; 10] = ["", "", "n", "r", "s", "t", "l", "nd", "ck", "m"];
const TOWNS: [&str; 30] = [
    "London", "Paris", "Moscow", "Kursk", "Kyiv", "Berlin", "Madrid", "Rome", "Vienna", "Warsaw", "Beijing",
    "Tokyo", "Seoul", "Delhi", "Karachi", "Cairo", "Lagos", "Nairobi", "Pretoria", "Lima", "Bogota",
    "Santiago", "Chicago", "Houston", "Toronto", "Sydney", "Jakarta", "Manila", "Baghdad", "Tehran",
];
const TITLES: [&str; 5] = ["President ", "Minister ", "Gen. ", "Mr. ", ""];

/// Writes an archive of so many articles into a folder, as one file of JSON lines.
pub fn write(dir: &Path, articles: usize) -> Outcome<()> {
    let mut rng = Rng::new(SEED);
    let words: Vec<String> = (0..VOCABULARY).map(|rank| word(&mut rng, 1 + (rank > 200) as usize)).collect();
    let people: Vec<String> = (0..PEOPLE).map(|_| person(&mut rng)).collect();
    let mut maker = Maker {
        zipf: Zipf::new(VOCABULARY, ZIPF_SHIFT),
        known: Zipf::new(PEOPLE, ZIPF_SHIFT),
        words,
        people,
        rng,
    };
    let mut out = BufWriter::new(std::fs::File::create(dir.join("synthetic.jsonl"))?);
    for number in 1..=articles {
        serde_json::to_writer(&mut out, &maker.article(number))?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

struct Maker {
    rng: Rng,
    zipf: Zipf,
    known: Zipf,
    words: Vec<String>,
    people: Vec<String>,
}

impl Maker {
    fn article(&mut self, number: usize) -> serde_json::Value {
        let paragraphs = 3 + self.rng.below(6);
        let body: Vec<String> = (0..paragraphs).map(|_| self.paragraph()).collect();
        let day = self.rng.below(24 * 28);
        let (year, month, day) = (2023 + day / 336, day / 28 % 12 + 1, day % 28 + 1);
        serde_json::json!({
            "id": number.to_string(),
            "title": self.sentence(6).trim_end_matches('.'),
            "date": format!("{year}-{month:02}-{day:02}"),
            "body": body.join("\n\n"),
            "lang": "en",
        })
    }

    fn paragraph(&mut self) -> String {
        let sentences: Vec<String> = (0..2 + self.rng.below(3)).map(|_| self.sentence(18)).collect();
        sentences.join(" ")
    }

    fn sentence(&mut self, about: usize) -> String {
        let mut sentence = String::new();
        for at in 0..about - about / 3 + self.rng.below(about / 2) {
            match self.rng.below(40) {
                0 => sentence.push_str(self.rng.pick::<&str>(&TOWNS)),
                1 => {
                    sentence.push_str(self.rng.pick::<&str>(&TITLES));
                    sentence.push_str(&self.people[self.known.draw(&mut self.rng)]);
                }
                _ => {
                    let word = &self.words[self.zipf.draw(&mut self.rng)];
                    sentence.push_str(&if at == 0 { capital(word) } else { word.clone() });
                }
            }
            sentence.push(' ');
        }
        format!("{}.", sentence.trim_end())
    }
}

fn word(rng: &mut Rng, syllables_min: usize) -> String {
    let syllables = syllables_min + rng.below(3);
    (0..syllables)
        .map(|_| format!("{}{}{}", rng.pick(&ONSETS), rng.pick(&VOWELS), rng.pick(&CODAS)))
        .collect()
}

fn person(rng: &mut Rng) -> String {
    format!("{} {}", capital(&word(rng, 2)), capital(&word(rng, 2)))
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}
