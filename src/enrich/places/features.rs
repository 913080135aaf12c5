//! What speaks for a reading of a name: the kinds of evidence, and what each is worth.
//!
//! Every reading is described by one number for each [`Feature`]; its score is their weighted
//! sum, on the scale of the natural logarithm of odds. The weights are learned from resolved
//! news by `examples/fit_places`, which shares these definitions with the resolver.

/// A kind of evidence. Values lie between 0 and 1 unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub enum Feature {
    // What is known of the place itself, whatever the article.
    /// Of a town or landmark: decimal orders of inhabitants above 10,000; may be negative.
    TownSize,
    /// It is the capital of its country.
    Capital,
    /// It is the chief town of a division.
    Seat,
    /// It is a country.
    Country,
    /// Of a country: decimal orders of inhabitants above ten million; may be negative.
    CountrySize,
    /// It is a vanished state.
    FormerCountry,
    /// It is a first-level division.
    Division,
    /// Of a division: decimal orders of inhabitants above a million; may be negative.
    DivisionSize,
    /// It is a division below the first level.
    County,
    /// Of such a one: decimal orders of inhabitants above a hundred thousand; may be negative.
    CountySize,
    /// It is a region inside one country that no administration knows.
    Region,
    /// It is a continent.
    Continent,
    /// It is a sea, a river, a region across countries.
    Expanse,
    /// It is a building, a base, an airport.
    Landmark,
    // How the name belongs to it; a main name has none of these.
    /// A division's name without the word for what it is, shared with a town in it.
    Shared,
    /// Another name of it.
    Alternate,
    /// A name that it no longer bears.
    FormerName,
    /// An abbreviation.
    Abbreviation,
    /// The code of a division.
    Postal,
    /// The name has several words, which seldom mean something else.
    Compound,
    /// No other place bears the name.
    Alone,
    // What the words around the name ask for.
    /// `region`, `governor of`, and it is a division or region.
    DivisionAsked,
    /// The same, and it is a town.
    DivisionMissed,
    /// `county`, `district`, and it is a division.
    CountyAsked,
    /// The same, and it is a town.
    CountyMissed,
    /// `city`, `mayor of`, and it is a town.
    TownAsked,
    /// The same, and it is a country or division.
    TownMissed,
    /// `village of`, and it is a small town.
    VillageAsked,
    /// The same, and it is something greater.
    VillageMissed,
    /// `ambassador to`, and it is a country.
    CountryAsked,
    /// It stands where the article was filed, and is a town.
    Filed,
    /// The name behind the comma contains it.
    Held,
    /// A name stands behind the comma that does not contain it.
    Unheld,
    /// It contains what stands before the comma.
    Holds,
    /// It is of the sort of the names listed beside it: countries, divisions or towns.
    Kin,
    // What the other names of the article speak for.
    /// Others lie in its country; the first of them counts most.
    CountrySupport,
    /// The part of all others that lie in its country.
    CountryPart,
    /// Its country is named.
    CountryNamed,
    /// Others lie in its division; the first of them counts most.
    DivisionSupport,
    /// The part of all others that lie in its division.
    DivisionPart,
    /// Its division is named.
    DivisionNamed,
    /// It is a country, and so is this part of the others.
    AmongCountries,
    /// It is the capital of a country, and so is this part of the others.
    AmongCapitals,
    /// It is a first-level division, and so is this part of the others, in the same country.
    AmongDivisions,
    /// Another place lies within some 30 kilometres.
    Near,
    /// Another place lies within some 150 kilometres.
    Around,
    /// Names close by in the text lie in its country.
    NextCountry,
    /// Names close by in the text lie in its division.
    NextDivision,
    /// Names close by in the text lie within some 100 kilometres.
    NextNear,
    /// The same name means it elsewhere in the article.
    Again,
    /// Another name of the article means it too.
    OtherName,
    /// Demonyms point to its country.
    Demonym,
    // Where the outlet is at home.
    /// It lies in the country of the outlet's address.
    AddressCountry,
    /// It lies in the division where the outlet is at home.
    HomeDivision,
    /// It lies within some 60 kilometres of where the outlet is at home.
    HomeNear,
    // When the article was published.
    /// A vanished state that existed then, or not long before.
    Alive,
    /// A country that was then a part of another.
    Unborn,
    /// The same, and that other one is spoken of.
    UnionNamed,
}

/// How many there are.
pub const FEATURES: usize = Feature::UnionNamed as usize + 1;

impl Feature {
    /// All of them, in the order of their numbers.
    #[rustfmt::skip]
    pub const ALL: [Feature; FEATURES] = {
        use Feature::*;
        [
            TownSize, Capital, Seat, Country, CountrySize, FormerCountry, Division, DivisionSize,
            County, CountySize, Region, Continent, Expanse, Landmark, Shared, Alternate, FormerName,
            Abbreviation, Postal, Compound, Alone, DivisionAsked, DivisionMissed, CountyAsked, CountyMissed, TownAsked, TownMissed,
            VillageAsked, VillageMissed, CountryAsked, Filed, Held, Unheld, Holds, Kin,
            CountrySupport, CountryPart, CountryNamed, DivisionSupport, DivisionPart, DivisionNamed, AmongCountries, AmongCapitals, AmongDivisions, Near, Around,
            NextCountry, NextDivision, NextNear, Again, OtherName, Demonym, AddressCountry, HomeDivision, HomeNear,
            Alive, Unborn, UnionNamed,
        ]
    };
}

/// A number for each feature: of a reading what holds of it, of the model what it is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Features(pub [f32; FEATURES]);

impl Default for Features {
    fn default() -> Features {
        Features([0.0; FEATURES])
    }
}

impl Features {
    /// Sets one number.
    pub fn set(&mut self, feature: Feature, value: f32) {
        if let Some(slot) = self.0.get_mut(feature as usize) {
            *slot = value;
        }
    }

    /// The sum of the products.
    pub fn dot(&self, other: &Features) -> f32 {
        self.0.iter().zip(&other.0).map(|(a, b)| a * b).sum()
    }
}

/// All that was learned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// What each feature is worth.
    pub of: Features,
    /// The score of there being no such place in the gazetteer.
    pub unknown: f32,
    /// Least confidence of an answer.
    pub threshold: f32,
}
