//! What the region of a source says about how it writes dates.
//!
//! The United States and the Philippines put the month first, most others the day. Where a
//! source is at home shows in its language tag (`en-US`) and in the end of its host's name.

use crate::corpus::pubdate::DateOrder;

/// Ends of hosts' names that look like a country's and are used by everybody.
const ANYBODY: [&str; 9] = ["io", "co", "tv", "me", "ai", "fm", "ly", "cc", "eu"];
/// Ends of hosts' names in places that put the month first.
const MONTH_FIRST: [&str; 5] = ["us", "gov", "mil", "ph", "edu"];

/// The order of day and month that is likely for a source.
pub(super) fn date_order(lang: Option<&str>, url: Option<&str>) -> DateOrder {
    let tag = lang.unwrap_or_default().to_ascii_lowercase();
    let mut parts = tag.split(['-', '_']);
    let (primary, region) = (parts.next().unwrap_or_default(), parts.next_back());
    let top = url.and_then(top_level);
    match (region, top.as_deref()) {
        (Some("us" | "ph"), _) => DateOrder::MonthFirst,
        (Some(region), _) if region.len() == 2 => DateOrder::DayFirst,
        (_, Some(top)) if MONTH_FIRST.contains(&top) => DateOrder::MonthFirst,
        (_, Some(top)) if top.len() == 2 && !ANYBODY.contains(&top) => DateOrder::DayFirst,
        _ if primary == "en" || primary == "english" => DateOrder::MonthFirst,
        _ => DateOrder::DayFirst,
    }
}

/// The last part of the name of an address's host.
fn top_level(url: &str) -> Option<String> {
    let (_, rest) = url.trim().split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let (_, top) = host.trim_end_matches('.').rsplit_once('.')?;
    Some(top.to_ascii_lowercase())
}

/// The two letters of a language tag.
pub(super) fn two_letters(tag: &str) -> Option<[u8; 2]> {
    let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    let primary = match primary.as_str() {
        "fas" | "per" | "prs" | "persian" | "farsi" | "dari" => "fa",
        "ara" | "arabic" => "ar",
        "rus" | "russian" => "ru",
        "ukr" | "ukrainian" => "uk",
        "tha" | "thai" => "th",
        "pus" | "pashto" => "ps",
        "eng" | "english" => "en",
        other => other,
    };
    <[u8; 2]>::try_from(primary.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_decides_before_the_language() {
        let order = |lang, url| date_order(lang, url);
        assert_eq!(order(Some("en-GB"), Some("https://a.com/x")), DateOrder::DayFirst);
        assert_eq!(order(Some("en"), Some("https://a.co.uk/x")), DateOrder::DayFirst);
        assert_eq!(order(Some("en"), Some("https://a.com/x")), DateOrder::MonthFirst);
        assert_eq!(order(Some("en_US"), Some("https://a.co.uk/x")), DateOrder::MonthFirst);
        assert_eq!(order(Some("fr"), None), DateOrder::DayFirst);
        assert_eq!(order(None, Some("https://a.gov:80/x")), DateOrder::MonthFirst);
        assert_eq!(order(None, None), DateOrder::DayFirst);
    }
}
