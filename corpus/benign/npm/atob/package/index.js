const greeting = atob('aGVsbG8=');
const title = decodeURIComponent('weekly%20notes');
fetch('https://api.acme.example/notes?title=' + encodeURIComponent(title));
console.error(greeting);
