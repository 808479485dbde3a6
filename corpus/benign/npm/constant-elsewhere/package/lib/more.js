export const HOST = 'api.acme.example';
