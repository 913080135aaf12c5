//! Text for people: one module for each thing that is shown.
//!
//! Pages are laid out for the width they are given, readable as they are in a log or
//! a mail: nothing but lines, no cursor movement. Running text is never wider than
//! 100 columns; lists and charts use what there is. Colour tells apart what brackets
//! tell apart without it, and never says anything alone.

mod actors;
mod article;
mod chart;
mod dating;
mod events;
mod facets;
mod figures;
mod hits;
mod inspect;
mod integrity;
mod report;
mod similar;
mod story;
mod version;

pub use actors::{actors, corrected, log, why};
pub use article::show;
pub use events::events;
pub use facets::facet;
pub use hits::search;
pub use inspect::{ignored, inspect, skipped};
pub use integrity::{rebuild, repair, verify};
pub use report::{index, stats, update};
pub use similar::similar;
pub use story::story;
pub use version::versions;

pub use chart::timeline;
