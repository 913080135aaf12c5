//! Headline, authors, outlet and the like: what all parts of a page's metadata say,
//! compared with what the page shows.

use super::head::{Head, value_of};
use super::jsonld::{Graph, Item};
use super::marks::{self, Marks};
use super::tree::{Id, Tag, Tree};

/// Everything that a page says of itself.
pub(super) struct Facts<'p, 'a> {
    pub(super) tree: &'p Tree<'a>,
    pub(super) marks: &'p [Marks],
    pub(super) head: &'p Head,
    pub(super) graph: &'p Graph,
    /// The object that is the page's article.
    pub(super) item: Option<Item<'p>>,
    /// Whether that object is an article by its type.
    pub(super) is_article: bool,
}

/// Marks between a headline and the name of the site.
const SEPARATORS: [&str; 15] =
    [" | ", " -- ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", "｜", " ： ", "：", "|"];

impl<'p, 'a> Facts<'p, 'a> {
    pub(super) fn new(
        tree: &'p Tree<'a>,
        marks: &'p [Marks],
        head: &'p Head,
        graph: &'p Graph,
    ) -> Facts<'p, 'a> {
        let mut facts = Facts { tree, marks, head, graph, item: None, is_article: false };
        if let Some((rank, item)) = facts.chosen_item() {
            facts.item = Some(item);
            facts.is_article = rank > 1;
        }
        facts
    }

