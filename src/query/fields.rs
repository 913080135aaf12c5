//! The fields of the query language: their names, and what stands after the colon.

use chrono::NaiveDate;

use super::words::{has_letter, is_wildcard};
use super::{ActorKind, Fault, Node, Span, Typed, Value, Zone, dates};
use crate::article::DateSource;
use crate::text::edits;

/// What a name before a colon stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Zone(Zone),
    AtLeast,
    Place,
    About,
    Dateline,
    Near,
    Within,
    Actor(Option<ActorKind>),
    Outlet,
    Lang,
    Date,
    DateSource,
    Day,
    Mentions,
    Story,
    Id,
}

/// Every field: its name, and a value to show in messages.
const FIELDS: [(&str, Field, &str); 24] = [
    ("title", Field::Zone(Zone::Title), "ceasefire"),
    ("lead", Field::Zone(Zone::Lead), "gaza"),
    ("caption", Field::Zone(Zone::Caption), "bridge"),
    ("byline", Field::Zone(Zone::Byline), "Fisk"),
    ("datelinetext", Field::Zone(Zone::DatelineText), "Kursk"),
    ("aside", Field::Zone(Zone::Aside), "correction"),
    ("atleast", Field::AtLeast, "5:wagner"),
    ("place", Field::Place, "\"Kursk Oblast\""),
    ("about", Field::About, "Ukraine"),
    ("dateline", Field::Dateline, "Moscow"),
    ("near", Field::Near, "51.73,36.19,50km"),
    ("within", Field::Within, "50.1,34.2,52.4,38.5"),
    ("actor", Field::Actor(None), "\"Wagner Group\""),
    ("person", Field::Actor(Some(ActorKind::Person)), "Zelenskyy"),
    ("org", Field::Actor(Some(ActorKind::Organisation)), "NATO"),
    ("group", Field::Actor(Some(ActorKind::Group)), "rebels"),
    ("outlet", Field::Outlet, "Reuters"),
    ("lang", Field::Lang, "en"),
    ("date", Field::Date, "2024-08-06..2024-08-20"),
    ("datesrc", Field::DateSource, "url"),
    ("day", Field::Day, "04-25"),
    ("mentions", Field::Mentions, "2022-02-24"),
    ("story", Field::Story, "ID"),
    ("id", Field::Id, "ID"),
];

/// What other search tools call our fields.
const FOREIGN_NAMES: [(&str, &str); 22] = [
    ("headline", "title"),
    ("hl", "title"),
    ("hd", "title"),
    ("intitle", "title"),
    ("author", "byline"),
    ("by", "byline"),
    ("source", "outlet"),
    ("publisher", "outlet"),
    ("site", "outlet"),
    ("publication", "outlet"),
    ("language", "lang"),
    ("location", "place"),
    ("country", "place"),
    ("organization", "org"),
    ("organisation", "org"),
    ("entity", "actor"),
    ("who", "actor"),
    ("where", "place"),
    ("before", "date"),
    ("after", "date"),
    ("since", "date"),
    ("year", "date"),
];

impl Field {
    /// The field of this name, in whatever case.
    pub(super) fn named(name: &str) -> Option<Field> {
        FIELDS.iter().find(|(known, ..)| name.eq_ignore_ascii_case(known)).map(|&(_, field, _)| field)
    }

    /// The name, without the colon.
    pub(super) fn name(self) -> &'static str {
        FIELDS.iter().find(|(_, field, _)| *field == self).map_or("", |&(name, ..)| name)
    }

    /// The field with a value, as an example.
    pub(super) fn example(self) -> String {
        let value = FIELDS.iter().find(|(_, field, _)| *field == self).map_or("", |&(.., value)| value);
        format!("{}:{value}", self.name())
    }

    /// Whether the value is a name that may have several words.
    pub(super) fn takes_name(self) -> bool {
        matches!(self, Field::Place | Field::About | Field::Dateline | Field::Actor(_) | Field::Outlet)
    }

    /// What the field with this value asks for. Not for zones and `atleast:`, whose
    /// values are words.
    pub(super) fn node(self, value: &Typed, quoted: bool, today: Option<NaiveDate>) -> Result<Node, Fault> {
        let name = || name(self, value, quoted);
        Ok(match self {
            Field::Place => Node::Place(name()?),
            Field::About => Node::About(name()?),
            Field::Dateline => Node::Dateline(name()?),
            Field::Actor(kind) => Node::Actor { name: name()?, kind },
            Field::Outlet => Node::Outlet(name()?),
            Field::Lang => Node::Lang(language(value, name()?)?),
            Field::Date => Node::Date(dates::clause(value, today)?),
            Field::Mentions => Node::Mentions(dates::span(value, today)?),
            Field::DateSource => Node::DateSource(date_source(value)?),
            Field::Day => any_year(value)?,
            Field::Near => near_point(value)?,
            Field::Within => within(value)?,
            Field::Story => Node::Story(literal(self, value, quoted)?),
            Field::Id => Node::Id(literal(self, value, quoted)?),
            Field::Zone(_) | Field::AtLeast => {
                return Err(Fault::new(value.span, format!("{}: wants a word", self.name()), self.usage()));
            }
        })
    }

    /// How the field is written, as an advice.
    pub(super) fn usage(self) -> String {
        format!("write {}", self.example())
    }
}

