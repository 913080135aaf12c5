//! The features of a word: everything that may tell what it names, as numbers.
//!
//! Each is a template and what stands in it, hashed to 64 bits; the model knows a row of
//! weights for those that were seen in training. The families can be left out one by one,
//! which is how `docs/tagger.md` tells what each gives.

use super::facts::{Fact, USAGES, rule_label};
use super::lexicon::Flags;
use super::table::{hash, pair};
use super::tokens::{Gap, Style, Token};

/// Families of features, as a set of bits.
pub type Families = u32;

/// The families by name.
pub const FAMILIES: [(&str, Families); 8] = [
    ("words", WORDS),
    ("affixes", AFFIXES),
    ("shapes", SHAPES),
    ("clusters", CLUSTERS),
    ("names", NAMES),
    ("gazetteer", GAZETTEER),
    ("rules", RULES),
    ("article", ARTICLE),
];
const WORDS: Families = 1;
const AFFIXES: Families = 1 << 1;
const SHAPES: Families = 1 << 2;
const CLUSTERS: Families = 1 << 3;
const NAMES: Families = 1 << 4;
const GAZETTEER: Families = 1 << 5;
const RULES: Families = 1 << 6;
const ARTICLE: Families = 1 << 7;
/// All of them.
pub const ALL: Families = (1 << 8) - 1;

/// A field's words and what is known of them.
pub(super) struct View<'a, 't> {
    pub tokens: &'a [Token<'t>],
    pub facts: &'a [Fact],
    pub families: Families,
}

/// What stands beyond the borders of a sentence.
const BORDER: u64 = 0x5bd1_e995;

/// What is known of a word and of its two neighbours on either side; nothing beyond the borders
/// of a sentence.
struct Near([Option<Fact>; 5]);

impl Near {
    /// The word at a place, of which 2 is the middle.
    fn of(&self, place: usize) -> Option<&Fact> {
        self.0.get(place).and_then(Option::as_ref)
    }
}

/// Collects the features of a word.
struct Sink<'o> {
    features: &'o mut Vec<u64>,
    families: Families,
    family: Families,
}

impl Sink<'_> {
    fn family(&mut self, family: Families) -> bool {
        self.family = family;
        self.families & family != 0
    }

    /// A feature of template `template` with this value.
    fn add(&mut self, template: u64, value: u64) {
        let number =
            (value ^ template.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        self.features.push(number ^ (number >> 32) ^ (number << 32).wrapping_mul(0x9e37_79b1));
    }
}

/// Words before and behind a word that tell of it, itself counted.
pub(super) const PLACES: usize = 5;
/// Its own place among them.
const OWN: usize = 2;

