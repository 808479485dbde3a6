//! A server that commits, and a worker that does not hear of it: the connection breaks between the two.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{sleep, spawn};
use std::time::Duration;

use super::server::shared;
use super::world::*;

/// Stands between a worker and the server.
#[derive(Default)]
struct Line {
    /// The next commit goes out, and nothing comes back.
    cut: AtomicBool,
    cuts: AtomicUsize,
}

impl Line {
    fn open(socket: PathBuf) -> (Arc<Self>, u16) {
        let line = Arc::new(Self::default());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let held = Arc::clone(&line);
        spawn(move || {
            for worker in listener.incoming() {
                let server = UnixStream::connect(&socket).unwrap();
                held.join(&worker.unwrap(), &server);
            }
        });
        (line, port)
    }

    fn join(self: &Arc<Self>, worker: &TcpStream, server: &UnixStream) {
        let is_mute = Arc::new(AtomicBool::new(false));
        let (mut from, mut to) = (server.try_clone().unwrap(), worker.try_clone().unwrap());
        let mute = Arc::clone(&is_mute);
        spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(count @ 1..) = from.read(&mut buffer) {
                if mute.load(Ordering::SeqCst) || to.write_all(&buffer[..count]).is_err() {
                    break;
                }
            }
            let _ = to.shutdown(Shutdown::Both);
        });
        let (mut from, mut to, line) = (worker.try_clone().unwrap(), server.try_clone().unwrap(), Arc::clone(self));
        spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(count @ 1..) = from.read(&mut buffer) {
                let is_commit = buffer[..count].windows(6).any(|word| word == b"COMMIT");
                let cuts = is_commit && line.cut.swap(false, Ordering::SeqCst);
                is_mute.store(cuts, Ordering::SeqCst);
                line.cuts.fetch_add(usize::from(cuts), Ordering::SeqCst);
                if to.write_all(&buffer[..count]).is_err() {
                    break;
                }
                if cuts {
                    // Long enough for the server to read it.
                    sleep(Duration::from_millis(100));
                    break;
                }
            }
            let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
        });
    }

    /// What comes of this if its commit is not heard of.
    fn unheard<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = self.cuts.load(Ordering::SeqCst);
        self.cut.store(true, Ordering::SeqCst);
        let outcome = work();
        assert_eq!(self.cuts.load(Ordering::SeqCst), before + 1, "the line was cut once");
        outcome
    }
}

#[test]
fn what_was_done_without_being_heard_of_is_done_once() {
    let server = match shared() {
        Ok(server) => server,
        Err(why) => return eprintln!("skipped: {why}"),
    };
    server.create("unheard").unwrap();
    let (line, port) = Line::open(server.socket());
    let world = World::Database(format!("postgres://postgres@127.0.0.1:{port}/unheard"));
    let sweep = &*world.open();
    let night = line.unheard(|| begin(sweep, &["a@1", "b@1"])).id;
    assert_eq!(sweep.nights(9).unwrap().len(), 1);
    let leases = line.unheard(|| sweep.lease(night, "w", 1, LONG)).unwrap();
    assert_eq!((leases.len(), leases[0].attempt, leases[0].taken), (1, 1, 1));
    assert_eq!(sweep.tally(night).unwrap().leased, 1);
    assert!(line.unheard(|| sweep.extend(&leases[0], LONG)).unwrap());
    assert!(line.unheard(|| sweep.release(&leases[0])).unwrap());
    let again = take(sweep, night, "w", LONG);
    assert_eq!((again.item, again.attempt), (leases[0].item, 1));
    assert!(line.unheard(|| sweep.retry(&again, NONE, "no answer")).unwrap());
    let last = take(sweep, night, "w", LONG);
    assert_eq!((last.item, last.attempt), (again.item, 2));
    assert!(line.unheard(|| pass(sweep, &last, "1")));
    assert!(!pass(sweep, &last, "1"));
    let other = take(sweep, night, "w", NONE);
    assert!(line.unheard(|| sweep.bury(&other, "broken")).unwrap());
    let tally = sweep.tally(night).unwrap();
    assert_eq!((tally.judged, tally.dead, tally.left()), (1, 1, 0));
    assert!(newest(sweep).ended.is_some());
    assert_eq!(line.unheard(|| sweep.forget(0)).unwrap(), 0, "it was forgotten before");
    assert_eq!(sweep.nights(9).unwrap(), []);
}