fn name(field: Field, value: &Typed, quoted: bool) -> Result<Value, Fault> {
    if value.text == "*" && !quoted {
        return Ok(Value::Any);
    }
    literal(field, value, quoted).map(Value::Name)
}

/// A value that is taken as it stands.
fn literal(field: Field, value: &Typed, quoted: bool) -> Result<Typed, Fault> {
    let (name, text) = (field.name(), &value.text);
    let fault = |message: String, help: String| Err(Fault::new(value.span, message, help));
    if !has_letter(text) {
        return fault(format!("{name}: wants a letter or digit in its value"), field.usage());
    }
    if quoted {
        return Ok(value.clone());
    }
    if let Some(excluded) = text.strip_prefix('-') {
        return fault(
            "the hyphen that excludes goes before the field".into(),
            format!("write -{name}:{excluded}"),
        );
    }
    if is_wildcard(text) || text.contains('~') || text.starts_with('=') {
        let help = format!("name it in full, in quotes if need be; {name}:* asks for any value");
        return fault(format!("wildcards, ~ and = do not work in {name}:"), help);
    }
    Ok(value.clone())
}

fn language(value: &Typed, name: Value) -> Result<Value, Fault> {
    let code = value.text.split(['-', '_']).next().unwrap_or_default();
    let is_code = matches!(code.len(), 2 | 3) && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    if name == Value::Any || is_code {
        return Ok(name);
    }
    let message = format!("\"{}\" is not the code of a language", value.text);
    Err(Fault::new(value.span, message, "write its two or three letters: lang:en, lang:ru, lang:zh"))
}

fn date_source(value: &Typed) -> Result<DateSource, Fault> {
    let found = DateSource::ALL.into_iter().find(|source| value.text.eq_ignore_ascii_case(source.as_str()));
    found.ok_or_else(|| {
        let names = DateSource::ALL.map(DateSource::as_str).join(", ");
        Fault::new(
            value.span,
            format!("no date comes from \"{}\"", value.text),
            format!("write one of {names}"),
        )
    })
}

fn any_year(value: &Typed) -> Result<Node, Fault> {
    let part = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() == 2 && !text.starts_with('+'));
    let day = value.text.split_once('-').and_then(|(month, day)| part(month).zip(part(day)));
    // A leap year has every day that any year has.
    let known = day.filter(|&(month, day)| NaiveDate::from_ymd_opt(2000, month, day).is_some());
    known.map(|(month, day)| Node::AnyYear { month, day }).ok_or_else(|| {
        let help = "write the month and the day, two digits each: day:04-25";
        Fault::new(value.span, format!("\"{}\" is not a day of the year", value.text), help)
    })
}

fn near_point(value: &Typed) -> Result<Node, Fault> {
    let parts: Vec<&str> = value.text.split(',').collect();
    let &[lat, lon, distance] = parts.as_slice() else {
        return Err(wrong_numbers(Field::Near, value, "latitude, longitude and distance"));
    };
    let (lat, lon) = (latitude(lat, value)?, longitude(lon, value)?);
    // Half the way round the earth reaches everywhere.
    const FARTHEST_KM: f64 = 20_038.0;
    let km = distance.strip_suffix("km").and_then(number);
    match km.filter(|&km| km > 0.0 && km <= FARTHEST_KM) {
        Some(km) => Ok(Node::NearPoint { lat, lon, km }),
        None => {
            let message = format!("\"{distance}\" is not a distance");
            Err(Fault::new(value.span, message, "write kilometres, up to 20038: near:51.73,36.19,50km"))
        }
    }
}

fn within(value: &Typed) -> Result<Node, Fault> {
    let parts: Vec<&str> = value.text.split(',').collect();
    let &[south, west, north, east] = parts.as_slice() else {
        return Err(wrong_numbers(Field::Within, value, "the south-west and the north-east corner"));
    };
    let (south, west) = (latitude(south, value)?, longitude(west, value)?);
    let (north, east) = (latitude(north, value)?, longitude(east, value)?);
    if south > north {
        let help = format!("write the south-west corner first: within:{north},{west},{south},{east}");
        return Err(Fault::new(value.span, "the box ends south of where it begins", help));
    }
    Ok(Node::Within { south, west, north, east })
}

