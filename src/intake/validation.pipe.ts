import { Injectable, ValidationPipe } from '@nestjs/common';
import { invalidFields } from './problem-of.ts';

/** Reads a body or query into its class; a field that the class does not know is a fault. */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => invalidFields(errors),
    });
  }
}
