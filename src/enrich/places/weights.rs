//! What was learned, written by `examples/fit_places`: do not edit by hand.

use super::about::Signs;
use super::features::{Features, Weights};

/// Learned from public sets of resolved news.
pub(super) const FITTED: Weights = Weights {
    of: Features([
        1.51,  // TownSize
        2.49,  // Capital
        1.18,  // Seat
        7.42,  // Country
        -0.11, // CountrySize
        7.90,  // FormerCountry
        3.09,  // Division
        1.46,  // DivisionSize
        -0.13, // County
        0.61,  // CountySize
        5.74,  // Region
        14.00, // Continent
        7.76,  // Expanse
        3.38,  // Landmark
        -2.28, // Shared
        -2.72, // Alternate
        -2.14, // FormerName
        -1.33, // Abbreviation
        -2.00, // Postal
        -0.95, // Compound
        0.70,  // Alone
        3.38,  // DivisionAsked
        -2.11, // DivisionMissed
        3.97,  // CountyAsked
        -2.23, // CountyMissed
        0.67,  // TownAsked
        -3.68, // TownMissed
        2.23,  // VillageAsked
        -2.21, // VillageMissed
        2.01,  // CountryAsked
        1.34,  // Filed
        4.46,  // Held
        -2.22, // Unheld
        3.32,  // Holds
        0.48,  // Kin
        -0.49, // CountrySupport
        2.41,  // CountryPart
        1.44,  // CountryNamed
        1.64,  // DivisionSupport
        1.88,  // DivisionPart
        1.18,  // DivisionNamed
        0.20,  // AmongCountries
        0.53,  // AmongCapitals
        2.84,  // AmongDivisions
        1.96,  // Near
        0.18,  // Around
        0.56,  // NextCountry
        1.03,  // NextDivision
        2.26,  // NextNear
        2.79,  // Again
        -1.71, // OtherName
        0.71,  // Demonym
        1.74,  // AddressCountry
        1.09,  // HomeDivision
        6.66,  // HomeNear
        1.20,  // Alive
        -4.00, // Unborn
        5.00,  // UnionNamed
    ]),
    unknown: 1.25,
    threshold: 0.30,
};

/// What each sign of a country's being in focus is worth.
pub(super) const FOCUS: Signs =
    [-1.84, 1.29, 1.34, 3.85, 1.17, 1.48, 2.73, 2.43, 0.85, 0.04, 3.02, 0.35, -1.89, 0.82, 0.06];
