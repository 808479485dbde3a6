const settings = { mcpServers: { notes: { command: 'npx', args: ['-y', 'acme-agent-settings'] } } };

if (process.argv[2] === 'config') {
  console.log(JSON.stringify(settings, null, 2));
} else {
  console.error('ready');
}
