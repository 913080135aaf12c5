//! Which articles are one story: copies survive what desks and agencies do to a text, strangers
//! are kept apart, and nothing but the articles that are there decides.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::PathBuf;

use dateline::article::{Article, DateSource, Published};
use dateline::index::verify::{Depth, verify};
use dateline::index::{Archive, Grouping, Similarity, Snapshot, repair};
use dateline::ingest::{self, IngestOptions, Quiet, ingest};

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("dateline-stories-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("news")).unwrap();
        Folder(path)
    }

    fn index(&self) -> PathBuf {
        self.0.join("index")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A generator of numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }
}

const BEGINNINGS: [&str; 16] = [
    "ba", "cor", "del", "fen", "gar", "hol", "ka", "lin", "mar", "nor", "pel", "ros", "sal", "tor", "ver",
    "wen",
];
const ENDS: [&str; 12] =
    ["ding", "ton", "ber", "ted", "ler", "gate", "ment", "vic", "sh", "row", "na", "der"];

/// A text of so many words that no other seed gives.
fn text(seed: u64, words: usize) -> Vec<String> {
    let mut numbers = Numbers(seed.wrapping_mul(7919).wrapping_add(13));
    let mut word = || {
        let (beginning, end) = (numbers.below(16) as usize, numbers.below(12) as usize);
        format!("{}{}{}", BEGINNINGS[beginning], BEGINNINGS[numbers.below(16) as usize], ENDS[end])
    };
    (0..words).map(|_| word()).collect()
}

fn body(words: &[String]) -> String {
    let sentences: Vec<String> = words.chunks(12).map(|s| s.join(" ") + ".").collect();
    sentences.chunks(3).map(|p| p.join(" ")).collect::<Vec<_>>().join("\n\n")
}

fn article(id: &str, title: &str, body: &str) -> Article {
    Article {
        source_id: Some(id.to_owned()),
        title: Some(title.to_owned()),
        body: body.to_owned(),
        ..Article::default()
    }
}

fn options(threads: usize) -> IngestOptions {
    IngestOptions { threads, memory_mib: 32, extract: false, homes: false, ..IngestOptions::default() }
}

fn add(archive: &Archive, articles: impl IntoIterator<Item = Article>) {
    ingest::add(archive, "test", articles, &options(1)).unwrap();
}

/// The stories of several articles, by the sources' ids of their articles.
fn stories(snapshot: &Snapshot) -> BTreeSet<BTreeSet<String>> {
    let stories = snapshot.stories();
    let name = |id| snapshot.article(id).unwrap().article.source_id.unwrap();
    let story = |story| stories.members(story).iter().map(|member| name(member.id)).collect();
    (0..stories.len() as u32).map(story).collect()
}

fn names(stories: &[&[&str]]) -> BTreeSet<BTreeSet<String>> {
    stories.iter().map(|story| story.iter().map(|&name| name.to_owned()).collect()).collect()
}

fn formed(name: &str, articles: Vec<Article>) -> BTreeSet<BTreeSet<String>> {
    let folder = Folder::new(name);
    let archive = Archive::create(folder.index()).unwrap();
    add(&archive, articles);
    stories(&archive.snapshot().unwrap())
}

fn high(snapshot: Snapshot) -> Snapshot {
    snapshot.grouped(Grouping { similarity: Similarity::High, window_days: None }).unwrap()
}

#[test]
fn a_story_survives_what_desks_do_to_its_text() {
    let words = text(1, 300);
    let whole = body(&words);
    let mut edited = words.clone();
    for at in (20..300).step_by(40) {
        edited[at] = format!("edited{at}");
    }
    let mut moved = words.clone();
    moved.rotate_left(120);
    let front = "HARBOUR CITY, March 3 (Agency) - By Our Correspondent. ";
    let archive = vec![
        article("wire", "Ministers meet in harbour city", &whole),
        article("headline", "What the ministers said last night", &whole),
        article("cut", "Ministers meet", &body(&words[..180])),
        article("brief", "Ministers meet", &body(&words[..130])),
        article("lead", "Ministers meet", &format!("{front}{whole}")),
        article(
            "corrected",
            "CORRECTED-Ministers meet",
            &format!("(Corrects spelling of name in second paragraph)\n\n{whole}"),
        ),
        article("update", "UPDATE 2-Ministers meet", &format!("{}\n\n{whole}", body(&text(2, 60)))),
        article("edited", "Ministers meet", &body(&edited)),
        article("shouted", "MINISTERS MEET", &whole.to_uppercase()),
        article("paragraphs", "Ministers meet", &body(&moved)),
        article("stranger", "Ministers meet in harbour city", &body(&text(3, 300))),
    ];
    let found = formed("survives", archive);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found.first().unwrap().len(), 10, "{found:?}");
    assert!(!found.first().unwrap().contains("stranger"));
}

