import type { JWTPayload, JWTVerifyGetKey } from 'jose';

/** A token that was checked, or why it does not count; `claims` only where its signature is the issuer's. */
export type Verdict =
  | { readonly claims: JWTPayload; readonly fault?: undefined }
  | { readonly claims?: JWTPayload; readonly fault: string; readonly said: string };

/** What a token must fit. */
export interface TokenRules {
  readonly keys: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Signatures that only the issuer can make: never `none`, never a shared secret. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** Clocks may differ by so many seconds. */
const clockTolerance = 5;

/** What is wrong with the token, by the code of jose's error; other errors are those of the issuer. */
const faults: Readonly<Record<string, readonly [string, string]>> = {
  ERR_JOSE_ALG_NOT_ALLOWED: ['alg_not_allowed', 'The token is not signed as it must be.'],
  ERR_JOSE_NOT_SUPPORTED: ['alg_not_allowed', 'The token is not signed as it must be.'],
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: ['bad_signature', 'The signature is wrong.'],
  ERR_JWKS_NO_MATCHING_KEY: ['unknown_key', 'The issuer knows no such key.'],
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: ['unknown_key', 'The token does not say which key signed it.'],
  ERR_JWS_INVALID: ['malformed', 'The token is no JWT.'],
  ERR_JWT_INVALID: ['malformed', 'The token is no JWT.'],
  ERR_JWT_EXPIRED: ['expired', 'The token has expired.'],
};

const claimFaults: Readonly<Record<string, readonly [string, string]>> = {
  aud: ['wrong_audience', 'The token is for another server.'],
  iss: ['wrong_issuer', 'The token comes from another issuer.'],
  nbf: ['not_yet_valid', 'The token is not valid yet.'],
};

/**
 * Checks signature, issuer, audience and times of a JWT.
 *
 * @throws what went wrong at the issuer, where its keys cannot be had
 */
export async function verifyToken(token: string, rules: TokenRules): Promise<Verdict> {
  const { jwtVerify, errors } = (await import('./jose.ts')).jose;
  const { keys, issuer, audience, now } = rules;
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms,
      clockTolerance,
      currentDate: new Date(now),
      requiredClaims: ['exp'],
    });
    return { claims: payload };
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    const claimed =
      error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired
        ? error
        : undefined;
    const usual = claimed && (['bad_claim', `The token's ${claimed.claim} does not fit.`] as const);
    const known = claimFaults[claimed?.claim ?? ''] ?? faults[error.code] ?? usual;
    if (known === undefined) throw error;
    const [fault, said] = known;
    return { fault, said, ...(claimed === undefined ? {} : { claims: claimed.payload }) };
  }
}
