require('./assets/icon.gif');
console.error('ready');