#[test]
fn flashes_are_alone_and_short_texts_are_one_only_with_their_headlines() {
    let short = "Shares of the canal company rose two per cent on Monday.";
    let found = formed(
        "flashes",
        vec![
            article("flash", "Canal company shares rise", ""),
            article("flash again", "Canal company shares rise", ""),
            article("more", "Canal company shares rise", "More to follow."),
            article("more again", "Canal company shares rise", "More to follow."),
            article("short", "Canal company shares rise", short),
            article("short again", "CANAL COMPANY SHARES RISE", short),
            article("other day", "Markets at noon", short),
        ],
    );
    assert_eq!(found, names(&[&["short", "short again"]]));
}

#[test]
fn a_notice_below_every_article_makes_no_story() {
    let notice = body(&text(99, 120));
    let mut articles: Vec<Article> = (0..40)
        .map(|n| article(&format!("{n}"), "News", &format!("{}\n\n{notice}", body(&text(100 + n, 60)))))
        .collect();
    // One of them was printed twice, and another one without the notice.
    articles.push(article("copy", "Other", &format!("{}\n\n{notice}", body(&text(105, 60)))));
    let shortened = body(&text(106, 60)[..55]);
    articles.push(article("edited", "Other", &format!("{shortened}\n\n{notice}")));
    let found = formed("notice", articles);
    assert_eq!(found, names(&[&["5", "copy"], &["6", "edited"]]));
}

#[test]
fn a_story_of_many_versions_is_no_stock() {
    let words = text(7, 200);
    let version = |n: u64| {
        let mut words = words[..140 + (n as usize * 13) % 60].to_vec();
        for _ in 0..4 {
            let at = Numbers(n).below(words.len() as u64) as usize;
            words[at] = format!("version{n}");
        }
        article(&format!("{n}"), &format!("Version {n}"), &body(&words))
    };
    let found = formed("versions", (0..80).map(version).collect());
    assert_eq!(found.len(), 1, "{:?}", found.iter().map(BTreeSet::len).collect::<Vec<_>>());
    assert_eq!(found.first().unwrap().len(), 80);
}

#[test]
fn thousands_of_copies_are_one_story() {
    let words = text(11, 60);
    let mut articles: Vec<Article> =
        (0..1500).map(|n| article(&format!("same {n}"), &format!("Notice {n}"), &body(&words))).collect();
    articles.extend((0..300).map(|n| {
        let mut words = words.clone();
        words[30] = format!("number{n}");
        article(&format!("near {n}"), "Notice", &body(&words))
    }));
    let found = formed("thousands", articles);
    let sizes: Vec<usize> = found.iter().map(BTreeSet::len).collect();
    assert_eq!(sizes, [1800]);
}

#[test]
fn giants_and_hostile_texts_are_compared_like_others() {
    let giant = text(21, 150_000).join(" ");
    let repeated = |times: usize| "buffalo ".repeat(times);
    let found = formed(
        "giants",
        vec![
            article("giant", "A", &giant),
            article("giant again", "B", &format!("{giant} and one more word")),
            article("half", "C", &giant[..giant.len() * 6 / 10]),
            article("other", "D", &text(22, 150_000).join(" ")),
            article("a hundred", "E", &repeated(100)),
            article("thousands", "F", &repeated(9000)),
            article("marks", "G", &"\u{301}\u{200b}…—\u{202e}".repeat(3000)),
            article("marks again", "H", &"\u{301}\u{200b}…—\u{202e}".repeat(3001)),
            article("han", "I", &"莫斯科北京东京首尔曼谷河内".chars().cycle().take(80).collect::<String>()),
            article(
                "han again",
                "J",
                &"莫斯科北京东京首尔曼谷河内".chars().cycle().take(90).collect::<String>(),
            ),
        ],
    );
    assert_eq!(
        found,
        names(&[&["giant", "giant again", "half"], &["a hundred", "thousands"], &["han", "han again"],])
    );
}

