import { type Cpr, checkCpr } from '../../kernel/cpr.ts';
import { type Resources, only } from './bundle.ts';
import { type Report, missing, wrong } from './issue.ts';
import { type Place, child, children, isGiven, textAt } from './place.ts';
import { systems } from './systems.ts';

export interface ParsedPatient {
  cpr: Cpr | undefined;
  name?: string;
  deceased?: boolean;
}

export function parsePatient(resources: Resources, report: Report): ParsedPatient | undefined {
  const patient = only(resources, 'Patient', report);
  if (!patient) return undefined;
  const name = parseName(patient);
  const deceased = parseDeceased(patient, report);
  return {
    cpr: parseCpr(patient, report),
    ...(name !== undefined && { name }),
    ...(deceased !== undefined && { deceased }),
  };
}

/** CPR numbers only: a replacement number is not allowed in a HospitalNotification (domain §5.1). */
function parseCpr(patient: Place, report: Report): Cpr | undefined {
  const places = children(patient, 'identifier').filter(
    (identifier) => textAt(child(identifier, 'system')) === systems.cpr,
  );
  const place = places[0];
  if (!place) {
    report(missing(`${patient.path}.identifier`, `a CPR number, with system ${systems.cpr}`));
    return undefined;
  }
  const value = child(place, 'value');
  const check = checkCpr(textAt(value) ?? '');
  if (check.kind === 'invalid') {
    const expected = check.reason === 'format' ? 'a CPR number of ten digits' : 'a CPR number whose date exists';
    report(wrong(value.path, expected, 'MSG_BAD_FORMAT'));
    return undefined;
  }
  if (places.some((other) => textAt(child(other, 'value')) !== textAt(value))) {
    report(
      wrong(`${patient.path}.identifier`, 'one CPR number, not several', 'MSG_PARAM_NO_REPEAT', 'multiple-matches'),
    );
  }
  return check.cpr;
}

const longestName = 200;

function parseName(patient: Place): string | undefined {
  const names = children(patient, 'name');
  const name = names.find((each) => textAt(child(each, 'use')) === 'official') ?? names[0];
  if (!name) return undefined;
  const parts = [...children(name, 'given').map(textAt), textAt(child(name, 'family'))];
  const text = parts.filter((part) => part !== undefined).join(' ') || textAt(child(name, 'text'));
  return text?.slice(0, longestName).replace(/\p{Surrogate}$/u, '');
}

/** `false` cancels a death, so absent and false differ. A death given in another form must not be taken for a living citizen. */
function parseDeceased(patient: Place, report: Report): boolean | undefined {
  const deceased = child(patient, 'deceasedBoolean', 'deceased');
  if (typeof deceased.value === 'boolean') return deceased.value;
  if (isGiven(deceased) || isGiven(child(patient, 'deceasedDateTime'))) {
    report(wrong(deceased.path, 'deceasedBoolean true or false', 'MSG_Datatype_Wrong'));
  }
  return undefined;
}
