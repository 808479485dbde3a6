import os

import posthog
import requests
import sentry_sdk
from openai import OpenAI
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from posthog import Posthog


def count(event):
    if os.environ.get("DO_NOT_TRACK"):
        return
    requests.post("https://api2.amplitude.com/2/httpapi", json=event)  # expect: telemetry
    requests.post("https://analytics.acme.example/v1", json=event)  # expect: telemetry


client = Posthog("phc_key")  # expect: telemetry
own = Posthog("phc_key", host="https://t.acme.example")  # expect: telemetry
sentry_sdk.init(dsn="https://key@o1.ingest.sentry.io/2")  # expect: telemetry
exporter = OTLPSpanExporter(endpoint="https://traces.acme.example/v1/traces")  # expect: telemetry

# The user's own: nothing is told unless the user says to whom.
sentry_sdk.init(dsn=os.environ.get("SENTRY_DSN"))
local = OTLPSpanExporter()
model = OpenAI()

# The service itself, and words that only sound like it.
requests.get("https://sentry.io/api/0/projects/")
requests.get("https://analyticsdata.googleapis.com/v1beta/properties")
print("https://telemetry.acme.example/")
