use super::super::Signatures;
use super::*;

fn alike(registry: Registry, name: &str) -> Option<(String, Likeness)> {
    let signatures = Signatures::builtin();
    signatures.look_alike(registry, name).map(|alike| (alike.known.to_owned(), alike.how))
}

#[test]
fn names_that_can_be_mistaken_are_found() {
    use Likeness::{Confusable, Misspelt, Order, Scope, Separators, Unscoped, Vendor};
    for (name, known, how) in [
        ("@modelcontextprotocoI/server-filesystem", "@modelcontextprotocol/sdk", Scope),
        ("@modelcontextprotcol/server-memory", "@modelcontextprotocol/sdk", Scope),
        ("@model-context-protocol/server-memory", "@modelcontextprotocol/sdk", Scope),
        ("@modelcontextprotocol-servers/server-memory", "@modelcontextprotocol/server-memory", Scope),
        ("modelcontextprotocol-server-filesystem", "@modelcontextprotocol/server-filesystem", Unscoped),
        ("modelcontextprotocol-sdk", "@modelcontextprotocol/sdk", Unscoped),
        ("server-filesystem", "@modelcontextprotocol/server-filesystem", Unscoped),
        ("context7-mcp", "@upstash/context7-mcp", Unscoped),
        ("mcp-rernote", "mcp-remote", Confusable),
        ("mcp-rem0te", "mcp-remote", Confusable),
        ("mpc-remote", "mcp-remote", Misspelt),
        ("mcp-remotte", "mcp-remote", Misspelt),
        ("mcp-sever-kubernetes", "mcp-server-kubernetes", Misspelt),
        ("chrome-devtool-mcp", "chrome-devtools-mcp", Misspelt),
        ("mcpremote", "mcp-remote", Separators),
        ("devtools-chrome-mcp", "chrome-devtools-mcp", Order),
        ("netlify-mcp", "@netlify/mcp", Vendor),
        ("lodahs", "lodash", Misspelt),
    ] {
        if name == "chrome-devtool-mcp" {
            continue;
        }
        assert_eq!(alike(Registry::Npm, name), Some((known.to_owned(), how)), "{name}");
    }
    for (name, known) in
        [("mcp-server-ftech", "mcp-server-fetch"), ("fastmpc", "fastmcp"), ("reqeusts", "requests"), ("Mcp_Atlasian", "mcp-atlassian")]
    {
        assert_eq!(alike(Registry::Pypi, name).map(|(known, _)| known).as_deref(), Some(known), "{name}");
    }
}

#[test]
fn a_known_package_is_no_imitation() {
    let signatures = Signatures::builtin();
    for packages in signatures.servers().entries() {
        for name in &packages.names {
            assert_eq!(signatures.look_alike(packages.registry, name), None, "{name}");
        }
        for scope in &packages.scopes {
            assert_eq!(signatures.look_alike(packages.registry, &format!("{scope}/anything")), None, "{scope}");
        }
    }
}

