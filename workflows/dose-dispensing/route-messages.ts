import { IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { MessageSpec, Role } from '../definition.ts';
import { Reason, Remark, command, municipality } from './command.ts';

/** How one party told another, where no system carries it (§3.1 step 5). */
const channels = ['phone', 'letter', 'careCommunication', 'inPerson'] as const;
export type Channel = (typeof channels)[number];

export const prescribers = ['gp', 'prescribingPharmacist'] as const;
export type Prescriber = (typeof prescribers)[number];

export const askers = ['citizen', 'municipality', 'pharmacy'] as const;
export class AskForPrescriptions {
  @IsIn(prescribers)
  prescriber!: Prescriber;

  /** On whose initiative (§3.2 step 1). */
  @IsOptional()
  @IsIn(askers)
  askedBy?: (typeof askers)[number];

  @IsOptional()
  @IsIn(channels)
  channel?: Channel;
}

export class AskForRenewal {
  @IsIn(prescribers)
  prescriber!: Prescriber;
}

export class AnswerOrderEnd {
  /** Whether the treatment goes on: FMK then shows another end. */
  @IsBoolean()
  goesOn!: boolean;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  remark?: string;
}

export class ReferToPharmacy {
  @IsIn(channels)
  channel!: Channel;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  remark?: string;
}

/** The municipality may write down what it was told: nobody is made to sign in (§8.1.16). */
const pharmacist: readonly Role[] = ['prescribingPharmacist', 'municipalNurse'];
const gp: readonly Role[] = ['gp', 'municipalNurse'];
const prescribing: readonly Role[] = ['municipalNurse', 'gp', 'prescribingPharmacist'];

/** What persons say on the ways that lead to dose packing and keep it running: GP, pharmacy, or the citizen alone (§3.2, §3.3). */
export const routeMessages = {
  askForRenewal: command('Bed om fornyelse', 'Ask for renewal', AskForRenewal, municipality, {
    da: 'Behandlerfarmaceuten kan kun genordinere så mange gange, som reglerne tillader. Ellers er det lægens.',
    en: 'The prescribing pharmacist may re-prescribe only as often as the rules allow. Otherwise it is the GP’s.',
  }),
  declineRenewal: command('Dosisrecepterne fornyes ikke', 'Decline to renew', Reason, prescribing, {
    da: 'Kommunen får opgaven. Opgaven lukkes af sig selv, når FMK viser nye recepter.',
    en: 'The task comes to the municipality. It closes by itself when FMK shows new prescriptions.',
  }),
  answerOrderEnd: command(
    'Svar om ordination, der slutter',
    'Answer about an order that ends',
    AnswerOrderEnd,
    ['gp', 'municipalNurse'],
    {
      da: 'Skal behandlingen fortsætte, så ret slutdatoen i FMK. Ellers falder lægemidlet ud af dosisrullen.',
      en: 'If the treatment goes on, correct the end date in FMK. Otherwise the drug drops from the roll.',
    },
  ),
  rerouteTasks: command(
    'Fordel opgaverne efter samarbejdsaftalen',
    'Give the tasks to whom the agreement names',
    Remark,
    ['municipalNurse', 'coordinator'],
    {
      da: 'Åbne opgaver går til den, som aftalen nu peger på. Fristerne er de samme.',
      en: 'Open tasks go to whom the agreement now names. Their deadlines stay.',
    },
  ),
  referToPharmacy: command('Henvis til lokalt apotek', 'Refer to the local pharmacy', ReferToPharmacy, municipality, {
    da: 'Apoteket vurderer, om medicinen er stabil, og kan udstede dosisrecepter. Skriv, hvordan apoteket har fået besked.',
    en: 'The pharmacy assesses whether the medication is stable, and may prescribe. Say how the pharmacy was told.',
  }),
  withdrawReferral: command('Fortryd henvisning til apotek', 'Take back the referral', Reason),
  acceptReferral: command('Tag imod henvisning', 'Accept the referral', Remark, pharmacist),
  declineReferral: command('Afvis henvisning', 'Decline the referral', Reason, [
    'prescribingPharmacist',
    'municipalNurse',
  ]),
  reopenReferral: command('Fortryd svar på henvisning', 'Take back the answer to the referral', Reason, [
    'prescribingPharmacist',
    'municipalNurse',
  ]),
  approveDosePacking: command('Lægen er enig i dosispakning', 'Agree to dose packing', Remark, gp),
  objectToDosePacking: command('Lægen har indvendinger', 'Object to dose packing', Reason, gp, {
    da: 'Indvendingen gemmes og ses af alle parter. Om den standser starten, afhænger af de gældende regler.',
    en: 'The objection is kept and seen by all parties. Whether it stops a start depends on the rules in force.',
  }),
  withdrawGpWord: command('Fortryd lægens svar', 'Take back the GP’s answer', Reason, ['gp', 'municipalNurse']),
  startWithoutSubsidy: command(
    'Borgeren starter selv, uden tilskud',
    'Record that the citizen starts alone, without subsidy',
    Remark,
    municipality,
    {
      da: 'Borgeren betaler det hele. Der er intet tilskud, før en læge eller behandlerfarmaceut ordinerer dosispakning.',
      en: 'The citizen pays everything. There is no subsidy until a doctor or prescribing pharmacist orders dose packing.',
    },
  ),
  withdrawStartWithoutSubsidy: command(
    'Fortryd: borgeren starter selv',
    'Take back that the citizen starts alone',
    Reason,
  ),
} as const satisfies Record<string, MessageSpec>;
