//! From a text to its actors.

use crate::article::{ActorKind, Referent};
use crate::enrich::tagger::tag;

use super::{key, mentions};

/// Key and office of every mention.
fn actors(text: &str) -> Vec<(String, Option<String>)> {
    let found = mentions("", text, &tag("", text, None));
    let actors = found.into_iter().filter_map(|m| match m.what {
        Referent::Actor(a) => Some((key(&a.name, a.kind), a.office)),
        _ => None,
    });
    actors.collect()
}

fn keys(text: &str) -> Vec<String> {
    actors(text).into_iter().map(|(key, _)| key).collect()
}

#[test]
fn a_surname_means_the_full_name_wherever_it_stands() {
    assert_eq!(
        keys("Mr Smirnov spoke. Aleksey Smirnov left, and Smirnov wept."),
        ["person:aleksei-smirnov"; 3]
    );
}

#[test]
fn a_surname_of_two_persons_means_neither() {
    let found = keys("Anna Kovac met Peter Kovac. Mr Kovac left.");
    assert_eq!(found, ["person:ana-kovac", "person:peter-kovac", "person:kovac"]);
}

#[test]
fn an_acronym_means_its_long_form() {
    let found = keys("The Tundra Research Council (TRC) met. TRC officials left.");
    assert_eq!(found, ["org:tundra-research-council"; 3]);
}

#[test]
fn known_actors_have_one_key_under_all_names() {
    assert_eq!(keys("Colonel Kadhafi, said Putin."), ["person:muammar-gaddafi", "person:vladimir-putin"]);
}

#[test]
fn office_goes_along_and_address_does_not() {
    assert_eq!(actors("President Vladimir Putin left.")[0].1.as_deref(), Some("President"));
    assert_eq!(actors("Mr Kovac left.")[0].1, None);
}

#[test]
fn offsets_count_characters() {
    let text = "“Überall” sah Aleksey Smirnov — nichts.";
    let found = mentions("", text, &tag("", text, None));
    let Some(mention) =
        found.iter().find(|m| matches!(&m.what, Referent::Actor(a) if a.kind == ActorKind::Person))
    else {
        panic!("no person in {found:?}")
    };
    let chars: String =
        text.chars().skip(mention.start as usize).take((mention.end - mention.start) as usize).collect();
    assert_eq!(chars, "Aleksey Smirnov");
}
