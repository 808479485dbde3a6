require('./health');
console.error('ready');
