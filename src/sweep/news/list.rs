//! Lists that stay small however much there is to tell.

/// Of everything that a list may hold, so much is kept.
pub const LIST_MAX: usize = 5_000;

/// The first ones, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T> {
    pub items: Vec<T>,
    pub in_all: usize,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { items: Vec::new(), in_all: 0 }
    }
}

impl<T> List<T> {
    /// The least by `key` are kept, in its order once they are [`List::settle`]d.
    pub(super) fn push<K: Ord>(&mut self, item: T, key: impl Fn(&T) -> K) {
        self.in_all += 1;
        self.items.push(item);
        if self.items.len() >= 2 * LIST_MAX {
            self.settle(key);
        }
    }

    pub(super) fn settle<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        self.items.sort_by_key(key);
        self.items.truncate(LIST_MAX);
    }

    pub fn is_empty(&self) -> bool {
        self.in_all == 0
    }

    pub fn left_out(&self, shown: usize) -> usize {
        self.in_all.saturating_sub(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_keeps_the_least_and_counts_all() {
        let mut list = List::default();
        for number in (0..3 * LIST_MAX).rev() {
            list.push(number, |number| *number);
        }
        list.settle(|number| *number);
        assert_eq!((list.items.len(), list.in_all, list.left_out(10)), (LIST_MAX, 3 * LIST_MAX, 3 * LIST_MAX - 10));
        assert!(list.items.iter().copied().eq(0..LIST_MAX));
    }
}
