//! An npm registry on 127.0.0.1 with any number of small packages, made when they are asked for, that can be told to misbehave for
//! some of them and counts what it is asked.
#![allow(dead_code, reason = "each user takes a part of it")]

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha512};

/// How the registry treats a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Fine,
    /// Answers with this status the first so many times.
    Status(u16, u32),
    /// Half of the tarball, then the connection ends; always.
    Truncated,
    /// The tarball never ends.
    Endless,
    /// A byte of the tarball now and then.
    Trickle,
    /// The tarball is no archive.
    NoArchive,
}

/// When somebody asked, and for what.
#[derive(Debug, Clone)]
pub struct Request {
    pub at: Instant,
    pub path: String,
}

#[derive(Default)]
struct State {
    manners: HashMap<usize, Manner>,
    /// How often each path was asked for.
    asked: HashMap<String, u32>,
    requests: Vec<Request>,
    /// The file that every package has in common is another one.
    release: u32,
}

#[derive(Clone)]
pub struct Crowd {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

/// The name of a package.
pub fn name(number: usize) -> String {
    format!("crowd-{number:05}")
}

impl Crowd {
    pub fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let crowd = Self { address: listener.local_addr()?, state: Arc::default() };
        let own = crowd.clone();
        // It lives as long as the process.
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let crowd = own.clone();
                // A client that hangs up is no failure of the registry.
                thread::spawn(move || crowd.serve(stream).ok());
            }
        });
        Ok(crowd)
    }

    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    pub fn treat(&self, number: usize, manner: Manner) {
        self.state().manners.insert(number, manner);
    }

    /// Gives everything that was asked since the last time.
    pub fn take_requests(&self) -> Vec<Request> {
        std::mem::take(&mut self.state().requests)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while it is held")
    }

    fn serve(&self, stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream.try_clone()?);
        while let Some(path) = asked(&mut reader)? {
            if !self.answer(&path, &stream)? {
                return stream.shutdown(std::net::Shutdown::Both);
            }
        }
        Ok(())
    }

    /// False where the connection is to end.
    fn answer(&self, path: &str, mut stream: &TcpStream) -> io::Result<bool> {
        let number = path.trim_start_matches("/crowd-").get(..5).and_then(|digits| digits.parse::<usize>().ok());
        let (manner, before) = {
            let mut state = self.state();
            state.requests.push(Request { at: Instant::now(), path: path.to_owned() });
            let count = state.asked.entry(path.to_owned()).or_default();
            *count += 1;
            let before = *count - 1;
            (number.and_then(|number| state.manners.get(&number).copied()).unwrap_or(Manner::Fine), before)
        };
        let Some(number) = number else { return whole(stream, 404, "text/plain", b"").map(|()| true) };
        if let Manner::Status(status, times) = manner
            && before < times
        {
            return whole(stream, status, "text/plain", b"").map(|()| true);
        }
        if !path.ends_with(".tgz") {
            let document = packument(&self.url(), number, &tarball(number, manner));
            return whole(stream, 200, "application/json", document.as_bytes()).map(|()| true);
        }
        let bytes = tarball(number, manner);
        match manner {
            Manner::Fine | Manner::Status(..) | Manner::NoArchive => whole(stream, 200, "application/octet-stream", &bytes).map(|()| true),
            Manner::Truncated => {
                write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", bytes.len())?;
                stream.write_all(&bytes[..bytes.len() / 2]).map(|()| false)
            }
            Manner::Endless => {
                write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
                (0..1_000_000).try_for_each(|_| stream.write_all(&bytes)).map(|()| false)
            }
            Manner::Trickle => {
                write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", bytes.len())?;
                let mut bytes = bytes.iter();
                bytes.try_for_each(|byte| {
                    thread::sleep(Duration::from_millis(200));
                    stream.write_all(&[*byte])
                })?;
                Ok(true)
            }
        }
    }
}

/// The path of the next request; none where the client is done.
fn asked(reader: &mut BufReader<TcpStream>) -> io::Result<Option<String>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let path = line.split(' ').nth(1).unwrap_or("/").to_owned();
    while line.trim_end() != "" {
        line.clear();
        reader.read_line(&mut line)?;
    }
    Ok(Some(path))
}

fn whole(mut stream: &TcpStream, status: u16, kind: &str, body: &[u8]) -> io::Result<()> {
    let mut answer = format!("HTTP/1.1 {status} Told\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n", body.len()).into_bytes();
    answer.extend_from_slice(body);
    stream.write_all(&answer)
}

fn packument(url: &str, number: usize, tarball: &[u8]) -> String {
    let name = name(number);
    let integrity = format!("sha512-{}", STANDARD.encode(Sha512::digest(tarball)));
    format!(
        r#"{{"name":"{name}","dist-tags":{{"latest":"1.0.0"}},"versions":{{"1.0.0":{{"name":"{name}","version":"1.0.0","dist":{{"tarball":"{url}{name}/-/{name}-1.0.0.tgz","integrity":"{integrity}"}}}}}}}}"#
    )
}

/// A small server: a file of its own, and one that a hundred packages share.
fn tarball(number: usize, manner: Manner) -> Vec<u8> {
    if manner == Manner::NoArchive {
        return b"this is no archive".to_vec();
    }
    let name = name(number);
    let manifest = format!(r#"{{"name":"{name}","version":"1.0.0","type":"module","bin":"index.js","dependencies":{{"zod":"^3"}}}}"#);
    let own = format!(
        "import {{ McpServer }} from '@modelcontextprotocol/sdk/server/mcp.js';\nimport {{ look }} from './shared.js';\n\
         const server = new McpServer({{ name: '{name}', version: '1.0.0' }});\n\
         server.tool('look-{number}', 'Looks something up', {{ what: z.string() }}, async ({{ what }}) => look(what, {number}));\n"
    );
    let readme = format!("# {name}\n\nLooks things up at api.crowd.example. Set `CROWD_TOKEN`.\n");
    let files = [("package.json", manifest), ("index.js", own), ("shared.js", shared(number / 100)), ("README.md", readme)];
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    for (path, text) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        let path = format!("package/{path}");
        tar.append_data(&mut header, path, text.as_bytes()).expect("memory takes everything");
    }
    tar.into_inner().and_then(flate2::write::GzEncoder::finish).expect("memory takes everything")
}

/// A few kilobytes of plain code.
fn shared(group: usize) -> String {
    let mut text = format!(
        "export async function look(what, page) {{\n  const answer = await fetch(`https://api.crowd.example/{group}?page=${{page}}&what=${{encodeURIComponent(what)}}`, \
         {{ headers: {{ authorization: process.env.CROWD_TOKEN }} }});\n  return {{ content: [{{ type: 'text', text: await answer.text() }}] }};\n}}\n"
    );
    for at in 0..60 {
        text += &format!(
            "export function step{at}(list, at = {at}) {{\n  const kept = list.filter((one) => one.length > at);\n  return kept.map((one) => one.slice(0, at)).join('{group}');\n}}\n"
        );
    }
    text
}
