//! What newsletters and mailing lists put around a text: signatures, ways to unsubscribe,
//! links to the same text on the web.

/// Words that only the end of a newsletter or list mail has, lower case.
#[rustfmt::skip]
const LEAVE: &[&str] = &[
    "unsubscribe", "opt out of", "opt-out", "manage your subscription", "manage your preferences", "manage preferences",
    "email preferences", "update your preferences", "you are receiving this", "you're receiving this", "you received this", "this email was sent to",
    "this message was sent to", "abbestellen", "newsletter abmelden", "vom newsletter abmelden", "désabonner", "désinscrire", "désinscription",
    "darse de baja", "cancelar su suscripción", "cancelar la suscripción", "cancelar sua inscrição", "cancelar a inscrição", "descadastr",
    "disiscriv", "cancella la tua iscrizione", "cancellare la tua iscrizione", "uitschrijven", "afmelden voor", "avsluta prenumeration",
    "avprenumerera", "avmelde", "afmeld nyhedsbrev", "peruuta tilaus", "peru tilaus", "wypisz się", "wypisać się", "odhlásit", "leiratkoz",
    "отписаться", "отпишитесь", "відписатися", "abonelikten", "إلغاء الاشتراك", "لغو اشتراک", "להסרה מרשימת", "退订", "取消订阅", "取消訂閱",
    "配信停止", "수신거부",
];

/// Words of the line that leads to the same text on the web, lower case.
#[rustfmt::skip]
const ON_THE_WEB: &[&str] = &[
    "in your browser", "in a browser", "in browser", "view online", "read online", "view this email", "trouble viewing", "webversion", "web version",
    "im browser", "online ansehen", "online-ansicht", "dans votre navigateur", "version en ligne", "en su navegador", "en tu navegador",
    "en el navegador", "no navegador", "no seu navegador", "nel browser", "nel tuo browser", "in je browser", "in uw browser", "i webbläsaren",
    "i nettleseren", "i din browser", "selaimessa", "w przeglądarce", "в браузере", "у браузері", "tarayıcı", "في المتصفح", "ブラウザ", "在浏览器",
];

/// Lines of a signature.
const SIGNATURE_LINES: usize = 30;

/// Paragraphs at the end among which the way to unsubscribe is looked for.
const LAST_PARAGRAPHS: usize = 12;

/// Bytes that may go behind the first paragraph that belongs to no text.
const FOOTER_BYTES: usize = 2_000;

/// Parts a text from what was put around it.
pub(super) fn part(text: &str) -> (String, Vec<String>) {
    let mut asides = Vec::new();
    let text = text.replace("\r\n", "\n");
    let (text, signature) = signature(&text);
    asides.extend(signature);
    let mut paragraphs: Vec<&str> = text.split("\n\n").filter(|p| !p.trim().is_empty()).collect();
    while paragraphs.len() > 1 && paragraphs.first().is_some_and(|p| is_short(p) && has(p, ON_THE_WEB)) {
        asides.push(paragraphs.remove(0).trim().to_owned());
    }
    if let Some(end) = footer(&paragraphs) {
        asides.push(paragraphs.split_off(end).join("\n\n"));
    }
    (paragraphs.join("\n\n"), asides)
}

/// Text and signature, which stands behind a line of two dashes.
fn signature(text: &str) -> (&str, Option<String>) {
    let mut at = text.len();
    for (n, line) in text.split_inclusive('\n').rev().enumerate() {
        at -= line.len();
        if n > SIGNATURE_LINES {
            break;
        }
        if matches!(line.trim_end_matches('\n'), "-- " | "--") && at > 0 {
            let (text, signature) = text.split_at(at);
            let signature = signature.get(line.len()..).unwrap_or_default().trim();
            return (text, (!signature.is_empty()).then(|| signature.to_owned()));
        }
    }
    (text, None)
}

/// Where the paragraphs begin that say how to unsubscribe and what comes with that.
fn footer(paragraphs: &[&str]) -> Option<usize> {
    let from = paragraphs.len().saturating_sub(LAST_PARAGRAPHS).max(1);
    let says = |n: &usize| paragraphs.get(*n).is_some_and(|p| has(p, LEAVE));
    let mut start = (from..paragraphs.len()).find(says)?;
    let behind = |start: usize| paragraphs.iter().skip(start).map(|p| p.len()).sum::<usize>();
    // A paragraph that is too far up speaks of unsubscribing; the last one does it.
    while behind(start) > FOOTER_BYTES {
        start = (start + 1..paragraphs.len()).find(says)?;
    }
    // A rule drawn above it belongs to it.
    let is_rule = |p: &&str| p.trim().chars().all(|c| "_-=*~—─ \n".contains(c));
    while start > 1 && paragraphs.get(start - 1).is_some_and(is_rule) {
        start -= 1;
    }
    Some(start)
}

/// Whether a text says how to unsubscribe.
pub(super) fn says_how_to_leave(text: &str) -> bool {
    has(text, LEAVE)
}

fn is_short(paragraph: &str) -> bool {
    paragraph.len() < 300
}

fn has(paragraph: &str, words: &[&str]) -> bool {
    let lower = paragraph.to_lowercase();
    words.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_a_text_goes() {
        let text = "View this email in your browser\n\nThe dam broke.\n\nPeople fled.\n\n____\n\n\
                    You are receiving this since you asked.\nUnsubscribe: http://a.example\n\n1 High Street";
        let (text, asides) = part(text);
        assert_eq!(text, "The dam broke.\n\nPeople fled.");
        assert_eq!(asides.len(), 2);
        assert!(asides[1].ends_with("1 High Street"));
    }

    #[test]
    fn a_text_about_unsubscribing_stays() {
        let text = "Unsubscribe buttons do not work.\n\nThat is what the agency found.";
        assert_eq!(part(text), (text.to_owned(), Vec::new()));
        let long = format!("One.\n\nMany unsubscribe.\n\n{}", "They leave in crowds.\n\n".repeat(200));
        assert!(part(&long).1.is_empty());
    }

    #[test]
    fn a_signature_stands_behind_two_dashes() {
        let (text, asides) = part("The dam broke.\r\n-- \r\nAna Lima\r\nThe Daily");
        assert_eq!((text.trim_end(), asides), ("The dam broke.", vec!["Ana Lima\nThe Daily".to_owned()]));
        assert_eq!(part("--\nno text above").1, Vec::<String>::new());
    }
}
