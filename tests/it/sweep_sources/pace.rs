//! Whoever paces a sweep is asked before each request and told what came.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use mcpscan::fetch::{FetchError, Pace};

use crate::npm_world::{BYTES, MS, TARBALL, World, manifest, packument};
use crate::registry::{Answer, Server};

/// Lets everybody wait equally long, and writes down who came.
#[derive(Default)]
struct Ledger {
    wait: Duration,
    reserved: Mutex<Vec<String>>,
    received: Mutex<Vec<u64>>,
    pauses: Mutex<Vec<Duration>>,
}

impl Pace for Ledger {
    fn reserve(&self, host: &str) -> Duration {
        self.reserved.lock().unwrap().push(host.to_owned());
        self.wait
    }

    fn received(&self, _: &str, bytes: u64) {
        self.received.lock().unwrap().push(bytes);
    }

    fn asked_to_wait(&self, _: &str, pause: Duration) {
        self.pauses.lock().unwrap().push(pause);
    }
}

fn paced(server: &Server, wait: Duration) -> (World, Arc<Ledger>) {
    let ledger = Arc::new(Ledger { wait, ..Ledger::default() });
    let mut world = World::with_registry(&server.url("/"));
    let pace: Arc<dyn Pace> = Arc::<Ledger>::clone(&ledger);
    world.options.pace = Some(pace);
    (world, ledger)
}

fn document(server: &Server) -> Answer {
    Answer::json(&packument("server", manifest("server", "1.2.3", &server.url(TARBALL))))
}

#[test]
fn retries_and_redirects_are_requests_too() {
    let server = Server::start();
    server.route("/server", [Answer::status(500), Answer::status(503), Answer::redirect("/moved")]);
    server.route("/moved", [Answer::redirect("/again")]);
    server.route("/again", [document(&server)]);
    server.route(TARBALL, [Answer::file(BYTES).truncated(5), Answer::file(BYTES)]);
    let (world, ledger) = paced(&server, Duration::ZERO);
    world.fetch("server").unwrap();
    let reserved = ledger.reserved.lock().unwrap().clone();
    assert_eq!(reserved, vec![server.authority(); server.asked().len()]);
    assert_eq!(reserved.len(), 7);
    let received = ledger.received.lock().unwrap().clone();
    let page = document(&server).into_body().len() as u64;
    assert_eq!(received, [0, 0, 0, 0, page, 5, BYTES.len() as u64]);
}

#[test]
fn a_turn_is_waited_for_and_does_not_count_as_silence() {
    let server = Server::start();
    server.route("/server", [document(&server)]);
    let (mut world, ledger) = paced(&server, MS * 400);
    world.options.timeout = MS * 200;
    let begun = Instant::now();
    world.resolve("server").unwrap();
    assert!(begun.elapsed() >= MS * 400);
    assert_eq!(ledger.reserved.lock().unwrap().len(), 1);
    server.route("/server", [document(&server).late(MS * 3_000)]);
    let error = world.resolve("server").unwrap_err();
    assert!(matches!(error, FetchError::Timeout { after, .. } if after == MS * 200), "{error}");
}

#[test]
fn a_wish_to_wait_is_obeyed_and_passed_on() {
    let server = Server::start();
    server.route("/server", [Answer::status(429).header("Retry-After", "1"), document(&server)]);
    let (world, ledger) = paced(&server, Duration::ZERO);
    let begun = Instant::now();
    world.resolve("server").unwrap();
    assert!(begun.elapsed() >= MS * 1_000);
    assert_eq!(*ledger.pauses.lock().unwrap(), [MS * 1_000]);
    assert_eq!(ledger.reserved.lock().unwrap().len(), 2);
}

#[test]
fn nobody_is_paced_by_a_request_that_is_never_made() {
    let server = Server::start();
    let (mut world, ledger) = paced(&server, Duration::ZERO);
    world.options.offline = true;
    assert!(matches!(world.resolve("server"), Err(FetchError::Offline { .. })));
    assert!(ledger.reserved.lock().unwrap().is_empty());
}

#[test]
fn who_sweeps_can_be_written_to() {
    let server = Server::start();
    server.route("/server", [document(&server)]);
    let (mut world, _) = paced(&server, Duration::ZERO);
    world.options.contact = Some("mailto:ops@acme.example".to_owned());
    world.resolve("server").unwrap();
    let agent = concat!("mcpscan/", env!("CARGO_PKG_VERSION"), " (+mailto:ops@acme.example)");
    assert_eq!(server.asked()[0].header("user-agent"), Some(agent));
    world.options.contact = Some("a\nb".to_owned());
    assert!(matches!(world.resolve("server"), Err(FetchError::Setup { .. })));
}
