import { createRemoteJWKSet, errors, jwtVerify } from 'jose';

/** What is used of the library for tokens: by name and in a file of its own, so that the build can leave out the rest of it. */
export const jose = { createRemoteJWKSet, errors, jwtVerify };
