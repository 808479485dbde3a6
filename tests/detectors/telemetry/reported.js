import { PostHog } from 'posthog-node';
import * as Sentry from '@sentry/node';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import OpenAI from 'openai';

const quiet = process.env.ACME_TELEMETRY_DISABLED === '1';

export async function count(event) {
  if (quiet) return;
  await fetch('https://www.google-analytics.com/mp/collect?v=1', { method: 'POST', body: event }); // expect: telemetry
  await fetch('https://eu-telemetry-1.acme.example/v1', { method: 'POST', body: event }); // expect: telemetry
  await fetch('https://collector.acme-telemetry.workers.dev/', { method: 'POST', body: event }); // expect: telemetry
}

export const client = new PostHog('phc_key'); // expect: telemetry
export const own = new PostHog('phc_key', { host: 'https://t.acme.example' }); // expect: telemetry
Sentry.init({ dsn: 'https://key@o1.ingest.us.sentry.io/2' }); // expect: telemetry
export const exporter = new OTLPTraceExporter({ url: 'https://traces.acme.example/v1/traces' }); // expect: telemetry

// The user's own: nothing is told unless the user says to whom.
Sentry.init({ dsn: process.env.SENTRY_DSN });
export const local = new OTLPTraceExporter();
export const model = new OpenAI();

// The service itself, and words that only sound like it.
await fetch('https://sentry.io/api/0/projects/');
await fetch('https://analyticsdata.googleapis.com/v1beta/properties');
console.log('https://telemetry.acme.example/');
