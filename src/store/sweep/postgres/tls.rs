//! TLS to the server: the authorities of the system, or those of a file.

use std::path::Path;
use std::sync::Arc;

use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::error::PostgresError;

pub(super) fn connector(roots: Option<&Path>) -> Result<MakeRustlsConnect, PostgresError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| PostgresError::Certificates { why: error.to_string() })?;
    let config = match roots {
        Some(file) => builder.with_root_certificates(named(file)?).with_no_client_auth(),
        None => builder.dangerous().with_custom_certificate_verifier(Arc::new(of_the_system(provider)?)).with_no_client_auth(),
    };
    Ok(MakeRustlsConnect::new(config))
}

/// As other programs of this machine trust.
fn of_the_system(provider: Arc<CryptoProvider>) -> Result<Verifier, PostgresError> {
    Verifier::new(provider).map_err(|error| PostgresError::Certificates { why: error.to_string() })
}

fn named(file: &Path) -> Result<RootCertStore, PostgresError> {
    let failed = |why: String| PostgresError::Certificates { why: format!("`{}`: {why}", file.display()) };
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| failed(error.to_string()))? {
        let certificate = certificate.map_err(|error| failed(error.to_string()))?;
        store.add(certificate).map_err(|error| failed(error.to_string()))?;
    }
    if store.is_empty() {
        return Err(failed("there is no certificate in it".to_owned()));
    }
    Ok(store)
}
