import { HttpException } from '@nestjs/common';
import { ValidationError } from 'class-validator';
import { isPassing } from '../db/transaction.ts';
import { RetryFault } from '../kernel/faults.ts';
import { fieldFaults } from '../kernel/field-faults.ts';
import { Problem, badRequest } from '../kernel/problem.ts';

/** Any error as a problem. Texts are our own: those of frameworks quote the request. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (isListOfValidationErrors(thrown)) return invalidFields(thrown);
  const status = statusOf(thrown);
  if (status !== undefined) return byStatus(status);
  if (thrown instanceof RetryFault || isPassing(thrown)) return unavailable();
  return unexpected();
}

export function invalidFields(errors: readonly ValidationError[]): Problem {
  return badRequest(
    'Expected a request as the API describes it; correct the fields named in faults',
    fieldFaults(errors),
  );
}

function isListOfValidationErrors(thrown: unknown): thrown is ValidationError[] {
  return Array.isArray(thrown) && thrown.length > 0 && thrown.every((each) => each instanceof ValidationError);
}

/** Nest and Fastify say by a status what they refuse. */
function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number')
    return thrown.statusCode;
  return undefined;
}

function byStatus(status: number): Problem {
  switch (status) {
    case 401:
      return new Problem(401, 'unauthorized', 'You are not signed in', 'Expected a bearer token');
    case 403:
      return new Problem(403, 'forbidden', 'You may not do this', 'Expected a role or scope that this token lacks');
    case 404:
      return new Problem(404, 'not-found', 'There is nothing here', 'Expected an address that the API describes');
    case 405:
      return new Problem(405, 'method-not-allowed', 'This method does nothing here', 'Expected another method');
    case 413:
      return new Problem(413, 'too-large', 'The request is too large', 'Expected a smaller body; send it in parts');
    case 415:
      return new Problem(
        415,
        'unsupported-media-type',
        'The media type is not supported',
        'Expected a Content-Type that the API describes for this address, such as application/json',
      );
    case 429:
      return new Problem(429, 'too-many-requests', 'There are too many requests', 'Wait a moment and try again');
    case 503:
      return unavailable();
    default:
      return status >= 400 && status < 500
        ? new Problem(status, 'bad-request', 'The request cannot be read', 'Expected a request as the API describes it')
        : unexpected();
  }
}

function unavailable(): Problem {
  return new Problem(
    503,
    'unavailable',
    'Dosisflow does not answer right now',
    'The work could not be finished. Send the same request again in a moment, with the same Idempotency-Key',
  );
}

function unexpected(): Problem {
  return new Problem(
    500,
    'unexpected',
    'Something went wrong here',
    'The fault is logged under the requestId; tell it to whoever operates Dosisflow. The same request may be sent again',
  );
}
