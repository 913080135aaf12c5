//! The rules by which two names are held to be one actor's, in words for people.

use std::fmt;

/// The rule that made two names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The same words but for case, marks, articles and titles.
    SameName,
    /// The same words in another order (`Merkel, Angela`, `Jae-in Moon`).
    NameOrder,
    /// The same words in another transcription (`Aleksey`, `Alexei`).
    Transliteration,
    /// A given name in the form of another language (`Oleksiy`, `Alexei`).
    NationalForm,
    /// A given name and its short form (`Bill`, `William`).
    Nickname,
    /// A middle name or initial that only one of them has.
    MiddleName,
    /// A given name that one of them has as an initial only.
    Initials,
    /// Both names stand for one actor in the list of known actors.
    KnownAlias,
    /// Letters that the other name spells out (`IAEA`).
    Acronym,
    /// A company's legal form that only one of them has (`Ltd`).
    LegalForm,
    /// The same name with other words for the same (`Dept`, `Department`).
    Wording,
    /// Part of a name that is written out in the same article (`Smirnov`).
    InArticle,
}

impl Rule {
    /// All of them.
    pub const ALL: [Rule; 12] = [
        Rule::SameName,
        Rule::NameOrder,
        Rule::Transliteration,
        Rule::NationalForm,
        Rule::Nickname,
        Rule::MiddleName,
        Rule::Initials,
        Rule::KnownAlias,
        Rule::Acronym,
        Rule::LegalForm,
        Rule::Wording,
        Rule::InArticle,
    ];

    /// The rule's name in the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Rule::SameName => "same-name",
            Rule::NameOrder => "name-order",
            Rule::Transliteration => "transliteration",
            Rule::NationalForm => "national-form",
            Rule::Nickname => "nickname",
            Rule::MiddleName => "middle-name",
            Rule::Initials => "initials",
            Rule::KnownAlias => "known-alias",
            Rule::Acronym => "acronym",
            Rule::LegalForm => "legal-form",
            Rule::Wording => "wording",
            Rule::InArticle => "in-article",
        }
    }

    /// Whether it says little enough that nobody else may fit as well.
    pub(super) fn needs_to_be_alone(self) -> bool {
        matches!(
            self,
            Rule::NationalForm | Rule::Nickname | Rule::MiddleName | Rule::Initials | Rule::Acronym
        )
    }

    /// What the rule says, in one short sentence without a full stop.
    pub fn explain(self) -> &'static str {
        match self {
            Rule::SameName => "the same words but for case, marks, articles and titles",
            Rule::NameOrder => "the same words in another order",
            Rule::Transliteration => "the same name in another transcription",
            Rule::NationalForm => "the same family name, and given names that are one name in two languages",
            Rule::Nickname => "the same family name, and a given name with its short form",
            Rule::MiddleName => "the same given and family name, and nobody else here who bears them",
            Rule::Initials => "the same family name, and initials that fit nobody else here",
            Rule::KnownAlias => "both are names of one actor in the list of known actors",
            Rule::Acronym => "the letters of one are the initials of the other",
            Rule::LegalForm => "the same name with and without the company's legal form",
            Rule::Wording => "the same name with another word for the same thing",
            Rule::InArticle => "a part of the name that the same article writes out",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_name_and_a_sentence_of_its_own() {
        for (at, rule) in Rule::ALL.into_iter().enumerate() {
            for other in Rule::ALL.into_iter().skip(at + 1) {
                assert!(rule.as_str() != other.as_str() && rule.explain() != other.explain(), "{rule}");
            }
            assert!(!rule.explain().ends_with('.'));
        }
    }
}
