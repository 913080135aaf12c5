//! Names that have led resolvers astray, each as news print it: through the whole of the
//! extraction, from text to places on the map.

use dateline::article::{Article, PlaceRole, Referent};
use dateline::enrich::enrich;
use dateline::gazetteer::Gazetteer;

/// The places of a text in their order, each as its path; an unresolved one as its name.
fn places(text: &str) -> Vec<String> {
    in_year(text, None)
}

fn in_year(text: &str, year: Option<i32>) -> Vec<String> {
    let published =
        year.and_then(dateline::date::PartialDate::year_only).map(|date| dateline::article::Published {
            date,
            instant: None,
            second_of_day: None,
            source: dateline::article::DateSource::Header,
            raw: String::new(),
        });
    let gazetteer = Gazetteer::embedded();
    let article = Article { body: text.to_owned(), lang: Some("en".into()), published, ..Article::default() };
    let mentions = enrich(&article).into_iter();
    mentions
        .filter_map(|m| match m.what {
            Referent::Place(place) => Some(match place.id.and_then(|id| gazetteer.by_id(&id)) {
                Some(no) => gazetteer.path(no).join("/"),
                None => place.name,
            }),
            _ => None,
        })
        .collect()
}

/// Every place of the text lies in this one.
fn all_in(text: &str, place: &str) {
    let found = places(text);
    assert!(!found.is_empty() && found.iter().all(|p| p.starts_with(place)), "{text}\n{found:?}");
}

#[test]
fn persons_are_no_places() {
    assert_eq!(places("Michael Jordan and Scottie Pippen met Paris Hilton. Jordan laughed."), [""; 0]);
    assert_eq!(places("Georgia O'Keeffe painted flowers. Sydney Sweeney acts."), [""; 0]);
    assert_eq!(places("President George Washington crossed the river; Abraham Lincoln came later."), [""; 0]);
    assert_eq!(places("Kobe Bryant scored, and Chad Smith played the drums."), [""; 0]);
}

#[test]
fn months_birds_and_common_words_are_no_places() {
    let text = "In May and August and March she ate turkey, reading a nice book in the bath by mobile.";
    assert_eq!(places(text), [""; 0]);
}

#[test]
fn demonyms_are_no_places_and_continents_no_villages() {
    let text = "Trade between Africa and Asia grew. Spanish, Canadian and American firms gain in Europe.";
    assert_eq!(places(text), ["Africa", "Asia", "Europe"]);
}

#[test]
fn capitals_that_speak_stay_capitals() {
    let found = places("Washington warned Beijing on Monday, and Kyiv said it agreed.");
    assert_eq!(
        found,
        ["United States/District of Columbia/Washington", "China/Beijing/Beijing", "Ukraine/Kyiv City/Kyiv"]
    );
}

#[test]
fn countries_that_share_their_names() {
    assert_eq!(
        places("Jordan and Chad and Lebanon voted at the United Nations."),
        ["Jordan", "Chad", "Lebanon"]
    );
    assert_eq!(places("The president of Georgia flew from Tbilisi.")[0], "Georgia");
    let states = places("Voters in Georgia, Alabama and Tennessee went to the polls. Georgia counts late.");
    assert!(states.iter().all(|p| p.starts_with("United States/")), "{states:?}");
    let states = places("Seattle and Spokane grew fastest in Washington, Oregon and California.");
    assert_eq!(states[2], "United States/Washington");
}

#[test]
fn new_york_is_in_donetsk_only_where_the_text_says_so() {
    let front =
        "Russian forces shelled Toretsk and New York in the Donetsk region of Ukraine, the army said.";
    assert!(places(front).contains(&"Ukraine/Donetsk Oblast/Niu-York".to_owned()));
    let market = "Shares rose in New York on Monday as Ukraine and Russia met in Istanbul.";
    assert_eq!(places(market)[0], "United States/New York/New York City");
}

#[test]
fn pokrovsk_is_not_engels() {
    let text = "Ukrainian troops held Pokrovsk as Russian forces advanced in Donetsk region.";
    assert_eq!(places(text), ["Ukraine/Donetsk Oblast/Pokrovsk", "Ukraine/Donetsk Oblast"]);
}

