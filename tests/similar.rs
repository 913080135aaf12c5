//! Articles on one subject, the copies of a story, its issues, and events, over a little archive of a
//! ferry that sinks: the agency's text, a newspaper's cut of it, its correction, another newspaper's own
//! report, another ferry a year before, and news that has nothing to do with them.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use dateline::article::{ArticleId, DateSource, Published, Revision, RevisionKind};
use dateline::index::{Archive, Snapshot};
use dateline::ingest::{self, IngestOptions};
use dateline::query::{ParseOptions, Query, parse};
use dateline::search::similar::Relation;
use dateline::search::{Known, Lead, SearchOptions, Selection, Similar, Unit};
use dateline::{Article, Error};

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn folder(name: &str) -> Folder {
    let path = std::env::temp_dir().join(format!("dateline-similar-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    Folder(path)
}

const WIRE: &str = "ZADAR, March 2 - A ferry with 140 people on board sank off Zadar on Saturday after it struck a \
    rock in thick fog, the Croatian coast guard said.\n\nCaptain Ante Maric and his crew brought all but two \
    passengers into the boats within twenty minutes. Divers searched the wreck until nightfall.\n\nThe \
    ferry had left Split in the morning and was bound for Rijeka with lorries, cars and pilgrims.";

fn article(id: &str, outlet: &str, date: &str, title: &str, body: &str) -> Article {
    let published = Published {
        date: date.parse().unwrap(),
        instant: None,
        second_of_day: None,
        source: DateSource::Header,
        raw: date.to_owned(),
    };
    Article {
        source_id: Some(id.to_owned()),
        title: Some(title.to_owned()),
        outlet: Some(outlet.to_owned()),
        published: Some(published),
        body: body.to_owned(),
        lang: Some("en".to_owned()),
        ..Article::default()
    }
}

fn revision(kind: RevisionKind, of: Option<&str>) -> Option<Revision> {
    Some(Revision { kind, of: of.map(str::to_owned), note: None })
}

fn articles() -> Vec<Article> {
    let cut = WIRE.split("\n\nThe ferry had").next().unwrap();
    let corrected = WIRE.replace("140 people", "114 people");
    let own = "Two pilgrims were still missing on Sunday after the ferry Marjan went down near Zadar. Captain Ante \
        Maric told the Croatian coast guard that fog had hidden the rock. The wreck lies in forty metres.";
    let rewritten = "ZADAR, March 3 - Divers found two bodies in the wreck of the ferry that sank off Zadar, police \
        said on Sunday. Captain Ante Maric was questioned by a judge in the town about the fog and the rock, and \
        the Croatian coast guard opened an inquiry.";
    let year_before = "A ferry ran aground near Bari in a gale. Nobody was hurt, the harbour master of Bari said, and \
        tugs pulled it free at high water.";
    let mut articles = vec![
        article("wire-1", "Meridian Wire", "2024-03-02", "Ferry sinks off Zadar in thick fog", WIRE),
        article("courier-1", "Courier", "2024-03-03", "Two missing as ferry goes down", cut),
        article("herald-1", "Herald", "2024-03-03", "Search for pilgrims goes on", own),
        article("herald-0", "Herald", "2023-02-11", "Ferry aground in gale", year_before),
        Article {
            revision: revision(RevisionKind::Correction, None),
            ..article(
                "wire-2",
                "Meridian Wire",
                "2024-03-02",
                "CORRECTED-Ferry sinks off Zadar in thick fog",
                &corrected,
            )
        },
        Article {
            revision: revision(RevisionKind::Update, None),
            ..article(
                "wire-3",
                "Meridian Wire",
                "2024-03-03",
                "UPDATE 1-Ferry sinks off Zadar in thick fog",
                rewritten,
            )
        },
    ];
    let other = [
        (
            "Grain prices rise in Chicago",
            "Wheat and maize rose in Chicago as drought spread over the plains.",
        ),
        (
            "Cup final goes to penalties",
            "The goalkeeper saved three penalties in Turin and the cup stayed there.",
        ),
        ("Senate passes the budget", "The senate in Canberra passed the budget after a night of debate."),
        ("Orchestra on tour", "The orchestra opened its tour in Vienna with a symphony by Bruckner."),
        ("New bridge in Porto", "Porto opened a bridge for trams and walkers over the Douro."),
        ("Strike at the mills", "Weavers at the mills of Lodz went on strike for higher wages."),
    ];
    for (at, (title, body)) in other.into_iter().enumerate() {
        articles.push(article(&format!("other-{at}"), "Gazette", "2024-03-02", title, body));
    }
    articles
}

/// An archive with the articles, and their ids by those of the source.
fn archive(
    folder: &Folder,
    articles: Vec<Article>,
    threads: usize,
) -> (Snapshot, HashMap<String, ArticleId>) {
    let archive = Archive::create(&folder.0).unwrap();
    let options = IngestOptions { threads, ..IngestOptions::default() };
    ingest::add(&archive, "ferry", articles, &options).unwrap();
    let snapshot = archive.snapshot().unwrap();
    let (records, _) = snapshot.export(&query("*"), &SearchOptions::default()).unwrap();
    let records = records.map(Result::unwrap);
    let ids = records.map(|record| (record.article.source_id.unwrap(), record.id)).collect();
    (snapshot, ids)
}

fn query(text: &str) -> Query {
    parse(text, &ParseOptions::default()).unwrap()
}

fn by(unit: Unit) -> SearchOptions {
    SearchOptions { unit, ..SearchOptions::default() }
}

fn sources(similar: &Similar) -> Vec<&str> {
    similar.hits.iter().map(|hit| hit.record.article.source_id.as_deref().unwrap()).collect()
}

#[test]
fn reports_of_one_event_come_first_and_say_why() {
    let folder = folder("event");
    let (snapshot, ids) = archive(&folder, articles(), 2);
    let found = snapshot.similar(ids["wire-1"], &query("*"), &by(Unit::Story)).unwrap();
    // Copies of its own story are left out, and nothing is there that has nothing to do with it.
    let mut event = sources(&found)[..2].to_vec();
    event.sort_unstable();
    assert_eq!(event, ["herald-1", "wire-3"]);
    assert!(sources(&found).iter().all(|source| !source.starts_with("other") && *source != "courier-1"));
    let herald = found.hits.iter().find(|hit| hit.record.id == ids["herald-1"]).unwrap();
    assert_eq!(herald.relation, Relation::Event);
    assert_eq!(herald.likeness.days_apart, Some(1));
    assert!(herald.actors.iter().any(|actor| actor.name.contains("Maric")), "{:?}", herald.actors);
    assert!(herald.places.iter().any(|place| place.name == "Zadar"), "{:?}", herald.places);
    assert!(herald.words.iter().any(|word| word == "fog"), "{:?}", herald.words);
    for hit in found.hits.iter().filter(|hit| hit.record.id == ids["herald-0"]) {
        assert_eq!(hit.relation, Relation::Subject);
    }
}

#[test]
fn copies_count_where_articles_are_asked_for() {
    let folder = folder("copies-count");
    let (snapshot, ids) = archive(&folder, articles(), 2);
    let found = snapshot.similar(ids["wire-1"], &query("*"), &by(Unit::Article)).unwrap();
    assert_eq!(sources(&found)[..2], ["wire-2", "courier-1"]);
    assert!(found.hits.iter().all(|hit| hit.record.id != ids["wire-1"]));
    // Of another story one article stands for all.
    let found = snapshot.similar(ids["herald-1"], &query("*"), &by(Unit::Story)).unwrap();
    let stories: Vec<usize> = found.hits.iter().map(|hit| hit.story_size).filter(|size| *size > 1).collect();
    assert_eq!(stories, [3]);
}

#[test]
fn a_query_and_selections_narrow_what_is_found() {
    let folder = folder("narrow");
    let (snapshot, ids) = archive(&folder, articles(), 2);
    let herald = SearchOptions {
        selection: Selection { outlet: vec!["Herald".into()], ..Selection::default() },
        ..by(Unit::Article)
    };
    let found = snapshot.similar(ids["wire-1"], &query("*"), &herald).unwrap();
    assert!(
        sources(&found).starts_with(&["herald-1"]) && sources(&found).iter().all(|s| s.starts_with("herald"))
    );
    let all = snapshot.similar(ids["wire-1"], &query("*"), &by(Unit::Article)).unwrap();
    let found = snapshot.similar(ids["wire-1"], &query("pilgrims"), &by(Unit::Article)).unwrap();
    assert_eq!(sources(&found), ["wire-2", "herald-1"]);
    // What is dropped changes nothing of what is left.
    for hit in &found.hits {
        let same = all.hits.iter().find(|other| other.record.id == hit.record.id).unwrap();
        assert_eq!(hit.likeness, same.likeness);
    }
}

#[test]
fn a_pasted_text_finds_its_event() {
    let folder = folder("pasted");
    let (snapshot, _) = archive(&folder, articles(), 2);
    let text = "Ferry disaster\n\nThe captain of the ferry that sank off Zadar, Ante Maric, blamed the fog.";
    let found = snapshot.similar_to_text(text, &query("*"), &by(Unit::Article)).unwrap();
    let named: Vec<&str> = sources(&found).into_iter().take(4).collect();
    assert!(
        found.given.is_none() && named.iter().all(|s| s.starts_with("wire") || s.contains("-1")),
        "{named:?}"
    );
    assert!(found.hits[0].actors.iter().any(|actor| actor.name.contains("Maric")));
    let nothing = snapshot.similar_to_text("zyxwv", &query("*"), &by(Unit::Article)).unwrap();
    assert_eq!((nothing.hits.len(), nothing.compared), (0, 0));
}

#[test]
fn the_order_of_input_and_threads_change_nothing() {
    let answer = |name: &str, articles: Vec<Article>, threads| {
        let folder = folder(name);
        let (snapshot, ids) = archive(&folder, articles, threads);
        let all = by(Unit::Article);
        let similar = snapshot.similar(ids["wire-1"], &query("*"), &all).unwrap();
        let hits: Vec<_> =
            similar.hits.iter().map(|hit| (hit.record.id, hit.likeness, hit.words.clone())).collect();
        let events = snapshot.events(&query("ferry OR fog"), &all).unwrap();
        let events: Vec<_> = events.events.into_iter().map(|event| event.articles).collect();
        (hits, events)
    };
    let mut turned = articles();
    turned.reverse();
    assert_eq!(answer("forwards", articles(), 1), answer("backwards", turned, 4));
}

#[test]
fn the_copies_of_a_story_stand_side_by_side() {
    let folder = folder("copies");
    let (snapshot, ids) = archive(&folder, articles(), 2);
    let of =
        |source: &str, lead: &str| snapshot.copies(ids[source], &lead.parse::<Lead>().unwrap(), 10).unwrap();
    let copies = of("courier-1", "earliest");
    assert_eq!((copies.articles, copies.outlets, copies.copies.len()), (3, 2, 2));
    let least = ["wire-1", "wire-2", "courier-1"].map(|source| ids[source]).into_iter().min();
    assert_eq!(Some(copies.story), least);
    assert_eq!(copies.lead.article.outlet.as_deref(), Some("Meridian Wire"));
    // The same story by its own id.
    assert_eq!(snapshot.copies(copies.story, &Lead::Earliest, 10).unwrap().lead.id, copies.lead.id);
    assert_eq!(of("wire-1", "latest").lead.id, ids["courier-1"]);
    assert_eq!(of("wire-1", "outlet:courier").lead.id, ids["courier-1"]);
    assert_ne!(of("courier-1", "longest").lead.id, ids["courier-1"]);
    let unknown = of("wire-1", "outlet:Nobody");
    assert_eq!((unknown.lead.id, unknown.notes.len()), (copies.lead.id, 1));
    // A cut lacks much of the whole, and the whole has all of the cut.
    let whole = of("wire-1", "latest");
    let cut = whole.copies.iter().find(|copy| copy.record.id == ids["wire-1"]).unwrap();
    assert!(cut.resemblance < 0.9 && cut.containment > 0.99, "{} {}", cut.resemblance, cut.containment);
    assert_eq!(snapshot.copies(ids["wire-1"], &Lead::Earliest, 1).unwrap().copies.len(), 1);
}

#[test]
fn an_article_without_twins_leads_a_story_of_its_own() {
    let folder = folder("alone");
    let (snapshot, ids) = archive(&folder, articles(), 2);
    let alone = snapshot.copies(ids["other-0"], &Lead::Latest, 10).unwrap();
    assert_eq!((alone.story, alone.lead.id, alone.articles), (ids["other-0"], ids["other-0"], 1));
    assert!(alone.copies.is_empty() && alone.chains.is_empty());
    let unknown = snapshot.copies(ArticleId::from_number(1), &Lead::Latest, 10);
    assert!(matches!(unknown, Err(Error::NoArticle { .. })));
}

#[test]
fn corrections_and_updates_are_linked_to_what_they_revise() {
    let folder = folder("issues");
    let (snapshot, ids) = archive(&folder, articles(), 2);
    let issues = |source: &str| snapshot.issues(&snapshot.article(ids[source]).unwrap()).unwrap();
    for source in ["wire-1", "wire-2", "wire-3"] {
        let chain = issues(source).unwrap();
        let order: Vec<ArticleId> = chain.issues.iter().map(|issue| issue.record.id).collect();
        assert_eq!(order, ["wire-1", "wire-2", "wire-3"].map(|s| ids[s]), "{source}");
        let revises = |at: usize| chain.issues[at].revises.map(|r| (r.id, r.kind, r.known));
        assert_eq!(revises(0), None);
        assert_eq!(revises(1), Some((ids["wire-1"], RevisionKind::Correction, Known::Story)));
        // Rewritten, so of another story, but with the headline of the issue before.
        assert_eq!(revises(2), Some((ids["wire-2"], RevisionKind::Update, Known::Headline)));
        assert_eq!(chain.revising(ids["wire-1"]).count(), 1);
    }
    // Another outlet's copy is no issue, and neither is what has no mark.
    assert!(issues("courier-1").is_none() && issues("herald-1").is_none() && issues("other-0").is_none());
}

#[test]
fn an_earlier_issue_that_the_source_names_goes_before_the_nearest() {
    let folder = folder("named");
    let mut all = articles();
    let withdrawal = "The story of a ferry that sank off Zadar in thick fog is withdrawn. Captain Ante Maric and \
        the Croatian coast guard had denied it.";
    all.push(Article {
        revision: revision(RevisionKind::Withdrawal, Some("wire-1")),
        ..article("wire-4", "Meridian Wire", "2024-03-04", "ADVISORY-Zadar ferry story withdrawn", withdrawal)
    });
    let (snapshot, ids) = archive(&folder, all, 2);
    let chain = snapshot.issues(&snapshot.article(ids["wire-1"]).unwrap()).unwrap().unwrap();
    let (revises, earlier) = chain.revised_by_it(ids["wire-4"]).unwrap();
    assert_eq!(
        (earlier.id, revises.kind, revises.known),
        (ids["wire-1"], RevisionKind::Withdrawal, Known::Named)
    );
}

#[test]
fn matches_are_grouped_by_event() {
    let folder = folder("grouped");
    let (snapshot, ids) = archive(&folder, articles(), 2);
    let found = snapshot.events(&query("ferry OR pilgrims"), &by(Unit::Article)).unwrap();
    assert_eq!((found.total, found.articles, found.stories), (2, 6, 4));
    let mut sizes: Vec<usize> = found.events.iter().map(|event| event.articles.len()).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [1, 5]);
    let sinking = found.events.iter().find(|event| event.articles.len() == 5).unwrap();
    assert!(!sinking.articles.contains(&ids["herald-0"]));
    assert_eq!((sinking.stories, sinking.outlets), (3, 3));
    let (first, last) = sinking.dates.unwrap();
    assert_eq!((first.to_string(), last.to_string()), ("2024-03-02".into(), "2024-03-03".into()));
    assert_eq!(sinking.lead.record.id, sinking.articles[0]);
    let limited = snapshot
        .events(&query("ferry OR pilgrims"), &SearchOptions { limit: 1, ..by(Unit::Article) })
        .unwrap();
    assert_eq!((limited.total, limited.events.len()), (2, 1));
}

#[test]
fn more_matches_than_can_be_grouped_are_an_error_that_says_so() {
    use dateline::search::events::GROUPED_MAX;
    let folder = folder("too-many");
    let archive = Archive::create(&folder.0).unwrap();
    let many = (0..=GROUPED_MAX)
        .map(|at| article(&format!("{at}"), "Wire", "2024-03-02", "Grain", &format!("Lot {at}")));
    let options = IngestOptions { extract: false, ..IngestOptions::default() };
    ingest::add(&archive, "grain", many, &options).unwrap();
    let snapshot = archive.snapshot().unwrap();
    let error = snapshot.events(&query("grain"), &SearchOptions::default()).unwrap_err();
    assert!(
        matches!(&error, Error::Usage(words) if words.contains("1001") && words.contains("--from")),
        "{error}"
    );
    let fewer = snapshot.events(&query("grain -17"), &SearchOptions::default()).unwrap();
    assert_eq!(fewer.articles, GROUPED_MAX);
}
