//! The traps of names in the news, each as an article of its own: namesakes of persons and
//! places, capitals that speak, headlines in capitals, apostrophes, hyphens, particles, common
//! words, vanished states.

use dateline::article::{ActorKind, Article, DateSource, Published, Referent};
use dateline::enrich::enrich;

/// What is found in an article: places by id, actors by name and kind.
struct Found {
    places: Vec<String>,
    actors: Vec<(String, ActorKind)>,
}

fn read(title: &str, body: &str, year: i32) -> Found {
    let published = Published {
        date: format!("{year}-08-08").parse().unwrap(),
        instant: None,
        second_of_day: None,
        source: DateSource::Header,
        raw: String::new(),
    };
    let title = Some(title.to_owned()).filter(|t| !t.is_empty());
    let article = Article { title, body: body.to_owned(), published: Some(published), ..Article::default() };
    let mut found = Found { places: Vec::new(), actors: Vec::new() };
    for mention in enrich(&article) {
        match mention.what {
            Referent::Place(place) => found.places.push(place.id.unwrap_or(place.name)),
            Referent::Actor(actor) => found.actors.push((actor.name, actor.kind)),
            Referent::Date(_) => {}
        }
    }
    found
}

impl Found {
    fn place(&self, id: &str) -> bool {
        self.places.iter().any(|p| p == id)
    }

    fn is(&self, name: &str, kind: ActorKind) -> bool {
        self.actors.iter().any(|(n, k)| n == name && *k == kind)
    }

    /// Whether an actor's name holds these words.
    fn speaks_of(&self, words: &str) -> bool {
        self.actors.iter().any(|(n, _)| n.contains(words))
    }
}

const RUSSIA: &str = "geonames:2017370";
const UKRAINE: &str = "geonames:690791";
const JORDAN: &str = "geonames:248816";
const PARIS: &str = "geonames:2988507";

#[test]
fn a_surname_is_a_person_where_the_article_has_the_person() {
    let body = "Michael Jordan led the Bulls to a win on Friday. Jordan scored 40 points, his coach said. \
                The team travels to Jordan next month.";
    let found = read("Jordan scores again", body, 1996);
    assert!(found.is("Michael Jordan", ActorKind::Person));
    assert_eq!(found.places.iter().filter(|p| *p == JORDAN).count(), 1);
}

#[test]
fn persons_with_the_names_of_places_are_persons() {
    let body = "Paris Hilton said on Tuesday that she would open a hotel in Paris. Hilton, 42, was seen with \
                Chad Smith and Sydney Sweeney. Israel Adesanya won the fight.";
    let found = read("", body, 2023);
    for name in ["Paris Hilton", "Chad Smith", "Sydney Sweeney", "Israel Adesanya"] {
        assert!(found.is(name, ActorKind::Person), "{name}");
    }
    assert_eq!(found.places, [PARIS]);
    assert!(!found.actors.iter().any(|(_, kind)| *kind != ActorKind::Person));
}

#[test]
fn capitals_and_palaces_speak_for_governments() {
    let found = read("", "The Kremlin said it was ready. Kyiv accused Moscow of shelling the city.", 2024);
    assert!(found.is("Government of Russia", ActorKind::Government));
    assert!(found.is("Government of Ukraine", ActorKind::Government));
    assert!(found.place("geonames:703448") && found.place("geonames:524901"));
    let quiet = read("", "Residents of Moscow said so. Chicago beat Boston.", 2024);
    assert!(!quiet.speaks_of("Government"));
}

#[test]
fn possessives_and_compounds_leave_the_place() {
    let body = "Russia’s forces and US-led troops met near Ukraine’s Sumy region, a Kiev-based firm said. \
                The Ukrainian-held town of Niu York stayed quiet.";
    let found = read("", body, 2024);
    for id in [RUSSIA, UKRAINE, "geonames:6252001", "geonames:692196", "geonames:703448", "geonames:699751"] {
        assert!(found.place(id), "{id}: {:?}", found.places);
    }
    assert!(!found.speaks_of("Ukraine’s") && !found.speaks_of("Russia’s"));
}

#[test]
fn sources_and_platforms_are_no_actors() {
    let body = "KYIV, Ukraine, Aug 8 (Reuters) - The town burned. The mayor wrote so in a Telegram post.\n\
                Credit: AP";
    let found = read("", body, 2024);
    assert!(!["Reuters", "Telegram", "AP", "Credit"].iter().any(|name| found.speaks_of(name)));
    assert!(found.place("geonames:703448") && found.place(UKRAINE));
}

