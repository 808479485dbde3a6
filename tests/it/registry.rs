//! An HTTP server on 127.0.0.1 that answers as a test tells it, well or badly, and remembers what it was asked.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

/// What an endless body sends at most, so that a client without a cap fails instead of filling the disk.
const ENDLESS: usize = 1 << 30;

#[derive(Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    manner: Manner,
}

#[derive(Clone, Copy)]
enum Manner {
    Whole,
    /// The length is promised, but only so many bytes come.
    Truncated(usize),
    /// The body again and again, without a length.
    Endless,
    /// Nothing for a while, then the answer.
    Late(Duration),
    /// A byte, a pause, a byte.
    Trickle(Duration),
}

impl Answer {
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), manner: Manner::Whole }.header("Content-Type", content_type)
    }

    pub fn json(body: &serde_json::Value) -> Self {
        Self::new(200, "application/json", body.to_string())
    }

    pub fn html(body: &str) -> Self {
        Self::new(200, "text/html; charset=utf-8", body)
    }

    pub fn file(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "application/octet-stream", body)
    }

    pub fn status(status: u16) -> Self {
        Self::new(status, "text/plain", "")
    }

    pub fn redirect(location: &str) -> Self {
        Self::status(302).header("Location", location)
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn gzipped(mut self) -> Self {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(&self.body).expect("memory takes everything");
        self.body = encoder.finish().expect("memory takes everything");
        self.header("Content-Encoding", "gzip")
    }

    pub fn into_body(self) -> Vec<u8> {
        self.body
    }

    pub fn truncated(self, at: usize) -> Self {
        Self { manner: Manner::Truncated(at), ..self }
    }

    pub fn endless(self) -> Self {
        Self { manner: Manner::Endless, ..self }
    }

    pub fn late(self, by: Duration) -> Self {
        Self { manner: Manner::Late(by), ..self }
    }

    pub fn trickle(self, pause: Duration) -> Self {
        Self { manner: Manner::Trickle(pause), ..self }
    }

    fn send(&self, mut stream: TcpStream) -> std::io::Result<()> {
        if let Manner::Late(by) = self.manner {
            thread::sleep(by);
        }
        write!(stream, "HTTP/1.1 {} Told\r\nConnection: close\r\n", self.status)?;
        for (name, value) in &self.headers {
            write!(stream, "{name}: {value}\r\n")?;
        }
        match self.manner {
            Manner::Endless => write!(stream, "\r\n")?,
            _ => write!(stream, "Content-Length: {}\r\n\r\n", self.body.len())?,
        }
        self.send_body(&mut stream)?;
        stream.shutdown(Shutdown::Both)
    }

    fn send_body(&self, stream: &mut TcpStream) -> std::io::Result<()> {
        match self.manner {
            Manner::Whole | Manner::Late(_) => stream.write_all(&self.body),
            Manner::Truncated(at) => stream.write_all(&self.body[..at]),
            Manner::Endless => (0..ENDLESS / self.body.len()).try_for_each(|_| stream.write_all(&self.body)),
            Manner::Trickle(pause) => self.body.iter().try_for_each(|byte| {
                thread::sleep(pause);
                stream.write_all(&[*byte])
            }),
        }
    }
}

/// One request as it arrived; header names in lower case.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: String,
    /// As sent: a path, or a whole URL where the client took us for its proxy.
    pub target: String,
    pub headers: HashMap<String, String>,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

type Otherwise = Box<dyn Fn(&str) -> Answer + Send>;

#[derive(Default)]
struct State {
    /// What is left to answer, the last one for ever.
    routes: HashMap<String, Vec<Answer>>,
    otherwise: Option<Otherwise>,
    asked: Vec<Asked>,
}

pub struct Server {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    stopped: Arc<AtomicBool>,
}

impl Server {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
        let address = listener.local_addr().expect("it is bound");
        let server = Self { address, state: Arc::default(), stopped: Arc::default() };
        let (state, stopped) = (Arc::clone(&server.state), Arc::clone(&server.stopped));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if stopped.load(Ordering::SeqCst) {
                    break;
                }
                let state = Arc::clone(&state);
                // A client that hangs up early is no failure of the server.
                thread::spawn(move || serve(stream, &state).ok());
            }
        });
        server
    }

    /// `path` begins with a slash and is percent-encoded as the client must send it.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// `127.0.0.1:port`.
    pub fn authority(&self) -> String {
        self.address.to_string()
    }

    /// Answers in this order, the last one from then on. Everything else is 404.
    pub fn route(&self, target: &str, answers: impl IntoIterator<Item = Answer>) {
        let mut answers: Vec<_> = answers.into_iter().collect();
        answers.reverse();
        self.state().routes.insert(target.to_owned(), answers);
    }

    /// Instead of 404, for every target without a route of its own.
    pub fn otherwise(&self, answer: impl Fn(&str) -> Answer + Send + 'static) {
        self.state().otherwise = Some(Box::new(answer));
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.state().asked.clone()
    }

    /// What was asked for this target.
    pub fn asked_for(&self, target: &str) -> Vec<Asked> {
        self.asked().into_iter().filter(|asked| asked.target == target).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while it is held")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // Wakes the loop, so that it sees the flag.
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let asked = read(&stream)?;
    let answer = {
        let mut state = state.lock().expect("nothing panics while it is held");
        let answer = next(&mut state, &asked.target);
        state.asked.push(asked);
        answer
    };
    answer.send(stream)
}

fn next(state: &mut State, target: &str) -> Answer {
    match state.routes.get_mut(target) {
        Some(answers) if answers.len() > 1 => answers.pop(),
        Some(answers) => answers.last().cloned(),
        None => state.otherwise.as_ref().map(|answer| answer(target)),
    }
    .unwrap_or_else(|| Answer::status(404))
}

fn read(stream: &TcpStream) -> std::io::Result<Asked> {
    let mut lines = BufReader::new(stream.take(64 << 10)).lines();
    let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let mut words = first.split(' ').map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut headers = HashMap::new();
    for line in lines {
        let line = line?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    Ok(Asked { method, target, headers })
}
