-- Printed by "npm run schema" from the migrations. Do not edit.

create table public.agreement (
  seq bigint generated always as identity not null,
  id uuid not null,
  municipality_id uuid,
  region_code text,
  parties uuid[] not null,
  routes jsonb not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  change_cut_off jsonb,
  constraint agreement_pkey PRIMARY KEY (seq),
  constraint agreement_check CHECK (((municipality_id IS NULL) <> (region_code IS NULL))),
  constraint agreement_region_code_check CHECK ((region_code ~ '^[0-9]{4}$'::text)),
  constraint agreement_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES organisation(id)
);
CREATE INDEX agreement_id ON public.agreement USING btree (id, seq DESC);

create table public.atc_name (
  valid_from date not null,
  code text not null,
  name text not null,
  constraint atc_name_pkey PRIMARY KEY (valid_from, code),
  constraint atc_name_valid_from_fkey FOREIGN KEY (valid_from) REFERENCES price_list(valid_from) ON DELETE CASCADE
);

create table public.audit (
  id bigint generated always as identity not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_id text not null,
  actor_role text not null,
  organisation_id uuid,
  action text not null,
  case_id uuid,
  detail text not null,
  purpose text not null,
  journal_seq integer,
  content_hash bytea,
  citizen_id uuid,
  constraint audit_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_case ON public.audit USING btree (case_id, id);
CREATE INDEX audit_citizen ON public.audit USING btree (citizen_id) WHERE (citizen_id IS NOT NULL);
alter table public.audit enable row level security;
create policy log on public.audit for insert with check (true);
create policy viewer on public.audit for select using ((current_setting('dosisflow.serves'::text, true) = 'all'::text));

create table public.audit_seal (
  id bigint not null,
  to_id bigint not null,
  rows integer not null,
  hash bytea not null,
  sealed_at timestamp with time zone not null,
  removed bytea,
  constraint audit_seal_pkey PRIMARY KEY (id)
);

create table public.back_order (
  package_number text not null,
  since date not null,
  expected_to date,
  ended_on date,
  withdrawn boolean not null,
  source text not null,
  seen_at timestamp with time zone not null,
  constraint back_order_pkey PRIMARY KEY (package_number)
);

create table public.box_substitution (
  valid_from date not null,
  substitution_group text not null,
  package_number text not null,
  code text not null,
  cheapest text,
  constraint box_substitution_pkey PRIMARY KEY (valid_from, substitution_group, package_number),
  constraint box_substitution_valid_from_fkey FOREIGN KEY (valid_from) REFERENCES price_list(valid_from) ON DELETE CASCADE
);

create table public.broadcast (
  id uuid not null,
  key text not null,
  products bytea[] not null,
  type text not null,
  sealed bytea not null,
  cursor uuid,
  handled integer not null default 0,
  expected integer not null,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  number bigint generated always as identity not null,
  constraint broadcast_pkey PRIMARY KEY (id),
  constraint broadcast_key_key UNIQUE (key)
);
CREATE INDEX broadcast_done ON public.broadcast USING btree (finished_at) WHERE (finished_at IS NOT NULL);
CREATE INDEX broadcast_open ON public.broadcast USING btree (created_at) WHERE (finished_at IS NULL);
CREATE INDEX broadcast_products ON public.broadcast USING gin (products);

create table public.candidate (
  id uuid not null,
  municipality_id uuid not null,
  citizen_id uuid not null,
  care_setting text not null,
  status text not null,
  coverage_percent integer not null,
  blockers text[] not null,
  imported_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  case_id uuid,
  sealed bytea not null,
  constraint candidate_pkey PRIMARY KEY (id),
  constraint candidate_municipality_id_citizen_id_key UNIQUE (municipality_id, citizen_id),
  constraint candidate_care_setting_check CHECK ((care_setting = ANY (ARRAY['homeCare'::text, 'careHome'::text, 'socialHousing'::text]))),
  constraint candidate_coverage_percent_check CHECK (((coverage_percent >= 0) AND (coverage_percent <= 100))),
  constraint candidate_status_check CHECK ((status = ANY (ARRAY['open'::text, 'started'::text]))),
  constraint candidate_citizen_id_fkey FOREIGN KEY (citizen_id) REFERENCES citizen(id),
  constraint candidate_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES organisation(id)
);
CREATE INDEX candidate_expiry ON public.candidate USING btree (expires_at) WHERE (status = 'open'::text);
CREATE INDEX candidate_list ON public.candidate USING btree (municipality_id, coverage_percent DESC, id);
alter table public.candidate enable row level security;
create policy viewer on public.candidate for select using ((municipality_id = (NULLIF(current_setting('dosisflow.organisation'::text, true), ''::text))::uuid));

create table public.care_record (
  organisation_id uuid not null,
  value text not null,
  source text not null,
  valid_from date not null,
  valid_to date,
  constraint care_record_pkey PRIMARY KEY (organisation_id, valid_from),
  constraint care_record_check CHECK ((valid_from <= valid_to)),
  constraint care_record_value_check CHECK ((value = ANY (ARRAY['columnaCura'::text, 'kmdNexus'::text]))),
  constraint care_record_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);

create table public.care_record_link (
  organisation_id uuid not null,
  value text not null,
  source text not null,
  valid_from date not null,
  valid_to date,
  constraint care_record_link_pkey PRIMARY KEY (organisation_id, valid_from),
  constraint care_record_link_check CHECK ((valid_from <= valid_to)),
  constraint care_record_link_value_check CHECK ((value ~ '^https://'::text)),
  constraint care_record_link_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);

create table public."case" (
  id uuid not null,
  family_id uuid not null,
  parent_id uuid,
  child_key text,
  citizen_id uuid,
  workflow text not null,
  version integer not null,
  municipality_id uuid not null,
  state jsonb not null,
  tags text[] not null,
  since timestamp with time zone not null,
  revision integer not null,
  seq integer not null,
  responsible_role text,
  responsible_organisation_id uuid,
  deadline_at timestamp with time zone,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  policy_id text not null,
  snapshot bytea not null,
  first_gap date,
  covered_until date,
  has_private_drugs boolean not null default false,
  change_cut_off_at timestamp with time zone,
  constraint case_pkey PRIMARY KEY (id),
  constraint case_family_id_child_key_key UNIQUE (family_id, child_key),
  constraint case_citizen_id_fkey FOREIGN KEY (citizen_id) REFERENCES citizen(id),
  constraint case_family_id_fkey FOREIGN KEY (family_id) REFERENCES "case"(id) DEFERRABLE INITIALLY DEFERRED,
  constraint case_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES organisation(id),
  constraint case_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES "case"(id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX case_citizen ON public."case" USING btree (citizen_id);
CREATE INDEX case_municipality ON public."case" USING btree (municipality_id, id) WHERE (closed_at IS NULL);
CREATE INDEX case_municipality_closed ON public."case" USING btree (municipality_id, id) WHERE (closed_at IS NOT NULL);
CREATE UNIQUE INDEX case_one_open_per_citizen ON public."case" USING btree (citizen_id) WHERE ((workflow = 'dose-dispensing'::text) AND (closed_at IS NULL));
CREATE INDEX case_rolls ON public."case" USING btree (family_id, change_cut_off_at, id) WHERE ((workflow = 'dispensing-period'::text) AND (closed_at IS NULL));
alter table public."case" enable row level security;
create policy viewer on public."case" for select using (((current_setting('dosisflow.serves'::text, true) = 'all'::text) OR ((citizen_id IS NULL) AND ((NULLIF(current_setting('dosisflow.organisation'::text, true), ''::text))::uuid IS NOT NULL)) OR (EXISTS ( SELECT FROM participation p WHERE (p.family_id = "case".family_id) OFFSET 0)) OR (EXISTS ( SELECT FROM personal_access a WHERE (a.family_id = "case".family_id) OFFSET 0))));

create table public.case_count (
  workflow text not null,
  region text not null,
  state text not null,
  cases bigint not null,
  constraint case_count_pkey PRIMARY KEY (workflow, region, state)
);

create table public.case_count_change (
  workflow text not null,
  region text not null,
  state text not null,
  change integer not null
);

create table public.case_note (
  id uuid not null,
  family_id uuid not null,
  organisation_id uuid not null,
  person_id uuid not null,
  written_at timestamp with time zone not null,
  sealed bytea not null,
  xact xid8 not null default pg_current_xact_id(),
  constraint case_note_pkey PRIMARY KEY (id)
);
CREATE INDEX case_note_family ON public.case_note USING btree (family_id, organisation_id, written_at);
CREATE INDEX case_note_xact ON public.case_note USING btree (xact);
alter table public.case_note enable row level security;
create policy viewer on public.case_note for select using (((organisation_id = (NULLIF(current_setting('dosisflow.organisation'::text, true), ''::text))::uuid) AND (EXISTS ( SELECT FROM "case" c WHERE (c.id = case_note.family_id) OFFSET 0))));

create table public.channel (
  seq bigint generated always as identity not null,
  organisation_id uuid not null,
  kind text not null,
  address text,
  valid_from date not null,
  recorded_at timestamp with time zone not null,
  recorded_by uuid not null,
  constraint channel_pkey PRIMARY KEY (seq),
  constraint channel_check CHECK (((kind = 'task'::text) = (address IS NULL))),
  constraint channel_kind_check CHECK ((kind = ANY (ARRAY['careCommunication'::text, 'webhook'::text, 'task'::text, 'email'::text]))),
  constraint channel_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
CREATE INDEX channel_organisation ON public.channel USING btree (organisation_id, valid_from DESC, seq DESC);

create table public.citizen (
  id uuid not null,
  sealed bytea not null,
  municipality_id uuid not null,
  created_at timestamp with time zone not null,
  care_setting text,
  constraint citizen_pkey PRIMARY KEY (id),
  constraint citizen_care_setting_check CHECK ((care_setting = ANY (ARRAY['homeCare'::text, 'careHome'::text, 'socialHousing'::text]))),
  constraint citizen_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES organisation(id)
);
alter table public.citizen enable row level security;
create policy viewer on public.citizen for select using ((EXISTS ( SELECT FROM "case" c WHERE (c.citizen_id = citizen.id) OFFSET 0)));

create table public.citizen_number (
  lookup bytea not null,
  citizen_id uuid not null,
  recorded_for uuid not null,
  constraint citizen_number_pkey PRIMARY KEY (lookup),
  constraint citizen_number_citizen_id_fkey FOREIGN KEY (citizen_id) REFERENCES citizen(id),
  constraint citizen_number_recorded_for_fkey FOREIGN KEY (recorded_for) REFERENCES citizen(id)
);
CREATE INDEX citizen_number_citizen ON public.citizen_number USING btree (recorded_for);
alter table public.citizen_number enable row level security;
create policy viewer on public.citizen_number for select using ((EXISTS ( SELECT FROM "case" c WHERE (c.citizen_id = citizen_number.citizen_id) OFFSET 0)));

create table public.clock (
  one boolean not null default true,
  mode text not null,
  at timestamp with time zone,
  constraint clock_pkey PRIMARY KEY (one),
  constraint clock_mode_check CHECK ((mode = ANY (ARRAY['real'::text, 'simulated'::text]))),
  constraint clock_one_check CHECK (one)
);

create table public.cluster_package (
  quality_cluster text not null,
  value text not null,
  source text not null,
  valid_from date not null,
  valid_to date,
  constraint cluster_package_pkey PRIMARY KEY (quality_cluster, valid_from),
  constraint cluster_package_check CHECK ((valid_from <= valid_to)),
  constraint cluster_package_value_check CHECK ((value = ANY (ARRAY['had'::text, 'followUpOrdered'::text])))
);

create table public.contact (
  id uuid not null,
  kind text not null,
  name text not null,
  region_code text not null,
  health_council text,
  contact text not null,
  artificial boolean not null,
  source text not null,
  valid_from date not null,
  valid_to date,
  constraint contact_pkey PRIMARY KEY (id),
  constraint contact_kind_check CHECK ((kind = ANY (ARRAY['healthCluster'::text, 'pharmacyAssociation'::text])))
);

create table public.demonstration (
  one boolean not null default true,
  citizens integer not null,
  weeks integer not null,
  begun_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  dropped_at timestamp with time zone,
  constraint demonstration_pkey PRIMARY KEY (one),
  constraint demonstration_citizens_check CHECK ((citizens > 0)),
  constraint demonstration_one_check CHECK (one),
  constraint demonstration_weeks_check CHECK ((weeks > 0))
);

create table public.deputy (
  id uuid not null,
  organisation_id uuid not null,
  away_id uuid not null,
  deputy_id uuid not null,
  valid_from date not null,
  valid_to date not null,
  recorded_at timestamp with time zone not null,
  recorded_by uuid not null,
  ended_at timestamp with time zone,
  ended_by uuid,
  constraint deputy_pkey PRIMARY KEY (id),
  constraint deputy_check CHECK ((away_id <> deputy_id)),
  constraint deputy_check1 CHECK ((valid_to >= valid_from)),
  constraint deputy_away_id_fkey FOREIGN KEY (away_id) REFERENCES person(id),
  constraint deputy_deputy_id_fkey FOREIGN KEY (deputy_id) REFERENCES person(id),
  constraint deputy_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
CREATE INDEX deputy_of ON public.deputy USING btree (deputy_id, valid_to);
CREATE INDEX deputy_organisation ON public.deputy USING btree (organisation_id, valid_to);

create table public.dose_substitution (
  valid_from date not null,
  drug_id text not null,
  dose_group text not null,
  constraint dose_substitution_pkey PRIMARY KEY (valid_from, drug_id),
  constraint dose_substitution_valid_from_fkey FOREIGN KEY (valid_from) REFERENCES price_list(valid_from) ON DELETE CASCADE
);
CREATE INDEX dose_substitution_group ON public.dose_substitution USING btree (valid_from, dose_group);

create table public.drug (
  valid_from date not null,
  drug_id text not null,
  name text not null,
  dose_dispensable boolean not null,
  substitution_group text,
  deregistered boolean not null,
  deregistered_on date,
  atc_code text,
  constraint drug_pkey PRIMARY KEY (valid_from, drug_id),
  constraint drug_valid_from_fkey FOREIGN KEY (valid_from) REFERENCES price_list(valid_from) ON DELETE CASCADE
);
CREATE INDEX drug_deregistered_on ON public.drug USING btree (valid_from, deregistered_on) WHERE (deregistered_on IS NOT NULL);
CREATE INDEX drug_group ON public.drug USING btree (valid_from, substitution_group) WHERE (substitution_group IS NOT NULL);

create table public.dwell (
  state text not null,
  bucket integer not null,
  stays bigint not null,
  constraint dwell_pkey PRIMARY KEY (state, bucket)
);

create table public.dwell_change (
  state text not null,
  bucket integer not null
);

create table public.fee_charge (
  case_id uuid not null,
  key text not null,
  seq integer not null,
  municipality_id uuid not null,
  charged_at timestamp with time zone not null,
  reversed_at timestamp with time zone,
  handed_out_on date not null,
  days integer not null,
  tariff text not null,
  dispatch_ore integer not null,
  packing_ore integer not null,
  delivery_ore integer not null,
  region_ore integer not null,
  citizen_ore integer not null,
  municipality_ore integer not null,
  unknown_ore integer not null,
  kind text not null default 'roll'::text,
  service_ore integer not null default 0,
  constraint fee_charge_pkey PRIMARY KEY (case_id, key, seq),
  constraint fee_charge_kind_check CHECK ((kind = ANY (ARRAY['roll'::text, 'gpStart'::text, 'rePrescription'::text]))),
  constraint fee_charge_service_ore_check CHECK ((service_ore >= 0)),
  constraint fee_charge_shared CHECK (((((dispatch_ore + packing_ore) + delivery_ore) + service_ore) = (((region_ore + citizen_ore) + municipality_ore) + unknown_ore)))
);
CREATE INDEX fee_charge_month ON public.fee_charge USING btree (municipality_id, handed_out_on) WHERE (reversed_at IS NULL);
CREATE UNIQUE INDEX fee_charge_standing ON public.fee_charge USING btree (case_id, key) WHERE (reversed_at IS NULL);
alter table public.fee_charge enable row level security;
create policy viewer on public.fee_charge for select using ((EXISTS ( SELECT FROM "case" c WHERE (c.id = fee_charge.case_id) OFFSET 0)));

create table public.fmk_difference (
  walk uuid not null,
  case_id uuid not null,
  fact text not null,
  change text not null,
  number integer not null,
  constraint fmk_difference_pkey PRIMARY KEY (walk, case_id, fact, change),
  constraint fmk_difference_change_check CHECK ((change = ANY (ARRAY['told'::text, 'gone'::text]))),
  constraint fmk_difference_walk_fkey FOREIGN KEY (walk) REFERENCES fmk_resync(id) ON DELETE CASCADE
);
CREATE INDEX fmk_difference_case ON public.fmk_difference USING btree (case_id);
alter table public.fmk_difference enable row level security;
create policy viewer on public.fmk_difference for select using (((current_setting('dosisflow.serves'::text, true) = 'all'::text) OR (EXISTS ( SELECT FROM "case" c WHERE (c.id = fmk_difference.case_id) OFFSET 0))));

create table public.fmk_question (
  subject uuid not null,
  kind text not null,
  asked_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  attempts integer not null default 0,
  last_error text,
  walk uuid,
  constraint fmk_question_pkey PRIMARY KEY (subject),
  constraint fmk_question_kind_check CHECK ((kind = ANY (ARRAY['citizen'::text, 'organisation'::text])))
);
CREATE INDEX fmk_question_due ON public.fmk_question USING btree (due_at);
CREATE INDEX fmk_question_walk ON public.fmk_question USING btree (walk) WHERE (walk IS NOT NULL);
alter table public.fmk_question enable row level security;
create policy viewer on public.fmk_question for select using ((current_setting('dosisflow.serves'::text, true) = 'all'::text));

create table public.fmk_reading (
  citizen_id uuid not null,
  case_id uuid not null,
  changes bytea not null,
  read_at timestamp with time zone not null,
  constraint fmk_reading_pkey PRIMARY KEY (citizen_id)
);

create table public.fmk_resync (
  id uuid not null,
  reason text not null,
  since timestamp with time zone not null,
  cursor uuid,
  asked integer not null default 0,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  read integer not null default 0,
  unchanged integer not null default 0,
  constraint fmk_resync_pkey PRIMARY KEY (id),
  constraint fmk_resync_reason_check CHECK ((reason = ANY (ARRAY['lostAdvis'::text, 'reconciliation'::text])))
);
CREATE INDEX fmk_resync_open ON public.fmk_resync USING btree (started_at) WHERE (finished_at IS NULL);

create table public.gp_digest (
  organisation_id uuid not null,
  day date not null,
  questions integer not null,
  made_at timestamp with time zone not null,
  constraint gp_digest_pkey PRIMARY KEY (organisation_id, day),
  constraint gp_digest_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
CREATE INDEX gp_digest_day ON public.gp_digest USING btree (day);

create table public.handled (
  scope text not null,
  key text not null,
  request_hash bytea not null,
  answer jsonb not null,
  expires_at timestamp with time zone not null,
  constraint handled_pkey PRIMARY KEY (scope, key)
);
CREATE INDEX handled_expiry ON public.handled USING brin (expires_at);

create table public.hindering_drug (
  drug_id text not null,
  candidates integer not null,
  counted_at timestamp with time zone not null,
  constraint hindering_drug_pkey PRIMARY KEY (drug_id),
  constraint hindering_drug_candidates_check CHECK ((candidates >= 5))
);

create table public.inbox (
  id uuid not null,
  source text not null,
  received_at timestamp with time zone not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  media_type text not null,
  key_day date,
  key_citizen_id uuid,
  sealed bytea,
  content_hash bytea not null,
  header_id text,
  bundle_id text,
  fingerprint text,
  code text,
  status text not null,
  reason jsonb,
  acknowledgement jsonb,
  case_id uuid,
  attempts integer not null default 0,
  retry_at timestamp with time zone,
  delete_at timestamp with time zone,
  trace text,
  constraint inbox_pkey PRIMARY KEY (id),
  constraint inbox_status_check CHECK ((status = ANY (ARRAY['received'::text, 'handled'::text, 'unmatched'::text, 'unreadable'::text, 'faulted'::text])))
);
CREATE INDEX inbox_again ON public.inbox USING btree (source, retry_at) WHERE (status = 'faulted'::text);
CREATE INDEX inbox_bundle ON public.inbox USING btree (source, bundle_id) WHERE (bundle_id IS NOT NULL);
CREATE INDEX inbox_care ON public.inbox USING btree (case_id, received_at) WHERE (code ~~ 'care.%'::text);
CREATE INDEX inbox_case ON public.inbox USING btree (case_id) WHERE (case_id IS NOT NULL);
CREATE INDEX inbox_content ON public.inbox USING btree (received_at) WHERE ((sealed IS NOT NULL) AND (delete_at IS NULL));
CREATE INDEX inbox_delete ON public.inbox USING btree (delete_at) WHERE (sealed IS NOT NULL);
CREATE INDEX inbox_fmk_content ON public.inbox USING btree (content_hash) WHERE (source = 'fmk'::text);
CREATE INDEX inbox_header ON public.inbox USING btree (source, header_id) WHERE (header_id IS NOT NULL);
CREATE INDEX inbox_list ON public.inbox USING btree (status, received_at, id);
CREATE INDEX inbox_source ON public.inbox USING btree (source, received_at, id);
CREATE INDEX inbox_waiting ON public.inbox USING btree (received_at) WHERE (status = 'received'::text);
alter table public.inbox enable row level security;
create policy viewer on public.inbox for select using (((current_setting('dosisflow.serves'::text, true) = 'all'::text) OR (EXISTS ( SELECT FROM "case" c WHERE ((c.id = inbox.case_id) AND (c.municipality_id = (NULLIF(current_setting('dosisflow.organisation'::text, true), ''::text))::uuid)) OFFSET 0))));

create table public.incident (
  id uuid not null,
  kind text not null,
  subject text not null,
  case_id uuid,
  organisation_id uuid,
  opened_at timestamp with time zone not null,
  attempts integer not null,
  last_error text not null,
  advice jsonb not null,
  status text not null,
  resolved_at timestamp with time zone,
  resolution text,
  retry_at timestamp with time zone,
  constraint incident_pkey PRIMARY KEY (id),
  constraint incident_kind_check CHECK ((kind = ANY (ARRAY['effect'::text, 'inbox'::text, 'timer'::text, 'broadcast'::text, 'ledger'::text, 'fmk'::text]))),
  constraint incident_status_check CHECK ((status = ANY (ARRAY['open'::text, 'resolved'::text])))
);
CREATE INDEX incident_again ON public.incident USING btree (retry_at) WHERE (retry_at IS NOT NULL);
CREATE INDEX incident_kind ON public.incident USING btree (status, kind, opened_at, id);
CREATE INDEX incident_list ON public.incident USING btree (status, opened_at, id);
CREATE UNIQUE INDEX incident_open ON public.incident USING btree (kind, subject) WHERE (status = 'open'::text);
alter table public.incident enable row level security;
create policy viewer on public.incident for select using (((current_setting('dosisflow.serves'::text, true) = 'all'::text) OR CASE WHEN (organisation_id IS NULL) THEN (EXISTS ( SELECT FROM "case" c WHERE ((c.id = incident.case_id) AND (c.municipality_id = (NULLIF(current_setting('dosisflow.organisation'::text, true), ''::text))::uuid)) OFFSET 0)) ELSE (organisation_id = (NULLIF(current_setting('dosisflow.organisation'::text, true), ''::text))::uuid) END));

create table public.journal (
  case_id uuid not null,
  seq integer not null,
  revision integer not null,
  xact xid8 not null default pg_current_xact_id(),
  at timestamp with time zone not null,
  occurred_at timestamp with time zone not null,
  kind text not null,
  type text not null,
  opened boolean not null,
  outcome text not null,
  reason jsonb,
  key text not null,
  actor_kind text not null,
  actor_id text not null,
  actor_role text not null,
  actor_organisation_id uuid,
  basis text not null,
  policy_id text not null,
  policy_hash text not null,
  state jsonb,
  sealed bytea not null,
  constraint journal_pkey PRIMARY KEY (case_id, seq),
  constraint journal_kind_check CHECK ((kind = ANY (ARRAY['command'::text, 'fact'::text, 'timer'::text, 'internal'::text]))),
  constraint journal_outcome_check CHECK ((outcome = ANY (ARRAY['accepted'::text, 'refused'::text, 'ignored'::text])))
) partition by HASH (case_id);
create table public.journal_0 partition of public.journal FOR VALUES WITH (modulus 8, remainder 0);
create table public.journal_1 partition of public.journal FOR VALUES WITH (modulus 8, remainder 1);
create table public.journal_2 partition of public.journal FOR VALUES WITH (modulus 8, remainder 2);
create table public.journal_3 partition of public.journal FOR VALUES WITH (modulus 8, remainder 3);
create table public.journal_4 partition of public.journal FOR VALUES WITH (modulus 8, remainder 4);
create table public.journal_5 partition of public.journal FOR VALUES WITH (modulus 8, remainder 5);
create table public.journal_6 partition of public.journal FOR VALUES WITH (modulus 8, remainder 6);
create table public.journal_7 partition of public.journal FOR VALUES WITH (modulus 8, remainder 7);
CREATE INDEX journal_xact ON ONLY public.journal USING btree (xact);
alter table public.journal enable row level security;
create policy viewer on public.journal for select using ((EXISTS ( SELECT FROM "case" c WHERE (c.id = journal.case_id) OFFSET 0)));

create table public.mail_digest (
  organisation_id uuid not null,
  day date not null,
  tasks integer not null,
  overdue integer not null,
  due_today integer not null,
  made_at timestamp with time zone not null,
  constraint mail_digest_pkey PRIMARY KEY (organisation_id, day),
  constraint mail_digest_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
CREATE INDEX mail_digest_day ON public.mail_digest USING btree (day);

create table public.organisation (
  id uuid not null,
  kind text not null,
  name text not null,
  sor text,
  gln text,
  ydernummer text,
  pharmacy_number text,
  municipality_code text,
  region_code text,
  notification_mode text not null default 'copy'::text,
  webhook_url text,
  duty_contact text not null,
  valid_from date not null default '1900-01-01'::date,
  valid_to date,
  sks text,
  takes_requests boolean not null default true,
  constraint organisation_pkey PRIMARY KEY (id),
  constraint organisation_gln_key UNIQUE (gln),
  constraint organisation_pharmacy_number_key UNIQUE (pharmacy_number),
  constraint organisation_sks_key UNIQUE (sks),
  constraint organisation_sor_key UNIQUE (sor),
  constraint organisation_ydernummer_key UNIQUE (ydernummer),
  constraint organisation_kind_check CHECK ((kind = ANY (ARRAY['municipality'::text, 'gpPractice'::text, 'pharmacy'::text, 'hospital'::text, 'region'::text, 'authority'::text, 'supplier'::text]))),
  constraint organisation_municipality_code_check CHECK ((municipality_code ~ '^[0-9]{4}$'::text)),
  constraint organisation_notification_mode_check CHECK ((notification_mode = ANY (ARRAY['copy'::text, 'receiver'::text]))),
  constraint organisation_region_code_check CHECK ((region_code ~ '^[0-9]{4}$'::text))
);
CREATE UNIQUE INDEX organisation_municipality ON public.organisation USING btree (municipality_code) WHERE ((kind = 'municipality'::text) AND (valid_to IS NULL));

create table public.outbox (
  id bigint generated always as identity not null,
  key text not null,
  case_id uuid,
  kind text not null,
  organisation_id uuid,
  code text not null,
  sealed bytea,
  created_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  attempts integer not null default 0,
  status text not null default 'pending'::text,
  outcome text,
  last_error text,
  delivered_at timestamp with time zone,
  message_id uuid,
  thread_id uuid,
  acknowledge_by timestamp with time zone,
  trace text,
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_key_key UNIQUE (key),
  constraint outbox_kind_check CHECK ((kind = ANY (ARRAY['notice'::text, 'message'::text]))),
  constraint outbox_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sent'::text, 'delivered'::text, 'failed'::text, 'refused'::text])))
);
CREATE INDEX outbox_done ON public.outbox USING btree (created_at) WHERE (status <> 'pending'::text);
CREATE INDEX outbox_log ON public.outbox USING btree (organisation_id, id DESC) WHERE (kind = 'notice'::text);
CREATE INDEX outbox_message ON public.outbox USING btree (message_id) WHERE (message_id IS NOT NULL);
CREATE INDEX outbox_thread ON public.outbox USING btree (thread_id) WHERE (thread_id IS NOT NULL);
CREATE INDEX outbox_unacknowledged ON public.outbox USING btree (acknowledge_by) WHERE (status = 'sent'::text);
CREATE INDEX outbox_waiting ON public.outbox USING btree (organisation_id, due_at, id) WHERE (status = 'pending'::text);
alter table public.outbox enable row level security;
create policy viewer on public.outbox for select using ((current_setting('dosisflow.serves'::text, true) = 'all'::text));

create view public.overseen_access (
  lookup bytea,
  id bigint,
  at timestamp with time zone,
  action text,
  detail text,
  purpose text,
  case_id uuid,
  workflow text,
  actor_kind text,
  actor_role text,
  actor_id text,
  organisation_id uuid,
  citizen_id uuid
);

create view public.overseen_opening (
  id uuid,
  family_id uuid,
  person_id uuid,
  organisation_id uuid,
  reason bytea,
  since timestamp with time zone,
  until timestamp with time zone,
  verdict text,
  note bytea,
  followed_up_at timestamp with time zone,
  followed_up_by uuid,
  citizen_id uuid,
  wrapped bytea
);

create table public.package (
  valid_from date not null,
  package_number text not null,
  drug_id text not null,
  withdrawn boolean not null,
  withdrawn_on date,
  size text,
  constraint package_pkey PRIMARY KEY (valid_from, package_number),
  constraint package_valid_from_fkey FOREIGN KEY (valid_from) REFERENCES price_list(valid_from) ON DELETE CASCADE
);
CREATE INDEX package_drug ON public.package USING btree (valid_from, drug_id);
CREATE INDEX package_withdrawn_on ON public.package USING btree (valid_from, withdrawn_on) WHERE (withdrawn_on IS NOT NULL);

create table public.packed_product (
  product bytea not null,
  case_id uuid not null,
  told boolean not null default false,
  constraint packed_product_pkey PRIMARY KEY (product, case_id)
);
CREATE INDEX packed_product_case ON public.packed_product USING btree (case_id);
CREATE INDEX packed_product_untold ON public.packed_product USING btree (case_id) WHERE (NOT told);

create table public.parameter (
  seq bigint generated always as identity not null,
  key text not null,
  value double precision,
  source text not null,
  recorded_at timestamp with time zone not null,
  recorded_by uuid not null,
  constraint parameter_pkey PRIMARY KEY (seq)
);
CREATE INDEX parameter_key ON public.parameter USING btree (key, seq DESC);

create table public.participation (
  family_id uuid not null,
  organisation_id uuid not null,
  party text not null,
  case_id uuid not null,
  since timestamp with time zone not null,
  until timestamp with time zone,
  constraint participation_pkey PRIMARY KEY (family_id, organisation_id, party, case_id, since),
  constraint participation_party_check CHECK ((party = ANY (ARRAY['municipality'::text, 'gpPractice'::text, 'pharmacy'::text, 'hospital'::text, 'region'::text])))
);
CREATE INDEX participation_case ON public.participation USING btree (case_id);
CREATE INDEX participation_organisation ON public.participation USING btree (organisation_id, family_id);
alter table public.participation enable row level security;
create policy viewer on public.participation for select using (((organisation_id = (NULLIF(current_setting('dosisflow.organisation'::text, true), ''::text))::uuid) AND (since <= ( SELECT CASE WHEN (clock.mode = 'simulated'::text) THEN clock.at ELSE clock_timestamp() END AS clock_timestamp FROM clock)) AND ((until IS NULL) OR (until > ( SELECT CASE WHEN (clock.mode = 'simulated'::text) THEN clock.at ELSE clock_timestamp() END AS clock_timestamp FROM clock))) AND (current_setting('dosisflow.role'::text, true) <> 'dataProtectionOfficer'::text) AND ((party <> 'region'::text) OR (current_setting('dosisflow.role'::text, true) = ANY (ARRAY['municipalNurse'::text, 'municipalPlanner'::text])))));

create table public.person (
  id uuid not null,
  subject text not null,
  kind text not null,
  name text not null,
  role text not null,
  organisation_id uuid not null,
  active boolean not null default true,
  sources text[],
  constraint person_pkey PRIMARY KEY (id),
  constraint person_subject_key UNIQUE (subject),
  constraint person_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'client'::text]))),
  constraint person_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);

create table public.personal_access (
  id uuid not null,
  family_id uuid not null,
  person_id uuid not null,
  organisation_id uuid not null,
  ground text not null,
  reason bytea not null,
  since timestamp with time zone not null,
  until timestamp with time zone not null,
  granted_by uuid not null,
  verdict text,
  note bytea,
  followed_up_at timestamp with time zone,
  followed_up_by uuid,
  constraint personal_access_pkey PRIMARY KEY (id),
  constraint personal_access_ground_check CHECK ((ground = ANY (ARRAY['treating'::text, 'breakGlass'::text]))),
  constraint personal_access_verdict_check CHECK ((verdict = ANY (ARRAY['approved'::text, 'objected'::text])))
);
CREATE INDEX personal_access_list ON public.personal_access USING btree (since, id);
CREATE INDEX personal_access_person ON public.personal_access USING btree (person_id, family_id);
alter table public.personal_access enable row level security;
create policy viewer on public.personal_access for select using (((person_id = (NULLIF(current_setting('dosisflow.person'::text, true), ''::text))::uuid) AND (since <= ( SELECT CASE WHEN (clock.mode = 'simulated'::text) THEN clock.at ELSE clock_timestamp() END AS clock_timestamp FROM clock)) AND (until > ( SELECT CASE WHEN (clock.mode = 'simulated'::text) THEN clock.at ELSE clock_timestamp() END AS clock_timestamp FROM clock))));

create table public.policy_introduction (
  id uuid not null,
  policy text not null,
  valid_from date not null,
  valid_to date,
  source text not null,
  introduced_at timestamp with time zone not null,
  introduced_by uuid not null,
  constraint policy_introduction_pkey PRIMARY KEY (id),
  constraint policy_introduction_check CHECK ((valid_to >= valid_from))
);

create table public.policy_set (
  hash text not null,
  id text not null,
  rules jsonb not null,
  first_used_at timestamp with time zone not null,
  constraint policy_set_pkey PRIMARY KEY (hash)
);

create table public.practice_system (
  organisation_id uuid not null,
  value text not null,
  source text not null,
  valid_from date not null,
  valid_to date,
  constraint practice_system_pkey PRIMARY KEY (organisation_id, valid_from),
  constraint practice_system_check CHECK ((valid_from <= valid_to)),
  constraint practice_system_value_check CHECK ((value = ANY (ARRAY['winplc'::text, 'xmo'::text, 'egClinea'::text, 'novax'::text]))),
  constraint practice_system_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);

create table public.price_list (
  valid_from date not null,
  name text not null,
  told boolean not null default false,
  looked_on date,
  constraint price_list_pkey PRIMARY KEY (valid_from)
);

create table public.product_told (
  drug_id text not null,
  change text not null,
  substitution_group text,
  constraint product_told_pkey PRIMARY KEY (drug_id),
  constraint product_told_change_check CHECK ((change = ANY (ARRAY['dMarkLost'::text, 'deregistered'::text, 'withdrawn'::text, 'restored'::text])))
);

create table public.programme_item (
  seq bigint generated always as identity not null,
  id text not null,
  kind text not null,
  title text not null,
  status text not null,
  planned_on date,
  done_on date,
  owner text,
  depends_on text[] not null,
  note text not null,
  source text not null,
  withdrawn boolean not null,
  recorded_at timestamp with time zone not null,
  recorded_by uuid not null,
  constraint programme_item_pkey PRIMARY KEY (seq),
  constraint programme_item_kind_check CHECK ((kind = ANY (ARRAY['milestone'::text, 'decision'::text, 'risk'::text])))
);
CREATE INDEX programme_item_id ON public.programme_item USING btree (id, seq DESC);

create table public.quality_cluster (
  organisation_id uuid not null,
  value text not null,
  source text not null,
  valid_from date not null,
  valid_to date,
  constraint quality_cluster_pkey PRIMARY KEY (organisation_id, valid_from),
  constraint quality_cluster_check CHECK ((valid_from <= valid_to)),
  constraint quality_cluster_value_check CHECK ((value <> ''::text)),
  constraint quality_cluster_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);

create table public.saved_view (
  id uuid not null,
  person_id uuid not null,
  name text not null,
  filter jsonb not null,
  saved_at timestamp with time zone not null,
  constraint saved_view_pkey PRIMARY KEY (id),
  constraint saved_view_person_id_name_key UNIQUE (person_id, name)
);
alter table public.saved_view enable row level security;
create policy viewer on public.saved_view for select using ((person_id = (NULLIF(current_setting('dosisflow.person'::text, true), ''::text))::uuid));

create table public.session (
  hash bytea not null,
  subject text not null,
  id_token bytea not null,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint session_pkey PRIMARY KEY (hash)
);
CREATE INDEX session_expires ON public.session USING btree (expires_at);
CREATE INDEX session_subject ON public.session USING btree (subject);

create table public.statistic (
  case_id uuid not null,
  key text not null,
  kind text not null,
  occurred_at timestamp with time zone not null,
  unit text,
  constraint statistic_pkey PRIMARY KEY (case_id, key)
);
CREATE INDEX statistic_by_key ON public.statistic USING btree (key, case_id) WHERE (key = ANY (ARRAY['started'::text, 'ended'::text, 'consentDeclined'::text, 'request'::text]));
CREATE INDEX statistic_kind ON public.statistic USING btree (kind, occurred_at);
alter table public.statistic enable row level security;
create policy viewer on public.statistic for select using ((EXISTS ( SELECT FROM "case" c WHERE (c.id = statistic.case_id) OFFSET 0)));

create table public.supply_reading (
  one boolean not null default true,
  number bigint not null,
  constraint supply_reading_pkey PRIMARY KEY (one),
  constraint supply_reading_one_check CHECK (one)
);

create table public.tariff (
  id text not null,
  valid_from date not null,
  source text not null,
  dispatch_ore integer not null,
  packing_ore integer not null,
  fee_days integer not null,
  vat_percent integer not null,
  delivery_ore integer not null,
  gp_start_ore integer not null,
  re_prescription_ore integer not null,
  entered_at timestamp with time zone not null,
  entered_by uuid not null,
  constraint tariff_pkey PRIMARY KEY (id),
  constraint tariff_delivery_ore_check CHECK ((delivery_ore >= 0)),
  constraint tariff_dispatch_ore_check CHECK ((dispatch_ore >= 0)),
  constraint tariff_fee_days_check CHECK ((fee_days > 0)),
  constraint tariff_gp_start_ore_check CHECK ((gp_start_ore >= 0)),
  constraint tariff_packing_ore_check CHECK ((packing_ore >= 0)),
  constraint tariff_re_prescription_ore_check CHECK ((re_prescription_ore >= 0)),
  constraint tariff_vat_percent_check CHECK ((vat_percent >= 0))
);

create table public.task (
  id uuid not null,
  case_id uuid not null,
  key text not null,
  title jsonb not null,
  role text not null,
  organisation_id uuid not null,
  basis text not null,
  deadline_at timestamp with time zone not null,
  opened_at timestamp with time zone not null,
  claimed_by text,
  snoozed_until timestamp with time zone,
  snooze_reason text,
  closed_at timestamp with time zone,
  moved_in xid8,
  municipality_id uuid,
  waiting_since timestamp with time zone,
  overdue_since timestamp with time zone,
  reminded_at timestamp with time zone,
  constraint task_pkey PRIMARY KEY (id)
);
CREATE INDEX task_list ON public.task USING btree (organisation_id, role, deadline_at, id) WHERE (closed_at IS NULL);
CREATE INDEX task_moved ON public.task USING btree (moved_in) WHERE (moved_in IS NOT NULL);
CREATE INDEX task_of_case ON public.task USING btree (case_id, key);
CREATE INDEX task_of_municipality ON public.task USING btree (municipality_id, deadline_at, id) WHERE (closed_at IS NULL);
CREATE INDEX task_of_role ON public.task USING btree (role, organisation_id) WHERE ((closed_at IS NULL) AND (role = 'gp'::text));
CREATE UNIQUE INDEX task_open ON public.task USING btree (case_id, key) WHERE (closed_at IS NULL);
CREATE INDEX task_stuck ON public.task USING btree (municipality_id, overdue_since, id) WHERE ((closed_at IS NULL) AND (overdue_since IS NOT NULL));
CREATE INDEX task_stuck_state ON public.task USING btree (key, overdue_since, id) WHERE ((closed_at IS NULL) AND (overdue_since IS NOT NULL));
alter table public.task enable row level security;
create policy viewer on public.task for select using ((EXISTS ( SELECT FROM "case" c WHERE (c.id = task.case_id) OFFSET 0)));

create table public.timer (
  case_id uuid not null,
  key text not null,
  token integer not null,
  due_at timestamp with time zone not null,
  retry_at timestamp with time zone,
  attempts integer not null default 0,
  constraint timer_pkey PRIMARY KEY (case_id, key)
);
CREATE INDEX timer_due ON public.timer USING btree (due_at);
alter table public.timer enable row level security;
create policy viewer on public.timer for select using ((EXISTS ( SELECT FROM "case" c WHERE (c.id = timer.case_id) OFFSET 0)));

create table public.uptake_figure (
  seq bigint generated always as identity not null,
  month date not null,
  area text not null,
  users_all integer,
  users_65 integer,
  users_75 integer,
  share_65 numeric(5,2),
  share_75 numeric(5,2),
  source text not null,
  vintage date not null,
  recorded_at timestamp with time zone not null,
  recorded_by uuid not null,
  constraint uptake_figure_pkey PRIMARY KEY (seq),
  constraint uptake_figure_area_check CHECK ((area ~ '^(DK|[0-9]{4}|1084[+]1085)$'::text)),
  constraint uptake_figure_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
  constraint uptake_figure_share_65_check CHECK (((share_65 >= (0)::numeric) AND (share_65 <= (100)::numeric))),
  constraint uptake_figure_share_75_check CHECK (((share_75 >= (0)::numeric) AND (share_75 <= (100)::numeric))),
  constraint uptake_figure_users_65_check CHECK ((users_65 >= 0)),
  constraint uptake_figure_users_75_check CHECK ((users_75 >= 0)),
  constraint uptake_figure_users_all_check CHECK ((users_all >= 0))
);
CREATE INDEX uptake_figure_area ON public.uptake_figure USING btree (area, month, seq DESC);

create table public.uptake_month (
  month date not null,
  municipality_id uuid not null,
  users_all integer not null,
  users_65 integer not null,
  users_75 integer not null,
  users_social integer not null,
  counted_at timestamp with time zone not null,
  constraint uptake_month_pkey PRIMARY KEY (month, municipality_id),
  constraint uptake_month_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
  constraint uptake_month_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES organisation(id)
);

create table public.waiting_count (
  municipality_id uuid not null,
  version integer not null,
  key text not null,
  hospital boolean not null,
  tasks bigint not null,
  families bigint not null,
  constraint waiting_count_pkey PRIMARY KEY (municipality_id, version, key, hospital)
);

create table public.waiting_count_change (
  municipality_id uuid not null,
  version integer not null,
  key text not null,
  hospital boolean not null,
  tasks integer not null,
  families integer not null
);

create table keys.citizen_key (
  citizen_id uuid not null,
  wrapped bytea not null,
  constraint citizen_key_pkey PRIMARY KEY (citizen_id),
  constraint citizen_key_citizen_id_fkey FOREIGN KEY (citizen_id) REFERENCES citizen(id)
);
alter table keys.citizen_key enable row level security;
create policy viewer on keys.citizen_key for select using (((EXISTS ( SELECT FROM citizen c WHERE (c.id = citizen_key.citizen_id) OFFSET 0)) OR (EXISTS ( SELECT FROM candidate k WHERE (k.citizen_id = citizen_key.citizen_id) OFFSET 0))));

create table keys.day_key (
  day date not null,
  wrapped bytea not null,
  constraint day_key_pkey PRIMARY KEY (day)
);

create table keys.erasure (
  citizen_id uuid not null,
  at timestamp with time zone not null,
  ground text not null,
  erased_by text not null,
  constraint erasure_pkey PRIMARY KEY (citizen_id)
);

create table keys.system_key (
  name text not null,
  wrapped bytea not null,
  constraint system_key_pkey PRIMARY KEY (name)
);
