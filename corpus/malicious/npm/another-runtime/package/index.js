console.error('ready');
