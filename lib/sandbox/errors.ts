/** An answer other than success, in the vendor's envelope. */
export class ApiError extends Error {
  override name = 'ApiError';
  constructor(
    readonly http: number,
    readonly code: number,
    msg: string,
    readonly data?: unknown,
  ) {
    super(msg);
  }
}

// rest_v2/code: every parameter error is 20001 with HTTP 400; only the message tells them apart.
const parameter = (msg: string) => new ApiError(400, 20001, msg);
export const isInvalid = (name: string) => parameter(`${name} is invalid`);
export const isEmpty = (name: string) => parameter(`${name} can not be empty`);
export const isNull = (name: string) => parameter(`${name} cannot be null`);
export const wrongType = (name: string) => parameter(`${name} type error`);
export const overLimit = (name: string) => parameter(`${name} size over limit`);
export const duplicate = (name: string) => parameter(`contains duplicate ${name}`);
export const parameterError = parameter;

/** `code/http`, optionally followed by a space and a message: how a dialect writes a refusal. */
export type Refusal = `${number}/${number}` | `${number}/${number} ${string}`;
export const REFUSAL = /^(\d{1,6})\/([1-5]\d\d)(?: (.+))?$/;

/** The error a dialect's refusal stands for; `msg` is used when the refusal names none. */
export function refusal(text: string, msg: string): ApiError {
  const [, code, http, own] = REFUSAL.exec(text) ?? [];
  return new ApiError(Number(http), Number(code), own ?? msg);
}