/// An archive in which much is near: versions, cuts, notices, strangers.
fn mixed(seed: u64, families: u64) -> Vec<(String, Vec<String>)> {
    let mut numbers = Numbers(seed);
    let mut all = Vec::new();
    for family in 0..families {
        let words = text(seed * 1000 + family, 60 + numbers.below(200) as usize);
        for member in 0..1 + numbers.below(5) {
            let length = words.len() as u64;
            let from = numbers.below(length / 5) as usize;
            let to = (length - numbers.below(length / 5)) as usize;
            let mut part = words[from..to].to_vec();
            for _ in 0..numbers.below(6) {
                let at = numbers.below(part.len() as u64) as usize;
                part[at] = format!("edit{}", numbers.below(1000));
            }
            part.extend(text(seed * 2000 + family * 10 + member, numbers.below(30) as usize));
            all.push((format!("{family}-{member}"), part));
        }
    }
    all
}

fn shingles(words: &[String]) -> HashSet<&[String]> {
    words.windows(5).collect()
}

/// What two texts have in common, and what the smaller one has in common with the larger.
fn resemblance(a: &HashSet<&[String]>, b: &HashSet<&[String]>) -> (f64, f64) {
    let shared = a.intersection(b).count() as f64;
    (shared / ((a.len() + b.len()) as f64 - shared), shared / a.len().min(b.len()).max(1) as f64)
}

#[test]
fn stories_are_those_of_all_pairs() {
    for seed in 1..7 {
        let texts = mixed(seed, 40);
        let articles = texts.iter().map(|(id, words)| article(id, id, &words.join(" "))).collect();
        let found = formed(&format!("pairs-{seed}"), articles);
        let sets: BTreeMap<&str, HashSet<&[String]>> =
            texts.iter().map(|(id, words)| (id.as_str(), shingles(words))).collect();
        let joined = check_all_pairs(&sets, &found);
        assert!(joined > 20, "seed {seed}: {joined}");
    }
}

/// Compares the stories with the nearness of all pairs; gives how many pairs are together.
fn check_all_pairs(sets: &BTreeMap<&str, HashSet<&[String]>>, found: &BTreeSet<BTreeSet<String>>) -> u32 {
    let alone: BTreeSet<BTreeSet<String>> = sets.keys().map(|&id| BTreeSet::from([id.to_owned()])).collect();
    let mut story: BTreeMap<&str, &BTreeSet<String>> =
        alone.iter().map(|story| (story.first().unwrap().as_str(), story)).collect();
    story.extend(found.iter().flat_map(|story| story.iter().map(move |id| (id.as_str(), story))));
    let mut joined = 0;
    for (at, (&a, set)) in sets.iter().enumerate() {
        for (&b, other) in sets.iter().skip(at + 1) {
            let (jaccard, contained) = resemblance(set, other);
            let together = story[a].contains(b);
            assert!(!together || jaccard >= 0.29999, "{a} and {b}: {jaccard}");
            joined += u32::from(together);
            if together || jaccard < 0.50001 && (contained < 0.80001 || jaccard < 0.30001) {
                continue;
            }
            // Apart only where others would come together that have too little in common.
            let far = |x: &String, y: &String| resemblance(&sets[x.as_str()], &sets[y.as_str()]).0 < 0.30001;
            let apart = story[a].iter().any(|x| story[b].iter().any(|y| far(x, y)));
            assert!(apart, "{a} and {b}: {jaccard} {contained}");
        }
    }
    joined
}

#[test]
fn what_hangs_together_in_a_chain_only_is_no_story() {
    let words = text(31, 1000);
    let link = |n: usize| article(&format!("{n:02}"), "Chain", &body(&words[n * 25..n * 25 + 150]));
    let found = formed("chain", (0..30).map(link).collect());
    assert!(found.len() > 3, "{found:?}");
    for story in &found {
        let numbers: Vec<usize> = story.iter().map(|n| n.parse().unwrap()).collect();
        assert!(numbers.last().unwrap() - numbers[0] <= 3, "{story:?}");
    }
}

