//! One GET request, whole: redirects, credentials, caps, deadlines and retries. Knows no registry.

use std::fs::File;
use std::pin::pin;
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, LOCATION, RETRY_AFTER};
use reqwest::{Client, Response};
use url::Url;

use super::body::Body;
use super::credentials::Credentials;
use super::document::Document;
use super::error::FetchError;
use super::failure;
use super::network::Network;
use super::pace::Received;
use super::settings::FetchOptions;
use super::url::{PlainOrigins, authority, bare, same_origin, shown, split};

/// Called with the bytes that have arrived and, where known, how many there will be. A retry begins at 0 again.
pub type Progress<'a> = &'a (dyn Fn(u64, Option<u64>) + Send + Sync);

const MAX_REDIRECTS: usize = 5;
/// A server that asks for a longer wait than this is not waited for.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(60);
/// What a server's promised length may reserve before the bytes arrive.
const MAX_RESERVED: u64 = 16 << 20;
/// A longer one is not worth to be remembered.
const MAX_ETAG: usize = 1 << 10;
const HELD: &str = "nothing panics while it is held";

pub(crate) struct Http {
    network: Network,
    options: FetchOptions,
    // Building a client loads every system certificate, so a run that is served from the cache builds none.
    documents: OnceLock<Client>,
    artifacts: OnceLock<Client>,
}

/// What a page is asked for with, beside its address.
#[derive(Clone, Copy, Default)]
pub(crate) struct Manner<'a> {
    /// As the server gave it with the page that is known already.
    pub etag: Option<&'a str>,
    /// One more header.
    pub header: Option<(&'static str, &'a str)>,
    /// For all attempts together, where that is less than the options have.
    pub patience: Option<Duration>,
}

/// A page, and the name under which its server knows this very state of it.
#[derive(Debug)]
pub(crate) struct Tagged {
    pub document: Document,
    pub etag: Option<String>,
}

/// [`Tagged`], or the news that nothing has changed.
struct Answer {
    page: Tagged,
    is_unchanged: bool,
}

#[derive(Clone, Copy)]
struct Request<'a> {
    client: &'a Client,
    url: &'a Url,
    accept: &'a str,
    credentials: Option<&'a Credentials>,
    limit: u64,
    progress: Progress<'a>,
    manner: Manner<'a>,
    /// Where the body goes in place of memory.
    into: Option<&'a Mutex<File>>,
}

impl Http {
    pub fn new(network: Network, options: &FetchOptions) -> Self {
        Self { network, options: options.clone(), documents: OnceLock::new(), artifacts: OnceLock::new() }
    }

    /// May this URL be fetched, given that it was found at `from`?
    pub fn check(&self, url: &Url, from: Option<&Url>) -> Result<(), FetchError> {
        self.network.plain.check(url, from)
    }

    /// Which addresses may go without TLS.
    pub fn plain_origins(&self) -> &PlainOrigins {
        &self.network.plain
    }

    /// A page of metadata; `limit` counts its bytes after decompression.
    pub async fn document(&self, url: &Url, accept: &str, credentials: Option<&Credentials>, limit: u64) -> Result<Document, FetchError> {
        Ok(self.page(url, accept, credentials, limit, Manner::default()).await?.page.document)
    }

    /// As [`Self::document`], asked in a manner of its own.
    pub async fn document_in(
        &self,
        manner: Manner<'_>,
        url: &Url,
        accept: &str,
        credentials: Option<&Credentials>,
        limit: u64,
    ) -> Result<Document, FetchError> {
        let manner = Manner { etag: None, ..manner };
        Ok(self.page(url, accept, credentials, limit, manner).await?.page.document)
    }

    /// As [`Self::document`], unless the page is the one that its server calls `etag`: then none.
    pub async fn document_unless(
        &self,
        etag: Option<&str>,
        url: &Url,
        accept: &str,
        credentials: Option<&Credentials>,
        limit: u64,
    ) -> Result<Option<Tagged>, FetchError> {
        let answer = self.page(url, accept, credentials, limit, Manner { etag, ..Manner::default() }).await?;
        Ok((!answer.is_unchanged).then_some(answer.page))
    }

    async fn page(
        &self,
        url: &Url,
        accept: &str,
        credentials: Option<&Credentials>,
        limit: u64,
        manner: Manner<'_>,
    ) -> Result<Answer, FetchError> {
        let client = self.client(url, &self.documents, true)?;
        self.get(Request { client, url, accept, credentials, limit, progress: &|_, _| (), manner, into: None }).await
    }

    /// A file, byte for byte as it is stored.
    pub async fn artifact(
        &self,
        url: &Url,
        credentials: Option<&Credentials>,
        limit: u64,
        progress: Progress<'_>,
    ) -> Result<Vec<u8>, FetchError> {
        let client = self.client(url, &self.artifacts, false)?;
        let request = Request { client, url, accept: "*/*", credentials, limit, progress, manner: Manner::default(), into: None };
        Ok(self.get(request).await?.page.document.bytes)
    }

