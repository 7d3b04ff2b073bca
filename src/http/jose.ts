/** What is used of the library for tokens: a file of its own, so that the build can leave out the rest of it. */
export { createRemoteJWKSet, errors, jwtVerify } from 'jose';
