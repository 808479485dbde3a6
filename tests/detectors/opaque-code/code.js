require('bytenode'); // expect: opaque-code
require('./main.jsc');
