//! Which articles are one story: near-identical texts, as agencies' copy printed by several
//! outlets and later issues of one text are.
//!
//! Only stories of several articles are kept; an article that stands in none is a story of its
//! own, with its own id. They are formed anew by each commit ([`form`]), at two degrees of
//! similarity, and written into a file beside the segments; what the next commit needs to form
//! them stands in another one ([`sketches`]). What makes two articles near, and how that was
//! measured, is told in `docs/stories.md`.

mod candidates;
mod form;
pub(super) mod forming;
mod link;
pub(crate) mod shingles;
pub(crate) mod sketches;
mod spill;
mod stock;
mod texts;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::wordbook::{read_varint, write_varint};
use super::{Moment, Snapshot, damaged_engine};
use crate::article::ArticleId;
use crate::error::Result;

/// How near articles of one story are at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Similarity {
    /// The same text, but for small changes.
    High,
    /// Half of the text is the same, or one is cut from the other.
    #[default]
    Moderate,
}

/// Which articles are taken for one story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grouping {
    /// How near they are.
    #[serde(default)]
    pub similarity: Similarity,
    /// The most days from one article of a story to the next one in time; without it stories may
    /// last as long as they like. An article without a date stays with the oldest part of its story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_days: Option<u32>,
}

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

/// The stories of an archive at both degrees of similarity.
#[derive(Debug, Clone, Default)]
pub(super) struct Groupings {
    pub(super) moderate: Stories,
    pub(super) high: Stories,
}

/// What the file begins with.
const MAGIC: &[u8; 8] = b"dlstory1";

impl Groupings {
    /// The bytes of the file.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for stories in [&self.moderate, &self.high] {
            let bytes = stories.encode();
            write_varint(bytes.len() as u64, &mut out);
            out.extend(bytes);
        }
        out
    }

    /// Whether these are the bytes of such a file.
    pub(super) fn are_in(bytes: &[u8]) -> bool {
        let is_whole = |similarity| Groupings::decode(bytes, similarity).is_some();
        is_whole(Similarity::Moderate) && is_whole(Similarity::High)
    }

    /// Reads the stories of one degree from the bytes of the file; `None` when they are damaged.
    pub(super) fn decode(bytes: &[u8], similarity: Similarity) -> Option<Stories> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let length: usize = read_varint(&mut rest)?;
        let (moderate, mut rest) = rest.split_at_checked(length)?;
        let length: usize = read_varint(&mut rest)?;
        let high = Some(rest).filter(|rest| rest.len() == length)?;
        Stories::decode(if similarity == Similarity::Moderate { moderate } else { high })
    }
}

impl Stories {
    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        write_varint(self.len() as u64, &mut out);
        for story in (0..).take(self.len()) {
            let members = self.members(story);
            write_varint(members.len() as u64, &mut out);
            for member in members {
                out.extend(member.id.number().to_le_bytes());
                write_varint(u64::from(member.number), &mut out);
            }
        }
        out
    }

    fn decode(mut bytes: &[u8]) -> Option<Stories> {
        let count: usize = read_varint(&mut bytes)?;
        let mut stories = Stories::default();
        for story in (0_u32..).take(count) {
            stories.starts.push(u32::try_from(stories.members.len()).ok()?);
            let size: usize = read_varint(&mut bytes)?;
            for _ in 0..size {
                let (id, rest) = bytes.split_first_chunk::<8>()?;
                bytes = rest;
                let id = ArticleId::from_number(u64::from_le_bytes(*id));
                let member = Member { id, number: read_varint(&mut bytes)? };
                stories.members.push(member);
                stories.by_number.insert(member.number, story);
            }
        }
        stories.starts.push(u32::try_from(stories.members.len()).ok()?);
        bytes.is_empty().then_some(stories)
    }

    /// The articles that stand in stories of several, story by story.
    pub fn articles(&self) -> &[Member] {
        &self.members
    }

    /// The same, with stories parted where more than so many days lie between two articles that
    /// follow each other.
    fn parted(&self, days: u32, moments: &HashMap<ArticleId, Moment>) -> Stories {
        let span = i64::from(days).saturating_mul(SECONDS_A_DAY);
        let mut parts = Vec::new();
        for story in (0..).take(self.len()) {
            let dated = |member: &Member| (moments.get(&member.id).map(|moment| moment.0), *member);
            let mut members: Vec<_> = self.members(story).iter().map(dated).collect();
            members.sort_unstable();
            let near = |a: &(Option<i64>, Member), b: &(Option<i64>, Member)| {
                a.0.zip(b.0).is_none_or(|(a, b)| b.saturating_sub(a) <= span)
            };
            parts.extend(members.chunk_by(near).map(|part| part.iter().map(|(_, m)| *m).collect::<Vec<_>>()));
        }
        Stories::of(parts)
    }
}

