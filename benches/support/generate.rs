//! An archive of any size after a real one.
//!
//! Each made article has the bones of a real one: its date, its names where they stood and its
//! lengths, so that places, actors and dates occur as often, and together with as many others, as
//! in the real archive. All words between the names are drawn from a chain ([`super::chain`]). So
//! the vocabulary is real, lists of documents are as long and as uneven as in real news, and no
//! two articles have the same text. The same seed gives the same archive.

use std::ops::Range;

use dateline::article::{Article, Field, Mention};

use super::chain::{Chain, Learner};
use super::docs::{Doc, Given, Sink};
use super::rng::Rng;
use super::stock::Stock;
use super::{Outcome, docs};

const SEED: u64 = 11;
/// Articles that the chain is learned from.
const LEARNED_MAX: usize = 20_000;

/// Makes so many articles after those of an archive.
pub fn write(base: &Stock, articles: usize, docs: &mut Sink, given: &mut Sink) -> Outcome<()> {
    let chain = learn(base)?;
    if chain.is_empty() {
        return Err("there are no words to make articles of".into());
    }
    let mut rng = Rng::new(SEED);
    let mut left = articles;
    while left > 0 {
        for bones in base.given()?.take(left) {
            let (doc, more) = made(bones?, &chain, &mut rng);
            docs.put(&doc)?;
            given.put(&more)?;
            left -= 1;
        }
    }
    Ok(())
}

fn learn(base: &Stock) -> Outcome<Chain> {
    let mut learner = Learner::default();
    let step = base.about.articles.div_ceil(LEARNED_MAX).max(1);
    for article in base.given()?.step_by(step) {
        let (article, mentions) = whole(article?);
        for (field, text) in fields(&article) {
            let islands = islands(text, field, &mentions);
            for gap in gaps(text, &islands) {
                let mut before = None;
                for piece in pieces(&text[gap]) {
                    if let Piece::Word(word) = piece {
                        before = Some(learner.word(before, word));
                    }
                }
            }
        }
    }
    Ok(learner.close())
}

fn whole((doc, given): (Doc, Given)) -> (Article, Vec<Mention>) {
    given.article(doc)
}

fn fields(article: &Article) -> [(Field, &str); 2] {
    [(Field::Title, article.title.as_deref().unwrap_or_default()), (Field::Body, &article.body)]
}

/// An article with the bones of this one.
fn made((doc, given): (Doc, Given), chain: &Chain, rng: &mut Rng) -> (Doc, Given) {
    let facets = Doc { title: String::new(), body: String::new(), ..doc.clone() };
    let (article, mentions) = given.article(doc);
    let mut kept = Vec::new();
    let [title, body] =
        fields(&article).map(|(field, text)| retold(text, field, &mentions, chain, rng, &mut kept));
    (Doc { title, body, ..facets }, docs::Given::new(&article, kept))
}

/// A text with other words between its names; the mentions in it are put where they are now.
fn retold(
    text: &str,
    field: Field,
    mentions: &[Mention],
    chain: &Chain,
    rng: &mut Rng,
    kept: &mut Vec<Mention>,
) -> String {
    let islands = islands(text, field, mentions);
    let mut told = String::with_capacity(text.len());
    for (at, gap) in gaps(text, &islands).into_iter().enumerate() {
        let mut before = None;
        for piece in pieces(&text[gap]) {
            match piece {
                Piece::Word(_) => {
                    let word = chain.next(before, rng);
                    told.push_str(chain.word(word));
                    before = Some(word);
                }
                Piece::Kept(piece) => told.push_str(piece),
            }
        }
        if let Some(island) = islands.get(at) {
            let start = told.chars().count() as u32;
            told.push_str(&text[island.bytes.clone()]);
            kept.extend(island.mentions.iter().map(|mention| Mention {
                start: start + (mention.start - island.start),
                end: start + (mention.end - island.start),
                ..(*mention).clone()
            }));
        }
    }
    told
}

/// A part of a text that is named in one or several mentions.
struct Island<'m> {
    /// First `char`.
    start: u32,
    end: u32,
    bytes: Range<usize>,
    mentions: Vec<&'m Mention>,
}

/// The parts of a field that mentions stand on, in order, none touching another.
fn islands<'m>(text: &str, field: Field, mentions: &'m [Mention]) -> Vec<Island<'m>> {
    let mut inside: Vec<&Mention> = mentions.iter().filter(|m| m.field == field).collect();
    inside.sort_by_key(|m| (m.start, m.end));
    let mut islands: Vec<Island> = Vec::new();
    for mention in inside {
        match islands.last_mut() {
            Some(last) if mention.start <= last.end => {
                last.end = last.end.max(mention.end);
                last.mentions.push(mention);
            }
            _ => islands.push(Island {
                start: mention.start,
                end: mention.end,
                bytes: 0..0,
                mentions: vec![mention],
            }),
        }
    }
    let mut starts = text.char_indices().map(|(at, _)| at).chain([text.len()]).enumerate().peekable();
    let mut byte = |char: u32| {
        while starts.next_if(|&(at, _)| at < char as usize).is_some() {}
        starts.peek().map_or(text.len(), |&(_, byte)| byte)
    };
    for island in &mut islands {
        island.bytes = byte(island.start)..byte(island.end);
    }
    islands
}

/// What stands before, between and behind the islands; always one more than there are islands.
fn gaps(text: &str, islands: &[Island]) -> Vec<Range<usize>> {
    let ends = islands.iter().map(|i| i.bytes.start).chain([text.len()]);
    let starts = [0].into_iter().chain(islands.iter().map(|i| i.bytes.end));
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

/// A part of a gap.
enum Piece<'t> {
    /// Stands between blanks.
    Word(&'t str),
    /// Blanks, and what sticks to a name.
    Kept(&'t str),
}

/// The words of a gap and what stands between them.
fn pieces(gap: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = gap;
    while !rest.is_empty() {
        let blank = rest.starts_with(char::is_whitespace);
        let end = rest.find(|c: char| c.is_whitespace() != blank).unwrap_or(rest.len());
        let (piece, more) = rest.split_at(end);
        // A piece at either end of the gap may be the `'s` of a name or a bracket before it.
        let sticks = (pieces.is_empty() || more.is_empty()) && piece.len() < 4;
        pieces.push(if blank || sticks { Piece::Kept(piece) } else { Piece::Word(piece) });
        rest = more;
    }
    pieces
}
