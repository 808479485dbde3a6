//! The vocabulary: the nouns that every other module speaks in. No behaviour beyond keeping each value valid.

mod about;
mod advisory;
mod anomaly;
mod artifact;
mod capability;
mod category;
mod contents;
mod context;
mod coverage;
mod declared;
mod digest;
mod finding;
mod installation;
mod links;
mod location;
mod name;
mod observed;
mod offer;
mod origin;
mod path;
mod provenance;
mod report;
mod score;
mod spec;
mod spec_lines;
mod tree;

pub use about::{About, ValueForm, Variable};
pub use advisory::{Advisory, AdvisoryData, AdvisoryEvent, AdvisoryKind, AdvisoryRange, KnownIssue, Rating};
pub use anomaly::{Anomaly, AnomalyKind};
pub use artifact::{Artifact, ArtifactKind, Verification};
pub use capability::{Capability, CapabilityKind};
pub use category::Category;
pub use contents::{ContentFile, ContentScript, Contents, Elsewhere};
pub use context::{Context, Earlier, GivenDocument, Listing, ListingStatus, Platform, Published, PythonVersion, RegistryFacts, Target};
pub use coverage::{Bounds, Coverage, Gap, GapReason};
pub use declared::{Claim, Declared, DeclaredClaim, DeclaredEnv, DeclaredHost};
pub use digest::Sha256;
pub use finding::{Confidence, Finding, Severity, Step};
pub use installation::{Concern, Dependency, Installation, Power, Unjudged};
pub use links::Links;
pub use location::{Frame, Location};
pub use name::{PackageName, Registry};
pub use observed::{FileAccess, Observed, ObservedEnv, ObservedFile, ObservedHost, ObservedSetting, Runs, Tool};
pub use offer::{Offer, OfferKind};
pub use origin::Origin;
pub use path::{BadPath, RelPath};
pub use provenance::{
    Attestation, Build, EarlierRelease, Proof, Provenance, Publication, Publisher, RegistryKey, RegistrySignature, Signer,
};
pub use report::{ArtifactSummary, Dependencies, Release, ScanReport, Shim};
pub use score::{Deduction, Score, Verdict};
pub use spec::{PackageId, PackageSpec, SpecError};
pub use spec_lines::{BadSpecLine, SpecLine};
pub use tree::{File, Tree};
