export interface FieldFault {
  /** Dotted path from the root, such as `doses.0.amount`. */
  field: string;
  message: string;
}

/** What class-validator answers, as far as it is read here. */
interface ValidationAnswer {
  property: string;
  constraints?: Record<string, string>;
  children?: ValidationAnswer[];
}

/** Flattens class-validator's tree: one fault for each broken rule, never with the value. */
export function fieldFaults(answers: readonly ValidationAnswer[], parent = ''): FieldFault[] {
  return answers.flatMap(({ property, constraints = {}, children = [] }) => {
    const field = parent ? `${parent}.${property}` : property;
    return [...Object.values(constraints).map((message) => ({ field, message })), ...fieldFaults(children, field)];
  });
}
