//! What one query may cost: steps of joining positions, and time.
//!
//! The length of a query says little about its cost: four common words near each other have
//! millions of ways to stand so in a few thousand articles. Positions that are read and ways that
//! are looked at are counted as steps, so that the same
//! query on the same archive is always answered or always refused; the deadline is for what
//! counting does not see, such as a slow disk.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::error::{Error, Result};
use crate::limits::{STEPS_BASE, STEPS_PER_ARTICLE};

/// What is left for one query.
#[derive(Debug)]
pub struct Budget {
    steps: AtomicU64,
    began: Instant,
    deadline: Option<Duration>,
}

impl Budget {
    /// For an archive of so many articles.
    pub fn new(articles: u64, deadline: Option<Duration>) -> Budget {
        let steps = STEPS_BASE.saturating_add(articles.saturating_mul(STEPS_PER_ARTICLE));
        Budget { steps: AtomicU64::new(steps), began: Instant::now(), deadline }
    }

    /// Lets `work` take up to `most` steps: it counts down what it is given. With nothing left it
    /// is given none.
    pub fn spend<T>(&self, most: u32, work: impl FnOnce(&mut u32) -> T) -> T {
        let left = self.steps.load(Ordering::Relaxed);
        let given = most.min(u32::try_from(left).unwrap_or(u32::MAX));
        let mut steps = given;
        let done = work(&mut steps);
        self.steps.store(left.saturating_sub(u64::from(given - steps.min(given))), Ordering::Relaxed);
        done
    }

    /// Takes so many steps that were done already.
    pub fn charge(&self, steps: usize) {
        let left = self.steps.load(Ordering::Relaxed);
        self.steps.store(left.saturating_sub(steps as u64), Ordering::Relaxed);
    }

    /// Whether there is nothing left; what was found since is not to be used.
    pub fn is_spent(&self) -> bool {
        self.steps.load(Ordering::Relaxed) == 0
            || self.deadline.is_some_and(|most| self.began.elapsed() > most)
    }

    /// The error when there is nothing left.
    ///
    /// # Errors
    /// When the query has cost too much.
    pub fn check(&self) -> Result<()> {
        if self.steps.load(Ordering::Relaxed) == 0 {
            let words = "the query was given up: its words stand near each other in too many ways\n\
                         use rarer words, a smaller distance or fewer parts, or join some by AND";
            return Err(Error::Usage(words.to_owned()));
        }
        match self.deadline {
            Some(most) if self.began.elapsed() > most => Err(Error::Usage(format!(
                "the query was given up after {} s\nuse rarer words or more conditions, or allow it more time with --deadline",
                most.as_secs_f64()
            ))),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_counted_until_none_are_left() {
        let budget = Budget::new(0, None);
        let all = u32::try_from(STEPS_BASE).unwrap();
        budget.spend(all - 1, |steps| *steps = 0);
        assert!(!budget.is_spent() && budget.check().is_ok());
        budget.spend(10, |steps| {
            assert_eq!(*steps, 1);
            *steps = 0;
        });
        assert!(budget.is_spent());
        assert!(budget.check().unwrap_err().to_string().contains("too many ways"));
    }

    #[test]
    fn the_deadline_passes() {
        let budget = Budget::new(0, Some(Duration::ZERO));
        std::thread::sleep(Duration::from_millis(1));
        assert!(budget.check().unwrap_err().to_string().contains("--deadline"));
        assert!(Budget::new(0, Some(Duration::from_secs(1000))).check().is_ok());
    }
}
