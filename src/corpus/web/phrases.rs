//! What a line says by its words: an invitation, a credit, a note of the desk.
//!
//! Markup does not always name such lines, and their wording is the same everywhere. Only
//! short lines are judged: a sentence of the text may well hold the same words.

/// What a line is by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// Nothing that is known.
    Nothing,
    /// An invitation to subscribe, follow, share, read on; a notice of rights.
    Furniture,
    /// Who took or gave a picture.
    PictureCredit,
    /// A correction or an amendment.
    Correction,
    /// What was added since.
    Update,
}

/// Longest line that can be furniture, in bytes.
const LONGEST: usize = 320;

/// How lines of furniture begin.
#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "sign up", "subscribe", "follow us", "follow @", "like us on", "join us on", "join our", "click here", "read more:", "read also", "also read", "read next", "related:", "listen:",
    "share this", "read or share", "share on", "print this", "email this", "advertisement", "sponsored", "©", "(c) 20", "all rights reserved", "this material may not be", "follow the author", "download our app", "download the app", "get the latest",
    "view gallery", "this slideshow requires", "javascript is", "please enable", "your browser", "tap here", "scroll down",
    "like this story",
    "have a story", "have you got", "do you have a", "send us your", "got a tip", "got a story", "contact us", "email us", "write to us", "to contact the", "we want to hear", "tell us what", "tell us in the", "what do you think", "let us know", "leave a comment", "join the conversation", "comments are closed", "view comments", "show comments",
    "support us", "support our", "already a subscriber", "to continue reading", "continue reading", "this article was originally published", "this story was originally published", "originally published", "this article first appeared", "(reporting by", "reporting by", "(writing by", "(editing by", "[button", "buy now", "order now",
    "most read", "story continues below", "story continues after", "article continues below", "skip advertisement", "listen to this article", "all products recommended", "we may earn", "this post contains affiliate", "if you buy something",
    "abonnieren sie", "jetzt abonnieren", "lesen sie auch", "lesen sie mehr", "mehr zum thema", "auch interessant", "zum thema", "lire aussi", "à lire aussi", "à lire également", "abonnez-vous", "suivez-nous", "inscrivez-vous", "partager sur",
    "lea también", "lee también", "leer más", "le puede interesar", "te puede interesar", "puede interesarte", "suscríbete", "síguenos", "compartir en", "leia também", "leia mais", "veja também", "saiba mais", "siga o", "inscreva-se", "assine", "compartilhe",
    "leggi anche", "leggi di più", "iscriviti", "seguici su", "condividi su", "lees ook", "lees meer", "volg ons", "abonneer", "läs också", "läs mer", "läs även", "les også", "læs også", "lue myös", "lue lisää", "czytaj także", "czytaj też", "czytaj więcej", "zobacz także", "zobacz też", "přečtěte si", "čtěte také", "olvasd el",
    "читайте также", "читать далее", "смотрите также", "подписывайтесь", "подпишитесь", "поделиться", "фото:", "источник:", "читайте також", "підписуйтесь", "баca juga", "baca juga", "simak juga", "ikuti kami", "ilgili haber", "abone ol", "xem thêm", "đọc thêm", "اقرأ أيضا", "اقرأ أيضًا", "تابعونا", "بیشتر بخوانید", "קראו עוד", "関連記事", "続きを読む", "相关阅读", "相关新闻", "相關新聞", "延伸閱讀", "관련기사", "무단전재", "저작권자", "ⓒ",
];

/// How short lines of furniture begin; sentences begin like this as well.
#[rustfmt::skip]
const SHORT_OPENINGS: &[&str] = &[
    "last updated", "updated:", "updated on", "updated at", "first published", "published:", "published on", "published at", "posted on", "posted by", "posted in", "filed under", "tags:", "tagged", "topics:", "categories:", "category:", "reading time", "min read", "loading", "register", "log in", "more:", "copyright", "watch:", "listen:", "contact the", "tweet", "donate", "for more", "recommended", "get our", "newsletter", "photo gallery", "don't miss", "don’t miss", "become a", "swipe", "see also:",
    "publié le", "mis à jour", "veröffentlicht", "aktualisiert", "publicado", "actualizado", "atualizado", "pubblicato", "aggiornato", "gepubliceerd", "опубликовано", "обновлено", "image 1", "post comment", "related tags",
];
/// Longest such line, in `char`s.
const SHORT: usize = 90;
/// Networks that lines of furniture lead to.
const NETWORKS: [&str; 9] = [
    "facebook",
    "twitter",
    "instagram",
    "youtube",
    "telegram",
    "whatsapp",
    "linkedin",
    "tiktok",
    "pinterest",
];
/// How such lines begin.
const FOLLOW: [&str; 12] = [
    "follow",
    "like ",
    "find us",
    "join",
    "suivez",
    "síguenos",
    "sigue",
    "siga",
    "folgen sie",
    "seguici",
    "volg",
    "подпис",
];

