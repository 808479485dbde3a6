//! What a server does that a file never does: it goes away, refuses, and is set up by many at once.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use mcpscan::store::StoreError;
use mcpscan::store::sweep::*;

use super::server::{Server, shared};
use super::together;
use super::world::*;

/// What the test is about, or why it cannot be told.
fn server<S>(server: Result<S, impl std::fmt::Display>) -> Option<S> {
    server.map_err(|why| eprintln!("skipped: {why}")).ok()
}

fn error(url: &str) -> String {
    match Postgres::open(url, None) {
        Ok(_) => panic!("it connects to {url}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn work_goes_on_when_the_server_is_restarted_in_the_middle_of_a_night() {
    const ITEMS: usize = 300;
    let Some(server) = server(Server::start()) else { return };
    let world = World::Database(server.create("night").unwrap());
    let sweep = world.open();
    let texts: Vec<String> = (0..ITEMS).map(|number| format!("server-{number}@1")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let night = begin(&*sweep, &texts).id;
    let done = AtomicUsize::new(0);
    let accepted: Vec<i64> = std::thread::scope(|scope| {
        let (world, done) = (&world, &done);
        let workers: Vec<_> = ["one", "two", "three"]
            .map(|worker| {
                scope.spawn(move || {
                    let accepted = together::work(&*world.open(), night, worker, Duration::from_millis(10));
                    done.fetch_add(1, Ordering::Relaxed);
                    accepted
                })
            })
            .into();
        for mode in ["fast", "immediate", "fast", "immediate"] {
            std::thread::sleep(Duration::from_millis(150));
            assert!(done.load(Ordering::Relaxed) < 3, "the night is longer than this test");
            server.restart(mode).unwrap();
        }
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert_eq!((accepted.len(), accepted.into_iter().collect::<BTreeSet<_>>().len()), (ITEMS, ITEMS));
    let tally = sweep.tally(night).unwrap();
    assert_eq!((tally.judged, tally.pass, tally.left()), (ITEMS as u64, ITEMS as u64, 0));
    assert!(newest(&*sweep).ended.is_some());
    // Nothing was taken twice, also where nobody heard that it was taken.
    assert_eq!(server.sql("night", "SELECT max(taken) FROM mcpscan.items").unwrap(), "1");
    assert_eq!(server.sql("night", "SELECT count(*) FROM pgmq.q_mcpscan").unwrap(), "0");
}

#[test]
fn a_database_is_set_up_once_by_many_workers_at_once() {
    let Some(server) = server(shared()) else { return };
    let url = server.create("many").unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| Postgres::open(&url, None).unwrap().nights(1).unwrap());
        }
    });
    assert_eq!(server.sql("many", "SELECT count(*) FROM mcpscan.migrations").unwrap(), "1");
}

#[test]
fn a_server_that_is_not_there_or_refuses_is_named_without_the_password() {
    let text = error("postgres://ann:secret@127.0.0.1:1/nights");
    assert!(text.contains("ann@127.0.0.1:1/nights") && text.contains("\nhint: ") && !text.contains("secret"), "{text}");
    let Some(server) = server(shared()) else { return };
    let url = server.create("refusing").unwrap();
    let text = error(&url.replace("/refusing?", "/missing?"));
    assert!(text.contains("does not exist") && text.contains("\nhint: "), "{text}");
    let text = error(&format!("{url}&sslmode=require"));
    assert!(text.contains("TLS") || text.contains("certificates"), "{text}");
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let Some(server) = server(shared()) else { return };
    let url = server.create("newer").unwrap();
    drop(Postgres::open(&url, None).unwrap());
    server.sql("newer", "UPDATE mcpscan.migrations SET version = 99").unwrap();
    let StoreError::Postgres(error) = Postgres::open(&url, None).err().unwrap() else { panic!("another error") };
    assert!(matches!(*error, PostgresError::Newer { found: 99, .. }), "{error}");
}

#[test]
fn a_message_that_stands_for_nothing_is_cleared_away() {
    let Some(server) = server(shared()) else { return };
    let world = World::Database(server.create("stray").unwrap());
    let sweep = world.open();
    let night = begin(&*sweep, &["a@1"]).id;
    let stray = format!("SELECT pgmq.send('mcpscan', '{{\"night\": {night}, \"item\": 4711}}')");
    server.sql("stray", &stray).unwrap();
    server.sql("stray", "UPDATE mcpscan.items SET state = 3").unwrap();
    assert_eq!(sweep.lease(night, "w", 9, LONG).unwrap(), []);
    assert_eq!(server.sql("stray", "SELECT count(*) FROM pgmq.q_mcpscan").unwrap(), "0");
}
