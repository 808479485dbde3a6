require('bytenode');
require('./main.jsc');
