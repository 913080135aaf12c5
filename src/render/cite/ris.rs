//! RIS, as reference managers read it.
//!
//! Each line is a tag and a value. Newspaper articles are `NEWS`; their newspaper is `T2`. The date
//! stands in `DA`, with its slashes where month or day are not known (`1943///`), since a bare year
//! in `Y1` is read as a day by some; `PY` is its year, for programs that know no `DA`. A value cannot
//! hold a line break, and in an author the comma parts family, given names and suffix.

use super::Citation;
use super::byline::Author;

/// An entry with its end.
pub(super) fn entry(citation: &Citation) -> String {
    let mut lines = String::new();
    let mut line = |tag: &str, value: &str| lines.extend([tag, "  - ", value, "\r\n"]);
    line("TY", "NEWS");
    for author in &citation.authors {
        line("AU", &name(author));
    }
    let given = [
        ("TI", &citation.title),
        ("T2", &citation.outlet),
        ("SP", &citation.page),
        ("SE", &citation.section),
        ("ET", &citation.edition),
        ("UR", &citation.url),
        ("LA", &citation.lang),
        ("AB", &citation.summary),
        ("N1", &citation.note),
    ];
    for (tag, value) in given {
        value.iter().for_each(|value| line(tag, value));
    }
    if let Some(date) = citation.date {
        let two = |part: Option<u32>| part.map(|n| format!("{n:02}")).unwrap_or_default();
        line("PY", &format!("{:04}", date.year()));
        line("DA", &format!("{:04}/{}/{}/", date.year(), two(date.month()), two(date.day())));
    }
    for keyword in &citation.keywords {
        // Programs take a semicolon for the end of a keyword.
        line("KW", &keyword.replace(';', ","));
    }
    line("AN", &citation.id.to_string());
    line("ER", "");
    lines.push_str("\r\n");
    lines
}

fn name(author: &Author) -> String {
    match author {
        Author::Person { family, given, suffix: Some(suffix) } => format!("{family}, {given}, {suffix}"),
        Author::Person { family, given, suffix: None } => format!("{family}, {given}"),
        Author::Literal(name) => name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::cite::sample;

    #[test]
    fn an_entry_is_lines_of_tags() {
        let expected = "TY  - NEWS\r\nAU  - de Souza, Ana, Jr.\r\nAU  - Meridian Wire\r\n\
            TI  - 50% of {all} \"A&B\" stock_#1 ~ $5\\n\r\nT2  - Gazette & Post\r\nSP  - A1\r\nSE  - World\r\n\
            ET  - Late\r\nUR  - https://a.example/x_y?q={1}&r=50%25\r\nLA  - en\r\nAB  - Short.\r\n\
            N1  - Byline: Ana de Souza Jr., staff\r\nPY  - 1943\r\nDA  - 1943/05//\r\nKW  - war\r\n\
            KW  - bread, grain\r\nAN  - 00000000002d\r\nER  - \r\n\r\n";
        assert_eq!(entry(&sample()), expected);
    }

    #[test]
    fn a_year_stays_a_year() {
        let entry = entry(&Citation { date: "1943".parse().ok(), ..sample() });
        assert!(entry.contains("PY  - 1943\r\nDA  - 1943///\r\n"));
    }
}