/// Writes articles into files of a few each.
fn write(folder: &Folder, files: &[Vec<(String, Vec<String>)>]) {
    let news = folder.0.join("news");
    let _ = fs::remove_dir_all(&news);
    fs::create_dir_all(&news).unwrap();
    for (at, articles) in files.iter().enumerate() {
        let line = |(id, words): &(String, Vec<String>)| {
            format!("{{\"id\": \"{id}\", \"title\": \"{id}\", \"body\": \"{}\"}}\n", words.join(" "))
        };
        fs::write(news.join(format!("{at:03}.jsonl")), articles.iter().map(line).collect::<String>())
            .unwrap();
    }
}

fn bring_up(archive: &Archive, folder: &Folder, threads: usize) {
    let options = IngestOptions { allow_mass_removal: true, ..options(threads) };
    ingest(archive, &[folder.0.join("news")], &options, &mut Quiet).unwrap();
}

/// Stories at both degrees, with their ids.
fn all_stories(archive: &Archive) -> Vec<Vec<String>> {
    let snapshot = archive.snapshot().unwrap();
    let list = |snapshot: &Snapshot| {
        let stories = snapshot.stories();
        let story = |at| stories.members(at).iter().map(|m| m.id.to_string()).collect::<Vec<_>>();
        (0..stories.len() as u32).map(story).collect::<Vec<_>>()
    };
    let mut all = list(&snapshot);
    all.push(vec!["high".to_owned()]);
    all.extend(list(&high(snapshot)));
    all
}

#[test]
fn stories_depend_on_the_articles_alone() {
    let files: Vec<Vec<_>> = mixed(77, 60).chunks(3).map(<[_]>::to_vec).collect();
    let once = Folder::new("once");
    write(&once, &files);
    let archive = Archive::create(once.index()).unwrap();
    bring_up(&archive, &once, 3);
    let wanted = all_stories(&archive);
    assert!(wanted.len() > 40, "{wanted:?}");

    // File by file, in another order, with other texts in between.
    let step = Folder::new("steps");
    let archive = Archive::create(step.index()).unwrap();
    let mut order: Vec<usize> = (0..files.len()).collect();
    let mut numbers = Numbers(5);
    for at in (1..order.len()).rev() {
        order.swap(at, numbers.below(at as u64 + 1) as usize);
    }
    for round in 1..=6 {
        let mut so_far: Vec<Vec<_>> = vec![Vec::new(); files.len()];
        for &at in order.iter().take(files.len() * round / 6) {
            so_far[at] = files[at].clone();
            // Some articles have another text for a while, and some are not there.
            if round < 6 && at % 4 == 1 {
                so_far[at].iter_mut().for_each(|(_, words)| *words = words[words.len() / 2..].to_vec());
            }
            if round == 4 && at % 5 == 2 {
                so_far[at].clear();
            }
        }
        write(&step, &so_far);
        bring_up(&archive, &step, 1);
    }
    assert_eq!(all_stories(&archive), wanted);

    // A rebuild, a file that moves, and a repair change nothing.
    ingest::rebuild(&step.index(), &[], &options(2), &mut Quiet).unwrap();
    assert_eq!(all_stories(&archive), wanted);
    let news = step.0.join("news");
    fs::rename(news.join("003.jsonl"), news.join("moved.jsonl")).unwrap();
    bring_up(&archive, &step, 1);
    assert_eq!(all_stories(&archive), wanted);
    for name in ["stories-", "sketches-"] {
        damage(&step, name);
        let found = verify(step.index(), Depth::Quick).unwrap();
        assert!(found.damage.iter().any(|d| d.path.contains(name)), "{:?}", found.damage);
        let repaired = repair::repair(step.index()).unwrap();
        assert!(repaired.rebuilt && repaired.lost.is_empty());
        assert!(verify(step.index(), Depth::Full).unwrap().is_sound());
        assert_eq!(all_stories(&Archive::open(step.index()).unwrap()), wanted);
    }
}

/// Changes a byte in the middle of a file beside the segments.
fn damage(folder: &Folder, name: &str) {
    let generation = fs::read_dir(folder.index()).unwrap().map(|e| e.unwrap().path());
    let generation = generation.filter(|p| p.join("side").is_dir()).max().unwrap();
    let files = fs::read_dir(generation.join("side")).unwrap().map(|e| e.unwrap().path());
    let file = files.filter(|p| p.file_name().unwrap().to_string_lossy().starts_with(name)).max().unwrap();
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(file, bytes).unwrap();
}

