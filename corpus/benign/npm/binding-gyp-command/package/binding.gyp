{
  "targets": [
    {
      "target_name": "acme",
      "sources": ["src/acme.cc"],
      "include_dirs": ["<!@(node -p \"require('node-addon-api').include\")"],
      "libraries": ["<!@(pkg-config --libs glib-2.0 2>/dev/null || true)"]
    }
  ]
}
