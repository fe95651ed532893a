-- Printed by "npm run schema" from the migrations. Do not edit.

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
  constraint audit_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_case ON public.audit USING btree (case_id, id);

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
  constraint broadcast_pkey PRIMARY KEY (id),
  constraint broadcast_key_key UNIQUE (key)
);
CREATE INDEX broadcast_open ON public.broadcast USING btree (created_at) WHERE (finished_at IS NULL);

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

create table public.citizen (
  id uuid not null,
  sealed bytea not null,
  municipality_id uuid not null,
  created_at timestamp with time zone not null,
  constraint citizen_pkey PRIMARY KEY (id),
  constraint citizen_municipality_id_fkey FOREIGN KEY (municipality_id) REFERENCES organisation(id)
);

create table public.citizen_number (
  lookup bytea not null,
  citizen_id uuid not null,
  recorded_for uuid not null,
  constraint citizen_number_pkey PRIMARY KEY (lookup),
  constraint citizen_number_citizen_id_fkey FOREIGN KEY (citizen_id) REFERENCES citizen(id),
  constraint citizen_number_recorded_for_fkey FOREIGN KEY (recorded_for) REFERENCES citizen(id)
);
CREATE INDEX citizen_number_citizen ON public.citizen_number USING btree (recorded_for);

create table public.clock (
  one boolean not null default true,
  mode text not null,
  at timestamp with time zone,
  constraint clock_pkey PRIMARY KEY (one),
  constraint clock_mode_check CHECK ((mode = ANY (ARRAY['real'::text, 'simulated'::text]))),
  constraint clock_one_check CHECK (one)
);

create table public.handled (
  scope text not null,
  key text not null,
  request_hash bytea not null,
  answer jsonb not null,
  expires_at timestamp with time zone not null,
  constraint handled_pkey PRIMARY KEY (scope, key)
);
CREATE INDEX handled_expiry ON public.handled USING brin (expires_at);

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
  constraint inbox_pkey PRIMARY KEY (id),
  constraint inbox_status_check CHECK ((status = ANY (ARRAY['received'::text, 'handled'::text, 'unmatched'::text, 'unreadable'::text, 'faulted'::text])))
);
CREATE INDEX inbox_bundle ON public.inbox USING btree (source, bundle_id) WHERE (bundle_id IS NOT NULL);
CREATE INDEX inbox_delete ON public.inbox USING btree (delete_at) WHERE (sealed IS NOT NULL);
CREATE INDEX inbox_header ON public.inbox USING btree (source, header_id) WHERE (header_id IS NOT NULL);
CREATE INDEX inbox_list ON public.inbox USING btree (status, received_at, id);
CREATE INDEX inbox_waiting ON public.inbox USING btree (received_at) WHERE (status = 'received'::text);

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
  constraint incident_pkey PRIMARY KEY (id),
  constraint incident_kind_check CHECK ((kind = ANY (ARRAY['effect'::text, 'inbox'::text, 'timer'::text, 'broadcast'::text, 'ledger'::text]))),
  constraint incident_status_check CHECK ((status = ANY (ARRAY['open'::text, 'resolved'::text])))
);
CREATE INDEX incident_list ON public.incident USING btree (status, opened_at, id);
CREATE UNIQUE INDEX incident_open ON public.incident USING btree (kind, subject) WHERE (status = 'open'::text);

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
  constraint organisation_pkey PRIMARY KEY (id),
  constraint organisation_gln_key UNIQUE (gln),
  constraint organisation_pharmacy_number_key UNIQUE (pharmacy_number),
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
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_key_key UNIQUE (key),
  constraint outbox_kind_check CHECK ((kind = ANY (ARRAY['notice'::text, 'message'::text]))),
  constraint outbox_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text])))
);
CREATE INDEX outbox_due ON public.outbox USING btree (due_at, id) WHERE (status = 'pending'::text);

create table public.packed_product (
  product bytea not null,
  case_id uuid not null,
  constraint packed_product_pkey PRIMARY KEY (product, case_id)
);
CREATE INDEX packed_product_case ON public.packed_product USING btree (case_id);

create table public.person (
  id uuid not null,
  subject text not null,
  kind text not null,
  name text not null,
  role text not null,
  organisation_id uuid not null,
  active boolean not null default true,
  constraint person_pkey PRIMARY KEY (id),
  constraint person_subject_key UNIQUE (subject),
  constraint person_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'client'::text]))),
  constraint person_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);

create table public.statistic (
  case_id uuid not null,
  key text not null,
  kind text not null,
  occurred_at timestamp with time zone not null,
  unit text,
  constraint statistic_pkey PRIMARY KEY (case_id, key)
);
CREATE INDEX statistic_kind ON public.statistic USING btree (kind, occurred_at);

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
  constraint task_pkey PRIMARY KEY (id)
);
CREATE INDEX task_list ON public.task USING btree (organisation_id, role, deadline_at, id) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX task_open ON public.task USING btree (case_id, key) WHERE (closed_at IS NULL);

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

create table keys.citizen_key (
  citizen_id uuid not null,
  wrapped bytea not null,
  constraint citizen_key_pkey PRIMARY KEY (citizen_id),
  constraint citizen_key_citizen_id_fkey FOREIGN KEY (citizen_id) REFERENCES citizen(id)
);

create table keys.day_key (
  day date not null,
  wrapped bytea not null,
  constraint day_key_pkey PRIMARY KEY (day)
);

create table keys.system_key (
  name text not null,
  wrapped bytea not null,
  constraint system_key_pkey PRIMARY KEY (name)
);
