//! Several questions at once, on the one thread that waits for them.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

/// Questions under way.
pub(super) struct SideBySide<'a, T>(Vec<Pin<Box<dyn Future<Output = T> + 'a>>>);

impl<'a, T> SideBySide<'a, T> {
    pub fn new() -> Self {
        Self(Vec::new())
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn ask(&mut self, question: impl Future<Output = T> + 'a) {
        self.0.push(Box::pin(question));
    }

    /// The first answer that comes; none where nothing is asked.
    pub async fn answer(&mut self) -> Option<T> {
        if self.0.is_empty() {
            return None;
        }
        let answer = poll_fn(|context| {
            for at in 0..self.0.len() {
                if let Poll::Ready(answer) = self.0[at].as_mut().poll(context) {
                    drop(self.0.remove(at));
                    return Poll::Ready(answer);
                }
            }
            Poll::Pending
        });
        Some(answer.await)
    }
}
