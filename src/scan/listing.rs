//! What the MCP registry says of a package: asked in passing, at most once in a while, and never a reason to fail.

use std::time::Duration;

use crate::manifest::{Identity, Manifest, ServerJsonSource, is_server_name};
use crate::model::{Listing, PackageId, PackageName, Registry};

use super::error::ScanError;
use super::package::{FOREVER, Scanner};

const FOUND: Duration = Duration::from_secs(24 * 60 * 60);
const ABSENT: Duration = Duration::from_secs(60 * 60);
const UNAVAILABLE: Duration = Duration::from_secs(10 * 60);

/// The name under which the MCP registry is to be asked about a release: its manifests claim it, and no shipped server.json
/// answers for it.
pub(super) fn claim<'m>(id: &PackageId, manifests: impl Iterator<Item = &'m Manifest> + Clone) -> Option<String> {
    let brings_its_own = |manifest: &Manifest| {
        let own = Identity::of(id, manifest);
        let shipped = manifest.servers.iter().filter(|server| server.source == ServerJsonSource::Shipped);
        own.is_some_and(|own| shipped.into_iter().any(|server| server.speaks_of(&own)))
    };
    if manifests.clone().any(brings_its_own) {
        return None;
    }
    let claimed = manifests.filter_map(|manifest| manifest.mcp_name.as_ref()).next()?;
    is_server_name(&claimed.name).then(|| claimed.name.clone())
}

/// A local package as its registry would know it.
pub(super) fn as_published(id: &PackageId, manifest: &Manifest) -> Option<PackageId> {
    let Identity { registry, name } = Identity::of(id, manifest)?;
    let name = match registry {
        Registry::Npm => PackageName::npm(&name).ok()?,
        Registry::Pypi => PackageName::pypi(&name).ok()?,
        Registry::Local => return None,
    };
    Some(PackageId { registry, name, version: id.version.clone() })
}

impl Scanner<'_> {
    pub(super) fn listing(&self, server: &str, package: &PackageId) -> Result<Listing, ScanError> {
        let Some(registry) = self.fetcher.mcp_registry() else { return Ok(Listing::NotAsked) };
        let key = format!("mcp {registry} {server} {}", package.purl());
        // Nobody is waited for twice: a registry that does not answer for one server does not for the next.
        let silence = format!("mcp {registry}");
        if let Some(known) = self.known_listing(&key)? {
            return Ok(known);
        }
        let unavailable = |why: String| Listing::Unavailable { name: server.to_owned(), why };
        if let Some(Listing::Unavailable { why, .. }) = self.known_listing(&silence)? {
            return Ok(unavailable(why));
        }
        if self.offline {
            return Ok(unavailable("--offline, and no answer is kept".to_owned()));
        }
        (self.progress)(&format!("asking the MCP registry about {server}"));
        let asked = self.fetcher.wait(self.fetcher.mcp_listing(server, package)).map_err(ScanError::Runtime)?;
        let (key, listing) = match asked {
            Ok(listing) => (key, listing),
            Err(error) => (if error.is_silence() { silence } else { key }, unavailable(error.in_brief())),
        };
        if let Some(store) = self.store {
            store.remember_resolution(&key, &serde_json::to_string(&listing).expect("a listing is plain data"))?;
        }
        Ok(listing)
    }

    /// What is kept and still counts; without a network, whatever is kept.
    fn known_listing(&self, key: &str) -> Result<Option<Listing>, ScanError> {
        let Some(store) = self.store else { return Ok(None) };
        let Some((json, age)) = store.resolution(key, FOREVER)? else { return Ok(None) };
        // What an older program wrote and this one cannot read is as good as nothing.
        let Ok(listing) = serde_json::from_str::<Listing>(&json) else { return Ok(None) };
        let lasts = match listing {
            Listing::NotAsked => Duration::ZERO,
            Listing::Absent { .. } => ABSENT,
            Listing::Unavailable { .. } => UNAVAILABLE,
            Listing::Found { .. } => FOUND,
        };
        Ok(Some(listing).filter(|_| self.offline || age <= lasts))
    }
}