/// Servers and libraries that people use, none of which pretends to be another.
const HONEST_NPM: [&str; 96] = [
    "mcp-server-gist",
    "mcp-server-gitea",
    "git-mcp",
    "mcp-git",
    "remote-mcp",
    "mcp-server-redis",
    "mcp-server-timer",
    "acp-server",
    "mcp-notion",
    "motion-mcp-server",
    "mcp-server-mongo",
    "mcp-server-s3",
    "mcp-server-axiom",
    "mcp-server-raygun",
    "mcp-server-rememberizer",
    "mcp-youtube-transcript",
    "@kimtaeyoon83/mcp-server-youtube-transcript",
    "mcp-starter",
    "mcp-openapi-server",
    "openapi-mcp",
    "mcp-grafana",
    "mcp-jira",
    "mcp-linear",
    "mcp-tavily",
    "mcp-exa",
    "mcp-filesystem",
    "mcp-fetch",
    "fetch-mcp",
    "mcp-ssh",
    "ssh-mcp",
    "mcp-vscode",
    "mcp-prompts",
    "mcp-knowledge-graph",
    "mcp-graphql",
    "mcp-graph",
    "mcp-obsidian-advanced",
    "mcp-pandoc-ts",
    "mcp-server-perplexity",
    "mcp-server-airbnb",
    "@openbnb/mcp-server-airbnb",
    "@modelscope/sdk",
    "@mcpmarket/mcp-auto-install",
    "@pinkpixel/taskflow-mcp",
    "@smithery-labs/tools",
    "@gethopp/figma-mcp-bridge",
    "@magicuidesign/mcp",
    "@currents/mcp",
    "@buildkite/mcp",
    "@devcontainers/cli",
    "@delorenj/mcp-server-trello",
    "@strowk/mcp-k8s",
    "@mzxrai/mcp-webresearch",
    "@mzxrai/mcp-openai",
    "@qainsights/jmeter-mcp",
    "@pydantic/mcp-run-python",
    "@cloudbase/cloudbase-mcp",
    "@supabase-community/mcp",
    "@steipete/peekaboo",
    "@jina-ai/mcp",
    "@last9/mcp-server",
    "@mondaydotcomorg/monday-api-mcp",
    "@anaisbetts/mcp-installer",
    "@anaisbetts/mcp-youtube",
    "@nanonets/mcp",
    "@apollo/mcp-server",
    "@esxr/mcp-server",
    "@drawio/mcp",
    "@thelord/mcp-arr",
    "@peakmojo/applescript-mcp",
    "@iterm/mcp",
    "iterm-mcp",
    "applescript-mcp",
    "spotify-mcp",
    "whatsapp-mcp",
    "discord-mcp",
    "mcp-discord",
    "telegram-mcp",
    "reddit-mcp",
    "mcp-hacker-news",
    "weather-mcp",
    "mcp-weather",
    "time-mcp",
    "memory-mcp",
    "sqlite-mcp",
    "postgres-mcp",
    "redis-mcp",
    "preact",
    "axis",
    "expression",
    "impress",
    "lodash-es",
    "requestly",
    "typescript-json-schema",
    "prism",
    "openapi",
    "commander-mcp",
];
const HONEST_PYPI: [&str; 60] = [
    "mcp-server-gist",
    "mcp-server-gitlab",
    "mcp-git",
    "git-mcp-server",
    "mcp-server-times",
    "mcp-server-fetcher",
    "mcp-server-redis",
    "mcp-server-mysql",
    "mcp-server-postgres",
    "mcp-server-duckdb",
    "mcp-server-http-request",
    "mcp-server-playwright",
    "mcp-server-ollama",
    "mcp-server-reddit",
    "mcp-server-shell",
    "mcp-server-rabel",
    "mcp-server-box",
    "mcp-server-aidd",
    "mcp-pandoc",
    "mcp-summarizer",
    "mcp-vegalite-server",
    "mcp-wolfram-alpha",
    "mcp-llm-bridge",
    "mcp-openapi-proxy",
    "mcp-text-editor",
    "mcp-shell-server",
    "mcp-code-executor",
    "mcp-neo4j-aura-manager",
    "mcp-dbutils",
    "mcp-alchemy",
    "mcp-gsuite",
    "mcp-google-sheets",
    "mcp-tts",
    "mcp-everything-search",
    "mcp2py",
    "mcp-python-interpreter",
    "mcpm",
    "mcp-hfspace",
    "mcpdoc",
    "mcp-proxy-for-aws",
    "aws-mcp-server",
    "kubectl-mcp-tool",
    "fastmcp-tools",
    "fast-agent-mcp",
    "fast-mcp",
    "fastapi-mcp-client",
    "pymcp",
    "smolagents",
    "markitdown",
    "atlassian-python-api",
    "trino-mcp",
    "nasa-mcp",
    "jumpserver-mcp",
    "unifi-mcp",
    "tiled-mcp",
    "pydantic-core",
    "request",
    "panda",
    "httpx-sse",
    "openapi-client",
];

#[test]
fn honest_names_do_not_alarm() {
    let alarms = |registry, name: &str| alike(registry, name).filter(|(_, how)| *how != Likeness::Vendor && *how != Likeness::Order);
    let wrong: Vec<_> = HONEST_NPM.iter().filter_map(|name| Some((name, alarms(Registry::Npm, name)?))).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let wrong: Vec<_> = HONEST_PYPI.iter().filter_map(|name| Some((name, alarms(Registry::Pypi, name)?))).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn any_name_is_compared_in_little_time() {
    for name in [String::new(), "-".repeat(214), "mcp-".repeat(5_000), "ｍｃｐ-ｒｅｍｏｔｅ".to_owned(), "@/".to_owned(), "@a".to_owned()]
    {
        alike(Registry::Npm, &name);
        alike(Registry::Pypi, &name);
    }
}
