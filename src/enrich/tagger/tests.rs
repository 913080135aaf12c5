//! One test for each trap that names set.

use super::{Label, Span, tag};

use Label::{Dateline, Demonym, Group, Organisation, Person, Place};

fn names(text: &str, spans: &[Span]) -> Vec<(String, Label)> {
    let named = spans.iter().filter(|s| s.label != Demonym);
    named.map(|s| (text[s.start..s.end].to_owned(), s.label)).collect()
}

#[track_caller]
fn check(text: &str, wanted: &[(&str, Label)]) {
    let wanted: Vec<(String, Label)> = wanted.iter().map(|(n, l)| ((*n).to_owned(), *l)).collect();
    assert_eq!(names(text, &tag("", text, Some("en")).body), wanted, "{text}");
}

#[test]
fn titles_stand_outside_the_span_and_become_the_office() {
    let text = "Russian President Vladimir Putin met Foreign Minister Ana Kovac and Gen. Tom Weller.";
    check(text, &[("Vladimir Putin", Person), ("Ana Kovac", Person), ("Tom Weller", Person)]);
    let spans = tag("", text, None).body;
    let offices: Vec<&str> = spans.iter().filter_map(|s| s.office.clone()).map(|o| &text[o]).collect();
    assert_eq!(offices, ["President", "Foreign Minister", "Gen"]);
}

#[test]
fn offices_in_small_letters_count_before_and_behind() {
    let text = "The acting governor, Oleg Marin, spoke. Ivan Petrenko, the deputy mayor, left.";
    let spans = tag("", text, None).body;
    let offices: Vec<&str> = spans.iter().filter_map(|s| s.office.clone()).map(|o| &text[o]).collect();
    assert_eq!(offices, ["acting governor", "deputy mayor"]);
}

#[test]
fn the_secretary_of_state_is_no_organisation() {
    check("He met Secretary of State Antony Blinken.", &[("Antony Blinken", Person)]);
    check("Pope Francis and King Hussein prayed.", &[("Francis", Person), ("Hussein", Person)]);
}

#[test]
fn persons_named_like_places_are_persons() {
    check("Then Paris Hilton sang.", &[("Paris Hilton", Person)]);
    check("Michael Jordan came. Later Jordan smiled.", &[("Michael Jordan", Person), ("Jordan", Person)]);
    check("The army of Jordan is in Chad.", &[("Jordan", Place), ("Chad", Place)]);
    check("He named George Washington often.", &[("George Washington", Person)]);
    check("It was decided in Washington by lawyers.", &[("Washington", Place)]);
}

#[test]
fn common_words_are_no_places() {
    check("Reading is fun. Nice weather came. Mobile phones rang. Of course.", &[]);
    check("She likes reading in bath and the sale of turkey.", &[]);
}

#[test]
fn a_sentence_does_not_make_a_name_of_its_first_word() {
    check("Officials from Kursk left. Police said so.", &[("Kursk", Place)]);
    check("The talks failed. Talks resumed. However, Moscow waits.", &[("Moscow", Place)]);
}

#[test]
fn months_and_weekdays_are_no_names() {
    check("On Tuesday, in May and August, March began.", &[]);
    check("Theresa May resigned in May.", &[("Theresa May", Person)]);
}

#[test]
fn possessives_of_both_kinds_end_names() {
    check(
        "North of Ukraine’s Sumy region and Russia's Kursk.",
        &[("Ukraine", Place), ("Sumy", Place), ("Russia", Place), ("Kursk", Place)],
    );
}

#[test]
fn of_hyphen_compounds_only_the_place_counts() {
    check("A US-led force and a Kiev-based firm.", &[("US", Place), ("Kiev", Place)]);
}

#[test]
fn demonyms_with_a_role_are_groups() {
    check(
        "It said Ukrainian troops and Russian security forces met the Palestinians.",
        &[("Ukrainian troops", Group), ("Russian security forces", Group), ("Palestinians", Group)],
    );
    check("The Ukrainian capital is old.", &[]);
}

