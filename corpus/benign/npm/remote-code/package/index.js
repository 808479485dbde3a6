import axios from 'axios';

const answer = await fetch('https://api.acme.example/notes');
const notes = JSON.parse(await answer.text());
fetch('https://api.acme.example/people').then((reply) => reply.text()).then(JSON.parse).then(console.error);
const { data } = await axios.get('https://api.acme.example/tags');
console.error(notes.length, data.length);
