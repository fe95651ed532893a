import 'reflect-metadata';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { Foundations1760000000001 } from '../../migrations/0001-foundations.ts';
import { Coverage1760000000002 } from '../../migrations/0002-coverage.ts';
import { Requests1760000000003 } from '../../migrations/0003-requests.ts';
import { ProductData1760000000004 } from '../../migrations/0004-product-data.ts';
import { PoliciesAndFees1760000000005 } from '../../migrations/0005-policies-and-fees.ts';
import { AgreementsAndCandidates1760000000006 } from '../../migrations/0006-agreements-and-candidates.ts';
import { Fmk1760000000008 } from '../../migrations/0008-fmk.ts';
import { Sessions1760000000009 } from '../../migrations/0009-sessions.ts';
import { AccessLogAndErasure1760000000010 } from '../../migrations/0010-access-log-and-erasure.ts';
import { CasesByDeadline1760000000012 } from '../../migrations/0012-cases-by-deadline.ts';
import { Participation1760000000014 } from '../../migrations/0014-participation.ts';
import { ParticipationByOrganisation1760000000015 } from '../../migrations/0015-participation-by-organisation.ts';
import { Live1760000000016 } from '../../migrations/0016-live.ts';
import { Outgoing1760000000017 } from '../../migrations/0017-outgoing.ts';
import { Stuck1760000000020 } from '../../migrations/0020-stuck.ts';
import { ServiceFees1760000000032 } from '../../migrations/0032-service-fees.ts';
import { DatedReference1760000000033 } from '../../migrations/0033-dated-reference.ts';
import { CandidatesApart1760000000036 } from '../../migrations/0036-candidates-apart.ts';
import { EndOfAccessLog1760000000037 } from '../../migrations/0037-end-of-access-log.ts';
import { FmkWalks1760000000040 } from '../../migrations/0040-fmk-walks.ts';
import { PriceListDates1760000000041 } from '../../migrations/0041-price-list-dates.ts';
import { CaseCounts1760000000044 } from '../../migrations/0044-case-counts.ts';
import { Retention1760000000045 } from '../../migrations/0045-retention.ts';
import { Traces1760000000046 } from '../../migrations/0046-traces.ts';
import { WorkInTurns1760000000047 } from '../../migrations/0047-work-in-turns.ts';
import { ChangeCutOffs1760000000061 } from '../../migrations/0061-change-cut-offs.ts';
import { Deputies1760000000062 } from '../../migrations/0062-deputies.ts';
import { MailDigests1760000000063 } from '../../migrations/0063-mail-digests.ts';
import { Uptake1760000000056 } from '../../migrations/0056-uptake.ts';
import { ReadsByPolicy1760000000057 } from '../../migrations/0057-reads-by-policy.ts';
import { DatedReferenceAlone1760000000058 } from '../../migrations/0058-dated-reference-alone.ts';
import { IncidentsAgain1760000000059 } from '../../migrations/0059-incidents-again.ts';
import { CaseNotes1760000000064 } from '../../migrations/0064-case-notes.ts';
import { CareRecordLinks1760000000065 } from '../../migrations/0065-care-record-links.ts';
import { InboxForPeople1760000000066 } from '../../migrations/0066-inbox-for-people.ts';
import { WaitingCounts1760000000067 } from '../../migrations/0067-waiting-counts.ts';
import { Demonstration1760000000068 } from '../../migrations/0068-demonstration.ts';
import { SubstitutionGroupsTold1760000000072 } from '../../migrations/0072-substitution-groups-told.ts';
import { AccessLogOfWhom1760000000075 } from '../../migrations/0075-access-log-of-whom.ts';
import { NotesOfOwnCases1760000000076 } from '../../migrations/0076-notes-of-own-cases.ts';
import { PoliciesByProbe1760000000077 } from '../../migrations/0077-policies-by-probe.ts';
import { DifferencesOfACase1760000000078 } from '../../migrations/0078-differences-of-a-case.ts';
import { RefusedDeliveries1760000000079 } from '../../migrations/0079-refused-deliveries.ts';
import { AgreedCutOff1760000000080 } from '../../migrations/0080-agreed-cut-off.ts';
import { Contact, Organisation, Person } from './tables.ts';

/** Migrations are listed by name, so that a file that is built but forgotten cannot run, and none is found by folder. */
export function createDataSource(url: string, poolSize = 16): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: [Organisation, Person, Contact],
    migrations: [
      Foundations1760000000001,
      Coverage1760000000002,
      Requests1760000000003,
      ProductData1760000000004,
      PoliciesAndFees1760000000005,
      AgreementsAndCandidates1760000000006,
      Fmk1760000000008,
      Sessions1760000000009,
      AccessLogAndErasure1760000000010,
      CasesByDeadline1760000000012,
      Participation1760000000014,
      ParticipationByOrganisation1760000000015,
      Live1760000000016,
      Outgoing1760000000017,
      Stuck1760000000020,
      ServiceFees1760000000032,
      DatedReference1760000000033,
      CandidatesApart1760000000036,
      EndOfAccessLog1760000000037,
      FmkWalks1760000000040,
      PriceListDates1760000000041,
      CaseCounts1760000000044,
      Retention1760000000045,
      Traces1760000000046,
      WorkInTurns1760000000047,
      Uptake1760000000056,
      ReadsByPolicy1760000000057,
      DatedReferenceAlone1760000000058,
      IncidentsAgain1760000000059,
      ChangeCutOffs1760000000061,
      Deputies1760000000062,
      MailDigests1760000000063,
      CaseNotes1760000000064,
      CareRecordLinks1760000000065,
      InboxForPeople1760000000066,
      WaitingCounts1760000000067,
      Demonstration1760000000068,
      SubstitutionGroupsTold1760000000072,
      AccessLogOfWhom1760000000075,
      NotesOfOwnCases1760000000076,
      PoliciesByProbe1760000000077,
      DifferencesOfACase1760000000078,
      RefusedDeliveries1760000000079,
      AgreedCutOff1760000000080,
    ],
    migrationsTableName: 'migration',
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    applicationName: 'dosisflow',
    poolSize,
    extra: {
      connectionTimeoutMillis: 10_000,
      pipeline: true,
      statement_timeout: 60_000,
      // The same on our side, for a connection that died without a word.
      query_timeout: 65_000,
    },
    // An idle connection that dies with its server is an error event; without a listener it would end the process.
    poolErrorHandler: () => {},
  });
}

/** The node-postgres pool beneath TypeORM: the engine writes set-based SQL and needs the connection itself. */
export function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as PostgresDriver).master as Pool;
}

/** Connected, and safe from connections that die while someone uses them: the statement fails, the process lives. */
export async function connectDataSource(url: string, poolSize?: number): Promise<DataSource> {
  const dataSource = await createDataSource(url, poolSize).initialize();
  poolOf(dataSource).on('connect', (client) => client.on('error', () => {}));
  return dataSource;
}
