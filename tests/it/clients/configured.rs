//! Hosts that a setting names: what the setting is called, and what serves where it is not set.

/// What is written, the setting, and its default.
type Row = (&'static str, &'static str, Option<&'static str>);

pub const JAVASCRIPT: &[Row] = &[
    ("fetch(process.env.ACME_URL || 'https://h.example')", "ACME_URL", Some("h.example")),
    ("fetch(process.env.ACME_URL)", "ACME_URL", None),
    ("const base = process.env.ACME_URL ?? 'https://h.example'; fetch(`${base}/v1/x`)", "ACME_URL", Some("h.example")),
    ("const host = process.env.ACME_HOST || 'h.example'; fetch(`https://${host}/v1`)", "ACME_HOST", Some("h.example")),
    ("const url = process.env.ACME_URL ? process.env.ACME_URL : 'https://h.example'; fetch(url)", "ACME_URL", Some("h.example")),
    ("require('axios').create({ baseURL: process.env.ACME_URL })", "ACME_URL", None),
    (
        "import { z } from 'zod'; const e = z.object({ ACME_URL: z.string().url().default('https://h.example') }).parse(process.env); fetch(e.ACME_URL)",
        "ACME_URL",
        Some("h.example"),
    ),
    (
        "import { program } from 'commander'; program.option('--api-url <url>', 'd', 'https://h.example'); program.parse(); fetch(program.opts().apiUrl)",
        "--api-url",
        Some("h.example"),
    ),
];

pub const PYTHON: &[Row] = &[
    ("import os, requests\nrequests.get(os.getenv('ACME_URL', 'https://h.example'))", "ACME_URL", Some("h.example")),
    ("import os, requests\nrequests.get(os.environ['ACME_URL'])", "ACME_URL", None),
    ("import os, requests\nrequests.get(os.environ.get('ACME_URL') or 'https://h.example')", "ACME_URL", Some("h.example")),
    ("import os, httpx\nclient = httpx.Client(base_url=os.getenv('ACME_URL', 'https://h.example'))", "ACME_URL", Some("h.example")),
    (
        "import requests\nfrom pydantic_settings import BaseSettings\nclass Config(BaseSettings):\n    acme_url: str = 'https://h.example'\nrequests.get(Config().acme_url)",
        "ACME_URL",
        Some("h.example"),
    ),
    (
        "import argparse, requests\np = argparse.ArgumentParser()\np.add_argument('--api-url', default='https://h.example')\nargs = p.parse_args()\nrequests.get(args.api_url)",
        "--api-url",
        Some("h.example"),
    ),
    (
        "import click, requests\n@click.command()\n@click.option('--url', default='https://h.example', envvar='ACME_URL')\ndef main(url):\n    requests.get(url)",
        "ACME_URL",
        Some("h.example"),
    ),
];

/// What only looks as if a setting named a host.
pub const NEITHER: [&str; 3] = [
    "const token = process.env.ACME_TOKEN; fetch('https://h.example', { headers: { Authorization: token } })",
    "fetch(`https://h.example/${process.env.ACME_PROJECT}`)",
    "import OpenAI from 'openai'; new OpenAI({ apiKey: process.env.OPENAI_API_KEY })",
];
