import psycopg

TOKEN = "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"  # expect: shipped-credential
BOT = "1874476599:AApopZuH3MbToHIWv2P1COZVVgaCM4VVjXq"  # expect: shipped-credential
DATABASE = "postgresql://app:lTNk6mLLpmDf8Pvf@db.acme-prod.com"  # expect: shipped-credential
HOOK = "xoxb-111724773199-724768332028-vwFEQYlgI2j1BOPZRt8cOr9D"  # expect: shipped-credential
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIICXAIBAAKBgQBZj7IqrCUCXFK5s1dUusmzsDt90SfwKKdML3ZrvQGz3AxvZFlD\nhr2/xN7r3YcKcHzv8cr27Dv/uSbIPOyvnzFcnWKHA8m/9J2gD/NF00HzcfszsCDC\nm36ADBR4V+069fycmh+F/ScXnB5nGm4WEmbGdG9VVJiXi1gpOvOKoGvld2CE2DV2\nB1p9l3KljWjEvx0OR3rcvY/EJLVyooOXGSnd7hCJ7aPZPia+WT/pSgj5vXk12JM0\npTjIlRu2A4WV/3v0Y7TJlP/2s+BfdKuemGpolOWrAXRMPAnqr2SCk8Yh52lKAepI\nM8kYoFn2rLd6ZiHUj4OVecUD0kqh4NNf9RAdCM2AV6oUzjeEGuVYPC2q7NKZXEQF\nGKWe9GnnpknR5wMHWhO9ocffc3wAVbjOD3wV8XcEKi2E7Zt1JPtM5iA6Vpb/+L1x\nT++K3ImL5wnsmi9++3v5/BpomgmY0euse3ADqUNMKjEflmwXxkEMYdSfgczM21UN\nnzwTZPCpOUwIPX+dctBYbBD5tRvOljMK7b2ZpHmfBMl+zrEEwzmpPMRChfJZRT5L\nih2Quq6Ntun2jjya+ZUoKuprZQ9Kaca4otf0qZ3T168dbhBZEz/ipFzRh3+470J0\nMMQdicK/n8o8gLW3zz6pzLdvW45qIz4dbFxwQtbvtf2IsxiTBaf2RcBaQv57+/yH\ndgkObh3DUZy2Dr7OJdw8wJwivRgtdluErnlZUAiGI+6dsK+LzIMU2xU8wkDDoNPQ\n2KjTK9eUHE91n4yRlaSxqpL3+qrLAijUVXmi3TKJoDQ=\n-----END RSA PRIVATE KEY----------"  # expect: shipped-credential

# Nothing to open anything with.
LOCAL = "postgresql://postgres:postgres@localhost:5432/notes"
FILLED = f"postgresql://{USER}:{PASSWORD}@db.acme-prod.com/notes"
SHOWN = "ghp_your_token_goes_here_0123456789abcdef"
HASH = "9f1c07be52d48a369f1c07be52d48a36"
