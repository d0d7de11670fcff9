-- squawk-ignore-file prefer-bigint-over-int
-- The append-only, hash-chained log, the checkpoints of its subscribers, and the events they could not handle.
set local lock_timeout = '10s';
set local statement_timeout = '60s';

create schema event_store;

-- What is added to the server's transaction ids, so that they go on rising when the log is restored into another
-- server, whose own ids start low. `adoptRestoredLog` replaces this function.
create function event_store.transaction_offset() returns bigint language sql immutable parallel safe
  return 0::bigint;

create table event_store.events (
  position bigint generated always as identity,
  transaction_id bigint not null default pg_current_xact_id()::text::bigint + event_store.transaction_offset(),
  -- "C": the checkpoint digest walks the streams in byte order, the same on every server.
  stream_id text collate "C" not null,
  version integer not null check (version > 0),
  scope_id text collate "C" not null,
  type text not null,
  data jsonb not null,
  actor text not null,
  correlation_id text,
  occurred_at timestamptz not null,
  previous_hash bytea not null check (octet_length(previous_hash) = 32),
  hash bytea not null check (octet_length(hash) = 32),
  -- The order in which readers of the whole log read: see src/read-log.ts.
  constraint events_log_order primary key (transaction_id, position),
  constraint events_stream_version unique (stream_id, version)
);

create index events_scope on event_store.events (scope_id, position);

create function event_store.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'event_store.events is append-only: % is refused', tg_op
    using hint = 'Append an event that corrects the earlier one.';
end
$$;

create trigger events_are_append_only
  before update or delete or truncate on event_store.events
  for each statement execute function event_store.refuse_change();

create table event_store.subscriptions (
  name text primary key,
  -- The place in the log up to which this subscription has dealt with every event.
  transaction_id bigint not null,
  position bigint not null,
  updated_at timestamptz not null default now()
);

create table event_store.parked_events (
  subscription text not null references event_store.subscriptions (name) on delete cascade,
  stream_id text collate "C" not null,
  version integer not null,
  type text not null,
  error text not null,
  attempts integer not null,
  parked_at timestamptz not null default now(),
  retry_requested boolean not null default false,
  primary key (subscription, stream_id, version),
  foreign key (stream_id, version) references event_store.events (stream_id, version)
);
