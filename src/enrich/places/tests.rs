use super::*;

/// Marks toponyms of a body: `[Kursk] region`; a name right behind another and a comma contains it.
fn marked(text: &str) -> (String, Vec<std::ops::Range<usize>>) {
    let (mut plain, mut spans, mut start) = (String::new(), Vec::new(), 0);
    for c in text.chars() {
        match c {
            '[' => start = plain.len(),
            ']' => spans.push(start..plain.len()),
            c => plain.push(c),
        }
    }
    (plain, spans)
}

/// The ids that the marked names mean.
fn ids(text: &str, context: &Context<'_>) -> Vec<String> {
    let (plain, spans) = marked(text);
    let part = |range: std::ops::Range<usize>| plain.get(range).unwrap_or_default();
    let toponym = |(at, span): (usize, &std::ops::Range<usize>)| {
        let contained = spans.get(at + 1).is_some_and(|next| part(span.end..next.start) == ", ");
        Toponym {
            before: part(0..span.start),
            after: part(span.end..plain.len()),
            within: contained.then_some(at + 1),
            ..Toponym::new(part(span.clone()), Field::Body, span.start)
        }
    };
    let toponyms: Vec<Toponym<'_>> = spans.iter().enumerate().map(toponym).collect();
    let gazetteer = Gazetteer::embedded();
    let found = resolve(&toponyms, context).into_iter();
    found.map(|r| r.place.map(|p| gazetteer.id(p)).unwrap_or_default()).collect()
}

fn resolved(text: &str) -> Vec<String> {
    ids(text, &Context::default())
}

fn published(year: i32) -> Context<'static> {
    Context { published: PartialDate::year_only(year), ..Context::default() }
}

#[test]
fn the_front_of_2024_is_found_on_the_map() {
    let text = "The acting governor of [Kursk] region said that [Sudzha] was shelled from [Sumy] in [Ukraine]. \
                Further south [Russia] attacked [Pokrovsk], [Toretsk] and [New York], a village of the [Donbas].";
    let expected = [
        "geonames:538555",
        "geonames:486816",
        "geonames:692194",
        "geonames:690791",
        "geonames:2017370",
        "geonames:704422",
        "geonames:709354",
        "geonames:699751",
        "dateline:donbas",
    ];
    assert_eq!(resolved(text), expected);
}

#[test]
fn new_york_is_the_city_unless_something_speaks_for_donetsk() {
    assert_eq!(
        resolved("Shares fell in [New York] as [Ukraine] and [Russia] met."),
        ["geonames:5128581", "geonames:690791", "geonames:2017370"]
    );
    assert_eq!(resolved("[New York] state voters")[0], "geonames:5128638");
    assert_eq!(resolved("troops near [Toretsk] and [Niu York]")[1], "geonames:699751");
}

#[test]
fn countries_and_their_namesakes() {
    assert_eq!(
        resolved("The president of [Georgia] flew to [Tbilisi]."),
        ["geonames:614540", "geonames:611717"]
    );
    assert_eq!(resolved("[Atlanta], [Georgia], and [Savannah]")[1], "geonames:4197000");
    assert_eq!(
        resolved("from [Niger] to [Nigeria] and [Guinea-Bissau]"),
        ["geonames:2440476", "geonames:2328926", "geonames:2372248"]
    );
    assert_eq!(resolved("rebels in [Congo] took [Goma]")[0], "geonames:203312");
    assert_eq!(resolved("a ferry sank in [Congo], off [Brazzaville]")[0], "geonames:2260494");
    assert_eq!(resolved("[U.S.] officials"), ["geonames:6252001"]);
}

#[test]
fn old_names_and_vanished_states() {
    for (name, id) in [
        ("Peking", "geonames:1816670"),
        ("Bombay", "geonames:1275339"),
        ("Leningrad", "geonames:498817"),
        ("Kiev", "geonames:703448"),
        ("Burma", "geonames:1327865"),
    ] {
        assert_eq!(resolved(&format!("A ship left [{name}] today.")), [id], "{name}");
    }
    assert_eq!(ids("talks with the [USSR]", &published(1987)), ["dateline:soviet-union"]);
    assert_eq!(ids("[Georgia] peaches", &published(1987)), ["geonames:4197000"]);
    assert_eq!(ids("[Georgia] votes", &published(2008)), ["geonames:614540"]);
}

#[test]
fn containment_behind_a_comma() {
    assert_eq!(resolved("in [Paris], [Texas]"), ["geonames:4717560", "geonames:4736286"]);
    assert_eq!(resolved("in [London], [Ont.], on Monday")[0], "geonames:6058560");
    assert_eq!(resolved("in [Springfield], [IL]")[0], "geonames:4250542");
    assert_eq!(resolved("in [Paris]"), ["geonames:2988507"]);
    // The tagger may leave the stop out.
    assert_eq!(resolved("in [London], [Ky]. on Monday"), ["geonames:4298960", "geonames:6254925"]);
    assert_eq!(resolved("voters in [Calif]. on Monday"), ["geonames:5332921"]);
}

#[test]
fn demonyms_bear_witness() {
    let british = Demonym { country: "GB", field: Field::Body, start: 40 };
    let context = Context { demonyms: vec![british; 2], ..Context::default() };
    assert_eq!(ids("police in [Birmingham]", &context), ["geonames:2655603"]);
}

#[test]
fn a_name_is_found_without_the_words_around_it() {
    assert_eq!(resolved("in [downtown Toronto]"), ["geonames:6167865"]);
    assert_eq!(resolved("the [Greater Toronto Area]"), ["geonames:6167865"]);
    assert_eq!(resolved("[Beirut International Airport]"), ["geonames:276781"]);
}

#[test]
fn a_town_too_small_for_the_gazetteer_is_not_its_greater_namesake() {
    assert_eq!(resolved("a man from [Paris], [Oregon], said"), ["geonames:5744337", "geonames:5744337"]);
    assert_eq!(resolved("talks in [Paris], [Germany] said")[0], "geonames:2988507");
}

#[test]
fn demonyms_are_no_places() {
    assert_eq!(resolved("a [German] minister"), [""]);
}

#[test]
fn what_no_place_bears_stays_unresolved() {
    assert_eq!(resolved("in [Xyzzyville]"), [""]);
}