fn wrong_numbers(field: Field, value: &Typed, wanted: &str) -> Fault {
    let help = format!("write them with points and commas, without blanks: {}", field.example());
    Fault::new(value.span, format!("{}: wants {wanted}", field.name()), help)
}

fn latitude(text: &str, value: &Typed) -> Result<f64, Fault> {
    degrees(text, 90.0, "latitude", value)
}

fn longitude(text: &str, value: &Typed) -> Result<f64, Fault> {
    degrees(text, 180.0, "longitude", value)
}

fn degrees(text: &str, limit: f64, what: &str, value: &Typed) -> Result<f64, Fault> {
    number(text).filter(|degrees| degrees.abs() <= limit).ok_or_else(|| {
        let help = format!("write degrees from -{limit} to {limit} with a decimal point, latitude first");
        Fault::new(value.span, format!("\"{text}\" is not a {what}"), help)
    })
}

/// A plain decimal number: no exponent, no infinity.
fn number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    // A number of hundreds of digits is none that anybody means.
    text.parse().ok().filter(|n: &f64| plain && n.is_finite())
}

/// The error for a name before a colon that is no field. `word` is the whole word.
pub(super) fn unknown(name: &str, word: &str, span: Span) -> Fault {
    let known =
        FOREIGN_NAMES.iter().find(|(foreign, _)| name.eq_ignore_ascii_case(foreign)).map(|&(_, ours)| ours);
    let near = known.map_or_else(|| nearest(name), |ours| vec![ours]);
    let quoted = format!("to search for the text itself, put it in quotes: \"{word}\"");
    let help = match near.as_slice() {
        [] => format!("the fields are {}\n{quoted}", FIELDS.map(|(name, ..)| name).join(", ")),
        [only] => format!(
            "did you mean {only}:? {}\n{quoted}",
            Field::named(only).map(Field::usage).unwrap_or_default()
        ),
        _ => format!("did you mean {}:?\n{quoted}", near.join(": or ")),
    };
    Fault::new(span, format!("unknown field \"{name}:\""), help).label("not a field")
}

/// Up to three names of fields that are spelled much like this one, nearest first.
fn nearest(name: &str) -> Vec<&'static str> {
    // Nothing that is far longer than every name can be close to one.
    if name.chars().nth(32).is_some() {
        return Vec::new();
    }
    let name = name.to_lowercase();
    let letters: Vec<char> = name.chars().collect();
    let allowed = if letters.len() < 5 { 1 } else { 2 };
    let far = |known: &str| {
        let begun = known.starts_with(&name).then_some(allowed);
        edits(&letters, &known.chars().collect::<Vec<_>>(), allowed).or(begun)
    };
    let fields = FIELDS.iter().filter_map(|&(known, ..)| Some((far(known)?, known)));
    let mut near: Vec<(usize, &str)> = fields.collect();
    near.sort_by_key(|&(distance, _)| distance);
    near.into_iter().take(3).map(|(_, known)| known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_found_by_its_name_and_its_example_is_valid() {
        for (name, field, _) in FIELDS {
            assert_eq!(Field::named(name), Some(field));
            assert!(crate::query::parse(&field.example(), &Default::default()).is_ok(), "{name}");
        }
    }

    #[test]
    fn foreign_names_point_to_fields_and_are_none() {
        for (foreign, ours) in FOREIGN_NAMES {
            assert!(Field::named(ours).is_some() && Field::named(foreign).is_none(), "{foreign}");
        }
    }

    #[test]
    fn coordinates_are_checked() {
        let read = |field: Field, text: &str| field.node(&text.into(), false, None).is_ok();
        for text in ["-90,180,1km", "51.73,36.19,0.5km", "0,0,20038km"] {
            assert!(read(Field::Near, text), "{text}");
        }
        for text in [
            "91,0,1km",
            "0,181,1km",
            "0,0,0km",
            "0,0,20039km",
            "0,0,5",
            "0,0,5mi",
            "nan,0,1km",
            "1e1,0,1km",
            "0,0",
            "0,0,-5km",
            ",,",
        ] {
            assert!(!read(Field::Near, text), "{text}");
        }
        assert!(read(Field::Within, "50,34,52,38") && read(Field::Within, "-20,177,-12,-178"));
        assert!(!read(Field::Within, "52,34,50,38") && !read(Field::Within, "50,34,52"));
        assert!(read(Field::Day, "02-29") && !read(Field::Day, "02-30") && !read(Field::Day, "4-25"));
    }
}
