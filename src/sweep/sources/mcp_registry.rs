//! The MCP registry: all servers once a week, in between those that changed. What did not change stays wanted.

mod kept;
mod round;

use jiff::Timestamp;

use self::kept::Kept;
use self::round::Round;
use super::words::count;
use super::{Gathered, SourceError, state};
use crate::fetch::{FetchError, Fetcher, ServerList};

pub(super) async fn gather(fetcher: &Fetcher, state: Option<&str>, now: Timestamp) -> Result<Gathered, SourceError> {
    let registry = fetcher.mcp_registry().ok_or(SourceError::NotAsked)?;
    let mut remarks = Vec::new();
    let before = state::read(state, |kept: &Kept| kept.registry == registry, &mut remarks);
    let since = before.as_ref().and_then(|kept| kept.since(now));
    let (listed, is_full) = match ask(fetcher, since, &mut remarks).await {
        Ok(Some(answer)) => answer,
        Ok(None) => return Err(SourceError::NotAsked),
        Err(error) => return left_as_it_was(before, state, error, remarks),
    };
    if is_full
        && listed.servers.is_empty()
        && let Some(known) = before.as_ref().filter(|kept| !kept.servers.is_empty())
    {
        let why = format!("it lists no server, and had {} the last time", known.servers.len());
        return left_as_it_was(before, state, FetchError::BadDocument { url: registry, why }, remarks);
    }
    let invalid = listed.invalid;
    remarks.push(match is_full {
        true => format!("the MCP registry lists {}", count(listed.servers.len(), "server", "servers")),
        false => format!("the MCP registry tells of {}", count(listed.servers.len(), "changed server", "changed servers")),
    });
    let round = Round::new(before, &registry, is_full, now).read(listed.servers);
    remarks.extend(round.kept.remarks());
    let mut gathered = Gathered {
        state: state::write(&round.kept),
        remarks,
        notices: round.notices,
        invalid: invalid + round.invalid,
        ..Gathered::default()
    };
    gathered.want_each(round.kept.wanted());
    Ok(gathered)
}

/// The servers, and whether they are all.
async fn ask(fetcher: &Fetcher, since: Option<Timestamp>, remarks: &mut Vec<String>) -> Result<Option<(ServerList, bool)>, FetchError> {
    if since.is_some() {
        match fetcher.mcp_servers(since).await {
            Err(FetchError::Status { status: 400 | 422, .. }) => {
                remarks.push("the MCP registry does not tell what changed since the last night, so all of it was read".to_owned());
            }
            answer => return Ok(answer?.map(|listed| (listed, false))),
        }
    }
    Ok(fetcher.mcp_servers(None).await?.map(|listed| (listed, true)))
}

/// A registry that is out of order tonight takes nothing out of the sweep.
fn left_as_it_was(before: Option<Kept>, state: Option<&str>, error: FetchError, mut remarks: Vec<String>) -> Result<Gathered, SourceError> {
    let Some(kept) = before else { return Err(error.into()) };
    remarks.push(format!("the MCP registry could not be read ({}): what it listed before is judged", error.in_brief()));
    let state = state.unwrap_or_default().to_owned();
    let mut gathered = Gathered { state, remarks, failure: Some(error), ..Gathered::default() };
    gathered.want_each(kept.wanted());
    Ok(gathered)
}
