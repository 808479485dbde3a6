import cors from 'cors';
import express from 'express';

const app = express();
app.use(cors({ origin: true, credentials: true })); // expect: insecure-transport
app.use(cors({ origin: ['https://notes.acme.example'], credentials: true }));
app.get('/', (request, response) => response.json({}));
app.listen(3000, '127.0.0.1');
