//! Reads annotated text: tokens with labels in columns, sentences apart by a blank line.
//!
//! CoNLL-2003 (`-DOCSTART-` between articles), CrossNER and Wikigold (a sentence is an
//! article), and the worldwide newswire (an article a file, the address in its first line).
//! Each article is written out as running text again, since that is what the tagger reads.

use std::io::Read;
use std::ops::Range;
use std::path::Path;

use dateline::enrich::tagger::learning::Class;

use crate::Outcome;
use crate::spacing::write_out;

/// An annotated article.
pub struct Gold {
    pub text: String,
    /// Names, by their bytes in the text.
    pub names: Vec<(Class, Range<usize>)>,
}

/// A token and its label, `None` outside names; the flag says that it begins a name.
type Labelled = (String, Option<(Class, bool)>);

/// The articles of one part of the data.
pub fn read(data: &Path, part: &str) -> Outcome<Vec<Gold>> {
    let file = |name: &str| unpacked(&data.join(name));
    Ok(match part {
        "conll2003" => columns(&text(&file("conll2003/eng.train.zst")?), true),
        "testa" => columns(&text(&file("conll2003/eng.testa.zst")?), true),
        "crossner" => {
            let mut all = columns(&text(&file("crossner-politics/train.txt.zst")?), false);
            all.extend(columns(&text(&file("crossner-politics/dev.txt.zst")?), false));
            all
        }
        "wikigold" => columns(&text(&file("wikigold/wikigold.conllu.zst")?), false),
        "worldwide" => newswire(&file("worldwide-newswire/train.tar.zst")?)?,
        _ => return Err(format!("no part of the data is called {part}")),
    })
}

fn unpacked(path: &Path) -> Outcome<Vec<u8>> {
    let failed = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
    let file = std::fs::File::open(path).map_err(|e| failed(&e))?;
    let mut reader = ruzstd::decoding::StreamingDecoder::new(file).map_err(|e| failed(&e))?;
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).map_err(|e| failed(&e))?;
    Ok(bytes)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What a label of the data means to the tagger; the part before the dash says whether it
/// begins a name.
fn label(tag: &str) -> Option<(Class, bool)> {
    let (head, name) = tag.split_once('-')?;
    let class = match name.to_lowercase().as_str() {
        "per" | "person" | "politician" => Class::Person,
        "org" | "organisation" | "organization" | "politicalparty" => Class::Organisation,
        "loc" | "location" | "country" | "facility" => Class::Place,
        "misc" | "norp" | "product" | "event" | "election" => Class::Other,
        _ => return None,
    };
    Some((class, head == "B"))
}

fn columns(text: &str, articles: bool) -> Vec<Gold> {
    let mut found = Vec::new();
    let mut sentences: Vec<Vec<Labelled>> = vec![Vec::new()];
    for line in text.lines() {
        let parts: Vec<&str> = line.split_whitespace().collect();
        match parts.as_slice() {
            [] => {
                sentences.push(Vec::new());
                if !articles {
                    found.extend(gold(std::mem::take(&mut sentences), false));
                    sentences.push(Vec::new());
                }
            }
            ["-DOCSTART-", ..] => {
                found.extend(gold(std::mem::take(&mut sentences), false));
                sentences.push(Vec::new());
            }
            [number, token, tag]
                if number.parse::<u32>().is_ok() && !articles && (tag.len() == 1 || tag.contains('-')) =>
            {
                push(&mut sentences, token, tag);
            }
            [token, .., tag] => push(&mut sentences, token, tag),
            [_] => {}
        }
    }
    found.extend(gold(sentences, false));
    found
}

fn push(sentences: &mut [Vec<Labelled>], token: &str, tag: &str) {
    if let Some(sentence) = sentences.last_mut() {
        sentence.push((token.to_owned(), label(tag)));
    }
}

fn newswire(bytes: &[u8]) -> Outcome<Vec<Gold>> {
    let mut members: Vec<(String, String)> = Vec::new();
    let mut archive = tar::Archive::new(bytes);
    for entry in archive.entries().map_err(|e| e.to_string())? {
        let mut entry = entry.map_err(|e| e.to_string())?;
        let name = entry.path().map_err(|e| e.to_string())?.display().to_string();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).map_err(|e| e.to_string())?;
        if name.ends_with(".tsv") {
            members.push((name, text(&content)));
        }
    }
    members.sort();
    let read = |(_, content): &(String, String)| {
        let mut sentences: Vec<Vec<Labelled>> = vec![Vec::new()];
        for line in content.lines().skip(1) {
            let mut parts = line.split('\t');
            match (parts.next().map(str::trim).filter(|t| !t.is_empty()), parts.next()) {
                (Some(token), tag) => push(&mut sentences, token, tag.unwrap_or("O").trim()),
                (None, _) => sentences.push(Vec::new()),
            }
        }
        gold(sentences, true)
    };
    Ok(members.iter().filter_map(read).collect())
}

/// Sentences as running text; `None` when there are none.
fn gold(sentences: Vec<Vec<Labelled>>, split_hyphens: bool) -> Option<Gold> {
    let sentences: Vec<Vec<Labelled>> = sentences.into_iter().filter(|s| !s.is_empty()).collect();
    let words: Vec<Vec<&str>> = sentences.iter().map(|s| s.iter().map(|t| t.0.as_str()).collect()).collect();
    let (text, places) = write_out(&words, split_hyphens);
    let mut names: Vec<(Class, Range<usize>)> = Vec::new();
    let mut places = places.into_iter();
    for sentence in &sentences {
        let mut open = false;
        for (_, label) in sentence {
            let place = places.next()?;
            match (*label, names.last_mut()) {
                (None, _) => open = false,
                // In some sets a name begins with `I-`, and `B-` only parts neighbours.
                (Some((class, begins)), Some(last)) if open && !begins && last.0 == class => {
                    last.1.end = place.end
                }
                (Some((class, _)), _) => {
                    names.push((class, place));
                    open = true;
                }
            }
        }
    }
    (!text.is_empty()).then_some(Gold { text, names })
}