/// Adds what a word tells by itself of the word at `OWN`, when it stands at this place of the
/// window around that; `None` beyond the borders of the sentence.
pub(super) fn alone(
    place: usize,
    word: Option<(&Fact, &Token<'_>)>,
    families: Families,
    into: &mut Vec<u64>,
) {
    let mut sink = Sink { features: into, families, family: 0 };
    if place == OWN
        && let Some((fact, token)) = word
    {
        own_word(&mut sink, fact, token);
    }
    beside(&mut sink, place, word.map(|(fact, _)| fact));
}

impl View<'_, '_> {
    /// Adds the features of the word at `at` to `into`; first, as many as is returned, those
    /// that tell which word it is.
    pub fn features(&self, at: usize, into: &mut Vec<u64>) -> usize {
        let mut sink = Sink { features: into, families: self.families, family: 0 };
        let Some((fact, token)) = self.facts.get(at).zip(self.tokens.get(at)) else { return 0 };
        own_word(&mut sink, fact, token);
        own_pairs(&mut sink, &self.near(at));
        let own = sink.features.len();
        for (place, word) in self.window(at).into_iter().enumerate() {
            beside(&mut sink, place, word.and_then(|w| self.facts.get(w)));
        }
        self.together(at, sink.features);
        own
    }

    /// Adds the features that tell of a word by what stands around it: with those that each
    /// word of its [`window`](View::window) gives [`alone`] they are all there are.
    pub fn in_context(&self, at: usize, into: &mut Vec<u64>) {
        let mut sink = Sink { features: into, families: self.families, family: 0 };
        own_pairs(&mut sink, &self.near(at));
        self.together(at, into);
    }

    fn together(&self, at: usize, into: &mut Vec<u64>) {
        let mut sink = Sink { features: into, families: self.families, family: 0 };
        let near = self.near(at);
        let Some((fact, token)) = self.facts.get(at).zip(self.tokens.get(at)) else { return };
        other_pairs(&mut sink, &near);
        self.shapes(&mut sink, at, token, &near);
        cluster_pairs(&mut sink, &near);
        name_pairs(&mut sink, &near);
        gazetteer(&mut sink, &near, self.context(at, token, fact));
        rules(&mut sink, &near);
        article(&mut sink, fact);
    }

    /// The word and its two neighbours on either side, in the same sentence.
    pub fn window(&self, at: usize) -> [Option<usize>; PLACES] {
        let (before, next) = (self.before(at), self.next(at));
        [before.and_then(|b| self.before(b)), before, Some(at), next, next.and_then(|n| self.next(n))]
    }

    fn near(&self, at: usize) -> Near {
        Near(self.window(at).map(|w| w.and_then(|w| self.facts.get(w)).copied()))
    }

    /// The word before, in the same sentence.
    fn before(&self, at: usize) -> Option<usize> {
        let inside = self.tokens.get(at).is_some_and(|t| t.gap != Gap::Break);
        at.checked_sub(1).filter(|_| inside)
    }

    fn next(&self, at: usize) -> Option<usize> {
        self.tokens.get(at + 1).filter(|t| t.gap != Gap::Break).map(|_| at + 1)
    }

    fn gap(&self, at: usize) -> u64 {
        self.tokens.get(at).map_or(99, |t| t.gap as u64)
    }

    /// How far a capital says something here: case, beginning of a sentence, kind of sentence.
    fn context(&self, _at: usize, token: &Token<'_>, fact: &Fact) -> u64 {
        let style = match token.style {
            Style::Prose => 0,
            Style::TitleCase => 1,
            Style::AllCaps => 2,
        };
        (token.case as u64) << 8
            | u64::from(token.opens()) << 7
            | style << 5
            | u64::from(fact.caps) << 1
            | u64::from(fact.small_elsewhere)
    }

    fn shapes(&self, sink: &mut Sink<'_>, at: usize, token: &Token<'_>, near: &Near) {
        if !sink.family(SHAPES) {
            return;
        }
        let shape = |n: usize| near.of(n).map_or(BORDER, |f| f.shape);
        let [two_back, back, here, ahead, two_ahead] = [shape(0), shape(1), shape(2), shape(3), shape(4)];
        sink.add(61, pair(pair(back, here), ahead));
        sink.add(62, pair(two_back, pair(back, here)));
        sink.add(63, pair(pair(here, ahead), two_ahead));
        let fact = near.of(2).copied().unwrap_or_default();
        let context = self.context(at, token, &fact);
        sink.add(64, context);
        sink.add(65, context >> 5);
        let (gap, gap_ahead) = (self.gap(at), self.gap(at + 1));
        sink.add(66, gap << 8 | gap_ahead);
        sink.add(67, gap);
        sink.add(68, gap_ahead);
        sink.add(69, pair(gap, u64::from(fact.cluster(2))));
        sink.add(70, pair(gap_ahead, u64::from(fact.cluster(2))));
        let case = |n: usize| {
            let token = n.checked_sub(2).and_then(|n| self.tokens.get(n));
            token.map_or(15, |t| t.case as u64)
        };
        let cases = (at + 1..at + 4).fold(0, |sum, n| sum << 4 | case(n));
        sink.add(71, pair(cases, gap << 8 | gap_ahead));
        let run = self.run(at);
        sink.add(72, run.length << 4 | run.from_start);
        sink.add(73, pair(run.length << 4 | run.from_start, pair(run.before, 3)));
        sink.add(74, pair(run.length << 4 | run.from_start, pair(run.behind, 5)));
        sink.add(75, run.before);
        sink.add(76, run.behind);
        sink.add(77, pair(run.last, 7));
        sink.add(78, pair(run.first, 11));
    }

    /// The stretch of capitalised words around a word.
    fn run(&self, at: usize) -> RunFacts {
        const REACH: usize = 6;
        let capital = |n: usize| self.tokens.get(n).is_some_and(Token::is_capital);
        let joined = |n: usize| {
            self.tokens.get(n).is_some_and(|t| {
                matches!(t.gap, Gap::Space | Gap::Hyphen | Gap::Stop | Gap::Apostrophe | Gap::Ampersand)
            })
        };
        let (mut start, mut end) = (at, at + 1);
        while start > 0 && at - start < REACH && joined(start) && capital(start - 1) {
            start -= 1;
        }
        while end - at < REACH && joined(end) && capital(end) {
            end += 1;
        }
        let word = |n: Option<usize>| n.and_then(|n| self.facts.get(n)).map_or(BORDER, |f| f.lower);
        RunFacts {
            length: (end - start).min(6) as u64,
            from_start: (at - start).min(5) as u64,
            before: word(self.before(start)),
            behind: word(Some(end).filter(|&e| self.tokens.get(e).is_some_and(|t| t.gap != Gap::Break))),
            first: word(Some(start)),
            last: word(Some(end - 1)),
        }
    }
}

struct RunFacts {
    length: u64,
    from_start: u64,
    before: u64,
    behind: u64,
    first: u64,
    last: u64,
}

/// The word itself.
fn own_word(sink: &mut Sink<'_>, fact: &Fact, token: &Token<'_>) {
    if sink.family(WORDS) {
        sink.add(1, fact.form);
        sink.add(2, fact.lower);
    }
    affixes(sink, token);
}

/// The word with its neighbours.
fn own_pairs(sink: &mut Sink<'_>, near: &Near) {
    if !sink.family(WORDS) {
        return;
    }
    let [_, before, lower, next, _] = near.0.map(|f| f.map_or(BORDER, |f| f.lower));
    sink.add(3, pair(before, lower));
    sink.add(4, pair(lower, next));
}

/// What the word at a place of the window tells, whatever stands around it.
fn beside(sink: &mut Sink<'_>, place: usize, fact: Option<&Fact>) {
    const LOWER: [u64; PLACES] = [5, 6, 0, 7, 8];
    const CLUSTER: [u64; PLACES] = [80, 83, 86, 89, 92];
    const FLAGS: [u64; PLACES] = [0, 120, 160, 200, 0];
    let template = |templates: [u64; PLACES]| templates.get(place).copied().unwrap_or(0);
    let near = (1..4).contains(&place);
    if place == OWN {
        sink.add(0, 1);
    } else if sink.family(WORDS) {
        sink.add(template(LOWER), fact.map_or(BORDER, |f| f.lower));
    }
    if place == OWN && sink.family(SHAPES) {
        sink.add(60, fact.map_or(BORDER, |f| f.shape));
    }
    if sink.family(CLUSTERS) {
        for grain in (0..3).filter(|&grain| grain > 0 || near) {
            sink.add(template(CLUSTER) + grain as u64, fact.map_or(4095, |f| u64::from(f.cluster(grain))));
        }
    }
    if sink.family(NAMES) {
        if place == OWN {
            let (names, caps) =
                (fact.map_or(7, |f| u64::from(f.names)), fact.map_or(15, |f| u64::from(f.caps)));
            sink.add(111, names);
            sink.add(112, caps);
            sink.add(115, names << 4 | caps);
        }
        if near {
            word_classes(sink, template(FLAGS), fact.map_or(0, |f| f.flags));
        }
    }
}

fn word_classes(sink: &mut Sink<'_>, template: u64, mut flags: Flags) {
    sink.add(template, u64::from(flags));
    while flags != 0 {
        sink.add(template + 1, u64::from(flags.trailing_zeros()));
        flags &= flags - 1;
    }
}

fn other_pairs(sink: &mut Sink<'_>, near: &Near) {
    if !sink.family(WORDS) {
        return;
    }
    let [two_back, before, _, next, two_ahead] = near.0.map(|f| f.map_or(BORDER, |f| f.lower));
    sink.add(9, pair(before, next));
    sink.add(10, pair(two_back, before));
    sink.add(11, pair(next, two_ahead));
}

fn affixes(sink: &mut Sink<'_>, token: &Token<'_>) {
    if !sink.family(AFFIXES) {
        return;
    }
    let word = if token.key.is_empty() { token.text } else { &token.key };
    for (template, length) in (20..).zip(1..=4) {
        if let Some(prefix) = word.char_indices().nth(length).and_then(|(end, _)| word.get(..end)) {
            sink.add(template, hash(prefix.bytes()));
        }
    }
    for (template, length) in (30..).zip(0..=3) {
        if let Some(suffix) = word.char_indices().nth_back(length).and_then(|(start, _)| word.get(start..)) {
            sink.add(template, hash(suffix.bytes()));
        }
    }
}

fn cluster_pairs(sink: &mut Sink<'_>, near: &Near) {
    if !sink.family(CLUSTERS) {
        return;
    }
    let of = |n: usize, grain: usize| near.of(n).map_or(4095, |f| u64::from(f.cluster(grain)));
    for (base, grain) in [(95, 1), (99, 2)] {
        sink.add(base, of(1, grain) << 12 | of(2, grain));
        sink.add(base + 1, of(2, grain) << 12 | of(3, grain));
        sink.add(base + 2, of(1, grain) << 12 | of(3, grain));
        sink.add(base + 3, of(1, grain) << 24 | of(2, grain) << 12 | of(3, grain));
    }
}

fn name_pairs(sink: &mut Sink<'_>, near: &Near) {
    if !sink.family(NAMES) {
        return;
    }
    let names = |n: usize| near.of(n).map_or(7, |f| u64::from(f.names));
    let caps = |n: usize| near.of(n).map_or(15, |f| u64::from(f.caps));
    let all = names(1) << 8 | names(2) << 4 | names(3);
    sink.add(110, all);
    sink.add(113, caps(1) << 8 | caps(2) << 4 | caps(3));
    sink.add(114, pair(all, near.of(2).map_or(0, |f| f.shape)));
}

fn gazetteer(sink: &mut Sink<'_>, near: &Near, context: u64) {
    if !sink.family(GAZETTEER) {
        return;
    }
    let place = |n: usize| near.of(n).map_or(63, |f| u64::from(f.place));
    let actor = |n: usize| near.of(n).map_or(63, |f| u64::from(f.actor));
    sink.add(240, place(2));
    sink.add(241, place(1) << 12 | place(2) << 6 | place(3));
    sink.add(242, pair(place(2), context));
    sink.add(243, place(2) << 6 | actor(2));
    sink.add(244, actor(2));
    sink.add(245, actor(1) << 12 | actor(2) << 6 | actor(3));
    sink.add(246, pair(place(2), near.of(1).map_or(BORDER, |f| f.lower)));
    sink.add(247, pair(place(2), near.of(3).map_or(BORDER, |f| f.lower)));
    sink.add(248, place(2) << 2 | near.of(2).map_or(0, |f| u64::from(f.names)));
}

fn rules(sink: &mut Sink<'_>, near: &Near) {
    if !sink.family(RULES) {
        return;
    }
    let rule = |n: usize| near.of(n).map_or(255, |f| u64::from(f.rule));
    let label = |n: usize| near.of(n).map_or(15, |f| u64::from(rule_label(f.rule)));
    let fact = near.of(2).copied().unwrap_or_default();
    sink.add(260, rule(2));
    sink.add(261, rule(1));
    sink.add(262, rule(3));
    sink.add(263, rule(1) << 8 | rule(2));
    sink.add(264, rule(2) << 8 | rule(3));
    sink.add(265, label(0) << 16 | label(1) << 12 | label(2) << 8 | label(3) << 4 | label(4));
    sink.add(266, rule(2) << 8 | u64::from(fact.cluster(2)));
    sink.add(267, rule(2) << 12 | u64::from(fact.cluster(1)));
    sink.add(268, rule(2) << 8 | u64::from(fact.place));
    sink.add(269, rule(2) << 8 | u64::from(fact.caps));
}

fn article(sink: &mut Sink<'_>, fact: &Fact) {
    if !sink.family(ARTICLE) {
        return;
    }
    sink.add(280, u64::from(fact.small_elsewhere));
    if fact.others == 0 {
        return sink.add(281, 1);
    }
    let rule = u64::from(fact.rule);
    for bit in (0..USAGES).filter(|bit| fact.others & (1 << bit) != 0) {
        sink.add(282, u64::from(bit));
        sink.add(283, rule << 8 | u64::from(bit));
    }
    sink.add(284, u64::from(fact.others >> 14));
    sink.add(285, rule << 8 | u64::from(fact.others >> 14));
    sink.add(286, u64::from(fact.others & 0x3ff));
}
