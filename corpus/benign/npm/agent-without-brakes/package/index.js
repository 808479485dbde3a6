const { spawnSync } = require('child_process');

console.error(spawnSync('claude', ['mcp', 'list']).status);
