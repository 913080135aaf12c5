//! Names at the beginning of a text: a walk along an automaton of names, and how a name is written.

use super::key;

/// Whether a name in a text is written so that it can be an abbreviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// Two capitals: nothing but an abbreviation (`EU` is not the town of Eu).
    Code,
    Short,
    Plain,
}

/// How a name that ends at `end` is written, and whether with full stops; none when it stands in
/// small letters and is so short that it must not.
pub(super) fn written(text: &str, end: usize) -> Option<(Written, bool)> {
    let name = text.get(..end)?;
    // `most`, `us`, `of`: villages are called so, but no text means them in small letters.
    if end <= SHORT_NAME && name.starts_with(char::is_lowercase) {
        return None;
    }
    let stop = text.get(end..).is_some_and(|rest| rest.starts_with('.'));
    let dotted = name.contains('.') && stop;
    let capitals = name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
    let written = match () {
        () if capitals && !dotted && name.len() <= 2 => Written::Code,
        () if dotted || capitals || (stop && name.starts_with(char::is_uppercase)) => Written::Short,
        () => Written::Plain,
    };
    Some((written, dotted))
}

/// Names of so few bytes must be written with a capital.
const SHORT_NAME: usize = 4;

/// A place of the walk along the names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beginning {
    pub node: fst::raw::CompiledAddr,
    pub output: fst::raw::Output,
}

/// A walk along an automaton of names, character by character of a text as it stands.
pub(super) struct Walk<'g, D> {
    automaton: &'g fst::raw::Fst<D>,
    pub node: fst::raw::Node<'g>,
    pub output: fst::raw::Output,
    gap: bool,
}

impl<'g, D: AsRef<[u8]>> Walk<'g, D> {
    pub fn new(automaton: &'g fst::raw::Fst<D>) -> Walk<'g, D> {
        Walk { automaton, node: automaton.root(), output: fst::raw::Output::zero(), gap: false }
    }

    /// Takes one character; false when no name goes on with it.
    pub fn step(&mut self, c: char) -> bool {
        match key::part(c) {
            key::Part::Nothing => true,
            // No name has a line end or a stop of a sentence in it.
            key::Part::Gap if matches!(c, '\n' | '\r' | ',' | ';' | ':' | '!' | '?' | '"' | '(' | ')') => {
                false
            }
            key::Part::Gap => {
                self.gap = true;
                true
            }
            key::Part::Letters(letters) => {
                let gap = std::mem::take(&mut self.gap).then_some(b' ');
                gap.is_none_or(|space| self.byte(space))
                    && letters.into_iter().take_while(|&l| l != '\0').all(|l| self.letter(l))
            }
        }
    }

    fn letter(&mut self, letter: char) -> bool {
        letter.encode_utf8(&mut [0; 4]).bytes().all(|b| self.byte(b))
    }

    fn byte(&mut self, byte: u8) -> bool {
        let Some(at) = self.node.find_input(byte) else { return false };
        let transition = self.node.transition(at);
        self.output = self.output.cat(transition.out);
        self.node = self.automaton.node(transition.addr);
        true
    }

    /// Whether a name ends here and the last character belonged to it.
    fn at_name(&self) -> bool {
        self.node.is_final() && !self.gap
    }

    /// What the automaton says of the name that ends here.
    fn value(&self) -> u64 {
        self.output.cat(self.node.final_output()).value()
    }
}

/// The numbers in the alphabet of the two letters that a text begins with, when they are plain ones.
pub(super) fn two_letters(text: &str) -> Option<(usize, usize)> {
    let &[first, second, ..] = text.as_bytes() else { return None };
    let number = |byte: u8| byte.is_ascii_alphabetic().then(|| usize::from(byte.to_ascii_lowercase() - b'a'));
    Some((number(first)?, number(second)?))
}

/// The walks along two letters, for all pairs: every lookup saves two steps of half a dozen.
pub(super) fn beginnings(automaton: &fst::raw::Fst<&'static [u8]>) -> Vec<Option<Beginning>> {
    let walk = |pair: [u8; 2]| {
        let (mut node, mut output) = (automaton.root(), fst::raw::Output::zero());
        for byte in pair {
            let transition = node.transition(node.find_input(byte)?);
            output = output.cat(transition.out);
            node = automaton.node(transition.addr);
        }
        Some(Beginning { node: node.addr(), output })
    };
    (b'a'..=b'z').flat_map(|a| (b'a'..=b'z').map(move |b| walk([a, b]))).collect()
}

/// The last few names that ended on a walk.
#[derive(Default)]
pub(super) struct Ends {
    last: [Option<(usize, u64)>; ENDS],
    count: usize,
}

/// More names than these that begin with each other there are not.
const ENDS: usize = 8;

impl Ends {
    /// Remembers the name that ends with the character `last` at `end`, if one does.
    pub fn note<D: AsRef<[u8]>>(&mut self, walk: &Walk<'_, D>, last: char, end: usize, text: &str) {
        if walk.at_name()
            && ends_word(last, text.get(end..).unwrap_or_default())
            && let Some(slot) = self.last.get_mut(self.count % ENDS)
        {
            *slot = Some((end, walk.value()));
            self.count += 1;
        }
    }

    pub fn longest_first(&self) -> impl Iterator<Item = (usize, u64)> + use<'_> {
        let first = self.count.saturating_sub(ENDS);
        (first..self.count).rev().filter_map(|at| *self.last.get(at % ENDS)?)
    }
}

/// Whether a word may end between this character and the rest of the text.
fn ends_word(last: char, rest: &str) -> bool {
    let letter = |c: char| matches!(key::part(c), key::Part::Letters(_));
    letter(last) && rest.chars().next().is_none_or(|next| !letter(next) || key::runs_on(last))
}
