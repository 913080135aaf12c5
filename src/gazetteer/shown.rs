//! A place as it is shown beside an article.

use super::{Gazetteer, PlaceNo};

/// What is shown of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Gazetteer id.
    pub id: String,
    /// Name.
    pub name: String,
    /// ISO 3166 code of the country.
    pub country: Option<String>,
    /// Names from the country down to the place itself.
    pub path: Vec<String>,
    /// Ids of everything that contains it, and its own last.
    pub path_ids: Vec<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

impl Gazetteer {
    /// What is shown of a place.
    pub fn shown(&self, no: PlaceNo) -> Shown {
        let place = self.place(no);
        Shown {
            id: self.id(no),
            name: place.name.to_owned(),
            country: place.country.map(str::to_owned),
            path: self.path(no).into_iter().map(str::to_owned).collect(),
            path_ids: self.containers(no).chain([no]).map(|p| self.id(p)).collect(),
            lat: place.lat,
            lon: place.lon,
        }
    }
}
