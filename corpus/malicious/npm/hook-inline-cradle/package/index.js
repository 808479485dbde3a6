exports.ready = true;