#[test]
fn organisations_have_heads_and_suffixes() {
    check(
        "The Russian Ministry of Health, the University of Leeds and Acme Widget Corp. agreed.",
        &[
            ("Russian Ministry of Health", Organisation),
            ("University of Leeds", Organisation),
            ("Acme Widget Corp", Organisation),
        ],
    );
    check(
        "The International Atomic Energy Agency (IAEA) knows.",
        &[("International Atomic Energy Agency", Organisation), ("IAEA", Organisation)],
    );
    check(
        "The Securities and Exchange Commission acted.",
        &[("Securities and Exchange Commission", Organisation)],
    );
}

#[test]
fn names_with_initials_particles_and_apostrophes_hold_together() {
    check(
        "They read J. K. Rowling and Osama bin Laden met Bashar al-Assad and Sean O'Brien.",
        &[
            ("J. K. Rowling", Person),
            ("Osama bin Laden", Person),
            ("Bashar al-Assad", Person),
            ("Sean O'Brien", Person),
        ],
    );
    check("He lives in Sana'a now.", &[("Sana'a", Place)]);
}

#[test]
fn a_dateline_is_a_place_of_its_own_and_its_agency_nobody() {
    check(
        "KURSK, Russia, Aug 8 (Reuters) - Shells fell near Sudzha.",
        &[("KURSK", Dateline), ("Russia", Dateline), ("Sudzha", Place)],
    );
    check("WASHINGTON (AP) — The court in Ohio ruled.", &[("WASHINGTON", Dateline), ("Ohio", Place)]);
}

#[test]
fn sources_and_platforms_are_no_actors() {
    check("The town burned. Credit: Getty via AP", &[]);
    check("He wrote so in a Telegram post, and on Telegram again.", &[]);
}

#[test]
fn headlines_in_capitals_know_what_the_text_knows() {
    let (title, body) =
        ("BAKER SAYS ZUGDINI MUST PAY UKRAINE", "A spokesman for Carla Zugdini said nothing to Tom Baker.");
    let tags = tag(title, body, None);
    assert_eq!(
        names(title, &tags.title),
        [("BAKER".to_owned(), Person), ("ZUGDINI".to_owned(), Person), ("UKRAINE".to_owned(), Place)]
    );
}

#[test]
fn headlines_in_title_case_do_not_make_names_of_verbs() {
    let title = "Government Plans New Tax After Russia Talks Fail";
    assert_eq!(names(title, &tag(title, "", None).title), [("Russia".to_owned(), Place)]);
}

#[test]
fn tables_of_results_name_clubs_and_countries() {
    let text = "Hamburg 3 2 0\nCologne 1 1 1\nGermany 2 1 0\nDresden 2 2 2";
    check(
        text,
        &[
            ("Hamburg", Organisation),
            ("Cologne", Organisation),
            ("Germany", Place),
            ("Dresden", Organisation),
        ],
    );
}

#[test]
fn names_of_events_are_no_actors() {
    check("They like the Geneva Convention and the French Open.", &[]);
}

#[test]
fn country_names_are_taken_whole() {
    check(
        "From New Mexico to Guinea-Bissau and Bosnia and Herzegovina, not Niger.",
        &[
            ("New Mexico", Place),
            ("Guinea-Bissau", Place),
            ("Bosnia and Herzegovina", Place),
            ("Niger", Place),
        ],
    );
    check("In South Korea and the West Bank.", &[("South Korea", Place), ("West Bank", Place)]);
}

#[test]
fn other_languages_give_only_what_is_known() {
    let text = "Der Minister sagte am Dienstag in Moskau, dass Putin und die Nato nach Kiew reisen.";
    let found = names(text, &tag("", text, Some("de")).body);
    assert_eq!(
        found,
        [
            ("Moskau".to_owned(), Place),
            ("Putin".to_owned(), Person),
            ("Nato".to_owned(), Organisation),
            ("Kiew".to_owned(), Place)
        ]
    );
}

#[test]
fn spans_are_in_order_and_apart_whatever_the_text() {
    for text in
        ["", "A", "'s", "of Of OF", "U.S.", "al-", "Mr", "The", "McDonald's & Co.", "ÉTAT Żółć 東京 Ω’s"]
    {
        let spans = tag(text, text, None).body;
        assert!(spans.iter().all(|s| text.get(s.start..s.end).is_some_and(|t| !t.is_empty())), "{text}");
        assert!(spans.windows(2).all(|w| w[0].end <= w[1].start), "{text}");
    }
}
