//! What the gazetteer knows about a place that a mention names.

use crate::gazetteer::Gazetteer;

/// Where a place lies.
pub(super) struct Located {
    /// ISO 3166 code.
    pub(super) country: Option<&'static str>,
    /// Names from the country down to the place itself.
    pub(super) path: Vec<&'static str>,
    /// Degrees north.
    pub(super) lat: f64,
    /// Degrees east.
    pub(super) lon: f64,
}

impl Located {
    /// The place with this id; `None` when the gazetteer has no such place.
    pub(super) fn of(id: &str) -> Option<Located> {
        let gazetteer = Gazetteer::embedded();
        let no = gazetteer.by_id(id)?;
        let place = gazetteer.place(no);
        Some(Located { country: place.country, path: gazetteer.path(no), lat: place.lat, lon: place.lon })
    }
}
