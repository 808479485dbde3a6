module.exports = require('./core.asar');
