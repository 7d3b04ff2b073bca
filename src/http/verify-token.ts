import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';

/** A valid token, or what is wrong with it; an invalid one has `claims` only if the issuer signed them. */
export type TokenCheck =
  | { readonly claims: JWTPayload; readonly problem?: undefined }
  | { readonly claims?: JWTPayload; readonly problem: string; readonly message: string };

/** What a token is checked against. */
interface TokenRules {
  readonly keys: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Signatures that only the issuer can make: never `none`, never a shared secret. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** The tolerated difference between clocks, in seconds. */
const clockTolerance = 5;

type Problem = readonly [problem: string, message: string];

const badAlgorithm: Problem = ['alg_not_allowed', 'The algorithm of the signature is not allowed.'];
const notJwt: Problem = ['malformed', 'The token is not a JWT.'];

/** What is wrong with the token, by the code of jose's error; other errors are the issuer's. */
const problems: Readonly<Record<string, Problem>> = {
  ERR_JOSE_ALG_NOT_ALLOWED: badAlgorithm,
  ERR_JOSE_NOT_SUPPORTED: badAlgorithm,
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: ['bad_signature', 'The signature is wrong.'],
  ERR_JWKS_NO_MATCHING_KEY: ['unknown_key', 'The issuer does not have the key that signed the token.'],
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: ['unknown_key', 'The token does not say which key signed it.'],
  ERR_JWS_INVALID: notJwt,
  ERR_JWT_INVALID: notJwt,
  ERR_JWT_EXPIRED: ['expired', 'The token has expired.'],
};

const claimProblems: Readonly<Record<string, Problem>> = {
  aud: ['wrong_audience', 'The token is for another server.'],
  iss: ['wrong_issuer', 'The token comes from another issuer.'],
  nbf: ['not_yet_valid', 'The token is not valid yet.'],
};

/**
 * Checks signature, issuer, audience and times of a JWT.
 *
 * @throws the issuer's error if its keys cannot be fetched
 */
export async function verifyToken(token: string, rules: TokenRules): Promise<TokenCheck> {
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
    const signed =
      error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired
        ? error
        : undefined;
    const otherClaim = signed && (['bad_claim', `The token's ${signed.claim} is not valid.`] as const);
    const known = claimProblems[signed?.claim ?? ''] ?? problems[error.code] ?? otherClaim;
    if (known === undefined) throw error;
    const [problem, message] = known;
    return { problem, message, ...(signed === undefined ? {} : { claims: signed.payload }) };
  }
}
