//! Which hosts a program connects to: a table of clients and ways to put an address together, and of what only names an address.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod configured;
mod javascript;
mod python;

use mcpscan::signatures::Signatures;

use crate::judged::{judge, package_of};

/// A line for each row whose hosts are not the expected ones.
fn wrong(extension: &str, rows: &[(&str, Option<&str>)]) -> Vec<String> {
    let signatures = Signatures::builtin();
    let hosts = |code: &str| -> Vec<String> {
        let report = judge(package_of(extension, code), &signatures);
        report.observed.hosts.into_iter().filter(|host| host.reached).map(|host| host.name).collect()
    };
    let check = |(code, expected): &(&str, Option<&str>)| {
        let found = hosts(code);
        let is_right = found.iter().map(String::as_str).eq(expected.iter().copied());
        (!is_right).then(|| format!("{found:?} instead of {expected:?}: {code}"))
    };
    rows.iter().filter_map(check).collect()
}

#[test]
fn every_client_of_javascript_leads_to_its_host_and_no_text_does() {
    let wrong = wrong("ts", javascript::ROWS);
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), javascript::ROWS.len(), wrong.join("\n"));
}

#[test]
fn every_client_of_python_leads_to_its_host_and_no_text_does() {
    let wrong = wrong("py", python::ROWS);
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), python::ROWS.len(), wrong.join("\n"));
}

#[test]
fn a_setting_that_names_a_host_is_told_with_its_default() {
    let signatures = Signatures::builtin();
    let rows = [("ts", configured::JAVASCRIPT), ("py", configured::PYTHON)];
    let mut wrong = Vec::new();
    for (extension, (code, setting, default)) in rows.iter().flat_map(|(extension, rows)| rows.iter().map(move |row| (extension, *row))) {
        let observed = judge(package_of(extension, code), &signatures).observed;
        let found: Vec<_> = observed.configured.iter().map(|found| (found.setting.as_str(), found.default.as_deref())).collect();
        let are_defaults = observed.hosts.iter().filter(|host| host.reached).all(|host| host.is_default && host.settings == [setting]);
        if found != [(setting, default)] || !are_defaults {
            wrong.push(format!("{found:?} instead of {setting} {default:?}, {:?}: {code}", observed.hosts));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for code in configured::NEITHER {
        let observed = judge(package_of("ts", code), &signatures).observed;
        assert!(
            observed.configured.is_empty() && observed.hosts.iter().all(|host| !host.is_default || host.implied_by.is_some()),
            "{code}"
        );
    }
}

#[test]
fn a_library_brings_its_host_unless_an_option_names_another() {
    let signatures = Signatures::builtin();
    let implied = |extension: &str, code: &str| -> Vec<(String, String)> {
        let hosts = judge(package_of(extension, code), &signatures).observed.hosts.into_iter().filter(|host| host.reached);
        hosts.map(|host| (host.name, host.implied_by.unwrap_or_default())).collect()
    };
    let of = |host: &str, library: &str| vec![(host.to_owned(), library.to_owned())];
    assert_eq!(implied("ts", "import OpenAI from 'openai'; new OpenAI()"), of("api.openai.com", "openai"));
    assert_eq!(implied("ts", "import { Octokit } from '@octokit/rest'; new Octokit({ auth })"), of("api.github.com", "@octokit/rest"));
    assert_eq!(implied("py", "import boto3\nboto3.client('s3')"), of("*.amazonaws.com", "boto3"));
    assert_eq!(implied("py", "import stripe\nstripe.Customer.create(name='a')"), of("api.stripe.com", "stripe"));
    let other = "import OpenAI from 'openai'; new OpenAI({ baseURL: 'https://h.example/v1' })";
    assert_eq!(implied("ts", other), of("h.example", ""));
    assert_eq!(implied("py", "from openai import OpenAI\nOpenAI(base_url=config.url)"), []);
}
