-- Main view of the participant streams.
create table participants (
  id text primary key,
  kind text not null check (kind in ('person', 'agent')),
  name text not null,
  name_key text not null generated always as (lower(name)) stored,
  role text not null check (role in ('administrator', 'moderator', 'member', 'reader')),
  status text not null check (status in ('active', 'disabled')),
  owner_id text,
  software text,
  software_version text,
  model text,
  version integer not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  check ((kind = 'agent') = (owner_id is not null and software is not null))
);

create index participants_name on participants (name_key, id);
create index participants_owner on participants (owner_id) where owner_id is not null;

-- What of a participant is not in the log: it must be erasable, or it changes all the time.
create table participant_accounts (
  participant_id text primary key,
  email text,
  email_key text unique,
  invited boolean not null,
  last_seen_at timestamptz,
  created_at timestamptz not null
);

create table passwords (
  participant_id text primary key,
  hash text not null,
  changed_at timestamptz not null
);

-- An account at an OIDC provider that signs a participant in.
create table identities (
  issuer text not null,
  subject text not null,
  provider text not null,
  participant_id text not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  primary key (issuer, subject)
);

create index identities_participant on identities (participant_id);

-- One sign-in: the family of all refresh tokens that descend from it.
create table sessions (
  id text primary key,
  participant_id text not null,
  method text not null check (method in ('password', 'link', 'oidc')),
  provider text,
  ip text,
  user_agent text,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text
);

create index sessions_participant on sessions (participant_id, created_at desc, id desc);
create index sessions_expires_at on sessions (expires_at);

create table refresh_tokens (
  token_hash bytea primary key,
  session_id text not null references sessions (id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  successor_hash bytea,
  successor_salt bytea
);

create index refresh_tokens_session on refresh_tokens (session_id);

create table sign_in_links (
  token_hash bytea primary key,
  participant_id text not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create index sign_in_links_participant on sign_in_links (participant_id);

-- A browser that is at a provider; the row goes when it comes back.
create table oidc_attempts (
  state_hash bytea primary key,
  provider text not null,
  nonce text not null,
  code_verifier text not null,
  return_to text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create index oidc_attempts_expires_at on oidc_attempts (expires_at);

create table access_tokens (
  id text primary key,
  token_hash bytea not null unique,
  participant_id text not null,
  name text not null,
  scopes text[] not null,
  hint text not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);

create index access_tokens_participant on access_tokens (participant_id, created_at desc, id desc);

-- Token buckets. Unlogged: after a crash everybody starts with a full bucket. No index on what changes at each request,
-- and room in the pages, so that updates stay in place.
create unlogged table rate_limits (
  key text primary key,
  tokens double precision not null,
  granted boolean not null,
  updated_at timestamptz not null
) with (fillfactor = 50);

-- One row per fact, or per minute and kind when the same happens over and over.
create table security_events (
  id text primary key,
  aggregation_key text unique,
  occurred_at timestamptz not null,
  last_occurred_at timestamptz not null,
  type text not null,
  reason text,
  ip text,
  method text,
  path text,
  participant_id text,
  request_id text,
  count integer not null check (count > 0),
  details jsonb not null
);

create index security_events_occurred_at on security_events (occurred_at desc, id desc);
create index security_events_type on security_events (type, occurred_at desc, id desc);
create index security_events_ip on security_events (ip, occurred_at desc) where ip is not null;
create index security_events_participant on security_events (participant_id, occurred_at desc)
where participant_id is not null;
