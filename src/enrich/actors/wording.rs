//! The words of an organisation's name that count, each in one spelling.
//!
//! `The Acme Co., Ltd.` is `acme`, `Organisation` is `Organization`, `U. S.` and `United
//! States` are `us`.

/// The words that count, each in one spelling.
pub fn plain(name: &str) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::with_capacity(6);
    for word in name.split(' ').filter(|w| !w.is_empty()) {
        match (words.last().copied(), word) {
            (Some("united"), "states") => replace_last(&mut words, "us"),
            (Some("united"), "nations") => replace_last(&mut words, "un"),
            (Some("united"), "kingdom") => replace_last(&mut words, "uk"),
            (Some("european"), "union") => replace_last(&mut words, "eu"),
            (Some("u"), "s") => replace_last(&mut words, "us"),
            (Some("co"), "operation") => replace_last(&mut words, "cooperation"),
            (Some("co"), "operative") => replace_last(&mut words, "cooperative"),
            (Some("us"), "of") if words.len() == 1 => words.push(word),
            _ => words.push(one_spelling(word)),
        }
    }
    let content = words.iter().filter(|w| !matches!(**w, "the" | "and")).count();
    if content > 0 {
        words.retain(|w| !matches!(*w, "the" | "and"));
    }
    cut_legal_form(&mut words);
    words
}

fn replace_last<'w>(words: &mut [&'w str], word: &'w str) {
    if let Some(last) = words.last_mut() {
        *last = word;
    }
}

/// Abbreviations and British spellings.
fn one_spelling(word: &str) -> &str {
    match word {
        "organisation" => "organization",
        "organisations" => "organizations",
        "defence" => "defense",
        "labour" => "labor",
        "programme" => "program",
        "programmes" => "programs",
        "centre" => "center",
        "centres" => "centers",
        "theatre" => "theater",
        "harbour" => "harbor",
        "dept" => "department",
        "assn" | "assoc" => "association",
        "intl" | "internatl" => "international",
        "natl" | "natnl" => "national",
        "govt" => "government",
        "univ" => "university",
        "inst" => "institute",
        "saint" => "st",
        "mfg" => "manufacturing",
        "bros" => "brothers",
        "comm" => "commission",
        "cttee" => "committee",
        "fed" if word.len() == 3 => word,
        "usa" => "us",
        "co-operation" => "cooperation",
        "aluminium" => "aluminum",
        "jewellery" => "jewelry",
        _ => word,
    }
}

fn cut_legal_form(words: &mut Vec<&str>) {
    while let [_, .., "a", "s"] | [_, .., "s", "a" | "c"] | [_, .., "n" | "b", "v"] = words.as_slice() {
        words.truncate(words.len() - 2); // A/S
    }
    while words.len() > 1 && words.last().is_some_and(|w| is_company_suffix(w)) {
        words.pop();
    }
    if words.len() > 1
        && words.first().is_some_and(|w| matches!(*w, "pt" | "oao" | "pao" | "ooo" | "zao" | "jsc"))
    {
        words.remove(0);
    }
}

/// Whether a word only says what form of company it is.
pub fn is_company_suffix(word: &str) -> bool {
    matches!(
        word,
        "inc"
            | "incorporated"
            | "corp"
            | "corporation"
            | "ltd"
            | "limited"
            | "plc"
            | "co"
            | "cos"
            | "company"
            | "llc"
            | "llp"
            | "lp"
            | "gmbh"
            | "ag"
            | "kg"
            | "kgaa"
            | "sa"
            | "sas"
            | "sarl"
            | "srl"
            | "spa"
            | "nv"
            | "bv"
            | "ab"
            | "asa"
            | "oyj"
            | "oy"
            | "kk"
            | "bhd"
            | "sdn"
            | "pty"
            | "pte"
            | "pvt"
            | "tbk"
            | "jsc"
            | "ojsc"
            | "pjsc"
            | "cjsc"
            | "oao"
            | "pao"
            | "ooo"
            | "zao"
            | "se"
            | "aps"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_worded_in_two_ways_is_one() {
        for (name, words) in [
            ("the acme co ltd", "acme"),
            ("acme a s", "acme"),
            ("united states army", "us army"),
            ("u s army", "us army"),
            ("united nations", "un"),
            ("organisation of labour", "organization of labor"),
            ("smith and jones co", "smith jones"),
            ("company", "company"),
            ("the the", "the the"),
            ("pt astra international tbk", "astra international"),
        ] {
            assert_eq!(plain(name).join(" "), words, "{name}");
        }
    }
}