/// What lines of furniture hold, wherever.
#[rustfmt::skip]
const INSIDE: &[&str] = &[
    "follow us on", "view this post on instagram", "on facebook and twitter", "on twitter and facebook", "on facebook, twitter", "on twitter, facebook", "sign up for our", "sign up to our", "sign up for the", "subscribe to our", "subscribe to the", "subscribe now", "newsletter here", "to our newsletter", "click here to", "click here for", "all rights reserved", "all right reserved",
    "download the app", "follow her on twitter", "follow him on twitter", "follow me on twitter", "follow them on twitter", "on twitter at @", "on twitter: @", "this slideshow requires javascript", "may not be published, broadcast", "without permission", "share it with", "letters to the editor", "contributed to this report", "contributed reporting",
    "terms of use", "privacy policy", "terms of service", "cookie policy", "appeared in print", "reprinted with permission", "available on the app store", "무단전재", "재배포 금지", "copyright ©", "copyright ⓒ", "© copyright", "delivered to your inbox", "in your inbox", "delivered straight", "delivered through your letterbox",
];

/// How the heads of lists of other articles begin.
#[rustfmt::skip]
const MORE_HEADS: &[&str] = &[
    "related", "more ", "more:", "read more", "read next", "you may also like", "you might also like", "you may like", "recommended", "see also", "further reading", "also read", "most read", "most popular", "trending", "top stories", "latest news", "latest", "don't miss", "don’t miss", "what to read next", "also on", "from our partners", "around the web", "promoted", "sponsored",
    "mehr zum thema", "das könnte", "auch interessant", "weitere artikel", "weitere themen", "à lire aussi", "lire aussi", "sur le même sujet", "voir aussi", "te puede interesar", "noticias relacionadas", "más noticias", "lea también", "leia também", "veja também", "notícias relacionadas", "leggi anche", "potrebbe interessarti", "articoli correlati",
    "lees ook", "meer over", "läs mer", "läs också", "les også", "læs også", "lue myös", "czytaj także", "zobacz także", "przeczytaj także", "читайте также", "по теме", "похожие", "другие новости", "читайте також", "baca juga", "berita terkait", "artikel terkait", "ilgili haberler", "tin liên quan", "اقرأ أيضا", "関連記事", "相关", "相關", "関連ニュース", "관련", "você pode gostar", "tagged", "share this", "comments", "leave a reply", "leave a comment", "about the author",
];

/// Words of picture credits.
#[rustfmt::skip]
const CREDITS: &[&str] = &[
    "(image:", "(photo:", "(photo by", "(picture:", "(pic:", "(image credit", "(photo credit", "photo credit:", "image credit:", "image credits:", "photo courtesy", "image courtesy", "getty images", "/getty", "ap photo", "(ap photo", "/ap)", "/afp", "afp/", "reuters/", "/reuters", "shutterstock", "(credit:", "photograph:", "photo:", "image:", "picture:", "photo by", "image by", "file photo", "(foto:", "foto:", "bild:", "photo :", "crédit photo", "crédits photo", "фото:", "fotó:", "zdjęcie:", "(courtesy", "screenshot via", "screengrab", "istock", "(nasa/", "/epa", "epa/", "/pa wire",
];

/// How corrections begin.
#[rustfmt::skip]
const CORRECTIONS: &[&str] = &[
    "correction:", "corrections:", "correction (", "correction,", "correction added", "correction —", "correction -", "clarification:", "clarification (", "editor's note: an earlier", "editor’s note: an earlier", "this article was amended", "this article was corrected", "this story has been corrected", "this article has been corrected", "this article has been amended", "this piece was amended", "this story was corrected", "an earlier version of this", "a previous version of this", "an earlier version misstated", "korrektur:", "anmerkung der redaktion: in einer früheren", "rectificatif", "erratum", "corrección:", "fe de errores", "correção:", "errata:", "rettifica", "rectificatie", "rättelse", "korjaus",
];

/// How notes of what was added begin.
#[rustfmt::skip]
const UPDATES: &[&str] = &[
    "update:", "update (", "updated to add", "this article has been updated", "this story has been updated", "this post has been updated", "this article was updated", "this story was updated", "this is a developing story", "this story is developing", "actualización:", "mise à jour :", "aktualisierung:", "atualização:", "aggiornamento:",
];

/// Judges a line.
pub(super) fn says(text: &str) -> Says {
    let text =
        text.trim().trim_start_matches(|c: char| "*•–—-►▶»>|[(“\"'’‘ ".contains(c) && c != '(' && c != '[');
    if text.len() > 700 {
        return Says::Nothing;
    }
    let lower = text.to_lowercase();
    let begins = |list: &[&str]| list.iter().any(|o| lower.starts_with(o));
    if begins(CORRECTIONS) {
        return Says::Correction;
    }
    if begins(UPDATES) {
        return Says::Update;
    }
    if lower.len() > LONGEST {
        return Says::Nothing;
    }
    let credit = CREDITS.iter().any(|c| lower.contains(c));
    if credit && lower.chars().count() < 160 {
        return Says::PictureCredit;
    }
    let count = lower.chars().count();
    if count <= SHORT && begins(SHORT_OPENINGS) {
        return Says::Furniture;
    }
    if begins(&FOLLOW) && NETWORKS.iter().any(|n| lower.contains(n)) {
        return Says::Furniture;
    }
    if begins(OPENINGS) || INSIDE.iter().any(|i| lower.contains(i)) {
        return Says::Furniture;
    }
    Says::Nothing
}

/// Whether a short line is the head of a list of other articles.
pub(super) fn heads_more(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    lower.chars().count() <= 60 && MORE_HEADS.iter().any(|m| lower.starts_with(m))
}
