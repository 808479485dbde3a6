//! What the system asks of a worker: the first SIGTERM or Ctrl-C lets it finish what it works on, the second makes it drop everything.

use std::io;
use std::thread;

use crate::sweep::Brake;

/// Listens until the process ends.
pub(super) fn heed(brake: &Brake) -> Result<(), io::Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let brake = brake.clone();
    // Registered before anything is taken up: a signal that comes early is not lost.
    let mut asked = {
        let _inside = runtime.enter();
        Asked::listen()?
    };
    thread::spawn(move || {
        runtime.block_on(async {
            asked.once().await;
            tracing::info!("asked to stop: finishing what is in work; once more drops it");
            brake.finish();
            asked.once().await;
            brake.drop_everything();
        });
    });
    Ok(())
}

#[cfg(unix)]
struct Asked {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Asked {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn once(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Asked;

#[cfg(not(unix))]
impl Asked {
    fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    async fn once(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