#[test]
fn names_hold_together() {
    let body = "Conor O'Brien met Osama bin Laden's son, Ursula von der Leyen and Abdel Fattah al-Sisi. \
                Gen. Mark Milley and Mr. J. R. Smith of the U.S. Army were in Sana'a.";
    let found = read("", body, 2020);
    for name in ["Conor O'Brien", "Osama bin Laden", "Ursula von der Leyen", "Abdel Fattah al-Sisi"] {
        assert!(found.is(name, ActorKind::Person), "{name}: {:?}", found.actors);
    }
    assert!(found.is("Mark Milley", ActorKind::Person) && found.is("U.S. Army", ActorKind::Military));
    assert!(found.place("geonames:71137"));
}

#[test]
fn common_words_are_no_places() {
    let body = "Reading is fun in May. Nice people eat turkey in March. Mobile phones and a bath are good.";
    assert!(read("", body, 2020).places.is_empty());
    let body =
        "He flew to Nice, and then to Reading in England. The President of Turkey visited Mobile, Alabama.";
    let found = read("", body, 2020);
    for id in ["geonames:2990440", "geonames:2639577", "geonames:298795", "geonames:4076598"] {
        assert!(found.place(id), "{id}: {:?}", found.places);
    }
}

#[test]
fn countries_inside_other_names_stay_apart() {
    let body = "New Mexico and Guinea-Bissau sent help to Niger and Nigeria. The Democratic Republic of Congo \
                signed. Korean officials from North Korea and South Korea met. The American University of \
                Beirut closed.";
    let found = read("", body, 2020);
    for id in
        ["geonames:5481136", "geonames:2372248", "geonames:2440476", "geonames:2328926", "geonames:203312"]
    {
        assert!(found.place(id), "{id}: {:?}", found.places);
    }
    assert!(!found.place("geonames:3996063") && !found.place("geonames:2420477"));
    assert!(found.is("American University of Beirut", ActorKind::Organisation));
    assert!(found.is("Korean officials", ActorKind::Group));
}

#[test]
fn text_without_capitals_is_read_all_the_same() {
    let body = "london is calling, said prime minister boris johnson in a letter to angela merkel of germany, as \
                russia and ukraine met in geneva with the united nations and nato officials to speak about gas.";
    for body in [body.to_owned(), body.to_uppercase()] {
        let found = read("", &body, 2020);
        assert!(found.is("Boris Johnson", ActorKind::Person) && found.is("Angela Merkel", ActorKind::Person));
        assert!(found.place("geonames:2643743") && found.place(RUSSIA) && found.place(UKRAINE));
    }
}

#[test]
fn the_text_explains_a_headline_in_capitals() {
    let body = "A spokesman for Carla Zugdini said nothing to Tom Baker about Ukraine.";
    let found = read("BAKER SAYS ZUGDINI MUST PAY UKRAINE", body, 2020);
    assert_eq!(found.actors.iter().filter(|(n, _)| n == "Tom Baker").count(), 2);
    assert_eq!(found.actors.iter().filter(|(n, _)| n == "Carla Zugdini").count(), 2);
}

#[test]
fn old_names_mean_what_they_meant() {
    let body = "LENINGRAD, Aug 8 - Mikhail Gorbachev told the Politburo in the USSR that Yugoslavia would sign. \
                Bombay and Peking agreed.";
    let found = read("SOVIET TROOPS LEAVE AFGHANISTAN", body, 1985);
    for id in ["geonames:498817", "geonames:1275339", "geonames:1816670", "geonames:1149361"] {
        assert!(found.place(id), "{id}: {:?}", found.places);
    }
    assert!(found.is("Soviet troops", ActorKind::Group));
}

#[test]
fn what_stands_behind_a_town_tells_which() {
    let body = "The town of Moscow, Idaho, sent help, as did London, Ontario, and Laurel County, Kentucky. \
                Officials in Gainesville, Fla., and Springfield, Ill., agreed.";
    let found = read("", body, 2021);
    for id in ["geonames:5601538", "geonames:6058560", "geonames:4156404", "geonames:4250542"] {
        assert!(found.place(id), "{id}: {:?}", found.places);
    }
    assert!(!found.place("geonames:524901") && !found.place("geonames:2643743"));
}

#[test]
fn another_language_gives_only_what_is_known() {
    let body = "Der Bundeskanzler traf Wladimir Putin am Montag in Moskau. Die Gespräche über das Abkommen \
                dauerten bis zum Abend.";
    let article = Article { body: body.to_owned(), lang: Some("de".to_owned()), ..Article::default() };
    let mentions = enrich(&article);
    let actors = mentions.iter().filter_map(|m| match &m.what {
        Referent::Actor(actor) => Some(actor.name.as_str()),
        _ => None,
    });
    assert_eq!(actors.collect::<Vec<_>>(), ["Vladimir Putin"]);
}
