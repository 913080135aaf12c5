//! The labels that the trained tagger gives to words: what a word names, and where in the
//! name it stands.

use crate::enrich::tagger::Label;

/// What the trained tagger tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// A human being.
    Person,
    /// A company, institution, body.
    Organisation,
    /// A place.
    Place,
    /// Any other name, a people's too: told apart so that the others are not given to it.
    Other,
}

impl Class {
    /// All classes, in the order of their labels.
    pub const ALL: [Class; 4] = [Class::Person, Class::Organisation, Class::Place, Class::Other];

    /// The tagger's label for a span of this class; none for other names.
    pub(super) fn label(self) -> Option<Label> {
        match self {
            Class::Person => Some(Label::Person),
            Class::Organisation => Some(Label::Organisation),
            Class::Place => Some(Label::Place),
            Class::Other => None,
        }
    }
}

/// Where in a name a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The name's first word, others follow.
    First,
    /// Inside.
    Middle,
    /// The name's last word.
    Last,
    /// The only one.
    Only,
}

/// Number of labels: outside, and every part of every class.
pub const LABELS: usize = 17;
/// The label of words outside names.
pub const OUTSIDE: usize = 0;

/// The number of a label.
pub fn number(class: Class, part: Part) -> usize {
    1 + class as usize * 4 + part as usize
}

/// What a label says; `None` for words outside.
pub fn meaning(label: usize) -> Option<(Class, Part)> {
    let at = label.checked_sub(1)?;
    let part = *[Part::First, Part::Middle, Part::Last, Part::Only].get(at % 4)?;
    Class::ALL.get(at / 4).map(|&class| (class, part))
}

/// Whether a word with label `next` may stand behind one with label `last`.
pub fn follows(last: usize, next: usize) -> bool {
    let open = meaning(last).filter(|(_, part)| matches!(part, Part::First | Part::Middle));
    let goes_on = meaning(next).filter(|(_, part)| matches!(part, Part::Middle | Part::Last));
    match (open, goes_on) {
        (None, None) => true,
        (Some((a, _)), Some((b, _))) => a == b,
        _ => false,
    }
}

/// The names in a sequence of labels: class, first word, one past the last.
pub fn names(labels: &[usize]) -> Vec<(Class, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, &label) in labels.iter().enumerate() {
        let Some((class, part)) = meaning(label) else { continue };
        if matches!(part, Part::First | Part::Only) {
            start = at;
        }
        if matches!(part, Part::Last | Part::Only) {
            found.push((class, start..at + 1));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_go_round() {
        for label in 1..LABELS {
            let (class, part) = meaning(label).unwrap();
            assert_eq!(number(class, part), label);
        }
        assert_eq!(meaning(OUTSIDE), None);
    }

    #[test]
    fn names_end_before_others_begin() {
        let [first, last] = [Part::First, Part::Last].map(|p| number(Class::Person, p));
        assert!(follows(first, last) && !follows(first, OUTSIDE) && !follows(OUTSIDE, last));
        assert!(!follows(first, number(Class::Place, Part::Last)));
        let only = number(Class::Place, Part::Only);
        assert_eq!(names(&[0, first, last, only]), [(Class::Person, 1..3), (Class::Place, 3..4)]);
    }
}
