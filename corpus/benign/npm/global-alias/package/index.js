global.log = require('./lib/log');
global.path = require('path');
log('ready in ' + path.basename(process.cwd()));
exports.ready = true;
