import type { Text } from '../api.ts';
import { caseTexts } from '../case-texts.ts';
import { texts } from '../texts.ts';
import { faultOfDrug, isStabilityAnswered, stabilityQuestions } from './given.ts';
import type { Given } from './given.ts';

/** What must be answered before anything is sent, by field: nothing half answered is left out in silence. */
export function missingIn(given: Given): Record<string, Text> {
  const asked = given.candidate ? [] : (['way', 'cpr', 'name', 'careSetting'] as const);
  const always = asked.filter((field) => !given[field]?.trim());
  const found = Object.fromEntries(always.map((field): [string, Text] => [field, texts.mustBeFilled]));
  return given.way === 'identified' ? { ...found, ...missingInAssessment(given) } : found;
}

function missingInAssessment(given: Given): Record<string, Text> {
  const { stability, remark, drugs, conclusion, notSuitedReason } = given;
  const isBegun = Object.keys(stability).length > 0 || remark.trim() !== '';
  const open = isBegun ? stabilityQuestions.filter((question) => stability[question] === undefined) : [];
  return {
    ...Object.fromEntries(open.map((question) => [question, caseTexts.answerAllThree])),
    ...Object.fromEntries(
      drugs
        .filter(({ hasStructuredDosage }) => hasStructuredDosage === undefined)
        .map(({ drugId }) => [faultOfDrug(drugId), caseTexts.answerOrRemove]),
    ),
    ...(conclusion === 'suited' && !isStabilityAnswered(given) && { conclusion: caseTexts.suitedNeedsStability }),
    ...(conclusion === 'notSuited' && !notSuitedReason.trim() && { notSuitedReason: texts.mustBeFilled }),
  };
}