#[test]
fn a_name_means_one_thing_throughout_an_article() {
    all_in(
        "Police in London, Ontario, arrested a man. The London man, 35, is to appear in court in Toronto.",
        "Canada/Ontario",
    );
    all_in(
        "A fire broke out in the town of Moscow, Idaho. The Moscow fire department came at once.",
        "United States/Idaho",
    );
    all_in(
        "Laurel County deputies from London, Ky., chased a car to Corbin. He was taken to a hospital in London.",
        "United States/Kentucky",
    );
}

#[test]
fn namesakes_by_the_company_they_keep() {
    all_in("A train derailed near Alexandria, south of Cairo, the Egyptian health ministry said.", "Egypt");
    all_in(
        "The Alexandria school board met. Fairfax and Arlington have similar plans.",
        "United States/Virginia",
    );
    all_in(
        "The governor spoke in Springfield, Ill., before driving to Chicago and Peoria.",
        "United States/Illinois",
    );
    all_in(
        "A man from Gainesville was arrested. Alachua County and Ocala police helped.",
        "United States/Florida",
    );
    all_in(
        "The Paris school district in Lamar County, Texas, closed. Schools in Paris open Monday.",
        "United States/Texas",
    );
}

#[test]
fn one_countrys_name_inside_anothers() {
    assert_eq!(
        places(
            "From New Mexico to Guinea-Bissau, from Niger to Nigeria, and in South Korea and North Korea."
        ),
        ["United States/New Mexico", "Guinea-Bissau", "Niger", "Nigeria", "South Korea", "North Korea"]
    );
    let congos =
        places("Rebels took Goma in the Democratic Republic of Congo. The Republic of Congo sent aid.");
    assert_eq!(congos[1..], ["Democratic Republic of the Congo", "Republic of the Congo"]);
    assert_eq!(places("Students of the American University of Beirut marched."), [""; 0]);
}

#[test]
fn possessives_and_compounds() {
    let text =
        "Russia’s army and Ukraine's army fought. The Kyiv-based firm and the U.S.-led coalition left.";
    assert_eq!(places(text), ["Russia", "Ukraine", "Ukraine/Kyiv City/Kyiv", "United States"]);
}

#[test]
fn old_names_and_vanished_states_by_the_year() {
    let text =
        "The USSR and Yugoslavia signed. Czechoslovakia did not. Georgia and Armenia are Soviet republics.";
    assert_eq!(
        in_year(text, Some(1987)),
        ["Soviet Union", "Yugoslavia", "Czechoslovakia", "Georgia", "Armenia"]
    );
    let text = "Ships left Bombay for Leningrad. Peking and Rangoon were silent.";
    let found = in_year(text, Some(1986));
    for (place, end) in found.iter().zip(["Mumbai", "Saint Petersburg", "Beijing", "Yangon"]) {
        assert!(place.ends_with(end), "{found:?}");
    }
}

#[test]
fn where_an_article_was_filed_is_no_more_than_that() {
    let article = Article {
        title: Some("Libya pumps more oil".into()),
        body: "LONDON, Aug 8 (Reuters) - Libya raised output, and Tripoli port is open.".into(),
        lang: Some("en".into()),
        ..Article::default()
    };
    let roles: Vec<(String, PlaceRole)> = enrich(&article)
        .into_iter()
        .filter_map(|m| match m.what {
            Referent::Place(place) => Some((place.name, place.role)),
            _ => None,
        })
        .collect();
    let is = |name: &str, role| roles.contains(&(name.to_owned(), role));
    assert!(is("London", PlaceRole::Dateline) && !is("London", PlaceRole::About), "{roles:?}");
    assert!(is("Libya", PlaceRole::About), "{roles:?}");
}

#[test]
fn a_dateline_kept_apart_from_the_text_is_found() {
    let article = Article {
        body: "Champion Products said its board approved a split.".into(),
        dateline: Some("ROCHESTER, N.Y., Feb 26".into()),
        lang: Some("en".into()),
        ..Article::default()
    };
    let mentions = enrich(&article);
    let filed = mentions.iter().find_map(|m| match &m.what {
        Referent::Place(place) if place.role == PlaceRole::Dateline => Some((place, m.start, m.end)),
        _ => None,
    });
    let (place, start, end) = filed.unwrap();
    assert_eq!((place.id.as_deref(), start, end), (Some("geonames:5134086"), 0, 0));
}
