//! Which articles are one story: near-identical texts, as agencies' copy printed by several
//! outlets and later issues of one text are.
//!
//! Only stories of several articles are kept; an article that stands in none is a story of its
//! own, with its own id.

use std::collections::HashMap;

use crate::article::ArticleId;

/// An article of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// Its id.
    pub id: ArticleId,
    /// Its permanent number.
    pub number: u32,
}

/// The stories of several articles in an archive.
#[derive(Debug, Clone, Default)]
pub struct Stories {
    /// Story by the permanent number of an article.
    by_number: HashMap<u32, u32>,
    /// Where the members of each story begin; one more at the end.
    starts: Vec<u32>,
    members: Vec<Member>,
}

impl Stories {
    /// Of these groups; those of one article are left out. Members are sorted by id, stories by
    /// their first member, so that the order of the groups means nothing.
    pub fn of(groups: impl IntoIterator<Item = Vec<Member>>) -> Stories {
        let mut groups: Vec<Vec<Member>> = groups.into_iter().filter(|g| g.len() > 1).collect();
        groups.iter_mut().for_each(|group| group.sort_unstable());
        groups.sort_unstable();
        let mut stories = Stories::default();
        for (story, group) in (0_u32..).zip(&groups) {
            stories.starts.push(u32::try_from(stories.members.len()).unwrap_or(u32::MAX));
            stories.by_number.extend(group.iter().map(|member| (member.number, story)));
            stories.members.extend(group);
        }
        stories.starts.push(u32::try_from(stories.members.len()).unwrap_or(u32::MAX));
        stories
    }

    /// How many stories of several articles there are.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether no two articles are one story.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The story of several articles that the article of this number belongs to, below
    /// [`Stories::len`].
    pub fn story(&self, number: u32) -> Option<u32> {
        self.by_number.get(&number).copied()
    }

    /// The articles of a story, in the order of their ids.
    pub fn members(&self, story: u32) -> &[Member] {
        let at = |story: usize| self.starts.get(story).map(|&start| start as usize);
        let bounds = at(story as usize).zip(at(story as usize + 1));
        bounds.and_then(|(start, end)| self.members.get(start..end)).unwrap_or_default()
    }

    /// The id of a story, which is the least id of its articles.
    pub fn id(&self, story: u32) -> Option<ArticleId> {
        self.members(story).first().map(|member| member.id)
    }

    /// The story of this id.
    pub fn by_id(&self, id: ArticleId) -> Option<u32> {
        let all = 0..u32::try_from(self.len()).unwrap_or(u32::MAX);
        let mut at = all.start;
        let mut end = all.end;
        while at < end {
            let middle = at + (end - at) / 2;
            if self.id(middle).is_some_and(|found| found < id) { at = middle + 1 } else { end = middle }
        }
        (at < all.end && self.id(at) == Some(id)).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(number: u32) -> Member {
        Member { id: ArticleId::from_number(u64::from(number) * 7919 % 1009), number }
    }

    #[test]
    fn stories_do_not_depend_on_the_order_of_their_groups() {
        let groups = [vec![member(1), member(2)], vec![member(3)], vec![member(9), member(4), member(5)]];
        let one = Stories::of(groups.clone());
        let other = Stories::of(groups.into_iter().rev().map(|g| g.into_iter().rev().collect()));
        assert_eq!(one.len(), 2);
        for story in 0..2 {
            assert_eq!(one.members(story), other.members(story));
            assert_eq!(one.by_id(one.id(story).unwrap()), Some(story));
            assert!(one.members(story).iter().all(|m| one.story(m.number) == Some(story)));
        }
        assert_eq!((one.story(3), one.by_id(ArticleId::from_number(5000))), (None, None));
        assert!(one.members(2).is_empty() && Stories::default().is_empty());
    }
}
