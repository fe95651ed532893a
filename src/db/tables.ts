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

/** Where someone lives whom the municipality helps: at home, in a care home, or in social housing: medication handling covers the social area too (§8.1.2). */
export const careSettings = ['homeCare', 'careHome', 'socialHousing'] as const;
export type CareSetting = (typeof careSettings)[number];

/** The record systems of general practices. */
export const practiceSystems = {
  winplc: 'WinPLC',
  xmo: 'XMO',
  egClinea: 'EG Clinea',
  novax: 'Novax',
} as const;
export type PracticeSystem = keyof typeof practiceSystems;
export const practiceSystemIds = Object.keys(practiceSystems) as PracticeSystem[];

/** Municipal care records (EOJ) that differ in what they show of a rejected prescription request. */
export const careRecords = ['columnaCura', 'kmdNexus'] as const;
export type CareRecord = (typeof careRecords)[number];

/** How far a quality cluster of practices has come with KiAP's package on dose packing (klyngepakke). */
export const clusterPackages = ['had', 'followUpOrdered'] as const;
export type ClusterPackage = (typeof clusterPackages)[number];

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
  /** Code of a hospital or one of its departments, as FMK addresses them. */
  @Column('text', { nullable: true }) sks!: string | null;
  @Column('text', { name: 'pharmacy_number', nullable: true }) pharmacyNumber!: string | null;
  /** Four digits, zero-padded. */
  @Column('text', { name: 'municipality_code', nullable: true }) municipalityCode!: string | null;
  @Column('text', { name: 'region_code', nullable: true }) regionCode!: string | null;
  /** Whether hospital notifications come as a copy (the care record stays the receiver) or to us as the receiver. */
  @Column('text', { name: 'notification_mode' }) notificationMode!: 'copy' | 'receiver';
  /** Whether it has a way to handle prescription requests (R65). */
  @Column('boolean', { name: 'takes_requests' }) takesRequests!: boolean;
  @Column('text', { name: 'webhook_url', nullable: true }) webhookUrl!: string | null;
  /** Whom to call when nobody acts: a duty telephone or mailbox, never a private person's. */
  @Column('text', { name: 'duty_contact' }) dutyContact!: string;
  @Column('date', { name: 'valid_from' }) validFrom!: string;
  @Column('date', { name: 'valid_to', nullable: true }) validTo!: string | null;
}

export const contactKinds = ['healthCluster', 'pharmacyAssociation'] as const;
export type ContactKind = (typeof contactKinds)[number];

/** Whom to turn to where a single organisation cannot help: a health cluster (sundhedsklynge), the pharmacies' kredsforening. */
@Entity('contact')
export class Contact {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: ContactKind;
  @Column('text') name!: string;
  @Column('text', { name: 'region_code' }) regionCode!: string;
  @Column('text', { name: 'health_council', nullable: true }) healthCouncil!: string | null;
  /** A secretariat or a duty mailbox, never a private person's. */
  @Column('text') contact!: string;
  /** Made up, as none is published. */
  @Column('boolean') artificial!: boolean;
  @Column('text') source!: string;
  @Column('date', { name: 'valid_from' }) validFrom!: string;
  @Column('date', { name: 'valid_to', nullable: true }) validTo!: string | null;
}

/** Whose facts a client tells: the third part of the type of an event. */
export const sources = ['fmk', 'hospital', 'municipality', 'product'] as const;
export type Source = (typeof sources)[number];

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
  /** Of a client; null: every source. */
  @Column('text', { array: true, nullable: true }) sources!: Source[] | null;
}