#[test]
fn an_empty_index_has_no_stories_and_an_id_finds_its_story() {
    let folder = Folder::new("ids");
    let archive = Archive::create(folder.index()).unwrap();
    assert!(archive.snapshot().unwrap().stories().is_empty());
    add(&archive, []);
    assert!(archive.snapshot().unwrap().stories().is_empty());
    let body = body(&text(41, 80));
    add(&archive, ["a", "b", "c"].map(|id| article(id, id, &body)));
    let snapshot = archive.snapshot().unwrap();
    let stories = snapshot.stories();
    let id = stories.id(0).unwrap();
    assert_eq!((stories.len(), stories.by_id(id), stories.members(0).len()), (1, Some(0), 3));
    assert_eq!(stories.story(snapshot.article(id).unwrap().number), Some(0));
    // One of them becomes another text.
    add(&archive, [article("b", "b", &text(42, 80).join(" "))]);
    assert_eq!(self::stories(&archive.snapshot().unwrap()), names(&[&["a", "c"]]));
}

#[test]
fn what_an_outlet_took_over_is_not_its_own_text() {
    let folder = Folder::new("original");
    let archive = Archive::create(folder.index()).unwrap();
    let words = text(51, 100);
    let printed = |id: &str, outlet: &str, date: &str, words: &[String]| Article {
        outlet: Some(outlet.to_owned()),
        published: Some(dated(date)),
        ..article(id, id, &words.join(" "))
    };
    let longer = [&words[..], &text(52, 20)[..]].concat();
    add(
        &archive,
        [
            printed("first", "Wire", "2024-03-01", &words),
            printed("second", "Gazette", "2024-03-02", &longer),
            printed("third", "Wire", "2024-03-03", &longer),
            printed("same day", "Herald", "2024-03-02", &longer),
            printed("alone", "Herald", "2024-03-09", &text(53, 50)),
        ],
    );
    let stats = dateline::stats::stats(&archive.snapshot().unwrap()).unwrap();
    assert_eq!((stats.articles, stats.stories, stats.shared_stories, stats.shared_articles), (5, 2, 1, 4));
    let texts: Vec<_> = stats
        .outlet_texts
        .iter()
        .map(|t| (t.name.as_str(), t.articles, t.words, t.original, t.same_time))
        .collect();
    // The Wire's third article repeats its own first, and twenty words that others had before; the
    // Gazette and the Herald added the same ones on the same day.
    assert_eq!(texts, [("Wire", 2, 220, 200, 0), ("Herald", 2, 170, 70, 20), ("Gazette", 1, 120, 20, 20)]);
}

#[test]
fn a_window_and_a_degree_are_chosen_when_reading() {
    let folder = Folder::new("window");
    let archive = Archive::create(folder.index()).unwrap();
    let words = text(61, 200);
    let mut edited = words.clone();
    (0..200).step_by(25).for_each(|at| edited[at] = format!("edit{at}"));
    let printed = |id: &str, date: &str, words: &[String]| Article {
        published: Some(dated(date)),
        ..article(id, id, &words.join(" "))
    };
    add(
        &archive,
        [
            printed("a", "2024-03-01", &words),
            printed("b", "2024-03-05", &words),
            printed("c", "2024-03-20", &words),
            printed("d", "2024-03-21", &edited),
        ],
    );
    let grouped = |similarity, window_days| {
        stories(&archive.snapshot().unwrap().grouped(Grouping { similarity, window_days }).unwrap())
    };
    assert_eq!(grouped(Similarity::Moderate, None), names(&[&["a", "b", "c", "d"]]));
    assert_eq!(grouped(Similarity::High, None), names(&[&["a", "b", "c"]]));
    assert_eq!(grouped(Similarity::Moderate, Some(7)), names(&[&["a", "b"], &["c", "d"]]));
    assert_eq!(grouped(Similarity::High, Some(7)), names(&[&["a", "b"]]));
    assert_eq!(grouped(Similarity::Moderate, Some(3)), names(&[&["c", "d"]]));
}

fn dated(day: &str) -> Published {
    Published {
        date: day.parse().unwrap(),
        source: DateSource::Metadata,
        raw: day.to_owned(),
        second_of_day: None,
        instant: None,
    }
}