    /// As [`Self::artifact`], into an empty file, unless the file is the one that its server calls `etag`: then none. Gives what its
    /// server calls the new one.
    pub async fn artifact_into(
        &self,
        file: File,
        etag: Option<&str>,
        url: &Url,
        limit: u64,
        progress: Progress<'_>,
    ) -> Result<Option<Option<String>>, FetchError> {
        let client = self.client(url, &self.artifacts, false)?;
        let file = Mutex::new(file);
        let manner = Manner { etag, ..Manner::default() };
        let answer =
            self.get(Request { client, url, accept: "*/*", credentials: None, limit, progress, manner, into: Some(&file) }).await?;
        Ok((!answer.is_unchanged).then_some(answer.page.etag))
    }

    fn client<'a>(&self, url: &Url, slot: &'a OnceLock<Client>, gzip: bool) -> Result<&'a Client, FetchError> {
        if self.options.offline {
            return Err(FetchError::Offline { missing: shown(url) });
        }
        if let Some(client) = slot.get() {
            return Ok(client);
        }
        let client = self.network.client(gzip, &self.options)?;
        Ok(slot.get_or_init(|| client))
    }

    /// Attempts until one succeeds, fails for good, or time is up; a retry starts from nothing. Time in which it is not yet our
    /// turn does not count.
    async fn get(&self, request: Request<'_>) -> Result<Answer, FetchError> {
        let (last, queued) = (Mutex::new(None), Mutex::new(Duration::ZERO));
        let attempts = (|| self.attempt(request, &queued))
            .retry(backoff(&self.options))
            .when(FetchError::is_transient)
            .adjust(|error, delay| adjusted(error.retry_after(), delay))
            .notify(|error, _| *last.lock().expect(HELD) = Some(error.clone()));
        let mut attempts = pin!(attempts.into_future());
        let patience = request.manner.patience.map_or(self.options.timeout, |patience| patience.min(self.options.timeout));
        let mut left = patience;
        while !left.is_zero() {
            if let Ok(result) = tokio::time::timeout(left, &mut attempts).await {
                return result;
            }
            left = std::mem::take(&mut *queued.lock().expect(HELD));
        }
        let late = FetchError::Timeout { url: shown(request.url), after: patience };
        Err(last.lock().expect(HELD).take().unwrap_or(late))
    }

    async fn attempt(&self, request: Request<'_>, queued: &Mutex<Duration>) -> Result<Answer, FetchError> {
        let (url, response, received) = self.follow(request, queued).await?;
        let text = |name| response.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok()).map(str::to_owned);
        let (content_type, etag) = (text(CONTENT_TYPE), text(ETAG).filter(|etag| etag.len() <= MAX_ETAG));
        let is_unchanged = is_unchanged(&response, request);
        let bytes = if is_unchanged { Vec::new() } else { self.body(&url, response, request, received).await? };
        Ok(Answer { page: Tagged { document: Document { bytes, content_type, url }, etag }, is_unchanged })
    }

    /// Follows redirects. Each hop's address is checked anew; credentials stay at the first origin, even if a later hop returns to it.
    async fn follow(&self, request: Request<'_>, queued: &Mutex<Duration>) -> Result<(Url, Response, Received), FetchError> {
        let (mut url, own) = split(request.url);
        let mut credentials = request.credentials.or(own.as_ref());
        let mut from = None;
        for _ in 0..=MAX_REDIRECTS {
            self.check(&url, from.as_ref())?;
            let (response, received) = self.send(&url, credentials, request, queued).await?;
            let Some(next) = redirect(&url, &response)? else {
                let response = self.accepted(&url, response, credentials.is_some(), request)?;
                return Ok((url, response, received));
            };
            credentials = credentials.filter(|_| same_origin(&url, &next));
            from = Some(std::mem::replace(&mut url, next));
        }
        Err(FetchError::RedirectLoop { url: shown(request.url), limit: MAX_REDIRECTS })
    }

    async fn send(
        &self,
        url: &Url,
        credentials: Option<&Credentials>,
        request: Request<'_>,
        queued: &Mutex<Duration>,
    ) -> Result<(Response, Received), FetchError> {
        let headers = headers(credentials, request)?;
        self.turn(url, queued).await;
        let response = request.client.get(url.clone()).headers(headers).send().await;
        let response = response.map_err(|error| failure::of(error, url, 0, self.options.read_timeout))?;
        Ok((response, Received::nothing(self.options.pace.as_ref(), authority(url))))
    }

    /// Waits until the host may be asked.
    async fn turn(&self, url: &Url, queued: &Mutex<Duration>) {
        let Some(pace) = &self.options.pace else { return };
        let wait = pace.reserve(&authority(url));
        *queued.lock().expect(HELD) += wait;
        tokio::time::sleep(wait).await;
    }

    fn accepted(&self, url: &Url, response: Response, with_credentials: bool, request: Request<'_>) -> Result<Response, FetchError> {
        let status = response.status().as_u16();
        if matches!(status, 200..=299) || is_unchanged(&response, request) {
            return Ok(response);
        }
        let retry_after = retry_after(response.headers());
        if let (Some(pace), Some(pause)) = (&self.options.pace, retry_after) {
            pace.asked_to_wait(&authority(url), pause.min(MAX_RETRY_AFTER));
        }
        let url = shown(url);
        match status {
            401 | 403 => Err(FetchError::Denied { url, status, with_credentials }),
            _ => Err(FetchError::Status { url, status, retry_after }),
        }
    }

    async fn body(&self, url: &Url, mut response: Response, request: Request<'_>, mut received: Received) -> Result<Vec<u8>, FetchError> {
        let too_large = || FetchError::TooLarge { url: shown(url), limit: request.limit };
        let total = response.content_length();
        if total.is_some_and(|total| total > request.limit) {
            return Err(too_large());
        }
        let mut body = Body::new(total.unwrap_or(0).min(MAX_RESERVED) as usize, request.into)?;
        (request.progress)(0, total);
        loop {
            let chunk = response.chunk().await;
            let chunk = chunk.map_err(|error| failure::of(error, url, body.length, self.options.read_timeout))?;
            let Some(chunk) = chunk else { return Ok(body.bytes) };
            received.bytes += chunk.len() as u64;
            if body.length + chunk.len() as u64 > request.limit {
                return Err(too_large());
            }
            body.add(&chunk)?;
            (request.progress)(body.length, total);
        }
    }
}

