import { S3Client } from "@aws-sdk/client-s3";

export const client = new S3Client({
  credentials: {
    accessKeyId: "AKIAI7A2PA3UKIEZ4IB7", // expect: shipped-credential
    secretAccessKey: "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",
  },
});

export const publish = "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"; // expect: shipped-credential
const headers = { Authorization: `Bearer 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` }; // expect: shipped-credential
export const again = ["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", headers];
export const key = "-----BEGIN RSA PRIVATE KEY-----\nMIICXAIBAAKBgQBZj7IqrCUCXFK5s1dUusmzsDt90SfwKKdML3ZrvQGz3AxvZFlD\nhr2/xN7r3YcKcHzv8cr27Dv/uSbIPOyvnzFcnWKHA8m/9J2gD/NF00HzcfszsCDC\nm36ADBR4V+069fycmh+F/ScXnB5nGm4WEmbGdG9VVJiXi1gpOvOKoGvld2CE2DV2\nB1p9l3KljWjEvx0OR3rcvY/EJLVyooOXGSnd7hCJ7aPZPia+WT/pSgj5vXk12JM0\npTjIlRu2A4WV/3v0Y7TJlP/2s+BfdKuemGpolOWrAXRMPAnqr2SCk8Yh52lKAepI\nM8kYoFn2rLd6ZiHUj4OVecUD0kqh4NNf9RAdCM2AV6oUzjeEGuVYPC2q7NKZXEQF\nGKWe9GnnpknR5wMHWhO9ocffc3wAVbjOD3wV8XcEKi2E7Zt1JPtM5iA6Vpb/+L1x\nT++K3ImL5wnsmi9++3v5/BpomgmY0euse3ADqUNMKjEflmwXxkEMYdSfgczM21UN\nnzwTZPCpOUwIPX+dctBYbBD5tRvOljMK7b2ZpHmfBMl+zrEEwzmpPMRChfJZRT5L\nih2Quq6Ntun2jjya+ZUoKuprZQ9Kaca4otf0qZ3T168dbhBZEz/ipFzRh3+470J0\nMMQdicK/n8o8gLW3zz6pzLdvW45qIz4dbFxwQtbvtf2IsxiTBaf2RcBaQv57+/yH\ndgkObh3DUZy2Dr7OJdw8wJwivRgtdluErnlZUAiGI+6dsK+LzIMU2xU8wkDDoNPQ\n2KjTK9eUHE91n4yRlaSxqpL3+qrLAijUVXmi3TKJoDQ=\n-----END RSA PRIVATE KEY----------"; // expect: shipped-credential
export const service = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJhY21lIiwicmVmIjoib3l6ZWZxdXBzYnBnbG51cGFnZ3QiLCJyb2xlIjoic2VydmljZV9yb2xlIiwiaWF0IjoxNzAwMDAwMDAwfQ.FxtODi05YpzC_b16cqUAgZpR_jITP3WRdcgVZYMAilY"; // expect: shipped-credential

// What nobody can open anything with.
export const shown = "npm_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
export const wrong = "npm_8kXq2LmW0vBx7RtY5sNdQ3cF9hJ6pT2bKCvv";
export const anonymous = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZSIsInJvbGUiOiJhbm9uIiwiaWF0IjoxNzAwMDAwMDAwfQ.cbdA68ZPRtPJFvung5XdQhm1qCE7DzsMEy2jbEw3glA";
export const manual = ["AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"];
export const cut = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC...\n-----END PRIVATE KEY-----";
export const firebase = { apiKey: "AIzaSy5zkqXG8HaU4TjBzFYhOuHl2Dfjbsa4GX2", authDomain: "notes.example" };
export const test = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";
