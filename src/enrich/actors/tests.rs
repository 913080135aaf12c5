//! From a text with marked spans to its actors.

use crate::article::{ActorKind, Mention, Referent};
use crate::enrich::tagger::{Label, Span, Tags};

use super::{Filed, key, mentions};

/// A text in which names stand in brackets with a letter for their label, and offices in
/// braces: `{acting governor} [P Anna Kovac] of [O Acme]`.
fn read(marked: &str) -> (String, Vec<Span>) {
    let (mut text, mut spans, mut office) = (String::new(), Vec::new(), None);
    let mut rest = marked;
    while let Some(at) = rest.find(['[', '{']) {
        text.push_str(&rest[..at]);
        let (open, close) = if rest[at..].starts_with('[') { (at + 3, ']') } else { (at + 1, '}') };
        let end = rest.find(close).unwrap();
        let start = text.len();
        text.push_str(&rest[open..end]);
        if close == '}' {
            office = Some(start..text.len());
        } else {
            let label = match &rest[at + 1..at + 2] {
                "P" => Label::Person,
                "O" => Label::Organisation,
                "G" => Label::Group,
                "L" => Label::Place,
                other => panic!("{other}"),
            };
            spans.push(Span { start, end: text.len(), label, confidence: 0.9, office: office.take() });
        }
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    (text, spans)
}

fn found(title: &str, body: &str, year: Option<i32>) -> Vec<(Mention, String)> {
    found_filed(title, body, Filed { year, country: None })
}

fn found_filed(title: &str, body: &str, filed: Filed) -> Vec<(Mention, String)> {
    let ((title, title_spans), (body, body_spans)) = (read(title), read(body));
    let mentions = mentions(&title, &body, &Tags { title: title_spans, body: body_spans }, filed);
    mentions
        .into_iter()
        .filter_map(|m| match &m.what {
            Referent::Actor(a) => Some((m.clone(), a.name.clone())),
            _ => None,
        })
        .collect()
}

/// The names under which the mentions of a text go.
fn names(body: &str) -> Vec<String> {
    found("", body, None).into_iter().map(|(_, name)| name).collect()
}

fn office(body: &str) -> Option<String> {
    match &found("", body, None)[0].0.what {
        Referent::Actor(actor) => actor.office.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_surname_means_the_full_name_wherever_it_stands() {
    let all = found(
        "[P VATRUSHKIN] OUT",
        "Mr [P Vatrushkin] spoke. [P Aleksey Vatrushkin] left, and [P Vatrushkin] wept.",
        None,
    );
    assert!(all.iter().all(|(_, name)| name == "Aleksey Vatrushkin"), "{all:?}");
    assert_eq!(all.len(), 4);
}

#[test]
fn a_surname_of_two_persons_means_neither() {
    assert_eq!(
        names("[P Anna Kovac] met [P Peter Kovac]. Mr [P Kovac] left."),
        ["Anna Kovac", "Peter Kovac", "Kovac"]
    );
}

#[test]
fn parts_of_a_name_mean_the_whole() {
    assert_eq!(
        names("[P Ursula van der Hartwell] left. [P van der Hartwell] wept. [P Ursula] slept."),
        ["Ursula van der Hartwell"; 3]
    );
    assert_eq!(names("[P Hwang Mu-yong] left. [P Hwang] wept."), ["Hwang Mu-yong"; 2]);
    assert_eq!(names("[P Walter K. Hartwell] left. [P Walter Hartwell] wept."), ["Walter K. Hartwell"; 2]);
    assert_eq!(names("[P W. Hartwell] left. [P Walter Hartwell] wept."), ["Walter Hartwell"; 2]);
    assert_eq!(names("[P Bill Hartwell] left. [P William Hartwell] wept."), ["Bill Hartwell"; 2]);
}

#[test]
fn an_acronym_means_its_long_form() {
    assert_eq!(
        names("The [O Tundra Research Council] ([O TRC]) met. [O TRC] left."),
        ["Tundra Research Council"; 3]
    );
    assert_eq!(names("[O TRC] met. The [O Tundra Research Council] left."), ["Tundra Research Council"; 2]);
    assert_eq!(
        names("The [O Utopian People's Front] (FPU) met. The [O FPU] left."),
        ["Utopian People's Front"; 2],
        "in brackets"
    );
    assert_eq!(
        names("The [O Tundra Research Council (TRC)] met. [O TRC] left."),
        ["Tundra Research Council"; 2]
    );
}

#[test]
fn a_ministry_is_that_of_the_country_beside_it() {
    assert_eq!(
        names(
            "Norway's [O Fisheries Ministry] met. The Danish [O Fisheries Ministry] left. A [O Fisheries Ministry]."
        ),
        ["Fisheries Ministry of Norway", "Fisheries Ministry of Denmark", "Fisheries Ministry"]
    );
    let found = names("The [O Norwegian Fisheries Ministry] met. The [O Ministry of Fisheries] left.");
    assert_eq!(found, ["Norwegian Fisheries Ministry"; 2], "the only one here");
    let key = |name: &str| key(name, ActorKind::Government);
    assert_eq!(key("Norwegian Fisheries Ministry"), key("Fisheries Ministry of Norway"));
}

#[test]
fn a_ministry_of_nowhere_is_at_home() {
    let names = |body: &str| -> Vec<String> {
        let filed = Filed { year: None, country: Some("Norway") };
        found_filed("", body, filed).into_iter().map(|(_, name)| name).collect()
    };
    assert_eq!(
        names(
            "The [O Fisheries Ministry] met [O Acme]. Denmark's [O Fisheries Ministry] left. [O Police] came."
        ),
        ["Fisheries Ministry of Denmark", "Acme", "Fisheries Ministry of Denmark", "Police"],
        "the only one that is named comes first"
    );
    assert_eq!(
        names("The [O Fisheries Ministry] met. The [O Parliament] left."),
        ["Fisheries Ministry of Norway", "Storting"]
    );
}

#[test]
fn companies_under_their_short_names() {
    assert_eq!(names("[O Hartwell Foods Inc] fell. [O Hartwell Foods] rose."), ["Hartwell Foods Inc"; 2]);
}

#[test]
fn the_form_of_the_headline_is_not_the_one_that_is_shown() {
    let all = found(
        "[O TUNDRA RESEARCH COUNCIL] MEETS [P TIM HARTWELL]",
        "The [O Tundra research Council] met.",
        None,
    );
    assert_eq!(all[0].1, "Tundra research Council");
    assert_eq!(all[1].1, "Tim Hartwell");
}

#[test]
fn known_actors_have_one_name_under_all_spellings() {
    assert_eq!(names("Colonel [P Kadhafi], said [P Putin]."), ["Muammar Gaddafi", "Vladimir Putin"]);
}

#[test]
fn a_surname_with_an_office_means_who_held_it_then() {
    let name = |year| found("", "{president} [P Medvedev] left.", Some(year))[0].1.clone();
    assert_eq!((name(2010), name(2021)), ("Dmitry Medvedev".into(), "Medvedev".into()));
}

#[test]
fn office_goes_along_and_address_does_not() {
    assert_eq!(office("{President} [P Vladimir Putin] left.").as_deref(), Some("President"));
    assert_eq!(office("{acting governor} [P Anna Kovac] left.").as_deref(), Some("acting governor"));
    assert_eq!(office("{SENATOR} [P ANNA KOVAC] LEFT.").as_deref(), Some("Senator"));
    assert_eq!(office("{Mr} [P Kovac] left."), None);
}

#[test]
fn titles_inside_a_span_are_office() {
    let all = found("", "Then [P President Anna Kovac] left.", None);
    let Referent::Actor(actor) = &all[0].0.what else { panic!() };
    assert_eq!((actor.name.as_str(), actor.office.as_deref()), ("Anna Kovac", Some("President")));
    assert_eq!((all[0].0.start, all[0].0.end), (15, 25));
}

#[test]
fn groups_are_named_alike() {
    assert_eq!(
        names("[G Utopian troops] met [G UTOPIAN TROOPS] and [G Utopians]."),
        ["Utopian troops", "Utopian troops", "Utopians"]
    );
}

#[test]
fn sources_are_no_actors() {
    assert!(names("Shelling. [O Credit]: [P Anna Kovac] via [O AP]").is_empty());
    assert_eq!(names("She told [O Reuters] on [O Telegram]."), ["Reuters"]);
}

#[test]
fn a_palace_speaks_for_its_government() {
    assert_eq!(names("The [O Kremlin] said so."), ["Kremlin", "Government of Russia"]);
    assert_eq!(names("He left the [O Kremlin] on Friday."), ["Kremlin"]);
}

#[test]
fn offsets_count_characters() {
    let found = found("", "“Überall” sah [P Aleksey Vatrushkin] — nichts.", None);
    assert_eq!((found[0].0.start, found[0].0.end), (14, 32));
}
