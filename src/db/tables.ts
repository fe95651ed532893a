import { Column, Entity, PrimaryColumn } from 'typeorm';

export const organisationKinds = [
  'municipality',
  'gpPractice',
  'pharmacy',
  'hospital',
  'region',
  'authority',
  'supplier',
] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

@Entity('organisation')
export class Organisation {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: OrganisationKind;
  @Column('text') name!: string;
  /** SOR id, 15 digits. */
  @Column('text', { nullable: true }) sor!: string | null;
  /** GS1 global location number, 13 digits. */
  @Column('text', { nullable: true }) gln!: string | null;
  /** Provider number, left-padded to six digits (domain §5.1). */
  @Column('text', { nullable: true }) ydernummer!: string | null;
  @Column('text', { name: 'pharmacy_number', nullable: true }) pharmacyNumber!: string | null;
  /** Four digits, zero-padded. */
  @Column('text', { name: 'municipality_code', nullable: true }) municipalityCode!: string | null;
  @Column('text', { name: 'region_code', nullable: true }) regionCode!: string | null;
  /** Whether hospital notifications come as a copy (the care record stays the receiver) or to us as the receiver. */
  @Column('text', { name: 'notification_mode' }) notificationMode!: 'copy' | 'receiver';
  @Column('text', { name: 'webhook_url', nullable: true }) webhookUrl!: string | null;
  /** Whom to call when nobody acts: a duty telephone or mailbox, never a private person's. */
  @Column('text', { name: 'duty_contact' }) dutyContact!: string;
  @Column('date', { name: 'valid_from' }) validFrom!: string;
  @Column('date', { name: 'valid_to', nullable: true }) validTo!: string | null;
}

/** A member of staff, or an integration client, as the identity provider names it. */
@Entity('person')
export class Person {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') subject!: string;
  @Column('text') kind!: 'person' | 'client';
  @Column('text') name!: string;
  @Column('text') role!: string;
  @Column('uuid', { name: 'organisation_id' }) organisationId!: string;
  @Column('boolean') active!: boolean;
}