const SECONDS_A_DAY: i64 = 86_400;

impl Snapshot {
    /// The same with articles grouped to stories in this way.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn grouped(self, grouping: Grouping) -> Result<Snapshot> {
        if grouping == Grouping::default() {
            return Ok(self);
        }
        let wrong = || self.damaged("its stories cannot be read");
        let mut stories = match (grouping.similarity, &self.groupings) {
            (Similarity::High, Some(bytes)) => {
                Groupings::decode(bytes, Similarity::High).ok_or_else(wrong)?
            }
            _ => Stories::clone(&self.stories),
        };
        if let Some(days) = grouping.window_days {
            stories = stories.parted(days, &self.moments(&stories)?);
        }
        // A page of an answer has no next one under other stories.
        let window = grouping.window_days.map_or(0, |days| u64::from(days) + 1);
        let stamp =
            self.stamp ^ shingles::mix(window << 1 | u64::from(grouping.similarity == Similarity::High));
        Ok(Snapshot { stories: std::sync::Arc::new(stories), stamp, ..self })
    }

    /// When the dated articles of stories were published.
    fn moments(&self, stories: &Stories) -> Result<HashMap<ArticleId, Moment>> {
        let wanted: std::collections::HashSet<ArticleId> = stories.members.iter().map(|m| m.id).collect();
        let wrong = |cause| damaged_engine(&self.dir, &cause);
        let mut moments = HashMap::new();
        for segment in self.searcher.segment_readers() {
            let columns = segment.fast_fields();
            let (ids, published) = (columns.u64("id").map_err(wrong)?, columns.i64("moment").map_err(wrong)?);
            for doc in segment.doc_ids_alive() {
                let id = ids.first(doc).map(ArticleId::from_number).filter(|id| wanted.contains(id));
                moments.extend(id.zip(published.first(doc).map(Moment)));
            }
        }
        Ok(moments)
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

    #[test]
    fn stories_come_back_as_they_were_written() {
        let moderate = Stories::of([vec![member(1), member(2)], vec![member(9), member(4), member(5)]]);
        let high = Stories::of([vec![member(4), member(9)]]);
        let bytes = Groupings { moderate: moderate.clone(), high: high.clone() }.encode();
        for (similarity, wanted) in [(Similarity::Moderate, moderate), (Similarity::High, high)] {
            let read = Groupings::decode(&bytes, similarity).unwrap();
            assert_eq!((read.len(), read.articles()), (wanted.len(), wanted.articles()));
            assert!((0..10).all(|number| read.story(number) == wanted.story(number)));
        }
        assert!((0..bytes.len()).all(|end| Groupings::decode(&bytes[..end], Similarity::High).is_none()));
    }

    #[test]
    fn a_window_parts_a_story_where_no_article_lies_between() {
        let stories = Stories::of([(1..6).map(member).collect::<Vec<_>>()]);
        let day = |number: u32, day: i64| (member(number).id, Moment(day * SECONDS_A_DAY));
        // The fifth has no date.
        let moments = HashMap::from([day(1, 0), day(2, 6), day(3, 13), day(4, 21)]);
        let sizes = |days| {
            let parted = stories.parted(days, &moments);
            let mut sizes: Vec<_> = (0..parted.len()).map(|at| parted.members(at as u32).len()).collect();
            sizes.sort_unstable();
            sizes
        };
        assert_eq!((sizes(8), sizes(7), sizes(6), sizes(5)), (vec![5], vec![4], vec![3], vec![2]));
    }
}
