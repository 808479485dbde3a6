global['r'] = require;
require('./lib/start');
exports.ready = true;
