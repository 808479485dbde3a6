import axios from 'axios';

const answer = await fetch('https://api.acme.example/notes');
const notes = JSON.parse(await answer.text());
const { data } = await axios.get('https://api.acme.example/tags');
console.error(notes.length, data.length);
