//! Text for people: one module for each thing that is shown.
//!
//! Pages are laid out for the width they are given, readable as they are in a log or
//! a mail: nothing but lines, no cursor movement. Running text is never wider than
//! 100 columns; lists and charts use what there is. Colour tells apart what brackets
//! tell apart without it, and never says anything alone.

mod actors;
mod advice;
mod article;
mod beside;
mod chart;
mod dating;
mod events;
mod facets;
mod figures;
mod grid;
mod hits;
mod inspect;
mod integrity;
mod kwic;
mod report;
mod similar;
mod story;
mod surprise;
mod tree;
mod version;

pub use actors::{actors, corrected, log, why};
pub use advice::advice;
pub use article::show;
pub use events::events;
pub use facets::facet;
pub use hits::search;
pub use inspect::{ignored, inspect, skipped};
pub use integrity::{rebuild, repair, verify};
pub use kwic::{Layout, kwic};
pub use report::{index, stats, update};
pub use similar::similar;
pub use story::story;
pub(in crate::render) use surprise::itself;
pub use surprise::{surprising, together, under};
pub use tree::tree;
pub use version::versions;

pub use beside::beside;
pub use chart::timeline;
pub(super) use figures::{counted, number};
pub(super) use hits::show as hit;
