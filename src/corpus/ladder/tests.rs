//! Which rung wins, what the others are to it, and what is to be doubted.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn ladder() -> Ladder {
    Ladder {
        path: "2024/a.txt".to_owned(),
        own_path: true,
        modified_ns: None,
        sample: Habit::default(),
        habits: Arc::default(),
        fetched: None,
        seen: Some(day("2025-06-01")),
    }
}