    /// The object of JSON-LD that is about this page: of several articles the one whose
    /// headline the page bears.
    fn chosen_item(&self) -> Option<(u8, Item<'p>)> {
        let shown = self.shown_titles();
        let items: Vec<(u8, Item<'p>)> = self.graph.articles().collect();
        let articles = items.iter().filter(|(rank, _)| *rank > 1).count();
        let mut best: Option<(u8, (u8, Item<'p>))> = None;
        for (rank, item) in items {
            let title = item.text("headline").or_else(|| item.text("name"));
            let agrees = title.is_some_and(|t| shown.iter().any(|s| agree(s, &t)));
            // One of several articles that is not this page's is none of its facts.
            if rank > 1 && articles > 1 && !agrees && !shown.is_empty() {
                continue;
            }
            let dated = item.text("datePublished").is_some();
            let score = rank * 4 + 2 * u8::from(agrees) + u8::from(dated);
            if best.as_ref().is_none_or(|(b, _)| score > *b) {
                best = Some((score, (rank, item)));
            }
        }
        best.map(|(_, found)| found)
    }

    /// What the page shows as its title, to readers and to others.
    pub(super) fn shown_titles(&self) -> Vec<String> {
        let mut shown = self.h1();
        shown.extend(self.head.first(&["og:title"]).map(str::to_owned));
        shown.extend(self.head.title.clone());
        shown
    }

    /// Headings of the first rank outside the furniture.
    fn h1(&self) -> Vec<String> {
        let mut found = Vec::new();
        for &id in self.head.h1.iter().take(20) {
            let line = self.tree.line(id);
            if !line.is_empty() && !found.contains(&line) {
                found.push(line);
            }
        }
        found
    }

    pub(super) fn outlet(&self) -> Option<String> {
        let publisher = self.item.and_then(|item| item.text("publisher"));
        // Some put the headline there as well.
        let other = |name: &&str| self.head.first(&["og:title"]) != Some(*name);
        let site = self.head.first(&["og:site_name", "og:sitename"]).filter(other).map(str::to_owned);
        let name = publisher.filter(|p| !p.starts_with("http")).or(site);
        let name = name.or_else(|| self.head.prop("publisher").iter().find_map(|&id| self.named(id)));
        let name = name.or_else(|| {
            let others = [
                "application-name",
                "dc.publisher",
                "dcterms.publisher",
                "citation_journal_title",
                "apple-mobile-web-app-title",
                "copyright_holder",
            ];
            self.head.first(&others).map(str::to_owned)
        });
        name.filter(|n| n.chars().count() <= 80 && !n.contains("://"))
    }

    /// Whether the page's data says that it is an article.
    pub(super) fn says_article(&self) -> bool {
        let open = self.head.first(&["og:type"]).is_some_and(|t| t.eq_ignore_ascii_case("article"));
        // Lists name each of their articles in this way.
        let typed = |&id: &Id| {
            self.tree.attr(id, "itemtype").is_some_and(|t| t.trim_end_matches('/').ends_with("Article"))
        };
        self.is_article || open || (0..self.tree.len()).filter(typed).take(2).count() == 1
    }

    /// The headline: the heading that the page's data confirms, else what most of it says.
    pub(super) fn title(&self) -> Option<String> {
        let outlet = self.outlet();
        let address = self.url(None, None);
        let host = address.as_deref().and_then(host_name);
        let site = [
            outlet.as_deref(),
            self.head.first(&["og:site_name"]),
            self.head.first(&["application-name"]),
            host,
        ];
        // Some put the headline where the name of the site belongs.
        let headline = self.head.first(&["og:title"]);
        let site: Vec<&str> = site.into_iter().flatten().filter(|n| Some(*n) != headline).collect();
        let bare = |title: &str| without_site(title, &site);
        let data =
            self.item.filter(|_| self.is_article).and_then(|i| i.text("headline").or_else(|| i.text("name")));
        let data = data.map(|t| bare(&t));
        let names = [
            "og:title",
            "twitter:title",
            "dc.title",
            "citation_title",
            "parsely-title",
            "sailthru.title",
            "title",
        ];
        let open = self.head.first(&names).map(bare);
        let window = self.head.title.as_deref().map(bare);
        // Best first, since the first wins when as many confirm another.
        let told: Vec<&String> =
            [&data, &window, &open].into_iter().flatten().filter(|t| !t.is_empty()).collect();
        let shown = self.headings(&told);
        let votes = |t: &str| {
            let of_data = told.iter().filter(|o| level(o) == level(t)).count();
            2 * of_data + usize::from(shown.iter().any(|s| level(s) == level(t)))
        };
        let mut best: Option<(usize, &str)> = None;
        for title in shown.iter().map(String::as_str).chain(told.iter().map(|t| t.as_str())) {
            let count = votes(title);
            if best.is_none_or(|(b, _)| count > b) {
                best = Some((count, title));
            }
        }
        // A headline that names its persons or its place first is the fuller one.
        let fuller = |title: &str| {
            let window = window.as_deref().filter(|w| w.ends_with(title))?;
            let before = window.strip_suffix(title)?.trim_end().strip_suffix(':')?;
            (before.split_whitespace().count() >= 2).then(|| window.to_owned())
        };
        if let Some(fuller) = best.and_then(|(_, title)| fuller(title)) {
            return Some(fuller);
        }
        let confirmed = best.filter(|(count, _)| *count > 2).map(|(_, title)| title.to_owned());
        confirmed
            .or_else(|| shown.first().cloned())
            .or_else(|| told.iter().find(|t| data.as_ref() == Some(**t)).map(|t| (*t).clone()))
            .or_else(|| self.lonely_h1(&site))
            .or_else(|| open.clone())
            .or_else(|| window.clone())
            .filter(|t| !t.is_empty())
    }

    /// The headings that agree with what is told, and are not the name of the site.
    fn headings(&self, told: &[&String]) -> Vec<String> {
        let prop = self.head.prop("headline").iter().copied().filter(|&id| self.tree.tag(id) != Tag::Meta);
        let mut found = Vec::new();
        for id in self.head.h1.iter().copied().take(20).chain(prop.take(3)) {
            let whole = self.tree.line(id);
            // A heading may hold more than the headline: a link to the section, a count.
            let parts = self.tree.children(id).map(|part| self.tree.line(part));
            let part = parts
                .into_iter()
                .find(|p| told.iter().any(|t| level(t) == level(p) || starts_with_part(t, p)));
            let line =
                if told.iter().any(|t| level(t) == level(&whole)) { whole } else { part.unwrap_or(whole) };
            if told.iter().any(|t| agree(&line, t)) && !self.ends_window(&line) && !found.contains(&line) {
                found.push(line);
            }
        }
        found
    }

    /// Whether a heading is what the page's title ends with, behind the headline: the site.
    fn ends_window(&self, line: &str) -> bool {
        let Some(window) = &self.head.title else { return false };
        let parts = SEPARATORS.iter().filter_map(|s| window.split_once(s));
        let line = level(line);
        parts
            .into_iter()
            .any(|(first, rest)| level(rest) == line && level(first) != line && !first.trim().is_empty())
    }

    /// The only heading of the first rank, when it is not the name of the site.
    fn lonely_h1(&self, site: &[&str]) -> Option<String> {
        let told = self.head.first(&["og:title"]).is_some();
        match self.h1().as_slice() {
            [one] if !told && one.chars().count() > 15 && !site.iter().any(|s| level(s) == level(one)) => {
                Some(one.clone())
            }
            _ => None,
        }
    }

    /// Other headlines that the data gives.
    pub(super) fn subheads(&self, title: Option<&str>) -> Vec<String> {
        let told = self.item.map(|item| item.texts("alternativeHeadline")).unwrap_or_default();
        let mut found = told;
        found.retain(|t| title.is_none_or(|title| level(title) != level(t)));
        found
    }

    /// The article's number in the system of its publisher.
    pub(super) fn source_id(&self) -> Option<String> {
        let metas = [
            "parsely-post-id",
            "cxenseparse:articleid",
            "article:id",
            "article_id",
            "articleid",
            "content_id",
        ];
        self.head.first(&metas).filter(|id| id.len() <= 80).map(str::to_owned)
    }

    pub(super) fn byline(&self) -> Option<String> {
        let data = self.item.map(|item| item.texts("author")).unwrap_or_default();
        let mut names = tidy_names(data);
        let metas = [
            "author",
            "article:author",
            "article:author_name",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "dcterms.creator",
            "dc.contributor",
            "byl",
            "citation_author",
            "og:author",
            "cxenseparse:author",
            "authors",
            "twitter:data1",
        ];
        for name in metas {
            if names.is_empty() && name != "twitter:data1" {
                names = tidy_names(self.head.all(name).to_vec());
            }
        }
        if names.is_empty() {
            let props = self.head.prop("author").iter().take(5).filter_map(|&id| self.named(id));
            names = tidy_names(props.collect());
        }
        if names.is_empty() {
            names = tidy_names(self.shown_authors());
        }
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// The `name` inside an element, or all of it.
    fn named(&self, id: Id) -> Option<String> {
        let inner =
            (id + 1..self.tree.end(id)).find(|&n| self.tree.attr(n, "itemprop").is_some_and(|p| p == "name"));
        value_of(self.tree, inner.unwrap_or(id))
    }

    /// Links to authors and lines that are named as bylines.
    fn shown_authors(&self) -> Vec<String> {
        let mut found = Vec::new();
        for id in 0..self.tree.len() {
            let link = self.tree.tag(id) == Tag::A
                && self.tree.attr(id, "rel").is_some_and(|r| r.split(' ').any(|w| w == "author"));
            let line =
                self.marks.get(id).is_some_and(|m| m.has(marks::AUTHOR)) && self.tree.end(id) - id < 12;
            let others = marks::COMMENTS.and(marks::RELATED).and(marks::PROMO);
            let other = |up: Id| self.marks.get(up).is_some_and(|m| m.has(others));
            if (link || line) && found.len() < 3 && !self.tree.ancestors(id).take(6).any(other) {
                let text = without_place_and_date(&self.tree.line(id));
                if (3..=80).contains(&text.chars().count()) {
                    found.push(text);
                    if !link {
                        break;
                    }
                }
            }
        }
        found
    }

    pub(super) fn section(&self) -> Option<String> {
        let data = self.item.and_then(|item| item.text("articleSection"));
        let metas = [
            "article:section",
            "section",
            "parsely-section",
            "sailthru.section",
            "cxenseparse:category",
            "dc.subject.section",
            "category",
        ];
        data.or_else(|| self.head.first(&metas).map(str::to_owned)).filter(|s| s.chars().count() <= 80)
    }

    pub(super) fn keywords(&self) -> Vec<String> {
        let mut found = self.item.map(|item| item.texts("keywords")).unwrap_or_default();
        if found.is_empty() {
            found = self.head.all("article:tag").to_vec();
        }
        if found.is_empty() {
            let metas = [
                "news_keywords",
                "keywords",
                "parsely-tags",
                "sailthru.tags",
                "cxenseparse:keywords",
                "dc.subject",
            ];
            found = self.head.first(&metas).map(str::to_owned).into_iter().collect();
        }
        let pieces =
            |t: &String| t.split([',', ';', '،', '、']).map(|w| w.trim().to_owned()).collect::<Vec<_>>();
        found.iter().flat_map(pieces).filter(|w| !w.is_empty() && w.chars().count() <= 80).take(60).collect()
    }

    pub(super) fn lang(&self) -> Option<String> {
        let page = self.head.lang.clone().filter(|l| l.trim().len() > 1);
        let data = self.item.and_then(|item| item.text("inLanguage"));
        let metas = ["og:locale", "content-language", "language", "dc.language"];
        data.or(page).or_else(|| self.head.first(&metas).map(str::to_owned))
    }

    /// The page's address; a page that calls the front page its own is not believed.
    pub(super) fn url(&self, hint: Option<&str>, saved: Option<&str>) -> Option<String> {
        let data = self.item.and_then(|i| i.address("url").or_else(|| i.address("mainEntityOfPage")));
        let own = [
            self.head.link_to("canonical"),
            self.head.first(&["og:url", "twitter:url", "parsely-link"]),
            data.as_deref(),
        ];
        let own = own.into_iter().flatten().map(str::trim).find(|u| is_deep(u));
        own.or(hint).or(saved).filter(|u| u.len() < 2_000).map(str::to_owned)
    }

    pub(super) fn description(&self) -> Option<String> {
        let metas = ["og:description", "description", "twitter:description", "dc.description"];
        self.head.first(&metas).map(str::to_owned)
    }
}

/// The part of an address's host that is most like a name: `post` of `www.post.co.uk`.
fn host_name(url: &str) -> Option<&str> {
    let host = url.split_once("://")?.1.split(['/', ':', '?']).next()?;
    host.split('.')
        .filter(|part| !matches!(*part, "www" | "com" | "net" | "org" | "co"))
        .max_by_key(|part| part.len())
}

/// Whether an address leads to more than a front page.
fn is_deep(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    scheme.starts_with("http") && !path.trim_matches('/').is_empty()
}

/// Names without "by", addresses and repetitions.
fn tidy_names(raw: Vec<String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in raw {
        let name = without_by(&name);
        let odd = name.contains("://")
            || name.contains(".com/")
            || name.contains('{')
            || name.chars().count() > 150;
        let known = names.iter().any(|n| level(n) == level(&name));
        if !odd && !known && name.chars().any(char::is_alphabetic) && names.len() < 12 {
            names.push(name);
        }
    }
    names
}

/// What stands before the first separator or number of a line that begins with a name.
fn without_place_and_date(line: &str) -> String {
    let end = line.find(|c: char| c.is_numeric() || "|•·".contains(c)).unwrap_or(line.len());
    line.get(..end).unwrap_or_default().trim().to_owned()
}

fn without_by(name: &str) -> String {
    #[rustfmt::skip]
    const BY: &[&str] = &[
        "by ", "by: ", "posted by ", "written by ", "author: ", "von ", "par ", "por ", "di ", "door ", "av ", "af ", "autor: ", "автор: ",
        "текст: ", "фото: ", "oleh ",
    ];
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = line.to_lowercase();
    let cut = BY.iter().find(|b| lower.starts_with(**b)).map_or(0, |b| b.len());
    line.get(cut..)
        .unwrap_or(&line)
        .trim_matches(|c: char| c.is_whitespace() || ",|-–:".contains(c))
        .to_owned()
}

/// A text without what makes no difference between titles: case, spaces, punctuation.
pub(super) fn level(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            out.push(c);
            gap = false;
        } else {
            gap = true;
        }
    }
    out
}

/// Whether a title begins with this part of some length, before a separator.
fn starts_with_part(title: &str, part: &str) -> bool {
    let (title, part) = (level(title), level(part));
    part.chars().count() > 20 && title.starts_with(&part)
}

/// Whether two titles are one: the same, or one is most of the other.
pub(super) fn agree(a: &str, b: &str) -> bool {
    let (a, b) = (level(a), level(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if short.chars().count() < 4 {
        return false;
    }
    if long.contains(short.as_str()) && short.len() * 2 >= long.len() {
        return true;
    }
    // Reworded a little: most of the words are the same.
    let words: Vec<&str> = short.split(' ').filter(|w| w.len() > 3).collect();
    let shared = words.iter().filter(|w| long.split(' ').any(|o| o == **w)).count();
    words.len() >= 4 && shared * 4 >= words.len() * 3
}

/// Whether a part of a title is the name of a site, perhaps with a section of it.
fn names_site(part: &str, site: &str) -> bool {
    let (part, site) = (level(part), level(site));
    if part.is_empty() || site.is_empty() || part.split(' ').count() > 6 {
        return false;
    }
    let (bare_part, bare_site) = (part.replace(' ', ""), site.replace(' ', ""));
    let section =
        part.strip_prefix(&site).is_some_and(|more| more.starts_with(' ') && more.split(' ').count() <= 3);
    bare_part == bare_site
        || section
        || (bare_site.len() > 5 && bare_part.starts_with(&bare_site))
        || (bare_part.len() > 3 && bare_part.len() * 3 > bare_site.len() && bare_site.starts_with(&bare_part))
}

/// A title without the name of its site, at either end.
pub(super) fn without_site(title: &str, site: &[&str]) -> String {
    let mut title = title.trim();
    let is_site = |part: &str| site.iter().any(|s| names_site(part, s));
    loop {
        let cut = SEPARATORS.iter().find_map(|separator| {
            let (first, last) = title.rsplit_once(separator)?;
            if is_site(last) {
                // What stands between headline and site is a section.
                let headline = first.split_once(separator).map_or(first, |(headline, _)| headline);
                return Some(if headline.chars().count() > 20 { headline } else { first });
            }
            let (first, rest) = title.split_once(separator)?;
            is_site(first).then_some(rest)
        });
        match cut.map(str::trim).filter(|c| !c.is_empty()) {
            Some(shorter) => title = shorter,
            None => break,
        }
    }
    // An unknown name behind the last separator, when the headline before it is long.
    if site.is_empty()
        && let Some((first, last)) =
            SEPARATORS.iter().filter(|s| s.trim() == "|" || s.len() > 1).find_map(|s| title.rsplit_once(s))
        && last.split_whitespace().count() <= 4
        && first.split_whitespace().count() >= 4
    {
        title = first.trim();
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(page: &str) -> Option<String> {
        let tree = Tree::parse(page);
        let (marks, head, graph) = (marks::of_tree(&tree), Head::of_tree(&tree), Graph::of_tree(&tree));
        Facts::new(&tree, &marks, &head, &graph).title()
    }

    #[test]
    fn the_heading_that_others_confirm_is_the_title() {
        let page =
            "<title>Floods in Kisumu - The Lake Post</title><h1>The Lake Post</h1><h1>Floods in Kisumu</h1>";
        assert_eq!(title(page).as_deref(), Some("Floods in Kisumu"));
        let page = "<meta property=og:site_name content='Lake Post'><meta property=og:title content='Floods in Kisumu | Lake Post'>";
        assert_eq!(title(page).as_deref(), Some("Floods in Kisumu"));
        assert_eq!(
            title("<title>Rain and wind until Sunday night | Post</title>").as_deref(),
            Some("Rain and wind until Sunday night")
        );
    }

    #[test]
    fn names_lose_what_is_no_name() {
        let raw =
            ["By Ana  Lima", "https://x.example/ana", "ana lima", "Jo Ek, "].map(str::to_owned).to_vec();
        assert_eq!(tidy_names(raw), ["Ana Lima", "Jo Ek"]);
    }

    #[test]
    fn titles_agree_when_one_is_most_of_the_other() {
        assert!(agree("Floods in Kisumu, thousands flee", "Floods in Kisumu: thousands flee – live"));
        assert!(!agree("Floods in Kisumu", "News"));
    }
}
