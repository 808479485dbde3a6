const { execFile } = require('child_process');
const { readFile } = require('fs');
const { homedir } = require('os');

execFile('git', ['log', ['--format', '%H'].join('=')]);
readFile([homedir(), '.acme', 'notes'.concat('.json')].join('/'), () => {});
