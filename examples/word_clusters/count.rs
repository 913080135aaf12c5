//! Reads a corpus into numbers, and counts how words are written.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::path::PathBuf;

use dateline::corpus::{self, Found, ReadOptions};
use dateline::text::words;

use crate::Outcome;

/// Forms that stand less often get no number.
const COUNT_MIN: u32 = 6;
/// Words whose case is counted must stand so often.
const CASED_MIN: u32 = 5;

/// A form of a word, case kept.
pub struct Form {
    pub word: String,
    pub count: u32,
}

/// A text as numbers of forms.
pub struct Corpus {
    /// The most frequent first.
    pub forms: Vec<Form>,
    /// The whole text; [`Corpus::RARE`] for forms without a number, [`Corpus::BREAK`] between lines.
    pub text: Vec<u32>,
    /// For a word in small letters: how often it stands inside sentences with a capital, and at all.
    pub caps: BTreeMap<String, (u32, u32)>,
    numbers: HashMap<String, u32>,
}

impl Corpus {
    pub const RARE: u32 = u32::MAX;
    pub const BREAK: u32 = u32::MAX - 1;

    pub fn read(paths: &[PathBuf]) -> Outcome<Corpus> {
        let mut raw = Raw::default();
        for path in paths {
            for found in corpus::walk(path) {
                let Found::File(file) = found else { continue };
                corpus::read(&file, &ReadOptions::default(), &mut |record| {
                    if let Some(article) = record.content.article() {
                        raw.add(article.title.as_deref().unwrap_or_default());
                        raw.add(&article.body);
                    }
                    ControlFlow::Continue(())
                });
            }
        }
        if raw.text.is_empty() {
            return Err("no text found".to_owned());
        }
        Ok(raw.finish())
    }

    pub fn counts(&self) -> Vec<u32> {
        self.forms.iter().map(|f| f.count).collect()
    }

    pub fn number(&self, word: &str) -> Option<usize> {
        self.numbers.get(word).map(|&n| n as usize)
    }

    /// How often a word has a capital, in seven steps; 0 when it is rare.
    pub fn caps_of(&self, word: &str) -> u16 {
        let Some(&(capital, all)) = self.caps.get(word).filter(|c| c.1 >= CASED_MIN) else { return 0 };
        let share = f64::from(capital) / f64::from(all);
        1 + [0.02, 0.1, 0.3, 0.6, 0.9, 0.98].iter().filter(|&&bound| share >= bound).count() as u16
    }
}

#[derive(Default)]
struct Raw {
    numbers: HashMap<String, u32>,
    counts: Vec<u32>,
    text: Vec<u32>,
    caps: BTreeMap<String, (u32, u32)>,
}

impl Raw {
    fn add(&mut self, text: &str) {
        for line in text.lines() {
            self.line(line);
            self.text.push(Corpus::BREAK);
        }
    }

    fn line(&mut self, line: &str) {
        let found: Vec<_> = words(line).collect();
        let small = found.iter().filter(|w| w.text.starts_with(char::is_lowercase)).count();
        // A headline's capitals say nothing of its words.
        let prose = small * 2 > found.len();
        let mut behind = 0;
        for word in found {
            let between = line.get(behind..word.start).unwrap_or_default();
            for mark in between.chars().filter(|c| ",.()\"'-:;?!$%".contains(*c)) {
                self.push(mark.encode_utf8(&mut [0; 4]));
            }
            self.push(&normal(word.text));
            let inside = behind > 0 && !between.contains(['.', '!', '?', ':', '"', '“', '\'', '‘']);
            if prose && inside && word.text.starts_with(char::is_alphabetic) {
                let entry = self.caps.entry(word.text.to_lowercase()).or_default();
                entry.0 += u32::from(word.text.starts_with(char::is_uppercase));
                entry.1 += 1;
            }
            behind = word.end;
        }
    }

    fn push(&mut self, word: &str) {
        let number = match self.numbers.get(word) {
            Some(&number) => number,
            None => {
                self.numbers.insert(word.to_owned(), self.counts.len() as u32);
                self.counts.push(0);
                self.counts.len() as u32 - 1
            }
        };
        if let Some(count) = self.counts.get_mut(number as usize) {
            *count += 1;
        }
        self.text.push(number);
    }

    fn finish(mut self) -> Corpus {
        let mut kept: Vec<(String, u32)> =
            self.numbers.drain().filter(|&(_, n)| self.counts[n as usize] >= COUNT_MIN).collect();
        kept.sort_by(|a, b| self.counts[b.1 as usize].cmp(&self.counts[a.1 as usize]).then(a.0.cmp(&b.0)));
        let mut renumbered = vec![Corpus::RARE; self.counts.len()];
        for (new, (_, old)) in kept.iter().enumerate() {
            renumbered[*old as usize] = new as u32;
        }
        for number in self.text.iter_mut().filter(|n| **n != Corpus::BREAK) {
            *number = renumbered[*number as usize];
        }
        self.caps.retain(|_, (_, all)| *all >= CASED_MIN);
        let numbers = kept.iter().enumerate().map(|(n, (word, _))| (word.clone(), n as u32)).collect();
        let forms =
            kept.into_iter().map(|(word, old)| Form { count: self.counts[old as usize], word }).collect();
        Corpus { forms, text: self.text, caps: self.caps, numbers }
    }
}

/// A word with its digits made one.
fn normal(word: &str) -> String {
    if word.bytes().any(|b| b.is_ascii_digit()) {
        word.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
    } else {
        word.to_owned()
    }
}