fn backoff(options: &FetchOptions) -> ExponentialBuilder {
    ExponentialBuilder::new().with_jitter().with_min_delay(options.retry_delay).with_max_times(options.retries)
}

/// A server's wish is a lower bound; none means to give up.
fn adjusted(wish: Option<Duration>, delay: Option<Duration>) -> Option<Duration> {
    match (delay, wish) {
        (Some(_), Some(wish)) if wish > MAX_RETRY_AFTER => None,
        (Some(delay), Some(wish)) => Some(delay.max(wish)),
        (delay, _) => delay,
    }
}

fn headers(credentials: Option<&Credentials>, request: Request<'_>) -> Result<HeaderMap, FetchError> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, header(request.accept)?);
    if let Some(etag) = request.manner.etag {
        headers.insert(IF_NONE_MATCH, header(etag)?);
    }
    if let Some((name, value)) = request.manner.header {
        headers.insert(name, header(value)?);
    }
    if let Some(credentials) = credentials {
        let mut value = header(credentials.header())?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    Ok(headers)
}

fn header(text: &str) -> Result<HeaderValue, FetchError> {
    HeaderValue::from_str(text).map_err(|_| FetchError::Setup { why: "credentials with characters that no header can hold".to_owned() })
}

/// Where an answer sends us, without any credentials that it names.
fn redirect(url: &Url, response: &Response) -> Result<Option<Url>, FetchError> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let bad = |why: String| FetchError::BadRedirect { url: shown(url), why };
    let location = response.headers().get(LOCATION).ok_or_else(|| bad("no Location header".to_owned()))?;
    let location = location.to_str().map_err(|_| bad("a Location that is not text".to_owned()))?;
    let next = url.join(location).map_err(|error| bad(error.to_string()))?;
    Ok(Some(bare(&next)))
}

/// Only who says what is known can be told that it is still so.
fn is_unchanged(response: &Response, request: Request<'_>) -> bool {
    response.status().as_u16() == 304 && request.manner.etag.is_some()
}

/// Seconds, or a date as in `Sun, 06 Nov 1994 08:49:37 GMT`.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(Duration::try_from(date.duration_since(jiff::Timestamp::now())).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_wished_delay_is_obeyed_up_to_a_bound() {
        assert_eq!(adjusted(None, Some(SECOND)), Some(SECOND));
        assert_eq!(adjusted(Some(SECOND * 5), Some(SECOND)), Some(SECOND * 5));
        assert_eq!(adjusted(Some(SECOND), Some(SECOND * 5)), Some(SECOND * 5));
        assert_eq!(adjusted(Some(SECOND * 3600), Some(SECOND)), None);
        assert_eq!(adjusted(Some(SECOND), None), None);
    }

    #[test]
    fn retry_after_reads_seconds_and_dates() {
        let read = |text: &str| retry_after(&HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_str(text).unwrap())]));
        assert_eq!(read("7"), Some(SECOND * 7));
        assert_eq!(read("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
        assert!(read("Fri, 31 Dec 2100 23:59:59 GMT").is_some_and(|wait| wait > SECOND * 3600));
        assert_eq!(read("soon"), None);
    }
}
