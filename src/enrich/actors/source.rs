//! Names that only say where a text or a picture comes from: no actors.
//!
//! `Credit: Anna Smith/AP`, `via AFP`, `MOSCOW (Reuters)`, `in a Telegram post`. An agency
//! that is quoted (`told Reuters`) and a platform that acts (`Telegram said`) are actors.

use super::letters::name_key;

/// How far behind the label of a credit line its names stand, in bytes.
const CREDIT_BYTES: usize = 120;

/// Whether the name at these bytes of a text is only a source.
pub(super) fn is_source(text: &str, start: usize, end: usize) -> bool {
    let (Some(before), Some(name), Some(behind)) = (text.get(..start), text.get(start..end), text.get(end..))
    else {
        return false;
    };
    let is_word = !name.contains(' ') && name.len() <= 12;
    if is_word {
        let key = name_key(name);
        if is_label(&key)
            && !(behind.starts_with(' ')
                && behind.get(1..).is_some_and(|b| b.starts_with(char::is_uppercase)))
        {
            return true;
        }
        if is_platform(&key) && is_used(before, behind) || is_agency(&key) && is_signed(before, behind) {
            return true;
        }
    }
    is_credited(before)
}

/// Words that open a credit line.
fn is_label(key: &str) -> bool {
    matches!(
        key,
        "credit"
            | "credits"
            | "photo"
            | "photos"
            | "photograph"
            | "photographs"
            | "picture"
            | "pictures"
            | "image"
            | "images"
            | "caption"
            | "copyright"
            | "advertisement"
            | "source"
            | "sources"
            | "video"
            | "file"
    )
}

fn is_platform(key: &str) -> bool {
    matches!(
        key,
        "telegram"
            | "twitter"
            | "facebook"
            | "instagram"
            | "youtube"
            | "tiktok"
            | "whatsapp"
            | "weibo"
            | "wechat"
            | "linkedin"
            | "snapchat"
            | "reddit"
            | "vkontakte"
            | "x"
    )
}

fn is_agency(key: &str) -> bool {
    matches!(
        key,
        "ap" | "afp"
            | "upi"
            | "reuters"
            | "tass"
            | "dpa"
            | "efe"
            | "ansa"
            | "xinhua"
            | "kyodo"
            | "interfax"
            | "bloomberg"
            | "getty"
            | "epa"
            | "pa"
            | "aap"
            | "unian"
            | "ria"
            | "ans"
            | "pti"
            | "ians"
            | "yonhap"
    )
}

/// `on Telegram`, `a Telegram post`.
fn is_used(before: &str, behind: &str) -> bool {
    let word = before.trim_end_matches(' ').rsplit([' ', '\n']).next().unwrap_or_default();
    let next = behind.strip_prefix(' ').and_then(|b| b.split(|c: char| !c.is_alphanumeric()).next());
    let owned = word.ends_with("'s") || word.ends_with("’s");
    owned
        || matches!(
            word,
            "on" | "On"
                | "via"
                | "to"
                | "through"
                | "over"
                | "using"
                | "a"
                | "an"
                | "his"
                | "her"
                | "their"
                | "its"
                | "from"
        )
        || next.is_some_and(|next| {
            matches!(
                next,
                "post"
                    | "posts"
                    | "channel"
                    | "channels"
                    | "account"
                    | "accounts"
                    | "page"
                    | "pages"
                    | "message"
                    | "messages"
                    | "video"
                    | "videos"
                    | "messaging"
                    | "app"
                    | "thread"
                    | "feed"
                    | "statement"
                    | "group"
                    | "chat"
                    | "livestream"
                    | "stream"
            )
        })
}

/// `via AP`, `(Reuters)`, `AFP/Getty`.
fn is_signed(before: &str, behind: &str) -> bool {
    let bracketed = before.ends_with('(') && behind.starts_with(')');
    let photo = before.ends_with('(') && behind.starts_with(" Photo");
    bracketed
        || photo
        || before.ends_with("via ")
        || before.ends_with('/')
        || before.ends_with("by ") && behind.starts_with('\n')
}

/// Whether a credit line was opened shortly before, in the same line.
fn is_credited(before: &str) -> bool {
    let mut from = before.len().saturating_sub(CREDIT_BYTES);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let near = before.get(from..).unwrap_or_default();
    let line = near.rsplit('\n').next().unwrap_or_default();
    if !line.contains(": ") && !line.contains(" by ") {
        return false;
    }
    [
        "Credit: ",
        "Credits: ",
        "CREDIT: ",
        "Photo: ",
        "Photo by ",
        "Photograph: ",
        "Photograph by ",
        "Picture: ",
        "Image: ",
        "(Photo by ",
    ]
    .iter()
    .any(|label| {
        line.rfind(label).is_some_and(|at| !line.get(at + label.len()..).unwrap_or_default().contains(". "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str, name: &str) -> bool {
        let start = text.rfind(name).unwrap();
        is_source(text, start, start + name.len())
    }

    #[test]
    fn what_only_says_where_it_comes_from() {
        for (text, name) in [
            ("Shelling in the area. Credit: Governor's channel via AP", "Credit"),
            ("Shelling in the area. Credit: Governor's channel via AP", "AP"),
            ("Credit: Anna Smith/AP", "Anna Smith"),
            ("Photo by Anna Smith", "Anna Smith"),
            ("MOSCOW (Reuters) - He left.", "Reuters"),
            ("He added in a Telegram post: no", "Telegram"),
            ("he wrote on Telegram.", "Telegram"),
            ("the governor's Telegram channel", "Telegram"),
            ("Photo released by the governor", "Photo"),
        ] {
            assert!(source(text, name), "{text}");
        }
    }

    #[test]
    fn who_acts_or_is_quoted_is_an_actor() {
        for (text, name) in [
            ("he told Reuters on Friday", "Reuters"),
            ("Telegram said it would appeal.", "Telegram"),
            ("Credit: AP. Then Anna Smith left.", "Anna Smith"),
            ("Credit: AP\nAnna Smith left.", "Anna Smith"),
            ("Credit Suisse fell", "Credit"),
            ("AP reported it", "AP"),
        ] {
            assert!(!source(text, name), "{text}");
        }
    }
}
