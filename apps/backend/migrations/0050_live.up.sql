set local lock_timeout = '10s';
set local statement_timeout = '60s';

-- Who is where now. Worth nothing after a crash, so it is not written ahead.
create unlogged table presence (
  resource_id text not null,
  participant_id text not null,
  read_position integer,
  selection_start integer,
  selection_end integer,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (resource_id, participant_id)
);

create index presence_expires_at on presence (expires_at);
