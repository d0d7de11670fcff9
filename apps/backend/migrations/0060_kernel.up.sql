create table idempotency_keys (
  actor_id text not null,
  key text not null,
  fingerprint text not null,
  status integer,
  body text,
  created_at timestamptz not null default now(),
  primary key (actor_id, key)
);

create index idempotency_keys_created_at on idempotency_keys (created_at);
